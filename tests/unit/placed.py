"""Reads a text, codes it and resolves its names: what the tests of places ask for."""

from datetime import date

import polars as pl
from naming import SCHEMA

from pipelines.coding.coder import code_article
from pipelines.coding.model import ArticleContext, Coding
from pipelines.resolving.names import resolve_names


def places_in(nlp, text: str) -> tuple[Coding, pl.DataFrame]:
    """The coding of a text, and its mentions of places with the columns of `places`."""
    coding = code_article(nlp(text), ArticleContext("a1", date(2024, 5, 1)))
    names = pl.DataFrame([{k: row.get(k) for k in SCHEMA} for row in coding.names], schema=SCHEMA)
    articles = pl.DataFrame({"article_id": ["a1"], "published_on": [date(2024, 5, 1)]})
    found = resolve_names(names, articles)
    return coding, found.entity_mentions.join(found.places, on="place_id").sort("text_start")


def struck(nlp, text: str) -> tuple[dict, dict]:
    """The place of the first strike of a text, and the places of its names by their words."""
    coding, placed = places_in(nlp, text)
    mention = next(row["place_mention_id"] for row in coding.strikes if row["place_mention_id"])
    here = placed.filter(pl.col("mention_id") == mention).row(0, named=True)
    return here, {row["text"]: row for row in placed.to_dicts()}
