"""The calibration of scores: the fit learns what a fact tells, and the measures are what their names say."""

import pytest

from tests.benchmarks.calibration import calibration, cross_validated, fit, predict
from tests.benchmarks.confidence_labels import Labelled
from tests.benchmarks.reliability import diagram


def row(right: bool, *facts: str, data: str = "judged", article: str = "a", kind: str = "strikes") -> Labelled:
    return Labelled(kind, data, article, frozenset(facts), 0.5, right)


def rows(count: int, share: float, *facts: str, data: str = "judged") -> list[Labelled]:
    return [row(i < round(count * share), *facts, data=data, article=f"{data}{facts}{i}") for i in range(count)]


def test_a_fitted_model_says_how_often_rows_of_its_facts_are_right():
    seen = [*rows(500, 0.9, "attacker"), *rows(500, 0.3)]
    model = fit(seen, ("attacker",), {})
    assert predict(model, [row(True, "attacker"), row(True)]) == pytest.approx([0.9, 0.3], abs=0.01)


def test_a_data_set_counts_by_its_weight():
    seen = [*rows(100, 0.5), *rows(300, 0.9, data="isaf")]
    (said,) = predict(fit(seen, (), {"isaf": 1 / 3}), [row(True)])
    assert said == pytest.approx(0.7, abs=0.01)


def test_a_fact_that_must_not_lower_the_score_does_not():
    seen = [*rows(100, 0.3, "day"), *rows(100, 0.7)]
    assert fit(seen, ("day",), {})["day"] < 0
    assert fit(seen, ("day",), {}, rising=("day",))["day"] == 0


def test_a_score_promises_no_more_than_a_second_reader_would_agree_to():
    model = fit(rows(1000, 1.0), (), {}, agreement={"judged": 0.8})
    assert predict(model, [row(True)]) == pytest.approx([0.8], abs=0.01)


def test_calibration_is_measured():
    seen = [*rows(10, 0.8), *rows(10, 0.2)]
    found = calibration(seen, [0.8] * 10 + [0.2] * 10)
    assert (found.count, found.right) == (20, 0.5)
    assert found.error == pytest.approx(0)
    assert found.brier == pytest.approx(0.16)
    assert calibration(seen, [0.5] * 20).brier == pytest.approx(0.25)
    assert calibration(rows(10, 0.5), [0.9] * 10).error == pytest.approx(0.4)


def test_cross_validation_keeps_an_article_together():
    seen = [row(i % 2 == 0, f"odd{i % 2}", article=f"a{i}") for i in range(40)]
    said = cross_validated(seen, ("odd0", "odd1"), {})
    assert ((said > 0.5) == [r.right for r in seen]).all()
    alone = [row(True, "only", article="same") for _ in range(30)] + rows(60, 0.5)
    assert cross_validated(alone, ("only",), {})[:30] == pytest.approx([0.5] * 30, abs=0.02)


def test_the_diagram_is_an_svg_with_a_panel_for_each_kind():
    found = calibration(rows(30, 0.8), [0.8] * 30)
    svg = diagram({"strikes": {"news": found}, "statements": {"news": found, "gold check": found}})
    assert svg.startswith("<svg ")
    assert svg.count("<circle") == 3 * len(found.bins)
    assert ">strikes<" in svg
    assert ">statements<" in svg
