"""Turns of speech in transcripts, as presidential offices and broadcasts print them: "Mayor Lena Brandt: The bridge is gone." """

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipelines.coding.contents import CONTENT_EDGES
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import trimmed, whole_text
from pipelines.coding.sayings import Saying
from pipelines.reading.paragraphs import paragraphs

LABEL = re.compile(r"([A-Z][^:.!?;\"“”\[\]]{2,70}):\s+(?=[\w\[(“\"])")
LEAST_WORDS = 3


def turns(doc: Doc) -> Iterator[Saying]:
    """One saying for each paragraph that begins with the name or title of a person and a colon."""
    for start, end in paragraphs(whole_text(doc)):
        label = LABEL.match(whole_text(doc), start, end)
        if label is None or label.start() != start:
            continue
        head = _person(doc, label.start(1), label.end(1))
        content = trimmed(doc, label.end(), end, edges=CONTENT_EDGES)
        if head is not None and len(whole_text(doc)[slice(*content)].split()) >= LEAST_WORDS:
            yield Saying("quote-turn", head, "inform", head, content)


def _person(doc: Doc, start: int, end: int) -> Token | None:
    """The head of a label that names a person and says nothing else: no verb, and a name or an office."""
    span = doc.char_span(start, end, alignment_mode="contract")
    if span is None or any(t.pos_ in ("VERB", "AUX") for t in span):
        return None
    person = next((e for e in span.ents if e.label_ == "PER"), None)
    if person is not None:
        return person.root
    offices = load_lexicon("names")["person_nouns"]
    return next((t for t in span if t.lemma_.lower() in offices and t.text[0].isupper()), None)
