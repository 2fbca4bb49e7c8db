"""Where: the place names that hang on a frame of force, the most telling one first."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipelines.coding.frames import Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.names import NameBook
from pipelines.coding.nations import state_of
from pipelines.coding.phrases import CLAUSES, children, noun_phrase, preposition, subtree
from pipelines.coding.targets import is_armed

LOCATIVE = {"in", "at", "near", "outside", "inside", "around", "off", "over", "across", "along", "within", "throughout", "on", "into", "from",
            "to", "against", "of", "toward", "towards", "through", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest",
            "between", "beyond", "close to", "next to", "amid", "upon", "targeting", "about", "onto", "for"}  # fmt: skip
DIRECTIONS = {"northern", "southern", "eastern", "western", "central", "northeastern", "northwestern", "southeastern", "southwestern", "north", "south",
              "east", "west", "upper", "lower", "greater", "downtown", "coastal", "north-eastern", "north-western", "south-eastern", "south-western"}  # fmt: skip
PLACE_NOUNS = {"airport", "province", "region", "district", "state", "camp", "crossing", "island", "city", "town", "village", "governorate", "county", "area", "valley",
               "border", "strip", "port", "desert", "mountains", "coast", "delta", "refinery", "field", "oblast", "suburb", "neighborhood", "neighbourhood", "republic", "peninsula"}  # fmt: skip


@dataclass(frozen=True)
class Where:
    """A place of a strike: its name in the article, and the characters [start, end) of the name with its modifiers."""

    entity: Span
    start: int
    end: int
    rank: int


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
    for victim in frame.victims:
        for token in subtree(victim, CLAUSES):
            if token.i != victim.i and token.i not in attackers:
                _add(found, token, names, 3)
    return sorted(found.values(), key=lambda w: (w.rank, w.start))


def places_near(frame: Frame, names: NameBook, avoid: set[int]) -> list[Where]:
    """Places of the clauses above, for frames that name none themselves: "rebels in eastern Sudan say that ..."."""
    found: dict[int, Where] = {}
    speech = set(load_lexicon("strikes")["speech_verbs"])
    above = {frame.trigger.i}
    node = frame.trigger
    while node.head.i != node.i:
        node = node.head
        above.add(node.i)
    for token in frame.trigger.sent:
        if token.i in avoid or preposition(token) not in ("in", "at", "near", "outside", "inside", "off", "around"):
            continue
        head = token.head
        if head.i in above and head.pos_ in ("VERB", "AUX") and head.lemma_.lower() not in speech:
            for inner in subtree(token, CLAUSES):
                if inner.i not in avoid:
                    _add(found, inner, names, 6)
    return sorted(found.values(), key=lambda w: (w.rank, w.start))


def _add(found: dict[int, Where], token: Token, names: NameBook, rank: int) -> None:
    entity = names.entity(token, "LOC")
    if entity is None or token.i != entity.root.i or entity.start in found:
        return
    word = _governing_preposition(token, entity)
    if word is not None and word not in LOCATIVE:
        return
    state = state_of(entity.text) is not None
    head = entity.root.head
    if state and entity.root.dep_ in ("compound", "amod", "nmod:desc") and head.lemma_.lower() not in PLACE_NOUNS and head.i >= entity.end:
        return  # "US troops", "U.S. bases": whose they are, not where
    start, end = place_words(entity)
    found[entity.start] = Where(entity, start, end, rank + (10 if state else 0))


def _governing_preposition(token: Token, entity: Span) -> str | None:
    node = token
    for _ in range(4):
        word = preposition(node)
        if word is not None and word not in ("'s", "’s", "'"):
            return word.split()[0] if word.split()[0] in LOCATIVE else word
        if node.dep_ not in ("compound", "flat", "amod", "nmod:poss", "nmod", "appos", "conj", "nmod:desc", "nmod:unmarked"):
            return None
        node = node.head
    return None


def place_words(entity: Span) -> tuple[int, int]:
    """Characters of a place's name with its direction and its kind: "eastern Iran", "Odesa region", "Karni crossing"."""
    doc = entity.doc
    first, last = entity.start, entity.end - 1
    while first > entity.sent.start and doc[first - 1].lower_ in DIRECTIONS:
        first -= 1
    head = entity.root.head
    if head.i > last and head.i - last <= 4 and head.lemma_.lower() in PLACE_NOUNS and entity.root.dep_ in ("compound", "amod", "flat", "nmod:desc"):
        phrase = noun_phrase(head)
        if phrase.start <= first:
            last = head.i
    elif last + 1 < entity.sent.end and doc[last + 1].lower_ in PLACE_NOUNS and doc[last + 1].pos_ in ("NOUN", "PROPN"):
        last += 1
    return doc[first].idx, doc[last].idx + len(doc[last].text)
