"""What hangs on the reports of one sentence: dates, losses and claims of responsibility."""

from datetime import timedelta

from spacy.tokens import Doc, Span, Token

from pipelines.coding.casualties import Loss, verb_kind
from pipelines.coding.claims import Claim
from pipelines.coding.contradictions import place_names
from pipelines.coding.dates import When, shifted
from pipelines.coding.frames import Frame
from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.names import NameBook
from pipelines.coding.phrases import children, whole_text
from pipelines.coding.reality import unreal_reason
from pipelines.coding.report_maker import ReportMaker
from pipelines.coding.reports import Report, clause_of, hangs_on, voice_of
from pipelines.coding.targets import is_armed

LONGEST_DATE = 8  # words
OTHER_TIME = ("after", "before", "since", "because", "although")
OTHER_STORY = ("after", "before", "since", "following", "to", "about", "over", "for", "of")


# -- dates ------------------------------------------------------------------------------------------------------------


def give_dates(doc: Doc, reports: list[Report], whens: list[When]) -> None:
    """Each date to the report whose words it hangs on, never to one below a verb of speech that it dates."""
    speech = set(load_lexicon("strikes")["speech_verbs"])
    anchors = {a.i for r in reports for a in r.frame.anchors}
    for when in sorted((w for w in whens if w.offset is None), key=lambda w: w.later is not None):  # a date says more
        span = doc.char_span(when.start, when.end, alignment_mode="expand")
        if span is None or whole_text(doc)[max(when.start - 1, 0)] == "(":
            continue  # "LIMA (May 3, 2011)": the dateline dates the report
        while len(span) > 1 and span[-1].is_punct:  # "1 June.": the full stop hangs on another word
            span = span[:-1]
        if reports and span.sent.end == reports[0].trigger.sent.start:
            _date(reports[0], when)
        for report in reports:  # "on 5 May, when they struck"
            opening = report.trigger.left_edge
            if opening.lower_ == "when" and 0 <= opening.i - span.end <= 1:
                _date(report, when)
        anchor = hangs_on(span.root, anchors)
        if anchor is not None and _is_judged(anchor, speech) and anchor.i < span.start:
            continue  # "condemned the bombing on Friday": that is when it was condemned
        if anchor is not None and _of_another_time(span.root, anchor):
            continue  # "killed eight days after taking office on 1 June"
        if anchor is not None and not _speaks_between(span.root, anchor, speech):
            for report in reports:
                if anchor.i in {a.i for a in report.frame.anchors}:
                    _date(report, when)
            continue
        head = span.root.head
        if head.lemma_.lower() in speech and head.pos_ == "VERB":
            for report in reports:
                if _stands_right_after(report, span, head) and not _is_judged(report.trigger, speech):
                    _date(report, when)
                    report.end = max(report.end, when.end)
            continue
        for report in reports:
            below = hangs_on(report.trigger, {head.i}) is not None
            if below and head.pos_ in ("VERB", "AUX") and _one_story(report.trigger, head):
                _date(report, when)


def may_be_date_alone(sentence: Span) -> bool:
    """A few words that begin with a preposition; a date on a line of its own is that of the report."""
    return len(sentence) <= LONGEST_DATE and sentence[0].pos_ == "ADP" and "\n" not in sentence.text_with_ws


def is_date_alone(sentence: Span, whens: list[When]) -> bool:
    """ "On Jan. 16", which the reader took for a sentence since a point stands in it: it opens the next one."""
    words = [t for t in sentence if not (t.is_space or t.is_punct or t.pos_ == "ADP")]
    return bool(whens) and all(any(w.start <= t.idx < w.end for w in whens) for t in words)


def give_offsets(reports: list[Report], whens: list[When]) -> None:
    """ "Two days after rebels shelled X": what is told next has its day from what is told before it, and is another
    strike than that."""
    for when in whens:
        if when.offset is None:
            continue
        later = next((r for r in reports if r.trigger.idx > when.end), None)
        if later is None or later.reference in ("anaphor", "losses"):
            continue
        told = next((r.when for r in reports if r is not later and r.when is not None and r.when.is_day), None)
        later.reference = "other"
        if told is not None and told.started_on is not None and told.precision == "day":
            later.when = shifted(when, told.started_on - timedelta(days=when.offset))


def _date(report: Report, when: When) -> None:
    if report.when is not None or (when.series and _is_compared(report.trigger)):
        return
    report.when = when
    if when.series and report.frame.family == "noun":
        report.series = report.lasting = True
    elif when.is_day and not report.frame.series and report.frame.family == "noun":
        report.series = False


