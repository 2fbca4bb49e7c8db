"""One strike in many articles: what is joined, what stays apart, and ids that last."""

from datetime import date

import polars as pl
import pytest
from coded_frames import DECIDED_AT, Newsroom, partition, table

from pipelines.resolving.fusing import all_merges
from pipelines.resolving.grouping import agglomerate, connect, short_ids

MONDAY, TUESDAY, WEDNESDAY = date(2024, 4, 1), date(2024, 4, 2), date(2024, 4, 3)


def _two(first: dict[str, object], second: dict[str, object], days: tuple[date, date] = (MONDAY, TUESDAY)) -> int:
    """Number of strikes that two articles of two papers give."""
    room = Newsroom()
    room.article("a1", "Herald", days[0])
    room.article("a2", "Courier", days[1])
    room.strike("a1", **first)
    room.strike("a2", **second)
    return room.resolve().strikes.height


def test_two_articles_on_one_strike_make_one_row_with_two_sources():
    room = Newsroom()
    room.article("a1", "Herald", MONDAY)
    room.article("a2", "Courier", TUESDAY)
    room.strike("a1", started_on=MONDAY)
    room.strike("a2", started_on=MONDAY, attackers=["org:russia-army"])
    ledger = room.resolve()
    assert ledger.strikes.select("source_count", "article_count", "mention_count").rows() == [(2, 2, 2)]
    assert ledger.strike_mentions["strike_id"].n_unique() == 1


def test_chains_of_the_coder_are_trusted():
    room = Newsroom()
    room.article("a1", "Herald", MONDAY)
    first = room.strike("a1", 0, started_on=MONDAY)
    second = room.strike("a1", 100, place=None, same_as_mention_id=first)
    room.strike("a1", 200, attackers=[], same_as_mention_id=second)
    room.strike("a1", 300, place="gn:kharkiv")
    assert partition(room.resolve()) == [
        ["a1:strike:0-50", "a1:strike:100-150", "a1:strike:200-250"],
        ["a1:strike:300-350"],
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"started_on": MONDAY}, {"started_on": MONDAY, "attackers": []}, id="one names no attacker"),
        pytest.param(
            {"started_on": MONDAY}, {"started_on": MONDAY, "attackers": ["unk:gunmen"]}, id="one describes the attacker"
        ),
        pytest.param(
            {"started_on": MONDAY}, {"started_on": MONDAY, "place": "gn:odesa-oblast"}, id="one names the province"
        ),
        pytest.param(
            {"started_on": MONDAY}, {"started_on": MONDAY, "place": "site:odesa-port"}, id="a site in the city"
        ),
        pytest.param({"started_on": MONDAY}, {}, id="one is undated and of the next day"),
        pytest.param(
            {"started_on": MONDAY}, {"started_on": TUESDAY, "date_text": "overnight"}, id="overnight is dated twice"
        ),
        pytest.param(
            {"started_on": MONDAY, "methods": ["missile"]}, {"started_on": MONDAY}, id="methods that are mixed up"
        ),
    ],
)
def test_joined(first: dict[str, object], second: dict[str, object]):
    assert _two(first, second) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({"started_on": MONDAY}, {"started_on": TUESDAY}, id="next day"),
        pytest.param({"started_on": MONDAY}, {"started_on": MONDAY, "place": "gn:kharkiv"}, id="other town"),
        pytest.param({"started_on": MONDAY}, {"started_on": MONDAY, "attackers": ["UKR"]}, id="other attacker"),
        pytest.param({"started_on": MONDAY}, {"started_on": MONDAY, "is_series": True}, id="series and single"),
        pytest.param(
            {"started_on": MONDAY}, {"started_on": MONDAY, "target_kind": "military"}, id="other kind of target"
        ),
        pytest.param({"started_on": MONDAY}, {"started_on": MONDAY, "methods": ["gunfire"]}, id="other kind of force"),
        pytest.param(
            {"attackers": [], "targets": [], "place": None, "started_on": MONDAY},
            {"attackers": [], "targets": [], "place": None, "started_on": MONDAY},
            id="nothing but a day",
        ),
    ],
)
def test_kept_apart(first: dict[str, object], second: dict[str, object]):
    assert _two(first, second) == 2


def test_two_groups_hit_on_one_day_in_one_town_stay_apart():
    assert (
        _two(
            {"started_on": MONDAY, "attackers": ["ISR"], "targets": ["grp:hezbollah"], "place": "gn:tyre"},
            {"started_on": MONDAY, "attackers": ["ISR"], "targets": ["RUS"], "place": "gn:tyre"},
        )
        == 2
    )


