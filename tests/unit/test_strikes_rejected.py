"""Words of force that tell of no strike go to rejected_mentions with their reason."""

import pytest

from tests.unit.force import code_force, reasons


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Iran threatened to strike ships in the Gulf.", "threatened"),
        ("The rebels vowed to attack the capital.", "threatened"),
        ("The army is preparing to attack the town.", "planned"),
        ("The general will bomb the camps.", "planned"),
        ("Police foiled a bomb attack on a mall.", "planned"),
        ("Officials fear a possible missile strike from the north.", "hypothetical"),
        ("The rebels could attack the port at any time.", "hypothetical"),
        ("If the army attacks the town, thousands will flee.", "hypothetical"),
        ("The army did not shell the hospital.", "denied"),
        ("The navy test-fired two missiles on Sunday.", "exercise"),
        ("During an exercise, troops carried out a mock attack on an airfield.", "exercise"),
        ("He was convicted of attacks on embassies.", "historical"),
        ("The two firms struck a deal on Monday.", "figurative"),
        ("The senator attacked the plan in a speech.", "figurative"),
        ("Teachers went on strike over wages on Monday.", "other_sense"),
        ("The prisoners began a hunger strike.", "other_sense"),
        ("The minister died of a heart attack.", "other_sense"),
        ("Hackers launched an attack that took the website offline.", "other_sense"),
        ("An earthquake struck the city and killed 40 people.", "other_sense"),
        ("Heavy clashes broke out between soldiers and rebels near Goma.", "undirected"),
        ("The two sides blamed each other after an exchange of strikes.", "other"),
    ],
)
def test_reason(nlp, text, reason):
    assert reason in reasons(nlp, text)


@pytest.mark.parametrize(
    "text",
    [
        "The company hit a record high on Friday.",
        "Police arrested three suspects in Lagos.",
        "The storm damaged hundreds of houses.",
        "An attack helicopter landed at the base.",
        "A helicopter crashed near Nairobi, killing five people.",
        "A gas explosion destroyed a bakery.",
    ],
)
def test_no_strike(nlp, text):
    assert not code_force(nlp, text).strikes


def test_a_rejection_keeps_its_words_and_rule(nlp):
    text = "Iran threatened to strike ships in the Gulf."
    (row,) = code_force(nlp, text).rejections
    assert text[row["text_start"] : row["text_end"]] == "strike ships in the Gulf"
    assert row["sentence_text"] == text
    assert (
        row["rule_id"]
        == "lexicons/strikes.yaml: unreal.threatened.threaten; lexicons/strikes.yaml: verbs.assault.strike"
    )


@pytest.mark.parametrize(
    "text",
    [
        "The mayor condemned the attack on a school in Goma, which the rebels had planned for months.",
        "Ghana vowed to retaliate after rebels attacked a base in Goma.",
        "The rebels are believed to have attacked a base in Goma.",
        "The army began to shell a village near Goma.",
    ],
)
def test_what_did_happen_is_kept(nlp, text):
    assert code_force(nlp, text).strikes
