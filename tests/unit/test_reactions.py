"""Reactions to strikes: in words, in deeds and in arms. The strikes are given; only the reactions are tested."""

import pytest

from tests.unit.coding import code_reactions_of, reacted

RAID = "Chad bombed a camp in Sudan on Monday. "
STRIKE = ("bombed", "Chad", "Sudan")

VERBAL = [
    ("Norway condemned the attack.", ("Norway", "condemn", "verbal", "against")),
    ("Norway sent its condolences to the families of the victims.", ("Norway", "condole", "verbal", "neutral")),
    ("Norway urged both sides to show restraint.", ("Norway", "appeal", "verbal", "neutral")),
    ("Sudan vowed revenge for the attack.", ("Sudan", "threaten", "verbal", "against")),
    ("Sudan blamed Chad for the attack.", ("Sudan", "accuse", "verbal", "against")),
    ("Sudan blamed Chad.", ("Sudan", "accuse", "verbal", "against")),
    ("Norway said it would hold Chad accountable.", ("Norway", "threaten", "verbal", "against")),
    ("Norway said the attack was justified.", ("Norway", "support", "verbal", "for")),
]
MATERIAL = [
    ("Sudan recalled its ambassador.", ("Sudan", "diplomatic", "material", "against")),
    ("Sudan summoned the Chadian ambassador.", ("Sudan", "diplomatic", "material", "against")),
    ("Norway imposed sanctions on Chad.", ("Norway", "sanction", "material", "against")),
    ("Sudan closed its airspace.", ("Sudan", "mobilize", "material", "against")),
    ("Sudan deployed more troops along the border.", ("Sudan", "mobilize", "material", "against")),
    ("Norway evacuated its embassy staff.", ("Norway", "protect", "material", "neutral")),
    ("The United Nations opened an investigation.", ("United Nations", "investigate", "material", "neutral")),
    ("Norway sent medical aid to the camp.", ("Norway", "aid", "material", "neutral")),
    ("Norway hosted talks between the two sides.", ("Norway", "mediate", "material", "neutral")),
    ("Students marched in Khartoum.", ("Students", "protest", "material", "against")),
    ("Sudan demanded an urgent session of the Security Council.", ("Sudan", "diplomatic", "material", "against")),
    ("The Security Council held an emergency meeting.", ("Security Council", "diplomatic", "material", "against")),
    ("Sudan ordered the evacuation of the town.", ("Sudan", "protect", "material", "against")),
    ("Norway announced that it would close its embassy.", ("Norway", "diplomatic", "material", "against")),
    ("Shipping lines diverted their vessels.", ("Shipping lines", "protect", "material", "neutral")),
    (
        "Sudan called the raid a crime, denied that it had agreed to it, and summoned the Chadian ambassador.",
        ("Sudan", "diplomatic", "material", "against"),
    ),
    ("Sudan ordered its army to close the border.", ("Sudan", "mobilize", "material", "against")),
    ("Police deployed around the embassies.", ("Police", "mobilize", "material", "against")),
    ("Norway sent a team to investigate the raid.", ("Norway", "investigate", "material", "neutral")),
    ("Sudan broke off diplomatic relations with Chad.", ("Sudan", "diplomatic", "material", "against")),
    ("Sudan recalled its envoy. Border crossings were also closed.", ("Sudan", "mobilize", "material", "against")),
]


@pytest.mark.parametrize(("text", "reaction"), VERBAL + MATERIAL, ids=[case[0] for case in VERBAL + MATERIAL])
def test_a_reaction_has_reactor_type_kind_and_stance(nlp, text, reaction):
    assert reaction in reacted(nlp, RAID + text, STRIKE)


NO_REACTIONS = [
    "Chad said it had targeted terrorists.",  # the attacker's own justification
    "Analysts condemned the attack.",
    "Norway has not recalled its ambassador.",
    "Norway may impose sanctions on Chad.",
    "Norway would close its embassy if the attacks went on.",
    "Norway announced that Kenya would close its border.",
    "Kenyan divers deployed a camera.",
    "Borders were closed.",  # nobody is said to have done it
    "Kenya was accused of sending weapons to the rebels.",  # alleged
    "Kenya demanded that Egypt withdraw its ambassador.",  # wanted
    "Kenya deployed troops to Haiti last December.",  # background
    "Workers marched to protest job losses.",  # against something else
    "Kenya urged farmers to plant trees.",  # the words take no strike up
    "A witness said she feared more attacks.",  # only looks on
    "Chad had warned in May of a wider war.",  # said before
]


@pytest.mark.parametrize("text", NO_REACTIONS)
def test_what_is_no_reaction(nlp, text):
    assert reacted(nlp, RAID + text, STRIKE) == []


def test_nothing_answers_a_strike_where_there_is_none(nlp):
    assert reacted(nlp, "Norway condemned the budget. Kenya recalled its ambassador.") == []


def test_a_deed_answers_the_main_strike_also_from_further_down(nlp):
    between = "The camp is old. Traders used to meet there. The wells had dried up. The rains came late this year. "
    found = reacted(nlp, RAID + between + "Sudan recalled its ambassador.", STRIKE)
    assert [(reactor, kind) for reactor, kind, *_ in found] == [("Sudan", "diplomatic")]


