"""Mentions as the coders find them in each article: names, strikes, statements, reactions, with their evidence."""

from datetime import UTC, datetime

import dagster as dg

from assets.tables import WRITER_POOL, materialized, run_time, table_spec
from pipelines.coding.run import TABLES, code_articles
from pipelines.settings import Settings
from warehouse.quality import check_tables
from warehouse.store import Store


@dg.multi_asset(
    name="mentions",
    specs=[table_spec(name, "mentions", deps=["articles"], engine="python") for name in TABLES.values()],
    pool=WRITER_POOL,
)
def mentions(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]):
    with Store(settings.work_file, now=run_time(context)) as store:
        counts = code_articles(store, settings, datetime.now(UTC), context.run.run_id)
        # Coding writes into `articles` when and by what each was coded: the pass of its check is renewed for that state.
        check_tables(store, ["articles"], context.run.run_id, datetime.now(UTC))
        context.log.info(f"{counts.coded} articles coded, {counts.failed} failed")
        for name in TABLES.values():
            yield materialized(store, name, articles_coded=counts.coded, articles_failed=counts.failed)
