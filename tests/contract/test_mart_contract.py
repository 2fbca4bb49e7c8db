"""What every view of the published file has to keep: scalar columns with comments, the columns of others as they have them.

To renew the snapshot of columns after a decision: python tests/contract/test_mart_contract.py
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOT = ROOT / "tests" / "contract" / "marts.yaml"
sys.path.insert(0, str(ROOT))

from warehouse.ddl import create_table  # noqa: E402
from warehouse.publish import read_marts  # noqa: E402
from warehouse.schema import FOLDER, allowed_values, codes, load_tables, published_tables  # noqa: E402

MARTS = read_marts()
LAYOUTS = ("acled_events", "ucdp_ged_events", "gdelt_events", "gdelt_mentions")
LINE_LENGTH = 120


def empty_ledger() -> duckdb.DuckDBPyConnection:
    """All marts over the contract's tables without a row."""
    connection = duckdb.connect()
    for name in published_tables():
        connection.execute(create_table(load_tables()[name], strict=True))
    connection.execute("CREATE SCHEMA marts")
    for name, mart in MARTS.items():
        connection.execute(f"CREATE VIEW marts.{name} AS {mart.query}")
    return connection


def columns_of(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    return {
        name: dict(row[:2] for row in connection.execute(f"DESCRIBE marts.{name}").fetchall()) for name in sorted(MARTS)
    }


@pytest.fixture(scope="module")
def ledger() -> Iterator[duckdb.DuckDBPyConnection]:
    with empty_ledger() as connection:
        yield connection


@pytest.fixture(scope="module")
def columns(ledger) -> dict[str, dict[str, str]]:
    return columns_of(ledger)


def test_the_columns_of_the_marts_are_as_agreed(columns):
    agreed = yaml.safe_load(SNAPSHOT.read_text(encoding="utf-8"))
    assert columns == agreed
    assert {name: list(found) for name, found in columns.items()} == {name: list(held) for name, held in agreed.items()}


@pytest.mark.parametrize("mart", MARTS)
def test_a_mart_holds_scalars_and_every_column_is_explained(mart, columns):
    known = {column.name for name in published_tables() for column in load_tables()[name].columns}
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", mart)
    assert [
        n for n, kind in columns[mart].items() if re.search(r"\[\]|STRUCT|MAP|UNION|HUGEINT|DECIMAL\(38", kind)
    ] == []
    assert set(columns[mart]) <= known | set(MARTS[mart].column_comments)
    assert set(MARTS[mart].column_comments) <= set(columns[mart])


@pytest.mark.parametrize("mart", MARTS)
def test_comments_are_sentences_on_lines_that_fit(mart):
    comments = [MARTS[mart].comment, *MARTS[mart].column_comments.values()]
    assert [text for text in comments if not text.endswith(".")] == []
    path = FOLDER / "sql" / "marts" / f"{mart}.sql"
    assert [line for line in path.read_text(encoding="utf-8").splitlines() if len(line) > LINE_LENGTH] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_has_the_columns_of_the_system_it_is_named_after(layout, columns):
    with (FOLDER / "codes" / f"{layout}_columns.csv").open(encoding="utf-8", newline="") as file:
        assert list(columns[layout]) == [row["column"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("layout", [*LAYOUTS, "plover_events"])
def test_columns_that_are_never_filled_are_named(layout):
    """A column that the view sets to null says so in its own comment and in that of the view."""
    mart = MARTS[layout]
    never = set(re.findall(r"NULL::\w+ AS (\w+)", mart.query))
    assert {name for name, text in mart.column_comments.items() if "Null: always" in text} == never
    unnamed = {name for name in never if name not in mart.comment}
    assert {name for name in unnamed if not re.match(r"Actor(1Geo_|2)", name)} == set()


@pytest.mark.parametrize(
    ("table", "key", "vocabulary"),
    [
        ("code_methods", "method", "method"),
        ("code_acts", "act", "act"),
        ("code_reactions", "reaction_type", "reaction_type"),
    ],
)
def test_code_tables_agree_with_the_codebook(table, key, vocabulary, ledger):
    rows = ledger.execute(f"SELECT {key}, cameo_code, plover_type FROM marts.{table}").fetchall()
    cameo, plover = codes(vocabulary, "cameo"), codes(vocabulary, "plover")
    assert rows == [(value, cameo.get(value), plover.get(value)) for value in allowed_values(vocabulary)]
    assert (
        ledger.execute(
            f"SELECT DISTINCT t.plover_type, t.plover_mode FROM marts.{table} t ANTI JOIN marts.code_plover p ON"
            " p.plover_type = t.plover_type AND p.plover_mode IS NOT DISTINCT FROM t.plover_mode"
            " WHERE t.plover_type IS NOT NULL"
        ).fetchall()
        == []
    )
    assert (
        ledger.execute(
            f"SELECT cameo_code FROM marts.{table} ANTI JOIN marts.code_cameo USING (cameo_code) WHERE cameo_code IS NOT NULL"
        ).fetchall()
        == []
    )


@pytest.mark.parametrize(
    ("table", "key", "vocabulary"),
    [("code_actor_kinds", "actor_kind", "actor_kind"), ("code_target_kinds", "target_kind", "target_kind")],
)
def test_every_kind_has_a_row(table, key, vocabulary, ledger):
    rows = [row[0] for row in ledger.execute(f"SELECT {key} FROM marts.{table}").fetchall()]
    assert rows == list(allowed_values(vocabulary))


def test_sub_event_types_that_are_given_are_those_of_acled(ledger):
    given = "acled_against_armed, acled_against_civilians, acled_against_property"
    unknown = ledger.execute(
        f"SELECT sub FROM (UNPIVOT marts.code_methods ON {given} INTO NAME kind VALUE sub)"
        " ANTI JOIN marts.code_acled_events ON sub_event_type = sub"
    ).fetchall()
    assert unknown == []


def test_a_country_has_one_row_and_a_region(ledger):
    countries, ids, regions, without = ledger.execute(
        "SELECT count(*), count(DISTINCT country_iso3), count(DISTINCT acled_region),"
        " count(*) FILTER (WHERE acled_region IS NULL) FROM marts.code_countries"
    ).fetchone()
    assert (countries, regions, without) == (ids, 17, 0)


def test_a_mart_comes_after_those_that_it_reads(tmp_path):
    (tmp_path / "a.sql").write_text("-- First by name.\nSELECT * FROM marts.b\n", encoding="utf-8")
    (tmp_path / "b.sql").write_text("-- Second by name.\nSELECT 1 AS one\n", encoding="utf-8")
    assert list(read_marts(tmp_path)) == ["b", "a"]
    (tmp_path / "b.sql").unlink()
    with pytest.raises(ValueError, match=r"a\.sql: it reads b"):
        read_marts(tmp_path)


if __name__ == "__main__":
    with empty_ledger() as found:
        SNAPSHOT.write_text(yaml.safe_dump(columns_of(found), sort_keys=False), encoding="utf-8")
