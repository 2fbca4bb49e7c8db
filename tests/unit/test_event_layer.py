"""The layer of events works in parts: it gives what computing the whole ledger at once gives, whatever comes when."""

import random
from datetime import date, datetime, timedelta

import polars as pl
import pytest
from coded_frames import DECIDED_AT, Newsroom

from pipelines.resolving import event_layer
from pipelines.resolving.event_layer import resolve_all_events
from warehouse.schema import get_table, polars_schema
from warehouse.store import Store

TABLES = ("strikes", "strike_actors", "strike_links", "statements", "statement_actors", "reactions")
MONDAY = date(2024, 4, 1)
KINDS = ("strike", "statement", "reaction")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch):
    # These articles have no text for words to stand in; what the gate holds back is tested with it.
    monkeypatch.setattr(event_layer, "screen", lambda store, frames, *rest: frames)
    with Store(":memory:") as opened:
        yield opened


def newsroom(number_of_articles: int = 16) -> Newsroom:
    """Reports of a few strikes in some papers, copies, what was said of them and who answered."""
    chance = random.Random(5)
    room = Newsroom()
    days = [date(2024, 4, day) for day in range(1, 5)]
    for number in range(number_of_articles):
        article = f"a{number:02d}"
        room.article(article, f"paper {number % 6}", chance.choice(days), "a02" if number in (9, 13) else None)
        strikes = []
        for item in range(2):
            values: dict[str, object] = {"place": chance.choice(["gn:odesa", "gn:kharkiv", "gn:ukraine", None])}
            values["attackers"] = chance.choice([["RUS"], ["org:russia-army"], []])
            if chance.random() < 0.7:
                values["started_on"] = chance.choice(days[:2])
            strikes.append(room.strike(article, 100 * item, killed_best=chance.randint(0, 3), **values))
        words = chance.choice(["this was a crime against our people", "the depot was a military target"])
        said = room.statement(article, "UKR", "condemn", words, 300, strike_mention_ids=[chance.choice(strikes)])
        room.reaction(article, "FRA", "condemn", chance.choice(strikes))
        room.reaction(article, "UKR", "condemn", chance.choice(strikes), statement_mention_id=said)
    return room


def take_in(store: Store, room: Newsroom, article_ids: list[str], stamped_at: datetime = DECIDED_AT) -> None:
    """Write what was coded of some articles, as the layers before do, and resolve."""
    frames = {name: getattr(room.coded(), name) for name in ("articles", "actors", "places", "entity_mentions")}
    frames |= {name: getattr(room.coded(), name) for name in ("coded_strikes", "coded_statements", "coded_reactions")}
    for name, frame in frames.items():
        if "article_id" in frame.columns:
            frame = frame.filter(pl.col("article_id").is_in(article_ids))
        if name == "articles":
            frame = frame.with_columns(coded_at=pl.lit(stamped_at))
        store.upsert(name, frame)
    resolve_all_events(store, "run", DECIDED_AT)


def partitions(read) -> dict[str, set[str]]:
    """The mentions that stand together, by kind; `read` gives the mention table of a kind."""
    found = {}
    for kind in KINDS:
        groups = read(f"{kind}_mentions").group_by(f"{kind}_id").agg(pl.col("mention_id").sort().str.join(" "))
        found[kind] = set(groups["mention_id"])
    return found


def whole(room: Newsroom) -> dict[str, pl.DataFrame]:
    return room.resolve().tables()


@pytest.mark.parametrize("seed", range(3))
def test_order_of_arrival_does_not_change_what_stands_together(store: Store, seed: int):
    room = newsroom()
    articles = [row["article_id"] for row in room.rows["articles"]]
    random.Random(seed).shuffle(articles)
    while articles:
        size = random.Random(seed + len(articles)).randint(1, 4)
        take_in(store, room, articles[:size])
        articles = articles[size:]
    at_once = whole(room)
    assert partitions(store.read) == partitions(at_once.get)
    for table in TABLES:
        key = [column for column in get_table(table).column_names if column.endswith("_id")]
        values = at_once[table].drop(key)
        assert sorted(map(repr, store.read(table).drop(key).rows())) == sorted(map(repr, values.rows())), table


