"""A small ledger that keeps every rule of the contract: two articles, two strikes, two statements and two reactions.

Tests plant one bad value in it. Text and offsets belong together: `span` finds the words in the text.
"""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from warehouse.history import histories
from warehouse.quality import States
from warehouse.rules import QUARANTINE_SHARE, rules_of
from warehouse.schema import gated_tables, get_table, polars_schema
from warehouse.store import Store

NOW = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
PUBLISHED_AT = datetime(2024, 3, 4, 9, 30, tzinfo=UTC)
ARTICLE, COPY = "a000000000001", "a000000000002"
FIRST, SECOND = "str_000000000001", "str_000000000002"
HIT = "Israeli jets struck a depot in Tyre on Sunday, killing three people."
CLAIM = "“We hit an arms store,” the army said."
ANSWER = "Hezbollah fired rockets at Haifa in response."
BLAME = "Lebanon condemned the raid 😀."
TEXT = f"{HIT} {CLAIM}\n{ANSWER} {BLAME}"


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def _article(article_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "article_id": article_id, "external_id": "one", "raw_id": None, "source_id": "wire",
        "url": f"https://example.org/{article_id}", "title": "Depot hit", "publisher": "Wire", "author": None,
        "published_at": PUBLISHED_AT, "published_on": date(2024, 3, 4), "fetched_at": NOW, "language": "en",
        "text": TEXT, "word_count": 32, "content_hash": "c0ffee", "version": 1, "duplicate_of": None,
        "story_id": ARTICLE, "rights": None, "is_screened_out": False, "coded_at": NOW, "coder_version": "1",
    } | changes  # fmt: skip


def _actor(actor_id: str, name: str, kind: str = "state", **changes: Any) -> dict[str, Any]:
    return {
        "actor_id": actor_id, "name": name, "aliases": [], "kind": kind, "country_iso3": actor_id[:3].upper(),
        "parent_actor_id": None, "root_actor_id": actor_id, "is_known": True, "ucdp_actor_id": None,
        "country_iso2": None, "cow_code": None, "gw_code": None, "cameo_code": None, "wikidata_id": None,
        "active_from": None, "active_to": None,
    } | changes  # fmt: skip


def _term(actor_id: str, number: int, parent_actor_id: str, valid_from: date) -> dict[str, Any]:
    return {
        "actor_id": actor_id, "term_number": number, "parent_actor_id": parent_actor_id, "role": "component",
        "valid_from": valid_from, "valid_to": None,
    }  # fmt: skip


def _candidate(mention_id: str, rank: int, place_id: str, score: float, is_chosen: bool = False) -> dict[str, Any]:
    points = dict.fromkeys(("standing_points", "context_points", "hierarchy_points", "nearness_points"), 1.0)
    return {
        "mention_id": mention_id,
        "rank": rank,
        "place_id": place_id,
        "is_chosen": is_chosen,
        "score": score,
        **points,
    }


def _place(place_id: str, name: str, **changes: Any) -> dict[str, Any]:
    return {
        "place_id": place_id, "name": name, "kind": "city", "admin1_name": None, "admin1_code": None,
        "country_iso3": "LBN", "latitude": 33.27, "longitude": 35.2, "place_precision": "city", "radius_km": 5.0,
        "geonames_id": 12345, "country_iso2": None, "wikidata_id": None,
    } | changes  # fmt: skip


def _figures(**given: int | None) -> dict[str, int | None]:
    kinds, bounds = ("killed", "injured", "civilians_killed"), ("low", "best", "high")
    return {f"{kind}_{bound}": given.get(f"{kind}_{bound}") for kind in kinds for bound in bounds}


def _strike_mention(mention_id: str, strike_id: str, sentence: str, **changes: Any) -> dict[str, Any]:
    start, end = span(sentence)
    return {
        "mention_id": mention_id, "article_id": ARTICLE, "strike_id": strike_id, "text_start": start, "text_end": end,
        "sentence_text": sentence, "attacker_ids": ["ISR"], "attacker_text": "Israeli jets", "target_actor_ids": [],
        "target_text": "a depot", "victim_text": "three people", "target_kind": "military", "methods": ["airstrike"],
        "weapon_text": None, "outcome": "hit", "claim_status": "claimed", "place_id": "gn:1", "place_text": "Tyre",
        "started_on": date(2024, 3, 3), "ended_on": date(2024, 3, 3), "date_precision": "day", "date_text": "on Sunday",
        **_figures(killed_low=3, killed_best=3, killed_high=3), "is_series": False, "confidence_score": 0.9,
    } | changes  # fmt: skip


