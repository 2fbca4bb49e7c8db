"""One sentence, several words of force for one strike: "was hit by mortars in a raid", "an attack killed 12",
"stormed a depot and burned trucks". Frames that hang together by syntax become one."""

from spacy.tokens import Token

from pipelines.coding.frames import Frame
from pipelines.coding.names import NameBook
from pipelines.coding.phrases import children, is_passive, preposition, subject, subtree
from pipelines.coding.weapons import is_munition

ANOTHER = ("another", "other", "others", "second", "third")  # "and another killed a policeman"


def merge_frames(frames: list[Frame], names: NameBook) -> list[Frame]:
    """Frames of one sentence, those that tell of one strike merged into the outermost one, in the order of the text."""
    by_token = {s.i: f for f in frames for s in f.support} | {f.trigger.i: f for f in frames}
    parent: dict[int, int] = {}

    def root(i: int) -> int:
        while i in parent:
            i = parent[i]
        return i

    for frame in frames:
        above = _told_with(frame, by_token, names)
        if above is not None and root(above.trigger.i) != root(frame.trigger.i):
            parent[root(frame.trigger.i)] = root(above.trigger.i)
    merged = []
    for frame in frames:
        if frame.trigger.i in parent:
            continue
        group = [f for f in frames if f is not frame and root(f.trigger.i) == frame.trigger.i]
        for other in group:
            frame.absorb(other)
        if group:
            _settle_reason(frame, group)
        merged.append(frame)
    return merged


def _settle_reason(frame: Frame, group: list[Frame]) -> None:
    """A word of force with a second sense is force where it stands with another one that is."""
    reasons = [f.reason for f in (frame, *group) if not (f.family == "kill" and f.weak and not f.attackers)]
    if frame.reason in ("figurative", "other_sense") and None in reasons:
        frame.reason = frame.reason_word = None


def _told_with(frame: Frame, by_token: dict[int, Frame], names: NameBook) -> Frame | None:
    """The frame above (or beside) this one that tells of the same strike."""
    token = frame.trigger
    if (after := _verb_after(token, by_token)) is not None:
        return after
    if token.dep_.startswith("acl"):  # "rockets targeting a port": the clause hangs on the weapon of another frame
        thing = token.head.head if token.head.dep_ == "nmod" and token.head.head.pos_ == "NUM" else token.head
        for other in by_token.values():  # ... or on what counts it: "15 of 20 drones launched by"
            if other is not frame and thing in [*other.weapons, *other.attackers] and thing.i != other.trigger.i:
                return other
    if token.pos_ != "VERB" and token.dep_ == "obl" and preposition(token) in ("in", "during") and not frame.targets:
        # "condemned the murder of the minister in an attack by rebels"
        for deed in children(token.head, "obj", "nsubj:pass"):
            if (other := by_token.get(deed.i)) is not None and other is not frame and other.trigger.pos_ != "VERB":
                return other
    result = (
        token.head
        if token.dep_ == "nmod" and token.head.lemma_.lower() in ("result", "consequence", "course")
        else token
    )
    result_clause = token.dep_ == "advcl" and token.lower_.endswith("ing") and token.head.dep_ == "advcl"
    for verb in [
        token.head,
        *([token.head.head] if result_clause else []),
        result.head,
        *(s for s in frame.support),
        *(s.head for s in frame.support),
    ]:
        other = by_token.get(verb.i)
        if other is None or other is frame:
            continue
        if result is not token and verb.i == result.head.i:
            return other
        if token.pos_ != "VERB" or token.dep_ in ("nsubj", "nsubj:pass", "csubj", "obl", "obj", "obl:agent", "nmod"):
            if _noun_under(frame, other):
                return other
        elif _verb_under(frame, other, names):
            return other
    return None


def _noun_under(frame: Frame, other: Frame) -> bool:
    token = frame.trigger
    word = preposition(token)
    if token.dep_ == "conj":
        return False
    if other.trigger.pos_ != "VERB":  # "a wave of attacks", "the bombing in a raid", "victims of the attack"
        return (
            token.dep_ in ("nmod", "compound", "appos")
            and word in ("of", "in", "during", None)
            and frame.trigger.lemma_ != other.trigger.lemma_
        )
    if token.dep_ in ("nsubj", "nsubj:pass", "csubj", "obl:agent"):
        return True
    if token.dep_ in ("obl", "nmod", "obj", "xcomp"):
        if word in ("in", "by", "with", "during", "through"):
            return True
        return word in ("from", "as") or (token.dep_ == "obj" and other.family != "kill")
    return False


def _verb_after(token: Token, by_token: dict[int, Frame]) -> Frame | None:
    """ "after a raid late Tuesday killed nine": the event that a verb without a subject follows."""
    if token.pos_ == "VERB":
        return None
    for i in range(token.i + 1, min(token.i + 5, token.sent.end)):
        other = by_token.get(i)
        if other is not None and other.trigger.pos_ == "VERB":
            return other if token in other.events else None
    return None


def _verb_under(frame: Frame, other: Frame, names: NameBook) -> bool:
    token, above = frame.trigger, other.trigger
    if token.dep_ in ("advcl", "xcomp", "acl", "acl:relcl", "advcl:relcl", "parataxis", "ccomp"):
        marker = next(
            (
                c.lower_
                for c in children(token, "mark", "advmod")
                if c.lower_ in ("before", "after", "because", "since", "although", "while", "if", "as")
            ),
            None,
        )
        own = next(
            (c for c in children(token, "nsubj", "nsubj:pass") if c.lower_ not in ("that", "which", "who")), None
        )
        if token.dep_ in ("acl", "acl:relcl"):
            return True
        if own is None:
            return marker in (None, "before", "after")
        if frame.family == "kill" or other.family == "kill":
            # "two guards died when rebels shelled the post"
            when = any(c.lower_ in ("when", "as", "after", "in") for c in [*children(token, "mark", "advmod")])
            return when and not (other.attackers and frame.attackers)
        return False
    if token.dep_ == "conj":
        own = next(
            (c for c in children(token, "nsubj", "nsubj:pass") if c.lower_ not in ("that", "which", "who")), None
        )
        if own is None or (own.lower_ in ("he", "they", "it") and subject(above) is not None):
            return not _two_places(frame, other, names)
        if not (frame.attackers or other.attackers) and is_passive(token) and is_passive(above):
            return not _apart(token, above, names)  # "a truck was destroyed and a shop damaged after an explosion"
        another = any(t.lower_ in ANOTHER for t in (own, *children(own, "det", "amod")))
        return "kill" in (frame.family, other.family) and not frame.attackers and not another
    return False


def _apart(token: Token, above: Token, names: NameBook) -> bool:
    """Both of two coordinated verbs have a place or a weapon of their own."""

    def own(verb: Token) -> set[str]:
        inside = [t for t in subtree(verb, ("conj", "parataxis", "ccomp", "advcl")) if t.i != verb.i]
        return {t.lower_ for t in inside if names.entity(t, "LOC") or is_munition(t)}

    return bool(own(token)) and bool(own(above))


def _two_places(frame: Frame, other: Frame, names: NameBook) -> bool:
    """Each verb strikes a named place of its own."""

    def named(targets: list[Token]) -> set[str]:
        return {e.text for t in targets if (e := names.entity(t, "LOC")) is not None}

    return bool(named(frame.targets)) and bool(named(other.targets)) and not named(frame.targets) & named(other.targets)
