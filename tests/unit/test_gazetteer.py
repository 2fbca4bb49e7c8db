"""The built-in tables: whole, consistent, quick to load."""

import hashlib
import time
from pathlib import Path

import polars as pl

from pipelines.resolving import gazetteer as package
from pipelines.resolving.gazetteer import KINDS, load_gazetteer
from pipelines.resolving.gazetteer.keys import acronym_key, name_key
from pipelines.resolving.gazetteer.loader import built_in

DATA = Path(package.__file__).parent / "data"
ACTOR_KINDS = {
    "state",
    "government_body",
    "military",
    "armed_group",
    "intergovernmental",
    "ngo",
    "media",
    "company",
    "person",
    "population",
    "other",
}


def test_loading_takes_less_than_two_seconds():
    built_in.cache_clear()
    start = time.perf_counter()
    load_gazetteer()
    assert time.perf_counter() - start < 2


def test_files_are_the_ones_that_the_checksums_name():
    listed = dict(line.split()[::-1] for line in (DATA / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    present = {path.name for path in DATA.iterdir() if path.name != "SHA256SUMS"}
    assert set(listed) == present
    assert all(hashlib.sha256((DATA / name).read_bytes()).hexdigest() == digest for name, digest in listed.items())


def test_actors_are_whole():
    actors = load_gazetteer().actors
    assert actors["actor_id"].is_unique().all()
    assert set(actors["kind"]) <= ACTOR_KINDS
    assert set(KINDS.values()) <= ACTOR_KINDS
    assert actors["parent_actor_id"].drop_nulls().is_in(actors["actor_id"].implode()).all()
    assert actors.filter(pl.col("parent_actor_id") == pl.col("actor_id")).is_empty()
    assert actors["aliases"].null_count() == 0
    assert actors.filter(pl.col("aliases").list.contains(pl.col("name"))).is_empty()


def test_armed_groups_have_no_state_above():
    actors = load_gazetteer().actors
    groups = actors.filter(pl.col("actor_id").str.starts_with("grp:"))
    assert groups["kind"].unique().to_list() == ["armed_group"]
    assert groups.filter(pl.col("parent_actor_id").str.len_chars() == 3).is_empty()


def test_places_are_whole():
    places = load_gazetteer().places
    assert places["place_id"].is_unique().all()
    assert places["latitude"].drop_nulls().is_between(-90, 90).all()
    assert places["longitude"].drop_nulls().is_between(-180, 180).all()
    assert places.filter(pl.col("latitude").is_null() != pl.col("longitude").is_null()).is_empty()
    assert places.filter(
        pl.col("radius_km").is_null() & pl.col("latitude").is_not_null() & (pl.col("kind") != "country")
    ).is_empty()
    assert places.filter((pl.col("kind") == "sea") & pl.col("country_iso3").is_not_null()).is_empty()
    assert load_gazetteer().place_aliases["place_id"].is_in(places["place_id"].implode()).all()


def test_aliases_were_keyed_by_the_keys_of_today():
    names = pl.read_parquet(DATA / "city_names.parquet").gather_every(997)
    assert names.filter(name_key(pl.col("alias_key")) != pl.col("alias_key")).is_empty()


def test_spelling_keys():
    spellings = pl.DataFrame(
        {
            "text": [
                "The U.S.",
                "Sana‘a",
                "Ḩamāh",
                "El-Fasher",
                "As-Suwayda",
                "Ar-Raqqah",
                "Iran’s",
                "Côte d'Ivoire",
                "us",
                "the UN's",
                "IS-K",
            ],
            "key": [
                "us",
                "sanaa",
                "hamah",
                "al fasher",
                "al suwayda",
                "al raqqah",
                "iran",
                "cote divoire",
                "us",
                "un",
                "is k",
            ],
            "acronym": ["#US", None, None, None, None, None, None, None, None, "#UN", "#IS-K"],
        }
    )
    keyed = spellings.select(name_key(pl.col("text")).alias("key"), acronym_key(pl.col("text")).alias("acronym"))
    assert keyed.equals(spellings.select("key", "acronym"))
