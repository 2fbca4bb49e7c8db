"""Areas told by their relation to a place with a name: "eastern Iran", "30 km south of Mosul", "off Yemen", "the border
between Iran and Pakistan".

Each becomes a place of its own with a centre, a radius and a precision that follow from the relation, so that the centre
of Iran is never passed off as the place of a strike in its east. The same relation to the same place has one id in every
article. Distances are flat within an area; at the sizes that count here the error is far below the radius.
"""

from functools import cache
from pathlib import Path

import polars as pl
import yaml

from .gazetteer import Gazetteer
from .gazetteer.place_tables import PLACE_COLUMNS
from .place_candidates import KM_PER_DEGREE, km_between

# A side of a place: its centre lies half-way to the edge, and its disc touches both the edge and the middle.
HALF_WAY = 0.5
SEA_BELT_KM = 100.0  # "off Yemen": what lies this far out is still told so
BEYOND_KM = 15.0  # "north of Baghdad" without a figure, from the edge of the town
INEXACT = 0.25  # "30 km south of": a round figure and a round direction
BORDER_BELT_KM = 25.0
# Towns of two countries in one cell of this size stand on both sides of their border; deserts need the larger one.
BORDER_CELLS_DEGREES = (0.5, 1.5)
TRUST = 0.9
AREA_COLUMNS = ["mention_id", "article_id", "relation", "direction", "distance_km", "anchor_mention_ids"]


@cache
def bearings() -> pl.DataFrame:
    """`direction, degrees, adjective` of areas.yaml."""
    table = yaml.safe_load((Path(__file__).parent / "areas.yaml").read_text(encoding="utf-8"))["bearings"]
    return pl.DataFrame({
        "direction": list(table),
        "degrees": [point["degrees"] for point in table.values()],
        "adjective": [point["adjective"] for point in table.values()],
    }, schema={"direction": pl.String, "degrees": pl.Float64, "adjective": pl.String})  # fmt: skip


