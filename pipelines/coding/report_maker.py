"""From a frame to reports: one for each named place that a salvo struck, one for each side of an exchange of fire."""

from spacy.tokens import Span, Token

from pipelines.coding.frames import Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.means import means_of
from pipelines.coding.names import NameBook
from pipelines.coding.phrases import CLAUSES, children, conjuncts, noun_phrase, preposition, subtree
from pipelines.coding.places import places_near, places_of
from pipelines.coding.quantities import quantity_of
from pipelines.coding.reports import Report, clause_of, is_bare, reference_of, who_says_so
from pipelines.coding.targets import is_armed, is_bystander, kind_of_text, target_kind

PRONOUNS = ("it", "its", "they", "them", "their")
LARGE = 40  # missiles or drones fired at a country: a wave
EXPLOSIONS = ("explosion", "blast", "detonation", "explode", "detonate", "go")


class ReportMaker:
    """Makes the reports of one article's frames."""

    def __init__(self, names: NameBook):
        self._names = names
        self._lexicon = load_lexicon("strikes")
        targets = load_lexicon("targets")
        self._armed = set(targets["armed"])
        self._civil = set(load_lexicon("weapons")["civil_platforms"])
        self._nothing = set(targets["nothing"])
        self._group_nouns = set(targets["group_nouns"])
        self._last: Report | None = None
        self._named: str | None = None
        self._general = set(targets["no_targets"]) | set(targets["attacker_dead"])

    def reports(self, frame: Frame, sentence: Span, number: int, others: list[Frame]) -> list[Report]:
        """The reports of one frame; ``others`` are all frames of its sentence, ``number`` is that of the sentence."""
        if frame.family == "exchange":
            first, second = frame.attackers[:2]
            sides = [([first], [second]), ([second], [first])]
        else:
            places = self._named_places(frame)
            rest = [t for t in frame.targets if t not in places]
            sides = [(frame.attackers, [place, *rest]) for place in places]
            sides = sides or [(frame.attackers, [t]) for t in self._each_elsewhere(frame)]
            sides = sides or [(frame.attackers, frame.targets)]
        return [
            self._report(frame, sentence, number, attackers, targets, others, len(sides) > 1)
            for attackers, targets in sides
        ]

    def _named_places(self, frame: Frame) -> list[Token]:
        """A salvo over several named places is one strike for each."""
        named = [t for t in frame.targets if self._names.entity(t, "LOC") is not None]
        starts = {e.start for t in named if (e := self._names.entity(t)) is not None}
        return named if len(named) > 1 and len(starts) == len(named) else []

    def _each_elsewhere(self, frame: Frame) -> list[Token]:
        """ "A bank in Lagos and a market in Kano": each target has a named place of its own, and is a strike."""
        scenes = [
            next((e.text for c in children(t, "nmod", "obl") if preposition(c) in ("in", "near", "at", "outside")
                  and (e := self._names.entity(c, "LOC")) is not None), None)
            for t in frame.targets
        ]  # fmt: skip
        several = len(scenes) > 1 and None not in scenes and len(set(scenes)) == len(scenes)
        return frame.targets if several else []

    def _report(
        self,
        frame: Frame,
        sentence: Span,
        number: int,
        attackers: list[Token],
        targets: list[Token],
        others: list[Frame],
        split: bool,
    ) -> Report:
        start, end = clause_of(frame)
        report = Report(frame, number, start, end, "verb", claim=frame.claim, lasting=self._lasts(frame))
        report.counted = any(
            c.dep_ == "nummod" or c.lower_ in ("a", "an")
            for f in (frame, *frame.members)
            if f.family == "noun"
            for c in f.trigger.children
        )
        report.lasting = report.lasting or self._is_wave(frame)
        report.series = report.lasting or self._is_plural(frame)
        report.headline = number == 0 and not sentence.text.rstrip().endswith((".", "!", "?", "”", '"'))
        report.attackers = [t for a in attackers for t in self.named_members(a)]
        report.targets = self._targets(frame, targets)
        report.wheres = places_of(frame, self._names)
        if split and frame.family != "exchange":
            own = {
                e.start
                for t in subtree(targets[0], (*CLAUSES, "conj"))
                if (e := self._names.entity(t, "LOC")) is not None
            }
            report.wheres = [w for w in report.wheres if w.entity.start in own] or report.wheres
        report.reference = self._reference(frame, bool(report.wheres))
        if self._may_be_accident(frame) and report.reference != "other":
            report.reference = "anaphor"
        if not report.wheres and report.reference not in ("anaphor", "losses"):
            struck = [t for f in others if f is not frame and f not in frame.members for t in f.targets]
            avoid = {t.i for one in (*report.attackers, *struck) for t in subtree(one)}
            report.wheres = places_near(frame, self._names, avoid)
        report.attacker_ids = self.actor_ids(report.attackers)
        self._follow_pronouns(report)
        report.target_ids = [i for i in self.actor_ids(report.targets) if i not in report.attacker_ids]
        report.targets = [t for t in report.targets if set(self.actor_ids([t])) & set(report.target_ids)]
        report.methods, report.weapon = means_of(frame, sentence.doc, others)
        report.target_kind = next((k for t in report.targets if (k := self._kind(t)) is not None), None)
        report.outcome = frame.outcome or self._outcome(frame)
        self._itemised(report, others)
        return report

    def _follow_pronouns(self, report: Report) -> None:
        """The "it" or "they" of a deed of force is who says so of itself ("the army said that it had hit"), or the
        attacker told last; never the villagers of the sentence before, nor a body that only spoke."""
        for attacker in report.attackers:
            if attacker.lower_ in PRONOUNS and self._taken_over(report, attacker):
                break
            self.follow(attacker, report.sentence)
        if report.attacker_ids:
            self._last = report
            self.remember(report.attacker_ids)

    def remember(self, attackers: list[str]) -> None:
        """The named body that struck or claimed last: what "the group" stands for."""
        rows = [(i, self._names.row(i)) for i in map(self._names.ultimate, attackers)]
        named = [i for i, r in rows if r["label"] == "ORG" or (r["label"] == "NP" and str(r["text"])[0].isupper())]
        self._named = named[0] if named else self._named

    def _taken_over(self, report: Report, pronoun: Token) -> bool:
        """ "Both have bombed the rebels since May, when they struck ...": who did the one did the other."""
        last = self._last
        if last is None or last.sentence != report.sentence:
            return False
        if report.trigger.dep_ not in ("advcl", "acl:relcl", "advcl:relcl"):
            return False
        meant = {self._names.ultimate(i) for i in self._names.actors(pronoun, expand=False)}
        if not meant & {self._names.ultimate(i) for i in last.target_ids}:
            return False
        report.attackers, report.attacker_ids = last.attackers, last.attacker_ids
        return True

    def follow(self, pronoun: Token, sentence: int) -> None:
        """Set what the pronoun of an attacker stands for."""
        if pronoun.lower_ not in PRONOUNS:
            return
        row = self._names.row(self._names.actors(pronoun, expand=False)[0])
        teller = who_says_so(pronoun)
        if teller is not None and self._may_strike(teller, pronoun.lower_):
            general = teller.lemma_.lower() in self._group_nouns and self._names.entity(teller) is None
            known = self._named if general else None
            row["antecedent_mention_id"] = known or self._names.actors(teller, expand=False)[0]
            return
        meant = self._names.row(self._names.ultimate(str(row["mention_id"])))
        unarmed = meant["label"] in ("NP", "PRON") and str(meant["head_text"]) not in self._armed
        bystander = is_bystander(str(meant["text"]))
        if bystander:
            row["antecedent_mention_id"] = None
        if (unarmed or bystander) and self._last is not None and sentence - self._last.sentence <= 2:
            row["antecedent_mention_id"] = self._last.attacker_ids[0]

    def _may_strike(self, teller: Token, pronoun: str) -> bool:
        """A state, an armed body or its name; "they" only for a plural."""
        entity = self._names.entity(teller)
        if entity is not None and (entity.label_ == "PER" or is_bystander(entity.text)):
            return False
        if entity is None and (teller.lemma_.lower() not in self._armed or is_bystander(noun_phrase(teller).text)):
            return False
        plural = teller.lower_ != teller.lemma_.lower() or bool(children(teller, "conj")) or teller.lower_.endswith("s")
        return plural or pronoun in ("it", "its")

    def actor_ids(self, heads: list[Token]) -> list[str]:
        """Mention ids of actors, each once."""
        ids: list[str] = []
        for head in heads:
            ids.extend(i for i in self._names.actors(head, expand=False) if i not in ids)
        return ids

    def named_members(self, actor: Token) -> list[Token]:
        """ "The armed groups X, Y and Z": the names that a general noun introduces stand for it."""
        if actor.lemma_.lower() not in self._group_nouns or self._names.entity(actor) is not None:
            return [actor]
        called = [c for c in children(actor, "acl", "amod") if c.lemma_.lower() in ("call", "name", "style", "know")]
        for name in [n for c in called for n in children(c, "xcomp", "obj", "obl") if n.i > c.i and n.pos_ != "PRON"]:
            return [name]  # "a group calling itself the Free Brigade"
        named = [
            c
            for c in children(actor, "appos", "flat", "nmod:desc", "conj")
            if c.i > actor.i and self._names.entity(c, "ORG", "NORP", "PER")
        ]
        return [t for c in named[:1] for t in conjuncts(c)] if named else [actor]

    def _kind(self, target: Token) -> tuple[str, str] | None:
        """target_kind of a target; a person's by title, a pronoun's or short form's by what it stands for."""
        ids = self._names.actors(target, expand=False)
        if not ids:
            return target_kind(target)
        row = self._names.row(self._names.ultimate(ids[0]))
        if row["label"] == "PER":
            role = str(row["role_text"] or "")
            around = " ".join(str(t.text) for t in subtree(target) if t.dep_ != "punct")
            return kind_of_text(role) or kind_of_text(around) or target_kind(target)
        if target.pos_ == "PRON":
            return kind_of_text(str(row["text"]))
        return target_kind(target)

    def _itemised(self, report: Report, others: list[Frame]) -> None:
        """ "raids on outposts, including the one on May 4": an item of the series before it, with its own date
        and the series' attacker and target."""
        trigger = report.trigger
        if preposition(trigger) not in ("including", "such as") and not any(
            c.lower_ == "including" for c in trigger.children
        ):
            return
        whole = next(
            (
                f
                for f in others
                if f is not report.frame
                and f.trigger.i < trigger.i
                and trigger.head.i in {a.i for a in [*f.anchors, *f.targets]}
            ),
            None,
        )
        if whole is None:
            return
        report.reference, report.series = "other", False
        if not report.attackers:
            report.attackers = [t for a in whole.attackers for t in self.named_members(a)]
            report.attacker_ids = self.actor_ids(report.attackers)
        if not report.targets:
            report.targets = self._targets(whole, whole.targets)
            report.target_ids = self.actor_ids(report.targets)
        report.wheres = report.wheres or places_of(whole, self._names)

    def _reference(self, frame: Frame, placed: bool) -> str:
        """How the mention points back: see Report."""
        nouns = [f for f in (frame, *frame.members) if f.family == "noun"]
        if frame.family == "pronoun":
            return "anaphor"
        if not nouns:
            armed = frame.attackers or any(w.lemma_.lower() not in self._civil for w in frame.weapons)
            if frame.family == "kill" and not armed and frame.weak:
                return "losses"
            if frame.family == "kill" and frame.weak and self._is_vague(frame):
                return "losses"
            if (
                frame.family == "kill"
                and frame.weak
                and all(a.lower_ in ("it", "this") for a in frame.attackers)
                and not frame.weapons
            ):
                return "losses"  # "it killed four": a fire as well as a bomb
            return (
                "definite"
                if any(c.lower_ == "the" for w in frame.weapons for c in w.children) and not frame.attackers
                else "verb"
            )
        reference = reference_of(nouns[0].trigger, self._lexicon)
        bare = is_bare(nouns[0].trigger, frame)
        if frame.family != "noun":
            if reference == "definite" and bare:
                return "anaphor"
            return reference if reference != "new" else "verb"
        if bare and reference == "definite":
            return "anaphor"
        if reference == "definite" and not frame.targets and not placed and not frame.members:
            return "anaphor"  # "the raids flown by both": told before or after
        return reference

    def _may_be_accident(self, frame: Frame) -> bool:
        """An explosion with no word of a bomb in its sentence: only the article's story can make it an attack."""
        parts = [frame, *frame.members]
        if (
            not all(p.weak for p in parts)
            or frame.attackers
            or not any(p.rule.split(".")[-1] in EXPLOSIONS for p in parts)
        ):
            return False
        sentence = frame.trigger.sent
        words = {t.lemma_.lower() for t in sentence} | {t.lower_ for t in sentence}
        if frame.targets and sentence.end < len(sentence.doc):  # what the next sentence calls it
            words |= {t.lemma_.lower() for t in sentence.doc[sentence.end].sent if t.pos_ == "NOUN"}
        return not words & set(self._lexicon["bomb_words"])

    def _is_vague(self, frame: Frame) -> bool:
        """ "the enemy kills our children": no figure, no name, no place."""
        counted = any(v.pos_ == "NUM" or children(v, "nummod") for v in frame.victims)
        named = any(v.lemma_.lower() not in self._general for v in frame.victims)
        return not (counted or named or frame.targets)

    def _targets(self, frame: Frame, targets: list[Token]) -> list[Token]:
        """What was struck; the victims stand for it where nothing else is named."""

        def telling(heads: list[Token]) -> list[Token]:
            heads = [n for t in heads for n in self._inside(t)]
            return [
                t
                for t in heads
                if t.lemma_.lower() not in self._general and t.lower_ not in self._general and not self._is_nothing(t)
            ]

        return (telling(targets) or [v for v in telling(frame.victims) if v.pos_ != "NUM"])[:4]

    @staticmethod
    def _inside(token: Token) -> list[Token]:
        """ "the area near the depot": what lies there was meant."""
        counted = token.lower_ in ("dozens", "hundreds", "scores", "thousands") or token.lemma_.lower() in (
            "number",
            "series",
        )
        if counted and (of := [c for c in children(token, "nmod") if preposition(c) == "of"]):
            return of  # "dozens of homes"
        if token.lemma_.lower() not in ("area", "vicinity", "outskirts", *load_lexicon("targets")["parts"]):
            return [token]
        return [c for c in children(token, "nmod") if preposition(c) in ("near", "of", "around")] or [token]

    def _is_nothing(self, token: Token) -> bool:
        person = token.pos_ == "ADJ" and is_armed(token) and bool(children(token, "nummod", "det"))
        unnamed = token.pos_ not in ("NOUN", "PROPN", "PRON") and not person  # "one insurgent", read as an adjective
        return unnamed or token.ent_type_ == "DATE" or token.lower_ in self._nothing

    def _lasts(self, frame: Frame) -> bool:
        """A series by its words: "offensive", "frequently attack", "have been shelling", "a wave of"."""
        trigger = frame.trigger
        if (frame.series or any(m.series for m in frame.members)) and frame.family != "exchange":
            return True
        words = {t.lower_ for anchor in frame.anchors for t in anchor.children if t.dep_ in ("advmod", "amod")}
        if words & set(self._lexicon["series_words"]):
            return True
        if trigger.pos_ == "VERB" and self._again_and_again(trigger):
            return True
        auxiliaries = {c.lower_ for c in children(trigger, "aux", "aux:pass")}
        if (
            trigger.pos_ == "VERB"
            and trigger.lower_.endswith("ing")
            and "been" in auxiliaries
            and auxiliaries & {"have", "has"}
        ):
            return True
        return any(a.head.lemma_.lower() in self._lexicon["series_nouns"] and a.dep_ == "nmod" for a in frame.anchors)

    def _is_wave(self, frame: Frame) -> bool:
        """ "Fired more than 90 missiles at Xland": many weapons, and no one thing that they were fired at."""
        counts = [quantity_of(w) for w in frame.weapons if frame.family == "fire"]
        many = any(q is not None and (q.best or q.low or 0) >= LARGE for q in counts)
        return many and all(self._names.entity(t, "LOC", "NORP") for t in frame.targets)

    @staticmethod
    def _again_and_again(verb: Token) -> bool:
        """ "have bombed the port since May", "attacked them 40 times"."""
        perfect = any(c.lower_ in ("have", "has") for c in children(verb, "aux"))
        below = [t for c in verb.children for t in (c, *c.children)]
        since = any(t.lower_ == "since" and t.pos_ == "ADP" for t in below)
        times = any(
            t.lower_ == "times" and any(n.lower_ not in ("one", "1") for n in children(t, "nummod")) for t in below
        )
        return (perfect and since) or times

    @staticmethod
    def _is_plural(frame: Frame) -> bool:
        """A plural event noun, or fire exchanged."""
        trigger = frame.trigger
        if frame.family == "exchange":
            return True
        if frame.family != "noun" or not trigger.lower_.endswith("s") or trigger.lower_ == trigger.lemma_.lower():
            return False
        return all(m.family == "noun" or m.trigger.dep_.startswith("acl") for m in frame.members)

    @staticmethod
    def _outcome(frame: Frame) -> str:
        words = {t.lemma_.lower() for t in frame.trigger.subtree}
        if words & {"intercept", "intercepted", "thwart", "foil", "repel"}:
            return "intercepted"
        return "missed" if "miss" in words and frame.trigger.pos_ == "VERB" else "hit"