def test_undated_report_days_later_does_not_join():
    assert _two({"started_on": MONDAY}, {}, days=(MONDAY, date(2024, 4, 9))) == 2


def test_articles_without_any_date_join_only_on_the_same_words_for_the_day():
    room = Newsroom()
    for article in ("a1", "a2", "a3"):
        room.article(article, article, None)
    room.strike("a1", date_text="Tuesday")
    room.strike("a2", date_text="tuesday")
    room.strike("a3", date_text="Thursday")
    assert partition(room.resolve()) == [["a1:strike:0-50", "a2:strike:0-50"], ["a3:strike:0-50"]]


def test_series_of_one_campaign_join():
    series = {"is_series": True, "attackers": ["RUS"], "place": "gn:ukraine"}
    assert _two(series, series) == 1


def test_copy_joins_by_its_words_where_nothing_else_says_enough():
    room = Newsroom()
    room.article("a1", "Herald", MONDAY)
    room.article("a2", "Courier", TUESDAY, duplicate_of="a1")
    bare = {"attackers": [], "targets": [], "place": None, "sentence_text": "Four people died in the attack."}
    room.strike("a1", **bare)
    room.strike("a2", **(bare | {"sentence_text": "four people  died in the attack."}))
    ledger = room.resolve()
    assert ledger.strikes.select("source_count", "article_count").rows() == [(1, 2)]


def test_two_strikes_of_one_article_are_not_joined_through_another():
    room = Newsroom()
    room.article("a1", "Herald", MONDAY)
    room.article("a2", "Courier", MONDAY)
    room.strike("a1", 0, started_on=MONDAY, killed_best=12)
    room.strike("a1", 100, started_on=MONDAY, place="gn:odesa-oblast", target_kind="unknown", killed_best=1)
    room.strike("a2", 0, started_on=MONDAY, killed_best=12)
    assert partition(room.resolve()) == [["a1:strike:0-50", "a2:strike:0-50"], ["a1:strike:100-150"]]


def test_report_that_could_go_with_two_strikes_goes_with_neither():
    room = Newsroom()
    room.article("a1", "Herald", MONDAY)
    room.article("a2", "Courier", MONDAY)
    room.article("a3", "Gazette", MONDAY)
    room.strike("a1", started_on=MONDAY)
    room.strike("a2", started_on=MONDAY, place="gn:kharkiv")
    room.strike("a3", started_on=MONDAY, place="gn:ukraine")
    assert room.resolve().strikes.height == 3


def test_report_goes_with_the_first_of_two_that_may_be_one():
    room = Newsroom()
    room.article("a1", "Herald", MONDAY)
    room.article("a2", "Courier", MONDAY)
    room.strike("a1", 90, methods=["drone"])
    room.strike("a1", 100, methods=["drone"])
    room.strike("a2", 0, started_on=MONDAY)
    assert partition(room.resolve()) == [["a1:strike:100-150"], ["a1:strike:90-140", "a2:strike:0-50"]]


def _many() -> Newsroom:
    room = Newsroom()
    towns = ["gn:odesa", "gn:kharkiv", "gn:ukraine", "gn:odesa-oblast", None]
    for number in range(24):
        article = f"a{number:02d}"
        room.article(article, f"paper {number % 7}", date(2024, 4, 1 + number % 5), "a03" if number == 10 else None)
        for item in range(2):
            values: dict[str, object] = {"place": towns[(number + 2 * item) % 5]}
            if number % 3:
                values["started_on"] = date(2024, 4, 1 + (number + item) % 4)
            if number % 4 == 0:
                values["attackers"] = []
            room.strike(article, 100 * item, killed_best=number % 6, **values)
    return room


def test_order_of_arrival_does_not_change_the_partition():
    room = _many()
    straight = room.resolve()
    assert 5 < straight.strikes.height < 48
    for seed in range(4):
        shuffled = room.resolve(shuffled=seed)
        assert all(frame.equals(straight.tables()[name]) for name, frame in shuffled.tables().items())


def test_partition_is_the_same_when_articles_come_one_by_one():
    room, growing = _many(), Newsroom()
    ledger = None
    for row in room.rows["articles"][::-1]:
        for name, rows in room.rows.items():
            growing.rows.setdefault(name, []).extend(r for r in rows if r["article_id"] == row["article_id"])
        ledger = growing.resolve(ledger)
    assert ledger is not None
    assert partition(ledger) == partition(room.resolve())


def test_no_strike_holds_a_contradiction():
    mentions = _many().resolve().strike_mentions
    days = mentions.drop_nulls("started_on").group_by("strike_id").n_unique()
    assert days["started_on"].max() == 1


