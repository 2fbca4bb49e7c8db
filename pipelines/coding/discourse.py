"""Which mentions of an article tell of the same strike: one discourse pass per article.

The pass goes over all mentions of an article once, when its last sentence is read.

1. Mentions that say something of their own (an attacker, a target, a place) come first, in the order of the text,
   those with a definite article ("the attack on the embassy") after the others. Each is weighed
   against every strike found so far. Contradictions keep it apart: other states or names as attackers, other days,
   other countries, "another". Agreement draws it in: the same attacker, target, place, day, means or number of dead,
   a definite article, a headline that the mention explains. The best strike above a threshold takes it in, or it
   opens a strike of its own.
2. Mentions that only point back ("the attack", "the bombing", claims of responsibility, sentences that only tell of
   dead and wounded) then join the strike that was told last before them and does not contradict them. What finds none
   is no strike.

A strike's knowledge is the union of its mentions, so what a later sentence adds (a name for "gunmen", a day) keeps
later mentions apart or draws them in.
"""

import re
from dataclasses import dataclass, field

from pipelines.coding.contradictions import days_apart, means_agree, one_place, place_names, places_apart, same_day
from pipelines.coding.frames import answered_by
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.names import NameBook
from pipelines.coding.nations import government_of, state_of, states_in, telling_words
from pipelines.coding.phrases import children
from pipelines.coding.reports import Report
from pipelines.coding.weapons import is_munition

JOIN = 1.0
APART = -9.0
JUST_OPENED = 1.2  # "the attack" right after a strike was told for the first time is that strike
POINTING = ("anaphor", "losses", "claim")
EXPLODING = {"explosion", "blast", "detonation", "explode", "detonate"}  # accidents too
GENERAL = {"attacker", "gunman", "assailant", "bomber", "attackers"}  # who is meant is told elsewhere


@dataclass
class Party:
    """What is known of an attacker or a target: states, telling words of names and descriptions, loose head nouns."""

    states: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)

    def add(self, other: "Party") -> None:
        self.states |= other.states
        self.names |= other.names
        self.words |= other.words
        self.ids |= other.ids
        self.heads |= other.heads

    def __bool__(self) -> bool:
        return bool(self.ids)


@dataclass
class Known:
    """The union of what the mentions of one strike say."""

    members: list[Report] = field(default_factory=list)
    attacker: Party = field(default_factory=Party)
    target: Party = field(default_factory=Party)
    places: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


