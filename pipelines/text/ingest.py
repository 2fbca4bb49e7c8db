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
from pipelines.text.copies import mark_copies, signature_version, update_signatures
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
    # Bodies are read batch by batch: a first run may bring more than memory holds.
    todo = store.read(
        "SELECT raw_id FROM staging.raw_articles ANTI JOIN staging.article_versions USING (raw_id)"
        " ORDER BY fetched_at, spool_file, raw_number"
    )
    defaults = {source.source_id: source.attributes.model_dump() for source in sources}
    total = ArticleCounts()
    renew_signatures(store)
    for start in range(0, todo.height, ARTICLES_PER_COMMIT):
        ids = todo["raw_id"].slice(start, ARTICLES_PER_COMMIT)
        batch = store.read(
            "SELECT * FROM staging.raw_articles WHERE raw_id IN (SELECT unnest(?))"
            " ORDER BY fetched_at, spool_file, raw_number",
            [ids.to_list()],
        )
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
    articles: dict[str, dict] = {}
    made: list[tuple[dict, dict | Refused]] = [(raw, _made(raw, defaults, now)) for raw in batch.to_dicts()]
    known = _known_articles(store, [article["article_id"] for _, article in made if not isinstance(article, Refused)])
    versions: list[dict] = []
    refused: list[dict] = []
    added = changed = 0
    for raw, article in made:
        version = {"raw_id": raw["raw_id"], "processed_at": now, "text_version": fingerprint("text")}
        if isinstance(article, Refused):
            rule, reason, body = article.rule, article.reason, raw["body"].encode()
            refused.append(quarantine_row("articles", "parse", raw["origin"], rule, reason, body, run_id, now))
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
        store.update(
            "article_versions",
            {"status": "'superseded'"},
            "t.status = 'current' AND t.article_id IN (SELECT unnest($ids))",
            {"ids": list(articles)},
        )
        store.append("article_versions", frame("article_versions", versions))
        store.append("quarantine", frame("quarantine", refused))
        store_articles(store, list(articles.values()))
    return ArticleCounts(added, changed, len(refused))


def _made(raw: dict, defaults: dict, now: datetime) -> dict | Refused:
    try:
        return make_article(raw, defaults.get(raw["source_id"], {}), now)
    except Refused as refused:
        return refused


def _known_articles(store: Store, ids: list[str]) -> dict[str, dict]:
    columns = ", ".join(("article_id", "version", *VERSIONED))
    rows = store.read(f"SELECT {columns} FROM articles WHERE article_id IN (SELECT unnest(?))", [ids])
    return {row["article_id"]: row for row in rows.to_dicts()}


def renew_signatures(store: Store) -> None:
    """Look for copies anew where another version of the code has done so, oldest first."""
    todo = store.read(
        "SELECT article_id FROM articles LEFT JOIN staging.article_signatures USING (article_id)"
        " WHERE signature_version IS DISTINCT FROM ? ORDER BY seen_number, fetched_at, article_id",
        [signature_version()],
    )
    for part in todo.iter_slices(ARTICLES_PER_COMMIT):
        ids = part["article_id"].to_list()
        with store.transaction():
            articles = store.read("SELECT article_id, text FROM articles WHERE article_id IN (SELECT unnest(?))", [ids])
            update_signatures(store, part.join(articles, on="article_id", maintain_order="left").to_dicts())
            mark_copies(store, ids)


def store_articles(store: Store, articles: list[dict]) -> None:
    """Store articles, new ones or new versions, and look for copies among and of them."""
    if not articles:
        return
    table = frame("articles", [{**article, "duplicate_of": None, "story_id": None} for article in articles])
    ids = table["article_id"].to_list()
    before = store.read(
        "SELECT article_id, duplicate_of, story_id FROM articles WHERE article_id IN (SELECT unnest(?))", [ids]
    )
    # An article keeps its family until its new text has been compared, so that the family is looked at too.
    table = table.drop("duplicate_of", "story_id").join(before, on="article_id", how="left")
    store.upsert("articles", table.select(polars_schema("articles").names()))
    update_signatures(store, articles)
    mark_copies(store, ids)


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
