"""What becomes of ids: which fall to others, which are new, and why."""

from datetime import UTC, datetime

import polars as pl

from pipelines.resolving.succession import MERGED, SPLIT, decided_by_persons, fallen, split_off

AT = datetime(2024, 4, 1, tzinfo=UTC)
NOBODY = pl.DataFrame(schema={"is_one": pl.Boolean, "reason": pl.String, "a": pl.String, "b": pl.String})


def held(**ids: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"mention_id": list(ids), "statement_id": list(ids.values())},
        schema_overrides={"mention_id": pl.String, "statement_id": pl.String},
    )


def said(a: str, b: str, reason: str) -> pl.DataFrame:
    return pl.DataFrame({"is_one": [True], "reason": [reason], "a": [a], "b": [b]})


def test_an_id_without_reports_leads_to_where_most_of_them_are():
    found = fallen(held(a="x", b="y", c="y", d="y"), held(a="x", b="x", c="x", d="z"), "statement", NOBODY, AT)
    assert found.rows() == [("y", "x", MERGED["statement"], "rule", AT)]


def test_an_id_that_lives_on_is_not_merged_and_reports_that_are_gone_lead_nowhere():
    assert fallen(held(a="x", b="y", c="y"), held(a="x", b="x", c="y"), "statement", NOBODY, AT).is_empty()
    assert fallen(held(a="x", b="y"), held(a="x"), "statement", NOBODY, AT).is_empty()


def test_the_reason_of_a_person_is_kept():
    found = fallen(held(a="x", b="y"), held(a="x", b="x"), "statement", said("a", "b", "one speech"), AT)
    assert found.select("reason", "decided_by").rows() == [("one speech", "person")]


def test_a_new_id_for_reports_of_a_row_that_goes_on_is_a_split():
    before, now = held(a="x", b="x", c="x"), held(a="x", b="x", c="z")
    assert split_off(before, now, "statement", NOBODY, AT).rows() == [("statement", "x", "z", SPLIT, "rule", AT)]
    by_person = split_off(before, now, "statement", said("a", "c", "another speech"), AT)
    assert by_person.select("reason", "decided_by").rows() == [("another speech", "person")]


def test_reports_that_move_to_a_row_that_was_there_are_no_split():
    assert split_off(held(a="x", b="x", c="y"), held(a="x", b="y", c="y"), "statement", NOBODY, AT).is_empty()


def test_a_merge_of_strikes_by_a_person_has_no_score():
    merges = pl.DataFrame(
        {"strike_id": ["x"], "merged_strike_id": ["y"], "score": [0.5], "reason": ["place"], "decided_by": ["rule"], "decided_at": [AT]}
    )  # fmt: skip
    new = merges.drop("score").with_columns(reason=pl.lit("one raid"), decided_by=pl.lit("person"))
    assert decided_by_persons(merges, new).rows() == [("x", "y", None, "one raid", "person", AT)]
    assert decided_by_persons(merges, new.clear()).equals(merges)
