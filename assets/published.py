"""The published file: what analysts and BI tools open."""

from datetime import UTC, datetime

import dagster as dg

from assets.tables import OWNERS, WRITER_POOL, run_time
from pipelines.runs import record_run
from pipelines.settings import Settings
from warehouse.publish import is_current, publish
from warehouse.quality import write_data_docs
from warehouse.schema import gated_tables
from warehouse.store import Store


@dg.asset(
    deps=gated_tables(),
    group_name="published",
    kinds={"duckdb"},
    owners=OWNERS,
    pool=WRITER_POOL,
    description=(
        "strikeledger.duckdb: the contract tables and the marts, in a new file that is swapped in whole. Refused unless"
        " every table has passed the gate in its current state."
    ),
)
def published(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult:
    now = datetime.now(UTC)
    with Store(settings.work_file) as store:
        if not is_current(store, settings.published_file):
            record_run(store, settings, context.run.run_id, run_time(context), now)
        publication = publish(store, settings.published_file)
    write_data_docs(settings.data_docs_folder, now)
    return dg.MaterializeResult(
        metadata={
            "file": dg.MetadataValue.path(str(publication.path)),
            "changed": publication.changed,
            "state_hash": publication.state_hash,
            **{f"rows of {table}": rows for table, rows in publication.row_counts.items()},
        }
    )
