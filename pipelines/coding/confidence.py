"""How sure a coded row is: the probability that it is right, by a logistic model over a few facts about it.

A fact is true or false and has a name that an analyst understands ("attacker": somebody is named who did it). The
coefficients stand in ``confidence.yaml``, with the data that they were fitted on; `make confidence` fits them anew
(tests/benchmarks/confidence.py). A strike is right where attacker, target or place and the words are those of a strike
that happened (the pairing of the scorer); a statement where source, content and act are; a reaction where reactor,
type and strike are.

All mentions of one strike in an article have one score, from the facts of all of them together: that an article tells
a thing twice is a fact, and no second source.
"""

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from spacy.tokens import Doc

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.model import Row
from pipelines.coding.phrases import whole_text
from pipelines.coding.reports import Report, voice_of
from pipelines.coding.targets import is_armed

FILE = Path(__file__).parent / "confidence.yaml"
LOWEST, HIGHEST = 0.02, 0.98  # no model over so few facts knows more
EARLY = 3  # sentences that tell what an article is about, its headline and dateline counted
LONG, SHORT = 45, 5  # words of what was said
CAPITALS = 0.6  # share of capital letters in a text that has no small ones to speak of
WAR_WORDS = 4
SURE = 0.7  # probability of a strike from which a reaction to it has a sure one
BODIES = ("ORG", "LOC", "NORP")
NAMED = ("PER", "ORG", "LOC", "NORP")
Facts = dict[str, bool]
# The facts of each kind of row, as the model knows them.
KINDS: dict[str, tuple[str, ...]] = {
    "strikes": (
        *("attacker", "armed attacker", "target", "kind of target", "place", "day", "losses", "weapon", "weak word"),
        *("pointed back to", "told again", "told early", "only said", "war reporting", "capitals"),
    ),
    "statements": (
        *("quote", "clause", "according to", "quotation marks", "named speaker", "lost pronoun", "capital speaker"),
        *("plain act", "act by content", "long", "short"),
    ),
    "reactions": ("verbal", "armed", "named reactor", "against", "strike near", "strike far", "sure strike"),
}


@cache
def models() -> dict[str, dict[str, float]]:
    """Coefficients by kind of row ("strikes", "statements", "reactions") and fact; "intercept" beside them."""
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))["models"]


def probability(kind: str, facts: Mapping[str, bool]) -> float:
    """The probability that a row with these facts is right."""
    model = models()[kind]
    logit = model["intercept"] + sum(model[name] for name, holds in facts.items() if holds)
    return round(min(max(1 / (1 + math.exp(-logit)), LOWEST), HIGHEST), 3)


def rule(kind: str, facts: Mapping[str, bool]) -> str:
    """The evidence for a score: its file, its model and the facts that hold."""
    return f"coding/confidence.yaml: {kind}: {', '.join(name for name, holds in facts.items() if holds) or 'none'}"


def facts_of_rule(rule_id: str) -> tuple[str, set[str]]:
    """(kind, names of the facts that hold) of what `rule` wrote."""
    kind, names = rule_id.split(": ")[1:]
    return kind, set(names.split(", ")) - {"none"}


def strike_facts(members: list[Report]) -> Facts:
    """What is known of a strike from all its mentions in one article."""
    doc = members[0].trigger.doc
    return {
        "attacker": any(m.attackers for m in members),
        "armed attacker": any(is_armed(a) or a.ent_type_ in BODIES for m in members for a in m.attackers),
        "target": any(m.targets for m in members),
        "kind of target": any(m.target_kind is not None for m in members),
        "place": any(m.wheres for m in members),
        "day": any(m.when is not None and m.when.precision == "day" for m in members),
        "losses": any(x.quantity is not None for m in members for x in m.losses),
        "weapon": any(m.weapon is not None for m in members),
        "weak word": all(m.frame.weak for m in members),
        "pointed back to": all(m.reference in ("anaphor", "definite", "losses", "claim") for m in members),
        "told again": len(members) > 1,
        "told early": any(m.sentence < EARLY for m in members),
        "only said": all(voice_of(m.trigger) is not None for m in members),
        "war reporting": _is_war_reporting(doc),
        "capitals": _is_capitals(doc),
    }


def statement_facts(
    *, construction: str, act: str, act_rule: str, is_quote: bool, content: str, speaker: Row, speaker_text: str
) -> Facts:  # fmt: skip
    """What is known of a statement. ``speaker`` is the name that the speaker's words stand for in the end."""
    words = len(content.split())
    return {
        "quote": construction.startswith("quote"),
        "clause": construction == "clause",
        "according to": construction == "according-to",
        "quotation marks": is_quote,
        "named speaker": speaker["label"] in NAMED,
        "lost pronoun": speaker["label"] == "PRON",
        "capital speaker": speaker_text[:1].isupper(),
        "plain act": act in ("inform", "assess"),
        "act by content": act_rule.startswith("content"),
        "long": words > LONG,
        "short": words < SHORT,
    }


def reaction_facts(*, kind: str, stance: str, reactor: Row, sentences_away: int, strike_score: float) -> Facts:
    """What is known of a reaction. ``reactor`` is the name that the reactor's words stand for in the end."""
    return {
        "verbal": kind == "verbal",
        "armed": kind == "armed",
        "named reactor": reactor["label"] in NAMED,
        "against": stance == "against",
        "strike near": sentences_away <= 1,
        "strike far": sentences_away > 4,
        "sure strike": strike_score >= SURE,
    }


def _is_war_reporting(doc: Doc) -> bool:
    """The article has several words of soldiers, arms and victims (lexicons/settings.yaml: evidence)."""
    known = doc.user_data.get("war_reporting")
    if known is None:
        found = set(load_lexicon("settings")["evidence"]) & {token.lower_ for token in doc}
        known = doc.user_data["war_reporting"] = len(found) >= WAR_WORDS
    return known


def _is_capitals(doc: Doc) -> bool:
    known = doc.user_data.get("capitals")
    if known is None:
        letters = [c for c in whole_text(doc) if c.isalpha()]
        known = doc.user_data["capitals"] = sum(c.isupper() for c in letters) > CAPITALS * len(letters)
    return known
