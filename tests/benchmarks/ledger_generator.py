"""A ledger of any size, made from articles that were read and coded: their paragraphs, put together anew.

An article made here is a few paragraphs of different articles, joined by an empty line. What the coders found in a
paragraph comes along, with offsets and ids moved and dates shifted by the days between the two publications; links that
leave the paragraph are cut. So the words of every row stand where it says, as in an article that was read.
"""

import random
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from pipelines.coding.run import coder_version
from pipelines.settings import Settings
from pipelines.text.articles import article_id_of
from pipelines.text.copies import signature_version
from pipelines.text.duplicates import bands
from pipelines.text.ingest import frame
from pipelines.versions import fingerprint
from warehouse.schema import get_table, polars_schema
from warehouse.store import Store

SOURCE = "generated"
PUBLISHERS = 40
FIRST_DAY, DAYS = date(2014, 1, 1), 3652
COPIES = 0.03
SHORTEST = 80  # characters of a paragraph that is worth taking
ARTICLES_AT_ONCE = 10_000

# For each table of the coders: the rows that can be moved with a paragraph `p`, and the columns that change.
# `here` lists the mentions that lie in the paragraph; what is not among them, or not in its words, is left out.
IN_PARAGRAPH = {
    "coded_names": ("text_start", "text_end", "true"),
    "coded_strikes": ("text_start", "text_end", "contains(p.text, t.sentence_text)"),
    "coded_statements": (
        "least(speaker_start, cue_start, content_start)",
        "greatest(speaker_end, cue_end, content_end)",
        "t.content_start IS NULL OR t.content_start < t.content_end",
    ),
    "coded_reactions": ("text_start", "text_end", "contains(p.text, t.sentence_text)"),
    "rejected_mentions": ("text_start", "text_end", "contains(p.text, t.sentence_text)"),
    "coded_evidence": ("text_start", "text_end", "true"),
}
LINKS = {
    "coded_names": ("antecedent_mention_id", "affiliation_mention_id", "container_mention_id"),
    "coded_strikes": ("place_mention_id", "same_as_mention_id"),
    "coded_statements": ("addressee_mention_id",),
    "coded_reactions": (
        "reactor_mention_id", "strike_mention_id", "statement_mention_id", "response_strike_mention_id",
    ),
}  # fmt: skip
LINK_LISTS = {
    "coded_names": ("anchor_mention_ids",),
    "coded_strikes": ("attacker_mention_ids", "target_mention_ids"),
    "coded_statements": ("speaker_mention_ids", "strike_mention_ids"),
}
WORDS = {
    "coded_strikes": ("attacker_text", "target_text", "victim_text", "weapon_text", "place_text", "date_text"),
    "coded_reactions": ("reactor_text",),
}
NEEDED = {"coded_reactions": ("reactor_mention_id", "strike_mention_id")}
DATES = ("started_on", "ended_on", "said_on")

# The id of a mention in its new article: "a1b2c3:strike:120-188" holds its offsets.
MOVED = """
CREATE TEMP MACRO moved(id, article_id, delta) AS
    article_id || ':' || split_part(id, ':', 2)
    || ':' || (split_part(split_part(id, ':', 3), '-', 1)::INTEGER + delta)
    || '-' || (split_part(split_part(id, ':', 3), '-', 2)::INTEGER + delta)
    || CASE WHEN split_part(id, ':', 4) = '' THEN '' ELSE ':' || split_part(id, ':', 4) END
"""


def generate(base: Path, work_file: Path, count: int) -> None:
    """Make a work file of `count` articles from the work file of articles that were read.

    The next run finds nothing to read, to code or to look for copies in; it resolves, checks and publishes what is there.
    """
    work_file.parent.mkdir(parents=True, exist_ok=True)
    dice = random.Random(11)
    with Store(work_file) as store:
        store.execute(f"ATTACH '{base}' AS base (READ_ONLY)")
        store.execute(MOVED)
        paragraphs = _paragraphs(store)
        for table in IN_PARAGRAPH:
            _prepare(store, table)
        source = {
            "source_id": SOURCE,
            "name": "Generated",
            "kind": "json_lines",
            "is_active": False,
            "article_count": 0,
        }
        store.upsert("sources", frame("sources", [source]))
        last: list[int] = []
        for start in range(0, count, ARTICLES_AT_ONCE):
            plan, last = _plan(paragraphs, start, min(count, start + ARTICLES_AT_ONCE), dice, last)
            with store.transaction():
                _write_articles(store, plan)
                for table in IN_PARAGRAPH:
                    _write_rows(store, table)
            store.execute("CHECKPOINT")
        store.execute("DETACH base")


