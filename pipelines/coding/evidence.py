"""Where each coded value comes from: rows of the table evidence."""

from spacy.tokens import Doc

from pipelines.coding.model import Coding
from pipelines.coding.phrases import whole_text
from pipelines.coding.rules import forms, reference


class EvidenceBook:
    """Writes the evidence of one article; the same words for the same column of a mention are written once."""

    def __init__(self, doc: Doc, article_id: str, coding: Coding):
        self._doc, self._text = doc, whole_text(doc)
        self._article_id = article_id
        self._coding = coding
        self._seen: set[tuple[str, str, int, int]] = set()

    def add(self, mention_id: str, column: str, start: int, end: int, rule_id: str) -> None:
        """One row: ``column`` of the mention has its value from the characters [start, end), by this rule.

        The rule is the coder's short name, or says already where it stands ("coding/confidence.yaml: …").
        """
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
            "rule_id": self._reference(rule_id, start, end),
        })  # fmt: skip

    def _reference(self, rule_id: str, start: int, end: int) -> str:
        if ": " in rule_id:
            return rule_id
        span = self._doc.char_span(start, end, alignment_mode="expand")
        return reference(rule_id, *forms(self._text[start:end], span.root.lemma_ if span is not None else ""))
