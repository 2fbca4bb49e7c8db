"""What every table file has to keep: naming rules, real descriptions, scalar facts, and the columns of the contract."""

import re
from pathlib import Path

import pytest
import yaml

from warehouse.rules import rules_of
from warehouse.schema import (
    TABLES_FOLDER,
    Column,
    Table,
    gated_tables,
    load_tables,
    load_vocabularies,
    published_tables,
)

CONTRACT = yaml.safe_load((Path(__file__).parent / "columns.yaml").read_text(encoding="utf-8"))
TABLES = list(load_tables().values())
COLUMNS = [
    pytest.param(table, column, id=f"{table.name}.{column.name}") for table in TABLES for column in table.columns
]
# Suffix or prefix of a column and the types that it may have.
TYPES_BY_NAME = {
    r"^(is|has)_": {"BOOLEAN"},
    r"_at$": {"TIMESTAMP"},
    r"_on$": {"DATE"},
    r"_count$": {"INTEGER", "BIGINT"},
    r"_score$|^score$": {"DOUBLE"},
    r"_(km)$": {"DOUBLE"},
    r"_days$": {"INTEGER"},
    r"_(start|end)$": {"INTEGER"},
    r"_(text|name|iso2|iso3)$": {"VARCHAR"},
    r"^(?!(cow|gw)_).*_code$": {"VARCHAR"},
    r"^(cow|gw)_code$": {"INTEGER"},  # numbers in their sources
    r"_ids$": {"VARCHAR[]"},
    r"_(low|best|high)$": {"INTEGER"},
}
TYPES_NEED_NAME = {
    "BOOLEAN": r"^(is|has)_|^passed$",
    "TIMESTAMP": r"_at$|^valid_(from|to)$",
    "DATE": r"_on$|^valid_(from|to)$",
}
# Of a term these are days, of a version of a row instants.
VALID = {"valid_from", "valid_to"}
LISTS = {"actors.aliases"}


def test_the_published_columns_are_those_of_the_contract():
    found = {
        table.name: {
            "key": list(table.key),
            "columns": {c.name: c.type + ("" if c.nullable else " NOT NULL") for c in table.columns},
        }
        for table in TABLES
        if table.is_published
    }
    assert found == CONTRACT
    assert {name: list(table["columns"]) for name, table in found.items()} == {
        name: list(table["columns"]) for name, table in CONTRACT.items()
    }


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_described(table: Table):
    assert table.history_of or table.name.endswith("s") or table.name in {"evidence", "quarantine", "coded_evidence"}
    assert table.description.endswith(".")
    assert table.grain.startswith("one row per ")
    assert table.key
    assert all(warning.endswith(".") for warning in table.warnings)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_is_described_and_named_by_the_rules(table: Table, column: Column):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
    assert len(column.description) > len("The id.")
    assert column.description.rstrip('"').endswith((".", "…"))
    for pattern, types in TYPES_BY_NAME.items():
        if re.search(pattern, column.name):
            assert column.type in types, pattern
    if column.type in TYPES_NEED_NAME:
        assert re.search(TYPES_NEED_NAME[column.type], column.name)
    if column.type == "TIMESTAMP":
        assert column.unit == "UTC"
    if table.history_of:  # it keeps what earlier versions wrote, so that it has no rules for values
        return
    if re.search(r"_score$|^score$", column.name):
        assert (column.minimum, column.maximum) == (0, 1)
    if re.search(r"_(low|best|high|count)$", column.name):
        assert column.minimum is not None


@pytest.mark.parametrize("name", published_tables())
def test_facts_hold_scalars(name: str):
    lists = [column.name for column in load_tables()[name].columns if column.is_list]
    assert name.endswith("_mentions") or {f"{name}.{column}" for column in lists} <= LISTS


def test_one_name_has_one_type_everywhere():
    types: dict[str, set[str]] = {}
    for table in TABLES:
        for column in table.columns:
            types.setdefault(column.name, set()).add(column.type)
    types.pop("version")  # of an article's text it is a number, of the software that ran its release
    assert {name: found for name, found in types.items() if len(found) > 1 and name not in VALID} == {}


def test_every_id_of_another_table_is_a_checked_reference():
    keys = {table.key[0]: table.name for table in TABLES if table.is_published and len(table.key) == 1}
    unchecked = [
        f"{name}.{column.name}"
        for name in gated_tables()
        for column in load_tables()[name].columns
        if column.name in keys and keys[column.name] != name and not load_tables()[name].reference(column.name)
        if not load_tables()[name].history_of  # what it names may be gone by now
        if column.name != "mention_id" or name in ("evidence", "strike_claims")
    ]
    assert unchecked == []


def test_closed_lists_are_declared_once():
    """A value list is named in a table file, never written out there."""
    for path in TABLES_FOLDER.glob("*.yaml"):
        for name, column in yaml.safe_load(path.read_text(encoding="utf-8")).get("columns", {}).items():
            assert isinstance(column.get("allowed", ""), str), f"{path.name}: {name}"
    used = {column.vocabulary for table in TABLES for column in table.columns if column.vocabulary}
    assert set(load_vocabularies()) == used


@pytest.mark.parametrize("name", gated_tables())
def test_every_rule_says_how_to_mend_it(name: str):
    for rule in rules_of(name):
        assert re.fullmatch(r"[a-z][a-z0-9_]*", rule.name)
        assert rule.mend.endswith(".")
        assert len(rule.mend) > 20
