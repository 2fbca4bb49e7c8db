"""Promises about actors in time: who held an office on a date, and to whom an actor belonged."""

import re
from datetime import date

import duckdb
import polars as pl
import pytest
from naming import Article, actor_of, resolved

from pipelines.resolving.gazetteer import load_gazetteer
from pipelines.resolving.gazetteer.terms import actor_terms, first_day, last_day
from warehouse.schema import TABLES_FOLDER

OFFICES = [
    # country, date, words, whom they mean (None: no listed actor)
    ("France", date(2024, 5, 1), "the president", "per:emmanuel-macron"),
    ("France", date(2010, 5, 1), "The president", "per:nicolas-sarkozy"),
    ("France", date(1990, 5, 1), "the president", "org:fra-government"),
    ("France", None, "the president", None),
    (None, date(2024, 5, 1), "the president", None),
    ("Britain", date(2022, 10, 1), "the prime minister", "per:liz-truss"),
    ("Britain", date(2022, 10, 25), "the prime minister", "per:rishi-sunak"),
    ("Saudi Arabia", date(2024, 5, 1), "the king", "per:salman-of-saudi-arabia"),
    ("Saudi Arabia", date(2010, 5, 1), "the king", "per:abdullah-of-saudi-arabia"),
    ("France", date(2024, 5, 1), "the king", None),
    ("Saudi Arabia", date(2024, 5, 1), "the president", None),
    ("Russia", date(2010, 5, 1), "the prime minister", "per:vladimir-putin"),
    ("Russia", date(2010, 5, 1), "the president", "per:dmitry-medvedev"),
    ("Iran", date(2023, 5, 1), "the foreign minister", "per:hossein-amir-abdollahian"),
    ("Belgium", date(2023, 5, 1), "the foreign minister", "org:bel-foreign"),
    ("Afghanistan", date(2023, 5, 1), "the foreign minister", "per:amir-khan-muttaqi"),
    ("France", date(2024, 5, 1), "a president", None),
    ("France", date(2024, 5, 1), "the former president", None),
    ("Germany", date(2024, 5, 1), "the German chancellor", "per:olaf-scholz"),
    ("Iran", date(2024, 5, 1), "the French president", "per:emmanuel-macron"),
]
PARENTS = [
    ("Wagner Group", date(2022, 6, 1), None),
    ("Wagner Group", date(2024, 6, 1), "org:russian-ministry-of-defence"),
    ("Rapid Support Forces", date(2015, 6, 1), "org:general-intelligence-service-sudan"),
    ("Rapid Support Forces", date(2020, 6, 1), "org:sudanese-armed-forces"),
    ("Rapid Support Forces", date(2024, 6, 1), None),
    ("Taliban", date(2010, 6, 1), None),
    ("Taliban", date(2022, 6, 1), "AFG"),
    ("Popular Mobilization Forces", date(2015, 6, 1), None),
    ("Popular Mobilization Forces", date(2020, 6, 1), "IRQ"),
    ("Hayat Tahrir al-Sham", date(2024, 12, 20), "SYR"),
    ("Hayat Tahrir al-Sham", date(2023, 12, 20), None),
    ("al-Qassam Brigades", date(2023, 12, 20), "grp:hamas"),
]


@pytest.fixture(scope="module")
def in_office() -> list[str | None]:
    articles, mentions = [], []
    for number, (country, published_on, words, _) in enumerate(OFFICES):
        article = Article(f"a{number:012}", published_on)
        if country:
            article.add(country, "LOC")
        mentions.append(article.add(words, "NP", is_actor=True))
        articles.append(article)
    found = resolved(*articles)
    ids = [actor_of(found, mention) for mention in mentions]
    return [None if actor_id.startswith("unk:") else actor_id for actor_id in ids]


@pytest.mark.parametrize("number", range(len(OFFICES)), ids=["{2} {0} {1}".format(*case) for case in OFFICES])
def test_an_office_means_its_holder_on_the_date(in_office, number):
    assert in_office[number] == OFFICES[number][3]


