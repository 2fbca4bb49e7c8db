"""The contract of every table, read from `tables/<table>.yaml` and `vocabulary.yaml`.

Nothing about a table is declared anywhere else: DDL (`ddl.py`), rules and their Great Expectations suite (`rules.py`),
polars schemas, column schemas for the orchestrator and the data dictionary are all derived from these files.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from warehouse.history_contract import history_contract

FOLDER = Path(__file__).parent
TABLES_FOLDER = FOLDER / "tables"
VOCABULARY_FILE = FOLDER / "vocabulary.yaml"

ColumnType = Literal[
    "VARCHAR", "VARCHAR[]", "UBIGINT[]", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP", "BLOB"
]
POLARS_TYPES: dict[str, pl.DataType] = {
    "VARCHAR": pl.String(),
    "VARCHAR[]": pl.List(pl.String()),
    "UBIGINT[]": pl.List(pl.UInt64()),
    "INTEGER": pl.Int32(),
    "BIGINT": pl.Int64(),
    "DOUBLE": pl.Float64(),
    "BOOLEAN": pl.Boolean(),
    "DATE": pl.Date(),
    # DuckDB keeps TIMESTAMP without a zone; in this warehouse it is always UTC, and frames say so.
    "TIMESTAMP": pl.Datetime("us", "UTC"),
    "BLOB": pl.Binary(),
}


class ContractError(ValueError):
    """A table or vocabulary file is wrong; the message names the file, the key and the mend."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Term(_Model):
    """One value of a closed list: what it means and its codes in other schemes (`cameo`, `plover`)."""

    means: str
    codes: dict[str, str] = {}


class Vocabulary(_Model):
    """A closed list of the codebook; the order of `values` is the order of the codebook."""

    description: str
    values: dict[str, Term]


class Column(_Model):
    """One column. `allowed` holds the values of the list called `vocabulary`; `nullable` is false for keys."""

    name: str
    type: ColumnType
    description: str
    unit: str | None = None
    vocabulary: str | None = None
    allowed: tuple[str, ...] | None = None
    nullable: bool = True
    null_means: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None

    @model_validator(mode="after")
    def _null_is_explained(self) -> "Column":
        if self.nullable and not self.null_means:
            raise ValueError("say what null means (null_means), or set nullable: false")
        if not self.nullable and self.null_means:
            raise ValueError("it has null_means but is not nullable; take one of the two out")
        return self

    @property
    def is_list(self) -> bool:
        return self.type.endswith("[]")

    @property
    def comment(self) -> str:
        """The description with unit, values and the meaning of null, as one line for COMMENT ON and the dictionary."""
        parts = [self.description]
        if self.unit:
            parts.append(f"Unit: {self.unit}.")
        if self.allowed:
            parts.append(f"Values: {', '.join(self.allowed)}.")
        if self.null_means:
            parts.append(f"Null: {self.null_means}.")
        return " ".join(parts)


class Reference(_Model):
    """`column` holds, or lists, values of one of `targets` (table, column)."""

    column: str
    targets: tuple[tuple[str, str], ...]


class Span(_Model):
    """Offsets `start`..`end` into articles.text; `text` holds these words, `sentence` the sentence around them."""

    start: str
    end: str
    text: str | None = None
    sentence: str | None = None


class DeclaredRule(_Model):
    """A rule written out as SQL; null counts as holding, as in a CHECK.

    A row rule that looks at its row alone names the columns bare and becomes a CHECK as well. With `joins` (alias:
    column of this table that refers to another one), with a subquery, or in a table rule, columns are `t.column`.
    """

    name: str
    holds: str
    mend: str
    joins: dict[str, str] = {}


