"""Which place a name means: the best candidate, the place that holds an unlisted one, or an area beside a named place.

Pure joins over frames. A mention that no list knows gets a place of its own only where the article says where it lies:
then it carries the centre, the precision and the radius of that larger place. Elsewhere its `place_id` stays null.
"""

from dataclasses import dataclass

import polars as pl

from .areas import AREA_COLUMNS, resolve_areas
from .gazetteer import Gazetteer
from .gazetteer.keys import folded, name_key, slug
from .gazetteer.place_tables import PLACE_COLUMNS
from .place_candidates import (
    PARTS,
    PREFIX_OF,
    SUFFIX,
    SURE,
    WITHOUT_DIRECTION,
    chosen,
    scored_candidates,
    spelled_candidates,
    with_scores,
)

LEAST_SHOWN = 0.02  # a candidate that is less likely is no alternative
MOST_SHOWN = 5
# "North-western", "the southeast", "central": the point of the compass at the start of a name, for areas.yaml.
WAY = r"(?i)^(?:the )?(?:far |deep )?(?:(north|south)?[ -]?(east|west)?(?:ern|ernmost)|(central))[- ]"


@dataclass(frozen=True)
class ResolvedPlaces:
    """placed: `mention_id, place_id, place_score`. places: their rows, and those of `candidates`, in PLACE_COLUMNS.
    candidates: the columns of the table place_candidates."""

    placed: pl.DataFrame
    places: pl.DataFrame
    candidates: pl.DataFrame


def resolve_places(
    mentions: pl.DataFrame, votes: pl.DataFrame, home: pl.DataFrame, states: pl.DataFrame, gazetteer: Gazetteer
) -> ResolvedPlaces:
    """The place of every mention that has one, and what else it may have meant.

    mentions: `mention_id, article_id, text, label, is_place, container_mention_id, root_mention_id` and AREA_COLUMNS.
    votes: `article_id, country_iso3, share`: how much of the article is about which country (0 to 1).
    home: `article_id, country_iso3` of the publisher, where known.
    states: `mention_id, country_iso3` of names of states, their peoples and capitals.
    """
    is_place = (pl.col("label") == "LOC") | (pl.col("is_place") & pl.col("label").is_in(["ORG", "NP"]))
    is_state = pl.col("mention_id").is_in(states["mention_id"].implode()) & (pl.col("label") == "ORG")
    is_area = pl.col("label") == "AREA"
    named = mentions.filter((is_place | is_state) & ~is_area)
    listed = gazetteer.places.select(PLACE_COLUMNS)
    scored = scored_candidates(named, votes, home, gazetteer)
    best = chosen(scored)
    areas = _directed(mentions.filter(is_area), named, best, listed)
    best = best.drop("level")
    best, invented = _unlisted(named, mentions, best, listed)
    best = _one_sense(named, best)
    peoples = _states_of_peoples(mentions, states, best, gazetteer)
    best = _through_antecedent(mentions, best)
    candidates = _candidates_shown(scored, best)
    placed = pl.concat([best, peoples])
    known = pl.concat([listed, invented])
    used = known.join(placed.select("place_id").unique(), on="place_id", how="semi")
    area_links, area_rows = resolve_areas(areas, placed, used, votes, gazetteer)
    best = pl.concat([best.join(area_links, on="mention_id", how="anti"), area_links])
    shown = pl.concat([best["place_id"], candidates["place_id"]]).unique()
    used = pl.concat([known, area_rows]).filter(pl.col("place_id").is_in(shown.implode()))
    return ResolvedPlaces(best, used.sort("place_id"), candidates)


def _candidates_shown(scored: pl.DataFrame, best: pl.DataFrame) -> pl.DataFrame:
    """The likeliest candidates of each mention that has several, or one that was not likely enough."""
    rows = scored.filter(pl.col("place_score") >= LEAST_SHOWN).sort(
        ["mention_id", "points", "place_id"], descending=[False, True, False]
    )
    rows = rows.with_columns(rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("mention_id"))
    rows = rows.filter(pl.col("rank") <= MOST_SHOWN)
    rows = rows.join(best.select("mention_id", best_id="place_id"), on="mention_id", how="left").with_columns(
        is_chosen=(pl.col("place_id") == pl.col("best_id")).fill_null(False)
    )
    rows = rows.filter((pl.len().over("mention_id") > 1) | ~pl.col("is_chosen"))
    return rows.select(
        "mention_id",
        "place_id",
        "rank",
        "is_chosen",
        score="place_score",
        **{part: pl.col(part).round(2) for part in PARTS},
    )


