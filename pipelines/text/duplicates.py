"""When two texts are copies of each other: syndicated, cut, lightly edited or corrected, but the same report.

MinHash (Broder 1997) over word shingles, cut into bands (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets,
ch. 3), finds the texts worth comparing. What is found is compared by the shingles themselves: a copy that was cut shares
nearly all of its own but few of the long one's, which an estimate of the Jaccard index cannot tell from a likeness.
"""

import re
from dataclasses import dataclass

from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue] (compiled, without stubs)

SHINGLE_WORDS = 4
PERMUTATIONS = 128
SEED = 7
# 64 bands of 2 values: texts that share a fifth of all their shingles (a copy cut to a third) are found with probability
# 0.93, those that share 3 in 10 with 0.998. Texts about the same thing, written apart, share less than 0.02.

# Set on the public corpora with `make copies`.
SAME_SHARE = 0.66  # of the shorter text's shingles: releases of one template share up to 0.64, follow-ups up to 0.55
LONGER_SHARE = 0.25  # of the longer text's: a round-up that holds a whole short report is no copy of it
PARTICULARS_SHARE = 0.75  # of the shorter text's names and figures: a template is filled with other ones, a copy is not
FEW_PARTICULARS = 8  # fewer say nothing
SHORT_WORDS = 60  # shorter texts say too little: a date or a place is all that tells two alerts apart
SHORT_SHARE = 0.97  # so that their words must be the same, but for a line that an agency adds
NEAR_DAYS = 30  # between publications; beyond, only equal texts are copies

# A word that begins no sentence and no quotation.
WITHIN = re.compile(r"(?<![.!?:\"“”\n])[ \u00a0,(–-]+(\w+)")


@dataclass(frozen=True)
class Content:
    """What texts are compared by, in lower case: runs of four words, words, and the names and figures among them."""

    shingles: frozenset[str]
    words: frozenset[str]
    particulars: frozenset[str]


def words_of(text: str) -> list[str]:
    """The words of a text in lower case; punctuation and white space do not count."""
    return re.findall(r"\w+", text.lower())


def shingles(words: list[str]) -> set[str]:
    """All runs of four words; of fewer words, the one run that they are."""
    return {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))}


def content_of(text: str) -> Content:
    """What a text is compared by. A text in capitals shows no names, and has no particulars."""
    words = words_of(text)
    within = WITHIN.findall(text)
    is_cased = sum(word.isupper() for word in within) < len(within) / 2
    named = {word.lower() for word in within if word[0].isupper() or word[0].isdigit()} if is_cased else set()
    return Content(frozenset(shingles(words)), frozenset(words), frozenset(named))


def bands(text: str) -> list[int]:
    """64 numbers of 64 bits; texts that share one of them are worth comparing."""
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update(sorted(shingles(words_of(text))))
    values = sketch.digest()
    return [values[i] << 32 | values[i + 1] for i in range(0, PERMUTATIONS, 2)]


def are_copies(one: Content, other: Content) -> bool:
    """Whether texts with this content are one report."""
    shorter, longer = sorted((one, other), key=lambda content: len(content.shingles))
    shared = len(shorter.shingles & longer.shingles)
    is_short = len(shorter.shingles) + SHINGLE_WORDS - 1 < SHORT_WORDS
    if shared < (SHORT_SHARE if is_short else SAME_SHARE) * len(shorter.shingles):
        return False
    if shared < LONGER_SHARE * len(longer.shingles):
        return False
    named = len(shorter.particulars & longer.words)
    return len(shorter.particulars) < FEW_PARTICULARS or named >= PARTICULARS_SHARE * len(shorter.particulars)
