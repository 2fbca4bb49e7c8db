"""Jobs and schedules: what is run together, and when."""

import dagster as dg

from assets.raw import source_key
from pipelines.sources.config import Source

LEDGER = "ledger"


# Everything, from the sources to the published file, with all checks.
ledger_job = dg.define_asset_job(
    LEDGER,
    selection=dg.AssetSelection.all(),
    description="Fetch, read, code, resolve, check and publish. A run with nothing new changes nothing.",
    executor_def=dg.in_process_executor,
)


def source_schedules(sources: list[Source]) -> list[dg.ScheduleDefinition]:
    """One schedule for each source whose YAML has a cron expression: the source and all that depends on it."""
    return [
        dg.ScheduleDefinition(
            name=f"{source.source_id}_schedule",
            cron_schedule=source.attributes.schedule,
            execution_timezone=source.attributes.timezone or "UTC",
            target=dg.AssetSelection.assets(source_key(source)).downstream(),
        )
        for source in sources
        if source.attributes.schedule
    ]
