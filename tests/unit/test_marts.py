"""What the marts make of planted rows: unknown counts stay unknown, and what a layout cannot hold is told with its reason."""

from datetime import date
from typing import Any

import duckdb
import pytest
import warehouse_rows as rows

from warehouse.ddl import create_table
from warehouse.publish import read_marts
from warehouse.schema import get_table, published_tables

FIRST, SECOND = rows.FIRST, rows.SECOND
UNKNOWN = {"killed_low": None, "killed_best": None, "killed_high": None}


class Marts:
    """The small ledger with changed rows, and the marts over it."""

    def __init__(self, ledger: dict[str, list[dict[str, Any]]]) -> None:
        self.connection = duckdb.connect()
        for name in published_tables():
            self.connection.execute(create_table(get_table(name), strict=False))
            frame = rows.frame(name, ledger.get(name, []))
            self.connection.execute(f"INSERT INTO {name} SELECT * FROM frame")
            del frame
        self.connection.execute("CREATE SCHEMA marts")
        for name, mart in read_marts().items():
            self.connection.execute(f"CREATE VIEW marts.{name} AS {mart.query}")

    def rows(self, sql: str) -> list[tuple]:
        return self.connection.execute(sql).fetchall()

    def row(self, sql: str) -> tuple:
        (found,) = self.rows(sql)
        return found

    def reasons(self, layout: str, event_id: str = FIRST) -> set[str]:
        found = self.rows(
            f"SELECT reason_code FROM marts.layout_losses WHERE layout = '{layout}' AND event_id = '{event_id}'"
        )
        return {reason for (reason,) in found}


@pytest.fixture
def marts():
    made = []

    def make(first: dict[str, Any] | None = None, second: dict[str, Any] | None = None, **tables: list) -> Marts:
        ledger = rows.ledger() | tables
        ledger["strikes"] = [ledger["strikes"][0] | (first or {}), ledger["strikes"][1] | (second or {})]
        made.append(Marts(ledger))
        return made[-1]

    yield make
    for one in made:
        one.connection.close()


def test_an_unknown_number_of_dead_is_null_in_every_layout(marts):
    ledger = marts(UNKNOWN)
    assert ledger.row("SELECT fatalities FROM marts.acled_events") == (None,)
    assert ledger.reasons("ucdp_ged_events") >= {"deaths_unknown"}
    assert ledger.row("SELECT killed_low, killed_best, killed_high, killed_known_count FROM marts.dyads_daily") == (
        None, None, None, 0,
    )  # fmt: skip


def test_a_number_without_an_upper_bound_has_no_high(marts):
    ledger = marts({"killed_high": None, "target_kind": "civilian"})
    assert ledger.row("SELECT low, best, high FROM marts.ucdp_ged_events") == (3, 3, None)
    assert ledger.row("SELECT killed_best, killed_high FROM marts.dyads_daily") == (3, None)


def test_a_sum_of_highs_needs_all_of_them(marts):
    same_day = {"started_on": date(2024, 3, 3), "date_precision": "day", "attacker_id": "ISR"}
    ledger = marts(None, same_day | {"killed_low": 2, "killed_best": 2, "killed_high": None})
    assert ledger.row("SELECT strike_count, killed_best, killed_high FROM marts.dyads_daily") == (2, 5, None)
    ledger = marts(None, same_day | {"killed_low": 2, "killed_best": 2, "killed_high": 4})
    assert ledger.row("SELECT strike_count, killed_best, killed_high FROM marts.dyads_daily") == (2, 5, 7)


