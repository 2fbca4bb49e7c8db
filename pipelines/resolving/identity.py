"""One strike in many articles: which mentions are reports of the same use of force.

Inside an article the coder's chains join mentions. Across articles, reports that are near in time and share a country
or an actor are compared (`likeness.py`) and joined from the surest pair down (`grouping.py`), precision first: what
contradicts is never in one strike, and what could go with two strikes goes with neither.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import polars as pl

from pipelines.resolving.decisions import UNDECIDED, Pairs, cut_chains, in_nodes, join_groups
from pipelines.resolving.grouping import agglomerate, connect, inner_pairs, lasting_ids, prefer_first
from pipelines.resolving.likeness import COPY_SCORE, POINTS, SINGLE_NEEDS, are_far, compare, reason
from pipelines.resolving.reports import reports
from pipelines.resolving.support import in_order

# A span of more days than this is compared month by month: day keys would be too many.
LONGEST_BY_DAY = 14
PAIRS_AT_ONCE = 250_000
PAIR = ["a", "b"]


class Verdicts(NamedTuple):
    """Pairs that may be joined (`a`, `b`, points by column, `score`, `why`) and pairs that must not (`a`, `b`, `contradicts`)."""

    links: pl.DataFrame
    apart: pl.DataFrame


class Grouped(NamedTuple):
    """What `group_strikes` finds.

    `assignment`: `mention_id`, `strike_id`. `merges`: one row for each earlier id that fell to an older one, in the
    columns of the table. `links`: the pairs of reports that speak for standing together, in the columns of
    `strike_links`.
    """

    assignment: pl.DataFrame
    merges: pl.DataFrame
    links: pl.DataFrame


def group_strikes(
    mentions: pl.DataFrame,
    actors: pl.DataFrame,
    places: pl.DataFrame,
    articles: pl.DataFrame,
    previous: pl.DataFrame,
    decided_at: datetime,
    taken: Callable[[pl.Series], pl.Series] | None = None,
    decided: Pairs = UNDECIDED,
) -> Grouped:
    """Assign a strike id to every strike mention.

    `mentions`: strike mentions with resolved ids and `same_as_mention_id`; `articles`: `support.article_facts`;
    `previous`: `mention_id`, `strike_id` as they stood before this run; `decided_at`: the time to write beside a
    merge, UTC; `taken`: see `grouping.lasting_ids`; `decided`: pairs of mentions that a person joined and separated
    (`decisions.person_pairs`), which go before the rules.
    """
    ordered = in_order(mentions, articles)
    named = report_nodes(ordered, decided.apart)
    # Reports are numbered in the order of their names: small keys, the same for the same set of mentions.
    numbers = named.select(pl.col("node").unique().sort()).with_row_index("number")
    nodes = named.join(numbers, on="node").select("mention_id", node="number")
    facts = reports(ordered, nodes, actors, places)
    copies = copied_pairs(ordered, nodes, facts)
    pairs = pl.concat([near_pairs(report_keys(facts)), _same_article(facts), copies]).unique()
    verdicts = judge(pairs, facts, copies)
    kept_apart = in_nodes(decided.apart, nodes).with_columns(contradicts=pl.lit(True))
    verdicts = Verdicts(verdicts.links.join(kept_apart, on=PAIR, how="anti"), pl.concat([verdicts.apart, kept_apart]))
    groups = join_groups(_partition(facts, pairs, verdicts), in_nodes(decided.together, nodes))
    members = nodes.join(groups, on="node").select("mention_id", "group")
    assignment, merged = lasting_ids(
        members,
        ordered.select("mention_id", "place_in_order", arrived_at="fetched_at"),
        previous.select("mention_id", id="strike_id"),
        "str_",
        taken,
    )
    assignment = assignment.rename({"id": "strike_id"}).sort("mention_id")
    links = verdicts.links.join(numbers.select(a="number", mention_id="node"), on="a").join(
        numbers.select(b="number", other_mention_id="node"), on="b"
    )
    return Grouped(
        assignment,
        _explain(merged, previous, nodes, verdicts.links.select(*PAIR, "score", "why"), decided_at),
        _inside(links, assignment),
    )


def report_nodes(mentions: pl.DataFrame, apart: pl.DataFrame = UNDECIDED.apart) -> pl.DataFrame:
    """`mention_id`, `node`: the report that a mention belongs to, named by its least mention.

    The coder's chains (`same_as_mention_id`) join mentions inside one article, but for those that a person separated.
    """
    edges = mentions.select(a="mention_id", b="same_as_mention_id").drop_nulls()
    edges = edges.join(mentions.select(b="mention_id"), on="b", how="semi")
    return connect(mentions["mention_id"], cut_chains(edges, apart)).select(mention_id="node", node="group")


def _inside(links: pl.DataFrame, assignment: pl.DataFrame) -> pl.DataFrame:
    """The links between reports of one strike, with its id: why these reports stand together."""
    other = assignment.select(other_mention_id="mention_id", other_strike_id="strike_id")
    rows = links.join(assignment, on="mention_id").join(other, on="other_mention_id")
    highest = sum(POINTS.values())
    return rows.filter(pl.col("strike_id") == pl.col("other_strike_id")).select(
        "mention_id",
        "other_mention_id",
        "strike_id",
        *[pl.col(name).alias(f"{name}_points") for name in POINTS],
        score=(pl.col("score") / highest).clip(0, 1).round(3),
        reason="why",
    )


def copied_pairs(mentions: pl.DataFrame, nodes: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
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


def judge(pairs: pl.DataFrame, facts: pl.DataFrame, copies: pl.DataFrame) -> Verdicts:
    """What `compare` says of many pairs, piece by piece: the full comparison of all at once would not fit in memory."""
    no_points = [pl.lit(None, pl.Int32).alias(name) for name in POINTS]
    copied = copies.with_columns(*no_points, score=pl.lit(COPY_SCORE), why=pl.lit("copy of the same article"))
    links, apart = [copied], [copies.clear().with_columns(contradicts=pl.lit(True))]
    for piece in pairs.iter_slices(PAIRS_AT_ONCE):
        far = are_far(piece, facts)
        compared = compare(piece.filter(~far), facts).join(copies, on=PAIR, how="anti")
        links.append(compared.filter("is_joinable").select(*PAIR, *POINTS, "score", why=reason()))
        apart.append(piece.filter(far).join(copies, on=PAIR, how="anti").with_columns(contradicts=pl.lit(True)))
        apart.append(compared.filter("is_apart").select(*PAIR, "contradicts"))
    return Verdicts(pl.concat(links), pl.concat(apart))


def report_keys(facts: pl.DataFrame) -> pl.DataFrame:
    """The blocks that each report is in: `node`, `key`, `is_long`, `is_month`.

    A block is series or single, a day or month, and a country, place or known actor. Reports are compared where they
    share one; in a block of a month only with those whose dates span more than days (`is_long`).
    """
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
    told = facts.select("node", key="sentences").explode("key").drop_nulls()
    return pl.concat(
        [
            _keys(days.explode("bucket"), pl.col("bucket").dt.to_string("%Y-%m-%d"), is_month=False),
            _keys(months.explode("bucket"), pl.col("bucket").dt.to_string("%Y-%m"), is_month=True),
            _keys(words, pl.col("date_words"), is_month=False),
            told.select("node", pl.lit(False).alias("is_long"), "key", pl.lit(False).alias("is_month")).unique(),
        ]
    )


def _keys(timed: pl.DataFrame, bucket: pl.Expr, *, is_month: bool) -> pl.DataFrame:
    who_or_where = pl.concat_list(
        pl.col("known_attackers"),
        pl.col("known_targets"),
        pl.concat_list(pl.coalesce("country_iso3", "place_id")),
        pl.col("words"),
        pl.col("near_places"),
    ).list.drop_nulls()
    rows = timed.select("node", "is_long", "is_series", bucket=bucket, name=who_or_where).explode("name").drop_nulls()
    key = pl.concat_str(
        pl.when("is_series").then(pl.lit("series")).otherwise(pl.lit("single")), "bucket", "name", separator="/"
    )
    return rows.select("node", "is_long", key=key, is_month=pl.lit(is_month)).unique()


def near_pairs(keys: pl.DataFrame) -> pl.DataFrame:
    """Pairs of reports that share a block: `a` < `b`."""
    keys = keys.with_columns(pl.col("key").rank("dense"))
    return pl.concat(
        [
            left.join(right, on="key", suffix="_b")
            .filter(pl.col("node") != pl.col("node_b"))
            .select(a=pl.min_horizontal("node", "node_b"), b=pl.max_horizontal("node", "node_b"))
            .unique()
            for is_month in (False, True)
            for right in [keys.filter(pl.col("is_month") == is_month)]
            for left in [right.filter("is_long") if is_month else right]
        ]
    ).unique()


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
        wrong = judge(unseen, facts, pairs.clear()).apart.select(PAIR)
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
