"""The gate: every rule that the contract declares is broken once, and that very rule names that very row.

Great Expectations is loaded once for the file. For each table one frame holds a sound row and a bad row for each rule.
"""

import json
import subprocess
import sys
from collections.abc import Callable

import polars as pl
import pytest
import warehouse_rows as rows
from planted_rows import SOUND, Planted, Row

from warehouse import expectations, gate, judging, quality
from warehouse.rules import QUARANTINE_SHARE, rule_of, rules_of
from warehouse.schema import gated_tables, get_table
from warehouse.store import Store


@pytest.fixture(scope="module")
def outcomes() -> Callable[[str], tuple[Planted, dict[str, expectations.RuleOutcome]]]:
    """What Great Expectations finds in the planted frame of a table, validated once per table."""
    known = {}

    def find(table: str) -> tuple[Planted, dict[str, expectations.RuleOutcome]]:
        if table not in known:
            with Store(":memory:") as store:
                planted = Planted(table)
                planted.write(store)
                found = expectations.validate(table, judging.checked_frame(store, table))
                known[table] = (planted, {outcome.rule.name: outcome for outcome in found})
        return known[table]

    return find


@pytest.fixture
def store():
    """The sound ledger, with a pass of every table: a check validates only what a test changes."""
    with Store(":memory:") as opened:
        rows.record_pass(rows.fill(opened))
        yield opened


def check(store: Store, *tables: str, run_id: str = "run-1") -> dict[str, quality.TableQuality]:
    return quality.check_tables(store, tables or None, run_id, rows.NOW)


def held(store: Store) -> set[tuple[str, str, str]]:
    return set(store.execute("SELECT table_name, row_id, rule FROM quarantine"))


ALL_RULES = [
    pytest.param(table, rule.name, id=f"{table}.{rule.name}")
    for table in gated_tables()
    for rule in rules_of(table)
    if rule.kind != "columns"
]


@pytest.mark.parametrize(("table", "rule"), ALL_RULES)
def test_a_planted_row_is_caught_by_its_rule_and_key(outcomes, table, rule):
    planted, found = outcomes(table)
    assert not found[rule].passed
    assert planted.ids[rule] in found[rule].failing_ids
    assert planted.ids[SOUND] not in found[rule].failing_ids


def test_a_missing_column_is_named():
    with Store(":memory:") as empty:
        for table in gated_tables():
            column = next(c.name for c in get_table(table).columns if c.name not in get_table(table).key)
            empty.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO other")
            rule = rule_of(table, "columns_as_declared")
            (outcome,) = expectations.validate(table, judging.checked_frame(empty, table), [rule])
            assert not outcome.passed
            assert column in (outcome.details or "")


def test_a_column_of_another_type_is_named_and_blocks():
    with Store(":memory:") as empty:
        empty.execute("ALTER TABLE merges ALTER score TYPE VARCHAR")
        outcome = check(empty, "merges")["merges"]
        failed = {failure.rule: failure.message for failure in outcome.failures}
        assert "another type than declared: score" in failed["columns_as_declared"]


def test_a_sound_ledger_passes(store):
    store.execute("DELETE FROM quality_results")
    found = check(store)
    assert set(found) == set(gated_tables())
    assert not any(outcome.is_stored for outcome in found.values())
    assert all(outcome.passed and not outcome.moved for outcome in found.values())
    assert quality.unpassed(store) == {}


def test_a_bad_row_goes_to_quarantine_with_what_depends_on_it_and_the_rest_passes(store):
    store.execute("UPDATE strike_mentions SET killed_low = 9 WHERE mention_id = 'm2'")
    store.execute("UPDATE strike_mentions SET killed_best = 3 WHERE mention_id = 'm2'")
    found = check(store)
    assert all(outcome.passed for outcome in found.values())
    mentions = found["strike_mentions"]
    assert [(f.rule, f.keys) for f in mentions.quarantined] == [("killed_low_to_killed_high_in_order", ("m2",))]
    assert held(store) >= {
        ("strike_mentions", "m2", "killed_low_to_killed_high_in_order"),
        ("strikes", rows.SECOND, "has_a_mention"),
        ("strike_actors", f"{rows.SECOND}|grp:hezbollah|attacker", "depends_on_quarantined"),
    }
    # a link that may be null is cut and its row stays
    assert (
        store.read("SELECT response_strike_mention_id FROM reaction_mentions")[
            "response_strike_mention_id"
        ].null_count()
        == 2
    )
    payload = store.execute("SELECT payload FROM quarantine WHERE row_id = 'm2'")[0][0]
    assert json.loads(payload)["killed_low"] == 9
    assert quality.unpassed(store) == {}


