"""The layer of events: coded mentions and resolved names → strikes, statements and reactions, written row by row.

Only articles whose input changed are resolved again, with all that they touch (`touched.py`); the rest of the ledger is
not read. What comes out is what computing the whole ledger at once gives (`fusing.resolve_events`).
"""

from collections.abc import Callable
from datetime import datetime

import polars as pl

from pipelines import progress
from pipelines.resolving.fusing import all_merges, as_table, reaction_tables, statement_tables, strike_tables
from pipelines.resolving.identity import group_strikes
from pipelines.resolving.lasting import carry_over
from pipelines.resolving.mentions import link_reactions, link_strikes
from pipelines.resolving.part import IN, Part
from pipelines.resolving.series_part import series_again
from pipelines.resolving.stamps import mark_done, stale_articles
from pipelines.resolving.statements import group_statements
from pipelines.resolving.succession import decided_by_persons, fallen, split_off
from pipelines.resolving.support import in_order
from pipelines.resolving.touched import decided_pairs, linked_statements, touched_statements, touched_strikes
from pipelines.versions import fingerprint
from warehouse.gate import screen
from warehouse.store import Counts, Store

LAYER = "events"
ARTICLES_AT_ONCE = 1000
MERGES = {"strike": "merges", "statement": "statement_merges", "reaction": "reaction_merges"}
MENTIONS = ("strike_mentions", "statement_mentions", "reaction_mentions")
Scopes = dict[str, tuple[str, list[str]]]


def resolve_all_events(store: Store, run_id: str, now: datetime) -> int | None:
    """Rows of the event tables that changed, or None where there was nothing to do.

    Each batch of articles is one transaction, together with the mark that it is done.
    """
    stale = stale_articles(store, LAYER, fingerprint("resolving"))
    if stale.is_empty():
        return None
    counts = Counts()
    for start in range(0, stale.height, ARTICLES_AT_ONCE):
        batch = stale.slice(start, ARTICLES_AT_ONCE)
        with store.transaction():
            frames, scopes = _good_frames(store, batch["article_id"], run_id, now)
            counts += store.upsert("splits", frames.pop("splits"))
            for table, frame in screen(store, frames, run_id, now, scopes).items():
                column, values = scopes[table]
                counts += store.sync(table, frame, {column: values})
            mark_done(store, LAYER, batch)
        progress.report("events", start + batch.height, stale.height)
    return counts.changed


def _good_frames(
    store: Store, changed: pl.Series, run_id: str, now: datetime
) -> tuple[dict[str, pl.DataFrame], Scopes]:
    """The rows that come of these articles. Events rest on mentions that pass the gate: what does not is left out
    before anything is fused from it."""
    frames, scopes = _resolve(Part(store, changed, pl.Series([], dtype=pl.String)), now)
    mentions = {name: frames[name] for name in MENTIONS}
    good = screen(store, mentions, run_id, now, {name: scopes[name] for name in MENTIONS})
    bad = pl.concat([frames[name].join(good[name], on="mention_id", how="anti")["mention_id"] for name in MENTIONS])
    return _resolve(Part(store, changed, bad), now) if len(bad) else (frames, scopes)


