"""Where: the place names that hang on a frame of force, the most telling one first."""

from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span, Token

from pipelines.coding.areas import direction_words, tells_area
from pipelines.coding.frames import Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.names import NameBook
from pipelines.coding.nations import state_of
from pipelines.coding.phrases import CLAUSES, children, noun_phrase, preposition, subtree
from pipelines.coding.targets import is_armed, target_kind


@dataclass(frozen=True)
class Where:
    """A place of a strike: its name in the article, and the characters [start, end) of the name with its modifiers."""

    entity: Span
    start: int
    end: int
    rank: int


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(str(word) for word in load_lexicon("places")[name])


def is_site(where: Where) -> bool:
    """ "Mercy hospital", "the Sabha market": the name of what was struck, which lies in some town."""
    root = where.entity.root
    return (
        root.dep_ in ("compound", "flat", "amod", "nmod:desc")
        and root.head.i >= where.entity.end
        and root.head.lemma_.lower() not in _words("place_nouns")
        and target_kind(root.head) is not None
    )


def places_of(frame: Frame, names: NameBook) -> list[Where]:
    """Places that the frame's own words name, best first: towns and regions before states."""
    found: dict[int, Where] = {}
    attackers = {t.i for a in frame.attackers for t in subtree(a, CLAUSES)} - {t.i for t in frame.places}
    for token in frame.places:
        _add(found, token, names, 0)
    for target in frame.targets:
        for token in subtree(target, CLAUSES):
            if token.i not in attackers or token.i == target.i:
                _add(found, token, names, 1 if token.i == target.i else 2)
        for clause in children(target, "acl", "acl:relcl", "appos"):
            for token in subtree(clause):
                _add(found, token, names, 3)
    for anchor in frame.anchors:
        for child in children(anchor, "obl", "nmod", "obl:agent", "nmod:unmarked", "obl:unmarked", "dep"):
            if preposition(child) == "by" or child.i in attackers:
                continue
            armed = is_armed(child) and preposition(child) not in ("near", "at")
            for token in subtree(child, CLAUSES):
                if token.i not in attackers:
                    _add(found, token, names, 4 if armed else 2)
        for fronted in children(anchor, "nsubj"):  # "Northwest of Raqqa, three strikes hit", read as a subject
            if fronted.lower_ in direction_words() and fronted.i not in attackers:
                for token in subtree(fronted, CLAUSES):
                    if token.i != fronted.i:
                        _add(found, token, names, 2)
        for side in children(anchor, "advmod"):  # "shelled a village 30 km south of Mosul"
            if side.lower_ in direction_words():
                for token in subtree(side, CLAUSES):
                    _add(found, token, names, 2)
    for victim in frame.victims:
        for token in subtree(victim, CLAUSES):
            if token.i != victim.i and token.i not in attackers:
                _add(found, token, names, 3)
    return sorted(found.values(), key=lambda w: (w.rank, w.start))


def places_of_attackers(frame: Frame, names: NameBook) -> list[Where]:
    """ "Rebels in Kidal burned a depot": where the attackers are, for a strike with no place of its own."""
    found: dict[int, Where] = {}
    for attacker in frame.attackers:
        for child in subtree(attacker):
            if child.i > attacker.i and preposition(child) in ("in", "near", "outside", "around", "at", "off"):
                for token in subtree(child, CLAUSES):
                    _add(found, token, names, 5)
    return sorted(found.values(), key=lambda w: (w.rank, w.start))


