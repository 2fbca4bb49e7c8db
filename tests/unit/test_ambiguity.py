"""Promises about names that several actors bear: the article decides, and where it does not, nobody is named."""

from datetime import date

import polars as pl
import pytest
from naming import SCHEMA, Article, actor_of, place_of, resolved

from pipelines.coding.coder import code_article
from pipelines.coding.model import ArticleContext
from pipelines.resolving.names import ResolvedNames, resolve_names

NOBODY = None  # no listed actor
# The places of an article, the words in question, their label, and whom they mean.
CASES = [
    (["Tbilisi", "Russia"], "Georgia", "LOC", "GEO"),
    (["Atlanta", "U.S."], "Georgia", "LOC", NOBODY),
    (["Amman"], "Jordan", "LOC", "JOR"),
    (["U.S."], "Jordan", "PER", NOBODY),
    (["U.S."], "Jim Jordan", "PER", NOBODY),
    ([], "Chad", "LOC", "TCD"),
    (["U.S."], "Chad", "PER", NOBODY),
    (["U.S."], "Chad Wolf", "PER", NOBODY),
    ([], "Niger", "LOC", "NER"),
    ([], "Nigeria", "LOC", "NGA"),
    (["Nigeria"], "Niger State", "LOC", NOBODY),
    ([], "Niger Delta", "LOC", NOBODY),
    ([], "Nigerien army", "NP", "org:niger-armed-forces"),
    ([], "Nigerian army", "NP", "org:nigerian-armed-forces"),
    ([], "Congo", "LOC", "COD"),
    (["Brazzaville"], "Congo", "LOC", "COG"),
    (["Goma"], "Congo", "LOC", "COD"),
    ([], "Congolese", "NORP", "COD"),
    (["Brazzaville"], "Congolese", "NORP", "COG"),
    (["Kinshasa"], "Congolese", "NORP", "COD"),
    (["Kinshasa", "Kinshasa", "Brazzaville"], "Congolese", "NORP", "COD"),
    ([], "Congolese army", "NP", "org:armed-forces-of-the-democratic-republic-of-the-congo"),
    (["Brazzaville"], "Congolese army", "NP", "org:armed-forces-of-the-republic-of-the-congo"),
    (["Brazzaville"], "Congolese police", "NP", "org:cog-police"),
    (["Kinshasa"], "Congolese police", "NP", "org:cod-police"),
    ([], "Congo-Brazzaville", "LOC", "COG"),
    ([], "DR Congo", "LOC", "COD"),
    (["South Sudan", "Juba"], "Sudan", "LOC", "SDN"),
    (["Sudan", "Khartoum"], "South Sudanese", "NORP", "SSD"),
    (["Sudan"], "South Sudan", "LOC", "SSD"),
    ([], "Sudan's army", "NP", "org:sudanese-armed-forces"),
    ([], "South Sudanese army", "NP", "org:south-sudan-peoples-defence-forces"),
    ([], "Korea", "LOC", NOBODY),
    (["Seoul", "Pyongyang"], "Korean", "NORP", NOBODY),
    ([], "DPRK", "LOC", "PRK"),
    (["South Korea"], "North Korean army", "NP", "org:korean-peoples-army"),
    ([], "Taliban", "ORG", "grp:taliban"),
    (["Kabul"], "Taliban", "ORG", "grp:taliban"),
    (["Pakistan", "Peshawar"], "Taliban", "ORG", "grp:tehrik-i-taliban-pakistan"),
    (["Pakistan", "Afghanistan"], "Taliban", "ORG", "grp:taliban"),
    (["Pakistan"], "Afghan Taliban", "ORG", "grp:taliban"),
    (["Afghanistan"], "Pakistani Taliban", "ORG", "grp:tehrik-i-taliban-pakistan"),
    (["Pakistan"], "Taliban government", "ORG", "grp:taliban"),
    ([], "Popular Front", "ORG", NOBODY),
    (["Gaza"], "Popular Front", "ORG", "grp:popular-front-for-the-liberation-of-palestine"),
    (["Bangui"], "Popular Front", "ORG", "grp:popular-front-for-the-rebirth-of-central-african-republic"),
    (["Iran"], "Popular Front", "ORG", NOBODY),
    ([], "National Guard", "ORG", NOBODY),
    (["U.S."], "National Guard", "ORG", "org:us-national-guard"),
    (["Russia"], "National Guard", "ORG", "org:russian-national-guard"),
    (["Ukraine"], "the National Guard", "NP", "org:national-guard-of-ukraine"),
    (["Saudi Arabia"], "National Guard", "ORG", "org:saudi-arabian-national-guard"),
    (["Tunisia"], "National Guard", "ORG", "org:tunisian-national-guard"),
    (["Kuwait"], "National Guard", "ORG", "org:kwt-national-guard"),
    (["Russia", "Ukraine"], "National Guard", "ORG", NOBODY),
    (["Ukraine"], "Rosgvardiya", "ORG", "org:russian-national-guard"),
    ([], "Health Ministry", "ORG", NOBODY),
    (["Gaza"], "Health Ministry", "ORG", "org:gaza-health-ministry"),
    (["Gaza", "Rafah", "Israel", "Israel"], "the health ministry", "NP", "org:gaza-health-ministry"),
    (["Ramallah", "West Bank"], "Health Ministry", "ORG", "org:palestinian-ministry-of-health"),
    (["Lebanon", "Beirut"], "the Health Ministry", "ORG", "org:lebanese-ministry-of-public-health"),
    (["Lebanon", "Lebanon", "Beirut", "Gaza"], "the health ministry", "NP", "org:lebanese-ministry-of-public-health"),
    (["Iran"], "Health Ministry", "ORG", "org:iranian-health-ministry"),
    (["Yemen", "Sanaa"], "Health Ministry", "ORG", "org:houthi-health-ministry"),
    (["Yemen", "Aden"], "Health Ministry", "ORG", "org:yem-health"),
    (["Gaza"], "Gaza's Health Ministry", "ORG", "org:gaza-health-ministry"),
    (["Israel"], "Israeli Health Ministry", "ORG", "org:isr-health"),
    (["Seychelles"], "Victoria", "LOC", NOBODY),
    ([], "Victoria", "PER", NOBODY),
    ([], "Paris", "LOC", "FRA"),
    ([], "Paris Hilton", "PER", NOBODY),
    (["Lebanon"], "Tripoli", "LOC", NOBODY),
    (["Libya"], "Tripoli", "LOC", NOBODY),
    (["Israel"], "Hama", "LOC", NOBODY),
    (["Syria"], "Hama", "ORG", NOBODY),
    (["Syria"], "Hamas", "ORG", "grp:hamas"),
    ([], "Hamas", "LOC", "grp:hamas"),
    ([], "al-Shabaab", "ORG", "grp:al-shabaab"),
    (["Kenya"], "Al Shabab", "ORG", "grp:al-shabaab"),
    (["Mozambique"], "al-Shabaab", "ORG", "grp:islamic-state-mozambique"),
    (["Cabo Delgado"], "al-Shabab", "ORG", "grp:islamic-state-mozambique"),
    ([], "Islamic Jihad", "ORG", NOBODY),
    (["Gaza"], "Islamic Jihad", "ORG", "grp:palestinian-islamic-jihad"),
    (["Israel"], "Islamic Jihad", "ORG", "grp:palestinian-islamic-jihad"),
    (["Uzbekistan"], "Islamic Jihad", "ORG", "grp:islamic-jihad-union"),
    (["Turkey"], "Islamic Jihad", "ORG", NOBODY),
]


