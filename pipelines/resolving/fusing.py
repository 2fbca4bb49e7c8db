"""From what the coders found to the ledger of events: the one entry point of resolving after names are resolved."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from pathlib import Path

import polars as pl
import yaml

from pipelines.resolving.claims import strike_claims
from pipelines.resolving.identity import group_strikes
from pipelines.resolving.mentions import link_reactions, link_statements, link_strikes
from pipelines.resolving.reactions import fuse_reactions, group_reactions
from pipelines.resolving.series import link_series, series_facts
from pipelines.resolving.statements import fuse_statements, group_statements, statement_actors
from pipelines.resolving.strikes import fuse_strikes, strike_actors
from pipelines.resolving.support import article_facts, in_order
from warehouse.schema import allowed_values, codes, empty_frame, polars_schema

CODES_FILE = Path(__file__).with_name("codes.yaml")


@dataclass(frozen=True)
class Coded:
    """What there is to resolve: frames with the columns of the tables that have these names."""

    articles: pl.DataFrame
    coded_strikes: pl.DataFrame
    coded_statements: pl.DataFrame
    coded_reactions: pl.DataFrame
    evidence: pl.DataFrame
    entity_mentions: pl.DataFrame
    actors: pl.DataFrame
    places: pl.DataFrame


@dataclass(frozen=True)
class Before:
    """The ledger as it stood before this run, so that ids last: these tables, or nothing on the first run."""

    strike_mentions: pl.DataFrame = field(default_factory=lambda: empty_frame("strike_mentions"))
    statement_mentions: pl.DataFrame = field(default_factory=lambda: empty_frame("statement_mentions"))
    reaction_mentions: pl.DataFrame = field(default_factory=lambda: empty_frame("reaction_mentions"))
    merges: pl.DataFrame = field(default_factory=lambda: empty_frame("merges"))


@dataclass(frozen=True)
class Ledger:
    """The tables that resolving gives, each with exactly the columns of the contract and sorted by its key."""

    strike_mentions: pl.DataFrame
    statement_mentions: pl.DataFrame
    reaction_mentions: pl.DataFrame
    strikes: pl.DataFrame
    strike_actors: pl.DataFrame
    strike_claims: pl.DataFrame
    strike_links: pl.DataFrame
    merges: pl.DataFrame
    statements: pl.DataFrame
    statement_actors: pl.DataFrame
    reactions: pl.DataFrame

    def tables(self) -> dict[str, pl.DataFrame]:
        """Table name → frame."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


def resolve_events(coded: Coded, before: Before, decided_at: datetime) -> Ledger:
    """Mentions with ids, and the real strikes, statements and reactions behind them, all computed at once.

    `decided_at` (UTC, with its zone) is written beside merges that this run makes; nothing else depends on it, so that
    the same input gives the same ledger. `run.py` takes the same steps for the part of the ledger that new articles touch.
    """
    facts = article_facts(coded.articles)
    linked = link_strikes(coded.coded_strikes, coded.entity_mentions)
    grouped = group_strikes(
        linked, coded.actors, coded.places, facts, before.strike_mentions.select("mention_id", "strike_id"), decided_at
    )
    told = in_order(linked.join(grouped.assignment, on="mention_id"), facts)
    said = in_order(
        link_statements(coded.coded_statements, coded.entity_mentions, grouped.assignment), facts, "content_start"
    )
    strikes = strike_tables(told, said, coded)
    strikes["strikes"] = with_series(strikes["strikes"], strikes["strike_actors"], told, coded)
    statement_of = group_statements(said, before.statement_mentions.select("mention_id", "statement_id"))
    said = said.join(statement_of, on="mention_id")
    statements = statement_tables(said, coded)
    linked_reactions = link_reactions(coded.coded_reactions, coded.entity_mentions, grouped.assignment, statement_of)
    reactions = reaction_tables(
        in_order(linked_reactions, facts),
        statements["statements"],
        strikes["strikes"],
        coded.actors,
        before.reaction_mentions.select("mention_id", "reaction_id"),
    )
    merges = all_merges(before.merges, grouped.merges, strikes["strikes"])
    links = as_table(grouped.links, "strike_links")
    return Ledger(**strikes, **statements, **reactions, strike_links=links, merges=as_table(merges, "merges"))


def strike_tables(told: pl.DataFrame, said: pl.DataFrame, coded: Coded) -> dict[str, pl.DataFrame]:
    """`strike_mentions`, `strikes`, `strike_actors`, `strike_claims`.

    `told`: all mentions of these strikes, with `strike_id`, in order; `said`: at least the statement mentions about them.
    """
    ranked = strike_actors(told, coded.actors)
    claims = strike_claims(told, said, coded.evidence, coded.actors, article_facts(coded.articles))
    strikes = fuse_strikes(told, ranked, claims, said, coded.actors, coded.places, _method_codes(), _combinations())
    return {
        "strike_mentions": as_table(told, "strike_mentions"),
        "strikes": as_table(strikes, "strikes"),
        "strike_actors": as_table(ranked, "strike_actors"),
        "strike_claims": as_table(claims, "strike_claims"),
    }


