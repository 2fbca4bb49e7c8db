"""Statements: who is said by an article to have said what, by which act, and of which strike."""

import re
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc, Token

from pipelines.coding.about import FAR, NEAR, PAIR_ACTS, StrikesOfArticle, speaks_of_attack
from pipelines.coding.acts import decide_act, takes_up_a_strike
from pipelines.coding.cues import is_aside, load_cues, was_said
from pipelines.coding.dates import dates_in
from pipelines.coding.evidence import EvidenceBook
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.model import ArticleContext, Coding, MentionIds, Row
from pipelines.coding.names import NameBook
from pipelines.coding.nominal import nominal_sayings
from pipelines.coding.phrases import children, span_of
from pipelines.coding.quoted import attribute, inverted_subject, noun_before
from pipelines.coding.quotes import Quote, find_quotes
from pipelines.coding.sayings import Saying, said_by_verb
from pipelines.coding.speakers import Speaker, SpeakerFinder
from pipelines.coding.strikes import StrikeMention
from pipelines.coding.targets import is_armed
from pipelines.reading.paragraphs import paragraphs

REACTING = {"condemn", "condole", "support", "accuse", "threaten", "deny", "claim_responsibility", "justify", "apologize", "appeal", "demand"}
OWN_STRIKE_ACTS = {"justify", "claim_responsibility", "apologize"}
HEADLINE_WORDS = 22
OWN_STRIKE = re.compile(r"(their|its|our|his) (own )?(recent |latest |air ?|missile |drone )*(strikes?|attacks?|operations?|raids?|airstrikes?|actions?|missiles)\b", re.I)
NESTING = {"quote", "clause", "infinitive", "object-infinitive", "according-to", "object-of", "object-for", "complement", "made-clear"}


@dataclass
class StatementMention:
    """One statement, as the coder of reactions needs it: its row, its speaker, its act, and the strikes it is about."""

    mention_id: str
    row: Row
    act: str
    speaker: Speaker
    cue: Token
    content: tuple[int, int]
    sentence: int
    strikes: list[StrikeMention] = field(default_factory=list)
    is_attacker: bool = False
    is_analyst: bool = False


def code_statements(
    doc: Doc, article: ArticleContext, names: NameBook, strikes: list[StrikeMention], coding: Coding
) -> list[StatementMention]:
    """Statements of one article in the order of the text; rows and evidence go into ``coding``."""
    finder = SpeakerFinder(names)
    writer = _Writer(doc, article, names, StrikesOfArticle(doc, names, strikes), coding)
    found = []
    for saying in _sayings(doc, finder):
        speaker = _speaker_of(saying, finder)
        if speaker is None:
            continue
        finder.remember(speaker)
        found.append(writer.write(saying, speaker))
    return found


def _speaker_of(saying: Saying, finder: SpeakerFinder) -> Speaker | None:
    if saying.construction == "impersonal":
        return finder.repeated(saying.cue)
    if saying.speaker is None:
        return None
    sure = saying.cue.lemma_.lower() in load_cues().sure_verbs or saying.construction in ("quote", "according-to")
    return finder.speaker(saying.speaker, strict=not sure)


def _sayings(doc: Doc, finder: SpeakerFinder) -> list[Saying]:
    """All acts of speech of an article in the order of the text, each once."""
    quotes = find_quotes(doc)
    headlines = _headline_tokens(doc)
    quoted = _quotations(doc, quotes, finder)
    spoken = {saying.cue.i: saying for saying in quoted}
    inside = {i for quote in quotes if quote.is_speech for i in range(quote.first, quote.last + 1)}
    found = [s for s in quoted if s.cue.i not in headlines]
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
    if not constructions and lemma not in cues.verb_objects or not was_said(verb):
        return None
    quotation = spoken.get(verb.i)
    if quotation is not None and quotation.construction == "quote":
        _widen(quotation, verb, constructions)
        return None
    said = said_by_verb(verb, constructions)
    if said is None:
        return None
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
        words = len(verb.doc.text[said.content[0] : start].split())
        if words <= 12 and not said.content[0] <= verb.idx < start:
            quotation.content = (said.content[0], end)