def renew(work_file: Path) -> None:
    """Bring the versions in a generated work file up to the code of now, so that nothing is coded or compared again."""
    with Store(work_file) as store, store.transaction():
        store.execute("UPDATE articles SET coder_version = ?", [coder_version(Settings())])
        store.execute("UPDATE staging.article_signatures SET signature_version = ?", [signature_version()])
        store.execute("UPDATE staging.article_versions SET text_version = ?", [fingerprint("text")])


def _paragraphs(store: Store) -> pl.DataFrame:
    """The paragraphs of all articles that were coded: number, article, offsets, text."""
    rows = []
    articles = store.execute(
        "SELECT article_id, text, coalesce(published_on, DATE '2012-06-01') FROM base.articles"
        " WHERE coded_at IS NOT NULL ORDER BY ALL"
    )
    for article_id, text, day in articles:
        for found in re.finditer(r"[^\n]*\S[^\n]*", text):
            if len(found[0]) >= SHORTEST:
                rows.append((len(rows), article_id, found.start(), found.end(), found[0], day))
    columns = ["paragraph", "article_id", "base_start", "base_end", "text", "base_day"]
    table = pl.DataFrame(rows, schema=columns, orient="row")
    store.connection.register("given", table)
    store.execute("CREATE TEMP TABLE paragraphs AS SELECT * FROM given")
    store.connection.unregister("given")
    return table


def _prepare(store: Store, table: str) -> None:
    """Rows of a coded table by the paragraph that they lie in, their links and words cut to it."""
    contract = get_table(table)
    first, last, holds = IN_PARAGRAPH[table]
    store.execute(
        f"CREATE TEMP TABLE moving_{table} AS SELECT p.paragraph, p.base_start, p.text AS paragraph_text, t.*"
        f" FROM base.{contract.qualified} t JOIN paragraphs p USING (article_id)"
        f" WHERE {first} >= p.base_start AND {last} <= p.base_end AND ({holds})"
    )
    if table == "coded_evidence":  # it goes with its mention
        store.execute(
            f"DELETE FROM moving_{table} t WHERE NOT EXISTS"
            " (SELECT 1 FROM here h WHERE h.paragraph = t.paragraph AND h.mention_id = t.mention_id)"
        )
        return
    store.execute("CREATE TEMP TABLE IF NOT EXISTS here (paragraph BIGINT, mention_id VARCHAR)")
    store.execute(f"INSERT INTO here SELECT paragraph, mention_id FROM moving_{table}")
    there = "(SELECT 1 FROM here h WHERE h.paragraph = t.paragraph AND h.mention_id = t.{})"
    for column in LINKS.get(table, ()):
        store.execute(f"UPDATE moving_{table} t SET {column} = NULL WHERE NOT EXISTS {there.format(column)}")
    for column in LINK_LISTS.get(table, ()):
        store.execute(
            f"UPDATE moving_{table} t SET {column} = coalesce((SELECT list(i.id ORDER BY i.place) FROM"
            f" (SELECT unnest(t.{column}) AS id, generate_subscripts(t.{column}, 1) AS place) i"
            " JOIN here h ON h.mention_id = i.id AND h.paragraph = t.paragraph), [])"
        )
    for column in WORDS.get(table, ()):
        store.execute(f"UPDATE moving_{table} SET {column} = NULL WHERE NOT contains(paragraph_text, {column})")
    for column in NEEDED.get(table, ()):
        gone = f"(SELECT paragraph, mention_id FROM moving_{table} WHERE {column} IS NULL)"
        store.execute(f"DELETE FROM here WHERE (paragraph, mention_id) IN {gone}")
        store.execute(f"DELETE FROM moving_{table} WHERE {column} IS NULL")


def _plan(
    paragraphs: pl.DataFrame, start: int, end: int, dice: random.Random, last: list[int]
) -> tuple[pl.DataFrame, list[int]]:
    """Which paragraphs stand where: number of the article, day, the article it copies, paragraph, offset."""
    lengths, rows, day = paragraphs["text"].str.len_chars().to_list(), [], FIRST_DAY
    for number in range(start, end):
        is_copy = len(last) > 2 and dice.random() < COPIES
        chosen = last[:-1] if is_copy else dice.sample(range(len(lengths)), dice.randint(3, 6))
        # A copy appears on the day of what it copies, which is the article before it.
        day = day if is_copy else FIRST_DAY + timedelta(dice.randrange(DAYS))
        offset = 0
        for place, paragraph in enumerate(chosen):
            rows.append((number, day, number - 1 if is_copy else None, place, paragraph, offset))
            offset += lengths[paragraph] + 2
        last = [] if is_copy else chosen
    columns = ["number", "day", "copied", "place", "paragraph", "offset"]
    schema = dict.fromkeys(columns, pl.Int64()) | {"day": pl.Date()}
    return pl.DataFrame(rows, schema=schema, orient="row"), last


def _url(number: int) -> str:
    return f"https://news{number % PUBLISHERS}.example.org/articles/{number}"


