"""Codes invented texts for tests of statements and reactions."""

from datetime import date

from pipelines.coding.model import ArticleContext, Coding, Row
from pipelines.coding.names import NameBook
from pipelines.coding.reactions import code_reactions
from pipelines.coding.statements import code_statements
from pipelines.coding.strikes import StrikeMention


def code_said(nlp, text: str, published_on: date | None = None) -> Coding:
    """The statements of a text alone, as if it told of no strike."""
    doc, article, coding = nlp(text), ArticleContext("a1", published_on), Coding()
    names = NameBook(doc, article)
    code_statements(doc, article, names, [], coding)
    coding.names = names.rows()
    return coding


def said(nlp, text: str) -> list[tuple[str, str, str]]:
    """(speaker, act, content) of each statement of a text, in its order."""
    rows = sorted(code_said(nlp, text).statements, key=lambda row: (row["cue_start"], row["content_start"]))
    return [(row["speaker_text"], row["act"], row["content_text"]) for row in rows]  # type: ignore[misc]


def speakers(coding: Coding, row: dict) -> list[str]:
    """The words that the speakers of a statement stand for inside the article."""
    names = {name["mention_id"]: name for name in coding.names}
    found = []
    for mention_id in row["speaker_mention_ids"]:
        seen: set[str] = set()
        while names[mention_id]["antecedent_mention_id"] and mention_id not in seen:
            seen.add(mention_id)
            mention_id = names[mention_id]["antecedent_mention_id"]
        found.append(names[mention_id]["text"])
    return found


def told_strike(doc, names: NameBook, trigger: str, attacker: str | None, target: str | None) -> StrikeMention:
    """A strike mention made by hand: the first words of the text that read so are its trigger and its parties."""

    def token(word: str):
        return next(t for t in doc if t.text == word)

    def ids(word: str | None) -> list[str]:
        return names.actors(token(word), expand=False) if word else []

    head = token(trigger)
    start, end = head.idx, head.idx + len(head.text)
    number = [sentence.start for sentence in doc.sents].index(head.sent.start)
    mention_id = f"a1:strike:{start}-{end}"
    row: Row = {"mention_id": mention_id, "is_series": False, "place_mention_id": None}
    return StrikeMention(mention_id, head, start, end, number, row, ids(attacker), ids(target), None, mention_id)


def code_reactions_of(nlp, text: str, *strikes: tuple[str, str | None, str | None]) -> Coding:
    """Statements and reactions of a text that tells of these strikes (trigger, attacker, target)."""
    doc, article, coding = nlp(text), ArticleContext("a1"), Coding()
    names = NameBook(doc, article)
    told = [told_strike(doc, names, *strike) for strike in strikes]
    statements = code_statements(doc, article, names, told, coding)
    code_reactions(doc, article, names, told, statements, coding)
    coding.names = names.rows()
    return coding


def reacted(nlp, text: str, *strikes: tuple[str, str | None, str | None]) -> list[tuple[str, str, str, str]]:
    """(reactor, type, kind, stance) of each reaction of a text that tells of these strikes."""
    rows = code_reactions_of(nlp, text, *strikes).reactions
    return [(r["reactor_text"], r["reaction_type"], r["kind"], r["stance"]) for r in rows]  # type: ignore[misc]