def places_near(frame: Frame, names: NameBook, avoid: set[int]) -> list[Where]:
    """Places of the clauses above, for frames that name none themselves: "fighting near the lake left ..."."""
    found: dict[int, Where] = {}
    elsewhere = {*load_lexicon("strikes")["speech_verbs"], *load_lexicon("strikes")["aftermath_verbs"]}
    above = {frame.trigger.i}
    node = frame.trigger
    while node.head.i != node.i:
        node = node.head
        above.add(node.i)
    inside = {t.i for t in frame.trigger.subtree}
    for token in frame.trigger.sent:
        if token.i in avoid or preposition(token) not in ("in", "at", "near", "outside", "inside", "off", "around"):
            continue
        head = token.head
        told = head.i in above and head.pos_ in ("VERB", "AUX") and head.lemma_.lower() not in elsewhere
        if told or token.i in inside:  # "... at the clinic where she worked in Bamako"
            for inner in subtree(token, CLAUSES):
                if inner.i not in avoid:
                    _add(found, inner, names, 6 if told else 7)
    return sorted(found.values(), key=lambda w: (w.rank, w.start))


def _add(found: dict[int, Where], token: Token, names: NameBook, rank: int) -> None:
    entity = names.entity(token, "LOC", "NORP")
    if entity is None or token.i != entity.root.i or entity.start in found:
        return
    if entity.label_ == "NORP" and not tells_area(entity):
        return
    word = _governing_preposition(token, entity)
    if word is not None and word not in _words("locative"):
        return
    state = state_of(entity.text) is not None
    head = entity.root.head
    if (
        state
        and entity.root.dep_ in ("compound", "amod", "nmod:desc", "nmod:poss")
        and head.lemma_.lower() not in _words("place_nouns")
        and head.i >= entity.end
    ):
        return  # "US troops", "U.S. bases": whose they are, not where
    held = entity.root.head.lemma_.lower() in _words("held") and preposition(entity.root) == "of"
    if held or _names_people(entity) or _names_vessel(entity):
        return
    start, end = place_words(entity)
    where = Where(entity, start, end, rank + (10 if state else 0))
    found[entity.start] = replace(where, rank=rank + 8) if is_site(where) and not state else where


def _names_people(entity: Span) -> bool:
    """ "bombed the Tuareg fighters", "bombed the Karens": a plural with an article and no preposition."""
    root = entity.root
    article = any(c.lower_ == "the" for c in root.children)
    return (
        article
        and root.text.endswith("s")
        and len(entity) == 1
        and preposition(root) is None
        and state_of(entity.text) is None
    )


def _names_vessel(entity: Span) -> bool:
    """ "the tanker Aurora": the name is that of the ship."""
    above = [entity.root.head, *([entity.doc[entity.start - 1]] if entity.start > entity.sent.start else [])]
    return any(t.pos_ == "NOUN" and t.i < entity.start and t.lemma_.lower() in _words("vessels") for t in above) and (
        preposition(entity.root) is None
    )


def _governing_preposition(token: Token, entity: Span) -> str | None:
    node = token
    for _ in range(4):
        word = preposition(node)
        if word is not None and word not in ("'s", "’s", "'"):
            return word.split()[0] if word.split()[0] in _words("locative") else word
        if node.dep_ not in (
            "compound",
            "flat",
            "amod",
            "nmod:poss",
            "nmod",
            "appos",
            "conj",
            "nmod:desc",
            "nmod:unmarked",
        ):
            return None
        node = node.head
    return None


def place_words(entity: Span) -> tuple[int, int]:
    """Characters of a place's name with direction and kind: "eastern Iran", "Odesa region"."""
    doc = entity.doc
    first, last = entity.start, entity.end - 1
    while first > entity.sent.start and doc[first - 1].lower_ in _words("directions"):
        first -= 1
    head = entity.root.head
    if (
        head.i > last
        and head.i - last <= 4
        and head.lemma_.lower() in _words("place_nouns")
        and entity.root.dep_ in ("compound", "amod", "flat", "nmod:desc")
    ):
        phrase = noun_phrase(head)
        if phrase.start <= first:
            last = head.i
    elif (
        last + 1 < entity.sent.end
        and doc[last + 1].lower_ in _words("place_nouns")
        and doc[last + 1].pos_ in ("NOUN", "PROPN")
    ):
        last += 1
    return doc[first].idx, doc[last].idx + len(doc[last].text)
