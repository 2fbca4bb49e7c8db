"""Speech cues of ``lexicons/statements.yaml``, looked up by lemma, and whether a cue was really said."""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import SUBJECTS, children, first_child, is_negated, preposition

SETS = (
    "light_verbs",
    "issue_verbs",
    "documents",
    "own_sources",
    "still_said",
    "modals_of_doubt",
    "speaker_nouns",
    "sure_verbs",
    "plain_verbs",
    "impersonal_verbs",
    "source_nouns",
    "weak_light_verbs",
    "felt_acts",
    "objecting_verbs",
)
CONDITIONS = {"if", "unless", "whether", "until"}


@dataclass(frozen=True)
class Cues:
    """The lexicon by lemma: ``verbs[lemma][construction]`` is an act; likewise ``verb_objects[lemma][noun]`` and
    ``nouns[noun]``; the other lists as sets."""

    verbs: dict[str, dict[str, str]]
    verb_objects: dict[str, dict[str, str]]
    nouns: dict[str, str]
    light_verbs: frozenset[str]
    issue_verbs: frozenset[str]
    documents: frozenset[str]
    own_sources: frozenset[str]
    still_said: frozenset[str]
    modals_of_doubt: frozenset[str]
    speaker_nouns: frozenset[str]
    sure_verbs: frozenset[str]
    plain_verbs: frozenset[str]
    impersonal_verbs: frozenset[str]
    source_nouns: frozenset[str]
    weak_light_verbs: frozenset[str]
    felt_acts: frozenset[str]
    objecting_verbs: frozenset[str]
    clear_verbs: dict[str, list[str]]
    companions: dict[str, list[str]]


@cache
def load_cues() -> Cues:
    """The cues, the user's additions included."""
    lexicon = load_lexicon("statements")
    verbs: dict[str, dict[str, str]] = {}
    for act, entries in lexicon["verbs"].items():
        for lemma, constructions in entries.items():
            for construction in constructions:
                verbs.setdefault(lemma, {}).setdefault(construction, act)
    objects: dict[str, dict[str, str]] = {}
    for act, entries in lexicon["verb_objects"].items():
        for lemma, nouns in entries.items():
            objects.setdefault(lemma, {}).update(dict.fromkeys(nouns, act))
    nouns = {noun: act for act, listed in lexicon["nouns"].items() for noun in listed}
    sets = {name: frozenset(lexicon[name]) for name in SETS}
    return Cues(verbs, objects, nouns, **sets, clear_verbs=lexicon["clear_verbs"], companions=lexicon["companions"])


def was_said(verb: Token) -> bool:
    """False for speech that did not take place: negated, possible, future, conditional, or wished for."""
    if is_negated(verb):
        return False
    cues = load_cues()
    for auxiliary in children(verb, "aux"):
        if auxiliary.lower_ in cues.modals_of_doubt:
            return False
    marks = {child.lower_ for child in children(verb, "mark")}
    if marks & CONDITIONS:
        return False
    if verb.dep_ == "xcomp" and verb.head.pos_ in ("VERB", "AUX", "ADJ"):
        return verb.head.lemma_.lower() in cues.still_said and was_said(verb.head)
    if "to" in marks:  # "to condemn ..." as a purpose or a complement was not yet said
        return False
    if verb.dep_ == "conj" and not any(c.dep_.startswith("nsubj") for c in verb.children) and verb.head.pos_ == "VERB":
        shared = {c.lower_ for c in children(verb.head, "aux")}
        has_own = any(c.dep_ == "aux" for c in verb.children)
        if not has_own and shared & cues.modals_of_doubt and verb.lower_ == verb.lemma_.lower():
            return False
        if verb.head.dep_ == "xcomp" or any(c.lower_ == "to" for c in children(verb.head, "mark")):
            return was_said(verb.head)
    return True


def has_companion(verb: Token) -> bool:
    """True for a verb that says something with the words it needs: "ruled out"; "ruled" alone does not."""
    wanted = load_cues().companions.get(verb.lemma_.lower())
    return wanted is None or any(t.lower_ in wanted for c in verb.children for t in (c, *c.children))


def reporting_verb(node: Token) -> Token | None:
    """The speech verb that a further cue belongs to although the parser hung it into what was said.

    "X said the bomb killed ten, adding that ...": the participle behind a comma goes on with what X does; and so does
    "their strikes were aimed at camps and affirmed that ...", where the strikes cannot speak.
    """
    cues = load_cues().verbs
    if any(c.dep_ in SUBJECTS for c in node.children):
        return None
    clause = node.head
    if node.lemma_.lower() not in cues and not (node.dep_ == "conj" and _is_diplomatic(node)):
        return None
    if node.dep_ == "advcl":
        if not node.lower_.endswith("ing") or not _behind_comma(node) or children(node, "mark", "case"):
            return None
    elif node.dep_ == "conj":
        inner = first_child(clause, *SUBJECTS)
        speechless = (
            inner is not None
            and inner.pos_ not in ("PRON", "PROPN")
            and inner.lemma_.lower() not in load_cues().speaker_nouns
            and bool(children(node, "ccomp"))
        )
        if not speechless and not _starts_anew(node):
            return None
    else:
        return None
    outer = clause
    while outer.dep_ in ("conj", "xcomp") and outer.head.i != outer.i:
        outer = outer.head
    if outer.dep_ == "ccomp" and outer.head.lemma_.lower() in cues and outer.head.i < node.i:
        return outer.head
    return None


