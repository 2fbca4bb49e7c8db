"""Reads the tab-separated tables of the gazetteer: no quoting, lists separated by a bar, empty means null."""

from pathlib import Path

import polars as pl
import yaml

DATA = Path(__file__).parent / "data"


def read_table(name: str) -> pl.DataFrame:
    """One table of `data/` as a frame of strings (gzip where the name ends in .gz)."""
    frame = pl.read_csv(DATA / name, separator="\t", quote_char=None, infer_schema=False)
    return frame.with_columns(pl.all().str.strip_chars().replace("", None))


def read_words(name: str) -> dict:
    """One YAML file of `data/`; libyaml reads it in a tenth of the time where it is there."""
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def exploded(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """One row per entry of a bar-separated list column; rows with an empty list go."""
    return (
        frame.with_columns(pl.col(column).str.split("|")).explode(column).filter(pl.col(column).str.strip_chars() != "")
    )
