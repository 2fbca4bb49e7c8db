"""The record of a run that changed something: what it took in, for the table ``runs``."""

from datetime import datetime

import polars as pl

from pipelines.coding.run import coder_version
from pipelines.settings import Settings
from pipelines.versions import package_version
from warehouse.schema import polars_schema
from warehouse.store import Store

TAKEN_IN = """
SELECT
    (SELECT count(*) FROM articles WHERE coded_at >= $started) AS articles_read,
    (SELECT count(*) FROM staging.article_versions WHERE processed_at >= $started AND version = 1 AND status <> 'repeated')
        AS articles_added,
    (SELECT count(*) FROM staging.article_versions WHERE processed_at >= $started AND version > 1 AND status <> 'repeated')
        AS articles_changed,
    (SELECT count(*) FROM quarantine WHERE run_id = $run AND stage IN ('fetch', 'parse', 'code')) AS records_rejected,
    (SELECT count(*) FROM quarantine WHERE run_id = $run AND stage IN ('resolve', 'validate')) AS rows_quarantined
"""


def record_run(store: Store, settings: Settings, run_id: str, started_at: datetime, now: datetime) -> None:
    """Write the row of a run that is about to publish; times are in UTC, with their zone."""
    naive = started_at.replace(tzinfo=None)
    taken_in = store.read(TAKEN_IN, {"started": naive, "run": run_id}).row(0, named=True)
    row = {
        "run_id": run_id,
        "started_at": started_at,
        "finished_at": now,
        "version": package_version(),
        "coder_version": coder_version(settings),
        "status": "partial" if taken_in["records_rejected"] or taken_in["rows_quarantined"] else "succeeded",
        **taken_in,
    }
    store.upsert("runs", pl.DataFrame([row], schema=polars_schema("runs")))
