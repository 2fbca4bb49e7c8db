"""Mentions → actors and places: `resolve_names`, the first step of resolving.

Frames in and frames out; nothing here reads text again or remembers an earlier run, so that a new gazetteer only needs
a new run of this step.
"""

from dataclasses import dataclass

import polars as pl

from .actors import alias_candidates, described_actors, listed_actors, persons_by_surname, with_keys
from .contexts import country_votes
from .gazetteer import Gazetteer, load_gazetteer
from .gazetteer.codes import with_cameo, with_iso2, with_state_numbers
from .gazetteer.keys import name_key
from .offices import dated_parents, parents_of
from .places import resolve_places, sure_countries
from .unknown import unknown_actors, unknown_rows

CHAIN_DOUBLINGS = 4  # antecedents of antecedents: chains of up to 16 links
GUESSES = ["unknown", "context_body", "office"]  # give way to the actor of what the mention stands for
PARENT_DEPTH = 8  # no chain of parents in the tables is longer than 5
ACTOR_COLUMNS = [
    "actor_id",
    "name",
    "aliases",
    "kind",
    "country_iso3",
    "country_iso2",
    "parent_actor_id",
    "root_actor_id",
    "is_known",
    "cow_code",
    "gw_code",
    "cameo_code",
    "ucdp_actor_id",
    "wikidata_id",
    "active_from",
    "active_to",
]


@dataclass(frozen=True)
class ResolvedNames:
    """Frames in the columns of the tables of the same name; `unknown_votes`: see `unknown.unknown_actors`."""

    entity_mentions: pl.DataFrame
    actors: pl.DataFrame
    actor_parents: pl.DataFrame
    places: pl.DataFrame
    place_candidates: pl.DataFrame
    unknown_votes: pl.DataFrame


def resolve_names(names: pl.DataFrame, articles: pl.DataFrame, gazetteer: Gazetteer | None = None) -> ResolvedNames:
    """Give every name, description and pronoun its actor and its place.

    names: rows of `coded_names`. articles: `article_id, published_on` (date or null) and, where
    known, `publisher` and `publisher_country` (alpha-3); more columns do no harm.
    """
    gazetteer = gazetteer or load_gazetteer()
    dates = articles.select("article_id", pl.col("published_on").cast(pl.Date)).unique("article_id")
    everything = with_keys(names).join(dates, on="article_id", how="left").join(_roots(names), on="mention_id")
    mentions = everything.filter(pl.col("label") != "AREA")
    candidates = alias_candidates(mentions, gazetteer)
    votes = country_votes(mentions, candidates, sure_countries(mentions, gazetteer), gazetteer)
    states = candidates.filter(pl.col("rule").is_in(["state_name", "demonym", "capital"]))
    states = states.select("mention_id", country_iso3="actor_id").unique()
    where_all = resolve_places(everything, votes, publisher_countries(articles, gazetteer), states, gazetteer)
    placed, places = where_all.placed, where_all.places
    where = placed.join(places, on="place_id").select("mention_id", place_kind="kind", place_country="country_iso3")
    listed = listed_actors(candidates, votes, where)
    listed = pl.concat([listed, persons_by_surname(mentions, listed, gazetteer)])
    # What is a group by its name is no town that is spelt alike.
    placed = placed.join(listed.filter(pl.col("rule") == "group"), on="mention_id", how="anti")
    described, owners = described_actors(mentions, listed, where, votes, gazetteer)
    known = pl.concat([listed, described])
    acting = mentions.filter(pl.col("is_actor") | (pl.col("label") != "LOC"))
    unknown, unknown_votes = unknown_actors(acting.join(known, on="mention_id", how="anti"), owners, gazetteer)
    links = _shared_in_article(mentions, pl.concat([known, unknown]))
    entity_mentions = _entity_mentions(acting, everything, links, placed)
    actors, parents = actor_rows(entity_mentions["actor_id"], unknown_rows(unknown_votes, gazetteer), gazetteer)
    places = with_iso2(places.with_columns(pl.col("geonames_id").cast(pl.Int32)))
    return ResolvedNames(entity_mentions, actors, parents, places, where_all.candidates, unknown_votes)


