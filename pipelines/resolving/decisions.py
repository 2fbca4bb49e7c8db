"""What persons decided about which reports are one event, in terms of the mentions that there are now.

A decision is anchored on the places of mentions in articles, since mention ids move when an article is corrected or
coded anew. The pairs of mentions that come out of it go before whatever the rules say: `cut_chains` and the pairs that
stay apart before groups are built, `join_groups` after.
"""

from typing import NamedTuple

import polars as pl

from pipelines.resolving.grouping import agglomerate, connect, inner_pairs
from pipelines.resolving.lasting import carry_over

PAIR = ["a", "b"]


class Pairs(NamedTuple):
    """Pairs of mentions, `a` < `b`, that persons joined and that they separated."""

    together: pl.DataFrame
    apart: pl.DataFrame


_NONE = pl.DataFrame(schema={"a": pl.String, "b": pl.String})
UNDECIDED = Pairs(_NONE, _NONE)


def anchored(anchors: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """The mention that each anchor means now.

    `anchors`: the table `decision_anchors`; `mentions`: `mention_id`, `article_id`, `start`. A mention that is still
    there is meant itself, one that moved is the nearest new one of its article (`lasting.carry_over`); an anchor whose
    words are gone is left out. Returns `decision_id`, `side`, `mention_id`.
    """
    # One mention may be an anchor of several decisions: it moves once, and with it all of them.
    places = anchors.select("mention_id", "article_id", start="text_start", was="mention_id").unique("mention_id")
    moved = carry_over(places, mentions, "was", "start")
    return anchors.join(moved.select("mention_id", "was"), left_on="mention_id", right_on="was").select(
        "decision_id", "side", mention_id="mention_id_right"
    )


def decided_pairs(decisions: pl.DataFrame, anchors: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Pairs of mentions about which persons decided, each with the decision that holds.

    `decisions` and `anchors`: the tables `decisions` and `decision_anchors`, of one kind of event; `mentions`:
    `mention_id`, `article_id`, `start` of all mentions of that kind. A merge joins each report of one side with each of
    the other; a split joins what it takes out and separates that from the rest. Of two decisions about one pair the
    later one holds. Returns `a` < `b`, `is_one` and the `reason`.
    """
    now = anchored(anchors, mentions).join(
        decisions.select("decision_id", "kind", "reason", "decided_at"), on="decision_id"
    )
    first, second = (now.filter(pl.col("side") == side) for side in ("first", "second"))
    said = ["decision_id", "kind", "reason", "decided_at"]
    both = [*said, "mention_id", "mention_id_b", "is_one"]
    across = first.join(second, on=said, suffix="_b", nulls_equal=True).with_columns(is_one=pl.col("kind") == "merge")
    taken_out = first.filter(pl.col("kind") == "split")
    inside = taken_out.join(taken_out, on=said, suffix="_b", nulls_equal=True).with_columns(is_one=pl.lit(True))
    return (
        pl.concat([across.select(both), inside.select(both)])
        .filter(pl.col("mention_id") != pl.col("mention_id_b"))
        .sort("decided_at", "decision_id")
        .select(
            "is_one",
            "reason",
            a=pl.min_horizontal("mention_id", "mention_id_b"),
            b=pl.max_horizontal("mention_id", "mention_id_b"),
        )
        .unique(PAIR, keep="last", maintain_order=True)
        .sort(PAIR)
    )


def person_pairs(decisions: pl.DataFrame, anchors: pl.DataFrame, mentions: pl.DataFrame) -> Pairs:
    """The pairs that persons joined and those that they separated: `together` and `apart`, with `a` < `b`.

    See `decided_pairs`, which also takes these frames.
    """
    pairs = decided_pairs(decisions, anchors, mentions)
    return Pairs(pairs.filter("is_one").select(PAIR), pairs.filter(~pl.col("is_one")).select(PAIR))


def in_nodes(pairs: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """Pairs of mentions as pairs of the nodes that they belong to: `a` < `b`, each once, none inside one node.

    `nodes`: `mention_id`, `node`. Pairs of mentions that are not there are left out.
    """
    named = pairs.join(nodes.select(a="mention_id", node_a="node"), on="a").join(
        nodes.select(b="mention_id", node_b="node"), on="b"
    )
    is_less = pl.col("node_a") < pl.col("node_b")
    return (
        named.filter(pl.col("node_a") != pl.col("node_b"))
        .select(
            a=pl.when(is_less).then("node_a").otherwise("node_b"), b=pl.when(is_less).then("node_b").otherwise("node_a")
        )
        .unique()
    )


def cut_chains(edges: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """The coder's chains without what would connect mentions that a person separated.

    `edges`: `a`, `b` of mentions that the coder took for one; `apart`: pairs that must not be connected. Where a chain
    connects such a pair it is replaced by one chain for each side; a mention that no decision names stays with the one
    that the coder chained it to. Other chains are as they were. Returns `a`, `b`.
    """
    nodes = pl.concat([edges["a"], edges["b"]]).unique()
    chains = connect(nodes, edges)
    wrong = (
        apart.join(chains.select(a="node", group="group"), on="a")
        .join(chains.select(b="node", group_b="group"), on="b")
        .filter(pl.col("group") == pl.col("group_b"))
    )
    torn = chains.join(wrong.select("group").unique(), on="group", how="semi")
    if torn.is_empty():
        return edges.select(PAIR)
    inside = edges.join(torn.select(a="node"), on="a", how="semi").select(*PAIR, score=pl.lit(2))
    # The rest of a chain holds together also where the mention between its parts was taken out.
    loose = inner_pairs(torn).select(*PAIR, score=pl.lit(1))
    sides = agglomerate(torn["node"], pl.concat([inside, loose]), wrong.select(PAIR))
    links = sides.filter(pl.col("node") != pl.col("group")).select(a="node", b="group")
    return pl.concat([edges.select(PAIR).join(torn.select(a="node"), on="a", how="anti"), links])


def join_groups(groups: pl.DataFrame, together: pl.DataFrame) -> pl.DataFrame:
    """The groups, with those united that hold the two of a pair.

    `groups`: `node`, `group`, where a group is named by a value of the type of its nodes; `together`: pairs of nodes
    `a`, `b`; pairs of nodes that are not there do nothing. Returns `node`, `group`.
    """
    lifted = together.join(groups.select(a="node", group_a="group"), on="a").join(
        groups.select(b="node", group_b="group"), on="b"
    )
    wider = connect(groups["group"].unique(), lifted.select(a="group_a", b="group_b"))
    return groups.join(wider.rename({"node": "group", "group": "wider"}), on="group", maintain_order="left").select(
        "node", group="wider"
    )
