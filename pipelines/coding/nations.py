"""Can two names mean one actor? States by name and people, everything else by its telling words."""

import re
from functools import cache

from pipelines.coding.lexicon import load_lexicon

STOPWORDS = {"the", "a", "an", "of", "s", "and", "in", "on", "at", "by", "for", "to", "its", "their", "his", "her", "suspected", "alleged", "group", "al", "el"}


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
def states_in(text: str) -> frozenset[str]:
    """Codes of all states whose name or people a text mentions."""
    words = re.findall(r"[\w.]+(?:['’](?!s\b)\w+)?", re.sub(r"['’]s\b", "", text))
    found = set()
    for size in (4, 3, 2, 1):
        for i in range(len(words) - size + 1):
            code = _states().get(" ".join(words[i : i + size]).lower().rstrip(".")) or _states().get(" ".join(words[i : i + size]).lower())
            if code and (words[i][0].isupper()):
                found.add(code)
    if "USA" in found and len(found) > 1 and "ASM" in found:
        found.discard("ASM")
    return frozenset(found)


@cache
def telling_words(text: str) -> frozenset[str]:
    """The words of a name or description that tell it apart, lower case; state names become codes."""
    loose = set(load_lexicon("targets")["loose"])
    words = set(re.findall(r"[\w]+", re.sub(r"['’]s\b", "", text).lower())) - STOPWORDS
    return frozenset(w for w in words if w not in loose and w.rstrip("s") not in loose)
