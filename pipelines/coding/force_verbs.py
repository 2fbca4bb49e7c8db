"""Verbs of force: who struck what ("shelled X", "was hit by a drone"), weapons that strike ("a car bomb went off"), and
weapons that are fired ("launched missiles at", "opened fire on", "shot down")."""

from spacy.tokens import Token

from pipelines.coding.force_aircraft import ForceOnAircraft
from pipelines.coding.force_senses import SELF, ForceSenses
from pipelines.coding.frames import ANSWERS, Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import children, conjuncts, first_child, is_passive, preposition, subject
from pipelines.coding.targets import is_armed, target_kind
from pipelines.coding.weapons import is_munition, weapons_in

PARTICLES = ("off", "up", "down", "back", "out", "on", "over")
FIRE_PREPOSITIONS = (
    "on",
    "against",
    "at",
    "upon",
    "into",
    "toward",
    "towards",
    "onto",
    "targeting",
    "over",
    "to",
    "across",
)
SCENE_PREPOSITIONS = (
    "in",
    "inside",
    "at",
    "near",
    "outside",
    "beside",
    "under",
    "next to",
    "on",
    "among",
    "within",
    "into",
    "amid",
    "by",
    "close to",
    "in front of",
)
INTO = ("into", "through", "against", "onto")
LANDING = ("land", "fall", "impact", "rain")


