"""The two resolving layers of the warehouse: names → actors and places, and mentions → events.

Both are computed anew from all that was coded, because one new article can change what an older one means, and then
written row by row where something differs. A layer whose input and code have not changed is not computed at all.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl

from pipelines.resolving.fusing import Before, Coded, resolve_events
from pipelines.resolving.gazetteer import load_gazetteer, own_fingerprint
from pipelines.resolving.lasting import carry_over
from pipelines.resolving.names import resolve_names
from pipelines.versions import fingerprint
from warehouse.gate import screen
from warehouse.store import Counts, Store

ENTITY_INPUT = ("articles", "sources", "coded_names")
ENTITY_TABLES = ("actors", "actor_parents", "places", "entity_mentions", "place_candidates")
EVENT_INPUT = (
    "articles", "coded_strikes", "coded_statements", "coded_reactions", "coded_evidence", "entity_mentions", "actors", "places",
)  # fmt: skip


MENTIONS = ("strike_mentions", "statement_mentions", "reaction_mentions")


def resolve_entities(store: Store, run_id: str, now: datetime, own_folder: Path | None = None) -> int | None:
    """Rows of the entity tables that changed, or None where there was nothing to do.

    own_folder: the user's own gazetteer. Names are resolved anew when it changes; no article is coded anew.

    Raises:
        GazetteerError: a row of the user's own gazetteer is wrong.
    """
    own = own_fingerprint(own_folder)
    if _is_done(store, "entities", ENTITY_INPUT, own):
        return None
    articles = store.read(
        "SELECT article_id, published_on, publisher, s.country_iso3 AS publisher_country"
        " FROM articles LEFT JOIN sources AS s USING (source_id)"
    )
    resolved = resolve_names(store.read("coded_names"), articles, load_gazetteer(own_folder))
    frames = {table: getattr(resolved, table) for table in ENTITY_TABLES}
    return _write(store, "entities", ENTITY_INPUT, frames, run_id, now, own)


def resolve_all_events(store: Store, run_id: str, now: datetime) -> int | None:
    """Rows of the event tables that changed, or None where there was nothing to do."""
    if _is_done(store, "events", EVENT_INPUT):
        return None
    given = {name: store.read(name) for name in EVENT_INPUT}
    evidence = given.pop("coded_evidence")
    coded = Coded(**given, evidence=evidence)
    before = Before(
        carry_over(store.read("strike_mentions"), coded.coded_strikes, "strike_id", "text_start"),
        carry_over(store.read("statement_mentions"), coded.coded_statements, "statement_id", "content_start"),
        store.read("merges"),
    )
    frames = resolve_events(coded, before, now).tables()
    # Events rest on mentions that pass the gate: what does not is left out before anything is fused from it.
    good = screen(store, {name: frames[name] for name in MENTIONS}, run_id, now)
    bad = pl.concat([frames[name].join(good[name], on="mention_id", how="anti")["mention_id"] for name in MENTIONS])
    if len(bad):
        frames = resolve_events(without(coded, bad), before, now).tables()
    mentioned = pl.concat([frames[name].select("mention_id") for name in MENTIONS])
    frames["evidence"] = evidence.join(mentioned, on="mention_id", how="semi")
    return _write(store, "events", EVENT_INPUT, frames, run_id, now)


def without(coded: Coded, mention_ids: pl.Series) -> Coded:
    """What was coded, without these mentions."""
    named = {name: getattr(coded, name) for name in ("coded_strikes", "coded_statements", "coded_reactions")}
    kept = {name: frame.filter(~pl.col("mention_id").is_in(mention_ids.implode())) for name, frame in named.items()}
    return replace(coded, **kept)


def _input_state(store: Store, tables: tuple[str, ...], own: str) -> str:
    state = [fingerprint("resolving"), *(store.state_hash(table) for table in tables)]
    return "|".join([*state, own] if own else state)


def _is_done(store: Store, layer: str, tables: tuple[str, ...], own: str = "") -> bool:
    state = _input_state(store, tables, own)
    return bool(store.execute("SELECT 1 FROM staging.layer_state WHERE layer = ? AND state_hash = ?", [layer, state]))


def _write(
    store: Store, layer: str, tables: tuple[str, ...], frames: dict, run_id: str, now: datetime, own: str = ""
) -> int:
    counts = Counts()
    with store.transaction():
        for table, frame in screen(store, frames, run_id, now).items():
            counts += store.sync(table, frame)
        done = pl.DataFrame({"layer": [layer], "state_hash": [_input_state(store, tables, own)], "finished_at": [now]})
        store.upsert("layer_state", done)
    return counts.changed
