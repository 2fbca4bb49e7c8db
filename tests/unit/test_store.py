"""The store: exact incremental writes, transactions, state hashes, and a file that somebody else holds."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl
import pytest
import warehouse_rows as rows

from warehouse import ddl
from warehouse.store import Counts, Store, StoreError, StoreLockedError

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def store():
    with Store(":memory:") as opened:
        yield opened


def actors(**changes) -> pl.DataFrame:
    found = rows.ledger()["actors"]
    return rows.frame("actors", [found[0] | changes, *found[1:]])


def test_the_first_write_inserts_and_the_second_changes_nothing(store):
    assert store.sync("actors", actors()) == Counts(inserted=4)
    assert store.sync("actors", actors()) == Counts()
    assert store.sync("actors", actors().reverse()) == Counts()


def test_only_rows_that_differ_are_written(store):
    store.sync("actors", actors())
    assert store.sync("actors", actors(name="State of Israel")) == Counts(updated=1)
    assert store.sync("actors", actors(name="State of Israel", aliases=["IL", "Jerusalem"])) == Counts(updated=1)
    assert store.sync("actors", actors(name="State of Israel", aliases=["Jerusalem", "IL"])) == Counts(updated=1)
    assert (
        store.sync("actors", actors(name="State of Israel", aliases=["Jerusalem", "IL"], ucdp_actor_id=666)).updated
        == 1
    )


def test_rows_that_are_gone_are_deleted(store):
    store.sync("actors", actors())
    assert store.sync("actors", actors().head(1)) == Counts(deleted=3)
    assert store.read("actors")["actor_id"].to_list() == ["ISR"]


def test_a_scope_leaves_the_other_rows_alone(store):
    names = rows.frame("entity_mentions", rows.ledger()["entity_mentions"])
    other = names.with_columns(article_id=pl.lit("a000000000009"), mention_id=pl.col("mention_id") + "-9")
    store.sync("entity_mentions", pl.concat([names, other]))
    assert store.sync("entity_mentions", other.head(1), {"article_id": ["a000000000009"]}) == Counts(deleted=1)
    assert store.sync("entity_mentions", other.clear(), {"article_id": ["a000000000009"]}) == Counts(deleted=1)
    assert store.sync("entity_mentions", other.clear(), {"article_id": []}) == Counts()
    assert store.count("entity_mentions") == 2


def test_a_row_outside_the_scope_is_an_error(store):
    names = rows.frame("entity_mentions", rows.ledger()["entity_mentions"])
    with pytest.raises(StoreError, match="2 rows lie outside the scope"):
        store.sync("entity_mentions", names, {"article_id": ["a000000000009"]})


def test_upsert_deletes_nothing_and_append_keeps_the_old_row(store):
    store.sync("actors", actors())
    assert store.upsert("actors", actors(name="State of Israel").head(1)) == Counts(updated=1)
    assert store.append("actors", actors(name="another name")) == Counts()
    assert store.count("actors") == 4
    assert store.delete("actors", {"actor_id": ["ISR", "nobody"]}) == Counts(deleted=1)


def test_lists_dates_bytes_and_utc_times_come_back_as_they_went(store):
    moscow = timezone(timedelta(hours=3))
    given = pl.DataFrame(
        {
            "table_name": ["raw_articles"], "row_id": ["in.jsonl:7"], "stage": ["parse"], "rule": ["json"],
            "reason": ["line 7 is no JSON"], "payload": [b"\x00\xff\n"], "payload_encoding": ["bytes"], "run_id": ["r"],
            "seen_at": [datetime(2024, 3, 5, 15, 0, 0, 123456, moscow)],
        }
    )  # fmt: skip
    store.sync("quarantine", given)
    back = store.read("quarantine")
    assert back["payload"].to_list() == [b"\x00\xff\n"]
    assert back["seen_at"].to_list() == [datetime(2024, 3, 5, 12, 0, 0, 123456, UTC)]
    assert store.sync("quarantine", given) == Counts()
    rows.fill(store)
    mention = store.read("SELECT * FROM strike_mentions WHERE mention_id = ?", ["m1"])
    assert mention["methods"].to_list() == [["airstrike"]]
    assert mention["target_actor_ids"].to_list() == [[]]
    assert mention["started_on"].to_list() == [date(2024, 3, 3)]
    assert mention.schema == rows.frame("strike_mentions", []).schema
    signature = pl.DataFrame({"article_id": ["a"], "seen_number": [1], "bands": [[2**64 - 1, 0]], "signature_version": ["v"]},
                             schema_overrides={"bands": pl.List(pl.UInt64)})  # fmt: skip
    assert store.sync("article_signatures", signature) == Counts(inserted=1)
    assert store.read("article_signatures")["bands"].to_list() == [[2**64 - 1, 0]]


def test_several_writes_are_one_transaction(store):
    store.sync("actors", actors())
    before = store.state_hash("actors")
    with pytest.raises(StoreError), store.transaction():  # noqa: PT012 - the first two writes must be undone
        store.sync("actors", actors(name="another name"))
        store.sync("places", rows.frame("places", rows.ledger()["places"]))
        store.sync("actors", actors(actor_id=None))
    assert store.state_hash("actors") == before
    assert store.count("places") == 0
    with store.transaction():
        store.sync("actors", actors(name="another name"))
        store.sync("actors", actors())
    assert store.state_hash("actors") == before


def test_the_state_hash_knows_rows_and_not_their_order(store):
    empty = store.state_hash("actors")
    store.sync("actors", actors())
    full = store.state_hash("actors")
    store.sync("actors", actors().clear())
    assert store.state_hash("actors") == empty
    store.sync("actors", actors().reverse())
    assert store.state_hash("actors") == full
    store.sync("actors", actors(name="another name"))
    assert store.state_hash("actors") not in (full, empty)


def test_a_frame_that_does_not_fit_is_refused_with_its_reason(store):
    with pytest.raises(StoreError, match="lacks the columns aliases"):
        store.sync("actors", actors().drop("aliases"))
    with pytest.raises(StoreError, match="does not know: colour"):
        store.sync("actors", actors().with_columns(colour=pl.lit("red")))
    with pytest.raises(StoreError, match="2 rows share a key, the first is ISR"):
        store.sync("actors", pl.concat([actors().head(1)] * 2))
    with pytest.raises(StoreError, match="1 rows have no actor_id"):
        store.sync("actors", actors(actor_id=None))
    with pytest.raises(StoreError, match="column types of the contract"):
        store.sync("actors", actors().with_columns(ucdp_actor_id=pl.lit("many")))


def test_the_gates_own_records_obey_their_constraints(store):
    bad = {
        "table_name": "t", "row_id": "1", "stage": "no such stage", "rule": "r", "reason": "x", "payload": None,
        "payload_encoding": "json", "run_id": "r", "seen_at": rows.NOW,
    }  # fmt: skip
    with pytest.raises(StoreError, match="breaks the contract"):
        store.sync("quarantine", rows.frame("quarantine", [bad]))
    assert store.count("quarantine") == 0


def test_a_name_that_is_no_table_is_reported(store):
    with pytest.raises(StoreError, match="no table 'boats'"):
        store.read("boats")


def test_a_closed_store_says_how_to_use_it():
    with pytest.raises(StoreError, match="with Store"):
        Store(":memory:").read("actors")


def test_the_file_keeps_what_was_written(tmp_path):
    path = tmp_path / "deep" / "work.duckdb"
    with Store(path) as store:
        store.sync("actors", actors())
        before = store.state_hash("actors")
    with Store(path) as store:
        assert store.state_hash("actors") == before


def test_an_old_work_file_is_brought_up_to_the_contract(tmp_path):
    path = tmp_path / "work.duckdb"
    with Store(path) as store:
        store.sync("actors", actors())
        store.execute("ALTER TABLE actors DROP COLUMN aliases")
        store.execute("ALTER TABLE actors ALTER ucdp_actor_id TYPE VARCHAR")
        store.execute("COMMENT ON TABLE actors IS 'strikeledger contract of long ago'")
    with Store(path) as store:
        assert store.read("actors").schema == actors().schema
        assert store.read("actors")["name"].sort().to_list() == actors()["name"].sort().to_list()
        mark = store.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'actors'")[0][0]
        assert ddl.fingerprint("actors") in mark


def test_a_file_that_another_process_holds_is_waited_for_and_then_named(tmp_path):
    path = tmp_path / "work.duckdb"
    with Store(path):
        pass
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreLockedError) as error, Store(path, wait_seconds=0.3):
            pass
        assert f"process {holder.pid}" in str(error.value)
        assert "published strikeledger.duckdb" in str(error.value)
    finally:
        holder.communicate("")
    with Store(path, wait_seconds=5) as store:
        assert store.count("actors") == 0


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "work.duckdb"
    path.write_bytes(b"not a database" * 500)
    with pytest.raises(StoreError, match=r"work\.duckdb cannot be opened"), Store(path):
        pass
