"""What actors do in answer to a strike: verbs of ``lexicons/reactions.yaml`` with their objects."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import children, conjuncts, is_negated, is_passive, preposition, subtree

UNREAL = {"would", "could", "may", "might", "should", "can", "must", "will", "shall", "wo", "ca", "'ll"}
OBJECTS = ("obj", "nsubj:pass", "obl", "nmod", "xcomp")


@dataclass(frozen=True)
class Deed:
    """One deed: its type, its verb, the verb whose subject does it (another where it was ordered), and its object."""

    reaction_type: str
    verb: Token
    doer: Token
    thing: Token | None


def _nouns(listed: list[str]) -> frozenset[str]:
    """The nouns of a list in which classes of things stand for their nouns."""
    things = load_lexicon("reactions")["things"]
    return frozenset(noun for word in listed for noun in things.get(word, (word,)))


@cache
def _verbs() -> dict[str, list[tuple[str, frozenset[str]]]]:
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for reaction_type, verbs in load_lexicon("reactions")["verbs"].items():
        for lemma, listed in verbs.items():
            found.setdefault(lemma, []).append((reaction_type, _nouns(listed)))
    return found


@cache
def _bodies() -> dict[tuple[str, str], frozenset[str]]:
    """By type and verb, the nouns of who does a deed that needs no object."""
    listed = load_lexicon("reactions")["intransitive"]
    return {(kind, lemma): _nouns(nouns) for kind, verbs in listed.items() for lemma, nouns in verbs.items()}


def deeds(doc: Doc) -> Iterator[Deed]:
    """All deeds that an article tells as done or ordered, in the order of the text."""
    for verb in doc:
        if verb.pos_ != "VERB":
            continue
        for reaction_type, nouns in _verbs().get(verb.lemma_.lower(), ()):
            thing = _thing(verb, nouns)
            if thing is None and nouns and not _deploys(verb, reaction_type):
                continue
            if _inquires(verb):  # "sent a team to investigate"
                reaction_type = "investigate"
            elif reaction_type == "mobilize" and _is_crowd(verb):  # "protesters blocked the road"
                reaction_type = "protest"
            doer = None if _is_only_named(verb) else _doer(verb)
            if doer is not None and (reaction_type != "protest" or _protests(verb, thing)):
                yield Deed(reaction_type, verb, doer, thing)
                break


def _inquires(verb: Token) -> bool:
    """True for a deed that is done in order to investigate."""
    aims = [
        c for c in verb.subtree if c.dep_ in ("advcl", "xcomp", "acl") and any(m.lower_ == "to" for m in c.children)
    ]
    return any(c.lemma_.lower() in ("investigate", "probe") for c in aims)


def _deploys(verb: Token, reaction_type: str) -> bool:
    """ "Police deployed in the square": who does it, for want of an object."""
    bodies = _bodies().get((reaction_type, verb.lemma_.lower()))
    if bodies is None or children(verb, "obj", "nsubj:pass"):
        return False
    return any(one.lemma_.lower() in bodies for s in children(verb, "nsubj") for one in conjuncts(s))


def _is_only_named(verb: Token) -> bool:
    """ "accused of providing aid", "charged with sending ...": a deed that is only spoken of; and "fleeing residents"."""
    if verb.dep_ == "amod":
        return True
    if verb.lower_.endswith("ing") and any(
        c.lower_ in ("of", "for", "from", "in", "with", "about", "without") for c in children(verb, "case", "mark")
    ):
        return True
    alleging = load_lexicon("reactions")["alleging"]
    return any(t.lemma_.lower() in alleging or t.lower_ in alleging for t in _above(verb))


def _above(verb: Token) -> Iterator[Token]:
    """The words whose clause a verb stands in as what is said, claimed or done by it."""
    while verb.dep_ in ("ccomp", "xcomp", "acl", "conj", "csubj", "obj") and verb.head.i != verb.i:
        joined = verb.dep_ == "conj"
        verb = verb.head
        if not joined:
            yield verb


def _is_crowd(verb: Token) -> bool:
    """True where those who gather and protest do it: "students", "thousands of people", "Palestinians"."""
    above = verb
    head = next((c for c in children(above, "nsubj")), None)
    while head is None and above.dep_ in ("xcomp", "advcl", "conj") and above.head.i != above.i:
        above = above.head
        head = next((c for c in children(above, "nsubj")), None)
    if head is None:
        return False
    protesters = load_lexicon("reactions")["protesters"]
    return any(one.lemma_.lower() in protesters or one.ent_type_ == "NORP" for one in conjuncts(head))


def _protests(verb: Token, thing: Token | None) -> bool:
    """Who protests is a crowd, and against an attack where it is said against what."""
    if not _is_crowd(verb):
        return False
    aims = [c for c in children(verb, "obl") if preposition(c) in ("against", "over")]
    if thing is not None and verb.lemma_.lower() == "protest":
        aims.append(thing)
    for purpose in children(verb, "advcl", "xcomp"):  # "marched to protest job losses"
        if purpose.lemma_.lower() in ("protest", "oppose", "denounce", "condemn", "demand"):
            aims.extend(children(purpose, "obj"))
    attacks = load_lexicon("about")["attack_nouns"]
    return not aims or any(t.lemma_.lower() in attacks for aim in aims for t in subtree(aim))


def _thing(verb: Token, nouns: frozenset[str]) -> Token | None:
    for child in verb.children:
        if child.dep_ not in OBJECTS or (
            child.dep_ in ("obl", "nmod") and preposition(child) not in ("on", "to", "for", "up")
        ):
            continue
        if not nouns:
            if child.dep_ in ("obj", "nsubj:pass"):
                return child
            continue
        for token in subtree(child, leave_out=("acl", "acl:relcl", "advcl", "appos")):
            if (token.lemma_.lower() in nouns or _modified(token, nouns)) and (
                token.i == child.i or token.dep_ in ("conj", "nmod", "amod")
            ):
                return token
    return None


def _modified(noun: Token, nouns: frozenset[str]) -> bool:
    """ "an emergency meeting": a noun that counts only with its modifier."""
    return any(f"{c.lemma_.lower()} {noun.lemma_.lower()}" in nouns for c in children(noun, "amod", "compound"))


def is_long_ago(verb: Token) -> bool:
    """ "deployed troops last December": a deed that its date sets apart from the news."""
    words = load_lexicon("reactions")["long_ago"]
    dates = [c for c in verb.children if c.dep_ in ("obl", "obl:unmarked", "advmod", "nmod:unmarked")]
    return any(
        t.lemma_.lower() in words and t.pos_ != "AUX"
        for date in dates
        for t in date.subtree
        if date.ent_type_ == "DATE" or t.i == date.i
    )


def _doer(verb: Token) -> Token | None:
    """The verb whose subject does or orders the deed, or None where it was not done."""
    if is_negated(verb):
        return None
    if any(c.lower_ in UNREAL for c in children(verb, "aux")):
        return _announced(verb)
    if any(c.lower_ in ("if", "unless") for c in children(verb, "mark")):
        return None
    is_infinitive = any(c.lower_ == "to" for c in children(verb, "mark"))
    if not is_infinitive:
        if (
            verb.dep_ == "conj"
            and not any(c.dep_.startswith("nsubj") for c in verb.children)
            and verb.head.pos_ == "VERB"
        ):
            outer = _doer(verb.head)
            return verb if outer is not None else None
        return verb
    if (
        verb.dep_ in ("xcomp", "advcl", "ccomp", "acl")
        and verb.head.lemma_.lower() in load_lexicon("reactions")["order_verbs"]
    ):
        return (
            None if is_negated(verb.head) or any(c.lower_ in UNREAL for c in children(verb.head, "aux")) else verb.head
        )
    return None


def _announced(verb: Token) -> Token | None:
    """ "announced that it would close its airspace": the verb that announces what its own subject will do."""
    head = verb.head
    if verb.dep_ != "ccomp" or head.lemma_.lower() not in load_lexicon("reactions")["announcing_verbs"]:
        return None
    subject = next((c for c in children(verb, "nsubj")), None)
    certain = all(c.lower_ in ("will", "would") for c in children(verb, "aux") if c.lower_ in UNREAL)
    own = subject is not None and subject.pos_ == "PRON"
    unreal = is_negated(head) or any(c.lower_ in UNREAL for c in children(head, "aux"))
    return head if own and certain and not unreal else None


def is_agentless(deed: Deed) -> bool:
    """True for a passive without a doer: "border crossings were closed"."""
    agents = [c for c in deed.doer.children if c.dep_ in ("obl:agent", "obl") and preposition(c) == "by"]
    return is_passive(deed.doer) and not agents
