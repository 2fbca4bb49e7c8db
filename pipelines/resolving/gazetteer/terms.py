"""Who belonged to whom, and when: terms of office, and groups and bodies whose parent changed.

Sources: leaders.tsv, parents.tsv and, for the names in them, armed_groups.tsv, organizations.tsv and regions.tsv.gz
(see README.md).
"""

from functools import cache

import polars as pl

from .actor_rows import single_country
from .keys import slug
from .tables import read_table

# Kinds of regions whose leaders hold an office of the state that the region belongs to.
OFFICIAL_REGIONS = ["admin-region", "autonomous"]


@cache
def actor_terms() -> pl.DataFrame:
    """`actor_id, parent_actor_id, role, valid_from, valid_to, state`: one row per actor and term.

    valid_from, valid_to: first and last day; null: not known, or not over. state: alpha-3 of the state whose office a
    person holds, also where the group that the person belongs to governs it; null for offices of a body or a province.
    """
    columns = ["actor_id", "parent_actor_id", "role", "valid_from", "valid_to", "state"]
    named = named_actors(read_table("armed_groups.tsv"), read_table("organizations.tsv"))
    changed = _changed_parents(named)
    persons = leader_terms(named).with_columns(
        valid_from=first_day(pl.col("from")),
        valid_to=last_day(pl.col("to")),
        state=pl.when(pl.col("actor_type") == "country").then("state"),
    )
    rules = changed.filter(pl.col("role") == "government")
    rules = rules.select(parent_actor_id="actor_id", ruled="parent_actor_id", since="valid_from", until="valid_to")
    rulers = persons.join(rules, on="parent_actor_id").filter(
        pl.col("valid_from") >= pl.col("since"), (pl.col("valid_from") <= pl.col("until")).fill_null(True)
    )
    keys = ["actor_id", "role", "valid_from"]
    persons = persons.join(rulers.select(*keys, "ruled"), on=keys, how="left", nulls_equal=True)
    persons = persons.with_columns(state=pl.coalesce("state", "ruled"))
    return pl.concat([persons.select(columns), changed.select(columns)]).drop_nulls("parent_actor_id")


def named_actors(groups: pl.DataFrame, organizations: pl.DataFrame) -> pl.DataFrame:
    """`name, actor_id` of the listed groups and organizations."""
    parts = [
        groups.select("name", actor_id="grp:" + slug(pl.col("name"))),
        organizations.select("name", actor_id="org:" + slug(pl.col("name"))),
    ]
    return pl.concat(parts).unique("name", keep="first", maintain_order=True)


def leader_terms(named: pl.DataFrame) -> pl.DataFrame:
    """leaders.tsv, one row per term, with `actor_id` of the person, `parent_actor_id` and `state` (alpha-3)."""
    leaders = read_table("leaders.tsv").with_columns(actor_id="per:" + slug(pl.col("person")))
    regions = read_table("regions.tsv.gz").filter(pl.col("kind").is_in(OFFICIAL_REGIONS))
    regions = (
        regions.filter(single_country().is_not_null()).select(actor="name", region_state="countries_a3").unique("actor")
    )
    leaders = leaders.join(named.rename({"name": "actor", "actor_id": "named_id"}), on="actor", how="left").join(
        regions, on="actor", how="left"
    )
    state = (
        pl.when(pl.col("actor_type") == "country")
        .then("actor")
        .when(pl.col("actor_type") == "subnational")
        .then("region_state")
    )
    return leaders.with_columns(state=state, parent_actor_id=pl.coalesce(state, "named_id"))


def _changed_parents(named: pl.DataFrame) -> pl.DataFrame:
    """parents.tsv with ids for its names; a parent of three letters is a state."""
    rows = read_table("parents.tsv")
    ids = [named.rename({"name": column, "actor_id": f"{column}_id"}) for column in ("actor", "parent")]
    rows = rows.join(ids[0], on="actor", how="left").join(ids[1], on="parent", how="left")
    is_state = pl.col("parent").str.contains("^[A-Z]{3}$") & pl.col("parent_id").is_null()
    rows = rows.with_columns(parent_id=pl.when(is_state).then("parent").otherwise("parent_id"))
    lost = rows.filter(pl.col("actor_id").is_null() | pl.col("parent_id").is_null())
    if not lost.is_empty():
        raise ValueError(
            f"parents.tsv: {lost['actor'][0]!r} under {lost['parent'][0]!r}: no such actor; "
            "use names of armed_groups.tsv or organizations.tsv, or a country's alpha-3 code"
        )
    return rows.select(
        "actor_id",
        "role",
        parent_actor_id="parent_id",
        valid_from=first_day(pl.col("valid_from")),
        valid_to=last_day(pl.col("valid_to")),
        state=pl.lit(None, pl.String),
    )


def first_day(text: pl.Expr) -> pl.Expr:
    """The first day of "2014", "2014-05" or "2014-05-01"."""
    return _padded(text, "-01-01")


def last_day(text: pl.Expr) -> pl.Expr:
    """The last day of "2014", "2014-05" or "2014-05-01"."""
    return pl.when(text.str.len_chars() == 7).then(_padded(text, "").dt.month_end()).otherwise(_padded(text, "-12-31"))


def _padded(text: pl.Expr, after_year: str) -> pl.Expr:
    padded = (
        pl.when(text.str.len_chars() == 4)
        .then(text + after_year)
        .when(text.str.len_chars() == 7)
        .then(text + "-01")
        .otherwise(text)
    )
    return padded.str.to_date("%Y-%m-%d", strict=False)
