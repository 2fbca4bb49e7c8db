"""Copies: syndicated or lightly edited articles point to the first one seen.

MinHash (Broder 1997) over word shingles estimates how much two texts share; banding (Leskovec, Rajaraman and Ullman,
Mining of Massive Datasets, ch. 3) finds the pairs worth comparing. Signatures are kept, so that a new article is
compared with all earlier ones without reading them again.
"""

import re

import polars as pl
from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue] (compiled, without stubs)

SHINGLE_WORDS = 4
PERMUTATIONS = 128
ROWS_PER_BAND = (
    4  # 32 bands of 4: a pair that shares half of its shingles is found with probability 0.87, 0.7 with 0.999
)
SAME_SHARE = 0.5  # of the shingles; two reports of one event written apart share less than 0.1
SEED = 7

SIGNATURES = pl.Schema({"article_id": pl.String(), "seen_number": pl.Int64(), "signature": pl.List(pl.UInt32())})


def signature(text: str) -> list[int]:
    """128 MinHash values of the word shingles of a text; case, punctuation and white space do not count."""
    words = re.findall(r"\w+", text.lower())
    shingles = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))}
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update(sorted(shingles))
    return sketch.digest()


def find_copies(signatures: pl.DataFrame, new: pl.Series) -> pl.DataFrame:
    """Which of the new articles are copies.

    Args:
        signatures: columns article_id, seen_number (order in which the articles came) and signature, for all articles.
        new: ids of the articles to look at.

    Returns:
        article_id and duplicate_of, the first one seen of all its copies; only articles that are copies.
    """
    bands = (
        signatures.explode("signature", empty_as_null=True)
        .with_columns(band=pl.int_range(pl.len()).over("article_id") // ROWS_PER_BAND)
        .group_by("article_id", "seen_number", "band", maintain_order=True)
        .agg(pl.col("signature").cast(pl.String).str.join("-"))
    )
    pairs = (
        bands.filter(pl.col("article_id").is_in(new.implode()))
        .join(bands, on=["band", "signature"], suffix="_first")
        .filter(pl.col("seen_number_first") < pl.col("seen_number"))
        .select("article_id", first_id="article_id_first", first_seen="seen_number_first")
        .unique()
        .join(signatures.select("article_id", "signature"), on="article_id")
        .join(signatures.select(first_id="article_id", first_signature="signature"), on="first_id")
    )
    alike = (
        pairs.explode("signature", "first_signature", empty_as_null=True)
        .group_by("article_id", "first_id", "first_seen")
        .agg(share=(pl.col("signature") == pl.col("first_signature")).mean())
        .filter(pl.col("share") >= SAME_SHARE)
    )
    return alike.sort("first_seen").group_by("article_id", maintain_order=True).agg(duplicate_of=pl.first("first_id"))
