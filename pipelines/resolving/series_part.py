"""Which strikes are items of which series, computed again only where a strike or a series changed."""

import polars as pl

from pipelines.resolving.part import IN, Part
from pipelines.resolving.series import link_series, series_facts

ROOT = "coalesce(a.root_actor_id, a.actor_id)"
ATTACKED = "strike_actors AS r JOIN actors AS a ON a.actor_id = r.actor_id AND a.is_known AND r.role = 'attacker'"


def series_again(part: Part, frames: dict[str, pl.DataFrame], strike_ids: list[str]) -> pl.DataFrame:
    """The computed strikes with `part_of_strike_id`, and other rows of the ledger in which it is another one now.

    frames: the tables as computed, `strikes`, `strike_actors` and `strike_mentions` among them; strike_ids: the ids of
    all strikes that were computed again or are gone.
    """
    store = part.store
    strikes, ranked = frames["strikes"], frames["strike_actors"]
    facts = series_facts(strikes, ranked, part["actors"], part["places"])
    changed = facts.filter("is_series")
    # Strikes that were items of what changed, or may have become so.
    values = {
        "ids": strike_ids,
        "roots": changed["attackers"].explode().drop_nulls().unique().to_list(),
        "articles": _articles(frames, changed).to_list(),
        "first": changed["started_on"].min(),
    }
    others = store.read(
        f"SELECT * FROM strikes WHERE NOT {_in('strike_id', 'ids')} AND (part_of_strike_id {IN}"
        f" OR ((started_on IS NULL OR started_on >= $first) AND strike_id IN (SELECT strike_id FROM {ATTACKED}"
        f" WHERE {_in(ROOT, 'roots')}))"
        f" OR strike_id IN (SELECT strike_id FROM strike_mentions WHERE {_in('article_id', 'articles')}))",
        values,
    )
    roots = pl.concat([facts["attackers"].explode(), _facts(part, others)["attackers"].explode()]).drop_nulls().unique()
    series = store.read(
        f"SELECT * FROM strikes WHERE is_series AND NOT {_in('strike_id', 'ids')} AND strike_id IN (SELECT strike_id"
        f" FROM {ATTACKED} WHERE {_in(ROOT, 'roots')})",
        {"ids": [*strike_ids, *others["strike_id"]], "roots": roots.to_list()},
    )
    stored = _facts(part, pl.concat([others, series]))
    links = link_series(
        pl.concat([facts, stored.select(facts.columns)]),
        pl.concat([frames["strike_mentions"].select("strike_id", "article_id"), _reported(part, stored)]).unique(),
    )
    again = pl.concat([strikes, others.select(strikes.columns)])
    linked = again.drop("part_of_strike_id").join(links, on="strike_id", how="left").select(strikes.columns)
    as_before = others.select("strike_id", "part_of_strike_id")
    return linked.join(as_before, on=["strike_id", "part_of_strike_id"], how="anti", nulls_equal=True)


def _in(expression: str, parameter: str) -> str:
    return f"{expression} IN (SELECT unnest(${parameter}::VARCHAR[]))"


def _articles(frames: dict[str, pl.DataFrame], strikes: pl.DataFrame) -> pl.Series:
    return frames["strike_mentions"].join(strikes, on="strike_id", how="semi")["article_id"].unique()


def _facts(part: Part, strikes: pl.DataFrame) -> pl.DataFrame:
    """`series.series_facts` of strikes that stand in the ledger."""
    store, ids = part.store, {"ids": strikes["strike_id"].to_list()}
    ranked = store.read(f"SELECT * FROM strike_actors WHERE strike_id {IN}", ids)
    actors = store.read("SELECT * FROM actors").join(ranked, on="actor_id", how="semi")
    places = store.read(
        f"SELECT * FROM places WHERE place_id {IN}", {"ids": strikes["place_id"].drop_nulls().unique().to_list()}
    )
    return series_facts(strikes, ranked, actors, places)


def _reported(part: Part, strikes: pl.DataFrame) -> pl.DataFrame:
    return part.store.read(
        f"SELECT DISTINCT strike_id, article_id FROM strike_mentions WHERE strike_id {IN}",
        {"ids": strikes["strike_id"].to_list()},
    )
