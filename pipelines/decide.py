"""A person's decision that two rows are one, or that a row is two: recorded in the work file for the next run.

What the run makes of it is in ``pipelines/resolving/decisions.py``.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from pipelines.resolving.decisions import person_pairs
from warehouse.publish import read_marts
from warehouse.schema import polars_schema
from warehouse.store import Store, StoreError

# Kind of event → table of its merges, and where its mentions begin and end.
MERGES = {"strike": "merges", "statement": "statement_merges", "reaction": "reaction_merges"}
SPANS = {
    "strike": ("text_start", "text_end"),
    "statement": ("coalesce(content_start, cue_start, speaker_start, 0)", "coalesce(content_end, cue_end, speaker_end, 0)"),
    "reaction": ("text_start", "text_end"),
}  # fmt: skip
PREFIXES = {"str_": "strike", "sta_": "statement", "rea_": "reaction"}
RUN_FIRST = (
    "a decision about it takes effect at the next run: strikeledger run, then decide with the ids that are there"
)


class DecisionError(Exception):
    """The decision cannot be recorded; the message says why and what to do."""


@dataclass(frozen=True)
class Decision:
    """What was recorded. The ids are those of the rows as they are now: an id that was merged away leads on."""

    decision_id: str
    kind: str
    event_id: str
    other_id: str | None
    report_count: int


def merge(work_file: Path, event_id: str, other_id: str, reason: str, decided_by: str) -> Decision:
    """Record that two strikes, statements or reactions are one.

    Raises:
        DecisionError: an id is unknown, the two are of different kinds or one already, or another decision waits.
    """
    kind = _kind(event_id)
    if _kind(other_id) != kind:
        raise DecisionError(
            f"{event_id} is a {kind} and {other_id} a {_kind(other_id)}: only rows of one kind can be one"
        )
    with _opened(work_file) as store:
        first_id, second_id = _current(store, kind, event_id), _current(store, kind, other_id)
        if first_id == second_id:
            raise DecisionError(f"{event_id} and {other_id} are one already: {first_id}")
        first, second = _reports(store, kind, first_id), _reports(store, kind, second_id)
        together, apart = _decided(store, kind)
        if _is_between(together, first, second):
            raise DecisionError(f"that {first_id} and {second_id} are one is decided: it takes effect at the next run")
        if _is_between(apart, first, first) or _is_between(apart, second, second):
            raise DecisionError(f"{first_id} or {second_id} is to be split: {RUN_FIRST}")
        return _record(store, "merge", kind, (first_id, second_id), (first, second), reason, decided_by)


def split(work_file: Path, event_id: str, named: Sequence[str], reason: str, decided_by: str) -> Decision:
    """Record that some reports of a row tell of another event.

    named: ids of mentions, or ids or URLs of articles, which stand for all their mentions of this row.

    Raises:
        DecisionError: an id is unknown, something that is named has no report of the row, nothing would be left of it,
            or another decision waits.
    """
    kind = _kind(event_id)
    with _opened(work_file) as store:
        current = _current(store, kind, event_id)
        reports = _reports(store, kind, current)
        taken = (
            pl.concat([_of(store, reports, name, current) for name in named]).unique("mention_id").sort("mention_id")
        )
        rest = reports.join(taken, on="mention_id", how="anti")
        if rest.is_empty():
            raise DecisionError(f"nothing would be left of {current}: these are all its {reports.height} reports")
        together, apart = _decided(store, kind)
        if _is_between(apart, taken, rest):
            raise DecisionError(f"that these are not {current} is decided: it takes effect at the next run")
        within = pl.concat([together, together.select(a="b", b="a")])
        outside = within.join(reports, left_on="a", right_on="mention_id", how="semi").join(
            reports, left_on="b", right_on="mention_id", how="anti"
        )
        if not outside.is_empty():
            raise DecisionError(f"{current} is to be merged with another row: {RUN_FIRST}")
        return _record(store, "split", kind, (current, None), (taken, rest), reason, decided_by)


def decisions(work_file: Path) -> pl.DataFrame:
    """All decisions with the columns of `marts.decisions_in_force`, the oldest first."""
    with _opened(work_file) as store:
        return store.read(read_marts()["decisions_in_force"].query)


def drop(work_file: Path, decision_id: str) -> None:
    """Take a decision back; the next run resolves as if it had never been made.

    Raises:
        DecisionError: there is no such decision.
    """
    with _opened(work_file) as store, store.transaction():
        if not store.delete("decisions", {"decision_id": [decision_id]}).deleted:
            raise DecisionError(f"there is no decision {decision_id}: strikeledger decisions lists them")
        store.delete("decision_anchors", {"decision_id": [decision_id]})


@contextmanager
def _opened(work_file: Path) -> Iterator[Store]:
    """The work file; what the store says of one that is in use is told as an error of the decision."""
    if not work_file.is_file():
        raise DecisionError(f"{work_file}: there is no ledger yet: strikeledger run")
    try:
        with Store(work_file, wait_seconds=5) as store:
            yield store
    except StoreError as error:
        raise DecisionError(str(error)) from error


def _kind(event_id: str) -> str:
    if event_id[:4] not in PREFIXES:
        raise DecisionError(f"{event_id} is no id of a strike (str_…), a statement (sta_…) or a reaction (rea_…)")
    return PREFIXES[event_id[:4]]


def _current(store: Store, kind: str, event_id: str) -> str:
    """The id of the row now: an id that was merged away leads to the row that took it in."""
    found = store.execute(
        f"SELECT {kind}_id FROM {kind}s WHERE {kind}_id = $id"
        f" UNION ALL SELECT {kind}_id FROM {MERGES[kind]} WHERE merged_{kind}_id = $id",
        {"id": event_id},
    )
    if not found:
        raise DecisionError(f"there is no {kind} {event_id}: SELECT {kind}_id FROM {kind}s lists them")
    return found[0][0]


def _reports(store: Store, kind: str, event_id: str) -> pl.DataFrame:
    """`mention_id`, `article_id`, `text_start`, `text_end` of the mentions of a row."""
    start, end = SPANS[kind]
    return store.read(
        f"SELECT mention_id, article_id, {start} AS text_start, {end} AS text_end FROM {kind}_mentions"
        f" WHERE {kind}_id = ? ORDER BY mention_id",
        [event_id],
    )


def _of(store: Store, reports: pl.DataFrame, name: str, event_id: str) -> pl.DataFrame:
    """The reports that a name means: one mention, or those of an article."""
    articles = store.read(
        "SELECT article_id FROM articles WHERE article_id = $name OR url = $name OR external_id = $name", {"name": name}
    )
    meant = reports.filter(
        (pl.col("mention_id") == name) | pl.col("article_id").is_in(articles["article_id"].implode())
    )
    if meant.is_empty():
        what = "is no article and no mention" if articles.is_empty() else "has no report"
        raise DecisionError(
            f"{name} {what} of {event_id}: strikeledger explain {event_id} lists its articles and mentions"
        )
    return meant


def _decided(store: Store, kind: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pairs of mentions that decisions join and separate, those that wait for the next run too."""
    made = store.read("SELECT * FROM decisions WHERE event_kind = ?", [kind])
    anchors = store.read("SELECT * FROM decision_anchors")
    mentions = store.read(
        f"SELECT mention_id, article_id, {SPANS[kind][0]} AS start FROM {kind}_mentions"
        " WHERE article_id IN (SELECT article_id FROM decision_anchors)"
    )
    return person_pairs(made, anchors, mentions)


