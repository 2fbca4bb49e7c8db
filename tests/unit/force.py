"""Codes invented sentences for tests of strikes."""

from datetime import date
from typing import Any

from pipelines.coding.model import ArticleContext, Coding
from pipelines.coding.names import NameBook
from pipelines.coding.strikes import code_strikes

PUBLISHED = date(2023, 5, 17)  # a Wednesday


def code_force(nlp, text: str, published_on: date | None = PUBLISHED) -> Coding:
    """Strikes, evidence and rejections of a text."""
    doc, article, coding = nlp(text), ArticleContext("a1", published_on), Coding()
    names = NameBook(doc, article)
    code_strikes(doc, article, names, coding)
    coding.names = names.rows()
    return coding


def strikes(nlp, text: str, published_on: date | None = PUBLISHED) -> list[list[dict[str, Any]]]:
    """The mentions of each strike of a text, strikes in the order of their first mention."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in code_force(nlp, text, published_on).strikes:
        groups.setdefault(str(row["same_as_mention_id"] or row["mention_id"]), []).append(row)
    return list(groups.values())


def only(nlp, text: str, published_on: date | None = PUBLISHED) -> dict[str, Any]:
    """The one mention of a text that tells of one strike once."""
    rows = code_force(nlp, text, published_on).strikes
    assert len(rows) == 1, [(r["trigger_text"], r["attacker_text"], r["target_text"]) for r in rows]
    return rows[0]


def reasons(nlp, text: str) -> list[str]:
    """Why words of force of a text are no strikes; the text must hold no strike."""
    coding = code_force(nlp, text)
    assert not coding.strikes, [r["trigger_text"] for r in coding.strikes]
    return [str(r["reason"]) for r in coding.rejections]
