"""The user's own gazetteer: names that a newsroom knows and the built-in tables lack, or have differently.

A folder with `actors.yaml` or `actors.tsv` and `places.yaml` or `places.tsv`, in the words of the ledger (README.md).
A row that is a built-in one, by its id or its name, overrides the columns that it gives and adds its names; any other
is added. What a user's own row is called means that row, whatever the built-in tables mean by the spelling: its
aliases weigh more than any context can (`OWN_WEIGHT` for actors, `OWN_STANDING` for places). Between two of the user's
own rows with one spelling the context decides as ever.
"""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from .actor_rows import PARENTHESIS
from .keys import alias_rows, name_key, slug
from .schema import GazetteerError, check, messages, whole
from .sheets import PROBLEM_SCHEMA, Sheet, read_sheet
from .tables import exploded

if TYPE_CHECKING:
    from .loader import Gazetteer

FILES = {"actors": ("actors.yaml", "actors.tsv"), "places": ("places.yaml", "places.tsv")}
OTHER_TABLES = {".yaml", ".yml", ".tsv", ".csv"}
# The best built-in reading of a name has 1.0, and 2.0 where the whole article is on its country, and 0.5 in its term.
OWN_WEIGHT = 5.0
# A state has 9; the article's countries, what the text says it lies in, its kind and its neighbours add up to below 11.
OWN_STANDING = 20.0
OWN_PRIOR = 6.5  # as the regions written for the built-in gazetteer
PRECISION_OF_KIND = {
    "country": "country", "admin1": "admin1", "admin2": "district", "city": "city", "site": "site", "region": "region",
    "sea": "region",
}  # fmt: skip
RADIUS_OF_PRECISION = {"site": 2.0, "city": 5.0, "district": 25.0, "admin1": 50.0, "region": 200.0}
RING_DOUBLINGS = 5  # a chain of 32 parents is a ring


@dataclass(frozen=True)
class _Own:
    """The rows of one file. `row`: its columns as texts, `line`, and `id` with whether the gazetteer `is_built_in`."""

    sheet: Sheet
    rows: pl.DataFrame
    problems: pl.DataFrame


def own_files(folder: Path | None) -> dict[str, Path]:
    """The files of the user's own gazetteer: "actors" and "places" where they are there.

    Raises:
        GazetteerError: the folder is missing, holds a table of another name, or one table twice.
    """
    if folder is None:
        return {}
    if not folder.is_dir():
        raise GazetteerError([f"{folder}: no such folder: make it, or take STRIKELEDGER_GAZETTEER away"])
    known = [name for names in FILES.values() for name in names]
    others = [path for path in sorted(folder.iterdir()) if path.suffix in OTHER_TABLES and path.name not in known]
    errors = [f"{path}: no file of a gazetteer is called so: use one of {', '.join(known)}" for path in others]
    found = {table: [folder / name for name in names if (folder / name).is_file()] for table, names in FILES.items()}
    errors += [f"{two[1]}: {two[0].name} is there too: keep one of the two" for two in found.values() if len(two) > 1]
    if errors:
        raise GazetteerError(errors)
    return {table: paths[0] for table, paths in found.items() if paths}


def own_fingerprint(folder: Path | None) -> str:
    """12 hex digits that change with the user's own gazetteer; empty where there is none.

    Raises:
        GazetteerError: as of `own_files`.
    """
    files = own_files(folder)
    content = b"".join(path.name.encode() + b"\0" + path.read_bytes() + b"\0" for path in files.values())
    return hashlib.sha256(content).hexdigest()[:12] if files else ""


def with_own(gazetteer: "Gazetteer", folder: Path | None) -> "Gazetteer":
    """The gazetteer with the rows and the spellings of the user's own.

    Raises:
        GazetteerError: a row is wrong; `errors` has a line for each row of both files, with file, line and mend.
    """
    files = own_files(folder)
    actors = _own_actors(read_sheet(files["actors"]), gazetteer) if "actors" in files else None
    places = _own_places(read_sheet(files["places"]), gazetteer) if "places" in files else None
    errors = [text for own in (actors, places) if own for text in messages(own.sheet.path, own.problems)]
    if errors:
        raise GazetteerError(errors)
    if actors is not None:
        gazetteer = _with_actors(gazetteer, actors.rows)
    if places is not None:
        gazetteer = _with_places(gazetteer, places.rows)
    return gazetteer


# --- which row is which ---------------------------------------------------------------------------------------