def _strike(strike_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "strike_id": strike_id, "started_on": date(2024, 3, 3), "ended_on": date(2024, 3, 3), "date_precision": "day",
        "attacker_id": "ISR", "attacker_name": "Israel", "attacker_country_iso3": "ISR", "target_actor_id": None,
        "target_name": "a depot", "target_country_iso3": None, "target_kind": "military", "method": "airstrike",
        "methods_text": "airstrike", "outcome": "hit", "claim_status": "claimed", "is_disputed": False,
        "place_id": "gn:1", "place_name": "Tyre", "admin1_name": None, "country_iso3": "LBN", "latitude": 33.27,
        "longitude": 35.2, "place_precision": "city", "radius_km": 5.0,
        **_figures(killed_low=3, killed_best=3, killed_high=3), "is_series": False, "part_of_strike_id": None,
        "article_count": 1, "source_count": 1, "mention_count": 1, "first_published_at": PUBLISHED_AT,
        "last_published_at": PUBLISHED_AT, "confidence_score": 0.9, "cameo_code": "195", "coder_version": "1",
    } | changes  # fmt: skip


def _statement_mention(
    mention_id: str, statement_id: str, words: tuple[str, str, str], **changes: Any
) -> dict[str, Any]:
    speaker, cue, content = words
    return {
        "mention_id": mention_id, "article_id": ARTICLE, "statement_id": statement_id, "speaker_ids": ["ISR"],
        "speaker_text": speaker, "speaker_start": span(speaker)[0], "speaker_end": span(speaker)[1],
        "speaker_person": None, "cue_text": cue, "cue_start": span(cue)[0], "cue_end": span(cue)[1], "act": "inform",
        "addressee_id": None, "content_text": content, "content_start": span(content)[0],
        "content_end": span(content)[1], "is_quote": True, "strike_mention_ids": ["m1"], "strike_ids": [FIRST],
        "said_on": date(2024, 3, 4), "date_precision": "day", "confidence_score": 0.8,
    } | changes  # fmt: skip


def _statement(statement_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "statement_id": statement_id, "speaker_id": "ISR", "speaker_name": "Israel", "speaker_country_iso3": "ISR",
        "speaker_person": None, "act": "inform", "addressee_id": None, "addressee_name": None, "strike_id": FIRST,
        "content_text": "We hit an arms store", "is_quote": True, "said_on": date(2024, 3, 4), "date_precision": "day",
        "article_count": 1, "source_count": 1, "mention_count": 1, "first_published_at": PUBLISHED_AT,
        "last_published_at": PUBLISHED_AT, "confidence_score": 0.8, "cameo_code": "010", "plover_code": None,
        "coder_version": "1",
    } | changes  # fmt: skip


def _reaction_mention(mention_id: str, reaction_id: str, sentence: str, **changes: Any) -> dict[str, Any]:
    start, end = span(sentence)
    return {
        "mention_id": mention_id, "article_id": ARTICLE, "reaction_id": reaction_id, "reactor_id": "LBN",
        "reactor_text": "Lebanon", "reaction_type": "condemn", "kind": "verbal", "stance": "against",
        "strike_mention_id": "m1", "strike_id": FIRST, "statement_mention_id": "s2",
        "response_strike_mention_id": None, "text_start": start, "text_end": end, "sentence_text": sentence,
        "confidence_score": 0.8,
    } | changes  # fmt: skip


def _reaction(reaction_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "reaction_id": reaction_id, "reactor_id": "LBN", "reactor_name": "Lebanon", "reactor_country_iso3": "LBN",
        "reaction_type": "condemn", "kind": "verbal", "stance": "against", "strike_id": FIRST,
        "statement_id": "sta_000000000002", "response_strike_id": None, "reacted_on": date(2024, 3, 4),
        "date_precision": "day", "lag_days": 1, "article_count": 1, "source_count": 1, "mention_count": 1,
        "confidence_score": 0.8, "cameo_code": "111", "coder_version": "1",
    } | changes  # fmt: skip


