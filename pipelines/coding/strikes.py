"""Strikes: which uses of force an article reports, by whom, on what, where, when and with what losses."""

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from pipelines.coding.model import ArticleContext, Coding, Row
from pipelines.coding.names import NameBook


@dataclass
class StrikeMention:
    """One mention of a strike, as statements and reactions need it.

    ``start`` and ``end`` are character offsets of the clause; ``row`` is the row of coded_strikes; ``same_as`` is the
    earlier mention of the same strike that this one refers back to, ``first_id`` the first mention of that chain (the
    strike itself, within the article).
    """

    mention_id: str
    trigger: Token
    start: int
    end: int
    sentence: int
    row: Row
    attacker_mention_ids: list[str] = field(default_factory=list)
    target_mention_ids: list[str] = field(default_factory=list)
    same_as: str | None = None
    first_id: str = ""


def code_strikes(doc: Doc, article: ArticleContext, names: NameBook, coding: Coding) -> list[StrikeMention]:
    """Strike mentions of one article in the order of the text; rows, evidence and rejections go into ``coding``."""
    return []
