"""`make run` on the sample articles: what comes out, and that a second run finds nothing to do."""

from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import ROOT, run, strikeledger

EXPECTED = yaml.safe_load((ROOT / "tests" / "fixtures" / "expected_samples.yaml").read_text(encoding="utf-8"))
# Of the strikes that a right reading finds, the share that the coders of this version find at least.
STRIKES_FOUND = 0.5


def test_the_run_succeeds_and_leaves_nothing_out(samples):
    assert samples.returncode == 0, samples.stdout + samples.stderr
    assert samples.value("SELECT count(*) FROM articles") == 13
    assert samples.value("SELECT count(*) FROM quarantine") == 0


def test_the_end_of_the_run_tells_what_a_person_wants_to_know(samples):
    assert "13 articles read" in samples.stdout
    for word in ("strikes", "statements", "reactions", "rejected", "quarantine"):
        assert word in samples.stdout
    assert str(samples.published) in samples.stdout
    assert "strikeledger query" in samples.stdout
    newest = samples.rows("SELECT strike_id FROM strikes ORDER BY started_on DESC NULLS LAST LIMIT 1")[0][0]
    assert newest in samples.stdout


def test_no_progress_bar_without_a_terminal(samples):
    assert "\r" not in samples.stdout + samples.stderr
    assert "\x1b" not in samples.stdout + samples.stderr


def test_strikes_of_at_least_six_conflicts_are_found(samples):
    """By attacker or place and article: the floor that this version holds."""
    rows = samples.rows(
        "SELECT a.external_id, m.started_on, s.attacker_name, s.place_name, s.country_iso3, m.sentence_text"
        " FROM strike_mentions m JOIN strikes s USING (strike_id) JOIN articles a ON a.article_id = m.article_id"
    )
    found, conflicts = 0, set()
    wanted = [strike for strike in EXPECTED["strikes"] if not strike.get("optional")]
    for strike in wanted:
        names = {
            name
            for value in [*(strike.get("attackers") or []), strike.get("place", "")]
            for name in str(value).split("|")
        }
        dates = {None, strike.get("started_on")}
        hit = any(
            external_id in strike["articles"] and names & {attacker, place} and started_on in dates
            for external_id, started_on, attacker, place, _, _ in rows
        )
        found += hit
        conflicts |= {strike["conflict"]} if hit else set()
    assert found / len(wanted) >= STRIKES_FOUND
    assert found >= 15
    assert len(conflicts) >= 6


def test_articles_without_force_give_no_strike(samples):
    external_ids = ", ".join(f"'{name}'" for name in EXPECTED["no_force"])
    sql = f"SELECT count(*) FROM strike_mentions JOIN articles USING (article_id) WHERE external_id IN ({external_ids})"
    assert samples.value(sql) == 0


def test_a_near_copy_points_to_its_original_and_is_no_source(samples):
    for pair in EXPECTED["duplicates"]:
        sql = (
            "SELECT o.external_id FROM articles c JOIN articles o ON o.article_id = c.duplicate_of"
            f" WHERE c.external_id = '{pair['article']}'"
        )
        assert samples.rows(sql) == [(pair["duplicate_of"],)]
    assert samples.value("SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL") == len(EXPECTED["duplicates"])


def test_weekdays_without_a_publication_date_stay_null(samples):
    undated = {article for strike in EXPECTED["strikes"] for article in strike.get("undated", [])}
    assert undated
    for external_id in undated:
        sql = (
            "SELECT count(started_on) FROM strike_mentions JOIN articles USING (article_id)"
            f" WHERE external_id = '{external_id}' AND published_on IS NULL AND regexp_matches(date_text, 'day')"
        )
        assert samples.value(sql) == 0


def test_every_value_of_a_strike_mention_has_its_words(samples):
    assert samples.value("SELECT count(*) FROM evidence") > 100
    wrong = samples.value(
        "SELECT count(*) FROM evidence e JOIN articles a USING (article_id)"
        " WHERE a.text[e.text_start + 1 : e.text_end] <> e.text"
    )
    assert wrong == 0
    for column in ("attacker_text", "place_text", "date_text", "killed_best", "weapon_text"):
        missing = samples.value(
            f"SELECT count(*) FROM strike_mentions m WHERE {column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM evidence e"
            f" WHERE e.mention_id = m.mention_id AND replace(e.column_name, '_ids', '') LIKE '{column.split('_')[0]}%')"
        )
        assert missing == 0, column