class Table(_Model):
    """The contract of one table. `history_of` is the table whose versions of rows this one keeps."""

    name: str
    schema_name: Literal["main", "staging"]
    description: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    gate: Literal["checked", "constraints"] = "checked"
    references: tuple[Reference, ...] = ()
    orders: tuple[tuple[str, ...], ...] = ()
    spans: tuple[Span, ...] = ()
    verbatim: tuple[str, ...] = ()
    row_rules: tuple[DeclaredRule, ...] = ()
    table_rules: tuple[DeclaredRule, ...] = ()
    warnings: tuple[str, ...] = ()
    history_of: str | None = None

    @model_validator(mode="after")
    def _names_exist(self) -> "Table":
        known = set(self.column_names)
        used = {
            "key": self.key,
            "references": [r.column for r in self.references],
            "orders": [c for order in self.orders for c in order],
            "spans": [c for s in self.spans for c in (s.start, s.end, s.text, s.sentence) if c],
            "verbatim": self.verbatim,
            "joins": [c for rule in (*self.row_rules, *self.table_rules) for c in rule.joins.values()],
        }
        for where, columns in used.items():
            for column in columns:
                if column not in known:
                    raise ValueError(f"{where} names the column {column!r}, which the table does not have")
        return self

    @property
    def qualified(self) -> str:
        """Name with its schema, as the work file has it."""
        return f"{self.schema_name}.{self.name}"

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def is_published(self) -> bool:
        return self.schema_name == "main"

    @property
    def comment(self) -> str:
        """Description, grain and warnings, as one line for COMMENT ON."""
        return " ".join([self.description, f"Grain: {self.grain}.", *self.warnings])

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def reference(self, column: str) -> Reference | None:
        return next((r for r in self.references if r.column == column), None)


