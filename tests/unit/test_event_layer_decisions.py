"""What persons decided holds against the rules, as reports come and go."""

from datetime import date, timedelta

import polars as pl
import pytest
from coded_frames import DECIDED_AT, Newsroom
from test_event_layer import store, take_in  # noqa: F401

from warehouse.schema import polars_schema
from warehouse.store import Store

MONDAY = date(2024, 4, 1)


def decide(store: Store, kind: str, first: list[str], second: list[str], day: int = 0) -> None:
    """Record a decision about strike mentions such as "a1:strike:0-50"."""
    made = {"decision_id": f"dec_{day:012x}", "kind": kind, "event_kind": "strike", "event_id": "str_000000000000",
            "other_id": None, "reason": "seen on video", "decided_by": "ana", "decided_at": DECIDED_AT + timedelta(days=day)}  # fmt: skip
    anchors = [
        {"decision_id": made["decision_id"], "mention_id": name, "side": side, "article_id": name.split(":")[0],
         "text_start": int(name.split(":")[2].split("-")[0]), "text_end": int(name.split("-")[1])}
        for side, names in (("first", first), ("second", second))
        for name in names
    ]  # fmt: skip
    store.append("decisions", pl.DataFrame([made], schema=polars_schema("decisions")))
    store.append("decision_anchors", pl.DataFrame(anchors, schema=polars_schema("decision_anchors")))


def together(store: Store) -> set[str]:
    groups = store.read("strike_mentions").group_by("strike_id").agg(pl.col("mention_id").sort().str.join(" "))
    return set(groups["mention_id"])


def room_of(*strikes: tuple[str, dict]) -> Newsroom:
    room = Newsroom()
    for number, (article, values) in enumerate(strikes):
        if article not in {row["article_id"] for row in room.rows.get("articles", [])}:
            room.article(article, f"paper of {article}", MONDAY)
        room.strike(article, 100 * number, **({"started_on": MONDAY} | values))
    return room


def test_a_merge_takes_effect_without_a_new_article_and_lasts(store: Store):  # noqa: F811
    room = room_of(("a1", {}), ("a2", {"place": "gn:kharkiv"}))
    take_in(store, room, ["a1", "a2"])
    assert together(store) == {"a1:strike:0-50", "a2:strike:100-150"}
    older = store.read("SELECT strike_id FROM strike_mentions WHERE article_id = 'a1'")["strike_id"][0]
    decide(store, "merge", ["a1:strike:0-50"], ["a2:strike:100-150"])
    take_in(store, room, [])
    assert together(store) == {"a1:strike:0-50 a2:strike:100-150"}
    assert store.read("strikes")["strike_id"].to_list() == [older]
    room.article("a3", "paper of a3", MONDAY)
    room.strike("a3", 0, started_on=MONDAY, place="gn:kharkiv")
    take_in(store, room, ["a3"])
    assert together(store) == {"a1:strike:0-50 a2:strike:100-150 a3:strike:0-50"}


def test_a_split_holds_against_rules_and_newcomers(store: Store):  # noqa: F811
    room = room_of(("a1", {}), ("a2", {}))
    take_in(store, room, ["a1", "a2"])
    assert together(store) == {"a1:strike:0-50 a2:strike:100-150"}
    decide(store, "split", ["a2:strike:100-150"], ["a1:strike:0-50"])
    take_in(store, room, [])
    assert together(store) == {"a1:strike:0-50", "a2:strike:100-150"}


def test_a_split_cuts_the_chain_of_the_coder(store: Store):  # noqa: F811
    room = Newsroom()
    room.article("a1", "Herald", MONDAY)
    first = room.strike("a1", 0, started_on=MONDAY)
    room.strike("a1", 100, started_on=MONDAY, same_as_mention_id=first)
    take_in(store, room, ["a1"])
    assert together(store) == {"a1:strike:0-50 a1:strike:100-150"}
    decide(store, "split", ["a1:strike:100-150"], ["a1:strike:0-50"])
    take_in(store, room, [])
    assert together(store) == {"a1:strike:0-50", "a1:strike:100-150"}


@pytest.mark.parametrize("order", [("merge", "split"), ("split", "merge")])
def test_the_later_decision_holds(store: Store, order: tuple[str, str]):  # noqa: F811
    room = room_of(("a1", {}), ("a2", {"place": "gn:kharkiv"}))
    take_in(store, room, ["a1", "a2"])
    for day, kind in enumerate(order):
        decide(store, kind, ["a2:strike:100-150"], ["a1:strike:0-50"], day)
        take_in(store, room, [])
    assert len(together(store)) == (2 if order[1] == "split" else 1)