def _directed(areas: pl.DataFrame, named: pl.DataFrame, best: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """The areas that the coder found, and the names that hold a direction themselves ("Eastern Iran").

    "West Midlands" and "Central Plateau" are names of their own: a side of something is told by "western", of a state, a
    province or a town.
    """
    units = listed.filter(pl.col("kind").is_in(["country", "admin1", "admin2", "city"])).select("place_id")
    inside = best.filter(pl.col("level") == WITHOUT_DIRECTION).join(named, on="mention_id")
    inside = inside.join(units, on="place_id", how="semi")
    ways = folded(pl.col("text")).str.to_lowercase().str.extract_groups(WAY)
    side = ways.struct[0].fill_null("") + ways.struct[1].fill_null("")
    way = pl.when(ways.struct[2].is_not_null()).then(pl.lit("center")).when(side != "").then(side)
    inside = inside.select(
        "mention_id",
        "article_id",
        relation=pl.lit("part"),
        direction=way,
        distance_km=pl.lit(None, pl.Float64),
        anchor_mention_ids=pl.concat_list("mention_id"),
    )
    return pl.concat([areas.select(AREA_COLUMNS), inside.drop_nulls("direction")])


def _one_sense(named: pl.DataFrame, best: pl.DataFrame) -> pl.DataFrame:
    """One place for one name in one article: the surest reading, where the text itself puts no two apart.

    "The village of Tudun Biri in Kaduna state" is still that village when it is called Tudun Biri.
    """
    names = named.filter(pl.col("label") == "LOC").select("mention_id", "article_id", "key", "container_mention_id")
    rows = names.join(best, on="mention_id", how="left")
    sure = rows.drop_nulls("place_id").sort("place_score", "mention_id", descending=[True, False])
    sure = sure.unique(["article_id", "key"], keep="first", maintain_order=True)
    sure = sure.select("article_id", "key", sense_id="place_id", sense_score="place_score")
    rows = rows.join(sure, on=["article_id", "key"])
    takes = pl.col("place_id").is_null() | (
        pl.col("container_mention_id").is_null() & (pl.col("place_score") < pl.col("sense_score"))
    )
    taken = rows.filter(takes).select(
        "mention_id", place_id="sense_id", place_score=(0.9 * pl.col("sense_score")).round(3)
    )
    return pl.concat([best.join(taken, on="mention_id", how="anti"), taken])


def _states_of_peoples(
    mentions: pl.DataFrame, states: pl.DataFrame, best: pl.DataFrame, gazetteer: Gazetteer
) -> pl.DataFrame:
    """The country of a people's name, for "off the Syrian coast": no place of the mention itself."""
    countries = gazetteer.places.filter(pl.col("kind") == "country").select("place_id", "country_iso3")
    peoples = mentions.filter(pl.col("label") == "NORP").select("mention_id").join(states, on="mention_id")
    found = peoples.join(countries, on="country_iso3").join(best, on="mention_id", how="anti")
    found = found.unique("mention_id", maintain_order=True)
    return found.select("mention_id", "place_id", place_score=pl.lit(0.9))


def _unlisted(
    named: pl.DataFrame, mentions: pl.DataFrame, best: pl.DataFrame, places: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Mentions that no list knows, inside a place that one does.

    A name ("Tubigan" in Basilan) becomes a place of kind `other` with what is known of the larger one; a description
    ("a market" in Kabul) is located in the larger one itself.
    """
    missing = named.join(best, on="mention_id", how="anti").select(
        "mention_id", "text", "label", holder="container_mention_id"
    )
    # The holder may be a short form of a place named before.
    roots = mentions.select(holder="mention_id", root="root_mention_id")
    missing = missing.join(roots, on="holder", how="left")
    held = missing.join(
        best.rename({"mention_id": "holder", "place_id": "outer_id", "place_score": "outer_score"}),
        on="holder",
        how="left",
    )
    by_root = best.rename({"mention_id": "root", "place_id": "root_outer", "place_score": "root_score"})
    held = held.join(by_root, on="root", how="left").with_columns(
        outer_id=pl.coalesce("outer_id", "root_outer"), outer_score=pl.coalesce("outer_score", "root_score")
    )
    held = held.filter(pl.col("outer_id").is_not_null())
    is_name = (pl.col("label") == "LOC") & folded(pl.col("text")).str.contains(r"^(?:the )?\p{Lu}|^al-")
    plain = name_key(folded(pl.col("text")).str.replace(PREFIX_OF, "").str.replace(SUFFIX, ""))
    held = held.with_columns(
        is_name=is_name & (plain != ""), own_id="unk:" + slug(pl.col("text")) + "@" + pl.col("outer_id")
    )
    links = held.select(
        "mention_id",
        place_id=pl.when("is_name").then("own_id").otherwise("outer_id"),
        place_score=(0.5 * pl.col("outer_score")).round(3),
    )
    outer = places.rename({"place_id": "outer_id"}).drop("name", "kind", "geonames_id", "wikidata_id")
    names = held.filter("is_name").sort("mention_id").unique("own_id", keep="first", maintain_order=True)
    invented = names.join(outer, on="outer_id").select(
        place_id="own_id",
        name=folded(pl.col("text")).str.replace("(?i)^the ", ""),
        kind=pl.lit("other"),
        admin1_name="admin1_name",
        admin1_code="admin1_code",
        country_iso3="country_iso3",
        latitude="latitude",
        longitude="longitude",
        place_precision="place_precision",
        radius_km="radius_km",
        geonames_id=pl.lit(None, pl.Int64),
        wikidata_id=pl.lit(None, pl.String),
    )
    return pl.concat([best, links]), invented


def _through_antecedent(mentions: pl.DataFrame, best: pl.DataFrame) -> pl.DataFrame:
    """ "There", "the province", "the city": the place of what they stand for."""
    open_mentions = mentions.filter(
        (pl.col("mention_id") != pl.col("root_mention_id")) & (pl.col("is_place") | (pl.col("label") == "LOC"))
    ).join(best, on="mention_id", how="anti")
    found = open_mentions.select("mention_id", "root_mention_id").join(
        best, left_on="root_mention_id", right_on="mention_id"
    )
    return pl.concat([best, found.select("mention_id", "place_id", place_score=(0.9 * pl.col("place_score")).round(3))])


def sure_countries(mentions: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """`mention_id, country_iso3` of towns and provinces that are clear from their name alone."""
    rows = spelled_candidates(mentions.filter(pl.col("label") == "LOC"), gazetteer)
    rows = rows.filter(pl.col("level") != WITHOUT_DIRECTION).with_columns(
        hierarchy_points="kind_points", context_points=pl.lit(0.0), nearness_points=pl.lit(0.0)
    )
    sure = with_scores(rows).filter(
        (pl.col("place_score") >= SURE) & pl.col("kind").is_in(["city", "admin1", "region"])
    )
    return sure.select("mention_id", "country_iso3").drop_nulls()