def test_an_office_without_a_name_is_less_sure_than_a_name():
    article = Article(published_on=date(2024, 5, 1))
    article.add("France", "LOC")
    named = article.add("Emmanuel Macron", "PER", is_actor=True)
    bare = article.add("the president", "NP", is_actor=True)
    score = dict(resolved(article).entity_mentions.select("mention_id", "score").iter_rows())
    assert score[bare] < 0.6 < score[named]


def test_an_office_that_stands_for_a_name_is_that_person():
    article = Article(published_on=date(2024, 5, 1))
    article.add("France", "LOC")
    biden = article.add("Joe Biden", "PER", is_actor=True)
    assert actor_of(resolved(article), biden) == "per:joe-biden"
    office = article.add("the president", "NP", is_actor=True, antecedent=biden)
    assert actor_of(resolved(article), office) == "per:joe-biden"


@pytest.mark.parametrize(
    ("published_on", "actor_id"),
    [(date(1991, 1, 20), "per:george-h-w-bush"), (date(2004, 3, 1), "per:george-w-bush")],
)
def test_father_and_son_are_told_apart_by_the_date(published_on, actor_id):
    article = Article(published_on=published_on)
    bush = article.add("President Bush", "PER", is_actor=True)
    assert actor_of(resolved(article), bush) == actor_id


@pytest.fixture(scope="module")
def parents():
    """Asks with the SQL of the table file for the parent of an actor on a date."""
    article = Article()
    ids = {name: article.add(name, "ORG", is_actor=True) for name, *_ in PARENTS}
    article.add("Vladimir Putin", "PER", is_actor=True)
    found = resolved(article)
    lines = (TABLES_FOLDER / "actor_parents.yaml").read_text(encoding="utf-8").splitlines()
    sql = "\n".join(line.removeprefix("#") for line in lines if re.match("#  +", line))
    store = duckdb.connect()
    store.register("actors", found.actors.to_arrow())
    store.register("actor_parents", found.actor_parents.to_arrow())

    def ask(name: str, on_date: date) -> str | None:
        actor_id = actor_of(found, ids[name])
        return dict(store.execute(sql, {"on_date": on_date}).fetchall())[actor_id]

    return found, ask


@pytest.mark.parametrize(("name", "on_date", "parent"), PARENTS)
def test_the_parent_depends_on_the_date(parents, name, on_date, parent):
    assert parents[1](name, on_date) == parent


def test_terms_are_numbered_in_time_and_their_parents_have_rows(parents):
    found = parents[0]
    rows = found.actor_parents
    assert set(rows["actor_id"]) | set(rows["parent_actor_id"]) <= set(found.actors["actor_id"])
    putin = rows.filter(pl.col("actor_id") == "per:vladimir-putin")
    assert putin["term_number"].to_list() == [1, 2, 3]
    assert putin["role"].to_list() == ["head-of-state", "head-of-government", "head-of-state"]
    assert putin["valid_from"].is_sorted()
    assert putin["valid_to"].to_list()[-1] is None


def test_terms_in_the_tables_are_whole():
    terms, actors = actor_terms(), load_gazetteer().actors
    assert set(terms["actor_id"]) | set(terms["parent_actor_id"]) <= set(actors["actor_id"])
    assert terms.filter(pl.col("valid_from") > pl.col("valid_to")).is_empty()
    assert terms.filter(pl.col("actor_id") == pl.col("parent_actor_id")).is_empty()
    assert terms["role"].null_count() == 0


def test_days_of_years_and_months():
    texts = pl.DataFrame({"text": ["2014", "2014-02", "2014-02-03", None]})
    days = texts.select(first=first_day(pl.col("text")), last=last_day(pl.col("text")))
    assert days["first"].to_list() == [date(2014, 1, 1), date(2014, 2, 1), date(2014, 2, 3), None]
    assert days["last"].to_list() == [date(2014, 12, 31), date(2014, 2, 28), date(2014, 2, 3), None]


def test_a_person_speaks_for_the_state_that_he_belongs_to():
    article = Article(published_on=date(2024, 5, 1))
    article.add("Emmanuel Macron", "PER", is_actor=True)
    army = article.add("the army", "NP", is_actor=True, head="army")
    assert actor_of(resolved(article), army) == "org:french-armed-forces"
