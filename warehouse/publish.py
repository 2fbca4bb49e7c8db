"""Publication: a new file with the contract's tables and the marts, swapped in whole, once the gate has passed.

Readers may hold the old file while this happens: they keep what they have, and the next opening sees the new file.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import takewhile
from pathlib import Path

import duckdb

from warehouse.ddl import comments, create_table, fingerprint, quote_literal
from warehouse.quality import States, unpassed
from warehouse.schema import FOLDER, get_table, published_tables
from warehouse.store import Store

MARTS_FOLDER, MACROS_FOLDER = FOLDER / "sql" / "marts", FOLDER / "sql" / "macros"
# The oldest storage format with all that is needed; DuckDB clients from 1.2 on read it.
STORAGE_VERSION = "v1.2.0"
# Bookkeeping that says nothing new by itself: a change here alone is no reason to publish again.
_BOOKKEEPING = ("runs", "quality_results")
# Where several tables have a column, what these say of it suits a mart best.
_FACTS = ("strikes", "statements", "reactions")
_ATTACHED = "strikeledger_published"
# The comment of this table tells which state the file holds.
_STATE_TABLE = "quality_results"
_STATE = re.compile(r"State of this file: ([0-9a-f]{64})\.")
_COLUMN_COMMENT = re.compile(r"-- ([A-Za-z_0-9]+): (.+)")
_MACRO = re.compile(r"CREATE MACRO marts\.(\w+)(\([\w, ]*\)) AS TABLE\b")
_READS_MART = re.compile(r"\bmarts\.([a-z_]+)")


class PublishRefusedError(Exception):
    """Tables have no full pass for their current state. `tables` maps them to failing rules (none: not checked)."""

    def __init__(self, tables: Mapping[str, list[str]]) -> None:
        self.tables = dict(tables)
        red = [f"{table} ({', '.join(rules)})" for table, rules in tables.items() if rules]
        unchecked = [table for table, rules in tables.items() if not rules]
        parts = [f"red: {'; '.join(red)}"] if red else []
        if unchecked:
            parts.append(f"not checked in their current state: {', '.join(unchecked)}")
        super().__init__(
            f"nothing was published, the old file stays. {'. '.join(parts)}."
            " Look at quality_results and quarantine, mend the cause, and run the checks again."
        )


@dataclass(frozen=True)
class Mart:
    """One view of the schema `marts`. Columns without a comment of their own have that of the contract's column."""

    comment: str
    column_comments: dict[str, str]
    query: str


@dataclass(frozen=True)
class Macro:
    """One table macro of the schema `marts`: a view with parameters, which are in `parameters`, with their brackets."""

    comment: str
    parameters: str
    statement: str


@dataclass(frozen=True)
class Publication:
    """What `publish` did: `changed` is false where the published file already held this state."""

    path: Path
    state_hash: str
    changed: bool
    row_counts: dict[str, int]


def publish(store: Store, target: Path) -> Publication:
    """Publish the store's contract tables as the DuckDB file `target`.

    Raises PublishRefusedError, and leaves the old file untouched, unless every table has a full pass for its current
    state. Does nothing where the file already holds this state. A crash at any point leaves the old file whole.
    """
    target = Path(target)
    states = States(store)
    _remove_leftovers(target)
    if missing := unpassed(store, states):
        raise PublishRefusedError(missing)
    marts, macros = read_marts(), read_macros()
    state = _overall_state(states, marts, macros)
    counts = {table: store.count(table) for table in published_tables()}
    if published_state(target) == state:
        return Publication(target, state, False, counts)
    target.parent.mkdir(parents=True, exist_ok=True)
    new = _unfinished(target)
    try:
        _build(store, new, state, marts, macros)
        _flush(new)
        os.replace(new, target)
        _flush(target.parent)
    finally:
        _remove_leftovers(target)
    return Publication(target, state, True, counts)


def is_current(store: Store, target: Path) -> bool:
    """True where the published file already holds the store's state, so that `publish` would change nothing."""
    return published_state(target) == _overall_state(States(store), read_marts(), read_macros())


def published_state(path: Path) -> str | None:
    """The overall state that a published file holds, or None where there is no readable one."""
    if not path.exists():
        return None
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            rows = connection.execute(
                "SELECT comment FROM duckdb_tables() WHERE table_name = ?", [_STATE_TABLE]
            ).fetchall()
    except duckdb.Error:
        return None
    found = _STATE.search(rows[0][0] or "") if rows else None
    return found.group(1) if found else None


