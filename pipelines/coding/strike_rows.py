"""From a report to a row of coded_strikes, each value with its evidence."""

from collections.abc import Set

from spacy.tokens import Doc, Token

from pipelines.coding import confidence
from pipelines.coding.areas import area_of
from pipelines.coding.casualties import Loss
from pipelines.coding.evidence import EvidenceBook
from pipelines.coding.model import ArticleContext, Row
from pipelines.coding.names import NameBook
from pipelines.coding.nations import state_of
from pipelines.coding.phrases import conjuncts, whole_text
from pipelines.coding.quantities import Quantity
from pipelines.coding.reports import Report
from pipelines.coding.targets import is_armed
from pipelines.coding.weapons import ordered

LONGEST_PAIR = 9  # words of a coordination that still reads as who or what was struck
FIGURES = ("killed", "injured", "civilians_killed")


def strike_row(report: Report, members: list[Report], mention_id: str, same_as: str | None, doc: Doc, names: NameBook,
               article: ArticleContext, evidence: EvidenceBook) -> Row:  # fmt: skip
    """The row of one mention. ``members`` are all mentions of its strike in the article, itself among them."""
    text = whole_text(doc)
    rule = report.frame.rule
    trigger = (report.trigger.idx, report.trigger.idx + len(report.trigger.text))

    def proven(column: str, start: int, end: int, rule_id: str) -> None:
        evidence.add(mention_id, column, start, end, rule_id)

    attacker_text = _party(
        report.attackers, names, lambda s, e: proven("attacker_text", s, e, f"{rule}:attacker"), acts=True
    )
    own = {names.ultimate(i) for i in report.attacker_ids}
    target_text = _party(report.targets, names, lambda s, e: proven("target_text", s, e, f"{rule}:target"), other=own)
    none = [x.victim for x in report.losses if x.quantity is not None and x.quantity.best == 0]  # "nobody was hurt"
    lost = [x.victim for x in report.losses if x.victim is not None and x.victim not in none]
    victims = lost or [v for v in report.frame.victims if v not in none]
    victim_text = _party(victims, names, lambda s, e: proven("victim_text", s, e, f"{rule}:victim"), other=own)
    for _, start, end, method_rule in report.methods:
        proven("methods", start, end, method_rule)
    methods = ordered({m for m, *_ in report.methods}) or ["unknown"]
    weapon_text = None
    if report.weapon is not None:
        weapon_text = text[slice(*report.weapon)]
        proven("weapon_text", *report.weapon, "weapons:name")
    place_id = place_text = None
    if report.wheres:
        where = report.wheres[0]
        area = area_of(where.entity)
        place_id, place_text = names.place(where.entity.root), text[where.start : where.end]
        if area is not None:
            place_id = names.area(area)
        proven("place_text", where.start, where.end, f"{rule}:place")
    kind = "unknown"
    if report.target_kind is not None:
        kind = report.target_kind[0]
        head = report.targets[0]
        proven("target_kind", head.idx, head.idx + len(head.text), f"targets.{kind}.{report.target_kind[1]}")
    status, status_rule, status_span = _claim_status(report, members, trigger)
    proven("claim_status", *status_span, status_rule)
    proven("outcome", *trigger, rule)
    if report.series:
        proven("is_series", *trigger, f"{rule}:series")
    when = report.when
    if when is not None:
        for column in ("started_on", "ended_on", "date_text"):
            if column == "date_text" or when.started_on is not None:
                proven(column, when.start, when.end, "dates")
    facts = confidence.strike_facts(members)
    proven("confidence_score", *trigger, confidence.rule("strikes", facts))
    row: Row = {
        "mention_id": mention_id,
        "article_id": article.article_id,
        "text_start": report.start,
        "text_end": report.end,
        "sentence_text": report.trigger.sent.text.strip(),
        "trigger_text": report.trigger.text,
        "attacker_mention_ids": report.attacker_ids,
        "attacker_text": attacker_text,
        "target_mention_ids": report.target_ids,
        "target_text": target_text,
        "victim_text": victim_text,
        "target_kind": kind,
        "methods": methods,
        "weapon_text": weapon_text,
        "outcome": report.outcome,
        "claim_status": status,
        "place_mention_id": place_id,
        "place_text": place_text,
        "started_on": when.started_on if when is not None else None,
        "ended_on": when.ended_on if when is not None else None,
        "date_precision": when.precision if when is not None else "unknown",
        "date_text": when.text if when is not None else None,
        "is_series": report.series,
        "confidence_score": confidence.probability("strikes", facts),
        "same_as_mention_id": same_as,
    }
    row.update(_figures(report.losses, proven))
    return row


