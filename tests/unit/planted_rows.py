"""Ledgers with a bad row for each rule of a table, for the tests of the gate."""

from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any

import warehouse_rows as rows

from warehouse.history import histories
from warehouse.rules import Rule, rules_of
from warehouse.schema import get_table
from warehouse.store import Store

Row = dict[str, Any]
SOUND = "sound"
# The column of each key that tells planted rows apart, with the form of its values.
OWN_KEY = {
    "articles": "a{:012x}", "strikes": "str_{:012x}", "statements": "sta_{:012x}", "reactions": "rea_{:012x}",
    "strike_claims": "clm_{:012x}", "merges": "str_{:012x}", "strike_actors": "str_{:012x}",
    "statement_actors": "sta_{:012x}", "strikes_history": "str_{:012x}", "statements_history": "sta_{:012x}",
    "reactions_history": "rea_{:012x}", "statement_merges": "sta_{:012x}",
    "reaction_merges": "rea_{:012x}",
}  # fmt: skip
KEY_COLUMN = {"evidence": "column_name"}
# Planted rows that need rows in other tables: (that table, its column for the key, its column that gets a new id).
COMPANIONS = {
    "strikes": [("strike_mentions", "strike_id", "mention_id"), ("strikes_history", "strike_id", None)],
    "statements": [("statement_mentions", "statement_id", "mention_id"), ("statements_history", "statement_id", None)],
    "reactions": [("reaction_mentions", "reaction_id", "mention_id"), ("reactions_history", "reaction_id", None)],
    "strikes_history": [("strikes", "strike_id", None)],
    "statements_history": [("statements", "statement_id", None)],
    "reactions_history": [("reactions", "reaction_id", None)],
    "place_candidates": [("entity_mentions", "mention_id", None)],
    "actor_parents": [("actors", "actor_id", None)],
    "strike_actors": [("strikes", "strike_id", None)],
    "statement_actors": [("statements", "statement_id", None)],
    "strike_links": [("strike_mentions", "mention_id", None)],
}
LATE = date(2024, 3, 9)
# What breaks the rules that are written out in the table files.
PLANTS: dict[tuple[str, str], Row] = {
    ("articles", "text_is_not_empty"): {"text": "  "},
    ("articles", "not_its_own_duplicate"): {"duplicate_of": "{key}"},
    ("articles", "published_not_in_the_future"): {"published_on": LATE},
    ("actors", "not_its_own_parent"): {"parent_actor_id": "{key}"},
    ("actors", "root_without_parent_is_itself"): {"root_actor_id": "ISR"},
    ("actor_parents", "not_its_own_parent"): {"parent_actor_id": "{key}"},
    ("actor_parents", "term_ends_after_it_starts"): {"valid_to": date(1940, 1, 1)},
    ("places", "coordinates_come_in_pairs"): {"longitude": None},
    ("strike_mentions", "started_not_after_publication"): {"started_on": LATE, "ended_on": LATE},
    ("strike_mentions", "ended_not_after_publication"): {"ended_on": LATE},
    ("strike_mentions", "date_has_its_precision"): {"date_precision": "unknown"},
    ("strike_mentions", "civilians_are_among_the_killed"): {"civilians_killed_low": 4},
    ("statement_mentions", "said_not_after_publication"): {"said_on": LATE},
    ("statement_mentions", "date_has_its_precision"): {"said_on": None},
    ("reaction_mentions", "kind_fits_the_type"): {"kind": "armed"},
    ("reaction_mentions", "no_strike_answers_itself"): {"response_strike_mention_id": "m1"},
    ("strikes", "started_not_after_publication"): {"started_on": LATE, "ended_on": LATE},
    ("strikes", "date_has_its_precision"): {"date_precision": "unknown"},
    ("strikes", "coordinates_come_in_pairs"): {"latitude": None},
    ("strikes", "counts_fit"): {"source_count": 2},
    ("strikes", "methods_are_known"): {"methods_text": "airstrike|magic"},
    ("strikes", "not_part_of_itself"): {"part_of_strike_id": "{key}"},
    ("strikes", "has_a_mention"): {"no companion": True},
    ("strikes", "all_mentions_are_counted"): {"mention_count": 0},
    ("statements", "said_not_after_publication"): {"said_on": LATE},
    ("statements", "date_has_its_precision"): {"date_precision": "unknown"},
    ("statements", "counts_fit"): {"article_count": 2},
    ("statements", "has_a_mention"): {"no companion": True},
    ("statements", "all_mentions_are_counted"): {"mention_count": 0},
    ("reactions", "kind_fits_the_type"): {"reaction_type": "aid"},
    ("reactions", "date_has_its_precision"): {"reacted_on": None},
    ("reactions", "no_strike_answers_itself"): {"response_strike_id": rows.FIRST},
    ("reactions", "counts_fit"): {"source_count": 2},
    ("reactions", "has_a_mention"): {"no companion": True},
    ("reactions", "all_mentions_are_counted"): {"mention_count": 0},
    ("strike_claims", "said_not_after_publication"): {"said_on": LATE},
    ("merges", "not_merged_into_itself"): {"strike_id": "{key}"},
    ("merges", "merged_id_is_gone"): {"merged_strike_id": rows.SECOND},
    ("statement_merges", "not_merged_into_itself"): {"statement_id": "{key}"},
    ("statement_merges", "merged_id_is_gone"): {"merged_statement_id": "sta_000000000002"},
    ("reaction_merges", "not_merged_into_itself"): {"reaction_id": "{key}"},
    ("reaction_merges", "merged_id_is_gone"): {"merged_reaction_id": "rea_000000000002"},
} | {
    (table, rule): broken
    for fact, table in histories().items()
    for (table, rule), broken in {
        (fact, "has_an_open_version"): {"no companion": True},
        (table, "valid_from_before_valid_to"): {"valid_to": rows.NOW},
        (table, "open_version_is_of_a_row"): {"no companion": True},
    }.items()
}


