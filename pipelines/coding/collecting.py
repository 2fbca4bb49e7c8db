"""All acts of speech of one article: quotations, verbs and nouns of speech, each once."""

from spacy.tokens import Doc, Token

from pipelines.coding.cues import has_companion, is_aside, is_quoted, load_cues, was_said
from pipelines.coding.nominal import nominal_sayings
from pipelines.coding.phrases import whole_text
from pipelines.coding.quoted import attribute, inverted_subject, noun_before
from pipelines.coding.quotes import Quote, find_quotes
from pipelines.coding.sayings import Saying, said_by_verb, said_in_block
from pipelines.coding.speakers import SpeakerFinder
from pipelines.coding.turns import turns
from pipelines.reading.paragraphs import paragraphs

HEADLINE_WORDS = 22
# What stands inside the content of these is said by their speaker, and no statement of its own.
NESTING = {
    "quote",
    "quote-turn",
    "clause",
    "infinitive",
    "object-infinitive",
    "according-to",
    "object-of",
    "object-for",
    "complement",
    "made-clear",
}


def all_sayings(doc: Doc, finder: SpeakerFinder) -> list[Saying]:
    """All acts of speech of an article in the order of the text, each once."""
    quotes = find_quotes(doc)
    headlines = _headline_tokens(doc)
    quoted = _quotations(doc, quotes, finder)
    spoken = {saying.cue.i: saying for saying in quoted}
    inside = {i for quote in quotes if quote.is_speech for i in range(quote.first, quote.last + 1)}
    found = [s for s in quoted if s.cue.i not in headlines]
    found += [s for s in turns(doc) if s.cue.i not in headlines]
    for verb in doc:
        if verb.i in headlines or verb.i in inside or verb.pos_ not in ("VERB", "AUX"):
            continue
        saying = _of_verb(verb, finder, quotes, spoken)
        if saying is not None:
            found.append(saying)
    for saying in nominal_sayings(doc, finder.source_of):
        if saying.cue.i in headlines or saying.cue.i in inside:
            continue
        if saying.construction == "light-verb":
            if not was_said(saying.cue):
                continue
            saying.speaker = finder.head_of(saying.cue)
        found.append(saying)
    return _once(found)


def _quotations(doc: Doc, quotes: list[Quote], finder: SpeakerFinder) -> list[Saying]:
    found: list[Saying] = []
    made: dict[int, Saying] = {}
    inside = {i for quote in quotes if quote.is_speech for i in range(quote.first, quote.last + 1)}
    for attribution in attribute(doc, quotes):
        verb = attribution.verb
        if verb is None:
            before = made.get(id(attribution.continues))
            if before is None:
                continue
            saying = Saying("quote-goes-on", before.cue, before.act, before.speaker, attribution.span(), is_quote=True)
        else:
            head = inverted_subject(verb) or finder.head_of(verb)
            if head is not None and head.i in inside:
                head = noun_before(verb, inside)
            saying = Saying("quote", verb, attribution.act, head, attribution.span(), is_quote=True)
        made[id(attribution)] = saying
        if saying.speaker is not None:
            found.append(saying)
    return found


def _of_verb(verb: Token, finder: SpeakerFinder, quotes: list[Quote], spoken: dict[int, Saying]) -> Saying | None:
    cues = load_cues()
    lemma = verb.lemma_.lower()
    constructions = dict(cues.verbs.get(lemma, {}))
    if (
        (not constructions and lemma not in cues.verb_objects and lemma not in cues.clear_verbs)
        or not was_said(verb)
        or not has_companion(verb)
    ):
        return None
    quotation = spoken.get(verb.i)
    if quotation is not None and quotation.construction == "quote":
        _widen(quotation, verb, constructions)
        return None
    said = said_by_verb(verb, constructions) or said_in_block(verb, constructions)
    if said is None:
        return None
    if said.construction == "object" and lemma in cues.light_verbs and said.head.lemma_.lower() in cues.nouns:
        return None  # "offered condolences": the noun tells what was said
    speaker = finder.head_of(verb)
    construction = said.construction
    if speaker is None:
        expletive = any(c.dep_.startswith("expl") or c.lower_ == "it" for c in verb.children)
        if construction != "clause" or lemma not in cues.impersonal_verbs or not expletive:
            return None
        construction = "impersonal"
    elif _same_branch(speaker, said.head, verb):
        return None
    start, end = said.content
    for quote in quotes:  # a quotation that begins in the content may run on over the end of the sentence
        if start <= quote.start <= end < quote.end:
            end = quote.end
    return Saying(
        construction,
        verb,
        said.act,
        speaker,
        (start, end),
        content_head=said.head,
        addressee=said.addressee,
        is_quote=any(quote.overlaps(start, end) for quote in quotes),
    )


