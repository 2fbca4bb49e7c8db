"""What writes change: the state of every table, kept up to date by each of them, and a log for the checks.

A write leaves the rows that it takes away in the temporary table `OLD` and those that it puts there in `NEW`; an updated
row is in both. The state of a table is the number of its rows with the exclusive or and the sum of their hashes, so it
follows from the state before and these two, at no other cost. The log holds the values by which a check finds the rows
that it has to look at again: those that changed, and those that refer to what changed. All of it lies in the work file
and obeys its transactions. Where something is not known, or the log would be longer than it is worth, the table is
scanned, or checked in full.
"""

from dataclasses import dataclass

import duckdb

from warehouse.ddl import fingerprint
from warehouse.rules import Link, links_of, watchers_of
from warehouse.schema import Table, get_table, load_tables

OLD, NEW, LOOKED_AT = "strikeledger_old", "strikeledger_new", "strikeledger_looked_at"
# What these hold follows from the other tables.
UNTRACKED = ("table_states", "changed_rows")
# A log of so many rows costs nothing; a longer one is kept while it is less than a third of its table.
LOG_ALWAYS_KEPT = 50_000
_VALUES = "strikeledger_values"


@dataclass(frozen=True)
class State:
    """Number of rows, exclusive or of their hashes, and sum of their hashes modulo 2**64."""

    count: int = 0
    exclusive: int = 0
    total: int = 0

    @classmethod
    def parse(cls, text: str) -> "State":
        hashes, count = text.split("-")
        return cls(int(count), int(hashes[:16], 16), int(hashes[16:], 16))

    def __str__(self) -> str:
        return f"{self.exclusive:016x}{self.total:016x}-{self.count}"

    def changed(self, old: "State", new: "State") -> "State":
        return State(
            self.count - old.count + new.count,
            self.exclusive ^ old.exclusive ^ new.exclusive,
            (self.total - old.total + new.total) % 2**64,
        )


def enter_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Give every table of the contract its row; nothing is known of a new one."""
    connection.execute(
        "INSERT INTO staging.table_states (table_name, is_trusted, change_number, logged_count)"
        " SELECT unnest(?), true, 0, 0 ON CONFLICT DO NOTHING",
        [list(load_tables())],
    )


def distrust(connection: duckdb.DuckDBPyConnection) -> None:
    """Somebody else may have written into the file: what is known of each table is compared with it when it is used."""
    connection.execute("UPDATE staging.table_states SET is_trusted = false WHERE state_hash IS NOT NULL")


def forget(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """A write went past the methods of the store: the state needs a scan, and checks look at every row."""
    if table not in UNTRACKED:
        _check_in_full(connection, table)
        connection.execute("UPDATE staging.table_states SET state_hash = NULL WHERE table_name = ?", [table])


def state_of(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The state of a table as text; it is scanned only where it is not known."""
    known, is_trusted = _known(connection, table)
    if known is not None and is_trusted:
        return known
    found = str(scan(connection, get_table(table), get_table(table).qualified))
    if table in UNTRACKED:
        return found
    if found != known:
        _check_in_full(connection, table)
    connection.execute(
        "UPDATE staging.table_states SET state_hash = ?, is_trusted = true WHERE table_name = ?", [found, table]
    )
    return found


