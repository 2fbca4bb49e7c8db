"""The one Definitions object: ``strikeledger run``, ``dagster dev`` and ``dg dev`` all use it."""

import dagster as dg

from assets.articles import articles_asset
from assets.checks import gate_checks
from assets.entities import entities
from assets.events import events
from assets.mentions import mentions
from assets.published import published
from assets.raw import raw_articles_asset, source_asset
from pipelines.jobs import ledger_job, source_schedules
from pipelines.settings import Settings
from pipelines.sources.config import Source, load_sources


def build_definitions(sources: list[Source], settings: Settings) -> dg.Definitions:
    """All assets, checks, jobs and schedules for these sources and settings."""
    return dg.Definitions(
        assets=[
            *(source_asset(source) for source in sources),
            raw_articles_asset(sources),
            articles_asset(sources),
            mentions,
            entities,
            events,
            published,
        ],
        asset_checks=gate_checks(),
        jobs=[ledger_job],
        schedules=source_schedules(sources),
        resources={"settings": settings},
        executor=dg.in_process_executor,
    )


def project_definitions() -> dg.Definitions:
    """The definitions that the settings of the environment describe."""
    settings = Settings()
    return build_definitions(load_sources(settings.sources), settings)


@dg.definitions
def defs() -> dg.Definitions:
    return project_definitions()
