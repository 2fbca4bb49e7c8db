"""What every asset of the warehouse has in common: its spec from the table's YAML, and what a run says of it."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime

import dagster as dg
import polars as pl

from warehouse.schema import column_schema, get_table
from warehouse.store import Store

OWNERS = ["team:strikeledger"]
WRITER_POOL = "duckdb_writer"  # limit 1: the work file has one writer
PREVIEW_ROWS, PREVIEW_WIDTH = 5, 60


def table_spec(name: str, group: str, deps: Iterable[str | dg.AssetKey] = (), engine: str = "polars") -> dg.AssetSpec:
    """The asset of a table: key, description and columns are those of ``warehouse/tables/<name>.yaml``."""
    table = get_table(name)
    columns = [
        dg.TableColumn(
            column["name"],
            column["type"],
            description=column["description"],
            constraints=dg.TableColumnConstraints(
                nullable=column["is_nullable"], unique=table.key == (column["name"],), other=column["other_constraints"]
            ),
        )
        for column in column_schema(name)
    ]
    return dg.AssetSpec(
        name,
        deps=deps,
        group_name=group,
        kinds={engine, "duckdb"},
        owners=OWNERS,
        description=f"{table.description}\n\nGrain: {table.grain}.",
        metadata={
            "dagster/column_schema": dg.TableSchema(columns),
            "dagster/table_name": table.qualified,
            "definition": dg.MetadataValue.path(f"warehouse/tables/{name}.yaml"),
        },
    )


def run_time(context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> datetime:
    """When the run began: all that it writes is known from then on, as the column runs.started_at has it."""
    return datetime.fromtimestamp(context.instance.get_run_stats(context.run.run_id).start_time or time.time(), UTC)


def materialized(store: Store, name: str, **metadata: int) -> dg.MaterializeResult:
    """What a run says of a table: its rows, what changed, and the first rows as a preview."""
    table = get_table(name)
    rows = store.read(f"SELECT count(*) AS n FROM {table.qualified}")["n"][0]
    first = store.read(f"SELECT * FROM {table.qualified} LIMIT {PREVIEW_ROWS}")
    return dg.MaterializeResult(
        asset_key=name,
        metadata={"dagster/row_count": rows, "preview": dg.MetadataValue.md(markdown_table(first)), **metadata},
    )


def markdown_table(frame: pl.DataFrame) -> str:
    """The rows of a small frame as a Markdown table; long values are cut."""
    shown = frame.select(
        (pl.col(name).list.join(", ") if isinstance(kind, pl.List) and kind.inner == pl.String else pl.col(name).cast(pl.String, strict=False)
         if kind != pl.Binary and not isinstance(kind, pl.List) else pl.lit("…")).fill_null("").alias(name)
        for name, kind in frame.schema.items()
    ).with_columns(
        pl.all().str.replace_all(r"\s+", " ").str.replace_all("|", "\\|", literal=True).str.slice(0, PREVIEW_WIDTH)
    )  # fmt: skip
    lines = [shown.columns, ["---"] * shown.width, *shown.rows()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