def test_tables_may_be_checked_one_by_one_in_any_order(store):
    store.execute("UPDATE strike_mentions SET outcome = 'no such value' WHERE mention_id = 'm1'")
    for table in reversed(gated_tables()):
        assert check(store, table)[table].passed
    assert quality.unpassed(store) == {}
    assert ("evidence", "m1|killed|55|60", "depends_on_quarantined") in held(store)


def test_a_table_rule_blocks_and_moves_nothing(store):
    store.execute("UPDATE strikes SET attacker_id = 'nobody' WHERE strike_id = ?", [rows.FIRST])
    outcome = check(store, "strikes")["strikes"]
    assert not outcome.passed
    assert [(f.rule, f.failing_count, f.keys) for f in outcome.failures] == [
        ("attacker_id_refers_to_a_row", 1, (rows.FIRST,))
    ]
    assert "run again" in outcome.failures[0].message
    assert store.count("strikes") == 2
    assert held(store) == set()


def test_red_stays_red_and_green_stays_green_without_another_validation(store, monkeypatch):
    store.execute("UPDATE strikes SET attacker_id = 'nobody' WHERE strike_id = ?", [rows.FIRST])
    first = check(store)
    before = store.state_hash("quality_results"), store.state_hash("quarantine")
    monkeypatch.setattr(expectations, "validate", None)
    second = check(store, run_id="run-2")
    assert all(outcome.is_stored for outcome in second.values())
    assert {name for name, outcome in second.items() if not outcome.passed} == {"strikes"}
    assert second["strikes"].failures == first["strikes"].failures
    assert (store.state_hash("quality_results"), store.state_hash("quarantine")) == before


def test_a_change_in_a_table_that_is_referred_to_makes_the_pass_void(store):
    assert quality.unpassed(store) == {}
    store.execute("DELETE FROM places WHERE place_id = 'gn:2'")
    tables = {"places", "place_candidates", "entity_mentions", "strike_mentions", "strikes"}
    assert set(quality.unpassed(store)) == tables
    assert not check(store, "strikes")["strikes"].passed


def test_a_check_after_a_pass_looks_at_what_changed_and_red_stays_red(store, monkeypatch):
    check(store)  # takes over the stored passes
    seen = []

    def spy(table, frame, rules=None):
        seen.append((table, frame["_row_id"].to_list()))
        return validate(table, frame, rules)

    validate = expectations.validate
    monkeypatch.setattr(expectations, "validate", spy)
    store.update("strikes", {"attacker_id": "'nobody'"}, "t.strike_id = $id", {"id": rows.FIRST})
    assert not check(store, "strikes")["strikes"].passed
    # another state of the table: the row at fault has not changed since, and is still looked at
    store.update("strikes", {"outcome": "'intercepted'"}, "t.strike_id = $id", {"id": rows.SECOND})
    red = check(store, "strikes", run_id="run-2")["strikes"]
    assert [(f.rule, f.keys) for f in red.failures] == [("attacker_id_refers_to_a_row", (rows.FIRST,))]
    store.update("strikes", {"attacker_id": "'ISR'"}, "t.strike_id = $id", {"id": rows.FIRST})
    assert check(store, "strikes", run_id="run-3")["strikes"].passed
    store.update("strikes", {"outcome": "'hit'"}, "t.strike_id = $id", {"id": rows.SECOND})
    assert check(store, "strikes", run_id="run-4")["strikes"].passed
    assert [sorted(ids) for _, ids in seen] == [[rows.FIRST], [rows.FIRST, rows.SECOND], [rows.FIRST, rows.SECOND],
                                                [rows.SECOND]]  # fmt: skip