def _read_yaml(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is ten times faster, and optional
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise ContractError(f"{path.name} is no YAML: {error}") from error
    if not isinstance(content, dict):
        raise ContractError(f"{path.name} must hold keys and values")
    return content


def _explain(path: Path, error: ValidationError, *within: str) -> ContractError:
    first = error.errors()[0]
    where = ".".join([*within, *(str(part) for part in first["loc"])])
    message = first["msg"].removeprefix("Value error, ")
    return ContractError(": ".join(part for part in (path.name, where, message) if part))


def read_vocabularies(path: Path = VOCABULARY_FILE) -> dict[str, Vocabulary]:
    """Read the closed lists; raises ContractError naming file and key."""
    found = {}
    for name, content in _read_yaml(path).items():
        try:
            found[name] = Vocabulary.model_validate(content)
        except ValidationError as error:
            raise _explain(path, error, name) from error
    return found


def read_table(path: Path, vocabularies: Mapping[str, Vocabulary]) -> Table:
    """Read one table file; raises ContractError naming file and key."""
    raw = _read_yaml(path)
    if "history_of" in raw:
        raw = history_contract(_read_yaml(path.with_name(f"{raw['history_of']}.yaml"))) | raw
    raw["schema_name"] = raw.pop("schema", None)
    key = tuple(raw.get("key") or ())
    columns = []
    for name, spec in (raw.get("columns") or {}).items():
        if not isinstance(spec, dict):
            raise ContractError(f"{path.name}: columns.{name}: it needs at least a type and a description")
        vocabulary = spec.pop("allowed", None)
        if vocabulary is not None and vocabulary not in vocabularies:
            raise ContractError(f"{path.name}: columns.{name}.allowed: vocabulary.yaml has no list {vocabulary!r}")
        allowed = tuple(vocabularies[vocabulary].values) if vocabulary else None
        spec = {"nullable": name not in key} | spec | {"name": name, "vocabulary": vocabulary, "allowed": allowed}
        try:
            columns.append(Column.model_validate(spec))
        except ValidationError as error:
            raise _explain(path, error, "columns", name) from error
    raw["columns"] = columns
    references = []
    for column, targets in (raw.get("references") or {}).items():
        names = [targets] if isinstance(targets, str) else targets
        references.append(
            Reference(column=column, targets=tuple((n.partition(".")[0], n.partition(".")[2]) for n in names))
        )
    raw["references"] = references
    try:
        table = Table.model_validate(raw)
    except ValidationError as error:
        raise _explain(path, error) from error
    if table.name != path.stem:
        raise ContractError(f"{path.name}: name: it says {table.name!r}; the file must have the name of the table")
    return table


def read_tables(folder: Path, vocabularies: Mapping[str, Vocabulary]) -> dict[str, Table]:
    """Read all table files of a folder and check that references lead to declared columns."""
    tables = {path.stem: read_table(path, vocabularies) for path in sorted(folder.glob("*.yaml"))}
    for table in tables.values():
        for reference in table.references:
            for target, column in reference.targets:
                if target not in tables or column not in tables[target].column_names:
                    raise ContractError(
                        f"{table.name}.yaml: references.{reference.column}: no column {target}.{column}"
                    )
    return tables


@cache
def load_vocabularies() -> dict[str, Vocabulary]:
    """The closed lists of the codebook by name."""
    return read_vocabularies()


@cache
def load_tables() -> dict[str, Table]:
    """All tables by name, private ones too."""
    return read_tables(TABLES_FOLDER, load_vocabularies())


def get_table(name: str) -> Table:
    """The contract of one table; raises ContractError where there is none."""
    try:
        return load_tables()[name]
    except KeyError:
        raise ContractError(f"there is no table {name!r}; it needs a file warehouse/tables/{name}.yaml") from None


def allowed_values(vocabulary: str) -> tuple[str, ...]:
    """Values of a closed list in the order of the codebook."""
    return tuple(load_vocabularies()[vocabulary].values)


def codes(vocabulary: str, scheme: str) -> dict[str, str]:
    """Value → code in another scheme (`cameo`, `plover`), values without a code left out."""
    return {
        value: term.codes[scheme]
        for value, term in load_vocabularies()[vocabulary].values.items()
        if scheme in term.codes
    }


def published_tables() -> list[str]:
    """Names of the tables of the published file."""
    return [name for name, table in load_tables().items() if table.is_published]


def gated_tables() -> list[str]:
    """Published tables that the gate checks; the others are its own records, held by their constraints."""
    return [name for name in published_tables() if get_table(name).gate == "checked"]


def polars_schema(name: str) -> pl.Schema:
    """Column names and polars types of a table, in order."""
    return pl.Schema({column.name: POLARS_TYPES[column.type] for column in get_table(name).columns})


def empty_frame(name: str) -> pl.DataFrame:
    """A frame with the columns of a table and no rows."""
    return pl.DataFrame(schema=polars_schema(name))


def column_schema(name: str) -> list[dict[str, Any]]:
    """Columns for an orchestrator or a catalogue: name, type, description, is_nullable, is_key, other_constraints."""
    table = get_table(name)
    return [
        {
            "name": column.name,
            "type": column.type,
            "description": column.comment,
            "is_nullable": column.nullable,
            "is_key": column.name in table.key,
            "other_constraints": _constraints(column),
        }
        for column in table.columns
    ]


def _constraints(column: Column) -> list[str]:
    found = []
    if column.allowed:
        found.append(f"one of {', '.join(column.allowed)}")
    if column.minimum is not None:
        found.append(f">= {column.minimum:g}")
    if column.maximum is not None:
        found.append(f"<= {column.maximum:g}")
    if column.pattern:
        found.append(f"matches {column.pattern}")
    return found


def dictionary_rows() -> list[dict[str, Any]]:
    """The data dictionary of the published file: one row per table and column."""
    return [
        {
            "table": name,
            "column": column.name,
            "type": column.type,
            "unit": column.unit,
            "is_key": column.name in table.key,
            "is_nullable": column.nullable,
            "values": ", ".join(column.allowed or ()) or None,
            "refers_to": " or ".join(".".join(target) for target in reference.targets) if reference else None,
            "description": column.description,
            "null_means": column.null_means,
        }
        for name, table in load_tables().items()
        if table.is_published
        for column in table.columns
        for reference in [table.reference(column.name)]
    ]
