"""Events: the real strikes, statements and reactions behind the mentions, and the mentions linked to them."""

from datetime import UTC, datetime

import dagster as dg

from assets.tables import WRITER_POOL, materialized, run_time, table_spec
from pipelines.resolving.event_layer import resolve_all_events
from pipelines.settings import Settings
from warehouse.history import histories
from warehouse.store import Store

GROUPS = {
    "strikes": ("strikes", "strike_mentions", "strike_actors", "strike_claims", "strike_links", "merges"),
    "statements": ("statements", "statement_mentions", "statement_actors", "statement_merges"),
    "reactions": ("reactions", "reaction_mentions", "reaction_merges"),
    "evidence": ("evidence",),
    "history": tuple(histories().values()),
}
UPSTREAM = (
    "articles",
    "coded_strikes",
    "coded_statements",
    "coded_reactions",
    "coded_evidence",
    "entity_mentions",
    "actors",
    "places",
)


@dg.multi_asset(
    name="events",
    specs=[table_spec(name, group, deps=UPSTREAM) for group, names in GROUPS.items() for name in names],
    pool=WRITER_POOL,
)
def events(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]):
    with Store(settings.work_file, now=run_time(context)) as store:
        changes = resolve_all_events(store, context.run.run_id, datetime.now(UTC))
        context.log.info("nothing new" if changes is None else f"rows changed: {changes}")
        for names in GROUPS.values():
            for name in names:
                yield materialized(store, name)
