"""The act of a statement: what the cue says, changed by the words that were said where these are more specific."""

import re
from functools import cache

from pipelines.coding.lexicon import load_lexicon

GENERAL = ("inform", "assess")
ANALYSIS = "assess"


@cache
def _rules() -> list[tuple[str, frozenset[str], str | None, bool, re.Pattern[str]]]:
    lexicon = load_lexicon("acts")
    return [
        (
            rule["act"],
            frozenset(rule.get("from", GENERAL)),
            rule.get("speaker"),
            bool(rule.get("strike", False)),
            re.compile(rule["match"]),
        )
        for rule in lexicon["rules"]
    ]


@cache
def _ruled_out() -> re.Pattern[str]:
    return re.compile(load_lexicon("acts")["ruled_out"])


@cache
def _topic() -> re.Pattern[str]:
    return re.compile(load_lexicon("acts")["topic"])


def takes_up_a_strike(content: str) -> bool:
    """True where words that were said speak of attacks, losses, culprits or answers."""
    return _topic().search(content.lower()) is not None


def decide_act(
    cue_act: str,
    content: str,
    *,
    is_attacker: bool,
    is_armed: bool,
    speaks_of_strike: bool,
    is_analyst: bool,
    is_media: bool,
) -> tuple[str, str]:
    """The act of a statement and the rule that decided it.

    Args:
        cue_act: the act of the cue's lexicon entry.
        content: the words that were said.
        is_armed: the speaker is a state, a body or an armed group, which can strike.
        is_attacker: the speaker made the strike that the statement is about.
        speaks_of_strike: a strike is told inside the content.
        is_media: the speaker is a news medium, which informs.
        is_analyst: the speaker analyses for a living; its plain statements are assessments.
    """
    if is_media and cue_act in GENERAL:
        return "inform", "speaker:media"
    words = content.lower().replace("’", "'")
    if is_analyst and cue_act in GENERAL:
        return ANALYSIS, "speaker:analyst"
    if cue_act in GENERAL and _ruled_out().search(words) is not None:
        return cue_act, "content:ruled-out"
    for act, sources, speaker, strike, pattern in _rules():
        if cue_act not in sources or (strike and not speaks_of_strike):
            continue
        if (speaker == "attacker" and not is_attacker) or (speaker == "armed" and not (is_armed or is_attacker)):
            continue
        found = pattern.search(words)
        if found is not None:
            return act, f"content:{act}"
    return cue_act, f"cue:{cue_act}"
