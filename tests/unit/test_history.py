"""History: each version of a row with its time, in step with the table, and the ledger as of a time."""

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
import warehouse_rows as rows

from warehouse import gate, history
from warehouse.publish import publish, read_macros
from warehouse.schema import get_table
from warehouse.store import Store

FIRST_RUN = datetime(2024, 3, 1, 10, 30, tzinfo=UTC)
SECOND_RUN, THIRD_RUN = FIRST_RUN + timedelta(days=1), FIRST_RUN + timedelta(days=2)
KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[2])
import warehouse_rows as rows
from warehouse.store import Store
with Store(sys.argv[1]) as store, store.transaction():
    store.sync("strikes", rows.frame("strikes", rows.ledger()["strikes"][:1]))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def store():
    with Store(":memory:", now=FIRST_RUN) as opened:
        yield rows.fill(opened)


def strikes(*figures: int) -> pl.DataFrame:
    """The strikes of the small ledger, as many as there are figures, with these numbers of the killed."""
    found = rows.ledger()["strikes"]
    return rows.frame(
        "strikes", [found[i] | dict.fromkeys(("killed_low", "killed_best", "killed_high"), n) for i, n in enumerate(figures)]
    )  # fmt: skip


def versions(store: Store) -> list[tuple]:
    """`strike_id` (its last digit), `killed_best`, days from the first run to the start and the end of validity."""
    day = "date_diff('day', TIMESTAMP '2024-03-01 10:30:00', {})".format
    return store.execute(
        f"SELECT right(strike_id, 1), killed_best, {day('valid_from')}, {day('valid_to')} FROM strikes_history ORDER BY ALL"
    )


def is_in_step(store: Store) -> bool:
    """Whether the open versions are exactly the rows, and no two versions of a row overlap."""
    return all(
        store.read(f"SELECT * EXCLUDE (valid_from, valid_to) FROM {kept} WHERE valid_to IS NULL ORDER BY ALL").equals(
            store.read(f"SELECT * FROM {table} ORDER BY ALL")
        )
        for table, kept in history.histories().items()
    )


def test_a_row_has_a_version_for_each_time_that_it_changed(store):
    store.sync("strikes", strikes(3, 5))
    store.now = SECOND_RUN
    store.sync("strikes", strikes(3, 6))
    store.now = THIRD_RUN
    store.sync("strikes", strikes(4))
    assert versions(store) == [("1", 3, 0, 2), ("1", 4, 2, None), ("2", 5, 0, 1), ("2", 6, 1, 2)]
    assert is_in_step(store)


def test_equal_rows_write_nothing(store):
    before = store.state_hash("strikes_history")
    store.now = SECOND_RUN
    rows.fill(store)
    assert store.state_hash("strikes_history") == before


def test_changes_of_one_run_are_one_version_and_none_where_the_row_ends_as_it_was(store):
    store.sync("strikes", strikes(3, 5))
    before = store.read("strikes_history")
    store.now = SECOND_RUN
    for figures in ((3, 6), (3,), (3, 7)):
        store.sync("strikes", strikes(*figures))
    assert versions(store) == [("1", 3, 0, None), ("2", 5, 0, 1), ("2", 7, 1, None)]
    store.sync("strikes", strikes(3, 5))
    assert store.read("strikes_history").sort("strike_id").equals(before.sort("strike_id"))


def test_a_row_that_comes_back_has_a_gap(store):
    for number, figures in enumerate(((3, 5), (3,), (3, 5))):
        store.now = FIRST_RUN + timedelta(days=number)
        store.sync("strikes", strikes(*figures))
    assert versions(store)[1:] == [("2", 5, 0, 1), ("2", 5, 2, None)]


def test_upserts_and_writes_with_a_scope_touch_their_rows_only(store):
    store.sync("strikes", strikes(3, 5))
    store.now = SECOND_RUN
    store.upsert("strikes", strikes(4))
    assert versions(store) == [("1", 3, 0, 1), ("1", 4, 1, None), ("2", 5, 0, None)]
    store.now = THIRD_RUN
    store.sync("strikes", strikes(4, 5).clear(), {"strike_id": [rows.SECOND]})
    assert versions(store) == [("1", 3, 0, 1), ("1", 4, 1, None), ("2", 5, 0, 2)]
    assert is_in_step(store)


