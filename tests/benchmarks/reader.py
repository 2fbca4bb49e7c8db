"""`make bench-reader`: trees, tags, sentences and names of the built-in reader on treebanks and news, from raw text.

Usage: python tests/benchmarks/reader.py SHARED_FOLDER

The measures are those of the reader's makers (``reader/evaluate.py`` in the shared folder), taken of the spaCy pipeline that
this project runs. Figures on given tokens are left out: the pipeline always reads raw text.
"""

import sys
from pathlib import Path

from pipelines.reading.reader import load_reader


class RawTextReader:
    """The spaCy pipeline in the shape that the shared measures ask for."""

    def __init__(self) -> None:
        self._nlp = load_reader()

    def read_many(self, texts: list[str]) -> list[list[dict]]:
        return [[self._sentence(sentence) for sentence in self._nlp(text).sents] for text in texts]

    def parse(self, sentences: list[list[str]]) -> list[dict]:
        """Nothing is measured on given tokens: every answer is wrong and the figures are not printed."""
        return [{"upos": [""] * len(s), "head": [-1] * len(s), "deprel": [""] * len(s)} for s in sentences]

    def _sentence(self, sentence) -> dict:
        tokens = [token for token in sentence if not token.is_space]
        number = {token.i: position for position, token in enumerate(tokens)}
        return {
            "text": [token.text for token in tokens],
            "start": [token.idx for token in tokens],
            "end": [token.idx + len(token.text) for token in tokens],
            "upos": [token.pos_ for token in tokens],
            "head": [0 if token.head.i == token.i else number[token.head.i] + 1 for token in tokens],
            "deprel": [token.dep_ for token in tokens],
            "entities": [(number[e.start], number[e.end - 1] + 1, e.label_) for e in sentence.ents],
        }


def main() -> None:
    shared = Path(sys.argv[1]).resolve()
    if not (shared / "reader" / "evaluate.py").is_file():
        print(f"{shared}: no measures and treebanks there. Name the folder: make bench-reader SHARED=...")
        return
    sys.path.insert(0, str(shared / "reader"))
    import data  # pyright: ignore[reportMissingImports]
    import evaluate  # pyright: ignore[reportMissingImports]

    banks, corpora = shared / "corpora" / "treebanks", shared / "corpora"
    gmb, norp, places = data.load_gmb(str(corpora / "gmb" / "ner.jsonl.gz"))
    ewt = data.treebank(str(banks / "en_ewt-ud-dev.conllu.gz"), str(banks / "en_ewt-uner-dev.iob2.gz"))
    gum = data.treebank(str(banks / "en_gum-ud-dev.conllu.gz"), gum=True)
    re3d = data.load_re3d(str(corpora / "re3d" / "dev.jsonl"), norp, places)[1]
    reader = RawTextReader()
    print("EWT dev, trees", evaluate.tree_figures(reader, ewt)["raw"], flush=True)
    print("GUM dev, trees", evaluate.tree_figures(reader, gum)["raw"], flush=True)
    print("GMB last tenth, names", evaluate.name_figures(reader, gmb[len(gmb) * 9 // 10 :], data.ENTS), flush=True)
    print("re3d held out, names", evaluate.name_figures(reader, re3d, data.ENTS), flush=True)


if __name__ == "__main__":
    main()