def resolve_areas(
    areas: pl.DataFrame, placed: pl.DataFrame, places: pl.DataFrame, votes: pl.DataFrame, gazetteer: Gazetteer
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The place of each mention of an area.

    areas: `mention_id, article_id, relation, direction, distance_km, anchor_mention_ids` (see coding/areas.py).
    placed: `mention_id, place_id, place_score` of the anchors. places: rows of these places in PLACE_COLUMNS.
    votes: `article_id, country_iso3, share`, to find the other side of a border of which only one is named.
    Returns (`mention_id, place_id, place_score`), (rows in PLACE_COLUMNS, each place once).
    """
    anchors = areas.select("mention_id", anchor="anchor_mention_ids").explode("anchor").drop_nulls("anchor")
    anchors = anchors.join(placed.rename({"mention_id": "anchor"}), on="anchor", maintain_order="left")
    anchors = anchors.join(places, on="place_id", maintain_order="left")
    anchors = anchors.filter(pl.col("latitude").is_not_null() & pl.col("radius_km").is_not_null())
    first = areas.join(anchors.unique("mention_id", keep="first", maintain_order=True), on="mention_id")
    borders = _borders(first.filter(pl.col("relation") == "border"), anchors, votes, gazetteer)
    sides = _sides(first.filter(pl.col("relation") != "border").join(bearings(), on="direction", how="left"))
    found = pl.concat([sides, borders], how="diagonal_relaxed")
    links = found.select("mention_id", place_id="area_id", place_score=(TRUST * pl.col("place_score")).round(3))
    rows = found.unique("area_id", keep="first", maintain_order=True).select(
        place_id="area_id",
        name="area_name",
        kind="area_kind",
        admin1_name="admin1_name",
        admin1_code="admin1_code",
        country_iso3="country_iso3",
        latitude=pl.col("latitude").round(4),
        longitude=pl.col("longitude").round(4),
        place_precision="place_precision",
        radius_km=pl.col("radius_km").round(1),
        geonames_id=pl.lit(None, pl.Int64),
        wikidata_id=pl.lit(None, pl.String),
    )
    return links, rows.select(PLACE_COLUMNS)


def precision_of(radius: pl.Expr, country: pl.Expr) -> pl.Expr:
    """The unit that an area of this radius (km) is as small as."""
    return (
        pl.when(country.is_null())
        .then(pl.lit("region"))
        .when(radius <= 3)
        .then(pl.lit("site"))
        .when(radius <= 12)
        .then(pl.lit("city"))
        .when(radius <= 40)
        .then(pl.lit("district"))
        .when(radius <= 250)
        .then(pl.lit("admin1"))
        .otherwise(pl.lit("country"))
    )


def _sides(rows: pl.DataFrame) -> pl.DataFrame:
    """Parts of a place, areas at a distance of one, and the sea before one."""
    relation, radius, distance = pl.col("relation"), pl.col("radius_km"), pl.col("distance_km")
    is_point = pl.col("place_precision").is_in(["site", "city"])
    shift = (
        pl.when(relation == "part")
        .then(HALF_WAY * radius)
        .when(relation == "beyond")
        .then(radius + pl.when(is_point).then(BEYOND_KM).otherwise(HALF_WAY * radius))
        .when(relation == "distance")
        .then(distance)
        .otherwise(0.0)
    )
    has_way = pl.col("degrees").is_not_null()
    size = (
        pl.when(relation == "part")
        .then(HALF_WAY * radius)
        .when(relation == "beyond")
        .then(pl.when(is_point).then(BEYOND_KM + radius).otherwise(HALF_WAY * radius))
        .when((relation == "distance") & has_way)
        .then(pl.max_horizontal(INEXACT * distance, pl.when(is_point).then(radius).otherwise(HALF_WAY * radius)))
        .when(relation == "distance")
        .then(distance + radius)
        .otherwise(radius + SEA_BELT_KM)
    ).clip(1)
    shift = pl.when(has_way).then(shift).otherwise(0.0)
    angle = pl.col("degrees").fill_null(0.0).radians()
    latitude = (pl.col("latitude") + shift * angle.cos() / KM_PER_DEGREE).clip(-90, 90)
    longitude = pl.col("longitude") + shift * angle.sin() / (
        KM_PER_DEGREE * pl.col("latitude").radians().cos().clip(0.1)
    )
    at_sea = relation == "off"
    # An area outside its anchor may lie in another province, and one far beyond a border town in another country.
    stays = relation == "part"
    name = pl.col("name")
    figure = pl.format("{} km", distance.round(0).cast(pl.Int64))
    way = pl.col("direction")
    return rows.with_columns(
        latitude=latitude,
        longitude=(longitude + 180) % 360 - 180,
        radius_km=size,
        country_iso3=pl.when(~at_sea).then("country_iso3"),
        admin1_name=pl.when(stays).then("admin1_name"),
        admin1_code=pl.when(stays).then("admin1_code"),
        area_kind=pl.when(at_sea)
        .then(pl.lit("sea"))
        .when(stays & ~is_point)
        .then(pl.lit("region"))
        .otherwise(pl.lit("other")),
        area_name=pl.when(relation == "part")
        .then(pl.col("adjective") + " " + name)
        .when(relation == "beyond")
        .then(way + " of " + name)
        .when((relation == "distance") & has_way)
        .then(figure + " " + way + " of " + name)
        .when(relation == "distance")
        .then(figure + " from " + name)
        .otherwise("off " + name),
        area_id=pl.when(relation == "part")
        .then("area:" + way)
        .when(relation == "beyond")
        .then("area:" + way + "-of")
        .when(relation == "distance")
        .then(pl.format("area:{}km-{}", distance, way.fill_null("from")))
        .otherwise(pl.lit("area:off"))
        + "@"
        + pl.col("place_id"),
    ).with_columns(place_precision=precision_of(pl.col("radius_km"), pl.col("country_iso3")))


def _borders(first: pl.DataFrame, anchors: pl.DataFrame, votes: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """The strip along the border of two countries: where towns of both stand close together."""
    countries = anchors.filter(pl.col("place_precision") == "country")
    named = first.select("mention_id", "article_id", "place_score", one="country_iso3").drop_nulls("one")
    named = named.filter(pl.col("mention_id").is_in(countries["mention_id"].implode()))
    second = countries.select("mention_id", other="country_iso3").join(
        named.select("mention_id", "one"), on="mention_id"
    )
    second = second.filter(pl.col("other") != pl.col("one")).select("mention_id", "other", share=pl.lit(2.0))
    told = votes.rename({"country_iso3": "other"}).join(
        named.select("mention_id", "article_id", "one"), on="article_id"
    )
    told = told.filter(pl.col("other") != pl.col("one")).select("mention_id", "other", "share")
    pairs = named.join(pl.concat([second, told]).cast({"share": pl.Float64}), on="mention_id").with_columns(
        west=pl.min_horizontal("one", "other"), east=pl.max_horizontal("one", "other")
    )
    strips = _strips(pairs.select("west", "east").unique(), gazetteer)
    pairs = pairs.join(strips, on=["west", "east"]).sort("share", "other", descending=[True, False])
    pairs = pairs.unique("mention_id", keep="first", maintain_order=True)
    names = gazetteer.places.filter(pl.col("kind") == "country").select("country_iso3", "name")
    for side in ("west", "east"):
        pairs = pairs.join(names.rename({"country_iso3": side, "name": f"{side}_name"}), on=side)
    return pairs.with_columns(
        area_id=pl.format("area:border@{}+{}", "west", "east"),
        area_name=pl.format("border of {} and {}", "west_name", "east_name"),
        area_kind=pl.lit("region"),
        country_iso3=pl.lit(None, pl.String),
        admin1_name=pl.lit(None, pl.String),
        admin1_code=pl.lit(None, pl.String),
        place_precision=pl.lit("region"),
    )


def _strips(pairs: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """`west, east, latitude, longitude, radius_km` of the borders of pairs of countries that have one on land."""
    wanted = pl.concat([pairs["west"], pairs["east"]]).unique()
    cities = gazetteer.places.filter((pl.col("kind") == "city") & pl.col("country_iso3").is_in(wanted.implode()))
    strips = [_strips_of(pairs, cities, size) for size in BORDER_CELLS_DEGREES]
    return pl.concat(strips).unique(["west", "east"], keep="first", maintain_order=True)


def _strips_of(pairs: pl.DataFrame, cities: pl.DataFrame, size: float) -> pl.DataFrame:
    """The borders of the pairs that have towns of both countries in cells of `size` degrees."""
    cells = cities.select(
        "country_iso3", row=(pl.col("latitude") / size).floor(), column=(pl.col("longitude") / size).floor()
    ).unique()
    here = pairs.join(cells.rename({"country_iso3": "west"}), on="west")
    both = here.join(cells.rename({"country_iso3": "east"}), on=["east", "row", "column"])
    both = both.with_columns(latitude=(pl.col("row") + 0.5) * size, longitude=(pl.col("column") + 0.5) * size)
    key = ["west", "east"]
    middle = both.group_by(key).agg(
        mid_lat=(pl.col("latitude").min() + pl.col("latitude").max()) / 2,
        mid_lon=(pl.col("longitude").min() + pl.col("longitude").max()) / 2,
    )
    both = both.join(middle, on=key).with_columns(km=km_between("mid_"))
    return both.group_by(key, maintain_order=True).agg(
        latitude=pl.col("mid_lat").first(),
        longitude=pl.col("mid_lon").first(),
        radius_km=pl.col("km").max() + BORDER_BELT_KM,
    )
