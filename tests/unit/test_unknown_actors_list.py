"""Promises of the list of unknown actors: the sentence around a mention, cut to a line, and YAML for odd names."""

import duckdb
import polars as pl
import pytest
import yaml

from pipelines.resolving.gazetteer import load_gazetteer
from pipelines.unknown_actors import EXAMPLE_LENGTH, UnknownActor, as_yaml, cut, unknown_actors

ODD = [
    'Brigade "X": the second',
    "Martyrs' #1 - front",
    "كتائب القسام",
    "yes",
    "- dash",
    "123",
    "null",
    "a: b",
    "tab\there",
    "line\nbreak",
    "emoji 😀",
    "{x}",
    "*star & %",
]
TEXT = (
    "KHARTOUM (Wire)\nThe U.S. army spoke of 3.5 tonnes. “We saw the Blue Falcons,” Dr. Abbas said! They left.\n"
    "Blue Falcons fled? The Red Falcons did not"
)


def actor(name: str, example: str = "It is said.", source: str = "https://example.org/a") -> UnknownActor:
    return UnknownActor("unk:x", name, "other", None, 1, 1, example, source)


@pytest.mark.parametrize("name", ODD)
def test_rows_are_valid_yaml_for_every_name_and_example(name):
    text = as_yaml([actor(name, example=name, source=name), actor("second")])
    rows = yaml.safe_load(text)
    assert [row["name"] for row in rows] == [name, "second"]
    assert set(rows[0]) == {"actor_id", "name", "kind"}
    assert "# 1 mention in 1 article: " in text


def test_no_unknown_actor_is_an_empty_list():
    assert yaml.safe_load(as_yaml([])) == []


def test_a_country_is_given_where_it_is_known():
    row = UnknownActor("unk:x", "X", "military", "NOR", 3, 2, "X fired.", "a")
    assert yaml.safe_load(as_yaml([row])) == [
        {"actor_id": "own:x", "name": "X", "kind": "military", "country_iso3": "NOR"}
    ]
    assert row.counts == "3 mentions in 2 articles"


@pytest.mark.parametrize(
    ("before", "after"), [(0, 10), (10, 0), (50, 50), (300, 0), (300, 300), (0, 300), (100, 55), (55, 100)]
)
def test_an_example_is_short_and_keeps_the_words(before, after):
    found = cut("b " * (before // 2), "The Mention", " a" * (after // 2))
    assert len(found) <= EXAMPLE_LENGTH
    assert "The Mention" in found
    assert found.count("…") == (found.startswith("…")) + (found.endswith("…"))
    assert ("…" in found) == (before // 2 * 2 + after // 2 * 2 + len("The Mention") > EXAMPLE_LENGTH)


@pytest.fixture
def published(tmp_path):
    """Two articles with two unknown actors and a known one."""
    path = tmp_path / "ledger.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE actors (actor_id VARCHAR, name VARCHAR, kind VARCHAR, country_iso3 VARCHAR, is_known BOOLEAN)")  # fmt: skip
        connection.execute("CREATE TABLE articles (article_id VARCHAR, text VARCHAR, url VARCHAR, external_id VARCHAR, published_on DATE)")  # fmt: skip
        connection.execute("CREATE TABLE entity_mentions (mention_id VARCHAR, article_id VARCHAR, text_start INTEGER, text_end INTEGER, actor_id VARCHAR)")  # fmt: skip
        connection.execute("INSERT INTO actors VALUES ('unk:blue', 'Blue Falcons', 'other', NULL, false), ('unk:red', 'Red Falcons', 'armed_group', 'SDN', false), ('USA', 'United States', 'state', 'USA', true), ('unk:unused', 'Unused', 'other', NULL, false)")  # fmt: skip
        connection.execute("INSERT INTO articles VALUES ('a1', ?, NULL, 'one', '2024-01-02'), ('a0', 'The Red Falcons won.', 'https://example.org/a0', 'zero', '2024-01-03')", [TEXT])  # fmt: skip
        names = [("unk:blue", "Blue Falcons,", 1), ("unk:blue", "Blue Falcons fled", 5), ("unk:red", "Red Falcons", 0), ("USA", "U.S.", 0)]  # fmt: skip
        for number, (actor_id, words, trim) in enumerate(names):
            start = TEXT.index(words)
            end = start + len(words) - trim
            connection.execute(
                "INSERT INTO entity_mentions VALUES (?, 'a1', ?, ?, ?)", [f"m{number}", start, end, actor_id]
            )
        connection.execute("INSERT INTO entity_mentions VALUES ('m9', 'a0', 4, 15, 'unk:red')")
    return path


def test_the_most_named_come_first_with_the_sentence_of_the_first_mention(published):
    red, blue = unknown_actors(published, 10)
    assert (red.actor_id, red.mention_count, red.article_count, red.country_iso3) == ("unk:red", 2, 2, "SDN")
    assert (blue.actor_id, blue.mention_count, blue.article_count) == ("unk:blue", 2, 1)
    assert blue.example == "“We saw the Blue Falcons,” Dr."
    assert red.example == "The Red Falcons did not"
    assert blue.source == "one"
    assert [row.actor_id for row in unknown_actors(published, 1)] == ["unk:red"]


@pytest.mark.parametrize("name", ["President", "the Defense Ministry", "Parliament", "Gunmen", "village of Goma"])
def test_what_many_may_be_called_is_no_name(published, name):
    with duckdb.connect(str(published)) as connection:
        connection.execute("UPDATE actors SET name = ? WHERE actor_id = 'unk:red'", [name])
    assert [row.actor_id for row in unknown_actors(published, 1)] == ["unk:blue"]
    assert [row.name for row in unknown_actors(published, 10, all_of_them=True)] == [name, "Blue Falcons"]


def test_a_row_never_changes_a_built_in_actor_of_the_same_name(tmp_path):
    row = UnknownActor("unk:hamas", "Hamas", "media", None, 1, 1, "It is said.", "a")
    (tmp_path / "actors.yaml").write_text(as_yaml([row]), encoding="utf-8")
    found = load_gazetteer(tmp_path).actors.filter(pl.col("name") == "Hamas").select("actor_id", "kind").rows()
    assert dict(found) == {"own:hamas": "media", "grp:hamas": "armed_group"}


def test_a_name_without_latin_letters_is_a_row_too(tmp_path):
    row = UnknownActor("unk:d0a1", "Сокол", "armed_group", None, 1, 1, "It is said.", "a")
    (tmp_path / "actors.yaml").write_text(as_yaml([row]), encoding="utf-8")
    assert "own:d0a1" in load_gazetteer(tmp_path).actors["actor_id"]