def test_one_batch_and_many_give_the_same(store: Store, monkeypatch: pytest.MonkeyPatch):
    room = newsroom()
    monkeypatch.setattr(event_layer, "ARTICLES_AT_ONCE", 3)
    take_in(store, room, [row["article_id"] for row in room.rows["articles"]])
    assert partitions(store.read) == partitions(whole(room).get)


def test_nothing_new_is_nothing_to_do(store: Store):
    room = newsroom(6)
    take_in(store, room, [row["article_id"] for row in room.rows["articles"]])
    assert resolve_all_events(store, "run", DECIDED_AT) is None


def test_an_article_that_is_gone_leaves_nothing_behind(store: Store):
    room = newsroom(8)
    articles = [row["article_id"] for row in room.rows["articles"]]
    take_in(store, room, articles)
    for table in ("articles", "staging.coded_strikes", "staging.coded_statements", "staging.coded_reactions"):
        store.execute(f"DELETE FROM {table} WHERE article_id = 'a05'")
    resolve_all_events(store, "run", DECIDED_AT)
    for name in list(room.rows):
        room.rows[name] = [row for row in room.rows[name] if row["article_id"] != "a05"]
    assert partitions(store.read) == partitions(whole(room).get)


def test_a_changed_article_moves_only_what_it_touches(store: Store):
    room = newsroom()
    articles = [row["article_id"] for row in room.rows["articles"]]
    take_in(store, room, articles)
    changed = next(row for row in room.rows["coded_strikes"] if row["article_id"] == "a07")
    changed |= {"killed_best": 40, "methods": ["gunfire"], "target_kind": "civilian"}
    take_in(store, room, ["a07"], datetime(2024, 6, 2, tzinfo=DECIDED_AT.tzinfo))
    assert partitions(store.read) == partitions(whole(room).get)


def test_an_article_far_from_all_others_is_not_compared_with_them(store: Store):
    room = newsroom(10)
    take_in(store, room, [row["article_id"] for row in room.rows["articles"]])
    before = store.read("SELECT * FROM strikes ORDER BY ALL")
    room.article("z1", "paper 1", date(2024, 9, 1))
    room.strike("z1", started_on=date(2024, 8, 31), place="gn:tyre", attackers=["ISR"], targets=["grp:hezbollah"])
    take_in(store, room, ["z1"])
    assert store.read("SELECT * FROM strikes ORDER BY ALL").join(before, on="strike_id", how="anti").height == 1
    assert store.read("SELECT * FROM staging.report_links WHERE article_a = 'z1' OR article_b = 'z1'").is_empty()


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


def test_a_merge_takes_effect_without_a_new_article_and_lasts(store: Store):
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


def test_a_split_holds_against_rules_and_newcomers(store: Store):
    room = room_of(("a1", {}), ("a2", {}))
    take_in(store, room, ["a1", "a2"])
    assert together(store) == {"a1:strike:0-50 a2:strike:100-150"}
    decide(store, "split", ["a2:strike:100-150"], ["a1:strike:0-50"])
    take_in(store, room, [])
    assert together(store) == {"a1:strike:0-50", "a2:strike:100-150"}


def test_a_split_cuts_the_chain_of_the_coder(store: Store):
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
def test_the_later_decision_holds(store: Store, order: tuple[str, str]):
    room = room_of(("a1", {}), ("a2", {"place": "gn:kharkiv"}))
    take_in(store, room, ["a1", "a2"])
    for day, kind in enumerate(order):
        decide(store, kind, ["a2:strike:100-150"], ["a1:strike:0-50"], day)
        take_in(store, room, [])
    assert len(together(store)) == (2 if order[1] == "split" else 1)
