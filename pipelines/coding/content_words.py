"""The words that were said, as a tree: which words of a lexicon stand in them, who does it, when, and whether it is denied.

An act is read from what somebody says of whom: "we will retaliate" threatens, "they will retaliate" predicts, "we will not
retaliate" promises restraint. So a word counts with its doer, its tense and its polarity, and only where it belongs to
what the sentence says itself, not to a relative clause or an adverbial clause inside it.
"""

from collections.abc import Callable

from spacy.tokens import Doc, Span, Token

from pipelines.coding.cues import load_cues
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import SUBJECTS, children, first_child, is_negated, is_passive, preposition
from pipelines.coding.targets import is_armed

SPEAKERS_SELF = {"i", "we", "me", "us"}
MAYBE_SELF = {"it", "they", "he", "she", "who"}
OWNERS = {"our", "my", "its", "their", "his", "her"}
NOMINAL = ("obj", "iobj", "obl", "obl:arg", "nmod", "nmod:poss", "amod", "compound", "appos", "nsubj", "nsubj:pass", "det", "nummod",
           "advmod", "obl:agent", "acl", "flat", "case", "nmod:desc", "nmod:unmarked", "obl:unmarked")  # fmt: skip
CLAUSAL = ("conj", "xcomp", "ccomp", "parataxis", "csubj", "root", "ROOT", "dep", "list", "discourse", "cop", "aux")
MODALS = {
    "future": {"will", "would", "shall", "'ll", "’ll", "wo"},
    "must": {"must"},
    "ought": {"should", "ought", "must"},
    "possible": {"could", "may", "might", "can", "would", "ca"},
}
AFTERWARDS = {"after", "before", "following", "during", "despite", "since"}
TOP = 2  # steps from a word up to the clause that still make it part of what is said
NEAR = 2  # steps from the head of a word group down to its other words


