"""Who can be what: attackers, their weapons, what is struck, and how a verb's arguments are found through passives,
participles, relative clauses and coordination."""

from spacy.tokens import Token

from pipelines.coding.areas import direction_words
from pipelines.coding.frames import ANSWERS, Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.names import NameBook
from pipelines.coding.nations import state_of
from pipelines.coding.phrases import children, conjuncts, first_child, is_passive, preposition, subject, subtree
from pipelines.coding.targets import is_armed, target_kind
from pipelines.coding.weapons import is_munition, is_platform, weapons_in

PARTICIPLES = ("acl", "advcl", "xcomp", "acl:relcl")
RELATIVE = ("that", "which", "who", "whom")
ACTOR_TAGS = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET")
PRONOUNS = ("he", "she", "it", "they", "we", "i", "who", "them", "him", "her", "their", "its", "his", "our")
MEANS_PREPOSITIONS = ("with", "using", "in", "by", "from", "during", "after")


class Roles:
    """Questions about roles that verbs and nouns of force share."""

    def __init__(self, names: NameBook):
        self.names = names
        self.lexicon = load_lexicon("strikes")
        self._people = set(load_lexicon("names")["person_nouns"])
        self._collectives = set(load_lexicon("targets")["collectives"])
        self._no_people = set(load_lexicon("targets")["no_people"])

    def is_event_noun(self, token: Token) -> bool:
        """ "attack", "bombing", "their shelling": a noun of force by its form alone."""
        if token.pos_ == "VERB":
            named = children(token, "det", "nmod:poss", "compound") or token.dep_ in ("csubj", "nsubj", "nsubj:pass")
            if not (token.lower_.endswith("ing") and named) or children(token, "obj", "nsubj"):
                return False
            return token.lower_ in self.lexicon["nouns"]
        return token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in self.lexicon["nouns"]

    def is_other_event(self, noun: Token) -> bool:
        """ "A gas explosion", "a heart attack": what stands before the event noun makes it something else."""
        if noun.lemma_.lower() in self.lexicon["person_events"]:
            return False  # "political assassinations"
        before = {c.lemma_.lower() for c in children(noun, "amod", "compound", "nmod", "nmod:poss") if c.i < noun.i}
        force = before & set(self.lexicon["force_modifiers"]) & {"missile", "drone", "air", "rocket", "bomb"}
        return bool(before & set(self.lexicon["other_modifiers"])) and not force

    def is_natural(self, agent: Token) -> bool:
        """ "An earthquake", "Hurricane Ida": what strikes without force, by any word of its name."""
        entity = self.names.entity(agent)
        words = {
            agent.lemma_.lower(),
            *(t.lower_ for t in (*(entity or ()), *children(agent, "compound", "nmod:desc"))),
        }
        return not words.isdisjoint(self.lexicon["natural_subjects"])

    def tells_force(self, token: Token) -> bool:
        """An event noun that is force on its own, not "operation", "fire", "campaign"."""
        lemma = token.lower_ if token.pos_ == "VERB" else token.lemma_.lower()
        return self.is_event_noun(token) and not self.lexicon["nouns"][lemma].get("weak")

    def is_clash(self, token: Token) -> bool:
        return token.pos_ == "NOUN" and token.lemma_.lower() in self.lexicon["undirected"]

    def is_time(self, token: Token) -> bool:
        return token.ent_type_ == "DATE" or token.lemma_.lower() in self.lexicon["time_nouns"]

    def can_attack(self, token: Token) -> bool:
        """Names, armed people, platforms, states and their pronouns."""
        if token.pos_ == "PRON":
            return token.lower_ in PRONOUNS
        if (preposition(token) or "").startswith("according"):
            return False  # read as a subject: "According to the colonel, the rebels killed ..."
        if any(self.is_event_noun(c) or is_munition(c) for c in children(token, "nmod") if preposition(c) == "of"):
            return False  # "the force of the explosion"
        entity = self.names.entity(token)
        if (
            entity is not None
            and entity.label_ == "LOC"
            and entity.text.isupper()
            and entity.start == token.sent.start
            and len(entity.text) > 3
        ):
            return False  # a dateline: "LIMA, Peru"
        if token.lower_ in direction_words() and any(preposition(c) == "of" for c in children(token, "nmod", "obl")):
            return False  # "Northwest of Raqqa, strikes ..."
        if entity is not None and entity.label_ == "LOC" and state_of(entity.text) is None:
            kind = target_kind(token)
            if kind is not None and kind[0] not in ("militant", "military"):
                return False  # "Northside Mosque"
        if token.lemma_.lower() == "service" and {c.lower_ for c in token.children} & {
            "secret",
            "security",
            "intelligence",
        }:
            return True
        if entity is not None or is_armed(token) or is_platform(token):
            return not self.is_time(token)
        if token.pos_ == "NUM" or token.lemma_.lower() in self._collectives:
            return self._of_attackers(token) or self._is_short_form(token)
        if token.pos_ == "NOUN" and (token.lemma_.lower() in self._people or self._does(token)):
            return True
        return state_of(token.text) is not None and token.text[0].isupper()

    def _of_attackers(self, token: Token) -> bool:
        """ "A column of rebels", "the command of the National Front", "one of the demonstrators"."""
        if any(is_armed(t) for t in subtree(token) if t.pos_ in ("NOUN", "PROPN")):
            return True
        of = [c for c in children(token, "nmod", "obl") if preposition(c) == "of"]
        near = [*of, *children(token, "compound", "amod", "nmod:poss")]
        return any(self.names.entity(c, "ORG", "NORP") for c in near) or any(self.can_attack(c) for c in of)

    def _is_short_form(self, token: Token) -> bool:
        """ "The Front", where the article has named a Front."""
        return token.pos_ == "PROPN" and any(
            e.label_ == "ORG" and len(e) > 1 and e[-1].lower_ == token.lower_ for e in self.names.entities
        )

    def _does(self, token: Token) -> bool:
        """ "herders", "arsonists": a noun for people who do something, by its ending."""
        lemma = token.lemma_.lower()
        return lemma.endswith(("er", "or", "ist", "man")) and token.lower_ != lemma and lemma not in self._no_people

    # -- arguments of verbs ------------------------------------------------------------------------------------------

    def subject_of(self, verb: Token) -> Token | None:
        """The subject of a verb, through relative pronouns, participles and control."""
        own = subject(verb)
        if own is not None:
            return verb.head if own.lower_ in RELATIVE and verb.dep_.startswith("acl") else own
        if (event := self.event_before(verb)) is not None:
            return event
        if verb.head.i == verb.i:
            return None
        if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
            to = any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children)
            return None if to else verb.head  # "a plot to bomb an airliner": the plot bombs nothing
        if verb.dep_ in (*PARTICIPLES, "conj") and verb.head.pos_ in ("VERB", "AUX", "ADJ", "NOUN"):
            if verb.head.lemma_.lower() in self.lexicon["charging_verbs"] and any(
                c.lower_ == "of" for c in verb.children
            ):
                return self._charged(verb.head)
            return None if is_passive(verb.head) and verb.dep_ != "conj" else self.subject_of(verb.head)
        return None

    @staticmethod
    def _charged(verb: Token) -> Token | None:
        """ "Soldiers were accused of killing", "she accused soldiers of killing": who is said to have done it."""
        if is_passive(verb):
            return first_child(verb, "nsubj:pass") or (verb.head if verb.dep_ == "acl" else None)
        return first_child(verb, "obj")

    def event_before(self, verb: Token) -> Token | None:
        """Mends a common misreading: in "after a raid late Tuesday killed nine" the attack is the verb's subject."""
        if (
            verb.dep_ not in ("advcl", "ccomp", "conj", "parataxis", "root")
            or verb.lower_.endswith("ing")
            or verb.i == verb.sent.start
        ):
            return None
        if children(verb, "aux", "aux:pass", "mark", "nsubj", "nsubj:pass") or verb.lower_ == verb.lemma_.lower():
            return None
        before = verb.nbor(-1)
        for _ in range(4):
            if self.is_event_noun(before):
                return before if preposition(before) in ("after", "when", "as", "since", "before", None) else None
            if not self.is_time(before) and before.lower_ not in ("late", "early", "on", "morning", "evening"):
                return None
            if before.i == verb.sent.start:
                return None
            before = before.nbor(-1)
        return None

    def arguments(self, verb: Token) -> tuple[list[Token], list[Token], list[Token]]:
        """(agents, undergoers, means) of a transitive verb, active or passive."""
        if verb.dep_ == "xcomp" and verb.head.lemma_.lower() == "find" and not children(verb, "obj"):
            found = first_child(verb.head, "nsubj:pass") or first_child(verb.head, "obj")
            return [], self.nominals(found), []  # "was found murdered"
        if is_passive(verb) or self._bare_participle(verb):
            own = first_child(verb, "nsubj:pass") or (verb.head if verb.dep_ in ("acl", "acl:relcl") else subject(verb))
            agents = [
                t for c in children(verb, "obl:agent", "obl", "nmod") if preposition(c) == "by" for t in conjuncts(c)
            ]
            means = [
                c
                for c in children(verb, "obl", "nmod")
                if preposition(c) in ("with", "in", "from", "using", "during", "after")
            ]
            return agents, self.nominals(self._antecedent(own, verb)), means
        objects = [t for c in children(verb, "obj", "iobj") for t in conjuncts(c) if t.pos_ != "VERB"]
        objects += [] if objects else [t for c in children(verb, "obl") if _at_least(c) for t in conjuncts(c)]
        objects = [o if o.lower_ not in RELATIVE or verb.dep_ != "acl:relcl" else verb.head for o in objects]
        means = [c for c in children(verb, "obl", "nmod") if preposition(c) in MEANS_PREPOSITIONS]
        means += [
            c for child in children(verb, "advcl", "acl") if child.lower_ == "using" for c in children(child, "obj")
        ]
        if verb.dep_ in ("xcomp", "advcl") and verb.head.lemma_.lower() == "use":  # "used dynamite to blow up a bridge"
            means += children(verb.head, "obj")
        return self.nominals(self.subject_of(verb)), objects, means

    def _bare_participle(self, verb: Token) -> bool:
        """ "depots hit by rockets": a headline drops its auxiliary."""
        return any(preposition(c) == "by" for c in children(verb, "obl", "obl:agent")) and not children(verb, "obj")

    def _antecedent(self, token: Token | None, verb: Token) -> Token | None:
        return verb.head if token is not None and token.lower_ in RELATIVE and verb.dep_.startswith("acl") else token

    def nominals(self, token: Token | None) -> list[Token]:
        """A noun and what is coordinated with it."""
        return [t for t in conjuncts(token) if t.pos_ in ACTOR_TAGS] if token is not None else []

    def phrases_after(self, noun: Token) -> list[Token]:
        """Heads of the prepositional phrases that follow a noun, also where the reader hung them on the word above."""
        own = [c for c in children(noun, "nmod", "obl", "obl:agent", "nmod:poss") if c.i > noun.i]
        above = noun.head.head if noun.head.lemma_.lower() in ANSWERS else noun.head
        if noun.dep_ not in ("obj", "nsubj", "nsubj:pass", "obl", "conj", "nmod") or above.i == noun.i:
            return own
        if above.lemma_.lower() in self.lexicon["blame_verbs"]:
            return own  # "blamed the attack on the rebels": they were not attacked
        found, end = [], noun.i
        # "was informed of the attack by his aides": the agent of a passive verb is the verb's own
        links = ("obl", "nmod") if is_passive(above) else ("obl", "obl:agent", "nmod")
        others = [c for c in children(above, *links) if c.i > noun.i and c not in own]
        for phrase in sorted([*own, *others], key=lambda t: t.i):
            case = first_child(phrase, "case")
            comma = case is not None and case.lower_ == "by" and case.nbor(-1).text == ","  # behind an apposition
            if phrase in own or (case is not None and case.i == end + 1 + comma):
                found.append(phrase)
                end = max(end, *(t.i for t in subtree(phrase)))
        return found

    # -- who and with what -------------------------------------------------------------------------------------------

    def place_agents(self, frame: Frame, agents: list[Token]) -> None:
        """Who or what did it: an attacker, or a weapon whose owner is the attacker."""
        for agent in agents:
            if self.tells_force(agent) or agent.lower_ in ("there", "this", "what", "that", "which", "those", "these"):
                continue
            name = self.names.entity(agent)
            if name is not None and any(
                not w.everyday and w.text in (name.text, agent.text) for w in weapons_in(name.text)
            ):
                frame.weapons.append(agent)  # "a Bayraktar TB2 struck"
            elif self._is_loaded(agent):  # "a truck packed with explosives rammed the gate"
                frame.weapons.append(agent)
                frame.methods = [*frame.methods, *(m for m in ("explosive", "vehicle") if m not in frame.methods)]
            elif (
                is_munition(agent)
                and (agent.is_sent_start or not self.names.entity(agent, "ORG", "PER", "NORP"))  # "Shells hit ..."
                and not (is_platform(agent) and agent.lemma_.lower() != "drone")
            ):
                frame.weapons.append(agent)
                frame.attackers.extend(o for o in self.owners(agent) if o not in frame.attackers)
            elif is_platform(agent) and (agent.is_sent_start or not self.names.entity(agent)):  # "Tanks shelled ..."
                frame.weapons.append(agent)
                owner = self._armed_owner(agent)
                if self.owners(agent) or owner is not None:
                    frame.attackers.append(agent if self.owners(agent) or owner is None else owner)
            elif self.can_attack(agent) and agent not in frame.attackers:
                frame.attackers.append(agent)

    @staticmethod
    def _is_loaded(agent: Token) -> bool:
        loads = [
            c
            for c in children(agent, "acl", "amod")
            if c.lower_ in ("packed", "loaded", "laden", "filled", "rigged", "full")
        ]
        return any(is_munition(t) for c in loads for t in children(c, "obl", "compound", "obl:npmod", "obl:unmarked"))

    def _armed_owner(self, platform: Token) -> Token | None:
        """ "government jets", "rebel boats", "army helicopters": whose they are."""
        armed = [
            c
            for c in children(platform, "compound", "amod", "nmod:poss")
            if is_armed(c) and not is_platform(c) and c.lemma_.lower() not in self.lexicon["no_owners"]
        ]
        return armed[-1] if armed else None

    def owners(self, thing: Token) -> list[Token]:
        """Names before a weapon ("Israeli warplanes", "a US drone") or after it ("drones of the Houthis")."""
        near = [
            c
            for c in children(thing, "amod", "compound", "nmod:poss", "nmod", "nmod:desc")
            if c.i < thing.i or preposition(c) in ("of", "from")
        ]
        near += [g for c in near for g in children(c, "amod", "compound")]
        if thing.pos_ == "NUM" or thing.lemma_.lower() in ("dozen", "dozens"):
            near += [g for c in children(thing, "nmod") for g in self.owners(c)]
        owners = []
        for token in near:
            entity = self.names.entity(token, "NORP", "LOC", "ORG")
            if entity is not None and any(not w.everyday for w in weapons_in(entity.text)):
                continue  # "a Shahed drone"
            if entity is not None and (entity.label_ != "LOC" or state_of(entity.text)):
                owners.append(entity.root)
            elif entity is None and self._is_unread_name(token):
                owners.append(token)
        return owners

    @staticmethod
    def _is_unread_name(token: Token) -> bool:
        """ "Houthi missiles", which the reader did not mark as a name; not "Grad missiles"."""
        if token.pos_ != "PROPN" or not token.text[0].isupper() or weapons_in(token.text):
            return False
        return state_of(token.text) is not None or token.dep_ == "compound"

    def place_means(self, frame: Frame, means: list[Token]) -> None:
        """Weapons after "with", "using", "by", "in"."""
        for token in means:
            for head in conjuncts(token):
                if self.names.entity(head, "LOC", "PER"):
                    continue
                named = (
                    is_munition(head) or is_platform(head) or weapons_in(head.doc[head.left_edge.i : head.i + 1].text)
                )
                if (
                    named
                    and (preposition(token) != "in" or is_munition(head) or is_platform(head))
                    and not self.is_event_noun(head)
                ):
                    frame.weapons.append(head)
                    frame.attackers.extend(o for o in self.owners(head) if not frame.attackers)


def _at_least(noun: Token) -> bool:
    """ "Blew up at least three poles": an object that the reader takes for a place."""
    case = first_child(noun, "case")
    return case is not None and case.lower_ == "at" and case.nbor().lower_ in ("least", "most")