def test_rows_that_come_back_bad_are_moved_again_without_growth(store):
    bad = rows.ledger()["entity_mentions"]
    bad[0]["text"] = "other words"
    states = []
    for run in ("run-1", "run-2"):
        store.sync("entity_mentions", rows.frame("entity_mentions", bad))
        assert check(store, "entity_mentions", run_id=run)["entity_mentions"].moved == 1
        states.append(store.read("SELECT * FROM quarantine ORDER BY ALL"))
    assert states[0].equals(states[1])
    assert states[1]["run_id"].unique().to_list() == ["run-1"]


def test_too_many_rows_in_quarantine_block(store):
    names = rows.ledger()["entity_mentions"]
    bad = [names[0] | {"mention_id": f"bad-{i}", "text": "other words"} for i in range(7)]
    store.sync("entity_mentions", rows.frame("entity_mentions", names + bad))
    outcome = check(store, "entity_mentions")["entity_mentions"]
    assert [f.rule for f in outcome.failures] == [QUARANTINE_SHARE]
    assert outcome.moved == 7
    assert quality.unpassed(store)["entity_mentions"] == [QUARANTINE_SHARE]


@pytest.mark.parametrize("table", ["articles", "evidence", "strike_mentions"])
def test_a_table_without_rows_passes(table):
    with Store(":memory:") as empty:
        assert check(empty, table)[table].passed


def test_a_nan_is_out_of_range(store):
    store.execute("UPDATE strikes SET confidence_score = 'nan'::DOUBLE WHERE strike_id = ?", [rows.FIRST])
    rule = rule_of("strikes", "confidence_score_is_in_range")
    (outcome,) = expectations.validate("strikes", judging.checked_frame(store, "strikes"), [rule])
    assert outcome.failing_ids == (rows.FIRST,)


def test_data_docs_show_every_table_and_keep_earlier_pages(store, tmp_path):
    store.execute("DELETE FROM quality_results")
    check(store, "sources", "merges")
    assert quality.write_data_docs(tmp_path, rows.NOW) == tmp_path / "index.html"
    for table in ("sources", "merges"):
        (page,) = (tmp_path / "validations" / table).rglob("*.html")
        assert "key_is_unique" in page.read_text(encoding="utf-8")
    expectations._last_results.pop("merges")
    quality.write_data_docs(tmp_path, rows.NOW)
    assert list((tmp_path / "validations" / "merges").rglob("*.html"))


def screened(store: Store, ledger: dict[str, list[Row]]) -> dict[str, pl.DataFrame]:
    names = ("strike_mentions", "statement_mentions", "reaction_mentions")
    return gate.screen(store, {name: rows.frame(name, ledger[name]) for name in names}, "run-1", rows.NOW)


def test_screening_leaves_bad_rows_out_before_they_are_written(store):
    ledger = rows.ledger()
    ledger["strike_mentions"][0]["methods"] = ["no such value"]
    good = screened(store, ledger)
    assert good["strike_mentions"]["mention_id"].to_list() == ["m2"]
    assert good["reaction_mentions"].is_empty()  # both answer the strike that was left out
    assert good["statement_mentions"]["strike_mention_ids"].to_list() == [[], []]
    assert ("strike_mentions", "m1", "methods_are_allowed") in held(store)
    assert store.read("evidence").is_empty()


def test_screening_twice_gives_the_same_and_a_mended_row_comes_back(store):
    ledger = rows.ledger()
    before = {name: store.state_hash(name) for name in ("evidence", "quarantine")}
    ledger["strike_mentions"][0]["methods"] = ["no such value"]
    first = screened(store, ledger)
    state = store.state_hash("quarantine")
    second = screened(store, ledger)
    assert all(first[name].equals(second[name]) for name in first)
    assert store.state_hash("quarantine") == state
    mended = screened(store, rows.ledger())
    assert mended["strike_mentions"].height == 2
    assert {name: store.state_hash(name) for name in before} == before