def _starts_anew(node: Token) -> bool:
    """True for a verb that the parser joined to a reported clause although its form or a comma sets it apart: "said it
    would stay and condemned the raid", "denied that it knew, and summoned the envoy", "denied it and accused ...".
    """
    clause = node.head
    own = children(node, "aux", "aux:pass")
    modal = any(c.lower_ in load_cues().modals_of_doubt for c in children(clause, "aux"))
    if modal and not own and node.lower_ != node.lemma_.lower() and not node.lower_.endswith("ing"):
        return True
    if clause.dep_ == "ccomp" and clause.head.lemma_.lower() in load_cues().objecting_verbs:
        return not own
    joint = first_child(node, "cc")
    return joint is not None and joint.i > 0 and joint.nbor(-1).text == "," and not own


def _is_diplomatic(node: Token) -> bool:
    """ "... and summoned the envoy": a deed of a state among words that were said."""
    nouns = load_lexicon("reactions")["verbs"]["diplomatic"].get(node.lemma_.lower(), ())
    return any(t.lemma_.lower() in nouns for t in children(node, "obj"))


def lost_subject(verb: Token) -> Token | None:
    """The subject of a verb of speech that the parser gave to another word: "57 members, ..., said they were leaving",
    "In the capital, Gates vowed ...", "Speaking to reporters, the president of the league, Ali Omar, said ...".

    It is the phrase that ends right before the verb, where the verb has no subject and needs one.
    """
    if verb.dep_ not in ("root", "ROOT", "ccomp", "parataxis") or children(verb, *SUBJECTS):
        return None
    if verb.lower_.endswith("ing") or children(verb, "aux:pass", "mark"):
        return None
    before = [t for t in verb.doc[max(verb.sent.start, verb.i - 6) : verb.i] if not t.is_space]
    while before and (before[-1].pos_ in ("ADV", "AUX") or before[-1].text == "," or before[-1].ent_type_ == "DATE"):
        before.pop()
    if not before or before[-1].pos_ not in ("NOUN", "PROPN", "PRON", "NUM"):
        return None
    head = before[-1]
    while head.head.i < verb.i and head.head.i != head.i and head.head.pos_ not in ("VERB", "AUX", "ADJ"):
        comma = any(t.text == "," for t in head.doc[min(head.i, head.head.i) : max(head.i, head.head.i)])
        if head.dep_ in ("conj", "obl", "nsubj", "obj") or (head.dep_ == "flat" and comma):
            break
        head = head.head.head if head.head.dep_ == "acl" else head.head
    return None if preposition(head) is not None else head


def is_aside(node: Token) -> bool:
    """ "..., with some reporting that ...", "..., while the army said ...": somebody else's words behind a comma, no part
    of those before."""
    if node.dep_ not in ("advcl", "acl") or node.lemma_.lower() not in load_cues().verbs:
        return False
    if any(c.lower_ in ("while", "whereas") for c in children(node, "mark")):
        return first_child(node, *SUBJECTS) is not None and _behind_comma(node)
    if not node.lower_.endswith("ing"):
        return False
    first = min((t for t in node.subtree if not t.is_punct), key=lambda t: t.i)
    return first.lower_ == "with" and _behind_comma(node)


def _behind_comma(node: Token) -> bool:
    """True where a comma stands before the first word of a clause."""
    first = min((t for t in node.subtree if not t.is_punct), key=lambda t: t.i)
    return first.i > 0 and first.nbor(-1).text == ","


def is_quoted(node: Token) -> bool:
    """ "quoted a spokesman as saying": the words of the one who is quoted."""
    return node.head.lemma_.lower() in ("quote", "cite") and any(c.lower_ == "as" for c in node.children)


def is_contradiction(node: Token) -> bool:
    """ "..., which Russia denies", "a charge Tehran denies": a relative clause in which somebody else objects."""
    if node.dep_ != "acl:relcl" or node.lemma_.lower() not in load_cues().objecting_verbs:
        return False
    subject = first_child(node, "nsubj")
    thing = first_child(node, "obj")
    return (
        subject is not None
        and subject.lower_ not in ("which", "who", "that")
        and (thing is None or thing.lower_ in ("which", "that"))
    )
