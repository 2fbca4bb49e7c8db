"""The lexicon of weapons: how many it knows, what each stands for, and which of its words name no weapon."""

import re

import pytest

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.targets import kind_of_text
from pipelines.coding.weapons import METHOD_ORDER, weapons_in
from tests.unit.force import only, strikes

SAMPLES = [
    ("an Iskander-M", "missile"), ("ATACMS missiles", "missile"), ("a Kh-101", "missile"), ("Kheibar Shekan", "missile"),
    ("a BrahMos", "missile"), ("an Igla-S", "missile"), ("BM-21 Grad", "rocket"), ("M142 HIMARS", "rocket"),
    ("an RPG-7", "rocket"), ("Fajr-3 rockets", "rocket"), ("Shahed-136s", "drone"), ("a Bayraktar TB2", "drone"),
    ("an MQ-9 Reaper", "drone"), ("quadcopters", "drone"), ("Lancet-3", "drone"), ("an F-16", "airstrike"),
    ("Su-34s", "airstrike"), ("an Mi-24", "airstrike"), ("a Super Tucano", "airstrike"), ("FAB-500", "airstrike"),
    ("barrel bombs", "airstrike"), ("a D-30", "artillery"), ("M777 howitzers", "artillery"), ("120-mm mortars", "artillery"),
    ("a recoilless rifle", "artillery"), ("a gunboat", "naval"), ("limpet mines", "naval"), ("an SVBIED", "suicide_bombing"),
    ("an explosive vest", "suicide_bombing"), ("an IED", "explosive"), ("a pipe bomb", "explosive"),
    ("anti-tank mines", "explosive"), ("sticks of dynamite", "explosive"), ("a truck bomb", "vehicle"),
    ("a Molotov cocktail", "arson"), ("T-72 tanks", "ground_assault"), ("an AK-47", "gunfire"), ("a Dragunov", "gunfire"),
    ("DShK", "gunfire"), ("a machete", "melee"),
]  # fmt: skip


def test_at_least_250_names_and_types_each_with_a_method():
    weapons = load_lexicon("weapons")["weapons"]
    assert set(weapons) <= set(METHOD_ORDER)
    assert len({str(name) for names in weapons.values() for name in names}) >= 250


def test_each_name_is_text_in_lower_case_and_stands_once_in_its_list():
    for method, names in load_lexicon("weapons")["weapons"].items():
        wrong = [name for name in names if not isinstance(name, str) or name != name.lower() or name != name.strip()]
        assert not wrong, (method, wrong)
        assert len(set(names)) == len(names), (method, sorted(n for n in names if names.count(n) > 1))


def test_each_name_is_found_in_a_text():
    lost = []
    for method, names in load_lexicon("weapons")["weapons"].items():
        for name in names:
            found = weapons_in(f"it was {name} there")
            if not any(method in w.methods and re.sub(r"\W", "", w.text) == re.sub(r"\W", "", name) for w in found):
                lost.append((method, name))
    assert not lost


@pytest.mark.parametrize(("text", "method"), SAMPLES, ids=[text for text, _ in SAMPLES])
def test_a_weapon_gives_its_method(text, method):
    assert method in {m for w in weapons_in(text) for m in w.methods}


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("two bomb attacks", "bomb"),
        ("an air raid", None),
        ("an ambush", None),
        ("a sniper", None),
        ("knife attack", "knife"),
    ],
)
def test_what_names_an_event_names_no_weapon(text, thing):
    named = [text[w.start : w.thing_end] for w in weapons_in(text) if w.thing_end is not None]
    assert named == ([thing] if thing else [])


@pytest.mark.parametrize(
    ("text", "weapon", "method"),
    [
        ("Russia hit a depot in Dnipro with two Iskander missiles.", "Iskander", "missile"),
        ("An MQ-9 struck a column near Gondar.", "MQ-9", "drone"),
        ("Rebels fired Grad rockets at an airfield near Tripoli.", "Grad rockets", "rocket"),
        ("The convoy was hit by an IED in Helmand.", "IED", "explosive"),
        ("An air raid on a camp near Idlib killed nine.", None, "airstrike"),
        ("An ambush near Diffa killed five soldiers.", None, "ground_assault"),
    ],
)
def test_a_strike_has_the_words_of_its_weapon(nlp, text, weapon, method):
    row = strikes(nlp, text)[0][0]
    assert row["weapon_text"] == weapon
    assert method in row["methods"]


def test_people_and_places_with_names_of_weapons_are_none():
    for text in ("Senator Bradley spoke", "in Winchester", "a brick wall", "the M4 highway", "the Negev desert"):
        assert not weapons_in(text), text
    assert kind_of_text("fuel truck") == ("energy", "fuel truck")


@pytest.mark.parametrize(
    ("text", "weapon", "methods"),
    [
        ("Several sticks of dynamite were thrown at a house in Cusco.", "sticks of dynamite", ["explosive"]),
        ("The rebels used 7 kg of dynamite to blow up a bridge near Ayacucho.", "dynamite", ["explosive"]),
    ],
)
def test_what_a_measure_holds_is_the_weapon(nlp, text, weapon, methods):
    row = only(nlp, text)
    assert (row["weapon_text"], row["methods"]) == (weapon, methods)
