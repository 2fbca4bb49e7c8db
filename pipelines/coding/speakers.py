"""Who speaks: from the head of a phrase to the actor mentions, the words and the person of a speaker."""

from dataclasses import dataclass

from spacy.tokens import Token

from pipelines.coding.cues import is_quoted, load_cues, lost_subject, reporting_verb
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.names import NameBook
from pipelines.coding.phrases import (
    SUBJECTS,
    children,
    conjuncts,
    first_child,
    is_passive,
    preposition,
    prepositional,
    whole_text,
)
from pipelines.coding.targets import is_bystander

RELATIVES = {"who", "which", "that", "whom", "whose"}
WEEKDAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
SINGULAR = {"he", "she", "him", "her", "his"}
SOURCE_PREPOSITIONS = ("by", "from", "of", "for", "with")


@dataclass
class Speaker:
    """``mention_ids`` lead with the body for a spokesperson; ``person`` is then the person's name or description."""

    mention_ids: list[str]
    text: str
    start: int
    end: int
    person: str | None
    head: Token
    is_person: bool = False
    is_plural: bool = False


def _before_weekday(day: Token) -> Token | None:
    """ "a spokesman Thursday said", where the parser took the day for who said it."""
    before = day.nbor(-1) if day.i > day.sent.start else None
    while before is not None and before.dep_ in ("flat", "compound", "nmod:desc", "appos") and before.head.i != day.i:
        before = before.head
    return before if before is not None and before.pos_ in ("NOUN", "PROPN", "PRON") else None