def with_series(strikes: pl.DataFrame, ranked: pl.DataFrame, told: pl.DataFrame, coded: Coded) -> pl.DataFrame:
    """The strikes with `part_of_strike_id`, from all strikes that there are."""
    links = link_series(
        series_facts(strikes, ranked, coded.actors, coded.places), told.select("strike_id", "article_id").unique()
    )
    return strikes.drop("part_of_strike_id").join(links, on="strike_id", how="left").select(strikes.columns)


def statement_tables(said: pl.DataFrame, coded: Coded) -> dict[str, pl.DataFrame]:
    """`statement_mentions`, `statements`, `statement_actors`, from all mentions of these statements in order."""
    speakers = statement_actors(said, coded.actors)
    statements = fuse_statements(said, speakers, coded.actors, _codes("act"))
    return {
        "statement_mentions": as_table(said, "statement_mentions"),
        "statements": as_table(statements, "statements"),
        "statement_actors": as_table(speakers, "statement_actors"),
    }


def reaction_tables(
    reacted: pl.DataFrame,
    statements: pl.DataFrame,
    strikes: pl.DataFrame,
    actors: pl.DataFrame,
    previous: pl.DataFrame,
    taken: Callable[[pl.Series], pl.Series] | None = None,
) -> dict[str, pl.DataFrame]:
    """`reaction_mentions`, `reactions`, from all reaction mentions to some strikes in order.

    `statements`, `strikes`: at least the rows that these mentions lead to; `previous` and `taken`: see `group_reactions`.
    """
    reacted = reacted.join(group_reactions(reacted, statements, strikes, previous, taken), on="mention_id")
    reactions = fuse_reactions(reacted, strikes, actors, _codes("reaction_type"))
    return {"reaction_mentions": as_table(reacted, "reaction_mentions"), "reactions": as_table(reactions, "reactions")}


def all_merges(earlier: pl.DataFrame, new: pl.DataFrame, events: pl.DataFrame, kind: str = "strike") -> pl.DataFrame:
    """Earlier and new merges, each leading straight to the event that holds the id now.

    Where the event that took an id in was itself merged, the row leads on to the last one; an id that lives again
    after a split, or whose event is gone, has no row. `events`: the table of this kind.
    """
    key, gone = f"{kind}_id", f"merged_{kind}_id"
    onward = new.select(pl.col(gone).alias(key), further=key)
    moved = (
        earlier.join(onward, on=key, how="left").with_columns(pl.coalesce("further", key).alias(key)).drop("further")
    )
    known = pl.concat([moved.select(new.columns), new]).unique(gone, keep="last", maintain_order=True)
    there = events.select(key)
    return known.join(there.rename({key: gone}), on=gone, how="anti").join(there, on=key, how="semi")


def as_table(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """The columns of the contract in their order and types, sorted by the first column."""
    schema = polars_schema(name)
    lists = [column for column, dtype in schema.items() if dtype == pl.List(pl.String)]
    return (
        frame.select(pl.col(column).cast(dtype) for column, dtype in schema.items())
        .with_columns(pl.col(lists).fill_null(pl.lit([], dtype=pl.List(pl.String))))
        .sort(list(schema)[:3], nulls_last=True)
    )


def _codes(vocabulary: str) -> pl.DataFrame:
    """`<vocabulary>`, `cameo_code`, `plover_code`: the codes that the vocabulary gives to its values."""
    values = list(allowed_values(vocabulary))
    cameo, plover = codes(vocabulary, "cameo"), codes(vocabulary, "plover")
    return pl.DataFrame(
        {
            vocabulary: values,
            "cameo_code": [cameo.get(value) for value in values],
            "plover_code": [plover.get(value) for value in values],
        },
        schema_overrides={"cameo_code": pl.String, "plover_code": pl.String},
    )


def _method_codes() -> pl.DataFrame:
    return _codes("method").drop("plover_code").with_row_index("place_in_list")


@cache
def _combinations() -> pl.DataFrame:
    """`method`, `other_method`, `cameo_code` of pairs of methods that have a code together, in order of the file."""
    entries = yaml.safe_load(CODES_FILE.read_text(encoding="utf-8"))["strike_combinations"]
    return pl.DataFrame(
        {
            "method": [entry["methods"][0] for entry in entries],
            "other_method": [entry["methods"][1] for entry in entries],
            "pair_code": [entry["cameo"] for entry in entries],
            "pair_rank": list(range(len(entries))),
        },
        schema={"method": pl.String, "other_method": pl.String, "pair_code": pl.String, "pair_rank": pl.Int32},
    )
