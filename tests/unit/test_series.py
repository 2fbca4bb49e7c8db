"""Which series a strike is an item of."""

from datetime import date

import polars as pl
import pytest

from pipelines.resolving.series import link_series

SCHEMA = {
    "strike_id": pl.String, "is_series": pl.Boolean, "attackers": pl.List(pl.String), "targets": pl.List(pl.String),
    "method": pl.String, "started_on": pl.Date, "ended_on": pl.Date, "date_precision": pl.String, "place_id": pl.String,
    "place_precision": pl.String, "country_iso3": pl.String, "admin1_code": pl.String, "latitude": pl.Float64,
    "longitude": pl.Float64, "radius_km": pl.Float64,
}  # fmt: skip
ITEM: dict[str, object] = {
    "strike_id": "item", "is_series": False, "attackers": ["RUS"], "targets": [], "method": "missile",
    "started_on": date(2024, 3, 10), "ended_on": date(2024, 3, 10), "date_precision": "day", "place_id": "gn:odesa",
    "place_precision": "city", "country_iso3": "UKR", "admin1_code": "UA-51", "latitude": 46.48, "longitude": 30.73,
    "radius_km": 10.0,
}  # fmt: skip
UKRAINE: dict[str, object] = {
    "place_id": "gn:ukraine", "place_precision": "country", "admin1_code": None, "latitude": 49.0, "longitude": 32.0,
    "radius_km": 600.0,
}  # fmt: skip
WHOLE = (
    ITEM
    | UKRAINE
    | {"strike_id": "whole", "is_series": True, "started_on": date(2024, 1, 1), "ended_on": date(2024, 12, 31)}
)
SPRING = {"strike_id": "spring", "started_on": date(2024, 3, 1), "ended_on": date(2024, 5, 31)}


def _links(*rows: dict[str, object], together: tuple[str, ...] = ()) -> dict[str, str]:
    strikes = pl.DataFrame([{name: row[name] for name in SCHEMA} for row in rows], schema=SCHEMA)
    told = [{"strike_id": name, "article_id": "both" if name in together else name} for name in strikes["strike_id"]]
    return dict(link_series(strikes, pl.DataFrame(told)).rows())


def test_strike_inside_the_days_and_the_country_of_a_series_is_its_item():
    assert _links(ITEM, WHOLE) == {"item": "whole"}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"attackers": ["UKR"]}, id="other attacker"),
        pytest.param({"attackers": []}, id="attacker unknown"),
        pytest.param({"started_on": date(2025, 1, 1), "ended_on": date(2025, 1, 1)}, id="later"),
        pytest.param({"date_precision": "month", "started_on": date(2024, 12, 1), "ended_on": date(2025, 1, 1)}, id="reaches out"),
        pytest.param({"country_iso3": "MDA", "admin1_code": "MD-X", "place_id": "gn:x"}, id="other country"),
        pytest.param({"method": "gunfire"}, id="other kind of force"),
        pytest.param({"targets": ["grp:a"]}, id="other target"),
        pytest.param({"place_id": None, "country_iso3": None, "place_precision": "unknown"}, id="no place"),
        pytest.param({"started_on": None, "ended_on": None, "date_precision": "unknown"}, id="no day"),
    ],
)  # fmt: skip
def test_what_differs_is_no_item(other: dict[str, object]):
    assert _links(ITEM | other, WHOLE | {"targets": ["UKR"]}) == {}


def test_series_in_a_region_without_borders_holds_what_lies_in_its_circle():
    sea = {
        "place_id": "reg:black-sea",
        "place_precision": "region",
        "country_iso3": None,
        "latitude": 44.0,
        "longitude": 32.0,
    }
    assert _links(ITEM, WHOLE | sea | {"radius_km": 500.0}) == {"item": "whole"}
    assert _links(ITEM, WHOLE | sea | {"radius_km": 50.0}) == {}


def test_what_is_left_unsaid_needs_an_article_that_tells_of_both():
    undated = WHOLE | {"started_on": None, "ended_on": None, "date_precision": "unknown"}
    placeless = WHOLE | {"place_id": None, "place_precision": "unknown", "country_iso3": None}
    for series in (undated, placeless):
        assert _links(ITEM, series) == {}
        assert _links(ITEM, series, together=("item", "whole")) == {"item": "whole"}


def test_narrowest_series_holds_it_and_lies_itself_in_the_wider_one():
    assert _links(ITEM, WHOLE, WHOLE | SPRING) == {"item": "spring", "spring": "whole"}


def test_no_series_is_chosen_between_two_alike_but_by_the_article_that_tells_of_both():
    twin = WHOLE | {"strike_id": "twin"}
    assert _links(ITEM, WHOLE, twin) == {}
    assert _links(ITEM, WHOLE, twin, together=("item", "twin")) == {"item": "twin"}


def test_links_never_go_round_and_do_not_depend_on_order():
    odesa = {name: ITEM[name] for name in UKRAINE}
    rows = [
        ITEM,
        WHOLE,
        WHOLE | SPRING,
        WHOLE | {"strike_id": "odesa"} | odesa,
        WHOLE | SPRING | {"strike_id": "s2"} | odesa,
    ]
    links = _links(*rows)
    assert links == _links(*rows[::-1]) == {"item": "s2", "s2": "spring", "spring": "whole", "odesa": "whole"}
