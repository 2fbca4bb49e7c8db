"""Statements: who is said by an article to have said what, by which act, and of which strike."""

from spacy.tokens import Doc

from pipelines.coding.about import StrikesOfArticle
from pipelines.coding.collecting import all_sayings
from pipelines.coding.cues import load_cues
from pipelines.coding.model import ArticleContext, Coding
from pipelines.coding.names import NameBook
from pipelines.coding.sayings import Saying
from pipelines.coding.speakers import Speaker, SpeakerFinder
from pipelines.coding.statement_rows import StatementMention, StatementWriter
from pipelines.coding.strikes import StrikeMention

__all__ = ["StatementMention", "code_statements"]


def code_statements(
    doc: Doc, article: ArticleContext, names: NameBook, strikes: list[StrikeMention], coding: Coding
) -> list[StatementMention]:
    """Statements of one article in the order of the text; rows and evidence go into ``coding``."""
    finder = SpeakerFinder(names)
    writer = StatementWriter(doc, article, names, StrikesOfArticle(doc, names, strikes), coding)
    found = []
    for saying in all_sayings(doc, finder):
        speaker = _speaker_of(saying, finder)
        if speaker is None:
            continue
        finder.remember(speaker)
        if finder.is_both(speaker) and (pair := writer.strikes.both_sides()):
            speaker.mention_ids = pair
        found.append(writer.write(saying, speaker))
    return found


def _speaker_of(saying: Saying, finder: SpeakerFinder) -> Speaker | None:
    if saying.construction == "impersonal":
        return finder.repeated(saying.cue)
    if saying.speaker is None:
        return None
    sure = saying.cue.lemma_.lower() in load_cues().sure_verbs or saying.construction in ("quote", "according-to")
    return finder.speaker(saying.speaker, strict=not sure)