def test_acled_tells_forces_abroad_and_leaves_an_unknown_attacker_null(marts):
    abroad = "SELECT inter1, actor2, inter2, interaction, sub_event_type FROM marts.acled_events"
    ledger = marts({"target_kind": "medical"})
    assert ledger.row(abroad) == (
        "External/Other forces", "Civilians (Lebanon)", "Civilians", "Civilians-External/Other forces", "Air/drone strike",
    )  # fmt: skip
    ledger = marts({"country_iso3": "ISR"})
    assert ledger.row("SELECT inter1, actor2, civilian_targeting FROM marts.acled_events") == (
        "State forces", "a depot", None,
    )  # fmt: skip
    nobody = {"attacker_id": None, "attacker_name": None, "attacker_country_iso3": None}
    assert marts(nobody).row("SELECT actor1, inter1, interaction FROM marts.acled_events") == (None, None, None)


@pytest.mark.parametrize(
    ("method", "target_kind", "sub_event_type"),
    [
        ("gunfire", "civilian", "Attack"),
        ("gunfire", "militant", "Armed clash"),
        ("arson", "energy", "Looting/property destruction"),
        ("suicide_bombing", "unknown", "Suicide bomb"),
    ],
)
def test_acled_event_types_follow_method_and_target(marts, method, target_kind, sub_event_type):
    ledger = marts({"method": method, "target_kind": target_kind})
    assert ledger.row("SELECT sub_event_type FROM marts.acled_events") == (sub_event_type,)


@pytest.mark.parametrize(
    ("method", "target_kind"), [("unknown", "civilian"), ("gunfire", "unknown"), ("melee", "energy")]
)
def test_what_acled_would_have_to_guess_is_lost(marts, method, target_kind):
    ledger = marts({"method": method, "target_kind": target_kind})
    assert ledger.reasons("acled_events") == {"no_event_type"}
    assert ledger.rows("FROM marts.acled_events") == []


def test_an_intercepted_strike_is_disrupted_weapons_use_only_where_nobody_was_hurt(marts):
    stopped = {"outcome": "intercepted"}
    assert marts(stopped | UNKNOWN).row("SELECT event_type, sub_event_type FROM marts.acled_events") == (
        "Strategic developments", "Disrupted weapons use",
    )  # fmt: skip
    assert marts(stopped).row("SELECT sub_event_type FROM marts.acled_events") == ("Air/drone strike",)


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, set()),
        ({"started_on": None, "ended_on": None, "date_precision": "unknown"}, {"no_date"}),
        ({"date_precision": "year"}, {"date_too_coarse"}),
        ({"is_series": True}, {"series"}),
        ({"place_precision": "country"}, {"place_too_coarse"}),
        ({"latitude": None, "longitude": None}, {"no_coordinates"}),
        ({"place_precision": "region", "country_iso3": None}, {"place_too_coarse", "no_country"}),
        (
            {"place_id": None, "country_iso3": None, "latitude": None, "longitude": None, "place_precision": "unknown"},
            {"no_place"},
        ),
    ],
)
def test_acled_says_why_a_strike_is_lost(marts, changes, reasons):
    ledger = marts(changes)
    assert ledger.reasons("acled_events") == reasons
    assert len(ledger.rows("FROM marts.acled_events")) == (0 if reasons else 1)


@pytest.mark.parametrize(
    ("precision", "ended_on", "expected"),
    [
        ("day", date(2024, 3, 3), (1, date(2024, 3, 3))),
        ("day", date(2024, 3, 5), (2, date(2024, 3, 5))),
        ("week", None, (3, date(2024, 3, 9))),
        ("month", None, (4, date(2024, 3, 31))),
        ("year", None, (5, date(2024, 12, 31))),
    ],
)
def test_ucdp_date_precision_follows_the_span(marts, precision, ended_on, expected):
    ledger = marts({"date_precision": precision, "ended_on": ended_on, "target_kind": "civilian"})
    assert ledger.row("SELECT date_prec, date_end FROM marts.ucdp_ged_events") == expected


