"""What a person wants to know at the end of a run, read from the work file."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from warehouse.store import Store

COUNTED = ("articles", "strikes", "statements", "reactions", "rejected_mentions", "quarantine")

NEWEST_STRIKES = """
SELECT s.strike_id, s.started_on, s.attacker_name, coalesce(s.target_name, nullif(s.target_kind, 'unknown'), 'an unknown target') AS target, s.place_name,
       (SELECT arg_min(m.sentence_text, (a.published_on, m.text_start))
        FROM strike_mentions m JOIN articles a USING (article_id) WHERE m.strike_id = s.strike_id) AS sentence
FROM strikes s
ORDER BY s.started_on DESC NULLS LAST, s.last_published_at DESC NULLS LAST, s.strike_id
LIMIT 3
"""

# Records that the layers refused and that no later record of the same source and id has mended, and articles that the
# coders could not code.
OPEN_REFUSALS = """
SELECT (SELECT count(*) FROM quarantine q JOIN articles a ON a.article_id = q.row_id
        WHERE q.stage = 'code' AND list_contains($sources, a.source_id))
     + (SELECT count(*) FROM staging.article_versions v JOIN staging.raw_articles r USING (raw_id)
WHERE v.status = 'rejected' AND list_contains($sources, r.source_id) AND NOT EXISTS (
    SELECT 1 FROM staging.raw_articles r2 JOIN staging.article_versions v2 USING (raw_id)
    WHERE r2.source_id = r.source_id AND r2.external_id = r.external_id AND v2.status <> 'rejected'))
"""


@dataclass(frozen=True)
class Summary:
    """Counts of the ledger, what a run added to the quarantine, and the three newest strikes.

    ``articles_read`` is None where the run changed nothing.
    """

    counts: dict[str, int]
    articles_read: int | None
    open_refusals: int
    held_back: pl.DataFrame
    newest: pl.DataFrame


def summarize(work_file: Path, run_id: str, source_ids: list[str]) -> Summary:
    """The state of the ledger after the run with this id over these sources."""
    with Store(work_file) as store:
        runs = store.read("SELECT articles_read FROM runs WHERE run_id = ?", [run_id])
        return Summary(
            counts={table: store.count(table) for table in COUNTED},
            articles_read=int(runs["articles_read"][0]) if runs.height else None,
            open_refusals=store.execute(OPEN_REFUSALS, {"sources": source_ids})[0][0],
            held_back=store.read(
                "SELECT table_name, row_id, stage, rule, reason FROM quarantine WHERE run_id = ? ORDER BY ALL", [run_id]
            ),
            newest=store.read(NEWEST_STRIKES),
        )
