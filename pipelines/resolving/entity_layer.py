"""The layer of names: what was coded as a name → actors and places, written row by row.

Names are resolved article by article, and only in articles whose input changed. What articles share are the rows of
actors that no list knows: each says what most mentions in the ledger say (`unknown.unknown_rows`).
"""

from datetime import datetime
from pathlib import Path

import polars as pl

from pipelines import progress
from pipelines.resolving.gazetteer import Gazetteer, load_gazetteer, own_fingerprint
from pipelines.resolving.grouping import short_ids
from pipelines.resolving.names import ResolvedNames, actor_rows, actors_above, resolve_names
from pipelines.resolving.part import IN
from pipelines.resolving.stamps import mark_done, mark_stale, stale_articles
from pipelines.resolving.unknown import SAID, unknown_rows
from pipelines.versions import fingerprint
from warehouse.gate import screen
from warehouse.schema import polars_schema
from warehouse.store import Counts, Store

LAYER = "names"
ENTITY_TABLES = ("actors", "actor_parents", "places", "entity_mentions", "place_candidates")
ARTICLES_AT_ONCE = 1000
VOTES = "unknown_actor_votes"
# What the events of other articles take from the row of an actor.
SEEN_BY_EVENTS = ["name", "country_iso3", "root_actor_id", "is_known"]


def resolve_entities(store: Store, run_id: str, now: datetime, own_folder: Path | None = None) -> int | None:
    """Rows of the entity tables that changed, or None where there was nothing to do.

    own_folder: the user's own gazetteer. Names are resolved anew when it changes; no article is coded anew.

    Raises:
        GazetteerError: a row of the user's own gazetteer is wrong.
    """
    stale = stale_articles(store, LAYER, "|".join([fingerprint("resolving"), own_fingerprint(own_folder)]))
    if stale.is_empty():
        return None
    gazetteer = load_gazetteer(own_folder)
    counts = Counts()
    for start in range(0, stale.height, ARTICLES_AT_ONCE):
        batch = stale.slice(start, ARTICLES_AT_ONCE)
        with store.transaction():
            counts += _resolve(store, batch["article_id"], gazetteer, run_id, now)
            mark_done(store, LAYER, batch)
        progress.report("names", start + batch.height, stale.height)
    return counts.changed


def _resolve(store: Store, articles: pl.Series, gazetteer: Gazetteer, run_id: str, now: datetime) -> Counts:
    ids = {"ids": articles.to_list()}
    about = store.read(
        "SELECT article_id, published_on, publisher, s.country_iso3 AS publisher_country"
        f" FROM articles LEFT JOIN sources AS s USING (source_id) WHERE article_id {IN}",
        ids,
    )
    names = store.read(f"SELECT * FROM staging.coded_names WHERE article_id {IN}", ids)
    before = store.read(f"SELECT mention_id, actor_id, place_id FROM entity_mentions WHERE article_id {IN}", ids)
    found = resolve_names(names, about, gazetteer)
    actors, parents = _actors(store, articles, found, before["actor_id"], gazetteer)
    frames = {
        "actors": actors,
        "actor_parents": parents,
        "places": _with_known_spelling(store, found.places),
        "entity_mentions": found.entity_mentions,
        "place_candidates": found.place_candidates,
    }
    mention_ids = pl.concat([before["mention_id"], found.entity_mentions["mention_id"]]).unique()
    scopes = {
        "actors": ("actor_id", actors["actor_id"].to_list()),
        "actor_parents": ("actor_id", actors["actor_id"].to_list()),
        "places": ("place_id", found.places["place_id"].to_list()),
        "entity_mentions": ("article_id", articles.to_list()),
        "place_candidates": ("mention_id", mention_ids.to_list()),
    }
    counts = Counts()
    for table, frame in screen(store, frames, run_id, now, scopes).items():
        counts += store.sync(table, frame, dict([scopes[table]]))
    if before.height:
        counts += _forget_unused(store)
    return counts


def _actors(
    store: Store, articles: pl.Series, found: ResolvedNames, before: pl.Series, gazetteer: Gazetteer
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of the actors that these articles name or named; articles that share one whose row changed become stale."""
    seed = pl.concat_str(*[pl.col(column).fill_null("") for column in ("article_id", *SAID)], separator="|")
    votes = found.unknown_votes.with_columns(seed.alias("seed"))
    votes = votes.with_columns(vote_id=short_ids(votes["seed"], "")).select(polars_schema(VOTES).names())
    store.sync(VOTES, votes, {"article_id": articles.to_list()})
    named = pl.concat([found.entity_mentions["actor_id"], before]).drop_nulls().unique()
    said = ", ".join(SAID)
    all_votes = store.read(
        f"SELECT {said}, sum(mention_count)::INTEGER AS mention_count FROM staging.{VOTES}"
        f" WHERE actor_id {IN} GROUP BY ALL",
        {"ids": named.to_list()},
    )
    actors, parents = actor_rows(named, unknown_rows(all_votes, gazetteer), gazetteer)
    known = store.read("SELECT * FROM actors").join(actors, on="actor_id", how="semi")
    other = known.select("actor_id", *SEEN_BY_EVENTS).join(
        actors.select("actor_id", *SEEN_BY_EVENTS), on=["actor_id", *SEEN_BY_EVENTS], how="anti", nulls_equal=True
    )
    if other.height:
        sharing = store.read(
            f"SELECT DISTINCT article_id FROM entity_mentions WHERE actor_id {IN}", {"ids": other["actor_id"].to_list()}
        )
        mark_stale(store, "events", sharing["article_id"])
    return actors, parents


def _with_known_spelling(store: Store, places: pl.DataFrame) -> pl.DataFrame:
    """A place that no list knows keeps the name under which it came first."""
    known = store.read(
        f"SELECT place_id, name AS known_name FROM places WHERE place_id {IN} AND starts_with(place_id, 'unk:')",
        {"ids": places["place_id"].to_list()},
    )
    rows = places.join(known, on="place_id", how="left").with_columns(name=pl.coalesce("known_name", "name"))
    return rows.select(places.columns)


def _forget_unused(store: Store) -> Counts:
    """Take away actors and places that no mention leads to any more."""
    actors, parents = store.read("SELECT actor_id, parent_actor_id FROM actors"), store.read("actor_parents")
    named = store.read("SELECT DISTINCT actor_id FROM entity_mentions")["actor_id"]
    used = actors_above(actors, parents, named)
    lost = actors.filter(~pl.col("actor_id").is_in(used.implode()))["actor_id"]
    lost_places = store.read(
        "SELECT place_id FROM places WHERE place_id NOT IN (SELECT place_id FROM entity_mentions WHERE place_id IS NOT NULL"
        " UNION SELECT place_id FROM place_candidates)"
    )["place_id"]
    counts = Counts()
    for table, key, gone in (
        ("actor_parents", "actor_id", lost),
        ("actors", "actor_id", lost),
        ("places", "place_id", lost_places),
    ):
        if len(gone):
            counts += store.delete(table, {key: gone.to_list()})
    return counts
