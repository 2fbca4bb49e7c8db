"""The telling words of a report: names of people, ships, streets and towns in and around its sentences.

Two articles on one strike often have nothing of it in common but these: one gives the town, the other the province; one
the militia, the other "gunmen". Shared names are the surest sign beside time and place (compare the lexical baselines of
Cybulska and Vossen, "Using a sledgehammer to crack a nut?", LREC 2014).
"""

from functools import cache
from pathlib import Path

import polars as pl
import yaml

WORDS_FILE = Path(__file__).with_name("likeness.yaml")
COUNTRIES_FILE = Path(__file__).with_name("gazetteer") / "data" / "countries.tsv"
# A word of a name has a capital letter, or all of the text has none but them.
NAME = r"\p{Lu}[\p{L}\p{M}'’-]{2,}"


@cache
def common_words() -> frozenset[str]:
    """Lower-cased words that tell no strike from another: those listed, and states with their people."""
    listed = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))["common"].values()
    states = pl.read_csv(COUNTRIES_FILE, separator="\t", infer_schema=False, quote_char=None)
    names = states.select(
        pl.concat_str("name", "aliases", "demonyms", separator=" ", ignore_nulls=True)
        .str.to_lowercase()
        .str.extract_all(r"[\p{L}\p{M}'’-]+")
    ).to_series()
    return frozenset(word for words in listed for word in words) | frozenset(names.explode().drop_nulls())


def name_words(names: pl.DataFrame, column: str) -> pl.DataFrame:
    """`node`, `column`: lower-cased telling words of the names of each report, each once and sorted.

    `names`: `node`, `name`.
    """
    plain = pl.col("word").str.to_lowercase().str.replace_all(r"['’]s?$", "").str.strip_chars("'’-")
    return (
        names.select("node", word=pl.col("name").str.extract_all(NAME))
        .explode("word")
        .drop_nulls()
        .select("node", word=plain)
        .filter(~pl.col("word").is_in(list(common_words())))
        .group_by("node")
        .agg(pl.col("word").unique().sort().alias(column))
    )
