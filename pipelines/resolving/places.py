"""Which place a name means: candidates by spelling, then standing, the article's countries and the place that holds it.

Pure joins over frames. A mention that no list knows gets a place of its own only where the article says where it lies:
then it carries the centre, the precision and the radius of that larger place. Elsewhere its `place_id` stays null.
"""

import polars as pl

from .gazetteer import Gazetteer
from .gazetteer.keys import acronym_key, folded, name_key, slug
from .gazetteer.place_spellings import UNIT_WORDS
from .gazetteer.place_tables import PLACE_COLUMNS

# Points on the scale of `prior`, which is the log10 of the people who live there.
IN_CONTEXT = 1.5  # the article names the candidate's country …
CONTEXT_SHARE = 1.0  # … and speaks of little else
INSIDE_CONTAINER = 4.0  # the text says what it lies in, and this candidate does
OUTSIDE_CONTAINER = 3.0  # … or does not
RIGHT_KIND = 1.5  # "Helmand province" for a province
SURE = 0.8  # the score from which a town speaks for its country
NO_SUCH_PLACE = 3.0  # the standing of "none of these", a village that no list has
# Below this score the name is rather none of the candidates; on GeoVirus the cut loses 0.3 % of right places.
LEAST_SCORE = 0.32
# What a looser look-up is worth: as written, without the word for its kind, without "al-", without "eastern".
LEVEL_TRUST = [1.0, 0.95, 0.85, 0.8, 0.8]
DIRECTIONS = (
    r"(?i)^(?:the )?(?:(?:(?:far|deep|south|north)[- ]?)?(?:north|south|east|west|central"
    r"|northeast|northwest|southeast|southwest)(?:ern|ernmost)?"
    r"|central|downtown|rural|occupied|mainland|coastal|government-held|rebel-held)[- ](?:parts? of |part of )?"
)
SETTLEMENT_WORDS = (
    "city|town|village|settlement|suburb|neighbourhood|neighborhood|port city|area|valley|camp|locality|capital"
)
PREFIX_OF = rf"(?i)^(?:the )?(?:[a-z-]+ )?(?:{UNIT_WORDS}|{SETTLEMENT_WORDS}) of (?:the )?"
SUFFIX = rf"(?i)[ '’-](?:{UNIT_WORDS}|{SETTLEMENT_WORDS})$"
UNIT_HINT = r"(?i)\b(?:province|governorate|oblast|region|state|department|prefecture|krai|republic)\b"
DISTRICT_HINT = r"(?i)\b(?:district|county|raion|municipality)\b"
TOWN_HINT = r"(?i)\b(?:city|town|village|port city|capital)\b"


