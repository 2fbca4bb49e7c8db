"""Promises of actor resolution: the right actor for a name in its article, or an honest unknown one."""

from datetime import date

import polars as pl
import pytest
from naming import Article, actor_of, place_of, resolved, row_of


def test_a_capital_that_acts_is_the_state_and_keeps_its_literal_place():
    article = Article()
    speaks = article.add("Tehran", "LOC", is_actor=True)
    is_hit = article.add("Tehran", "LOC")
    found = resolved(article)
    assert actor_of(found, speaks) == "IRN"
    assert place_of(found, speaks)["name"] == "Tehran"
    assert actor_of(found, is_hit) is None
    assert place_of(found, is_hit)["kind"] == "city"


@pytest.mark.parametrize(
    ("text", "label", "actor_id"),
    [
        ("Iran", "LOC", "IRN"),
        ("Iranian", "NORP", "IRN"),
        ("Israelis", "NORP", "ISR"),
        ("U.S.", "LOC", "USA"),
        ("US", "LOC", "USA"),
        ("the United States’", "LOC", "USA"),
        ("UK", "LOC", "GBR"),
        ("South Korea", "LOC", "KOR"),
        ("North Korean", "NORP", "PRK"),
        ("Niger", "LOC", "NER"),
        ("Nigeria", "LOC", "NGA"),
        ("Nigerien", "NORP", "NER"),
        ("Congo", "LOC", "COD"),
        ("Republic of the Congo", "LOC", "COG"),
        ("South Sudan", "LOC", "SSD"),
        ("Côte d’Ivoire", "LOC", "CIV"),
        ("Georgia", "LOC", "GEO"),
        ("Hamas", "ORG", "grp:hamas"),
        ("Houthis", "NORP", "grp:houthis"),
        ("Ansar Allah", "ORG", "grp:houthis"),
        ("al-Qaida", "ORG", "grp:al-qaeda"),
        ("Al Qaeda", "ORG", "grp:al-qaeda"),
        ("ISIL", "ORG", "grp:islamic-state"),
        ("Daesh", "ORG", "grp:islamic-state"),
        ("UN", "ORG", "org:united-nations"),
        ("NATO", "ORG", "org:north-atlantic-treaty-organization"),
        ("Nato", "ORG", "org:north-atlantic-treaty-organization"),
        ("the Kremlin", "LOC", "org:rus-government"),
        ("White House", "ORG", "org:usa-government"),
        ("Pentagon", "ORG", "org:us-department-of-defense"),
        ("Israel Defence Forces", "ORG", "org:israel-defense-forces"),
        ("Taliban", "ORG", "grp:taliban"),
        ("Pakistani Taliban", "ORG", "grp:tehrik-i-taliban-pakistan"),
    ],
)
def test_names_acronyms_and_demonyms(text, label, actor_id):
    article = Article()
    mention = article.add(text, label, is_actor=True)
    assert actor_of(resolved(article), mention) == actor_id


def test_hama_is_never_hamas():
    article = Article()
    town = article.add("Hama", "LOC")
    found = resolved(article)
    assert actor_of(found, town) is None
    assert place_of(found, town)["country_iso3"] == "SYR"


def test_us_in_lower_case_is_a_pronoun_and_no_state():
    article = Article()
    pronoun, noun = article.add("us", "PRON", is_actor=True), article.add("us", "NP", is_actor=True)
    found = resolved(article)
    assert actor_of(found, pronoun) is None
    assert actor_of(found, noun) != "USA"