def actor_rows(actor_ids: pl.Series, unknown: pl.DataFrame, gazetteer: Gazetteer) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of `actors` and `actor_parents` for these actors and all that are or were above them.

    unknown: rows of `unknown_rows`, for those of the actors that no list knows.
    """
    catalogue = pl.concat([gazetteer.actors, unknown])
    terms = dated_parents(catalogue)
    actors = _used_actors(actor_ids, catalogue, terms)
    return actors, parents_of(actors, terms)


def actors_above(actors: pl.DataFrame, parents: pl.DataFrame, actor_ids: pl.Series) -> pl.Series:
    """These actors and all that are or were above them; `actors`, `parents`: columns of `actors` and `actor_parents`."""
    above = pl.concat(
        [actors.select("actor_id", next_id="parent_actor_id"), parents.select("actor_id", next_id="parent_actor_id")]
    )
    wanted = pl.DataFrame({"actor_id": actor_ids}).drop_nulls().unique()
    for _ in range(PARENT_DEPTH):
        further = wanted.join(above, on="actor_id").select(actor_id="next_id").drop_nulls()
        wanted = pl.concat([wanted, further]).unique()
    return wanted["actor_id"]


def publisher_countries(articles: pl.DataFrame, gazetteer: Gazetteer) -> pl.DataFrame:
    """`article_id, country_iso3`: where the publisher of an article sits: as its source says, else as listed."""
    columns = {"publisher": pl.String, "publisher_country": pl.String}
    missing = [pl.lit(None, kind).alias(name) for name, kind in columns.items() if name not in articles.columns]
    rows = articles.with_columns(missing).with_columns(alias_key=name_key(pl.col("publisher")))
    media = gazetteer.actor_aliases.filter(pl.col("country_iso3").list.len() == 1)
    media = media.filter(pl.col("rule") == "organization").select(
        "alias_key", listed=pl.col("country_iso3").list.first()
    )
    rows = rows.join(media.unique("alias_key", keep="none"), on="alias_key", how="left")
    rows = rows.select("article_id", country_iso3=pl.coalesce("publisher_country", "listed"))
    return rows.drop_nulls("country_iso3").unique()


def _roots(names: pl.DataFrame) -> pl.DataFrame:
    """`mention_id, root_mention_id`: the end of each chain of antecedents, by doubling the step."""
    here = names.select("mention_id").with_columns(exists=pl.lit(True))
    links = names.select("mention_id", root_mention_id="antecedent_mention_id")
    links = links.join(here.rename({"mention_id": "root_mention_id"}), on="root_mention_id", how="left")
    links = links.select(
        "mention_id", root_mention_id=pl.when("exists").then("root_mention_id").otherwise("mention_id")
    )
    for _ in range(CHAIN_DOUBLINGS):
        step = links.select(root_mention_id="mention_id", next_id="root_mention_id")
        links = links.join(step, on="root_mention_id", how="left").select("mention_id", root_mention_id="next_id")
    return links


def _shared_in_article(mentions: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """One actor for all mentions of a chain: a listed one before an unknown one, the full name before short forms."""
    members = mentions.select("mention_id", "root_mention_id", "text_start", "label").join(
        links, on="mention_id", how="left"
    )
    is_root = pl.col("mention_id") == pl.col("root_mention_id")
    rank = members.filter(pl.col("actor_id").is_not_null()).with_columns(
        is_listed=pl.col("rule") != "unknown", is_root=is_root
    )
    rank = rank.sort(
        ["is_listed", "is_root", "actor_score", "text_start", "mention_id"], descending=[True, True, True, False, False]
    )
    best = rank.unique("root_mention_id", keep="first", maintain_order=True)
    # Listed by itself, a mention keeps its actor, whatever it was linked to; a guess from the context gives way.
    own = members.select("mention_id", "root_mention_id", own_id="actor_id", own_rule="rule", own_score="actor_score")
    chosen = own.join(best.select("root_mention_id", "actor_id", "actor_score"), on="root_mention_id", how="left")
    is_shared = pl.col("own_id").is_null() | pl.col("own_rule").is_in(GUESSES)
    return chosen.select(
        "mention_id",
        actor_id=pl.when(is_shared).then("actor_id").otherwise("own_id"),
        actor_score=pl.when(pl.col("own_id") == pl.col("actor_id"))
        .then("own_score")
        .otherwise(0.9 * pl.col("actor_score")),
    )


def _entity_mentions(
    acting: pl.DataFrame, mentions: pl.DataFrame, links: pl.DataFrame, placed: pl.DataFrame
) -> pl.DataFrame:
    links = links.join(acting.select("mention_id"), on="mention_id", how="semi")
    rows = mentions.join(links, on="mention_id", how="left").join(placed, on="mention_id", how="left")
    return rows.select(
        "mention_id",
        "article_id",
        "text_start",
        "text_end",
        "text",
        entity_kind=pl.coalesce("entity_kind", pl.lit("other")),
        actor_id="actor_id",
        place_id="place_id",
        score=pl.coalesce("place_score", "actor_score").round(3),
    ).sort("mention_id")


def _used_actors(actor_ids: pl.Series, catalogue: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """These actors and all that are or were above them, each with the top of its chain of today."""
    parents = catalogue.select("actor_id", next_id="parent_actor_id")
    wanted = pl.DataFrame({"actor_id": actors_above(catalogue, terms, actor_ids)})
    roots = wanted.with_columns(root_actor_id=pl.col("actor_id"))
    for _ in range(PARENT_DEPTH):
        roots = roots.join(parents.rename({"actor_id": "root_actor_id"}), on="root_actor_id", how="left")
        roots = roots.select("actor_id", root_actor_id=pl.coalesce("next_id", "root_actor_id"))
    rows = catalogue.join(roots, on="actor_id").with_columns(pl.col("ucdp_actor_id").cast(pl.Int32, strict=False))
    # Codes of unknown actors, and of those that a gazetteer of the user's own gives none.
    rows = with_state_numbers(with_iso2(with_cameo(rows)))
    return rows.select(ACTOR_COLUMNS).sort("actor_id")
