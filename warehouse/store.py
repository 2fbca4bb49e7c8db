"""The private work file: the one connection that writes, transactions, and exact incremental writes by key."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import polars as pl

from warehouse import changes, history
from warehouse.connecting import StoreError, StoreLockedError, connect, is_sealed, seal
from warehouse.ddl import fingerprint, quote_literal, work_table
from warehouse.schema import Table, get_table, load_tables, polars_schema

__all__ = ["Counts", "Store", "StoreError", "StoreLockedError", "conform"]
log = logging.getLogger(__name__)

_NAME = re.compile(r"\w+(\.\w+)?")
_INCOMING, _SCOPE, _THERE = "strikeledger_incoming", "strikeledger_scope", "strikeledger_there"
# The table of a statement that writes; a name with a catalogue before its schema is in another file, or temporary.
_WRITES = re.compile(
    r"\b(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|MERGE INTO|TABLE|TRUNCATE)\s+((?:\w+\.)*)(\w+)", re.IGNORECASE
)
_READS = re.compile(r"\s*(?:SELECT|FROM|DESCRIBE|COMMENT|ATTACH)\b", re.IGNORECASE)
_OWN_SCHEMAS = ("", "main.", "staging.")


@dataclass(frozen=True)
class Counts:
    """What one write changed, in rows."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0

    @property
    def changed(self) -> int:
        return self.inserted + self.updated + self.deleted

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.inserted + other.inserted, self.updated + other.updated, self.deleted + other.deleted)