def _headline_tokens(doc: Doc) -> set[int]:
    """Tokens of lines that are headlines: short, without a closing mark, above the text or between its paragraphs."""
    found: set[int] = set()
    for number, (start, end) in enumerate(paragraphs(doc.text)):
        line = doc.text[start:end].rstrip()
        closed = line.endswith((".", "!", "?", '"', "”", ":", "…", ")", "'", "’", ";"))
        first = number == 0 and (line.endswith(("'", "’", "?")) or not closed)
        if (first or not closed) and len(line.split()) <= HEADLINE_WORDS and end < len(doc.text.rstrip()):
            span = doc.char_span(start, end, alignment_mode="expand")
            found.update(token.i for token in span or [])
    return found


def _once(sayings: list[Saying]) -> list[Saying]:
    """Without doubles: one saying for a cue and content, and none that only stands inside what another one says."""
    order = sorted(sayings, key=lambda s: (s.content[1] - s.content[0] == 0, min(s.content[0], s.cue.idx)))
    kept: list[Saying] = []
    for saying in order:
        nested = any(
            other is not saying
            and other.construction in NESTING
            and other.content[0] <= saying.cue.idx < other.content[1]
            and not (saying.content[0] <= other.cue.idx < saying.content[1])
            and not is_aside(saying.cue)
            for other in sayings
        )
        if nested and saying.construction != "quote":
            continue
        double = any(_overlap(saying.content, other.content) > 0.6 and _same_source(saying, other) for other in kept)
        if not double:
            kept.append(saying)
    return kept


def _same_source(one: Saying, other: Saying) -> bool:
    return one.speaker is None or other.speaker is None or one.speaker.i == other.speaker.i


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared / max(one[1] - one[0] + other[1] - other[0], 1)


