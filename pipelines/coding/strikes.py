"""Strikes: which uses of force an article reports, by whom, on what, where, when and with what losses.

Words of force become frames (forces), frames of one sentence that tell of one strike are merged (merging), what is not
told as having happened (reality) or stands among words of sport, labour or politics (setting) is rejected, the rest
becomes reports with place and means (report_maker) and dates, losses and claims (attach), and one pass over the article
groups the reports into strikes (discourse), which contradictions keep apart.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from spacy.tokens import Doc, Span, Token

from pipelines.coding.attach import (
    give_claims,
    give_dates,
    give_losses,
    give_offsets,
    give_owners,
    is_date_alone,
    losses_report,
    may_be_date_alone,
    one_wave,
    settle_blame,
    settle_series,
)
from pipelines.coding.casualties import losses_in
from pipelines.coding.claims import claims_in
from pipelines.coding.dates import When, dates_in, shifted
from pipelines.coding.discourse import Discourse
from pipelines.coding.evidence import EvidenceBook
from pipelines.coding.forces import ForceFinder
from pipelines.coding.frames import Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.merging import merge_frames
from pipelines.coding.model import ArticleContext, Coding, MentionIds, Row
from pipelines.coding.names import NameBook
from pipelines.coding.particulars import unfit
from pipelines.coding.phrases import span_of, trimmed
from pipelines.coding.places import places_of_attackers
from pipelines.coding.reality import unreal_reason
from pipelines.coding.report_maker import ReportMaker
from pipelines.coding.reports import Report, clause_of
from pipelines.coding.rules import rejection
from pipelines.coding.setting import Setting
from pipelines.coding.strike_rows import strike_row

REFERRING = ("losses", "claim")


@dataclass
class StrikeMention:
    """One mention of a strike, as statements and reactions need it.

    ``start`` and ``end`` are character offsets of the clause; ``row`` is the row of coded_strikes; ``same_as`` is the
    earlier mention of the same strike that this one refers back to, ``first_id`` the first mention of that chain (the
    strike itself, within the article).
    """

    mention_id: str
    trigger: Token
    start: int
    end: int
    sentence: int
    row: Row
    attacker_mention_ids: list[str] = field(default_factory=list)
    target_mention_ids: list[str] = field(default_factory=list)
    same_as: str | None = None
    first_id: str = ""


def code_strikes(doc: Doc, article: ArticleContext, names: NameBook, coding: Coding) -> list[StrikeMention]:
    """Strike mentions of one article in the order of the text; rows, evidence and rejections go into ``coding``."""
    return StrikeCoder(doc, article, names, coding).code()


class StrikeCoder:
    """Codes the strikes of one article."""

    def __init__(self, doc: Doc, article: ArticleContext, names: NameBook, coding: Coding):
        self._doc, self._article, self._names, self._coding = doc, article, names, coding
        self._finder = ForceFinder(names)
        self._maker = ReportMaker(names)
        self._setting = Setting(doc)
        self._lexicon = load_lexicon("strikes")
        self._day: date | None = None
        self._opening: list[
            When
        ] = []  # the date of a sentence that the reader cut off: "On Jan. 16 | rebels shelled ..."
        self._ids = MentionIds(article.article_id)
        self._evidence = EvidenceBook(doc, article.article_id, coding)

    def code(self) -> list[StrikeMention]:
        """All strike mentions, in the order of the text."""
        reports = [r for number, sentence in enumerate(self._doc.sents) for r in self._reports(sentence, number)]
        reports = one_wave(reports)
        give_owners(reports)
        discourse = Discourse(self._names)
        told = discourse.run(reports)
        settle_blame(told, discourse)
        settle_series(told)
        self._place_by_attackers(told)
        unfit_ones = self._unfit(told)
        told = [r for r in told if r not in unfit_ones]
        for report in reports:
            if report.group < 0 and report.reference not in REFERRING and report not in unfit_ones:
                self._reject(report.frame, "other", "no_arguments")
        return self._mentions(told)

    def _reports(self, sentence: Span, number: int) -> list[Report]:
        """The reports of one sentence, in the order of the text."""
        opening, self._opening = self._opening, []
        if may_be_date_alone(sentence):
            whens = dates_in(sentence, self._article.published_on)
            if is_date_alone(sentence, whens):
                self._opening = whens
                return []
        frames = merge_frames(self._finder.frames(sentence), self._names)
        real = [frame for frame in frames if self._is_real(frame)]
        self._reject_undirected(sentence)
        losses = losses_in(sentence)
        events = {a.i for frame in real for a in frame.anchors}
        claims = claims_in(sentence, events)
        if not (real or losses or claims):
            return []
        reports = [r for frame in real for r in self._maker.reports(frame, sentence, number, frames)]
        self._bring_in_others(reports, sentence)
        whens = [*opening, *dates_in(sentence, self._article.published_on)]
        give_dates(self._doc, reports, whens)
        self._same_day(reports)
        give_offsets(reports, whens)
        left = give_losses(self._names, reports, losses)
        if left and (report := losses_report(left, sentence, number)) is not None:
            reports.append(report)
        reports.extend(give_claims(self._maker, reports, claims, number))
        reports = [r for r in reports if r.reference != "losses" or any(x.quantity is not None for x in r.losses)]
        return sorted(reports, key=lambda r: r.start)

    def _same_day(self, reports: list[Report]) -> None:
        """ "On the same day", "three days later": counted from the day told last."""
        for report in reports:
            when = report.when
            if when is None or not when.is_day:
                continue
            if when.started_on is None and "same day" in when.text.lower() and self._day is not None:
                report.when = shifted(when, self._day)
            elif when.later is not None and self._day is not None:
                report.when = shifted(when, self._day + timedelta(days=when.later))
                self._day = report.when.started_on
            elif when.started_on is not None and when.precision == "day":
                self._day = when.started_on

    def _unfit(self, told: list[Report]) -> list[Report]:
        """The mentions of what the article tells too little of, or only recalls, to be a strike; they are rejected."""
        groups: dict[int, list[Report]] = {}
        for report in told:
            groups.setdefault(report.group, []).append(report)
        rejected = []
        for members in groups.values():
            if (reason := unfit(members, self._names)) is not None:
                rejected.extend(members)
                for report in members:
                    self._reject(report.frame, reason, f"{report.frame.rule}:particulars.{reason}")
        return rejected

    def _place_by_attackers(self, told: list[Report]) -> None:
        """A strike that no mention places is where its attackers are said to be."""
        placed = {r.group for r in told if r.wheres}
        for report in told:
            if report.group not in placed and (wheres := places_of_attackers(report.frame, self._names)):
                report.wheres = wheres
                placed.add(report.group)

    def _bring_in_others(self, reports: list[Report], sentence: Span) -> None:
        """ "In a separate incident": the sentence tells of another strike than the one before."""
        opening = {t.lower_ for t in sentence[:4]}
        if (
            opening & set(self._lexicon["other_openings"])
            and reports
            and reports[0].reference not in ("anaphor", "losses")
        ):
            reports[0].reference = "other"

    # -- what is no strike -------------------------------------------------------------------------------------------

    def _is_real(self, frame: Frame) -> bool:
        """False, with a row in rejected_mentions, for force that is not told as having happened."""
        for word in [frame.trigger, *(m.trigger for m in frame.members)]:
            if frame.reason is None and (found := unreal_reason(word)) is not None:
                frame.reason, frame.reason_word = found
        noun = (
            frame.trigger.head if frame.trigger.dep_ == "conj" and frame.trigger.head.dep_ == "nmod" else frame.trigger
        )
        head = noun.head
        if frame.reason is None and head.lemma_.lower() in self._lexicon["exchange_nouns"] and noun.dep_ == "nmod":
            frame.reason, frame.reason_word = "other", head  # "the exchange of strikes" is not a third one
        by = None
        if frame.reason is None and (setting := self._setting.other_sense(frame)) is not None:
            frame.reason, frame.reason_word, by = "other_sense", frame.trigger, f"setting.{setting}"
        if frame.reason is None:
            return True
        if by is None and frame.reason_word is not None:
            by = frame.reason_word.lemma_.lower()
        self._reject(frame, frame.reason, frame.rule if by is None else f"{frame.rule}:{by}")
        return False

    def _reject_undirected(self, sentence: Span) -> None:
        for token in sentence:
            lemma = token.lemma_.lower()
            if (
                lemma in self._lexicon["undirected"]
                and token.pos_ in ("NOUN", "VERB")
                and token.dep_ not in ("compound", "nmod", "amod")
            ):
                start, end = trimmed(self._doc, *span_of([t for t in token.subtree if not t.is_space]))
                self._add_rejection(token, start, end, "undirected", f"undirected.{lemma}")

    def _reject(self, frame: Frame, reason: str, rule: str) -> None:
        self._add_rejection(frame.trigger, *clause_of(frame), reason, rule, frame.reason_word)

    def _add_rejection(
        self, word: Token, start: int, end: int, reason: str, rule: str, because: Token | None = None
    ) -> None:
        """A row of rejected_mentions; ``because`` is the word that makes the force none, ``word`` the force itself."""
        mention_id, rule, decisive = self._ids.make("rejected", start, end), rejection(rule, reason), because or word
        self._evidence.add(mention_id, "reason", decisive.idx, decisive.idx + len(decisive.text), rule)
        self._coding.rejections.append({
            "mention_id": mention_id,
            "article_id": self._article.article_id,
            "text_start": start,
            "text_end": end,
            "sentence_text": word.sent.text.strip(),
            "reason": reason,
            "rule_id": rule,
        })  # fmt: skip

    # -- rows --------------------------------------------------------------------------------------------------------

    def _mentions(self, reports: list[Report]) -> list[StrikeMention]:
        mentions: list[StrikeMention] = []
        first_of: dict[int, str] = {}
        for report in sorted(reports, key=lambda r: (r.start, r.end)):
            mention_id = self._ids.make("strike", report.start, report.end)
            first = first_of.setdefault(report.group, mention_id)
            same_as = first if first != mention_id else None
            members = [r for r in reports if r.group == report.group]
            row = strike_row(
                report, members, mention_id, same_as, self._doc, self._names, self._article, self._evidence
            )
            self._coding.strikes.append(row)
            mentions.append(StrikeMention(mention_id, report.trigger, report.start, report.end, report.sentence, row,
                                          report.attacker_ids, report.target_ids, same_as, first))  # fmt: skip
        return mentions