def read_marts(folder: Path = MARTS_FOLDER) -> dict[str, Mart]:
    """The marts by name. A file starts with a comment about the view; its lines `-- column: text` are about columns.

    A mart comes after those that it reads, since DuckDB looks at them when a view is made.
    """
    found = {}
    for path in sorted(folder.glob("*.sql")):
        lines = path.read_text(encoding="utf-8").strip().rstrip(";").splitlines()
        head = list(takewhile(lambda line: line.startswith("--"), lines))
        columns = {match[1]: match[2] for line in head if (match := _COLUMN_COMMENT.fullmatch(line))}
        about = " ".join(line.removeprefix("--").strip() for line in head if not _COLUMN_COMMENT.fullmatch(line))
        if not about:
            raise ValueError(f"{path.name}: it must start with a comment that says what the view holds")
        found[path.stem] = Mart(about, columns, "\n".join(lines[len(head) :]))
    reads = {name: sorted(set(_READS_MART.findall(mart.query))) for name, mart in found.items()}
    for name, others in reads.items():
        if missing := sorted(set(others) - set(found)):
            raise ValueError(f"{name}.sql: it reads {', '.join(missing)}, and there is no such mart")
    return {name: found[name] for name in TopologicalSorter(reads).static_order()}


def read_macros(folder: Path = MACROS_FOLDER) -> dict[str, Macro]:
    """The table macros by name. A file starts with a comment about the macro; the rest is its CREATE MACRO."""
    found = {}
    for path in sorted(folder.glob("*.sql")):
        lines = path.read_text(encoding="utf-8").strip().rstrip(";").splitlines()
        head = list(takewhile(lambda line: line.startswith("--"), lines))
        statement = "\n".join(lines[len(head) :])
        created = _MACRO.match(statement)
        if not head or created is None or created[1] != path.stem:
            raise ValueError(
                f"{path.name}: a comment that says what it gives, then CREATE MACRO marts.{path.stem}(…) AS TABLE"
            )
        about = " ".join(line.removeprefix("--").strip() for line in head)
        found[path.stem] = Macro(about, created[2], statement)
    return found


def _overall_state(states: States, marts: Mapping[str, Mart], macros: Mapping[str, Macro]) -> str:
    parts = [f"{table} {states.own(table)}" for table in published_tables() if table not in _BOOKKEEPING]
    parts += [fingerprint(table) for table in published_tables()]
    parts += [f"{name} {made}" for name, made in (*marts.items(), *macros.items())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _build(store: Store, new: Path, state: str, marts: Mapping[str, Mart], macros: Mapping[str, Macro]) -> None:
    """Write the new file over the store's connection: one statement per table, so that no frame is held in memory."""
    home = '"' + store.execute("SELECT current_database()")[0][0].replace('"', '""') + '"'
    store.execute(f"ATTACH {quote_literal(str(new))} AS {_ATTACHED} (STORAGE_VERSION {quote_literal(STORAGE_VERSION)})")
    try:
        with store.transaction():
            for table in map(get_table, published_tables()):
                name = f"{_ATTACHED}.main.{table.name}"
                store.execute(create_table(table, strict=True, name=name))
                columns, order = ", ".join(table.column_names), ", ".join(table.key)
                store.execute(f"INSERT INTO {name} SELECT {columns} FROM {home}.{table.qualified} ORDER BY {order}")
                for statement in comments(table, name):
                    store.execute(statement)
            about = f"{get_table(_STATE_TABLE).comment} State of this file: {state}."
            store.execute(f"COMMENT ON TABLE {_ATTACHED}.main.{_STATE_TABLE} IS {quote_literal(about)}")
        # Views are made with the new file as the current database, so that they work under any file name.
        store.execute(f"USE {_ATTACHED}")
        with store.transaction():
            store.execute("CREATE SCHEMA marts")
            for name, mart in marts.items():
                _create_view(store, f"marts.{name}", mart)
            for name, macro in macros.items():
                store.execute(macro.statement)
                store.execute(f"COMMENT ON MACRO TABLE marts.{name} IS {quote_literal(macro.comment)}")
        store.execute(f"CHECKPOINT {_ATTACHED}")
    finally:
        store.execute(f"USE {home}")
        store.execute(f"DETACH {_ATTACHED}")


def _create_view(store: Store, view: str, mart: Mart) -> None:
    store.execute(f"CREATE VIEW {view} AS {mart.query}")
    store.execute(f"COMMENT ON VIEW {view} IS {quote_literal(mart.comment)}")
    for column in [row[0] for row in store.execute(f"DESCRIBE {view}")]:
        text = mart.column_comments.get(column) or _inherited_comment(view, column)
        store.execute(f"COMMENT ON COLUMN {view}.{column} IS {quote_literal(text)}")


def _inherited_comment(view: str, column: str) -> str:
    """Comment of the contract's column of this name; one quantity has one name everywhere."""
    for table in map(get_table, sorted(published_tables(), key=lambda name: name not in _FACTS)):
        if column in table.column_names:
            return table.column(column).comment
    raise ValueError(f"{view}: {column} is no column of the contract; describe it in the file: -- {column}: …")


def _unfinished(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.new")


def _remove_leftovers(target: Path) -> None:
    """Delete what a publication that was killed has left beside the target; there is one publisher at a time."""
    for path in target.parent.glob(f".{target.name}.*.new*"):
        path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
