"""Codes that analysts join on: ISO alpha-2, Correlates of War and Gleditsch-Ward numbers, CAMEO actor codes.

Sources: countries.tsv, cameo_roles.tsv (what a sort of actor is in CAMEO) and cameo_codes.tsv (countries and
organizations whose CAMEO code follows from no rule). CAMEO codes follow the CAMEO Codebook 1.1b3 (Schrodt 2012).
"""

from functools import cache

import polars as pl

from .tables import read_table


@cache
def country_codes() -> pl.DataFrame:
    """`country_iso3, country_iso2, cow_code, gw_code, cameo_country`, one row per country."""
    special = read_table("cameo_codes.tsv").select(alpha_3="name", cameo="cameo_code")
    rows = read_table("countries.tsv").join(special, on="alpha_3", how="left")
    return rows.select(
        country_iso3="alpha_3",
        country_iso2="alpha_2",
        cow_code=pl.col("cow").cast(pl.Int32),
        gw_code=pl.col("gw").cast(pl.Int32),
        cameo_country=pl.coalesce("cameo", "alpha_3"),
    )


def with_iso2(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with `country_iso2`, by their `country_iso3`; the order is kept."""
    codes = country_codes().select("country_iso3", "country_iso2")
    return rows.join(codes, on="country_iso3", how="left", maintain_order="left")


def with_state_numbers(actors: pl.DataFrame) -> pl.DataFrame:
    """`actors` with `cow_code` and `gw_code`, which are null for all but states."""
    numbers = country_codes().select(
        actor_id="country_iso3", kind=pl.lit("state"), cow_code="cow_code", gw_code="gw_code"
    )
    return actors.join(numbers, on=["actor_id", "kind"], how="left", maintain_order="left")


def with_cameo(actors: pl.DataFrame, sorts: pl.DataFrame | None = None) -> pl.DataFrame:
    """Fill `cameo_code` where it is null; what stands there already is kept.

    actors: rows in ACTOR_COLUMNS, parents included. sorts: `actor_id, sort` of those of whom more is known than their
    `kind`; a sort is one of cameo_roles.tsv (`body:defence`).
    """
    roles = read_table("cameo_roles.tsv").select("sort", "role", "form", "without_country")
    special = read_table("cameo_codes.tsv").select("name", own_code="cameo_code")
    special = special.filter(pl.col("own_code").str.len_chars() > 3)  # the rest are countries, by their alpha-3 code
    by_kind = "actor:" + pl.col("kind")
    rows = actors.select("actor_id", "name", "kind", "country_iso3", "parent_actor_id", "cameo_code")
    if sorts is None:
        rows = rows.with_columns(sort=by_kind)
    else:
        sorts = sorts.join(roles.select("sort"), on="sort", how="semi").unique("actor_id", keep="first")
        rows = rows.join(sorts, on="actor_id", how="left").with_columns(sort=pl.coalesce("sort", by_kind))
    countries = country_codes().select("country_iso3", "cameo_country")
    rows = rows.join(special, on="name", how="left").join(countries, on="country_iso3", how="left")
    rows = rows.join(roles, on="sort", how="left")
    country, role = pl.col("cameo_country"), pl.col("role").fill_null("")
    by_rule = (
        pl.when(pl.col("form") == "domestic")
        .then(pl.when(country.is_null()).then("without_country").otherwise(country + role))
        .when(pl.col("form") == "international")
        .then(role + country.fill_null(""))
        .when(pl.col("form") == "global")
        .then(role)
    )
    rows = rows.with_columns(by_rule=by_rule, is_office=pl.col("form") == "office")
    # A mission of the United Nations is the United Nations.
    above = rows.select(parent_actor_id="actor_id", above_code="own_code").filter(
        pl.col("above_code").str.starts_with("IGO")
    )
    rows = rows.join(above, on="parent_actor_id", how="left")
    inherited = pl.when(~pl.col("is_office")).then("above_code")
    rows = rows.with_columns(code=pl.coalesce("cameo_code", "own_code", inherited, "by_rule"))
    # A minister holds an office of the state; a spokesman of a group speaks as the group.
    above = rows.select(parent_actor_id="actor_id", parent_code="code", is_of_state=pl.col("kind") == "state")
    rows = rows.join(above, on="parent_actor_id", how="left")
    office = pl.col("parent_code") + pl.when(pl.col("is_of_state")).then(pl.col("role")).otherwise(pl.lit(""))
    code = pl.coalesce("code", pl.when(pl.col("is_office")).then(office))
    codes = rows.select("actor_id", code.alias("cameo_code"))
    return (
        actors.drop("cameo_code").join(codes, on="actor_id", how="left", maintain_order="left").select(actors.columns)
    )