def test_screening_a_part_leaves_the_other_rows_alone_and_counts_them(store):
    """The frame has one strike and its mention; the strike that the other mention reports is neither judged nor moved."""
    ledger = rows.ledger()
    first = {
        "strikes": rows.frame("strikes", ledger["strikes"][:1]),
        "strike_mentions": rows.frame(
            "strike_mentions", [ledger["strike_mentions"][0] | {"methods": ["no such value"]}]
        ),
        "reaction_mentions": rows.frame("reaction_mentions", ledger["reaction_mentions"][1:]),
    }
    scopes = {
        "strikes": ("strike_id", [rows.FIRST]),
        "strike_mentions": ("mention_id", ["m1"]),
        "reaction_mentions": ("mention_id", ["r2"]),
    }
    before = store.state_hash("quarantine"), store.state_hash("strike_mentions"), store.state_hash("evidence")
    good = gate.screen(store, first, "run-1", rows.NOW, scopes)
    assert good["strike_mentions"].is_empty()
    # r2 was screened and r1 lies in the store: both answer the strike mention that went, and go with it
    assert good["reaction_mentions"].is_empty()
    assert held(store) >= {
        ("strike_mentions", "m1", "methods_are_allowed"),
        ("reaction_mentions", "r1", "depends_on_quarantined"),
        ("reaction_mentions", "r2", "depends_on_quarantined"),
    }
    # what is in the scope is left for `sync` to replace; m2 has no part in it
    assert store.read("SELECT mention_id FROM strike_mentions")["mention_id"].sort().to_list() == ["m1", "m2"]
    assert store.read("reaction_mentions")["mention_id"].to_list() == ["r2"]

    first["strike_mentions"] = rows.frame("strike_mentions", ledger["strike_mentions"][:1])
    mended = gate.screen(store, first, "run-2", rows.NOW, scopes)
    assert {name: frame.height for name, frame in mended.items()} == dict.fromkeys(first, 1)
    assert (store.state_hash("quarantine"), store.state_hash("strike_mentions"), store.state_hash("evidence")) == before
    assert store.count("reaction_mentions") == 2


def test_a_strike_without_a_mention_is_seen_with_the_mentions_that_the_part_leaves(store):
    ledger = rows.ledger()
    other = rows.frame("strike_mentions", [ledger["strike_mentions"][0] | {"strike_id": rows.SECOND}])
    frames = {"strike_mentions": other, "strikes": rows.frame("strikes", ledger["strikes"])}
    scopes = {"strike_mentions": ("mention_id", ["m1"]), "strikes": ("strike_id", [rows.FIRST, rows.SECOND])}
    good = gate.screen(store, frames, "run-1", rows.NOW, scopes)
    assert good["strikes"]["strike_id"].to_list() == [rows.SECOND]
    assert ("strikes", rows.FIRST, "has_a_mention") in held(store)


def test_a_row_that_vanished_from_the_scope_leaves_the_quarantine(store):
    names = rows.ledger()["entity_mentions"]
    bad = [names[0] | {"mention_id": "bad-1", "text": "other words"}]
    scope = {"entity_mentions": ("article_id", [rows.ARTICLE])}
    gate.screen(store, {"entity_mentions": rows.frame("entity_mentions", names + bad)}, "run-1", rows.NOW, scope)
    assert ("entity_mentions", "bad-1", "text_stands_at_its_offsets") in held(store)
    elsewhere = {"entity_mentions": ("article_id", [rows.COPY])}
    gate.screen(store, {"entity_mentions": rows.frame("entity_mentions", [])}, "run-2", rows.NOW, elsewhere)
    assert len(held(store)) == 1
    gate.screen(store, {"entity_mentions": rows.frame("entity_mentions", names)}, "run-3", rows.NOW, scope)
    assert held(store) == set()


def test_only_a_validation_loads_great_expectations():
    program = (
        "import sys\n"
        "import warehouse.quality, warehouse.publish, warehouse.rules\n"
        "warehouse.rules.describe_suite('strikes')\n"
        "assert not {'great_expectations', 'dagster', 'pandas'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
