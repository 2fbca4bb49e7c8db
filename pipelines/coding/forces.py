"""Words of force in a sentence and what hangs on them: from trees to frames.

Verbs, event nouns, weapon subjects ("a car bomb exploded") and weapon objects ("fired rockets at") each have their own
way to name attacker, target and means; ``lexicons/strikes.yaml`` says which word goes which way.
"""

from spacy.tokens import Span, Token

from pipelines.coding.frames import Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.names import NameBook
from pipelines.coding.nations import state_of
from pipelines.coding.phrases import children, conjuncts, first_child, is_passive, preposition, subject, subtree
from pipelines.coding.targets import is_armed, target_kind
from pipelines.coding.weapons import is_munition, is_platform, weapons_in

TARGET_PREPOSITIONS = ("on", "against", "at", "upon", "into", "toward", "towards", "onto", "targeting", "over", "to")
MEANS_PREPOSITIONS = ("with", "using", "by", "from", "in", "through")
GERUND = ("acl", "advcl", "xcomp", "acl:relcl")
RELATIVE = ("that", "which", "who", "whom")


class ForceFinder:
    """Finds frames in the sentences of one article."""

    def __init__(self, names: NameBook):
        self._names = names
        self._lexicon = load_lexicon("strikes")

    def frames(self, sentence: Span) -> list[Frame]:
        """Frames of one sentence in the order of the text, not yet merged."""
        found = []
        for token in sentence:
            if token.is_space or token.is_punct:
                continue
            frame = self._noun(token) if self._is_event_noun(token) else self._verb(token) if self._is_verb(token) else None
            if frame is not None:
                found.append(frame)
        return found

    # -- verbs -------------------------------------------------------------------------------------------------------

    def _is_verb(self, token: Token) -> bool:
        if token.pos_ == "VERB":
            return token.dep_ not in ("compound", "amod") or bool(children(token, "obj", "obl:agent"))
        return token.pos_ in ("NOUN", "ADJ", "PROPN") and token.dep_ in ("root", "acl", "conj", "ccomp") and bool(children(token, "obl:agent", "obj", "aux"))

    def _verb(self, verb: Token) -> Frame | None:
        lemma = verb.lemma_.lower()
        particle = next((c.lower_ for c in children(verb, "compound:prt", "advmod", "case", "mark") if c.i > verb.i and c.i - verb.i <= 4 and c.lower_ in ("off", "up", "down", "back", "out", "on", "over")), None)
        needed = self._lexicon["particles"].get(lemma)
        if needed is not None and particle not in needed:
            return None
        if lemma == "shoot" and particle == "down":
            return self._down(verb, "down.shoot")
        if lemma == "bring" or (lemma == "down" and children(verb, "obj", "nsubj:pass")):
            return self._down(verb, f"down.{lemma}")
        if particle in self._lexicon["other_particles"].get(lemma, ()) and needed is None:
            return None
        if lemma == "open" and any(c.lemma_.lower() == "fire" for c in children(verb, "obj")):
            return self._open_fire(verb)
        if lemma in self._lexicon["exchange_verbs"]:
            return self._exchange(verb)
        if lemma == "set" and (fire := next((c for c in [*children(verb, "obj", "obl", "advmod", "xcomp", "compound:prt")] if c.lower_ in ("fire", "ablaze", "alight")), None)) is not None:
            return self._assault(verb, ["arson"], "assault.set_fire", leave_out=fire)
        verbs = self._lexicon["verbs"]
        if lemma in verbs["fire"] and (frame := self._fire(verb, verbs["fire"][lemma], lemma)) is not None:
            return frame
        if lemma in verbs["explode"] and (frame := self._explode(verb, verbs["explode"][lemma], lemma)) is not None:
            return frame
        if lemma in verbs["kill"]:
            return self._kill(verb, verbs["kill"][lemma], lemma)
        if lemma in verbs["intercept"]:
            return self._down(verb, f"intercept.{lemma}", outcome="intercepted")
        if lemma in verbs["assault"]:
            return self._assault(verb, verbs["assault"][lemma], f"assault.{lemma}")
        return None

    def _subject(self, verb: Token) -> Token | None:
        """The subject of a verb, through relative pronouns, participles and control."""
        own = subject(verb)
        if own is not None:
            return verb.head if own.lower_ in RELATIVE and verb.dep_.startswith("acl") else own
        if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
            return verb.head
        if verb.dep_ in GERUND and verb.head.pos_ in ("VERB", "AUX", "ADJ", "NOUN") and not is_passive(verb.head):
            return self._subject(verb.head) if verb.head.i != verb.i else None
        if verb.dep_ in ("conj", "xcomp") and verb.head.i != verb.i and verb.head.pos_ == "VERB":
            return self._subject(verb.head)
        return None

    def _arguments(self, verb: Token) -> tuple[list[Token], list[Token], list[Token]]:
        """(agents, undergoers, means) of a transitive verb, active or passive."""
        if is_passive(verb) or self._bare_participle(verb):
            patient = self._antecedent(first_child(verb, "nsubj:pass") or (verb.head if verb.dep_ in ("acl", "acl:relcl") else subject(verb)), verb)
            agents = [c for c in children(verb, "obl:agent", "obl", "nmod") if preposition(c) == "by"]
            agents = [t for c in agents for t in conjuncts(c)]
            means = [c for c in children(verb, "obl", "nmod") if preposition(c) in ("with", "in", "from", "using", "during", "after")]
            return agents, [t for t in self._people_and_things(patient)], means
        agent = self._subject(verb)
        objects = [t for c in children(verb, "obj", "iobj") for t in conjuncts(c) if t.pos_ != "VERB"]
        means = [c for c in children(verb, "obl", "nmod") if preposition(c) in ("with", "using", "in", "by", "from", "during")]
        means += [c for child in children(verb, "advcl", "acl") if child.lower_ == "using" for c in children(child, "obj")]
        return [t for t in self._people_and_things(agent)], objects, means

    def _bare_participle(self, verb: Token) -> bool:
        """"facilities hit by attacks": a headline drops its auxiliary."""
        return any(preposition(c) == "by" for c in children(verb, "obl", "obl:agent")) and not children(verb, "obj")

    def _antecedent(self, token: Token | None, verb: Token) -> Token | None:
        return verb.head if token is not None and token.lower_ in RELATIVE and verb.dep_.startswith("acl") else token

    def _people_and_things(self, token: Token | None) -> list[Token]:
        return [t for t in conjuncts(token) if t.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET")] if token is not None else []

    def _assault(self, verb: Token, methods: list[str], rule: str, leave_out: Token | None = None) -> Frame | None:
        agents, patients, means = self._arguments(verb)
        patients = [p for p in patients if leave_out is None or p.i != leave_out.i]
        lemma = verb.lemma_.lower()
        frame = Frame(verb, "assault", f"verbs.{rule}", list(methods))
        self._place_agents(frame, agents)
        self._place_means(frame, means)
        for child in children(verb, "obl", "nmod"):
            if preposition(child) in ("into", "through", "against", "at", "near", "on") and (lemma in ("ram", "plow", "plough", "slam", "crash", "blow", "rip", "tear", "hit", "strike") or not patients) and not self._is_time(child):
                (frame.places if preposition(child) == "near" else frame.targets).extend(conjuncts(child))
        frame.targets.extend(p for p in patients if not self._is_event_noun(p))
        weak = lemma in self._lexicon["weak_verbs"]
        frame.weak = weak
        if self._figurative(verb, agents, patients, frame, weak):
            frame.reason, frame.reason_word = "figurative" if patients else "other_sense", verb
        elif not frame.targets and not frame.attackers and not frame.weapons and not self._event_argument(verb):
            return None
        if lemma == "blow" and any(p.lower_ in ("himself", "herself", "themselves") for p in patients):
            frame.targets = [t for t in frame.targets if t.lower_ not in ("himself", "herself", "themselves")]
            frame.methods = ["suicide_bombing"]
            frame.targets.extend(c for c in children(verb, "obl") if preposition(c) in ("in", "near", "at", "outside", "inside", "among", "amid", "on", "beside") and target_kind(c))
        return frame

    def _figurative(self, verb: Token, agents: list[Token], patients: list[Token], frame: Frame, weak: bool) -> bool:
        lexicon = self._lexicon
        lemmas = {p.lemma_.lower() for p in patients}
        company = {t.lower_ for t in verb.sent}
        if frame.weapons and not lemmas & set(lexicon["abstract_objects"]):
            return False
        if any(p.lemma_.lower() in lexicon["abstract_objects"] and not target_kind(p) for p in patients):
            return True
        if lemmas & {"deal", "agreement", "record", "accord", "balance", "chord", "bargain", "milestone"}:
            return True
        if any(a.lemma_.lower() in lexicon["natural_subjects"] for a in agents):
            return True
        if company & set(lexicon["other_company"]) and not any(is_armed(a) for a in agents):
            return True
        if self._person_against_person(agents, patients) and not self._event_argument(verb):
            return True
        if not weak:
            return False
        if self._event_argument(verb):
            return False
        if verb.lemma_.lower() in lexicon["joining_verbs"] and not frame.weapons:
            return not (any(self._can_attack(a) for a in agents) and any(target_kind(p) or self._names.entity(p, "LOC") for p in patients))
        armed = any(self._can_attack(a) for a in agents)
        struck = any(target_kind(p) or self._names.entity(p, "LOC", "NORP") or is_armed(p) for p in frame.targets)
        return not (armed and struck)

    def _person_against_person(self, agents: list[Token], patients: list[Token]) -> bool:
        """"Smith attacked Jones over taxes": two politicians, no weapon."""
        return bool(agents) and bool(patients) and all(self._names.entity(a, "PER") for a in agents) and all(self._names.entity(p, "PER") for p in patients)

    def _event_argument(self, verb: Token) -> bool:
        return any(self._is_event_noun(c) for c in children(verb, "nsubj", "nsubj:pass", "obl:agent", "obl", "nmod", "obj") if preposition(c) in (None, "by", "in", "with", "during"))

    def _kill(self, verb: Token, methods: list[str], lemma: str) -> Frame | None:
        agents, patients, means = self._arguments(verb)
        frame = Frame(verb, "kill", f"verbs.kill.{lemma}", list(methods))
        frame.weak = lemma not in ("shoot", "assassinate", "massacre", "behead", "stab", "execute", "murder")
        if is_passive(verb) and not agents and not means and lemma in ("kill", "wound", "injure", "shoot", "murder", "slay") and not children(verb, "obj"):
            frame.weak = True
        self._place_agents(frame, [a for a in agents if a.lower_ not in ("who", "that")])
        self._place_means(frame, means)
        things = load_lexicon("quantities")["things"]
        frame.victims = [p for p in patients if not self._is_event_noun(p)]
        if frame.victims and all(v.lemma_.lower() in things or v.lemma_.lower() in self._lexicon["abstract_objects"] for v in frame.victims):
            frame.reason, frame.reason_word = "figurative", verb
        for child in children(verb, "obl"):
            if lemma == "shoot" and preposition(child) == "at":
                frame.targets.extend(conjuncts(child))
        if any(a.lemma_.lower() in self._lexicon["natural_subjects"] for a in agents) and not frame.weapons:
            frame.reason, frame.reason_word = "other_sense", verb
        if not frame.victims and not frame.targets and not frame.attackers:
            return None
        return frame

    def _explode(self, verb: Token, methods: list[str], lemma: str) -> Frame | None:
        thing = self._subject(verb)
        victim = first_child(verb, "obj")
        if lemma in ("land", "fall", "impact"):
            if thing is None or not is_munition(thing) or thing.lemma_.lower() in ("car", "truck", "vehicle", "fire", "package"):
                return None
        weapon = [t for t in [*(conjuncts(thing) if thing is not None else []), victim] if t is not None and is_munition(t)]
        bomber = thing is not None and thing.lemma_.lower() in ("bomber", "attacker", "militant", "gunman")
        if not weapon and not bomber:
            return None
        frame = Frame(verb, "explode", f"verbs.explode.{lemma}", list(methods), weapons=weapon)
        frame.weak = all(w.lemma_.lower() in ("car", "truck", "vehicle", "device", "fire", "explosion", "blast") for w in weapon) and bool(weapon)
        if thing is not None and thing not in weapon and self._can_attack(thing):
            frame.attackers = self._people_and_things(thing)
        for child in children(verb, "obl", "nmod"):
            if preposition(child) in ("in", "inside", "at", "near", "outside", "beside", "under", "next to", "on", "among", "within", "into", "amid", "by", "close to", "in front of") and not self._is_time(child):
                if target_kind(child) and not self._names.entity(child, "LOC"):
                    frame.targets.extend(conjuncts(child))
        return frame

    def _fire(self, verb: Token, methods: list[str], lemma: str) -> Frame | None:
        agents, objects, _ = self._arguments(verb)
        ammunition = [o for o in objects if self._is_ammunition(o)]
        if not ammunition and lemma == "fire" and any(preposition(c) in ("on", "at", "into", "upon") for c in children(verb, "obl")) and any(self._can_attack(a) for a in agents):
            frame = Frame(verb, "fire", "verbs.fire.fire_on", ["gunfire"])
        elif ammunition and not any(self._is_event_noun(o) for o in objects):
            frame = Frame(verb, "fire", f"verbs.fire.{lemma}", list(methods), weapons=ammunition)
        else:
            return None
        self._place_agents(frame, agents)
        for owner in [verb, *ammunition]:
            for child in children(owner, "obl", "nmod"):
                if preposition(child) in TARGET_PREPOSITIONS and not self._is_time(child) and not self._is_event_noun(child):
                    frame.targets.extend(t for t in conjuncts(child) if t not in frame.targets)
            for clause in children(owner, "acl", "advcl", "xcomp"):
                if clause.lemma_.lower() in ("target", "aim", "hit", "strike"):
                    frame.targets.extend([*children(clause, "obj"), *(c for c in children(clause, "obl") if preposition(c) == "at")])
        if not frame.targets and not frame.attackers and lemma not in ("fire", "lob", "rain"):
            return None
        return frame

    def _is_ammunition(self, token: Token) -> bool:
        if token.lemma_.lower() in ("round", "shot", "shell", "salvo", "barrage", "volley", "missile", "rocket", "bomb", "grenade", "mortar", "torpedo", "projectile", "artillery", "munition", "drone", "ied", "mine"):
            return True
        if token.lemma_.lower() in ("dozen", "dozens", "hundreds", "hundred", "score") or token.pos_ == "NUM":
            return any(self._is_ammunition(c) for c in children(token, "nmod"))
        return is_munition(token) and token.lemma_.lower() not in ("car", "truck", "vehicle", "van", "package", "fire", "strike", "airstrike", "charge", "belt", "shelling", "bombing", "motorcycle", "cart")

    def _open_fire(self, verb: Token) -> Frame:
        frame = Frame(verb, "fire", "verbs.fire.open_fire", ["gunfire"])
        agent = self._subject(verb)
        self._place_agents(frame, self._people_and_things(agent))
        fire = next(c for c in children(verb, "obj") if c.lemma_.lower() == "fire")
        for owner in (verb, fire):
            for child in children(owner, "obl", "nmod"):
                if preposition(child) in ("on", "at", "upon", "against", "into", "inside", "in") and not self._is_time(child):
                    if preposition(child) in ("on", "at", "upon", "against") or target_kind(child):
                        frame.targets.extend(conjuncts(child))
        frame.support.append(fire)
        return frame

    def _exchange(self, verb: Token) -> Frame | None:
        _, objects, _ = self._arguments(verb)
        if not any(o.lemma_.lower() in self._lexicon["exchanged"] for o in objects):
            return None
        agent = self._subject(verb)
        frame = Frame(verb, "exchange", "exchange_verbs", ["gunfire"] if any(o.lemma_.lower() in ("gunfire", "shot") for o in objects) else [], series=True)
        frame.attackers = self._people_and_things(agent)
        frame.attackers += [t for c in children(verb, "obl") if preposition(c) == "with" for t in conjuncts(c)]
        frame.weapons = objects
        return frame if len(frame.attackers) > 1 else None

    def _down(self, verb: Token, rule: str, outcome: str = "hit") -> Frame | None:
        agents, patients, means = self._arguments(verb)
        craft = [p for p in patients if is_platform(p) or is_munition(p) or self._flies(p)]
        if not craft:
            return None
        flying = [c for c in craft if self._is_attack_weapon(c)]
        frame = Frame(verb, "intercept" if outcome == "intercepted" or flying else "down", f"verbs.{rule}")
        if flying:  # a missile or attack drone brought down: the attack is that of its owner
            frame.outcome = "intercepted"
            frame.weapons = flying
            frame.attackers = [o for c in flying for o in self._owners(c)]
            frame.targets = [a for a in agents if self._names.entity(a)]
        else:
            frame.outcome = outcome
            self._place_agents(frame, agents)
            frame.targets = craft
            self._place_means(frame, means)
        return frame

    def _flies(self, token: Token) -> bool:
        return token.lemma_.lower() in ("airliner", "airplane", "aeroplane", "flight", "plane", "jet", "boeing", "aircraft") or (
            (token.pos_ == "NUM" or token.lemma_.lower() in ("dozen", "dozens", "all", "most")) and any(is_platform(c) or is_munition(c) for c in children(token, "nmod")))  # fmt: skip

    def _is_attack_weapon(self, token: Token) -> bool:
        words = {t.lemma_.lower() for t in [token, *children(token, "nmod")]}
        return bool(words & {"missile", "rocket", "shahed", "uav", "projectile"}) or ("drone" in words and any(self._names.entity(c) for c in [*token.children, *(g for n in children(token, "nmod") for g in n.children)])
                                                                                     and any(t.pos_ == "NUM" or t.lower_ in ("drones", "uavs") for t in token.subtree))  # fmt: skip

    # -- nouns -------------------------------------------------------------------------------------------------------

    def _is_event_noun(self, token: Token) -> bool:
        if token.pos_ not in ("NOUN", "PROPN") and not (token.pos_ == "VERB" and token.lower_.endswith("ing") and children(token, "det", "nmod:poss", "compound")):
            return False
        lemma = token.lower_ if token.pos_ == "VERB" else token.lemma_.lower()
        return lemma in self._lexicon["nouns"]

    def _noun(self, noun: Token) -> Frame | None:
        lemma = noun.lower_ if noun.pos_ == "VERB" else noun.lemma_.lower()
        entry = self._lexicon["nouns"][lemma]
        frame = Frame(noun, "noun", f"nouns.{lemma}", list(entry.get("methods", [])), series=bool(entry.get("series")))
        frame.weak = bool(entry.get("weak"))
        if self._other_sense(noun, frame):
            frame.reason, frame.reason_word = "other_sense", noun
            return frame
        if noun.dep_ == "compound" and noun.head.pos_ in ("NOUN", "PROPN"):
            if self._is_event_noun(noun.head) or noun.head.lemma_.lower() not in self._lexicon["telling_heads"]:
                return None
        self._modifiers(frame, noun, bool(entry.get("takes_of")))
        self._complements(frame, noun, bool(entry.get("takes_of")))
        self._support(frame, noun)
        if frame.weak and not self._is_force(frame, noun, lemma):
            return None
        return frame

    def _other_sense(self, noun: Token, frame: Frame) -> bool:
        lexicon = self._lexicon
        modifiers = {c.lemma_.lower() for c in children(noun, "amod", "compound", "nmod", "nmod:poss") if c.i < noun.i}
        text = " ".join(t.lower_ for t in noun.doc[max(noun.sent.start, noun.i - 3) : noun.i])
        if modifiers & set(lexicon["other_modifiers"]) and not modifiers & {"missile", "drone", "air", "rocket", "bomb"}:
            return True
        if "hunger" in text or "denial of service" in text or "- of - service" in text:
            return True
        if noun.dep_ == "compound" and noun.head.lemma_.lower() in lexicon["other_heads"]:
            return True
        if noun.lemma_.lower() == "strike":
            if preposition(noun) == "on" and not children(noun, "det"):
                return True
            company = {t.lower_ for t in noun.sent} | {t.lemma_.lower() for t in noun.sent}
            return bool(company & {"union", "walkout", "wage", "wages", "pension", "picket", "striker", "labor", "workers", "teachers"}) and not modifiers & set(lexicon["force_modifiers"])
        return noun.lemma_.lower() in ("attack", "strike", "raid", "operation") and bool({t.lower_ for t in noun.sent} & {"website", "websites", "hackers", "malware", "cyber", "cyberattack", "hacked", "offline", "online"}) and not frame.methods

    def _modifiers(self, frame: Frame, noun: Token, takes_of: bool) -> None:
        """What stands before the noun: owner, people, place, weapon."""
        for child in children(noun, "amod", "compound", "nmod", "nmod:poss", "nmod:desc", "det", "nummod", "nmod:unmarked", "flat"):
            if child.i > noun.i:
                continue
            for token in [child, *(t for t in children(child, "conj") if t.i < noun.i)]:
                self._modifier(frame, noun, token, takes_of)

    def _modifier(self, frame: Frame, noun: Token, token: Token, takes_of: bool) -> None:
        lemma = token.lemma_.lower()
        entity = self._names.entity(token)
        if self._is_event_noun(token) or (token.pos_ == "VERB" and lemma in ("ram", "bomb")):
            frame.methods.extend(self._lexicon["nouns"].get(lemma, {}).get("methods", ["vehicle"] if lemma == "ram" else []))
        if lemma in self._lexicon["force_modifiers"]:
            frame.methods.extend(m for m in self._lexicon["force_modifiers"][lemma] if m not in frame.methods)
        if entity is not None:
            if entity.label_ == "LOC" and token.dep_ != "nmod:poss" and state_of(entity.text) is None:
                frame.places.append(entity.root)
            elif token.dep_ == "nmod:poss" and takes_of and entity.label_ == "PER" and noun.lemma_.lower() in ("killing", "assassination", "murder", "shooting", "execution", "beheading"):
                frame.targets.append(token)
            elif entity.label_ in ("NORP", "LOC", "ORG", "PER") and not noun.doc[entity.start : token.i + 2].text.lower().startswith("anti"):
                frame.attackers.append(token if token.dep_ == "nmod:poss" else entity.root)
        elif state_of(token.text) is not None and token.text[0].isupper():
            frame.attackers.append(token)
        elif token.dep_ == "nmod:poss" and token.pos_ != "DET" and not self._is_time(token):
            if is_armed(token) or token.pos_ == "PRON":
                frame.attackers.append(token)
            elif noun.lemma_.lower() in ("killing", "assassination", "murder", "shooting"):
                frame.targets.append(token)
        elif token.dep_ in ("compound", "amod", "nmod") and token.pos_ in ("NOUN", "PROPN", "ADJ") and is_armed(token) and not is_munition(token) and lemma not in ("military", "artillery", "tank", "sniper", "commando", "armed", "unit", "individual", "other", "person", "people", "man", "aircraft", "air force"):
            if not is_platform(token):
                frame.attackers.append(token)

    def _complements(self, frame: Frame, noun: Token, takes_of: bool) -> None:
        """What stands after the noun: by whom, on what, and the participles that say so."""
        for child in children(noun, "nmod", "obl", "obl:agent", "nmod:poss"):
            if child.i < noun.i:
                continue
            word = preposition(child)
            heads = [t for t in conjuncts(child) if t.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET")]
            if word == "by":
                self._place_agents(frame, heads)
            elif word in ("on", "against", "at", "upon", "into", "toward", "towards", "targeting", "over") and not self._is_time(child) and not self._is_event_noun(child):
                frame.targets.extend(heads)
            elif word == "of" and takes_of:
                frame.targets.extend(heads)
            elif word == "with":
                self._place_means(frame, heads)
            elif word in ("from", "between") and noun.lemma_.lower() in ("fire", "attack", "shelling"):
                continue
        for clause in children(noun, "acl", "acl:relcl", "advcl", "parataxis", "appos"):
            lemma = clause.lemma_.lower()
            if lemma in self._lexicon["effect_verbs"] or lemma in self._lexicon["verbs"]["assault"] or lemma in self._lexicon["verbs"]["kill"]:
                continue  # a frame of its own, merged later
            if lemma == "aim":
                frame.targets.extend(t for c in children(clause, "obl") if preposition(c) == "at" for t in conjuncts(c))
            self._authorship(frame, clause)

    def _support(self, frame: Frame, noun: Token) -> None:
        """The verb that the noun hangs on: "carried out a strike", "the attack was claimed by"."""
        verb = noun.head
        if noun.dep_ == "conj":
            verb = noun.head.head
        if verb.pos_ not in ("VERB", "AUX") or verb.i == noun.i:
            return
        lemma = verb.lemma_.lower()
        first = noun if noun.dep_ != "conj" else noun.head
        if first.dep_ in ("obj", "nsubj:pass") and lemma in self._lexicon["light_verbs"]:
            frame.support.append(verb)
            agents, _, means = self._arguments(verb)
            if first.dep_ == "obj":
                agents = [a for a in agents if not self._is_event_noun(a)]
            self._place_agents(frame, agents)
            self._place_means(frame, means)
            for child in children(verb, "obl"):
                if preposition(child) in ("on", "against", "at", "into", "upon") and not self._is_time(child) and not self._is_event_noun(child):
                    frame.targets.extend(t for t in conjuncts(child) if t not in frame.targets)
        elif first.dep_ in ("nsubj", "nsubj:pass") and (lemma in self._lexicon["happen_verbs"] or lemma in self._lexicon["effect_verbs"] or first.dep_ == "nsubj:pass"):
            frame.support.append(verb)
            if lemma in ("aim", "direct"):
                frame.targets.extend(t for c in children(verb, "obl") if preposition(c) == "at" for t in conjuncts(c))
        self._authorship(frame, verb, first)

    def _authorship(self, frame: Frame, verb: Token, noun: Token | None = None) -> None:
        """"carried out by", "claimed by", "blamed on", "X claimed responsibility for", "X was blamed for"."""
        lemma = verb.lemma_.lower()
        passive = is_passive(verb) or verb.dep_ == "acl"
        by = [t for c in children(verb, "obl:agent", "obl", "nmod") if preposition(c) == "by" for t in conjuncts(c)]
        if lemma in self._lexicon["light_verbs"] and passive:
            self._place_agents(frame, by)
        elif lemma in self._lexicon["claim_verbs"] and (passive and by):
            self._place_agents(frame, by)
            frame.claim = ("claimed", verb)
        elif lemma in ("blame", "pin", "attribute", "ascribe", "link") and passive:
            self._place_agents(frame, [t for c in children(verb, "obl", "nmod") if preposition(c) in ("on", "to") for t in conjuncts(c)])
            frame.claim = ("attributed", verb)

    def _is_force(self, frame: Frame, noun: Token, lemma: str) -> bool:
        """A weak event noun counts where arguments of force stand beside it."""
        modifiers = {c.lemma_.lower() for c in children(noun, "amod", "compound")}
        forced = bool(modifiers & set(self._lexicon["force_modifiers"])) or bool(weapons_in(noun.doc[max(noun.sent.start, noun.i - 2) : noun.i].text))
        if lemma in ("operation", "campaign", "aggression"):
            return (forced or bool({"offensive", "bombing"} & modifiers)) and bool(frame.targets) and any(preposition(t) in ("against", "on") for t in children(noun, "nmod"))
        if lemma in ("fire", "firing", "gunfire", "hit"):
            return forced and lemma != "firing" or (lemma in ("firing", "gunfire") and bool(frame.attackers))
        if lemma in ("killing", "murder", "execution"):
            return bool(frame.targets) and (bool(frame.attackers) or bool(frame.weapons))
        if lemma in ("blast", "explosion", "detonation"):
            modifiers |= {c.lower_ for c in children(noun, "det")}
            return True
        return forced or bool(frame.targets)

    # -- roles -------------------------------------------------------------------------------------------------------

    def _place_agents(self, frame: Frame, agents: list[Token]) -> None:
        """Who or what did it: an attacker, or a weapon whose owner is the attacker."""
        for agent in agents:
            if self._is_event_noun(agent) or agent.lower_ in ("there", "this", "what", "that", "which"):
                continue
            munition = is_munition(agent) and not self._names.entity(agent, "ORG", "PER", "NORP")
            if munition and not (is_platform(agent) and agent.lemma_.lower() != "drone"):
                frame.weapons.append(agent)
                frame.attackers.extend(o for o in self._owners(agent) if o not in frame.attackers)
            elif is_platform(agent) and not self._names.entity(agent):
                frame.weapons.append(agent)
                if self._owners(agent) or any(is_armed(c) and not is_platform(c) and c.lemma_.lower() not in ("military", "unit") for c in children(agent, "compound", "amod", "nmod:poss")):
                    frame.attackers.append(agent)
            elif self._can_attack(agent) and agent not in frame.attackers:
                frame.attackers.append(agent)

    def _owners(self, thing: Token) -> list[Token]:
        """Names before a weapon ("Israeli warplanes", "a US drone") or after it ("drones of the Houthis")."""
        near = [c for c in children(thing, "amod", "compound", "nmod:poss", "nmod", "nmod:desc") if c.i < thing.i or preposition(c) in ("of", "from")]
        near += [g for c in near for g in children(c, "amod", "compound")]
        near += [g for c in children(thing, "nmod") if thing.pos_ == "NUM" or thing.lemma_.lower() in ("dozen", "dozens") for g in self._owners(c)]
        owners = []
        for token in near:
            entity = self._names.entity(token, "NORP", "LOC", "ORG")
            if (entity is not None and (entity.label_ != "LOC" or state_of(entity.text))) or (state_of(token.text) and token.text[0].isupper()):
                owners.append(token if entity is None else entity.root)
        return owners

    def _place_means(self, frame: Frame, means: list[Token]) -> None:
        for token in means:
            for head in conjuncts(token):
                if is_munition(head) or is_platform(head) or weapons_in(head.doc[head.left_edge.i : head.i + 1].text):
                    if preposition(token) != "in" or not target_kind(head):
                        frame.weapons.append(head)
                        frame.attackers.extend(o for o in self._owners(head) if not frame.attackers)

    def _can_attack(self, token: Token) -> bool:
        if token.pos_ == "PRON":
            return token.lower_ in ("he", "she", "it", "they", "we", "i", "who", "them", "him", "her", "it")
        if self._names.entity(token) is not None or is_armed(token) or is_platform(token):
            return not self._is_time(token)
        if token.pos_ == "NUM" or token.lemma_.lower() in ("dozen", "hundred", "group", "number", "member", "some", "wave", "pair", "series"):
            return any(is_armed(t) for t in subtree(token) if t.pos_ == "NOUN")
        return state_of(token.text) is not None and token.text[0].isupper()

    def _is_time(self, token: Token) -> bool:
        return token.ent_type_ == "DATE" or token.lemma_.lower() in ("day", "week", "month", "year", "hour", "night", "morning", "evening", "dawn", "midnight", "noon", "afternoon", "time", "minute", "moment",
            "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "tonight", "today", "yesterday", "overnight")  # fmt: skip
