"""What language a text is in. The reader reads English only; anything else is named, not guessed at."""

import re

CHARACTERS_READ = 4_000
ENGLISH_WORDS_SHARE = 0.15
SHORTEST = 10  # words; a shorter text in Latin letters cannot be told and is taken as English
# The commonest English function words, none of them common in another language of the Latin alphabet. Text in
# capitals, lists of names and telegraphic style mislead the classifier; these do not.
ENGLISH_WORDS = {
    "the",
    "of",
    "and",
    "to",
    "was",
    "were",
    "that",
    "with",
    "has",
    "have",
    "by",
    "said",
    "from",
    "which",
    "their",
}


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of a text, by py3langid, with a second look for English."""
    sample = text[:CHARACTERS_READ].lower()
    words = re.findall(r"[^\W\d_]+", sample)
    if len(words) < SHORTEST and sample.isascii():
        return "en"
    if words and sum(word in ENGLISH_WORDS for word in words) / len(words) >= ENGLISH_WORDS_SHARE:
        return "en"
    import py3langid  # loads its model only where a text does not look English

    return str(py3langid.classify(sample)[0])
