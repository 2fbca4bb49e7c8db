"""Which articles a layer has to resolve again: those whose input is not what it was when the layer last looked at them.

Nothing is remembered from run to run but a hash for each article and layer: an interrupted run goes on where it stopped,
and a change of code, gazetteer, source or coding shows by itself.
"""

import polars as pl

from warehouse.schema import polars_schema
from warehouse.store import Store

TABLE = "article_stamps"
IN = "IN (SELECT unnest($ids::VARCHAR[]))"
# What the rows of an article depend on, beside the version of the code.
INPUTS = {
    "names": (
        "a.coded_at, a.coder_version, a.published_on, a.publisher, s.country_iso3",
        "LEFT JOIN sources AS s ON s.source_id = a.source_id",
    ),
    "events": (
        "n.stamp, a.coded_at, a.coder_version, a.published_on, a.published_at, a.fetched_at, a.source_id, a.duplicate_of,"
        " a.publisher, o.publisher, o.source_id, d.decided",
        "LEFT JOIN staging.article_stamps AS n ON n.layer = 'names' AND n.article_id = a.article_id"
        " LEFT JOIN articles AS o ON o.article_id = a.duplicate_of"
        " LEFT JOIN (SELECT article_id, string_agg(DISTINCT decision_id, ' ' ORDER BY decision_id) AS decided"
        " FROM decision_anchors GROUP BY article_id) AS d ON d.article_id = a.article_id",
    ),
}


def stale_articles(store: Store, layer: str, version: str) -> pl.DataFrame:
    """`article_id`, `stamp` of the articles to resolve, by date; the stamp is null where the article is gone.

    version: of the code and the lists that the layer works with.
    """
    columns, joins = INPUTS[layer]
    return store.read(
        f"WITH now AS (SELECT a.article_id, a.published_on, md5(to_json(row($version, {columns}))::VARCHAR) AS stamp"
        f" FROM articles AS a {joins}),"
        " before AS (SELECT article_id, stamp FROM staging.article_stamps WHERE layer = $layer)"
        " SELECT coalesce(now.article_id, before.article_id) AS article_id, now.stamp"
        " FROM now FULL JOIN before ON before.article_id = now.article_id"
        " WHERE now.stamp IS DISTINCT FROM before.stamp ORDER BY published_on, 1",
        {"version": version, "layer": layer},
    )


def mark_done(store: Store, layer: str, articles: pl.DataFrame) -> None:
    """Remember that these articles are resolved; `articles` as `stale_articles` gave them."""
    rows = articles.drop_nulls("stamp").with_columns(layer=pl.lit(layer)).select(polars_schema(TABLE).names())
    store.upsert(TABLE, rows)
    gone = articles.filter(pl.col("stamp").is_null())["article_id"]
    store.remove(TABLE, f"layer = $layer AND article_id {IN}", {"layer": layer, "ids": gone.to_list()})


def mark_stale(store: Store, layer: str, article_ids: pl.Series) -> None:
    """Have these articles resolved again, though nothing of their own has changed."""
    values = {"layer": layer, "ids": article_ids.to_list()}
    store.update(TABLE, {"stamp": "''"}, f"layer = $layer AND article_id {IN}", values)
