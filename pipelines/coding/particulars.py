"""What must be told of force before it is a strike: something by which an analyst could tell it from any other.

The codebook keeps past strikes that are told as background where they have a date or a place, and rejects them as
`historical` where they have none. What the whole article says of a strike counts, not one mention.
"""

from spacy.tokens import Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.names import NameBook
from pipelines.coding.reality import is_recalled
from pipelines.coding.reports import Report, is_general
from pipelines.coding.targets import is_armed

RETOLD = 3  # mentions from which on an article is about the strike, however little it says


def unfit(mentions: list[Report], names: NameBook) -> str | None:
    """Why the mentions of one strike in an article are no strike together, as a reason of rejected_mentions; else None."""
    if any(m.wheres or m.when is not None for m in mentions):
        return None
    if all(is_recalled(m.trigger) for m in mentions) or is_general(mentions):
        return "historical"
    if any(m.headline for m in mentions) or len(mentions) >= RETOLD or _counts(mentions):
        return None
    attackers = [a for m in mentions for a in m.attackers]
    in_full = any(m.targets and (m.methods or m.weapon) for m in mentions)  # "two bombs exploded at the judge's house"
    if not attackers and not in_full and not any(m.suspect_ids for m in mentions):
        return "historical"
    if attackers and not any(m.methods or m.weapon for m in mentions) and all(_is_civil(a, names) for a in attackers):
        return "figurative"  # "the senator attacked the press"
    return None


def _counts(mentions: list[Report]) -> bool:
    return any(loss.quantity is not None and loss.quantity.best != 0 for m in mentions for loss in m.losses)


def _is_civil(attacker: Token, names: NameBook) -> bool:
    """A person by name or office ("Ann Reed", "the president"), and not "the gunman Ann Reed"."""
    titled = attacker.lemma_.lower() in load_lexicon("names")["person_nouns"]
    return (titled or names.entity(attacker, "PER") is not None) and not is_armed(attacker)
