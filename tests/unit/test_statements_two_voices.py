"""Promises on what one sentence tells of several speakers, and on judgements that a reader may miss."""

import pytest

from tests.unit.coding import said


def test_two_voices_in_one_sentence_are_two_statements(nlp):
    text = "Hamas said 40 people were killed in the strike on the camp, while Israel said 15 militants died."
    assert said(nlp, text) == [
        ("Hamas", "inform", "40 people were killed in the strike on the camp"),
        ("Israel", "inform", "15 militants died"),
    ]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The prime minister called the attack cowardly.", "condemn"),
        ('"They will pay for this crime," the general said.', "threaten"),
        ("The European Union affirmed its support for Nigeria.", "support"),
    ],
)
def test_acts_by_what_was_said(nlp, text, act):
    assert [found for _, found, _ in said(nlp, text)] == [act]
