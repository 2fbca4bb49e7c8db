"""Promises of place resolution: the right place, or one that says how little is known."""

import pytest
from naming import Article, place_of, resolved
from placed import places_in


def only_place(text: str, *context: str) -> dict | None:
    article = Article()
    for country in context:
        article.add(country, "LOC")
    mention = article.add(text, "LOC")
    return place_of(resolved(article), mention)


def test_a_sea_has_no_country_and_no_point():
    place = only_place("Red Sea")
    assert (place["kind"], place["place_precision"], place["country_iso3"]) == ("sea", "region", None)
    assert place["radius_km"] >= 500


@pytest.mark.parametrize(
    ("text", "country", "kind", "precision"),
    [
        ("Iran", "IRN", "country", "country"),
        ("the U.S.", "USA", "country", "country"),
        ("Gaza", "PSE", "region", "admin1"),
        ("Gaza City", "PSE", "city", "city"),
        ("Kiev", "UKR", "city", "city"),
        ("Kyiv", "UKR", "city", "city"),
        ("Sana’a", "YEM", "city", "city"),
        ("Helmand province", "AFG", "admin1", "admin1"),
        ("Donetsk Oblast", "UKR", "admin1", "admin1"),
        ("Deir ez-Zor", "SYR", "city", "city"),
        ("Aleppo", "SYR", "city", "city"),
        ("al-Hasakah", "SYR", "city", "city"),
        ("the city of Mosul", "IRQ", "city", "city"),
        ("eastern Iran", "IRN", "region", "country"),
        ("Crimea", "UKR", "region", "admin1"),
        ("Niger", "NER", "country", "country"),
        ("Nigeria", "NGA", "country", "country"),
        ("Georgia", "GEO", "country", "country"),
        ("Bagram Airfield", "AFG", "site", "site"),
        ("West Bank", "PSE", "region", "admin1"),
        ("Paris", "FRA", "city", "city"),
        ("Strait of Hormuz", None, "sea", "region"),
    ],
)
def test_places_by_name_alone(text, country, kind, precision):
    place = only_place(text)
    assert (place["country_iso3"], place["kind"], place["place_precision"]) == (country, kind, precision)
    assert place["radius_km"] > 0


@pytest.mark.parametrize(
    ("text", "context", "country"),
    [
        ("Hyderabad", "Pakistan", "PAK"),
        ("Hyderabad", "India", "IND"),
        ("Tripoli", "Lebanon", "LBN"),
        ("Tripoli", "Libya", "LBY"),
        ("Rafah", "Egypt", "EGY"),
        ("London", "Canada", "GBR"),
    ],
)
def test_the_countries_of_the_article_choose_among_namesakes(text, context, country):
    assert only_place(text, context)["country_iso3"] == country


def test_the_place_that_holds_it_decides():
    article = Article()
    pakistan = article.add("Pakistan", "LOC")
    balochistan = article.add("Balochistan", "LOC", container=pakistan)
    state = article.add("Georgia", "LOC")
    columbus = article.add("Columbus", "LOC", container=state)
    found = resolved(article)
    assert (place_of(found, balochistan)["country_iso3"], place_of(found, balochistan)["kind"]) == ("PAK", "admin1")
    assert place_of(found, balochistan)["admin1_code"] == "PK-BA"
    assert (place_of(found, columbus)["admin1_code"], place_of(found, state)["country_iso3"]) == ("US-GA", "USA")


def test_an_unlisted_village_is_as_uncertain_as_the_province_that_holds_it():
    article = Article()
    province = article.add("Helmand province", "LOC")
    village = article.add("Qala-e-Nowhere", "LOC", container=province)
    nowhere = article.add("Zzyxville", "LOC")
    found = resolved(article)
    place, holder = place_of(found, village), place_of(found, province)
    assert place["name"] == "Qala-e-Nowhere"
    assert (place["kind"], place["country_iso3"], place["place_precision"]) == ("other", "AFG", "admin1")
    assert place["radius_km"] == holder["radius_km"]
    assert place_of(found, nowhere) is None


def test_three_capitals_are_an_acronym_and_no_village():
    assert only_place("EU") is None


def test_scores_lie_between_0_and_1_and_places_are_used():
    article = Article()
    for text in ("Paris", "Springfield", "Iran", "Red Sea", "Al Anbar"):
        article.add(text, "LOC")
    found = resolved(article)
    scores = found.entity_mentions["score"].drop_nulls()
    assert scores.is_between(0, 1).all()
    used = set(found.entity_mentions["place_id"].drop_nulls()) | set(found.place_candidates["place_id"])
    assert set(found.places["place_id"]) == used
    scored = dict(found.entity_mentions.select("text", "score").iter_rows())
    assert scored["Paris"] < scored["Iran"]


def test_a_name_that_is_none_of_its_namesakes_for_sure_stays_unknown():
    article = Article()
    article.add("Springfield", "LOC")
    assert resolved(article).entity_mentions["place_id"].to_list() == [None]


def test_a_village_in_a_state_is_no_more_certain_than_the_state_also_when_named_again(nlp):
    text = (
        "An army drone bombed the village of Tudun Biri in Kaduna state, Nigeria, on Sunday. "
        "People in Tudun Biri were celebrating a festival."
    )
    _, placed = places_in(nlp, text)
    rows = {row["name"]: row for row in placed.to_dicts()}
    assert (rows["Kaduna State"]["kind"], rows["Kaduna State"]["admin1_code"]) == ("admin1", "NG-KD")
    assert placed.filter(placed["text"] == "Tudun Biri")["place_id"].n_unique() == 1
    assert placed.filter(placed["text"] == "Tudun Biri").height == 2
    village = rows["Tudun Biri"]
    assert (village["place_precision"], village["radius_km"]) == ("admin1", rows["Kaduna State"]["radius_km"])


def test_a_place_that_speaks_for_its_government_keeps_its_literal_place(nlp):
    _, placed = places_in(nlp, "Tehran said on Monday that it would respond to the attack.")
    tehran = placed.filter(placed["text"] == "Tehran").row(0, named=True)
    assert (tehran["name"], tehran["kind"], tehran["actor_id"]) == ("Tehran", "city", "IRN")
