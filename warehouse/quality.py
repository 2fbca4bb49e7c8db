"""The gate: checks every table against its contract, quarantines bad rows, and remembers the outcome with the state.

A pass or a failure belongs to a *state*: the rows of the table, its contract, its rows in quarantine, and the tables
that its rules look at. As long as the state is the same, the stored outcome holds, red or green, and Great Expectations
is not even loaded. A check after a pass looks at what changed since (changes.py). `publish` asks for a pass of the current state of every table.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from warehouse import changes, expectations, gate, judging
from warehouse.ddl import fingerprint
from warehouse.rules import QUARANTINE_SHARE, reads_from, rule_of, rules_of
from warehouse.schema import gated_tables, get_table, polars_schema
from warehouse.store import Store

SAMPLE = 10
# A row that goes can take others with it, whose tables are then checked again; references form short chains.
_ROUNDS = 8


@dataclass(frozen=True)
class Failure:
    """One rule that does not hold: how many rows break it, some of their keys, and what to do."""

    rule: str
    failing_count: int
    keys: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class TableQuality:
    """Outcome of the check of one table.

    `failures` are the rules that still do not hold; `quarantined` those whose rows were moved away by this check, and
    `moved` the rows moved by it in all tables. `is_stored` is true where the state was checked before.
    """

    table: str
    passed: bool
    state_hash: str
    failures: tuple[Failure, ...] = ()
    quarantined: tuple[Failure, ...] = ()
    moved: int = 0
    is_stored: bool = False


class States:
    """State hashes of tables for the checks, each computed once until a write is made known by `clear`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._own: dict[str, str] = {}

    def clear(self) -> None:
        self._own.clear()

    def own(self, table: str) -> str:
        """Hash of the rows of one table."""
        if table not in self._own:
            self._own[table] = self._store.state_hash(table)
        return self._own[table]

    def checked(self, table: str) -> str:
        """Hash of everything that the outcome of a check of this table depends on."""
        held, is_few = gate.quarantine_share(self._store, table)
        parts = [
            fingerprint(table),
            self.own(table),
            f"{held} {is_few}",
            *(self.own(other) for other in reads_from(table)),
        ]
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]


def check_table(store: Store, table: str, run_id: str, now: datetime) -> TableQuality:
    """Check one table; see `check_tables`."""
    return check_tables(store, [table], run_id, now)[table]


def check_tables(store: Store, tables: Sequence[str] | None, run_id: str, now: datetime) -> dict[str, TableQuality]:
    """Check tables (None: all that the gate covers) and store the outcome.

    Rows that break a row rule are moved to the quarantine with what depends on them; rules of tables block. Where rows
    were moved, every table whose state this changed is checked again, also those that were not asked for, so that the
    order in which tables are checked does not matter. `now` is an aware time; `run_id` is kept with results and rows.
    """
    asked = gated_tables() if tables is None else list(tables)
    names = list(asked)
    states = States(store)
    found: dict[str, TableQuality] = {}
    for _ in range(_ROUNDS):
        stale = [name for name in names if name not in found or found[name].state_hash != states.checked(name)]
        if not stale:
            break
        for name in stale:
            outcome = _check(store, states, name, run_id, now)
            if outcome.moved:
                names += [other for other in gated_tables() if other not in names]
            earlier = found.get(name)
            if earlier is not None and not outcome.moved:  # keep what an earlier round of this call has moved
                outcome = TableQuality(
                    outcome.table,
                    outcome.passed,
                    outcome.state_hash,
                    outcome.failures,
                    earlier.quarantined,
                    earlier.moved,
                    outcome.is_stored and earlier.is_stored,
                )
            found[name] = outcome
    return {name: found[name] for name in asked}


def stored_outcome(store: Store, table: str, state: str) -> TableQuality | None:
    """The stored outcome of a state of a table, or None where this state was not checked."""
    rows = store.execute(
        "SELECT rule, passed, failing_count, failing_keys FROM main.quality_results"
        " WHERE table_name = ? AND state_hash = ?",
        [table, state],
    )
    expected = {rule.name for rule in rules_of(table)} | {QUARANTINE_SHARE}
    if {row[0] for row in rows} != expected:
        return None
    failures = tuple(
        Failure(rule, count, tuple(json.loads(keys or "[]")), _message(table, rule))
        for rule, passed, count, keys in rows
        if not passed
    )
    return TableQuality(table, not failures, state, failures, is_stored=True)


