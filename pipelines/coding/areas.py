"""Places that an article tells by where they lie to a named one: "eastern Iran", "30 km south of Mosul", "off Yemen",
"near the border between Iran and Pakistan".

Only the words around the name are read here: which side, how far, from which names. What area of the earth that is, is
worked out in ``pipelines/resolving/areas.py``, so that the named place itself keeps its literal meaning.
"""

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import whole_text
from pipelines.coding.quantities import number_of


@dataclass(frozen=True)
class Area:
    """Characters [start, end) of an area told by its relation to one or two names, the anchors.

    ``relation``: ``part`` (of the anchor, on its ``direction`` side), ``beyond`` (outside it, on that side), ``off``
    (at sea before it), ``distance`` (``distance_km`` from it, ``direction`` None where none is told), ``border``
    (between two anchors, or of one).
    """

    start: int
    end: int
    relation: str
    anchors: tuple[Span, ...]
    direction: str | None = None
    distance_km: float | None = None


@dataclass(frozen=True)
class _Patterns:
    directions: dict[str, str]
    units: dict[str, float]
    distance: re.Pattern
    part: re.Pattern
    off: re.Pattern
    shore: re.Pattern
    border_before: re.Pattern
    border_after: re.Pattern


@cache
def _patterns() -> _Patterns:
    words = load_lexicon("areas")
    directions = {word: point for point, spellings in words["directions"].items() for word in spellings}
    way, units = _any(directions), _any(words["units"])
    parts, shores, borders = _any(words["parts"]), _any(words["shores"]), _any(words["borders"])
    article = r"(?:the\s+)?"
    return _Patterns(
        directions,
        words["units"],
        re.compile(
            rf"(?P<number>\d[\d,]*(?:\.\d+)?|\b[a-z]+(?:-[a-z]+)?)[\s-]+(?P<unit>{units})\b\.?\s*(?:\([^)]{{1,25}}\)\s*)?"
            rf"(?:to\s+the\s+|due\s+)?(?P<way>{way})?\s*(?:(?:{_any(words['before_name'])})\s+)*$",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?P<way>{way})(?:\s+(?:{parts}))?\s+of\s+{article}$|\b(?P<side>{way})(?:\s+|-)$", re.IGNORECASE
        ),
        re.compile(rf"\boff\s+(?:of\s+)?{article}(?:(?:{way})\s+)?(?:(?:{shores})\s+(?:of|off)\s+{article})?$", re.I),
        re.compile(rf"^(?:['’]s?)?\s+(?:{shores})\b", re.IGNORECASE),
        re.compile(
            rf"\b(?:{borders})\s+(?:region\s+|area\s+|areas\s+)?(?:between|with|of)\s+{article}$", re.IGNORECASE
        ),
        re.compile(rf"^(?:['’]s?)?\s+(?:{borders})\b(?:\s+(?:region|area|areas)\b)?", re.IGNORECASE),
    )


def _any(words) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def direction_words() -> frozenset[str]:
    """All words of direction, lower case."""
    return frozenset(_patterns().directions)


def tells_area(people: Span) -> bool:
    """True for a people's name that tells a place: "the Syrian border", "off the Yemeni coast"."""
    area = area_of(people)
    return area is not None and area.relation in ("border", "off")


def area_of(place: Span) -> Area | None:
    """The area that a place's name and the words around it tell, or None where the name stands for itself."""
    text, known = whole_text(place.doc), _patterns()
    first, last = place.sent.start_char, place.sent.end_char
    before, after = text[first : place.start_char], text[place.end_char : last]
    return (
        _border(place, before, after, known)
        or _distance(place, before, known)
        or _off(place, before, after, known)
        or _part(place, before, known)
    )


def _border(place: Span, before: str, after: str, known: _Patterns) -> Area | None:
    first = place.sent.start_char
    if match := known.border_before.search(before):
        other = _joined(place, 1)
        ends = place.end_char if other is None else other.end_char
        owner = _owner_of_border(place, first + match.start()) if other is None else None
        anchors = tuple(span for span in (owner, place, other) if span is not None)
        start = first + match.start() if owner is None else owner.start_char
        return Area(start, ends, "border", anchors)
    if match := known.border_after.match(after):
        other = _joined(place, -1)  # "the Iran-Iraq border"
        if other is None and _joined(place, 1) is not None:
            return None
        anchors = (place,) if other is None else (other, place)
        return Area(anchors[0].start_char, place.end_char + match.end(), "border", anchors)
    return None


def _owner_of_border(place: Span, border_at: int) -> Span | None:
    """The state in "Syria's border with Turkey"."""
    text = whole_text(place.doc)
    for entity in place.sent.ents:
        if entity.label_ in ("LOC", "NORP") and re.fullmatch(r"(?:['’]s?)?\s+", text[entity.end_char : border_at]):
            return entity
    return None


def _joined(place: Span, step: int) -> Span | None:
    """The name that "and" or a dash joins to a place, after it (1) or before it (-1)."""
    text = whole_text(place.doc)
    for entity in place.sent.ents:
        if entity.label_ not in ("LOC", "NORP") or entity.start == place.start:
            continue
        gap = text[place.end_char : entity.start_char] if step > 0 else text[entity.end_char : place.start_char]
        if gap and re.fullmatch(r"\s*(?:[-–/]|and)\s*(?:the\s+)?", gap):
            return entity
    return None


def _distance(place: Span, before: str, known: _Patterns) -> Area | None:
    match = known.distance.search(before)
    if match is None:
        return None
    number = match["number"].replace(",", "")
    value = float(number) if number[0].isdigit() else number_of(number)
    way = match["way"]
    if value is None or (way is None and not re.search(r"\b(?:from|outside|off|away)\b", match[0])):
        return None
    kilometres = value * known.units[match["unit"].lower()]
    direction = known.directions[way.lower()] if way else None
    start = place.sent.start_char + match.start()
    return Area(start, place.end_char, "distance", (place,), direction, round(kilometres, 2))


def _off(place: Span, before: str, after: str, known: _Patterns) -> Area | None:
    match = known.off.search(before)
    if match is None:
        return None
    shore = known.shore.match(after)
    return Area(place.sent.start_char + match.start(), place.end_char + (shore.end() if shore else 0), "off", (place,))


def _part(place: Span, before: str, known: _Patterns) -> Area | None:
    match = known.part.search(before)
    if match is None:
        return None
    direction = known.directions[(match["way"] or match["side"]).lower()]
    outside = (
        match["way"] and match.start("way") == match.start() and not re.search(r"\bthe\s+$", before[: match.start()])
    )
    relation = "beyond" if outside and match["way"].lower() == direction and " of" in match[0] else "part"
    return Area(place.sent.start_char + match.start(), place.end_char, relation, (place,), direction)
