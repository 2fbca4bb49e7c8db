"""Who gave which figure and laid which blame, and what follows from it for the strike.

`strike_claims` keeps every figure with its voice; the casualties of `strikes` are computed from it.
"""

import polars as pl

from pipelines.resolving.grouping import short_ids

QUANTITIES = ["killed", "injured", "civilians_killed"]
RESPONSIBILITY_ACTS = ["claim_responsibility", "accuse", "deny"]


def strike_claims(
    strikes: pl.DataFrame, statements: pl.DataFrame, evidence: pl.DataFrame, actors: pl.DataFrame, facts: pl.DataFrame
) -> pl.DataFrame:
    """One row for each mention, quantity and claimant: the table `strike_claims`, and what fusing needs beside it.

    `strikes`: strike mentions with `strike_id`; `statements`: statement mentions with ids; `facts`:
    `support.article_facts`. A figure belongs to the speaker of the statement about this strike whose content holds the
    words of the figure (the shortest such content, which is the innermost attribution); otherwise the article says it
    in its own voice and `claimant_id` is null.
    """
    claims = pl.concat([_figures(strikes, statements, evidence), _blame(strikes, statements)], how="diagonal")
    own_voice = pl.col("claimant_text").is_null() & pl.col("claimant_id").is_null()
    claims = (
        claims.join(facts.select("article_id", "published_on", "published_at", "source"), on="article_id", how="left")
        .join(actors.select(claimant_id="actor_id", claimant_name="name"), on="claimant_id", how="left")
        .with_columns(
            said_on=pl.when(own_voice).then("published_on").otherwise("said_on"),
            seed=pl.concat_str(
                "strike_id", "article_id", "mention_id", "quantity", pl.col("claimant_id").fill_null(""), separator="|"
            ),
        )
        .unique("seed", maintain_order=True)
    )
    return claims.with_columns(claim_id=short_ids(claims["seed"], "clm_")).drop("seed")


def _figures(strikes: pl.DataFrame, statements: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    per_quantity = [
        strikes.select(
            "strike_id",
            "article_id",
            "mention_id",
            "text_start",
            "text_end",
            quantity=pl.lit(quantity),
            low=f"{quantity}_low",
            best=f"{quantity}_best",
            high=f"{quantity}_high",
        )
        for quantity in QUANTITIES
    ]
    figures = pl.concat(per_quantity).filter(pl.any_horizontal(pl.col("low", "best", "high").is_not_null()))
    words = (
        evidence.with_columns(quantity=pl.col("column_name").str.replace(r"_(low|best|high)$", ""))
        .filter(pl.col("quantity").is_in(QUANTITIES))
        .sort("text_start", "text_end")
        .group_by("mention_id", "quantity", maintain_order=True)
        .agg(figure_start=pl.col("text_start").first(), figure_end=pl.col("text_end").first())
    )
    figures = figures.join(words, on=["mention_id", "quantity"], how="left").with_columns(
        figure_start=pl.coalesce("figure_start", "text_start"), figure_end=pl.coalesce("figure_end", "text_end")
    )
    contents = (
        statements.select(
            "content_start",
            "content_end",
            "said_on",
            statement_mention_id="mention_id",
            mention_id="strike_mention_ids",
            claimant_id=pl.col("speaker_ids").list.first(),
            claimant_text="speaker_text",
        )
        .explode("mention_id")
        .drop_nulls("mention_id")
    )
    voices = (
        figures.select("mention_id", "quantity", "figure_start", "figure_end")
        .join(contents, on="mention_id")
        .filter((pl.col("content_start") <= pl.col("figure_start")) & (pl.col("figure_end") <= pl.col("content_end")))
        .sort(pl.col("content_end") - pl.col("content_start"), "statement_mention_id")
        .unique(["mention_id", "quantity"], keep="first", maintain_order=True)
        .select("mention_id", "quantity", "claimant_id", "claimant_text", "said_on")
    )
    return figures.join(voices, on=["mention_id", "quantity"], how="left").select(
        "strike_id",
        "article_id",
        "mention_id",
        "quantity",
        "claimant_id",
        "claimant_text",
        "low",
        "best",
        "high",
        "said_on",
        "text_start",
    )


def _blame(strikes: pl.DataFrame, statements: pl.DataFrame) -> pl.DataFrame:
    """Statements that claim, lay or deny responsibility, one row for each strike that they are about."""
    about = strikes.select("strike_id", strike_mention_id="mention_id")
    return (
        statements.filter(pl.col("act").is_in(RESPONSIBILITY_ACTS))
        .select(
            "article_id",
            "mention_id",
            "said_on",
            strike_mention_id="strike_mention_ids",
            quantity=pl.lit("responsibility"),
            claimant_id=pl.col("speaker_ids").list.first(),
            claimant_text="speaker_text",
        )
        .explode("strike_mention_id")
        .drop_nulls("strike_mention_id")
        .join(about, on="strike_mention_id")
        .drop("strike_mention_id")
        .unique(["strike_id", "mention_id"], maintain_order=True)
    )


def fuse_figures(claims: pl.DataFrame) -> pl.DataFrame:
    """Casualties of each strike: `strike_id`, `killed_low`, `killed_best`, `killed_high` and so on.

    `claims`: `strike_claims` with `published_on`, `published_at`, `source` and `text_start`. Rule: each source (the
    claimant; in an article's own voice its publisher, for a copy that of the original) counts with the latest figure
    that it gave, and inside one article with the first one in the text. best = the latest exact figure of all; low and
    high span the figures of the sources; high stays open where the largest figure has no upper end ("at least 12").
    """
    current = _current(claims)
    fused = current.group_by("strike_id", "quantity").agg(
        low=pl.min_horizontal(pl.col("low").min(), pl.col("best").min()),
        best=pl.col("best").drop_nulls().first(),
        high=pl.when(
            (pl.coalesce("best", "low").filter(pl.col("high").is_null()).max() >= pl.col("high").max()).fill_null(False)
        )
        .then(None)
        .otherwise(pl.col("high").max()),
    )
    wide = fused.select("strike_id").unique()
    for quantity in QUANTITIES:
        columns = {f"{quantity}_{end}": pl.col(end) for end in ("low", "best", "high")}
        wide = wide.join(
            fused.filter(pl.col("quantity") == quantity).select("strike_id", **columns), on="strike_id", how="left"
        )
    return wide


def _current(claims: pl.DataFrame) -> pl.DataFrame:
    """The figure that each source stands by now, latest first."""
    return (
        claims.filter(pl.col("quantity").is_in(QUANTITIES))
        .with_columns(voice=pl.coalesce("claimant_id", "source"))
        .sort(
            ["published_on", "published_at", "article_id", pl.col("best").is_null(), "text_start"],
            descending=[True, True, True, False, False],
            nulls_last=True,
        )
        .unique(["strike_id", "quantity", "voice"], keep="first", maintain_order=True)
    )
