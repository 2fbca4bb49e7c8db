"""Verbs of force in their other senses: "hit a record", "a quake hit the town", "was attacked for his remarks"."""

from spacy.tokens import Token

from pipelines.coding.frames import Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import children, is_passive, preposition
from pipelines.coding.roles import Roles
from pipelines.coding.targets import is_armed, target_kind
from pipelines.coding.weapons import is_munition, is_platform

SELF = ("himself", "herself", "themselves", "itself")


class ForceSenses(Roles):
    """Decides whether a verb of the class assault tells of force."""

    def sense_of(self, verb: Token, agents: list[Token], patients: list[Token], frame: Frame) -> str | None:
        """Why a verb of force is none here: "figurative" ("hit a record"), "other_sense" ("a quake hit"), or None."""
        lexicon, lemma = self.lexicon, verb.lemma_.lower()
        abstract = {p.lemma_.lower() for p in patients} & set(lexicon["abstract_objects"])
        struck = any(target_kind(p) for p in patients)
        if abstract and not (struck and (frame.weapons or not frame.weak or any(is_armed(a) for a in agents))):
            return "figurative"
        if any(self.is_event_noun(a) and self.is_other_event(a) for a in agents):
            return "other_sense"  # "a gas explosion destroyed a house"
        if not frame.weapons and (self._for_words(verb) or self._in_words(verb)):
            return "figurative"
        if lemma == "raid" and not frame.weapons and self._is_police_work(verb, agents):
            return "other_sense"
        if lemma == "crash" and not any(is_munition(w) for w in frame.weapons):
            return "other_sense"  # aircraft crash by accident
        if any(self._strikes_itself(w, frame) for w in frame.weapons):
            return None
        if any(a.lemma_.lower() in lexicon["natural_subjects"] for a in agents):
            return "other_sense"
        if {t.lower_ for t in verb.sent} & set(lexicon["other_company"]) and not any(is_armed(a) for a in agents):
            return "other_sense"
        if self.event_argument(verb) or (struck and not agents and self._after_a_bomb(verb)):
            return None
        if agents and patients and all(self.names.entity(p, "PER") for p in [*agents, *patients]):
            return "figurative"  # "Smith attacked Jones over taxes"
        concrete = struck or any(is_armed(p) or self.names.entity(p, "LOC") for p in patients)
        if agents and not frame.attackers and not is_passive(verb) and (frame.weak or not concrete):
            return "figurative"  # "the acid attacks the metal"
        if not frame.weak or (lemma == "blow" and any(p.lower_ in SELF for p in patients)):
            return None
        return None if self._armed_against_target(agents, frame) else "figurative" if patients else "other_sense"

    def _strikes_itself(self, weapon: Token, frame: Frame) -> bool:
        """A weapon that makes the verb force: a missile or warplane always, a plane or boat where the verb has no other
        sense ("planes bombed"), and aircraft in the plural that hit something ("jets struck two villages"); one plane
        that hits a tower may have crashed."""
        weapons, lemma = load_lexicon("weapons"), weapon.lemma_.lower()
        if lemma not in weapons["civil_platforms"] or not frame.weak:
            return True
        several = weapon.lower_ != lemma or any(c.dep_ == "nummod" and c.lower_ != "one" for c in weapon.children)
        return (
            several
            and lemma in weapons["aircraft"]
            and any(target_kind(t) or self.names.entity(t, "LOC") for t in frame.targets)
        )

    def _armed_against_target(self, agents: list[Token], frame: Frame) -> bool:
        """For verbs with everyday senses: someone armed, and something that can be struck."""
        if not any(self.can_attack(a) for a in agents):
            return False
        by_arms = any(is_armed(a) or is_platform(a) for a in agents)
        return any(
            target_kind(t)
            or (by_arms and self.names.entity(t))  # "rebels struck Mopti", a town that the reader takes for a person
            or self.names.entity(t, "LOC", "NORP")
            or is_armed(t)
            or t.pos_ == "PRON"
            or t.lemma_.lower() in ("target", "site", "location")
            or frame.trigger.lemma_.lower() == "blow"  # "rebels blew up a post"
            for t in frame.targets
        )

    def event_argument(self, verb: Token) -> bool:
        """A noun of force among the verb's arguments: "was hit in an attack", "damaged as a result of the shelling"."""
        near = [
            c
            for c in children(verb, "nsubj", "nsubj:pass", "obl:agent", "obl", "nmod", "obj")
            if preposition(c) in (None, "by", "in", "with", "during", "as", "from")
        ]
        near += [
            g
            for c in near
            if c.lemma_.lower() in ("result", "consequence", "wake", "course")
            for g in children(c, "nmod")
        ]
        if (own := self.subject_of(verb)) is not None:
            near.append(own)
        return any(self.is_event_noun(c) and not self.is_other_event(c) for c in near)

    def _after_a_bomb(self, verb: Token) -> bool:
        """ "Was damaged following the explosion of two bombs", "after a raid"."""
        verbs = [
            verb,
            *(c for c in children(verb, "conj") if is_passive(c)),
        ]  # "was destroyed and a shop damaged after"
        for cause in [c for v in verbs for c in children(v, "obl", "advcl")]:
            if preposition(cause) in ("following", "after") and self.is_event_noun(cause):
                bombs = [c for c in children(cause, "nmod", "compound") if is_munition(c)]
                if self.tells_force(cause) or bombs:
                    return not self.is_other_event(cause)
        return False

    def _in_words(self, verb: Token) -> bool:
        """ "Harshly attacked the president"."""
        return any(c.lower_ in self.lexicon["verbal_adverbs"] for c in children(verb, "advmod"))

    def _for_words(self, verb: Token) -> bool:
        """ "The senator was attacked for his remarks", "over the plan"."""
        words, thrown = self.lexicon["abstract_objects"], self.lexicon["words_thrown"]
        if any(c.lemma_.lower() in thrown and preposition(c) == "with" for c in children(verb, "obl")):
            return True  # "bombarded the office with emails"
        return any(c.lemma_.lower() in words and preposition(c) in ("for", "over") for c in children(verb, "obl"))

    def _is_police_work(self, verb: Token, agents: list[Token]) -> bool:
        """ "Police raided a casino and arrested 12": a search, unless somebody is hurt or shot at."""
        searchers = self.lexicon["searchers"]
        words = {t.lemma_.lower() for t in verb.sent}
        if words & set(self.lexicon["trafficking"]) and not words & set(self.lexicon["violence"]):
            return True  # "the army raided five farms of the cartel"
        if not agents or not all(a.lemma_.lower() in searchers for a in agents):
            return False
        return bool(words & set(self.lexicon["searching"])) and not words & set(self.lexicon["violence"])