def settle(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Call it before a write: what is known of the table but in doubt is compared with it while that can be done."""
    known, is_trusted = _known(connection, table)
    if known is not None and not is_trusted:
        state_of(connection, table)


def note(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Call it after a write, in its transaction: brings state and log from `OLD` to `NEW`."""
    known, _ = _known(connection, table)
    if known is None:  # nobody has asked for its state yet, and so no check has passed
        return
    contract = get_table(table)
    old, new = scan(connection, contract, OLD), scan(connection, contract, NEW)
    if not old.count + new.count:
        return
    state = State.parse(known).changed(old, new)
    number, logged = _one(
        connection,
        "SELECT max(change_number) + 1, max(logged_count) FILTER (table_name = ?) FROM staging.table_states",
        [table],
    )
    logged += old.count + new.count
    connection.execute(
        "UPDATE staging.table_states SET state_hash = ?, change_number = ?, logged_count = ? WHERE table_name = ?",
        [str(state), number, logged, table],
    )
    if logged > max(LOG_ALWAYS_KEPT, state.count / 3):
        _check_in_full(connection, table)
        return
    for column in _logged_columns(table):
        connection.execute(
            f"INSERT INTO staging.changed_rows SELECT DISTINCT ?, ?, ?, {column} FROM"
            f" (SELECT {column} FROM {OLD} UNION ALL SELECT {column} FROM {NEW}) WHERE {column} IS NOT NULL",
            [number, table, column],
        )


def gather(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Make `LOOKED_AT`, the row ids (`position`) that a check of the table has to look at since its last pass.

    False, and no such table, where it has to look at every row.
    """
    passed, contract = _one(
        connection, "SELECT passed_number, passed_contract FROM staging.table_states WHERE table_name = ?", [table]
    )
    if passed is None or contract != fingerprint(table):
        return False
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {LOOKED_AT} (position BIGINT)")
    changed = _changed_since(connection, passed)
    for link in links_of(table):
        if link.other in changed and _gather_values(connection, link, passed):
            connection.execute(f"INSERT INTO {LOOKED_AT} {_referring(get_table(table), link)}")
    return True


def _gather_values(connection: duckdb.DuckDBPyConnection, link: Link, passed: int) -> int:
    """Make `_VALUES`, the values in the log over which a link leads; how many there are."""
    lost = (
        f" AND NOT EXISTS (SELECT 1 FROM {get_table(link.other).qualified} o WHERE o.{link.other_column} = c.value)"
        if link.only_lost
        else ""
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_VALUES} AS SELECT DISTINCT value FROM staging.changed_rows c"
        f" WHERE table_name = ? AND column_name = ? AND change_number > ?{lost}",
        [link.other, link.other_column, passed],
    )
    return _one(connection, f"SELECT count(*) FROM {_VALUES}")[0]


def _referring(table: Table, link: Link) -> str:
    if table.column(link.column).is_list:
        condition = f"list_has_any(t.{link.column}, (SELECT list(value) FROM {_VALUES}))"
    else:
        condition = f"t.{link.column} IN (SELECT value FROM {_VALUES})"
    return f"SELECT t.rowid FROM {table.qualified} t WHERE {condition}"


def remember_pass(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """The table keeps all its rules as it is now: later checks look at what changes from here on. Cuts the log."""
    passed, contract = _one(
        connection, "SELECT passed_number, passed_contract FROM staging.table_states WHERE table_name = ?", [table]
    )
    others = {link.other for link in links_of(table)}
    if passed is not None and contract == fingerprint(table) and not others & _changed_since(connection, passed):
        return
    connection.execute(
        "UPDATE staging.table_states SET passed_contract = ?,"
        " passed_number = (SELECT max(change_number) FROM staging.table_states) WHERE table_name = ?",
        [fingerprint(table), table],
    )
    for other in others:
        _cut(connection, other)


def _cut(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Take out of the log what every check that looks at this table has seen, or will see by looking at every row."""
    connection.execute(
        "DELETE FROM staging.changed_rows WHERE table_name = $table AND change_number <="
        " (SELECT coalesce(min(passed_number), max(change_number)) FROM staging.table_states"
        "  WHERE list_contains($watchers, table_name))",
        {"table": table, "watchers": list(watchers_of(table))},
    )
    connection.execute(
        "UPDATE staging.table_states SET logged_count ="
        " (SELECT count(*) FROM staging.changed_rows c WHERE c.table_name = $table) WHERE table_name = $table",
        {"table": table},
    )


def _check_in_full(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Every check that looks at this table looks at all rows next time, and no log of it is needed."""
    connection.execute(
        "UPDATE staging.table_states SET passed_number = NULL WHERE list_contains(?, table_name)",
        [list(watchers_of(table))],
    )
    connection.execute("DELETE FROM staging.changed_rows WHERE table_name = ?", [table])
    connection.execute("UPDATE staging.table_states SET logged_count = 0 WHERE table_name = ?", [table])


def _logged_columns(table: str) -> list[str]:
    links = [link for watcher in watchers_of(table) for link in links_of(watcher) if link.other == table]
    return sorted({link.other_column for link in links})


def _changed_since(connection: duckdb.DuckDBPyConnection, number: int) -> set[str]:
    rows = connection.execute("SELECT table_name FROM staging.table_states WHERE change_number > ?", [number])
    return {row[0] for row in rows.fetchall()}


def _known(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[str | None, bool]:
    if table in UNTRACKED:
        return None, True
    return _one(connection, "SELECT state_hash, is_trusted FROM staging.table_states WHERE table_name = ?", [table])


def scan(connection: duckdb.DuckDBPyConnection, table: Table, rows: str) -> State:
    """The state of the rows in `rows`, which has the columns of a table, by a look at all of them."""
    there = {row[0] for row in connection.execute(f"DESCRIBE {rows}").fetchall()}
    columns = [column for column in table.columns if column.name in there]
    values = [f"t.{column.name}" for column in columns]
    # DuckDB hashes a list that is null and an empty one alike
    nulls = [f"t.{column.name} IS NULL" for column in columns if column.is_list]
    count, exclusive, total = _one(
        connection,
        "SELECT count(*), coalesce(bit_xor(h), 0), coalesce(sum(h), 0)"
        f" FROM (SELECT hash({', '.join(values + nulls)}) AS h FROM {rows} t)",
    )
    return State(count, exclusive, int(total) % 2**64)


def _one(connection: duckdb.DuckDBPyConnection, sql: str, params: list | None = None) -> tuple:
    return connection.execute(sql, params).fetchall()[0]
