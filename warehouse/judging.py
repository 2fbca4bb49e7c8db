"""Which rows a check or a screening judges, what their rules see of other tables, and the query that judges them.

Everything here is SQL over the work file; Great Expectations asserts what it gives, and the gate moves what fails.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import polars as pl

from warehouse import changes
from warehouse.expectations import ROW_ID
from warehouse.rules import NATIVE_KINDS, OTHER_TABLE, Rule, links_of, rules_of
from warehouse.schema import Table, get_table
from warehouse.store import Store

# A screened frame, the values of its scope, and the table as it will be with both.
COPY, IN_SCOPE, WHOLE = (f"strikeledger_{kind}_{{}}" for kind in ("screened", "scope", "whole"))
# The rows that a check looks at, and those of other tables that their rules look at.
_JUDGED, _NEAR = "strikeledger_judged", "strikeledger_near_{}"
# Kinds for which Great Expectations has to see the values; for not_null it is enough to know whether there is one.
_VALUE_KINDS = ("key", "allowed", "range", "pattern")


class Rows:
    """Where the rows of each table are: `own(table)` those that are judged, `rows[table]` what rules see of a table.

    `own` and `seen` name what stands for the table of the work file. A table in `scopes` (with its column) has a copy
    that replaces the rows in the scope only: the others stay in the work file and count.
    """

    def __init__(
        self, own: Mapping[str, str], seen: Mapping[str, str] | None = None, scopes: Mapping[str, str] | None = None
    ) -> None:
        self._own = dict(own)
        self._seen = self._own if seen is None else dict(seen)
        self.scopes = dict(scopes or {})

    def __getitem__(self, table: str) -> str:
        return WHOLE.format(table) if table in self.scopes else self._seen.get(table, get_table(table).qualified)

    def own(self, table: str) -> str:
        return self._own.get(table, get_table(table).qualified)

    def outside(self, table: str, alias: str = "t") -> str:
        """SQL that is true for the rows that a scoped table keeps."""
        column = f"{alias}.{self.scopes[table]}"
        return f"({column} IN (SELECT {self.scopes[table]} FROM {IN_SCOPE.format(table)})) IS NOT TRUE"

    def parts(self, table: str) -> list[tuple[str, str]]:
        """Every place where rows of a table lie, with the condition for those that may be changed there."""
        own = [(self.own(table), "true")]
        return [*own, (get_table(table).qualified, self.outside(table))] if table in self.scopes else own


def row_id(table: Table, alias: str = "t") -> str:
    """SQL for the id of a row: the parts of its key joined by a bar."""
    return f"concat_ws('|', {', '.join(f'{alias}.{column}' for column in table.key)})"


def structure_faults(store: Store, table: str) -> list[str]:
    """Columns of a table in the work file that are missing or have another type than declared."""
    contract = get_table(table)
    have = {row[0]: row[1] for row in store.execute(f"DESCRIBE {contract.qualified}")}
    return [column.name for column in contract.columns if have.get(column.name) != column.type]


def checked_frame(store: Store, table: str, *, partly: bool = False) -> pl.DataFrame:
    """What a suite is asserted over: `_row_id`, the columns of native rules, and a boolean `<rule>_ok` for the others.

    It has a row for each row of the table, or, where `partly` is true, for those that `changes.gather` found.

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
    computed = [rule for rule in rules if rule.kind not in NATIVE_KINDS]
    if not partly:
        return store.read(faults_query(contract, Rows({}), columns, computed))
    with _looked_at(store, contract) as rows:
        return store.read(faults_query(contract, rows, columns, computed))


@contextmanager
def _looked_at(store: Store, table: Table) -> Iterator[Rows]:
    """Copies of the rows that `changes.gather` found, and of all that their rules can see of other tables.

    What it costs then depends on these rows: a rule that looks at a table would build on all rows of it.
    """
    store.execute(
        f"CREATE OR REPLACE TEMP TABLE {_JUDGED} AS SELECT * FROM {table.qualified}"
        f" WHERE rowid IN (SELECT position FROM {changes.LOOKED_AT})"
    )
    wanted: dict[str, list[str]] = {}
    for link in links_of(table.name)[1:]:
        value = f"unnest({link.column})" if table.column(link.column).is_list else link.column
        wanted.setdefault(link.other, []).append(
            f"SELECT o.rowid FROM {get_table(link.other).qualified} o"
            f" WHERE o.{link.other_column} IN (SELECT {value} FROM {_JUDGED})"
        )
    for other, ids in wanted.items():
        store.execute(
            f"CREATE OR REPLACE TEMP TABLE {_NEAR.format(other)} AS SELECT * FROM {get_table(other).qualified}"
            f" WHERE rowid IN ({' UNION ALL '.join(ids)})"
        )
    yield Rows({table.name: _JUDGED}, {other: _NEAR.format(other) for other in wanted})
    for name in (_JUDGED, *map(_NEAR.format, wanted)):
        store.execute(f"DROP TABLE {name}")


def _seen_column(table: Table, name: str, needs_value: bool) -> str:
    if not needs_value:
        return f"CASE WHEN t.{name} IS NULL THEN NULL ELSE true END AS {name}"
    if table.column(name).type == "DOUBLE":  # pandas takes NaN for null, and a NaN would pass every range
        return f"CASE WHEN isnan(t.{name}) THEN 'infinity'::DOUBLE ELSE t.{name} END AS {name}"
    return f"t.{name}"


def faults_query(table: Table, rows: Rows, columns: list[str], rules: list[Rule]) -> str:
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
    inner = f"SELECT {', '.join(['*', *plain])} FROM {rows.own(table.name)}"
    return f"SELECT {', '.join([f'{row_id(table)} AS {ROW_ID}', *columns, *flags])} FROM ({inner}) t{joined_tables}"
