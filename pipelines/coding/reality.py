"""Did it happen? What stands above and beside a word of force decides: threatened, planned, hypothetical, denied, an
exercise, only recalled, or told as a fact (None)."""

from functools import cache

from spacy.tokens import Token

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import children, is_negated, preposition

HIGHEST = 6
INVERTED = ("had", "should", "were")  # before their subject they open a condition
NEGATIONS = ("no", "not", "n't", "n’t", "never", "neither", "nor")
NOUN_LINKS = ("nmod", "obl", "obj", "compound", "nsubj:pass", "amod", "nmod:poss", "iobj")
CLAUSE_LINKS = ("xcomp", "ccomp", "acl", "advcl", "csubj")
Verdict = tuple[str, Token] | None


@cache
def _reasons() -> dict[str, str]:
    return {str(word): reason for reason, words in load_lexicon("strikes")["unreal"].items() for word in words}


def unreal_reason(trigger: Token) -> Verdict:
    """(reason, the word that gives it) where the force is not told as having happened, else None."""
    lexicon = load_lexicon("strikes")
    own = _modality(trigger) or _imperative(trigger) if trigger.pos_ in ("VERB", "AUX") else None
    own = own or _beside(trigger) or _in_an_exercise(trigger)
    if own is not None:
        return own
    known = trigger.pos_ not in ("VERB", "AUX") and _is_known(trigger)
    node = trigger
    for _ in range(HIGHEST):
        head = node.head
        if head.i == node.i:
            return None
        if node.pos_ not in ("VERB", "AUX") and preposition(node) in lexicon["factual_prepositions"]:
            return None  # "after the attack", "in response to": what follows is told as a fact
        if node.i != trigger.i and node.lemma_.lower() in lexicon["shares"]:
            return None  # "denied involvement in the murder"
        if _refuted(node, head):
            return "denied", head.head
        found = _governed(node, head, known)
        if found is not None:
            return found
        if (
            node.pos_ in ("VERB", "AUX")
            and node.dep_ in ("parataxis", "advcl", "advcl:relcl", "acl:relcl")
            and not _infinitive(node)
        ):
            return None  # a clause of its own: what stands above says nothing of it
        if head.pos_ in ("VERB", "AUX") and node.i == trigger.i and trigger.pos_ not in ("VERB", "AUX"):
            modal = _modality(head)
            if modal is not None and _carries_event(trigger, head, known):
                return modal
        node = head
    return None


def is_recalled(trigger: Token) -> bool:
    """ "The anniversary of the bombing", "convicted of the attack": told for what came of it."""
    words = [w for w, reason in _reasons().items() if reason == "historical"]
    node = trigger
    for _ in range(2):
        node = node.head
        if node.lemma_.lower() in words and node.i != trigger.i:
            return True
        if node.pos_ in ("VERB", "AUX"):
            return any(c.lemma_.lower() in words and preposition(c) == "on" for c in children(node, "obl"))
    return False


def _refuted(node: Token, head: Token) -> bool:
    """ "rejects the claim that the school was hit by its rocket", "called reports of an attack false"."""
    lexicon = load_lexicon("strikes")
    told = head.lemma_.lower() in lexicon["claims_of_fact"] and node.dep_ in ("acl", "ccomp", "nmod", "acl:relcl")
    return told and head.dep_ in ("obj", "nsubj:pass") and head.head.lemma_.lower() in lexicon["refuting"]


def _is_known(noun: Token) -> bool:
    """ "the attack", "their strikes", "Friday's bombing": an event that the article takes for granted."""
    if any(c.lower_ in ("the", "this", "that", "these", "those") for c in children(noun, "det")):
        return True
    return any(c.pos_ in ("PRON", "DET") or c.ent_type_ == "DATE" for c in children(noun, "nmod:poss"))


def _imperative(verb: Token) -> Verdict:
    """ "Attack the barracks": a call to force."""
    bare = (
        verb.lower_ == verb.lemma_.lower()
        and verb.dep_ in ("root", "ccomp", "parataxis")
        and bool(children(verb, "obj"))
    )
    if (
        not bare
        or children(verb, "nsubj", "nsubj:pass", "aux", "csubj", "expl")
        or verb.lower_ in ("hit", "shot", "put")
    ):
        return None
    return ("planned", verb) if verb.i == verb.left_edge.i or verb.left_edge.is_punct else None


def _infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children)


def _carries_event(trigger: Token, verb: Token, known: bool) -> bool:
    """The verb says of the event noun that it is done or happens ("will launch a raid", "an attack could follow")."""
    lexicon = load_lexicon("strikes")
    done = (*lexicon["light_verbs"], *lexicon["happen_verbs"], "be", "face", "see")
    if trigger.dep_ in ("nsubj", "nsubj:pass") and not known:
        return verb.lemma_.lower() in (*done, *lexicon["effect_verbs"], "prompt", "trigger", "lead", "result")
    return verb.lemma_.lower() in done and trigger.dep_ in ("obj", "nsubj", "nsubj:pass")


def _beside(trigger: Token) -> Verdict:
    """Words beside the trigger: "a possible attack", "a mock raid", "test-fired", "no strike"."""
    lexicon = load_lexicon("strikes")
    if trigger.i > trigger.sent.start + 1 and trigger.doc[trigger.i - 2 : trigger.i].text.lower() == "test-":
        return "exercise", trigger.nbor(-2)
    for child in trigger.children:
        lemma = child.lemma_.lower()
        if child.dep_ not in ("amod", "compound", "advmod", "nmod", "dep") or child.i > trigger.i + 1:
            continue
        if {lemma, child.lower_} & set(lexicon["exercise_words"]) or (lemma == "test" and child.dep_ == "compound"):
            return "exercise", child
        if child.dep_ in ("amod", "advmod") and {lemma, child.lower_} & set(lexicon["unreal_modifiers"]):
            return _reasons().get(lemma) or _reasons().get(child.lower_) or "hypothetical", child
    if trigger.pos_ not in ("VERB", "AUX") and is_negated(trigger):
        return "denied", next(c for c in trigger.children if c.lower_ in NEGATIONS)
    return None


