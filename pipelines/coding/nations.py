"""Can two names mean one actor? States by name and people, everything else by its telling words."""

import re
from functools import cache

from pipelines.coding.lexicon import load_lexicon

STOPWORDS = {
    "the",
    "a",
    "an",
    "of",
    "s",
    "and",
    "in",
    "on",
    "at",
    "by",
    "for",
    "to",
    "its",
    "their",
    "his",
    "her",
    "suspected",
    "alleged",
    "group",
    "al",
    "el",
}


@cache
def _states() -> dict[str, str]:
    return {name.lower(): code for code, names in load_lexicon("nations")["names"].items() for name in names}


@cache
def _capitals() -> dict[str, str]:
    return {name.lower(): code for code, names in load_lexicon("nations")["capitals"].items() for name in names}


def bare(name: str) -> str:
    """A name in lower case, without article and possessive."""
    name = re.sub(r"['’]s?$", "", name.strip().lower())
    return re.sub(r"^the\s+", "", name)


def state_of(name: str) -> str | None:
    """The alpha-3 code of a state's name or of its people ("Pakistani"), or None."""
    return _states().get(bare(name))


def is_capital(name: str) -> bool:
    return bare(name) in _capitals()


def government_of(name: str) -> str | None:
    """The state that a capital's or a government seat's name can stand for."""
    return _capitals().get(bare(name))


@cache
def _state_words(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """(codes of the states that a text names, the words that name them in lower case), the longest names first."""
    words = re.findall(r"[\w.]+(?:['’](?!s\b)\w+)?", re.sub(r"['’]s\b", "", text))
    codes, used, taken = set(), set(), set()
    for size in (4, 3, 2, 1):
        for i in range(len(words) - size + 1):
            name = " ".join(words[i : i + size]).lower()
            code = _states().get(name) or _states().get(name.rstrip("."))
            if code and words[i][0].isupper() and not taken & set(range(i, i + size)):
                codes.add(code)
                taken |= set(range(i, i + size))
                used |= {w for word in words[i : i + size] for w in re.findall(r"\w+", word.lower())}
    return frozenset(codes), frozenset(used)


def states_in(text: str) -> frozenset[str]:
    """Codes of all states whose name or people a text mentions."""
    return _state_words(text)[0]


@cache
def telling_words(text: str) -> frozenset[str]:
    """The words of a name or description that tell it apart, lower case, without those that name a state."""
    loose = set(load_lexicon("targets")["loose"])
    words = set(re.findall(r"[\w]+", re.sub(r"['’]s\b", "", text).lower())) - STOPWORDS - _state_words(text)[1]
    return frozenset(w for w in words if w not in loose and w.rstrip("s") not in loose)
