"""What keeps strikes of one article apart, who "it" is, and words of force with other senses: invented sentences."""

from datetime import date

import pytest

from pipelines.coding.targets import is_bystander
from tests.unit.force import code_force, only, reasons, strikes


def _attackers(coding, row) -> set[str]:
    names = {str(r["mention_id"]): r for r in coding.names}
    found = set()
    for mention_id in row["attacker_mention_ids"]:
        while before := names[mention_id]["antecedent_mention_id"]:
            mention_id = str(before)
        found.add(str(names[mention_id]["text"]))
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Helicopters fired at a school in Bosaso. A jet dropped bombs on a market in Garowe.",
        "An airstrike hit a clinic in Benghazi. The news came eight days after a drone attack on a clinic in Sirte.",
        "Rebels shelled a village in Borno on Monday. On 9 March rebels shelled a village in Borno.",
        "Kenya fired rockets at a camp in response to the air strike of 2 May on the Kenyan embassy in Juba.",
    ],
)
def test_contradictions_keep_strikes_apart(nlp, text):
    assert len(strikes(nlp, text)) == 2


def test_an_offset_dates_the_earlier_strike(nlp):
    text = "Chad bombed a rebel camp near Faya on Tuesday, two days after rebel rockets hit a village in Kanem."
    days = [rows[0]["started_on"] for rows in strikes(nlp, text)]
    assert days == [date(2023, 5, 16), date(2023, 5, 14)]


def test_the_same_day_is_the_day_told_last(nlp):
    text = "Shells hit a market in Taiz on Sunday. On the same day a drone hit a bus in Aden."
    assert [rows[0]["started_on"] for rows in strikes(nlp, text)] == [date(2023, 5, 14)] * 2


def test_a_date_before_the_subject_is_no_part_of_it(nlp):
    row = strikes(nlp, "On 9 April army helicopters bombed the market of Kidal.")[0][0]
    assert row["attacker_text"] == "army"
    assert row["started_on"] == date(2023, 4, 9)


@pytest.mark.parametrize(
    ("text", "attacker"),
    [
        ("Amnesty International condemned the raid on Gao. The army said that it had hit the village.", "army"),
        ("The European Union spoke. The Kenyan navy admitted that it had shelled a port.", "Kenyan navy"),
    ],
)
def test_it_is_who_says_so_of_itself(nlp, text, attacker):
    coding = code_force(nlp, text)
    assert attacker in " ".join(_attackers(coding, coding.strikes[-1]))


def test_bystanders_strike_nobody():
    assert is_bystander("the European Union")
    assert is_bystander("Amnesty International")
    assert not is_bystander("the Kenyan army")


@pytest.mark.parametrize(
    "text",
    [
        "Shells killed nine people at a market in Kassala, the mayor said, blaming the Beja Congress.",
        "A drone attack hit a clinic in Kassala. Officials blamed the Beja Congress.",
        "A drone attack hit a clinic in Kassala. The Beja Congress claimed the attack.",
        "A bomb hit a clinic in Kassala. The mayor attributed the bombing to the Beja Congress.",
    ],
)
def test_who_is_blamed_or_claims_is_the_attacker(nlp, text):
    coding = code_force(nlp, text)
    assert any("Beja Congress" in str(row["attacker_text"]) for row in coding.strikes)


@pytest.mark.parametrize(
    "text",
    [
        "A ten-week strike has hit plants in Ohio. The union wants higher wages for its members.",
        "Portugal attacked in waves. The goalkeeper saved twice and the striker missed before the final whistle.",
        "The senator attacked the nominee in a debate. The campaign has hit Ohio, where voters go to the polls.",
        "The ministry rejects the assertion that the hospital was damaged by a Sudanese rocket.",
    ],
)
def test_other_senses_are_rejected(nlp, text):
    assert set(reasons(nlp, text)) & {"other_sense", "figurative", "denied"}


def test_words_about_a_raid_are_no_raid(nlp):
    coding = code_force(nlp, "Chad bombed a camp in Faya. Niger's Foreign Ministry blasted the raids as a mistake.")
    assert {row["attacker_text"] for row in coding.strikes} == {"Chad", None}


def test_a_wave_is_a_series_beside_its_items(nlp):
    text = "Chad launched 60 missiles at Mao and Bol. In Bol, Chadian missiles struck a factory and killed four people."
    assert [rows[0]["is_series"] for rows in strikes(nlp, text)] == [True, False]


def test_again_and_again_is_a_series(nlp):
    rows = strikes(nlp, "Militias have attacked Kenyan troops in Jubaland more than 40 times since March.")[0]
    assert rows[0]["is_series"]


def test_a_ship_is_no_place(nlp):
    row = strikes(nlp, "A missile hit the cargo ship Aurora near Hodeidah.")[0][0]
    assert row["place_text"] == "Hodeidah"


@pytest.mark.parametrize(
    ("text", "attacker", "outcome"),
    [
        ("Air defences destroyed 30 of 34 Shahed drones launched by Russia on Monday.", "Russia", "intercepted"),
        ("A Shahed drone slammed into an apartment block in Kharkiv on Monday.", None, "hit"),
        ("Jets pounded Sanaa on Monday.", None, "hit"),
        ("Shelling on Monday killed six civilians in Donetsk.", None, "hit"),
    ],
)
def test_who_sent_what(nlp, text, attacker, outcome):
    row = only(nlp, text)
    assert (row["attacker_text"], row["outcome"]) == (attacker, outcome)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The US would not allow any Turkish military operations against the region.", "planned"),
        ("Had the rebels shelled the camp, thousands would have died.", "hypothetical"),
        ("Because so many women are being attacked, she said, it matters.", "historical"),
        ("The senator Ann Reed attacked the press.", "figurative"),
    ],
)
def test_what_is_no_strike(nlp, text, reason):
    assert reasons(nlp, text) == [reason]
