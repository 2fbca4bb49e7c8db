"""Who takes, is given or rejects the responsibility for a strike."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import children, conjuncts, is_negated, is_passive, preposition, subject
from pipelines.coding.reality import unreal_reason
from pipelines.coding.targets import is_armed

RESPONSIBILITY = ("responsibility", "credit")
BOASTS = ("boast", "admit", "acknowledge", "confess", "claim")
EMPTY = {"no", "nobody", "none", "neither"}


@dataclass(frozen=True)
class Claim:
    """``status`` is claimed, attributed or disputed; ``actors`` are those responsible, or those who deny it; ``about``
    are words of force in the same sentence that the claim is about."""

    status: str
    actors: list[Token]
    word: Token
    about: list[Token]


def claims_in(sentence: Span, events: set[int]) -> list[Claim]:
    """Claims of one sentence; ``events`` are the token numbers of its words of force."""
    found = []
    for token in sentence:
        claim = (
            _claimed(token)
            or _claims_it(token, events)
            or _blamed(token, events)
            or _behind(token)
            or _responsible(token)
            or _culprits(token)
            or _took_part(token, events)
            or _identified(token, events)
            or _denied(token, events)
        )
        if claim is not None:
            status, actors, word = claim
            actors = [_antecedent(a) for a in actors if a.lemma_.lower() not in load_lexicon("strikes")["no_culprits"]]
            if not actors or _is_supposed(word) or unreal_reason(word) is not None:
                continue
            about = [t for t in word.subtree if t.i in events]
            if not about and word.lower_ == "blaming":  # "..., blaming the rebels": for what the sentence tells
                about = [t for t in sentence if t.i in events and t.i < word.i]
            found.append(Claim(status, actors, word, about))
    return found


def _claimed(token: Token):
    """ "X claimed responsibility for", "responsibility was claimed by X"."""
    if token.lemma_.lower() not in RESPONSIBILITY:
        return None
    verb = token.head
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in (
        "claim",
        "take",
        "accept",
        "admit",
        "assume",
        "acknowledge",
        "deny",
    ):
        return None
    if verb.lemma_.lower() == "deny":
        return "disputed", _subjects(verb), verb
    if is_negated(verb) or is_negated(token):
        return None
    if is_passive(verb) or token.dep_ == "nsubj:pass":
        actors = [t for c in children(verb, "obl:agent", "obl") if preposition(c) == "by" for t in conjuncts(c)]
    else:
        agent = subject(verb)
        actors = conjuncts(agent) if agent is not None else []
        if agent is not None and agent.lower_ in ("that", "which", "who") and verb.dep_.startswith("acl"):
            actors = [verb.head]
    actors = [a for a in actors if not _empty(a)]
    return ("claimed", actors, verb) if actors else None


def _claims_it(token: Token, events: set[int]):
    """ "X claimed the attack"; "X boasted that it had carried out the attack"."""
    if token.pos_ != "VERB" or is_negated(token):
        return None
    lemma = token.lemma_.lower()
    done = [c for c in children(token, "obj", "ccomp") if c.i in events]
    if lemma == "claim" and any(c.pos_ != "VERB" or children(c, "det", "nmod:poss", "compound") for c in done):
        return "claimed", [a for a in _subjects(token) if not _empty(a)], token
    if lemma not in BOASTS:
        return None
    own = next((c for c in children(token, "ccomp") if any(t.i in events for t in c.subtree)), None)
    speaker, doer = _subjects(token), subject(own) if own is not None else None
    if own is None or doer is None or doer.lower_ not in ("it", "they", "we", "he") or not speaker or is_negated(own):
        return None
    return "claimed", [doer], token


def _empty(actor: Token) -> bool:
    words = {actor.lower_, *(c.lower_ for c in actor.children)}
    return bool(words & EMPTY) or actor.lower_ in ("one", "anyone") or {"nor", "any"} <= words


def _antecedent(actor: Token) -> Token:
    """ "Bands, which have been blamed for the massacre": who is meant by the relative pronoun."""
    clause = actor.head
    return clause.head if actor.lower_ in ("which", "who", "that") and clause.dep_.startswith("acl") else actor


def _is_supposed(word: Token) -> bool:
    """ "It should have claimed responsibility", "if they blame"."""
    modals = load_lexicon("strikes")["modals"]
    return any(
        (c.dep_.startswith("aux") and c.lower_ in modals)
        or (c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether"))
        for c in word.children
    )


def _blamed(token: Token, events: set[int]):
    """ "blamed X for the attack", "blamed the attack on X", "accused X of bombing"."""
    lemma = token.lemma_.lower()
    if token.pos_ != "VERB" or lemma not in ("blame", "accuse", "suspect", "attribute", "ascribe") or is_negated(token):
        return None
    if is_passive(token):
        patient = next(iter(children(token, "nsubj:pass")), None)
        if patient is None or patient.i in events:
            return None
        obliques = [c for c in children(token, "obl") if preposition(c) in ("for", "of")]
        done = [
            c for c in children(token, "advcl", "acl", "xcomp") if any(m.lower_ in ("of", "for") for m in c.children)
        ]
        about = any(c.i in events or _names_event(c) for c in obliques)
        about = about or any(t.i in events or _names_event(t) for c in done for t in c.subtree)
        return ("attributed", conjuncts(patient), token) if about else None
    objects = children(token, "obj")
    if not objects:
        return None
    if lemma == "accuse":
        clauses = children(token, "advcl", "acl", "xcomp", "ccomp")
        if any(t.i in events or _names_event(t) for c in clauses for t in c.subtree if c.i > objects[0].i):
            return "attributed", conjuncts(objects[0]), token  # "accused the FMLN of being responsible for the attack"
    if objects[0].i in events or _names_event(objects[0]) or objects[0].lower_ in ("it", "this", "them"):
        owners = [*children(token, "obl"), *children(objects[0], "nmod")]
        actors = [t for c in owners if preposition(c) in ("on", "to") for t in conjuncts(c)]
    else:
        about = [
            c
            for c in [*children(token, "obl"), *children(objects[0], "nmod")]
            if preposition(c) in ("for", "of", "over", "in")
        ]
        if not about and lemma in ("blame", "suspect") and (token.lower_ == "blaming" or _is_told(objects[0])):
            return "attributed", conjuncts(objects[0]), token  # "Officials blamed the rebels."
        actors = (
            conjuncts(objects[0])
            if any(
                t.i in events
                or _names_event(t)
                or t.lower_ in ("it", "this")
                or t.lemma_.lower() in ("incident", "crash")
                for c in about
                for t in c.subtree
            )
            else []
        )
    return ("attributed", actors, token) if actors else None


def _is_told(blamed: Token) -> bool:
    """A name or armed people, not "the weather"."""
    return blamed.ent_type_ in ("ORG", "LOC", "NORP") or is_armed(blamed)


def _behind(token: Token):
    """ "X was behind the attack"."""
    if token.lower_ != "behind" or token.dep_ != "case":
        return None
    event = token.head
    actor = subject(event) or (
        subject(event.head) if event.head.pos_ in ("VERB", "AUX") and event.head.i != event.i else None
    )
    if (
        actor is None
        or actor.lower_ in ("who", "what", "whoever", "that", "those")
        or _empty(actor)
        or is_negated(event)
        or is_negated(event.head)
    ):
        return None
    if event.lemma_.lower() not in (
        "attack",
        "bombing",
        "strike",
        "blast",
        "explosion",
        "assault",
        "shooting",
        "raid",
        "it",
        "this",
        "killing",
        "incident",
        "them",
    ):
        return None
    return "attributed", conjuncts(actor), event


def _names_event(token: Token) -> bool:
    """ "The murder", "the attack": a word that points back to a strike, also where it is no frame of its own."""
    lexicon = load_lexicon("strikes")
    known = any(c.lower_ in ("the", "this", "that", "these", "those") or c.dep_ == "nmod:poss" for c in token.children)
    named = (*lexicon["anaphors"], *lexicon["nouns"], *lexicon["deeds"])
    return known and token.pos_ == "NOUN" and token.lemma_.lower() in named


def _responsible(token: Token):
    """ "The ELN was responsible for the attack"."""
    if token.lower_ != "responsible" or is_negated(token):
        return None
    events = [c for c in children(token, "obl", "nmod") if preposition(c) == "for" and _names_event(c)]
    actor = subject(token) if children(token, "cop") else None
    if not events or actor is None or _empty(actor) or actor.lower_ in ("who", "those", "that", "what", "whoever"):
        return None
    return "attributed", conjuncts(actor), token


def _identified(token: Token, events: set[int]):
    """ "Those responsible for the murder are soldiers", "the attack was the work of rebels"."""
    if not children(token, "cop") or is_negated(token):
        return None
    own = subject(token)
    if own is None:
        return None
    if token.lemma_.lower() in ("work", "doing", "deed"):
        known = own.i in events or _names_event(own) or own.lower_ in ("it", "this")
        by = [t for c in children(token, "nmod") if preposition(c) == "of" for t in conjuncts(c)]
        return ("attributed", by, token) if known and by else None
    culprit = own.lemma_.lower() in load_lexicon("strikes")["culprits"]
    blamed = any(c.lower_ == "responsible" for c in own.children)
    told = any(t.i in events or _names_event(t) for t in own.subtree if t.i != own.i)
    return ("attributed", conjuncts(token), token) if (culprit or blamed) and told and token.pos_ != "ADJ" else None


def _took_part(token: Token, events: set[int]):
    """ "Soldiers were involved in the massacre", "implicated four officers in it", "arrested two in connection with it"."""
    lexicon, lemma = load_lexicon("strikes"), token.lemma_.lower()
    own = lemma in lexicon["part_verbs"]
    if token.pos_ != "VERB" or is_negated(token) or not (own or lemma in lexicon["parted_verbs"]):
        return None
    if own:
        actors = _subjects(token)
    elif is_passive(token) or (token.dep_ == "acl" and not children(token, "obj")):
        patient = next(iter(children(token, "nsubj:pass", "nsubj")), None)
        patient = patient or (token.head if token.dep_ == "acl" else None)
        actors = conjuncts(patient) if patient is not None else []
    else:
        actors = [t for c in children(token, "obj") for t in conjuncts(c)]
    near = [*children(token, "obl"), *(g for c in children(token, "obl", "obj") for g in children(c, "nmod"))]
    done = [c for c in near if preposition(c) in ("in", "with", "for", "of", "in connection with")]
    actors = [a for a in actors if not _empty(a) and a.i not in events and (is_armed(a) or a.ent_type_)]
    actors = [a for a in actors if not any(t.lower_ in ("how", "which", "what") for t in a.subtree)]
    done = [c for c in done if not lexicon["nouns"].get(c.lemma_.lower(), {}).get("series")]  # an operation, a campaign
    return ("attributed", actors, token) if actors and any(c.i in events or _names_event(c) for c in done) else None


def _culprits(token: Token):
    """ "X are the suspected perpetrators"."""
    if token.lemma_.lower() not in load_lexicon("strikes")["culprits"] or not children(token, "cop"):
        return None
    actor = subject(token)
    if actor is None or _empty(actor) or is_negated(token) or actor.lower_ in ("who", "they"):
        return None
    return "attributed", conjuncts(actor), token


def _denied(token: Token, events: set[int]):
    """ "denied involvement", "denied carrying out the attack", "had nothing to do with it"."""
    lemma = token.lemma_.lower()
    if lemma == "deny" and token.pos_ == "VERB" and not is_negated(token):
        for child in children(token, "obj", "xcomp", "ccomp"):
            words = {t.lemma_.lower() for t in child.subtree}
            if words & {"involvement", "role", "accusation", "allegation", "charge", "responsibility"} or (
                child.pos_ == "VERB" and any(t.i in events for t in child.subtree)
            ):
                return "disputed", _subjects(token), token
    if lemma == "nothing" and "to do with" in token.doc[token.i : token.i + 5].text.lower():
        return "disputed", _subjects(token.head), token.head
    return None


def _subjects(verb: Token) -> list[Token]:
    agent = subject(verb)
    return conjuncts(agent) if agent is not None else []
