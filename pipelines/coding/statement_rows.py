"""Rows of statements: the act, the strikes that a statement is about, its date, and the evidence for each value."""

import re
from datetime import date

from spacy.tokens import Doc, Token

from pipelines.coding import confidence
from pipelines.coding.about import (
    NEAR,
    StrikesOfArticle,
    pleads_self_defence,
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
from pipelines.coding.linking import StrikeLinker, is_aimed_at_attack
from pipelines.coding.model import ArticleContext, Coding, MentionIds, Row
from pipelines.coding.names import NameBook
from pipelines.coding.phrases import children, span_of, whole_text
from pipelines.coding.sayings import Saying
from pipelines.coding.speakers import Speaker
from pipelines.coding.statement_mention import StatementMention
from pipelines.coding.strikes import StrikeMention
from pipelines.coding.targets import is_armed


class StatementWriter:
    """Turns sayings into rows and evidence."""

    def __init__(self, doc: Doc, article: ArticleContext, names: NameBook, strikes: StrikesOfArticle, coding: Coding):
        self._doc = doc
        self._article = article
        self._names = names
        self.strikes = strikes
        self._coding = coding
        self._evidence = EvidenceBook(doc, article.article_id, coding)
        self._linker = StrikeLinker(doc, strikes)
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
        strikes = self._linker.strikes_of(saying, speaker, act, sentence, inside, nearby if own else [])
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
        facts = confidence.statement_facts(
            construction=saying.construction,
            act=act,
            act_rule=rule,
            is_quote=saying.is_quote,
            content=content,
            speaker=self._names.row(self._names.ultimate(speaker.mention_ids[0])),
            speaker_text=speaker.text,
        )
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
            "confidence_score": confidence.probability("statements", facts),
        }
        self._coding.statements.append(row)
        self._prove(row, saying, strikes, rule, confidence.rule("statements", facts))
        self._linker.last = StatementMention(
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
            is_tied=self._linker.is_tied(saying, act, sentence, inside, strikes, words.tokens),
            aims_at_attack=is_aimed_at_attack(saying),
            is_judged_from_words=rule.startswith("content:") and saying.construction != "complement",
        )
        return self._linker.last

    def _prove(self, row: Row, saying: Saying, strikes: list[StrikeMention], act_rule: str, score_rule: str) -> None:
        """One row of evidence for each value of a statement."""
        mention_id, rule = str(row["mention_id"]), f"statement:{saying.construction}"
        cue, content = (row["cue_start"], row["cue_end"]), saying.content
        spans = [("speaker_text", (row["speaker_start"], row["speaker_end"]), rule), ("content_text", content, rule)]
        spans += [("cue_text", cue, f"cue:{saying.act}"), ("confidence_score", cue, score_rule)]
        spans += [("act", cue if act_rule.startswith("cue") else content, act_rule)]
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
        if noun.pos_ != "PROPN" and not is_armed(noun) and noun.lemma_.lower() not in ("government", "country"):
            return False
        words = [noun, *children(noun, "amod", "compound", "nmod:poss", "flat")]
        return bool(keys & text_keys(" ".join(t.text for t in sorted(words, key=lambda t: t.i))))

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
