"""Articles in their current version, and the sources that they came from."""

from datetime import UTC, datetime

import dagster as dg

from assets.tables import WRITER_POOL, materialized, table_spec
from pipelines.settings import Settings
from pipelines.sources.config import Source
from pipelines.text.ingest import update_articles
from warehouse.store import Store

TABLES = ("sources", "articles")


def articles_asset(sources: list[Source]) -> dg.AssetsDefinition:
    """Articles and sources; what the YAML of a source says stands in for what its articles leave out."""

    @dg.multi_asset(
        name="articles",
        specs=[table_spec(name, "articles", deps=["raw_articles"]) for name in TABLES],
        pool=WRITER_POOL,
    )
    def articles(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]):
        with Store(settings.work_file) as store:
            counts = update_articles(store, sources, datetime.now(UTC), context.run.run_id)
            yield materialized(store, "sources")
            yield materialized(store, "articles", added=counts.added, changed=counts.changed, left_out=counts.rejected)

    return articles
