"""One row for each reactor, type of reaction, strike and day."""

from collections.abc import Callable

import polars as pl

from pipelines.resolving.grouping import lasting_ids
from pipelines.resolving.support import DATE_ORDER, actor_columns, counts, rank_of, vote

KEY = "reaction_id"


def group_reactions(
    mentions: pl.DataFrame,
    statements: pl.DataFrame,
    strikes: pl.DataFrame,
    previous: pl.DataFrame,
    taken: Callable[[pl.Series], pl.Series] | None = None,
) -> pl.DataFrame:
    """Assign a reaction id to every reaction mention: `mention_id`, `reaction_id`, `reacted_on`, `reacted_precision`.

    `mentions`: reaction mentions with resolved ids, in order; `statements` and `strikes`: the tables of these names;
    `previous`: `mention_id`, `reaction_id` as they stood before; `taken`: see `grouping.lasting_ids`.
    The day is that of the statement or of the answering strike. A mention without a day belongs to the last day before
    its publication on which this reactor so reacted to this strike, else to the first one known: articles repeat a
    reaction for days. Where no day is known at all, it is one reaction.
    """
    said = statements.select("statement_id", said_on="said_on", said_precision="date_precision")
    answered = strikes.select(
        response_strike_id="strike_id", answered_on="started_on", answered_precision="date_precision"
    )
    who = ["reactor", "reaction_type", "strike_id"]
    told = (
        mentions.join(said, on="statement_id", how="left")
        .join(answered, on="response_strike_id", how="left")
        .select(
            "mention_id",
            "reaction_type",
            "published_on",
            strike_id=pl.col("strike_id").fill_null(""),
            reactor=pl.coalesce("reactor_id", pl.col("reactor_text").str.to_lowercase(), pl.lit("")),
            day=pl.coalesce("said_on", "answered_on"),
            precision=pl.when(pl.col("said_on").is_not_null()).then("said_precision").otherwise("answered_precision"),
        )
    )
    days = (
        told.drop_nulls("day")
        .sort(*who, "day", rank_of("precision", DATE_ORDER))
        .unique([*who, "day"], keep="first", maintain_order=True)
        .select(*who, "day", "precision")
    )
    dated = told.drop_nulls("day").select("mention_id", *who, "day")
    undated = told.filter(pl.col("day").is_null()).select("mention_id", *who, "published_on")
    before = (
        undated.join(days, on=who)
        .with_columns(is_later=(pl.col("day") > pl.col("published_on")).fill_null(True))
        .with_columns(distance=pl.when("is_later").then("day").otherwise(None))
        .sort(["mention_id", "is_later", "distance", "day"], descending=[False, False, False, True], nulls_last=True)
        .unique("mention_id", keep="first", maintain_order=True)
        .select("mention_id", "day")
    )
    placed = pl.concat([dated, undated.select("mention_id", *who).join(before, on="mention_id", how="left")])
    named = placed.join(days, on=[*who, "day"], how="left").with_columns(
        group=pl.concat_str(*who, pl.col("day").dt.to_string("%Y-%m-%d").fill_null("undated"), separator="|")
    )
    ids, _ = lasting_ids(
        named.select("mention_id", "group"),
        mentions.select("mention_id", "place_in_order", arrived_at="fetched_at"),
        previous.select("mention_id", id=KEY),
        "rea_",
        taken,
    )
    return named.join(ids, on="mention_id").select(
        "mention_id", pl.col("id").alias(KEY), reacted_on="day", reacted_precision="precision"
    )


def fuse_reactions(
    mentions: pl.DataFrame, strikes: pl.DataFrame, actors: pl.DataFrame, codes: pl.DataFrame
) -> pl.DataFrame:
    """The table `reactions`.

    `mentions`: reaction mentions with `reaction_id`, `reacted_on`, `reacted_precision` and the facts of their articles;
    `codes`: `reaction_type`, `cameo_code`. `stance` is the one of most sources, `statement_id` and `response_strike_id`
    come from the first mention that has one.
    """
    first = (
        mentions.sort("place_in_order")
        .group_by(KEY, maintain_order=True)
        .agg(
            pl.col("reactor_id", "reaction_type", "kind", "strike_id", "reacted_on").first(),
            pl.col("reactor_text").drop_nulls().first(),
            pl.col("statement_id").drop_nulls().first(),
            response_strike_id=pl.col("response_strike_id")
            .filter(pl.col("response_strike_id") != pl.col("strike_id"))
            .drop_nulls()
            .first(),
            date_precision=pl.col("reacted_precision").first().fill_null("unknown"),
        )
    )
    struck = strikes.select("strike_id", struck_on="started_on", struck_precision="date_precision")
    lag = (pl.col("reacted_on") - pl.col("struck_on")).dt.total_days().cast(pl.Int32)
    exact = (pl.col("date_precision") == "day") & (pl.col("struck_precision") == "day")
    return (
        first.join(counts(mentions, KEY), on=KEY)
        .join(vote(mentions, KEY, "stance"), on=KEY, how="left")
        .join(struck, on="strike_id", how="left")
        .join(actor_columns(actors, "reactor_id", "reactor"), on="reactor_id", how="left")
        .join(codes, on="reaction_type", how="left")
        .with_columns(
            reactor_name=pl.coalesce("reactor_name", "reactor_text"),
            # Nobody reacts before the strike: exact dates in that order mean that one of the two is wrong.
            lag_days=pl.when(exact & (lag < 0)).then(None).otherwise(lag),
        )
    )