class Discourse:
    """Groups the reports of one article into strikes."""

    def __init__(self, names: NameBook):
        self._names = names
        self._words = load_lexicon("strikes")
        self.groups: list[Known] = []

    def run(self, reports: list[Report]) -> list[Report]:
        """Set ``report.group``; gives the reports that belong to a strike, in the order of the text."""
        telling = [r for r in reports if r.reference not in ("anaphor", "losses", "claim")]
        for report in sorted(telling, key=lambda r: r.reference == "definite"):
            scored = [(self._score(report, g), -self._distance(report, g), g) for g in self.groups]
            best = max(scored, key=lambda item: item[:2], default=None)
            if best is not None and best[0] >= JOIN:
                self._put(report, best[2])
            elif report.reference == "definite" and not (
                report.wheres or any(t not in report.frame.victims for t in report.targets)
            ):
                report.reference = "anaphor"
            elif report.attacker_ids or report.target_ids or self._stands_alone(report):
                self._open(report)
        for report in reports:
            if report.reference in POINTING:
                group = self._antecedent(report)
                if group is not None:
                    self._put(report, group)
                elif report.reference == "anaphor" and self._stands_alone(report):
                    self._open(report)
        return [r for r in reports if r.group >= 0]

    @staticmethod
    def _distance(report: Report, group: Known) -> int:
        """Sentences to the nearest mention of a strike."""
        return min(abs(report.sentence - m.sentence) for m in group.members)

    def _open(self, report: Report) -> None:
        self.groups.append(Known())
        report.group = len(self.groups) - 1
        self._put(report, self.groups[-1])

    def _put(self, report: Report, group: Known) -> None:
        report.group = self.groups.index(group)
        group.members = sorted([*group.members, report], key=lambda r: r.start)
        group.attacker.add(self.party(report.attacker_ids))
        group.target.add(self.party(report.target_ids))
        group.places |= place_names(report)
        group.states |= self._states(report)
        if report.target_kind:
            group.kinds.add(report.target_kind[0])

    def _stands_alone(self, report: Report) -> bool:
        """A first mention without arguments counts where it tells of dead, of means or of a time."""
        if report.trigger.lemma_.lower() in EXPLODING:  # "a bomb exploded"; an explosion may be an accident
            bombs = any(is_munition(w) and w.lemma_.lower() not in EXPLODING for w in report.frame.weapons)
            return bombs or report.weapon is not None
        if report.suspect_ids and not report.denied:
            return True
        told = [loss for loss in report.losses if loss.quantity is not None and loss.quantity.best != 0]
        return bool(told) or (report.when is not None and bool(report.methods)) or bool(report.wheres)

    # -- contradictions and agreement --------------------------------------------------------------------------------

    def _score(self, report: Report, group: Known) -> float:
        attacker, target = self.party(report.attacker_ids), self.party(report.target_ids)
        if report.reference == "other" or self._contradict(report, group):
            return APART
        who = self.agree(attacker, group.attacker)
        if who < 0 or (who < 2 and self.agree(attacker, group.target) == 2):
            return APART  # another attacker, or the one that was struck strikes back
        if any(m.sentence == report.sentence and answered_by(report.trigger, m.frame) for m in group.members):
            return APART  # "fired rockets in response to the raid on ..."
        beside = [m for m in group.members if m.sentence == report.sentence and m.reference not in POINTING]
        if beside and not all(self._may_be_told_twice(report, m) for m in beside):
            return APART
        score = {0: 0.0, 1: 0.4, 2: 1.3}[who]
        whom = self.agree(target, group.target)
        if whom == 2 and not (
            target.ids & group.target.ids
            or target.names & (group.target.names | group.target.words)
            or target.heads & group.target.heads
        ):
            whom = 1  # "a rebel truck" and "a rebel camp" are two things
        if whom < 0 and report.target_kind and group.kinds and report.target_kind[0] not in group.kinds:
            score -= 1.2
        else:
            score += {-1: -0.5, 0: 0.0, 1: 0.3, 2: 1.5}[whom]
        score += self._place_score(report, group) + self._date_score(report, group) + self._means_score(report, group)
        series = any(m.series for m in group.members)
        if report.series != series:
            score -= 0.2 if report.reference == "definite" else 2.0 if any(m.lasting for m in group.members) else 1.0
        if report.reference == "definite":
            score += 0.8 if any(m.start < report.start for m in group.members) else 0.2
        if target.states & group.states:
            score += 0.5
        elif report.counted and not group.members[0].headline:
            score -= 0.7
        if self._same_losses(report, group):
            score += 1.0
        if all(m.headline for m in group.members) and report.sentence <= 2:
            score += 1.0
        if beside:
            boast = who == 2 and report.frame.weak and report.trigger.pos_ == "VERB" and not report.when
            score += 0.5 if boast else -0.4 if whom == 2 else -0.8  # "... and said that it had destroyed"
        if not report.attacker_ids and report.frame.family in ("explode", "fire"):
            score += 0.3  # where shells fell is told of the strike at hand
        if any(a.pos_ == "PRON" or a.lemma_.lower() in GENERAL for a in [*report.attackers, *report.targets]):
            score += 0.5
        if report.attackers and all(a.pos_ == "PRON" for a in report.attackers) and not report.wheres:
            score -= 0.25 * max(0, self._distance(report, group) - 1)  # what "it" did is mostly told right before
        if group is self.groups[0] and any(0 < report.sentence - m.sentence <= 1 for m in group.members):
            score += 0.3  # the next sentence goes on with the main story
        return score

    def _may_be_told_twice(self, report: Report, member: Report) -> bool:
        """Two reports in one sentence are two strikes unless they share attacker or target."""
        if report.frame is member.frame:
            return False
        shared = (
            self.party(report.attacker_ids).ids & self.party(member.attacker_ids).ids
            or self.party(report.target_ids).ids & self.party(member.target_ids).ids
        )
        return bool(shared) or report.reference == "definite" or not (report.attackers and member.attackers)

    def _antecedent(self, report: Report) -> Known | None:
        """The strike that a pointing mention stands for: the one told last before it that does not contradict it."""
        best, best_score = None, -99.0
        for number, group in enumerate(self.groups):
            before = [m for m in group.members if m.start < report.start]
            distance = (
                report.sentence - before[-1].sentence if before else 3 + group.members[0].sentence - report.sentence
            )
            if not before and report.reference != "anaphor":
                continue
            who = self.agree(self.party(report.attacker_ids or report.suspect_ids), group.attacker)
            if self._contradict(report, group) or (report.reference == "anaphor" and report.attacker_ids and who < 0):
                continue
            if report.denied and who < 0:
                continue
            if report.trigger.lemma_.lower() in EXPLODING and not self._explodes(group):
                continue
            if report.reference == "losses" and (distance > 4 or self._is_attackers_loss(report, group)):
                continue
            pace = 1.2 if report.frame.family == "pronoun" else 0.8 if report.reference == "losses" else 0.5
            that = any(c.lower_ in ("that", "this") for c in children(report.trigger, "det"))
            pace = 1.2 if that else pace  # "that strike": the one told right before
            told_again = 0.0 if that else (0.6 if number == 0 else 0.0) + min(0.15 * len(group.members), 0.9)
            score = (
                -pace * distance
                + 2 * self._means_score(report, group)
                + (0.0 if report.reference == "losses" else told_again)
                + self._same_word(report, group)
                + self._place_score(report, group)
            )
            score += self._date_score(report, group) + 0.5 * max(who, 0)
            if before and report.sentence - before[0].sentence == 1:
                score += JUST_OPENED
            plural = report.trigger.lower_.endswith("s") and report.trigger.pos_ == "NOUN"
            if any(m.series for m in group.members):
                score -= 0.3 if plural else 1.5
            if score > best_score:
                best, best_score = group, score
        return best

    @staticmethod
    def _explodes(group: Known) -> bool:
        return any(
            m in ("explosive", "suicide_bombing", "missile", "airstrike", "rocket", "drone", "artillery")
            for r in group.members
            for m, *_ in r.methods
        )

    def party(self, ids: list[str]) -> Party:
        """What is known of mentions of actors, pronouns and short forms followed to their full names."""
        party = Party()
        for mention_id in ids:
            row = self._names.row(self._names.ultimate(mention_id))
            text = re.sub(r"\b[\w.]+-(?:backed|aligned|allied|led|controlled|held|born)\b", "", str(row["text"]))
            party.ids.add(str(row["mention_id"]))
            words, states = telling_words(text), set(states_in(text))
            if (seat := government_of(text)) is not None:  # "Tehran said that its attack"
                words, states = frozenset(), {seat}
            affiliation = row["affiliation_mention_id"]
            if affiliation is not None:
                states |= states_in(str(self._names.row(self._names.ultimate(str(affiliation)))["text"]))
            party.states |= states
            party.heads.add(str(row["head_text"]))
            described = row["label"] in ("NP", "PRON") and self._names.span(str(row["mention_id"])).root.pos_ != "PROPN"
            (party.words if described else party.names).update(words)
        return party

    @staticmethod
    def agree(a: Party, b: Party) -> int:
        """2 the same, 1 may well be the same, 0 not known, -1 different."""
        if not a or not b:
            return 0
        if a.ids & b.ids or (a.names | a.words) & (b.names | b.words):
            return 2
        if a.states and b.states:
            if a.states & b.states:
                return 2 if not (a.names and b.names) else 1
            return -1
        if a.names and b.names:
            return -1
        if (a.names and b.states) or (a.states and b.names):
            return -1
        return 1

    def _states(self, report: Report) -> set[str]:
        return {code for w in report.wheres if (code := state_of(w.entity.text)) is not None}

    def _place_score(self, report: Report, group: Known) -> float:
        places, states = place_names(report), self._states(report)
        score = 0.0
        if places and group.places:
            score += 1.0 if one_place(places, group.places) else -0.9
        if states and group.states:
            score += 0.4 if states & group.states else -1.5
        return score

    @staticmethod
    def _same_word(report: Report, group: Known) -> float:
        """ "The strike" goes on with what was told as a strike or an airstrike."""
        lemma = report.trigger.lemma_.lower()
        return 0.4 if any(m.trigger.lemma_.lower().endswith(lemma) for m in group.members) else 0.0

    def _contradict(self, report: Report, group: Known) -> bool:
        """Other days, other towns, other means: nothing else that two mentions share outweighs these."""
        if self._dates_differ(report, group):
            return True
        if report.reference == "definite" and group.members[0].headline:
            return False
        return places_apart(report, group.members) or means_agree(report, group.members) < 0

    def _dates_differ(self, report: Report, group: Known) -> bool:
        if report.reference in POINTING and any(m.lasting for m in group.members):
            return False  # a series goes on from day to day
        return any(days_apart(report, member) for member in group.members)

    def _date_score(self, report: Report, group: Known) -> float:
        mine = report.when
        return (
            0.8 if mine is not None and any(m.when is not None and same_day(report, m) for m in group.members) else 0.0
        )

    @staticmethod
    def _means_score(report: Report, group: Known) -> float:
        return {1: 0.6, 0: 0.0, -1: -1.0}[means_agree(report, group.members)]

    @staticmethod
    def _same_losses(report: Report, group: Known) -> bool:
        def figures(r: Report) -> set[tuple[str, int]]:
            return {(x.kind, x.quantity.best) for x in r.losses if x.quantity is not None and x.quantity.best}

        return bool(figures(report)) and any(figures(report) & figures(m) for m in group.members)

    def _is_attackers_loss(self, report: Report, group: Known) -> bool:
        victims = [loss.victim for loss in report.losses if loss.victim is not None]
        return bool(victims) and all(v.lemma_.lower() in load_lexicon("targets")["attacker_dead"] for v in victims)
