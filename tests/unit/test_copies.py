"""Copies point to the first one seen, and what is merely alike stays apart."""

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.text.ingest import store_articles
from warehouse.store import Store

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
DAY = date(2024, 4, 2)
SAMPLES = Path(__file__).parents[2] / "assets" / "sources" / "sample_wire" / "articles.jsonl"
STORY = next(
    record["text"]
    for record in map(json.loads, SAMPLES.read_text(encoding="utf-8").splitlines())
    if record["id"] == "sw-0001"
)
SENTENCES = STORY.split(". ")
WORDS = [f"word{i}" for i in range(2000)]


def part(start: int, end: int) -> str:
    """Some of two thousand words that stand in no other part."""
    return " ".join(WORDS[start:end])


def article(name: str, text: str, day: date | None = DAY) -> dict:
    return {
        "article_id": name, "external_id": name, "source_id": "s", "text": text, "published_on": day, "fetched_at": NOW,
        "word_count": len(text.split()), "version": 1, "is_screened_out": False,
        "content_hash": hashlib.sha256(text.encode()).hexdigest()[:32],
    }  # fmt: skip


def copies(store: Store) -> dict[str, str]:
    assert store.count("article_signatures") == store.count("articles")
    assert not store.execute("SELECT 1 FROM articles WHERE story_id <> coalesce(duplicate_of, article_id)")
    return dict(store.execute("SELECT article_id, duplicate_of FROM articles WHERE duplicate_of IS NOT NULL"))


@pytest.fixture
def store():
    with Store(":memory:") as store:
        yield store


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY.upper(),
        "A new headline\n\n(Agency) " + STORY + "\n\nReporting by our bureau. Sign up for our newsletter.",
        ". ".join(SENTENCES[: round(len(SENTENCES) * 0.4)]),
        ". ".join(SENTENCES[: len(SENTENCES) // 3] + SENTENCES[len(SENTENCES) // 2 :]),
        STORY.replace("nine", "eleven").replace("two", "three"),
        STORY.replace("said", "stated").replace("killed", "slain"),
    ],
)
@pytest.mark.parametrize("copy_comes_first", [False, True])
def test_an_edited_copy_points_to_the_first_one_seen(store, copy, copy_comes_first):
    first, second = (copy, STORY) if copy_comes_first else (STORY, copy)
    store_articles(store, [article("a", first)])
    store_articles(store, [article("b", second)])
    assert copies(store) == {"b": "a"}


RELEASE = (
    "Coalition forces conducted strikes in Iraq and Syria. Near {}, {} strikes struck a tactical unit and destroyed {} "
    "vehicles, a bunker and {} fighting positions. Near {}, one strike destroyed {} mortar systems and suppressed a machine "
    "gun. Near {}, {} strikes cratered a road used by the group and denied it access to terrain. These strikes were conducted "
    "as part of Operation Inherent Resolve, the operation to eliminate the group and the threat that it poses to the region."
)


def test_releases_of_one_issuer_are_no_copies(store):
    places = ["Mosul", "Hit", "Ramadi", "Sinjar", "Kisik", "Tal Afar", "Manbij", "Ar Raqqah", "Mar'a"]
    numbers = ["two", "four", "five", "six", "seven", "eight", "nine", "11", "12"]
    texts = [
        RELEASE.format(*(v for k in range(3) for v in (places[(3 * i + k) % 9], numbers[(i + k) % 9], numbers[(i + 2 * k + 1) % 9])))
        for i in range(3)
    ]  # fmt: skip
    store_articles(store, [article(f"a{i}", text, date(2024, 4, 2 + i)) for i, text in enumerate(texts)])
    assert copies(store) == {}


def test_short_texts_are_copies_only_where_all_words_are_the_same(store):
    alert = "Sirens sounded in {} on Tuesday morning after rockets were fired from across the border, the army said."
    store_articles(
        store,
        [article("a", alert.format("Haifa")), article("b", alert.format("Acre")), article("c", alert.format("Haifa"))],
    )
    assert copies(store) == {"c": "a"}


def test_a_round_up_is_no_copy_of_a_report_in_it(store):
    store_articles(store, [article("a", part(0, 100)), article("b", part(500, 1000) + " " + part(0, 100))])
    assert copies(store) == {}


def test_the_same_words_years_later_are_a_copy_only_if_all_are_the_same(store):
    later = date(2026, 4, 2)
    store_articles(
        store, [article("a", part(0, 200)), article("b", part(0, 180), later), article("c", part(0, 200), later)]
    )
    assert copies(store) == {"c": "a"}
    store_articles(store, [article("d", part(0, 180), None)])
    assert copies(store) == {"c": "a", "d": "a"}


# Of a chain, each is alike its neighbours only.
LEFT, MIDDLE, RIGHT = part(0, 300), part(90, 390), part(180, 480)


def test_a_copy_of_a_copy_points_to_the_first_of_all(store):
    for name, text in (("a", LEFT), ("b", MIDDLE), ("c", RIGHT)):
        store_articles(store, [article(name, text)])
    assert copies(store) == {"b": "a", "c": "a"}


@pytest.mark.parametrize("at_once", [True, False])
def test_when_the_middle_of_a_family_changes_the_rest_is_looked_at_again(store, at_once):
    family = [article("a", LEFT), article("b", MIDDLE), article("c", RIGHT), article("d", RIGHT)]
    for batch in [family] if at_once else [[member] for member in family]:
        store_articles(store, batch)
    assert copies(store) == {"b": "a", "c": "a", "d": "a"}
    store_articles(store, [article("b", part(1000, 1300))])
    assert copies(store) == {"d": "c"}
    store_articles(store, [article("b", MIDDLE)])  # it keeps its place: what came later follows it again
    assert copies(store) == {"b": "a", "c": "a", "d": "a"}


def test_when_the_first_one_changes_its_copies_are_looked_at_again(store):
    store_articles(store, [article("a", LEFT), article("b", LEFT), article("c", LEFT)])
    assert copies(store) == {"b": "a", "c": "a"}
    store_articles(store, [article("a", part(1000, 1300))])
    assert copies(store) == {"c": "b"}
    store_articles(store, [article("b", part(1000, 1290))])
    assert copies(store) == {"b": "a"}


def test_only_what_may_be_touched_is_compared(store, monkeypatch):
    """New articles are compared with their candidates, whatever else the warehouse holds."""
    from pipelines.text import copies as module

    store_articles(store, [article(f"a{i}", part(20 * i, 20 * i + 80)) for i in range(90)])
    compared = []
    monkeypatch.setattr(module, "are_copies", lambda one, other: compared.append((one, other)) or False)
    store_articles(store, [article("new", part(0, 75))])
    assert 0 < len(compared) < 8


def test_another_version_of_the_code_looks_for_copies_anew(store):
    from pipelines.text.ingest import renew_signatures

    store_articles(store, [article("a", LEFT), article("b", LEFT)])
    store.execute("UPDATE articles SET duplicate_of = NULL, story_id = article_id")
    renew_signatures(store)
    assert copies(store) == {}
    store.execute("UPDATE staging.article_signatures SET signature_version = 'older'")
    renew_signatures(store)
    assert copies(store) == {"b": "a"}
