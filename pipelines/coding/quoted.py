"""Which words of speech introduce which quotation: before it, behind it, in the middle, or a sentence earlier."""

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from pipelines.coding.cues import load_cues, lost_subject, was_said
from pipelines.coding.phrases import SUBJECTS, children, first_child
from pipelines.coding.quotes import Quote

FURTHEST = 24  # words between a quotation and the verb that introduces it


@dataclass
class Attribution:
    """Quotations that one verb introduces; ``verb`` is None where the words only go on ("...", he said. "...")."""

    quote: Quote
    verb: Token | None
    act: str = "inform"
    continues: "Attribution | None" = None
    joined: list[Quote] = field(default_factory=list)

    def span(self) -> tuple[int, int]:
        """Character span of the words said."""
        parts = [self.quote, *self.joined]
        return min(q.start for q in parts), max(q.end for q in parts)


def attribute(doc: Doc, quotes: list[Quote]) -> list[Attribution]:
    """An attribution for every quotation of a whole clause that somebody is said to have spoken."""
    found: list[Attribution] = []
    speech = [quote for quote in quotes if quote.is_speech]
    inside = {i for quote in quotes for i in range(quote.first, quote.last + 1)}
    for quote in speech:
        verb, act = _verb_of(doc, quote, inside)
        before = found[-1] if found else None
        if verb is not None:
            same = before if before is not None and before.verb is not None and before.verb.i == verb.i else None
            if same is not None and _is_broken(doc, same, quote, verb):
                same.joined.append(quote)
                continue
            found.append(Attribution(quote, verb, act))
        elif before is not None and _goes_on(doc, before, quote, inside):
            found.append(Attribution(quote, None, before.act, continues=before))
    return found


def _verb_of(doc: Doc, quote: Quote, inside: set[int]) -> tuple[Token | None, str]:
    """The verb nearest to a quotation, in the sentence of its end or of its beginning, or before a colon."""
    cues = load_cues().verbs
    first, last = doc[quote.first], doc[quote.last]
    sentences = {s.start: s for s in (last.sent, first.sent)}
    following = _next_word(doc, quote.last)
    if following is not None and following.sent.start not in sentences and _starts_attribution(following):
        sentences[following.sent.start] = following.sent
    options = []
    for sentence in sentences.values():
        for token in sentence:
            if token.i in inside or token.pos_ not in ("VERB", "AUX"):
                continue
            constructions = cues.get(token.lemma_.lower())
            if constructions is None or "quote" not in constructions or not was_said(token) or not _has_source(token):
                continue
            gap = token.i - quote.last if token.i > quote.last else quote.first - token.i
            behind = token.i > quote.last
            if gap > FURTHEST or _stands_between(doc, quote, token, inside):
                continue
            linked = _governs(token, quote)
            options.append((not linked, gap + (0 if behind else 2), token.i, token, constructions["quote"]))
    if options:
        best = min(options, key=lambda o: o[:3])
        return best[3], best[4]
    return _before_colon(doc, quote, inside)


def _starts_attribution(token: Token) -> bool:
    """A sentence that the parser cut off behind a quotation: "he said." """
    return len([t for t in token.sent if not t.is_punct and not t.is_space]) <= 8 and token.lower_ == token.text


def _has_source(verb: Token) -> bool:
    if any(c.dep_ in SUBJECTS for c in verb.children) or inverted_subject(verb) or lost_subject(verb):
        return True
    return verb.dep_ in ("advcl", "conj", "acl", "parataxis", "xcomp") or bool(children(verb, "obl:agent"))


def inverted_subject(verb: Token) -> Token | None:
    """ "...", read the statement: the parser may take the subject behind the verb for its object."""
    if any(c.dep_ in SUBJECTS for c in verb.children) or verb.i == 0 or verb.lower_.endswith("ing"):
        return None
    before = _previous_word(verb.doc, verb.i)
    behind = first_child(verb, "obj", "iobj")
    if before is None or not before.is_punct or behind is None or not verb.i < behind.i <= verb.i + 6:
        return None
    return behind


