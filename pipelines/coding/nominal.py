"""Statements in nouns and prepositions: "according to X", "condemnation from X", "the call by X", "their demands"."""

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from pipelines.coding.contents import clause_tokens, content_span
from pipelines.coding.cues import load_cues
from pipelines.coding.phrases import children, first_child, is_negated, is_passive, preposition, prepositional, subtree
from pipelines.coding.sayings import Saying

ACCORDING = {"according to", "per"}
OBJECT_OF_SPEECH = ("of", "for", "to", "against", "about", "over", "that", "on", "at", "with")
ANSWERING_VERBS = {"draw", "prompt", "spark", "provoke", "trigger", "bring", "meet", "receive", "earn"}


def nominal_sayings(doc: Doc, source_of) -> Iterator[Saying]:
    """All nominal statements of an article.

    Args:
        doc: the article.
        source_of: gives the head of the phrase that names the source of a noun (``SpeakerFinder.source_of``).
    """
    for token in doc:
        if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
            if preposition(token) in ACCORDING or (
                token.dep_ == "obl" and preposition(token) == "to" and _accords(token)
            ):
                saying = _according_to(token)
                if saying is not None:
                    yield saying
            if token.pos_ == "NOUN":
                saying = _speech_noun(token, source_of)
                if saying is not None:
                    yield saying


def _accords(token: Token) -> bool:
    return any(c.lower_ == "according" for c in token.children) or token.head.lower_ == "according"


def _according_to(source: Token) -> Saying | None:
    cue = next((c for c in source.children if c.lower_ in ("according", "per")), None)
    clause = source.head
    if cue is None and clause.lower_ == "according":
        cue, clause = clause, clause.head
        source_top = cue
    else:
        source_top = source
    if cue is None:
        return None
    while (
        clause.dep_ in ("nmod", "obl", "obj", "conj", "nummod", "nsubj", "appos", "amod", "xcomp", "compound", "advmod")
        and clause.head.i != clause.i
    ):
        clause = clause.head
    if clause.i == source_top.i:
        return None
    tokens = clause_tokens(clause, without=source_top)
    low, high = min(t.i for t in subtree(source_top)), max(t.i for t in subtree(source_top))
    # Only one side of the source belongs to it: what stands behind an initial "according to", or before a final one.
    before, after = [t for t in tokens if t.i < low], [t for t in tokens if t.i > high]
    words_before = [t for t in before if not t.is_punct and t.pos_ not in ("CCONJ", "SCONJ", "ADV")]
    if words_before and after and len([t for t in after if not t.is_punct]) < 4:
        tokens = before
    elif not words_before:
        tokens = after
    tokens = [t for t in tokens if not (t.dep_ == "cc" and t.i == tokens[0].i)]
    if not tokens:
        return None
    return Saying(
        "according-to", cue, "inform", source, content_span(cue, tokens), content_head=clause, cue_end=_last_of(cue)
    )


def _last_of(cue: Token) -> Token:
    return max([cue, *children(cue, "fixed"), *[c for c in cue.children if c.dep_ == "case"]], key=lambda t: t.i)


def _speech_noun(noun: Token, source_of) -> Saying | None:
    """A noun of speech with a source of its own or of its light verb."""
    cues = load_cues()
    act = cues.nouns.get(noun.lemma_.lower())
    inner = _inner(noun)
    if act is None or is_negated(noun) or any(c.lower_ in ("no", "any") for c in noun.children):
        return None
    verb = noun.head if noun.dep_ in ("obj", "nsubj:pass", "nsubj") and noun.head.pos_ == "VERB" else None
    content = _content(noun)
    lemma = verb.lemma_.lower() if verb is not None else None
    # "The strikes drew condemnation from both sides."
    sources = prepositional(noun, "from", "by")
    if verb is not None and not sources and noun.dep_ == "obj" and lemma in ANSWERING_VERBS:
        sources = prepositional(verb, "from")
    if verb is not None and noun.dep_ == "nsubj" and lemma in ("come", "pour", "arrive"):
        sources = sources or prepositional(verb, "from")
    if sources and inner is not None and act == "inform":  # "statements of condemnation from X"
        return Saying("noun-from", noun, inner[1], sources[0], content_span(noun, _noun_words(noun)), noun)
    if sources and noun.lemma_.lower() in cues.source_nouns:
        if noun.dep_ == "obj" and lemma in ANSWERING_VERBS and verb is not None and not is_passive(verb):
            subject = first_child(verb, "nsubj")
            content = content or (list(subtree(subject)) if subject is not None else None)
        return Saying("noun-from", noun, act, sources[0], content_span(noun, content or _noun_words(noun)), noun)
    if verb is not None and noun.dep_ in ("obj", "nsubj:pass") and lemma in cues.light_verbs:
        if inner is not None:
            content, act = inner
        elif act == "inform":
            return None
        if lemma in cues.weak_light_verbs and act not in cues.felt_acts:
            return None
        words = content or _beside(verb, noun) or _noun_words(noun)
        return Saying("light-verb", verb, act, None, content_span(noun, words), noun, cue_end=noun)
    owner = first_child(noun, "nmod:poss")
    if owner is not None and content is not None and noun.lemma_.lower() in cues.source_nouns and act != "inform":
        return Saying("noun-of", noun, act, owner, content_span(noun, content), noun)
    if owner is not None and noun.dep_ == "nsubj" and verb is not None and lemma == "include":
        included = [t for t in subtree(verb) if t.i > verb.i]
        if included:
            return Saying("noun-of", noun, act, owner, content_span(noun, included), noun)
    return None


def _content(noun: Token) -> list[Token] | None:
    """What a noun of speech says: "warning that ...", "call for ...", "condemnation of ..."."""
    for child in noun.children:
        if child.i < noun.i:
            continue
        marks = {m.lower_ for m in children(child, "mark")}
        if child.dep_ in ("acl", "ccomp") and ("that" in marks or "to" in marks):
            return clause_tokens(child)
    for child in children(noun, "nmod", "obl"):
        if child.i > noun.i and preposition(child) in OBJECT_OF_SPEECH:
            return list(subtree(child))[1:] if len(list(subtree(child))) > 1 else [child]
    return None


def _beside(verb: Token | None, noun: Token) -> list[Token] | None:
    """ "expressed shock over the raid": the parser may hang what the shock is about on the verb."""
    for child in children(verb, "obl") if verb is not None else []:
        if child.i > noun.i and preposition(child) in ("over", "about", "at", "for") and child.ent_type_ != "DATE":
            return list(subtree(child))[1:] or [child]
    return None


def _inner(noun: Token) -> tuple[list[Token], str] | None:
    """ "issued a statement of support", "sent a message of condolence": the inner noun tells the act."""
    cues = load_cues()
    for child in children(noun, "nmod"):
        act = cues.nouns.get(child.lemma_.lower())
        if preposition(child) == "of" and act is not None:
            return _content(child) or list(subtree(child)), act
    return None


def _noun_words(noun: Token) -> list[Token]:
    return list(subtree(noun, leave_out=("acl", "acl:relcl", "appos", "conj", "cc", "det")))
