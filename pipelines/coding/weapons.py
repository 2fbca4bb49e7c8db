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
    """A weapon named in the text: characters [start, end), its words, the methods it stands for."""

    start: int
    end: int
    text: str
    methods: tuple[str, ...]
    everyday: bool


@cache
def _lexicon() -> tuple[dict[str, tuple[str, ...]], set[str], re.Pattern]:
    lexicon = load_lexicon("weapons")
    methods: dict[str, list[str]] = {}
    for method, phrases in lexicon["weapons"].items():
        for phrase in phrases:
            methods.setdefault(str(phrase), []).append(method)
    longest = sorted(methods, key=len, reverse=True)
    pattern = re.compile(
        r"(?<![\w-])(" + "|".join(re.escape(p).replace(r"\ ", r"[\s-]+") for p in longest) + r")(?:e?s)?(?![\w])",
        re.IGNORECASE,
    )
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
            found.append(
                Weapon(offset + match.start(), offset + match.end(), match.group(), methods[key], key in everyday)
            )
    return found


def is_munition(token: Token) -> bool:
    """A thing that strikes without being an attacker: "a missile hit", "a car bomb exploded"."""
    lexicon = load_lexicon("weapons")
    lemma = token.lemma_.lower()
    if lemma in lexicon["munitions"]:
        return True
    return not is_armed(token) and any(
        lemma in phrases for phrases in lexicon["weapons"].values() if lemma not in lexicon["platforms"]
    )


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