def noun_before(verb: Token, inside: set[int]) -> Token | None:
    """The noun just before a verb, where the parser took its subject from the quotation."""
    for token in reversed(verb.doc[max(verb.i - 4, 0) : verb.i]):
        if token.pos_ in ("NOUN", "PROPN", "PRON") and token.i not in inside:
            return token
    return None


def _stands_between(doc: Doc, quote: Quote, verb: Token, inside: set[int]) -> bool:
    """True where a sentence ends, or another clause stands, between a verb and the quotation."""
    low, high = (quote.last + 1, verb.i) if verb.i > quote.last else (verb.i + 1, quote.first)
    between = [t for t in doc[low:high] if t.i not in inside]
    return any(t.text in (".", "!", "?", ";") for t in between[1:])


def _governs(verb: Token, quote: Quote) -> bool:
    """True where the tree itself links the verb with words of the quotation."""
    if any(quote.holds(child) for child in verb.children):
        return True
    return quote.holds(verb.head)


def _before_colon(doc: Doc, quote: Quote, inside: set[int]) -> tuple[Token | None, str]:
    """ "In his message, he remembered the dead: "..." """
    token = _previous_word(doc, quote.first)
    while token is not None and token.text in ('"', "“", "``", "'"):
        token = _previous_word(doc, token.i)
    if token is None or token.text != ":":
        return None, "inform"
    for candidate in [token.sent.root, *[t for t in token.sent if t.pos_ == "VERB"]]:
        if (
            candidate.i < token.i
            and candidate.i not in inside
            and candidate.pos_ == "VERB"
            and first_child(candidate, "nsubj") is not None
        ):
            constructions = load_cues().verbs.get(candidate.lemma_.lower(), {})
            act = constructions.get("quote") or constructions.get("object") or "inform"
            return (candidate, act) if was_said(candidate) else (None, act)
    return None, "inform"


def _is_broken(doc: Doc, before: Attribution, quote: Quote, verb: Token) -> bool:
    """ "...," X said, "...": one sentence that the attribution only interrupts."""
    earlier = (before.joined or [before.quote])[-1]
    if not earlier.last < verb.i < quote.first:
        return earlier.last > verb.i or quote.last < verb.i
    ended = doc[earlier.last].text in (".", "!", "?")
    between = doc[earlier.last + 1 : quote.first]
    return not ended and not any(t.text in (".", ";", "!", "?") for t in between)


def _goes_on(doc: Doc, before: Attribution, quote: Quote, inside: set[int]) -> bool:
    """ "...", he said. "...": the next quotation follows at once, or is a paragraph of its own."""
    earlier = (before.joined or [before.quote])[-1]
    anchor = max(earlier.last, before.verb.i if before.verb is not None else earlier.last)
    between = [t for t in doc[anchor + 1 : quote.first] if t.i not in inside and not t.is_space]
    sentence_ends = sum(1 for t in between if t.text in (".", "!", "?", ";"))
    words = [t for t in between if not t.is_punct]
    own = [t for t in quote_sentence(doc, quote) if t.i not in inside and not t.is_punct and not t.is_space]
    return sentence_ends <= 1 and len(words) <= FURTHEST and not own


def quote_sentence(doc: Doc, quote: Quote) -> list[Token]:
    """The words of the sentences that a quotation touches."""
    return list(doc[doc[quote.first].sent.start : doc[quote.last].sent.end])


def _next_word(doc: Doc, position: int) -> Token | None:
    return next((t for t in doc[position + 1 : position + 6] if not t.is_space and not t.is_punct), None)


def _previous_word(doc: Doc, position: int) -> Token | None:
    return next((t for t in reversed(doc[max(position - 4, 0) : position]) if not t.is_space), None)