def test_html_gives_the_body_and_not_the_page(samples):
    text = samples.value("SELECT text FROM articles WHERE external_id = 'tudun-biri-drone-strike'")
    assert "Tudun Biri" in text
    assert "Subscribe" not in text
    assert "©" not in text


def test_text_is_the_given_text_unchanged(samples):
    folder = ROOT / "assets" / "sources" / "sample_files" / "articles"
    for path in [*folder.glob("*.txt"), *folder.glob("*.md")]:
        text = samples.value(f"SELECT text FROM articles WHERE external_id = '{path.stem}'")
        assert text == path.read_bytes().decode("utf-8")


def test_a_second_run_changes_nothing(samples):
    """No row, no file: the published file is not even touched, and the work file holds the same rows, but for what it notes of them."""
    from warehouse.changes import UNTRACKED
    from warehouse.schema import load_tables
    from warehouse.store import Store

    def state() -> dict[str, str]:
        with Store(samples.warehouse / "work.duckdb") as store:
            return {table: store.state_hash(table) for table in load_tables() if table not in UNTRACKED}

    before, stamp = state(), samples.published.stat()
    again = run(samples.warehouse)
    after = samples.published.stat()
    assert again.returncode == 0, again.stderr
    assert "Nothing new" in again.stdout
    assert state() == before
    assert (after.st_mtime_ns, after.st_ino) == (stamp.st_mtime_ns, stamp.st_ino)


def test_explain_shows_each_value_with_its_words(samples):
    strike_id, sentence = samples.rows(
        "SELECT s.strike_id, m.sentence_text FROM strikes s JOIN strike_mentions m USING (strike_id)"
        " WHERE s.killed_best IS NOT NULL AND s.attacker_name IS NOT NULL ORDER BY s.strike_id LIMIT 1"
    )[0]
    shown = strikeledger("explain", strike_id, "--warehouse", str(samples.warehouse))
    assert shown.returncode == 0, shown.stderr
    assert strike_id in shown.stdout
    assert " ".join(sentence.split()) in shown.stdout
    assert "killed" in shown.stdout
    unknown = strikeledger("explain", "str_000000000000", "--warehouse", str(samples.warehouse))
    assert unknown.returncode == 2
    assert "no strike str_000000000000" in unknown.stderr


def test_query_prints_a_table(samples):
    shown = strikeledger("query", "SELECT count(*) AS strikes FROM strikes", "--warehouse", str(samples.warehouse))
    assert shown.returncode == 0, shown.stderr
    assert "strikes" in shown.stdout
    assert str(samples.value("SELECT count(*) FROM strikes")) in shown.stdout
    wrong = strikeledger("query", "SELECT nothing FROM strikes", "--warehouse", str(samples.warehouse))
    assert wrong.returncode == 2
    assert "nothing" in wrong.stderr
    written = strikeledger("query", "DELETE FROM strikes", "--warehouse", str(samples.warehouse))
    assert written.returncode == 2


def test_the_published_file_has_the_contract_tables_and_comments_only(samples):
    from warehouse.schema import published_tables

    with duckdb.connect(str(samples.published), read_only=True) as connection:
        tables = connection.execute("SELECT schema_name, table_name, comment FROM duckdb_tables()").fetchall()
        columns = connection.execute("SELECT table_name, column_name, comment FROM duckdb_columns()").fetchall()
    assert {(schema, name) for schema, name, _ in tables} == {("main", name) for name in published_tables()}
    assert [name for _, name, comment in tables if not comment] == []
    assert [(table, column) for table, column, comment in columns if table in published_tables() and not comment] == []


@pytest.mark.parametrize("name", ["data_docs/index.html"])
def test_the_validation_report_is_written(samples, name):
    page = Path(samples.warehouse) / name
    assert page.is_file()
    assert "strike" in page.read_text(encoding="utf-8")


def test_the_dictionary_names_every_published_column():
    from warehouse.schema import get_table, published_tables

    printed = strikeledger("dictionary").stdout
    for name in published_tables():
        assert f"## {name}\n" in printed
        for column in get_table(name).columns:
            assert f"| {column.name}" in printed, (name, column.name)