def _in_an_exercise(trigger: Token) -> Verdict:
    """ "In a drill, jets bombed an airfield", "fired a missile in a test", "bombed a mock airfield"."""
    words = load_lexicon("strikes")["exercise_nouns"]
    verb = trigger.head if trigger.dep_ == "obj" and trigger.head.pos_ == "VERB" else trigger
    for child in children(verb, "obl"):
        if child.lemma_.lower() in words and preposition(child) in ("in", "during", "for", "as"):
            return "exercise", child
    mock = [c for o in children(trigger, "obj", "obl", "nmod") for c in children(o, "amod", "compound")]
    return next((("exercise", c) for c in mock if c.lower_ in ("mock", "dummy", "simulated")), None)


def _modality(verb: Token) -> Verdict:
    """Modal auxiliaries, negation and "if" on a verb, or on the verb that it is coordinated with."""
    modals = load_lexicon("strikes")["modals"]
    if is_negated(verb):
        return "denied", next(c for c in verb.children if c.lower_ in NEGATIONS)
    subjects = children(verb, "nsubj", "nsubj:pass")
    lost = verb.lemma_.lower() in load_lexicon("strikes")["losing_verbs"]  # "no one was hurt" tells of a strike
    if none := [c for s in subjects if not lost for c in children(s, "det") if c.lower_ in ("no", "neither")]:
        return "denied", none[0]  # "no helicopter was downed"
    asked = verb.sent.text.rstrip().endswith("?") and verb.dep_ == "root"
    if asked and any(a.i < s.i for a in children(verb, "aux", "aux:pass") for s in subjects):
        return "hypothetical", verb  # "has the helicopter been downed?"
    if subjects and any(
        a.lower_ in INVERTED and a.i < subjects[0].left_edge.i for a in children(verb, "aux", "aux:pass")
    ):
        return "hypothetical", verb  # "had the rebels shelled the camp, thousands would have died"
    for child in children(verb, "aux", "aux:pass", "mark", "advmod"):
        if child.lower_ == "longer" and child.i > verb.sent.start and child.nbor(-1).lower_ == "no":
            return "denied", child  # "are no longer murdered"
        if child.dep_.startswith("aux") and child.lower_ in modals:
            return modals[child.lower_], child
        if child.dep_ == "mark" and child.lower_ in ("if", "unless", "lest", "whether"):
            return "hypothetical", child
    if (
        verb.dep_ == "conj"
        and verb.head.pos_ == "VERB"
        and not children(verb, "nsubj", "nsubj:pass", "aux", "aux:pass")
    ):
        return _modality(verb.head)
    return None


def _governed(node: Token, head: Token, known: bool) -> Verdict:
    """What the word above says of the one below it: a reason, or None where it says nothing."""
    lexicon = load_lexicon("strikes")
    lemma, relation = head.lemma_.lower(), node.dep_
    reason = _reasons().get(lemma) or _reasons().get(head.lower_)
    is_verb = node.pos_ in ("VERB", "AUX")
    if is_verb and relation in ("xcomp", "ccomp", "acl", "advcl", "csubj", "advcl:relcl") and _infinitive(node):
        if lemma == "use" and any(c.lower_ in ("is", "are", "be") for c in children(head, "aux:pass")):
            return "hypothetical", head  # "they are used to attack cities"
        if lemma in lexicon["real_governors"] or (
            children(node, "aux") and any(c.lower_ == "have" for c in node.children)
        ):
            return _modality(head)  # "will continue to shoot"
        return (
            reason if reason in ("threatened", "planned", "exercise", "denied", "hypothetical") else "planned"
        ), head
    if is_verb and lemma in lexicon["forgoing"] and any(c.lower_ == "from" for c in children(node, "mark", "case")):
        return "planned", head  # "refrain from attacking"
    if reason is None or relation not in (*NOUN_LINKS, *CLAUSE_LINKS):
        return None
    if is_verb and relation in ("acl", "acl:relcl") and not any(c.lower_ == "that" for c in children(node, "mark")):
        return None  # "guards killed in", "a test that killed": the clause tells what befell them
    if known and lemma not in lexicon["undoing"]:
        return None
    if reason == "historical":
        return (
            ("historical", head)
            if relation in ("nmod", "obl", "obj", "compound") and head.pos_ in ("NOUN", "VERB")
            else None
        )
    if reason == "denied":
        return (reason, head) if lemma in ("deny", "refute") and relation in ("obj", "xcomp", "ccomp") else None
    if reason == "exercise":
        return (reason, head) if relation in ("nmod", "obj", "compound", "acl", "xcomp", "ccomp") else None
    if relation in ("advcl", "nsubj:pass", "csubj") or (relation == "ccomp" and lemma not in lexicon["unreal_clauses"]):
        return None
    if head.pos_ == "VERB" and relation == "obl" and preposition(node) not in ("of", "against", "for", "from", "about"):
        return None
    if head.pos_ in ("NOUN", "PROPN") and relation == "compound" and lemma not in lexicon["undoing"]:
        return None
    if lemma in lexicon["may_be_done"] and not _general(node) and (head.pos_ != "VERB" or _modality(head) is None):
        return None  # "ordered a strike", "approved the raid" mostly tell of one that came
    return reason, head


def _general(noun: Token) -> bool:
    """No article and no owner: "halt attacks" speaks of attacks to come."""
    return not children(noun, "det", "nmod:poss", "nummod")
