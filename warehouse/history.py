"""History: what the ledger said when. Each version of a row of a fact has its time in the table `<fact>_history`.

The history follows the table after every write, in the same transaction. What it holds afterwards depends only on what
it held before this instant and on the rows as they are now: a row that changes several times in one run has one new
version, and none where it ends as it was.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Protocol

from warehouse.schema import Table, get_table, load_tables


class Writer(Protocol):
    """What the history needs of the store: `now` is the time of the run, aware."""

    now: datetime

    def execute(self, sql: str, params: list[datetime] | None = None) -> list[tuple]: ...


@cache
def histories() -> dict[str, str]:
    """Table → the table that keeps the versions of its rows."""
    return {table.history_of: name for name, table in load_tables().items() if table.history_of}


def follow(store: Writer, table: Table, touched: str = "true") -> None:
    """Bring the history of a table up to its rows; nothing is done for a table that has none.

    `touched` is an SQL condition on a row `t`, of the table or of its history, that holds for every row that was
    inserted, updated or deleted; the work is in proportion to the rows for which it holds.
    """
    if table.name not in histories():
        return
    history, (key,) = get_table(histories()[table.name]).qualified, table.key
    now = [_instant(store, history)]
    columns = ", ".join(table.column_names)
    as_it_is = (
        f"EXISTS (SELECT 1 FROM {table.qualified} f WHERE {_row(table, 'f')} IS NOT DISTINCT FROM {_row(table, 't')})"
    )
    # what this run has written before and the row is not any more, and what it has closed and the row is again
    store.execute(f"DELETE FROM {history} t WHERE valid_from = ? AND ({touched}) AND NOT {as_it_is}", now)
    store.execute(f"UPDATE {history} t SET valid_to = NULL WHERE valid_to = ? AND ({touched}) AND {as_it_is}", now)
    store.execute(f"UPDATE {history} t SET valid_to = ? WHERE valid_to IS NULL AND ({touched}) AND NOT {as_it_is}", now)
    is_open = f"EXISTS (SELECT 1 FROM {history} h WHERE h.valid_to IS NULL AND h.{key} = t.{key})"
    store.execute(
        f"INSERT INTO {history} ({columns}, valid_from) SELECT {columns}, ? FROM {table.qualified} t"
        f" WHERE ({touched}) AND NOT {is_open}",
        now,
    )


def follow_all(store: Writer) -> None:
    """Bring every history up to its table: after writes that did not go through the store, or to begin one."""
    for name in histories():
        follow(store, get_table(name))


def _instant(store: Writer, history: str) -> datetime:
    """The time of the run, without zone; never before a time that the history has, whatever the clock says."""
    now = store.now.astimezone(UTC).replace(tzinfo=None)
    latest = store.execute(f"SELECT greatest(max(valid_from), max(valid_to)) FROM {history}")[0][0]
    return max(now, latest) if latest is not None else now


def _row(table: Table, alias: str) -> str:
    return f"row({', '.join(f'{alias}.{column}' for column in table.column_names)})"