def unpassed(store: Store, states: States | None = None) -> dict[str, list[str]]:
    """Tables without a full pass for their current state, with the failing rules (none: the state was not checked)."""
    states = states or States(store)
    missing: dict[str, list[str]] = {}
    for table in gated_tables():
        outcome = stored_outcome(store, table, states.checked(table))
        if outcome is None:
            missing[table] = []
        elif not outcome.passed:
            missing[table] = [failure.rule for failure in outcome.failures]
    return missing


def write_data_docs(folder: Path, now: datetime) -> Path | None:
    """Write the Data Docs of the last check of every table; None where this process has checked nothing."""
    return expectations.write_data_docs(folder, now)


def _check(store: Store, states: States, table: str, run_id: str, now: datetime) -> TableQuality:
    if get_table(table).gate == "constraints":
        # Every write to these tables obeys their CHECK constraints; they are the gate's own records.
        return TableQuality(table, True, states.checked(table), is_stored=True)
    stored = stored_outcome(store, table, states.checked(table))
    if stored is not None:
        if stored.passed:
            _remember_pass(store, table)
        return stored
    outcomes = _outcomes(store, table)
    faulty = [
        outcome for outcome in outcomes if not outcome.passed and outcome.rule.level == "row" and outcome.failing_ids
    ]
    moved = 0
    if faulty:
        faults = [gate.fault(outcome.rule, key) for outcome in faulty for key in outcome.failing_ids]
        moved = sum(gate.move_to_quarantine(store, faults, run_id, now).values())
        states.clear()
        outcomes = _outcomes(store, table)
    failures = [
        Failure(o.rule.name, o.failing_count, o.failing_ids[:SAMPLE], _message(table, o.rule.name, o.details))
        for o in outcomes
        if not o.passed
    ]
    if not failures:
        _remember_pass(store, table)
    held, is_few = gate.quarantine_share(store, table)
    if not is_few:
        failures.append(
            Failure(QUARANTINE_SHARE, held, (), _message(table, QUARANTINE_SHARE, f"{held} rows are held back"))
        )
    state = states.checked(table)
    _remember(store, table, state, failures, run_id, now)
    quarantined = tuple(
        Failure(o.rule.name, o.failing_count, o.failing_ids[:SAMPLE], _message(table, o.rule.name)) for o in faulty
    )
    return TableQuality(table, not failures, state, tuple(failures), quarantined, moved)


def _outcomes(store: Store, table: str) -> list[expectations.RuleOutcome]:
    """What Great Expectations finds in the rows that can have come to break a rule since the last pass.

    Nothing that a rule looks at has changed for the others, so that they keep it still. A table that has not passed
    keeps its rows in the log, and so stays red until they are mended.
    """
    partly = changes.gather(store.connection, table) and not judging.structure_faults(store, table)
    frame = judging.checked_frame(store, table, partly=partly)
    if partly and frame.is_empty():
        return [expectations.RuleOutcome(rule, True, 0, ()) for rule in rules_of(table)]
    return expectations.validate(table, frame)


def _remember_pass(store: Store, table: str) -> None:
    with store.transaction():
        changes.remember_pass(store.connection, table)


def _message(table: str, rule: str, details: str | None = None) -> str:
    if rule == QUARANTINE_SHARE:
        mend = "Too many rows of this table are in quarantine; look at `quarantine` and mend what made them."
    else:
        mend = rule_of(table, rule).mend
    return f"{table}: {rule}: {mend}" + (f" ({details})" if details else "")


def _remember(store: Store, table: str, state: str, failures: Sequence[Failure], run_id: str, now: datetime) -> None:
    failed = {failure.rule: failure for failure in failures}
    rules = [rule.name for rule in rules_of(table)] + [QUARANTINE_SHARE]
    rows = [
        {
            "table_name": table,
            "state_hash": state,
            "rule": rule,
            "passed": rule not in failed,
            "failing_count": failed[rule].failing_count if rule in failed else 0,
            "failing_keys": json.dumps(failed[rule].keys) if rule in failed else None,
            "run_id": run_id,
            "checked_at": now,
        }
        for rule in rules
    ]
    store.sync("quality_results", pl.DataFrame(rows, schema=polars_schema("quality_results")), {"table_name": [table]})
