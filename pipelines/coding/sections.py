"""Headings that say where everything beneath them was: "Strikes in Syria", above a list of towns.

Press releases and daily round-ups name the country once, on a line of its own, and then only the towns. Such a line
holds the places of the list under it, to the next heading or to the first line that is no item of a list.
"""

import re

from spacy.tokens import Doc, Span

from pipelines.coding.phrases import whole_text

LONGEST_HEADING = 6  # words
# An item opens with a mark, a figure or the place itself.
ITEM = re.compile(r"\s*(?:[-–—•*·]|\(?\d{1,2}[.)]\s|(?:near|in|at|outside|around|north|south|east|west)\w*\b)", re.I)
CLOSED = re.compile(r"[.!?;,]\s*$")
WHOLE_OR_IN = re.compile(r"(?:^|.*\b(?:in|across|over)\s+)(?:the\s+)?$", re.I)


class Sections:
    """The lists of one article and the places that their headings name."""

    def __init__(self, doc: Doc, places: list[Span]):
        """places: the names of places, in the order of the text."""
        self._lists: list[tuple[int, int, Span]] = []  # [start, end) in characters, and the place of the heading
        heading: Span | None = None
        for line in re.finditer(r"[^\n]+", whole_text(doc)):
            if (place := _heading(line, places)) is not None:
                heading = place
            elif heading is not None and ITEM.match(line[0]):
                self._lists.append((line.start(), line.end(), heading))
            elif line[0].strip():
                heading = None

    def holder(self, place: Span) -> Span | None:
        """The place under whose heading a name stands in a list, or None."""
        return next((held for start, end, held in self._lists if start <= place.start_char < end), None)


def _heading(line: re.Match, places: list[Span]) -> Span | None:
    """The one place that a short line without a full stop names as a whole, or at its end after "in"."""
    text = line[0].rstrip(" \t\r:")
    if len(text.split()) > LONGEST_HEADING or CLOSED.search(line[0]):
        return None
    inside = [place for place in places if line.start() <= place.start_char < line.end()]
    if not inside or inside[-1].end_char != line.start() + len(text):
        return None
    before = text[: inside[0].start_char - line.start()]
    return inside[-1] if WHOLE_OR_IN.match(before) and (before or len(inside) == 1) else None
