"""Where each coded value comes from: rows of the table evidence."""

from spacy.tokens import Doc

from pipelines.coding.model import Coding


class EvidenceBook:
    """Writes the evidence of one article; the same words for the same column of a mention are written once."""

    def __init__(self, doc: Doc, article_id: str, coding: Coding):
        self._text = doc.text
        self._article_id = article_id
        self._coding = coding
        self._seen: set[tuple[str, str, int, int]] = set()

    def add(self, mention_id: str, column: str, start: int, end: int, rule_id: str) -> None:
        """One row: ``column`` of the mention has its value from the characters [start, end), by this rule."""
        key = (mention_id, column, start, end)
        if key in self._seen or start >= end:
            return
        self._seen.add(key)
        self._coding.evidence.append({
            "mention_id": mention_id,
            "article_id": self._article_id,
            "column_name": column,
            "text_start": start,
            "text_end": end,
            "text": self._text[start:end],
            "rule_id": rule_id,
        })  # fmt: skip
