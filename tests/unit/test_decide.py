"""What a person decides is recorded with the places that it is about, or refused with a reason."""

import pytest
import warehouse_rows as rows

from pipelines import decide
from pipelines.decide import DecisionError
from pipelines.resolving.stamps import mark_done, stale_articles
from warehouse.store import Store

FIRST, SECOND = rows.FIRST, rows.SECOND


@pytest.fixture
def work_file(tmp_path):
    """The small ledger, with a second report of the first strike in the copy of its article."""
    path = tmp_path / "work.duckdb"
    with Store(path) as store:
        ledger = rows.ledger()
        again = ledger["strike_mentions"][0] | {"mention_id": f"{rows.COPY}:strike:0-9", "article_id": rows.COPY}
        rows.fill(store, ledger | {"strike_mentions": [*ledger["strike_mentions"], again]})
        mark_done(store, "events", stale_articles(store, "events", "1"))
    return path


def anchors(path) -> list[tuple]:
    with Store(path) as store:
        return store.execute("SELECT side, mention_id FROM decision_anchors ORDER BY ALL")


def stale(path) -> set[str]:
    with Store(path) as store:
        return set(stale_articles(store, "events", "1")["article_id"])


def test_a_merge_is_anchored_on_all_reports_of_both_and_has_their_articles_resolved_again(work_file):
    made = decide.merge(work_file, FIRST, SECOND, "one raid", "Ada")
    assert (made.event_id, made.other_id) == (FIRST, SECOND)
    assert anchors(work_file) == [("first", f"{rows.COPY}:strike:0-9"), ("first", "m1"), ("second", "m2")]
    assert stale(work_file) == {rows.ARTICLE, rows.COPY}
    (row,) = decide.decisions(work_file).rows(named=True)
    assert (row["kind"], row["reason"], row["decided_by"]) == ("merge", "one raid", "Ada")
    assert (row["first_count"], row["second_count"], row["is_in_force"]) == (2, 1, False)


def test_an_id_that_was_merged_away_leads_on(work_file):
    assert decide.merge(work_file, "str_000000000009", SECOND, "one raid", "Ada").event_id == FIRST


@pytest.mark.parametrize("name", [rows.COPY, f"https://example.org/{rows.COPY}", f"{rows.COPY}:strike:0-9"])
def test_a_split_takes_out_an_article_or_a_mention(work_file, name):
    assert decide.split(work_file, FIRST, [name], "another day", "Ada").report_count == 1
    assert anchors(work_file) == [("first", f"{rows.COPY}:strike:0-9"), ("second", "m1")]


def test_statements_and_reactions_are_decided_alike(work_file):
    assert decide.merge(work_file, "sta_000000000001", "sta_000000000002", "one speech", "Ada").report_count == 1
    assert decide.merge(work_file, "rea_000000000001", "rea_000000000002", "one note", "Ada").report_count == 1
    assert set(decide.decisions(work_file)["event_kind"]) == {"statement", "reaction"}


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ((FIRST, "str_0000000000ff"), "there is no strike str_0000000000ff"),
        ((FIRST, "sta_000000000001"), "only rows of one kind"),
        ((FIRST, "m1"), "m1 is no id of a strike"),
        ((FIRST, "str_000000000008"), "are one already"),
        ((FIRST, FIRST), "are one already"),
    ],
)
def test_a_merge_that_cannot_be_is_refused(work_file, ids, message):
    with pytest.raises(DecisionError, match=message):
        decide.merge(work_file, ids[0], ids[1], "r", "Ada")
    assert anchors(work_file) == []


@pytest.mark.parametrize(
    ("event_id", "named", "message"),
    [
        (FIRST, [rows.ARTICLE, rows.COPY], "nothing would be left"),
        (SECOND, [rows.COPY], "has no report of"),
        (SECOND, ["nowhere"], "is no article and no mention of"),
        ("str_0000000000ff", ["m1"], "there is no strike"),
    ],
)
def test_a_split_that_cannot_be_is_refused(work_file, event_id, named, message):
    with pytest.raises(DecisionError, match=message):
        decide.split(work_file, event_id, named, "r", "Ada")


def test_what_waits_for_the_next_run_is_not_decided_against(work_file):
    decide.split(work_file, FIRST, [rows.COPY], "another day", "Ada")
    for ids in ((FIRST, SECOND), (SECOND, FIRST)):
        with pytest.raises(DecisionError, match="is to be split"):
            decide.merge(work_file, ids[0], ids[1], "r", "Ada")
    with pytest.raises(DecisionError, match="is decided"):
        decide.split(work_file, FIRST, [rows.COPY], "r", "Ada")


def test_a_row_that_is_to_be_merged_is_not_split_before(work_file):
    decide.merge(work_file, FIRST, SECOND, "one raid", "Ada")
    with pytest.raises(DecisionError, match="is to be merged"):
        decide.split(work_file, FIRST, [rows.COPY], "r", "Ada")
    with pytest.raises(DecisionError, match="is decided"):
        decide.merge(work_file, SECOND, FIRST, "r", "Ada")


def test_a_decision_is_in_force_where_the_ledger_has_it_so_and_does_nothing_where_its_reports_are_gone(work_file):
    decide.merge(work_file, FIRST, SECOND, "one raid", "Ada")
    with Store(work_file) as store:
        store.execute(f"UPDATE strike_mentions SET strike_id = '{FIRST}'")
    assert decide.decisions(work_file)["is_in_force"].to_list() == [True]
    with Store(work_file) as store:
        store.execute("DELETE FROM strike_mentions WHERE mention_id <> 'm2'")
    shown = decide.decisions(work_file).select("first_count", "second_count", "is_in_force")
    assert shown.rows() == [(0, 1, False)]


def test_a_decision_is_taken_back_and_its_articles_are_resolved_again(work_file):
    made = decide.merge(work_file, FIRST, SECOND, "one raid", "Ada")
    with Store(work_file) as store:
        mark_done(store, "events", stale_articles(store, "events", "1"))
    decide.drop(work_file, made.decision_id)
    assert decide.decisions(work_file).is_empty()
    assert anchors(work_file) == []
    assert stale(work_file) == {rows.ARTICLE, rows.COPY}
    with pytest.raises(DecisionError, match="there is no decision"):
        decide.drop(work_file, made.decision_id)


def test_a_warehouse_without_a_ledger_says_so(tmp_path):
    with pytest.raises(DecisionError, match="there is no ledger yet"):
        decide.decisions(tmp_path / "work.duckdb")
