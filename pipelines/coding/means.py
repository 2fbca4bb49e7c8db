"""By what means a strike was done: methods of the weapons named in its clause and of its words of force."""

from spacy.tokens import Doc

from pipelines.coding.frames import Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.phrases import subtree, whole_text
from pipelines.coding.reports import clause_of
from pipelines.coding.weapons import content_of, weapons_in

# A verb's or noun's own method says more than the weapon beside it; others give way where a weapon is named.
ALWAYS = ("shell", "storm", "raid", "spray", "set_fire", "blow", "ram", "shelling", "torch")
GIVES_WAY = ("artillery", "explosive", "ground_assault")
Method = tuple[str, int, int, str]


def means_of(frame: Frame, doc: Doc, others: list[Frame]) -> tuple[list[Method], tuple[int, int] | None]:
    """((method, start, end, rule), characters of the weapon's words); ``others`` are the other frames of the sentence,
    whose weapons are not this one's."""
    text = whole_text(doc)
    found: list[Method] = []
    weapon = None
    heads = {w.idx for w in frame.weapons}
    for start, end in _own_spans(frame):
        for named in weapons_in(text[start:end], start):
            found.extend((m, named.start, named.end, f"weapons.{m}.{named.entry}") for m in named.methods)
            beside = not named.everyday or any(named.start <= i < named.end for i in heads)
            if weapon is None and beside and named.thing_end is not None:
                weapon = (named.start, named.thing_end)
    foreign = _foreign(frame, others)
    start, end = clause_of(frame)
    for named in weapons_in(text[start:end], start):
        span = doc.char_span(named.start, named.end, alignment_mode="expand")
        if named.everyday or span is None or span.root.i in foreign or set(named.methods) & {m for m, *_ in found}:
            continue
        found.extend((m, named.start, named.end, f"weapons.{m}.{named.entry}") for m in named.methods)
        told_by_verb = span.root.i == frame.trigger.i and frame.trigger.pos_ == "VERB"  # "aircraft bomb the town"
        if named.thing_end is not None and not told_by_verb:
            weapon = weapon or (named.start, named.thing_end)
    for part in (frame, *frame.members):
        told = {m for m, *_ in found}
        always = part.rule.split(".")[-1] in ALWAYS
        for method in part.methods:
            if method in told or (found and not always and (part.trigger.pos_ == "VERB" or method in GIVES_WAY)):
                continue
            lender = part.lenders.get(method, part)
            start, end = lender.trigger.idx, lender.trigger.idx + len(lender.trigger.text)
            found.append((method, start, end, lender.rule))
    found = found or _by_attacker(frame)
    unique: dict[str, Method] = {}
    for item in found:
        unique.setdefault(item[0], item)
    if "airstrike" in unique and unique.get("explosive", ("", 0, 0, ""))[3].startswith(
        ("nouns.bombing", "verbs.assault.bomb", "weapons.explosive.bombing")
    ):
        del unique["explosive"]  # a bombing from the air
    return list(unique.values()), weapon


def _by_attacker(frame: Frame) -> list[Method]:
    """ "the navy attacked a camp": the attacker tells the method where no other word does."""
    attackers = load_lexicon("weapons")["attackers"]
    for head in frame.attackers:
        words = head.doc[max(head.i - 1, head.sent.start) : head.i + 1]
        for name, method in attackers.items():
            if head.lemma_.lower() == name or words.text.lower() == name:
                return [(method, head.idx, head.idx + len(head.text), f"weapons.attackers.{name}")]
    return []


def _own_spans(frame: Frame) -> list[tuple[int, int]]:
    """Characters of the weapons' noun phrases and of what stands right before the nouns of force."""
    spans = []
    for weapon in frame.weapons:
        first = weapon.left_edge if 0 <= weapon.i - weapon.left_edge.i <= 6 else weapon
        last = content_of(weapon) or weapon
        spans.append((first.idx, last.idx + len(last.text)))
    for part in (frame, *frame.members):
        noun = part.trigger
        if noun.pos_ != "VERB":
            before = [t for t in noun.subtree if noun.i - 4 <= t.i <= noun.i]
            spans.append((before[0].idx, noun.idx + len(noun.text)))
    return spans


def _foreign(frame: Frame, others: list[Frame]) -> set[int]:
    """Words of the targets and of the clauses of other frames."""
    blocked = {
        t.i for target in [*frame.targets, *frame.victims] for t in subtree(target, ("acl", "acl:relcl", "advcl"))
    }
    blocked -= {t.i for weapon in frame.weapons for t in weapon.subtree}
    own = {a.i for a in frame.anchors}
    for other in others:
        if other is not frame:
            blocked |= (
                {t.i for t in other.trigger.subtree if not own & {t.i}}
                if other.trigger.i not in own and not own & {t.i for t in other.trigger.subtree}
                else set()
            )
    return blocked
