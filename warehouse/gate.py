"""The gate's work on rows: which rows break which rule, and moving them to the quarantine with what depends on them.

Everything here is SQL over the work file and frames; Great Expectations is not needed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl

from warehouse.expectations import ROW_ID
from warehouse.judging import COPY, IN_SCOPE, Rows, faults_query, row_id
from warehouse.rules import DEPENDENT, QUARANTINE_ALWAYS_ALLOWED, QUARANTINE_LIMIT, Rule, rules_of
from warehouse.schema import Reference, Table, get_table, polars_schema, published_tables
from warehouse.store import Store, conform

_FAULTS, _LOST = "strikeledger_faults", "strikeledger_lost"
_FAULT_SCHEMA = pl.Schema({name: pl.String() for name in ("table_name", "row_id", "rule", "reason")})
# Tables whose frame replaces only the rows with these values of a column: {table: (column, values)}.
Scopes = Mapping[str, tuple[str, Sequence[Any]]]


@dataclass(frozen=True)
class Fault:
    """One row that breaks a row rule, or that goes with such a row (`rule` is then depends_on_quarantined)."""

    table: str
    row_id: str
    rule: str
    reason: str


def _row_faults(store: Store, table: str, rows: Rows) -> list[Fault]:
    """Rows that break row rules, found without Great Expectations."""
    rules = [rule for rule in rules_of(table) if rule.level == "row"]
    frame = store.read(faults_query(get_table(table), rows, [], rules))
    return [fault(rule, key) for rule in rules for key in frame.filter(~pl.col(rule.ok_column))[ROW_ID].to_list()]


def fault(rule: Rule, key: str) -> Fault:
    """The fault of a row that breaks a rule."""
    return Fault(rule.table, key, rule.name, f"{rule.name}: {rule.mend}")


def move_to_quarantine(store: Store, faults: Iterable[Fault], run_id: str, now: datetime) -> dict[str, int]:
    """Move rows from their tables to the quarantine, with what depends on them, in one transaction.

    A row depends on another one where a column of it that must not be null refers to it; it goes along under the rule
    `depends_on_quarantined`. A reference that may be null is set to null, a list loses the entry. Rows moved, by table.
    """
    with store.transaction():
        return _move(store, list(faults), Rows({}), run_id, now).counts


def screen(
    store: Store, frames: Mapping[str, pl.DataFrame], run_id: str, now: datetime, scopes: Scopes | None = None
) -> dict[str, pl.DataFrame]:
    """Leave out, before they are written, the rows that break row rules; they go to the quarantine.

    For a layer that computes tables anew and fuses further ones from them: what it fuses then rests on good rows alone,
    and the gate finds nothing to move afterwards. What depends on a row that is left out, in these frames and in the
    store (its evidence), is treated as `move_to_quarantine` does. A row that is good again leaves the quarantine. The
    same frames give the same result, so that a second call changes nothing.

    A frame is a whole table, unless `scopes` names it: with {"strikes": ("strike_id", [...])} it replaces the rows with
    these values, as in `Store.sync`. The other rows stay and count where rules look at the table; of the quarantine,
    the rows in the scope that the frame no longer has leave it as well.
    """
    scopes = scopes or {}
    rows = Rows(
        {name: f"temp.main.{COPY.format(name)}" for name in frames},
        scopes={name: scopes[name][0] for name in scopes},
    )
    with store.transaction():
        for name, frame in frames.items():
            _copy(store, COPY.format(name), conform(name, frame))
        for name, (column, values) in scopes.items():
            wanted = pl.DataFrame({column: list(values)}, schema={column: polars_schema(name)[column]})
            _copy(store, IN_SCOPE.format(name), wanted.drop_nulls().unique())
            names = ", ".join(get_table(name).column_names)
            store.execute(
                f"CREATE OR REPLACE TEMP VIEW {rows[name]} AS SELECT {names} FROM {rows.own(name)}"
                f" UNION ALL SELECT {names} FROM {get_table(name).qualified} t WHERE {rows.outside(name)}"
            )
        faults = [found for name in frames for found in _row_faults(store, name, rows)]
        held = _move(store, faults, rows, run_id, now).held
        good = {name: store.read(f"SELECT * FROM {rows.own(name)}") for name in frames}
        for name in frames:
            _leave_quarantine(store, get_table(name), rows, held)
        kept = [get_table(name) for name in published_tables() if name not in frames or name in scopes]
        while any(_restore(store, table, rows) for table in kept):
            pass  # a row that is back may be what others wait for
        for name in scopes:
            store.execute(f"DROP VIEW {rows[name]}")
            store.execute(f"DROP TABLE {IN_SCOPE.format(name)}")
        for name in frames:
            store.execute(f"DROP TABLE {rows.own(name)}")
    return good


def _copy(store: Store, name: str, frame: pl.DataFrame) -> None:
    with _registered(store, "strikeledger_frame", frame) as registered:
        store.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM {registered}")


def _leave_quarantine(store: Store, table: Table, rows: Rows, held: pl.DataFrame) -> None:
    """Forget the entries of rows that are good again, and of rows in the scope that were not held back this time."""
    gone = f"q.row_id IN (SELECT {row_id(table)} FROM {rows.own(table.name)} t)"
    if table.name in rows.scopes:
        column = rows.scopes[table.name]
        in_scope = (
            f"(json_extract_string(decode(q.payload), '$.{column}')"
            f" IN (SELECT {column}::VARCHAR FROM {IN_SCOPE.format(table.name)})) IS TRUE"
        )
        again = (
            f"EXISTS (SELECT 1 FROM {_FAULTS} f"
            f" WHERE f.table_name = q.table_name AND f.row_id = q.row_id AND f.rule = q.rule)"
        )
        gone += f" OR ({in_scope} AND NOT {again})"
    with _registered(store, _FAULTS, held):
        store.execute(
            f"DELETE FROM main.quarantine q WHERE q.table_name = ? AND q.stage = 'validate' AND ({gone})",
            [table.name],
        )


@dataclass(frozen=True)
class _Moved:
    """Rows that were moved, by table, and the entries of the quarantine that were written (table_name, row_id, rule)."""

    counts: dict[str, int]
    held: pl.DataFrame


def _move(store: Store, faults: list[Fault], rows: Rows, run_id: str, now: datetime) -> _Moved:
    counts: dict[str, int] = {}
    held = pl.DataFrame(schema=_FAULT_SCHEMA)
    todo = pl.DataFrame([(f.table, f.row_id, f.rule, f.reason) for f in faults], schema=_FAULT_SCHEMA, orient="row")
    while not todo.is_empty():
        held = pl.concat([held, todo])
        following = [todo.clear()]
        for name in todo["table_name"].unique(maintain_order=True):
            table = get_table(name)
            with _registered(store, _FAULTS, todo.filter(pl.col("table_name") == name)):
                _record(store, table, rows, run_id, now)
                for child in map(get_table, published_tables()):
                    for reference in child.references:
                        following += _release_dependents(store, child, reference, table, rows)
                for place, condition in rows.parts(name):
                    count = _change(store, table, place, None, f"{condition} AND {_is_faulty(table)}")
                    counts[name] = counts.get(name, 0) + count
        todo = _still_there(store, pl.concat(following).unique(["table_name", "row_id"], maintain_order=True), rows)
    return _Moved({name: count for name, count in counts.items() if count}, held)


def _still_there(store: Store, faults: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    found = [faults.clear()]
    for name in faults["table_name"].unique(maintain_order=True):
        with _registered(store, _FAULTS, faults.filter(pl.col("table_name") == name)):
            ids = f"SELECT {row_id(get_table(name))} FROM {rows[name]} t"
            found.append(store.read(f"SELECT * FROM {_FAULTS} WHERE row_id IN ({ids})"))
    return pl.concat(found)


def _record(store: Store, table: Table, rows: Rows, run_id: str, now: datetime) -> None:
    """Write the faulty rows to the quarantine; an entry that is there keeps the run and time of its first sight."""
    store.execute(
        f"""
        INSERT INTO main.quarantine
        SELECT DISTINCT ON (f.row_id, f.rule)
            ?, f.row_id, 'validate', f.rule, f.reason, encode(to_json(t)::VARCHAR), 'json', ?, ?
        FROM {rows[table.name]} t JOIN {_FAULTS} f ON f.row_id = {row_id(table)}
        ON CONFLICT (table_name, row_id, rule) DO UPDATE SET reason = excluded.reason, payload = excluded.payload
        """,
        [table.name, run_id, now.astimezone(UTC).replace(tzinfo=None)],
    )


def _restore(store: Store, table: Table, rows: Rows) -> int:
    """Bring back the rows that went only because a row that they refer to went, now that it is there again.

    Returns how many. Rows in a scope are not brought back: the frame says whether there are such rows.
    """
    fields = ", ".join(f'"{column.name}": "{column.type}"' for column in table.columns)
    held = "SELECT row_id, payload FROM main.quarantine WHERE table_name = $table AND rule = $rule"
    unpacked = f"SELECT row_id, unnest(json_transform(decode(payload)::JSON, '{{{fields}}}')) FROM ({held})"
    back = " AND ".join(
        f"t.{ref.column} IN ({' UNION ALL '.join(f'SELECT {column} FROM {rows[target]}' for target, column in ref.targets)})"
        for ref in table.references
        if not table.column(ref.column).nullable and not table.column(ref.column).is_list
    )
    if back and table.name in rows.scopes:
        back += f" AND {rows.outside(table.name)}"
    values = {"table": table.name, "rule": DEPENDENT}
    if not back or not store.execute(f"SELECT 1 FROM ({held}) LIMIT 1", values):
        return 0
    found = store.read(f"SELECT * FROM ({unpacked}) t WHERE {back}", values)
    store.append(table.name, found.drop("row_id"))
    store.execute(
        "DELETE FROM main.quarantine WHERE table_name = $table AND rule = $rule AND list_contains($ids, row_id)",
        values | {"ids": found["row_id"].to_list()},
    )
    return found.height


def _change(
    store: Store, table: Table, place: str, values: Mapping[str, str] | None, where: str, params: Mapping | None = None
) -> int:
    """Set columns, or without `values` delete rows, in the work file or in a copy; how many rows that were."""
    if place == table.qualified:
        return store.update(table.name, values, where, params)
    if values is None:
        return store.execute(f"DELETE FROM {place} t WHERE {where}", params)[0][0]
    assignments = ", ".join(f"{column} = {value}" for column, value in values.items())
    return store.execute(f"UPDATE {place} t SET {assignments} WHERE {where}", params)[0][0]


def _is_faulty(table: Table) -> str:
    return f"{row_id(table)} IN (SELECT row_id FROM {_FAULTS})"


def _release_dependents(
    store: Store, child: Table, reference: Reference, parent: Table, rows: Rows
) -> list[pl.DataFrame]:
    """Take references to faulty rows of `parent` out of `child` where they may be null; faults of rows that must go."""
    targets = dict(reference.targets)
    if parent.name not in targets:
        return []
    column, found = reference.column, []
    store.execute(
        f"CREATE OR REPLACE TEMP TABLE {_LOST} AS SELECT DISTINCT t.{targets[parent.name]} AS lost"
        f" FROM {rows[parent.name]} t WHERE {_is_faulty(parent)}"
    )
    refers = f"t.{column} IN (SELECT lost FROM {_LOST})"
    for place, condition in rows.parts(child.name):
        if child.column(column).is_list:
            lost = {"lost": [row[0] for row in store.execute(f"SELECT lost FROM {_LOST}")]}
            kept = {column: f"list_filter(t.{column}, lambda v: NOT list_contains($lost::VARCHAR[], v))"}
            _change(store, child, place, kept, f"{condition} AND list_has_any(t.{column}, $lost::VARCHAR[])", lost)
        elif child.column(column).nullable:
            _change(store, child, place, {column: "NULL"}, f"{condition} AND {refers}")
        else:
            reason = f"it refers to a row of {parent.name} that is in quarantine ({column})"
            found.append(
                store.read(
                    f"SELECT $child AS table_name, {row_id(child)} AS row_id, $rule AS rule, $reason AS reason"
                    f" FROM {place} t WHERE {condition} AND {refers}",
                    {"child": child.name, "rule": DEPENDENT, "reason": reason},
                )
            )
    return found


@contextmanager
def _registered(store: Store, name: str, frame: pl.DataFrame) -> Iterator[str]:
    store.connection.register(name, frame)
    try:
        yield name
    finally:
        store.connection.unregister(name)


def quarantine_share(store: Store, table: str) -> tuple[int, bool]:
    """Number of rows of a table that are in quarantine by its own rules, and whether that is few enough to go on."""
    held = store.execute(
        "SELECT count(DISTINCT row_id) FROM main.quarantine"
        " WHERE table_name = ? AND stage IN ('resolve', 'validate') AND rule <> ?",
        [table, DEPENDENT],
    )[0][0]
    limit = max(QUARANTINE_ALWAYS_ALLOWED, QUARANTINE_LIMIT * (store.count(table) + held))
    return held, held <= limit