class _Writer:
    """Turns sayings into rows and evidence."""

    def __init__(self, doc: Doc, article: ArticleContext, names: NameBook, strikes: StrikesOfArticle, coding: Coding):
        self._doc = doc
        self._article = article
        self._names = names
        self._strikes = strikes
        self._coding = coding
        self._evidence = EvidenceBook(doc, article.article_id, coding)
        self._ids = MentionIds(article.article_id)
        self._sentences = {token.i: number for number, sent in enumerate(doc.sents) for token in sent}
        speakers = load_lexicon("speakers")
        self._analysts = set(speakers["analysts"])
        self._analyst_names = tuple(speakers["analyst_names"])

    def write(self, saying: Saying, speaker: Speaker) -> StatementMention:
        start, end = saying.content
        content = self._doc.text[start:end]
        sentence = self._sentences[saying.cue.i]
        inside = self._strikes.inside(start, end)
        keys = self._strikes.keys(speaker.mention_ids)
        analyst = self._is_analyst(speaker)
        nearby = inside or [m for m, gap in self._strikes.under_discussion(sentence, saying.cue.idx, keys, saying.act)[:1] if gap <= NEAR]
        own = OWN_STRIKE.match(content) is not None
        if own and not inside:
            nearby = [m for m in self._strikes.distinct(self._strikes.mentions) if self._strikes.is_attacker(keys, m)][:1]
        attacker = own or any(self._strikes.is_attacker(keys, m) for m in nearby)
        act, rule = decide_act(
            saying.act, content, is_attacker=attacker, is_armed=self._is_armed(speaker), speaks_of_strike=bool(inside), is_analyst=analyst
        )
        strikes = inside or (nearby if own else []) or self._about(saying, speaker, act, sentence)
        if inside and act in PAIR_ACTS and len(inside) == 1 and (other := self._strikes.mirror(inside[0])) is not None:
            strikes = [*inside, other]
        if act in OWN_STRIKE_ACTS:
            strikes = self._own(strikes, keys, saying, sentence, act)
        attacker = any(self._strikes.is_attacker(keys, m) for m in strikes)
        said_on, precision = self._said_on(saying)
        low, high = min(start, saying.cue.idx, speaker.start), max(end, saying.cue.idx + len(saying.cue.text), speaker.end)
        mention_id = self._ids.make("statement", low, high)
        addressee = self._addressee(saying)
        cue_start, cue_end = self._cue_span(saying)
        row: Row = {
            "mention_id": mention_id,
            "article_id": self._article.article_id,
            "speaker_mention_ids": speaker.mention_ids,
            "speaker_text": speaker.text,
            "speaker_start": speaker.start,
            "speaker_end": speaker.end,
            "speaker_person": speaker.person,
            "cue_text": self._doc.text[cue_start:cue_end],
            "cue_start": cue_start,
            "cue_end": cue_end,
            "act": act,
            "addressee_mention_id": addressee,
            "content_text": content,
            "content_start": start,
            "content_end": end,
            "is_quote": saying.is_quote,
            "strike_mention_ids": [m.mention_id for m in strikes],
            "said_on": said_on,
            "date_precision": precision,
            "confidence_score": 0.7,
        }
        self._coding.statements.append(row)
        self._evidence.add(mention_id, "speaker", speaker.start, speaker.end, f"speaker:{saying.construction}")
        self._evidence.add(mention_id, "content", start, end, f"statement:{saying.construction}")
        self._evidence.add(mention_id, "act", cue_start, cue_end, rule)
        return StatementMention(mention_id, row, act, speaker, saying.cue, saying.content, sentence, strikes, attacker, analyst)

    def _said_on(self, saying: Saying) -> tuple[date | None, str]:
        """The day of the saying: an expression of time in the sentence of the cue that stands outside the content."""
        start, end = saying.content
        sentence = saying.cue.sent
        low, high = sentence.start_char, sentence.end_char
        for when in dates_in(sentence, self._article.published_on):
            outside = when.end <= start or when.start >= end
            beside = self._hangs_on_cue(when.start, saying.cue)
            if outside and low <= when.start < high and when.precision == "day" and when.started_on is not None and beside:
                return when.started_on, "day"
        return None, "unknown"

    def _hangs_on_cue(self, start: int, cue: Token) -> bool:
        span = self._doc.char_span(start, start + 1, alignment_mode="expand")
        if span is None:
            return False
        token = span[0]
        for _ in range(6):
            if token.i == cue.i:
                return True
            if token.pos_ == "VERB" or token.head.i == token.i:
                return False
            token = token.head
        return False

    def _cue_span(self, saying: Saying) -> tuple[int, int]:
        last = saying.cue_end or saying.cue
        first = saying.cue
        for child in children(first, "compound:prt"):
            if child.i == first.i + 1:
                last = child if saying.cue_end is None else last
        return span_of([first, last])

    def _addressee(self, saying: Saying) -> str | None:
        token = saying.addressee
        if token is None or token.pos_ not in ("NOUN", "PROPN", "PRON"):
            return None
        ids = self._names.actors(token, expand=False)
        return ids[0] if ids else None

    def _is_armed(self, speaker: Speaker) -> bool:
        for mention_id in speaker.mention_ids:
            last = self._names.ultimate(mention_id)
            row, span = self._names.row(last), self._names.span(last)
            if row["label"] in ("ORG", "LOC", "NORP") or is_armed(span.root) or span.root.lemma_.lower() in ("group", "government"):
                return True
        return False

    def _is_analyst(self, speaker: Speaker) -> bool:
        text = speaker.text.lower()
        return any(word.rstrip("s") in self._analysts for word in text.replace(",", " ").split()) or any(
            name in text for name in self._analyst_names
        )

    def _own(
        self, strikes: list[StrikeMention], keys: set[str], saying: Saying, sentence: int, act: str
    ) -> list[StrikeMention]:
        """Who justifies or claims speaks of its own strike, also where it tells of what others did before."""
        own = [m for m in strikes if self._strikes.is_attacker(keys, m)]
        if own:
            return own
        options = self._strikes.under_discussion(sentence, saying.cue.idx, keys, act)
        return [m for m, gap in options if gap <= FAR and self._strikes.is_attacker(keys, m)][:1] or strikes

    def _about(self, saying: Saying, speaker: Speaker, act: str, sentence: int) -> list[StrikeMention]:
        """The strikes of a statement that tells none itself: the one under discussion, where the words take it up."""
        start, end = saying.content
        content = self._doc.text[start:end]
        keys = self._strikes.keys(speaker.mention_ids)
        found = self._strikes.under_discussion(sentence, saying.cue.idx, keys, act)
        if not found:
            return []
        mention, gap = found[0]
        nearest = min(g for _, g in found)
        anaphor = speaks_of_attack(self._doc, start, end)
        topical = anaphor or takes_up_a_strike(content)
        if not (anaphor or (topical and nearest <= FAR) or (act in REACTING and nearest <= NEAR)):
            return []
        other = self._strikes.mirror(mention) if act in PAIR_ACTS else None
        return [mention] if other is None else [mention, other]
