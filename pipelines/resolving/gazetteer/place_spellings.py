"""The spellings under which places occur: `surface, place_id, penalty`, keyed by `keyed`."""

import polars as pl

from .keys import alias_rows, folded, name_key
from .tables import exploded, read_table

AMBIGUOUS_PENALTY = 1.0
# Words that say what kind of unit a name is; "Donetsk Oblast" and "Donetsk" are spellings of one unit.
UNIT_WORDS = (
    "province|governorate|oblast|region|state|district|county|kray|krai|republic|raion|rayon|prefecture|department"
    "|agency|territory|division|municipality"
)
UNIT_PATTERN = rf"(?i)(?:^(?:{UNIT_WORDS}|muhafazat|wilayat|republic) of |^muhafazat |[ '](?:{UNIT_WORDS})$)"


def keyed(surfaces: pl.DataFrame) -> pl.DataFrame:
    """`surface, place_id, penalty` → alias rows; "(…)" at the end of a surface only tells homonyms apart."""
    plain = surfaces.with_columns(surface=pl.col("surface").str.replace(r"\s*\([^)]*\)\s*$", ""))
    return alias_rows(plain, "surface").select("alias_key", "place_id", "penalty")


def penalty_of(frame: pl.DataFrame) -> pl.Expr:
    listed = pl.col("ambiguous").fill_null("").str.split("|").list.contains(pl.col("surface"))
    return pl.when(listed).then(AMBIGUOUS_PENALTY).otherwise(0.0)


def country_surfaces(countries: pl.DataFrame) -> pl.DataFrame:
    lists = [
        exploded(countries.select("place_id", "ambiguous", surface=column), "surface") for column in ("name", "aliases")
    ]
    # Of all states only Georgia has a namesake that the news speaks of as often.
    penalty = pl.when(pl.col("surface") == "Georgia").then(AMBIGUOUS_PENALTY).otherwise(0.0)
    return pl.concat(lists).select("surface", "place_id", penalty=penalty)


def unit_surfaces(units: pl.DataFrame) -> pl.DataFrame:
    """A unit by its name, without the word for its kind, and by its ASCII spelling."""
    names = pl.concat([units.select("place_id", surface="name"), units.select("place_id", surface="ascii_name")])
    bare = names.with_columns(surface=pl.col("surface").str.replace_all(UNIT_PATTERN, ""))
    return pl.concat([names, bare]).unique().drop_nulls().select("surface", "place_id", penalty=pl.lit(0.0))


def district_surfaces(districts: pl.DataFrame) -> pl.DataFrame:
    """As of units; but "Clark" alone is never one of a dozen Clark Counties."""
    is_county = pl.col("country_a3") == "USA"
    full = districts.filter(is_county).select("place_id", surface="name", penalty=pl.lit(0.0))
    return pl.concat([unit_surfaces(districts.filter(~is_county)), full.select("surface", "place_id", "penalty")])


def region_surfaces(regions: pl.DataFrame) -> pl.DataFrame:
    rows = regions.with_columns(place_id=pl.coalesce("unit_id", "place_id"))
    names = rows.select("place_id", "ambiguous", "origin", surface="name")
    aliases = exploded(rows.select("place_id", "ambiguous", "origin", surface="aliases"), "surface")
    # Natural Earth names the claimant as another name of a disputed patch ("India" for a valley).
    countries = country_surfaces(read_table("countries.tsv").with_columns(place_id=pl.lit("")))
    rows_with_key = pl.concat([names, aliases]).with_columns(country_key=name_key(pl.col("surface")))
    is_country = rows_with_key["country_key"].is_in(keys_of(countries["surface"]).implode())
    return (
        rows_with_key.filter(~is_country)
        .with_columns(penalty=0.5 * penalty_of(rows_with_key))
        .select("surface", "place_id", "penalty")
    )


def keys_of(series: pl.Series) -> pl.Series:
    """The keys of a series of names."""
    return pl.select(name_key(pl.lit(series))).to_series()


def site_surfaces(sites: pl.DataFrame) -> pl.DataFrame:
    names = sites.select("place_id", "ambiguous", surface="name")
    aliases = exploded(sites.select("place_id", "ambiguous", surface="aliases"), "surface")
    airports = sites.filter(
        (pl.col("kind") == "airport")
        & (pl.col("ourairports_type") == "large_airport")
        & pl.col("municipality").is_not_null()
    )
    by_town = pl.concat(
        [
            airports.select("place_id", "ambiguous", surface=pl.col("municipality") + word)
            for word in (" airport", " International Airport")
        ]
    )
    rows = pl.concat([names, aliases, by_town])
    return (
        rows.filter(~folded(pl.col("surface")).str.contains(r"^[A-Z]{1,3}$"))
        .with_columns(penalty=penalty_of(rows))
        .select("surface", "place_id", "penalty")
    )
