"""One strike in many articles: which mentions are reports of the same use of force.

Inside an article the coder's chains join mentions. Across articles, reports that are near in time and share a country
or an actor are compared (`likeness.py`) and joined from the surest pair down (`grouping.py`), precision first: what
contradicts is never in one strike, and what could go with two strikes goes with neither.
"""

from datetime import datetime
from typing import NamedTuple

import polars as pl

from pipelines.resolving.grouping import agglomerate, connect, inner_pairs, lasting_ids, prefer_first
from pipelines.resolving.likeness import COPY_SCORE, POINTS, SINGLE_NEEDS, are_far, compare, reason
from pipelines.resolving.reports import reports
from pipelines.resolving.support import in_order

# A span of more days than this is compared month by month: day keys would be too many.
LONGEST_BY_DAY = 14
PAIRS_AT_ONCE = 250_000
PAIR = ["a", "b"]


class Verdicts(NamedTuple):
    """Pairs that may be joined (`a`, `b`, `score`, `why`) and pairs that must not (`a`, `b`, `contradicts`)."""

    links: pl.DataFrame
    apart: pl.DataFrame


def group_strikes(
    mentions: pl.DataFrame,
    actors: pl.DataFrame,
    places: pl.DataFrame,
    articles: pl.DataFrame,
    previous: pl.DataFrame,
    decided_at: datetime,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Assign a strike id to every strike mention.

    `mentions`: strike mentions with resolved ids and `same_as_mention_id`; `articles`: `support.article_facts`;
    `previous`: `mention_id`, `strike_id` as they stood before this run; `decided_at`: the time to write beside a
    merge, UTC.
    Returns the assignment (`mention_id`, `strike_id`) and the new merges (`strike_id`, `merged_strike_id`, `score`,
    `reason`, `decided_by`, `decided_at`), one row for each earlier id that fell to an older one.
    """
    ordered = in_order(mentions, articles)
    chains = connect(ordered["mention_id"], _chain_edges(ordered))
    # Reports are numbered in the order of their names: small keys, the same for the same set of mentions.
    numbers = chains.select(pl.col("group").unique().sort()).with_row_index("node")
    nodes = chains.rename({"node": "mention_id"}).join(numbers, on="group").select("mention_id", "node")
    facts = reports(ordered, nodes, actors, places)
    copies = _copies(ordered, nodes, facts)
    pairs = pl.concat([_near(facts), _same_article(facts), copies]).unique()
    verdicts = _compare(pairs, facts, copies)
    groups = _partition(facts, pairs, verdicts)
    members = nodes.join(groups, on="node").select("mention_id", "group")
    assignment, merged = lasting_ids(
        members,
        ordered.select("mention_id", "place_in_order", arrived_at="fetched_at"),
        previous.select("mention_id", id="strike_id"),
        "str_",
    )
    merges = _explain(merged, previous, nodes, verdicts.links, decided_at)
    return assignment.rename({"id": "strike_id"}).sort("mention_id"), merges


def _chain_edges(mentions: pl.DataFrame) -> pl.DataFrame:
    edges = mentions.select(a="mention_id", b="same_as_mention_id").drop_nulls()
    return edges.join(mentions.select(b="mention_id"), on="b", how="semi")


def _copies(mentions: pl.DataFrame, nodes: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Pairs of reports that stand in copies of one article in the same words, the nth with the nth."""
    words = pl.col("sentence_text").str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    told = mentions.join(nodes, on="mention_id").with_columns(words=words).drop_nulls("words")
    told = told.join(facts.select("node", "attackers", "targets"), on="node").select(
        "family",
        "article_id",
        "node",
        "words",
        roles=pl.col("attackers").list.join("|") + ">" + pl.col("targets").list.join("|"),
        nth=pl.col("place_in_order").rank("ordinal").over("article_id", "words", "attackers", "targets"),
    )
    keys = ["family", "words", "roles", "nth"]
    return (
        told.join(told, on=keys, suffix="_b")
        .filter((pl.col("node") < pl.col("node_b")) & (pl.col("article_id") != pl.col("article_id_b")))
        .select(a="node", b="node_b")
        .unique()
    )


def _compare(pairs: pl.DataFrame, facts: pl.DataFrame, copies: pl.DataFrame) -> Verdicts:
    """What `compare` says of many pairs, piece by piece: the full comparison of all at once would not fit in memory."""
    copied = copies.with_columns(score=pl.lit(COPY_SCORE), why=pl.lit("copy of the same article"))
    links, apart = [copied], [copies.clear().with_columns(contradicts=pl.lit(True))]
    for piece in pairs.iter_slices(PAIRS_AT_ONCE):
        far = are_far(piece, facts)
        compared = compare(piece.filter(~far), facts).join(copies, on=PAIR, how="anti")
        links.append(compared.filter("is_joinable").select(*PAIR, "score", why=reason()))
        apart.append(piece.filter(far).join(copies, on=PAIR, how="anti").with_columns(contradicts=pl.lit(True)))
        apart.append(compared.filter("is_apart").select(*PAIR, "contradicts"))
    return Verdicts(pl.concat(links), pl.concat(apart))


def _near(facts: pl.DataFrame) -> pl.DataFrame:
    """Pairs in one block: series or single, a day or month, and a country, place or known actor."""
    span_days = (pl.col("hi") - pl.col("lo")).dt.total_days()
    timed = facts.with_columns(
        is_long=pl.col("is_series") | (span_days > LONGEST_BY_DAY).fill_null(False),
        # A century of "since" would make a key for every month: the last year of it is enough to meet others.
        lo=pl.max_horizontal("lo", pl.col("hi").dt.offset_by("-1y")),
    )
    night = pl.when(pl.col("is_night").fill_null(False)).then(1).otherwise(0)
    days = timed.filter(~pl.col("is_long") & (pl.col("date_kind") != "none")).with_columns(
        bucket=pl.date_ranges(pl.col("lo") - pl.duration(days=night), pl.col("hi") + pl.duration(days=night))
    )
    months = timed.filter(pl.col("date_kind") != "none").with_columns(
        bucket=pl.date_ranges(pl.col("lo").dt.month_start(), pl.col("hi").dt.month_start(), interval="1mo")
    )
    words = timed.filter((pl.col("date_kind") == "none") & pl.col("date_words").is_not_null())
    by_day = _pairs_by_key(_keys(days.explode("bucket"), pl.col("bucket").dt.to_string("%Y-%m-%d")))
    by_month = _pairs_by_key(_keys(months.explode("bucket"), pl.col("bucket").dt.to_string("%Y-%m")), only_long=True)
    by_words = _pairs_by_key(_keys(words, pl.col("date_words")))
    told = facts.select("node", key="sentences").explode("key").drop_nulls().with_columns(is_long=pl.lit(False))
    return pl.concat([by_day, by_month, by_words, _pairs_by_key(told)]).unique()


def _keys(timed: pl.DataFrame, bucket: pl.Expr) -> pl.DataFrame:
    """`node`, `is_long`, `key`: one row for each block that a report is in."""
    who_or_where = pl.concat_list(
        pl.col("known_attackers"),
        pl.col("known_targets"),
        pl.concat_list(pl.coalesce("country_iso3", "place_id")),
        pl.col("words"),
        pl.col("near_places"),
    ).list.drop_nulls()
    rows = timed.select("node", "is_long", "is_series", bucket=bucket, name=who_or_where).explode("name").drop_nulls()
    return rows.select("node", "is_long", key=pl.concat_str("is_series", "bucket", "name", separator="/")).unique()


def _pairs_by_key(keys: pl.DataFrame, *, only_long: bool = False) -> pl.DataFrame:
    keys = keys.with_columns(pl.col("key").rank("dense"))
    left = keys.filter("is_long") if only_long else keys
    return (
        left.join(keys, on="key", suffix="_b")
        .filter(pl.col("node") != pl.col("node_b"))
        .select(a=pl.min_horizontal("node", "node_b"), b=pl.max_horizontal("node", "node_b"))
        .unique()
    )


def _same_article(facts: pl.DataFrame) -> pl.DataFrame:
    return inner_pairs(facts.select("node", group="article_id"))


def _partition(facts: pl.DataFrame, pairs: pl.DataFrame, verdicts: Verdicts) -> pl.DataFrame:
    """Groups of reports with no contradiction inside: `node`, `group`.

    The blocks do not hold every pair that a chain of joins may bring together. So the pairs inside the groups found are
    compared too, and where some of them must stay apart the groups are built anew, until none is left.
    """
    contradictions = verdicts.apart.filter("contradicts").select(PAIR)
    edges = prefer_first(verdicts.links, facts, contradictions)
    reach = connect(facts["node"], edges)
    # Only what some chain of edges could bring together needs to be held apart.
    apart = (
        verdicts.apart.join(reach.select(a="node", reach_a="group"), on="a")
        .join(reach.select(b="node", reach_b="group"), on="b")
        .filter(pl.col("reach_a") == pl.col("reach_b"))
        .select(PAIR)
    )
    while True:
        groups = agglomerate(facts["node"], edges, apart)
        unseen = inner_pairs(groups).join(pairs, on=PAIR, how="anti")
        wrong = _compare(unseen, facts, pairs.clear()).apart.select(PAIR)
        if wrong.is_empty():
            return groups
        pairs, apart = pl.concat([pairs, unseen]), pl.concat([apart, wrong])


def _explain(
    merged: pl.DataFrame, previous: pl.DataFrame, nodes: pl.DataFrame, links: pl.DataFrame, decided_at: datetime
) -> pl.DataFrame:
    """Why ids fell together: the best pair of reports between the two, or that other reports link them."""
    held = previous.join(nodes, on="mention_id").select("node", "strike_id").unique()
    both_ways = pl.concat([links, links.select(a="b", b="a", score="score", why="why")])
    between = (
        both_ways.join(held.select(a="node", id="strike_id"), on="a")
        .join(held.select(b="node", merged_id="strike_id"), on="b")
        .filter(pl.col("id") != pl.col("merged_id"))
        .sort("score", "why", descending=[True, False])
        .unique(["id", "merged_id"], keep="first", maintain_order=True)
        .select("id", "merged_id", "score", "why")
    )
    highest = sum(POINTS.values())
    return (
        merged.join(between, on=["id", "merged_id"], how="left")
        .sort("merged_id")
        .select(
            strike_id="id",
            merged_strike_id="merged_id",
            # Without a pair of their own, all that is known is that each step between them had points enough.
            score=(pl.col("score").fill_null(SINGLE_NEEDS) / highest).clip(0, 1).round(3),
            reason=pl.coalesce("why", pl.lit("other reports of the strike link them")),
            decided_by=pl.lit("rule"),
            decided_at=pl.lit(decided_at, dtype=pl.Datetime("us", "UTC")),
        )
    )