def test_a_strike_that_words_take_up_stays_under_discussion(nlp):
    talk = "Norway condemned the attack. The weather was hot. Roads stayed open. Kenya denounced the attack. "
    found = reacted(nlp, RAID + talk + "Shops opened late. Egypt offered condolences.", STRIKE)
    assert ("Egypt", "condole", "verbal", "neutral") in found


def test_nobody_condemns_its_own_strike(nlp):
    text = "Sudan bombed a town in Chad on Monday. Chad shelled a camp in Sudan on Friday. Chad condemned the attack."
    coding = code_reactions_of(nlp, text, ("bombed", "Sudan", "Chad"), ("shelled", "Chad", "Sudan"))
    (reaction,) = [row for row in coding.reactions if row["reaction_type"] == "condemn"]
    assert reaction["strike_mention_id"].startswith(f"a1:strike:{text.index('bombed')}-")


def test_joint_speakers_react_each_for_itself(nlp):
    found = reacted(nlp, RAID + "Norway and Kenya condemned the attack.", STRIKE)
    assert [(reactor, kind) for reactor, kind, *_ in found] == [("Norway", "condemn"), ("Kenya", "condemn")]


def test_one_party_condemns_a_strike_once(nlp):
    found = reacted(nlp, RAID + "Norway condemned the attack. Norway condemned the raid again on Friday.", STRIKE)
    assert len(found) == 1


ANSWERS = [
    "Chad bombed a camp in Sudan. Sudan retaliated by shelling a Chadian town.",
    "Chad bombed a camp in Sudan. Sudan began shelling a Chadian town in response to the raid.",
    "Chad bombed a camp in Sudan. In retaliation, Sudan began shelling a Chadian town.",
]


@pytest.mark.parametrize("text", ANSWERS)
def test_a_strike_that_answers_another_is_an_armed_reaction(nlp, text):
    coding = code_reactions_of(nlp, text, ("bombed", "Chad", "Sudan"), ("shelling", "Sudan", "Chadian"))
    (reaction,) = [row for row in coding.reactions if row["kind"] == "armed"]
    first, second = text.index("bombed"), text.index("shelling")
    assert (reaction["reactor_text"], reaction["reaction_type"], reaction["stance"]) == (
        "Sudan",
        "retaliate",
        "against",
    )
    assert reaction["strike_mention_id"] == f"a1:strike:{first}-{first + 6}"
    assert reaction["response_strike_mention_id"] == f"a1:strike:{second}-{second + 8}"


MORE_ANSWERS = [
    "Chad bombed a camp in Sudan. Sudan returned fire, shelling a Chadian town.",
    "Chad bombed a camp in Sudan. Sudan ended a truce by shelling a Chadian town to avenge the raid.",
    "Sudan began shelling a Chadian town hours after Chad bombed a camp in Sudan.",
]


@pytest.mark.parametrize("text", MORE_ANSWERS)
def test_an_answer_is_told_by_what_it_is_for_or_by_what_it_follows(nlp, text):
    coding = code_reactions_of(nlp, text, ("bombed", "Chad", "Sudan"), ("shelling", "Sudan", "Chadian"))
    assert [row["reaction_type"] for row in coding.reactions if row["kind"] == "armed"] == ["retaliate"]


def test_a_denied_charge_is_about_the_strike_of_the_charge(nlp):
    found = reacted(nlp, RAID + "Sudan blamed Chad for the attack. Chad denied the charge.", STRIKE)
    assert [(reactor, kind) for reactor, kind, *_ in found] == [("Sudan", "accuse"), ("Chad", "deny")]


def test_who_praises_the_attack_stands_for_the_attacker(nlp):
    assert ("Kenya", "support", "verbal", "for") in reacted(nlp, RAID + "Kenya praised the attack.", STRIKE)
    found = reacted(nlp, RAID + "Kenya expressed solidarity with Sudan over the attack.", STRIKE)
    assert ("Kenya", "support", "verbal", "against") in found


def test_a_vow_to_retaliate_is_no_armed_reaction(nlp):
    found = reacted(nlp, RAID + "Sudan vowed to retaliate.", STRIKE)
    assert [kind for _, _, kind, _ in found] == ["verbal"]


def test_a_verbal_reaction_points_to_its_statement(nlp):
    coding = code_reactions_of(nlp, RAID + "Norway condemned the attack.", STRIKE)
    (reaction,), (statement,) = coding.reactions, coding.statements
    assert reaction["statement_mention_id"] == statement["mention_id"]
    assert statement["strike_mention_ids"] == [reaction["strike_mention_id"]]


def test_every_value_of_a_reaction_has_its_words_in_the_evidence(nlp):
    text = RAID + "Sudan recalled its ambassador."
    coding = code_reactions_of(nlp, text, STRIKE)
    (reaction,) = coding.reactions
    evidence = {e["column_name"]: e["text"] for e in coding.evidence if e["mention_id"] == reaction["mention_id"]}
    assert evidence == {
        "reactor_text": "Sudan",
        "reaction_type": "recalled",
        "kind": "recalled",
        "stance": "recalled",
        "strike_mention_id": "bombed",
        "confidence_score": "recalled",
    }


def test_the_span_of_a_reaction_stays_inside_its_sentence(nlp):
    text = RAID + '"The attack was a crime. We condemn it," Norway said.'
    coding = code_reactions_of(nlp, text, STRIKE)
    for row in coding.reactions:
        assert text[row["text_start"] : row["text_end"]] in row["sentence_text"]
        assert row["sentence_text"] in text
