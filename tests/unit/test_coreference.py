"""What stands for what in invented articles: acronyms, short forms, "the group", and descriptions of two actors."""

import pytest
from coding import code_said
from force import code_force

from pipelines.coding.model import Coding


def full_names(coding: Coding, mention_ids: list[str]) -> list[str]:
    """The words at the end of the antecedents of some mentions."""
    names = {row["mention_id"]: row for row in coding.names}
    found = []
    for mention_id in mention_ids:
        while names[mention_id]["antecedent_mention_id"]:
            mention_id = names[mention_id]["antecedent_mention_id"]
        found.append(names[mention_id]["text"])
    return found


def attackers(nlp, text: str) -> list[str]:
    """Whom the last strike of a text has as attackers."""
    coding = code_force(nlp, text)
    last = max(coding.strikes, key=lambda row: row["text_start"])
    return full_names(coding, last["attacker_mention_ids"])


def speakers(nlp, text: str) -> list[str]:
    """Who makes the last statement of a text."""
    coding = code_said(nlp, text)
    last = max(coding.statements, key=lambda row: row["cue_start"])
    return full_names(coding, last["speaker_mention_ids"])


@pytest.mark.parametrize(
    ("text", "full"),
    [
        (
            "The Tarnish Resistance Front (TRF) attacked a police post in Ebora on Monday. On Tuesday, the TRF shelled an army base near Sallow.",
            "Tarnish Resistance Front",
        ),
        (
            "The Karst Liberation Army, or KLA, attacked a barracks in Ebora on Friday. The KLA shelled a bridge on Saturday.",
            "Karst Liberation Army",
        ),
        (
            "The Ebora Workers Party (PKE) attacked a barracks on Friday. The PKE shelled a bridge on Saturday.",
            "Ebora Workers Party",
        ),
        (
            "The TRF (Tarnish Resistance Front) attacked a barracks in Ebora. The Front shelled a bridge on Saturday.",
            "TRF",
        ),
        (
            "The Revolutionary Guards fired missiles at a camp near Erbil on Monday. The Guards also struck a depot in Sulaymaniyah on Tuesday.",
            "Revolutionary Guards",
        ),
        (
            "The Islamic Revolutionary Guard Corps fired missiles at a camp near Erbil on Monday. The Revolutionary Guard struck a depot in Sulaymaniyah on Tuesday.",
            "Islamic Revolutionary Guard Corps",
        ),
    ],
)
def test_acronyms_and_short_forms_stand_for_the_full_name(nlp, text, full):
    assert attackers(nlp, text) == [full]


@pytest.mark.parametrize(
    ("text", "full"),
    [
        (
            "General Hamid Karimzad warned of more attacks on Monday. Karimzad said that the army would answer.",
            "Hamid Karimzad",
        ),
        (
            "Rebels of the Karst Liberation Army attacked a barracks in Ebora on Friday. The group said that it had killed nine soldiers.",
            "Karst Liberation Army",
        ),
    ],
)
def test_who_speaks_by_a_short_form_or_a_description(nlp, text, full):
    assert speakers(nlp, text) == [full]


def test_a_short_form_that_fits_two_names_stands_for_neither(nlp):
    text = (
        "The Karst Liberation Front attacked a barracks in Ebora. The Sallow Liberation Front condemned the attack. "
        "The Front said that it had lost nine men."
    )
    assert speakers(nlp, text) == ["Front"]


def test_the_body_of_another_state_is_no_short_form(nlp):
    text = "The Iranian Foreign Ministry condemned the attack. Pakistan's Foreign Ministry said that it knew nothing of it."
    assert speakers(nlp, text) == ["Foreign Ministry"]


def test_a_comma_alone_makes_no_acronym(nlp):
    text = "The Karst Liberation Army, PNU and others attacked a barracks. The PNU shelled a bridge on Saturday."
    assert attackers(nlp, text) == ["PNU"]


@pytest.mark.parametrize(
    ("text", "both"),
    [
        (
            "India and Pakistan held talks on Friday. The two armies shelled villages near Poonch on Saturday.",
            ["India", "Pakistan"],
        ),
        (
            "Armenia shelled a village on Monday. Azerbaijan condemned the attack. The neighbouring countries have shelled each other's towns since May.",
            ["Armenia", "Azerbaijan"],
        ),
        (
            "Sudan's army and the Rapid Support Forces fought in Khartoum. Both sides shelled residential districts on Sunday.",
            ["Sudan's army", "Rapid Support Forces"],
        ),
        (
            "Fighting between the Karst Liberation Army and the Ebora Front went on. The warring parties shelled a hospital on Sunday.",
            ["Karst Liberation Army", "Ebora Front"],
        ),
        (
            "Ethiopia closed its border with Eritrea on Friday. The armies of Kenya watched. The two neighbours bombed villages on Sunday.",
            ["Ethiopia", "Eritrea"],
        ),
    ],
)
def test_who_strikes_by_a_description_of_two(nlp, text, both):
    assert attackers(nlp, text) == both


@pytest.mark.parametrize(
    ("text", "both"),
    [
        (
            "Russia fired Iranian drones at Ukraine on Monday. Both sides said that soldiers had died.",
            ["Russia", "Ukraine"],
        ),
        (
            "Tehran said that its forces had bombed a camp. Islamabad condemned the attack. The two governments said that they would talk.",
            ["Tehran", "Islamabad"],
        ),
        ("Turkey and Iraq held talks. Both said that they wanted peace.", ["Turkey", "Iraq"]),
        (
            "Fighting between the Karst Liberation Army and the Ebora Front went on. The UN called for a truce. Both groups rejected the call.",
            ["Karst Liberation Army", "Ebora Front"],
        ),
    ],
)
def test_who_speaks_by_a_description_of_two(nlp, text, both):
    assert speakers(nlp, text) == both


def test_two_that_are_struck_are_two_targets(nlp):
    coding = code_force(
        nlp, "Kuwait and Bahrain signed a treaty on Friday. On Sunday, Iran attacked both countries with missiles."
    )
    (strike,) = coding.strikes
    assert full_names(coding, strike["target_mention_ids"]) == ["Kuwait", "Bahrain"]
    assert full_names(coding, strike["attacker_mention_ids"]) == ["Iran"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Armenia, Azerbaijan and Georgia held talks. Both countries condemned the bombing.",
            "countries",
        ),  # which two?
        ("Kenya buried its dead. The two countries condemned the bombing.", "two countries"),  # only one is told
        ("Iran and Iraq held talks. Two other countries condemned the bombing.", "Two other countries"),
        ("Iran and Iraq held talks. Its two neighbours condemned the bombing.", "Its two neighbours"),
        ("Colonel Tarik Hamidov met General Oren Balasz in Iran and Iraq. Both condemned the bombing.", "Both"),
    ],
)
def test_where_nobody_knows_the_two_the_description_stays(nlp, text, words):
    assert speakers(nlp, text) == [words]


def test_two_who_are_spoken_to_are_no_one_addressee(nlp):
    coding = code_said(nlp, "Iran and Iraq fought on Friday. Qatar urged both countries to show restraint.")
    (statement,) = coding.statements
    assert full_names(coding, statement["speaker_mention_ids"]) == ["Qatar"]
    assert statement["addressee_mention_id"] is None
