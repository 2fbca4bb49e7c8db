"""Why the ledger says what it says: each value of a strike, a statement or a reaction with its words and the rule or
lexicon entry that read them; a rejected mention with its reason; an article with all that was taken from it or left.
"""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

Row = dict[str, object]


@dataclass(frozen=True)
class Kind:
    """A kind of event. ``words``: the expression for the words of a mention, ``start`` its first character. ``shown``: its
    columns that say something of it -> the column of the evidence for them."""

    name: str
    table: str
    prefix: str
    words: str
    start: str
    shown: dict[str, str]

    @property
    def key(self) -> str:
        return f"{self.name}_id"

    @property
    def merges(self) -> str:
        return "merges" if self.name == "strike" else f"{self.name}_merges"


_FIGURES = {f"{f}_{b}": f"{f}_{b}" for f in ("killed", "injured", "civilians_killed") for b in ("low", "best", "high")}
KINDS = (
    Kind("strike", "strikes", "str_", "m.sentence_text", "text_start", {
        "attacker_name": "attacker_text", "target_name": "target_text", "target_kind": "target_kind",
        "methods_text": "methods", "outcome": "outcome", "claim_status": "claim_status", "place_name": "place_text",
        "place_precision": "place_text", "started_on": "started_on", "ended_on": "ended_on",
        "date_precision": "date_text", **_FIGURES, "is_series": "is_series", "source_count": "",
        "confidence_score": "confidence_score"}),
    Kind("statement", "statements", "sta_", "m.content_text", "content_start", {
        "speaker_name": "speaker_text", "speaker_person": "speaker_person", "act": "act",
        "addressee_name": "addressee_id", "content_text": "content_text", "is_quote": "is_quote",
        "strike_id": "strike_mention_ids", "said_on": "said_on", "date_precision": "said_on", "source_count": "",
        "confidence_score": "confidence_score"}),
    Kind("reaction", "reactions", "rea_", "m.sentence_text", "text_start", {
        "reactor_name": "reactor_text", "reaction_type": "reaction_type", "kind": "kind", "stance": "stance",
        "strike_id": "strike_mention_id", "statement_id": "statement_mention_id",
        "response_strike_id": "response_strike_mention_id", "reacted_on": "", "source_count": "",
        "confidence_score": "confidence_score"}),
)  # fmt: skip
# Names are looked up by these ids.
IDS = {"attacker_name": "attacker_id", "target_name": "target_actor_id", "place_name": "place_id",
       "speaker_name": "speaker_id", "addressee_name": "addressee_id", "reactor_name": "reactor_id"}  # fmt: skip
# Where no words give a value, what does.
WITHOUT_WORDS = {
    "source_count": "publishers among its articles, copies not counted",
    "reacted_on": "the day of its statement, of its answering strike, or of the strike itself",
    "date_precision": "no words of time that date it",
    "place_precision": "no words of place",
    "target_kind": "no word of lexicons/targets.yaml in what was struck",
    "methods_text": "no word that tells the means",
    "is_series": "no word of a series",
    "is_quote": "no quotation marks",
}
EVIDENCE = """
SELECT mention_id, column_name, text AS words, rule_id, text_start, text_end FROM evidence
WHERE list_contains(?, mention_id) ORDER BY column_name, text_start
"""
MENTIONS = """
SELECT m.mention_id, coalesce(a.publisher, a.source_id) AS publisher, a.url, a.external_id, {words} AS words
FROM {table}_mentions m JOIN articles a USING (article_id) WHERE m.{table}_id = ?
ORDER BY a.published_on NULLS LAST, m.article_id, m.{start}
"""
ARTICLE = """
SELECT article_id, title, text, url, external_id, coalesce(publisher, source_id) AS publisher FROM articles
WHERE article_id = $1 OR url = $1 OR external_id = $1 ORDER BY article_id
"""
LISTED = """
SELECT mention_id, 'strike' AS kind, strike_id AS event_id, text_start AS start, sentence_text AS words
FROM strike_mentions WHERE article_id = $1
UNION ALL SELECT mention_id, act, statement_id, cue_start, speaker_text || ': ' || content_text
FROM statement_mentions WHERE article_id = $1
UNION ALL SELECT mention_id, reaction_type, reaction_id, text_start, reactor_text || ': ' || sentence_text
FROM reaction_mentions WHERE article_id = $1
ORDER BY start, mention_id
"""


# What became of the ids of a row, and what persons decided: lines of a time, what happened and why.
CHANGES = """
SELECT decided_at, concat(merged_{kind}_id, ' is this row too') AS what, reason, decided_by
FROM {merges} WHERE {kind}_id = $1
UNION ALL SELECT decided_at, concat('reports of it became ', new_event_id), reason, decided_by FROM splits WHERE event_id = $1
UNION ALL SELECT decided_at, concat('its reports were of ', event_id), reason, decided_by FROM splits WHERE new_event_id = $1
UNION ALL SELECT decided_at, concat('decision ', decision_id, ': ', kind, ' ', concat_ws(' and ', event_id, other_id),
    CASE WHEN is_in_force THEN '' ELSE ' (not in force)' END), reason, decided_by
FROM marts.decisions_in_force
WHERE $1 IN (event_id, other_id)
    OR event_id IN (SELECT merged_{kind}_id FROM {merges} WHERE {kind}_id = $1)
    OR other_id IN (SELECT merged_{kind}_id FROM {merges} WHERE {kind}_id = $1)
ORDER BY ALL
"""


