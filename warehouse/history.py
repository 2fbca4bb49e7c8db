"""History: what the ledger said when. Each version of a row of a fact has its time in the table `<fact>_history`.

The history follows the table after every write, in the same transaction. What it holds afterwards depends only on what
it held before this instant and on the rows as they are now: a row that changes several times in one run has one new
version, and none where it ends as it was.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

import polars as pl

from warehouse.schema import Table, get_table, load_tables


# Keys of the rows that a write inserted, updated or deleted; and a copy of them, since the history is written alike.
TOUCHED, _KEYS = "strikeledger_touched", "strikeledger_followed"


class Writer(Protocol):
    """What the history needs of the store: `now` is the time of the run, aware."""

    now: datetime

    def execute(self, sql: str) -> list[tuple]: ...
    def read(self, query: str, params: Mapping[str, Any]) -> pl.DataFrame: ...
    def append(self, table: str, frame: pl.DataFrame) -> object: ...
    def update(self, table: str, values: Mapping[str, str] | None, where: str, params: Mapping[str, Any]) -> int: ...


@cache
def histories() -> dict[str, str]:
    """Table → the table that keeps the versions of its rows."""
    return {table.history_of: name for name, table in load_tables().items() if table.history_of}


def follow(store: Writer, table: Table) -> None:
    """Bring the history of a table up to those of its rows whose keys are in the temporary table `TOUCHED`.

    Nothing is done for a table that has none. The work is in proportion to the rows touched.
    """
    if table.name not in histories():
        return
    name, (key,) = histories()[table.name], table.key
    history = get_table(name).qualified
    now = {"now": _instant(store, history)}
    keys = f"{_KEYS}_{table.name}"
    store.execute(f"CREATE OR REPLACE TEMP TABLE {keys} AS SELECT * FROM {TOUCHED}")
    touched = f"{key} IN (SELECT {key} FROM {keys})"
    facts = f"(SELECT * FROM {table.qualified} WHERE {touched})"
    as_it_is = f"EXISTS (SELECT 1 FROM {facts} f WHERE {_row(table, 'f')} IS NOT DISTINCT FROM {_row(table, 't')})"
    # what this run has written before and the row is not any more, and what it has closed and the row is again
    store.update(name, None, f"valid_from = $now AND {touched} AND NOT {as_it_is}", now)
    store.update(name, {"valid_to": "NULL"}, f"valid_to = $now AND {touched} AND {as_it_is}", now)
    store.update(name, {"valid_to": "$now"}, f"valid_to IS NULL AND {touched} AND NOT {as_it_is}", now)
    is_open = f"EXISTS (SELECT 1 FROM {history} h WHERE h.valid_to IS NULL AND h.{key} = t.{key})"
    columns = ", ".join(table.column_names)
    fresh = store.read(
        f"SELECT {columns}, $now::TIMESTAMP AS valid_from, NULL::TIMESTAMP AS valid_to FROM {facts} t WHERE NOT {is_open}",
        now,
    )
    store.append(name, fresh)
    store.execute(f"DROP TABLE {keys}")


def follow_all(store: Writer) -> None:
    """Bring every history up to its whole table: to begin one, or after an upgrade."""
    for name, history in histories().items():
        (key,) = get_table(name).key
        store.execute(
            f"CREATE OR REPLACE TEMP TABLE {TOUCHED} AS SELECT {key} FROM {get_table(name).qualified}"
            f" UNION SELECT {key} FROM {get_table(history).qualified}"
        )
        follow(store, get_table(name))


def _instant(store: Writer, history: str) -> datetime:
    """The time of the run, without zone; never before a time that the history has, whatever the clock says."""
    now = store.now.astimezone(UTC).replace(tzinfo=None)
    latest = store.execute(f"SELECT greatest(max(valid_from), max(valid_to)) FROM {history}")[0][0]
    return max(now, latest) if latest is not None else now


def _row(table: Table, alias: str) -> str:
    return f"row({', '.join(f'{alias}.{column}' for column in table.column_names)})"
