"""Actors that no list knows: one id for all ways to write one invented name, and other ids for other names."""

import polars as pl
import pytest
from naming import SCHEMA, Article, actor_of, resolved, row_of

from pipelines.coding.coder import code_article
from pipelines.coding.model import ArticleContext
from pipelines.resolving.names import resolve_names

BODY = "unk:blue-falcon-brigade"


@pytest.mark.parametrize(
    "text",
    [
        "Blue Falcon Brigade",
        "the Blue Falcon Brigade",
        "The Blue Falcon Brigades",
        "BLUE FALCON BRIGADE",
        "blue falcon brigade",
        "Blue Falcon Brigade's",
        "Blue Falcon Brigades’",
        "Blue-Falcon Brigade",
        "Blue–Falcon Brigade",
        "“Blue Falcon Brigade”",
        "‘Blue Falcon Brigade’",
        "«Blue Falcon Brigade»",
        "Blúe Falcon Brigade",
        "Blue\u00a0Falcon  Brigade",
        "Blue Fal\u00adcon Brigade",
        "Blue Falcon Brigade\u200b",
    ],
)
def test_all_ways_to_write_a_name_are_one_actor(text):
    article = Article()
    mention = article.add(text, "ORG", is_actor=True)
    found = resolved(article)
    assert actor_of(found, mention) == BODY
    assert row_of(found, BODY)["is_known"] is False


@pytest.mark.parametrize(
    ("one", "other", "label", "head"),
    [
        ("a masked smuggler", "Masked smugglers", "NP", "smuggler"),
        ("two gunmen", "The gunman's", "NP", "gunman"),
        ("farmers of Sallow", "a farmer of Sallow", "NP", "farmer"),
        ("Karstians", "Karstian", "NORP", None),
        ("Sallow Guards", "the Sallow Guard", "ORG", None),
        ("Councils of Sallow", "Council of Sallow", "ORG", None),
        ("Authorities of Sallow", "Authority of Sallow", "ORG", None),
        ("B.F.B.", "BFB", "ORG", None),
        ("Falcon & Heron", "Falcon and Heron", "ORG", None),
        ("Ebora Workers' Party", "Ebora Workers Party", "ORG", None),
        ("al-Ghurab Front", "Al Ghurab Front", "ORG", None),
        ("General Orin Talvik", "Orin Talvik's", "PER", None),
    ],
)
def test_variants_of_one_name_have_one_id_in_every_article(one, other, label, head):
    first, second = Article("a000000000001"), Article("a000000000002")
    mentions = first.add(one, label, is_actor=True, head=head), second.add(other, label, is_actor=True, head=head)
    found = resolved(first, second)
    ids = {actor_of(found, mention) for mention in mentions}
    assert len(ids) == 1
    assert row_of(found, ids.pop())["is_known"] is False


@pytest.mark.parametrize(
    ("one", "other", "label"),
    [
        ("Blue Falcon Brigade", "Red Falcon Brigade", "ORG"),
        ("Orin Williams", "Orin William", "PER"),
        ("Falcon Press", "Falcon Pres", "ORG"),
    ],
)
def test_other_names_have_other_ids(one, other, label):
    article = Article()
    mentions = article.add(one, label, is_actor=True), article.add(other, label, is_actor=True)
    found = resolved(article)
    assert len({actor_of(found, mention) for mention in mentions}) == 2


def test_a_name_without_latin_letters_is_kept():
    article = Article()
    first, other = article.add("Сокол", "ORG", is_actor=True), article.add("Ворон", "ORG", is_actor=True)
    again = article.add("СОКОЛ", "ORG", is_actor=True)
    found = resolved(article)
    assert actor_of(found, first) == actor_of(found, again) != actor_of(found, other)
    assert row_of(found, actor_of(found, first))["name"] == "Сокол"


def test_the_name_shown_is_not_the_one_in_capitals():
    article = Article()
    article.add("BLUE FALCON BRIGADE", "ORG", is_actor=True)
    mention = article.add("Blue Falcon Brigade", "ORG", is_actor=True)
    found = resolved(article)
    assert row_of(found, actor_of(found, mention))["name"] == "Blue Falcon Brigade"


def test_members_of_an_unlisted_body_are_that_body():
    article = Article()
    body = article.add("Blue Falcon Brigade", "ORG")
    short = article.add("BFB", "ORG", antecedent=body)
    fighters = article.add("fighters of the BFB", "NP", is_actor=True, head="fighter", affiliation=short)
    villagers = article.add("villagers of the BFB", "NP", is_actor=True, head="villager", affiliation=short)
    found = resolved(article)
    assert actor_of(found, fighters) == actor_of(found, short) == BODY
    assert actor_of(found, villagers) != BODY


def test_the_reader_s_variants_of_a_name_are_one_actor(nlp):
    text = (
        "Gunmen of the Karst Liberation Front (KLF) attacked a barracks in Ebora on Monday. The KLF's fighters shelled a "
        "bridge on Tuesday. The Karst Liberation Front said that it would go on."
    )
    coding = code_article(nlp(text), ArticleContext("a1"))
    names = pl.DataFrame([{k: row.get(k) for k in SCHEMA} for row in coding.names], schema=SCHEMA)
    found = resolve_names(names, pl.DataFrame({"article_id": ["a1"], "published_on": [None]}))
    ids = {actor_of(found, i) for row in coding.strikes for i in row["attacker_mention_ids"]}
    ids |= {actor_of(found, i) for row in coding.statements for i in row["speaker_mention_ids"]}
    assert ids == {"unk:karst-liberation-front"}
