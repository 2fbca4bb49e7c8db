"""Who said what by which verb: the constructions of ``lexicons/statements.yaml`` in the trees."""

from dataclasses import dataclass

from spacy.tokens import Token

from pipelines.coding.contents import (
    CONTENT_EDGES,
    clause_tokens,
    content_span,
    find_content,
    object_tokens,
    said_tokens,
)
from pipelines.coding.cues import is_contradiction, load_cues
from pipelines.coding.phrases import children, preposition, trimmed, whole_text
from pipelines.reading.paragraphs import paragraphs


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
    special = _verb_object(verb) or _made_clear(verb) or _contradicted(verb, constructions)
    if special is not None:
        return special
    if _is_free_relative(verb):
        return None
    for construction in (
        "clause",
        "complement",
        *_object_forms(constructions),
        *_prepositions(constructions),
        "infinitive",
        "object",
    ):
        if construction not in constructions:
            continue
        found = find_content(verb, construction)
        if found is not None:
            tokens, head, addressee = found
            return Said(construction, constructions[construction], content_span(verb, tokens), head, addressee)
    return None


def said_in_block(verb: Token, constructions: dict[str, str]) -> Said | None:
    """ "The minister said:" above a paragraph without quotation marks: the whole paragraph, as press offices write."""
    doc, last = verb.doc, verb.sent[-1]
    words = [t for t in verb.sent if not t.is_space]
    if "quote" not in constructions or words[-1].text != ":" or words[-1].i - verb.i > 12:
        return None
    for start, end in paragraphs(whole_text(doc)):
        if start > last.idx and end - start > 20:
            span = doc.char_span(start, end, alignment_mode="contract")
            if span is None or span[0].text in ('"', "“", "«"):
                return None
            return Said("block", constructions["quote"], trimmed(doc, start, end, edges=CONTENT_EDGES), span.root)
    return None


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
    for noun in [*children(verb, "obj", "nsubj:pass"), *_qualified(verb)]:
        act = nouns.get(noun.lemma_.lower())
        if act is not None:
            last = verb.left_edge.i if noun.i == verb.head.i else len(verb.doc)
            cases = children(noun, "case") if noun.i == verb.head.i else []
            words = [t for t in object_tokens(verb, noun) if t.i < last and t not in cases]
            return Said("verb-object", act, content_span(verb, words), noun)
    return None


def _qualified(verb: Token) -> list[Token]:
    """The noun that a passive relative clause speaks of: "the attack, which was claimed by ...", "a raid claimed by ..."."""
    if verb.dep_ == "acl:relcl" and any(c.lower_ in ("which", "that") for c in children(verb, "nsubj:pass")):
        return [verb.head]
    agent = any(preposition(c) == "by" for c in children(verb, "obl:agent", "obl"))
    return [verb.head] if verb.dep_ == "acl" and agent and not verb.lower_.endswith("ing") else []


def _made_clear(verb: Token) -> Said | None:
    """ "made it clear that ..." """
    adjectives = load_cues().clear_verbs.get(verb.lemma_.lower())
    for adjective in children(verb, "xcomp", "obj", "amod") if adjectives else []:
        if adjective.lower_ in (adjectives or ()):
            for clause in [*children(adjective, "ccomp"), *children(verb, "ccomp")]:
                return Said("made-clear", "inform", content_span(verb, clause_tokens(clause)), clause)
    return None


def _contradicted(verb: Token, constructions: dict[str, str]) -> Said | None:
    """ "X says A, which Y denies": what Y denies is A."""
    if not is_contradiction(verb) or "object" not in constructions:
        return None
    verbs = load_cues().verbs
    outer = verb.head
    while outer.head.i != outer.i and (outer.pos_ != "VERB" or outer.lemma_.lower() not in verbs):
        outer = outer.head
    known = outer.pos_ == "VERB" and outer.lemma_.lower() in verbs
    said = said_by_verb(outer, verbs[outer.lemma_.lower()]) if known else None
    if said is not None:
        return Said("contradiction", constructions["object"], said.content, said.head)
    return Said("contradiction", constructions["object"], content_span(verb, said_tokens(verb.head)), verb.head)


def _is_free_relative(verb: Token) -> bool:
    """ "what it calls provocation": a name for something, not an act of speech."""
    if any(c.lower_ == "what" and c.i < verb.i for c in verb.children):
        return True
    return verb.dep_ == "acl:relcl" and verb.head.lower_ == "what"
