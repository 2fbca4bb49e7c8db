"""Building blocks of the actor tables: rows in the columns of `actors`, and lists of names as the tables write them."""

import polars as pl

PARENTHESIS = r"\s*\([^)]*\)\s*$"

ACTOR_COLUMNS = [
    "actor_id",
    "name",
    "aliases",
    "kind",
    "country_iso3",
    "parent_actor_id",
    "is_known",
    "cameo_code",
    "ucdp_actor_id",
    "wikidata_id",
    "active_from",
    "active_to",
]


def actor_rows(frame: pl.DataFrame, **columns: pl.Expr | str | bool | None) -> pl.DataFrame:
    """`frame` in the columns of `actors`; a string names a column, what is not given is null."""
    empty = {name: pl.lit(None, pl.String) for name in ACTOR_COLUMNS} | {
        "is_known": pl.lit(True),
        "aliases": pl.lit([], pl.List(pl.String)),
    }
    return frame.select(**(empty | columns)).select(ACTOR_COLUMNS)


def alias_list(column: str) -> pl.Expr:
    """The real names of a bar-separated list: "ADF (Cameroon)" is the name "ADF"; the actor's own name is left out."""
    names = (
        pl.col(column)
        .fill_null("")
        .str.split("|")
        .list.eval(pl.element().str.replace(PARENTHESIS, "").str.strip_chars())
    )
    return names.list.eval(pl.element().filter(pl.element() != "")).list.unique(maintain_order=True)


def single_country(column: str = "countries_a3") -> pl.Expr:
    return pl.when(pl.col(column).str.contains(r"^[A-Z]{3}$")).then(pl.col(column))
