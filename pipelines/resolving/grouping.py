"""Group things that are one and the same, and give the groups ids that last.

The work that strikes and statements have in common: pairs with a score go in, a partition comes out. Everything is
computed from sets of rows, so that the order in which articles arrived cannot change the result.
"""

import hashlib
from collections.abc import Callable

import polars as pl

PAIR = ("a", "b")


def connect(nodes: pl.Series, edges: pl.DataFrame) -> pl.DataFrame:
    """Connected components by iterated least labels.

    `nodes` holds every node once, `edges` has columns `a` and `b`. Returns `node`, `group`: one row for each node,
    the group named by its least member.
    """
    labels = pl.DataFrame({"node": nodes, "group": nodes})
    both = pl.concat([edges.select(PAIR), edges.select(a="b", b="a")]).filter(pl.col("a") != pl.col("b")).unique()
    if both.is_empty():
        return labels
    while True:
        least = both.join(labels, left_on="b", right_on="node").group_by("a").agg(near=pl.col("group").min())
        moved = labels.join(least, left_on="node", right_on="a", how="left", maintain_order="left").select(
            "node", group=pl.min_horizontal("group", "near")
        )
        # Jumping to the label of the label makes long chains short.
        jumped = moved.join(
            moved.select(group="node", further="group"), on="group", how="left", maintain_order="left"
        ).select("node", group="further")
        if jumped["group"].equals(labels["group"]):
            return labels
        labels = jumped


