"""One object with all that is known about actors and places, read once per process; nothing is fetched."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from .actor_tables import load_actor_tables
from .own import with_own
from .place_tables import load_place_tables


@dataclass(frozen=True)
class Gazetteer:
    """The built-in tables, ready for joins.

    actors: the contract's columns of `actors` but for `root_actor_id`.
    actor_aliases: `alias_key, actor_id, weight, rule, country_iso3 (list), needs_context, is_ambiguous, valid_from,
        valid_to`.
    bodies: `country_iso3, body, actor_id`, the body of a state that "Iranian troops" or "Iran's parliament" means.
    phrases: `phrase_key, body`. state_words: `word, country_iso3`. words: the lists of actor_words.yaml.
    places: the contract's columns of `places`, and `prior` (log10 of people, more for states), `admin1_key`,
        `countries`.
    place_aliases: `alias_key, place_id, penalty`.
    """

    actors: pl.DataFrame
    actor_aliases: pl.DataFrame
    bodies: pl.DataFrame
    phrases: pl.DataFrame
    state_words: pl.DataFrame
    words: dict
    places: pl.DataFrame
    place_aliases: pl.DataFrame


def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The gazetteer that the package ships, with the user's own in `folder` where there is one (own.py).

    Raises:
        GazetteerError: a row of the user's own is wrong.
    """
    return built_in() if folder is None else with_own(built_in(), folder)


@cache
def built_in() -> Gazetteer:
    """The gazetteer that the package ships."""
    known, where = load_actor_tables(), load_place_tables()
    return Gazetteer(
        actors=known.actors,
        actor_aliases=known.aliases,
        bodies=known.bodies,
        phrases=known.phrases,
        state_words=known.state_words,
        words=known.words,
        places=where.places,
        place_aliases=where.aliases,
    )