def _is_between(pairs: pl.DataFrame, first: pl.DataFrame, second: pl.DataFrame) -> bool:
    both = pl.concat([pairs, pairs.select(a="b", b="a")])
    found = both.join(first, left_on="a", right_on="mention_id", how="semi")
    return not found.join(second, left_on="b", right_on="mention_id", how="semi").is_empty()


def _record(
    store: Store,
    kind: str,
    event_kind: str,
    ids: tuple[str, str | None],
    sides: tuple[pl.DataFrame, pl.DataFrame],
    reason: str,
    decided_by: str,
) -> Decision:
    now = datetime.now(UTC)
    seed = "|".join([kind, *(found or "" for found in ids), now.isoformat()])
    decision_id = "dec_" + hashlib.blake2b(seed.encode(), digest_size=6).hexdigest()
    row = {
        "decision_id": decision_id, "kind": kind, "event_kind": event_kind, "event_id": ids[0], "other_id": ids[1],
        "reason": reason, "decided_by": decided_by, "decided_at": now,
    }  # fmt: skip
    anchors = pl.concat(
        [side.with_columns(side=pl.lit(name)) for name, side in zip(("first", "second"), sides, strict=True)]
    )
    with store.transaction():
        store.append("decisions", pl.DataFrame([row], schema=polars_schema("decisions")))
        store.append("decision_anchors", anchors.with_columns(decision_id=pl.lit(decision_id)))
    return Decision(decision_id, kind, ids[0], ids[1], sides[0].height)