def _identified(rows: pl.DataFrame, given: str, named: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    """The rows with `id` and `is_built_in`.

    given: the column of the id. ids: `id` of all built-in rows. named: `line, id` of the built-in rows that the name may
    mean; several of them are none, since nobody can tell which is meant.
    """
    named = named.unique().filter(pl.len().over("line") == 1).rename({"id": "named_id"})
    rows = rows.join(named, on="line", how="left", maintain_order="left")
    rows = rows.with_columns(id=pl.coalesce(given, "named_id", "own:" + slug(pl.col("name"))))
    built_in = ids.select("id", is_built_in=pl.lit(True))
    rows = rows.join(built_in, on="id", how="left", maintain_order="left")
    return rows.with_columns(pl.col("is_built_in").fill_null(False)).drop("named_id")


def _identity_problems(rows: pl.DataFrame, given: str, problems: pl.DataFrame) -> pl.DataFrame:
    """Rows that have no name of their own, no id, or the id of another row."""
    nameless = pl.col("name").is_null() & pl.col(given).is_not_null() & ~pl.col("is_built_in")
    empty = pl.col(given).is_null() & (pl.col("id") == "own:")
    first = pl.col("line").min().over("id")
    doubled = pl.col("id").is_not_null() & (pl.col("line") > first)
    state = pl.col(given).str.contains("^[A-Z]{3}$") & ~pl.col("is_built_in")
    told = [
        (nameless, pl.format("name is missing: no built-in row has the {} '{}', so give the name", pl.lit(given), given)),
        (empty, pl.format("name: '{}' gives no id: give an {} too, as own:some-name", "name", pl.lit(given))),
        (state, pl.format("{}: no country has the code '{}': give an id of your own, as own:some-name", pl.lit(given), given)),
    ]  # fmt: skip
    found = [rows.filter(bad.fill_null(False)).select("line", problem=text) for bad, text in told]
    twice = pl.format(
        "'{}' is the same {} as line {}: keep one, or give one an id of its own",
        pl.coalesce("name", given),
        pl.lit(given),
        first,
    )
    again = rows.with_columns(problem=twice, doubled=doubled).filter("doubled").select("line", "problem")
    found.append(again.join(problems, on="line", how="anti"))
    return pl.concat([frame.cast(pl.Schema(PROBLEM_SCHEMA)) for frame in found])


def _agree(own: str, theirs: str) -> pl.Expr:
    return (pl.col(own) == pl.col(theirs)).fill_null(True)


# --- actors ---------------------------------------------------------------------------------------------------


def _own_actors(sheet: Sheet, gazetteer: "Gazetteer") -> _Own:
    """Columns of `own_actors`, `id`, `is_built_in`, `parent_actor_id`."""
    problems, rows = check(sheet, "own_actors"), whole(sheet, "own_actors")
    rows = rows.with_columns(key=name_key(pl.col("name")))
    known = gazetteer.actors.select(
        id="actor_id", above="parent_actor_id", their_name="name", their_country="country_iso3"
    )
    known = known.with_columns(key=name_key(pl.col("their_name")))
    open_rows = rows.filter(pl.col("actor_id").is_null())
    named = open_rows.join(known, on="key")
    # Of several actors of one name it is the one of the country that the row gives.
    is_one = (pl.len().over("line") == 1) | _agree("country_iso3", "their_country")
    named = named.filter(is_one).select("line", "id")
    rows = _identified(rows, "actor_id", named, known)
    problems = pl.concat([problems, _identity_problems(rows, "actor_id", problems)])
    rows, wrong = _with_parents(rows, known)
    return _Own(sheet, rows, pl.concat([problems, wrong]).sort("line", nulls_last=False, maintain_order=True))


def _with_parents(rows: pl.DataFrame, known: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`parent_actor_id` by id or by name, one's own rows first; and what is wrong with a parent."""
    every = pl.concat([rows.select("id", "key", is_own=True), known.select("id", "key", is_own=False)])
    every = every.filter(~((pl.col("is_own").not_()) & pl.col("id").is_in(rows["id"].implode())))
    wanted = rows.filter(pl.col("parent").is_not_null()).select(
        "line", "parent", own_id="id", key=name_key(pl.col("parent"))
    )
    by_id = wanted.join(every.select(parent="id", found=pl.col("id")).unique(), on="parent").select("line", "found")
    by_name = wanted.join(by_id, on="line", how="anti").join(every, on="key").select("line", "is_own", found="id")
    by_name = by_name.filter(pl.col("is_own") == pl.col("is_own").max().over("line")).unique()
    several = by_name.filter(pl.len().over("line") > 1).group_by("line").agg(pl.col("found").sort())
    parents = pl.concat([by_id, by_name.select("line", "found")]).filter(pl.len().over("line") == 1)
    nobody = wanted.join(pl.concat([by_id.select("line"), by_name.select("line")]), on="line", how="anti")
    links = wanted.join(parents, on="line")
    told = [
        nobody.select("line", problem=pl.format("parent: no actor is called '{}': give its name or its actor_id, or add a row for it", "parent")),
        several.select("line", problem=pl.format("parent: several actors are called so: give the actor_id, one of {}", pl.col("found").list.join(", "))),
        _rings(links, known),
    ]  # fmt: skip
    rows = rows.join(parents.rename({"found": "parent_actor_id"}), on="line", how="left", maintain_order="left")
    return rows, pl.concat([frame.cast(pl.Schema(PROBLEM_SCHEMA)) for frame in told])


def _rings(links: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Rows whose chain of parents has no end."""
    own = links.select(id="own_id", above="found").unique("id")
    step = pl.concat([own, known.select("id", "above").drop_nulls().join(own, on="id", how="anti")])
    for _ in range(RING_DOUBLINGS):
        step = step.join(step.select(above="id", next="above"), on="above").select("id", above="next")
    ringed = links.join(step, left_on="own_id", right_on="id", how="semi")
    return ringed.select(
        "line", problem=pl.lit("parent: the chain of parents leads back to itself: take one parent out")
    )


def _with_actors(gazetteer: "Gazetteer", rows: pl.DataFrame) -> "Gazetteer":
    schema = gazetteer.actors.schema
    names = pl.col("aliases").fill_null("").str.replace_all(r"\s*\|\s*", "|").str.split("|")
    names = names.list.eval(pl.element().filter(pl.element() != "")).list.unique(maintain_order=True)
    own = rows.with_columns(actor_id="id", aliases=names, is_known=pl.lit(True))
    own = own.select(name for name in schema if name in own.columns).cast(
        {n: schema[n] for n in schema if n in own.columns}
    )  # type: ignore[arg-type]
    before = gazetteer.actors.select("actor_id", old_aliases="aliases", old_name="name")
    joined = own.join(before, on="actor_id", how="left", maintain_order="left")
    every = pl.concat_list(pl.col("old_aliases").fill_null([]), "aliases", pl.concat_list("old_name").list.drop_nulls())
    joined = joined.with_columns(
        aliases=every.list.set_difference(pl.concat_list(pl.coalesce("name", "old_name"))).list.drop_nulls().list.sort()
    )
    own = joined.drop("old_aliases", "old_name")
    fresh = rows.filter(~pl.col("is_built_in")).select(actor_id="id")
    added = own.join(fresh, on="actor_id", how="semi").with_columns(pl.col("kind").fill_null("other"))
    actors = pl.concat([_overridden(gazetteer.actors, own, "actor_id"), added], how="diagonal")
    kinds = actors.select("actor_id", actor_kind="kind", actor_country="country_iso3")
    surfaces = _surfaces(rows).join(kinds, left_on="id", right_on="actor_id", maintain_order="left")
    aliases = _actor_aliases(surfaces, gazetteer.actor_aliases)
    return replace(gazetteer, actors=actors, actor_aliases=aliases)


def _actor_aliases(surfaces: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """The alias rows with those of `surfaces` (`surface, id, actor_kind, actor_country`), which outweigh all others."""
    kind = pl.col("actor_kind")
    # A name of a state speaks for its country as a demonym does; the reader may take a person for an organization.
    rule = (
        pl.when((kind == "state") & (pl.col("id").str.len_chars() == 3)).then(pl.lit("demonym"))
        .when(kind == "armed_group").then(pl.lit("group"))
        .otherwise(pl.lit("organization"))
    )  # fmt: skip
    rows = pl.concat(
        [
            surfaces.with_columns(rule=rule),
            surfaces.filter(kind == "person").with_columns(rule=pl.lit("person")),
        ]
    )
    rows = alias_rows(rows, "surface").select(
        "alias_key",
        "rule",
        actor_id="id",
        weight=pl.lit(OWN_WEIGHT),
        country_iso3=pl.when(pl.col("actor_country").is_not_null()).then(pl.concat_list("actor_country")),
        needs_context=pl.lit(False),
        is_ambiguous=pl.lit(False),
    )
    rows = rows.cast({name: before.schema[name] for name in rows.columns})  # type: ignore[arg-type]
    return pl.concat([before, rows.unique(["alias_key", "actor_id", "rule"])], how="diagonal")


# --- places ---------------------------------------------------------------------------------------------------


def _own_places(sheet: Sheet, gazetteer: "Gazetteer") -> _Own:
    """Columns of `own_places`, `id`, `is_built_in`."""
    problems, rows = check(sheet, "own_places"), whole(sheet, "own_places")
    known = gazetteer.places.select(id="place_id", their_name="name", their_kind="kind", their_country="country_iso3")
    open_rows = rows.filter(pl.col("place_id").is_null())
    by_geonames = open_rows.select("line", id="gn:" + pl.col("geonames_id")).join(known, on="id", how="semi")
    keyed = open_rows.join(by_geonames, on="line", how="anti").with_columns(alias_key=name_key(pl.col("name")))
    spelled = keyed.join(gazetteer.place_aliases.select("alias_key", id="place_id"), on="alias_key").join(
        known, on="id"
    )
    spelled = spelled.filter(
        (name_key(pl.col("their_name")) == pl.col("alias_key"))
        & _agree("country_iso3", "their_country")
        & _agree("kind", "their_kind")
    )
    named = pl.concat([by_geonames, spelled.select("line", "id")])
    rows = _identified(rows, "place_id", named, known)
    problems = pl.concat([problems, _identity_problems(rows, "place_id", problems)])
    return _Own(sheet, rows, problems.sort("line", nulls_last=False, maintain_order=True))


def _with_places(gazetteer: "Gazetteer", rows: pl.DataFrame) -> "Gazetteer":
    schema = gazetteer.places.schema
    country = pl.col("country_iso3")
    own = rows.with_columns(place_id="id", countries=pl.when(country.is_not_null()).then(pl.concat_list(country)))
    own = _in_units(own, gazetteer)
    own = own.select(name for name in schema if name in own.columns).cast(
        {n: schema[n] for n in schema if n in own.columns}
    )  # type: ignore[arg-type]
    fresh = rows.filter(~pl.col("is_built_in")).select(place_id="id")
    added = own.join(fresh, on="place_id", how="semi").with_columns(
        pl.col("kind").fill_null("other"), prior=pl.lit(OWN_PRIOR).cast(schema["prior"])
    )
    precision = pl.col("kind").replace_strict(PRECISION_OF_KIND, default="unknown")
    added = added.with_columns(pl.col("place_precision").fill_null(precision))
    radius = pl.col("place_precision").replace_strict(RADIUS_OF_PRECISION, default=None, return_dtype=pl.Float64)
    radius = pl.when(pl.col("latitude").is_not_null()).then(radius).cast(schema["radius_km"])
    added = added.with_columns(pl.col("radius_km").fill_null(radius))
    places = pl.concat([_overridden(gazetteer.places, own, "place_id"), added], how="diagonal")
    surfaces = alias_rows(_surfaces(rows), "surface").select("alias_key", place_id="id").unique()
    standing = surfaces.join(places.select("place_id", "prior"), on="place_id")
    aliases = standing.select("alias_key", "place_id", penalty=pl.col("prior") - OWN_STANDING)
    aliases = aliases.cast({name: gazetteer.place_aliases.schema[name] for name in aliases.columns})  # type: ignore[arg-type]
    before = gazetteer.place_aliases.join(surfaces, on=["alias_key", "place_id"], how="anti")
    return replace(gazetteer, places=places, place_aliases=pl.concat([before, aliases], how="diagonal"))


def _in_units(own: pl.DataFrame, gazetteer: "Gazetteer") -> pl.DataFrame:
    """`admin1_code` and `admin1_key` of the built-in province that `admin1_name` names in the same country."""
    units = gazetteer.places.filter(pl.col("kind") == "admin1").select(
        "admin1_code", "admin1_key", country_iso3="country_iso3", unit_id="place_id"
    )
    units = units.join(gazetteer.place_aliases.select("alias_key", unit_id="place_id"), on="unit_id").drop("unit_id")
    keyed = own.with_columns(alias_key=name_key(pl.col("admin1_name")))
    units = units.unique(["alias_key", "country_iso3"], keep="none")
    return keyed.join(units, on=["alias_key", "country_iso3"], how="left", maintain_order="left").drop("alias_key")


# --- both -----------------------------------------------------------------------------------------------------


def _surfaces(rows: pl.DataFrame) -> pl.DataFrame:
    """`id, surface`: the names and aliases that the user gives."""
    aliases = exploded(rows.select("id", surface="aliases"), "surface")
    both = pl.concat([rows.select("id", surface="name").drop_nulls(), aliases])
    return both.with_columns(pl.col("surface").str.replace(PARENTHESIS, "").str.strip_chars()).unique(
        maintain_order=True
    )


def _overridden(base: pl.DataFrame, own: pl.DataFrame, key: str) -> pl.DataFrame:
    """The base with the values that rows of the same key in `own` give."""
    given = [name for name in own.columns if name != key]
    theirs = own.select(key, *(pl.col(name).alias(f"own_{name}") for name in given))
    joined = base.join(theirs, on=key, how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce(f"own_{name}", name).alias(name) for name in given).select(base.columns)
