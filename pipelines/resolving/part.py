"""A part of the ledger: what was coded and resolved of some articles, read from the warehouse as it is needed."""

import polars as pl

from pipelines.resolving.decisions import decided_pairs
from pipelines.resolving.fusing import Coded
from pipelines.resolving.support import article_facts
from warehouse.schema import empty_frame
from warehouse.store import Store

CODED = {
    "coded_strikes": "strike_mentions",
    "coded_statements": "statement_mentions",
    "coded_reactions": "reaction_mentions",
}
# Where a mention begins, as `pipelines/decide.py` anchors it.
STARTS = {
    "strike": ["text_start"],
    "statement": ["content_start", "cue_start", "speaker_start"],
    "reaction": ["text_start"],
}
BESIDE = ("coded_evidence", "entity_mentions")
IN = "IN (SELECT unnest($ids::VARCHAR[]))"
ARTICLE_COLUMNS = (
    "article_id, source_id, publisher, published_on, published_at, fetched_at, duplicate_of, coder_version"
)


class Part:
    """The rows of some articles; `need` reads those of more.

    `changed`: the articles that are resolved again. Of all others only the mentions count that stand in the ledger: what
    the gate held back, or what a later batch will resolve, is not there. `left_out`: mentions to do without.
    """

    def __init__(self, store: Store, changed: pl.Series, left_out: pl.Series) -> None:
        self.store, self.changed, self.left_out = store, changed, left_out
        self.article_ids: set[str] = set()
        self._frames = {name: empty_frame(name) for name in (*CODED, *CODED.values(), *BESIDE, "actors", "places")}
        self._articles = store.read(f"SELECT {ARTICLE_COLUMNS} FROM articles LIMIT 0")
        self.need(changed)

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self._frames[table]

    def need(self, article_ids: pl.Series) -> None:
        """Read the rows of these articles, where they are not there yet."""
        missing = sorted(set(article_ids) - self.article_ids)
        if not missing:
            return
        self.article_ids.update(missing)
        for name in (*CODED.values(), *CODED, *BESIDE):
            self._add(name, self._read(name, missing))
        mine = f"SELECT actor_id, place_id FROM entity_mentions WHERE article_id {IN}"
        values = {"ids": missing}
        for table, key in (("actors", "actor_id"), ("places", "place_id")):
            rows = self.store.read(f"SELECT * FROM {table} WHERE {key} IN (SELECT {key} FROM ({mine}))", values)
            self._frames[table] = pl.concat([self._frames[table], rows]).unique(key, keep="first", maintain_order=True)
        # A copy counts as its original does.
        family = f"SELECT duplicate_of FROM articles WHERE article_id {IN}"
        rows = self.store.read(
            f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE article_id {IN} OR article_id IN ({family})", values
        )
        self._articles = pl.concat([self._articles, rows]).unique("article_id", keep="first", maintain_order=True)

    def coded(self) -> Coded:
        """All that was read."""
        return Coded(
            articles=self._articles,
            evidence=self["coded_evidence"],
            **{name: self[name] for name in (*CODED, "entity_mentions", "actors", "places")},
        )

    def facts(self) -> pl.DataFrame:
        """`support.article_facts` of the articles."""
        return article_facts(self._articles)

    def families(self) -> pl.Series:
        """The articles that are copies of one that is resolved again, or of the same one."""
        own = f"SELECT coalesce(duplicate_of, article_id) FROM articles WHERE article_id {IN}"
        return self.store.read(
            f"SELECT article_id FROM articles WHERE coalesce(duplicate_of, article_id) IN ({own})",
            {"ids": self.changed.to_list()},
        )["article_id"]

    def now(self, kind: str, assigned: pl.DataFrame) -> pl.DataFrame:
        """`mention_id` and event id of all mentions: as assigned (same columns), else as they stand in the ledger."""
        stored = self[f"{kind}_mentions"].filter(~pl.col("article_id").is_in(self.changed.implode()))
        stored = stored.select("mention_id", f"{kind}_id").join(assigned, on="mention_id", how="anti")
        return pl.concat([stored, assigned.select(stored.columns)])

    def decided(self, kind: str) -> pl.DataFrame:
        """What persons decided about mentions of these articles: `decisions.decided_pairs`."""
        about = "FROM decisions AS d JOIN decision_anchors AS a USING (decision_id) WHERE d.event_kind = $kind"
        values = {"kind": kind, "ids": sorted(self.article_ids)}
        anchors = self.store.read(f"SELECT a.* {about} AND a.article_id {IN}", values)
        made = self.store.read(f"SELECT DISTINCT d.* {about} AND a.article_id {IN}", values)
        mentions = self[f"coded_{kind}s"].with_columns(start=pl.coalesce(STARTS[kind]).fill_null(0))
        return decided_pairs(made, anchors, mentions.select("mention_id", "article_id", "start"))

    def _read(self, name: str, article_ids: list[str]) -> pl.DataFrame:
        table = f"staging.{name}" if name.startswith("coded_") else name
        rows = self.store.read(f"SELECT * FROM {table} WHERE article_id {IN}", {"ids": article_ids})
        if name in CODED:
            here = pl.col("mention_id").is_in(self[CODED[name]]["mention_id"].implode())
            rows = rows.filter(here | pl.col("article_id").is_in(self.changed.implode()))
            rows = rows.filter(~pl.col("mention_id").is_in(self.left_out.implode()))
        return rows

    def _add(self, name: str, rows: pl.DataFrame) -> None:
        self._frames[name] = pl.concat([self._frames[name], rows.select(self._frames[name].columns)])
