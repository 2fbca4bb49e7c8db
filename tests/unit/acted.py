"""Reads a text, codes it and resolves its names: what the tests of ambiguous actors ask for."""

from datetime import date

import polars as pl
from naming import SCHEMA

from pipelines.coding.coder import code_article
from pipelines.coding.model import ArticleContext
from pipelines.resolving.names import ResolvedNames, resolve_names

PUBLISHED = date(2024, 5, 1)


def read(nlp, *texts: str, published_on: date = PUBLISHED) -> ResolvedNames:
    """The resolved names of some texts, one article each ("a1", "a2", ...)."""
    rows, dates = [], []
    for number, text in enumerate(texts, start=1):
        article = ArticleContext(f"a{number}", published_on)
        coding = code_article(nlp(text), article)
        rows += [{key: row.get(key) for key in SCHEMA} for row in coding.names]
        dates.append({"article_id": article.article_id, "published_on": published_on})
    return resolve_names(pl.DataFrame(rows, schema=SCHEMA), pl.DataFrame(dates))


def actors_of(found: ResolvedNames, words: str, article_id: str | None = None) -> set[str]:
    """Every actor that mentions of exactly these words got, in one article or in all; "the" before them does not count."""
    rows = found.entity_mentions.filter(pl.col("text").str.replace("(?i)^the ", "") == words)
    if article_id is not None:
        rows = rows.filter(pl.col("article_id") == article_id)
    return set(rows["actor_id"].drop_nulls())
