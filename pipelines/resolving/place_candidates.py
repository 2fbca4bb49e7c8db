"""Which places a name may mean, and what speaks for each: standing, the article's countries, hierarchy, neighbours.

A candidate's points are the sum of four parts, on the scale of the log10 of people, so that each can be shown:

- `standing_points`: how well known it is, less what a rare spelling costs;
- `context_points`: the article speaks of its country, or is published there;
- `hierarchy_points`: the text says what it lies in ("Balochistan, western Pakistan"), or what kind of unit it is;
- `nearness_points`: other places of the article are near.

Two passes: what is likely after the first (a state, a city with no namesake of its rank) is the context of the second.
"""

import polars as pl

from .gazetteer import Gazetteer
from .gazetteer.keys import acronym_key, folded, name_key
from .gazetteer.place_spellings import UNIT_WORDS

IN_CONTEXT = 1.5  # the article names the candidate's country …
CONTEXT_SHARE = 1.0  # … and speaks of little else
AT_HOME = 0.5  # its publisher sits there
INSIDE_CONTAINER = 4.0  # the text says what it lies in, and this candidate does
OUTSIDE_CONTAINER = 3.0  # … or does not
RIGHT_KIND = 1.5  # "Helmand province" for a province
NEAR_OTHERS = 1.5  # beside another place of the article, falling to nothing at NEAR_KM
NEAR_KM = 200.0
KM_PER_DEGREE = 111.2
# A place whose own name this is comes before one that only some call so (Philadelphia, once a name of Amman).
NAMESAKE_PENALTY = 2.5
NAMESAKE_STANDING = 4.5
SURE = 0.95  # the score from which a name speaks for its country before anything else is read
LIKELY = 0.5  # … and for its surroundings in the second pass, as much as it is likely
NO_SUCH_PLACE = 3.0  # the standing of "none of these", a village that no list has
# How many times likelier one point more makes a place, as a power of e. With 1.5 the scores of bare names mean what they
# say: of those between 0.4 and 0.6 half are right, of those between 0.6 and 0.8 seven in ten (tests/benchmarks/toponyms.py).
SHARPNESS = 1.5
LEAST_SCORE = 0.4  # below it the name is rather none of the candidates, or nobody can tell which
# What a looser look-up is worth: as written, without the word for its kind, without "al-", without "eastern".
LEVEL_TRUST = [1.0, 0.95, 0.85, 0.8, 0.8]
WITHOUT_KIND, WITHOUT_DIRECTION = 1, 3
DIRECTIONS = (
    r"(?i)^(?:the )?(?:(?:(?:far|deep|south|north)[- ]?)?(?:north|south|east|west|central"
    r"|northeast|northwest|southeast|southwest)(?:ern|ernmost)?"
    r"|central|downtown|rural|occupied|mainland|coastal|government-held|rebel-held)[- ](?:parts? of |part of )?"
)
# "The North", "the West": a side, and of what only the article knows.
BARE_DIRECTION = r"(?i)^(?:the )?(?:north|south|east|west|northeast|northwest|southeast|southwest)(?:ern)?$"
SETTLEMENT_WORDS = (
    "city|town|village|settlement|suburb|neighbourhood|neighborhood|port city|area|valley|camp|locality|capital"
)
PREFIX_OF = rf"(?i)^(?:the )?(?:[a-z-]+ )?(?:{UNIT_WORDS}|{SETTLEMENT_WORDS}) of (?:the )?"
SUFFIX = rf"(?i)[ '’-](?:{UNIT_WORDS}|{SETTLEMENT_WORDS})$"
UNIT_HINT = r"(?i)\b(?:province|governorate|oblast|region|state|department|prefecture|krai|republic)\b"
DISTRICT_HINT = r"(?i)\b(?:district|county|raion|municipality)\b"
TOWN_HINT = r"(?i)\b(?:city|town|village|port city|capital)\b"
# What can hold what: a place is only said to lie in one of a higher rank.
RANKS = {"country": 5, "sea": 4, "region": 4, "admin1": 3, "admin2": 2, "city": 1, "site": 0, "other": 0}
PARTS = ["standing_points", "context_points", "hierarchy_points", "nearness_points"]


def km_between(prefix: str) -> pl.Expr:
    """Distance in km of (latitude, longitude) and (<prefix>lat, <prefix>lon), flat: exact enough below 500 km."""
    north = (pl.col("latitude") - pl.col(f"{prefix}lat")) * KM_PER_DEGREE
    east = (pl.col("longitude") - pl.col(f"{prefix}lon")) * KM_PER_DEGREE * pl.col("latitude").radians().cos()
    return (north.pow(2) + east.pow(2)).sqrt()


