"""What a paragraph is about, where its words of force have other senses: sport, labour disputes, election campaigns."""

from functools import cache

from spacy.tokens import Doc, Token

from pipelines.coding.frames import Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import children
from pipelines.coding.targets import is_armed


@cache
def _settings() -> dict[str, frozenset[str]]:
    return {name: frozenset(map(str, words)) for name, words in load_lexicon("settings")["settings"].items()}


class Setting:
    """Answers for one article whether a word of force stands among words of sport, labour or politics.

    A paragraph ends at an empty line or, where a text has none, at each line. The whole article counts beside it, so
    that a match report stays one in a paragraph without a word of sport.
    """

    def __init__(self, doc: Doc):
        self._paragraph: dict[int, int] = {}
        self._words: list[set[str]] = [set()]
        for token in doc:
            if token.is_space and "\n" in token.text:
                self._words.append(set())
            self._paragraph[token.i] = len(self._words) - 1
            self._words[-1] |= {token.lower_, token.lemma_.lower()}
        self._all = set().union(*self._words)
        self._person_events = frozenset(load_lexicon("strikes")["person_events"])
        self._evidence = frozenset(map(str, load_lexicon("settings")["evidence"]))

    def other_sense(self, frame: Frame) -> str | None:
        """The setting ("sport", "labour", "politics") in which the word is meant otherwise, or None."""
        if frame.weapons or frame.methods or any(is_armed(a) for a in frame.attackers):
            return None
        if frame.trigger.lemma_.lower() in self._person_events:
            return None  # "the candidate's murder"
        own = self._words[self._paragraph[frame.trigger.i]]
        if own & self._evidence:
            return None
        if _lasted(frame.trigger):
            return "labour"
        for name, words in _settings().items():
            near, far = len(own & words), len(self._all & words)
            if near >= 2 or (far >= 4 and not self._all & self._evidence):
                return name
        return None


def _lasted(noun: Token) -> bool:
    """ "A six-week strike": force does not last by the calendar."""
    if noun.lemma_.lower() != "strike" or noun.pos_ != "NOUN":
        return False
    before = [c.lower_ for c in children(noun, "amod", "compound", "nummod", "nmod") if c.i < noun.i]
    text = noun.doc[max(noun.i - 4, 0) : noun.i].text.lower()
    return bool(before) and any(f"-{unit}" in text or f"- {unit}" in text for unit in ("hour", "day", "week", "month"))
