"""What became of ids: which fell to another one, and which were given to reports that left a row."""

from datetime import datetime

import polars as pl

# Why the rules take two reports for one; by how a report must differ, they are two.
MERGED = {"statement": "same speaker, act and words", "reaction": "same reactor, type, strike and day"}
SPLIT = "its reports do not agree well enough to be one"
TIME = pl.Datetime("us", "UTC")


def fallen(before: pl.DataFrame, now: pl.DataFrame, kind: str, decided: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """Ids that no report has any more, with the id that most of their reports have now: a table of merges.

    `before`, `now`: `mention_id` and the event id, as carried over and as assigned; `decided`: pairs of mentions that
    persons joined, `a`, `b`, `reason`. Returns `merged_<kind>_id`, `<kind>_id`, `reason`, `decided_by`, `decided_at`.
    """
    moved = _moved(before, now, kind)
    gone = moved.join(now, left_on="was", right_on=f"{kind}_id", how="anti")
    heirs = (
        gone.group_by("was", "is_now")
        .len()
        .sort("was", "len", "is_now", descending=[False, True, False])
        .unique("was", keep="first", maintain_order=True)
    )
    said = _by_persons(moved, decided)
    return heirs.join(said, on=["was", "is_now"], how="left").select(
        pl.col("was").alias(f"merged_{kind}_id"),
        pl.col("is_now").alias(f"{kind}_id"),
        reason=pl.coalesce("reason", pl.lit(MERGED.get(kind, "same event"))),
        decided_by=pl.when(pl.col("reason").is_null()).then(pl.lit("rule")).otherwise(pl.lit("person")),
        decided_at=pl.lit(at, dtype=TIME),
    )


def decided_by_persons(merges: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """New rows of `merges`, with the reason of the person where a person decided; `new`: what `fallen` gives for them."""
    said = new.filter(pl.col("decided_by") == "person").select("merged_strike_id", said="reason")
    is_said = pl.col("said").is_not_null()
    return (
        merges.join(said, on="merged_strike_id", how="left")
        .with_columns(
            score=pl.when(is_said).then(None).otherwise("score"),
            reason=pl.coalesce("said", "reason"),
            decided_by=pl.when(is_said).then(pl.lit("person")).otherwise("decided_by"),
        )
        .select(merges.columns)
    )


def split_off(before: pl.DataFrame, now: pl.DataFrame, kind: str, decided: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """Ids that are new and given to reports of a row that goes on: the columns of the table `splits`.

    `before` and `now` as in `fallen`; `decided`: pairs of mentions that persons separated, `a`, `b`, `reason`.
    """
    moved = _moved(before, now, kind)
    left = (
        moved.join(now, left_on="was", right_on=f"{kind}_id", how="semi")
        .join(before, left_on="is_now", right_on=f"{kind}_id", how="anti")
        .select("was", "is_now")
        .unique()
    )
    held = now.rename({f"{kind}_id": "is_now"})
    reasons = _reasons(held.rename({"is_now": "was"}), held, decided)
    return left.join(reasons, on=["was", "is_now"], how="left").select(
        event_kind=pl.lit(kind),
        event_id="was",
        new_event_id="is_now",
        reason=pl.coalesce("reason", pl.lit(SPLIT)),
        decided_by=pl.when(pl.col("reason").is_null()).then(pl.lit("rule")).otherwise(pl.lit("person")),
        decided_at=pl.lit(at, dtype=TIME),
    )


def _moved(before: pl.DataFrame, now: pl.DataFrame, kind: str) -> pl.DataFrame:
    """`mention_id`, `was`, `is_now` of the mentions whose id is another one now."""
    both = before.select("mention_id", was=f"{kind}_id").join(
        now.select("mention_id", is_now=f"{kind}_id"), on="mention_id"
    )
    return both.filter(pl.col("was") != pl.col("is_now"))


def _by_persons(moved: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    """Why persons have a report of `was` and another report be one: `was`, `is_now`, `reason`."""
    ways = pl.concat([decided.select("a", "reason"), decided.select("reason", a="b").select("a", "reason")])
    return (
        moved.join(ways, left_on="mention_id", right_on="a")
        .sort("mention_id")
        .unique(["was", "is_now"], keep="last", maintain_order=True)
        .select("was", "is_now", "reason")
    )


def _reasons(first: pl.DataFrame, second: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    """Why persons have reports of two rows apart: `was`, `is_now`, `reason`."""
    both = pl.concat(
        [decided.select("a", "b", "reason"), decided.select("reason", a="b", b="a").select("a", "b", "reason")]
    )
    return (
        both.join(first.select(a="mention_id", was="was"), on="a")
        .join(second.select(b="mention_id", is_now="is_now"), on="b")
        .unique(["was", "is_now"], keep="last", maintain_order=True)
        .select("was", "is_now", "reason")
    )
