"""Bodies of states: which one a phrase means beside a state, beside a town, or bare in its article."""

import polars as pl

from .contexts import DOMINANT_SHARE
from .gazetteer import Gazetteer
from .gazetteer.keys import name_key

# In a proper name only these words make a body of the state: "Iraqi National Congress" is none.
BODY_IN_NAME = r"\b(?:ministry|minister|army|armed forces|police|navy|air force|military|embassy)\b"
NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty"
)
LEADING_WORDS = (
    r"(?i)^(?:(?:the|a|an|some|several|many|few|most|dozens of|hundreds of|thousands of|scores of"
    r"|at least|about|around|nearly|almost|more than|up to|over"
    rf"|other|others|another|both|these|those|this|that|all|its|their|his|her|our|my|your|{NUMBER_WORDS}|\d[\d,]*|suspected|alleged|unidentified|unknown|unnamed"
    r"|a number of|number of|group of|groups of|members of|member of|of)\s+)+"
)


def bodies_of_states(rows: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """The `actor_id` of the state's body, or of the state, for what stands beside a state's name.

    rows: `mention_id, label, head_text, country_iso3, rest_key`; they come back with `body` and `actor_id` added.
    """
    phrases = gazetteer.phrases.sort(pl.col("phrase_key").str.len_chars(), descending=True)
    any_phrase = "|".join(phrases["phrase_key"])
    inside = pl.col("rest_key").str.extract(rf"(?:^|\s)({any_phrase})(?:\s|$)")
    exact = gazetteer.phrases.rename({"phrase_key": "rest_key", "body": "exact_body"})
    within = gazetteer.phrases.rename({"phrase_key": "inside", "body": "inside_body"})
    not_a_body = gazetteer.words["heads"]["armed_group"] + gazetteer.words["heads"]["population"]
    rows = rows.with_columns(inside=inside).join(exact, on="rest_key", how="left").join(within, on="inside", how="left")
    usable = (pl.col("label") != "ORG") | pl.col("inside").str.contains(BODY_IN_NAME)
    usable = usable & ~pl.col("head_text").is_in(not_a_body)
    rows = rows.with_columns(body=pl.coalesce("exact_body", pl.when(usable).then("inside_body")))
    rows = rows.join(gazetteer.bodies.rename({"actor_id": "body_id"}), on=["country_iso3", "body"], how="left")
    return rows.with_columns(actor_id=pl.when(pl.col("rest_key") == "").then("country_iso3").otherwise("body_id"))


def told_bodies(mentions: pl.DataFrame, rest_keys: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """`article_id, rest_key, actor_id`: bodies that an article names with their state, where only one state has them.

    "The Health Ministry" after "Lebanon's Health Ministry" is Lebanon's, also where most of the article is about Israel.
    rest_keys: `mention_id, rest_key`: what is left of a phrase without the state. links: `mention_id, actor_id`.
    """
    rows = rest_keys.filter(pl.col("rest_key") != "").join(links, on="mention_id")
    rows = rows.join(mentions.select("mention_id", "article_id"), on="mention_id")
    rows = rows.select("article_id", "rest_key", "actor_id").unique()
    return rows.filter(pl.len().over("article_id", "rest_key") == 1)


def local_bodies(rows: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """ "Police in Kandahar", "Kandahar officials": the country's police, its government."""
    local = rows.filter(pl.col("is_local").fill_null(False) & pl.col("label").is_in(["NP", "ORG"]))
    town_before = pl.col("flat").str.replace(LEADING_WORDS, "")
    local = local.select(
        "mention_id", "label", "head_text", country_iso3="owner_country", rest_key=name_key(town_before)
    )
    found = (
        bodies_of_states(local, gazetteer)
        .drop_nulls("actor_id")
        .filter(pl.col("body").is_in(gazetteer.words["local_bodies"]))
    )
    return found.select("mention_id", "actor_id", rule=pl.lit("local_body"), actor_score=pl.lit(0.7))


def bare_bodies(
    rows: pl.DataFrame, votes: pl.DataFrame, governed: pl.DataFrame, told: pl.DataFrame, gazetteer: Gazetteer
) -> pl.DataFrame:
    """ "The army": the one that the article has named in full, else that of the country that it is mostly about.

    governed: `article_id, country_iso3`: the state of a territory whose war the article is about; what is guessed by it
    stands only where that territory has such a body (`in_territories`).
    told: `article_id, rest_key, actor_id` of bodies that the article names with their state.
    """
    bare = rows.filter(
        pl.col("label").is_in(["NP", "ORG"])
        & pl.col("antecedent_mention_id").is_null()
        & pl.col("owner_country").is_null()
        & pl.col("text_country").is_null()
    )
    bare = bare.with_columns(rest_key=name_key(pl.col("flat").str.replace(LEADING_WORDS, ""))).filter(
        pl.col("rest_key").is_in(gazetteer.words["bare_bodies"])
    )
    repeated = bare.join(told, on=["article_id", "rest_key"])
    repeated = repeated.select("mention_id", "actor_id", rule=pl.lit("repeated_body"), actor_score=pl.lit(0.75))
    dominant = votes.filter(pl.col("share") >= DOMINANT_SHARE).select("article_id", "country_iso3")
    by_country = _in_country(bare, dominant, "context_body", gazetteer)
    by_territory = _in_country(bare, governed, "territory_body", gazetteer)
    return pl.concat([repeated, by_territory, by_country])


def _in_country(bare: pl.DataFrame, countries: pl.DataFrame, rule: str, gazetteer: Gazetteer) -> pl.DataFrame:
    """The bodies of an article's country, for mentions that name none."""
    rows = bare.join(countries, on="article_id")
    rows = rows.select("mention_id", "label", "head_text", "country_iso3", "rest_key")
    found = bodies_of_states(rows, gazetteer).drop_nulls("actor_id")
    return found.select("mention_id", "actor_id", rule=pl.lit(rule), actor_score=pl.lit(0.6))
