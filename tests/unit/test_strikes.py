"""Constructions that tell of a strike: who, what, with what, where, when, and with what losses."""

from datetime import date

import pytest

from tests.unit.force import code_force, only, strikes


@pytest.mark.parametrize(
    ("text", "attacker", "target"),
    [
        ("Ethiopian troops shelled a market in Adwa on Friday.", "Ethiopian troops", "market"),
        ("A market in Adwa was shelled by Ethiopian troops.", "Ethiopian troops", "market"),
        ("The shelling of a market by Ethiopian troops lasted for hours.", "Ethiopian troops", "market"),
        ("Kenya's attack on a rebel camp near Afmadow left nine dead.", "Kenya", "rebel camp"),
        ("A Turkish drone strike on a convoy in Sinjar killed four fighters.", "Turkish", "convoy"),
        ("The air force carried out an airstrike on a training camp near Gao.", "air force", "training camp"),
        ("Rebels launched rockets at an army base in Kidal.", "Rebels", "army base"),
        ("Gunmen opened fire on a bus near Quetta, killing at least 14 passengers.", "Gunmen", "bus"),
        ("Separatists shot down a helicopter near Sloviansk.", "Separatists", "helicopter"),
        ("Militants stormed a hotel in Kismayo and set a restaurant on fire.", "Militants", "hotel"),
        ("Soldiers attacked by insurgents near Diffa fled to the town.", "insurgents", "Soldiers"),
        ("The military launched an offensive against the rebels in Tigray.", "military", "rebels"),
        ("Commandos raided a house in Homs, where a jihadist leader was hiding.", "Commandos", "house"),
        ("Sudan retaliated on Friday with air raids on a rebel camp.", "Sudan", "rebel camp"),
        ("Insurgents blew up a bridge near Ramadi.", "Insurgents", "bridge"),
        ("Rebels ambushed a police patrol in Cauca.", "Rebels", "police patrol"),
    ],
)
def test_attacker_and_target(nlp, text, attacker, target):
    row = strikes(nlp, text)[0][0]
    assert (row["attacker_text"], row["target_text"]) == (attacker, target)


@pytest.mark.parametrize(
    ("text", "target", "method"),
    [
        ("A school in Taiz was hit by a missile.", "school", "missile"),
        ("A hospital was struck by a drone on Sunday.", "hospital", "drone"),
        ("A car bomb exploded outside a police station in Mosul.", "police station", "vehicle"),
        ("A suicide bomber blew himself up in a crowded mosque in Kano.", "crowded mosque", "suicide_bombing"),
        ("A roadside bomb went off near a military convoy in Helmand.", "military convoy", "explosive"),
        ("Mortar shells landed in a refugee camp near Idlib.", "refugee camp", "artillery"),
        ("Three soldiers were killed in an attack on a checkpoint in Puntland.", "checkpoint", None),
        ("Gunfire hit a school bus in Medellin.", "school bus", "gunfire"),
    ],
)
def test_without_an_attacker(nlp, text, target, method):
    row = strikes(nlp, text)[0][0]
    assert row["target_text"] == target
    assert method is None or method in row["methods"]


def test_who_did_it_is_not_invented(nlp):
    row = only(nlp, "Three soldiers were killed in an attack on a checkpoint in Puntland.")
    assert (row["attacker_text"], row["attacker_mention_ids"], row["claim_status"]) == (None, [], "unknown")


def test_a_weapon_names_its_owner(nlp):
    row = only(nlp, "Israeli warplanes bombed a warehouse in Latakia.")
    assert row["attacker_text"] == "Israeli warplanes"
    assert row["methods"] == ["airstrike"]


def test_a_named_place_each_is_a_strike_each(nlp):
    found = strikes(nlp, "Saudi jets bombed Sanaa and Hodeidah on Monday.")
    assert [rows[0]["place_text"] for rows in found] == ["Sanaa", "Hodeidah"]


def test_traded_fire_is_two_strikes(nlp):
    found = strikes(nlp, "India and Pakistan exchanged artillery fire on Monday.")
    assert [(rows[0]["attacker_text"], rows[0]["target_text"]) for rows in found] == [
        ("India", "Pakistan"),
        ("Pakistan", "India"),
    ]
    assert all(rows[0]["is_series"] for rows in found)


def test_two_sides_in_one_sentence_stay_apart(nlp):
    found = strikes(nlp, "Rebels shelled a barracks in Goma and government jets bombed a rebel camp.")
    assert len(found) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Attacks on aid convoys in recent months have alarmed donors.",
        "Herders frequently attack farms in Plateau.",
        "Ethiopia's military operation against the rebels went on.",
        "Government planes have been bombing villages in Darfur.",
    ],
)
def test_a_series(nlp, text):
    assert strikes(nlp, text)[0][0]["is_series"]


