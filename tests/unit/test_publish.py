"""Publication: refused without a pass, one whole file swapped in, skipped where nothing changed, safe when killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import warehouse_rows as rows

from warehouse import publish as publishing
from warehouse.ddl import comments
from warehouse.publish import PublishRefusedError, is_current, publish, published_state, read_marts
from warehouse.schema import get_table, load_tables, published_tables
from warehouse.store import Store

READER = """
import duckdb, sys
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    print(connection.execute("SELECT count(*) FROM strikes").fetchone()[0], flush=True)
    for line in sys.stdin:
        print(connection.execute("SELECT count(*) FROM strikes").fetchone()[0], flush=True)
"""
KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[3])
import warehouse_rows as rows
from warehouse import publish as publishing
from warehouse.store import Store
publishing._flush = lambda path: os.kill(os.getpid(), signal.SIGKILL)
with Store(sys.argv[1]) as store:
    rows.record_pass(store)
    publishing.publish(store, sys.argv[2])
"""


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "out" / "strikeledger.duckdb"


@pytest.fixture
def store(tmp_path):
    # the name of the work file needs quoting in SQL
    with Store(tmp_path / "the-work.file.duckdb") as opened:
        rows.record_pass(rows.fill(opened))
        yield opened


def drop_second_strike(store: Store) -> None:
    ledger = rows.ledger()
    gone = {"strikes": 1, "strike_mentions": 1, "strike_actors": 1}
    with store.transaction():
        for table, index in gone.items():
            store.sync(table, rows.frame(table, ledger[table][:index]))
    rows.record_pass(store)


def names(path: Path) -> set[str]:
    return {entry.name for entry in path.iterdir()}


def test_a_published_file_holds_the_rows_of_the_contract_tables(store, target):
    publication = publish(store, target)
    assert publication.changed
    assert publication.row_counts["strikes"] == 2
    with duckdb.connect(str(target), read_only=True) as connection:
        for table in published_tables():
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (store.count(table),)
        assert connection.execute("SELECT methods FROM strike_mentions WHERE mention_id = 'm1'").fetchone() == (
            ["airstrike"],
        )
    assert names(target.parent) == {target.name}


def test_nothing_but_contract_tables_and_marts_is_published(store, target):
    store.execute("CREATE TABLE scratch AS SELECT 1 AS secret")
    publish(store, target)
    with duckdb.connect(str(target), read_only=True) as connection:
        found = set(connection.execute("SELECT table_schema, table_name FROM information_schema.tables").fetchall())
    assert found == {("main", name) for name in published_tables()} | {("marts", name) for name in read_marts()}


def test_every_published_table_view_and_column_has_its_comment(store, target):
    publish(store, target)
    with duckdb.connect(str(target), read_only=True) as connection:
        for kind in ("tables", "views", "columns"):
            query = f"SELECT count(*) FROM duckdb_{kind}() WHERE NOT internal AND coalesce(comment, '') = ''"
            assert connection.execute(query).fetchone() == (0,)
        for name in published_tables():
            (comment,) = connection.execute(
                "SELECT comment FROM duckdb_tables() WHERE table_name = ?", [name]
            ).fetchone() or ("",)
            assert comment.startswith(get_table(name).comment)
    assert all(statement.startswith("COMMENT ON") for name in load_tables() for statement in comments(get_table(name)))


def test_the_published_file_keeps_keys_and_checks(store, target):
    publish(store, target)
    with duckdb.connect(str(target)) as connection:
        for change in (
            "killed_low = -1",
            "outcome = 'no such value'",
            "strike_id = NULL",
            f"strike_id = '{rows.SECOND}'",
        ):
            with pytest.raises(duckdb.ConstraintException):
                connection.execute(f"UPDATE strikes SET {change} WHERE strike_id = '{rows.FIRST}'")


def test_the_marts_answer_also_where_the_file_is_attached(store, target):
    publish(store, target)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{target}' AS ledger (READ_ONLY)")
        counts = {name: len(connection.execute(f"FROM ledger.marts.{name}").fetchall()) for name in read_marts()}
        assert counts["timeline"] == 6
        assert counts["evidence"] == 3
        assert counts["strikes_daily"] == counts["dyads_daily"] == 1
        dyad = connection.execute("SELECT attacker_name, killed_best FROM ledger.marts.dyads_daily").fetchone()
        assert dyad == ("Israel", 3)


