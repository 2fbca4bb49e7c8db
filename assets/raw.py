"""Raw articles: one asset for each source, which spools what is new, and the table that indexes the spool."""

from datetime import UTC, datetime

import dagster as dg

from assets.tables import OWNERS, WRITER_POOL, materialized, table_spec
from pipelines.settings import Settings
from pipelines.sources.config import Source
from pipelines.sources.spool import Spool
from pipelines.text.ingest import index_spool
from warehouse.store import Store

REJECTED_SHOWN = 20


def source_key(source: Source) -> dg.AssetKey:
    return dg.AssetKey(["sources", source.source_id])


def source_asset(source: Source) -> dg.AssetsDefinition:
    """The asset of one source. It takes no pool: a slow source holds up nobody."""
    attributes = source.attributes

    @dg.asset(
        key=source_key(source),
        group_name="sources",
        kinds={"python", attributes.kind},
        owners=[attributes.owner] if attributes.owner else OWNERS,
        description=f"{attributes.name or source.source_id}: new articles, kept as they came.",
        metadata={"path": attributes.path, "definition": dg.MetadataValue.path(str(source.folder / "defs.yaml"))},
    )
    def fetch(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult:
        items = source.connector(settings.max_article_bytes).fetch()
        counts = Spool(settings.spool_folder, source.source_id).add(items, datetime.now(UTC))
        for rejected in counts.rejected[:REJECTED_SHOWN]:
            context.log.warning(f"left out: {rejected}")
        return dg.MaterializeResult(metadata={"seen": counts.seen, "new": counts.new, "left_out": len(counts.rejected)})

    return fetch


def raw_articles_asset(sources: list[Source]) -> dg.AssetsDefinition:
    """raw_articles depends on every source, whichever there are."""

    @dg.multi_asset(
        name="raw_articles",
        specs=[table_spec("raw_articles", "articles", deps=[source_key(source) for source in sources])],
        pool=WRITER_POOL,
    )
    def raw_articles(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]):
        with Store(settings.work_file) as store:
            counts = index_spool(store, settings.spool_folder, datetime.now(UTC), context.run.run_id)
            yield materialized(store, "raw_articles", added=counts.added, left_out=counts.rejected)

    return raw_articles
