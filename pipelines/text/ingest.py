"""Two layers of the warehouse: spool files → raw_articles, and raw_articles → articles.

Each does what is there and not yet done, in transactions of its own: an interrupted run goes on where it stopped.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from pipelines import progress
from pipelines.sources.config import Source
from pipelines.sources.spool import read_spool_file, spool_files
from pipelines.text.articles import Refused, make_article
from pipelines.text.duplicates import SIGNATURES, find_copies, signature
from pipelines.versions import fingerprint
from warehouse.schema import polars_schema
from warehouse.store import Store

ARTICLES_PER_COMMIT = 500
# What makes a new version of an article when it comes again with another value.
VERSIONED = ("content_hash", "title", "publisher", "published_at", "published_on")


@dataclass(frozen=True)
class RawCounts:
    """Items that raw_articles took in, and records that went to the quarantine."""

    added: int = 0
    rejected: int = 0


def index_spool(store: Store, folder: Path, now: datetime, run_id: str) -> RawCounts:
    """Take every spool file that is not yet indexed into raw_articles, one transaction a file."""
    done = set(store.read("SELECT spool_file FROM staging.spool_files")["spool_file"])
    todo = [name for name in spool_files(folder) if name not in done]
    added = rejected = 0
    for name in todo:
        records = list(read_spool_file(folder / name))
        source_id = name.split("/", 1)[0]
        raw = [_raw_row(record, name) for record in records if record["kind"] == "item"]
        refused = [
            quarantine_row(
                "raw_articles",
                "fetch",
                record["origin"],
                record["rule"],
                record["reason"],
                record["payload"],
                run_id,
                now,
            )
            for record in records
            if record["kind"] == "rejected"
        ]
        file = {"spool_file": name, "source_id": source_id, "item_count": len(records), "indexed_at": now}
        with store.transaction():
            store.append("raw_articles", frame("raw_articles", raw))
            store.append("quarantine", frame("quarantine", refused))
            store.append("spool_files", frame("spool_files", [file]))
        added += len(raw)
        rejected += len(refused)
    return RawCounts(added, rejected)


@dataclass(frozen=True)
class ArticleCounts:
    """What became of raw items: new articles, new versions, refused ones."""

    added: int = 0
    changed: int = 0
    rejected: int = 0


def update_articles(store: Store, sources: list[Source], now: datetime, run_id: str) -> ArticleCounts:
    """Make articles of the raw items that have not been looked at, and find copies among them."""
    todo = store.read(
        "SELECT r.* FROM staging.raw_articles r ANTI JOIN staging.article_versions v USING (raw_id)"
        " ORDER BY fetched_at, spool_file, raw_number"
    )
    defaults = {source.source_id: source.attributes.model_dump() for source in sources}
    total = ArticleCounts()
    for start in range(0, todo.height, ARTICLES_PER_COMMIT):
        batch = todo.slice(start, ARTICLES_PER_COMMIT)
        counts = _update_batch(store, batch, defaults, now, run_id)
        total = ArticleCounts(
            total.added + counts.added, total.changed + counts.changed, total.rejected + counts.rejected
        )
        progress.report("articles", start + batch.height, todo.height)
    update_sources(store, sources)
    return total


def update_sources(store: Store, sources: list[Source]) -> None:
    """One row for each source that is configured or has delivered an article."""
    known = store.read("SELECT * FROM sources").to_dicts()
    counts = store.read(
        "SELECT source_id, count(*)::INTEGER AS article_count, max(fetched_at) AS last_fetched_at FROM articles GROUP BY ALL"
    )
    rows = {row["source_id"]: {**row, "is_active": False} for row in known}
    for source in sources:
        values = source.attributes.model_dump(include={"kind", "country_iso3", "timezone", "language", "rights"})
        rows[source.source_id] = {
            **values, "source_id": source.source_id, "name": source.attributes.name or source.source_id,
            "url": None, "is_active": True,
        }  # fmt: skip
    table = frame("sources", [{**row, "article_count": None, "last_fetched_at": None} for row in rows.values()])
    table = (
        table.drop("article_count", "last_fetched_at")
        .join(counts, on="source_id", how="left")
        .with_columns(pl.col("article_count").fill_null(0))
        .select(polars_schema("sources").names())
    )
    store.sync("sources", table)


def _update_batch(store: Store, batch: pl.DataFrame, defaults: dict, now: datetime, run_id: str) -> ArticleCounts:
    known = {row["article_id"]: row for row in store.read("SELECT * EXCLUDE (text) FROM articles").to_dicts()}
    articles: dict[str, dict] = {}
    versions: list[dict] = []
    refused: list[dict] = []
    added = changed = 0
    for raw in batch.to_dicts():
        version = {"raw_id": raw["raw_id"], "processed_at": now, "text_version": fingerprint("text")}
        try:
            article = make_article(raw, defaults.get(raw["source_id"], {}), now)
        except Refused as error:
            refused.append(
                quarantine_row(
                    "articles", "parse", raw["origin"], error.rule, error.reason, raw["body"].encode(), run_id, now
                )
            )
            versions.append({**version, "status": "rejected"})
            continue
        before = articles.get(article["article_id"]) or known.get(article["article_id"])
        version |= {
            "article_id": article["article_id"],
            "content_hash": article["content_hash"],
            "text": article["text"],
        }
        if before is not None and all(before[column] == article[column] for column in VERSIONED):
            versions.append({**version, "version": before["version"], "status": "repeated"})
            continue
        number = 1 if before is None else before["version"] + 1
        added, changed = added + (before is None), changed + (before is not None)
        articles[article["article_id"]] = {**article, "version": number, "coded_at": None, "coder_version": None}
        for older in versions:
            if older.get("article_id") == article["article_id"] and older["status"] == "current":
                older["status"] = "superseded"
        versions.append({**version, "version": number, "status": "current"})
    with store.transaction():
        replaced = list(articles)
        store.execute(
            "UPDATE staging.article_versions SET status = 'superseded' WHERE status = 'current' AND list_contains(?, article_id)",
            [replaced],
        )
        store.append("article_versions", frame("article_versions", versions))
        store.append("quarantine", frame("quarantine", refused))
        _write_articles(store, list(articles.values()))
    return ArticleCounts(added, changed, len(refused))


def _write_articles(store: Store, articles: list[dict]) -> None:
    """Store articles with their signatures, and mark the copies among them."""
    if not articles:
        return
    seen = store.read("SELECT coalesce(max(seen_number), 0)::BIGINT AS n FROM staging.article_signatures")["n"][0]
    numbers = dict(store.read("SELECT article_id, seen_number FROM staging.article_signatures").iter_rows())
    rows = []
    for article in articles:
        number = numbers.get(article["article_id"])
        if number is None:
            seen += 1
            number = seen
        rows.append(
            {"article_id": article["article_id"], "seen_number": number, "signature": signature(article["text"])}
        )
    store.upsert("article_signatures", frame("article_signatures", rows))
    signatures = store.read("SELECT article_id, seen_number, signature FROM staging.article_signatures").cast(
        SIGNATURES
    )
    new = pl.Series("article_id", [article["article_id"] for article in articles])
    copies = find_copies(signatures, new)
    roots = store.read(
        "SELECT article_id AS duplicate_of, duplicate_of AS root FROM articles WHERE duplicate_of IS NOT NULL"
    )
    # A copy of a copy points to the first one seen of all.
    copies = (
        copies.join(roots, on="duplicate_of", how="left")
        .join(copies.select(duplicate_of="article_id", near="duplicate_of"), on="duplicate_of", how="left")
        .select("article_id", duplicate_of=pl.coalesce("root", "near", "duplicate_of"))
    )
    table = (
        frame("articles", [{**article, "duplicate_of": None, "story_id": None} for article in articles])
        .drop("duplicate_of", "story_id")
        .join(copies, on="article_id", how="left")
        .with_columns(story_id=pl.coalesce("duplicate_of", "article_id"))
        .select(polars_schema("articles").names())
    )
    store.upsert("articles", table)


def _raw_row(record: dict, spool_file: str) -> dict:
    return {
        **{name: record.get(name) for name in polars_schema("raw_articles") if name in record},
        "raw_id": f"{record['source_id']}:{record['key']}",
        "spool_file": spool_file,
        "raw_number": record["number"],
        "fetched_at": datetime.fromisoformat(record["fetched_at"]),
    }


def quarantine_row(
    table: str, stage: str, row_id: str, rule: str, reason: str, payload: bytes, run_id: str, now: datetime
) -> dict:
    """A row of the quarantine for a record that became no row; its bytes are kept as they came."""
    try:
        payload.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = "bytes"
    return {"table_name": table, "row_id": row_id, "stage": stage, "rule": rule, "reason": reason, "payload": payload,
            "payload_encoding": encoding, "run_id": run_id, "seen_at": now}  # fmt: skip


def frame(table: str, rows: list[dict]) -> pl.DataFrame:
    """Rows as a frame with the columns and types of a table; a column that a row leaves out is null."""
    schema = polars_schema(table)
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
