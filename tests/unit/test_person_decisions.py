"""Decisions of persons in terms of mentions: which pairs are one, which are not, and what that makes of groups."""

from datetime import UTC, datetime, timedelta

import polars as pl
from coded_frames import table

from pipelines.resolving.decisions import cut_chains, join_groups, person_pairs
from pipelines.resolving.grouping import connect

MONDAY = datetime(2024, 4, 1, tzinfo=UTC)


def mentions(*names: str) -> pl.DataFrame:
    """Mentions named by article and start: "x0" is one at the beginning of article x."""
    rows = [(name, name[0], int(name[1:])) for name in names]
    return pl.DataFrame(rows, schema=["mention_id", "article_id", "start"], orient="row")


def decided(*decisions: tuple[str, str, str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Decisions of following days: kind, mentions of the first and of the second side, divided by blanks."""
    made = [
        {"decision_id": f"dec_{day}", "kind": kind, "event_kind": "strike", "decided_at": MONDAY + timedelta(days=day)}
        for day, (kind, _, _) in enumerate(decisions)
    ]
    anchors = [
        {"decision_id": f"dec_{day}", "mention_id": name, "side": side, "article_id": name[0], "text_start": int(name[1:]),
         "text_end": int(name[1:]) + 9}
        for day, (_, first, second) in enumerate(decisions)
        for side, names in (("first", first), ("second", second))
        for name in names.split()
    ]  # fmt: skip
    return table("decisions", made), table("decision_anchors", anchors)


def pairs(now: pl.DataFrame, *decisions: tuple[str, str, str]) -> tuple[list, list]:
    together, apart = person_pairs(*decided(*decisions), now)
    return together.rows(), apart.rows()


def frame(*rows: tuple[str, str], columns: tuple[str, str] = ("a", "b")) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def partition(groups: pl.DataFrame) -> list[str]:
    return sorted("".join(sorted(members)) for members in groups.group_by("group").agg("node")["node"].to_list())


def test_no_decision_gives_no_pairs():
    assert pairs(mentions("x0", "y0")) == ([], [])


def test_a_merge_joins_each_report_of_one_side_with_each_of_the_other():
    together, apart = pairs(mentions("x0", "y0", "z0"), ("merge", "x0 y0", "z0"))
    assert (together, apart) == ([("x0", "z0"), ("y0", "z0")], [])


def test_a_split_separates_what_it_takes_out_and_keeps_that_together():
    together, apart = pairs(mentions("x0", "x90", "y0"), ("split", "x0 x90", "y0"))
    assert (together, apart) == ([("x0", "x90")], [("x0", "y0"), ("x90", "y0")])


def test_the_later_decision_about_a_pair_holds():
    now = mentions("x0", "y0", "z0")
    merge, split = ("merge", "x0", "y0 z0"), ("split", "y0", "x0 z0")
    assert pairs(now, merge, split) == ([("x0", "z0")], [("x0", "y0"), ("y0", "z0")])
    assert pairs(now, split, merge) == ([("x0", "y0"), ("x0", "z0")], [("y0", "z0")])


def test_an_anchor_follows_its_mention_to_where_a_correction_moved_it():
    assert pairs(mentions("x40", "y0"), ("merge", "x0", "y0")) == ([("x40", "y0")], [])


def test_a_mention_that_another_anchor_means_is_not_taken_for_one_that_is_gone():
    together, apart = pairs(mentions("x40", "y0"), ("split", "x0", "x40 y0"))
    assert (together, apart) == ([], [])


def test_a_decision_whose_words_are_gone_does_nothing():
    assert pairs(mentions("x5000", "y0"), ("merge", "x0", "y0")) == ([], [])
    assert pairs(mentions("y0"), ("split", "x0", "y0")) == ([], [])


def test_an_anchor_of_two_decisions_moves_with_both():
    together, _ = pairs(mentions("x40", "y0", "z0"), ("merge", "x0", "y0"), ("merge", "x0", "z0"))
    assert together == [("x40", "y0"), ("x40", "z0")]


def chained(edges: pl.DataFrame, apart: pl.DataFrame) -> list[str]:
    return partition(connect(pl.Series(list("abcdef")), cut_chains(edges, apart)))


def test_chains_without_separated_mentions_stay_as_they_are():
    edges = frame(("b", "a"), ("c", "b"))
    assert cut_chains(edges, frame(("a", "e"))).rows() == edges.rows()


def test_a_chain_is_cut_between_the_sides():
    edges = frame(("b", "a"), ("c", "b"), ("d", "c"))
    assert chained(edges, frame(("a", "b"), ("a", "c"), ("a", "d"))) == ["a", "bcd", "e", "f"]
    assert chained(edges, frame(("b", "c"), ("a", "c"))) == ["ab", "cd", "e", "f"]


def test_the_rest_of_a_chain_holds_together_where_its_middle_is_taken_out():
    edges = frame(("b", "a"), ("c", "b"), ("f", "e"))
    assert chained(edges, frame(("a", "b"), ("b", "c"))) == ["ac", "b", "d", "ef"]


def test_a_mention_that_no_decision_names_stays_with_the_one_that_it_is_chained_to():
    edges = frame(("b", "a"), ("c", "b"), ("d", "a"))
    assert chained(edges, frame(("a", "b"), ("a", "c"))) == ["ad", "bc", "e", "f"]


def test_groups_that_hold_a_pair_become_one():
    groups = frame(("a", "a"), ("b", "a"), ("c", "c"), ("d", "c"), ("e", "e"), columns=("node", "group"))
    assert partition(join_groups(groups, frame(("b", "d")))) == ["abcd", "e"]
    assert partition(join_groups(groups, frame(("b", "c"), ("d", "e")))) == ["abcde"]
    assert partition(join_groups(groups, frame(("b", "gone")))) == ["ab", "cd", "e"]
    assert join_groups(groups, frame()).equals(groups)
