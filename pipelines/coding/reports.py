"""A report: one mention of a strike in the making, its frame joined with place, time, losses and mention ids."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from pipelines.coding.casualties import Loss
from pipelines.coding.dates import When
from pipelines.coding.frames import Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import children, span_of, subject, subtree, trimmed
from pipelines.coding.places import Where

SAME_IN_PAST = ("hit", "set", "put", "cut", "burst", "beat", "hurt", "shed", "cast")
DETACHED = ("parataxis", "ccomp")


@dataclass
class Report:
    """One mention of a strike. ``attackers`` and ``targets`` are head nouns, ``attacker_ids`` and ``target_ids`` their
    mentions; ``reference`` says how the mention points ("anaphor", "definite", "other", "new", "losses", "claim");
    ``suspects`` are those blamed for it, or who deny it (``denied``); ``group`` is the number of the strike within the
    article, set by the discourse pass. ``lasting``: a series by its words, not only by a plural;
    ``counted``: "an attack", "two strikes", which mostly opens a story."""

    frame: Frame
    sentence: int
    start: int
    end: int
    reference: str
    attackers: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    attacker_ids: list[str] = field(default_factory=list)
    target_ids: list[str] = field(default_factory=list)
    wheres: list[Where] = field(default_factory=list)
    when: When | None = None
    methods: list[tuple[str, int, int, str]] = field(default_factory=list)
    weapon: tuple[int, int] | None = None
    losses: list[Loss] = field(default_factory=list)
    target_kind: tuple[str, str] | None = None
    series: bool = False
    outcome: str = "unknown"
    claim: tuple[str, Token] | None = None
    suspect_ids: list[str] = field(default_factory=list)
    suspects: list[Token] = field(default_factory=list)
    denied: bool = False
    lasting: bool = False
    counted: bool = False
    headline: bool = False
    group: int = -1

    @property
    def trigger(self) -> Token:
        return self.frame.trigger


def clause_of(frame: Frame) -> tuple[int, int]:
    """Characters of the clause that tells of the strike, inside one sentence."""
    top = _top(frame)
    tokens = sorted(_clause_tokens(top, frame), key=lambda t: t.i)
    while (
        len(tokens) > 1
        and tokens[0].dep_ in ("case", "mark", "cc")
        and tokens[0].head.i in {top.i, tokens[1].i, *(a.i for a in frame.anchors)}
    ):
        tokens = tokens[1:]
    start, end = span_of(tokens)
    return trimmed(top.doc, start, end)


def _top(frame: Frame) -> Token:
    """The word whose subtree is the clause: the trigger, or the verb that carries a noun with little of its own."""
    top = frame.trigger
    if frame.support and top.pos_ != "VERB":
        top = frame.support[0]
    elif top.pos_ not in ("VERB", "AUX"):
        own = list(subtree(top, DETACHED))
        if len(own) <= 4 and top.head.pos_ in ("VERB", "AUX") and top.head.i != top.i:
            top = top.head
    return top


def _clause_tokens(top: Token, frame: Frame) -> list[Token]:
    """The subtree of the clause without clauses coordinated with it or told beside it, merged frames kept."""
    kept = {t.i for t in frame.anchors}
    tokens = [top]
    for child in top.children:
        if child.is_space or child.is_punct:
            continue
        below = {t.i for t in child.subtree}
        apart = (
            child.dep_ in DETACHED
            or (child.dep_ == "conj" and child.pos_ == "VERB")
            or (child.dep_ == "advcl" and children(child, "nsubj", "nsubj:pass"))
        )
        if apart and not below & kept:
            continue
        if apart and child.i < top.i and child.dep_ == "ccomp":
            continue
        tokens.extend(t for t in child.subtree if not t.is_space)
    return tokens


def reference_of(trigger: Token, words: dict) -> str:
    """How an event noun points: "the attack" (definite), "another attack" (other), "an attack" (new)."""
    before = [c for c in trigger.children if c.i < trigger.i]
    lower = {c.lower_ for c in before}
    known = bool(lower & {"the", "this", "that", "these", "those", "both"})
    if lower & set(words["other_strike"]) and not (known and lower & set(words["ordinals"])):
        return "other"
    if known or any(c.dep_ == "nmod:poss" and c.pos_ in ("PRON", "DET") for c in before):
        return "definite"
    if any(c.dep_ == "nmod:poss" for c in before):
        return "definite"  # "Thursday's attack", "Pakistan's airstrikes"
    return "new"


def is_bare(trigger: Token, frame: Frame) -> bool:
    """An event noun that names neither attacker nor target nor place of its own."""
    return not (frame.attackers or frame.targets or frame.places)


def hangs_on(token: Token, anchors: set[int], limit: int = 8) -> Token | None:
    """The first anchor above a token, or None."""
    node = token
    for _ in range(limit):
        if node.i in anchors:
            return node
        if node.head.i == node.i:
            return None
        node = node.head
    return None


def voice_of(token: Token) -> Token | None:
    """The verb of speech in whose clause a word stands: "the army said that rebels had shelled the town"."""
    speech = load_lexicon("strikes")["speech_verbs"]
    node = token
    while node.head.i != node.i:
        if node.dep_ in ("ccomp", "parataxis") and node.head.lemma_.lower() in speech:
            return node.head
        node = node.head
    return None


def who_says_so(pronoun: Token) -> Token | None:
    """ "The army admitted that it had hit the village": the subject of the verb in whose clause a pronoun acts."""
    node = pronoun.head
    for _ in range(5):
        if node.dep_ == "ccomp" and node.head.pos_ == "VERB" and node.head.i < pronoun.i:
            found = subject(node.head)
            return found if found is not None and found.pos_ in ("NOUN", "PROPN") else None
        if node.dep_ not in ("conj", "xcomp", "advcl", "obj", "nsubj", "obl", "nmod") or node.head.i == node.i:
            return None
        node = node.head
    return None


def is_general(mentions: list[Report]) -> bool:
    """ "The rebels' offensive": a campaign of which nothing is told but whose it is; "they murder whoever objects"."""
    if all(_is_habitual(m) for m in mentions):
        return True
    if any(m.frame.family != "noun" and m.reference != "claim" for m in mentions):
        return False
    told = any(m.targets or m.losses or m.weapon for m in mentions)
    return not told and any(m.frame.series for m in mentions)


def _is_habitual(mention: Report) -> bool:
    """A verb in the simple present in a whole sentence; headlines tell in it what happened."""
    verb = mention.trigger
    if verb.pos_ != "VERB" or verb.lower_ != verb.lemma_.lower() or not verb.sent.text.rstrip().endswith("."):
        return False
    doer = subject(verb)
    return (
        doer is not None
        and doer.i < verb.i
        and not children(verb, "aux", "aux:pass", "mark")
        and verb.lower_ not in SAME_IN_PAST
    )
