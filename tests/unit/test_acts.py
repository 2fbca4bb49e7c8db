"""The act of a statement as its words tell it: the same verb by its doer, its tense, its polarity and its place."""

import pytest
import yaml

from pipelines.coding.acts import _entries
from pipelines.coding.lexicon import load_lexicon, own_lexicon
from tests.unit.coding import said

# One verb, other acts.
GRAMMAR = [
    ("Kenya said it would attack the rebels.", "threaten"),
    ("Kenya said the rebels would attack the town.", "inform"),  # somebody else will
    ("Kenya said it had not attacked the town.", "deny"),
    ("Kenya said it had no plans to attack Chad.", "pledge_restraint"),
    ("Kenya said that Chad must withdraw its troops.", "demand"),
    ("Kenya said that Chad was arming the rebels.", "accuse"),
    ("Kenya said that Chad was not arming the rebels.", "inform"),
    ("Kenya said it was buying arms for a supply boat.", "inform"),  # a noun is no deed
    ("Kenya said the rebels who had attacked the town were young.", "inform"),  # in passing
]
WORDS = [
    ("The bishop said the massacre was an outrage.", "condemn"),
    ("The queen said her thoughts were with the families.", "condole"),
    ("The militia said it had kidnapped the engineers.", "claim_responsibility"),
    ("The premier said his country would hunt down the killers.", "threaten"),
    ("The premier said those responsible would be brought to justice.", "threaten"),
    ("The premier said the attack would not weaken the resolve of the people.", "threaten"),
    ("The army said it would halt its attacks on Monday.", "pledge_restraint"),
    ("The envoy said the two sides should return to the negotiating table.", "appeal"),
    ("The minister said Chad must release the prisoners.", "demand"),
    ("The minister said his country was ready to mediate.", "offer"),
    ("The minister said the two countries had good relations.", "affirm_relations"),
    ("The general said the raids could lead to a wider war.", "warn"),
    ("The rebels said they would not lay down arms or surrender.", "reject"),
    ("The mayor said the rescuers had been heroic.", "support"),
    ("The minister said neighbors were blocking aid.", "accuse"),
]


@pytest.mark.parametrize(("text", "act"), GRAMMAR + WORDS, ids=[c[0] for c in GRAMMAR + WORDS])
def test_doer_tense_and_polarity_tell_the_act(nlp, text, act):
    assert [found for _, found, _ in said(nlp, text)] == [act]


def test_in_a_quotation_the_speaker_is_the_first_person(nlp):
    assert [act for _, act, _ in said(nlp, '"We will avenge them," the general said.')] == ["threaten"]
    assert [act for _, act, _ in said(nlp, '"They will avenge them," the general said.')] == ["inform"]


def test_a_verb_of_the_users_own_counts_where_the_lexicon_has_it(nlp, tmp_path, monkeypatch):
    own = {"weaker_acts": {"threaten": [{"tense": "future", "doer": "own", "verbs": ["flatten"]}]}}
    (tmp_path / "acts.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    text = "The general said he would flatten the hills."
    before = said(nlp, text)
    monkeypatch.setenv("STRIKELEDGER_LEXICONS", str(tmp_path))
    remembered = (own_lexicon, load_lexicon, _entries)
    for read in remembered:
        read.cache_clear()
    try:
        after = said(nlp, text)
    finally:
        monkeypatch.undo()
        for read in remembered:
            read.cache_clear()
    assert ([act for _, act, _ in before], [act for _, act, _ in after]) == (["inform"], ["threaten"])


def test_every_line_of_the_lexicon_uses_known_conditions():
    conditions = {
        "words",
        "verbs",
        "nouns",
        "doer",
        "tense",
        "denied",
        "judges",
        "aimed",
        "anywhere",
        "speaker",
        "strike",
        "from",
    }
    lexicon = load_lexicon("acts")
    lines = [line for part in ("outright_acts", "acts", "weaker_acts") for ls in lexicon[part].values() for line in ls]
    assert all(set(line) <= conditions and set(line) & {"words", "verbs", "nouns"} for line in lines)
