"""Ids that outlast a correction: a new version of an article moves its words, and with them the ids of its mentions.

A mention of the old version that is gone hands its strike or statement on to the nearest new mention of the same
article, so that the corrected report still tells of the same event.
"""

import polars as pl

FARTHEST = 400  # characters between the old and the new place; a correction rarely moves a sentence further


def carry_over(before: pl.DataFrame, now: pl.DataFrame, event_id: str, start: str) -> pl.DataFrame:
    """What mentions were of before, in terms of the mentions that there are now.

    Args:
        before: `mention_id`, `article_id`, the start offset and the event id of the mentions of the last run.
        now: `mention_id`, `article_id` and the start offset of the mentions that were coded.
        event_id: name of the id column, for example "strike_id".
        start: name of the offset column.

    Returns:
        `mention_id` and the event id, at most one row for each mention.
    """
    columns = ["mention_id", event_id]
    kept = before.join(now, on="mention_id", how="semi").select(columns)
    gone = before.join(now, on="mention_id", how="anti").select(
        "article_id", event_id, old="mention_id", old_start=start
    )
    new = now.join(before, on="mention_id", how="anti").select("article_id", "mention_id", new_start=start)
    moved = (
        gone.join(new, on="article_id")
        .with_columns(distance=(pl.col("old_start") - pl.col("new_start")).abs())
        .filter(pl.col("distance") <= FARTHEST)
        .sort("distance", "old", "mention_id")
        .unique("old", keep="first", maintain_order=True)
        .unique("mention_id", keep="first", maintain_order=True)
        .select(columns)
    )
    return pl.concat([kept, moved])
