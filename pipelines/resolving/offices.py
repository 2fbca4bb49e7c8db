"""What depends on the date: who holds an office ("the president"), and to whom an actor belonged.

Pure joins over frames; terms are read by `gazetteer/terms.py`.
"""

import polars as pl

from .gazetteer import Gazetteer
from .gazetteer.keys import name_key
from .gazetteer.terms import actor_terms

STATED_SCORE, CONTEXT_SCORE, BODY_SCORE = 0.8, 0.55, 0.5


def office_holders(rows: pl.DataFrame, dominant: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """The person, or else the body, that an office in the words means: `mention_id, actor_id, rule, actor_score`.

    rows: `mention_id, article_id, label, published_on, office_key, country_iso3`: what stands beside the name of a
    state, or alone with country_iso3 null. dominant: `article_id, country_iso3` of articles on one country, whose office
    is meant where no state is named. Without a date nobody is found.
    """
    offices = _offices(gazetteer)
    held = rows.filter(pl.col("published_on").is_not_null()).join(offices, on="office_key")
    held = held.join(dominant.rename({"country_iso3": "dominant"}), on="article_id", how="left")
    held = held.with_columns(is_stated=pl.col("country_iso3").is_not_null())
    held = held.with_columns(country_iso3=pl.coalesce("country_iso3", "dominant")).drop_nulls("country_iso3")
    fits = pl.col("only").is_null() | pl.col("only").list.contains(pl.col("country_iso3"))
    fits = fits & (pl.col("never").is_null() | ~pl.col("never").list.contains(pl.col("country_iso3")))
    held = held.filter(fits)
    terms = actor_terms().drop_nulls(["state", "valid_from"]).join(gazetteer.actors, on="actor_id", how="semi")
    terms = terms.select("role", "valid_from", "valid_to", country_iso3="state", person_id="actor_id")
    on_date = held.join(terms, on=["country_iso3", "role"]).filter(
        pl.col("valid_from") <= pl.col("published_on"),
        pl.col("valid_to").is_null() | (pl.col("published_on") <= pl.col("valid_to")),
    )
    # On the day of a change the new holder counts.
    on_date = on_date.sort("valid_from", "person_id", descending=[True, False]).unique(
        "mention_id", keep="first", maintain_order=True
    )
    persons = on_date.select(
        "mention_id",
        actor_id="person_id",
        rule=pl.lit("office"),
        actor_score=pl.when("is_stated").then(STATED_SCORE).otherwise(CONTEXT_SCORE),
    )
    # Beside the name of a state its body is found by its own rule; here only what stands alone needs one.
    vacant = held.filter(~pl.col("is_stated")).join(on_date, on="mention_id", how="anti")
    bodies = vacant.join(gazetteer.bodies, on=["country_iso3", "body"]).unique("mention_id", keep="first")
    bodies = bodies.select("mention_id", "actor_id", rule=pl.lit("office"), actor_score=pl.lit(BODY_SCORE))
    return pl.concat([persons, bodies])


def _offices(gazetteer: Gazetteer) -> pl.DataFrame:
    """`office_key, role, body, only, never` of actor_words.yaml, one row per phrase."""
    states = pl.List(pl.String)
    schema = {"phrases": states, "role": pl.String, "body": pl.String, "only": states, "never": states}
    offices = pl.DataFrame(gazetteer.words["offices"], schema=schema).explode("phrases")
    return offices.with_columns(office_key=name_key(pl.col("phrases"))).drop("phrases")


def dated_parents(catalogue: pl.DataFrame) -> pl.DataFrame:
    """The terms of `actor_terms` whose actor and parent are in the catalogue (`actor_id`)."""
    known = catalogue.select("actor_id")
    terms = actor_terms().join(known, on="actor_id", how="semi")
    return terms.join(known.rename({"actor_id": "parent_actor_id"}), on="parent_actor_id", how="semi")


def parents_of(actors: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """The table `actor_parents` for the actors in use, terms numbered in the order of time."""
    rows = terms.join(actors.select("actor_id"), on="actor_id", how="semi")
    rows = rows.unique(["actor_id", "parent_actor_id", "role", "valid_from", "valid_to"])
    rows = rows.sort("actor_id", "valid_from", "valid_to", "parent_actor_id", "role", nulls_last=False)
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("actor_id")
    return rows.select("actor_id", "parent_actor_id", "role", "valid_from", "valid_to", term_number=number).select(
        "actor_id", "term_number", "parent_actor_id", "role", "valid_from", "valid_to"
    )
