"""The gate: one blocking check for each published table, over the state of the table and not the rows of a run."""

from datetime import UTC, datetime

import dagster as dg

from assets.tables import WRITER_POOL, run_time
from pipelines.settings import Settings
from warehouse.quality import TableQuality, check_table
from warehouse.rules import rules_of
from warehouse.schema import gated_tables
from warehouse.store import Store

CHECK = "gate"


def gate_checks() -> list[dg.AssetChecksDefinition]:
    """The checks of all tables that the gate covers."""
    return [_gate_check(table) for table in gated_tables()]


def _gate_check(table: str) -> dg.AssetChecksDefinition:
    rules = "\n".join(f"- `{rule.name}` ({rule.level}): {rule.mend}" for rule in rules_of(table))

    @dg.asset_check(
        name=CHECK,
        asset=table,
        blocking=True,
        pool=WRITER_POOL,
        description=f"Row rules move rows to the quarantine, table rules block publication.\n\n{rules}",
    )
    def check(context: dg.AssetCheckExecutionContext, settings: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
        with Store(settings.work_file, now=run_time(context)) as store:
            return _result(check_table(store, table, context.run.run_id, datetime.now(UTC)))

    return check


def _result(quality: TableQuality) -> dg.AssetCheckResult:
    failures = [
        f"{failure.message} ({failure.failing_count}: {', '.join(failure.keys)})" for failure in quality.failures
    ]
    held_back = [f"{failure.rule}: {', '.join(failure.keys)}" for failure in quality.quarantined]
    return dg.AssetCheckResult(
        passed=quality.passed,
        severity=dg.AssetCheckSeverity.ERROR,
        description="; ".join(failures) or None,
        metadata={
            "rules": len(rules_of(quality.table)),
            "failures": dg.MetadataValue.md("\n".join(f"- {line}" for line in failures) or "none"),
            "quarantined": dg.MetadataValue.md("\n".join(f"- {line}" for line in held_back) or "none"),
            "rows_moved": quality.moved,
            "state_hash": quality.state_hash,
        },
    )