def plant(rule: Rule) -> Row:
    """Values that break a rule and as little else as can be."""
    if (rule.table, rule.name) in PLANTS:
        return PLANTS[rule.table, rule.name]
    table = get_table(rule.table)
    if rule.kind == "key" or rule.name == "versions_do_not_overlap":  # another row breaks these, see Planted
        return {}
    column = table.column(rule.columns[0])
    if rule.kind == "not_null":
        return {column.name: None}
    if rule.kind == "range":
        return {column.name: int(column.minimum - 1 if column.minimum is not None else column.maximum + 1)}
    if rule.name.endswith("_has_no_gaps"):
        return {column.name: ["x", None]}
    if rule.name.endswith("_refers_to_a_row"):
        return {column.name: ["nowhere"] if column.is_list else "nowhere"}
    if rule.kind in ("allowed", "pattern") or rule.name.endswith(("_are_allowed", "_stands_in_article")):
        return {column.name: ["no such value"] if column.is_list else "no such value"}
    if rule.name.endswith("_in_order"):
        first, last = rule.columns[0], rule.columns[-1]
        if column.type == "INTEGER":
            return dict.fromkeys(rule.columns) | {first: 9, last: 3}
        day = timedelta(days=1)
        return (
            {first: date(2024, 3, 3), last: date(2024, 3, 2)}
            if column.type == "DATE"
            else {first: rows.NOW, last: rows.NOW - day}
        )
    if rule.name.endswith("_before_end"):
        return {rule.columns[0]: 20, rule.columns[1]: 10}
    if rule.name.endswith("_lies_in_article"):
        return {rule.columns[1]: len(rows.TEXT) + 1}
    if rule.name.endswith(("_stands_at_its_offsets", "_lies_in_sentence_text")):
        return {column.name: "other words"}
    raise AssertionError(f"say in PLANTS how {rule.table}.{rule.name} is broken")


class Planted:
    """A ledger in which one table has a sound row and one bad row for each of its rules."""

    def __init__(self, table: str) -> None:
        self.table = get_table(table)
        self.ids: dict[str, str] = {}
        self.ledger = rows.ledger()
        self.number = 100
        for rule in rules_of(table):
            if rule.kind != "columns":
                self._add(rule.name, plant(rule))
        self._add(SOUND, {})
        self._repeat("key_is_unique")

    def _add(self, name: str, changes: Row) -> None:
        self.number += 1
        column = KEY_COLUMN.get(self.table.name, self.table.key[0])
        key = OWN_KEY.get(self.table.name, "planted-{}").format(self.number)
        row = deepcopy(self.ledger[self.table.name][0]) | {column: key}
        if self.table.name == "actors":
            row["root_actor_id"] = key
        row |= {c: key if value == "{key}" else value for c, value in changes.items() if c in row}
        for other, link, new_id in [] if "no companion" in changes else COMPANIONS.get(self.table.name, []):
            companion = deepcopy(self.ledger[other][0]) | {link: key}
            self.ledger[other].append(companion | ({new_id: f"beside-{self.number}"} if new_id else {}))
        if name == "versions_do_not_overlap":
            self.ledger[self.table.name].append(deepcopy(row) | {"valid_from": rows.NOW - timedelta(days=1)})
        self.ledger[self.table.name].append(row)
        self.ids[name] = self._id(row)

    def _repeat(self, name: str) -> None:
        found = [row for row in self.ledger[self.table.name] if self._id(row) == self.ids[name]]
        self.ledger[self.table.name].append(deepcopy(found[0]))

    def _id(self, row: Row) -> str:
        parts = [row[c].replace(tzinfo=None) if isinstance(row[c], datetime) else row[c] for c in self.table.key]
        return "|".join(str(part) for part in parts if part is not None)

    def write(self, store: Store) -> None:
        """Write it past the key, which would refuse to hold some of the bad rows."""
        for name, content in self.ledger.items():
            frame = rows.frame(name, content)
            store.connection.register("planted", frame)
            table = get_table(name).qualified
            store.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {table} LIMIT 0")
            store.execute(f"INSERT INTO {table} SELECT * FROM planted")
            store.connection.unregister("planted")