class UnknownId(Exception):
    """Nothing in the published file has this id."""


@dataclass(frozen=True)
class Value:
    """A value of an event, and the evidence for it: rows with words, rule_id, text_start, text_end, mention_id; and a
    note on what made the value of them, or gave it without words."""

    column: str
    value: object
    evidence: list[Row]
    note: str | None = None


@dataclass(frozen=True)
class Explanation:
    """A strike, statement or reaction: its values, and its mentions with their words and article.

    ``changes``: what its id took in or gave away and what persons decided: rows with decided_at, what, reason, decided_by.
    """

    kind: str
    event_id: str
    values: list[Value]
    mentions: list[Row]
    merged_into: str | None = None
    changes: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Rejection:
    """Force that is no strike: the row of rejected_mentions, and the words that decided so."""

    row: Row
    evidence: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class ArticleListing:
    """What was taken from an article, in the order of the text, and what was left out."""

    article: Row
    mentions: list[Row]
    rejections: list[Rejection]


def explain(published_file: Path, wanted: str) -> Explanation | Rejection | ArticleListing:
    """All that the ledger knows of an id: of a strike, a statement, a reaction, one of their mentions, a rejected
    mention, or an article (its id, its URL, or the id that its source gives).

    An id that was merged into another one leads there.

    Raises:
        UnknownId: the published file has nothing of that id.
    """
    with duckdb.connect(str(published_file), read_only=True) as connection:
        found = (
            _rejection(connection, wanted)
            or _of_mention(connection, wanted)
            or _event(connection, wanted)
            or _article(connection, wanted)
        )
    if found is None:
        kind = next((k for k in KINDS if wanted.startswith(k.prefix)), None)
        if kind is not None:
            raise UnknownId(
                f"no {kind.name} {wanted} in {published_file}: SELECT {kind.key} FROM {kind.table} lists them"
            )
        raise UnknownId(
            f"nothing is called {wanted} in {published_file}: give the id of a strike, a statement, a reaction or a"
            " mention, or the id or URL of an article (SELECT article_id, url FROM articles lists them)"
        )
    return found


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[Row]:
    cursor = connection.execute(sql, values)
    names = [d[0] for d in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _event(connection: duckdb.DuckDBPyConnection, wanted: str) -> Explanation | None:
    kind = next((k for k in KINDS if wanted.startswith(k.prefix)), None)
    if kind is None:
        return None
    merged = _rows(connection, f"SELECT {kind.key} FROM {kind.merges} WHERE merged_{kind.key} = ?", wanted)
    current = str(merged[0][kind.key]) if merged else wanted
    rows = _rows(connection, f"SELECT * FROM {kind.table} WHERE {kind.key} = ?", current)
    if not rows:
        return None
    (row,) = rows
    mentions = _rows(connection, MENTIONS.format(table=kind.name, start=kind.start, words=kind.words), current)
    evidence = _rows(connection, EVIDENCE, [m["mention_id"] for m in mentions])
    values = []
    for column, proof in kind.shown.items():
        if row[column] is None:
            continue
        value = f"{row[column]} [{row[IDS[column]]}]" if column in IDS else row[column]
        own = [e for e in evidence if e["column_name"] == proof]
        note = _meaning(str(row[IDS[column]])) if column in IDS else None if own else WITHOUT_WORDS.get(column)
        values.append(Value(column, value, own, note))
    changes = _rows(connection, CHANGES.format(kind=kind.name, merges=kind.merges), current)
    return Explanation(kind.name, current, values, mentions, current if merged else None, changes)


def _meaning(found_id: str) -> str:
    """What made the words mean this actor or place."""
    if found_id.startswith("unk:"):
        return "no gazetteer has it: named by these words"
    return f"{'own gazetteer' if found_id.startswith('own:') else 'gazetteer'}: {found_id}"


def _of_mention(connection: duckdb.DuckDBPyConnection, wanted: str) -> Explanation | None:
    """The event that a mention tells of."""
    for kind in KINDS:
        if f":{kind.name}:" in wanted:
            rows = _rows(connection, f"SELECT {kind.key} FROM {kind.name}_mentions WHERE mention_id = ?", wanted)
            return _event(connection, str(rows[0][kind.key])) if rows else None
    return None


def _rejection(connection: duckdb.DuckDBPyConnection, wanted: str) -> Rejection | None:
    found = _rejections(connection, "r.mention_id = ?", wanted)
    return found[0] if found else None


def _rejections(connection: duckdb.DuckDBPyConnection, condition: str, wanted: str) -> list[Rejection]:
    rows = _rows(
        connection,
        "SELECT r.*, a.text[r.text_start + 1 : r.text_end] AS words, coalesce(a.publisher, a.source_id) AS publisher,"
        f" a.url, a.external_id FROM rejected_mentions r JOIN articles a USING (article_id) WHERE {condition}"
        " ORDER BY r.text_start, r.mention_id",
        wanted,
    )
    evidence = _rows(connection, EVIDENCE, [row["mention_id"] for row in rows])
    return [Rejection(row, [e for e in evidence if e["mention_id"] == row["mention_id"]]) for row in rows]


def _article(connection: duckdb.DuckDBPyConnection, wanted: str) -> ArticleListing | None:
    rows = _rows(connection, ARTICLE, wanted)
    if not rows:
        return None
    article = rows[0]
    mentions = _rows(connection, LISTED, article["article_id"])
    return ArticleListing(article, mentions, _rejections(connection, "r.article_id = ?", str(article["article_id"])))
