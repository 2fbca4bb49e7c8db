"""What a new article can touch: blocks of things that are compared, and the links between those that may be one.

Kept in the warehouse, so that new things are compared only with those in their blocks, and only what chains of links
reach from them has to be grouped again. Grouping cannot tell the difference: without a link nothing is ever joined.
"""

import polars as pl

from pipelines.resolving.grouping import short_ids
from warehouse.schema import polars_schema
from warehouse.store import Store

IN = "IN (SELECT unnest($ids::VARCHAR[]))"


class Blocks:
    """The blocks and links of one kind of thing: `name` is "report" or "statement"."""

    def __init__(self, store: Store, name: str) -> None:
        self.store = store
        self.keys, self.links = f"{name}_keys", f"{name}_links"

    def replace(self, article_ids: pl.Series, keys: pl.DataFrame) -> pl.DataFrame:
        """Put the keys of some articles (`node`, `key`, `article_id`, and for reports `is_long`, `is_month`) in place
        of those that they had, and forget their links.

        Returns `node`, `article_id` of what was linked to them: it may stand otherwise without them.
        """
        linked = self.store.read(
            f"SELECT a AS node, article_a AS article_id FROM staging.{self.links} WHERE article_b {IN}"
            f" UNION SELECT b, article_b FROM staging.{self.links} WHERE article_a {IN}",
            {"ids": article_ids.to_list()},
        )
        for side in ("article_a", "article_b"):
            self.store.delete(self.links, {side: article_ids.to_list()})
        for column in ("is_long", "is_month"):
            if column not in keys.columns:
                keys = keys.with_columns(pl.lit(False).alias(column))
        # A block needs no readable name: twelve digits of a hash are kept within the row.
        keys = keys.with_columns(key=short_ids(keys["key"], "")).unique(["node", "key"])
        self.store.sync(self.keys, keys.select(polars_schema(self.keys).names()), {"article_id": article_ids.to_list()})
        return linked.filter(~pl.col("article_id").is_in(article_ids.implode()))

    def near(self, article_ids: pl.Series) -> pl.DataFrame:
        """Pairs that share a block, one of them in these articles: `a` < `b`, `article_a`, `article_b`."""
        return self.store.read(
            "SELECT DISTINCT least(n.node, k.node) AS a, greatest(n.node, k.node) AS b,"
            " CASE WHEN n.node < k.node THEN n.article_id ELSE k.article_id END AS article_a,"
            " CASE WHEN n.node < k.node THEN k.article_id ELSE n.article_id END AS article_b"
            f" FROM (SELECT * FROM staging.{self.keys} WHERE article_id {IN}) AS n"
            f" JOIN staging.{self.keys} AS k ON k.key = n.key AND k.node <> n.node"
            " WHERE NOT n.is_month OR n.is_long OR k.is_long",
            {"ids": article_ids.to_list()},
        )

    def link(self, pairs: pl.DataFrame) -> None:
        """Keep pairs that may be one: `a` < `b`, `article_a`, `article_b`."""
        self.store.append(self.links, pairs.select(polars_schema(self.links).names()).unique(["a", "b"]))

    def reach(self, seeds: pl.DataFrame) -> pl.DataFrame:
        """`node`, `article_id` of the seeds and of all that chains of links lead to from them."""
        found = frontier = seeds.unique("node")
        while frontier.height:
            near = self.store.read(
                f"SELECT a AS node, article_a AS article_id FROM staging.{self.links} WHERE b {IN}"
                f" UNION SELECT b, article_b FROM staging.{self.links} WHERE a {IN}",
                {"ids": frontier["node"].to_list()},
            )
            frontier = near.join(found, on="node", how="anti")
            found = pl.concat([found, frontier])
        return found