def _of_another_time(date: Token, anchor: Token) -> bool:
    """Between the date and the word of force stands a clause that tells of before or after."""
    node = date.head
    while node.i not in (anchor.i, node.head.i):
        if node.dep_ in ("advcl", "acl") and any(
            c.lower_ in ("after", "before") for c in children(node, "mark", "case")
        ):
            return True
        node = node.head
    return False


def _is_compared(event: Token) -> bool:
    """ "The deadliest attack since October", "the first since May": the stretch compares it with others."""
    words = [c for c in children(event, "amod", "advmod") if c.i < event.i]
    return any(c.lower_ in ("first", "latest") or c.lower_.endswith("est") or c.tag_ == "JJS" for c in words)


def _speaks_between(token: Token, anchor: Token, speech: set[str]) -> bool:
    node = token.head
    while node.i != anchor.i and node.head.i != node.i:
        if node.pos_ == "VERB" and node.lemma_.lower() in speech:
            return True
        node = node.head
    return False


def _is_judged(event: Token, speech: set[str]) -> bool:
    """ "The bombing", as the object of a verb of speech."""
    known = any(c.lower_ in ("the", "this", "that") for c in children(event, "det"))
    return known and event.pos_ == "NOUN" and event.dep_ == "obj" and event.head.lemma_.lower() in speech


def _stands_right_after(report: Report, date: Span, verb: Token) -> bool:
    """ "called it the worst day since a raid on Mopti in May 2012": the reader hung the date on the
    report, but it follows the strike's own words and not the verb."""
    end = max(t.i for t in report.trigger.subtree)
    return verb.i < report.trigger.i < date.start and date.start - end <= 2 and report.trigger.pos_ in ("NOUN", "PROPN")


def _one_story(trigger: Token, head: Token) -> bool:
    """The date's verb stands above the force by links that keep the time ("died when they fired rockets")."""
    node = trigger
    while node.i != head.i:
        if node.dep_ in ("acl:relcl", "parataxis") or (
            node.dep_ == "advcl" and any(c.lower_ in OTHER_TIME for c in children(node, "mark"))
        ):
            return False
        if node.dep_ in ("nmod", "obl") and any(c.lower_ in OTHER_STORY for c in children(node, "case")):
            return False
        node = node.head
    return True


# -- losses -----------------------------------------------------------------------------------------------------------


def give_losses(names: NameBook, reports: list[Report], losses: list[Loss]) -> list[Loss]:
    """Losses to the reports that they hang on, else to the only one of the sentence; the rest is given back."""
    left = []
    for loss in losses:
        owners = [r for r in reports if loss.predicate.i in {a.i for a in r.frame.anchors}]  # its own word of force
        owners = owners or [r for r in reports if hangs_on(loss.predicate, {a.i for a in r.frame.anchors}, 3) is not None
                            or hangs_on(r.trigger, {loss.predicate.i}) is not None]  # fmt: skip
        owners = owners or (reports if len(reports) == 1 else [])
        owners = [r for r in owners if not any(_by_another_voice(loss, other) for other in r.losses)]
        ours = [r for r in owners if not _own_dead(names, r, loss)]
        for report in ours:
            report.losses.append(loss)
        if not owners:
            left.append(loss)
    return left


def _by_another_voice(loss: Loss, other: Loss) -> bool:
    """ "Hamas said 40 were killed, Israel said 15 were": two figures of one thing, never to be added up."""
    if loss.kind != other.kind:
        return False
    one, two = voice_of(loss.predicate), voice_of(other.predicate)
    return one is not None and two is not None and one.i != two.i


def _own_dead(names: NameBook, report: Report, loss: Loss) -> bool:
    """The attackers' own dead are no losses of the strike."""
    if loss.victim is None:
        return False
    lemma = loss.victim.lemma_.lower()
    if lemma in load_lexicon("targets")["attacker_dead"]:
        return True
    victims = [loss.victim, *children(loss.victim, "nmod", "compound", "amod")]
    named = {names.ultimate(i) for v in victims if names.entity(v, "ORG", "PER") for i in names.actors(v, expand=False)}
    if named & {names.ultimate(i) for i in report.attacker_ids}:
        return True
    return any(
        a.lemma_.lower() == lemma and is_armed(a) and not names.entity(a) and a.i != loss.victim.i
        for a in report.attackers
    )


def losses_report(losses: list[Loss], sentence: Span, number: int) -> Report | None:
    """A sentence that only tells of dead and wounded: it may belong to the strike told before."""
    undirected = set(load_lexicon("strikes")["undirected"]) | set(load_lexicon("strikes")["other_causes"])
    losses = [x for x in losses if x.quantity is not None]
    if not losses or {t.lemma_.lower() for t in sentence} & undirected:
        return None
    predicate = losses[0].predicate
    none = losses[0].quantity is not None and losses[0].quantity.best == 0
    if not none and unreal_reason(predicate) is not None:
        return None
    frame = Frame(predicate, "kill", f"losses.{verb_kind(predicate) or losses[0].kind}")
    start, end = clause_of(frame)
    spans = [(x.quantity.start, x.quantity.end) for x in losses if x.quantity is not None]
    return Report(
        frame,
        number,
        min(start, *(a for a, _ in spans)),
        max(end, *(b for _, b in spans)),
        "losses",
        losses=losses,
        outcome="hit",
    )