def _party(heads: list[Token], names: NameBook, prove, acts: bool = False, other: Set[str] = frozenset()) -> str | None:
    """The words of the first of some nouns that says who or what, with those coordinated with it ("a school and a
    market") where they are few and not counted; all of them are evidence.

    A pronoun says it by the words that it stands for, and nothing where the article leaves that open; neither does
    a bare figure ("12 were killed"). ``acts``: a pronoun then only stands for what can act; it never stands for one of ``other``, whose deed it is
    ("criminals who stabbed them").
    """
    first: tuple[int, int] | None = None
    joined: list[Token] = []
    for head in heads:
        if head.pos_ == "NUM" and not any(c.dep_ == "nmod" for c in head.children):
            continue
        span = _meant_by(head, names, acts, other) if head.pos_ in ("PRON", "DET") else names.text_of(head)
        if span is None:
            continue
        start, end, _ = span
        prove(start, end)
        if first is None:
            first, joined = (start, end), [] if _is_counted(head) else conjuncts(head)
        elif (
            head in joined
            and not _is_counted(head)
            and first[0] < start
            and len(names.text[first[0] : end].split()) <= LONGEST_PAIR
        ):
            first = (first[0], max(first[1], end))
    return names.text[slice(*first)] if first is not None else None


def _is_counted(noun: Token) -> bool:
    return any(c.dep_ == "nummod" for c in noun.children)


def _meant_by(pronoun: Token, names: NameBook, acts: bool, other: Set[str]) -> tuple[int, int, str] | None:
    """Offsets and words of what a pronoun stands for in the article, or None."""
    ids = names.actors(pronoun, expand=False)
    row = names.row(names.ultimate(ids[0])) if ids else None
    if (
        row is None
        or row["mention_id"] in other
        or row["label"] == "PRON"
        or names.span(str(row["mention_id"])).root.pos_ in ("PRON", "DET")
    ):
        return None
    root = names.span(str(row["mention_id"])).root
    if (
        acts
        and row["label"] not in ("ORG", "NORP", "PER")
        and not is_armed(root)
        and state_of(str(row["text"])) is None
    ):
        return None
    return names.text_of(root)


def _claim_status(report: Report, members: list[Report], trigger: tuple[int, int]) -> tuple[str, str, tuple[int, int]]:
    if report.claim is not None:
        status, word = report.claim
        return status, f"claims.{status}", (word.idx, word.idx + len(word.text))
    return ("attributed" if report.attackers else "unknown"), "claims.voice", trigger


def _figures(losses: list[Loss], proven) -> Row:
    figures: Row = {f"{name}_{bound}": None for name in FIGURES for bound in ("low", "best", "high")}
    for kind in ("killed", "injured"):
        total = _total([x.quantity for x in losses if x.kind == kind], losses)
        if total is not None:
            _put(figures, kind, total, proven)
    civilians = _total([x.civilians for x in losses if x.kind == "killed"], losses)
    if civilians is not None:
        _put(figures, "civilians_killed", civilians, proven)
    return figures


def _total(quantities: list[Quantity | None], losses: list[Loss]) -> Quantity | None:
    known = [q for q in quantities if q is not None]
    total = None
    for quantity in known:
        if total is not None and 0 in (total.best, quantity.best):
            total = total if total.best != 0 else quantity
        else:
            total = quantity if total is None else total.plus(quantity)
    if total is not None and len(known) < len(quantities) and total.best:
        total = Quantity(total.low or total.best, None, None, total.start, total.end)
    return total


def _put(figures: Row, name: str, quantity: Quantity, proven) -> None:
    for bound in ("low", "best", "high"):
        value = getattr(quantity, bound)
        figures[f"{name}_{bound}"] = value
        if value is not None:
            proven(f"{name}_{bound}", quantity.start, quantity.end, f"quantities.{name}")
