"""What a coder is given and what it gives back: plain rows in the columns of ``warehouse/tables/coded_*.yaml``."""

from dataclasses import dataclass, field
from datetime import date

Row = dict[str, object]


@dataclass(frozen=True)
class ArticleContext:
    """What the coders may know of an article beside its words.

    ``published_on`` is the publisher's local date, against which weekdays and "yesterday" are resolved; None leaves
    them unresolved.
    """

    article_id: str
    published_on: date | None = None
    title: str | None = None
    publisher: str | None = None


@dataclass
class Coding:
    """All rows of one article. The lists hold the columns of the tables coded_names, coded_strikes, ..., evidence
    and rejected_mentions."""

    names: list[Row] = field(default_factory=list)
    strikes: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    reactions: list[Row] = field(default_factory=list)
    evidence: list[Row] = field(default_factory=list)
    rejections: list[Row] = field(default_factory=list)


class MentionIds:
    """Readable ids, ``a1b2c3:strike:120-188``, with ``:2``, ``:3`` for further mentions on the same span."""

    def __init__(self, article_id: str):
        self._article_id = article_id
        self._given: dict[str, int] = {}

    def make(self, kind: str, start: int, end: int) -> str:
        base = f"{self._article_id}:{kind}:{start}-{end}"
        count = self._given[base] = self._given.get(base, 0) + 1
        return base if count == 1 else f"{base}:{count}"
