"""From BIO scores to name spans: the best sequence in which every I- follows its own B- or I-."""

import numpy as np

FORBIDDEN = -1e4


class NameDecoder:
    """Viterbi over BIO labels; only run where the best label of each word does not already fit together.

    Args:
        labels: BIO labels in the order of the score columns, "O" first.
    """

    def __init__(self, labels: list[str]):
        self._labels = labels
        self._transition = np.array(
            [
                [
                    0.0 if after[0] != "I" or (before != "O" and before[2:] == after[2:]) else FORBIDDEN
                    for after in labels
                ]
                for before in labels
            ]
        )

    def spans(self, scores: np.ndarray) -> list[tuple[int, int, str]]:
        """(first word, last word + 1, label) for scores of shape (words, labels)."""
        tags = scores.argmax(axis=1)
        before = np.concatenate(([0], tags[:-1]))
        if self._transition[before, tags].min() < 0:
            tags = self._viterbi(scores)
        found: list[list] = []
        for position, tag in enumerate(tags):
            label = self._labels[tag]
            if label[0] == "B":
                found.append([position, position + 1, label[2:]])
            elif label[0] == "I":
                found[-1][1] = position + 1
        return [(start, end, label) for start, end, label in found]

    def _viterbi(self, scores: np.ndarray) -> np.ndarray:
        best = scores[0] + self._transition[0]
        pointers = []
        for row in scores[1:]:
            paths = best[:, None] + self._transition
            pointers.append(paths.argmax(axis=0))
            best = paths.max(axis=0) + row
        tags = [int(best.argmax())]
        for pointer in reversed(pointers):
            tags.append(int(pointer[tags[-1]]))
        return np.array(tags[::-1])