@pytest.mark.parametrize(
    ("text", "head", "actor_id", "root"),
    [
        ("Iranian Foreign Ministry", "ministry", "org:iranian-foreign-ministry", "IRN"),
        ("Israeli troops", "troop", "org:israel-defense-forces", "ISR"),
        ("three Israeli soldiers", "soldier", "org:israel-defense-forces", "ISR"),
        ("Afghan officials", "official", "org:afg-government", "AFG"),
        ("Pakistan's government", "government", "org:pak-government", "PAK"),
        ("U.S. military bases", "base", "org:us-military", "USA"),
        ("the Danish navy", "navy", "org:dnk-navy", "DNK"),
        ("Pakistani intelligence officials", "official", "org:pak-intelligence", "PAK"),
        ("Iranian state television", "television", "org:irib", "IRN"),
        ("Burmese state media", "media", "org:mmr-state-media", "MMR"),
        ("Russian warplanes", "warplane", "org:russian-aerospace-forces", "RUS"),
        ("the government of Sudan", "government", "org:sdn-government", "SDN"),
    ],
)
def test_bodies_roll_up_to_their_state(text, head, actor_id, root):
    article = Article()
    mention = article.add(text, "NP", is_actor=True, head=head)
    found = resolved(article)
    assert actor_of(found, mention) == actor_id
    assert row_of(found, actor_id)["root_actor_id"] == root
    assert root in found.actors["actor_id"].to_list()


@pytest.mark.parametrize(
    "text",
    [
        "Iran-backed militias",
        "anti-Iranian fighters",
        "non-Iranian villagers",
        "Palestinian militants",
        "Somali pirates",
    ],
)
def test_who_is_no_body_of_a_state_has_no_state_above(text):
    article = Article()
    mention = article.add(text, "NP", is_actor=True, head=text.split()[-1].rstrip("s"))
    found = resolved(article)
    row = row_of(found, actor_of(found, mention))
    assert not row["is_known"]
    assert row["parent_actor_id"] is None
    assert row["root_actor_id"] == row["actor_id"]


def test_an_affiliation_beside_the_words_gives_the_state():
    article = Article()
    state = article.add("Iranian", "NORP")
    ministry = article.add("Foreign Ministry", "ORG", is_actor=True, affiliation=state)
    town = article.add("Kandahar", "LOC")
    police = article.add("police", "NP", is_actor=True, affiliation=town)
    found = resolved(article)
    assert actor_of(found, ministry) == "org:iranian-foreign-ministry"
    assert actor_of(found, police) == "org:afghan-national-police"


def test_members_of_a_group_are_the_group():
    article = Article()
    group = article.add("Houthi", "NORP")
    militants = article.add("Yemeni Houthi militants", "NP", is_actor=True, head="militant", affiliation=group)
    assert actor_of(resolved(article), militants) == "grp:houthis"


def test_a_bare_body_belongs_to_the_country_that_the_article_is_about():
    one, two = Article("a000000000001"), Article("a000000000002")
    one.add("Sri Lanka", "LOC")
    one.add("Sri Lankan", "NORP")
    army = one.add("the army", "NP", is_actor=True, head="army")
    two.add("Iran", "LOC")
    two.add("Iraq", "LOC")
    unclear = two.add("the army", "NP", is_actor=True, head="army")
    found = resolved(one, two)
    assert actor_of(found, army) == "org:sri-lankan-armed-forces"
    assert actor_of(found, unclear) == "unk:army"


@pytest.mark.parametrize(
    ("text", "country", "actor_id"),
    [
        ("SDF", "Syria", "grp:syrian-democratic-forces"),
        ("RSF", "Sudan", "grp:rapid-support-forces"),
        ("Taliban", "Pakistan", "grp:tehrik-i-taliban-pakistan"),
        ("Islamic Jihad", "Israel", "grp:palestinian-islamic-jihad"),
        ("ADF", "Cameroon", "grp:ambazonia-defence-forces"),
    ],
)
def test_the_country_of_the_article_decides_between_namesakes(text, country, actor_id):
    article = Article()
    article.add(country, "LOC")
    mention = article.add(text, "ORG", is_actor=True)
    assert actor_of(resolved(article), mention) == actor_id


def test_leaders_by_term():
    early, late = Article("a000000000001", date(2004, 3, 1)), Article("a000000000002", date(2023, 5, 1))
    bush = early.add("President Bush", "PER", is_actor=True)
    biden = late.add("President Biden", "PER", is_actor=True)
    found = resolved(early, late)
    assert actor_of(found, bush) == "per:george-w-bush"
    assert actor_of(found, biden) == "per:joe-biden"
    assert row_of(found, "per:joe-biden")["root_actor_id"] == "USA"


