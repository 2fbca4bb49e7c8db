"""The score is a probability over named facts: what is known of a row raises or lowers it as the file says."""

from datetime import date

import pytest
import yaml

from pipelines.coding.coder import code_article
from pipelines.coding.confidence import FILE, KINDS, facts_of_rule, models, probability, rule
from pipelines.coding.model import ArticleContext

WHOLE = "Rebels shelled an army base in Goma on Monday, killing three soldiers. The attack on the base came at dawn."


def coded(nlp, text: str):
    return code_article(nlp(text), ArticleContext("a1", date(2024, 1, 16)))


def test_the_file_has_a_coefficient_for_every_fact_and_no_other():
    assert {kind: set(model) for kind, model in models().items()} == {
        kind: {"intercept", *facts} for kind, facts in KINDS.items()
    }


def test_the_file_says_where_the_coefficients_come_from():
    origin = yaml.safe_load(FILE.read_text(encoding="utf-8"))["origin"]
    assert origin["command"] == "make confidence"
    assert isinstance(origin["fitted_on"], date)
    for kind in KINDS:
        for count, right in origin["rows"][kind].values():
            assert 0 <= right <= count
        assert "gold check" not in origin["rows"][kind], "what is only measured is never fitted on"


@pytest.mark.parametrize("kind", KINDS)
def test_a_score_is_never_certain(kind):
    model = models()[kind]
    best = {fact: model[fact] > 0 for fact in KINDS[kind]}
    worst = {fact: model[fact] < 0 for fact in KINDS[kind]}
    assert 0 < probability(kind, worst) < probability(kind, best) < 1


def test_a_strike_with_attacker_target_place_and_day_scores_higher_than_a_bare_one():
    known = dict.fromkeys(KINDS["strikes"], False)
    scores = [probability("strikes", known)]
    for fact in ("attacker", "target", "place", "day"):
        known[fact] = True
        scores.append(probability("strikes", known))
    assert scores == sorted(scores)
    assert scores[-1] > scores[0]


def test_each_row_has_a_score_and_the_facts_behind_it_as_evidence(nlp):
    coding = coded(nlp, WHOLE + ' "We condemn the attack," the ministry said. Norway recalled its ambassador.')
    assert coding.strikes
    assert coding.statements
    assert coding.reactions
    evidence = {e["mention_id"]: e["rule_id"] for e in coding.evidence if e["column_name"] == "confidence_score"}
    for kind in KINDS:
        for row in getattr(coding, kind):
            of_kind, holding = facts_of_rule(evidence[row["mention_id"]])
            assert of_kind == kind
            assert holding <= set(KINDS[kind])
            assert row["confidence_score"] == probability(kind, dict.fromkeys(holding, True))


def test_the_facts_are_those_of_the_text(nlp):
    coding = coded(nlp, WHOLE)
    (found,) = {e["rule_id"] for e in coding.evidence if e["column_name"] == "confidence_score"}
    _, facts = facts_of_rule(found)
    assert {"attacker", "armed attacker", "target", "kind of target", "place", "day", "losses", "told again"} <= facts
    assert not {"weak word", "only said", "capitals", "pointed back to"} & facts


def test_all_mentions_of_a_strike_in_an_article_share_one_score(nlp):
    coding = coded(nlp, WHOLE)
    assert len(coding.strikes) > 1
    assert len({row["confidence_score"] for row in coding.strikes}) == 1


def test_a_rule_keeps_its_facts():
    assert facts_of_rule(rule("reactions", {"verbal": True, "armed": False})) == ("reactions", {"verbal"})
    assert facts_of_rule(rule("strikes", {"attacker": False})) == ("strikes", set())
