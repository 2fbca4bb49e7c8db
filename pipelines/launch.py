"""Runs the Dagster job in this process, as ``strikeledger run`` does, and says how it went."""

import os
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from pipelines.definitions import build_definitions
from pipelines.jobs import LEDGER
from pipelines.settings import IS_CHECKOUT, PROJECT, Settings
from pipelines.sources.config import Source

INSTANCE = """\
# The Dagster instance of this warehouse, written by `strikeledger run`.
telemetry:
  enabled: false
"""
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@dataclass(frozen=True)
class RunOutcome:
    """How a run of the job ended. ``left_out`` counts the records that the sources hold and could not give."""

    run_id: str
    success: bool
    left_out: int
    failures: list[str]


def dagster_home(settings: Settings) -> Path:
    """The folder of the Dagster instance: the checkout for its own warehouse, else a folder below the warehouse."""
    if IS_CHECKOUT and settings.folder == (PROJECT / "warehouse" / "data").resolve():
        return PROJECT
    home = settings.folder / ".dagster"
    home.mkdir(parents=True, exist_ok=True)
    file = home / "dagster.yaml"
    if not file.exists():
        file.write_text(INSTANCE, encoding="utf-8")
    return home


def run_ledger(sources: list[Source], settings: Settings) -> RunOutcome:
    """Execute the whole job in this process; what fails is told, not raised."""
    home = dagster_home(settings)
    os.environ["DAGSTER_HOME"] = str(home)
    if settings.lexicons is not None:  # workers find it there, and the current folder changes below
        os.environ["STRIKELEDGER_LEXICONS"] = str(settings.lexicons)
    before = Path.cwd()
    os.chdir(home)  # relative folders in dagster.yaml count from the current one
    try:
        with dg.DagsterInstance.get() as instance:
            job = build_definitions(sources, settings).resolve_job_def(LEDGER)
            result = job.execute_in_process(instance=instance, raise_on_error=False, run_config=QUIET)
    finally:
        os.chdir(before)
    return RunOutcome(result.run_id, result.success, _left_out(result), _failures(result))


def _left_out(result: dg.ExecuteInProcessResult) -> int:
    counts = 0
    for event in result.get_asset_materialization_events():
        materialization = event.step_materialization_data.materialization
        if materialization.asset_key.path[0] == "sources" and len(materialization.asset_key.path) > 1:
            counts += int(materialization.metadata["left_out"].value)  # type: ignore[arg-type]
    return counts


def _failures(result: dg.ExecuteInProcessResult) -> list[str]:
    """One line for each step that failed and each check that is red."""
    found = []
    for event in result.all_events:
        if event.is_step_failure and event.step_failure_data.error is not None:
            error = event.step_failure_data.error
            error = error.cause or error
            found.append(f"{event.step_key}: {error.message.strip().splitlines()[0]}")
    for evaluation in result.get_asset_check_evaluations():
        if not evaluation.passed:
            found.append(f"check of {evaluation.asset_key.to_user_string()}: {evaluation.description or 'failed'}")
    return found