def test_ucdp_puts_the_state_on_side_a(marts):
    sides = "SELECT type_of_violence, side_a, side_b, gwnoa, gwnob FROM marts.ucdp_ged_events"
    group = {"attacker_id": "grp:hezbollah", "attacker_name": "Hezbollah", "attacker_country_iso3": "LBN"}
    struck = {"target_actor_id": "org:army", "target_name": "Israeli army", "target_country_iso3": "ISR"}
    assert marts(group | struck).row(sides) == (1, "Israeli army", "Hezbollah", 666, None)
    assert marts({"target_kind": "militant", "target_name": "Hezbollah"}).row(sides) == (
        1,
        "Israel",
        "Hezbollah",
        666,
        None,
    )
    assert marts(group | {"target_kind": "militant", "target_name": "rivals"}).row(sides)[0] == 2
    assert marts({"target_kind": "civilian"}).row(sides) == (3, "Israel", "Civilians", 666, None)


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"target_kind": "energy"}, {"sides_not_told"}),
        ({"attacker_id": None}, {"no_attacker"}),
        ({"killed_low": 0, "killed_best": 0, "killed_high": 0}, {"no_death"}),
        ({"is_series": True}, {"items_stand_for_it"}),
    ],
)
def test_ucdp_says_why_a_strike_is_lost(marts, changes, reasons):
    assert marts(changes, {"part_of_strike_id": FIRST}).reasons("ucdp_ged_events") == reasons


def test_ucdp_deaths_add_up(marts):
    ledger = marts({"target_kind": "civilian", "civilians_killed_best": 2})
    assert ledger.row("SELECT deaths_civilians, deaths_unknown, best FROM marts.ucdp_ged_events") == (2, 1, 3)


def test_gdelt_codes_follow_from_ours(marts):
    ledger = marts()
    strike = ledger.row(
        "SELECT SQLDATE, Actor1Code, EventCode, EventRootCode, QuadClass, GoldsteinScale, ActionGeo_Type,"
        " ActionGeo_CountryCode FROM marts.gdelt_events WHERE EventCode = '195'"
    )
    assert strike == (20240303, "ISR", "195", "19", 4, -10.0, 4, "LE")
    assert ledger.row("SELECT QuadClass, GoldsteinScale FROM marts.gdelt_events WHERE EventCode = '111'") == (3, -2.0)
    # The number leads back to our id.
    number = "'str_' || lower(to_hex(GLOBALEVENTID))[2:]"
    assert ledger.row(f"SELECT {number} FROM marts.gdelt_events WHERE EventCode = '195'") == (FIRST,)


def test_gdelt_tells_a_reaction_once(marts):
    """Verbal reactions are their statement and retaliations their strike; only deeds have rows of their own."""
    deed = {"reaction_type": "mobilize", "kind": "material", "statement_id": None, "cameo_code": "150"}
    reactions = rows.ledger()["reactions"]
    ledger = marts(reactions=[reactions[0] | deed, reactions[1]])
    assert ledger.rows("SELECT EventCode, Actor2Name FROM marts.gdelt_events WHERE EventRootCode = '15'") == [
        ("150", "ISRAEL")
    ]
    assert ledger.row("SELECT count(*) FROM marts.gdelt_events") == (4,)
    assert marts().row("SELECT count(*) FROM marts.gdelt_events") == (3,)


def test_plover_says_why_an_event_is_lost(marts):
    ledger = marts()
    assert ledger.reasons("plover_events", "sta_000000000001") == {"no_code"}
    assert ledger.reasons("plover_events", SECOND) == {"no_day"}
    assert ledger.row("SELECT event_type, event_mode, plover_score FROM marts.plover_events WHERE event_kind = 'statement'") == (
        "ACCUSE", "disapprove", -2.0,
    )  # fmt: skip
    aid = {"reaction_type": "aid", "kind": "material", "stance": "neutral", "statement_id": None, "cameo_code": "070"}
    ledger = marts(reactions=[rows.ledger()["reactions"][0] | aid])
    assert ledger.reasons("plover_events", "rea_000000000001") == {"no_recipient"}


