"""Mentions of one strike are joined inside an article, different strikes stay apart."""

from datetime import date

from tests.unit.force import code_force, strikes


def test_headline_body_and_the_attack_are_one_strike(nlp):
    text = (
        "Bomb kills nine at market in Peshawar\n"
        "A bomb exploded at a vegetable market in Peshawar on Monday, killing nine people. "
        "The attack was claimed by the Taliban. Police said 20 people were wounded in the blast."
    )
    (mentions,) = strikes(nlp, text)
    assert len(mentions) >= 4
    assert any(row["attacker_text"] == "Taliban" and row["claim_status"] == "claimed" for row in mentions)
    assert any(row["started_on"] == date(2023, 5, 15) for row in mentions)
    assert any(row["injured_best"] == 20 for row in mentions)


def test_a_general_attacker_is_named_later(nlp):
    text = (
        "Gunmen attacked an army base in northern Mali on Sunday, killing 12 soldiers. "
        "Fighters of Ansar Dine stormed the base at dawn, an army spokesman said."
    )
    assert len(strikes(nlp, text)) == 1


def test_losses_told_in_the_next_sentence_belong_to_the_strike(nlp):
    text = "Rockets hit a school in Goma on Friday. Four pupils were killed and eleven others wounded."
    (mentions,) = strikes(nlp, text)
    assert {row["killed_best"] for row in mentions} == {None, 4}
    assert {row["injured_best"] for row in mentions} == {None, 11}


def test_a_claim_without_the_word_attack_names_the_attacker(nlp):
    text = "A car bomb killed seven people in Mogadishu on Tuesday. Al-Shabaab claimed responsibility."
    (mentions,) = strikes(nlp, text)
    assert mentions[-1]["attacker_text"] == "Al-Shabaab"
    assert mentions[-1]["claim_status"] == "claimed"


def test_nobody_claimed_it(nlp):
    text = "A car bomb killed seven people in Mogadishu on Tuesday. No group claimed responsibility."
    (mentions,) = strikes(nlp, text)
    assert all(row["attacker_text"] is None for row in mentions)


def test_blame_names_an_attacker_only_where_no_other_is_named(nlp):
    blamed = "A bomb exploded at a bank in Lagos on Sunday. The governor blamed Boko Haram for the attack."
    assert [r["attacker_text"] for r in strikes(nlp, blamed)[0]] == [None, "Boko Haram"]
    disputed = "Ugandan troops attacked a camp in Bunia on Sunday. A spokesman blamed Rwanda for the attack."
    (mentions,) = strikes(nlp, disputed)
    assert [r["claim_status"] for r in mentions] == ["attributed", "disputed"]


def test_another_attack_is_another_strike(nlp):
    text = (
        "A suicide bomber killed 11 people at a mosque in Kano on Friday. "
        "Another attack killed four soldiers near Maiduguri on Saturday."
    )
    assert len(strikes(nlp, text)) == 2


def test_other_days_and_sides_are_other_strikes(nlp):
    text = "Turkey bombed a camp in Sinjar on Monday. On Tuesday, Kurdish fighters shelled a Turkish base."
    assert len(strikes(nlp, text)) == 2


def test_a_separate_incident_is_another_strike(nlp):
    text = "Gunmen attacked a bank in Lagos. In a separate incident, gunmen burned a farm near Jos."
    assert len(strikes(nlp, text)) == 2


def test_an_item_of_a_series_is_a_strike_beside_it(nlp):
    text = "Insurgents have carried out raids on outposts in Niger over the last months, including the raid on May 4."
    found = strikes(nlp, text)
    assert [rows[0]["is_series"] for rows in found] == [True, False]
    assert found[1][0]["started_on"] == date(2023, 5, 4)


def test_same_as_is_an_earlier_mention(nlp):
    text = "Rebels attacked a base near Goma. The attack killed six soldiers. The assault lasted for hours."
    rows = code_force(nlp, text).strikes
    starts = {row["mention_id"]: row["text_start"] for row in rows}
    assert len(rows) == 3
    assert all(starts[row["same_as_mention_id"]] < row["text_start"] for row in rows[1:])


def test_the_attack_alone_is_no_strike(nlp):
    coding = code_force(nlp, "The minister spoke about the attack.")
    assert not coding.strikes
    assert [row["reason"] for row in coding.rejections] == ["other"]


def test_the_attack_right_after_a_new_strike_is_that_one(nlp):
    text = (
        "Jets bombed a crowd in Pazigyi on 11 April. At least 160 people died in the attack. Aid groups condemned the"
        " attack. The army confirmed the attack. Explosions levelled a camp at Laiza on 9 May. Local officials blamed the"
        " army for the attack, which killed 29 people."
    )
    found = {members[0]["place_text"]: [row["killed_best"] for row in members] for members in strikes(nlp, text)}
    assert 29 in found["Laiza"]
    assert 29 not in found["Pazigyi"]


def test_when_it_was_condemned_is_not_when_it_was(nlp):
    (members,) = strikes(nlp, "Explosions levelled a camp at Laiza on 9 May. ASEAN condemned the bombing on Friday.")
    assert [row["started_on"] for row in members] == [date(2023, 5, 9), None]
