"""Who said what by which verb: the constructions of ``lexicons/statements.yaml`` in the trees."""

from dataclasses import dataclass

from spacy.tokens import Token

from pipelines.coding.cues import is_aside, load_cues, reporting_verb
from pipelines.coding.phrases import SUBJECTS, children, first_child, preposition, span_of, subtree, trimmed

CONTENT_EDGES = " \t\r\n,;:.–—-\"“”"
BESIDE_CLAUSES = ("aux", "aux:pass", "mark", "punct", "cc", "advmod", "discourse")
DATE_PREPOSITIONS = {"on", "in", "at", "during", "after", "before", "since", "until", "by", "from"}
OBJECT_TAIL = {"by", "for", "of", "against", "as", "to", "over", "between", "with", "that", "toward", "towards"}


@dataclass
class Saying:
    """One act of speech before it becomes a row.

    ``speaker`` is the head of the speaker's phrase, ``content`` a character span, ``content_head`` the head of what was
    said where it has one, ``addressee`` the head of whom it was said to; ``construction`` names the rule.
    """

    construction: str
    cue: Token
    act: str
    speaker: Token | None
    content: tuple[int, int]
    content_head: Token | None = None
    addressee: Token | None = None
    is_quote: bool = False
    cue_end: Token | None = None


@dataclass(frozen=True)
class Said:
    """What one verb says: the construction found, its act, and what was said to whom."""

    construction: str
    act: str
    content: tuple[int, int]
    head: Token
    addressee: Token | None = None


def said_by_verb(verb: Token, constructions: dict[str, str]) -> Said | None:
    """What hangs on a speech verb as its content.

    Args:
        verb: the cue.
        constructions: those that its lexicon entry allows, with the act that each makes.
    """
    special = _verb_object(verb) or _made_clear(verb)
    if special is not None:
        return special
    if _is_free_relative(verb):
        return None
    for construction in ("clause", "complement", *_object_forms(constructions), *_prepositions(constructions), "infinitive", "object"):
        if construction not in constructions:
            continue
        found = _find(verb, construction)
        if found is not None:
            tokens, head, addressee = found
            return Said(construction, constructions[construction], content_span(verb, tokens), head, addressee)
    return None


def content_span(verb: Token, tokens: list[Token]) -> tuple[int, int]:
    """Character offsets of what was said, without marks of quotation and conjunctions at the edges."""
    start, end = trimmed(verb.doc, *span_of(tokens), edges=CONTENT_EDGES)
    text = verb.doc.text
    if text[start : start + 5].lower() == "that ":
        start, end = trimmed(verb.doc, start + 5, end, edges=CONTENT_EDGES)
    return start, end


def clause_tokens(clause: Token, without: Token | None = None) -> list[Token]:
    """The words of a clause that was said, without what belongs to the act of saying."""
    tokens = [t for t in subtree(clause) if without is None or not _below(t, without, clause)]
    further = {t.i for cue in tokens if cue.i != clause.i and (reporting_verb(cue) is not None or is_aside(cue)) for t in cue.subtree}
    tokens = [t for t in tokens if t.i not in further]
    while tokens and tokens[-1].dep_ == "cc":
        tokens = tokens[:-1]
    while tokens and (tokens[0].is_punct or tokens[0].lower_ == "that" and tokens[0].dep_ == "mark"):
        tokens = tokens[1:]
    return tokens or [clause]


def _below(token: Token, top: Token, limit: Token) -> bool:
    while token.i != limit.i:
        if token.i == top.i:
            return True
        if token.head.i == token.i:
            return False
        token = token.head
    return False


def _object_forms(constructions: dict[str, str]) -> list[str]:
    return [name for name in constructions if name.startswith("object-")]


def _prepositions(constructions: dict[str, str]) -> list[str]:
    known = {"quote", "clause", "complement", "infinitive", "object"}
    return [name for name in constructions if name not in known and not name.startswith("object-")]


def _verb_object(verb: Token) -> Said | None:
    """ "claimed responsibility", "stressed the need ..." """
    nouns = load_cues().verb_objects.get(verb.lemma_.lower())
    if not nouns:
        return None
    for noun in children(verb, "obj", "nsubj:pass"):
        act = nouns.get(noun.lemma_.lower())
        if act is not None:
            return Said("verb-object", act, content_span(verb, object_tokens(verb, noun)), noun)
    return None


def _made_clear(verb: Token) -> Said | None:
    """ "made it clear that ..." """
    adjectives = load_cues().clear_verbs.get(verb.lemma_.lower())
    for adjective in children(verb, "xcomp", "obj", "amod") if adjectives else []:
        if adjective.lower_ in (adjectives or ()):
            for clause in [*children(adjective, "ccomp"), *children(verb, "ccomp")]:
                return Said("made-clear", "inform", content_span(verb, clause_tokens(clause)), clause)
    return None