class ContentWords:
    """The words between two characters, looked up by lemma and by form.

    Args:
        doc: the article.
        start: first character of what was said.
        end: its end.
        is_own: whether a noun names the speaker.
        construction: how it was said: in a quotation the speaker is "I", in other words "it" or "he" may be the speaker.
    """

    def __init__(self, doc: Doc, start: int, end: int, is_own: Callable[[Token], bool], construction: str = ""):
        span = doc.char_span(start, end, alignment_mode="expand")
        self.tokens: list[Token] = [] if span is None else [t for t in span if not t.is_space]
        self._numbers = {t.i for t in self.tokens}
        self._is_own = is_own
        self._hanging: dict[int, tuple[set[str], set[str]]] = {}
        first_person = {t.lower_ for t in self.tokens} & {"i", "we", "our", "my"}
        self._said_by_self = bool(first_person) or construction.startswith("quote")
        self.span: Span | None = span

    def roots(self) -> list[Token]:
        """The heads of what was said: one for each sentence, more where the parser cut it."""
        return [t for t in self.tokens if t.head.i not in self._numbers or t.head.i == t.i]

    def find(self, words: tuple[frozenset[str], ...], head: Token) -> bool:
        """True where a token is one of the words of a group and the others hang on it.

        Args:
            words: the group, each word as its alternatives.
            head: the token.
        """
        forms = {head.lemma_.lower(), head.lower_}
        place = next((n for n, word in enumerate(words) if word & forms), None)
        if place is None:
            return False
        if len(words) == 1:
            return True
        before, behind = self._below(head)
        return all(word & (before if n < place else behind) for n, word in enumerate(words) if n != place)

    def _below(self, head: Token) -> tuple[set[str], set[str]]:
        """Forms of the words that hang on a token, down to NEAR steps: those that may be written before it in a group and
        those that may be written behind it. A preposition stands before the word that it governs."""
        found = self._hanging.get(head.i)
        if found is None:
            own = {c.lower_ for c in children(head, "case") if c.i in self._numbers}
            rest: set[str] = set()
            level = [head]
            for _ in range(NEAR):
                level = [
                    c
                    for t in level
                    for c in t.children
                    if c.i in self._numbers and c.dep_ not in ("acl:relcl", "parataxis")
                    and not (t.i == head.i and c.dep_ == "case")
                ]  # fmt: skip
                level = [m for c in level for m in (children(c, "mark") if c.dep_ == "advcl" else [c])]
                rest.update(form for t in level for form in (t.lemma_.lower(), t.lower_))
            found = self._hanging[head.i] = (own | rest, rest)
        return found

    def steps(self, token: Token) -> int | None:
        """Steps from a word up to the clause that is said; None where it stands in a clause that only qualifies it."""
        steps = 0
        while token.head.i in self._numbers and token.head.i != token.i:
            if token.dep_ == "acl" and not any(c.lower_ in ("to", "of") for c in children(token, "mark")):
                return None  # "tests carried out by ...": names which
            if any(c.lower_ in AFTERWARDS for c in children(token, "case", "mark")):
                return None
            if token.dep_ in NOMINAL:
                steps += 1
            elif token.dep_ not in CLAUSAL:
                return None
            token = token.head
        return steps

    def is_said(self, token: Token) -> bool:
        steps = self.steps(token)
        return steps is not None and steps <= TOP

    def judges(self, token: Token) -> bool:
        """True for a word that is predicated of something: "it is a crime", "called it a crime", "a crime!"."""
        while token.dep_ in ("conj", "amod") and token.head.i in self._numbers:
            token = token.head
        if token.head.i not in self._numbers or token.head.i == token.i:
            return token.dep_ != "nsubj"
        as_what = preposition(token) == "as" or any(c.lower_ == "as" for c in token.children)
        return bool(children(token, "cop")) or token.dep_ in ("xcomp", "ccomp", "parataxis") or as_what

    # -- grammar ---------------------------------------------------------------------------------------------------

    def predicate(self, token: Token) -> Token:
        """The verb, or the noun or adjective with "is", that a word belongs to."""
        while (
            token.pos_ not in ("VERB", "AUX")
            and not children(token, "cop")
            and token.dep_ in NOMINAL
            and token.head.i in self._numbers
            and token.head.i != token.i
        ):
            token = token.head
        return token

    def _chain(self, token: Token) -> list[Token]:
        """A predicate and those that govern it: "retaliate", "ready" in "would be ready to retaliate"."""
        chain = [token]
        while token.head.i in self._numbers and token.head.i != token.i:
            joined = token.dep_ == "conj" and not any(c.dep_ in SUBJECTS for c in token.children)
            infinitive = token.dep_ == "acl" and any(c.lower_ in ("to", "of") for c in token.children)
            if token.dep_ != "xcomp" and not joined and not infinitive and token.dep_ not in ("obj", "obl", "nmod"):
                break
            token = token.head
            chain.append(token)
            if infinitive:
                break  # "plots to kill ..." that were planned: the noun tells the time
        return chain

    def is_denied(self, token: Token) -> bool:
        """True where "not", "no", "neither" hangs on the word, on its predicate or on what governs that."""
        predicate = self.predicate(token)
        nodes = {t.i: t for t in (token, *self._chain(predicate))}
        node = token
        while node.i != predicate.i:
            nodes[node.i] = node
            node = node.head
        if any(is_negated(t) and not _is_addition(t) for t in nodes.values()):
            return True
        undoing = load_lexicon("acts")["undoing"]
        if any(t.lemma_.lower() in undoing for t in self._chain(predicate)[1:]):
            return True
        subject = self._subject(predicate)
        return subject is not None and (
            subject.lower_ in ("nobody", "none", "neither", "nothing")
            or any(c.lower_ in ("no", "neither") for c in subject.children)
        )

    def has_tense(self, token: Token, wanted: str) -> bool:
        """Whether a predicate is future, must, ought, possible or done."""
        chain = self._chain(self.predicate(token))
        auxiliaries = {c.lower_ for t in chain for c in children(t, "aux")}
        lists = load_lexicon("acts")["tenses"]
        above = {t.lemma_.lower() for t in chain[1:]}
        infinitive = any(c.lower_ == "to" for c in children(chain[-1], "mark"))
        bare_root = chain[-1].head.i not in self._numbers
        if wanted == "done":
            return (
                not above & set(lists["future"]) - {"be", "continue", "go"}
                and not (infinitive and bare_root)
                and not auxiliaries & set().union(*MODALS.values())
            )
        if wanted == "future" and infinitive and bare_root and (len(chain) == 1 or chain[0].dep_ == "conj"):
            return True  # "vowed | to retaliate"
        imperative = wanted == "ought" and self._is_imperative(chain[-1])
        return bool(auxiliaries & MODALS[wanted]) or bool(above & set(lists.get(wanted, ()))) or imperative

    def _is_imperative(self, verb: Token) -> bool:
        return (
            verb.pos_ == "VERB"
            and verb.tag_ == "VB"
            and verb.head.i not in self._numbers
            and not any(c.dep_ in SUBJECTS or c.dep_ in ("aux", "mark") for c in verb.children)
        )

    def doer(self, token: Token) -> str:
        """Who does what a word says: "own" (the speaker), "named" (another who is named), "other",
        "thing" (a missile, a law) or "unsaid"."""
        predicate = self.predicate(token)
        if is_passive(predicate):
            agent = next((c for c in children(predicate, "obl:agent", "obl") if preposition(c) == "by"), None)
            return "unsaid" if agent is None else self._whose(agent)
        subject = self._subject(predicate)
        if subject is None:
            owner = first_child(token, "nmod:poss")
            if owner is not None:
                return "own" if owner.lower_ in OWNERS else self._whose(owner)
            top = self._chain(predicate)[-1]
            is_root = top.head.i not in self._numbers or top.head.i == top.i
            return "own" if is_root and predicate.dep_ not in ("amod", "acl") else "unsaid"
        return self._whose(subject)

    def _subject(self, predicate: Token) -> Token | None:
        for node in self._chain(predicate):
            found = first_child(node, *SUBJECTS)
            if found is not None:
                return found
        return None

    def _whose(self, noun: Token) -> str:
        word = noun.lower_
        if word in SPEAKERS_SELF:
            return "own"
        if word in MAYBE_SELF:
            return "own" if not self._said_by_self and self._is_first(noun) else "other"
        owner = first_child(noun, "nmod:poss")
        forces = load_lexicon("acts")["own_forces"]
        if owner is not None and owner.lower_ in OWNERS and noun.lemma_.lower() in forces:
            return "own"
        if self._is_own(noun):
            return "own"
        near = [noun, *children(noun, "amod", "compound", "nmod", "nmod:poss", "appos")]
        if any(t.pos_ == "PROPN" or t.ent_type_ in ("PER", "ORG", "LOC", "NORP") for t in near):
            return "named"
        can_act = noun.pos_ in ("PROPN", "PRON", "ADJ", "NUM") or noun.ent_type_ in ("PER", "ORG", "LOC", "NORP")
        lemma = noun.lemma_.lower()
        can_act = can_act or lemma in load_cues().speaker_nouns or lemma in load_lexicon("names")["person_nouns"]
        return "other" if can_act or is_armed(noun) else "thing"

    def _is_first(self, pronoun: Token) -> bool:
        """ "said it would strike": the pronoun is the speaker where nobody else was named before in what was said."""
        return not any(
            t.i < pronoun.i and t.dep_ in SUBJECTS and t.lower_ not in MAYBE_SELF and not t.dep_.startswith("expl")
            for t in self.tokens
        )


def _is_addition(token: Token) -> bool:
    """ "not only ... but": said of both."""
    return any(
        c.lower_ == "not" and c.i + 1 < len(token.doc) and c.nbor(1).lower_ in ("only", "just", "merely")
        for c in token.children
    )
