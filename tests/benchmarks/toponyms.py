"""Names without any context against their coordinates: how far the gazetteer alone carries.

Usage: python tests/benchmarks/toponyms.py SHARED_FOLDER [--errors]

Each row of ``toponym_resolution_pairs.dev.tsv`` becomes an article of its own that holds nothing but the name, so that
only spelling and standing speak. *found*: the name has a place; *right*: it lies within 161 km (100 miles, the customary
bound of geoparsing) of the row's coordinates; *among candidates*: the right one is the place or a runner-up.
"""

import sys
from pathlib import Path

import polars as pl

from pipelines.resolving.names import resolve_names

NEAR_KM = 161.0
EARTH_RADIUS_KM = 6371.0
NO_TEXT = ("role_text", "antecedent_mention_id", "affiliation_mention_id", "container_mention_id")


def bare_names(toponyms: pl.DataFrame) -> pl.DataFrame:
    """The names as rows of `coded_names`, one article each."""
    return toponyms.select(
        "mention_id",
        article_id="mention_id",
        text_start=pl.lit(0),
        text_end=pl.col("toponym").str.len_chars(),
        text="toponym",
        label=pl.lit("LOC"),
        entity_kind=pl.lit("place"),
        head_text=pl.col("toponym").str.to_lowercase(),
        is_actor=pl.lit(False),
        is_place=pl.lit(True),
        **{column: pl.lit(None, pl.String) for column in NO_TEXT},
        sentence_number=pl.lit(0),
        kind_text=pl.lit(None, pl.String),
        relation=pl.lit(None, pl.String),
        direction=pl.lit(None, pl.String),
        distance_km=pl.lit(None, pl.Float64),
        anchor_mention_ids=pl.lit([], pl.List(pl.String)),
    )


def kilometres(frame: pl.DataFrame) -> pl.Expr:
    """Great-circle distance of (lat, lon) and (latitude, longitude), in km."""
    lat1, lat2 = pl.col("lat").radians(), pl.col("latitude").radians()
    half = ((lat2 - lat1) / 2).sin().pow(2)
    half = half + lat1.cos() * lat2.cos() * ((pl.col("longitude") - pl.col("lon")).radians() / 2).sin().pow(2)
    return 2 * EARTH_RADIUS_KM * half.clip(0, 1).sqrt().arcsin()


def main() -> None:
    shared = Path(sys.argv[1]).resolve()
    path = shared / "corpora" / "geoparsing" / "toponym_resolution_pairs.dev.tsv"
    toponyms = pl.read_csv(path, separator="\t", quote_char=None).with_row_index("row")
    toponyms = toponyms.with_columns(mention_id=pl.format("toponym-{}", "row"))
    articles = toponyms.select(article_id="mention_id", published_on=pl.lit(None, pl.Date))
    resolved = resolve_names(bare_names(toponyms), articles)
    points = resolved.places.select("place_id", "name", "latitude", "longitude", "place_precision")
    best = resolved.entity_mentions.select("mention_id", "place_id").drop_nulls()
    rows = toponyms.join(best, on="mention_id", how="left").join(points, on="place_id", how="left")
    rows = rows.with_columns(km=kilometres(rows))
    right = rows.filter(pl.col("km") <= NEAR_KM)
    shown = {"names": rows.height, "found": rows["place_id"].count(), "right": right.height}
    if "place_candidates" in resolved.__dict__:
        others = toponyms.join(resolved.place_candidates.select("mention_id", "place_id"), on="mention_id")
        others = others.join(points, on="place_id")
        hits = others.with_columns(km=kilometres(others)).filter(pl.col("km") <= NEAR_KM)
        shown["among candidates"] = pl.concat([right["mention_id"], hits["mention_id"]]).n_unique()
    for measure, count in shown.items():
        print(f"{measure:20}{count:6}{count / rows.height:8.3f}")
    print(f"{'right of those found':20}{right.height / max(shown['found'], 1):14.3f}")
    if "--errors" in sys.argv:
        with pl.Config(tbl_rows=-1, fmt_str_lengths=40, tbl_width_chars=200):
            wrong = rows.filter(pl.col("km").is_null() | (pl.col("km") > NEAR_KM))
            print(wrong.select("toponym", "lat", "lon", "corpus", "count", "name", "place_id", "km").sort("toponym"))


if __name__ == "__main__":
    main()
