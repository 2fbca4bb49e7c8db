"""What is brought down: aircraft are targets, missiles and drones on their way are an attack by their owner."""

from spacy.tokens import Token

from pipelines.coding.frames import Frame
from pipelines.coding.phrases import children, preposition
from pipelines.coding.roles import Roles
from pipelines.coding.weapons import is_munition, is_platform


class ForceOnAircraft(Roles):
    """Frames of "shot down", "downed", "intercepted"."""

    def down(self, verb: Token, rule: str, outcome: str = "hit") -> Frame | None:
        """The frame of a verb of bringing down; None where its object does not fly."""
        agents, patients, means = self.arguments(verb)
        craft = [p for p in patients if is_platform(p) or is_munition(p) or self._flies(p)]
        if not craft:
            return None
        flying = [c for c in craft if self._is_attack_weapon(c)]
        if not flying and outcome == "intercepted":
            return None
        frame = Frame(verb, "intercept" if flying else "down", f"verbs.{rule}")
        if flying:  # a missile or attack drone brought down: the attack is that of its owner
            frame.outcome = "intercepted"
            frame.weapons = flying
            frame.attackers = [o for c in flying for o in self.owners(c)]
            frame.targets = [a for a in agents if self.names.entity(a)]
            for child in [g for c in [*flying, verb] for g in children(c, "acl", "nmod", "obl")]:
                if preposition(child) in ("at", "toward", "towards", "against", "on") and not self.is_time(child):
                    frame.targets.append(child)
        else:
            frame.targets = craft
            self.place_agents(frame, agents)
            self.place_means(frame, means)
        return frame

    def is_defence(self, verb: Token) -> bool:
        """ "Air defences destroyed 30 of 34 drones launched by": what was in flight, not what stood on the ground."""
        agents, patients, _ = self.arguments(verb)
        things = [t for p in patients for t in (p, *children(p, "nmod"))]
        flown = any(c.lemma_.lower() in self.lexicon["verbs"]["fire"] for t in things for c in children(t, "acl"))
        shield = any(a.lemma_.lower() in ("defence", "defense", "interceptor") for a in agents)
        return (flown or shield) and any(self._is_attack_weapon(p) for p in patients)

    def _flies(self, token: Token) -> bool:
        if token.lemma_.lower() in (
            "airliner",
            "airplane",
            "aeroplane",
            "flight",
            "plane",
            "jet",
            "boeing",
            "aircraft",
        ):
            return True
        counted = token.pos_ == "NUM" or token.lemma_.lower() in ("dozen", "dozens", "all", "most")
        return counted and any(is_platform(c) or is_munition(c) for c in children(token, "nmod"))

    def _is_attack_weapon(self, token: Token) -> bool:
        """Missiles, and drones in the plural or of a named owner; a single drone shot down is a target."""
        nouns = [token, *children(token, "nmod")]
        words = {t.lemma_.lower() for t in nouns}
        if words & {"missile", "rocket", "shahed", "projectile"}:
            return True
        return (
            bool(words & {"drone", "uav"})
            and any(t.lower_ in ("drones", "uavs") for t in nouns)
            and (any(self.owners(t) for t in nouns) or any(t.pos_ == "NUM" for t in token.subtree))
        )
