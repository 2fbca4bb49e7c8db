"""How a reaction stands to the attacker of its strike: against, neutral, for."""

import re

from pipelines.coding.lexicon import load_lexicon

DEFENDS = re.compile(
    r"\b(right to (defend|self)|self-?defen[cs]e|justified|decisive|legitimate|necessary|congratulat\w+|heroic)",
    re.IGNORECASE,
)


def stance_of(
    reaction_type: str,
    content: str,
    *,
    praises: bool = False,
    is_target: bool,
    is_attacker: bool,
    attacker_addressed: bool,
    attacker_named: bool = False,
) -> str:
    """The stance by rule.

    Args:
        reaction_type: as in the codebook.
        content: the words said, "" for deeds.
        praises: what is backed or praised is the attack itself.
        is_target: the reactor is the party that was struck.
        is_attacker: the reactor made the strike.
        attacker_named: the words said name who made the strike.
        attacker_addressed: the act is aimed at the attacker ("urged Moscow to stop").
    """
    for stance, types in load_lexicon("reactions")["stance"].items():
        if reaction_type in types:
            return "neutral" if is_attacker and stance == "against" else stance
    if is_attacker:
        return "for" if reaction_type in ("support", "appeal") else "neutral"
    if reaction_type == "support":
        return "for" if praises or DEFENDS.search(content) or (attacker_named and not is_target) else "against"
    if reaction_type == "appeal":
        return "against" if is_target or attacker_addressed else "neutral"
    # Mourning, guarding and inquiring are against the attacker where the struck party does it.
    return "against" if is_target else "neutral"
