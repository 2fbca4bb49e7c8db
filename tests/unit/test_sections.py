"""Promises on lists under a heading: towns lie where the heading says, also towns that no list knows."""

from placed import places_in, struck

ROUND_UP = """Strikes in Iraq
Near Tal Qubbeh, one strike destroyed a bunker.
Near Hit, two strikes engaged a militant unit.
Strikes in Syria
Near Mara, three strikes destroyed two vehicles.
"""


def test_an_unlisted_town_lies_in_the_country_of_its_heading(nlp):
    _, places = places_in(nlp, ROUND_UP)
    assert {row["text"]: row["country_iso3"] for row in places.to_dicts()}["Tal Qubbeh"] == "IRQ"


def test_a_namesake_abroad_gives_way_to_the_heading(nlp):
    _, places = places_in(nlp, ROUND_UP)  # Mara is a region of Tanzania
    assert {row["text"]: row["country_iso3"] for row in places.to_dicts()}["Mara"] == "SYR"


def test_a_town_spelt_like_a_verb_is_a_place_after_near(nlp):
    here, _ = struck(nlp, "Militants shelled an army base near Hit, in Iraq.")
    assert (here["text"], here["country_iso3"]) == ("Hit", "IRQ")


def test_a_headline_holds_no_place_of_the_prose_below_it(nlp):
    _, places = places_in(nlp, "Air strikes in Syria\nTurkey shelled Tubqal on Monday. A mortar fell on Kilis.\n")
    found = {row["text"]: row["country_iso3"] for row in places.to_dicts()}
    assert found["Kilis"] == "TUR"
    assert found.get("Tubqal") != "SYR"
