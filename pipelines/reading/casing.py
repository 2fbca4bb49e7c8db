"""The case of texts in capitals, as a newspaper would write them.

Wire and broadcast services of some times wrote all in capitals, which hides the names. The reader sees words of such a
text in the case that they would have: what English dictionaries know in lower case, what they do not know as a name,
acronyms in capitals. Only what the network is shown changes; the text and its offsets stay as they are.
"""

import csv
import re
from collections.abc import Set
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml
from lemminflect import getAllLemmas
from spacy.lang.en.stop_words import STOP_WORDS

SHARE_OF_CAPITALS = 0.9  # of the words with letters: a headline in an ordinary text is not enough
FEWEST_WORDS = 4
ENDS = (".", "!", "?", ":", "--")
LONGEST_ACRONYM = 6
LONGEST_NAME = 8
GAZETTEER = Path(__file__).parents[1] / "resolving" / "gazetteer" / "data"
NAMES = [GAZETTEER / "armed_groups.tsv", GAZETTEER / "organizations.tsv"]  # what is read depends on them too


@cache
def _words() -> dict[str, frozenset[str]]:
    """The word lists of casing.yaml."""
    lists = yaml.safe_load(Path(__file__).with_name("casing.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in lists.items()}


def is_in_capitals(words: list[str]) -> bool:
    """True for a stretch of words all but a few of which are in capitals."""
    letters = [w for w in words if any(c.isalpha() for c in w) and len(w) > 1]
    capitals = sum(w.isupper() for w in letters)
    return len(letters) >= FEWEST_WORDS and capitals >= SHARE_OF_CAPITALS * len(letters)


def acronyms_in(words: list[str]) -> set[str]:
    """The acronyms that a text explains in brackets."""
    before = {a for a, b in pairwise(words) if b in ("(", "[") and _may_be_acronym(a)}
    within = {words[i] for i in range(1, len(words) - 1) if words[i - 1] in ("(", "[") and words[i + 1] in (")", "]")}
    return {word for word in before | within if _may_be_acronym(word) and not _is_common(word.lower())}


def with_case(words: list[str], acronyms: Set[str] = frozenset()) -> list[str]:
    """The words of a stretch in capitals in the case that they would have elsewhere, each of the same length."""
    cased = [word if word in acronyms else _cased(word) for word in words]
    _known_names(words, cased)
    _groups(words, cased)
    for i, word in enumerate(words):
        if word in ("(", "["):
            _in_brackets(words, cased, i)
        if i == 0 or words[i - 1] in ENDS or (words[i - 1] in ('"', "[", "]") and (i < 2 or words[i - 2] in ENDS)):
            cased[i] = cased[i][:1].upper() + cased[i][1:]
    return cased


def _known_names(words: list[str], cased: list[str]) -> None:
    """Names of armed groups and organisations that are made of everyday words ("SHINING PATH")."""
    names = _names_of_several_words()
    lower = [word.lower() for word in words]
    for i, first in enumerate(lower):
        for name in names.get(first, ()):
            if tuple(lower[i : i + len(name)]) == name:
                _capitalize(words, cased, i, i + len(name))
                break


def _groups(words: list[str], cased: list[str]) -> None:
    """ "The MEDELLIN DRUG CARTEL", "\"PATRIOTIC LIBERATION FRONT\"": everyday words after a name or a quotation mark, up to
    a noun for a group, are part of its name."""
    for i in range(1, len(words)):
        begins = words[i - 1] == '"' or (cased[i - 1][:1].isupper() and words[i - 1].isalpha() and i > 1)
        if not begins or not cased[i].islower():
            continue
        for end in range(i, min(i + 4, len(words))):
            word = words[end].lower()
            if word in _words()["groups"]:
                _capitalize(words, cased, i, end + 1)
            if word in STOP_WORDS or not {"NOUN", "ADJ"} & set(getAllLemmas(word)):
                break


def _capitalize(words: list[str], cased: list[str], start: int, end: int) -> None:
    for i in range(start, end):
        if words[i].lower() not in _words()["linking"]:
            cased[i] = words[i].capitalize()


def _in_brackets(words: list[str], cased: list[str], opening: int) -> None:
    """ "NATIONAL LIBERATION ARMY (ELN)", "ELN [NATIONAL LIBERATION ARMY]": an acronym, and what it stands for a name."""
    closing = next((i for i in range(opening + 2, min(opening + 10, len(words))) if words[i] in (")", "]")), None)
    if closing is None:
        return
    if closing == opening + 2 and _may_be_acronym(words[opening + 1]):
        start = _start_of_name(words, opening, words[opening + 1])
        if start is not None:
            cased[opening + 1] = words[opening + 1]
            _capitalize(words, cased, start, opening)
    elif opening and closing > opening + 2 and _may_be_acronym(words[opening - 1]):
        initials = {word[0] for word in words[opening + 1 : closing]}
        if words[opening - 1][0] in initials and words[opening + 1 : closing][-1].isalpha():
            cased[opening - 1] = words[opening - 1]
            _capitalize(words, cased, opening + 1, closing)


def _may_be_acronym(word: str) -> bool:
    return word.isalpha() and 1 < len(word) <= LONGEST_ACRONYM


def _start_of_name(words: list[str], end: int, acronym: str) -> int | None:
    """Where the name begins whose words have the letters of the acronym, in whatever order (translations change it)."""
    letters = list(acronym.lower())
    start = None
    for i in range(end - 1, max(end - LONGEST_NAME, 0) - 1, -1):
        word = words[i].lower()
        if word[0] in letters:
            letters.remove(word[0])
            start = i
        elif word not in _words()["linking"]:
            break
    return start if start is not None and end - start >= 2 and len(letters) < len(acronym) - 1 else None


@cache
def _names_of_the_gazetteer() -> list[str]:
    names: list[str] = []
    for table in NAMES:
        with open(table, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                names.extend([row["name"], *(row["aliases"] or "").split("|")])
    return names


@cache
def _names_of_several_words() -> dict[str, list[tuple[str, ...]]]:
    """Lower-case names of the gazetteer's groups and organisations by their first word, the longest first."""
    names: dict[str, list[tuple[str, ...]]] = {}
    for name in _names_of_the_gazetteer():
        parts = tuple(name.lower().split())
        if 2 <= len(parts) <= LONGEST_NAME and name.split()[-1][0].isupper():
            names.setdefault(parts[0], []).append(parts)
    return {first: sorted(found, key=len, reverse=True) for first, found in names.items()}


@cache
def _known_acronyms() -> frozenset[str]:
    names = {name for name in _names_of_the_gazetteer() if _may_be_acronym(name) and name.isupper()}
    return frozenset(name for name in names if not _is_common(name.lower()))


@cache
def _cased(word: str) -> str:
    lower = word.lower()
    if not word.isupper() or any(c.isdigit() for c in word) or "." in word.strip("."):
        return word
    if word in _known_acronyms() or (len(word) > 2 and _may_be_acronym(word) and not set(lower) & set("aeiouy")):
        return word
    parts = re.split(r"([-'’])", lower)
    if all(_is_common(part) for part in parts if part.isalpha()):
        return lower
    return "".join(p if _is_common(p) and i > 0 else p.capitalize() for i, p in enumerate(parts))


@cache
def _is_common(word: str) -> bool:
    if word in _words()["calendar"]:
        return False
    if (
        len(word) == 1
        or word in STOP_WORDS
        or word in _words()["closed"]
        or {word, word.removesuffix("s")} & _words()["unlisted"]
    ):
        return True
    return bool(getAllLemmas(word))
