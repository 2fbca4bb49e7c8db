"""Promises on figures and days that other words of the article give: groups, parts, tolls, voices, days counted on."""

from datetime import date

import pytest
from force import only, strikes


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A shell hit a house in Aleppo, killing a family of five.", 5),
        ("The rocket killed a crew of six in Aden.", 6),
        ("The toll from Monday's bombing in Lahore rose to 17 on Wednesday.", 17),
    ],
)
def test_figures_of_groups_and_tolls(nlp, text, killed):
    assert only(nlp, text)["killed_best"] == killed


def test_a_family_that_nobody_counts_has_no_figure(nlp):
    assert only(nlp, "A shell hit a house in Aleppo, killing a family.")["killed_best"] is None


@pytest.mark.parametrize(
    "text",
    [
        "A strike on a bus in Homs killed 12 people, among them four children.",
        "An air strike on a bus in Homs killed 12 people, four of them children.",
    ],
)
def test_the_civilian_part_of_the_dead(nlp, text):
    row = only(nlp, text)
    assert (row["killed_best"], row["civilians_killed_best"]) == (12, 4)


def test_figures_of_two_voices_are_never_added_up(nlp):
    text = "Hamas said 40 people were killed in the strike on the camp, while Israel said 15 militants died."
    assert [[row["killed_best"] for row in members] for members in strikes(nlp, text)] == [[40, 15]]


def test_what_is_shot_down_was_launched_by_the_attacker(nlp):
    row = only(nlp, "Ukraine said it had shot down 15 of 20 drones launched by Russia overnight.")
    assert (row["attacker_text"], row["outcome"]) == ("Russia", "intercepted")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On Jan. 16 rebels shelled Goma. Three days later, the army bombed Rutshuru.", [16, 19]),
        ("On 16 January rebels shelled Goma. The following day, the army bombed Rutshuru.", [16, 17]),
    ],
)
def test_days_are_counted_from_the_day_told_last(nlp, text, days):
    assert [members[0]["started_on"] for members in strikes(nlp, text)] == [date(2023, 1, day) for day in days]


def test_a_toll_that_somebody_puts_is_a_figure_of_the_strike(nlp):
    text = "A bomb killed 12 people in a mosque in Maiduguri on Monday, police said. Witnesses put the toll at 20."
    assert [[row["killed_best"] for row in members] for members in strikes(nlp, text)] == [[12, 20]]
