"""The spellings under which actors occur: one row per spelling key and actor, with what speaks for that reading."""

import polars as pl

from .actor_rows import PARENTHESIS
from .keys import alias_rows
from .states import seats_of_power
from .tables import exploded, read_table
from .terms import first_day, last_day

ALIAS_COLUMNS = [
    "alias_key",
    "actor_id",
    "weight",
    "rule",
    "country_iso3",
    "needs_context",
    "is_ambiguous",
    "valid_from",
    "valid_to",
]


def _alias_frame(frame: pl.DataFrame, rule: str, weight: float, ambiguity: str | None = "ambiguous") -> pl.DataFrame:
    """`frame` (surface, actor_id and, where they matter, countries_a3, ambiguous, valid_from, valid_to) as alias rows.

    `country_iso3` is a list: the countries that speak for this reading. A surface such as "ADF (Cameroon)" is the alias
    "ADF" in articles on its countries only.
    """
    for column in ("countries_a3", "ambiguous", "valid_from", "valid_to"):
        if column not in frame.columns:
            frame = frame.with_columns(pl.lit(None, pl.String).alias(column))
    parenthesis = pl.col("surface").str.contains(PARENTHESIS)
    listed = pl.col("ambiguous").fill_null("").str.split("|").list.contains(pl.col("surface"))
    frame = frame.with_columns(
        needs_context=parenthesis,
        is_ambiguous=listed | parenthesis,
        surface=pl.col("surface").str.replace(PARENTHESIS, ""),
    )
    rows = alias_rows(frame, "surface").with_columns(
        weight=pl.lit(weight) - 0.3 * pl.col("is_ambiguous").cast(pl.Float64),
        rule=pl.lit(rule),
        country_iso3=pl.col("countries_a3").str.split("|"),
        valid_from=first_day(pl.col("valid_from")),
        valid_to=last_day(pl.col("valid_to")),
    )
    return rows.select(ALIAS_COLUMNS)


def state_aliases(countries: pl.DataFrame, bodies: pl.DataFrame) -> pl.DataFrame:
    rows = countries.with_columns(actor_id=pl.col("alpha_3"), countries_a3=pl.col("alpha_3"), surface=pl.col("name"))
    keep = ["actor_id", "countries_a3", "ambiguous", "surface"]
    names = pl.concat(
        [rows.select(keep), exploded(rows.drop("surface").rename({"aliases": "surface"}).select(keep), "surface")]
    )
    # In the country table a parenthesis only tells homonyms apart; "the Congo" is settled by extra_aliases.tsv.
    plain = pl.col("surface").str.replace(PARENTHESIS, "")
    demonyms = exploded(rows.drop("surface").rename({"demonyms": "surface"}).select(keep), "surface").filter(
        plain == pl.col("surface")
    )
    seats = seats_of_power(countries).with_columns(countries_a3=pl.col("alpha_3"), surface=pl.col("seat"))
    government = bodies.filter(pl.col("body") == "government").select(alpha_3="country_iso3", government="actor_id")
    seats = seats.join(government, on="alpha_3").with_columns(
        actor_id=pl.when("is_city").then("alpha_3").otherwise("government")
    )
    cities, houses = seats.filter(pl.col("is_city")), seats.filter(~pl.col("is_city"))
    return pl.concat(
        [
            _alias_frame(names.with_columns(surface=plain), "state_name", 1.0),
            _alias_frame(demonyms, "demonym", 0.98),
            _alias_frame(cities, "capital", 0.85),
            _alias_frame(houses, "seat", 0.9),
        ]
    ).unique(["alias_key", "actor_id"], keep="first", maintain_order=True)


def listed_aliases(table: pl.DataFrame, weight: float, rule: str) -> pl.DataFrame:
    keep = ["actor_id", "countries_a3", "ambiguous", "surface"]
    rows = exploded(
        table.with_columns(surface=pl.concat_str("name", "aliases", separator="|", ignore_nulls=True)), "surface"
    ).select(keep)
    return _alias_frame(rows, rule, weight).unique(["alias_key", "actor_id"], keep="first", maintain_order=True)


def extra_aliases(named: pl.DataFrame) -> pl.DataFrame:
    rows = read_table("extra_aliases.tsv").join(
        named.rename({"name": "actor", "actor_id": "named_id"}), on="actor", how="left"
    )
    rows = rows.with_columns(
        actor_id=pl.coalesce("named_id", pl.when(pl.col("actor").str.len_chars() == 3).then("actor"))
    )
    unknown = rows.filter(pl.col("actor_id").is_null())
    if not unknown.is_empty():
        raise ValueError(
            f"extra_aliases.tsv: no actor is called {unknown['actor'][0]!r}; "
            "use a name of armed_groups.tsv or organizations.tsv"
        )
    aliases = _alias_frame(rows, "extra", 1.0)
    # A spelling that is tied to countries only counts where the article speaks of them.
    tied = pl.col("country_iso3").is_not_null()
    return aliases.with_columns(needs_context=tied, weight=pl.col("weight") - 0.4 * tied.cast(pl.Float64))


def leader_aliases(leaders: pl.DataFrame) -> pl.DataFrame:
    """Full names always count, others best in the term; a bare surname needs the person's country beside it."""
    rows = leaders.with_columns(countries_a3="state", valid_from="from", valid_to="to")
    keep = ["actor_id", "countries_a3", "ambiguous", "valid_from", "valid_to", "surface"]
    full = rows.with_columns(surface="person").select(keep)
    others = exploded(rows.with_columns(surface="aliases").select(keep), "surface")
    surnames = rows.with_columns(
        surface=pl.col("person").str.extract(r" (?:al-|bin |bin-|el-)?([\w'’-]{4,})$") + " (surname)"
    ).select(keep)
    return pl.concat(
        [
            _alias_frame(full, "person", 1.0),
            _alias_frame(others, "person", 0.95),
            _alias_frame(surnames.drop_nulls("surface").filter(pl.col("countries_a3").is_not_null()), "surname", 0.6),
        ]
    )
