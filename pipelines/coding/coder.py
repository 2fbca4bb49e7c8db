"""One article through all coders: names, then strikes, then what was said of them, then how others reacted."""

from spacy.tokens import Doc

from pipelines.coding.model import ArticleContext, Coding
from pipelines.coding.names import NameBook
from pipelines.coding.reactions import code_reactions
from pipelines.coding.statements import code_statements
from pipelines.coding.strikes import code_strikes


def code_article(doc: Doc, article: ArticleContext) -> Coding:
    """All mentions of one article.

    Args:
        doc: the parsed text; ``doc.text`` is ``articles.text``, so that token offsets are article offsets.
        article: its id, publication date and title.
    """
    coding = Coding()
    names = NameBook(doc, article)
    strikes = code_strikes(doc, article, names, coding)
    statements = code_statements(doc, article, names, strikes, coding)
    code_reactions(doc, article, names, strikes, statements, coding)
    coding.names = names.rows()
    return coding
