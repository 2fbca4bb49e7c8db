"""Event nouns of force: "the strike on X by Y", "Russian missile attack on Kharkiv", "carried out an air raid"."""

from spacy.tokens import Token

from pipelines.coding.frames import Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.nations import state_of
from pipelines.coding.phrases import children, conjuncts, first_child, is_passive, preposition
from pipelines.coding.roles import ACTOR_TAGS, Roles
from pipelines.coding.targets import is_armed, target_kind
from pipelines.coding.weapons import is_munition, is_platform, weapons_in

TARGET_PREPOSITIONS = ("on", "against", "at", "upon", "into", "toward", "towards", "targeting", "over")
# Whom a murder makes an attack and no private crime, where nothing is told of who did it or with what.
PUBLIC = ("government", "military", "diplomatic", "religious", "media", "aid")


class ForceNouns(Roles):
    """Frames of event nouns."""

    def noun(self, noun: Token) -> Frame | None:
        """The frame of an event noun; with a reason where its modifiers make it something else."""
        lemma = noun.lower_ if noun.pos_ == "VERB" else noun.lemma_.lower()
        entry = self.lexicon["nouns"][lemma]
        takes_of = bool(entry.get("takes_of"))
        frame = Frame(
            noun,
            "noun",
            f"nouns.{lemma}",
            list(entry.get("methods", [])),
            series=bool(entry.get("series")),
            weak=bool(entry.get("weak")),
        )
        if self._other_sense(noun, frame) and not self._kills(noun):
            frame.reason, frame.reason_word = "other_sense", noun
            return frame
        if noun.dep_ == "compound" and noun.head.pos_ in ("NOUN", "PROPN") and not self._tells_through(noun.head):
            return None
        self._modifiers(frame, noun, takes_of)
        core = noun.head if noun.dep_ == "compound" and noun.head.lemma_.lower() == "attempt" else noun
        self._complements(frame, core, takes_of)
        self._agents_within(frame)
        self._support(frame, core)
        if core is not noun:  # "an assassination attempt on the judge"
            frame.outcome = "missed"
        own = first_child(noun, "nsubj") if children(noun, "cop") else None
        told = own is not None and (self.is_event_noun(own) or is_munition(own) or own.pos_ in ("PRON", "DET"))
        if own is not None and not told and not frame.methods and any(c.lower_ in ("a", "an") for c in noun.children):
            frame.reason, frame.reason_word = "figurative", own  # "the inquiry is a direct attack on the army"
        if (
            preposition(noun) == "as"
            and noun.head.lemma_.lower() in self.lexicon["judging_verbs"]
            and not frame.methods
        ):
            frame.reason, frame.reason_word = "figurative", noun.head
        abstract = frame.targets and all(t.lemma_.lower() in self.lexicon["abstract_objects"] for t in frame.targets)
        if abstract and not frame.methods and any(c.lower_ in ("a", "an") for c in noun.children):
            frame.reason, frame.reason_word = "figurative", frame.targets[0]  # "an attack on the culture of silence"
        return frame if not frame.weak or self._is_force(frame, noun, lemma) else None

    def _tells_through(self, head: Token) -> bool:
        """ "the bombing site", "attack victims": the noun before still tells of the strike."""
        return not self.is_event_noun(head) and head.lemma_.lower() in self.lexicon["telling_heads"]

    def _kills(self, noun: Token) -> bool:
        """ "was killed in a counter-terrorism operation"."""
        lemma = noun.lemma_.lower()
        return (
            lemma in ("operation", "raid")
            and noun.head.lemma_.lower() in self.lexicon["verbs"]["kill"]
            and preposition(noun) in ("in", "during")
        )

    def _other_sense(self, noun: Token, frame: Frame) -> bool:
        lexicon = self.lexicon
        modifiers = {c.lemma_.lower() for c in children(noun, "amod", "compound", "nmod", "nmod:poss") if c.i < noun.i}
        forced = modifiers & set(lexicon["force_modifiers"])
        if self.is_other_event(noun):
            return True
        before = " ".join(t.lower_ for t in noun.doc[max(noun.sent.start, noun.i - 5) : noun.i])
        if "hunger" in before or before.endswith(("denial of service", "denial - of - service", "cease -", "cease")):
            return True
        if noun.dep_ == "compound" and noun.head.lemma_.lower() in lexicon["other_heads"]:
            return True
        company = {t.lower_ for t in noun.sent} | {t.lemma_.lower() for t in noun.sent}
        if noun.lemma_.lower() == "strike":
            if preposition(noun) == "on" and not children(noun, "det"):
                return True
            by = {c.lemma_.lower() for c in children(noun, "nmod") if preposition(c) == "by"}
            return bool(company & set(lexicon["labor_company"]) or by & set(lexicon["trades"])) and not forced
        return (
            noun.lemma_.lower() in ("attack", "raid", "operation")
            and bool(company & set(lexicon["cyber_company"]))
            and not frame.methods
        )

    def _modifiers(self, frame: Frame, noun: Token, takes_of: bool) -> None:
        """What stands before the noun: owner, people, place, weapon."""
        relations = ("amod", "compound", "nmod", "nmod:poss", "nmod:desc", "nmod:unmarked", "flat")
        for child in children(noun, *relations):
            if child.i < noun.i:
                for token in [child, *(t for t in children(child, "conj") if t.i < noun.i)]:
                    self._modifier(frame, noun, token, takes_of)

    def _modifier(self, frame: Frame, noun: Token, token: Token, takes_of: bool) -> None:
        lemma = token.lemma_.lower()
        entity = self.names.entity(token)
        of_person = noun.lemma_.lower() in self.lexicon["person_events"]
        if self.is_event_noun(token):
            frame.methods.extend(
                self.lexicon["nouns"][lemma if lemma in self.lexicon["nouns"] else token.lower_].get("methods", [])
            )
        frame.methods.extend(m for m in self.lexicon["force_modifiers"].get(lemma, ()) if m not in frame.methods)
        if entity is not None:
            if noun.doc[entity.start].lower_.startswith("anti"):
                return
            if entity.label_ == "LOC" and token.dep_ != "nmod:poss" and state_of(entity.text) is None:
                frame.places.append(entity.root)
            elif token.dep_ == "nmod:poss" and takes_of and entity.label_ == "PER" and of_person:
                frame.targets.append(token)
            elif entity.label_ in ("NORP", "LOC", "ORG", "PER"):
                frame.attackers.append(token if token.dep_ == "nmod:poss" else entity.root)
        elif state_of(token.text) is not None and token.text[0].isupper():
            frame.attackers.append(token)
        elif token.dep_ == "nmod:poss" and not self.is_time(token):
            if is_armed(token) or (
                token.pos_ in ("PRON", "DET") and token.lower_ in ("his", "her", "its", "their", "our")
            ):
                (frame.targets if of_person else frame.attackers).append(token)
            elif of_person:
                frame.targets.append(token)
        elif (
            token.pos_ in ("NOUN", "PROPN", "ADJ")
            and is_armed(token)
            and not is_munition(token)
            and not is_platform(token)
            and lemma not in self.lexicon["no_owners"]
        ) and not {lemma, token.lower_} & set(self.lexicon["force_modifiers"]):
            frame.attackers.append(token)

    def _complements(self, frame: Frame, noun: Token, takes_of: bool) -> None:
        """What stands after the noun: by whom, on what, and the participles that say so."""
        blamed = noun.dep_ == "obj" and noun.head.lemma_.lower() in self.lexicon["blame_verbs"]
        for child in self.phrases_after(noun):
            word = preposition(child)
            if blamed and word in ("on", "to"):
                continue  # "blamed the attack on the rebels"
            heads = [t for t in conjuncts(child) if t.pos_ in ACTOR_TAGS]
            if word in ("toward", "towards") and child.head.i != noun.i:
                continue  # "fled after the attack toward the west"
            if word == "by":
                self.place_agents(frame, heads)
            elif (
                (word in TARGET_PREPOSITIONS or (word == "of" and takes_of))
                and not self.is_time(child)
                and not self.tells_force(child)
            ):
                frame.targets.extend(t for t in heads if t not in frame.targets)
            elif word in ("with", "using"):
                self.place_means(frame, heads)
        for clause in children(noun, "acl", "acl:relcl", "advcl", "parataxis", "appos"):
            if clause.lemma_.lower() == "aim":
                frame.targets.extend(t for c in children(clause, "obl") if preposition(c) == "at" for t in conjuncts(c))
            if (
                clause.lemma_.lower() in self.lexicon["light_verbs"] and not frame.targets
            ):  # "committed against the rector"
                on = [c for c in children(clause, "obl") if preposition(c) in ("on", "against")]
                frame.targets.extend(t for c in on if not self.is_time(c) for t in conjuncts(c))
            self._authorship(frame, clause)
        after = noun.nbor() if noun.i + 1 < noun.sent.end else noun
        if after.pos_ == "VERB" and after.head.i != noun.i and children(after, "obl:agent"):
            self._authorship(frame, after)  # "in an attack perpetrated by", hung on the verb above

    def _agents_within(self, frame: Frame) -> None:
        """ "the shelling of a market by troops": the reader may hang the troops on the market."""
        for target in list(frame.targets) if not frame.attackers else []:
            by = [
                t for c in children(target, "nmod", "obl", "obl:agent") if preposition(c) == "by" for t in conjuncts(c)
            ]
            self.place_agents(frame, by)

    def _support(self, frame: Frame, noun: Token) -> None:
        """The verb that the noun hangs on: "carried out a strike", "the attack was claimed by"."""
        first = noun.head if noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN") else noun
        verb = first.head
        if (
            first.dep_ == "nmod"
            and verb.lemma_.lower() in ("target", "focus", "scene", "site", "victim")
            and children(verb, "cop")
        ):
            frame.support.append(verb)  # "the town was the target of an attack"
            struck = self.nominals(self.subject_of(verb))
            (frame.places if verb.lemma_.lower() in ("scene", "site", "focus") else frame.targets).extend(struck)
            return
        if verb.pos_ not in ("VERB", "AUX") or verb.i == first.i:
            return
        lemma = verb.lemma_.lower()
        if first.dep_ in ("obj", "nsubj:pass") and lemma in self.lexicon["light_verbs"]:
            frame.support.append(verb)
            agents, _, means = self.arguments(verb)
            self.place_agents(frame, agents)
            self.place_means(frame, means)
            if not frame.targets:  # "an airstrike was carried out by Jordan on a farm"
                on = [c for c in children(verb, "obl") if preposition(c) in ("on", "against", "upon", "targeting")]
                frame.targets.extend(t for c in on if not self.is_time(c) for t in conjuncts(c))
        elif first.dep_ == "obj" and lemma in self.lexicon["withstanding_verbs"] and not frame.targets:
            frame.support.append(verb)
            struck = self.nominals(self.subject_of(verb))
            frame.targets.extend(t for t in struck if target_kind(t) or self.names.entity(t))
        elif first.dep_ == "obl" and preposition(first) == "under" and lemma in self.lexicon["suffering_verbs"]:
            self._suffered(frame, first, verb)
        elif first.dep_ in ("nsubj", "nsubj:pass"):
            if lemma in (*self.lexicon["happen_verbs"], *self.lexicon["effect_verbs"]) or first.dep_ == "nsubj:pass":
                frame.support.append(verb)
            if lemma in self.lexicon["effects_on"]:
                frame.targets.extend(t for c in children(verb, "obj") for t in conjuncts(c) if target_kind(t))
            if lemma in ("aim", "direct"):
                frame.targets.extend(t for c in children(verb, "obl") if preposition(c) == "at" for t in conjuncts(c))
        elif first.dep_ == "obl" and lemma in self.lexicon["answer_verbs"] and preposition(first) in ("with", "by"):
            frame.support.append(verb)
            self.place_agents(frame, self.nominals(self.subject_of(verb)))
        elif (
            first.dep_ == "obl"
            and lemma in self.lexicon["companion_verbs"]
            and preposition(first) in ("in", "during")
            and not frame.attackers
        ):
            agents, _, _ = self.arguments(verb)
            frame.support.append(verb)
            self.place_agents(frame, [a for a in agents if is_armed(a)])
        self._authorship(frame, verb)

    def _suffered(self, frame: Frame, noun: Token, verb: Token) -> None:
        """ "The village came under attack from jihadists"; a minister comes under fire from critics."""
        struck = [t for t in self.nominals(self.subject_of(verb)) if target_kind(t) or self.names.entity(t, "LOC")]
        by = [c for owner in (noun, verb) for c in children(owner, "nmod", "obl") if preposition(c) in ("from", "by")]
        agents = [t for c in by for t in conjuncts(c) if is_armed(t) or self.names.entity(t, "ORG", "NORP", "LOC")]
        people = all(t.lemma_.lower() in self._people or self.names.entity(t, "PER") for t in struck)
        if not struck or (people and not agents and not frame.methods):
            frame.reason, frame.reason_word = "figurative", verb
            return
        frame.support.append(verb)
        frame.targets.extend(t for t in struck if t not in frame.targets)
        self.place_agents(frame, agents)

    def _authorship(self, frame: Frame, verb: Token) -> None:
        """ "carried out by", "claimed by", "blamed on"."""
        lemma = verb.lemma_.lower()
        if not (is_passive(verb) or verb.dep_ == "acl" or children(verb, "obl:agent")):
            return
        by = [t for c in children(verb, "obl:agent", "obl", "nmod") if preposition(c) == "by" for t in conjuncts(c)]
        if lemma in (*self.lexicon["light_verbs"], *self.lexicon["authorship_verbs"]):
            self.place_agents(frame, by)
        elif lemma in self.lexicon["claim_verbs"] and by:
            self.place_agents(frame, by)
            frame.claim = ("claimed", verb)
        elif lemma in self.lexicon["blame_verbs"]:
            self.place_agents(
                frame,
                [t for c in children(verb, "obl", "nmod") if preposition(c) in ("on", "to") for t in conjuncts(c)],
            )
            frame.claim = ("attributed", verb)

    def _of_armed_groups(self, noun: Token) -> bool:
        """An article that tells of armed groups tells of no private crime."""
        told = noun.doc.user_data.get("combatants")
        if told is None:
            combatants = set(load_lexicon("targets")["combatants"])
            told = noun.doc.user_data["combatants"] = sum(t.lemma_.lower() in combatants for t in noun.doc)
        return told >= 2

    def _is_force(self, frame: Frame, noun: Token, lemma: str) -> bool:
        """A weak event noun counts where arguments of force stand beside it."""
        modifiers = {c.lemma_.lower() for c in children(noun, "amod", "compound")}
        forced = bool(modifiers & set(self.lexicon["force_modifiers"])) or bool(
            weapons_in(noun.doc[max(noun.sent.start, noun.i - 2) : noun.i].text)
        )
        if lemma == "operation" and self._kills(noun):
            return bool(frame.attackers) or forced
        if lemma == "arson":
            return bool(frame.targets or frame.places)
        if lemma in ("operation", "campaign", "aggression"):
            directed = any(preposition(t) in ("against", "on") for t in self.phrases_after(noun))
            return (forced or bool({"offensive", "bombing"} & modifiers)) and bool(frame.targets) and directed
        if lemma in ("fire", "firing", "gunfire", "hit"):
            return (forced and lemma != "firing") or (lemma in ("firing", "gunfire") and bool(frame.attackers))
        if lemma in ("killing", "murder", "execution"):
            public = any((kind := target_kind(t)) is not None and kind[0] in PUBLIC for t in frame.targets)
            public = public or self._of_armed_groups(noun)
            return bool(frame.targets) and (bool(frame.attackers) or bool(frame.weapons) or public)
        return lemma in ("blast", "explosion", "detonation") or forced or bool(frame.targets)
