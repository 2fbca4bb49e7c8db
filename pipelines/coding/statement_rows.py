"""Rows of statements: the act, the strikes that a statement is about, its date, and the evidence for each value."""

import re
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc, Token

from pipelines.coding.about import (
    FAR,
    NEAR,
    STRONG,
    StrikesOfArticle,
    answers_something,
    lexicon,
    pleads_self_defence,
    speaks_of_attack,
    speaks_of_own_strike,
    takes_up_a_strike,
    text_keys,
)
from pipelines.coding.acts import Speaking, decide_act
from pipelines.coding.content_words import ContentWords
from pipelines.coding.cues import load_cues
from pipelines.coding.dates import When, dates_in
from pipelines.coding.evidence import EvidenceBook
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.model import ArticleContext, Coding, MentionIds, Row
from pipelines.coding.names import NameBook
from pipelines.coding.phrases import children, noun_phrase, preposition, span_of, whole_text
from pipelines.coding.sayings import Saying
from pipelines.coding.speakers import Speaker
from pipelines.coding.strikes import StrikeMention
from pipelines.coding.targets import is_armed

OWN_STRIKE_ACTS = {"justify", "claim_responsibility", "apologize"}
# Estimates by construction, kept below the shares measured on the articles that the rules were written on.
CONFIDENCE = {
    "quote": 0.9,
    "clause": 0.95,
    "object": 0.85,
    "verb-object": 0.9,
    "according-to": 0.9,
    "quote-goes-on": 0.8,
}
LEAST_SURE = 0.7
AIMED = {"object", "complement", "object-of", "object-for"}  # constructions that name what they are aimed at


@dataclass
class StatementMention:
    """One statement, as the coder of reactions needs it: its row, its speaker, its act, and the strikes it is about.

    ``is_outsider``: an analyst or a news medium, whose words are no reaction. ``is_topical``: the words speak of attacks,
    losses, culprits or answers. ``is_tied``: they tell the strike, take it up with a definite noun ("the attack"), or can
    only answer one ("restraint"). ``aims_at_attack``: what is praised, backed or justified is the attack itself.
    ``is_judged_from_words``: the act comes from the words said and not from the verb of speech.
    """

    mention_id: str
    row: Row
    act: str
    speaker: Speaker
    cue: Token
    content: tuple[int, int]
    sentence: int
    strikes: list[StrikeMention] = field(default_factory=list)
    is_attacker: bool = False
    is_outsider: bool = False
    is_topical: bool = False
    is_tied: bool = False
    aims_at_attack: bool = False
    is_judged_from_words: bool = False


