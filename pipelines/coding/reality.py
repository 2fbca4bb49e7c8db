"""Did it happen? What stands above and beside a word of force decides: threatened, planned, hypothetical, denied, an
exercise, only recalled, or told as a fact (None)."""

from functools import cache

from spacy.tokens import Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import children, is_negated, preposition

MODALS = {"may": "hypothetical", "might": "hypothetical", "could": "hypothetical", "would": "hypothetical", "should": "hypothetical",
          "can": "hypothetical", "must": "planned", "will": "planned", "'ll": "planned", "shall": "planned", "wo": "planned", "ca": "hypothetical"}  # fmt: skip
NOUN_LINKS = ("nmod", "obl", "obj", "compound", "nsubj", "nsubj:pass", "amod", "obl:agent", "nmod:poss", "iobj")
CLAUSE_LINKS = ("xcomp", "ccomp", "acl", "advcl", "csubj")
HIGHEST = 6


@cache
def _reasons() -> dict[str, str]:
    return {str(word): reason for reason, words in load_lexicon("strikes")["unreal"].items() for word in words}


def unreal_reason(trigger: Token) -> tuple[str, Token] | None:
    """(reason, the word that gives it) where the force is not told as having happened, else None."""
    own = _own_clause(trigger)
    if own is not None:
        return own
    node, below_verb = trigger, trigger.pos_ in ("VERB", "AUX")
    for _ in range(HIGHEST):
        head = node.head
        if head.i == node.i:
            break
        found = _governed(node, head, below_verb)
        if found == "real":
            return None
        if found is not None:
            return found  # type: ignore[return-value]
        if node.dep_ in ("parataxis", "advcl", "advcl:relcl", "acl:relcl") and below_verb:
            break  # a clause of its own: what stands above says nothing of it
        node = head
        below_verb = below_verb or head.pos_ in ("VERB", "AUX")
        if head.pos_ in ("VERB", "AUX") and node.dep_ not in CLAUSE_LINKS:
            result = _modality(head) if trigger.i != head.i and trigger.pos_ != "VERB" else None
            if result is not None and _carries_event(trigger, head):
                return result
    return None


def _carries_event(trigger: Token, verb: Token) -> bool:
    """The verb says of the event noun that it is done or happens ("will launch an attack", "an attack could follow")."""
    lexicon = load_lexicon("strikes")
    lemma = verb.lemma_.lower()
    names = (*lexicon["light_verbs"], *lexicon["happen_verbs"], *lexicon["effect_verbs"], "be", "face", "prompt", "trigger", "lead", "see")
    return trigger.head.i == verb.i and lemma in names and trigger.dep_ not in ("obl", "obl:unmarked")


def _own_clause(trigger: Token) -> tuple[str, Token] | None:
    lexicon = load_lexicon("strikes")
    for child in trigger.children:
        lemma = child.lemma_.lower()
        if child.dep_ in ("amod", "compound", "advmod", "nmod"):
            reason = _reasons().get(lemma) or _reasons().get(child.lower_)
            if lemma in lexicon["exercise_words"] or child.lower_ in lexicon["exercise_words"]:
                return "exercise", child
            if child.dep_ in ("amod", "advmod") and reason in ("hypothetical", "planned", "threatened") and lemma not in ("order", "end", "call", "test", "aim", "stop"):
                return reason, child
    if trigger.pos_ in ("VERB", "AUX"):
        return _modality(trigger)
    if is_negated(trigger):
        return "denied", next(c for c in trigger.children if c.lower_ in ("no", "not", "n't", "n’t", "never", "neither", "nor"))
    return None


def _modality(verb: Token) -> tuple[str, Token] | None:
    """Modal auxiliaries, negation and "if" on a verb."""
    if is_negated(verb):
        return "denied", next(c for c in verb.children if c.lower_ in ("no", "not", "n't", "n’t", "never", "neither", "nor"))
    for child in children(verb, "aux", "aux:pass", "mark", "advmod"):
        if child.lower_ in MODALS and child.dep_.startswith("aux"):
            if child.lower_ in ("would", "could", "might", "may") and any(c.lower_ == "have" for c in verb.children) and child.lower_ == "may":
                continue
            return MODALS[child.lower_], child
        if child.dep_ == "mark" and child.lower_ in ("if", "unless", "lest", "whether"):
            return "hypothetical", child
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not children(verb, "nsubj", "nsubj:pass", "aux"):
        return _modality(verb.head)
    return None


def _governed(node: Token, head: Token, below_verb: bool):
    """What the word above says: a reason, "real", or None where it says nothing."""
    lexicon = load_lexicon("strikes")
    lemma = head.lemma_.lower()
    reason = _reasons().get(lemma) or _reasons().get(head.lower_)
    relation = node.dep_
    if relation in ("xcomp", "ccomp", "acl", "advcl") and any(c.lower_ == "to" and c.dep_ == "mark" for c in node.children):
        if lemma in lexicon["real_governors"]:
            return None
        return (reason if reason in ("threatened", "planned", "exercise", "denied") else "planned"), head
    if reason is None:
        return None
    if reason == "historical":
        return ("historical", head) if relation in ("nmod", "obl", "obj", "compound") and head.pos_ in ("NOUN", "VERB") else None
    if relation not in (*NOUN_LINKS, *CLAUSE_LINKS):
        return None
    if reason == "denied":
        return (reason, head) if lemma in ("deny", "refute") and relation in ("obj", "xcomp", "ccomp") else None
    if reason == "exercise":
        return (reason, head) if relation in ("nmod", "obl", "obj", "compound", "acl") and lemma not in ("test", "parade") else None
    if relation in ("nsubj", "nsubj:pass", "obl:agent") and head.pos_ == "VERB":
        return None
    if head.pos_ == "VERB" and relation == "obl" and preposition(node) not in ("of", "against", "for", "from", "with", "about"):
        return None
    if head.pos_ == "VERB" and relation == "obl" and lemma in ("call", "ask", "end", "prepare", "defend", "stop", "guard", "protect", "rule", "attempt") is False:
        return None
    if relation == "ccomp" and reason in ("planned", "hypothetical"):
        return None if not below_verb or lemma not in ("expect", "want", "hope", "predict", "fear", "plan") else (reason, head)
    if relation == "ccomp" and lemma == "warn":
        return None
    if relation == "advcl":
        return None
    if head.pos_ == "NOUN" and relation == "compound" and lemma not in ("threat", "plan", "plot", "warning", "drill", "exercise", "risk"):
        return None
    if lemma in ("order", "authorize", "authorise", "approve", "end", "stop", "halt", "cease", "fail", "call", "block", "ban", "case", "event", "charge") and relation in ("obj", "nmod", "nsubj:pass", "obl"):
        return (reason, head) if lemma in ("halt", "stop", "cease", "end", "call", "ban") and _indefinite(node) else None
    if reason == "hypothetical" and lemma in ("case", "event", "may", "chance") and relation == "nmod":
        return None
    return reason, head


def _indefinite(noun: Token) -> bool:
    """No article and no owner: "halt attacks" speaks of attacks to come, "condemned the attacks" of those told."""
    return not children(noun, "det", "nmod:poss")