def agglomerate(nodes: pl.Series, edges: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """Join what belongs together, the surest pairs first, and never what must stay apart.

    `edges`: `a`, `b`, `score` (whole numbers, higher is surer); `apart`: `a`, `b`. For each score from the highest
    down, groups are joined where a pair of that score or better links them, unless
    - one of their members must stay apart from one of the other's, or
    - a group could go with two others that must stay apart from each other: nothing says with which, so it goes with
      neither, or
    - a chain of joins would bring together what must stay apart: then none of the joins of that chain is made.
    Returns `node`, `group`.
    """
    groups = pl.DataFrame({"node": nodes, "group": nodes})
    for tier in edges["score"].unique().sort(descending=True):
        linked = _lift(edges.filter(pl.col("score") >= tier), groups)
        if linked.is_empty():
            continue
        split = _lift(apart, groups)
        linked = linked.join(split, on=PAIR, how="anti")
        linked = linked.join(_ambiguous(linked, split), on=PAIR, how="anti")
        if linked.is_empty():
            continue
        wider = connect(groups["group"].unique(), linked).rename({"node": "group", "group": "wider"})
        broken = (
            split.join(wider.rename({"group": "a", "wider": "wider_a"}), on="a")
            .join(wider.rename({"group": "b", "wider": "wider_b"}), on="b")
            .filter(pl.col("wider_a") == pl.col("wider_b"))
        )
        wider = wider.with_columns(
            wider=pl.when(pl.col("wider").is_in(broken["wider_a"].implode())).then("group").otherwise("wider")
        )
        groups = groups.join(wider, on="group", how="left", maintain_order="left").select("node", group="wider")
    return groups


def prefer_first(edges: pl.DataFrame, nodes: pl.DataFrame, contradictions: pl.DataFrame) -> pl.DataFrame:
    """Break ties between things of one article: what could go with several of them goes with the first.

    That is right where these could be one thing that the coder did not join; where two of them contradict each other,
    nothing says which it is, and the tie stays. `nodes`: `node`, `article_id`, `place_in_order`; `contradictions`: `a`,
    `b`. Returns the edges with scores doubled and one more for each preferred edge.
    """
    facts = nodes.select(b="node", article_b="article_id", place_b="place_in_order")
    both = pl.concat([edges.select(*PAIR, "score"), edges.select(a="b", b="a", score="score")]).join(facts, on="b")
    fork = ["a", "article_b"]
    forks = both.join(both, on=fork, suffix="_other").filter(pl.col("b") < pl.col("b_other"))
    open_forks = forks.join(contradictions, left_on=["b", "b_other"], right_on=PAIR, how="semi")
    first = (
        both.join(open_forks, on=fork, how="anti")
        .sort(["score", "place_b", "b"], descending=[True, False, False])
        .unique(fork, keep="first", maintain_order=True)
    )
    preferred = first.select(*PAIR).join(first.select(a="b", b="a"), on=PAIR).with_columns(is_first=True)
    return edges.join(preferred, on=PAIR, how="left").select(
        *PAIR, score=2 * pl.col("score") + pl.col("is_first").fill_null(False).cast(pl.Int32)
    )


def inner_pairs(groups: pl.DataFrame) -> pl.DataFrame:
    """All pairs of nodes inside the same group: `groups` has `node`, `group`; the result has `a` < `b`."""
    return (
        groups.join(groups, on="group", suffix="_other")
        .filter(pl.col("node") < pl.col("node_other"))
        .select(a="node", b="node_other")
    )


def _lift(pairs: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """The pairs of nodes as pairs of groups, each once with `a` < `b`, without pairs inside one group."""
    return (
        pairs.select(PAIR)
        .join(groups.select(a="node", group_a="group"), on="a")
        .join(groups.select(b="node", group_b="group"), on="b")
        .filter(pl.col("group_a") != pl.col("group_b"))
        .select(a=pl.min_horizontal("group_a", "group_b"), b=pl.max_horizontal("group_a", "group_b"))
        .unique()
    )


def _ambiguous(linked: pl.DataFrame, split: pl.DataFrame) -> pl.DataFrame:
    """The links of a group that has links to two groups which must stay apart from each other."""
    both = pl.concat([linked, linked.select(a="b", b="a")])
    forks = both.join(both, on="a", suffix="_other").filter(pl.col("b") < pl.col("b_other"))
    forks = forks.join(split, left_on=["b", "b_other"], right_on=PAIR, how="semi")
    links = pl.concat([forks.select("a", "b"), forks.select("a", b="b_other")])
    return links.select(a=pl.min_horizontal(PAIR), b=pl.max_horizontal(PAIR)).unique()


def short_ids(values: pl.Series, prefix: str) -> pl.Series:
    """`prefix` + 12 hex digits of each value's BLAKE2 hash; the same in every version (polars' own hash is not)."""
    return pl.Series(
        [prefix + hashlib.blake2b(value.encode(), digest_size=6).hexdigest() for value in values], dtype=pl.String
    )


def lasting_ids(
    groups: pl.DataFrame,
    order: pl.DataFrame,
    previous: pl.DataFrame,
    prefix: str,
    taken: Callable[[pl.Series], pl.Series] | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give each group the oldest id that its members had, or a new one from its first member.

    `groups`: `mention_id`, `group`; `order`: `mention_id`, `place_in_order` (0 is the first mention of all),
    `arrived_at` (when its article was fetched, null where that is not known); `previous`: `mention_id`, `id` as they
    stood before; `taken`: which of some ids are held by groups that are not in `groups`. The oldest id is the one whose first mention arrived first. An id stays with the group that holds that
    mention, so that a split leaves it with one part. Returns (`mention_id`, `id`) and the ids that fell together: `id`,
    `merged_id`, `group`.
    """
    members = groups.join(order, on="mention_id").sort("place_in_order")
    held = (
        members.join(previous, on="mention_id")
        .sort("arrived_at", "place_in_order", nulls_last=True)
        .group_by("id", maintain_order=True)
        .agg(pl.col("group").first(), pl.col("arrived_at").first(), pl.col("place_in_order").first())
        .sort("arrived_at", "place_in_order", nulls_last=True)
    )
    oldest = held.group_by("group", maintain_order=True).agg(kept=pl.col("id").first())
    fresh = (
        members.join(oldest, on="group", how="anti")
        .group_by("group", maintain_order=True)
        .agg(first=pl.col("mention_id").first())
    )
    fresh = fresh.select("group", kept=short_ids(fresh["first"], prefix))
    # A group that was split off may hash to the id that another group already holds: then it takes a longer seed.
    held_ids = pl.concat([oldest["kept"], taken(fresh["kept"])]) if taken else oldest["kept"]
    doubled = fresh.filter(pl.col("kept").is_in(held_ids.implode()))
    if doubled.height:
        again = doubled.select("group", kept=short_ids(doubled["kept"], prefix))
        fresh = pl.concat([fresh.join(doubled, on="group", how="anti"), again])
    ids = pl.concat([oldest, fresh])
    merged = (
        held.join(oldest, on="group")
        .filter(pl.col("id") != pl.col("kept"))
        .select(id="kept", merged_id="id", group="group")
    )
    return members.join(ids, on="group").select("mention_id", id="kept"), merged
