"""The act of a statement: what the cue says, changed by the words that were said where these are more specific."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from pipelines.coding.content_words import ContentWords
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import children

GENERAL = ("inform", "assess")
ANALYSIS = "assess"


@dataclass(frozen=True)
class Entry:
    """One line of ``lexicons/acts.yaml``: an act, the conditions, and its place in the order of the file."""

    order: int
    act: str
    sources: frozenset[str]
    doer: frozenset[str]
    tense: frozenset[str]
    denied: bool | None  # None: either way
    judges: bool
    anywhere: bool
    speaker: str | None
    strike: bool
    aimed: bool


@dataclass(frozen=True)
class Speaking:
    """What is known of who speaks and of the strikes it speaks of.

    ``is_armed``: a state, a body or an armed group, which can strike; ``is_attacker``: it made the strike that it speaks
    of; ``speaks_of_strike``: a strike is told in its words.
    """

    is_attacker: bool = False
    is_armed: bool = False
    speaks_of_strike: bool = False
    is_analyst: bool = False
    is_media: bool = False


@dataclass(frozen=True)
class Group:
    """Words of an entry, and what heads them: any of them ("words"), a verb that comes first, a noun."""

    words: tuple[frozenset[str], ...]
    kind: str

    def headed_by(self, token: Token) -> bool:
        """Whether a token of the right form and part of speech can head the group."""
        if self.kind == "verbs":
            return token.pos_ == "VERB" and not self.words[0].isdisjoint((token.lemma_.lower(), token.lower_))
        return self.kind == "words" or token.pos_ in ("NOUN", "PROPN") or bool(children(token, "nmod:poss"))


@cache
def _entries() -> dict[str, list[tuple[Entry, Group]]]:
    """By each word, the entries and word groups that it may head."""
    found: dict[str, list[tuple[Entry, Group]]] = {}
    lexicon = load_lexicon("acts")
    order = 0
    for part in ("outright_acts", "acts", "weaker_acts"):
        for act, lines in lexicon[part].items():
            for line in lines:
                order += 1
                entry = Entry(
                    order,
                    act,
                    frozenset(line.get("from", GENERAL)),
                    frozenset(_listed(line.get("doer", ()))),
                    frozenset(_listed(line.get("tense", ()))),
                    None if line.get("denied") == "any" else bool(line.get("denied", False)),
                    bool(line.get("judges", False)),
                    bool(line.get("anywhere", False)),
                    line.get("speaker"),
                    bool(line.get("strike", False)),
                    bool(line.get("aimed", False)),
                )
                for kind in ("words", "verbs", "nouns"):
                    for group in line.get(kind, ()):
                        words = tuple(frozenset(word.split("/")) for word in str(group).lower().split())
                        for word in frozenset().union(*words):
                            found.setdefault(word, []).append((entry, Group(words, kind)))
    return found


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def decide_act(cue_act: str, content: ContentWords, speaking: Speaking) -> tuple[str, str]:
    """The act of a statement and the rule that decided it.

    News media inform and analysts assess, whatever they say; the words of others decide in the order of the lexicon.
    """
    if speaking.is_media and cue_act in GENERAL:
        return "inform", "speaker:media"
    if speaking.is_analyst and cue_act in GENERAL:
        return ANALYSIS, "speaker:analyst"
    best: tuple[int, int] | None = None
    decided: tuple[Entry, Token] | None = None
    for token, entry in _matches(cue_act, content, speaking):
        rank = (entry.order, token.i)
        if best is None or rank < best:
            best, decided = rank, (entry, token)
    if decided is None:
        return cue_act, f"cue:{cue_act}"
    return decided[0].act, f"content:{decided[0].act}:{decided[1].lemma_.lower()}"


def _matches(cue_act: str, content: ContentWords, speaking: Speaking) -> Iterator[tuple[Token, Entry]]:
    entries = _entries()
    for token in content.tokens:
        for form in {token.lemma_.lower(), token.lower_}:
            for entry, group in entries.get(form, ()):
                if cue_act not in entry.sources or not group.headed_by(token):
                    continue
                if content.find(group.words, token) and _holds(entry, token, content, speaking):
                    yield token, entry


def _holds(entry: Entry, token: Token, content: ContentWords, speaking: Speaking) -> bool:
    """Whether the conditions of an entry hold for a word of the content."""
    if entry.strike and not speaking.speaks_of_strike:
        return False
    if entry.speaker == "attacker" and not speaking.is_attacker:
        return False
    if entry.speaker == "armed" and not (speaking.is_armed or speaking.is_attacker):
        return False
    if entry.aimed and not children(token, "obj", "ccomp"):
        return False
    if not entry.anywhere and not content.is_said(token):
        return False
    if entry.judges and not content.judges(token):
        return False
    if entry.denied is not None and content.is_denied(token) != entry.denied:
        return False
    if entry.doer:
        doer = content.doer(token)
        if doer not in entry.doer and not (doer == "named" and "other" in entry.doer):
            return False
    return not entry.tense or any(content.has_tense(token, tense) for tense in entry.tense)