def test_a_clock_that_goes_back_makes_no_version_that_ends_before_it_begins(store):
    store.sync("strikes", strikes(3, 5))
    store.now = SECOND_RUN
    store.sync("strikes", strikes(3, 6))
    store.now = FIRST_RUN - timedelta(days=9)
    store.sync("strikes", strikes(4, 6))
    assert versions(store) == [("1", 3, 0, 1), ("1", 4, 1, None), ("2", 5, 0, 1), ("2", 6, 1, None)]


def test_rows_that_go_to_quarantine_are_closed_and_open_again_when_they_are_back(store):
    store.now = SECOND_RUN
    bad = gate.Fault("strike_mentions", "m2", "rule", "planted")
    gate.move_to_quarantine(store, [bad], "run-1", SECOND_RUN)
    gate.move_to_quarantine(store, [gate.Fault("strikes", rows.SECOND, "rule", "planted")], "run-1", SECOND_RUN)
    assert [version[3] for version in versions(store)] == [None, 1]
    assert is_in_step(store)
    store.now = THIRD_RUN
    rows.fill(store)
    assert is_in_step(store)


def test_the_history_of_a_work_file_of_an_earlier_version_begins_now(tmp_path):
    path = tmp_path / "work.duckdb"
    with Store(path, now=FIRST_RUN) as store:
        rows.fill(store)
        for kept in history.histories().values():
            store.execute(f"DROP TABLE {kept}")
    with Store(path, now=THIRD_RUN) as store:
        assert [version[2:] for version in versions(store)] == [(2, None), (2, None)]
        assert is_in_step(store)


def test_a_kill_leaves_table_and_history_in_step(tmp_path):
    path = tmp_path / "work.duckdb"
    with Store(path, now=FIRST_RUN) as store:
        rows.fill(store)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path), str(Path(__file__).parent)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with Store(path) as store:
        assert store.count("strikes") == 2
        assert is_in_step(store)


def test_columns_follow_the_table_without_its_rules():
    fact, kept = get_table("strikes"), get_table("strikes_history")
    assert kept.column_names == [*fact.column_names, "valid_from", "valid_to"]
    assert kept.key == ("strike_id", "valid_from")
    assert [column.name for column in kept.columns if not column.nullable] == ["strike_id", "valid_from"]
    assert not any(column.allowed or column.pattern for column in kept.columns)


@pytest.fixture
def published(tmp_path):
    with Store(tmp_path / "work.duckdb", now=FIRST_RUN) as store:
        rows.fill(store)
        for number, figures in enumerate(((3, 5), (3, 6), (4,)), 0):
            store.now = FIRST_RUN + timedelta(days=number)
            store.sync("strikes", strikes(*figures))
        rows.fill(store)
        rows.record_pass(store)
        publish(store, tmp_path / "out.duckdb")
    with duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize(
    ("time", "figures"),
    [
        ("DATE '2024-02-29'", []),
        ("DATE '2024-03-01'", [3, 5]),  # the end of that day
        ("TIMESTAMP '2024-03-01 10:29:59'", []),
        ("TIMESTAMP '2024-03-01 10:30:00'", [3, 5]),
        ("TIMESTAMP '2024-03-02 10:29:59'", [3, 5]),
        ("TIMESTAMP '2024-03-02 10:30:00'", [3, 6]),
        ("DATE '2024-03-02'", [3, 6]),
        ("TIMESTAMPTZ '2024-03-02 12:29:59+02'", [3, 5]),
        ("TIMESTAMPTZ '2024-03-02 12:30:00+02'", [3, 6]),
    ],
)
def test_the_ledger_as_it_was_known(published, time, figures):
    published.execute("SET TimeZone = 'Asia/Tokyo'")  # whatever the session's zone, times are in UTC
    found = published.execute(f"SELECT killed_best FROM marts.strikes_as_of({time}) ORDER BY ALL").fetchall()
    assert [row[0] for row in found] == figures


@pytest.mark.parametrize("macro", read_macros())
def test_as_of_now_is_the_table(published, macro):
    table = macro.removesuffix("_as_of")
    now = published.sql(f"FROM marts.{macro}(now()) ORDER BY ALL").pl()
    assert now.columns == get_table(table).column_names
    assert now.equals(published.sql(f"FROM {table} ORDER BY ALL").pl())


def test_a_macro_has_a_comment(published):
    found = published.execute("SELECT function_name, comment FROM duckdb_functions() WHERE schema_name = 'marts'")
    assert dict(found.fetchall()) == {name: macro.comment for name, macro in read_macros().items()}