def _write_articles(store: Store, plan: pl.DataFrame) -> None:
    """Articles with raw rows, versions and signatures; the temporary table `places` says where their paragraphs stand."""
    numbers = plan["number"].unique().sort()
    first = numbers[0] - 1  # a copy may be of the last article of the part before
    ids = pl.DataFrame(
        {
            "number": range(first, numbers[-1] + 1),
            "article_id": [article_id_of(SOURCE, "", _url(n)) for n in range(first, numbers[-1] + 1)],
            "url": [_url(n) for n in range(first, numbers[-1] + 1)],
        }
    )
    plan = plan.join(ids.select("number", "article_id"), on="number")
    store.connection.register("given", plan)
    store.execute("CREATE OR REPLACE TEMP TABLE places AS SELECT * FROM given")
    store.connection.unregister("given")
    texts = store.read(
        "SELECT number, string_agg(p.text, chr(10) || chr(10) ORDER BY place) AS text FROM places"
        " JOIN paragraphs p USING (paragraph) GROUP BY number"
    )
    now = datetime.now(UTC)
    articles = (
        plan.group_by("number").agg(pl.first("day"), pl.first("copied"))
        .join(texts, on="number").join(ids, on="number")
        .join(ids.select(copied="number", duplicate_of="article_id"), on="copied", how="left")
        .sort("number")
    )  # fmt: skip
    store.connection.register("made", articles)
    store.execute(
        "CREATE OR REPLACE TEMP TABLE made_articles AS SELECT *, left(sha256(text), 32) AS content_hash FROM made"
    )
    store.connection.unregister("made")
    values = {
        "external_id": "'g' || number", "raw_id": f"'{SOURCE}:' || number", "source_id": f"'{SOURCE}'",
        "publisher": f"'Wire ' || (number % {PUBLISHERS})", "published": "day::VARCHAR", "published_on": "day",
        "fetched_at": "day::TIMESTAMP + INTERVAL 1 DAY", "processed_at": "$now", "language": "'en'",
        "word_count": r"len(regexp_split_to_array(text, '\s+'))", "version": "1", "is_screened_out": "false",
        "story_id": "coalesce(duplicate_of, article_id)", "coded_at": "$now", "coder_version": "$coder",
        "content_type": "'text'", "body": "text", "origin": "'generated'", "spool_file": f"'{SOURCE}/generated'",
        "raw_number": "number + 1", "status": "'current'", "text_version": "$text_version",
    }  # fmt: skip
    given = {"now": now.replace(tzinfo=None), "coder": coder_version(Settings()), "text_version": fingerprint("text")}
    made = {"article_id", "url", "text", "content_hash", "duplicate_of"}
    for table in ("raw_articles", "articles", "article_versions"):
        schema = polars_schema(table)
        chosen = ", ".join(name if name in made else f"{values.get(name, 'NULL')} AS {name}" for name in schema)
        used = {name: value for name, value in given.items() if f"${name}" in chosen}
        store.execute(f"INSERT INTO {get_table(table).qualified} BY NAME SELECT {chosen} FROM made_articles", used)
    signatures = articles.select(
        "article_id",
        seen_number=pl.col("number") + 1,
        bands=pl.Series([bands(text) for text in articles["text"]], dtype=pl.List(pl.UInt64())),
        signature_version=pl.lit(signature_version()),
    )
    store.append("article_signatures", signatures)


def _write_rows(store: Store, table: str) -> None:
    """The rows of a coded table for the articles of `places`."""
    moved = {"article_id": "n.article_id", "mention_id": "moved(t.mention_id, n.article_id, n.delta)"}
    for column in LINKS.get(table, ()):
        moved[column] = f"moved(t.{column}, n.article_id, n.delta)"
    for column in LINK_LISTS.get(table, ()):
        moved[column] = f"list_transform(t.{column}, lambda i: moved(i, n.article_id, n.delta))"
    for column in polars_schema(table):
        if column.endswith(("_start", "_end")):
            moved[column] = f"t.{column} + n.delta"
        if column in DATES:
            moved[column] = f"t.{column} + n.days"
    if table == "coded_names":
        moved["sentence_number"] = "t.sentence_number + 1000 * n.place"
    chosen = ", ".join(f"{moved.get(name, f't.{name}')} AS {name}" for name in polars_schema(table))
    store.execute(
        f"INSERT INTO {get_table(table).qualified} BY NAME SELECT {chosen} FROM moving_{table} t JOIN"
        ' (SELECT l.article_id, l.paragraph, l.place, (l."offset" - p.base_start)::INTEGER AS delta,'
        " (l.day - p.base_day)::INTEGER AS days FROM places l JOIN paragraphs p USING (paragraph)) n"
        " USING (paragraph)"
    )
