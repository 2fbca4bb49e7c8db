"""What an article speaks of: its countries, by names that leave no doubt, and territories with authorities of their own."""

import polars as pl

from .gazetteer import Gazetteer
from .gazetteer.keys import name_key

DOMINANT_SHARE = 0.6  # from here on "the army" is the army of the country that the article speaks of


def country_votes(
    mentions: pl.DataFrame, candidates: pl.DataFrame, sure_places: pl.DataFrame, gazetteer: Gazetteer
) -> pl.DataFrame:
    """`article_id, country_iso3, share`: which countries an article speaks of, by names that leave no doubt.

    sure_places: `mention_id, country_iso3` of towns and provinces that are unambiguous without any context.
    """
    states = candidates.filter(pl.col("rule").is_in(["state_name", "demonym", "capital"]) & (pl.col("label") != "PER"))
    # Georgia is as often the American one, and the Congos share their name.
    states = states.filter(~pl.col("alias_key").is_in(["georgia", "georgian", "georgians", "congo", "congolese"]))
    groups = candidates.filter(
        pl.col("rule").is_in(["group", "organization"])
        & ~pl.col("is_ambiguous")
        & (pl.col("country_iso3").list.len() == 1)
    )
    # Persons who bear their name alone speak for the state that they belong to.
    persons = candidates.filter((pl.col("rule") == "person") & (pl.col("country_iso3").list.len() == 1))
    persons = persons.filter(
        ~pl.col("is_ambiguous").any().over("mention_id"), pl.col("actor_id").n_unique().over("mention_id") == 1
    )
    groups = pl.concat([groups, persons])
    parts = [
        states.select(
            "mention_id",
            "article_id",
            country_iso3="actor_id",
            weight=pl.when(pl.col("rule") == "capital").then(0.5).otherwise(1.0),
        ),
        groups.select("mention_id", "article_id", country_iso3=pl.col("country_iso3").list.first(), weight=pl.lit(0.5)),
        sure_places.join(mentions.select("mention_id", "article_id"), on="mention_id").select(
            "mention_id", "article_id", "country_iso3", weight=pl.lit(0.5)
        ),
        territory_mentions(mentions, gazetteer)
        .filter(~pl.col("is_rival"))
        .select("mention_id", "article_id", country_iso3="state", weight=pl.lit(0.5)),
    ]
    votes = pl.concat(parts).group_by("mention_id", "article_id", "country_iso3").agg(pl.col("weight").max())
    votes = votes.drop_nulls("country_iso3").group_by("article_id", "country_iso3").agg(pl.col("weight").sum())
    return votes.select(
        "article_id", "country_iso3", share=pl.col("weight") / pl.col("weight").sum().over("article_id")
    )