def scored_candidates(
    named: pl.DataFrame, votes: pl.DataFrame, home: pl.DataFrame, gazetteer: Gazetteer
) -> pl.DataFrame:
    """All candidates of all names, with their points in parts and `place_score`, the share of each.

    named: `mention_id, article_id, text, kind_text, container_mention_id`. votes: `article_id, country_iso3, share` of the article
    that is about a country, 0 to 1. home: `article_id, country_iso3` of the publisher.
    """
    rows = spelled_candidates(named, gazetteer)
    first = with_scores(_with_container(_with_context(rows, votes, home), named))
    around = _surroundings(first)
    rows = _with_container(_with_context(rows, _with_places(votes, around), home), named)
    return with_scores(_with_neighbours(rows, around))


def _spellings(named: pl.DataFrame) -> pl.DataFrame:
    """`mention_id, article_id, alias_key, level`: the keys to look up, the literal one first."""
    flat = folded(pl.col("text"))
    bare = flat.str.replace(PREFIX_OF, "").str.replace(SUFFIX, "")
    inner = flat.str.replace(DIRECTIONS, "").str.replace(PREFIX_OF, "").str.replace(SUFFIX, "")
    key = name_key(pl.col("text"))
    toggled = pl.when(key.str.starts_with("al ")).then(key.str.replace("^al ", "")).otherwise("al " + key)
    has_name = flat.str.contains(r"\p{Lu}") & ~flat.str.contains(BARE_DIRECTION)
    # Three capitals are an acronym ("EU"), never a village of that name.
    short = acronym_key(pl.col("text")).str.len_chars().fill_null(9) <= 4
    keys = [
        pl.when(~short).then(key),
        acronym_key(pl.col("text")),
        pl.when(bare != flat).then(name_key(bare)),
        pl.when(~short).then(toggled),
        pl.when((inner != flat) & (inner != bare)).then(name_key(inner)),
        name_key(flat.str.extract(r"^([^,]+),")),
    ]
    levels = [0, 0, WITHOUT_KIND, 2, WITHOUT_DIRECTION, 4]
    rows = named.filter(has_name).select(
        "mention_id",
        "article_id",
        "text",
        "kind_text",
        *[expression.alias(f"key_{i}") for i, expression in enumerate(keys)],
    )
    parts = [
        rows.select("mention_id", "article_id", "text", "kind_text", alias_key=f"key_{i}", level=pl.lit(level))
        for i, level in enumerate(levels)
    ]
    return pl.concat(parts).filter(pl.col("alias_key").str.len_chars() > 1)


