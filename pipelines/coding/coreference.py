"""What stands for what inside one article: pronouns, acronyms, short forms and descriptions of names told before.

Each of them has one antecedent; descriptions that stand for two actors at once ("both sides") are in ``pairs.py``.
"""

import re
from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.model import Row
from pipelines.coding.nations import state_of, states_in
from pipelines.coding.phrases import SUBJECTS, children, first_child, preposition
from pipelines.coding.targets import is_bystander

if TYPE_CHECKING:
    from pipelines.coding.names import NameBook

PLACE_PREPOSITIONS = ("in", "at", "near", "of", "from", "into", "on", "inside", "outside")
# What may stand between a name and its acronym: "(", "(the", ", or", "(known by its acronym".
DEFINING = re.compile(
    r"\s*(?:[,(]|, or|\(?,? ?(?:also |better )?known (?:as|by (?:its|the|their) [\w ]{1,30}?))\s*(?:the\s+)?[\"'“‘]?"
)
ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z0-9.\-/]{1,7}")


class Antecedents:
    """Finds what a name, a pronoun or a description of one article stands for; it looks back only."""

    def __init__(self, book: "NameBook"):
        self._book = book
        self._lexicon = load_lexicon("names")

    # -- names ---------------------------------------------------------------------------------------------------------

    def of_name(self, entity: Span) -> str | None:
        """An earlier, longer name that this one shortens: surname, acronym, the last words of a body's name."""
        text = entity.text
        if entity.label_ == "PER":
            for other in self._earlier(entity, "PER"):
                if other.text.endswith(f" {text}") or (len(entity) == 1 and other.text.startswith(f"{text} ")):
                    return self._id(other)
        if entity.label_ in ("ORG", "LOC", "NORP") and ACRONYM.fullmatch(text):
            return self._of_acronym(entity)
        if entity.label_ == "LOC" and text in ("North", "South"):  # "the South" after "South Korea"
            others = [*self._earlier(entity, "LOC"), *(e for e in self._book.entities if e.label_ == "LOC")]
            other = next((e for e in others if e.text.startswith(f"{text} ") and e.start != entity.start), None)
            if other is not None and other.text.split()[-1] in ("Korea", "Sudan", "Yemen", "Vietnam"):
                return self._id(other)
        if entity.label_ == "ORG":
            return self._spelt_out(entity) or self._of_short_form(entity)
        return None

    def _of_acronym(self, entity: Span) -> str | None:
        """ "The NRF": the name beside which it was defined, or whose capitals it is made of."""
        earlier, whole = self._earlier(entity, "ORG", "LOC"), self._book.text
        for other in earlier:
            between = whole[other.end_char : entity.start_char]
            is_closed = "(" not in between or whole[entity.end_char : entity.end_char + 2].strip("\"'”’")[:1] == ")"
            is_new = not ACRONYM.fullmatch(other.text) and len(other) > 1
            if is_new and DEFINING.fullmatch(between) and is_closed and self._may_define(entity, other, between):
                return self._id(other)
            if other.text == entity.text and (known := self._row(other)["antecedent_mention_id"]):
                return str(known)
        letters = re.sub(r"[^A-Z0-9]", "", entity.text)
        for other in earlier:
            if len(other) > 1 and len(letters) > 1 and letters in self._initials(other):
                return self._id(other)
        return None

    def _may_define(self, acronym: Span, name: Span, between: str) -> bool:
        """In brackets any acronym, which may be that of another language; after a mere comma only the name's capitals."""
        if "(" in between or "known" in between:
            return True
        return re.sub(r"[^A-Z0-9]", "", acronym.text) in self._initials(name)

    def _initials(self, name: Span) -> set[str]:
        """The capitals of a name, with and without those inside and of the state before it."""
        words = [word for token in name for word in re.split(r"[-\s]", token.text) if word[:1].isalpha()]
        capitals = [word[0] for word in words if word[0].isupper()]
        found = {"".join(capitals)}
        if len(capitals) > 2 and state_of(words[0]):  # "Afghan National Army": "ANA" and "NA"
            found.add("".join(capitals[1:]))
        return {initials for initials in found if len(initials) > 1}

    def _spelt_out(self, entity: Span) -> str | None:
        """ "The NRF (National Resistance Front)": the acronym that stands before its full name."""
        if len(entity) < 2 or self._book.text[entity.end_char : entity.end_char + 1] != ")":
            return None
        other = next(iter(self._earlier(entity, "ORG", "LOC")), None)
        if other is None or self._book.text[other.end_char : entity.start_char].strip() not in ("(", "(the"):
            return None
        letters = re.sub(r"[^A-Z0-9]", "", other.text)
        return self._id(other) if ACRONYM.fullmatch(other.text) and letters in self._initials(entity) else None

    def _of_short_form(self, entity: Span) -> str | None:
        """ "The Guards", "the Liberation Army": the last words of a body's full name, where only one name fits."""
        words = self._words(entity)
        common = set(self._lexicon["short_form_nouns"])
        if not words or (len(words) == 1 and words[0] not in common):
            return None
        if any(
            self._book.entity(child, "LOC", "NORP") is not None
            for child in entity.root.children
            if child.i < entity.start
        ):
            return None  # "Pakistan's Foreign Ministry" is not the one told before
        fitting: dict[str, str] = {}
        for other in self._earlier(entity, "ORG"):
            longer = self._words(other)
            if len(longer) > len(words) and self._shortens(words, longer):
                full = self._book.ultimate(self._id(other))
                fitting.setdefault(" ".join(self._words(self._book.span(full))), full)
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _shortens(self, words: list[str], longer: list[str]) -> bool:
        """True for the end of a name, and for a part of it that a preposition or "Corps" follows."""
        for start in range(len(longer) - len(words) + 1):
            if longer[start : start + len(words)] == words:
                after = longer[start + len(words) :]
                if not after or after[0] in ("of", "for", "in", "corps"):
                    return True
        return False

    def _words(self, name: Span) -> list[str]:
        return [token.lower_ for token in name if token.lower_ not in ("the", "'s", "’s") and not token.is_punct]

    def _earlier(self, entity: Span, *labels: str) -> list[Span]:
        """Names before one, the nearest first."""
        return [e for e in reversed(self._book.entities) if e.label_ in labels and e.end <= entity.start]

    # -- pronouns ------------------------------------------------------------------------------------------------------

    def of_pronoun(self, pronoun: Token) -> str | None:
        """The mention that a pronoun stands for: the nearest earlier one that fits, subjects before others."""
        word = pronoun.lower_
        kinds = self._lexicon["pronouns"].get(word)
        if kinds is None:
            return None
        if "body" in kinds and (body := self._body_of_speaker(pronoun)) is not None:
            return body
        candidates = []
        here = self._book.sentence_of(pronoun)
        if "people" in kinds:
            self._register_people_before(pronoun)
        for row in self._book.all_rows():
            span = self._book.span(str(row["mention_id"]))
            if span.end > pronoun.i or row["label"] in ("PRON", "AREA") or not self._fits(row, span, kinds):
                continue
            distance = here - int(row["sentence_number"])  # type: ignore[call-overload]
            if distance > 3:
                continue
            role = 0 if span.root.dep_ in SUBJECTS or row["is_actor"] else 1
            candidates.append((distance or role, role, -span.start, str(row["mention_id"])))
        return min(candidates)[-1] if candidates else None

    def _body_of_speaker(self, pronoun: Token) -> str | None:
        """ "Spokesperson X said it had …": the body that the spokesperson speaks for."""
        verb = pronoun.head
        while verb.head.i != verb.i and verb.dep_ in ("conj", "xcomp", "advcl"):
            verb = verb.head
        if verb.dep_ != "ccomp" or pronoun.dep_ not in SUBJECTS:
            return None
        speaker = first_child(verb.head, "nsubj")
        person = self._book.entity(speaker, "PER") if speaker is not None else None
        if speaker is None:
            return None
        row = self._book.row_of(person) if person is not None else None
        role = str(row["role_text"] or "") if row is not None else speaker.lemma_.lower()
        if not any(word in role.lower() for word in ("spokes", "spokesman")):
            return None
        if row is None:
            row = self._book.describe(speaker)
        return str(row["affiliation_mention_id"]) if row["affiliation_mention_id"] is not None else None

    def _register_people_before(self, pronoun: Token) -> None:
        """ "War veterans ... They ...": the plural subject of the sentence before is what "they" most often means."""
        start = pronoun.sent.start
        if start == 0:
            return
        root = pronoun.doc[start - 1].sent.root
        people = first_child(root, "nsubj", "nsubj:pass")
        if people is None or people.pos_ != "NOUN" or people.lower_ == people.lemma_.lower():
            return
        if people.lemma_.lower() in self._lexicon["people_nouns"] and self._book.entity(people) is None:
            self._book.describe(people)

    def _fits(self, row: Row, span: Span, kinds: list[str]) -> bool:
        label = str(row["label"])
        if label == "LOC" and not row["is_actor"] and preposition(span.root) in PLACE_PREPOSITIONS:
            return False
        if label == "NP":
            head = str(row["head_text"])
            if head in self._lexicon["person_nouns"]:
                return "person" in kinds if span.root.text.lower() == head else "people" in kinds
            return ("people" if span.root.text.lower() != head else "body") in kinds
        if label == "PER":
            return "person" in kinds
        if label == "NORP":
            return "people" in kinds and span.root.text.lower().endswith("s")
        return "body" in kinds or ("people" in kinds and label == "ORG" and bool(row["is_actor"]))

    # -- descriptions ---------------------------------------------------------------------------------------------------

    def of_description(self, head: Token, own_id: str) -> str | None:
        """What "the group", "the ministry", "the gunmen" stand for: an earlier name of that kind, or the same noun."""
        determiner = next((c.lower_ for c in head.children if c.dep_ == "det"), None)
        if determiner not in ("the", "this", "that", "these", "those", "both"):
            return None
        if any(c.pos_ == "PROPN" for c in children(head, "flat", "appos", "compound", "nmod:desc", "nmod:unmarked")):
            return None  # "the tanker Aurora" is no tanker told of before
        lemma = head.lemma_.lower()
        for row in sorted(self._book.all_rows(), key=lambda r: -int(r["text_start"])):  # type: ignore[call-overload]
            span = self._book.span(str(row["mention_id"]))
            if span.end > head.i or row["mention_id"] == own_id or row["label"] in ("PRON", "AREA"):
                continue
            if row["label"] == "NP" and row["head_text"] == lemma and row["is_actor"]:
                return str(row["mention_id"])
            role = str(row["role_text"] or "").lower().split()
            if row["label"] == "PER" and lemma in self._lexicon["person_nouns"] and lemma in role:
                return str(row["mention_id"])
            if lemma in self._lexicon["group_nouns"] and self._can_be_group(row, lemma):
                return str(row["mention_id"])
            if row["label"] == "ORG" and lemma in row["text"].lower().split():  # type: ignore[union-attr]
                return str(row["mention_id"])
        return None

    def _can_be_group(self, row: Row, lemma: str) -> bool:
        """True for an organisation that "the group" can stand for; "the militia" is no ministry and no state's army."""
        text = str(row["text"])
        if is_bystander(text):
            return False
        if lemma not in self._lexicon["armed_group_nouns"]:
            return row["label"] == "ORG"
        words = set(text.lower().split())
        if words & set(self._lexicon["state_bodies"]) and not words & set(self._lexicon["rebel_words"]):
            return False
        people = row["label"] == "NORP" and bool(row["is_actor"]) and text.endswith("s") and not states_in(text)
        return row["label"] == "ORG" or people

    def _id(self, entity: Span) -> str:
        return str(self._row(entity)["mention_id"])

    def _row(self, entity: Span) -> Row:
        return self._book.row_of(entity)
