"""Actors and places: whom and what the names of the articles mean."""

from datetime import UTC, datetime

import dagster as dg

from assets.tables import WRITER_POOL, materialized, table_spec
from pipelines.resolving.entity_layer import ENTITY_TABLES, resolve_entities
from pipelines.settings import Settings
from warehouse.store import Store


@dg.multi_asset(
    name="entities",
    specs=[table_spec(name, "entities", deps=["coded_names", "articles", "sources"]) for name in ENTITY_TABLES],
    pool=WRITER_POOL,
)
def entities(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]):
    with Store(settings.work_file) as store:
        changes = resolve_entities(store, context.run.run_id, datetime.now(UTC), settings.own_gazetteer)
        context.log.info("nothing new" if changes is None else f"rows changed: {changes}")
        for name in ENTITY_TABLES:
            yield materialized(store, name)
