"""By what means: weapon words of a stretch of text and the methods they stand for."""

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.targets import is_armed

METHOD_ORDER = (
    *("missile", "rocket", "drone", "airstrike", "artillery", "naval", "suicide_bombing", "explosive", "vehicle"),
    *("arson", "ground_assault", "gunfire", "melee", "unknown"),
)


@dataclass(frozen=True)
class Weapon:
    """A weapon named in the text: characters [start, end), its words, the methods it stands for. ``thing_end`` is where
    the weapon itself ends: "bomb attack" tells of a bomb, "air raid" and "ambush" of no weapon at all (None).
    ``entry`` is the phrase of the lexicon."""

    start: int
    end: int
    text: str
    methods: tuple[str, ...]
    everyday: bool
    thing_end: int | None = None
    entry: str = ""


@cache
def _lexicon() -> tuple[dict[str, tuple[str, ...]], set[str], re.Pattern]:
    lexicon = load_lexicon("weapons")
    methods: dict[str, list[str]] = {}
    for method, phrases in lexicon["weapons"].items():
        for phrase in phrases:
            methods.setdefault(str(phrase), []).append(method)
    groups: dict[str, list[str]] = {}  # by their first letters: two thousand branches are slow to try one by one
    for phrase in sorted(methods, key=len, reverse=True):
        groups.setdefault(phrase[:2], []).append(re.escape(phrase[2:]).replace(r"\ ", r"[\s-]+"))
    branches = (re.escape(start) + "(?:" + "|".join(rest) + ")" for start, rest in groups.items())
    pattern = re.compile(r"(?<![\w-])(" + "|".join(branches) + r")(?:e?s)?(?![\w])", re.IGNORECASE)
    return {key: tuple(value) for key, value in methods.items()}, set(lexicon["everyday"]), pattern


def weapons_in(text: str, offset: int = 0) -> list[Weapon]:
    """Weapon names in a text, the longest first where they overlap; offsets count from ``offset``."""
    methods, everyday, pattern = _lexicon()
    found = []
    for match in pattern.finditer(text):
        key = re.sub(r"\s+", " ", match.group(1).lower())
        key = key if key in methods else re.sub(r"[\s-]+", " ", key)
        if key not in methods:
            key = next((k for k in methods if re.sub(r"[\s-]+", " ", k) == key), "")
        if key:
            start, end, thing = offset + match.start(), offset + match.end(), _thing(match.group())
            thing_end = start + thing if thing else None
            found.append(Weapon(start, end, match.group(), methods[key], key in everyday, thing_end, key))
    return found


def _thing(words: str) -> int:
    """Length of the part of a phrase that names a weapon; 0 where it only tells of an event or of people."""
    methods, _, _ = _lexicon()
    events, length = set(load_lexicon("weapons")["no_things"]), len(words)
    for word in reversed(list(re.finditer(r"[\w.]+", words))):
        lower = word.group().lower()
        if not {lower, lower.removesuffix("s"), lower.removesuffix("es")} & events:
            break
        length = word.start()
    if length == len(words):
        return length
    rest = words[:length].rstrip(" -\n\t")
    return len(rest) if rest.lower() in methods else 0


def is_munition(token: Token) -> bool:
    """A thing that strikes without being an attacker: "a missile hit", "a car bomb exploded"."""
    lexicon = load_lexicon("weapons")
    lemma = token.lemma_.lower()
    if lemma in lexicon["munitions"]:
        return True
    if lemma in lexicon["filled"]:  # "an explosive device", "a stick of dynamite"
        inside = {c.lemma_.lower() for c in token.children if c.dep_ in ("amod", "compound", "nmod")}
        return bool(inside & set(lexicon["fillings"]))
    return not is_armed(token) and any(
        lemma in phrases for phrases in lexicon["weapons"].values() if lemma not in lexicon["platforms"]
    )


def content_of(token: Token) -> Token | None:
    """The dynamite in "sticks of dynamite", "7 kg of dynamite"."""
    lexicon = load_lexicon("weapons")
    if token.lemma_.lower() not in lexicon["filled"]:
        return None
    return next((c for c in token.children if c.dep_ == "nmod" and c.lemma_.lower() in lexicon["fillings"]), None)


def is_platform(token: Token) -> bool:
    """A thing that flies or sails for its owner: "Israeli warplanes struck" names Israel."""
    forms = {token.lemma_.lower(), token.lower_, token.lower_.removesuffix("s")}  # names keep their plural as lemma
    return bool(forms & set(load_lexicon("weapons")["platforms"]))


def ordered(methods: set[str]) -> list[str]:
    """Methods in the order of the codebook; a plain air strike gives way to the drone that flew it."""
    gives_way = load_lexicon("weapons")["crewed_gives_way_to"]
    if "airstrike" in methods and any(m in methods for m in gives_way):
        methods = methods - {"airstrike"}
    return [method for method in METHOD_ORDER if method in methods]