def _same_branch(speaker: Token, content: Token, verb: Token) -> bool:
    """True where the parser gave one phrase as speaker and as content."""
    return speaker.i == content.i and speaker.i != verb.i


def _widen(quotation: Saying, verb: Token, constructions: dict[str, str]) -> None:
    """Mixed speech: an indirect clause of the same verb that runs into the quotation belongs to it."""
    if "clause" not in constructions:
        return
    said = said_by_verb(verb, {"clause": constructions["clause"]})
    if said is None:
        return
    start, end = quotation.content
    if said.content[0] < start and said.content[1] >= start - 2 and said.head.idx < end:
        words = len(whole_text(verb.doc)[said.content[0] : start].split())
        if words <= 12 and not said.content[0] <= verb.idx < start:
            quotation.content = (said.content[0], end)


def _headline_tokens(doc: Doc) -> set[int]:
    """Tokens of lines that are headlines: short, without a closing mark, above the text or between its paragraphs."""
    found: set[int] = set()
    for number, (start, end) in enumerate(paragraphs(whole_text(doc))):
        line = whole_text(doc)[start:end].rstrip()
        closed = line.endswith((".", "!", "?", '"', "”", ":", "…", ")", "'", "’", ";"))
        first = number == 0 and (line.endswith(("'", "’", "?")) or not closed)
        if (first or not closed) and len(line.split()) <= HEADLINE_WORDS and end < len(whole_text(doc).rstrip()):
            span = doc.char_span(start, end, alignment_mode="expand")
            found.update(token.i for token in span or [])
    return found


def _once(sayings: list[Saying]) -> list[Saying]:
    """Without doubles: one saying for a cue and content, none without content, and none that only stands inside what
    another one says."""
    sayings = [s for s in sayings if any(c.isalnum() for c in whole_text(s.cue.doc)[slice(*s.content)])]
    order = sorted(sayings, key=lambda s: (s.content[1] - s.content[0] == 0, min(s.content[0], s.cue.idx)))
    kept: list[Saying] = []
    for saying in order:
        nested = any(
            other is not saying
            and other.construction in NESTING
            and other.content[0] <= saying.cue.idx < other.content[1]
            and not (saying.content[0] <= other.cue.idx < saying.content[1])
            and not is_aside(saying.cue)
            and not (
                is_quoted(saying.cue)
                and (other.construction == "according-to" or saying.cue.head.idx < other.content[0])
            )
            for other in sayings
        )
        if nested and saying.construction != "quote":
            continue
        double = any(
            (_overlap(saying.content, other.content) > 0.6 or _within(saying, other)) and _same_source(saying, other)
            for other in kept
        )
        if not double:
            kept.append(saying)
    return kept


def _within(saying: Saying, other: Saying) -> bool:
    """True for a quotation inside a longer one of the same speaker."""
    quotations = saying.construction.startswith("quote") and other.construction.startswith("quote")
    return quotations and other.content[0] <= saying.content[0] and saying.content[1] <= other.content[1]


def _same_source(one: Saying, other: Saying) -> bool:
    return one.speaker is None or other.speaker is None or one.speaker.i == other.speaker.i


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared / max(one[1] - one[0] + other[1] - other[0], 1)
