"""What writes change: states that follow them, writes by others, and the rows that a check has to look at again."""

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb
import polars as pl
import pytest
import warehouse_rows as rows

from warehouse import changes, judging
from warehouse.rules import NATIVE_KINDS, links_of, rules_of
from warehouse.schema import gated_tables, get_table
from warehouse.store import Store


def scanned(store: Store, table: str) -> str:
    return str(changes.scan(store.connection, get_table(table), get_table(table).qualified))


def passed(store: Store) -> Store:
    """The sound ledger, as it is after a green check of every table."""
    rows.record_pass(rows.fill(store))
    for table in gated_tables():
        changes.remember_pass(store.connection, table)
    return store


def looked_at(store: Store, table: str) -> list[str]:
    assert changes.gather(store.connection, table)
    return sorted(judging.checked_frame(store, table, partly=True)["_row_id"])


@contextmanager
def undone(store: Store) -> Iterator[None]:
    """A transaction that is rolled back."""
    with suppress(InterruptedError), store.transaction():
        yield
        raise InterruptedError


@pytest.fixture
def store():
    with Store(":memory:") as opened:
        yield passed(opened)


def names(chance: random.Random) -> pl.DataFrame:
    """Some of twelve names in three articles, each in one of two spellings."""
    like = rows.ledger()["entity_mentions"][0]
    made = [
        like | {"mention_id": f"n{i}", "article_id": f"a{i % 3}", "text": chance.choice("xy")}
        for i in chance.sample(range(12), chance.randrange(12))
    ]
    return rows.frame("entity_mentions", made)


def test_a_state_follows_every_write_as_a_scan_would_find_it():
    chance = random.Random(5)
    with Store(":memory:") as store:
        store.state_hash("entity_mentions")
        for _ in range(60):
            frame = names(chance)
            article = chance.choice(["a0", "a1", "a2"])
            match chance.randrange(6):
                case 0:
                    store.sync("entity_mentions", frame)
                case 1:
                    store.sync(
                        "entity_mentions", frame.filter(pl.col("article_id") == article), {"article_id": [article]}
                    )
                case 2:
                    store.upsert("entity_mentions", frame)
                case 3:
                    store.append("entity_mentions", frame)
                case 4:
                    store.update("entity_mentions", {"score": "t.score / 2"}, "t.article_id = $a", {"a": article})
                case 5:
                    with undone(store):
                        store.remove("entity_mentions", "t.article_id = $a", {"a": article})
            assert store.state_hash("entity_mentions") == scanned(store, "entity_mentions")


def test_a_list_that_is_null_is_another_state_than_an_empty_one(store):
    before = store.state_hash("strike_mentions")
    store.update("strike_mentions", {"target_actor_ids": "NULL"}, "t.mention_id = 'm1'")
    assert store.state_hash("strike_mentions") == scanned(store, "strike_mentions") != before


@pytest.mark.parametrize("is_crash", [False, True])
def test_a_write_from_outside_is_found(tmp_path, is_crash):
    path = tmp_path / "work.duckdb"
    with Store(path) as store:
        before = passed(store).state_hash("strikes")
    with Store(path) as store:
        assert store.execute("SELECT bool_and(is_trusted) FROM staging.table_states") == [(True,)]
        assert looked_at(store, "strikes") == []
    with duckdb.connect(str(path)) as other:
        if is_crash:  # the write lies in the log beside the file, which is as it was
            other.execute("PRAGMA disable_checkpoint_on_shutdown")
        other.execute("UPDATE strikes SET attacker_id = 'nobody' WHERE strike_id = ?", [rows.FIRST])
    assert path.with_name("work.duckdb.wal").exists() == is_crash
    with Store(path) as store:
        assert before != store.state_hash("strikes") == scanned(store, "strikes")
        assert not changes.gather(store.connection, "strikes")  # the next check looks at every row
        assert changes.gather(store.connection, "places")
        assert store.state_hash("places") == scanned(store, "places")


def test_a_statement_past_the_methods_makes_the_next_check_look_at_every_row(store):
    store.execute("DELETE FROM strike_mentions WHERE mention_id = 'no such mention'")
    assert looked_at(store, "strike_mentions") == []
    store.execute("UPDATE strike_mentions SET outcome = 'hit' WHERE mention_id = 'm1'")
    assert not changes.gather(store.connection, "strike_mentions")
    assert not changes.gather(store.connection, "strikes")
    assert store.state_hash("strike_mentions") == scanned(store, "strike_mentions")


def test_a_check_looks_at_rows_that_refer_to_what_changed(store):
    store.update("articles", {"text": "'other words'"}, "t.article_id = $a", {"a": rows.ARTICLE})
    assert looked_at(store, "strike_mentions") == ["m1", "m2"]
    store.update("strike_mentions", {"strike_id": "$second"}, "t.mention_id = 'm1'", {"second": rows.SECOND})
    # the strike that the mention has left, and the one that it joins
    assert looked_at(store, "strikes") == [rows.FIRST, rows.SECOND]
    store.update("places", {"name": "'Sur'"}, "true")
    assert looked_at(store, "place_candidates") == []
    store.remove("places", "t.place_id = 'gn:2'")
    assert looked_at(store, "place_candidates") == ["n2|2"]
    store.remove("actors", "t.actor_id = 'grp:hezbollah'")
    assert looked_at(store, "strike_actors") == [f"{rows.SECOND}|grp:hezbollah|attacker"]


def spoil_at_random(store: Store, chance: random.Random) -> None:
    """Three writes that take away rows that others refer to, lead references to nowhere, or change the words."""
    for table in chance.sample(gated_tables(), 3):
        link = chance.choice(links_of(table)[1:] or links_of(table))
        value = "['nowhere']" if get_table(table).column(link.column).is_list else "'nowhere'"
        row = f"t.rowid = {chance.randrange(3)}"
        match chance.randrange(3):
            case 0:
                store.remove(link.other, row)
            case 1 if link.column not in get_table(table).key:
                store.update(table, {link.column: value}, row)
            case _:
                store.update("articles", {"text": "'short'", "published_on": "DATE '2020-01-01'"}, row)


def test_no_row_that_breaks_a_rule_is_overlooked(store):
    """What a look at every row finds after random writes, a look at the changed ones finds too."""
    chance, found = random.Random(8), 0
    for _ in range(5):
        with undone(store):
            spoil_at_random(store, chance)
            for table in gated_tables():
                computed = [rule.ok_column for rule in rules_of(table) if rule.kind not in NATIVE_KINDS]
                bad = judging.checked_frame(store, table).filter(~pl.all_horizontal([True, *computed]))
                assert changes.gather(store.connection, table)
                looked = judging.checked_frame(store, table, partly=True)
                assert bad.join(looked, on=looked.columns, how="anti", nulls_equal=True).is_empty()
                found += bad.height
    assert found > 10


def test_the_log_is_cut_when_all_have_passed_and_gives_way_to_a_full_check(store, monkeypatch):
    log = "SELECT count(*) FROM staging.changed_rows"
    store.update("actors", {"name": "'x'"}, "t.actor_id = 'ISR'")
    assert store.execute(log) == [(1,)]
    watchers = [table for table in gated_tables() if "actors" in {link.other for link in links_of(table)}]
    for table in watchers:
        assert store.execute(log) == [(1,)]
        changes.remember_pass(store.connection, table)
    assert store.execute(log) == [(0,)]
    monkeypatch.setattr(changes, "LOG_ALWAYS_KEPT", 2)
    store.update("actors", {"name": "'y'"}, "true")
    assert store.execute(log) == [(0,)]
    assert not any(changes.gather(store.connection, table) for table in watchers)