class SpeakerFinder:
    """Finds speakers in the order of the text and remembers them, so that "he" and "the statement" can be resolved."""

    def __init__(self, names: NameBook):
        self._names = names
        self._lexicon = load_lexicon("speakers")
        self._nouns = load_lexicon("names")
        self._cues = load_cues()
        self._past: list[Speaker] = []

    # -- from the verb to the head of the phrase -----------------------------------------------------------------------

    def head_of(self, verb: Token) -> Token | None:
        """The head of the phrase that says what a verb says: subject, agent, or the subject of the governing clause."""
        governing = reporting_verb(verb)
        if governing is not None:
            return self.head_of(governing)
        if is_passive(verb):
            agents = [c for c in verb.children if c.dep_ in ("obl:agent", "obl") and preposition(c) == "by"]
            return agents[0] if agents else None
        seen = set()
        node = verb
        while node.i not in seen:
            seen.add(node.i)
            if node.i == verb.i and (lost := lost_subject(verb)) is not None:
                return lost
            own = [s for s in children(node, *SUBJECTS) if s.lower_ not in WEEKDAYS] or [
                s for s in map(_before_weekday, children(node, *SUBJECTS)) if s is not None
            ]
            if own:
                return self._relative(own, node)
            if node.dep_ == "acl":
                return self._of_noun(node)
            if node.dep_ == "acl:relcl":
                return node.head
            if node.dep_ in ("conj", "xcomp", "advcl", "parataxis", "ccomp") and node.head.i != node.i:
                if node.dep_ == "advcl" and (
                    first_child(node.head, "nsubj:pass") or node.head.pos_ not in ("VERB", "AUX", "ADJ", "NOUN")
                ):
                    agents = [
                        c for c in node.head.children if c.dep_ in ("obl:agent", "obl") and preposition(c) == "by"
                    ]
                    if agents:
                        return agents[0]
                quoted = self._quoted(node)
                if quoted is not None:
                    return quoted
                node = node.head
                continue
            return None
        return None

    def _quoted(self, node: Token) -> Token | None:
        """ "quoted a spokesman as saying": the one who is quoted says it."""
        if is_quoted(node):
            return first_child(node.head, "obj", "nsubj:pass")
        return None

    def _relative(self, subjects: list[Token], verb: Token) -> Token | None:
        plain = [
            s for s in subjects if (s.lower_ not in RELATIVES or s.text == "WHO") and not s.dep_.startswith("expl")
        ]
        if plain:
            before = [s for s in plain if s.i < verb.i]
            return before[-1] if before else plain[0]
        return verb.head if verb.dep_ in ("acl:relcl", "advcl:relcl", "acl") else None

    def _of_noun(self, participle: Token) -> Token | None:
        """The speaker of "a statement saying ...": who gave the statement; else the noun itself says it."""
        noun = participle.head
        for child in children(noun, "nmod", "obl"):  # "... with rebels saying ..."
            if preposition(child) == "with" and noun.i < child.i < participle.i:
                return child
        if noun.lemma_.lower() not in self._cues.documents and noun.lemma_.lower() not in self._cues.nouns:
            if noun.dep_ in ("obj", "obl") and self.can_speak(noun) is False:
                return self.head_of(noun.head) if noun.head.pos_ == "VERB" else None
            return noun
        return self.source_of(noun)

    def source_of(self, noun: Token) -> Token | None:
        """Who gave a document or made a claim: "statement from X", "X's statement", "X issued a statement"."""
        for child in children(noun, "nmod:poss"):
            return child
        for child in prepositional(noun, "by", "from"):
            return child
        for clause in children(noun, "acl"):
            for child in prepositional(clause, "by", "from"):
                if clause.lemma_.lower() in self._cues.issue_verbs:
                    return child
        for child in children(noun, "compound", "amod", "nmod"):
            if child.dep_ == "nmod" and preposition(child) not in ("of", None):
                continue
            if self._names.entity(child, "ORG", "LOC", "PER", "NORP") is not None and child.i < noun.i:
                return child
        verb = noun.head
        if (
            noun.dep_ in ("obj", "nsubj:pass")
            and verb.pos_ == "VERB"
            and verb.lemma_.lower() in self._cues.issue_verbs | self._cues.light_verbs
        ):
            return self.head_of(verb)
        return None

    # -- from the head to the speaker ----------------------------------------------------------------------------------

    def can_speak(self, head: Token) -> bool:
        """True for names, pronouns and nouns that can say something."""
        if head.lower_ in ("it", "this", "that", "there", "which", "what") and head.pos_ in ("PRON", "DET"):
            return head.lower_ == "it" and head.dep_ not in ("expl",)
        if head.pos_ == "PRON":
            return head.lower_ not in (
                "i",
                "we",
                "you",
                "me",
                "us",
                "nothing",
                "anything",
                "something",
                "nobody",
                "none",
            )
        if (
            head.pos_ == "PROPN"
            or (head.text[0].isupper() and not head.is_sent_start)
            or self._names.entity(head, "PER", "ORG", "LOC", "NORP") is not None
        ):
            return True
        lemma = head.lemma_.lower()
        known = self._cues.speaker_nouns | self._cues.documents
        return lemma in self._nouns["person_nouns"] or lemma in known or head.lower_ in known

    def speaker(self, head: Token, strict: bool = False) -> Speaker | None:
        """The speaker that a phrase names, or None where it names nobody who can speak.

        Args:
            head: head of the phrase.
            strict: only names and nouns of people and bodies ("found", "showed"), not any noun ("said").
        """
        lemma = head.lemma_.lower()
        if head.pos_ not in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"):
            return None
        if strict and not self.can_speak(head):
            return None
        if lemma in self._cues.documents and self._names.entity(head) is None:
            source = self.source_of(head)
            if source is not None and source.i != head.i:
                return self.speaker(source)
            if lemma not in self._cues.own_sources:
                return self._previous_as(head) or self._make(head)
        if head.pos_ == "PRON" and not self.can_speak(head):
            return None
        if any(c.lower_ in ("no", "neither") for c in head.children) or head.lower_ in ("none", "nobody", "one"):
            return None
        return self._make(self._named(head), head)

    def is_both(self, speaker: Speaker) -> bool:
        """True for "both sides", "the two countries": who they are is told by the strikes."""
        return self._names.is_pair(speaker.head)

    def remember(self, speaker: Speaker) -> None:
        self._past.append(speaker)

    def last(self) -> Speaker | None:
        return self._past[-1] if self._past else None

    def repeated(self, cue: Token) -> Speaker | None:
        """Whoever spoke last, for "it was noted that ..."; the words of the speaker are then "it"."""
        word = next((c for c in cue.children if c.lower_ == "it"), cue)
        past = self.last()
        if past is None or self._sentences_apart(past.head, cue) > 4:
            return None
        return Speaker(
            list(past.mention_ids), past.text, past.start, past.end, past.person, word, past.is_person, past.is_plural
        )

    def _make(self, head: Token, described: Token | None = None) -> Speaker:
        """A speaker from its head; ``described`` is the description beside a name ("a spokesman, Rupert Colville")."""
        start, end, text = self._text(head)
        heads = self._joint(head)
        ids: list[str] = []
        person = None
        for one in heads:
            body, who = self._body(one)
            if body is None and described is not None and described.i != head.i:
                body, who = self._body(described)[0], text
            if body is not None:
                person = person or who
            ids.extend(i for i in (self._names.actors(body or one, expand=False)) if i not in ids)
        if len(heads) > 1:
            spans = [self._text(one) for one in heads]
            start, end = min(s[0] for s in spans), max(s[1] for s in spans)
            text = whole_text(head.doc)[start:end]
        plural = len(heads) > 1 or (head.lower_ != head.lemma_.lower() and head.pos_ == "NOUN")
        is_person = self._names.entity(head, "PER") is not None or (
            not plural and head.lemma_.lower() in self._nouns["person_nouns"]
        )
        speaker = Speaker(ids, text, start, end, person, head, is_person, plural)
        if head.pos_ == "PRON":
            self._resolve(speaker)
        elif len(heads) == 1 and head.pos_ == "NOUN":
            self._take_up(speaker)
        return speaker

    def _text(self, head: Token) -> tuple[int, int, str]:
        """The words of a phrase, without what the parser drew into it behind a comma."""
        start, end, text = self._names.text_of(head)
        comma = text.find(", ", max(head.idx + len(head.text) - start, 0))
        entity = self._names.entity(head)
        if comma > 0 and (entity is None or entity.end_char <= start + comma):
            end = start + comma
        return start, end, whole_text(head.doc)[start:end]

    def _joint(self, head: Token) -> list[Token]:
        """The head and those who speak with it."""
        heads = [head]
        for other in conjuncts(head)[1:]:
            between = head.doc[heads[-1].i + 1 : other.i]
            if other.i < heads[-1].i or other.pos_ not in ("NOUN", "PROPN", "PRON", "NUM") or not self.can_speak(other):
                continue
            if (
                any(t.lower_ == "according" or (t.pos_ == "VERB" and t.dep_ not in ("acl", "amod")) for t in between)
                or len(between) > 25
            ):
                break
            heads.append(other)
        return heads

    def _named(self, head: Token) -> Token:
        """The name beside a description: "the news agency AFP", "an official, Thomas Horbach"."""
        if self._names.entity(head) is not None or head.pos_ != "NOUN":
            return head
        person = head.lemma_.lower() in self._nouns["person_nouns"]
        places = [head, *children(head, "nmod", "appos")] if person else [head]
        for place in places:
            for child in children(place, "appos", "flat"):
                entity = self._names.entity(child, "PER") if person else self._names.entity(child, "ORG", "PER")
                if entity is not None and child.i > head.i:
                    return child
        return head

    def _resolve(self, speaker: Speaker) -> None:
        """A pronoun that speaks is mostly the one who spoke last."""
        word = speaker.head.lower_
        for past in reversed(self._past[-4:]):
            fits = (
                past.is_person
                if word in SINGULAR
                else past.is_plural
                if word in ("they", "their")
                else not past.is_person
            )
            if past.head.pos_ == "PRON":
                fits = past.head.lower_ == word
            if fits and past.mention_ids and self._sentences_apart(past.head, speaker.head) <= 3:
                row = self._names.row(speaker.mention_ids[0])
                if past.mention_ids[0] != speaker.mention_ids[0]:
                    row["antecedent_mention_id"] = past.mention_ids[0]
                if word in ("they", "their", "it", "its") or past.person is not None:
                    speaker.person = past.person
                speaker.is_person, speaker.is_plural = past.is_person, past.is_plural
                return

    def _take_up(self, speaker: Speaker) -> None:
        """ "the office", "a spokesman": the body that spoke before, where the phrase names none itself."""
        head, row = speaker.head, self._names.row(speaker.mention_ids[0])
        if row["label"] != "NP" or row["antecedent_mention_id"] or row["affiliation_mention_id"] or speaker.person:
            return
        if any(c.dep_ in ("amod", "compound", "nmod", "nmod:poss", "nummod", "acl:relcl") for c in head.children):
            return
        lemma = head.lemma_.lower()
        is_spokes = lemma in self._lexicon["spokespersons"]
        definite = any(c.lower_ in ("the", "this") for c in head.children)
        if not is_spokes and not (definite and lemma in self._lexicon["bodies"]):
            return
        for past in reversed(self._past[-6:]):
            if lemma in self._lexicon["armed_bodies"] and is_bystander(past.text):
                continue  # "the army" is not the rights group that spoke before
            if not is_spokes and not self._is_of_kind(past, lemma):
                continue
            if (not past.is_person and not past.is_plural and past.head.pos_ != "PRON") or past.person is not None:
                speaker.person = speaker.text if is_spokes else past.person
                if past.mention_ids[0] != speaker.mention_ids[0]:
                    row["antecedent_mention_id"] = past.mention_ids[0]
                return

    def _is_of_kind(self, past: Speaker, lemma: str) -> bool:
        """True where "the army", "the ministry" can be short for a body by the words of its name."""
        wanted = self._lexicon["body_words"].get(lemma)
        if wanted is None:
            return True
        row = self._names.row(self._names.ultimate(past.mention_ids[0]))
        words = f"{past.text} {row['text']} {row['head_text']}".lower().split()
        return any(word in wanted for word in words)

    def _sentences_apart(self, before: Token, after: Token) -> int:
        return sum(1 for token in before.doc[before.i + 1 : after.i + 1] if token.is_sent_start)

    def _previous_as(self, head: Token) -> Speaker | None:
        """ "The statement read": the words of whoever spoke before."""
        past = self.last()
        if past is None:
            return None
        start, end, text = self._names.text_of(head)
        return Speaker(list(past.mention_ids), text, start, end, past.person, head, past.is_person, past.is_plural)

    def _body(self, head: Token) -> tuple[Token | None, str | None]:
        """For a spokesperson, the head of the body spoken for and the person's words; else (None, None)."""
        title = self._title(head)
        if title is None:
            return None, None
        text = self._names.text_of(head)[2]
        for child in children(title, "nmod", "obl"):
            if preposition(child) in SOURCE_PREPOSITIONS:
                return self._owner(child), text
        before = [
            t
            for t in [*title.children, *head.children]
            if t.i < title.i and t.dep_ in ("compound", "amod", "nmod:poss", "nmod")
        ]
        for child in before:
            if self._names.entity(child, "ORG", "LOC", "NORP") is not None:
                return self._names.entity(child, "ORG", "LOC", "NORP").root, text  # type: ignore[union-attr]
        for child in before:  # "his spokesman"
            if child.pos_ == "PRON" and child.dep_ == "nmod:poss":
                return child, text
        for child in before:
            if child.pos_ == "PROPN" or (child.pos_ == "NOUN" and child.lemma_.lower() in self._cues.speaker_nouns):
                return child, text
        return None, None

    def _owner(self, noun: Token) -> Token:
        return noun

    def _title(self, head: Token) -> Token | None:
        """The word "spokesman" of a person: itself, its title or its apposition."""
        listed = self._lexicon["spokespersons"]
        for token in [head, *children(head, "appos", "nmod:desc", "compound", "nmod", "flat", "parataxis")]:
            if token.lemma_.lower() in listed or token.lower_ in listed:
                return token
        return None