def _is_free_relative(verb: Token) -> bool:
    """ "what it calls provocation": a name for something, not an act of speech. """
    if any(c.lower_ == "what" for c in verb.children):
        return True
    return verb.dep_ == "acl:relcl" and verb.head.lower_ == "what"


def _find(verb: Token, construction: str) -> tuple[list[Token], Token, Token | None] | None:
    """The words of the content, their head and the addressee."""
    if construction == "clause":
        return _clause(verb)
    if construction == "complement":
        return _complement(verb)
    if construction == "object-infinitive":
        return _object_infinitive(verb)
    if construction.startswith("object-"):
        return _object_with(verb, construction.removeprefix("object-"))
    if construction == "infinitive":
        for child in children(verb, "xcomp"):
            if child.pos_ in ("VERB", "AUX", "NOUN", "ADJ") and _is_to_or_ing(child):
                return clause_tokens(child), child, None
        return None
    if construction == "object":
        for child in children(verb, "obj", "nsubj:pass"):
            if child.pos_ == "PRON" and child.lower_ in ("himself", "herself", "itself", "themselves", "what", "which", "who"):
                continue
            return object_tokens(verb, child), child, None
        return None
    return _preposition(verb, construction)


def _is_to_or_ing(verb: Token) -> bool:
    return any(c.lower_ == "to" for c in children(verb, "mark")) or verb.lower_.endswith("ing")


def _clause(verb: Token) -> tuple[list[Token], Token, Token | None] | None:
    addressee = first_child(verb, "iobj", "obj")
    if addressee is None:
        addressee = next((c for c in children(verb, "obl") if preposition(c) == "to"), None)
    for child in children(verb, "ccomp", "csubj", "csubj:pass"):
        first = children(child, "mark")
        if any(m.lower_ in ("whether", "if") for m in first):
            continue
        tokens = clause_tokens(child)
        lost = child.i > verb.i and child.pos_ in ("NOUN", "PROPN", "PRON") and not any(c.dep_ in ("cop", *SUBJECTS) for c in child.children)
        if addressee is not None and addressee.dep_ == "obj" and verb.i < addressee.i < child.i:
            if not any(c.dep_ in SUBJECTS for c in child.children):  # "reported a block collapsed": the object is its subject
                tokens, addressee = [*subtree(addressee), *tokens], None
        return (_rest_of_sentence(verb) if lost else None) or tokens, child, addressee
    # "..., X said": the reported clause stands above the verb.
    if verb.dep_ == "parataxis" and verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "NUM", "ADV"):
        outer = verb.head
        beside = verb.i > outer.i or verb.i < min(t.i for t in clause_tokens(outer, without=verb))
        if beside and not children(verb, "obj"):
            return clause_tokens(outer, without=verb), outer, addressee
    for child in children(verb, "parataxis"):
        if child.pos_ in ("VERB", "AUX", "ADJ", "NOUN") and any(c.dep_.startswith(("nsubj", "expl")) for c in child.children):
            return clause_tokens(child), child, addressee
    rest = None if children(verb, "obj") else _rest_of_sentence(verb)
    return (rest, rest[-1], addressee) if rest else None


def _rest_of_sentence(verb: Token) -> list[Token] | None:
    """Where the parser lost the reported clause: what follows the verb, as far as the next cue, if a clause is there."""
    cues = load_cues()
    if verb.lemma_.lower() not in cues.sure_verbs or any(c.dep_ in SUBJECTS and c.i > verb.i for c in verb.children):
        return None
    rest = []
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.is_space:
            continue
        if rest and rest[-1].text == "," and token.lower_.endswith("ing") and token.lemma_.lower() in cues.verbs:
            break
        rest.append(token)
    while rest and (rest[0].is_punct or rest[0].lower_ == "that" or rest[0].ent_type_ == "DATE" or rest[0].pos_ == "ADV"):
        rest = rest[1:]
    has_clause = any(t.dep_ in SUBJECTS or t.dep_.startswith("expl") for t in rest)
    return rest if has_clause and len(rest) > 2 else None


