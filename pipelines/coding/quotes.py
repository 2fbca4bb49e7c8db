"""Quotation marks: which stretches of an article stand between them, also over several sentences and paragraphs."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipelines.coding.phrases import whole_text
from pipelines.reading.paragraphs import paragraphs

OPENING = {"“", "«", "``", "„"}
CLOSING = {"”", "»", "''"}
STRAIGHT = {'"'}
SPEECH_WORDS = 3  # fewer words between marks are a name or a borrowed word, not something said


@dataclass(frozen=True)
class Quote:
    """What stands between one pair of quotation marks.

    ``start`` and ``end`` are character offsets without the marks, ``first`` and ``last`` the numbers of the first and
    last token between them. ``is_speech`` is true where a whole clause was said, not only a borrowed phrase.
    """

    start: int
    end: int
    first: int
    last: int
    is_speech: bool

    def holds(self, token: Token) -> bool:
        return self.first <= token.i <= self.last

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


def find_quotes(doc: Doc) -> list[Quote]:
    """All quotations of an article in the order of the text.

    A quotation that is still open at the end of its paragraph goes on where the next paragraph begins with an opening
    mark (the custom of newspapers), else it ends with the paragraph.
    """
    found: list[Quote] = []
    opened: int | None = None  # number of the token of the opening mark
    token_at = 0
    spans = paragraphs(whole_text(doc))
    for number, (_, end) in enumerate(spans):
        last_word = None
        while token_at < len(doc) and doc[token_at].idx < end:
            token = doc[token_at]
            token_at += 1
            if token.is_space:
                continue
            side = _side(token)
            if side == "open" or (side == "either" and opened is None):
                if opened is None or last_word is not None:  # a mark that opens the next paragraph continues the quote
                    opened = token.i
            elif side in ("close", "either") and opened is not None:
                _add(found, doc, opened, token.i)
                opened = None
            last_word = token
        if opened is not None and last_word is not None:
            following = next((t for t in doc[token_at:] if not t.is_space), None)
            goes_on = number + 1 < len(spans) and following is not None and _side(following) in ("open", "either")
            if not goes_on:
                _add(found, doc, opened, last_word.i + 1)
                opened = None
    return found


def _side(token: Token) -> str | None:
    """Whether a mark opens or closes, by the white space beside it; None for other tokens."""
    text = token.text
    if text in OPENING:
        return "open"
    if text in CLOSING:
        return "close"
    if text not in STRAIGHT:
        return None
    whole = whole_text(token.doc)
    before = whole[token.idx - 1] if token.idx else " "
    end = token.idx + len(text)
    after = whole[end] if end < len(whole) else " "
    if (before.isspace() or before in "([—–-") and not after.isspace():
        return "open"
    if not before.isspace() and (after.isspace() or not after.isalnum()):
        return "close"
    return "either"


def _add(found: list[Quote], doc: Doc, opening: int, closing: int) -> None:
    inside = [t for t in doc[opening + 1 : closing] if not t.is_space]
    while inside and inside[-1].text in (",", ";", "—", "–"):
        inside.pop()
    if not inside:
        return
    words = [t for t in inside if not t.is_punct]
    numbers = {t.i for t in inside}
    clause = any(
        (t.pos_ in ("VERB", "AUX") and any(c.dep_.startswith(("nsubj", "expl")) and c.i in numbers for c in t.children))
        or (t.dep_.startswith(("nsubj", "expl")) and t.head.i in numbers)
        for t in inside
    )
    before = next((t for t in reversed(doc[:opening]) if not t.is_space), None)
    alone = before is None or before.text in (".", "!", "?", ":") or before.sent.start != inside[0].sent.start
    sentence = inside[-1].text in (".", "!", "?") and alone
    is_speech = len(words) >= SPEECH_WORDS and (clause or sentence)
    found.append(Quote(inside[0].idx, inside[-1].idx + len(inside[-1].text), inside[0].i, inside[-1].i, is_speech))
