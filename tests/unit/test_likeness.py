"""What speaks for one strike in two articles beside day, place and sides: names, figures, the same sentence."""

from collections.abc import Mapping
from datetime import date

import pytest
from coded_frames import Newsroom, partition

MONDAY, TUESDAY, WEDNESDAY = date(2024, 4, 1), date(2024, 4, 2), date(2024, 4, 3)
BARE: dict[str, object] = {"attackers": [], "targets": [], "target_kind": "unknown", "started_on": MONDAY}


def _count(
    first: Mapping[str, object],
    second: Mapping[str, object],
    *,
    near: tuple[str, ...] = (),
    papers: tuple[str, str] = ("Herald", "Courier"),
    days: tuple[date, date] = (MONDAY, TUESDAY),
    place_near: str | None = None,
) -> int:
    """Strikes that two articles give; `near` are names in the sentences of both, `place_near` a place in the second."""
    room = Newsroom()
    for article, paper, day, strike in zip(("a1", "a2"), papers, days, (first, second), strict=True):
        room.article(article, paper, day)
        room.strike(article, 0, **strike)
        for name in near:
            room.name_near(article, name, 20)
    if place_near:
        room.name_near("a2", "Odesa", 20, place_near)
    return room.resolve().strikes.height


def test_reports_that_name_no_side_are_joined_by_the_names_near_them():
    assert _count(BARE, BARE) == 2
    assert _count(BARE, BARE, near=("Okhmatdyt",)) == 1


def test_days_titles_and_nations_are_no_names():
    assert _count(BARE, BARE, near=("Russian", "President", "Monday")) == 2


@pytest.mark.parametrize(
    "doubt",
    [
        pytest.param({"target_kind": "military"}, id="other kind of target"),
        pytest.param({"methods": ["gunfire"]}, id="other kind of force"),
        pytest.param({"is_series": True}, id="told as a wave"),
    ],
)
def test_what_differs_needs_a_name_in_common(doubt: dict[str, object]):
    strike = {"started_on": MONDAY}
    assert _count(strike, strike | doubt) == 2
    assert _count(strike, strike | doubt, near=("Okhmatdyt",)) == 1


def test_sources_that_blame_others_need_two():
    strike = {"started_on": MONDAY, "targets": ["FRA"]}
    blamed = strike | {"attackers": ["LBN"]}
    assert _count(strike, blamed, near=("Okhmatdyt",)) == 2
    assert _count(strike, blamed, near=("Okhmatdyt", "Zhytniuk")) == 1


def test_a_strike_and_the_answer_to_it_stay_apart_whatever_names_they_share():
    there = {"started_on": MONDAY, "attackers": ["RUS"], "targets": ["UKR"], "killed_best": 30}
    back = there | {"attackers": ["UKR"], "targets": ["RUS"]}
    assert _count(there, back, near=("Okhmatdyt", "Zhytniuk", "Kushnir")) == 2


def test_a_report_without_a_place_takes_it_from_the_names_around():
    placeless = {"started_on": MONDAY, "place": None, "target_kind": "unknown", "targets": []}
    assert _count({"started_on": MONDAY, "targets": []}, placeless) == 2
    assert _count({"started_on": MONDAY, "targets": []}, placeless, place_near="gn:odesa") == 1


def test_a_toll_may_rise_but_not_fall_far():
    few, many = {"started_on": MONDAY, "killed_best": 12}, {"started_on": MONDAY, "killed_best": 60}
    other = {"target_kind": "military"}
    assert _count(few | other, many) == 1
    assert _count(many | other, few) == 2


def test_the_same_sentence_in_another_paper_is_the_same_strike():
    words = "A bomb went off in front of the home of the honorary consul of the republic."
    bare = {"attackers": [], "targets": [], "place": None, "sentence_text": words}
    assert _count(bare, bare, days=(MONDAY, WEDNESDAY)) == 1
    assert _count(bare, bare, days=(MONDAY, WEDNESDAY), papers=("Herald", "Herald")) == 2
    assert _count(bare | {"started_on": MONDAY}, bare | {"started_on": TUESDAY}) == 2
    assert _count(bare, bare, days=(MONDAY, date(2024, 5, 1))) == 2


def test_one_paper_that_reports_the_like_on_two_days_reports_two_strikes():
    undated: dict[str, object] = {"attackers": []}
    assert _count(undated, undated) == 1
    assert _count(undated, undated, papers=("Herald", "Herald")) == 2


def test_nobody_dies_twice_in_one_article():
    room = Newsroom()
    room.article("a1", "Herald", MONDAY)
    dead: dict[str, object] = {"target_text": "Ramiro Castillo", "killed_best": 1, "started_on": MONDAY, "targets": []}
    room.strike("a1", 0, **dead)
    room.strike("a1", 900, **dead, attackers=[])
    for start in (20, 920):
        room.name_near("a1", "Ramiro Castillo", start)
    assert partition(room.resolve()) == [["a1:strike:0-50", "a1:strike:900-950"]]
