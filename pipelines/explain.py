"""A strike with each of its values and the words that it came from."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

# Columns of a strike that are said of it, not computed for the reader's convenience.
SHOWN = (
    "attacker_name", "target_name", "target_kind", "methods_text", "outcome", "claim_status", "place_name", "place_precision",
    "started_on", "ended_on", "date_precision", "killed_low", "killed_best", "killed_high", "injured_low", "injured_best",
    "injured_high", "civilians_killed_low", "civilians_killed_best", "civilians_killed_high", "is_series", "source_count",
    "confidence_score",
)  # fmt: skip

EVIDENCE = """
SELECT e.column_name, e.text, e.rule_id, e.text_start, e.text_end, m.sentence_text, m.mention_id,
       coalesce(a.publisher, a.source_id) AS publisher, a.url, a.external_id
FROM strike_mentions m JOIN evidence e USING (mention_id) JOIN articles a ON a.article_id = m.article_id
WHERE m.strike_id = ?
ORDER BY a.published_on NULLS LAST, m.article_id, m.text_start, e.text_start
"""


class UnknownStrike(Exception):
    """No strike has this id."""


@dataclass(frozen=True)
class Explanation:
    """A strike: its values by column, its mentions (sentence, article), and the evidence for each value."""

    strike_id: str
    values: dict[str, object]
    evidence: list[dict]
    merged_into: str | None = None


def explain_strike(published_file: Path, strike_id: str) -> Explanation:
    """Everything that the ledger says of a strike, with its words.

    An id that was merged into another strike leads there.

    Raises:
        UnknownStrike: the published file has no such strike.
    """
    with duckdb.connect(str(published_file), read_only=True) as connection:
        merged = connection.execute("SELECT strike_id FROM merges WHERE merged_strike_id = ?", [strike_id]).fetchone()
        current = merged[0] if merged else strike_id
        cursor = connection.execute("SELECT * FROM strikes WHERE strike_id = ?", [current])
        row = cursor.fetchone()
        if row is None:
            raise UnknownStrike(f"no strike {strike_id} in {published_file}: SELECT strike_id FROM strikes lists them")
        values = dict(zip([d[0] for d in cursor.description], row, strict=True))
        cursor = connection.execute(EVIDENCE, [current])
        names = [d[0] for d in cursor.description]
        evidence = [dict(zip(names, found, strict=True)) for found in cursor.fetchall()]
    shown = {name: values[name] for name in SHOWN}
    return Explanation(current, shown, evidence, current if merged else None)
