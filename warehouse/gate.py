"""The gate's work on rows: which rows break which rule, and moving them to the quarantine with what depends on them.

Everything here is SQL over the work file and frames; Great Expectations is not needed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from warehouse.expectations import ROW_ID
from warehouse.rules import (
    DEPENDENT,
    NATIVE_KINDS,
    OTHER_TABLE,
    QUARANTINE_ALWAYS_ALLOWED,
    QUARANTINE_LIMIT,
    Rule,
    rules_of,
)
from warehouse.schema import Reference, Table, get_table, published_tables
from warehouse.store import Store, conform

_FAULTS = "strikeledger_faults"
# Kinds for which Great Expectations has to see the values; for not_null it is enough to know whether there is one.
_VALUE_KINDS = ("key", "allowed", "range", "pattern")


@dataclass(frozen=True)
class Fault:
    """One row that breaks a row rule, or that goes with such a row (`rule` is then depends_on_quarantined)."""

    table: str
    row_id: str
    rule: str
    reason: str


class _Rows:
    """Where the rows of each table are: temporary copies of screened frames, else the tables of the work file."""

    def __init__(self, copies: Mapping[str, str] | None = None) -> None:
        self.copies = dict(copies or {})

    def __getitem__(self, table: str) -> str:
        return self.copies.get(table, get_table(table).qualified)


def row_id(table: Table, alias: str = "t") -> str:
    """SQL for the id of a row: the parts of its key joined by a bar."""
    return f"concat_ws('|', {', '.join(f'{alias}.{column}' for column in table.key)})"


def structure_faults(store: Store, table: str) -> list[str]:
    """Columns of a table in the work file that are missing or have another type than declared."""
    contract = get_table(table)
    have = {row[0]: row[1] for row in store.execute(f"DESCRIBE {contract.qualified}")}
    return [column.name for column in contract.columns if have.get(column.name) != column.type]


def checked_frame(store: Store, table: str) -> pl.DataFrame:
    """What a suite is asserted over: `_row_id`, the columns of native rules, and a boolean `<rule>_ok` for the others.

    Where columns are missing or have a wrong type, the frame has no rows and only the sound columns, so that the rule
    about the columns can name the others.
    """
    contract = get_table(table)
    if wrong := structure_faults(store, table):
        kept = [f"t.{column}" for column in contract.column_names if column not in wrong]
        return store.read(f"SELECT {', '.join(['NULL AS ' + ROW_ID, *kept])} FROM {contract.qualified} t LIMIT 0")
    rules = rules_of(table)
    values = {column for rule in rules if rule.kind in _VALUE_KINDS for column in rule.columns}
    columns = [_seen_column(contract, column, column in values) for column in contract.column_names]
    return store.read(_query(contract, _Rows(), columns, [rule for rule in rules if rule.kind not in NATIVE_KINDS]))


def _seen_column(table: Table, name: str, needs_value: bool) -> str:
    if not needs_value:
        return f"CASE WHEN t.{name} IS NULL THEN NULL ELSE true END AS {name}"
    if table.column(name).type == "DOUBLE":  # pandas takes NaN for null, and a NaN would pass every range
        return f"CASE WHEN isnan(t.{name}) THEN 'infinity'::DOUBLE ELSE t.{name} END AS {name}"
    return f"t.{name}"


def _query(table: Table, rows: _Rows, columns: list[str], rules: list[Rule]) -> str:
    """SELECT of `_row_id`, these columns and one `<rule>_ok` for each rule.

    Rules about one row alone name columns bare; they are computed before the joins bring in the same names again.
    """
    sql = {rule.name: OTHER_TABLE.sub(lambda match: f"FROM {rows[match.group(1)]}", rule.sql) for rule in rules}
    plain = [f"coalesce({rule.sql}, true) AS {rule.ok_column}" for rule in rules if rule.is_check]
    flags = [f"t.{r.ok_column}" if r.is_check else f"coalesce({sql[r.name]}, true) AS {r.ok_column}" for r in rules]
    joins = {alias: joined for rule in rules for alias, joined in rule.joins.items()}
    joined_tables = "".join(
        f" LEFT JOIN {rows[target]} {alias} ON {alias}.{target_column} = t.{column}"
        for alias, (target, target_column, column) in joins.items()
    )
    inner = f"SELECT {', '.join(['*', *plain])} FROM {rows[table.name]}"
    return f"SELECT {', '.join([f'{row_id(table)} AS {ROW_ID}', *columns, *flags])} FROM ({inner}) t{joined_tables}"


def _row_faults(store: Store, table: str, rows: _Rows) -> list[Fault]:
    """Rows that break row rules, found without Great Expectations."""
    rules = [rule for rule in rules_of(table) if rule.level == "row"]
    frame = store.read(_query(get_table(table), rows, [], rules))
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
        return _move(store, list(faults), _Rows(), run_id, now)


def screen(
    store: Store,
    frames: Mapping[str, pl.DataFrame],
    run_id: str,
    now: datetime,
    scopes: Mapping[str, tuple[str, Sequence]] | None = None,
) -> dict[str, pl.DataFrame]:
    """Leave out, before they are written, the rows of whole tables that break row rules; they go to the quarantine.

    For a layer that computes tables anew and fuses further ones from them: what it fuses then rests on good rows alone,
    and the gate finds nothing to move afterwards. What depends on a row that is left out, in these frames and in the
    store (its evidence), is treated as `move_to_quarantine` does. A row that is good again leaves the quarantine. The
    same frames give the same result, so that a second call changes nothing.
    """
    rows = _Rows({name: f"temp.main.strikeledger_screened_{name}" for name in frames})
    with store.transaction():
        for name, frame in frames.items():
            with _registered(store, "strikeledger_frame", conform(name, frame)) as registered:
                store.execute(
                    f"CREATE OR REPLACE TEMP TABLE {rows[name].rsplit('.', 1)[1]} AS SELECT * FROM {registered}"
                )
                if scopes and name in scopes:
                    store.execute(
                        f"INSERT INTO {rows[name]} SELECT * FROM {get_table(name).qualified}"
                        f" WHERE NOT coalesce(list_contains(?::VARCHAR[], {scopes[name][0]}), false)",
                        [list(scopes[name][1])],
                    )
        _move(store, [found for name in frames for found in _row_faults(store, name, rows)], rows, run_id, now)
        good = {name: store.read(f"SELECT * FROM {rows[name]}") for name in frames}
        for name, (column, values) in (scopes or {}).items():
            if name in good:
                good[name] = good[name].filter(pl.col(column).is_in(list(values)))
        for name in frames:
            store.execute(
                f"DELETE FROM main.quarantine WHERE table_name = ? AND stage = 'validate'"
                f" AND row_id IN (SELECT {row_id(get_table(name))} FROM {rows[name]} t)",
                [name],
            )
        for table in map(get_table, published_tables()):
            if table.name not in frames:
                _restore(store, table, rows)
        for name in frames:
            store.execute(f"DROP TABLE {rows[name]}")
    return good


def _move(store: Store, faults: list[Fault], rows: _Rows, run_id: str, now: datetime) -> dict[str, int]:
    moved: dict[str, int] = {}
    while faults:
        following: dict[tuple[str, str], Fault] = {}
        for name in dict.fromkeys(found.table for found in faults):
            table = get_table(name)
            own = pl.DataFrame(
                [(f.row_id, f.rule, f.reason) for f in faults if f.table == name],
                schema=["row_id", "rule", "reason"],
                orient="row",
            )
            with _registered(store, _FAULTS, own):
                _record(store, table, rows, run_id, now)
                for child in map(get_table, published_tables()):
                    for reference in child.references:
                        for key in _release_dependents(store, child, reference, table, rows):
                            reason = f"it refers to a row of {name} that is in quarantine ({reference.column})"
                            following[child.name, key] = Fault(child.name, key, DEPENDENT, reason)
                count = store.execute(f"DELETE FROM {rows[name]} t WHERE {_is_faulty(table)}")[0][0]
            moved[name] = moved.get(name, 0) + int(count)
        faults = [found for found in following.values() if not _is_gone(store, found, rows)]
    return {name: count for name, count in moved.items() if count}


def _record(store: Store, table: Table, rows: _Rows, run_id: str, now: datetime) -> None:
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


def _restore(store: Store, table: Table, rows: _Rows) -> None:
    """Bring back the rows that went only because a row that they refer to went, now that it is there again."""
    fields = ", ".join(f'"{column.name}": "{column.type}"' for column in table.columns)
    held = "SELECT row_id, payload FROM main.quarantine WHERE table_name = $table AND rule = $rule"
    unpacked = f"SELECT row_id, unnest(json_transform(decode(payload)::JSON, '{{{fields}}}')) FROM ({held})"
    back = " AND ".join(
        " OR ".join(f"t.{ref.column} IN (SELECT {column} FROM {rows[target]})" for target, column in ref.targets).join(
            "()"
        )
        for ref in table.references
        if not table.column(ref.column).nullable
    )
    values = {"table": table.name, "rule": DEPENDENT}
    if not back or not store.execute(f"SELECT 1 FROM ({held}) LIMIT 1", values):
        return
    ids = [row[0] for row in store.execute(f"SELECT row_id FROM ({unpacked}) t WHERE {back}", values)]
    names = ", ".join(table.column_names)
    store.execute(
        f"INSERT INTO {table.qualified} ({names}) SELECT {names} FROM ({unpacked}) t WHERE list_contains($ids, row_id)"
        " ON CONFLICT DO NOTHING",
        values | {"ids": ids},
    )
    store.execute(
        "DELETE FROM main.quarantine WHERE table_name = $table AND rule = $rule AND list_contains($ids, row_id)",
        values | {"ids": ids},
    )


def _is_faulty(table: Table) -> str:
    return f"{row_id(table)} IN (SELECT row_id FROM {_FAULTS})"


def _is_gone(store: Store, found: Fault, rows: _Rows) -> bool:
    table = get_table(found.table)
    return not store.execute(f"SELECT 1 FROM {rows[found.table]} t WHERE {row_id(table)} = ? LIMIT 1", [found.row_id])


def _release_dependents(store: Store, child: Table, reference: Reference, parent: Table, rows: _Rows) -> list[str]:
    """Take references to faulty rows of `parent` out of `child` where they may be null; ids of rows that must go."""
    column = reference.column
    for target, target_column in reference.targets:
        if target != parent.name:
            continue
        lost = [
            r[0]
            for r in store.execute(
                f"SELECT DISTINCT t.{target_column} FROM {rows[target]} t WHERE {_is_faulty(parent)}"
            )
        ]
        if not lost:
            return []
        if child.column(column).is_list:
            store.execute(
                f"UPDATE {rows[child.name]}"
                f" SET {column} = list_filter({column}, lambda v: NOT list_contains($lost::VARCHAR[], v))"
                f" WHERE list_has_any({column}, $lost::VARCHAR[])",
                {"lost": lost},
            )
            return []
        refers = f"list_contains(?::VARCHAR[], t.{column})"
        if child.column(column).nullable:
            store.execute(f"UPDATE {rows[child.name]} t SET {column} = NULL WHERE {refers}", [lost])
            return []
        return [r[0] for r in store.execute(f"SELECT {row_id(child)} FROM {rows[child.name]} t WHERE {refers}", [lost])]
    return []


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