def test_the_ladder_goes_from_the_strike_over_words_to_retaliation(marts):
    reactions = rows.ledger()["reactions"]
    answered = reactions[1] | {"reacted_on": date(2024, 3, 5), "date_precision": "day", "lag_days": 2}
    ledger = marts(reactions=[reactions[0], answered])
    steps = ledger.rows(
        "SELECT step_number, step_kind, actor_name, lag_days, stance FROM marts.escalation_ladder"
        f" WHERE strike_id = '{FIRST}' ORDER BY step_number"
    )
    assert steps == [
        (1, "strike", "Israel", 0, None),
        (2, "statement", "Israel", 1, None),
        (3, "reaction", "Lebanon", 1, "against"),  # the statement that makes it is no step of its own
        (4, "retaliation", "Hezbollah", 2, "against"),
    ]


def test_the_matrix_counts_bodies_under_their_state_and_keeps_unknown_lags_apart(marts):
    reactions = rows.ledger()["reactions"]
    ledger = marts({"attacker_id": "org:army"}, reactions=[
        reactions[0], reactions[0] | {"reaction_id": "rea_000000000003", "lag_days": None, "strike_id": SECOND},
    ])  # fmt: skip
    found = ledger.rows(
        "SELECT reactor_name, attacker_name, reaction_count, dated_count, lag_median_days FROM marts.reaction_matrix"
        " ORDER BY attacker_name"
    )
    assert found == [("Lebanon", "Hezbollah", 1, 0, None), ("Lebanon", "Israel", 1, 1, 1.0)]


def test_a_statement_has_the_stance_of_the_reaction_that_it_makes(marts):
    found = marts().rows("SELECT act, is_reaction, stance, is_by_attacker FROM marts.statement_stance ORDER BY act")
    assert found == [("condemn", True, "against", False), ("inform", False, None, True)]


def test_figures_that_differ_are_disputed_and_copies_do_not_count(marts):
    claim = rows.ledger()["strike_claims"][0]
    other = claim | {"claim_id": "clm_000000000003", "claimant_name": "Lebanon", "low": 5, "best": 5, "high": None}
    assert marts(strike_claims=[claim, claim | {"claim_id": "clm_000000000004"}]).rows("FROM marts.disputes") == []
    ledger = marts(strike_claims=[claim, other])
    found = ledger.rows(
        "SELECT quantity, claimant_name, best, claim_id, rivals_text, best_min, best_max FROM marts.disputes"
    )
    assert found == [
        ("killed", "Lebanon", 5, other["claim_id"], "Wire 3", 3, 5),
        ("killed", "Wire", 3, claim["claim_id"], "Lebanon 5", 3, 5),
    ]
    assert marts(strike_claims=[claim, other | {"article_id": rows.COPY}]).rows("FROM marts.disputes") == []
    differences = ledger.rows("SELECT best, ledger_best, ledger_difference FROM marts.casualty_claims ORDER BY best")
    assert differences == [(3, 3, 0), (5, 3, 2)]


def test_coverage_leaves_copies_out(marts):
    found = marts().row(
        "SELECT article_count, duplicate_count, duplicate_share, strike_count, sole_strike_count, source_count_mean"
        " FROM marts.source_coverage"
    )
    assert found == (2, 1, 0.5, 2, 2, 1.0)


def test_quality_has_no_zero_for_a_check_of_another_day(marts):
    check = {
        "table_name": "strikes", "state_hash": "x", "rule": "one", "passed": False, "failing_count": 2,
        "failing_keys": None, "run_id": "r", "checked_at": rows.NOW,
    }  # fmt: skip
    held = {
        "table_name": "articles", "row_id": "f:7", "stage": "parse", "rule": "no_json", "reason": "No JSON.",
        "payload": None, "payload_encoding": "bytes", "run_id": "r", "seen_at": rows.NOW,
    }  # fmt: skip
    found = marts(quality_results=[check], quarantine=[held]).rows("FROM marts.quality_daily")
    day = rows.NOW.date()
    assert found == [(day, "articles", None, None, None, 1, 1), (day, "strikes", 1, 1, 2, 0, 0)]
