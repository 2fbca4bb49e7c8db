"""Small articles of coded names for the tests of resolving; `Article` builds rows as the coders emit them."""

from datetime import date

import polars as pl

from pipelines.resolving.gazetteer import Gazetteer
from pipelines.resolving.names import ResolvedNames, resolve_names

SCHEMA = {
    "mention_id": pl.String,
    "article_id": pl.String,
    "text_start": pl.Int32,
    "text_end": pl.Int32,
    "text": pl.String,
    "label": pl.String,
    "entity_kind": pl.String,
    "head_text": pl.String,
    "is_actor": pl.Boolean,
    "is_place": pl.Boolean,
    "role_text": pl.String,
    "antecedent_mention_id": pl.String,
    "affiliation_mention_id": pl.String,
    "container_mention_id": pl.String,
    "sentence_number": pl.Int32,
    "kind_text": pl.String,
    "relation": pl.String,
    "direction": pl.String,
    "distance_km": pl.Float64,
    "anchor_mention_ids": pl.List(pl.String),
}
KINDS = {"PER": "person", "LOC": "place"}


class Article:
    """Names of one article, in the order of the text; `add` gives the mention id."""

    def __init__(self, article_id: str = "a000000000001", published_on: date | None = None):
        self.article_id, self.published_on, self.rows, self.offset = article_id, published_on, [], 0

    def add(
        self,
        text: str,
        label: str,
        is_actor: bool = False,
        head: str | None = None,
        role: str | None = None,
        antecedent: str | None = None,
        affiliation: str | None = None,
        container: str | None = None,
    ) -> str:
        start, end = self.offset, self.offset + len(text)
        self.offset = end + 1
        mention_id = f"{self.article_id}:name:{start}-{end}"
        words = text.lower().split()
        self.rows.append(
            (
                mention_id,
                self.article_id,
                start,
                end,
                text,
                label,
                KINDS.get(label, "actor"),
                head or words[-1],
                is_actor,
                label == "LOC",
                role,
                antecedent,
                affiliation,
                container,
                0,
                None,
                None,
                None,
                None,
                [],
            )
        )
        return mention_id


def resolved(*articles: Article, gazetteer: Gazetteer | None = None) -> ResolvedNames:
    names = pl.DataFrame([row for article in articles for row in article.rows], schema=SCHEMA, orient="row")
    dates = pl.DataFrame(
        [(a.article_id, a.published_on) for a in articles],
        schema={"article_id": pl.String, "published_on": pl.Date},
        orient="row",
    )
    return resolve_names(names, dates, gazetteer)


def actor_of(found: ResolvedNames, mention_id: str) -> str | None:
    return found.entity_mentions.filter(pl.col("mention_id") == mention_id)["actor_id"].item()


def place_of(found: ResolvedNames, mention_id: str) -> dict | None:
    rows = found.entity_mentions.filter(pl.col("mention_id") == mention_id).join(found.places, on="place_id")
    return rows.row(0, named=True) if rows.height else None


def row_of(found: ResolvedNames, actor_id: str | None) -> dict:
    return found.actors.filter(pl.col("actor_id") == actor_id).row(0, named=True)
