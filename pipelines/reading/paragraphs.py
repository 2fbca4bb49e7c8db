"""Where one paragraph of an article ends and the next begins, as character offsets.

Headlines, bylines and datelines stand on lines of their own and end without a full stop; read together with the
next line they spoil its tree. So every line break ends a paragraph, unless the text is hard-wrapped (as mail and
press releases are), where only blank lines and line breaks after closing punctuation do. A dateline ("KYIV (Reuters) - ") is
a stretch of its own: the sentence begins behind it.
"""

import re

# Press releases on the web also break lines with the separators of Unicode.
BREAK = "\n\u2028\u2029\x85"
LINE_BREAK = re.compile(rf"[ \t\r]*[{BREAK}]\s*")
BLANK_OR_CLOSED = re.compile(rf"[{BREAK}][ \t\r]*[{BREAK}]\s*|(?<=[.!?:\"”’')\]])[ \t\r]*[{BREAK}]\s*")
WRAPPED = re.compile(r"[^\s.!?:\"”’')\]][ \t\r]*\n[ \t]*[a-z]")
WRAPPED_SHARE = 0.3
# A place in capitals, perhaps with more of it and an agency in brackets, and a dash.
DATELINE = re.compile(
    r"[A-Z][A-Z'’.]+(?:[ ,-]+[A-Z0-9][\w'’.]*)*,?(?: ?\([^()\n]{2,40}\))? ?(?:--?|–|—)\s+(?=[A-Z\"“])"
)
LONGEST_DATELINE = 80
# A monitoring service's dateline: place, date, agency, a dash and bracketed remarks ("LIMA, 2 MAY 90 (EFE) -- [TEXT]").
TAGGED = re.compile(r"[A-Z][^\n\[]{2,90}? --? ?(?:\[[^\]\n]{2,60}\]\s*)+(?=\S)")
LONGEST_TAGGED = 200


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Character spans [start, end) of the paragraphs of a text, in order; what lies between them is white space."""
    breaks = list(LINE_BREAK.finditer(text))
    wrapped = len(WRAPPED.findall(text)) > WRAPPED_SHARE * len(breaks)
    if wrapped:
        breaks = list(BLANK_OR_CLOSED.finditer(text))
    spans, start = [], 0
    for found in breaks:
        spans.append((start, found.start()))
        start = found.end()
    spans.append((start, len(text)))
    spans = [part for span in spans for part in _without_dateline(text, *span)]
    return [(a, b) for a, b in spans if text[a:b].strip()]


def _without_dateline(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = TAGGED.match(text, start, min(end, start + LONGEST_TAGGED))
    if found is None and not text[start:end].isupper():  # a text in capitals has dashes elsewhere too
        found = DATELINE.match(text, start, min(end, start + LONGEST_DATELINE))
    if found is None:
        return [(start, end)]
    return [(start, found.end()), (found.end(), end)]
