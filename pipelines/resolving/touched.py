"""Which mentions have to be grouped again when some articles change: all that chains of possible joins reach from them."""

import polars as pl

from pipelines.resolving.blocks import IN, Blocks
from pipelines.resolving.decisions import Pairs, in_nodes
from pipelines.resolving.identity import copied_pairs, judge, report_keys, report_nodes
from pipelines.resolving.mentions import link_statements, link_strikes
from pipelines.resolving.part import Part
from pipelines.resolving.reports import reports
from pipelines.resolving.statements import compare_statements, statement_facts, statement_keys
from pipelines.resolving.support import in_order


def touched_strikes(part: Part) -> pl.Series:
    """Ids of the strike mentions to group again; afterwards the part holds their articles."""
    changed = part.changed
    blocks = Blocks(part.store, "report")
    _, facts, _ = _reports(part)
    mine = facts.filter(pl.col("article_id").is_in(changed.implode()))
    where = facts.select("node", "article_id")
    lost = blocks.replace(changed, report_keys(mine).join(where, on="node"))
    near = blocks.near(changed)
    part.need(pl.concat([near["article_a"], near["article_b"], part.families(), _decided_with(part)]))
    nodes, facts, ordered = _reports(part)
    where = facts.select("node", "article_id")
    copies = copied_pairs(ordered, nodes, facts)
    pairs = _with_articles(copies, where)
    is_new = pl.col("article_a").is_in(changed.implode()) | pl.col("article_b").is_in(changed.implode())
    copies = pairs.filter(is_new).select("a", "b")
    links = judge(pl.concat([near.select("a", "b"), copies]).unique(), facts, copies).links
    joined = in_nodes(decided_pairs(part, "strike").together, nodes)
    blocks.link(_with_articles(pl.concat([links.select("a", "b"), joined]), where))
    reached = blocks.reach(pl.concat([mine.select("node", "article_id"), lost]))
    part.need(reached["article_id"])
    return _report_nodes(part).join(reached, on="node", how="semi")["mention_id"]


def touched_statements(part: Part, changed: pl.Series, strike_of: pl.DataFrame) -> pl.Series:
    """Ids of the statement mentions to group again; afterwards the part holds their articles.

    changed: the articles with a statement that changed, or a strike that one is about; `strike_of`: the strikes that
    were grouped again.
    """
    blocks = Blocks(part.store, "statement")
    facts = statement_facts(linked_statements(part, strike_of))
    mine = facts.filter(pl.col("article_id").is_in(changed.implode()))
    where = facts.select("node", "article_id")
    lost = blocks.replace(changed, statement_keys(mine).join(where, on="node"))
    near = blocks.near(changed)
    part.need(pl.concat([near["article_a"], near["article_b"], _decided_with(part)]))
    facts = statement_facts(linked_statements(part, strike_of))
    same = compare_statements(near.select("a", "b"), facts).filter("is_same")
    joined = decided_pairs(part, "statement").together
    blocks.link(_with_articles(pl.concat([same.select("a", "b"), joined]), facts.select("node", "article_id")))
    reached = blocks.reach(pl.concat([mine.select("node", "article_id"), lost]))
    part.need(reached["article_id"])
    return reached["node"]


def linked_statements(part: Part, strike_of: pl.DataFrame) -> pl.DataFrame:
    """The statement mentions of a part with resolved ids, in order."""
    strikes = part.now("strike", strike_of)
    said = link_statements(part["coded_statements"], part["entity_mentions"], strikes)
    return in_order(said, part.facts(), "content_start")


def decided_pairs(part: Part, kind: str) -> Pairs:
    """What persons decided about the mentions of a part: `kind` is "strike", "statement" or "reaction"."""
    pairs = part.decided(kind)
    return Pairs(pairs.filter("is_one").select("a", "b"), pairs.filter(~pl.col("is_one")).select("a", "b"))


def _decided_with(part: Part) -> pl.Series:
    """The articles that decisions about the changed ones name too."""
    about = f"SELECT decision_id FROM decision_anchors WHERE article_id {IN}"
    ids = {"ids": part.changed.to_list()}
    return part.store.read(f"SELECT article_id FROM decision_anchors WHERE decision_id IN ({about})", ids)["article_id"]


def _report_nodes(part: Part) -> pl.DataFrame:
    return report_nodes(part["coded_strikes"], decided_pairs(part, "strike").apart)


def _reports(part: Part) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """`mention_id`, `node`; what comparing looks at, one row for each node; the mentions in order."""
    linked = link_strikes(part["coded_strikes"], part["entity_mentions"])
    ordered, nodes = in_order(linked, part.facts()), _report_nodes(part)
    return nodes, reports(ordered, nodes, part["actors"], part["places"]), ordered


def _with_articles(pairs: pl.DataFrame, where: pl.DataFrame) -> pl.DataFrame:
    """The pairs with `article_a` and `article_b`; `where`: `node`, `article_id`."""
    return pairs.join(where.select(a="node", article_a="article_id"), on="a").join(
        where.select(b="node", article_b="article_id"), on="b"
    )
