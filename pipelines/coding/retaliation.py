"""Which strike answers which: "retaliated", "in response to", "retaliatory"."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipelines.coding.about import StrikesOfArticle
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import SUBJECTS, children, first_child, is_negated, preposition
from pipelines.coding.strikes import StrikeMention

UNREAL = {"would", "could", "may", "might", "should", "can", "must", "will", "shall", "wo", "'ll"}


@dataclass(frozen=True)
class Answer:
    """``answer`` is the strike that retaliates for ``cause``; either is None where the article does not tell it."""

    cue: Token
    answer: StrikeMention | None
    cause: StrikeMention | None
    doer: Token | None


def answers(doc: Doc, strikes: StrikesOfArticle) -> list[Answer]:
    """All retaliations of an article, one for each pair of strikes."""
    found: dict[tuple[str | None, str | None], Answer] = {}
    for token in doc:
        answer = _answer(token, strikes)
        if answer is None or (answer.cause is None and answer.answer is None):
            continue
        key = tuple(None if m is None else strikes.strike_of(m) for m in (answer.answer, answer.cause))
        if key[0] != key[1]:
            found.setdefault(key, answer)  # type: ignore[arg-type]
    for answer in _one_after_the_other(strikes):
        key = tuple(strikes.strike_of(m) for m in (answer.answer, answer.cause) if m is not None)
        if key not in found and key[::-1] not in found:
            found[key] = answer  # type: ignore[index]
    return list(found.values())


def _one_after_the_other(strikes: StrikesOfArticle) -> Iterator[Answer]:
    """ "Chad bombed the camp hours after Sudan shelled its border": two sides that strike each other, one after the other."""
    after = load_lexicon("reactions")["retaliation"]["after"]
    for later in strikes.mentions:
        here = [m for m in strikes.mentions if m.trigger.sent.start == later.trigger.sent.start]
        for earlier in here:
            mirror = strikes.mirror(later)
            if mirror is None or not strikes.same(mirror, earlier) or not _is_below(earlier.trigger, later.trigger):
                continue
            cue = next((c for c in earlier.trigger.children if c.lower_ in after), None)
            if cue is not None:
                yield Answer(cue, later, earlier, None)


def _is_below(token: Token, top: Token) -> bool:
    return any(t.i == top.i for t in token.ancestors)


def _answer(cue: Token, strikes: StrikesOfArticle) -> Answer | None:
    lexicon = load_lexicon("reactions")["retaliation"]
    lemma = cue.lemma_.lower()
    if lemma != "return" and not any(lemma in words for words in lexicon.values()):
        return None
    here = [m for m in strikes.mentions if m.trigger.sent.start == cue.sent.start]
    back = lemma in lexicon["verbs_back"] and any(c.lower_ == "back" for c in children(cue, "advmod", "compound:prt"))
    returned = lemma == "return" and any(c.lemma_.lower() == "fire" for c in children(cue, "obj"))
    if cue.pos_ == "VERB" and (back or returned or lemma in lexicon["verbs"] or lemma in lexicon["response_verbs"]):
        if is_negated(cue) or any(c.dep_ == "aux" and c.lower_ in UNREAL for c in cue.children):
            return None
        if _is_wish(cue):  # "attacked the base to avenge ...": only where it was done
            done = next((m for m in here if m.trigger.i == cue.head.i), None)
            return None if done is None else Answer(cue, done, _cause(cue, done, here, strikes), None)
        below = {t.i for t in cue.subtree}
        answer = next((m for m in here if m.trigger.i in below and m.trigger.i != cue.i), None) or next(
            (m for m in here if m.trigger.i == cue.i), None
        )
        if lemma in lexicon["response_verbs"]:
            if lemma == "follow":
                return _follows(cue, here, strikes)
            if answer is None:
                return None
        doer = first_child(cue, *SUBJECTS)
        return Answer(cue, answer, _cause(cue, answer, here, strikes), doer)
    if cue.pos_ == "NOUN" and lemma in lexicon["nouns"] and preposition(cue) in ("in", "as", "for"):
        below = {t.i for t in cue.subtree}
        outside = [m for m in here if m.trigger.i not in below]
        governed = next((m for m in outside if m.trigger.i == cue.head.i), None)
        governed = governed or next((m for m in outside if cue.i in {t.i for t in m.trigger.subtree}), None)
        beside = {t.i for t in cue.head.subtree}
        governed = governed or next((m for m in outside if m.trigger.i in beside), None)
        if governed is None:
            return None
        return Answer(cue, governed, _cause(cue, governed, here, strikes), None)
    if cue.pos_ == "NOUN" and lemma in lexicon["nouns"] and children(cue, "cop"):  # "the attack was revenge for ..."
        told = {t.i for subject in children(cue, *SUBJECTS) for t in subject.subtree}
        done = next((m for m in here if m.trigger.i in told), None)
        return None if done is None or is_negated(cue) else Answer(cue, done, _cause(cue, done, here, strikes), None)
    if lemma in lexicon["modifiers"] and cue.dep_ in ("amod", "compound"):
        answer = next((m for m in here if m.trigger.i == cue.head.i), None)
        return None if answer is None else Answer(cue, answer, _cause(cue, answer, here, strikes), None)
    return None


def _is_wish(verb: Token) -> bool:
    """ "vowed to retaliate" """
    return any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children) or verb.dep_ == "xcomp"


def _follows(cue: Token, here: list[StrikeMention], strikes: StrikesOfArticle) -> Answer | None:
    """ "The strike follows rocket attacks on ...": an answer where the parties change places."""
    later = next((m for m in here if m.trigger.i < cue.i), None)
    earlier = next((m for m in here if m.trigger.i > cue.i), None)
    if later is None or earlier is None or strikes.same(later, earlier):
        return None
    hit = strikes.parties[strikes.strike_of(earlier)]
    return Answer(cue, later, earlier, None) if strikes.attackers[strikes.strike_of(later)] & hit else None


def _cause(
    cue: Token, answer: StrikeMention | None, here: list[StrikeMention], strikes: StrikesOfArticle
) -> StrikeMention | None:
    """The strike that is answered: what the cue governs, else the other side's strike told before."""
    below = {t.i for t in cue.subtree}
    for mention in here:
        if (
            mention.trigger.i in below
            and mention.trigger.i > cue.i
            and not any(c.lower_ == "to" for c in children(mention.trigger, "mark"))
            and (answer is None or not strikes.same(mention, answer))
        ):
            return mention
    if answer is not None:
        mirror = strikes.mirror(answer)
        if mirror is not None:
            return mirror
    before = [m for m in strikes.mentions if m.trigger.i < cue.i and (answer is None or not strikes.same(m, answer))]
    if answer is not None:
        mine = strikes.attackers[strikes.strike_of(answer)]
        before = [m for m in before if not (mine & strikes.attackers[strikes.strike_of(m)])]
    return before[-1] if before else None
