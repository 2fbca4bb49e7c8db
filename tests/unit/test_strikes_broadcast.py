"""Broadcast and wire text, in capitals and not: who did it, what with, and what it hit, told in passing or by blame.

All sentences are invented.
"""

import pytest

from tests.unit.force import code_force, reasons

WHO = [
    ("A COLUMN OF NORTHERN BRIGADE REBELS SHOT 16 FARMERS IN TORVALLE.", "COLUMN OF NORTHERN BRIGADE REBELS"),
    ("In Torvalle a guard was shot by one of the demonstrators.", "one of the demonstrators"),
    ("UNIDENTIFIED INDIVIDUALS MACHINEGUNNED THE JUDGE'S CAR.", "UNIDENTIFIED INDIVIDUALS"),
    ("The dynamite charge was placed by a young man under a bus.", "young man"),
    ("Urban guerrillas set off a bomb in front of a bank.", "Urban guerrillas"),
    ("REBELS BLEW UP AT LEAST THREE PYLONS NEAR TORVALLE.", "REBELS"),
    ("Two brothers were gunned down by hitmen in Torvalle.", "hitmen"),
    ("The police arrested ten men suspected of having detonated a car bomb near the palace in Torvalle.", "ten men"),
    ("The minister blamed the rebels for the murder of Senator Pedro Belmonte.", "rebels"),
    ("An attack on the market in Torvalle killed two. The press blamed it on the drug mafia.", "drug mafia"),
    ("The army implicated four officers in the massacre of six priests in Torvalle.", "four officers"),
    ("Two soldiers were arrested in connection with the attack on the school.", "Two soldiers"),
    ("The attack on the market was the work of rebels.", "rebels"),
    ("The president accused the rebels of being responsible for the attack on the market.", "rebels"),
    ("The government condemned the murder of Senator Pedro Belmonte in an attack perpetrated by rebels.", "rebels"),
]
WHAT = [
    ("A bomb went off in front of the bank in Torvalle.", "bank"),
    ("Rebels fired at the windows of the embassy in Torvalle.", "embassy"),
    ("Two bombs exploded at the house of Judge Pedro Belmonte.", "house of Judge Pedro Belmonte"),
    ("Guerrillas threw a grenade at the home and office of Pedro Belmonte.", "home and office of Pedro Belmonte"),
    ("Gunmen killed Pedro Belmonte and Ana Cortina in Torvalle.", "Pedro Belmonte and Ana Cortina"),
    ("Guards at the bridge repelled a terrorist attack on Monday.", "Guards"),
    ("The rebels made an assassination attempt on Judge Pedro Belmonte.", "Judge Pedro Belmonte"),
    ("A student was found murdered in Torvalle.", "student"),
    ("A train was derailed after hitting a dynamite charge near Torvalle.", "train"),
]
NONE = [
    ("Have the helicopters been downed?", "hypothetical"),
    ("No helicopter has been downed by the rebels.", "denied"),
    ("The traffickers will continue to shoot at the judges.", "planned"),
    ("The army raided five farms of the cartel and seized cocaine.", "other_sense"),
    ("The Northern Brigade launched a new offensive.", "historical"),
    ("The rebels steal, kidnap and murder anyone who does not obey.", "historical"),
    ("Senators are no longer murdered in the streets.", "denied"),
    ("The satellites are used to attack cities.", "hypothetical"),
    ("The admiral harshly attacked the president on Monday.", "figurative"),
    ("The inquiry was a direct attack on the army.", "figurative"),
    ("The court regards the decree as an attack on the judiciary.", "figurative"),
    ("The guerrillas shot their rifles into the air.", "figurative"),
    ("A pilot was injured when a light plane crashed in Torvalle.", "other_sense"),
]


def told(nlp, text: str, column: str) -> list[str]:
    """What the mentions of a text have in a column, each that has anything."""
    return [row[column] for row in code_force(nlp, text).strikes if row[column]]


@pytest.mark.parametrize(("text", "attacker"), WHO)
def test_who_did_it(nlp, text, attacker):
    assert attacker in told(nlp, text, "attacker_text")


@pytest.mark.parametrize(("text", "target"), WHAT)
def test_what_was_struck(nlp, text, target):
    assert target in told(nlp, text, "target_text")


@pytest.mark.parametrize(("text", "reason"), NONE)
def test_what_is_no_strike(nlp, text, reason):
    assert reason in reasons(nlp, text)


def test_a_pronoun_says_who_by_the_words_it_stands_for(nlp):
    text = "The Northern Brigade said on Monday that it had bombed a barracks in Torvalle."
    assert told(nlp, text, "attacker_text") == ["Northern Brigade"]


def test_a_pronoun_never_stands_for_whose_deed_it_is(nlp):
    text = "Two aid workers were attacked in Torvalle by criminals who stabbed them."
    assert "criminals" not in told(nlp, text, "victim_text")


def test_nobody_hurt_names_no_victim(nlp):
    text = "Rebels attacked a bridge near Torvalle on Monday. Nobody was injured in the attack."
    assert told(nlp, text, "victim_text") == []


def test_the_truck_that_brings_a_bomb_is_not_its_target(nlp):
    assert "truck" not in told(nlp, "Rebels placed a bomb in a truck near the palace in Torvalle.", "target_text")


def test_a_denied_part_in_a_murder_leaves_the_murder(nlp):
    text = "Rebels murdered Judge Pedro Belmonte in Torvalle. The Brigade denied any involvement in the judge's murder."
    assert "denied" not in [row["reason"] for row in code_force(nlp, text).rejections]


def test_a_verb_is_no_weapon(nlp):
    assert "bomb" not in told(nlp, "Every night aircraft bomb the town of Torvalle.", "weapon_text")


def test_a_verb_with_a_hyphen_is_one_word(nlp):
    (row,) = code_force(nlp, "Two men on a motorcycle machine-gunned the judge Ana Ruiz in Medellin.").strikes
    assert (row["attacker_text"], row["methods"]) == ("Two men", ["gunfire"])
