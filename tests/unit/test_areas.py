"""Promises of places that are told by others: "eastern Iran", "30 km south of Mosul", "off Yemen", a border."""

import math

import polars as pl
import pytest
from placed import struck

from pipelines.coding.areas import area_of
from pipelines.resolving.gazetteer import load_gazetteer


@pytest.mark.parametrize(
    ("text", "name", "words", "relation", "direction", "km"),
    [
        ("Gunmen killed five people in eastern Iran.", "Iran", "eastern Iran", "part", "east", None),
        ("Soldiers were killed in the north of Burkina Faso.", "Burkina Faso", None, "part", "north", None),
        ("Rockets landed in the southern part of Somalia.", "Somalia", None, "part", "south", None),
        ("A bomb exploded north of Baghdad on Monday.", "Baghdad", "north of Baghdad", "beyond", "north", None),
        ("Rebels shelled a village 30 km south of Mosul.", "Mosul", "30 km south of Mosul", "distance", "south", 30),
        ("A blast hit a base some 12 kilometers from Kirkuk.", "Kirkuk", None, "distance", None, 12),
        ("He lives two miles outside Baghdad.", "Baghdad", "two miles outside Baghdad", "distance", None, 3.22),
        ("It exploded about 20 miles (32 kilometers) northwest of the city of Kandahar.", "Kandahar", None, "distance", "northwest", 32.18),
        ("A drone hit a tanker off Yemen.", "Yemen", "off Yemen", "off", None, None),
        ("The ship was struck off the coast of Yemen.", "Yemen", "off the coast of Yemen", "off", None, None),
        ("Troops were attacked near the border between Iran and Pakistan.", "Iran", "border between Iran and Pakistan", "border", None, None),
    ],
)  # fmt: skip
def test_the_words_around_a_name_tell_where_an_area_lies(nlp, text, name, words, relation, direction, km):
    doc = nlp(text)
    area = area_of(next(entity for entity in doc.ents if entity.text == name))
    assert (area.relation, area.direction, area.distance_km) == (relation, direction, km)
    if words is not None:
        assert text[area.start : area.end] == words


@pytest.mark.parametrize("text", ["North Korea fired a missile.", "They attacked South Sudan.", "The bomb hit Mosul."])
def test_a_name_that_stands_for_itself_is_no_area(nlp, text):
    assert [area_of(entity) for entity in nlp(text).ents if entity.label_ == "LOC"] == [None]


def kilometres(one: dict, other: dict) -> float:
    north = (one["latitude"] - other["latitude"]) * 111.2
    east = (one["longitude"] - other["longitude"]) * 111.2 * math.cos(math.radians(one["latitude"]))
    return math.hypot(north, east)


def test_a_strike_in_the_east_of_a_country_is_not_at_its_centre(nlp):
    area, named = struck(nlp, "Pakistani jets bombed a camp of militants in eastern Iran on Tuesday.")
    assert (area["name"], area["country_iso3"], area["kind"]) == ("eastern Iran", "IRN", "region")
    assert named["Iran"]["place_id"] == "gn:130758"  # the literal place stays what it is
    assert area["longitude"] > named["Iran"]["longitude"] + 2
    assert area["radius_km"] < named["Iran"]["radius_km"]


def test_a_distance_and_a_direction_make_a_point_with_a_radius(nlp):
    area, named = struck(nlp, "Islamic State militants shelled a village 30 km south of Mosul on Tuesday.")
    assert (area["name"], area["country_iso3"]) == ("30 km south of Mosul", "IRQ")
    assert kilometres(area, named["Mosul"]) == pytest.approx(30, abs=1)
    assert area["latitude"] < named["Mosul"]["latitude"]
    assert 7 <= area["radius_km"] <= 30


def test_a_distance_without_a_direction_is_a_wider_circle_around_the_name(nlp):
    area, named = struck(nlp, "A rocket hit a base 12 kilometers from Kirkuk on Tuesday.")
    assert kilometres(area, named["Kirkuk"]) == 0
    assert area["radius_km"] >= 12


def test_off_a_coast_is_at_sea_and_in_no_country(nlp):
    area, named = struck(nlp, "Houthi rebels attacked a tanker off the coast of Yemen on Tuesday.")
    assert (area["kind"], area["place_precision"], area["country_iso3"]) == ("sea", "region", None)
    assert named["Yemen"]["place_id"] == "gn:69543"


def test_a_border_lies_between_two_countries(nlp):
    text = "Gunmen attacked a police post near the border between Iran and Pakistan on Tuesday."
    area, _ = struck(nlp, text)
    assert (area["name"], area["country_iso3"]) == ("border of Iran and Pakistan", None)
    assert area["place_precision"] == "region"
    assert 60 < area["longitude"] < 64
    assert 25 < area["latitude"] < 31


def test_the_same_area_has_one_id_in_every_article(nlp):
    one, _ = struck(nlp, "A drone hit a depot in southern Lebanon on Monday.")
    other, _ = struck(nlp, "Israeli jets struck two villages in southern Lebanon, the army said.")
    assert one["place_id"] == other["place_id"]


def test_every_direction_that_the_coder_reads_has_a_bearing():
    from pipelines.coding.lexicon import load_lexicon
    from pipelines.resolving.areas import bearings

    assert set(load_lexicon("areas")["directions"]) == set(bearings()["direction"])


def test_the_centre_of_a_country_is_no_point():
    places = load_gazetteer().places
    wide = places.filter(
        pl.col("kind").is_in(["country", "sea"]) & ~pl.col("place_precision").is_in(["country", "region"])
    )
    assert wide.height == 0