class StatementWriter:
    """Turns sayings into rows and evidence."""

    def __init__(self, doc: Doc, article: ArticleContext, names: NameBook, strikes: StrikesOfArticle, coding: Coding):
        self._doc = doc
        self._article = article
        self._names = names
        self.strikes = strikes
        self._coding = coding
        self._evidence = EvidenceBook(doc, article.article_id, coding)
        self._last: StatementMention | None = None
        self._ids = MentionIds(article.article_id)
        self._sentences = {token.i: number for number, sent in enumerate(doc.sents) for token in sent}
        speakers = load_lexicon("speakers")
        self._analysts = set(speakers["analysts"])
        self._media = set(speakers["media"])
        self._media_words = set(speakers["media_words"])
        self._analyst_names = re.compile(r"\b(" + "|".join(map(re.escape, speakers["analyst_names"])) + r")\b")

    def write(self, saying: Saying, speaker: Speaker) -> StatementMention:
        start, end = saying.content
        content = whole_text(self._doc)[start:end]
        sentence = self._sentences[saying.cue.i]
        inside = self.strikes.inside(start, end)
        keys = self.strikes.keys(speaker.mention_ids)
        analyst, media = self._is_analyst(speaker), self._is_media(speaker)
        nearby = inside or [
            m
            for m, gap in self.strikes.under_discussion(sentence, saying.cue.idx, keys, saying.act, content)[:1]
            if gap <= NEAR
        ]
        own = speaks_of_own_strike(content) or (
            pleads_self_defence(content) and any(self.strikes.is_attacker(keys, m) for m in self.strikes.mentions)
        )
        if own and not inside:
            nearby = [m for m in self.strikes.distinct(self.strikes.mentions) if self.strikes.is_attacker(keys, m)][:1]
        attacker = own or any(self.strikes.is_attacker(keys, m) for m in nearby)
        words = ContentWords(self._doc, start, end, lambda noun: self._is_own(noun, keys), saying.construction)
        speaking = Speaking(attacker, self._is_armed(speaker), bool(inside), analyst, media)
        act, rule = decide_act(saying.act, words, speaking)
        if attacker and (meant := load_lexicon("acts")["attackers_verbs"].get(saying.cue.lemma_.lower())):
            act, rule = meant, f"cue:attacker:{meant}"
        if inside and all(self.strikes.is_thin(m) for m in inside):
            inside = [m for m in self._about(saying, speaker, act, sentence) if not self.strikes.is_thin(m)] or inside
        if act in lexicon("against_others") and inside and all(self._is_own_anaphor(m, keys) for m in inside):
            inside = []  # nobody condemns its own strike: "the attack" is another one
        strikes = inside or (nearby if own else []) or self._about(saying, speaker, act, sentence)
        if (
            inside
            and act in lexicon("pair_acts")
            and len(inside) == 1
            and (other := self.strikes.mirror(inside[0])) is not None
        ):
            strikes = [*inside, other]
        if act in OWN_STRIKE_ACTS:
            strikes = self._own(strikes, keys, saying, sentence, act)
        strikes = self.strikes.unfolded(strikes)
        self.strikes.take_up(sentence, strikes)
        attacker = any(self.strikes.is_attacker(keys, m) for m in strikes)
        said_on, precision = self._said_on(saying)
        low, high = (
            min(start, saying.cue.idx, speaker.start),
            max(end, saying.cue.idx + len(saying.cue.text), speaker.end),
        )
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
            "cue_text": whole_text(self._doc)[cue_start:cue_end],
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
            "confidence_score": self._confidence(saying, speaker),
        }
        self._coding.statements.append(row)
        self._prove(row, saying, strikes, rule)
        clause = (
            min(start, saying.cue.left_edge.idx),
            max(end, saying.cue.right_edge.idx + len(saying.cue.right_edge)),
        )
        told = {self.strikes.strike_of(m) for m in self.strikes.inside(*clause)} & {
            self.strikes.strike_of(m) for m in strikes
        }
        tied = (
            bool(inside or told)
            or self._points_at(words.tokens, sentence, strikes)
            or self._answers_claim(saying, act, sentence)
            or speaks_of_attack(self._doc, start, end)
            or answers_something(words.tokens)
        )
        self._last = StatementMention(
            mention_id,
            row,
            act,
            speaker,
            saying.cue,
            saying.content,
            sentence,
            strikes,
            is_attacker=attacker,
            is_outsider=analyst or media,
            is_topical=takes_up_a_strike(words.tokens),
            is_tied=tied,
            aims_at_attack=self._is_aimed_at_attack(saying),
            is_judged_from_words=rule.startswith("content:") and saying.construction != "complement",
        )
        return self._last

    def _prove(self, row: Row, saying: Saying, strikes: list[StrikeMention], act_rule: str) -> None:
        """One row of evidence for each value of a statement."""
        mention_id, rule = str(row["mention_id"]), f"statement:{saying.construction}"
        cue, content = (row["cue_start"], row["cue_end"]), saying.content
        spans = [("speaker_text", (row["speaker_start"], row["speaker_end"]), rule), ("content_text", content, rule)]
        spans += [("cue_text", cue, rule), ("act", cue if act_rule.startswith("cue") else content, act_rule)]
        if row["speaker_person"] is not None:
            spans.append(("speaker_person", (row["speaker_start"], row["speaker_end"]), "speaker:spokesperson"))
        if row["addressee_mention_id"] is not None:
            span = self._names.span(str(row["addressee_mention_id"]))
            spans.append(("addressee_id", (span.start_char, span.end_char), rule))
        if row["is_quote"]:
            spans.append(("is_quote", content, "quotation-marks"))
        if self._when is not None:
            spans.append(("said_on", (self._when.start, self._when.end), "dates"))
        for mention in strikes:
            inside = content[0] <= mention.trigger.idx < content[1]
            trigger = (mention.trigger.idx, mention.trigger.idx + len(mention.trigger.text))
            spans.append(("strike_mention_ids", trigger, "about:told-inside" if inside else "about:under-discussion"))
        for column, (start, end), rule_id in spans:
            self._evidence.add(mention_id, column, start, end, rule_id)  # type: ignore[arg-type]

    def _confidence(self, saying: Saying, speaker: Speaker) -> float:
        """How sure the coder is: by construction, less where nobody knows whom a pronoun stands for."""
        sure = CONFIDENCE.get(saying.construction, LEAST_SURE)
        first = self._names.row(speaker.mention_ids[0])
        unresolved = first["label"] == "PRON" and first["antecedent_mention_id"] is None
        return round(sure - (0.2 if unresolved else 0.0), 2)

    def _said_on(self, saying: Saying) -> tuple[date | None, str]:
        """The day of the saying: an expression of time in the sentence of the cue that stands outside the content."""
        self._when: When | None = None
        start, end = saying.content
        sentence = saying.cue.sent
        low, high = sentence.start_char, sentence.end_char
        for when in dates_in(sentence, self._article.published_on):
            outside = when.end <= start or when.start >= end
            beside = self._hangs_on_cue(when.start, saying.cue)
            if (
                outside
                and low <= when.start < high
                and when.precision == "day"
                and when.started_on is not None
                and when.started_on <= (self._article.published_on or when.started_on)
                and beside
            ):
                self._when = when
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
        listed = token.lemma_.lower() in load_cues().speaker_nouns | set(load_lexicon("names")["person_nouns"])
        if self._names.entity(token) is None and token.pos_ != "PRON" and not listed:
            return None
        ids = self._names.actors(token, expand=False)
        return ids[0] if len(ids) == 1 else None  # "urged both sides": there is no one addressee

    @staticmethod
    def _is_own(noun: Token, keys: set[str]) -> bool:
        """True for a noun that names the speaker or its side: "Chad", said by Chad's minister."""
        side = noun.pos_ == "PROPN" or noun.lemma_.lower() in load_lexicon("acts")["own_forces"]
        return side and bool(keys & text_keys(noun_phrase(noun).text))

    def _is_media(self, speaker: Speaker) -> bool:
        text = speaker.text.lower().removeprefix("the ")
        return (
            text in self._media
            or any(word.strip(",.") in self._media_words for word in text.split())
            or str(self._names.row(self._names.ultimate(speaker.mention_ids[0]))["text"]).lower() in self._media
        )

    def _is_armed(self, speaker: Speaker) -> bool:
        for mention_id in speaker.mention_ids:
            last = self._names.ultimate(mention_id)
            row, span = self._names.row(last), self._names.span(last)
            if (
                row["label"] in ("ORG", "LOC", "NORP")
                or (row["label"] == "NP" and span.root.pos_ == "PROPN")
                or is_armed(span.root)
                or span.root.lemma_.lower() in ("group", "government")
            ):
                return True
        return False

    def _is_analyst(self, speaker: Speaker) -> bool:
        text = speaker.text.lower()
        words = text.replace(",", " ").split()
        return any(word.rstrip("s") in self._analysts for word in words) or self._analyst_names.search(text) is not None

    def _own(
        self, strikes: list[StrikeMention], keys: set[str], saying: Saying, sentence: int, act: str
    ) -> list[StrikeMention]:
        """Who justifies or claims speaks of its own strike, also where it tells of what others did before."""
        own = [m for m in strikes if self.strikes.is_attacker(keys, m)]
        if own:
            return own
        options = self.strikes.under_discussion(sentence, saying.cue.idx, keys, act)
        return [m for m, gap in options if gap <= FAR and self.strikes.is_attacker(keys, m)][:1] or strikes

    def _is_own_anaphor(self, mention: StrikeMention, keys: set[str]) -> bool:
        """ "the attack", taken for a strike of the speaker although these words name no attacker."""
        span = (mention.trigger.idx, mention.trigger.idx + len(mention.trigger.text))
        bare = mention.row.get("attacker_text") is None or not mention.attacker_mention_ids
        return bare and self.strikes.is_attacker(keys, mention) and speaks_of_attack(self._doc, *span)

    def _aim(self, saying: Saying) -> list[Token] | None:
        """The noun that an act is aimed at, with its nearest modifiers ("history of funding" speaks of no strike)."""
        head = saying.content_head
        if saying.construction == "complement":  # the thing judged, not the judgement
            head = next(iter(children(saying.cue, "obj", "nsubj:pass")), head)
        if saying.construction not in AIMED or head is None or head.pos_ not in ("NOUN", "PROPN"):
            return None
        reasons = [
            c
            for c in [*saying.cue.children, *head.children]
            if preposition(c) == "for" or any(m.lower_ == "for" for m in children(c, "mark"))
        ]  # "criticized the army for shelling the camp"
        return [head, *children(head, "compound", "amod", "nmod", "conj"), *(t for c in reasons for t in c.subtree)]

    @staticmethod
    def _points_at(words: list[Token], sentence: int, strikes: list[StrikeMention]) -> bool:
        """ "said this was a crime", right after a strike was told: the pronoun stands for it."""
        first = next((t for t in words if t.dep_ in ("nsubj", "nsubj:pass")), None)
        near = any(0 <= sentence - m.sentence <= 1 for m in strikes)
        return near and first is not None and first.lower_ in ("this", "that", "it", "these", "they")

    @staticmethod
    def _is_aimed_at_attack(saying: Saying) -> bool:
        head = saying.content_head
        return (
            head is not None and head.dep_ in ("obj", "nsubj:pass") and head.lemma_.lower() in lexicon("attack_nouns")
        )

    def _of_same_breath(self, saying: Saying, speaker: Speaker, act: str) -> list[StrikeMention]:
        """ "... condemned the raid, calling it ...": further acts of one speaker in one sentence keep the strike."""
        last = self._last
        if last is None or act not in lexicon("reacting_acts") or last.cue.sent.start != saying.cue.sent.start:
            return []
        same = last.speaker.head.i == speaker.head.i or last.speaker.mention_ids == speaker.mention_ids
        return last.strikes if same else []

    def _answers_claim(self, saying: Saying, act: str, sentence: int) -> bool:
        """ "Chad denied the charge": what was said just before is denied, and with it the same strikes are meant."""
        last, head = self._last, saying.content_head
        claims = lexicon("answered_claims")
        return (
            act in ("deny", "reject")
            and head is not None
            and head.lemma_.lower() in claims
            and last is not None
            and bool(last.strikes)
            and sentence - last.sentence <= NEAR
        )

    def _about(self, saying: Saying, speaker: Speaker, act: str, sentence: int) -> list[StrikeMention]:
        """The strikes of a statement that tells none itself: the one under discussion, where the words take it up."""
        start, end = saying.content
        content = whole_text(self._doc)[start:end]
        keys = self.strikes.keys(speaker.mention_ids)
        if self._answers_claim(saying, act, sentence):
            return self._last.strikes  # type: ignore[union-attr]
        found = self.strikes.under_discussion(sentence, saying.cue.idx, keys, act, content)
        if not found:
            return []
        mention, _gap = found[0]
        nearest = min(g for _, g in found)
        anaphor = speaks_of_attack(self._doc, start, end)
        blamed = act == "accuse" and saying.construction == "object"  # "blamed the rebels": aimed at who did it
        aim = None if blamed else self._aim(saying)
        aimed = aim is not None
        said = self._doc.char_span(start, end, alignment_mode="expand") or ()
        topical = anaphor or takes_up_a_strike(said if aim is None else aim)
        exchanged = act in lexicon("pair_acts") and self.strikes.exchange() is not None
        limit = FAR if exchanged else STRONG if act in lexicon("strong_acts") else NEAR
        reacting = act in lexicon("reacting_acts") and not (aimed and not topical) and nearest <= limit
        if not (anaphor or (topical and nearest <= FAR) or reacting):
            return self._of_same_breath(saying, speaker, act)
        other = self.strikes.mirror(mention) if act in lexicon("pair_acts") else None
        return [mention] if other is None else [mention, other]