def resolve_places(
    mentions: pl.DataFrame, votes: pl.DataFrame, states: pl.DataFrame, gazetteer: Gazetteer
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The place of every mention that has one, and the rows of all places used.

    mentions: `mention_id, article_id, text, label, is_place, container_mention_id, root_mention_id`.
    votes: `article_id, country_iso3, share`: how much of the article is about which country (0 to 1).
    states: `mention_id` of names of states and capitals, which are places whatever the reader took them for.
    Returns (`mention_id, place_id, place_score`), (`places` in the contract's columns).
    """
    is_place = (pl.col("label") == "LOC") | (pl.col("is_place") & pl.col("label").is_in(["ORG", "NP"]))
    is_state = pl.col("mention_id").is_in(states["mention_id"].implode()) & (pl.col("label") == "ORG")
    named = mentions.filter(is_place | is_state)
    candidates = _with_container(_candidates(named, votes, gazetteer), named)
    best = _best(candidates)
    best, invented = _unlisted(named, mentions, best, gazetteer.places.select(PLACE_COLUMNS))
    best = _through_antecedent(mentions, best)
    used = pl.concat([gazetteer.places.select(PLACE_COLUMNS), invented]).join(
        best.select("place_id").unique(), on="place_id", how="semi"
    )
    return best, used.sort("place_id")


def _spellings(named: pl.DataFrame) -> pl.DataFrame:
    """`mention_id, article_id, alias_key, level`: the keys to look up, the literal one first."""
    flat = folded(pl.col("text"))
    bare = flat.str.replace(PREFIX_OF, "").str.replace(SUFFIX, "")
    inner = flat.str.replace(DIRECTIONS, "").str.replace(PREFIX_OF, "").str.replace(SUFFIX, "")
    key = name_key(pl.col("text"))
    toggled = pl.when(key.str.starts_with("al ")).then(key.str.replace("^al ", "")).otherwise("al " + key)
    has_name = folded(pl.col("text")).str.contains(r"\p{Lu}")
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
    levels = [0, 0, 1, 2, 3, 4]
    rows = named.filter(has_name).select(
        "mention_id", "article_id", "text", *[expression.alias(f"key_{i}") for i, expression in enumerate(keys)]
    )
    parts = [
        rows.select("mention_id", "article_id", "text", alias_key=f"key_{i}", level=pl.lit(level))
        for i, level in enumerate(levels)
    ]
    return pl.concat(parts).filter(pl.col("alias_key").str.len_chars() > 1)


def _candidates(named: pl.DataFrame, votes: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """All places of the first level that has any, scored by standing, kind and the article's countries."""
    rows = _spellings(named).join(gazetteer.place_aliases, on="alias_key")
    rows = rows.filter(pl.col("level") == pl.col("level").min().over("mention_id"))
    places = gazetteer.places.select("place_id", "kind", "country_iso3", "prior", "admin1_key", "countries")
    rows = rows.join(places, on="place_id").join(votes, on=["article_id", "country_iso3"], how="left")
    # "Eastern Iran" is in Iran; "West Midlands" is no part of some Midlands that the article does not speak of.
    rows = rows.filter(
        (pl.col("level") != 3) | (pl.col("share") > 0) | pl.col("kind").is_in(["country", "region", "sea"])
    )
    in_context = pl.when(pl.col("share") > 0).then(IN_CONTEXT + CONTEXT_SHARE * pl.col("share")).otherwise(0.0)
    text = pl.col("text")
    kind_fits = (
        (text.str.contains(UNIT_HINT) & (pl.col("kind") == "admin1"))
        | (text.str.contains(DISTRICT_HINT) & (pl.col("kind") == "admin2"))
        | (text.str.contains(TOWN_HINT) & (pl.col("kind") == "city"))
    )
    score = pl.col("prior") - pl.col("penalty") + in_context + pl.when(kind_fits).then(RIGHT_KIND).otherwise(0.0)
    rows = (
        rows.with_columns(points=score)
        .sort("points", descending=True)
        .unique(["mention_id", "place_id"], keep="first", maintain_order=True)
    )
    return rows.select("mention_id", "place_id", "kind", "country_iso3", "admin1_key", "countries", "level", "points")


def _with_container(candidates: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Extra points for pairs that fit: a place inside the one that is said to hold it, and that holder itself."""
    links = named.select("mention_id", "container_mention_id").drop_nulls()
    inner = links.join(candidates, on="mention_id")
    outer = candidates.select(
        container_mention_id="mention_id",
        outer_id="place_id",
        outer_kind="kind",
        outer_country="country_iso3",
        outer_key="admin1_key",
        outer_countries="countries",
        outer_points="points",
    )
    pairs = inner.join(outer, on="container_mention_id").filter(pl.col("place_id") != pl.col("outer_id"))
    fits = (
        ((pl.col("outer_kind") == "country") & (pl.col("country_iso3") == pl.col("outer_country")))
        | (pl.col("outer_kind").is_in(["admin1", "admin2", "city"]) & (pl.col("admin1_key") == pl.col("outer_key")))
        | (
            pl.col("outer_kind").is_in(["region", "sea"])
            & pl.col("outer_countries").list.contains(pl.col("country_iso3"))
        )
    )
    pairs = pairs.filter(fits).with_columns(total=pl.col("points") + pl.col("outer_points"))
    inner_bonus = pairs.group_by("mention_id", "place_id").agg(
        bonus=INSIDE_CONTAINER + 0.2 * pl.col("outer_points").max()
    )
    best = pairs.sort("total", descending=True).unique("mention_id", keep="first")
    outer_bonus = best.select(
        mention_id="container_mention_id", place_id="outer_id", bonus=pl.lit(INSIDE_CONTAINER)
    ).unique(["mention_id", "place_id"])
    bonus = pl.concat([inner_bonus, outer_bonus]).group_by("mention_id", "place_id").agg(pl.col("bonus").max())
    rows = candidates.join(bonus, on=["mention_id", "place_id"], how="left")
    # Said to lie in a place that the list knows, and not there: rather a namesake, and below the bar no place at all.
    held = links.join(outer.select("container_mention_id").unique(), on="container_mention_id", how="semi")
    rows = rows.join(held.select("mention_id", is_held=pl.lit(True)), on="mention_id", how="left")
    namesake = (
        pl.col("is_held").fill_null(False)
        & pl.col("bonus").is_null()
        & pl.col("kind").is_in(["city", "admin1", "admin2", "site", "other"])
    )
    points = (
        pl.col("points") + pl.col("bonus").fill_null(0.0) - pl.when(namesake).then(OUTSIDE_CONTAINER).otherwise(0.0)
    )
    rows = rows.with_columns(points=points)
    return rows.filter(~namesake | (pl.col("points") >= NO_SUCH_PLACE)).drop("bonus", "is_held")


def _best(candidates: pl.DataFrame) -> pl.DataFrame:
    """The candidate with most points; `place_score` is its share among all candidates and "none of these"."""
    weight = (pl.col("points") - pl.col("points").max().over("mention_id")).exp()
    none = (NO_SUCH_PLACE - pl.col("points").max().over("mention_id")).exp()
    scored = candidates.with_columns(share=weight / (weight.sum().over("mention_id") + none))
    top = scored.sort(["points", "place_id"], descending=[True, False]).unique(
        "mention_id", keep="first", maintain_order=True
    )
    trust = pl.col("level").replace_strict(list(range(len(LEVEL_TRUST))), LEVEL_TRUST, return_dtype=pl.Float64)
    best = top.select("mention_id", "place_id", place_score=(pl.col("share") * trust).round(3))
    return best.filter(pl.col("place_score") >= LEAST_SCORE)


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
    outer = places.rename({"place_id": "outer_id"}).drop("name", "kind", "geonames_id")
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
    nothing = pl.DataFrame(schema={"article_id": pl.String, "country_iso3": pl.String, "share": pl.Float64})
    best = _best(_candidates(mentions.filter(pl.col("label") == "LOC"), nothing, gazetteer)).filter(
        pl.col("place_score") >= SURE
    )
    kinds = gazetteer.places.filter(pl.col("kind").is_in(["city", "admin1", "region"])).select(
        "place_id", "country_iso3"
    )
    return best.join(kinds, on="place_id").select("mention_id", "country_iso3").drop_nulls()
