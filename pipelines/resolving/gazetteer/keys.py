"""Spelling keys: one normalised form for the many spellings of a name.

Every look-up in the gazetteer goes through these polars expressions, both when the tables are built and when a
mention is resolved, so that the two sides can never disagree about what a spelling means.
"""

import polars as pl

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = {
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ı": "i",
    "ß": "ss",
    "æ": "ae",
    "Æ": "Ae",
    "œ": "oe",
    "Œ": "Oe",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "Th",
    "ə": "a",
    "Ə": "A",
}
_APOSTROPHES = "[’‘`´ʻʼʽʾʿ′‛]"
_DASHES = "[‐‑‒–—−]"


def folded(text: pl.Expr) -> pl.Expr:
    """The text without accents, curly quotes, long dashes and the dots of acronyms; its case is kept."""
    flat = text.str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    flat = flat.str.replace_many(list(_LETTERS), list(_LETTERS.values()))
    flat = flat.str.replace_all(_APOSTROPHES, "'").str.replace_all(_DASHES, "-").str.replace_all('[“”„"]', "")
    flat = flat.str.replace_all(r"\b([A-Za-z])\.", "$1").str.replace_all(r"\.", " ")
    return flat.str.replace_all(r"\s+", " ").str.strip_chars(" ,;:-'")


def name_key(text: pl.Expr) -> pl.Expr:
    """The key of a name: lower case, no article, possessive, apostrophe or hyphen; "el-", "as-S…" read as "al "."""
    key = folded(text).str.to_lowercase()
    key = key.str.replace(r"'s?$", "").str.replace_all("'", "").str.replace_all(r"[-/,()]", " ")
    key = key.str.replace_all(r"\s+", " ").str.strip_chars().str.replace("^the ", "")
    key = key.str.replace_all(r"\bel ", "al ").str.replace_all(r"\b(?:as|ash) (s)", "al $1")
    key = (
        key.str.replace_all(r"\bad (d)", "al $1")
        .str.replace_all(r"\ban (n)", "al $1")
        .str.replace_all(r"\bar (r)", "al $1")
    )
    return key.str.replace_all(r"\bat (t)", "al $1").str.replace_all(r"\baz (z)", "al $1")


def acronym_key(text: pl.Expr) -> pl.Expr:
    """ "#US" for text that is a short word in capitals ("US", "U.S.", "UN's"), else null: "us" never means a state."""
    bare = folded(text).str.replace(r"(?i)^the ", "").str.replace(r"'s?$", "")
    is_acronym = bare.str.contains(r"^[A-Z][A-Z0-9&]{1,5}(?:[-/][A-Z0-9]{1,4})?$")
    return pl.when(is_acronym).then(pl.lit("#") + bare).otherwise(None)


def slug(text: pl.Expr) -> pl.Expr:
    """A readable id part: lower-case ASCII words joined by hyphens, at most 60 characters."""
    return name_key(text).str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-").str.slice(0, 60).str.strip_chars("-")


def alias_rows(frame: pl.DataFrame, text_column: str) -> pl.DataFrame:
    """The rows with an `alias_key`: the acronym key for a short word in capitals, the spelling key for all others.

    Words of four and more capitals also get the plain key, since newspapers write "Nato" and "Unicef".
    """
    text = pl.col(text_column)
    rows = frame.with_columns(acronym_key(text).alias("_acronym"), name_key(text).alias("_plain"))
    plain = rows.filter(pl.col("_acronym").is_null() | (pl.col("_acronym").str.len_chars() >= 5))
    keys = pl.concat(
        [
            plain.with_columns(alias_key=pl.col("_plain")),
            rows.filter(pl.col("_acronym").is_not_null()).with_columns(alias_key=pl.col("_acronym")),
        ]
    )
    return keys.filter(pl.col("alias_key").str.len_chars() > 1).drop("_acronym", "_plain")
