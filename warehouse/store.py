"""The private work file: the one connection that writes, transactions, and exact incremental writes by key."""

import logging
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import polars as pl

from warehouse import history
from warehouse.ddl import fingerprint, quote_literal, work_table
from warehouse.schema import Table, get_table, load_tables, polars_schema

log = logging.getLogger(__name__)

_NAME = re.compile(r"\w+(\.\w+)?")
_INCOMING, _SCOPE = "strikeledger_incoming", "strikeledger_scope"


class StoreError(Exception):
    """The store cannot do what was asked; the message says why and what to do."""


class StoreLockedError(StoreError):
    """Another process holds the work file."""


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

    def __enter__(self) -> "Store":
        if isinstance(self.path, Path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = _connect(self.path, self.wait_seconds)
        try:
            self._bring_up_to_date()
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
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The open connection, for what the methods do not cover."""
        if self._connection is None:
            raise StoreError("the store is not open; use it as `with Store(path) as store:`")
        return self._connection

    def execute(self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
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
            self.execute("BEGIN TRANSACTION")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self.execute("ROLLBACK")
            raise
        self._depth -= 1
        if self._depth == 0:
            self.execute("COMMIT")

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

    def count(self, table: str) -> int:
        """Number of rows of a table."""
        return self.execute(f"SELECT count(*) FROM {get_table(table).qualified}")[0][0]

    def state_hash(self, table: str) -> str:
        """Hash of all rows of a table that does not depend on their order: 32 hex digits and the row count."""
        count, exclusive, total = self.execute(
            "SELECT count(*), coalesce(bit_xor(hash(t)), 0), coalesce(sum(hash(t)), 0)"
            f" FROM {get_table(table).qualified} t"
        )[0]
        return f"{exclusive:016x}{int(total) % 2**64:016x}-{count}"

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
        in_scope = self._register_scope(contract, frame, scope)
        self.connection.register(_INCOMING, frame)
        same_key = " AND ".join(f"t.{c} = i.{c}" for c in contract.key)
        others = [c for c in contract.column_names if c not in contract.key]
        row = "row({})".format
        differs = (
            f"{row(', '.join(f't.{c}' for c in others))} IS DISTINCT FROM {row(', '.join(f'i.{c}' for c in others))}"
        )
        deleted = updated = 0
        try:
            with self.transaction():
                if delete:
                    gone = f"NOT EXISTS (SELECT 1 FROM {_INCOMING} i WHERE {same_key})"
                    deleted = self._changed(f"DELETE FROM {contract.qualified} t WHERE {in_scope} AND {gone}")
                if update and others and not frame.is_empty():
                    assignments = ", ".join(f"{c} = i.{c}" for c in others)
                    updated = self._changed(
                        f"UPDATE {contract.qualified} t SET {assignments} FROM {_INCOMING} i"
                        f" WHERE {same_key} AND {differs}"
                    )
                names = ", ".join(contract.column_names)
                inserted = self._changed(
                    f"INSERT INTO {contract.qualified} ({names}) SELECT {names} FROM {_INCOMING} i"
                    f" WHERE NOT EXISTS (SELECT 1 FROM {contract.qualified} t WHERE {same_key})"
                )
                if deleted or updated or inserted:
                    written = f"EXISTS (SELECT 1 FROM {_INCOMING} i WHERE {same_key})"
                    history.follow(self, contract, f"{in_scope} OR {written}" if delete else written)
        except duckdb.ConstraintException as error:
            raise StoreError(f"{table}: a row breaks the contract: {error}") from error
        finally:
            self.connection.unregister(_INCOMING)
            if scope is not None:
                self.connection.unregister(_SCOPE)
        return Counts(inserted, updated, deleted)

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

    def _changed(self, sql: str) -> int:
        return int(self.execute(sql)[0][0])

    def _bring_up_to_date(self) -> None:
        """Create missing tables; rebuild those whose contract has changed, with the columns that both versions have."""
        self.execute("SET TimeZone = 'UTC'")
        known = dict(
            self.execute(
                "SELECT schema_name || '.' || table_name, comment FROM duckdb_tables()"
                " WHERE database_name = current_database()"
            )
        )
        marks = {name: f"strikeledger contract {fingerprint(name)}" for name in load_tables()}
        stale = [table for name, table in load_tables().items() if known.get(table.qualified) != marks[name]]
        if not stale:
            return
        with self.transaction():
            self.execute("CREATE SCHEMA IF NOT EXISTS staging")
            for table in stale:
                if table.qualified in known:
                    self._rebuild(table)
                else:
                    self.execute(work_table(table))
                # the mark tells the next opening that this table is as the contract has it
                self.execute(f"COMMENT ON TABLE {table.qualified} IS {quote_literal(marks[table.name])}")
            history.follow_all(self)

    def _rebuild(self, table: Table) -> None:
        have = {row[0]: row[1] for row in self.execute(f"DESCRIBE {table.qualified}")}
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
        self.execute(work_table(table, spare))
        try:
            self.execute(f"INSERT INTO {spare} ({', '.join(common)}) SELECT {', '.join(common)} FROM {table.qualified}")
        except duckdb.Error as error:
            raise StoreError(
                f"{table.name}: rows of {self.path} do not fit the contract of this version ({error});"
                " move the file away and run again"
            ) from error
        self.execute(f"DROP TABLE {table.qualified}")
        self.execute(f"ALTER TABLE {spare} RENAME TO {table.name}")


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


def _connect(path: Path | str, wait_seconds: float) -> duckdb.DuckDBPyConnection:
    """Open the file; one that another process holds is tried again until `wait_seconds` are over."""
    deadline = time.monotonic() + wait_seconds
    pause = 0.05
    while True:
        try:
            return duckdb.connect(str(path))
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise StoreError(f"{path} cannot be opened: {error}") from error
            if time.monotonic() + pause > deadline:
                raise StoreLockedError(_locked_message(path, wait_seconds, str(error))) from error
            time.sleep(pause)
            pause = min(pause * 2, 1.0)


def _locked_message(path: Path | str, waited: float, cause: str) -> str:
    holder = re.search(r"\(PID (\d+)\)", cause)
    who = f"process {holder.group(1)}" if holder else "another process"
    return (
        f"{path} is in use by {who} (waited {waited:g} s). Wait until that run ends, or stop it, and try again;"
        f" to read while a run goes on, open the published strikeledger.duckdb instead."
    )
