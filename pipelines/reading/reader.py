"""One call to read an article: ``load_reader(name)`` gives a spaCy pipeline, ``nlp(text)`` a parsed ``Doc``.

The coders rely on Universal Dependencies in ``token.dep_`` (``nsubj:pass``, ``obl:agent`` ...), universal tags in
``token.pos_``, lemmas, sentences and ``doc.ents`` labelled PER, ORG, LOC, NORP and DATE. Any spaCy pipeline that gives
these can take the place of the built-in model by the setting STRIKELEDGER_READER.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import spacy
from lemminflect import getLemma
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipelines.reading.casing import acronyms_in, is_in_capitals, with_case
from pipelines.reading.names import NameDecoder
from pipelines.reading.network import MODEL_FOLDER, Network, Prediction
from pipelines.reading.paragraphs import paragraphs
from pipelines.reading.trees import decode_tree

BUILT_IN = "strikeledger"
LEMMATIZED = {"NOUN", "VERB", "ADJ", "ADV", "AUX"}


def load_reader(name: str = BUILT_IN) -> Language:
    """The pipeline that reads articles.

    Args:
        name: "strikeledger" for the built-in model, else the name or folder of an installed spaCy pipeline.

    Raises:
        OSError: the named spaCy pipeline is not installed.
    """
    if name != BUILT_IN:
        return spacy.load(name)
    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000  # windows bound the memory, not the length of the text
    nlp.add_pipe("strikeledger_reader")
    return nlp


@Language.factory("strikeledger_reader", default_config={"folder": str(MODEL_FOLDER), "threads": 1})
def _make_reader(nlp: Language, name: str, folder: str, threads: int) -> "EnglishReader":
    return EnglishReader(Path(folder), threads)


class EnglishReader:
    """A spaCy component that fills a tokenized ``Doc`` with tags, trees, sentences, names and lemmas."""

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 1):
        self._network = Network(folder, threads)
        self._names = NameDecoder(self._network.labels.ner)
        self._lemmas: dict[tuple[str, str], str] = {}

    def __call__(self, doc: Doc) -> Doc:
        heads = np.arange(len(doc))
        relations = ["dep"] * len(doc)
        upos = ["SPACE" if token.is_space else "X" for token in doc]
        entities: list[tuple[int, int, str]] = []
        todo = self._paragraph_tokens(doc)
        shown = self._as_shown(doc, todo)
        while todo:
            sizes = [self._network.window_size([shown[i] for i in tokens]) for tokens in todo]
            windows = [tokens[:size] for tokens, size in zip(todo, sizes, strict=True)]
            rest = []
            for number, seen in self._network.predict([[shown[i] for i in window] for window in windows]):
                window = np.array(windows[number])
                cuts = [0, *(1 + np.flatnonzero(seen.starts[1:] > 0)).tolist(), len(window)]
                if len(window) < len(todo[number]):
                    # The last sentence may go on beyond the window: it is read again from its start.
                    cuts = cuts[:-1] if len(cuts) > 2 else cuts
                    rest.append(todo[number][cuts[-1] :])
                for first, last in pairwise(cuts):
                    self._fill(seen, window, first, last, heads, relations, upos, entities)
            todo = rest
        return self._annotate(doc, heads, relations, upos, entities)

    def _paragraph_tokens(self, doc: Doc) -> list[list[int]]:
        """Token numbers of each paragraph, white space left out."""
        spans = paragraphs(doc.text)
        found: list[list[int]] = [[] for _ in spans]
        number = 0
        for token in doc:
            if token.is_space:
                continue
            while number < len(spans) - 1 and token.idx >= spans[number][1]:
                number += 1
            found[number].append(token.i)
        return [tokens for tokens in found if tokens]

    @staticmethod
    def _as_shown(doc: Doc, stretches: list[list[int]]) -> list[str]:
        """The words as the network sees them: those of paragraphs in capitals in ordinary case."""
        shown = [token.text for token in doc]
        acronyms = acronyms_in(shown)
        for tokens in stretches:
            words = [shown[i] for i in tokens]
            if is_in_capitals(words):
                for i, word in zip(tokens, with_case(words, acronyms), strict=True):
                    shown[i] = word
        return shown

    def _fill(
        self, seen: Prediction, window: np.ndarray, first: int, last: int, heads, relations, upos, entities
    ) -> None:
        """Write the sentence of words [first, last) of a window into the document's vectors."""
        labels = self._network.labels
        arcs = seen.arcs[first:last, np.r_[0, first + 1 : last + 1]]
        tree = decode_tree(arcs)
        for word, head in enumerate(tree):
            token = window[first + word]
            heads[token] = token if head == 0 else window[first + head - 1]
            relation = seen.relations[first + word, 0 if head == 0 else first + head]
            relations[token] = "root" if head == 0 else labels.deprel[relation]
            upos[token] = labels.upos[seen.upos[first + word]]
        for start, end, label in self._names.spans(seen.names[first:last]):
            entities.append((int(window[first + start]), int(window[first + end - 1]) + 1, label))

    def _annotate(self, doc: Doc, heads, relations, upos, entities) -> Doc:
        # White space hangs on the word before it (after it at the start), so that every sentence is one stretch.
        words = [token.i for token in doc if not token.is_space]
        for token in doc:
            if token.is_space and words:
                position = int(np.searchsorted(words, token.i))
                heads[token.i] = words[max(position - 1, 0)]
        parsed = Doc(
            doc.vocab,
            words=[token.text for token in doc],
            spaces=[bool(token.whitespace_) for token in doc],
            pos=upos,
            lemmas=[self._lemma(token.text, tag) for token, tag in zip(doc, upos, strict=True)],
            heads=[int(head) for head in heads],
            deps=relations,
        )  # spaCy takes the sentences from the trees: one root each
        parsed.set_ents([Span(parsed, start, end, label=label) for start, end, label in entities])
        for token in parsed:  # "Warplanes" at the start of a sentence is tagged as a name and found to be none
            if token.pos_ == "PROPN" and not token.ent_type_ and token.lower_.endswith("s"):
                token.lemma_ = self._lemma(token.text, "NOUN")
        return parsed

    def _lemma(self, word: str, tag: str) -> str:
        key = (word, tag)
        if key not in self._lemmas:
            lemmas = getLemma(word.lower(), upos=tag) if tag in LEMMATIZED else ()
            self._lemmas[key] = lemmas[0].lower() if lemmas else word.lower()
        return self._lemmas[key]