def conform(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Bring a frame to the columns, order and types of a table; extra or missing columns raise StoreError.

    Timestamps with a zone are turned to UTC, those without one are taken as UTC.
    """
    schema = polars_schema(table)
    if missing := [name for name in schema if name not in frame.columns]:
        raise StoreError(f"{table}: the frame lacks the columns {', '.join(missing)}")
    if extra := [name for name in frame.columns if name not in schema]:
        raise StoreError(f"{table}: the frame has columns that the contract does not know: {', '.join(extra)}")
    columns = []
    for name, dtype in schema.items():
        given = frame.schema[name]
        column = pl.col(name)
        if isinstance(dtype, pl.Datetime):
            if isinstance(given, pl.Datetime) and given.time_zone is None:
                column = column.dt.replace_time_zone("UTC")
            elif isinstance(given, pl.Datetime):
                column = column.dt.convert_time_zone("UTC")
        columns.append(column.cast(dtype))
    try:
        return frame.select(columns)
    except pl.exceptions.PolarsError as error:
        raise StoreError(f"{table}: the frame does not fit the column types of the contract: {error}") from error


class Store:
    """The work file of a warehouse. Use it as a context manager; while it is open nobody else can open the file.

    `path` is the DuckDB file (or ":memory:"). Tables are made, and brought up to date, from the contract on entry.
    `wait_seconds` bounds how long a file that another process holds is waited for. `now` (aware) is the time that the
    history of rows is written with: that of the run, so that all its writes are one instant.
    """

    def __init__(self, path: Path | str, *, wait_seconds: float = 30.0, now: datetime | None = None) -> None:
        self.path = path if str(path) == ":memory:" else Path(path)
        self.now = now or datetime.now(UTC)
        self.wait_seconds = wait_seconds
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._depth = 0
        self._is_ready = False

    def __enter__(self) -> "Store":
        if isinstance(self.path, Path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = connect(self.path, self.wait_seconds)
        try:
            self._bring_up_to_date()
            if isinstance(self.path, Path) and not is_sealed(self.path):
                changes.distrust(self.connection)
            self._is_ready = True
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; an open transaction is rolled back."""
        if self._connection is None:
            return
        if isinstance(self.path, Path) and self._is_ready:
            seal(self._connection, self.path)
        self._connection.close()
        self._connection = None

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The open connection, for what the methods do not cover."""
        if self._connection is None:
            raise StoreError("the store is not open; use it as `with Store(path) as store:`")
        return self._connection

    def execute(self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows.

        A statement that writes into a table of the contract costs a scan of that table and a check of all its rows:
        `sync`, `upsert`, `append`, `update` and `remove` do not.
        """
        rows = self._run(sql, params)
        if not _READS.match(sql) and rows != [(0,)]:
            for schema, table in set(_WRITES.findall(sql)):
                if schema in _OWN_SCHEMAS and table in load_tables():
                    changes.forget(self.connection, table)
        return rows

    def _run(self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        cursor = self.connection.execute(sql, params) if params is not None else self.connection.execute(sql)
        return cursor.fetchall()

    def read(self, query: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> pl.DataFrame:
        """Rows of a table (by its bare name) or of a query. Timestamps come back as UTC."""
        tables = load_tables()
        if query in tables:
            query = f"SELECT * FROM {tables[query].qualified}"
        elif _NAME.fullmatch(query):
            raise StoreError(f"there is no table {query!r} in the contract")
        result = self.connection.sql(query, params=params)
        if result is None:
            raise StoreError("this statement gives no rows; use execute")
        frame = result.pl()
        naive = [
            name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Datetime) and dtype.time_zone is None
        ]
        return frame.with_columns(pl.col(naive).dt.replace_time_zone("UTC")) if naive else frame

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside are one transaction; an exception undoes all of them. Nested uses join the outer one."""
        if self._depth == 0:
            self._run("BEGIN TRANSACTION")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self._run("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self._run("COMMIT")

    def sync(self, table: str, frame: pl.DataFrame, scope: Mapping[str, Sequence[Any]] | None = None) -> Counts:
        """Make a table equal to a frame: insert what is new, update what differs, delete what is gone.

        `scope`, for example {"article_id": [...]}, limits this to the rows with these values: rows outside it are left
        alone, and a frame row outside it is an error. Without it the frame is the whole table. Rows that are equal are
        not touched, so that a second call with the same frame changes nothing.
        """
        return self._write(table, frame, scope=scope, delete=True)

    def upsert(self, table: str, frame: pl.DataFrame) -> Counts:
        """Insert rows with new keys and update rows that differ; delete nothing."""
        return self._write(table, frame, scope=None, delete=False)

    def append(self, table: str, frame: pl.DataFrame) -> Counts:
        """Insert rows whose keys are new; a key that is there already keeps its row."""
        return self._write(table, frame, scope=None, delete=False, update=False)

    def delete(self, table: str, scope: Mapping[str, Sequence[Any]]) -> Counts:
        """Delete the rows with these values."""
        return self.sync(table, pl.DataFrame(schema=polars_schema(table)), scope)

    def remove(self, table: str, where: str, params: Mapping[str, Any] | None = None) -> int:
        """Delete the rows `t` for which a SQL condition holds; how many there were."""
        return self.update(table, None, where, params)

    def update(
        self, table: str, values: Mapping[str, str] | None, where: str, params: Mapping[str, Any] | None = None
    ) -> int:
        """Set columns, given as SQL over the row `t`, in the rows for which a SQL condition holds; how many there were.

        `params` are those of all these expressions, by name (`$name`). Without `values` the rows are deleted.
        """
        contract = get_table(table)
        with self.transaction():
            self._make(
                changes.OLD, f"SELECT t.rowid AS _position, t.* FROM {contract.qualified} t WHERE {where}", params
            )
            columns = ", ".join(
                f"({values[c]})::{contract.column(c).type} AS {c}" if values and c in values else f"t.{c}"
                for c in contract.column_names
            )
            self._make(changes.NEW, f"SELECT {columns} FROM {changes.OLD} t" + ("" if values else " LIMIT 0"), params)
            counts = self._apply(contract)
        return counts.changed

    def count(self, table: str) -> int:
        """Number of rows of a table."""
        return self._run(f"SELECT count(*) FROM {get_table(table).qualified}")[0][0]

    def state_hash(self, table: str) -> str:
        """Hash of all rows of a table that does not depend on their order: 32 hex digits and the row count.

        It is kept up to date by the writes and costs a scan only after others have written (see changes.py).
        """
        with self.transaction():
            return changes.state_of(self.connection, table)

    def _write(
        self,
        table: str,
        frame: pl.DataFrame,
        *,
        scope: Mapping[str, Sequence[Any]] | None,
        delete: bool,
        update: bool = True,
    ) -> Counts:
        contract = get_table(table)
        frame = conform(table, frame)
        _refuse_bad_keys(contract, frame)
        in_scope = self._register_scope(contract, frame, scope) if delete else "false"
        self.connection.register(_INCOMING, frame)
        try:
            with self.transaction():
                self._compare(contract, in_scope, update)
                return self._apply(contract)
        except duckdb.ConstraintException as error:
            raise StoreError(f"{table}: a row breaks the contract: {error}") from error
        finally:
            self.connection.unregister(_INCOMING)
            if scope is not None:
                self.connection.unregister(_SCOPE)

    def _compare(self, table: Table, in_scope: str, update: bool) -> None:
        """Put what a write takes away into `OLD` and what it puts there into `NEW`; equal rows are in neither."""
        same_key = " AND ".join(f"t.{c} = i.{c}" for c in table.key)
        others = [c for c in table.column_names if c not in table.key]
        rows = [f"row({', '.join(f'{alias}.{c}' for c in others)})" for alias in "ti"]
        differs = f"t._position IS NOT NULL AND {' IS DISTINCT FROM '.join(rows)}" if update and others else "false"
        # Only rows in the scope, or with a key of the frame, are looked at: both are found without building on the table.
        ids = f"SELECT t.rowid FROM {table.qualified} t"
        reached = f"{ids} SEMI JOIN {_INCOMING} i ON {same_key} UNION ALL {ids} WHERE {in_scope}"
        within = "true" if in_scope == "true" else f"t.rowid IN ({reached})"
        there = f"SELECT t.rowid AS _position, ({in_scope}) IS TRUE AS _in_scope, t.* FROM {table.qualified} t"
        self._make(_THERE, f"{there} WHERE {within}")
        self._make(
            changes.OLD,
            f"SELECT t.* EXCLUDE (_in_scope) FROM {_THERE} t LEFT JOIN {_INCOMING} i ON {same_key}"
            f" WHERE CASE WHEN i.{table.key[0]} IS NULL THEN t._in_scope ELSE {differs} END",
        )
        typed = ", ".join(f"i.{column.name}::{column.type} AS {column.name}" for column in table.columns)
        self._make(
            changes.NEW,
            f"SELECT {typed} FROM {_INCOMING} i LEFT JOIN {_THERE} t ON {same_key}"
            f" WHERE t._position IS NULL OR ({differs})",
        )
        self._run(f"DROP TABLE {_THERE}")

    def _apply(self, table: Table) -> Counts:
        """Replace the rows in `OLD` by those in `NEW`, with all that is kept of a table beside its rows."""
        key, names = ", ".join(table.key), ", ".join(table.column_names)
        old, new, both = self._run(
            f"SELECT (SELECT count(*) FROM {changes.OLD}), (SELECT count(*) FROM {changes.NEW}),"
            f" (SELECT count(*) FROM {changes.OLD} SEMI JOIN {changes.NEW} USING ({key}))"
        )[0]
        if old or new:
            changes.settle(self.connection, table.name)
            self._run(f"DELETE FROM {table.qualified} WHERE rowid IN (SELECT _position FROM {changes.OLD})")
            self._run(f"INSERT INTO {table.qualified} ({names}) SELECT {names} FROM {changes.NEW}")
            changes.note(self.connection, table.name)
            self._make(history.TOUCHED, f"SELECT {key} FROM {changes.OLD} UNION SELECT {key} FROM {changes.NEW}")
        self._run(f"DROP TABLE {changes.OLD}")
        self._run(f"DROP TABLE {changes.NEW}")
        if old or new:
            history.follow(self, table)
        return Counts(new - both, both, old - both)

    def _make(self, name: str, query: str, params: Mapping[str, Any] | None = None) -> None:
        """A temporary table with the rows of a query, which may name only some of the parameters."""
        used = {key: value for key, value in (params or {}).items() if re.search(rf"\${key}\b", query)}
        self._run(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}", used or None)

    def _register_scope(self, table: Table, frame: pl.DataFrame, scope: Mapping[str, Sequence[Any]] | None) -> str:
        """Make the scope known to SQL; returns the condition that a row `t` lies in it."""
        if scope is None:
            return "true"
        ((column, values),) = scope.items()
        if column not in table.column_names:
            raise StoreError(f"{table.name}: the scope names the column {column!r}, which the table does not have")
        wanted = pl.DataFrame({column: list(values)}, schema={column: polars_schema(table.name)[column]})
        outside = frame.join(wanted, on=column, how="anti")
        if not outside.is_empty():
            raise StoreError(
                f"{table.name}: {outside.height} rows lie outside the scope,"
                f" the first with {column} = {outside[column][0]!r}"
            )
        self.connection.register(_SCOPE, wanted)
        return f"t.{column} IN (SELECT {column} FROM {_SCOPE})"

    def _bring_up_to_date(self) -> None:
        """Create missing tables; rebuild those whose contract has changed, with the columns that both versions have."""
        self._run("SET TimeZone = 'UTC'")
        known = dict(
            self._run(
                "SELECT schema_name || '.' || table_name, comment FROM duckdb_tables()"
                " WHERE database_name = current_database()"
            )
        )
        marks = {name: f"strikeledger contract {fingerprint(name)}" for name in load_tables()}
        stale = [table for name, table in load_tables().items() if known.get(table.qualified) != marks[name]]
        if not stale:
            return
        with self.transaction():
            self._run("CREATE SCHEMA IF NOT EXISTS staging")
            for table in stale:
                if table.qualified in known:
                    self._rebuild(table)
                else:
                    self._run(work_table(table))
                # the mark tells the next opening that this table is as the contract has it
                self._run(f"COMMENT ON TABLE {table.qualified} IS {quote_literal(marks[table.name])}")
            changes.enter_tables(self.connection)
            for table in stale:
                if table.qualified in known:
                    changes.forget(self.connection, table.name)
            history.follow_all(self)

    def _rebuild(self, table: Table) -> None:
        have = {row[0]: row[1] for row in self._run(f"DESCRIBE {table.qualified}")}
        if (
            list(have.items()) == [(column.name, column.type) for column in table.columns]
            and table.gate != "constraints"
        ):
            return
        log.info("%s: its contract has changed, the table is rebuilt", table.name)
        if missing := [name for name in table.key if name not in have]:
            raise StoreError(
                f"{table.name}: the work file lacks the key column {missing[0]}; move {self.path} away and run again"
            )
        common = [name for name in table.column_names if name in have]
        spare = f"{table.schema_name}.{table.name}_new"
        self._run(work_table(table, spare))
        try:
            self._run(f"INSERT INTO {spare} ({', '.join(common)}) SELECT {', '.join(common)} FROM {table.qualified}")
        except duckdb.Error as error:
            raise StoreError(
                f"{table.name}: rows of {self.path} do not fit the contract of this version ({error});"
                " move the file away and run again"
            ) from error
        self._run(f"DROP TABLE {table.qualified}")
        self._run(f"ALTER TABLE {spare} RENAME TO {table.name}")


def _refuse_bad_keys(table: Table, frame: pl.DataFrame) -> None:
    key = list(table.key)
    empty = frame.filter(pl.any_horizontal(pl.col(key).is_null()))
    if not empty.is_empty():
        raise StoreError(f"{table.name}: {empty.height} rows have no {' + '.join(key)}")
    repeated = frame.filter(frame.select(key).is_duplicated())
    if not repeated.is_empty():
        raise StoreError(
            f"{table.name}: {repeated.height} rows share a key,"
            f" the first is {' | '.join(map(str, repeated.select(key).row(0)))}"
        )