def _resolve(part: Part, now: datetime) -> tuple[dict[str, pl.DataFrame], Scopes]:
    """What becomes of the changed articles of a part, and which rows of each table that replaces."""
    touched = touched_strikes(part)
    told = link_strikes(part["coded_strikes"], part["entity_mentions"])
    told = told.filter(pl.col("mention_id").is_in(touched.implode()))
    strikes_before = _before(part, "strike", told)
    grouped = group_strikes(
        told,
        part["actors"],
        part["places"],
        part.facts(),
        carry_over(strikes_before, told, "strike_id", "text_start"),
        now,
        _held_elsewhere(part.store, "strike", strikes_before),
        decided_pairs(part, "strike"),
    )
    strike_of = grouped.assignment

    moved = told.select("mention_id", "article_id").join(strike_of, on="mention_id")
    moved = moved.join(
        part["strike_mentions"].select("mention_id", "strike_id"), on=["mention_id", "strike_id"], how="anti"
    )
    changed = pl.concat([part.changed, moved["article_id"]]).unique()
    said_again = touched_statements(part, changed, strike_of)
    said_all = linked_statements(part, strike_of)
    said = said_all.filter(pl.col("mention_id").is_in(said_again.implode()))
    statements_before = _before(part, "statement", said)
    statement_of = group_statements(
        said,
        carry_over(statements_before, said, "statement_id", "content_start"),
        _held_elsewhere(part.store, "statement", statements_before),
        decided_pairs(part, "statement"),
    )

    coded = part.coded()
    in_strikes = in_order(told.join(strike_of, on="mention_id"), part.facts())
    frames = strike_tables(in_strikes, said_all, coded)
    frames |= statement_tables(said.join(statement_of, on="mention_id"), coded)
    articles = pl.concat([part.changed, told["article_id"], said["article_id"]]).unique()
    reaction_frames, reactions_before = _reactions(part, articles, strike_of, statement_of, frames)
    frames |= reaction_frames
    frames["strike_links"] = as_table(grouped.links, "strike_links")

    strike_ids = _ids(strikes_before["strike_id"], frames["strikes"]["strike_id"])
    frames["strikes"] = series_again(part, frames, strike_ids)
    statement_ids = _ids(statements_before["statement_id"], frames["statements"]["statement_id"])
    reaction_ids = _ids(reactions_before["reaction_id"], frames["reactions"]["reaction_id"])
    merged = {}
    splits = []
    for kind, earlier_mentions, start, ids in (
        ("strike", strikes_before, "text_start", strike_ids),
        ("statement", statements_before, "content_start", statement_ids),
        ("reaction", reactions_before, "text_start", reaction_ids),
    ):
        assigned, decided = frames[f"{kind}_mentions"], part.decided(kind)
        carried = carry_over(earlier_mentions, assigned, f"{kind}_id", start)
        new = fallen(carried, assigned, kind, decided.filter("is_one"), now)
        if kind == "strike":
            new = decided_by_persons(grouped.merges, new)
        table = MERGES[kind]
        earlier = _earlier_merges(part.store, kind, ids)
        frames[table] = as_table(all_merges(earlier, new, frames[f"{kind}s"], kind), table)
        gone = f"merged_{kind}_id"
        merged[table] = (gone, _ids(earlier[gone], frames[table][gone]))
        splits.append(split_off(carried, assigned, kind, decided.filter(~pl.col("is_one")), now))
    frames["splits"] = as_table(pl.concat(splits), "splits")
    written = pl.concat([frames[name].select("mention_id") for name in MENTIONS])
    evidence = coded.evidence.filter(pl.col("article_id").is_in(part.changed.implode()))
    frames["evidence"] = evidence.join(written, on="mention_id", how="semi")
    scopes: Scopes = {
        "evidence": ("article_id", part.changed.to_list()),
        "strike_mentions": ("mention_id", _ids(strikes_before["mention_id"], frames["strike_mentions"]["mention_id"])),
        "statement_mentions": (
            "mention_id",
            _ids(statements_before["mention_id"], frames["statement_mentions"]["mention_id"]),
        ),
        "reaction_mentions": (
            "mention_id",
            _ids(reactions_before["mention_id"], frames["reaction_mentions"]["mention_id"]),
        ),
        "reactions": ("reaction_id", reaction_ids),
        **merged,
        # A series that changed moves items of it that are not computed again.
        "strikes": ("strike_id", _ids(pl.Series(strike_ids, dtype=pl.String), frames["strikes"]["strike_id"])),
        **dict.fromkeys(("strike_actors", "strike_claims", "strike_links"), ("strike_id", strike_ids)),
        **dict.fromkeys(("statements", "statement_actors"), ("statement_id", statement_ids)),
    }
    return frames, scopes


