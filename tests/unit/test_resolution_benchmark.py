"""The benchmark of resolution counts what its docstring says, on rows made by hand."""

from types import SimpleNamespace

import pytest
from benchmarks.resolution import _attacker, _place, blind_similarity, share, wrong_resolutions

NAMES = {"grp:falcons": {"Blue Falcons", "BF"}, "unk:gunman": {"gunmen"}, "KEN": {"Kenya"}}
PLACES = {
    "ebora": {"name": "Ebora", "admin1_name": "Sallow", "country_iso3": "KEN", "kind": "city"},
    "abroad": {"name": "Ebora", "admin1_name": "Perth", "country_iso3": "AUS", "kind": "city"},
}
WAREHOUSE = SimpleNamespace(names=lambda actor, text: NAMES.get(actor, set()))
SCORER = SimpleNamespace(
    gold_values=lambda strike, slot: strike.get(slot) or [],
    same_name=lambda gold, found: bool({g.lower() for g in gold} & {f.lower() for f in found if f}),
)


@pytest.mark.parametrize(
    ("text", "ids", "gold", "counts", "unlisted"),
    [
        ("the Falcons", ["grp:falcons"], ["Blue Falcons"], (1, 1), False),
        ("Blue Falcons", ["KEN"], ["Blue Falcons"], (0, 1), False),  # the words alone do not count
        ("Blue Falcons", [], ["Blue Falcons"], (0, 1), False),
        ("gunmen", ["unk:gunman"], ["gunmen"], (1, 1), True),
        (None, ["grp:falcons"], ["Blue Falcons"], (0, 0), False),  # no words, no case
        ("gunmen", ["unk:gunman"], None, (0, 0), False),
    ],
)
def test_an_attacker_is_right_by_its_names(text, ids, gold, counts, unlisted):
    rows = [{"attacker_text": text, "attacker_ids": ids}]
    found = _attacker(SCORER, WAREHOUSE, {"attacker": gold}, rows, "dev-1")
    assert share(found, "attacker") == counts
    assert any(case.is_unlisted for case in found) is unlisted


@pytest.mark.parametrize(
    ("place_id", "text", "gold", "country", "counts"),
    [
        ("ebora", "Ebora", ["Ebora"], ["KEN"], (1, 1)),
        ("ebora", "Sallow", ["Sallow"], ["KEN"], (1, 1)),  # the unit that holds it
        ("abroad", "Ebora", ["Ebora"], ["KEN"], (0, 1)),
        (None, "Ebora", ["Ebora"], ["KEN"], (0, 1)),
        ("ebora", "Perth", ["Ebora"], ["KEN"], (0, 0)),  # other words are no case
    ],
)
def test_a_place_is_right_by_country_and_name(place_id, text, gold, country, counts):
    rows = [{"place_text": text, "place_id": place_id}]
    found = _place(SCORER, PLACES, {"place": gold, "country": country}, rows, "dev-1")
    assert share(found, "place") == counts
    assert len(wrong_resolutions(found)) == 1 + counts[1] - counts[0]


def test_a_wrong_attacker_does_not_keep_strikes_from_being_paired_blindly():
    scorer = SimpleNamespace(
        overlap_f1=lambda a, b: float(a == b),
        gold_filled=lambda strike, slot: bool(strike.get(slot)),
        filled=lambda strike, slot: bool(strike.get(slot)),
        slot_right=lambda gold, found, slot: gold[slot] == found[slot],
    )
    gold = {"evidence": [(0, 9)], "attacker": "KEN", "target": "Ebora"}
    wrong = {"spans": [(0, 9)], "attacker": "AUS", "target": "Ebora"}
    assert blind_similarity(scorer, gold, wrong) == 2
    assert blind_similarity(scorer, gold, wrong | {"target": "Sallow"}) == 1
    assert blind_similarity(scorer, gold, wrong | {"spans": [(20, 29)]}) == 0