def test_one_strike_is_no_series(nlp):
    assert not only(nlp, "Rebels attacked an aid convoy near Goma on Tuesday.")["is_series"]


def test_missiles_brought_down_are_an_intercepted_strike_of_their_owner(nlp):
    row = only(nlp, "Saudi Arabia intercepted three Houthi missiles on Friday.")
    assert row["outcome"] == "intercepted"
    assert row["attacker_text"] == "Houthi"
    assert row["target_text"] == "Saudi Arabia"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A bomb exploded in a market in Peshawar, northwestern Pakistan.", "Peshawar"),
        ("Rebels attacked a base in eastern Congo.", "eastern Congo"),
        ("A Kabul car bombing killed five.", "Kabul"),
        ("Gunmen attacked a church in the Plateau region.", "Plateau region"),
    ],
)
def test_place(nlp, text, place):
    assert strikes(nlp, text)[0][0]["place_text"] == place


def test_whose_troops_they_are_is_no_place(nlp):
    assert only(nlp, "Militants attacked US troops.")["place_text"] is None


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A bomb killed at least 12 people and wounded 30 others in Karachi.", (12, 12, None), (30, 30, 30)),
        ("Gunmen attacked a village, killing two children.", (2, 2, 2), (None, None, None)),
        ("Dozens were killed in an air raid on a wedding in Saada.", (24, None, 99), (None, None, None)),
        ("Rockets hit a base near Erbil but caused no casualties.", (0, 0, 0), (0, 0, 0)),
        ("A bomb in Quetta left 15 people dead.", (15, 15, 15), (None, None, None)),
        ("A car bomb in Basra claimed the lives of 20 people.", (20, 20, 20), (None, None, None)),
        ("Two soldiers and three policemen were killed in an ambush near Jos.", (5, 5, 5), (None, None, None)),
    ],
)
def test_losses(nlp, text, killed, injured):
    row = strikes(nlp, text)[0][0]
    assert tuple(row[f"killed_{bound}"] for bound in ("low", "best", "high")) == killed
    assert tuple(row[f"injured_{bound}"] for bound in ("low", "best", "high")) == injured


def test_civilians_among_the_dead(nlp):
    row = only(nlp, "An air raid on a market in Marib killed 20 people, including six children.")
    assert (row["killed_best"], row["civilians_killed_best"]) == (20, 6)


def test_the_attackers_own_dead_are_no_losses(nlp):
    row = strikes(nlp, "A suicide bomber attacked a bank in Herat. The bomber was also killed.")[0][0]
    assert row["killed_best"] is None


def test_livestock_is_nobody(nlp):
    assert all(not r["killed_best"] for r in code_force(nlp, "Shells hit a farm and killed 12 cattle.").strikes)


def test_a_person_killed_is_the_target(nlp):
    row = only(nlp, "A US drone killed Taliban leader Mullah Mansour in Balochistan.")
    assert row["methods"] == ["drone"]
    assert "Mansour" in row["target_text"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Rebels attacked a base near Goma on Monday.", date(2023, 5, 15)),
        ("Monday's attack on a base killed two soldiers.", date(2023, 5, 15)),
        ("Police said on Tuesday that gunmen attacked a bank in Lagos.", None),
        ("Gunmen attacked a bank on Sunday, police said on Tuesday.", date(2023, 5, 14)),
    ],
)
def test_the_date_is_that_of_the_strike_not_of_the_report(nlp, text, day):
    assert strikes(nlp, text)[0][0]["started_on"] == day


def test_without_publication_the_words_stay(nlp):
    row = only(nlp, "Rebels attacked a base near Goma on Monday.", None)
    assert (row["started_on"], row["date_text"], row["date_precision"]) == (None, "Monday", "unknown")


def test_each_value_has_its_words(nlp):
    text = "On Monday, rebels fired rockets at a school in Goma, killing at least two children."
    coding = code_force(nlp, text)
    for row in coding.evidence:
        assert text[row["text_start"] : row["text_end"]] == row["text"]
    columns = {row["column_name"] for row in coding.evidence}
    assert {
        "attacker_text",
        "target_text",
        "target_kind",
        "methods",
        "weapon_text",
        "place_text",
        "started_on",
    } <= columns
    assert {"date_text", "killed_low", "civilians_killed_low", "outcome", "claim_status"} <= columns
    assert all(row["rule_id"] for row in coding.evidence)
