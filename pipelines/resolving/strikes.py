"""One row for each real strike, from all mentions of it; each column by the rule that its comment states."""

import polars as pl

from pipelines.resolving.claims import fuse_figures
from pipelines.resolving.support import (
    DATE_ORDER,
    PLACE_ORDER,
    actor_columns,
    counts,
    rank_of,
    ranked_actors,
    vote,
)

KEY = "strike_id"


def strike_actors(mentions: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    """All attackers and targets of each strike, ranked: `strike_id`, `actor_id`, `role`, `rank`."""
    return pl.concat(
        [
            ranked_actors(mentions, KEY, "attacker_ids", "attacker", actors),
            ranked_actors(mentions, KEY, "target_actor_ids", "target", actors),
        ]
    ).sort(KEY, "role", "rank")


def fuse_strikes(
    mentions: pl.DataFrame,
    ranked: pl.DataFrame,
    claims: pl.DataFrame,
    statements: pl.DataFrame,
    actors: pl.DataFrame,
    places: pl.DataFrame,
    codes: pl.DataFrame,
    combinations: pl.DataFrame,
) -> pl.DataFrame:
    """The table `strikes`.

    `mentions`: strike mentions with `strike_id` and the facts of their articles (`support.in_order`); `ranked`:
    `strike_actors`; `claims`: `strike_claims` with `source`; `statements`: statement mentions; `codes`: `method`,
    `place_in_list`, `cameo_code`, in the codebook's order; `combinations`: `method`, `other_method`,
    `pair_code`, `pair_rank`.
    """
    lead = ranked.filter(pl.col("rank") == 1)
    attackers = lead.filter(pl.col("role") == "attacker").select(KEY, attacker_id="actor_id")
    targets = lead.filter(pl.col("role") == "target").select(KEY, target_actor_id="actor_id")
    target_words = (
        mentions.drop_nulls("target_text").sort("place_in_order").unique(KEY, keep="first", maintain_order=True)
    )
    share, first = pl.col("is_series").mean(), pl.col("is_series").first()
    flags = (
        mentions.sort("place_in_order")
        .group_by(KEY, maintain_order=True)
        .agg(is_series=(share > 0.5) | ((share == 0.5) & first))
    )
    fused = (
        counts(mentions, KEY)
        .join(flags, on=KEY)
        .join(_dates(mentions), on=KEY, how="left")
        .join(_places(mentions, places), on=KEY, how="left")
        .join(attackers, on=KEY, how="left")
        .join(targets, on=KEY, how="left")
        .join(actor_columns(actors, "attacker_id", "attacker"), on="attacker_id", how="left")
        .join(actor_columns(actors, "target_actor_id", "target"), on="target_actor_id", how="left")
        .join(target_words.select(KEY, target_words="target_text"), on=KEY, how="left")
        .join(vote(mentions, KEY, "target_kind"), on=KEY, how="left")
        .join(_methods(mentions, codes, combinations), on=KEY, how="left")
        .join(_outcome(mentions), on=KEY, how="left")
        .join(_claim_status(mentions, statements, actors), on=KEY, how="left")
        .join(fuse_figures(claims), on=KEY, how="left")
    )
    return fused.with_columns(
        target_name=pl.coalesce("target_name", "target_words"),
        date_precision=pl.col("date_precision").fill_null("unknown"),
        place_precision=pl.col("place_precision").fill_null("unknown"),
        # Filled in once all strikes are there (`series.py`).
        part_of_strike_id=pl.lit(None, dtype=pl.String),
    )


def _dates(mentions: pl.DataFrame) -> pl.DataFrame:
    """The date of the mention with the finest precision; of equal ones, of the one published last."""
    return (
        mentions.drop_nulls("started_on")
        .sort([rank_of("date_precision", DATE_ORDER), "place_in_order"], descending=[False, True])
        .unique(KEY, keep="first", maintain_order=True)
        .select(KEY, "started_on", "ended_on", "date_precision")
    )


def _places(mentions: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The finest place; of equally fine ones, that of most independent sources; then the one named first."""
    found = places.select(
        "place_id",
        "admin1_name",
        "country_iso3",
        "latitude",
        "longitude",
        "place_precision",
        "radius_km",
        place_name="name",
    )
    return (
        mentions.drop_nulls("place_id")
        .group_by(KEY, "place_id")
        .agg(support=pl.col("source").n_unique(), place_in_order=pl.col("place_in_order").min())
        .join(found, on="place_id")
        .sort(
            [KEY, rank_of("place_precision", PLACE_ORDER), "support", "place_in_order"],
            descending=[False, False, True, False],
        )
        .unique(KEY, keep="first", maintain_order=True)
        .drop("support", "place_in_order")
    )


def _methods(mentions: pl.DataFrame, codes: pl.DataFrame, combinations: pl.DataFrame) -> pl.DataFrame:
    """All methods in the codebook's order; the first leads and gives the code, unless a combination has one."""
    found = (
        mentions.select(KEY, method="methods")
        .explode("method")
        .drop_nulls()
        .unique()
        .join(codes, on="method")
        .with_columns(only=(pl.col("method") == "unknown").all().over(KEY))
        .filter(pl.col("only") | (pl.col("method") != "unknown"))
        .sort(KEY, "place_in_list")
    )
    listed = found.group_by(KEY, maintain_order=True).agg(
        pl.col("method").first(), pl.col("cameo_code").first(), methods_text=pl.col("method").str.join("|")
    )
    pairs = (
        found.select(KEY, "method")
        .join(combinations, on="method")
        .join(found.select(KEY, other_method="method"), on=[KEY, "other_method"], how="semi")
        .sort(KEY, "pair_rank")
        .unique(KEY, keep="first", maintain_order=True)
        .select(KEY, "pair_code")
    )
    nothing = mentions.select(KEY).unique().join(listed, on=KEY, how="anti")
    bare = nothing.join(
        codes.filter(pl.col("method") == "unknown").select("method", "cameo_code", methods_text="method"), how="cross"
    )
    return (
        pl.concat([listed, bare.select(listed.columns)])
        .join(pairs, on=KEY, how="left")
        .with_columns(cameo_code=pl.coalesce("pair_code", "cameo_code"))
        .drop("pair_code")
    )


def _outcome(mentions: pl.DataFrame) -> pl.DataFrame:
    """A hit wins over other values; then the value of most sources."""
    hits = mentions.group_by(KEY).agg(is_hit=(pl.col("outcome") == "hit").any())
    return (
        vote(mentions, KEY, "outcome")
        .join(hits, on=KEY)
        .select(KEY, outcome=pl.when("is_hit").then(pl.lit("hit")).otherwise("outcome"))
    )


def _claim_status(mentions: pl.DataFrame, statements: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    """The union of what mentions and statements say about who did it.

    disputed: a mention says so, a side of the strike denies it, or independent sources name attackers with no root in
    common; else claimed: a mention says so, or an attacker claims responsibility; else attributed, where a mention says
    so or names an attacker; else unknown.
    """
    roots = actors.select("actor_id", "is_known", root=pl.coalesce("root_actor_id", "actor_id"))
    attackers = _parties(mentions, "attacker_ids", roots)
    targets = _parties(mentions, "target_actor_ids", roots)
    spoken = (
        statements.select("act", strike_id="strike_ids", actor_id=pl.col("speaker_ids").list.first())
        .explode("strike_id")
        .join(roots, on="actor_id")
    )
    denials, claims = spoken.filter(pl.col("act") == "deny"), spoken.filter(pl.col("act") == "claim_responsibility")
    sides = pl.concat([attackers, targets])
    denied = denials.join(sides, on=[KEY, "root"], how="semi")
    claimed = claims.join(attackers, on=[KEY, "root"], how="semi")
    status = pl.col("claim_status")
    return (
        mentions.group_by(KEY)
        .agg(
            disputed=(status == "disputed").any(),
            claimed=(status == "claimed").any(),
            attributed=(status == "attributed").any(),
        )
        .with_columns(
            disputed=pl.col("disputed") | _in(denied) | _in(_differing(attackers)),
            claimed=pl.col("claimed") | _in(claimed),
            attributed=pl.col("attributed") | _in(attackers),
        )
        .select(
            KEY,
            is_disputed="disputed",
            claim_status=pl.when("disputed")
            .then(pl.lit("disputed"))
            .when("claimed")
            .then(pl.lit("claimed"))
            .when("attributed")
            .then(pl.lit("attributed"))
            .otherwise(pl.lit("unknown")),
        )
    )


def _parties(mentions: pl.DataFrame, ids: str, roots: pl.DataFrame) -> pl.DataFrame:
    """`strike_id`, `source`, `root`, `is_known` of the actors on one side."""
    named = mentions.select(KEY, "source", actor_id=ids).explode("actor_id").drop_nulls("actor_id")
    return named.join(roots, on="actor_id").select(KEY, "source", "root", "is_known").unique()


def _differing(attackers: pl.DataFrame) -> pl.DataFrame:
    """Strikes of which two sources name attackers that have nothing in common."""
    told = attackers.filter("is_known").group_by(KEY, "source").agg(roots=pl.col("root").unique().sort())
    told = told.select(KEY, "roots").unique()
    both = told.join(told, on=KEY, suffix="_other")
    return both.filter(pl.col("roots").list.set_intersection("roots_other").list.len() == 0)


def _in(rows: pl.DataFrame) -> pl.Expr:
    return pl.col(KEY).is_in(rows[KEY].unique().implode())