def spelled_candidates(named: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """All places of the first level of spelling that has any, with `standing_points` and `kind_points`."""
    rows = _spellings(named).join(gazetteer.place_aliases, on="alias_key")
    rows = rows.filter(pl.col("level") == pl.col("level").min().over("mention_id"))
    places = gazetteer.places.select(
        "place_id", "kind", "country_iso3", "prior", "admin1_key", "countries", "latitude", "longitude", "radius_km"
    )
    rows = rows.join(places, on="place_id")
    own_name = (pl.col("penalty") < 1) & (pl.col("prior") >= NAMESAKE_STANDING)
    abroad = own_name.sum().over("mention_id") > own_name.sum().over("mention_id", "country_iso3")
    namesake = (pl.col("penalty") >= 1) & (pl.col("kind") == "city") & abroad
    text = pl.concat_str("text", "kind_text", separator=" ", ignore_nulls=True)
    kind_fits = (
        (text.str.contains(UNIT_HINT) & (pl.col("kind") == "admin1"))
        | (text.str.contains(DISTRICT_HINT) & (pl.col("kind") == "admin2"))
        | (text.str.contains(TOWN_HINT) & (pl.col("kind") == "city"))
    )
    rows = rows.with_columns(
        standing_points=pl.col("prior") - pl.col("penalty") - pl.when(namesake).then(NAMESAKE_PENALTY).otherwise(0.0),
        kind_points=pl.when(kind_fits).then(RIGHT_KIND).otherwise(0.0),
    )
    rows = rows.sort("standing_points", "place_id", descending=[True, False])
    return rows.unique(["mention_id", "place_id"], keep="first", maintain_order=True).drop(
        "prior", "penalty", "alias_key"
    )


def _with_context(rows: pl.DataFrame, votes: pl.DataFrame, home: pl.DataFrame) -> pl.DataFrame:
    """`context_points` by the countries that the article speaks of, and without what only they could vouch for."""
    rows = rows.join(votes, on=["article_id", "country_iso3"], how="left")
    home = home.select("article_id", "country_iso3", is_home=pl.lit(True)).unique(["article_id", "country_iso3"])
    rows = rows.join(home, on=["article_id", "country_iso3"], how="left")
    share = pl.col("share").fill_null(0.0)
    spoken_of = (share > 0) | pl.col("is_home").fill_null(False)
    # "Eastern Iran" is in Iran; "West Midlands" is no part of some Midlands that the article does not speak of, and
    # "Clark County" or "Barka Valley" no town called Clark or Barka.
    is_town = pl.col("text").str.contains(TOWN_HINT)
    loose = (pl.col("level") == WITHOUT_DIRECTION) | (
        (pl.col("level") == WITHOUT_KIND) & (pl.col("kind") == "city") & ~is_town
    )
    rows = rows.filter(~loose | spoken_of | pl.col("kind").is_in(["country", "region", "sea"]))
    points = pl.when(share > 0).then(IN_CONTEXT + CONTEXT_SHARE * share).otherwise(0.0)
    points = points + pl.when(pl.col("is_home").fill_null(False)).then(AT_HOME).otherwise(0.0)
    return rows.with_columns(context_points=points).drop("share", "is_home")


def _with_container(rows: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """`hierarchy_points` for pairs that fit: a place inside the one that is said to hold it, and that holder itself."""
    rows = rows.with_columns(
        points=pl.col("standing_points") + pl.col("context_points") + pl.col("kind_points"),
        rank=pl.col("kind").replace_strict(RANKS, default=0, return_dtype=pl.Int8),
    )
    links = named.select("mention_id", "container_mention_id").drop_nulls()
    # "China, Japan and Korea" is a list of states, however it is parsed.
    states = rows.filter((pl.col("kind") == "country") & (pl.col("level") == 0)).select("mention_id").unique()
    both = links.join(states, on="mention_id", how="semi").join(
        states.rename({"mention_id": "container_mention_id"}), on="container_mention_id", how="semi"
    )
    links = links.join(both, on="mention_id", how="anti")
    inner = links.join(rows, on="mention_id")
    outer = rows.select(
        container_mention_id="mention_id",
        outer_id="place_id",
        outer_kind="kind",
        outer_country="country_iso3",
        outer_key="admin1_key",
        outer_countries="countries",
        outer_points="points",
        outer_rank="rank",
        outer_lat="latitude",
        outer_lon="longitude",
        outer_radius="radius_km",
    )
    pairs = inner.join(outer, on="container_mention_id").filter(pl.col("place_id") != pl.col("outer_id"))
    fits = (
        ((pl.col("outer_kind") == "country") & (pl.col("country_iso3") == pl.col("outer_country")))
        | (pl.col("outer_kind").is_in(["admin1", "admin2", "city"]) & (pl.col("admin1_key") == pl.col("outer_key")))
        | (
            pl.col("outer_kind").is_in(["region", "sea"])
            & pl.col("outer_countries").list.contains(pl.col("country_iso3"))
        )
        | ((pl.col("country_iso3") == pl.col("outer_country")) & (km_between("outer_") <= pl.col("outer_radius")))
    )
    pairs = pairs.filter(fits & (pl.col("outer_rank") > pl.col("rank"))).with_columns(
        total=pl.col("points") + pl.col("outer_points")
    )
    inner_bonus = pairs.group_by("mention_id", "place_id").agg(
        bonus=INSIDE_CONTAINER + 0.2 * pl.col("outer_points").max()
    )
    best = pairs.sort("total", "place_id", descending=[True, False]).unique("mention_id", keep="first")
    outer_bonus = best.select(
        mention_id="container_mention_id", place_id="outer_id", bonus=pl.lit(INSIDE_CONTAINER)
    ).unique(["mention_id", "place_id"])
    bonus = pl.concat([inner_bonus, outer_bonus]).group_by("mention_id", "place_id").agg(pl.col("bonus").max())
    rows = rows.join(bonus, on=["mention_id", "place_id"], how="left")
    # Said to lie in a larger place that the list knows, and not there: rather a namesake, and below the bar no place.
    held = (
        links.join(outer, on="container_mention_id").group_by("mention_id").agg(holder_rank=pl.col("outer_rank").max())
    )
    rows = rows.join(held, on="mention_id", how="left")
    outside = (
        (pl.col("holder_rank") > pl.col("rank")).fill_null(False)
        & pl.col("bonus").is_null()
        & (pl.col("rank") <= RANKS["admin1"])
    )
    hierarchy = (
        pl.col("kind_points") + pl.col("bonus").fill_null(0.0) - pl.when(outside).then(OUTSIDE_CONTAINER).otherwise(0.0)
    )
    rows = rows.with_columns(hierarchy_points=hierarchy, nearness_points=pl.lit(0.0))
    total = pl.sum_horizontal(PARTS)
    return rows.filter(~outside | (total >= NO_SUCH_PLACE)).drop("bonus", "holder_rank", "rank", "points")


def with_scores(rows: pl.DataFrame) -> pl.DataFrame:
    """`points` and `place_score`: the share of each candidate among all and "none of these", times the spelling's trust."""
    rows = rows.with_columns(points=pl.sum_horizontal(PARTS))
    top = pl.col("points").max().over("mention_id")
    weight = (SHARPNESS * (pl.col("points") - top)).exp()
    share = weight / (weight.sum().over("mention_id") + (SHARPNESS * (NO_SUCH_PLACE - top)).exp())
    trust = pl.col("level").replace_strict(list(range(len(LEVEL_TRUST))), LEVEL_TRUST, return_dtype=pl.Float64)
    return rows.with_columns(place_score=(share * trust).round(3))


def chosen(scored: pl.DataFrame) -> pl.DataFrame:
    """`mention_id, place_id, place_score, level` of the candidate with most points, where it is likely enough."""
    top = scored.sort("points", "place_id", descending=[True, False])
    top = top.unique("mention_id", keep="first", maintain_order=True)
    return top.filter(pl.col("place_score") >= LEAST_SCORE).select("mention_id", "place_id", "place_score", "level")


def _surroundings(scored: pl.DataFrame) -> pl.DataFrame:
    """The likely places of each article: `article_id, place_id, place_score, country_iso3, latitude, longitude, is_point`."""
    likely = scored.filter(pl.col("place_score") >= LIKELY).sort("place_score", "mention_id", descending=[True, False])
    return likely.unique(["article_id", "place_id"], keep="first", maintain_order=True).select(
        "article_id",
        "place_id",
        "place_score",
        "country_iso3",
        "latitude",
        "longitude",
        is_point=pl.col("kind").is_in(["city", "site", "admin2"]),
    )


def _with_places(votes: pl.DataFrame, around: pl.DataFrame) -> pl.DataFrame:
    """The votes for countries, half from what the text says outright, half from the likely places."""
    told = (
        around.drop_nulls("country_iso3").group_by("article_id", "country_iso3").agg(weight=pl.col("place_score").sum())
    )
    told = told.select(
        "article_id", "country_iso3", share=0.5 * pl.col("weight") / pl.col("weight").sum().over("article_id")
    )
    halved = votes.with_columns(share=0.5 * pl.col("share"))
    both = (
        pl.concat([halved.select(told.columns), told]).group_by("article_id", "country_iso3").agg(pl.col("share").sum())
    )
    return both.with_columns(share=pl.col("share") / pl.col("share").sum().over("article_id"))


def _with_neighbours(rows: pl.DataFrame, around: pl.DataFrame) -> pl.DataFrame:
    """`nearness_points`: how near another place of the article is, times how likely that one is."""
    several = pl.len().over("mention_id") > 1
    small = pl.col("kind").is_in(["city", "site", "admin2", "other"])
    near = rows.filter(several & small).select("mention_id", "article_id", "place_id", "latitude", "longitude")
    points = around.filter("is_point").select(
        "article_id",
        other_id="place_id",
        other_lat="latitude",
        other_lon="longitude",
        other_score="place_score",
    )
    pairs = near.join(points, on="article_id").filter(pl.col("place_id") != pl.col("other_id"))
    points_of = NEAR_OTHERS * pl.col("other_score") * (1 - km_between("other_") / NEAR_KM).clip(0, 1)
    nearest = pairs.group_by("mention_id", "place_id").agg(nearness_points=points_of.max())
    return (
        rows.drop("nearness_points")
        .join(nearest, on=["mention_id", "place_id"], how="left")
        .with_columns(pl.col("nearness_points").fill_null(0.0))
    )
