"""Ids of reactions last, whatever becomes of the strike and the day that they are told by; persons decide about them."""

from datetime import UTC, date, datetime

import polars as pl
from coded_frames import Newsroom

from pipelines.resolving.decisions import Pairs
from pipelines.resolving.fusing import Ledger
from pipelines.resolving.reactions import group_reactions

MONDAY, TUESDAY = date(2024, 4, 1), date(2024, 4, 2)
NONE = pl.DataFrame(schema={"a": pl.String, "b": pl.String})


def reaction_ids(ledger: Ledger) -> dict[str, str]:
    return dict(ledger.reaction_mentions.select("mention_id", "reaction_id").rows())


def test_an_id_stays_when_the_day_becomes_known():
    room = Newsroom()
    room.article("a1", "Herald", TUESDAY)
    strike = room.strike("a1", started_on=MONDAY)
    told = room.reaction("a1", "FRA", "condemn", strike)
    before = room.resolve()
    said = room.statement("a1", "FRA", "condemn", "a crime", 300, said_on=TUESDAY, strike_mention_ids=[strike])
    room.rows["coded_reactions"][0]["statement_mention_id"] = said
    after = room.resolve(before)
    assert after.reactions["reacted_on"].to_list() == [TUESDAY]
    assert reaction_ids(after)[told] == reaction_ids(before)[told]


def test_an_id_stays_when_its_strike_falls_to_another():
    room = Newsroom()
    for article, place in (("a1", "gn:odesa"), ("a2", "gn:kharkiv")):
        room.article(article, f"paper of {article}", MONDAY)
        room.reaction(article, "FRA", "condemn", room.strike(article, started_on=MONDAY, place=place))
    before = room.resolve()
    assert before.strikes.height == before.reactions.height == 2
    first, second = room.rows["coded_strikes"]
    second["place_mention_id"] = first["place_mention_id"]  # the place was read wrongly
    after = room.resolve(before)
    assert after.strikes.height == 1
    assert set(reaction_ids(after).values()) == {before.reaction_mentions.sort("mention_id")["reaction_id"][0]}


def grouped(decided: Pairs) -> list[str]:
    """How three mentions of one reaction, of papers a, b and c, and another one, d, fall into groups."""
    told = pl.DataFrame({"mention_id": list("abcd")}).with_columns(
        reaction_type=pl.lit("condemn"),
        published_on=pl.lit(MONDAY),
        strike_id=pl.when(pl.col("mention_id") == "d").then(pl.lit("str_2")).otherwise(pl.lit("str_1")),
        reactor_id=pl.lit("FRA"),
        reactor_text=pl.lit("France"),
        statement_id=pl.lit(None, dtype=pl.String),
        response_strike_id=pl.lit(None, dtype=pl.String),
        place_in_order=pl.int_range(4),
        fetched_at=pl.lit(datetime(2024, 4, 1, tzinfo=UTC)),
    )
    dates = {"date_precision": pl.String}
    statements = pl.DataFrame(schema={"statement_id": pl.String, "said_on": pl.Date, **dates})
    strikes = pl.DataFrame(schema={"strike_id": pl.String, "started_on": pl.Date, **dates})
    previous = pl.DataFrame(schema={"mention_id": pl.String, "reaction_id": pl.String})
    found = group_reactions(told, statements, strikes, previous, decided=decided)
    return sorted(
        "".join(sorted(names)) for names in found.group_by("reaction_id").agg("mention_id")["mention_id"].to_list()
    )


def pairs(*names: str) -> pl.DataFrame:
    return pl.DataFrame([tuple(name) for name in names], schema={"a": pl.String, "b": pl.String}, orient="row")


def test_persons_join_and_part_reactions():
    assert grouped(Pairs(NONE, NONE)) == ["abc", "d"]
    assert grouped(Pairs(pairs("bd"), NONE)) == ["abcd"]
    assert grouped(Pairs(NONE, pairs("ab", "bc"))) == ["ac", "b", "d"]
    assert grouped(Pairs(NONE, pairs("ab", "ac"))) == ["a", "bc", "d"]
