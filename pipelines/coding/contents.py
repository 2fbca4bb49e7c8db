"""What hangs on a speech verb as its content: one function for each construction of ``lexicons/statements.yaml``."""

from spacy.tokens import Token

from pipelines.coding.cues import is_aside, is_contradiction, load_cues, lost_subject, reporting_verb
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import (
    SUBJECTS,
    children,
    conjuncts,
    first_child,
    preposition,
    span_of,
    subtree,
    trimmed,
    whole_text,
)

CONTENT_EDGES = ' \t\r\n,;:.–—-"“”'
JUDGING = {"call", "dub", "brand", "find", "term", "label"}
OWN = {"his", "her", "its", "their"}
OBJECT_TAIL = {"by", "for", "of", "against", "as", "to", "over", "between", "with", "that", "toward", "towards"}


def content_span(verb: Token, tokens: list[Token]) -> tuple[int, int]:
    """Character offsets of what was said, without marks of quotation and conjunctions at the edges."""
    start, end = trimmed(verb.doc, *span_of(tokens), edges=CONTENT_EDGES)
    text = whole_text(verb.doc)
    if text[start : start + 5].lower() == "that ":
        start, end = trimmed(verb.doc, start + 5, end, edges=CONTENT_EDGES)
    return start, end


def said_tokens(top: Token) -> list[Token]:
    """The words below one, without further acts of speech that the parser hung into what was said: a participle that
    goes on, somebody else's words, a denial ("..., which X denies")."""
    tokens = list(subtree(top))
    further = {
        t.i
        for cue in tokens
        if cue.i != top.i and (reporting_verb(cue) is not None or is_aside(cue) or is_contradiction(cue))
        for t in (cue.head if is_contradiction(cue) and cue.head.dep_ == "appos" else cue).subtree
    }
    return [t for t in tokens if t.i not in further] or [top]


def clause_tokens(clause: Token, without: Token | None = None) -> list[Token]:
    """The words of a clause that was said, without what belongs to the act of saying."""
    tokens = [t for t in said_tokens(clause) if without is None or not _below(t, without, clause)]
    while tokens and tokens[-1].dep_ == "cc":
        tokens = tokens[:-1]
    while tokens and (tokens[0].is_punct or (tokens[0].lower_ == "that" and tokens[0].dep_ == "mark")):
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


def find_content(verb: Token, construction: str) -> tuple[list[Token], Token, Token | None] | None:
    """The words of the content, their head and the addressee."""
    found = _find(verb, construction)
    if found is None or construction == "clause" or found[1].i < verb.i:
        return found
    if verb.dep_ == "acl:relcl" or children(verb, "nsubj:pass"):  # what was said of stands before the verb
        return found
    tokens, head, addressee = found
    return [t for t in tokens if t.i > verb.i] or tokens, head, addressee  # not a subject that hangs on the object


def _find(verb: Token, construction: str) -> tuple[list[Token], Token, Token | None] | None:
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
        joined = verb.dep_ == "conj" and children(verb, "aux:pass")  # "the letter was read and was condemned by ..."
        shared = [first_child(verb.head, *SUBJECTS)] if joined else []
        for child in [*children(verb, "obj", "nsubj:pass"), *(s for s in shared if s is not None)]:
            if child.lower_ in ("which", "whom", "that") and verb.dep_ == "acl:relcl":
                first = verb.left_edge.i
                return [t for t in said_tokens(verb.head) if t.i < first], verb.head, None
            if child.pos_ == "PRON" and child.lower_ in (
                "himself",
                "herself",
                "itself",
                "themselves",
                "which",
                "who",
            ):
                continue
            if any(c.lower_ == "no" for c in children(child, "det")):
                return None  # "offered no comment"
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
        tokens = clause_tokens(child, without=lost_subject(verb))
        lost = (
            child.i > verb.i
            and child.pos_ in ("NOUN", "PROPN", "PRON")
            and not any(c.dep_ in ("cop", *SUBJECTS) for c in child.children)
        )
        has_subject = any(c.dep_ in SUBJECTS for c in child.children)
        subjects = children(verb, *SUBJECTS)
        if len(subjects) > 1 and not has_subject and subjects[0].i < child.i < subjects[-1].i:
            tokens = [*said_tokens(subjects[0]), *tokens]  # "The leaders agreed that ..., X said"
        if addressee is not None and addressee.dep_ == "obj" and verb.i < addressee.i < child.i and not has_subject:
            tokens, addressee = [*said_tokens(addressee), *tokens], None  # "reported a block collapsed": its subject
        return (_rest_of_sentence(verb) if lost else None) or tokens, child, addressee
    for child in children(verb, "conj") if verb.lemma_.lower() in load_cues().plain_verbs else []:
        if (
            children(child, *SUBJECTS) and not children(child, "cc") and child.i > verb.i
        ):  # "told a meeting they must go"
            return clause_tokens(child), child, addressee
    # "..., X said": the reported clause stands above the verb.
    if verb.dep_ == "parataxis" and verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "NUM", "ADV"):
        outer = verb.head
        beside = verb.i > outer.i or verb.i < min(t.i for t in clause_tokens(outer, without=verb))
        if beside and not children(verb, "obj"):
            return clause_tokens(outer, without=verb), outer, addressee
    for child in children(verb, "parataxis"):
        if child.pos_ in ("VERB", "AUX", "ADJ", "NOUN") and any(
            c.dep_.startswith(("nsubj", "expl")) for c in child.children
        ):
            return clause_tokens(child), child, addressee
    rest = None if children(verb, "obj") else _rest_of_sentence(verb)
    return (rest, rest[-1], addressee) if rest else None


