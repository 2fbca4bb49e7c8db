"""Descriptions that stand for two actors at once: "both sides", "the two countries", "the warring parties".

A mention has one antecedent. Such a description is therefore no mention of its own: it gives the mentions of the two
actors that the article speaks of most, and most lately, before it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.model import Row
from pipelines.coding.nations import government_of, states_in, telling_words
from pipelines.coding.phrases import SUBJECTS, children, conjuncts, preposition
from pipelines.coding.targets import is_bystander

if TYPE_CHECKING:
    from pipelines.coding.names import NameBook

REACH = 8  # sentences back that a description of two actors looks
ACTING, NAMED, PLACED = 3.0, 2.0, 1.0  # worth of a name: who acts or is opposed to another, any name, a mere place
OUTSIDER = 0.5  # part of its worth that the speaker keeps who says something of "both sides"
CLEAR = 0.9  # a third actor must be worth less than this part of the second, or nobody knows who is meant
OPPOSED = ("with", "against", "between", "by", "and")


@dataclass
class _Candidate:
    """One actor of the article that may be one of the two."""

    worth: float = 0.0
    mentions: list[tuple[float, int, Token]] = field(default_factory=list)


class Pairs:
    """Finds the two actors of a description; each is sought once, so that all coders get the same answer."""

    def __init__(self, book: "NameBook"):
        self._book = book
        self._lexicon = load_lexicon("names")
        self._kind_of_noun = {noun: kind for kind, nouns in self._lexicon["pair_words"].items() for noun in nouns}
        self._found: dict[int, list[Token]] = {}

    def is_pair(self, head: Token) -> bool:
        """True for the head of "both sides", "the two countries", "the neighbouring states", "either side", for "both" alone."""
        if head.lower_ == "both" and head.dep_ in SUBJECTS:
            return not self._persons_before(head)
        if head.lemma_.lower() not in self._kind_of_noun or self._book.entity(head) is not None:
            return False
        words = {child.lower_ for child in head.children if child.i < head.i}
        if words & set(self._lexicon["pair_others"]) or children(head, "nmod:poss"):
            return False  # "the two other countries", "its two neighbours"
        if any(preposition(child) in ("of", "in") and child.i > head.i for child in children(head, "nmod")):
            return False  # "both sides of the road"
        if words & set(self._lexicon["pair_counts"]):
            return True
        is_definite = bool(words & {"the", "these", "those"})
        if "two" in words:
            return is_definite or bool(head.left_edge.is_sent_start)
        is_plural = head.lower_ != head.lemma_.lower()
        return is_definite and is_plural and bool(words & set(self._lexicon["pair_adjectives"]))

    def _persons_before(self, both: Token) -> bool:
        """True where persons are named in this or the sentence before, whom a mere "both" can mean."""
        start = both.sent.start
        first = both.doc[start - 1].sent.start if start else start
        return any(e.label_ == "PER" and first <= e.start < both.i for e in self._book.entities)

    def of(self, head: Token) -> list[Token]:
        """The heads of the two actors that a description stands for; none where the article leaves it open."""
        if head.i not in self._found:
            owners = [child for child in children(head, "nmod:poss") if head.lemma_.lower() in self._kind_of_noun]
            if owners and self.is_pair(owners[0]):
                return self.of(owners[0])  # "the two countries' armies"
            self._found[head.i] = self._two(head) if self.is_pair(head) else []
        return self._found[head.i]

    def _two(self, head: Token) -> list[Token]:
        kind = self._kind_of_noun.get(head.lemma_.lower(), "sides")
        found: dict[str, _Candidate] = defaultdict(_Candidate)
        here = self._book.sentence_of(head)
        for row in self._book.all_rows():
            span = self._book.span(str(row["mention_id"]))
            distance = here - self._book.sentence_of(span[0])
            if row["label"] not in ("ORG", "LOC", "NORP") or span.end > head.i or distance > REACH:
                continue
            key = self._key(row, span, kind)
            if key is None or self._shares_clause(span.root, head):
                continue
            worth = self._worth(row, span, head) / (1 + distance)
            found[key].worth += worth
            carrier = self._carrier(span) if kind != "states" else span.root
            if kind != "states" or row["label"] != "ORG":
                found[key].mentions.append((worth, span.start, carrier))
        ranked = sorted((c for c in found.values() if c.mentions), key=lambda c: -c.worth)
        if len(ranked) < 2 or (len(ranked) > 2 and ranked[2].worth >= CLEAR * ranked[1].worth):
            return []
        return sorted((max(c.mentions, key=lambda m: m[:2])[2] for c in ranked[:2]), key=lambda token: token.i)

    def _key(self, row: Row, span: Span, kind: str) -> str | None:
        """What tells one actor from another: a state's code, or the words of a body's full name; None for no party."""
        text = str(self._book.row(self._book.ultimate(str(row["mention_id"])))["text"])
        states = states_in(text)
        if len(states) == 1 and kind != "groups":
            return None if is_bystander(self._carrier(span).lower_) else next(iter(states))
        if row["label"] == "LOC":
            acts = bool(row["is_actor"]) or span.root.dep_ in SUBJECTS
            return government_of(text) if acts and kind != "groups" else None
        if kind == "states" or states or is_bystander(text) or not telling_words(text):
            return None
        if row["label"] == "NORP" and not text.endswith("s"):
            return None
        affiliation = row["affiliation_mention_id"]
        if kind == "sides" and affiliation is not None:
            owners = states_in(str(self._book.row(str(affiliation))["text"]))
            if len(owners) == 1 and any(word in self._lexicon["state_bodies"] for word in text.lower().split()):
                return next(iter(owners))
        return " ".join(sorted(telling_words(text)))

    def _worth(self, row: Row, span: Span, head: Token) -> float:
        """How much a name speaks for an actor: who acts or stands against another more than where something happens."""
        token = self._carrier(span)
        if row["label"] == "NORP" and token.i == span.root.i and token.dep_ in ("amod", "compound"):
            noun = token.head  # "the Iranian minister" speaks for Iran, "Iranian drones" do not
            if noun.lemma_.lower() not in self._lexicon["pair_people"] + self._lexicon["person_nouns"]:
                return PLACED / 2
            token = noun
        first = token
        while first.dep_ == "conj" and first.head.i != first.i:
            first = first.head
        if (
            first.dep_ in SUBJECTS
            or bool(row["is_actor"])
            or preposition(first) in OPPOSED
            or (len(conjuncts(first)) == 2 and (row["label"] != "LOC" or preposition(first) is None))
        ):
            worth = ACTING
        else:
            worth = PLACED if preposition(token) is not None and row["label"] == "LOC" else NAMED
        verb = head
        while verb.head.i != verb.i and verb.dep_ != "ccomp":
            verb = verb.head
        speaks = verb.dep_ == "ccomp" and first.head.i == verb.head.i
        return worth * (OUTSIDER if speaks else 1.0)

    def _carrier(self, span: Span) -> Token:
        """The armed body that a state's name stands before ("Sudan's army"), or the head of the name itself."""
        noun = span.root.head
        belongs = span.root.dep_ in ("nmod:poss", "compound", "amod", "nmod") and noun.i >= span.end
        return noun if belongs and noun.lemma_.lower() in self._lexicon["pair_bodies"] else span.root

    def _shares_clause(self, name: Token, head: Token) -> bool:
        """True for who does something to "both sides", or to whom they do something: they are not one of the two."""
        clause = self._clause(name)
        return clause.i == self._clause(head).i and clause.pos_ in ("VERB", "AUX")

    def _clause(self, token: Token) -> Token:
        """The verb of the clause that a token stands in."""
        node = token.head
        while node.head.i != node.i and node.pos_ not in ("VERB", "AUX"):
            node = node.head
        return node