def _before(part: Part, kind: str, again: pl.DataFrame) -> pl.DataFrame:
    """How the mentions stood that are grouped again or gone: rows of the mention table."""
    stored = part[f"{kind}_mentions"]
    is_again = pl.col("mention_id").is_in(again["mention_id"].implode())
    return stored.filter(is_again | pl.col("article_id").is_in(part.changed.implode()))


def _held_elsewhere(store: Store, kind: str, before: pl.DataFrame) -> Callable[[pl.Series], pl.Series]:
    """Which of some ids belong to events that are not computed again."""

    def held(ids: pl.Series) -> pl.Series:
        found = store.read(f"SELECT {kind}_id FROM {kind}s WHERE {kind}_id {IN}", {"ids": ids.to_list()})
        return found.join(before, on=f"{kind}_id", how="anti")[f"{kind}_id"]

    return held


def _reactions(
    part: Part,
    articles: pl.Series,
    strike_of: pl.DataFrame,
    statement_of: pl.DataFrame,
    frames: dict[str, pl.DataFrame],
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """The tables of the reactions to the strikes that these articles tell reactions to, and how their mentions stood.

    A reaction without a day goes by the days on which the same reactor so reacted to the same strike elsewhere: so all
    reactions to a strike are looked at together.
    """
    store = part.store
    linked = _linked_reactions(part, strike_of, statement_of)
    here = pl.col("article_id").is_in(articles.implode())
    stored = part["reaction_mentions"].filter(here)
    strikes = pl.concat([linked.filter(here)["strike_id"], stored["strike_id"]]).unique()
    # A person may have joined reactions to several strikes.
    joined = store.read(
        "SELECT DISTINCT strike_id FROM reaction_mentions WHERE reaction_id IN"
        f" (SELECT reaction_id FROM reaction_mentions WHERE strike_id {IN})",
        {"ids": strikes.drop_nulls().to_list()},
    )
    strikes = pl.concat([strikes, joined["strike_id"]]).unique()
    others = store.read(
        f"SELECT article_id FROM reaction_mentions WHERE strike_id {IN} OR (strike_id IS NULL AND $has_null)",
        {"ids": strikes.drop_nulls().to_list(), "has_null": strikes.has_nulls()},
    )
    part.need(others["article_id"])
    linked = _linked_reactions(part, strike_of, statement_of)
    reacted = linked.filter(pl.col("strike_id").is_in(strikes.implode(), nulls_equal=True))
    led_to = pl.concat([reacted["strike_id"], reacted["response_strike_id"]])
    before = _before(part, "reaction", reacted)
    tables = reaction_tables(
        in_order(reacted, part.facts()),
        _rows(store, "statements", reacted["statement_id"], frames["statements"]),
        _rows(store, "strikes", led_to, frames["strikes"]),
        part["actors"],
        carry_over(before, reacted, "reaction_id", "text_start"),
        _held_elsewhere(store, "reaction", before),
        decided_pairs(part, "reaction"),
    )
    return tables, before


def _linked_reactions(part: Part, strike_of: pl.DataFrame, statement_of: pl.DataFrame) -> pl.DataFrame:
    return link_reactions(
        part["coded_reactions"],
        part["entity_mentions"],
        part.now("strike", strike_of),
        part.now("statement", statement_of),
    )


def _rows(store: Store, table: str, ids: pl.Series, computed: pl.DataFrame) -> pl.DataFrame:
    """Rows of a table by id: as computed now, else as they stand in the ledger."""
    key = computed.columns[0]
    wanted = ids.drop_nulls().unique()
    missing = wanted.filter(~wanted.is_in(computed[key].implode()))
    stored = store.read(f"SELECT * FROM {table} WHERE {key} {IN}", {"ids": missing.to_list()})
    return pl.concat([computed, stored.select(computed.columns)])


def _earlier_merges(store: Store, kind: str, ids: list[str]) -> pl.DataFrame:
    return store.read(f"SELECT * FROM {MERGES[kind]} WHERE {kind}_id {IN} OR merged_{kind}_id {IN}", {"ids": ids})


def _ids(*series: pl.Series) -> list[str]:
    return pl.concat([ids.drop_nulls() for ids in series]).unique().sort().to_list()