def _complement(verb: Token) -> tuple[list[Token], Token, Token | None] | None:
    """ "called the attack cowardly", "described it as an act of war". """
    thing = first_child(verb, "obj", "nsubj:pass", "ccomp")
    if thing is None:
        return None
    judged = [c for c in children(verb, "xcomp") if c.i > verb.i and not any(m.lower_ == "to" for m in children(c, "mark"))]
    judged += [c for c in verb.children if c.i > verb.i and preposition(c) in ("as", "at", "in") and c.dep_ in ("obl", "nmod")]
    judged += [c for c in children(verb, "advcl") if any(m.lower_ == "as" for m in c.children) and c.i > verb.i]
    judged += [c for c in thing.children if thing.i > verb.i and preposition(c) == "as" and c.dep_ in ("nmod", "obl")]
    if thing.dep_ == "ccomp" and not judged:
        if any(c.dep_ == "cop" for c in thing.children) or thing.pos_ == "VERB":
            return None
        return clause_tokens(thing), thing, None
    if not judged:
        words = list(subtree(thing))
        loose = verb.lemma_.lower() in ("call", "dub", "brand", "find") and thing.i > verb.i and len(words) > 3
        after = [c for c in thing.children if c.i > thing.i and c.dep_ in ("amod", "nmod", "appos", "acl") and c.pos_ != "VERB"]
        return (words, thing, None) if loose and after else None
    head = judged[0]
    tokens = [t for c in (thing, *judged[:1]) for t in subtree(c)]
    if thing.pos_ == "PRON" and thing.i > verb.i:
        tokens = [t for t in subtree(head) if t.dep_ != "case" or t.head.i != head.i]
    return tokens, head, None


def _object_infinitive(verb: Token) -> tuple[list[Token], Token, Token | None] | None:
    thing = first_child(verb, "obj", "iobj", "nsubj:pass")
    if thing is None:
        return None
    below = [t for t in subtree(thing) if t.dep_ in ("acl", "advcl")]  # the parser may hang the action too deep
    for action in [*children(verb, "xcomp", "ccomp", "advcl"), *below]:
        if action.i < thing.i:
            continue
        if any(m.lower_ == "to" for m in children(action, "mark")) or action.dep_ == "ccomp":
            return [*subtree(thing), *subtree(action)], action, thing
    return None


def _object_with(verb: Token, prep: str) -> tuple[list[Token], Token, Token | None] | None:
    thing = first_child(verb, "obj", "iobj", "nsubj:pass")
    if thing is None:
        return None
    for child in [*verb.children, *thing.children]:
        marks = {m.lower_ for m in children(child, "mark")}
        if child.dep_ in ("obl", "nmod", "advcl", "acl", "ccomp") and (preposition(child) == prep or prep in marks):
            if prep in ("about", "on"):  # "informed X about Y": X only listens
                return object_tokens(verb, child)[1:], child, thing
            return [*subtree(thing), *subtree(child)], child, thing
    return None


def _preposition(verb: Token, prep: str) -> tuple[list[Token], Token, Token | None] | None:
    for child in verb.children:
        marks = {m.lower_ for m in children(child, "mark")}
        if child.i < verb.i or child.dep_ not in ("obl", "advcl", "xcomp", "ccomp", "nmod", "obl:arg"):
            continue
        if preposition(child) != prep and prep not in marks:
            continue
        tokens = list(subtree(child))
        tokens = tokens[1:] if tokens[0].lower_ == prep and len(tokens) > 1 else tokens
        tokens += [t for c in verb.children if c.i > child.i and c.dep_ in ("obl", "obl:agent") and preposition(c) == "by" for t in subtree(c)]
        head, addressee = child, None
        actions = [c for c in children(verb, "xcomp", "advcl", "ccomp") if c.i > child.i and any(m.lower_ == "to" for m in children(c, "mark"))]
        actions = actions or [c for c in children(child, "acl") if any(m.lower_ == "to" for m in children(c, "mark"))]
        if actions:  # "called on both sides to talk"
            tokens, head, addressee = [*tokens, *subtree(actions[0])], actions[0], child
        elif prep in ("on", "to", "at"):
            addressee = child
        return tokens, head, addressee
    return None


def object_tokens(verb: Token, noun: Token) -> list[Token]:
    """A noun with all that hangs on it, and what the parser hung on the verb although it belongs to it ("responsibility
    for the attack"), but no dates and no further acts."""
    cues = load_cues()
    tokens = [t for t in subtree(noun)]
    passive = noun.dep_ == "nsubj:pass"
    inside = {
        t.i
        for child in subtree(noun)
        if child.dep_ in ("acl", "advcl", "parataxis") and child.lemma_.lower() in cues.verbs and child.lower_.endswith("ing")
        and not children(child, "mark", "case")
        for t in subtree(child)
    }
    tokens = [t for t in tokens if t.i not in inside] or [noun]
    if not passive:
        for child in verb.children:
            if child.i > noun.i and child.dep_ in ("obl", "nmod") and preposition(child) in OBJECT_TAIL and not child.ent_type_ == "DATE":
                tokens.extend(subtree(child))
    return sorted(tokens, key=lambda t: t.i)