def test_an_unknown_person_belongs_to_the_state_whose_office_he_holds():
    article = Article()
    state = article.add("Afghan", "NORP")
    official = article.add("Gul Ahmadzai", "PER", is_actor=True, role="Afghan governor", affiliation=state)
    analyst = article.add("Gul Rahmani", "PER", is_actor=True, role="Afghan farmer", affiliation=state)
    found = resolved(article)
    assert row_of(found, actor_of(found, official))["root_actor_id"] == "AFG"
    assert row_of(found, actor_of(found, official))["kind"] == "person"
    assert row_of(found, actor_of(found, analyst))["parent_actor_id"] is None


def test_the_same_unknown_name_has_one_id_everywhere():
    one, two = Article("a000000000001"), Article("a000000000002")
    first = one.add("Blue Falcon Brigade", "ORG", is_actor=True)
    second = two.add("the Blue Falcon Brigade", "ORG", is_actor=True)
    gunmen = one.add("two unidentified gunmen", "NP", is_actor=True, head="gunman")
    others = two.add("The gunmen", "NP", is_actor=True, head="gunman")
    found = resolved(one, two)
    assert actor_of(found, first) == actor_of(found, second) == "unk:blue-falcon-brigade"
    assert actor_of(found, gunmen) == actor_of(found, others) == "unk:gunman"
    assert row_of(found, "unk:gunman")["kind"] == "armed_group"
    assert not row_of(found, "unk:blue-falcon-brigade")["is_known"]


def test_what_stands_for_a_name_is_the_same_actor():
    article = Article()
    name = article.add("Jaish al-Adl", "ORG", is_actor=True)
    group = article.add("the group", "NP", is_actor=True, head="group", antecedent=name)
    pronoun = article.add("it", "PRON", is_actor=True, antecedent=group)
    found = resolved(article)
    assert actor_of(found, pronoun) == actor_of(found, group) == actor_of(found, name) == "grp:jaish-al-adl"


def test_a_listed_short_form_gives_its_actor_to_the_unlisted_full_name():
    article = Article()
    full = article.add("Islamic State of the Levant and Iraq", "ORG", is_actor=True)
    short = article.add("ISIL", "ORG", is_actor=True, antecedent=full)
    found = resolved(article)
    assert actor_of(found, full) == actor_of(found, short) == "grp:islamic-state"


def test_every_actor_used_and_every_actor_above_has_a_row():
    article = Article()
    article.add("Israeli warplanes", "NP", is_actor=True, head="warplane")
    article.add("CENTCOM", "ORG", is_actor=True)
    article.add("villagers", "NP", is_actor=True, head="villager")
    found = resolved(article)
    ids = set(found.actors["actor_id"])
    assert set(found.entity_mentions["actor_id"].drop_nulls()) <= ids
    assert set(found.actors["parent_actor_id"].drop_nulls()) | set(found.actors["root_actor_id"]) <= ids
    assert found.actors.filter(
        pl.col("parent_actor_id").is_null() & (pl.col("root_actor_id") != pl.col("actor_id"))
    ).is_empty()


def test_a_short_form_of_a_person_is_no_agency_of_that_name():
    article = Article()
    mayor = article.add("Michael Bloomberg", "PER", is_actor=True)
    short = article.add("Bloomberg", "PER", is_actor=True, antecedent=mayor)
    found = resolved(article)
    assert actor_of(found, mayor) == actor_of(found, short) == "unk:michael-bloomberg"


def test_a_surname_follows_the_full_name_in_another_spelling():
    article = Article()
    article.add("Yahya Sarea", "PER", is_actor=True)
    short = article.add("Saree", "PER", is_actor=True)
    assert actor_of(resolved(article), short) == "per:yahya-saree"


def test_a_group_named_inside_a_description_is_found_without_a_mention_of_its_own():
    article = Article()
    movement = article.add("Yemen-based Houthi movement", "NP", is_actor=True, head="movement")
    assert actor_of(resolved(article), movement) == "grp:houthis"


def test_no_names_give_empty_tables():
    found = resolved(Article())
    assert found.entity_mentions.is_empty()
    assert found.actors.is_empty()
    assert found.places.is_empty()
