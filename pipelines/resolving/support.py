"""What all events have in common: the order of their mentions, independent sources, votes and counts."""

import polars as pl

from warehouse.schema import allowed_values

# Finest first: the vocabulary lists them so.
DATE_ORDER = list(allowed_values("date_precision"))
PLACE_ORDER = list(allowed_values("place_precision"))


def article_facts(articles: pl.DataFrame) -> pl.DataFrame:
    """What the mentions of an article inherit: its dates, its source and the version that coded it.

    `family` is the article that it is a copy of, or its own id. `source` is the publisher (else the feed) of the
    family's original: a copy is no source of its own, and two articles of one publisher are one source.
    """
    source = pl.coalesce("publisher", "source_id")
    own = articles.select(
        "article_id",
        "published_on",
        "published_at",
        "fetched_at",
        "coder_version",
        family=pl.coalesce("duplicate_of", "article_id"),
        own_source=source,
    )
    return (
        own.join(articles.select(family="article_id", source=source), on="family", how="left")
        .with_columns(source=pl.coalesce("source", "own_source"))
        .drop("own_source")
    )


def in_order(mentions: pl.DataFrame, facts: pl.DataFrame, start: str = "text_start") -> pl.DataFrame:
    """Mentions with the facts of their article, first published first; `place_in_order` counts from 0."""
    return (
        mentions.join(facts, on="article_id", how="left")
        .with_columns(pl.col("family").fill_null(pl.col("article_id")))
        .sort("published_on", "published_at", "article_id", start, "mention_id", nulls_last=True)
        .with_row_index("place_in_order")
    )


def rank_of(column: str, order: list[str]) -> pl.Expr:
    """The place of a value in a closed list, 0 first."""
    return pl.col(column).replace_strict(order, list(range(len(order))), default=len(order), return_dtype=pl.Int32)


def counts(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """Per event: how many articles, independent sources and mentions, when published, how sure, coded by which version.

    `confidence_score` is the chance that not all sources are wrong: one less the product of the doubt of each source's
    surest mention; at most 0.99, since reports are never proof.
    """
    doubts = rows.group_by(key, "source").agg(doubt=1 - pl.col("confidence_score").max())
    sure = doubts.group_by(key).agg(
        source_count=pl.len().cast(pl.Int32),
        confidence_score=(1 - pl.col("doubt").product()).clip(0, 0.99).round(4),
    )
    return (
        rows.sort("place_in_order")
        .group_by(key, maintain_order=True)
        .agg(
            article_count=pl.col("article_id").n_unique().cast(pl.Int32),
            mention_count=pl.len().cast(pl.Int32),
            first_published_at=pl.col("published_at").min(),
            last_published_at=pl.col("published_at").max(),
            coder_version=pl.col("coder_version").drop_nulls().last(),
        )
        .join(sure, on=key, how="left")
    )


def ranked_actors(rows: pl.DataFrame, key: str, ids: str, role: str, actors: pl.DataFrame) -> pl.DataFrame:
    """All actors of a role, best supported first: `key`, `actor_id`, `role`, `rank` from 1.

    An actor that a list knows goes before a description ("gunmen"); then the one that most independent sources name;
    then the one named first.
    """
    named = (
        rows.select(key, "source", "place_in_order", actor_id=ids)
        .with_columns(position=pl.int_ranges(pl.col("actor_id").list.len()))
        .explode("actor_id", "position")
        .drop_nulls("actor_id")
        .join(actors.select("actor_id", "is_known"), on="actor_id", how="left")
    )
    return (
        named.sort("place_in_order", "position")
        .group_by(key, "actor_id", maintain_order=True)
        .agg(
            support=pl.col("source").n_unique(),
            place=pl.col("place_in_order").first(),
            position=pl.col("position").first(),
            is_known=pl.col("is_known").any(),
        )
        .sort(
            [key, "is_known", "support", "place", "position"],
            descending=[False, True, True, False, False],
            nulls_last=True,
        )
        .select(key, "actor_id", role=pl.lit(role), rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(key))
    )


def vote(rows: pl.DataFrame, key: str, column: str, *, unknown: str = "unknown") -> pl.DataFrame:
    """The value that most independent sources give, the first one among equals; `unknown` only where no other is."""
    return (
        rows.drop_nulls(column)
        .sort("place_in_order")
        .group_by(key, column, maintain_order=True)
        .agg(
            support=pl.col("source").n_unique(),
            mentions=pl.len(),
            place=pl.col("place_in_order").first(),
        )
        .sort(
            [key, pl.col(column) == unknown, "support", "mentions", "place"],
            descending=[False, False, True, True, False],
        )
        .unique(key, keep="first", maintain_order=True)
        .select(key, column)
    )


def actor_columns(actors: pl.DataFrame, id_column: str, prefix: str) -> pl.DataFrame:
    """`actors` as `<id_column>`, `<prefix>_name`, `<prefix>_country_iso3`, to join to an event."""
    return actors.select(
        pl.col("actor_id").alias(id_column),
        pl.col("name").alias(f"{prefix}_name"),
        pl.col("country_iso3").alias(f"{prefix}_country_iso3"),
    )
