"""The neural network of the reader: words in, scores of tags, names, sentence starts and arcs out.

The file ``model/model.int8.onnx`` is a MiniLM encoder with five heads; ``model/README.md`` says how it was trained.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

MODEL_FOLDER = Path(__file__).parent / "model"
WINDOW_PIECES = 180  # word pieces that the network was trained to see at once
BATCH_PIECES = 512  # word pieces in a batch, padding included: the fastest size measured (model/README.md)
PIECES_PER_WORD = 12  # more than that is no word but a web address
WORDS_REMEMBERED = 500_000
START_OF_TEXT, END_OF_TEXT, UNKNOWN = 101, 102, 100


@dataclass(frozen=True)
class Prediction:
    """What the network says of one window of n words."""

    upos: np.ndarray  # (n,) index into Labels.upos
    names: np.ndarray  # (n, BIO labels) scores
    starts: np.ndarray  # (n,) above 0 where the word begins a sentence
    arcs: np.ndarray  # (n, n + 1) scores of the heads; column 0 is the root
    relations: np.ndarray  # (n, n + 1) index into Labels.deprel for each possible head


@dataclass(frozen=True)
class Labels:
    """Label lists, in the order of the network's outputs."""

    upos: list[str]
    ner: list[str]
    deprel: list[str]


def case_shape(word: str) -> int:
    """The case of a word, which the lower-case vocabulary does not show: the network has an embedding for each.

    0 no letter, 1 lower, 2 Capitalised, 3 mixed, 4 UPPER, 5 with a digit, 6 a single capital.
    """
    if any(c.isdigit() for c in word):
        return 5
    if not any(c.isalpha() for c in word):
        return 0
    if word.islower():
        return 1
    if word.isupper():
        return 6 if len(word) == 1 else 4
    return 2 if word[0].isupper() and word[1:].islower() else 3


class Network:
    """The ONNX session with its vocabulary.

    Args:
        folder: holds ``model.int8.onnx``, ``tokenizer.json`` and ``labels.json``.
        threads: threads of one session; more processes scale better than more threads.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Without VNNI instructions an int8 product can overflow its 16 bits, so that one text reads otherwise on another
        # machine. Exact products cost some speed there and change nothing where the instructions exist.
        options.add_session_config_entry("session.x64quantprecision", "1")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.int8.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._words: dict[str, tuple[list[int], int]] = {}
        self.labels = Labels(**json.loads((folder / "labels.json").read_text(encoding="utf-8")))

    def pieces(self, word: str) -> tuple[list[int], int]:
        """Word-piece ids and case shape of a word."""
        known = self._words.get(word)
        if known is None:
            if len(self._words) > WORDS_REMEMBERED:
                self._words.clear()
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:PIECES_PER_WORD] or [UNKNOWN]
            known = self._words[word] = (ids, case_shape(word))
        return known

    def window_size(self, words: list[str]) -> int:
        """How many of the words, from the first on, fit into one window (at least one)."""
        pieces = 0
        for count, word in enumerate(words):
            pieces += len(self.pieces(word)[0])
            if pieces > WINDOW_PIECES and count:
                return count
        return len(words)

    def predict(self, windows: list[list[str]]) -> Iterator[tuple[int, Prediction]]:
        """Scores for each window, with its number, in order of length.

        int8 scales are set per batch, so the batches of one article are made of that article alone: the same text
        then always gives the same result.
        """
        coded = [[self.pieces(word) for word in window] for window in windows]
        lengths = [sum(len(ids) for ids, _ in window) + 2 for window in coded]
        queue = sorted(range(len(coded)), key=lengths.__getitem__)
        while queue:
            size = 1
            while size < len(queue) and (size + 1) * lengths[queue[size]] <= BATCH_PIECES:
                size += 1
            batch, queue = queue[:size], queue[size:]
            yield from self._run(batch, coded, width=lengths[batch[-1]])

    def _run(self, batch: list[int], coded: list, width: int) -> Iterator[tuple[int, Prediction]]:
        longest = max(len(coded[k]) for k in batch)
        ids = np.zeros((len(batch), width), np.int64)
        shapes = np.zeros((len(batch), width), np.int64)
        first = np.zeros((len(batch), longest + 1), np.int64)  # column 0 is [CLS], the root
        for row, k in enumerate(batch):
            counts = np.array([len(pieces) for pieces, _ in coded[k]])
            flat = [piece for pieces, _ in coded[k] for piece in pieces]
            ids[row, : len(flat) + 2] = [START_OF_TEXT, *flat, END_OF_TEXT]
            shapes[row, 1 : len(flat) + 1] = np.repeat([shape for _, shape in coded[k]], counts)
            first[row, 1 : len(counts) + 1] = 1 + np.cumsum(counts) - counts
        outputs = self._session.run(None, {"ids": ids, "shape": shapes, "first": first})
        upos, names, starts, arcs, relations = (np.asarray(output) for output in outputs)
        for row, k in enumerate(batch):
            n = len(coded[k])
            yield (
                k,
                Prediction(
                    upos[row, :n], names[row, :n], starts[row, :n], arcs[row, :n, : n + 1], relations[row, :n, : n + 1]
                ),
            )
