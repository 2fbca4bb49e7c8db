"""The names and descriptions of one article: every name that the reader found, and every noun phrase that a coder
gives a role.

The book only says what stands where, and what stands for what inside the article (pronouns, short forms, acronyms,
"the group"). Which actor or place a mention means is decided by ``pipelines/resolving``.
"""

import re

from spacy.tokens import Doc, Span, Token

from pipelines.coding.areas import Area
from pipelines.coding.coreference import Antecedents
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.model import ArticleContext, MentionIds, Row
from pipelines.coding.pairs import Pairs
from pipelines.coding.phrases import (
    children,
    conjuncts,
    noun_phrase,
    preposition,
    trimmed,
    whole_text,
)
from pipelines.coding.sections import Sections
from pipelines.coding.unread_names import mended_names

NAME_LABELS = ("PER", "ORG", "LOC", "NORP")
IN_THE = re.compile(r"\s*,?\s+in\s+(?:the\s+)?(?:[a-z-]*(?:ern|east|west|north|south|central)\s+)?")


class NameBook:
    """Mentions of one article by token.

    Coders call ``actors(token)`` for who acts or is acted on, ``place(token)`` for where; both register the noun phrase
    and give mention ids. ``rows()`` are the rows of coded_names.
    """

    def __init__(self, doc: Doc, article: ArticleContext):
        self._doc = doc
        self._article = article
        self._ids = MentionIds(article.article_id)
        self._sentences = {token.i: number for number, sent in enumerate(doc.sents) for token in sent}
        self._lexicon = load_lexicon("names")
        self._rows: dict[tuple[int, int], Row] = {}
        self._span_of_id: dict[str, Span] = {}
        self._entity_at: dict[int, Span] = {}
        self.text = whole_text(doc)
        self.entities = mended_names(doc)
        self._sections = Sections(doc, [entity for entity in self.entities if entity.label_ == "LOC"])
        self._antecedents = Antecedents(self)
        self._pairs = Pairs(self)
        for entity in self.entities:
            if entity.label_ in NAME_LABELS:
                self._entity_at.update({token.i: entity for token in entity})
                self._register(entity, entity.label_)
        for entity in self.entities:
            if entity.label_ in NAME_LABELS:
                self._link_name(entity)

    # -- what the coders ask -----------------------------------------------------------------------------------------

    def actors(self, head: Token, expand: bool = True) -> list[str]:
        """Mention ids of the actor that a noun or pronoun names, and of those coordinated with it.

        A description of two actors ("both sides") gives those of the two, where the article tells them.
        """
        heads = conjuncts(head) if expand else [head]
        heads = [one for token in heads for one in self._pairs.of(token) or [token]]
        ids = [self._act(token) for token in heads if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET")]
        return list(dict.fromkeys(ids))

    def is_pair(self, head: Token) -> bool:
        """True for "both sides", "the two countries", whether or not the article tells who they are."""
        return self._pairs.is_pair(head)

    def place(self, head: Token) -> str | None:
        """Mention id of the place that a noun names, or None where it names none."""
        entity = self.entity(head, "LOC")
        if entity is None:
            return None
        row = self._rows[entity.start, entity.end]
        row["is_place"] = True
        return str(row["mention_id"])

    def area(self, area: Area) -> str:
        """Mention id of an area that is told by its relation to names."""
        span = self._doc.char_span(area.start, area.end, alignment_mode="expand")
        assert span is not None  # the words of an area are words of the text
        row = self._register(span, "AREA")
        if row["relation"] is None:
            anchors = [str(self._rows[a.start, a.end]["mention_id"]) for a in area.anchors]
            row.update(relation=area.relation, direction=area.direction, distance_km=area.distance_km)
            row.update(anchor_mention_ids=anchors, is_place=True)
        return str(row["mention_id"])

    def entity(self, token: Token, *labels: str) -> Span | None:
        """The name that a token is part of (with one of these labels, where given)."""
        entity = self._entity_at.get(token.i)
        return entity if entity is not None and (not labels or entity.label_ in labels) else None

    def text_of(self, head: Token) -> tuple[int, int, str]:
        """Offsets and words of the noun phrase of a head, as the article has them."""
        person = self._person_beside(head) if head.pos_ != "PRON" else None
        phrase = noun_phrase(head)
        start, end = phrase.start_char, phrase.end_char
        if person is not None:
            start, end = min(start, person.start_char), max(end, person.end_char)
        own = self.entity(head)
        if own is not None:
            start, end = min(start, own.start_char), max(end, own.end_char)
        start, end = trimmed(self._doc, start, end)
        return start, end, self.text[start:end]

    def row(self, mention_id: str) -> Row:
        span = self._span_of_id[mention_id]
        return self._rows[span.start, span.end]

    def row_of(self, entity: Span) -> Row:
        """The row of a name that the reader found."""
        return self._rows[entity.start, entity.end]

    def all_rows(self) -> list[Row]:
        """The rows so far, in the order in which they were registered."""
        return list(self._rows.values())

    def sentence_of(self, token: Token) -> int:
        return self._sentences[token.i]

    def span(self, mention_id: str) -> Span:
        return self._span_of_id[mention_id]

    def ultimate(self, mention_id: str) -> str:
        """The mention at the end of the antecedents of one: the full name, where the article has it."""
        seen = set()
        while (before := self.row(mention_id)["antecedent_mention_id"]) and mention_id not in seen:
            seen.add(mention_id)
            mention_id = str(before)
        return mention_id

    def rows(self) -> list[Row]:
        """Rows of coded_names in the order of the text."""
        return [self._rows[key] for key in sorted(self._rows)]

    # -- registering -------------------------------------------------------------------------------------------------

    def _register(self, span: Span, label: str) -> Row:
        key = (span.start, span.end)
        if key not in self._rows:
            start, end = span.start_char, span.end_char
            kind = {"PER": "person", "LOC": "place", "AREA": "place"}.get(label, "actor")
            row: Row = {
                "mention_id": self._ids.make("name", start, end),
                "article_id": self._article.article_id,
                "text_start": start,
                "text_end": end,
                "text": span.text,
                "label": label,
                "entity_kind": kind,
                "head_text": span.root.lemma_.lower() if label in ("NP", "PRON") else span[-1].text.lower(),
                "is_actor": False,
                "is_place": label == "LOC",
                "role_text": None,
                "antecedent_mention_id": None,
                "affiliation_mention_id": None,
                "container_mention_id": None,
                "sentence_number": self._sentences[span.start],
                "kind_text": None,
                "relation": None,
                "direction": None,
                "distance_km": None,
                "anchor_mention_ids": [],
            }
            self._rows[key] = row
            self._span_of_id[str(row["mention_id"])] = span
        return self._rows[key]

    def _act(self, head: Token) -> str:
        """Register the noun phrase of a head as an actor."""
        if head.pos_ == "PRON" or (head.pos_ == "DET" and head.dep_ == "nmod:poss"):
            row = self._register(self._doc[head.i : head.i + 1], "PRON")
            if row["antecedent_mention_id"] is None:
                row["antecedent_mention_id"] = self._antecedents.of_pronoun(head)
        else:
            row = self.describe(head)
        row["is_actor"] = True
        return str(row["mention_id"])

    def describe(self, head: Token) -> Row:
        """The row of a noun phrase: of the name that it is, or of the description with what it stands for."""
        own = self.entity(head)
        person = own if own is not None and own.label_ == "PER" else self._person_beside(head)
        if person is not None:
            return self._rows[person.start, person.end]
        if own is not None and head.i == own.root.i:
            return self._rows[own.start, own.end]
        phrase = noun_phrase(head)
        row = self._register(phrase, "NP")
        if row["affiliation_mention_id"] is None:
            affiliation = self._affiliation(head, phrase)
            row["affiliation_mention_id"] = affiliation
            if affiliation is None and row["antecedent_mention_id"] is None:
                row["antecedent_mention_id"] = self._antecedents.of_description(head, str(row["mention_id"]))
        return row

    def _person_beside(self, head: Token) -> Span | None:
        """The person that a title or a role noun introduces: "Foreign Minister Hossein Amir-Abdollahian"."""
        if head.lemma_.lower() not in self._lexicon["person_nouns"]:
            return None
        for child in children(head, "flat", "appos", "nmod:desc", "compound", "nmod"):
            entity = self.entity(child, "PER")
            if entity is not None and (child.dep_ != "nmod" or preposition(child) is None) and child.i > head.i:
                return entity
        return None

    def _affiliation(self, head: Token, phrase: Span) -> str | None:
        """The country or organisation that a description belongs to: the name among its modifiers nearest to it."""
        names = [e for e in self.entities if phrase.start <= e.start and e.end <= phrase.end]
        names = [e for e in names if e.label_ in NAME_LABELS and not (e.start == phrase.start and e.end == phrase.end)]
        if not names:
            inside = [self.entity(child, "LOC", "ORG", "NORP") for child in children(head, "nmod")]
            names = [e for e in inside if e is not None and preposition(e.root) in ("in", "of", "from")]
        if not names:
            return None
        nearest = min(names, key=lambda e: abs(e.root.i - head.i))
        return str(self._rows[nearest.start, nearest.end]["mention_id"])

    # -- what stands beside a name ----------------------------------------------------------------------------------------

    def _link_name(self, entity: Span) -> None:
        """Short forms, acronyms, titles, affiliation and containing place of a name."""
        row = self._rows[entity.start, entity.end]
        row["antecedent_mention_id"] = self._antecedents.of_name(entity)
        if entity.label_ == "PER":
            self._link_title(entity, row)
        if entity.label_ == "LOC":
            row["kind_text"] = self._kind_beside(entity)
            container = self._container(entity)
            if container is not None:
                row["container_mention_id"] = self._rows[container.start, container.end]["mention_id"]
        if entity.label_ == "ORG" and row["affiliation_mention_id"] is None:
            beside_it = [*entity.root.children, entity.root.head]
            if entity.root.dep_ in ("appos", "flat"):  # "North Korea's news agency KCNA"
                beside_it.extend(entity.root.head.children)
            for child in beside_it:
                beside = self.entity(child, "NORP", "LOC")
                near = 1 if child.head.i != entity.root.head.i or entity.root.dep_ not in ("appos", "flat") else 5
                if beside is not None and beside.end <= entity.start and self._between(beside, entity) <= near:
                    row["affiliation_mention_id"] = self._rows[beside.start, beside.end]["mention_id"]

    def _between(self, before: Span, after: Span) -> int:
        return sum(not token.is_punct and not token.is_space for token in self._doc[before.end : after.start])

    def _link_title(self, person: Span, row: Row) -> None:
        root = person.root
        near = [t for t in [root.head, *root.children] if t.lemma_.lower() in self._lexicon["person_nouns"]]
        if not near:
            return
        title = near[0]
        phrase = noun_phrase(title)
        words = [t for t in phrase if not (person.start <= t.i < person.end)]
        if words:
            row["role_text"] = " ".join(t.text for t in words)
        row["affiliation_mention_id"] = self._affiliation_of_title(title, person)

    def _affiliation_of_title(self, title: Token, person: Span) -> str | None:
        for token in sorted(noun_phrase(title), key=lambda t: abs(t.i - title.i)):
            entity = self.entity(token, "LOC", "ORG", "NORP")
            if entity is not None:
                return str(self._rows[entity.start, entity.end]["mention_id"])
        for token in children(title, "compound", "amod", "nmod:poss"):  # "Houthi spokesman", read as a person
            entity = self.entity(token, "PER")
            if entity is not None and entity.end <= title.i and entity.start != person.start:
                return str(self._rows[entity.start, entity.end]["mention_id"])
        return None

    def _container(self, place: Span) -> Span | None:
        """The place in which a place is said to lie: "Balochistan, western Pakistan", "the village of X in Y", or the
        heading of its list."""
        root = place.root
        after = [*children(root, "appos", "nmod", "nmod:unmarked", "list", "conj", "parataxis")]
        for child in sorted(after, key=lambda t: t.i):
            entity = self.entity(child, "LOC")
            if entity is None or entity.start == place.start or entity.start < place.end:
                continue
            gap = self._doc[place.end : entity.start].text.strip().lower()
            if child.dep_ == "conj" and " and" in f" {gap}":
                continue
            if gap.startswith((",", "in", "of")) or preposition(child) in ("in", "of"):
                return entity
        return self._named_after_in(place) or self._sections.holder(place)

    def _kind_beside(self, place: Span) -> str | None:
        """The noun that says what a place is: "Kaduna state", "the village of Tudun Biri"."""
        kinds = load_lexicon("places")["place_nouns"]
        after = self._doc[place.end].lower_ if place.end < place.sent.end else ""
        if after in kinds:
            return after
        start = place.start - 1 if self._doc[place.start].lower_ != "the" else place.start
        if start - 1 >= place.sent.start and self._doc[start].lower_ == "of" and self._doc[start - 1].lower_ in kinds:
            return self._doc[start - 1].lower_
        return None

    def _named_after_in(self, place: Span) -> Span | None:
        """ "The village of X in Y province": the next name, whatever the parser hangs the "in" on."""
        after = next((e for e in self.entities if e.start >= place.end), None)
        if after is None or after.label_ != "LOC" or after.sent.start != place.sent.start:
            return None
        return after if IN_THE.fullmatch(self.text[place.end_char : after.start_char]) else None