def _rest_of_sentence(verb: Token) -> list[Token] | None:
    """Where the parser lost the reported clause: what follows the verb up to the next cue, if a clause is there."""
    cues = load_cues()
    if verb.lemma_.lower() not in cues.plain_verbs or any(c.dep_ in SUBJECTS and c.i > verb.i for c in verb.children):
        return None
    rest = []
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.is_space:
            continue
        if rest and rest[-1].text == "," and token.lower_.endswith("ing") and token.lemma_.lower() in cues.verbs:
            break
        rest.append(token)
    while rest and (
        rest[0].is_punct or rest[0].lower_ == "that" or rest[0].ent_type_ == "DATE" or rest[0].pos_ == "ADV"
    ):
        rest = rest[1:]
    has_clause = any(t.dep_ in SUBJECTS or t.dep_.startswith("expl") for t in rest)
    return rest if has_clause and len(rest) > 2 else None


def _complement(verb: Token) -> tuple[list[Token], Token, Token | None] | None:
    """ "called the attack cowardly", "described it as an act of war"."""
    thing = first_child(verb, "obj", "nsubj:pass", "ccomp")
    if thing is None:
        return None
    judged = [
        c for c in children(verb, "xcomp") if c.i > verb.i and not any(m.lower_ == "to" for m in children(c, "mark"))
    ]
    judged += [
        c for c in verb.children if c.i > verb.i and preposition(c) in ("as", "at", "in") and c.dep_ in ("obl", "nmod")
    ]
    judged += [c for c in children(verb, "advcl") if any(m.lower_ == "as" for m in c.children) and c.i > verb.i]
    judged += [c for c in thing.children if thing.i > verb.i and preposition(c) == "as" and c.dep_ in ("nmod", "obl")]
    if verb.lemma_.lower() in JUDGING:
        judged += [
            c
            for c in children(verb, "advmod")
            if c.i > thing.i
            and c.pos_ in ("ADJ", "ADV")
            and (c.nbor(-1).is_quote or c.lower_ in load_lexicon("statements")["adjectives_in_ly"])
        ]
    if thing.dep_ == "ccomp" and not judged:
        if any(c.dep_ == "cop" for c in thing.children) or thing.pos_ == "VERB":
            return None
        return clause_tokens(thing), thing, None
    if not judged:
        words = list(said_tokens(thing))
        loose = verb.lemma_.lower() in JUDGING - {"find"} and thing.i > verb.i and len(words) > 3
        after = [
            c
            for c in thing.children
            if c.i > thing.i and c.dep_ in ("amod", "nmod", "appos", "acl") and c.pos_ != "VERB"
        ]
        return (words, thing, None) if loose and after else None
    head = judged[0]
    tokens = [t for c in (thing, *judged[:1]) for t in said_tokens(c)]
    if thing.pos_ == "PRON" and thing.i > verb.i:
        tokens = [t for t in said_tokens(head) if t.dep_ != "case" or t.head.i != head.i]
    return tokens, head, None


