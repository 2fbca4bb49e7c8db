"""What keeps two mentions apart, whatever else they share: other days, other named places, other kinds of weapon."""

from pipelines.coding.lexicon import load_lexicon
from pipelines.coding.nations import bare, state_of
from pipelines.coding.phrases import preposition, whole_text
from pipelines.coding.places import Where, is_site
from pipelines.coding.reports import Report

RELATED = (
    {"missile", "rocket", "drone", "airstrike", "artillery"},
    {"explosive", "vehicle", "suicide_bombing"},
    {"gunfire", "ground_assault", "explosive", "arson", "suicide_bombing"},
    {"artillery", "rocket", "gunfire", "ground_assault", "missile"},
    {"airstrike", "explosive"},
    {"ground_assault", "explosive", "vehicle", "suicide_bombing", "airstrike", "naval"},
)  # methods that one strike may be told by
ABOUT = ("near", "outside", "around", "off", "from", "across", "over", "between", "along", "through", "beyond")


# -- days -------------------------------------------------------------------------------------------------------------


def days_apart(a: Report, b: Report) -> bool:
    """Resolved dates that do not overlap, or two different weekdays."""
    if a.when is None or b.when is None or (a.when.precision == "unknown" and b.when.precision == "unknown"):
        return _weekdays_differ(a, b)
    if a.when.started_on and b.when.started_on:
        return a.when.started_on > (b.when.ended_on or b.when.started_on) or b.when.started_on > (
            a.when.ended_on or a.when.started_on
        )
    return False


def same_day(a: Report, b: Report) -> bool:
    if a.when is None or b.when is None:
        return False
    if a.when.started_on is not None and a.when.precision == "day":
        return a.when.started_on == b.when.started_on
    return a.when.text.lower() == b.when.text.lower() or (_weekday(a) is not None and _weekday(a) == _weekday(b))


def _weekdays_differ(a: Report, b: Report) -> bool:
    first, second = _weekday(a), _weekday(b)
    return first is not None and second is not None and first != second


def _weekday(report: Report) -> str | None:
    if report.when is None:
        return None
    days = load_lexicon("dates")["weekdays"]
    return next((word for word in report.when.text.lower().replace(",", " ").split() if word in days), None)


# -- places -----------------------------------------------------------------------------------------------------------


def place_names(report: Report) -> set[str]:
    """Names of places below a state that a mention names, without those of hospitals, markets and the like."""
    return {bare(w.entity.text) for w in report.wheres if state_of(w.entity.text) is None and not is_site(w)}


def one_place(mine: set[str], theirs: set[str]) -> bool:
    """Two mentions share a name, or one name is part of another ("Gaza", "Gaza City")."""
    return any(a in b or b in a for a in mine for b in theirs)


def places_apart(report: Report, members: list[Report]) -> bool:
    """Both sides name a town first, and neither is among the places that the other names."""
    mine, theirs = _town(report), {town for m in members if (town := _town(m)) is not None}
    if mine is None or not theirs or one_place({mine}, {name for m in members for name in place_names(m)}):
        return False
    return not one_place(place_names(report), theirs)


def _town(report: Report) -> str | None:
    """The first place of a mention that is no site, where it is exact."""
    first = next((w for w in report.wheres if not is_site(w)), None)
    return bare(first.entity.text) if first is not None and _is_town(first) else None


def _is_town(where: Where) -> bool:
    """A name that says where exactly: no state, no region, not "near X", no name of a hospital or a market."""
    if state_of(where.entity.text) is not None:
        return False
    words = set(whole_text(where.entity.doc)[where.start : where.end].lower().split())
    if words & set(load_lexicon("places")["region_words"]):
        return False
    return (preposition(where.entity.root) or preposition(where.entity.root.head) or "in") not in ABOUT


# -- means ------------------------------------------------------------------------------------------------------------


def means_agree(report: Report, members: list[Report]) -> int:
    """1 a method in common, 0 not known or may be told of one strike, -1 methods that exclude each other."""
    mine = {m for m, *_ in report.methods}
    theirs = {m for member in members for m, *_ in member.methods}
    if not mine or not theirs:
        return 0
    if mine & theirs:
        return 1
    return 0 if any(mine & family and theirs & family for family in RELATED) else -1
