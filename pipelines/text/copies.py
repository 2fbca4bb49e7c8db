"""Which articles are copies of which: kept in the warehouse, and brought up to date for what has come or changed.

An article is a copy of the first one seen that it is alike (`duplicates.py`), and points to the root of that one, so that
a family has one root: the first of it that was seen. Only articles whose text or day has changed, with the families that
they belonged to or join, are looked at; of all others no more than their bands are read.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import polars as pl

from pipelines.text.duplicates import NEAR_DAYS, are_copies, bands, content_of
from pipelines.versions import fingerprint
from warehouse.schema import polars_schema
from warehouse.store import Store

ASKED = "strikeledger_asked"

# Pairs of an article that is asked about and another one with the same text, or with a common band and published near it.
CANDIDATES = f"""
WITH asked AS (
    SELECT a.article_id, s.seen_number, a.published_on, a.content_hash, s.bands
    FROM {ASKED} q JOIN articles a USING (article_id) JOIN staging.article_signatures s USING (article_id)
), wanted AS (SELECT article_id, unnest(bands) AS band FROM asked),
kept AS (SELECT article_id, unnest(bands) AS band FROM staging.article_signatures),
alike AS (
    SELECT DISTINCT w.article_id, k.article_id AS other_id FROM wanted w JOIN kept k USING (band)
    UNION
    SELECT q.article_id, a.article_id FROM asked q JOIN articles a USING (content_hash)
)
SELECT p.article_id, q.seen_number, p.other_id, s.seen_number AS other_seen, q.content_hash = a.content_hash AS is_equal
FROM alike p
JOIN asked q USING (article_id)
JOIN articles a ON a.article_id = p.other_id
JOIN staging.article_signatures s ON s.article_id = p.other_id
WHERE p.article_id <> p.other_id
  AND (q.content_hash = a.content_hash OR coalesce(abs(q.published_on - a.published_on), 0) <= {NEAR_DAYS})
"""


@cache
def signature_version() -> str:
    """Version of the code that makes signatures and judges by them."""
    return fingerprint("text/duplicates.py")


def update_signatures(store: Store, articles: Sequence[Mapping]) -> None:
    """Store the bands of articles; one that was seen before keeps its number, others get the next ones in their order."""
    ids = [article["article_id"] for article in articles]
    seen = dict(
        store.execute(
            "SELECT article_id, seen_number FROM staging.article_signatures WHERE article_id IN (SELECT unnest(?))",
            [ids],
        )
    )
    ((last,),) = store.execute("SELECT coalesce(max(seen_number), 0) FROM staging.article_signatures")
    new = [article_id for article_id in ids if article_id not in seen]
    seen |= {article_id: number for number, article_id in enumerate(new, last + 1)}
    rows = {
        "article_id": ids,
        "seen_number": [seen[article_id] for article_id in ids],
        "bands": [bands(article["text"]) for article in articles],
        "signature_version": [signature_version()] * len(ids),
    }
    store.upsert("article_signatures", pl.DataFrame(rows, schema=polars_schema("article_signatures")))


def mark_copies(store: Store, changed: list[str]) -> None:
    """Set `duplicate_of` and `story_id` of articles whose text or day is new, and of all that this may touch."""
    pairs, is_later = _pairs(store, changed), pl.col("other_seen") > pl.col("seen_number")
    touched = _families(store, [*changed, *pairs.filter(is_later)["other_id"]])
    if others := list(set(touched) - set(changed)):
        pairs = pl.concat([pairs, _pairs(store, others)])
    pairs = pairs.filter(~is_later)
    # The first one seen that each of them is alike.
    first = dict(
        pairs.sort("other_seen").group_by("article_id", maintain_order=True).agg(pl.first("other_id")).iter_rows()
    )
    is_touched = set(touched)
    roots = {
        article_id: root or article_id
        for article_id, root in store.execute(
            "SELECT article_id, duplicate_of FROM articles WHERE article_id IN (SELECT unnest(?))",
            [list(first.values())],
        )
        if article_id not in is_touched
    }
    order = store.read(
        "SELECT article_id FROM staging.article_signatures WHERE article_id IN (SELECT unnest(?)) ORDER BY seen_number",
        [touched],
    )
    for article_id in order["article_id"]:  # whoever an article points to was seen before it, so its root is known
        roots[article_id] = roots[first[article_id]] if article_id in first else article_id
    marks = pl.DataFrame(
        {"article_id": touched, "root": [roots[article_id] for article_id in touched]},
        schema={"article_id": pl.String(), "root": pl.String()},
    )
    store.connection.register(ASKED, marks)
    try:
        root = f"(SELECT root FROM {ASKED} m WHERE m.article_id = t.article_id)"
        store.update(
            "articles",
            {"story_id": root, "duplicate_of": f"nullif({root}, t.article_id)"},
            f"t.rowid IN (SELECT a.rowid FROM articles a JOIN {ASKED} m USING (article_id)"
            " WHERE story_id IS DISTINCT FROM root)",
        )
    finally:
        store.connection.unregister(ASKED)


def _families(store: Store, ids: list[str]) -> list[str]:
    """These articles and all that are of one family with one of them."""
    return store.read(
        "SELECT article_id FROM articles WHERE article_id IN (SELECT unnest(?)) OR story_id IN"
        " (SELECT story_id FROM articles WHERE article_id IN (SELECT unnest(?)))",
        [list(set(ids)), list(set(ids))],
    )["article_id"].to_list()


def _pairs(store: Store, ids: list[str]) -> pl.DataFrame:
    """Copies among these articles and all others, both ways: article_id, seen_number, other_id, other_seen."""
    store.connection.register(ASKED, pl.DataFrame({"article_id": ids}, schema={"article_id": pl.String()}))
    try:
        found = store.read(CANDIDATES)
    finally:
        store.connection.unregister(ASKED)
    near = found.filter(~pl.col("is_equal"))
    to_read = pl.concat([near["article_id"], near["other_id"]]).unique().to_list()
    texts = store.execute("SELECT article_id, text FROM articles WHERE article_id IN (SELECT unnest(?))", [to_read])
    contents = {article_id: content_of(text) for article_id, text in texts}
    verdicts = [
        is_equal or are_copies(contents[one], contents[other])
        for one, other, is_equal in found.select("article_id", "other_id", "is_equal").iter_rows()
    ]
    return found.filter(pl.Series(verdicts, dtype=pl.Boolean()))