# -- claims -----------------------------------------------------------------------------------------------------------


def give_claims(maker: ReportMaker, reports: list[Report], claims: list[Claim], number: int) -> list[Report]:
    """Claims to the reports that they are about; a claim about nothing in its sentence is a report that points back."""
    found = []
    for claim in claims:
        about = [r for r in reports if {t.i for t in claim.about} & {a.i for a in r.frame.anchors}]
        if not about:
            frame = Frame(claim.word, "claim", f"claims.{claim.status}")
            start, end = clause_of(frame)
            about = [Report(frame, number, start, end, "claim", outcome="unknown")]
            found.extend(about)
        for report in about:
            _give_claim(maker, report, claim)
    return found


def _give_claim(maker: ReportMaker, report: Report, claim: Claim) -> None:
    if report.claim is None or claim.status in ("claimed", "disputed"):
        report.claim = (claim.status, claim.word)
    actors = [t for a in claim.actors for t in maker.named_members(a)]
    for actor in actors:
        maker.follow(actor, report.sentence)
    ids = maker.actor_ids(actors)
    if claim.status == "claimed" and not report.attackers:
        report.attackers, report.attacker_ids = actors, [i for i in ids if i not in report.target_ids]
        maker.remember(report.attacker_ids)
    elif claim.status != "claimed":
        report.suspects, report.suspect_ids = actors, ids
        report.denied = claim.status == "disputed"


def settle_series(reports: list[Report]) -> None:
    """A strike is a series where a mention that tells of it says so by its words ("in recent months", "a wave of"), or
    where all that tell of it are plural; mentions that only point back follow ("the attacks")."""
    for number in {r.group for r in reports}:
        members = [r for r in reports if r.group == number]
        telling = [
            r for r in members if r.reference not in ("anaphor", "losses", "claim") and r.frame.family != "exchange"
        ]
        telling = telling or [r for r in members if r.reference not in ("losses", "claim")] or members
        own = [r for r in telling if r.reference != "definite"] or telling
        series = any(r.series and r.lasting for r in telling) or all(r.series for r in own)
        for report in members:
            report.series = series


def settle_blame(reports: list[Report], discourse) -> None:
    """Who is blamed is the attacker where the article names no other; where it names one, the strike is disputed."""
    for report in reports:
        if not report.suspect_ids or report.denied:
            continue
        others = [m for m in reports if m.group == report.group and m is not report and m.attacker_ids]
        named = discourse.party([i for m in others for i in m.attacker_ids])
        if not report.attacker_ids and discourse.agree(discourse.party(report.suspect_ids), named) >= 0:
            report.attackers, report.attacker_ids = (
                report.suspects,
                [i for i in report.suspect_ids if i not in report.target_ids],
            )
        elif not report.attacker_ids:
            report.claim = ("disputed", report.claim[1]) if report.claim is not None else None


def one_wave(reports: list[Report]) -> list[Report]:
    """A salvo over several places of which the article itemises some is one series beside its items."""
    kept: list[Report] = []
    for report in reports:
        split = [r for r in reports if r.frame is report.frame]
        if len(split) < 2 or report.frame.family == "exchange":
            kept.append(report)
            continue
        listed = {name for r in split for name in place_names(r)}
        items = [r for r in reports if r.frame is not report.frame and r.start > report.start and r.reference == "verb"]
        if not any(place_names(r) & listed for r in items):
            kept.append(report)
        elif report is split[0]:
            report.series = report.lasting = True
            kept.append(report)
    return kept


def give_owners(reports: list[Report]) -> None:
    """ "Xland fired 90 missiles. Some of the missiles hit a port": what was fired one sentence before is its owner's."""
    fired: Report | None = None
    for report in reports:
        methods = {m for m, *_ in report.methods}
        weapons = report.frame.weapons and report.frame.family in ("assault", "explode")
        if report.frame.family == "fire" and report.attacker_ids:
            fired = report
        elif fired is None or report.attacker_ids or not weapons or report.sentence - fired.sentence > 1:
            continue
        elif methods & {m for m, *_ in fired.methods} and all(w.text.endswith("s") for w in report.frame.weapons):
            report.attackers, report.attacker_ids = fired.attackers, fired.attacker_ids
