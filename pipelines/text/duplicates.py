"""When two texts are copies of each other: syndicated, cut, lightly edited or corrected, but the same report.

MinHash (Broder 1997) over word shingles, cut into bands (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets,
ch. 3), finds the texts worth comparing. What is found is compared by the shingles themselves: a copy that was cut shares
nearly all of its own but few of the long one's, which an estimate of the Jaccard index cannot tell from a likeness.
"""

import re

from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue] (compiled, without stubs)

SHINGLE_WORDS = 4
PERMUTATIONS = 128
SEED = 7
# 64 bands of 2 values: texts that share a fifth of all their shingles (a copy cut to a third) are found with probability
# 0.93, those that share 3 in 10 with 0.998. Texts about the same thing, written apart, share less than 0.02.
BANDS = PERMUTATIONS // 2

SAME_SHARE = 0.66  # of the shorter text's shingles: releases of one template share up to 0.64, follow-ups up to 0.55
LONGER_SHARE = 0.25  # of the longer text's: a round-up that holds a whole short report is no copy of it
SHORT_WORDS = 60  # shorter texts say too little: a date or a place is all that tells two alerts apart
SHORT_SHARE = 0.97  # so that their words must be the same, but for a line that an agency adds
NEAR_DAYS = 30  # between publications; beyond, only equal texts are copies


def shingles(text: str) -> set[str]:
    """All runs of four words of a text; case, punctuation and white space do not count."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))}


def bands(text: str) -> list[int]:
    """64 numbers of 64 bits; texts that share one of them are worth comparing."""
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update(sorted(shingles(text)))
    values = sketch.digest()
    return [values[i] << 32 | values[i + 1] for i in range(0, PERMUTATIONS, 2)]


def are_copies(one: set[str], other: set[str]) -> bool:
    """Whether texts with these shingles are one report."""
    shorter, longer = sorted((len(one), len(other)))
    shared = len(one & other)
    wanted = SHORT_SHARE if shorter + SHINGLE_WORDS - 1 < SHORT_WORDS else SAME_SHARE
    return shared >= wanted * shorter and shared >= LONGER_SHARE * longer
