"""Names that the reader left apart, did not mark or mistook, mended by rules that hold in any article.

- Names with "and" that it takes for several: "Islamic State of Iraq and the Levant" (names.yaml, joined_names).
- Proper nouns after a preposition that only a place can follow: "near Hit" (places.yaml, place_follows).
- Towns that it takes for an organization or a person: "in Dnipro", "shelled Nikopol" (places.yaml, place_holds and
  place_suffers).
"""

import re

from spacy.tokens import Doc, Span, Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import children, preposition, whole_text

PARTS_OF_NAMES = ("flat", "compound")
LONGEST_TOWN = 3  # words


def mended_names(doc: Doc) -> list[Span]:
    """All names of a text in its order: those of the reader, with the ones above put right."""
    joined = _joined(doc)
    inside = {token.i for span in joined for token in span}
    kept = [entity for entity in doc.ents if not inside.intersection(range(entity.start, entity.end))]
    named = inside | {token.i for entity in kept for token in entity}
    kept = [_as_place(entity) if _is_town(entity) else entity for entity in kept]
    return sorted([*kept, *joined, *_unread_places(doc, named)], key=lambda span: span.start)


def _joined(doc: Doc) -> list[Span]:
    known = load_lexicon("names")["joined_names"]
    names = sorted([*known, *(name.upper() for name in known)], key=len, reverse=True)
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


def _as_place(entity: Span) -> Span:
    return Span(entity.doc, entity.start, entity.end, label="LOC")


def _is_town(entity: Span) -> bool:
    """Stands where only a place can, and has nothing of the name of a body: no article, no capitals, no common noun."""
    root = entity.root
    if entity.label_ not in ("ORG", "PER") or len(entity) > LONGEST_TOWN or root.head.i == root.i:
        return False
    if any(t.pos_ != "PROPN" or (t.text.isupper() and len(t) > 1) for t in entity) or children(root, "det", "appos"):
        return False
    words = load_lexicon("places")
    if root.text in words["place_never"]:
        return False
    if preposition(root) in words["place_holds"]:
        return True
    struck = root.head.lemma_.lower() in words["place_suffers"] or root.head.lower_ in words["place_suffers"]
    return struck and (root.dep_ == "obj" or preposition(root) == "of")


def _is_part(token: Token) -> bool:
    return token.dep_ in PARTS_OF_NAMES and token.pos_ == "PROPN"