def test_ids_last_when_an_article_is_added():
    room = Newsroom()
    room.article("a5", "Herald", TUESDAY)
    room.strike("a5", started_on=MONDAY)
    before = room.resolve()
    room.article("a1", "Courier", MONDAY)
    room.strike("a1", started_on=MONDAY)
    after = room.resolve(before)
    assert after.strikes["strike_id"].to_list() == before.strikes["strike_id"].to_list()
    assert after.merges.is_empty()


def test_second_run_changes_nothing():
    room = _many()
    first = room.resolve()
    second = room.resolve(first)
    assert all(frame.equals(first.tables()[name]) for name, frame in second.tables().items())


def _merged() -> tuple[Newsroom, list[str]]:
    """Two reports that no rule joins, then a third that goes with both: they become one strike."""
    room = Newsroom()
    room.article("a1", "Herald", MONDAY)
    room.article("a2", "Courier", TUESDAY)
    room.strike("a1", place=None, started_on=MONDAY, methods=["missile"])
    room.strike("a2", attackers=[], started_on=MONDAY)
    ids = room.resolve().strike_mentions.sort("mention_id")["strike_id"].to_list()
    return room, ids


def test_merge_is_recorded_and_the_older_id_stays():
    room, (older, younger) = _merged()
    before = room.resolve()
    assert older != younger
    room.article("a3", "Gazette", WEDNESDAY)
    room.strike("a3", started_on=MONDAY, methods=["missile", "drone"])
    after = room.resolve(before)
    assert after.strikes["strike_id"].to_list() == [older]
    merge = after.merges.row(0, named=True)
    assert (merge["strike_id"], merge["merged_strike_id"], merge["decided_by"]) == (older, younger, "rule")
    assert 0 < merge["score"] <= 1
    assert room.resolve(after).merges.equals(after.merges)


def test_merge_is_taken_back_when_the_link_goes():
    room, ids = _merged()
    before = room.resolve()
    room.article("a3", "Gazette", WEDNESDAY)
    room.strike("a3", started_on=MONDAY, methods=["missile", "drone"])
    joined = room.resolve(before)
    for name in ("articles", "coded_strikes"):
        room.rows[name] = [row for row in room.rows[name] if row["article_id"] != "a3"]
    after = room.resolve(joined)
    assert sorted(after.strikes["strike_id"]) == sorted(ids)
    assert after.merges.is_empty()


def _pairs(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String, "score": pl.Int32}, orient="row")


def _groups(edges: pl.DataFrame, apart: pl.DataFrame) -> list[str]:
    groups = agglomerate(pl.Series(list("abcde")), edges, apart)
    return sorted("".join(sorted(members)) for members in groups.group_by("group").agg("node")["node"].to_list())


def test_long_chains_are_followed_to_their_end():
    nodes = pl.Series([f"n{number:03d}" for number in range(300)])
    chain = pl.DataFrame({"a": nodes[1:], "b": nodes[:-1]})
    assert connect(nodes, chain.reverse())["group"].unique().to_list() == ["n000"]


def test_surest_pair_is_joined_first():
    edges = _pairs(("a", "b", 9), ("a", "c", 8))
    assert _groups(edges, _pairs(("b", "c", 0))) == ["ab", "c", "d", "e"]


def test_even_choice_between_two_that_stay_apart_is_not_made():
    edges = _pairs(("a", "b", 8), ("a", "c", 8), ("d", "e", 8))
    assert _groups(edges, _pairs(("b", "c", 0))) == ["a", "b", "c", "de"]


def test_chain_that_would_join_what_stays_apart_is_not_made():
    edges = _pairs(("a", "b", 8), ("b", "c", 8), ("c", "d", 8), ("a", "e", 9))
    assert _groups(edges, _pairs(("a", "d", 0))) == ["ae", "b", "c", "d"]


def test_earlier_merges_lead_to_the_strike_that_is_there_now():
    def merges(*pairs: tuple[str, str]) -> pl.DataFrame:
        rest = {"score": 1.0, "reason": "place", "decided_by": "rule", "decided_at": DECIDED_AT}
        return table("merges", [{"strike_id": kept, "merged_strike_id": gone, **rest} for kept, gone in pairs])

    there = pl.DataFrame({"strike_id": ["c", "y"]})
    found = all_merges(merges(("b", "a"), ("x", "y"), ("w", "v")), merges(("c", "b")), there)
    assert found.select("merged_strike_id", "strike_id").sort("merged_strike_id").rows() == [("a", "c"), ("b", "c")]


def test_ids_do_not_depend_on_the_version_of_polars():
    assert short_ids(pl.Series(["a1:strike:0-9"]), "str_").to_list() == ["str_6c03c6f4573b"]