@pytest.fixture(scope="module")
def answers() -> list[str | None]:
    """The listed actor of each case, or None; all cases are resolved at once."""
    articles, mentions = [], []
    for number, (places, text, label, _) in enumerate(CASES):
        article = Article(f"a{number:012}", date(2024, 5, 1))
        for place in places:
            article.add(place, "LOC")
        mentions.append(article.add(text, label, is_actor=True))
        articles.append(article)
    found = resolved(*articles)
    return [listed(found, mention) for mention in mentions]


def listed(found: ResolvedNames, mention_id: str) -> str | None:
    actor_id = actor_of(found, mention_id)
    return None if actor_id is None or actor_id.startswith("unk:") else actor_id


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{case[1]} in {case[0]}" for case in CASES])
def test_the_article_decides_between_namesakes(answers, number):
    assert answers[number] == CASES[number][3]


@pytest.mark.parametrize(
    ("name", "country", "year", "actor_id"),
    [
        ("Islamic Jihad", "Egypt", 1997, "grp:egyptian-islamic-jihad"),
        ("Islamic Jihad", "Egypt", 2024, NOBODY),
        ("Popular Front", "Burkina Faso", 1989, "grp:popular-front-burkina-faso"),
        ("Popular Front", "Burkina Faso", 2024, NOBODY),
    ],
)
def test_a_shared_name_is_not_that_of_a_group_that_ended_long_ago(name, country, year, actor_id):
    article = Article(published_on=date(year, 5, 1))
    article.add(country, "LOC")
    mention = article.add(name, "ORG", is_actor=True)
    assert listed(resolved(article), mention) == actor_id


def test_a_group_is_no_town_that_is_spelt_alike():
    article = Article()
    group = article.add("Hamas", "LOC", is_actor=True)
    assert place_of(resolved(article), group) is None


def read(nlp, text: str) -> dict[str, str | None]:
    """The listed actors of a text by their words."""
    coding = code_article(nlp(text), ArticleContext("a1", date(2024, 5, 1)))
    names = pl.DataFrame([{k: row.get(k) for k in SCHEMA} for row in coding.names], schema=SCHEMA)
    articles = pl.DataFrame({"article_id": ["a1"], "published_on": [date(2024, 5, 1)]})
    found = resolve_names(names, articles).entity_mentions
    actors = found.with_columns(
        actor_id=pl.when(~pl.col("actor_id").str.starts_with("unk:").fill_null(True)).then("actor_id")
    )
    return dict(actors.select("text", "actor_id").iter_rows())


@pytest.mark.parametrize(
    ("text", "words", "actor_id"),
    [
        (
            "Israeli strikes killed 12 people in Gaza City on Monday. The Health Ministry said two children were among the dead.",
            "Health Ministry",
            "org:gaza-health-ministry",
        ),
        (
            "Fighting broke out in Russia's Belgorod region. Russia's troops fired back, and the National Guard sealed off a road near Belgorod.",
            "National Guard",
            "org:russian-national-guard",
        ),
        (
            "Syrian government shells hit the city of Hama on Sunday, and rebels in Hama fired back.",
            "Hama",
            NOBODY,
        ),
        (
            "Gunmen stormed a mosque in Peshawar, Pakistan. The Taliban claimed the attack on the Pakistani police.",
            "Taliban",
            "grp:tehrik-i-taliban-pakistan",
        ),
    ],
)
def test_the_article_decides_in_real_sentences(nlp, text, words, actor_id):
    found = {name.removeprefix("the ").removeprefix("The "): actor for name, actor in read(nlp, text).items()}
    assert words in found
    assert found[words] == actor_id