class ForceVerbs(ForceOnAircraft, ForceSenses):
    """Frames of verbs."""

    def is_verb(self, token: Token) -> bool:
        """Verbs, and words read as nouns that have a verb's dependents."""
        if token.pos_ == "VERB":
            return token.dep_ not in ("compound", "amod") or bool(children(token, "obj", "obl:agent"))
        return (
            token.pos_ in ("NOUN", "ADJ", "PROPN")
            and token.dep_ in ("root", "acl", "conj", "ccomp")
            and bool(children(token, "obl:agent", "obj", "aux"))
        )

    def verb(self, verb: Token) -> Frame | None:
        """The frame of a verb of force, with a reason where it is meant otherwise; None for other verbs."""
        lexicon, lemma = self.lexicon, verb.lemma_.lower()
        if lemma == "gun" and verb.i > 1 and verb.doc[verb.i - 2 : verb.i].text.lower() == "machine-":
            lemma = "machine-gun"
        particle = self._particle(verb)
        needed = lexicon["particles"].get(lemma)
        if needed is not None and particle not in needed:
            return None
        if (
            (lemma == "shoot" and particle == "down")
            or lemma == "bring"
            or (lemma == "down" and children(verb, "obj", "nsubj:pass"))
        ):
            frame = self.down(verb, f"down.{lemma}")
            felled = frame is None and lemma == "bring" and particle == "down"  # "brought down 20 pylons"
            return self._assault(verb, [], "down.bring") if felled else frame
        if particle in lexicon["other_particles"].get(lemma, ()) and needed is None:
            return None
        if lemma == "open" and any(c.lemma_.lower() == "fire" for c in children(verb, "obj")):
            return self._open_fire(verb)
        if lemma in lexicon["exchange_verbs"]:
            return self._exchange(verb)
        if lemma == "set":
            burning = next((c for c in verb.subtree if c.i > verb.i and self._burns(c, verb)), None)
            if burning is None:
                return self._explode(verb, ["explosive"], "set_off") if particle == "off" else None
            frame = self._assault(verb, ["arson"], "assault.set_fire", burning)
            if frame is not None:  # "set fire to a church"
                frame.targets.extend(t for c in children(verb, "obl") if preposition(c) == "to" for t in conjuncts(c))
            return frame
        verbs = lexicon["verbs"]
        if lemma in lexicon["downing_verbs"] and self.is_defence(verb):
            return self.down(verb, f"downing_verbs.{lemma}", "intercepted")
        if lemma in lexicon["light_verbs"] and (frame := self._pronoun_event(verb)) is not None:
            return frame
        if lemma in lexicon["triggering_verbs"] and (frame := self._triggered(verb, lemma)) is not None:
            return frame
        for family, build in (("fire", self._fire), ("explode", self._explode)):
            if lemma in verbs[family] and (frame := build(verb, list(verbs[family][lemma]), lemma)) is not None:
                return frame
        if lemma in lexicon["deadly_verbs"]:
            return self._deadly(verb, lemma)
        if lemma in verbs["kill"]:
            return self._kill(verb, list(verbs["kill"][lemma]), lemma)
        if lemma in verbs["intercept"]:
            return self.down(verb, f"intercept.{lemma}", "intercepted")
        return (
            self._assault(verb, list(verbs["assault"][lemma]), f"assault.{lemma}")
            if lemma in verbs["assault"]
            else None
        )

    def frame_of(self, verb: Token) -> Frame | None:
        """The frame of a verb, with the event noun that is its misread subject."""
        frame = self.verb(verb)
        if frame is not None and (event := self.event_before(verb)) is not None:
            frame.events.append(event)
        return frame

    def _particle(self, verb: Token) -> str | None:
        near = [c for c in children(verb, "compound:prt", "advmod", "case", "mark") if 0 < c.i - verb.i <= 4]
        return next((c.lower_ for c in near if c.lower_ in PARTICLES), None)

    def _pronoun_event(self, verb: Token) -> Frame | None:
        """ "They were carried out by the air force": the pronoun stands for strikes told before."""
        own = self.subject_of(verb)
        if own is None or own.lower_ not in ("it", "they", "this") or not is_passive(verb):
            return None
        frame = Frame(verb, "pronoun", f"light_verbs.{verb.lemma_.lower()}")
        self.place_agents(frame, self.arguments(verb)[0])
        return frame if frame.attackers else None

    def _triggered(self, verb: Token, lemma: str) -> Frame | None:
        """ "A bus hit a landmine", "their cart ran over a mine": what set it off is what was struck."""
        thing = self.subject_of(verb) or (first_child(verb.head, "nsubj:pass") if verb.dep_ == "advcl" else None)
        near = children(verb, "obj") if lemma in ("hit", "strike", "trigger", "detonate") else children(verb, "obl")
        near = [c for c in near if preposition(c) in (None, "on", "over", "onto", "into")]
        laid = [c for c in near if self._is_laid(c)]
        if thing is None or not laid or is_munition(thing) or is_passive(verb):
            return None
        frame = Frame(verb, "explode", f"triggering_verbs.{lemma}", ["explosive"], weapons=laid)
        frame.targets = [t for t in self.nominals(thing) if t.pos_ != "PRON" or t.lower_ in ("they", "he", "she")]
        return frame

    @staticmethod
    def _in_the_air(verb: Token) -> bool:
        """ "Fired into the air"."""
        return any(c.lower_ == "air" and preposition(c) in ("in", "into") for c in children(verb, "obl"))

    @staticmethod
    def _burns(token: Token, verb: Token) -> bool:
        """ "Set ablaze", "set fire to", "set two trucks loaded with ore on fire"."""
        own = token.head.i == verb.i and token.dep_ in ("obj", "obl", "advmod", "xcomp", "compound:prt")
        return token.lower_ in ("ablaze", "alight") or (token.lower_ == "fire" and (own or preposition(token) == "on"))

    def _is_laid(self, token: Token) -> bool:
        return token.lemma_.lower() in self.lexicon["laid_weapons"] or (
            is_munition(token) and token.lemma_.lower() in load_lexicon("weapons")["filled"]
        )

    def _assault(self, verb: Token, methods: list[str], rule: str, leave_out: Token | None = None) -> Frame | None:
        agents, patients, means = self.arguments(verb)
        lemma = verb.lemma_.lower()
        patients = [p for p in patients if leave_out is None or p.i != leave_out.i]
        if lemma in self.lexicon["needs_object"] and not (patients or self.event_argument(verb)):
            return None
        surely = lemma in self.lexicon["particles"] and any(target_kind(p) for p in patients)  # "blew up a bridge"
        surely = surely or (lemma == "gun" and bool(patients))  # "gunned down"
        weak = lemma in self.lexicon["weak_verbs"] and not surely
        frame = Frame(verb, "assault", f"verbs.{rule}", methods, weak=weak)
        self.place_agents(frame, agents)
        self.place_means(frame, means)
        if lemma in self.lexicon["ramming_verbs"]:  # "a car bomb was rammed into a base": the weapon is moved
            frame.weapons.extend(p for p in patients if is_munition(p))
            patients = [p for p in patients if not is_munition(p)]
        rammed = lemma in self.lexicon["ramming_verbs"]
        for child in children(verb, "obl", "nmod"):
            if self.is_time(child) or not (target_kind(child) or self.names.entity(child)):
                continue
            if preposition(child) in (INTO if rammed else SCENE_PREPOSITIONS if not patients else ()):
                frame.targets.extend(conjuncts(child))
        frame.targets.extend(p for p in patients if not self.tells_force(p))
        if patients and lemma != "target" and all(self.tells_force(p) for p in patients) and agents:
            return None  # "the ministry slammed the raids": a word about force
        sense = self.sense_of(verb, agents, patients, frame)
        if sense is not None:
            frame.reason, frame.reason_word = sense, verb
        elif not (frame.targets or frame.attackers or frame.weapons or self.event_argument(verb)):
            return None
        if lemma == "blow" and any(p.lower_ in SELF for p in patients):
            frame.methods = ["suicide_bombing"]
            frame.targets = [t for t in frame.targets if t.lower_ not in SELF]
            frame.targets.extend(
                c
                for c in children(verb, "obl")
                if preposition(c) in SCENE_PREPOSITIONS and target_kind(c) and not self.is_time(c)
            )
        return frame

    def _kill(self, verb: Token, methods: list[str], lemma: str) -> Frame | None:
        agents, patients, means = self.arguments(verb)
        if verb.dep_ in ("advcl", "acl") and verb.lower_.endswith("ing") and subject(verb) is None:
            agents = [
                a for a in agents if is_armed(a) or is_munition(a) or self.is_event_noun(a) or self.names.entity(a)
            ]
        frame = Frame(verb, "kill", f"verbs.kill.{lemma}", methods)
        frame.weak = lemma in ("kill", "wound", "injure", "slay", "martyr", "eliminate", "execute", "slaughter", "maim")
        self.place_agents(frame, [a for a in agents if a.lower_ not in ("who", "that")])
        self.place_means(frame, means)
        frame.victims = [p for p in patients if not self.tells_force(p)]
        for child in children(verb, "obl"):  # "killed six people outside a theatre"
            scene = preposition(child) in ("at", "outside", "inside", "in") and not self.is_time(child)
            town = preposition(child) == "in" and child.lemma_.lower() in self.lexicon["settlements"]
            if scene and target_kind(child) and not (town or self.names.entity(child) or self.is_event_noun(child)):
                frame.targets.append(child)
        others = set(load_lexicon("quantities")["things"]) | set(self.lexicon["abstract_objects"])
        if frame.victims and all(v.lemma_.lower() in others for v in frame.victims):
            frame.reason, frame.reason_word = "figurative", verb
        if (
            frame.victims
            and frame.attackers
            and all(v.lemma_.lower() in load_lexicon("targets")["attacker_dead"] for v in frame.victims)
        ):
            frame.reason, frame.reason_word = "other", verb  # "the gunman was shot dead by police" ends an attack
        clash = next(
            (c for c in children(verb, "obl") if preposition(c) in ("in", "during") and self.is_clash(c)), None
        )
        if clash is not None and not frame.attackers and not frame.weapons:
            frame.reason, frame.reason_word = "undirected", clash  # "two soldiers were killed in clashes"
        fell = [c for c in children(verb, "advcl") if c.lemma_.lower() in self.lexicon["accident_verbs"]]
        if fell and not agents and not frame.weapons:
            frame.reason, frame.reason_word = "other_sense", fell[0]  # "was injured when a plane crashed"
        if lemma == "shoot" and self._in_the_air(verb):
            frame.reason, frame.reason_word = "figurative", verb
        if lemma == "shoot":
            frame.targets.extend(t for c in children(verb, "obl") if preposition(c) == "at" for t in conjuncts(c))
        other = any(self.is_event_noun(a) and self.is_other_event(a) for a in agents)  # "a lightning strike killed two"
        if other or (any(self.is_natural(a) for a in agents) and not frame.weapons):
            frame.reason, frame.reason_word = "other_sense", verb
        if not (frame.victims or frame.targets or frame.attackers):
            return None
        if is_passive(verb) and not frame.victims and not agents:
            return None
        return frame

    def _deadly(self, verb: Token, lemma: str) -> Frame | None:
        """ "A bomb left nine people dead", "a mine claimed 20 lives"."""
        thing = self.subject_of(verb)
        if thing is None or not is_munition(thing) or self.is_event_noun(thing):
            return None
        words = {t.lemma_.lower() for t in verb.subtree}
        if not words & {"dead", "wounded", "injured", "life", "casualty", "death", "injury", "damage"}:
            return None
        frame = Frame(verb, "explode", f"deadly_verbs.{lemma}", [])
        self.place_agents(frame, self.nominals(thing))
        return frame

    def _explode(self, verb: Token, methods: list[str], lemma: str) -> Frame | None:
        thing, patient = self.subject_of(verb), first_child(verb, "obj")
        if lemma in LANDING and (
            thing is None or not is_munition(thing) or thing.lemma_.lower() in self.lexicon["not_landing"]
        ):
            return None
        carriers = load_lexicon("weapons")["carriers"]
        things = [t for t in [*(conjuncts(thing) if thing is not None else []), patient] if t is not None]
        weapons = [t for t in things if is_munition(t) or t.lemma_.lower() in carriers]
        bomber = thing is not None and thing.lemma_.lower() in ("bomber", "attacker", "militant", "gunman")
        if not weapons and not bomber:
            return None
        frame = Frame(verb, "explode", f"verbs.explode.{lemma}", methods, weapons=weapons)
        frame.weak = bool(weapons) and all(
            w.lemma_.lower() in carriers or w.lemma_.lower() in ("explosion", "blast") for w in weapons
        )
        if thing is not None and thing not in weapons and self.can_attack(thing):
            frame.attackers = self.nominals(thing)
        for owner in weapons:
            frame.attackers.extend(o for o in self.owners(owner) if o not in frame.attackers)
        for child in children(verb, "obl", "nmod"):
            if self._is_scene(child):
                frame.targets.extend(conjuncts(child))
            elif lemma in LANDING and preposition(child) in ("on", "in") and len(conjuncts(child)) > 1:
                places = [t for t in conjuncts(child) if self.names.entity(t, "LOC")]
                frame.targets.extend(places)  # "rockets fell on X and Y": a strike on each
        return frame

    def _fire(self, verb: Token, methods: list[str], lemma: str) -> Frame | None:
        agents, objects, _ = self.arguments(verb)
        ammunition = [o for o in objects if self._is_ammunition(o)]
        if ammunition and not any(self.tells_force(o) for o in objects):
            frame = Frame(verb, "fire", f"verbs.fire.{lemma}", methods, weapons=ammunition)
        elif (
            not objects
            and lemma == "fire"
            and any(preposition(c) in ("on", "at", "into", "upon") for c in children(verb, "obl"))
            and any(self.can_attack(a) for a in agents)
        ):
            frame = Frame(verb, "fire", "verbs.fire.fire_on", ["gunfire"])
        else:
            return None
        self.place_agents(frame, agents)
        for owner in [verb, *ammunition]:
            for child in children(owner, "obl", "nmod"):
                laid = lemma in self.lexicon["laying_verbs"] and self._is_scene(child) and not self._carries(child)
                if (preposition(child) in FIRE_PREPOSITIONS or laid) and not (
                    self.is_time(child) or self.tells_force(child) or self._of_what_is_answered(child, verb)
                ):
                    frame.targets.extend(t for t in conjuncts(child) if t not in frame.targets)
            for clause in children(owner, "acl", "advcl", "xcomp"):
                if clause.lemma_.lower() == "aim":
                    frame.targets.extend(
                        t for c in children(clause, "obl") if preposition(c) == "at" for t in conjuncts(c)
                    )
        if self._in_the_air(verb):
            frame.reason, frame.reason_word = "figurative", verb
        exploding = any(set(m.methods) & {"explosive", "arson"} for w in ammunition for m in weapons_in(w.text))
        return frame if frame.targets or frame.attackers or exploding or lemma in ("fire", "lob", "rain") else None

    @staticmethod
    def _carries(token: Token) -> bool:
        """ "A bomb placed in a truck": what brings a bomb is not what it is for."""
        return preposition(token) in ("in", "inside", "on") and (
            token.lemma_.lower() in load_lexicon("weapons")["carriers"] or token.lower_ == "board"
        )

    def _is_scene(self, place: Token) -> bool:
        """ "In front of the bank", "under a bus": what a weapon went off at, not the town in which it did."""
        return bool(
            preposition(place) in SCENE_PREPOSITIONS
            and not self.is_time(place)
            and target_kind(place)
            and not self.names.entity(place, "LOC")
            and not (preposition(place) == "in" and place.lemma_.lower() in self.lexicon["settlements"])
        )

    @staticmethod
    def _of_what_is_answered(child: Token, verb: Token) -> bool:
        """ "fired at A in response to a raid on B": B was raided."""
        return any(c.lemma_.lower() in ANSWERS and verb.i < c.i < child.i for c in children(verb, "obl"))

    def _is_ammunition(self, token: Token) -> bool:
        lemma = token.lemma_.lower()
        if lemma in self.lexicon["ammunition"] or self._is_laid(token):
            return True
        if lemma in ("dozen", "dozens", "hundreds", "hundred", "score", "series", "number") or token.pos_ == "NUM":
            return any(self._is_ammunition(c) for c in children(token, "nmod"))
        return is_munition(token) and lemma not in self.lexicon["not_ammunition"] and not self.is_event_noun(token)

    def _open_fire(self, verb: Token) -> Frame:
        frame = Frame(verb, "fire", "verbs.fire.open_fire", ["gunfire"])
        self.place_agents(frame, self.nominals(self.subject_of(verb)))
        fire = next(c for c in children(verb, "obj") if c.lemma_.lower() == "fire")
        for owner in (verb, fire):
            for child in children(owner, "obl", "nmod"):
                aimed = preposition(child) in ("on", "at", "upon", "against")
                if not self.is_time(child) and (
                    aimed or (preposition(child) in ("into", "inside", "in") and target_kind(child))
                ):
                    frame.targets.extend(conjuncts(child))
        frame.support.append(fire)
        return frame

    def _exchange(self, verb: Token) -> Frame | None:
        """ "North and South traded fire": told as one, it is two series."""
        objects = [t for c in children(verb, "obj") for t in conjuncts(c)]
        if not any(o.lemma_.lower() in self.lexicon["exchanged"] for o in objects):
            return None
        agent = self.subject_of(verb)
        parties = self.nominals(agent)
        if agent is not None and len(parties) == 1:  # "North and South Korea": the first is coordinated before the head
            inner = next((c for c in children(agent, "compound", "amod", "nmod") if children(c, "conj")), None)
            parties = [inner, agent] if inner is not None else parties
        parties += [t for c in children(verb, "obl") if preposition(c) == "with" for t in conjuncts(c)]
        gun = any(o.lemma_.lower() in ("gunfire", "shot") for o in objects)
        frame = Frame(verb, "exchange", "exchange_verbs", ["gunfire"] if gun else [], weapons=objects, series=True)
        frame.attackers = parties[:2]
        if len(parties) < 2:
            frame.reason, frame.reason_word = "undirected", verb
        return frame
