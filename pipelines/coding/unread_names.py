"""Names that the reader left apart or did not mark, mended by rules that hold in any article.

- Names with "and" that it takes for several: "Islamic State of Iraq and the Levant" (names.yaml, joined_names).
- Proper nouns after a preposition that only a place can follow: "near Hit" (places.yaml, place_follows).
"""

import re

from spacy.tokens import Doc, Span, Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import preposition, whole_text

PARTS_OF_NAMES = ("flat", "compound")


def mended_names(doc: Doc) -> list[Span]:
    """All names of a text in its order: those of the reader, with the ones above put right."""
    joined = _joined(doc)
    inside = {token.i for span in joined for token in span}
    kept = [entity for entity in doc.ents if not inside.intersection(range(entity.start, entity.end))]
    named = inside | {token.i for entity in kept for token in entity}
    return sorted([*kept, *joined, *_unread_places(doc, named)], key=lambda span: span.start)


def _joined(doc: Doc) -> list[Span]:
    names = sorted(load_lexicon("names")["joined_names"], key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    spans = (doc.char_span(*match.span(), label="ORG") for match in pattern.finditer(whole_text(doc)))
    return [span for span in spans if span is not None]


def _unread_places(doc: Doc, named: set[int]) -> list[Span]:
    """ "Near Hit, one strike ...": proper nouns that the reader read as such and gave no label."""
    words = set(load_lexicon("places")["place_follows"])
    places = []
    for token in doc:
        if token.i in named or token.pos_ != "PROPN" or not token.text[0].isupper() or preposition(token) not in words:
            continue
        parts = sorted({token.i, *(c.i for c in token.children if _is_part(c))})
        if parts[-1] - parts[0] + 1 == len(parts) and not named.intersection(parts):
            places.append(Span(doc, parts[0], parts[-1] + 1, label="LOC"))
    return places


def _is_part(token: Token) -> bool:
    return token.dep_ in PARTS_OF_NAMES and token.pos_ == "PROPN"