def territory_mentions(mentions: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """`mention_id, article_id, territory, state, is_rival`: names that lie in a territory of actor_words.yaml.

    is_rival: the name lies in the other part of that state ("Ramallah" for Gaza).
    """
    listed = pl.DataFrame(gazetteer.words["territories"], schema=_TERRITORY, strict=False)
    names = pl.concat(
        [
            listed.select("territory", "state", name=column, is_rival=pl.lit(is_rival)).explode("name")
            for column, is_rival in (("names", False), ("rivals", True))
        ]
    ).drop_nulls("name")
    names = names.with_columns(key=name_key(pl.col("name"))).drop("name")
    named = mentions.filter(pl.col("label").is_in(["LOC", "ORG"]) & pl.col("has_name"))
    return named.select("mention_id", "article_id", "key").join(names, on="key").drop("key")


_TERRITORY = {
    "territory": pl.String,
    "state": pl.String,
    "names": pl.List(pl.String),
    "rivals": pl.List(pl.String),
    "belligerents": pl.List(pl.String),
    "bodies": pl.List(pl.Struct({"body": pl.String, "actor_id": pl.String})),
}


def governed_territories(mentions: pl.DataFrame, votes: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """`article_id, territory, country_iso3`: territories that an article is about, and the state that each is a part of.

    A territory counts where an article names it more often than the other part of its state, and speaks mostly of the
    states that fight over it.
    """
    listed = pl.DataFrame(gazetteer.words["territories"], schema=_TERRITORY, strict=False)
    named = territory_mentions(mentions, gazetteer)
    sides = pl.col("is_rival").cast(pl.Int32)
    named = named.group_by("article_id", "territory").agg(here=(1 - sides).sum(), there=sides.sum())
    named = named.filter(pl.col("here") > pl.col("there"))
    fighting = listed.select("territory", country_iso3="belligerents").explode("country_iso3")
    shares = named.join(fighting, on="territory").join(votes, on=["article_id", "country_iso3"])
    shares = shares.group_by("article_id", "territory").agg(pl.col("share").sum())
    shares = shares.filter(pl.col("share") >= DOMINANT_SHARE).join(listed, on="territory")
    return shares.select("article_id", "territory", country_iso3="state")


def in_territories(
    found: pl.DataFrame, mentions: pl.DataFrame, votes: pl.DataFrame, gazetteer: Gazetteer
) -> pl.DataFrame:
    """`found` with bodies that the context gave replaced by those of a territory: "the health ministry" in Gaza.

    found: `mention_id, actor_id, rule, actor_score`, the surer guess of a mention first; what only a territory's state
    gave ("territory_body") is left out where the territory has no such body.
    """
    listed = pl.DataFrame(gazetteer.words["territories"], schema=_TERRITORY, strict=False)
    fighting = listed.select("territory", country_iso3="belligerents").explode("country_iso3")
    bodies = (
        listed.select("territory", "bodies").explode("bodies").unnest("bodies").rename({"actor_id": "territory_id"})
    )
    bodies = bodies.join(fighting, on="territory").join(
        gazetteer.bodies.rename({"actor_id": "state_body"}), on=["country_iso3", "body"]
    )
    bodies = bodies.select("territory", "territory_id", actor_id="state_body")
    here = governed_territories(mentions, votes, gazetteer).select("article_id", "territory")
    there = mentions.select("mention_id", "article_id").join(here, on="article_id")
    is_guess = pl.col("rule").is_in(["context_body", "local_body", "territory_body"])
    guesses = found.filter(is_guess).join(there, on="mention_id")
    moved = guesses.join(bodies, on=["territory", "actor_id"])
    moved = moved.unique(["mention_id", "rule"], keep="first", maintain_order=True)
    moved = moved.select("mention_id", "rule", "territory_id")
    moved = found.join(moved, on=["mention_id", "rule"], how="left", maintain_order="left")
    moved = moved.filter((pl.col("rule") != "territory_body") | pl.col("territory_id").is_not_null())
    rule = pl.when(pl.col("rule") == "territory_body").then(pl.lit("context_body")).otherwise("rule")
    moved = moved.with_columns(actor_id=pl.coalesce("territory_id", "actor_id"), rule=rule).drop("territory_id")
    return moved.unique("mention_id", keep="first", maintain_order=True)


def among_namesakes(phrases: pl.DataFrame, votes: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """Phrases with a word that two states share, "Congolese army", under the state that the article speaks of more.

    phrases: `mention_id, article_id, word, country_iso3, ...`; they come back with their country settled.
    """
    shared = pl.DataFrame(gazetteer.words["shared_words"], schema={"word": pl.String, "states": pl.List(pl.String)})
    rows = phrases.join(shared.explode("states"), on="word")
    rows = rows.join(votes.rename({"country_iso3": "states"}), on=["article_id", "states"])
    best = rows.sort("share", descending=True, maintain_order=True).unique(
        "mention_id", keep="first", maintain_order=True
    )
    settled = phrases.join(best.select("mention_id", settled="states"), on="mention_id", how="left")
    return settled.with_columns(country_iso3=pl.coalesce("settled", "country_iso3")).drop("settled")
