"""What was struck: target_kind of a noun phrase, and which nouns can attack at all."""

import re
from functools import cache

from spacy.tokens import Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import noun_phrase


@cache
def _kinds() -> dict[str, str]:
    kinds: dict[str, str] = {}
    for kind, words in load_lexicon("targets")["kinds"].items():
        for word in words:
            kinds.setdefault(str(word), kind)
    return kinds


def kind_of_text(text: str) -> tuple[str, str] | None:
    """(target_kind, the entry that gave it) for a phrase: its last telling words first, vague ones last."""
    kinds, vague = _kinds(), set(load_lexicon("targets")["vague"])
    words = re.findall(r"[\w.'’-]+", text.lower())
    fallback = None
    for size in (3, 2, 1):
        for i in range(len(words) - size, -1, -1):
            phrase = " ".join(words[i : i + size])
            for form in (phrase, _singular(phrase)):
                if form not in kinds:
                    continue
                if size == 1 and form in vague:
                    fallback = fallback or (kinds[form], form)
                else:
                    return kinds[form], form
    return fallback


def _singular(phrase: str) -> str:
    if phrase.endswith("men"):
        return phrase[:-3] + "man"
    if phrase.endswith("children"):
        return phrase[:-3]
    if phrase.endswith("ies"):
        return phrase[:-3] + "y"
    if phrase.endswith(("ches", "shes", "sses", "xes")):
        return phrase[:-2]
    return phrase[:-1] if phrase.endswith("s") else phrase


def target_kind(head: Token) -> tuple[str, str] | None:
    """(target_kind, entry) of what a noun names, its own word before its modifiers."""
    lemma = head.lemma_.lower()
    kinds, vague = _kinds(), set(load_lexicon("targets")["vague"])
    phrase = noun_phrase(head)
    of = next((c for c in head.children if c.dep_ == "nmod" and c.i > head.i), None)
    own = phrase.doc[phrase.start : (of.left_edge.i if of is not None and of.left_edge.i > head.i else phrase.end)]
    compound = kind_of_text(own.text)
    if compound is not None and " " in compound[1]:
        return compound
    if lemma in kinds and lemma not in vague:
        return kinds[lemma], lemma
    return compound or kind_of_text(phrase.text)


def is_armed(token: Token) -> bool:
    """True for a noun that can attack: "gunmen", "the army", "Israeli warplanes"."""
    armed = load_lexicon("targets")["armed"]
    return token.lemma_.lower() in armed or token.lower_ in armed


def is_bystander(name: str) -> bool:
    """True for a body that speaks and does not fight: rights groups, the UN, news media, foreign ministries."""
    words = " " + " ".join(re.findall(r"[\w.]+", name.lower())) + " "
    return any(f" {entry} " in words for entry in load_lexicon("targets")["bystanders"])