def _name(mention_id: str, words: str, **changes: Any) -> dict[str, Any]:
    start, end = span(words)
    return {
        "mention_id": mention_id, "article_id": ARTICLE, "text_start": start, "text_end": end, "text": words,
        "entity_kind": "actor", "actor_id": "LBN", "place_id": None, "score": 1.0,
    } | changes  # fmt: skip


def _evidence(mention_id: str, column: str, words: str) -> dict[str, Any]:
    start, end = span(words)
    return {
        "mention_id": mention_id, "article_id": ARTICLE, "column_name": column, "text_start": start, "text_end": end,
        "text": words, "rule_id": "test",
    }  # fmt: skip


def ledger() -> dict[str, list[dict[str, Any]]]:
    """Rows of every table that the gate checks; each table has at least two."""
    answer = {
        "attacker_ids": ["grp:hezbollah"], "attacker_text": "Hezbollah", "target_text": "Haifa", "victim_text": None,
        "target_kind": "unknown", "methods": ["rocket"], "place_id": "gn:2", "place_text": "Haifa", "started_on": None,
        "ended_on": None, "date_precision": "unknown", "date_text": None, **_figures(),
    }  # fmt: skip
    second = {
        "started_on": None, "ended_on": None, "date_precision": "unknown", "attacker_id": "grp:hezbollah",
        "attacker_name": "Hezbollah", "attacker_country_iso3": None, "target_name": "Haifa", "target_kind": "unknown",
        "method": "rocket", "methods_text": "rocket", "place_id": "gn:2", "place_name": "Haifa", "cameo_code": "194",
        **_figures(),
    }  # fmt: skip
    claim = {
        "claim_id": "clm_000000000001", "strike_id": FIRST, "article_id": ARTICLE, "mention_id": "m1",
        "claimant_id": None, "claimant_name": None, "claimant_text": None, "quantity": "killed", "low": 3, "best": 3,
        "high": 3, "said_on": date(2024, 3, 4),
    }  # fmt: skip
    blame = {"speaker_ids": ["LBN"], "act": "condemn", "is_quote": False}
    sources = [
        {
            "source_id": source, "name": source, "kind": "json_lines", "country_iso3": None, "timezone": None,
            "language": "en", "url": None, "rights": None, "is_active": True, "article_count": 1,
            "last_fetched_at": NOW,
        }
        for source in ("wire", "other")
    ]  # fmt: skip
    rejected = [
        {
            "mention_id": f"x{i}", "article_id": ARTICLE, "text_start": span(words)[0], "text_end": span(words)[1],
            "sentence_text": words, "reason": "other", "rule_id": "test",
        }
        for i, words in enumerate((BLAME, ANSWER))
    ]  # fmt: skip
    tables = {
        "sources": sources,
        "articles": [_article(ARTICLE), _article(COPY, duplicate_of=ARTICLE)],
        "actors": [
            _actor("ISR", "Israel"),
            _actor("LBN", "Lebanon"),
            _actor("grp:hezbollah", "Hezbollah", "armed_group", country_iso3="LBN"),
            _actor(
                "org:army", "Israeli army", "military", country_iso3="ISR", parent_actor_id="ISR", root_actor_id="ISR"
            ),
        ],
        "actor_parents": [_term("org:army", 1, "ISR", date(1948, 5, 26))],
        "places": [_place("gn:1", "Tyre"), _place("gn:2", "Haifa", country_iso3="ISR", latitude=32.8, longitude=35.0)],
        "entity_mentions": [
            _name("n1", "Lebanon"),
            _name("n2", "Tyre", entity_kind="place", actor_id=None, place_id="gn:1"),
        ],
        "place_candidates": [_candidate("n2", 1, "gn:1", 0.9, is_chosen=True), _candidate("n2", 2, "gn:2", 0.1)],
        "strike_mentions": [
            _strike_mention("m1", FIRST, HIT),
            _strike_mention("m2", SECOND, ANSWER, **answer),
        ],
        "statement_mentions": [
            _statement_mention("s1", "sta_000000000001", ("the army", "said", "We hit an arms store")),
            _statement_mention("s2", "sta_000000000002", ("Lebanon", "condemned", "the raid"), **blame),
        ],
        "reaction_mentions": [
            _reaction_mention("r1", "rea_000000000001", BLAME),
            _reaction_mention(
                "r2", "rea_000000000002", ANSWER, reactor_id="grp:hezbollah", reactor_text="Hezbollah",
                reaction_type="retaliate", kind="armed", statement_mention_id=None, response_strike_mention_id="m2",
            ),
        ],
        "evidence": [
            _evidence("m1", "methods", "jets"),
            _evidence("m1", "killed", "three"),
            _evidence("r1", "stance", "condemned"),
        ],
        "rejected_mentions": rejected,
        "strikes": [_strike(FIRST), _strike(SECOND, **second)],
        "strike_actors": [
            {"strike_id": FIRST, "actor_id": "ISR", "role": "attacker", "rank": 1},
            {"strike_id": SECOND, "actor_id": "grp:hezbollah", "role": "attacker", "rank": 1},
        ],
        "statements": [
            _statement("sta_000000000001"),
            _statement("sta_000000000002", speaker_id="LBN", speaker_name="Lebanon", act="condemn", cameo_code="111"),
        ],
        "statement_actors": [
            {"statement_id": "sta_000000000001", "actor_id": "ISR", "role": "speaker", "rank": 1},
            {"statement_id": "sta_000000000002", "actor_id": "LBN", "role": "speaker", "rank": 1},
        ],
        "reactions": [
            _reaction("rea_000000000001"),
            _reaction(
                "rea_000000000002", reactor_id="grp:hezbollah", reactor_name="Hezbollah", reaction_type="retaliate",
                kind="armed", statement_id=None, response_strike_id=SECOND, reacted_on=None, date_precision="unknown",
                lag_days=None, cameo_code="190",
            ),
        ],
        "strike_claims": [
            claim,
            claim | {"claim_id": "clm_000000000002", "quantity": "injured", "low": 0, "best": 0, "high": 0},
        ],
        "strike_links": [
            {
                "mention_id": one, "other_mention_id": other, "strike_id": FIRST, "attacker_points": 2,
                "target_points": 1, "place_points": 3, "date_points": 3, "methods_points": 1, "casualties_points": 0,
                "words_points": 2,
                "score": 0.7, "reason": "attacker, target, place, date, methods",
            }
            for one, other in (("m1", "m2"), ("m2", "m1"))
        ],
        "merges": [
            {
                "merged_strike_id": f"str_00000000000{i}", "strike_id": FIRST, "score": 0.9,
                "reason": "same day and place", "decided_by": "rule", "decided_at": NOW,
            }
            for i in (8, 9)
        ],
    }  # fmt: skip
    for kind, rest in (("statement", "sta"), ("reaction", "rea")):
        tables[f"{kind}_merges"] = [
            {f"merged_{kind}_id": f"{rest}_00000000000{i}", f"{kind}_id": f"{rest}_000000000001", "reason": "same words",
             "decided_by": "rule", "decided_at": NOW}
            for i in (8, 9)
        ]  # fmt: skip
    for table, kept in histories().items():
        tables[kept] = [row | {"valid_from": NOW, "valid_to": None} for row in tables[table]]
    return tables


def frame(table: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as a frame of the contract's types."""
    return pl.DataFrame(rows, schema=polars_schema(table), orient="row")


def fill(store: Store, rows: dict[str, list[dict[str, Any]]] | None = None) -> Store:
    """Write the ledger into a store."""
    rows = rows or ledger()
    with store.transaction():
        for table in gated_tables():
            if not get_table(table).history_of:  # these follow of themselves
                store.sync(table, frame(table, rows[table]))
    return store


def record_pass(store: Store) -> None:
    """Write the results that a green check of every table leaves, without running one."""
    states = States(store)
    checked = {table: states.checked(table) for table in gated_tables()}
    rows = [
        {
            "table_name": table, "state_hash": checked[table], "rule": rule, "passed": True, "failing_count": 0,
            "failing_keys": None, "run_id": "run-0", "checked_at": NOW,
        }
        for table in gated_tables()
        for rule in [*(rule.name for rule in rules_of(table)), QUARANTINE_SHARE]
    ]  # fmt: skip
    store.sync("quality_results", frame("quality_results", rows))
