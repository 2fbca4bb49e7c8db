"""Actors that no list knows: one row each, the same id for the same words in every article. Nothing is dropped."""

import polars as pl

from .actors import LEADING_WORDS, MAX_WORDS, TRAILING_PART
from .gazetteer import Gazetteer
from .gazetteer.keys import slug

ARMED_WORDS = (
    r"(?i)\b(?:militants?|rebels?|insurgents?|armed|separatists?|jihadists?|terrorists?|guerrillas?|paramilitary)\b"
)


def unknown_actors(
    open_mentions: pl.DataFrame, owners: pl.DataFrame, gazetteer: Gazetteer
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """An actor for every mention that is left.

    open_mentions: the mentions without an actor of their own.
    owners: `mention_id, owner_id, owner_country, is_state_owner`.
    Returns (`mention_id, actor_id, rule, actor_score`) and their rows for `actors` (without root).
    """
    titles = "|".join(sorted(gazetteer.words["titles"], key=len, reverse=True))
    is_person = pl.col("label") == "PER"
    description = (
        pl.col("flat")
        .str.replace(LEADING_WORDS, "")
        .str.replace(TRAILING_PART, "")
        .str.replace("(?i)^the ", "")
        .str.replace(r"'s?$", "")
    )
    description = description.str.split(" ").list.head(MAX_WORDS).list.join(" ").str.strip_chars(" '-,")
    person = pl.col("flat").str.replace(rf"(?i)^(?:(?:{titles})\.?\s+)+", "").str.replace(r"'s?$", "")
    flat = pl.col("flat").str.replace("(?i)^the ", "").str.replace(r"'s?$", "")
    name = pl.when(is_person).then(person).when(pl.col("label") == "NP").then(description).otherwise(flat)
    rows = open_mentions.filter(pl.col("label") != "PRON").with_columns(
        name=pl.when(name == "").then(pl.col("flat")).otherwise(name)
    )
    rows = rows.with_columns(actor_id="unk:" + slug(pl.col("name"))).filter(pl.col("actor_id").str.len_chars() > 4)
    rows = rows.join(owners, on="mention_id", how="left").join(_kinds(rows, gazetteer), on="mention_id", how="left")
    state_role = rf"(?i)\b(?:{'|'.join(gazetteer.words['state_roles'])})s?\b"
    holds_office = pl.col("role_text").fill_null("").str.contains(state_role)
    is_organ = pl.col("kind").is_in(gazetteer.words["organ_kinds"])
    parent = (
        pl.when(is_person & ~pl.col("is_state_owner"))
        .then("owner_id")
        .when(is_person & holds_office)
        .then("owner_id")
        .when(~is_person & is_organ & pl.col("is_state_owner"))
        .then("owner_id")
    )
    rows = rows.with_columns(parent_actor_id=pl.when(parent != pl.col("actor_id")).then(parent))
    # Where articles differ on an unknown actor, what most of them say holds.
    most = [
        pl.col(column).drop_nulls().mode().sort().first()
        for column in ("name", "kind", "owner_country", "parent_actor_id")
    ]
    actors = rows.group_by("actor_id").agg(most).rename({"owner_country": "country_iso3"})
    actors = actors.with_columns(
        pl.lit([], pl.List(pl.String)).alias("aliases"),
        pl.lit(False).alias("is_known"),
        *[
            pl.lit(None, pl.String).alias(column)
            for column in ("cameo_code", "ucdp_actor_id", "wikidata_id", "active_from", "active_to")
        ],
    )
    links = rows.select("mention_id", "actor_id", rule=pl.lit("unknown"), actor_score=pl.lit(0.5))
    return links, actors.select(gazetteer.actors.columns)


def _kinds(rows: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """`mention_id, kind` by the head noun: the word that the coder gave, else the last or first word of the name."""
    heads = (
        pl.DataFrame({"kind": list(gazetteer.words["heads"]), "word": list(gazetteer.words["heads"].values())})
        .explode("word")
        .unique("word", keep="first")
    )
    last = pl.col("name").str.to_lowercase().str.extract(r"([\w-]+)$")
    words = rows.select(
        "mention_id",
        "label",
        "name",
        head=pl.when(pl.col("label") == "NP").then("head_text"),
        last=last,
        singular=last.str.replace("s$", ""),
        first=pl.when(pl.col("label") == "ORG").then(pl.col("name").str.to_lowercase().str.extract(r"^([\w-]+)")),
    )
    for column in ("head", "last", "singular", "first"):
        words = words.join(heads.rename({"word": column, "kind": f"{column}_kind"}), on=column, how="left")
    by_word = pl.coalesce("head_kind", "last_kind", "singular_kind", "first_kind")
    kind = (
        pl.when(pl.col("label") == "PER")
        .then(pl.lit("person"))
        .when(pl.col("label") == "NORP")
        .then(pl.lit("population"))
    )
    kind = kind.when(pl.col("label") == "LOC").then(pl.lit("other")).otherwise(pl.coalesce(by_word, pl.lit("other")))
    # "Palestinian militant groups": the head says nothing, the adjective does.
    is_armed = (pl.col("label") == "NP") & pl.col("name").str.contains(ARMED_WORDS)
    return words.select(
        "mention_id", kind=pl.when((kind == "other") & is_armed).then(pl.lit("armed_group")).otherwise(kind)
    )
