"""Reads and codes every article that this version of reader and coders has not coded yet.

Reading is where the time goes, so what was read is kept (documents.py) and only coded anew where coders or lexicons have
changed. Batches of articles go to worker processes when there are enough of them to pay for starting the workers. Each batch is stored in one transaction: an interrupted run loses at most the batches under way.
"""

import hashlib
import json
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from multiprocessing import get_context

import polars as pl

from pipelines import progress
from pipelines.coding.documents import packed, reader_version, unpacked
from pipelines.coding.lexicon_schema import own_lexicons
from pipelines.coding.model import ArticleContext, Coding
from pipelines.settings import Settings
from pipelines.versions import fingerprint, package_version
from warehouse.schema import polars_schema
from warehouse.store import Store

# Table of each list of a Coding.
TABLES = {
    "names": "coded_names",
    "strikes": "coded_strikes",
    "statements": "coded_statements",
    "reactions": "coded_reactions",
    "evidence": "coded_evidence",
    "rejections": "rejected_mentions",
}
ARTICLES_WORTH_A_WORKER = 40  # a worker takes about 4 s to start, in which one process codes that many


@dataclass(frozen=True)
class CodingCounts:
    """Articles coded, and articles that the coders could not code."""

    coded: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Task:
    """One article for a worker: its text, and the document where this reader has read that text before."""

    article: ArticleContext
    text: str
    document: bytes | None = None


@dataclass(frozen=True)
class Coded:
    """What a worker gives back for one article: its rows, or why there are none; and the document if it was read now."""

    article_id: str
    coding: Coding
    error: str | None = None
    document: bytes | None = None


def coder_version(settings: Settings) -> str:
    """Version of strikeledger, and a fingerprint of the code and lexicons of reader and coders, the user's own included.

    Raises:
        LexiconError: a lexicon of the user's own is wrong.
    """
    own = b"".join(path.read_bytes() for path in own_lexicons(settings.lexicons))
    mine = f".{hashlib.sha256(own).hexdigest()[:8]}" if own else ""
    return f"{package_version()}+{settings.reader}.{fingerprint('coding', 'reading')}{mine}"


def code_articles(store: Store, settings: Settings, now: datetime, run_id: str) -> CodingCounts:
    """Code what is not coded by this version, and replace what an older version gave."""
    version = coder_version(settings)
    todo = store.read(
        "SELECT a.article_id, published_on, title, publisher, text, document"
        " FROM articles a LEFT JOIN staging.read_documents d"
        " ON d.article_id = a.article_id AND d.content_hash = a.content_hash AND d.reader_version = ?"
        " WHERE NOT is_screened_out AND coder_version IS DISTINCT FROM ? ORDER BY a.article_id",
        [reader_version(settings), version],
    )
    forget_lost_articles(store)
    done = failed = 0
    for batch in _coded_batches(todo, settings):
        errors = [coded for coded in batch if coded.error]
        _write(store, batch, version, now, run_id)
        _keep(store, batch, reader_version(settings))
        done, failed = done + len(batch) - len(errors), failed + len(errors)
        progress.report("coding", done + failed, todo.height)
    return CodingCounts(done, failed)


def forget_lost_articles(store: Store) -> None:
    """Take away coded rows of articles that are gone from the articles table (held back by the gate)."""
    with store.transaction():
        for table in (*TABLES.values(), "read_documents"):
            store.remove(table, "NOT EXISTS (SELECT 1 FROM articles a WHERE a.article_id = t.article_id)")


def _coded_batches(todo: pl.DataFrame, settings: Settings) -> Iterator[list[Coded]]:
    size = settings.batch_size
    batches = [
        [Task(ArticleContext(*context), text, document) for *context, text, document in part.iter_rows()]
        for part in todo.iter_slices(size)
    ]
    workers = min(settings.workers, todo.height // ARTICLES_WORTH_A_WORKER)
    if workers < 2:
        for batch in batches:
            yield code_batch(batch, settings.reader)
        return
    # "spawn": a forked DuckDB connection or ONNX session would hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(code_batch, batches, [settings.reader] * len(batches))


def code_batch(batch: list[Task], reader: str) -> list[Coded]:
    """Read and code some articles; runs in a worker process. An article that fails does not take the others along."""
    nlp, code_article = _tools(reader)
    results = []
    for task in batch:
        article, document = task.article, None
        try:
            if task.document is not None:
                doc = unpacked(task.document, nlp.vocab)
            else:
                doc = nlp(task.text)
                document = packed(doc)
            results.append(Coded(article.article_id, code_article(doc, article), document=document))
        except Exception as error:  # whatever is wrong with one article, the others go on and the run says so
            where = traceback.extract_tb(error.__traceback__)[-1]
            reason = f"{type(error).__name__}: {error} ({where.filename.rsplit('/', 1)[-1]}, line {where.lineno})"
            results.append(Coded(article.article_id, Coding(), reason, document))
    return results


@cache
def _tools(reader: str):
    """The reader and the coders, loaded once in each process, and only where there is something to read."""
    from pipelines.coding.coder import code_article
    from pipelines.reading.reader import load_reader

    return load_reader(reader), code_article


def _write(store: Store, batch: list[Coded], version: str, now: datetime, run_id: str) -> None:
    ids = [coded.article_id for coded in batch]
    with store.transaction():
        for name, table in TABLES.items():
            schema = polars_schema(table)
            rows = [row for coded in batch for row in getattr(coded.coding, name)]
            rows = [{column: row.get(column) for column in schema} for row in rows]
            store.sync(table, pl.DataFrame(rows, schema=schema), scope={"article_id": ids})
        # What failed with an older version and is coded now leaves the quarantine.
        store.execute("DELETE FROM quarantine WHERE stage = 'code' AND list_contains(?, row_id)", [ids])
        failures = [coded for coded in batch if coded.error]
        if failures:
            store.append("quarantine", _quarantine_rows(store, failures, now, run_id))
        store.update(
            "articles",
            {"coded_at": "$now", "coder_version": "$version"},
            "t.article_id IN (SELECT unnest($ids))",
            {"now": now, "version": version, "ids": ids},
        )


def _keep(store: Store, batch: list[Coded], version: str) -> None:
    """Keep what was read now, in place of what an older reader gave or of an older text."""
    documents = {coded.article_id: coded.document for coded in batch if coded.document is not None}
    if documents:
        read = pl.DataFrame({"article_id": list(documents), "document": list(documents.values())})
        hashes = store.read(
            "SELECT article_id, content_hash FROM articles WHERE list_contains(?, article_id)", [list(documents)]
        )
        rows = read.join(hashes, on="article_id").with_columns(reader_version=pl.lit(version))
        store.upsert("read_documents", rows.select(polars_schema("read_documents").names()))


def _quarantine_rows(store: Store, failures: list[Coded], now: datetime, run_id: str) -> pl.DataFrame:
    rows = []
    for coded in failures:
        found = store.read("SELECT * FROM articles WHERE article_id = ?", [coded.article_id]).to_dicts()[0]
        payload = json.dumps(found, default=lambda value: value.isoformat() if isinstance(value, date) else str(value))
        rows.append({
            "table_name": "articles", "row_id": coded.article_id, "stage": "code", "rule": "coder_failed",
            "reason": f"the coders could not code {found['external_id']}: {coded.error}: please report it with the text",
            "payload": payload.encode(), "payload_encoding": "json", "run_id": run_id, "seen_at": now,
        })  # fmt: skip
    return pl.DataFrame(rows, schema=polars_schema("quarantine"))
