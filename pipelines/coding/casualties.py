"""Who was killed and wounded: figures of one sentence, each with the words it came from."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import (
    children,
    conjuncts,
    first_child,
    is_negated,
    preposition,
    subject,
    whole_text,
)
from pipelines.coding.quantities import Quantity, number_of, quantity_at, quantity_of
from pipelines.coding.targets import is_armed

CIVILIAN_PREPOSITIONS = ("including", "among")
PUTTING = ("put", "raise", "place", "set", "revise")  # "put the toll at 20"
LONGEST_ASIDE = 16  # words from the victims to the end of "two of them children"


@dataclass(frozen=True)
class Loss:
    """People killed or injured. ``victim`` is the noun counted (None for a bare toll), ``predicate`` the word that says
    what happened to them, ``civilians`` the share said to be civilians or children."""

    kind: str
    quantity: Quantity | None
    predicate: Token
    victim: Token | None
    civilians: Quantity | None


def losses_in(sentence: Span) -> list[Loss]:
    """All losses that a sentence tells, in the order of the text."""
    found: list[Loss] = []
    for token in sentence:
        if token.is_space or token.is_punct:
            continue
        found.extend(_of_verb(token) if token.pos_ in ("VERB", "AUX") else _of_noun(token))
    return _without_doubles(found)


def _without_doubles(losses: list[Loss]) -> list[Loss]:
    kept: list[Loss] = []
    for loss in losses:
        if any(k.kind == loss.kind and k.quantity is not None and loss.quantity is not None
               and k.quantity.start == loss.quantity.start for k in kept):  # fmt: skip
            continue
        kept.append(loss)
    return kept


def verb_kind(token: Token) -> str | None:
    """ "killed" or "injured" for a verb that says so of people."""
    lexicon = load_lexicon("quantities")
    lemma = token.lemma_.lower()
    if token.pos_ not in ("VERB", "AUX", "ADJ"):
        return None
    return "killed" if lemma in lexicon["killed_verbs"] else "injured" if lemma in lexicon["injured_verbs"] else None


def _of_verb(verb: Token) -> list[Loss]:
    kind = verb_kind(verb)
    if verb.lemma_.lower() == "shoot" and any(
        c.lower_ == "dead" for c in children(verb, "xcomp", "advmod", "amod", "compound:prt")
    ):
        kind = "killed"
    if kind is None:
        return _lives(verb) + _left_dead(verb)
    victim = victim_of(verb)
    if victim is None:
        figure = _figure_after(verb)
        return [Loss(kind, figure, verb, None, None)] if figure is not None else []
    heads = [
        t
        for t in conjuncts(victim)
        if (t.pos_ in ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "DET") and t.i < verb.i)
        or t.pos_ in ("NOUN", "PROPN", "NUM")
        or (t.pos_ == "ADJ" and is_armed(t) and children(t, "nummod", "det"))  # "one insurgent", read as an adjective
        or t.lower_
        in ("several", "many", "some", "dozens", "scores", "hundreds", "him", "her")  # "killing several of them"
    ]
    if is_negated(verb) or victim.lower_ in ("nobody", "none") or any(c.lower_ == "no" for c in victim.children):
        word = next((c for c in verb.children if c.lower_ in ("not", "n't", "never")), victim)
        if word is not victim and victim.lower_ not in ("anybody", "anyone"):
            return []
        zero = Quantity(
            0,
            0,
            0,
            victim.left_edge.idx if victim.left_edge.i >= victim.i - 3 else victim.idx,
            victim.idx + len(victim.text),
        )
        kinds = ["killed", "injured"] if verb.lemma_.lower() in ("hurt", "harm") else [kind]
        return [Loss(k, zero, verb, victim, None) for k in kinds]
    return _counted(kind, verb, heads)


def _figure_after(verb: Token) -> Quantity | None:
    """ "killed six and hurt nine others", where the reader lost the object: the figure right after the verb."""
    for i in range(verb.i + 1, min(verb.i + 5, verb.sent.end)):
        token = verb.doc[i]
        if number_of(token.text) is not None and token.lower_ not in ("a", "an"):
            return quantity_at(token)
        if token.lower_ not in (
            "at",
            "least",
            "about",
            "more",
            "than",
            "some",
            "around",
            "over",
            "another",
            "nearly",
            "up",
            "to",
        ):
            return quantity_at(token) if token.lower_ in ("dozens", "scores", "hundreds", "several") else None
    return None


def victim_of(verb: Token) -> Token | None:
    """The noun of those killed or wounded by a verb."""
    if first_child(verb, "nsubj:pass") is not None:
        return _antecedent(first_child(verb, "nsubj:pass"), verb)
    direct = first_child(verb, "obj", "iobj")
    if direct is not None and direct.pos_ != "DET":
        return direct
    if verb.lemma_.lower() in ("die", "perish", "drown"):
        found = subject(verb)
        return (
            _antecedent(found, verb) if found is not None else verb.head if verb.dep_ in ("acl", "acl:relcl") else None
        )
    if children(verb, "aux:pass") or (verb.dep_ == "conj" and children(verb.head, "nsubj:pass")):
        found = subject(verb)
        if found is not None or verb.dep_ != "acl":
            return _antecedent(found, verb) if found is not None else None
    if (
        verb.dep_ == "conj"
        and verb.head.pos_ == "VERB"
        and verb.head.lemma_.lower() in ("shoot", "attack", "stab", "torture", "kidnap", "abduct", "capture")
    ):
        return first_child(verb.head, "obj")  # "shot and killed a guard"
    if (
        verb.dep_ in ("acl", "amod")
        and verb.head.pos_ in ("NOUN", "NUM", "PROPN", "PRON")
        and verb.lower_.endswith(("ed", "ain", "rt", "en"))
    ):
        return verb.head
    if first_child(verb, "nsubj") is not None and verb.lower_.endswith(("ed", "rt")) and not children(verb, "obj"):
        return first_child(verb, "nsubj")  # a headline: "12 killed in attack"
    return None


def _antecedent(found: Token | None, verb: Token) -> Token | None:
    if found is not None and found.lower_ in ("who", "that", "which", "whom") and verb.dep_.startswith("acl"):
        return verb.head
    return found


def _of_noun(token: Token) -> list[Loss]:
    lexicon = load_lexicon("quantities")
    lemma = token.lemma_.lower()
    if token.pos_ == "ADJ" or (
        token.lower_ in ("dead", "wounded", "injured") and token.dep_ in ("amod", "xcomp", "conj", "acl", "root")
    ):
        kind = (
            "killed"
            if token.lower_ in lexicon["killed_adjectives"]
            else "injured"
            if token.lower_ in lexicon["injured_adjectives"]
            else None
        )
        if kind is None:
            return []
        direct = quantity_of(token)
        if direct is not None and direct.best != 1:
            return [Loss(kind, direct, token, None, None)]
        noun = (
            token.head
            if token.dep_ in ("amod", "acl")
            else subject(token)
            if token.dep_ in ("root", "ccomp", "conj")
            else None
        )
        if noun is None or noun.i == token.i or is_negated(token) or noun.pos_ not in ("NOUN", "PROPN", "NUM", "PRON"):
            return []
        return _counted(kind, token, conjuncts(noun) if token.dep_ != "amod" else [noun])
    if token.pos_ not in ("NOUN", "PROPN"):
        return []
    kinds = (["killed"] if lemma in lexicon["killed_nouns"] or token.lower_ in lexicon["killed_nouns"] else
             ["injured"] if lemma in lexicon["injured_nouns"] or token.lower_ in lexicon["injured_nouns"] else
             ["killed", "injured"] if lemma in lexicon["both_nouns"] else [])  # fmt: skip
    if kinds:
        return _of_loss_noun(token, kinds)
    if lemma in lexicon["toll_nouns"]:
        return _toll(token)
    return []


def _of_loss_noun(token: Token, kinds: list[str]) -> list[Loss]:
    quantity = quantity_of(token)
    zero = quantity is not None and quantity.best == 0
    if quantity is None and len(kinds) == 1 and token.lemma_.lower() in ("death", "killing"):
        of = [t for c in children(token, "nmod") if preposition(c) == "of" for t in conjuncts(c)]
        return _counted(kinds[0], token, of)  # "the deaths of five fighters"
    if quantity is None and (reported := _reports_of(token)) is not None:
        quantity, zero = reported, True
    if quantity is None or (
        not zero and (len(kinds) == 2 or token.lemma_.lower() in ("body", "corpse", "wound", "killing"))
    ):
        return []
    if (
        quantity.best == 1
        and token.lemma_.lower() != "dead"
        and number_of(whole_text(token.doc)[quantity.start : quantity.end]) is None
    ):
        return []  # "a death", "an injury" stand for the thing in general as often as for one person
    losses = [Loss(kind, quantity, token, None, None) for kind in kinds]
    if zero:
        for other in conjuncts(token)[1:]:
            for sibling in _of_loss_kinds(other):
                losses.append(Loss(sibling, quantity, other, None, None))
    return losses


def _of_loss_kinds(token: Token) -> list[str]:
    lexicon = load_lexicon("quantities")
    lemma = token.lemma_.lower()
    if lemma in lexicon["both_nouns"]:
        return ["killed", "injured"]
    return ["killed"] if lemma in lexicon["killed_nouns"] else ["injured"] if lemma in lexicon["injured_nouns"] else []


def _reports_of(token: Token) -> Quantity | None:
    """ "no reports of injuries", "no immediate word on casualties"."""
    head = token.head
    if token.dep_ == "nmod" and head.lemma_.lower() in ("report", "word", "sign", "indication"):
        no = next((c for c in head.children if c.lower_ == "no"), None)
        if no is not None:
            return Quantity(0, 0, 0, no.idx, token.idx + len(token.text))
    return None


def _toll(token: Token) -> list[Loss]:
    """ "the death toll rose to 17", "a toll of 27 dead"."""
    near = token.doc[max(token.sent.start, token.i - 2) : token.i].text.lower()
    of_an_attack = any(preposition(c) in ("from", "of", "in") for c in children(token, "nmod"))
    of_an_attack = of_an_attack or (token.dep_ == "obj" and token.head.lemma_.lower() in PUTTING)
    lemma = token.lemma_.lower()
    if lemma == "number":
        told = _counts_the_dead(token)
    else:
        told = "death" in near or "dead" in near or (lemma == "toll" and of_an_attack)
    if not told:
        return []
    verb = token.head if token.dep_ in ("nsubj", "nsubj:pass", "obj") else None
    places = [
        *(children(verb, "obl", "obj", "nmod", "xcomp") if verb is not None else []),
        *children(token, "nmod", "appos"),
    ]
    for place in places:
        if preposition(place) in ("to", "at", "of", None, "past", "beyond"):
            quantity = quantity_of(place)
            if quantity is not None:
                return [Loss("killed", quantity, token, None, None)]
    return []


def _counts_the_dead(number: Token) -> bool:
    """ "The number of dead", "the number of people killed in the attack"."""
    lexicon = load_lexicon("quantities")
    for noun in children(number, "nmod"):
        words = {t.lower_ for t in (noun, *noun.children)} | {noun.lemma_.lower()}
        if preposition(noun) == "of" and words & {*lexicon["killed_adjectives"], *lexicon["killed_nouns"]}:
            return True
    return False


def _lives(verb: Token) -> list[Loss]:
    """ "claimed the lives of 12 people", "took 12 lives", "12 people lost their lives"."""
    lexicon = load_lexicon("quantities")
    life = next((c for c in children(verb, "obj") if c.lemma_.lower() in lexicon["lives"]), None)
    if life is None or verb.lemma_.lower() not in ("claim", "take", "lose", "cost"):
        return []
    if verb.lemma_.lower() == "lose":
        found = subject(verb)
        return _counted("killed", verb, conjuncts(found)) if found is not None else []
    for noun in [*(c for c in children(life, "nmod") if preposition(c) == "of"), life]:
        if (quantity := quantity_of(noun)) is not None:
            return [Loss("killed", quantity, verb, noun if noun is not life else None, None)]
    return []


def _left_dead(verb: Token) -> list[Loss]:
    """ "left 12 people dead and 30 wounded": the adjectives hang on the verb, the people are its object."""
    if verb.lemma_.lower() != "leave":
        return []
    lexicon = load_lexicon("quantities")
    found = []
    for adjective in [t for c in children(verb, "xcomp", "advcl", "acl", "amod") for t in conjuncts(c)]:
        kind = (
            "killed"
            if adjective.lower_ in lexicon["killed_adjectives"]
            else "injured"
            if adjective.lower_ in lexicon["injured_adjectives"]
            else None
        )
        victim = first_child(adjective, "nsubj") or first_child(verb, "obj")
        if kind and victim is not None and quantity_of(adjective) is None:
            found.extend(_counted(kind, adjective, [victim]))
    return found


def _counted(kind: str, predicate: Token, heads: list[Token]) -> list[Loss]:
    """One loss for each victim noun that is people; those without a figure keep quantity None."""
    things = load_lexicon("quantities")["things"]
    found = []
    for head in heads:
        if head.lemma_.lower() in things:
            continue
        quantity = quantity_of(head)
        if quantity is None and _is_one(head):
            quantity = Quantity(1, 1, 1, head.idx, head.idx + len(head.text))
        found.append(
            Loss(kind, quantity, predicate, head, _civilians(head, predicate, quantity) if kind == "killed" else None)
        )
    return found


def _is_one(head: Token) -> bool:
    """A name or a singular noun with an article: one person."""
    if head.pos_ == "PROPN":
        return head.ent_type_ == "PER"
    if head.lower_ in ("him", "her"):
        return True
    singular = head.pos_ == "NOUN" and head.lemma_.lower() == head.lower_
    if singular and head.i + 1 < head.sent.end and head.nbor().ent_type_ == "PER":
        return True  # "killed militia leader Haddad"
    return (
        singular
        and bool(children(head, "det", "nmod:poss"))
        and head.lower_
        not in ("family", "people", "crew", "number", "majority", "group", "rest", "personnel", "police")
    )


def _is_civilian(noun: Token) -> bool:
    civilians = load_lexicon("quantities")["civilians"]
    words = [noun, *children(noun, "amod", "compound")]
    if any(w.lemma_.lower() in civilians for w in words):
        return True
    return any(c.lemma_.lower() in civilians for c in children(noun, "nmod") if preposition(c) == "of")


def _civilians(head: Token, predicate: Token, quantity: Quantity | None) -> Quantity | None:
    if _is_civilian(head):
        return quantity
    parts = [
        c
        for t in (head, predicate)
        for c in children(t, "nmod", "obl", "appos", "parataxis", "acl", "advcl", "dep", "conj")
    ]
    total = _of_them(head)
    for part in parts if total is None else ():
        text = part.doc[part.left_edge.i : part.i + 1].text.lower()
        if preposition(part) in CIVILIAN_PREPOSITIONS or text.startswith(
            ("including", "among them", "two of them", "three of them")
        ):
            for noun in conjuncts(part):
                counted = quantity_of(noun)
                if _is_civilian(noun) and counted is not None:
                    total = counted if total is None else total.plus(counted)
    return total


def _of_them(head: Token) -> Quantity | None:
    """ "Five people, two of them children", "12 people, among them four children": the words say it, whatever the tree
    makes of them."""
    civilians = load_lexicon("quantities")["civilians"]
    doc, end = head.doc, head.sent.end
    for token in doc[head.i + 1 : min(head.i + LONGEST_ASIDE, end - 1)]:
        if number_of(token.text) is None:
            continue
        after = doc[token.i + 1 : min(token.i + 3, end)].text.lower()
        before = doc[max(token.i - 2, head.i) : token.i].text.lower()
        part = doc[token.i + 3 : min(token.i + 6, end)] if after in ("of them", "of whom") else ()
        part = doc[token.i + 1 : min(token.i + 3, end)] if before in ("among them", "among whom") else part
        if any(t.lemma_.lower() in civilians for t in part):
            return quantity_at(token)
    return None
