"""Promises on strikes of two sides: words that take up both are about both, with one reaction for each."""

import pytest

from pipelines.coding.coder import code_article
from pipelines.coding.model import ArticleContext

TOLD = "Iran launched missiles at a base in Balochistan on Tuesday. On Thursday Pakistan struck targets inside Iran. "


@pytest.mark.parametrize(
    "text",
    [
        "China urged both sides to show restraint.",
        "The UN condemned the exchange of strikes.",
    ],
)
def test_both_strikes_are_answered(nlp, text):
    coding = code_article(nlp(TOLD + text), ArticleContext("a1"))
    (statement,) = coding.statements
    both = [row["mention_id"] for row in coding.strikes]
    assert statement["strike_mention_ids"] == both
    assert [row["strike_mention_id"] for row in coding.reactions] == both


def test_one_side_is_about_its_own_strike(nlp):
    coding = code_article(nlp(TOLD + "India condemned the strikes in Balochistan."), ArticleContext("a1"))
    assert [len(row["strike_mention_ids"]) for row in coding.statements] == [1]