def test_a_mart_must_say_what_it_holds(tmp_path):
    (tmp_path / "silent.sql").write_text("SELECT 1 AS one\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"silent\.sql"):
        read_marts(tmp_path)


def test_publication_is_refused_without_a_pass_and_the_old_file_stays(store, target):
    publish(store, target)
    before = target.read_bytes()
    store.execute("UPDATE strikes SET attacker_id = 'nobody'")
    with pytest.raises(PublishRefusedError) as error:
        publish(store, target)
    assert "strikes" in error.value.tables
    assert "not checked in their current state" in str(error.value)
    assert target.read_bytes() == before
    assert names(target.parent) == {target.name}


def test_publication_is_refused_while_a_rule_is_red(store, target):
    store.execute(
        "UPDATE quality_results SET passed = false, failing_count = 1"
        " WHERE table_name = 'strikes' AND rule = 'attacker_id_refers_to_a_row'"
    )
    with pytest.raises(PublishRefusedError) as error:
        publish(store, target)
    assert error.value.tables == {"strikes": ["attacker_id_refers_to_a_row"]}
    assert not target.exists()


def test_one_missing_result_is_no_full_pass(store, target):
    store.execute("DELETE FROM quality_results WHERE table_name = 'places' AND rule = 'key_is_unique'")
    with pytest.raises(PublishRefusedError, match="places"):
        publish(store, target)


def test_the_same_state_is_not_published_again(store, target):
    first = publish(store, target)
    before = target.stat().st_mtime_ns, target.stat().st_ino
    run = {
        "run_id": "r", "started_at": rows.NOW, "finished_at": None, "version": "1", "coder_version": None,
        "status": "running", "articles_read": 0, "articles_added": 0, "articles_changed": 0, "records_rejected": 0,
        "rows_quarantined": 0,
    }  # fmt: skip
    store.sync("runs", rows.frame("runs", [run]))  # a row about a run is no news
    assert is_current(store, target)
    second = publish(store, target)
    assert not second.changed
    assert second.state_hash == first.state_hash == published_state(target)
    assert (target.stat().st_mtime_ns, target.stat().st_ino) == before


def test_a_changed_state_is_published(store, target):
    publish(store, target)
    drop_second_strike(store)
    assert not is_current(store, target)
    assert publish(store, target).changed
    with duckdb.connect(str(target), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM strikes").fetchone() == (1,)


def test_a_file_that_cannot_be_read_is_replaced(store, target):
    target.parent.mkdir()
    target.write_bytes(b"not a database")
    assert published_state(target) is None
    assert publish(store, target).changed


def test_a_reader_keeps_its_snapshot_and_a_new_one_sees_the_new_file(store, target):
    publish(store, target)

    def reader() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", READER, str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    with reader() as early:
        assert early.stdin is not None
        assert early.stdout is not None
        assert early.stdout.readline() == "2\n"
        drop_second_strike(store)
        assert publish(store, target).changed
        early.stdin.write("again\n")
        early.stdin.flush()
        assert early.stdout.readline() == "2\n"
        with reader() as late:
            assert late.communicate()[0] == "1\n"
        early.communicate()


def test_a_killed_publication_leaves_the_old_file_and_is_cleaned_up(tmp_path, target):
    work = tmp_path / "work.duckdb"
    with Store(work) as store:
        rows.record_pass(rows.fill(store))
        publish(store, target)
        before = target.read_bytes()
        drop_second_strike(store)
    here = str(Path(__file__).parent)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(work), str(target), here], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert target.read_bytes() == before
    assert len(names(target.parent)) > 1
    with Store(work) as store:
        assert publish(store, target).changed
    assert names(target.parent) == {target.name}


def test_a_failure_in_the_middle_leaves_no_trace(store, target, monkeypatch):
    publish(store, target)
    before = target.read_bytes()
    drop_second_strike(store)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        publish(store, target)
    monkeypatch.undo()
    assert target.read_bytes() == before
    assert names(target.parent) == {target.name}
    assert publish(store, target).changed


def test_a_row_that_the_constraints_refuse_is_never_published(store, target, monkeypatch):
    """Whatever quality_results say: the new file has the constraints, and a bad row ends the publication."""
    publish(store, target)
    before = target.read_bytes()
    store.execute("UPDATE strikes SET outcome = 'no such value'")
    monkeypatch.setattr(publishing, "unpassed", lambda *_: {})
    with pytest.raises(duckdb.ConstraintException):
        publish(store, target)
    assert target.read_bytes() == before
    assert names(target.parent) == {target.name}
    assert store.count("strikes") == 2  # the store is usable afterwards