def _object_infinitive(verb: Token) -> tuple[list[Token], Token, Token | None] | None:
    thing = first_child(verb, "obj", "iobj", "nsubj:pass")
    if thing is None:
        return None
    below = [t for t in subtree(thing) if t.dep_ in ("acl", "advcl")]  # the parser may hang the action too deep
    for action in [*children(verb, "xcomp", "ccomp", "advcl"), *below]:
        if action.i < thing.i or any(c.lower_ in OWN for c in children(thing, "nmod:poss")):
            continue  # an order to one's own people is a deed
        if any(m.lower_ == "to" for m in children(action, "mark")) or action.dep_ == "ccomp":
            return [*said_tokens(thing), *said_tokens(action)], action, thing
    return None


def _object_with(verb: Token, prep: str) -> tuple[list[Token], Token, Token | None] | None:
    thing = first_child(verb, "obj", "iobj", "nsubj:pass")
    if thing is None:
        return None
    beside = [*conjuncts(thing), *children(verb, "obl")]
    for child in [*verb.children, *(c for one in beside for c in one.children)]:
        marks = {m.lower_ for m in children(child, "mark")}
        if child.dep_ in ("obl", "nmod", "advcl", "acl", "xcomp", "ccomp") and (
            preposition(child) == prep or prep in marks
        ):
            if prep in ("about", "on"):  # "informed X about Y": X only listens
                return object_tokens(verb, child)[1:], child, thing
            return [*said_tokens(thing), *said_tokens(child)], child, thing
    return None


def _preposition(verb: Token, prep: str) -> tuple[list[Token], Token, Token | None] | None:
    for child in verb.children:
        marks = {m.lower_ for m in children(child, "mark")}
        if child.i < verb.i or child.dep_ not in ("obl", "advcl", "xcomp", "ccomp", "nmod", "obl:arg"):
            continue
        if (preposition(child) != prep and prep not in marks) or child.ent_type_ == "DATE":
            continue
        tokens = list(said_tokens(child))
        tokens = tokens[1:] if tokens[0].lower_ == prep and len(tokens) > 1 else tokens
        tokens += [
            t
            for c in verb.children
            if c.i > child.i and c.dep_ in ("obl", "obl:agent") and preposition(c) == "by"
            for t in subtree(c)
        ]
        head, addressee = child, None
        actions = [
            c
            for c in children(verb, "xcomp", "advcl", "ccomp")
            if c.i > child.i and any(m.lower_ == "to" for m in children(c, "mark"))
        ]
        actions = actions or [c for c in children(child, "acl") if any(m.lower_ == "to" for m in children(c, "mark"))]
        if actions:  # "called on both sides to talk"
            tokens, head, addressee = [*tokens, *said_tokens(actions[0])], actions[0], child
        elif prep in ("on", "to", "at"):
            addressee = child
        return tokens, head, addressee
    return None


def object_tokens(verb: Token, noun: Token) -> list[Token]:
    """A noun with all that hangs on it, and what the parser hung on the verb although it belongs to it ("responsibility
    for the attack"), but no dates and no further acts."""
    cues = load_cues()
    tokens = list(said_tokens(noun))
    passive = noun.dep_ == "nsubj:pass"
    inside = {
        t.i
        for child in subtree(noun)
        if child.dep_ in ("acl", "advcl", "parataxis")
        and child.lemma_.lower() in cues.verbs
        and child.lower_.endswith("ing")
        and not children(child, "mark", "case")
        for t in subtree(child)
    }
    tokens = [t for t in tokens if t.i not in inside] or [noun]
    if not passive:
        for child in verb.children:
            if (
                child.i > noun.i
                and child.dep_ in ("obl", "nmod")
                and preposition(child) in OBJECT_TAIL
                and child.ent_type_ != "DATE"
            ):
                tokens.extend(said_tokens(child))
            elif (
                child.i > noun.i
                and child.dep_ == "advcl"
                and child.lower_.endswith("ing")
                and child.lemma_.lower() not in cues.verbs
            ):
                tokens.extend(
                    said_tokens(child)
                )  # "condemned the raid, referring to the dead as ...": still of the raid
    return sorted(tokens, key=lambda t: t.i)
