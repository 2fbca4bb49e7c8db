"""The example queries on the sample articles: each gives the rows that are kept in tests/fixtures/examples.

Look at the difference before you keep new answers: python tests/integration/test_examples.py [WAREHOUSE]
"""

import csv
import io
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "tests" / "fixtures" / "examples"
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from conftest import run, strikeledger  # noqa: E402

from warehouse.examples import read_examples  # noqa: E402

EXAMPLES = read_examples()


def answer(published: Path, sql: str) -> str:
    """The result as CSV with a line of column names; an unknown value is an empty field."""
    with duckdb.connect(str(published), read_only=True) as connection:
        cursor = connection.execute(sql)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(column[0] for column in cursor.description)
        writer.writerows(cursor.fetchall())
    return text.getvalue()


def test_there_are_twenty_and_each_has_an_answer():
    assert len(EXAMPLES) == 20
    assert {path.stem for path in ANSWERS.glob("*.csv")} == set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_its_answer(samples, name):
    found = answer(samples.published, EXAMPLES[name].sql)
    assert found == (ANSWERS / f"{name}.csv").read_text(encoding="utf-8")
    assert found.count("\n") > 1, "the samples hold rows for each question"


@pytest.mark.parametrize(
    ("layout", "events"),
    [
        ("acled_events", "SELECT strike_id FROM strikes"),
        ("ucdp_ged_events", "SELECT strike_id FROM strikes"),
        (
            "gdelt_events",
            "SELECT strike_id FROM strikes UNION ALL SELECT statement_id FROM statements UNION ALL"
            " SELECT reaction_id FROM reactions WHERE statement_id IS NULL AND response_strike_id IS NULL",
        ),
        (
            "plover_events",
            "SELECT strike_id FROM strikes UNION ALL SELECT statement_id FROM statements UNION ALL"
            " SELECT reaction_id FROM reactions WHERE statement_id IS NULL AND response_strike_id IS NULL",
        ),
    ],
)
def test_a_layout_and_its_losses_are_all_events(samples, layout, events):
    held = samples.value(f"SELECT count(*) FROM marts.{layout}")
    lost = samples.value(f"SELECT count(DISTINCT event_id) FROM marts.layout_losses WHERE layout = '{layout}'")
    assert held > 0
    assert lost > 0
    assert held + lost == samples.value(f"SELECT count(*) FROM ({events})")


def test_every_mention_is_in_the_layout_or_lost(samples):
    held = samples.value("SELECT count(*) FROM marts.gdelt_mentions")
    assert held == samples.value("SELECT sum(NumMentions) FROM marts.gdelt_events")
    lost = samples.value("SELECT count(DISTINCT mention_id) FROM marts.layout_losses WHERE layout = 'gdelt_mentions'")
    told = (
        "reaction_id IN (SELECT reaction_id FROM reactions WHERE statement_id IS NULL AND response_strike_id IS NULL)"
    )
    assert held + lost == samples.value(
        "SELECT (SELECT count(*) FROM strike_mentions) + (SELECT count(*) FROM statement_mentions)"
        f" + (SELECT count(*) FROM reaction_mentions WHERE {told})"
    )


def test_no_layout_writes_a_number_that_no_article_gives(samples):
    for layout, columns, id_of in (
        ("acled_events", ["fatalities"], "regexp_extract(tags, 'strike_id=(str_[0-9a-f]+)', 1)"),
        ("ucdp_ged_events", ["best", "low", "high"], "relid"),
    ):
        for column in columns:
            ours = "killed_best" if column == "fatalities" else f"killed_{column}"
            sql = f"FROM marts.{layout} l JOIN strikes s ON s.strike_id = {id_of}"
            assert samples.value(f"SELECT count(*) {sql}") > 0
            assert samples.value(f"SELECT count(*) {sql} WHERE l.{column} IS DISTINCT FROM s.{ours}") == 0


def test_marts_count_what_the_tables_hold(samples):
    for mart, total, table in (
        ("reaction_matrix", "sum(reaction_count)", "reactions"),
        ("source_coverage", "sum(article_count)", "articles"),
        ("escalation_ladder", "count(*) FILTER (WHERE step_kind = 'strike')", "strikes"),
        ("escalation_ladder", "count(*) FILTER (WHERE step_kind IN ('reaction', 'retaliation'))", "reactions"),
        ("statement_stance", "count(DISTINCT statement_id)", "statements"),
    ):
        assert samples.value(f"SELECT {total} FROM marts.{mart}") == samples.value(f"SELECT count(*) FROM {table}"), (
            mart
        )


def test_examples_on_the_command_line(samples):
    listed = strikeledger("query", "--list-examples")
    assert listed.returncode == 0, listed.stderr
    assert all(name in listed.stdout and found.question in listed.stdout for name, found in EXAMPLES.items())
    warehouse = ("--warehouse", str(samples.warehouse))
    shown = strikeledger("query", "--example", "ships_struck", *warehouse)
    assert shown.returncode == 0, shown.stderr
    assert "Gulf of Aden" in shown.stdout
    for wrong in (["--example", "no_such"], [], ["SELECT 1", "--example", "ships_struck"]):
        refused = strikeledger("query", *wrong, *warehouse)
        assert refused.returncode == 2
        assert "--list-examples" in refused.stderr


def test_an_example_must_ask_a_question(tmp_path):
    (tmp_path / "silent.sql").write_text("SELECT 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"silent\.sql"):
        read_examples(tmp_path)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Path(sys.argv[1]) if len(sys.argv) > 1 else run(Path(folder)).warehouse
        ANSWERS.mkdir(parents=True, exist_ok=True)
        for name, found in EXAMPLES.items():
            (ANSWERS / f"{name}.csv").write_text(answer(warehouse / "strikeledger.duckdb", found.sql), encoding="utf-8")
