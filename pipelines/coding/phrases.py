"""Small questions about Universal Dependencies trees that every coder asks."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
CLAUSES = ("acl", "acl:relcl", "advcl", "advcl:relcl", "parataxis", "appos", "ccomp", "csubj")
NOT_IN_A_PHRASE = (*CLAUSES, "cc", "conj", "punct", "cop", "aux", "mark", "det", "advmod", *SUBJECTS)
COMPLEMENT_PREPOSITIONS = {"of", "for"}
CHARGING = {"accuse", "suspect", "convict", "acquit"}
LONGEST_PHRASE = 14


def children(token: Token, *relations: str) -> list[Token]:
    """The direct dependents of a token with one of these relations, in the order of the text."""
    return [child for child in token.children if child.dep_ in relations]


def first_child(token: Token, *relations: str) -> Token | None:
    return next(iter(children(token, *relations)), None)


def preposition(token: Token) -> str | None:
    """The lower-case preposition of an oblique or a nominal modifier ("according to" as one), or None."""
    case = first_child(token, "case")
    if case is None:  # "the house of Judge Torre": the reader hangs the "of" on the title
        titles = [c for c in children(token, "nmod:desc") if c.i < token.i]
        case = first_child(titles[0], "case") if titles else None
    if case is None:
        return None
    return " ".join([case.lower_, *(t.lower_ for t in children(case, "fixed"))])


def prepositional(token: Token, *prepositions: str) -> list[Token]:
    """Nouns that hang on the token by one of these prepositions."""
    return [child for child in children(token, "obl", "nmod", "obl:agent") if preposition(child) in prepositions]


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it, in the order of the text."""
    found = [token]
    for child in children(token, "conj"):
        found.extend(conjuncts(child))
    return found


def subject(verb: Token) -> Token | None:
    """The subject of a verb; a coordinated or controlled verb takes that of the verb it hangs on."""
    own = first_child(verb, *SUBJECTS)
    if own is not None:
        return own
    if verb.dep_ in ("conj", "xcomp") and verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
        return subject(verb.head)
    return None


def is_passive(verb: Token) -> bool:
    """True for "was hit", and for a bare participle that modifies a noun ("a school hit by ...")."""
    if children(verb, "aux:pass", "nsubj:pass", "obl:agent"):
        return True
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not children(verb, "nsubj", "aux", "obj", "xcomp"):
        return bool(children(verb.head, "aux:pass")) and not verb.lower_.endswith("ing")  # "were killed or injured"
    if children(verb, "obj"):
        return False  # "individuals machine-gunned the car", read as a participle
    return verb.dep_ == "acl" and verb.lower_.endswith(("ed", "t", "n", "k", "d")) and not verb.lower_.endswith("ing")


def is_negated(token: Token) -> bool:
    """True where "not", "never", "no" or "n't" hangs on the token itself."""
    return any(child.lower_ in {"not", "n't", "n’t", "never", "no", "neither", "nor"} for child in token.children)


def subtree(token: Token, leave_out: tuple[str, ...] = ()) -> Iterator[Token]:
    """The tokens below and including one, without the branches with these relations, in the order of the text."""
    found = [token]
    for child in token.children:
        if child.dep_ not in leave_out and not child.is_space:
            found.extend(subtree(child, leave_out))
    return iter(sorted(found, key=lambda t: t.i))


def noun_phrase(head: Token) -> Span:
    """The noun and what names it: modifiers before it, its name parts, and complements with "of" or "for".

    Determiners, clauses, appositions and coordinated nouns stay outside.
    """
    first = last = head
    for child in head.children:
        if child.dep_ in NOT_IN_A_PHRASE or child.is_space or child.pos_ == "DET":
            continue
        if child.dep_ == "nmod:unmarked" and child.pos_ == "NUM" and child.i > head.i:
            continue  # "Galan, 46"
        is_complement = child.dep_ in ("nmod", "obl") and child.i > head.i
        if is_complement and preposition(child) not in COMPLEMENT_PREPOSITIONS:
            continue
        if is_complement and head.dep_ == "obj" and head.head.lemma_.lower() in CHARGING:
            continue  # "accused their superiors of involvement"
        tokens = list(subtree(child, leave_out=(*CLAUSES, "cc", "conj", "punct")))
        if not is_complement and child.dep_ == "case":
            continue
        first = min([first, *tokens], key=lambda t: t.i)
        last = max([last, *tokens], key=lambda t: t.i)
    if last.i - first.i >= LONGEST_PHRASE:
        last = head
        first = max(first, head.doc[max(head.sent.start, head.i - LONGEST_PHRASE)], key=lambda t: t.i)
    while first.i < last.i and (
        first.pos_ in ("DET", "PUNCT", "ADP")
        or first.lower_ == "least"
        or (first.ent_type_ == "DATE" and head.ent_type_ != "DATE")  # "On 9 December army aircraft bombed"
    ):
        first = first.nbor()
    return head.doc[first.i : last.i + 1]


def span_of(tokens: list[Token]) -> tuple[int, int]:
    """Character offsets from the first to the last of some tokens, end-exclusive."""
    first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
    return first.idx, last.idx + len(last.text)


def whole_text(doc: Doc) -> str:
    """The text of a document; spaCy joins it anew from its tokens at each call of ``doc.text``."""
    text = doc.user_data.get("text")
    if text is None:
        text = doc.user_data["text"] = doc.text
    return text


def trimmed(doc: Doc, start: int, end: int, edges: str = " \t\r\n,;:.–—-") -> tuple[int, int]:
    """Character offsets without white space and loose punctuation at the edges."""
    text = whole_text(doc)
    while start < end and text[start] in edges:
        start += 1
    while end > start and text[end - 1] in edges:
        end -= 1
    return start, end


def clause_span(verb: Token) -> tuple[int, int]:
    """Character offsets of the clause of a verb or an event noun: its whole subtree, edges trimmed."""
    return trimmed(verb.doc, *span_of(list(subtree(verb))))
