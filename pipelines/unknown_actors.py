"""Actors that no list knows, by how often articles name them: what a gazetteer of one's own should get first."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import yaml

from pipelines.resolving.gazetteer import load_gazetteer
from pipelines.resolving.gazetteer.keys import name_key

EXAMPLE_LENGTH = 160
# The sentence around the first mention: from the last end of a sentence or line before it to the first one after it.
UNKNOWN = """
WITH mentions AS (
    SELECT m.actor_id, m.article_id, m.text_start, m.text_end, m.mention_id, t.published_on
    FROM entity_mentions AS m JOIN actors AS a USING (actor_id) JOIN articles AS t USING (article_id)
    WHERE NOT a.is_known AND ($all OR regexp_matches(a.name, '^\\S*(?:\\p{Lu}.*\\p{Ll}|\\p{Lu}{2}|\\p{Lo})'))
), counted AS (
    SELECT actor_id, count(*) AS mention_count, count(DISTINCT article_id) AS article_count,
           arg_min(mention_id, (coalesce(published_on, DATE '9999-12-31'), article_id, text_start, mention_id)) AS first_id
    FROM mentions GROUP BY actor_id
), firsts AS (
    SELECT c.*, f.text_start, f.text_end, t.text AS body, coalesce(t.url, t.external_id, t.article_id) AS source
    FROM counted AS c JOIN mentions AS f ON f.mention_id = c.first_id JOIN articles AS t USING (article_id)
)
SELECT a.actor_id, a.name, a.kind, a.country_iso3, f.mention_count, f.article_count,
       regexp_extract(substring(f.body, 1, f.text_start), '(?:^|[.!?][”"’'')]*\\s+|\\n)((?:[^.!?\\n]|[.!?]+[^\\s”"’'').!?])*)$', 1)
           AS before_text,
       substring(f.body, f.text_start + 1, f.text_end - f.text_start) AS mention_text,
       regexp_extract(substring(f.body, f.text_end + 1), '^(?:[^.!?\\n]|[.!?]+[^\\s”"’'').!?])*[.!?]*[”"’'')]*') AS after_text,
       f.source
FROM firsts AS f JOIN actors AS a USING (actor_id)
ORDER BY f.mention_count DESC, f.article_count DESC, a.actor_id
"""


@dataclass(frozen=True)
class UnknownActor:
    """An actor that no list knows, how often it is named, and the sentence that names it first."""

    actor_id: str
    name: str
    kind: str
    country_iso3: str | None
    mention_count: int
    article_count: int
    example: str
    source: str

    @property
    def counts(self) -> str:
        """ "3 mentions in 1 article"."""
        mentions = f"{self.mention_count} mention{'s' * (self.mention_count > 1)}"
        return f"{mentions} in {self.article_count} article{'s' * (self.article_count > 1)}"


def unknown_actors(published_file: Path, limit: int, all_of_them: bool = False) -> list[UnknownActor]:
    """The unknown actors of a published file that mentions use, those with the most mentions first.

    Only names, unless all are asked for: "gunmen" and "a camp" are actors too, but no list will ever know which.
    Nor will one know which "President": taught as one actor, what every country has would take the mentions of others.
    """
    with duckdb.connect(str(published_file), read_only=True) as connection:
        rows = connection.execute(UNKNOWN, {"all": all_of_them}).fetchall()
    keys = pl.DataFrame({"name": [row[1] for row in rows]}, schema={"name": pl.String}).select(name_key(pl.col("name")))
    anybody = set() if all_of_them else _anybodys_names()
    kept = [row for row, key in zip(rows, keys.to_series(), strict=True) if not {key, row[0][4:]} & anybody]
    return [UnknownActor(*row[:6], example=cut(*row[6:9]), source=row[9]) for row in kept[:limit]]


def _anybodys_names() -> set[str]:
    """Keys of titles, of bodies without their country, and of head nouns ("Gunmen", which is `unk:gunman`)."""
    gazetteer = load_gazetteer()
    words = [word for group in ("titles", "state_roles", "bare_bodies", "members") for word in gazetteer.words[group]]
    words += [word for group in gazetteer.words["heads"].values() for word in group]
    keys = pl.DataFrame({"word": words}).select(name_key(pl.col("word"))).to_series()
    return {*keys, *gazetteer.phrases["phrase_key"]}


def cut(before: str, words: str, after: str) -> str:
    """One line of at most `EXAMPLE_LENGTH` characters that keeps the words of the mention; "…" stands for what is cut."""
    before, words, after = (" ".join(part.split()) for part in (f"{before}|", words, f"|{after}"))
    before, after = before[:-1], after[1:]
    whole = f"{before}{words}{after}"
    if len(whole) <= EXAMPLE_LENGTH:
        return whole
    room = EXAMPLE_LENGTH - 1
    if len(before) + len(words) <= room:
        return f"{whole[:room].rstrip()}…"
    start = max(len(before) - room // 3, 0)
    rest = whole[start:]
    return f"…{rest}" if len(rest) < EXAMPLE_LENGTH else f"…{rest[: room - 1].rstrip()}…"


def as_yaml(actors: list[UnknownActor]) -> str:
    """Rows for `gazetteer/actors.yaml`: a list of mappings, each under a comment with its example.

    The id is that of the actor with `own:` for `unk:`, since what a list knows is no longer `unk:`. It is written out so
    that a row never changes a built-in actor of the same name, and because a name without Latin letters gives no id.
    """
    return "".join(_row(actor) for actor in actors) or "[]\n"


def _row(actor: UnknownActor) -> str:
    actor_id = "own:" + actor.actor_id.partition(":")[2]
    values = {"actor_id": actor_id, "name": actor.name, "kind": actor.kind, "country_iso3": actor.country_iso3}
    values = {key: value for key, value in values.items() if value is not None}
    row = yaml.safe_dump([values], allow_unicode=True, sort_keys=False, width=10_000)
    return f"# {actor.counts}: {_comment(actor.example)} ({_comment(actor.source)})\n{row}"


def _comment(text: str) -> str:
    """A text as one line of a YAML comment: what YAML does not allow there becomes a space."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
