"""When: expressions of time in a sentence, resolved against the publisher's date of publication.

A weekday is the last one before or on the day of publication (the next only where "next" stands before it); a day and
month without a year is the last such day before or on publication. Without a publication date only what names its own
year is resolved. Nothing is invented: what stays open is null, and the words are kept.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from spacy.tokens import Doc, Span

from pipelines.coding.lexicon import load_lexicon

DAY_KINDS = ("iso", "day_of_month", "month_day", "weekday", "weekday_week", "relative", "clock_day", "later")
YEAR = r"(?:19|20)\d\d"
DAYS_OF_A_WEEK = 7
STRETCHES = {"between": ("and",), "from": ("to", "until", "till", "through")}


@dataclass(frozen=True)
class When:
    """A time: inclusive dates, their precision (day, week, month, year, unknown) and the characters [start, end)."""

    started_on: date | None
    ended_on: date | None
    precision: str
    start: int
    end: int
    text: str
    is_day: bool = False  # names one day, resolved or not
    later: int | None = None  # "two days later": how many days after what was told before
    offset: int | None = None  # "two days after": how many days the thing told next lies before what was told
    weekday: bool = False  # known by its weekday alone
    series: bool = False  # "in recent months", "since August": a stretch in which things happen again and again


@cache
def _patterns() -> list[tuple[str, re.Pattern]]:
    lexicon = load_lexicon("dates")
    month = "(?:" + "|".join(sorted(lexicon["months"], key=len, reverse=True)) + r")\b\.?"
    weekday = "(?:" + "|".join(sorted(lexicon["weekdays"], key=len, reverse=True)) + r")\b\.?"
    number = r"(?:\d{1,3}|" + "|".join(lexicon["numbers"]) + ")"
    relative = "|".join(sorted(lexicon["relative_days"], key=len, reverse=True))
    unit = r"(?P<u>day|week|month|year|hour)"
    lead = rf"(?:(?:early|late|shortly|on)\s+)?(?:{weekday},?\s+)?"
    part = r"(?:\s+(?:morning|afternoon|evening|night))?"
    of_year = rf"(?:,?\s+(?P<y>{YEAR}))?(?!\w)"
    about = r"\b(?:(?:about|around|nearly|almost|more than|less than|approximately|some|over)\s+)?"
    recent = r"(?:recent|last|past|preceding|previous|several|coming)"
    units = r"(?:days|weeks|months|years|decades?)"
    last = rf"last\s+(?:year|month|week|{month}|{weekday})"
    raw = [
        ("iso", rf"(?P<y>{YEAR})-(?P<mo>\d\d)-(?P<d>\d\d)"),
        ("since", rf"\bsince\s+(?:(?:early|late|mid-?)\s*)?(?:{month}\s+)?(?:{YEAR}|{month}|{last}|{weekday}|then)"),
        ("day_of_month", rf"{lead}(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>{month}){of_year}"),
        ("month_day", rf"{lead}(?P<m>{month})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]){of_year}"),
        ("stretch", rf"\b(?:in|over|during|for|within)\s+(?:the\s+)?{recent}\s+(?:\w+\s+)?{units}\b"),
        ("stretch", r"\b(?:in|over|during)\s+the\s+(?:last|past)\s+(?:week|month|year|decade)\b"),
        ("ago", rf"{about}(?P<n>{number})\s+{unit}s?\s+(?:ago|earlier)\b"),
        (
            "last_unit",
            r"\b(?:earlier\s+|late\s+|later\s+)?(?P<w>last|this|the\s+past|previous|the\s+previous)\s+"
            r"(?P<u>week|month|year|weekend)\b",
        ),
        ("weekday_week", rf"\b(?P<wd>{weekday})\s+(?P<w>last)\s+week\b"),
        (
            "weekday",
            rf"\b(?:(?:early|late|shortly|on)\s+)?(?:(?P<w>last|this|next|past|previous)\s+)?"
            rf"(?P<wd>{weekday})(?:'s|’s)?{part}(?!\w)",
        ),
        (
            "last_month",
            rf"\b(?:in\s+)?(?P<w>last|this|next|early|late|mid)[\s-]+(?P<m>{month})(?:\s+(?P<y>{YEAR}))?(?!\w)",
        ),
        ("month", rf"\b(?:in|of|during|back\s+in)\s+(?P<m>{month}){of_year}"),
        ("month", rf"\b(?P<m>{month})\s+(?:of\s+)?(?P<y>{YEAR})(?!\w)"),
        ("relative", rf"\b(?:(?:early|late|shortly|on)\s+)?(?P<r>{relative})\b{part}"),
        ("year", rf"\b(?:in|of|during|since)\s+(?:early\s+|late\s+)?(?P<y>{YEAR})(?![\w-])"),
        ("year", rf"\b(?P<y>{YEAR})(?![\w-]|\s+(?:people|troops|soldiers|kilomet|miles|met|GMT|UTC|hours))"),
        ("clock_day", r"\b(?:that|the\s+same)\s+day\b"),
        ("later", rf"{about}(?P<n>{number})\s+(?P<u>day|week)s?\s+(?:later|afterwards?)\b"),
        ("later", r"\b(?:on\s+)?the\s+(?:next|following)\s+(?P<u>day|morning|evening|night)\b"),
        ("offset", rf"{about}(?P<n>{number})\s+(?P<u>day|week)s?\s+(?P<w>after|before)\b"),
        ("vague", r"\b(?:approximately\s+|about\s+)?(?:a|one)\s+(?:day|week|month|year)\s+after\b"),
        ("vague", r"\b(?:shortly|just)\s+(?:before|after)\s+(?:midnight|midday|noon|dawn)\b"),
    ]
    return [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in raw]


def dates_in(span: Span | Doc, published_on: date | None) -> list[When]:
    """The expressions of time in a stretch of text, in its order; offsets are those of the document."""
    text, offset = span.text, span.start_char if isinstance(span, Span) else 0
    taken: list[tuple[int, int]] = []
    found = []
    for kind, pattern in _patterns():
        for match in pattern.finditer(text):
            if any(match.start() < b and a < match.end() for a, b in taken) or not _is_date(kind, match):
                continue
            taken.append(match.span())
            found.append(_resolve(kind, match, offset, published_on))
    return _stretches(text, offset, sorted(found, key=lambda when: when.start))


def _stretches(text: str, offset: int, whens: list[When]) -> list[When]:
    """ "Between 1 and 7 May", "from Monday to Thursday": two days joined so are one stretch of time."""
    joined: list[When] = []
    for when in whens:
        first = joined[-1] if joined else None
        if first is not None and _is_stretch(text, offset, first, when):
            start, end = first.started_on, when.ended_on
            if start is not None and end is not None and end < start and first.weekday and when.weekday:
                start -= timedelta(days=DAYS_OF_A_WEEK)
            if start is not None and end is not None and start < end:
                precision = "week" if (end - start).days < DAYS_OF_A_WEEK else "month"
                words = text[first.start - offset : when.end - offset]
                joined[-1] = When(start, end, precision, first.start, when.end, words)
                continue
        joined.append(when)
    return joined


def _is_stretch(text: str, offset: int, first: When, second: When) -> bool:
    before = text[max(first.start - offset - 8, 0) : first.start - offset].lower().split()
    between = text[first.end - offset : second.start - offset].lower().split()
    opened = bool(before) and before[-1] in STRETCHES
    return opened and len(between) == 1 and between[0] in STRETCHES[before[-1]] and first.precision == "day"


def _is_date(kind: str, match: re.Match) -> bool:
    """Leaves out "may" and "march" the verbs, and names that look like abbreviated days ("Sun", "Sat")."""
    groups = match.groupdict()
    month = groups.get("m")
    if month and (month[0].islower() or (month.rstrip(".").lower() == "may" and kind == "last_month")):
        return False
    weekday = groups.get("wd")
    if weekday and weekday[0].islower():
        return False
    return not (weekday and weekday.rstrip(".").lower() in ("sun", "sat") and not weekday.endswith("."))


def _resolve(kind: str, match: re.Match, offset: int, published: date | None) -> When:
    lexicon = load_lexicon("dates")
    groups = {key: value for key, value in match.groupdict().items() if value}
    start, end, precision = None, None, "unknown"
    year = int(groups["y"]) if "y" in groups else None
    if kind == "iso":
        start = end = _day(int(groups["y"]), int(groups["mo"]), int(groups["d"]))
    elif kind in ("day_of_month", "month_day"):
        start = end = _dated(lexicon["months"][groups["m"].rstrip(".").lower()], int(groups["d"]), year, published)
    elif kind in ("month", "last_month"):
        start, end = _month(
            lexicon["months"][groups["m"].rstrip(".").lower()], year, published, groups.get("w", "").lower()
        )
        precision = "month" if start else "unknown"
    elif kind == "year" and year is not None:
        start, end, precision = date(year, 1, 1), date(year, 12, 31), "year"
    elif published is not None:
        start, end, precision = _from_publication(kind, groups, published)
    if start is not None and start == end and precision == "unknown":
        precision = "day"
    if start is not None and published is not None and start > published:
        start, end, precision = None, None, "unknown"
    if end is not None and published is not None and end > published:
        end = published
    # A match may begin with a word of position ("on Monday", "of 2019"): the words kept are those of the date.
    lead = re.match(r"(?:on|in|of|during|the)\s+", match.group(), re.IGNORECASE)
    skip = lead.end() if lead and kind not in ("stretch", "since") else 0
    word = match.group()[skip:]
    word = re.sub(r"['’]s$", "", word)
    if len(word.split()[-1]) > 5:  # "Monday." ends the sentence, "Mon." is short for it
        word = word.rstrip(".")
    begin = offset + match.start() + skip
    series = kind in ("stretch", "since")
    apart = _offset(groups) if kind == "offset" else None
    later = _offset({"n": "one", **groups, "w": "after"}) if kind == "later" else None
    return When(
        start,
        end,
        precision,
        begin,
        begin + len(word),
        word,
        kind in DAY_KINDS,
        later,
        apart,
        kind == "weekday",
        series,
    )


def _offset(groups: dict[str, str]) -> int | None:
    """Days from the event told after "two days after" to the one told before it."""
    amount = groups["n"].lower()
    number = int(amount) if amount.isdigit() else load_lexicon("dates")["numbers"].get(amount)
    if number is None:
        return None
    return number * (7 if groups["u"].lower() == "week" else 1) * (1 if groups["w"].lower() == "after" else -1)


def shifted(when: When, day: date) -> When:
    """An expression of time whose day the story tells."""
    return replace(when, started_on=day, ended_on=day, precision="day")


def _from_publication(kind: str, groups: dict[str, str], published: date) -> tuple[date | None, date | None, str]:
    lexicon = load_lexicon("dates")
    if kind == "relative":
        day = published + timedelta(days=lexicon["relative_days"][" ".join(groups["r"].lower().split())])
        return day, day, "day"
    if kind in ("weekday", "weekday_week"):
        day = _last_weekday(lexicon["weekdays"][groups["wd"].rstrip(".").lower()], published)
        word = groups.get("w", "").lower()
        if word == "next":
            return None, None, "unknown"
        if kind == "weekday_week":  # "Monday last week": the week before that of publication
            monday = published - timedelta(days=published.weekday() + 7)
            day = monday + timedelta(days=lexicon["weekdays"][groups["wd"].rstrip(".").lower()])
        elif word in ("last", "past", "previous") and day == published:
            day -= timedelta(days=7)
        return day, day, "day"
    if kind == "ago":
        amount = groups["n"].lower()
        number = int(amount) if amount.isdigit() else lexicon["numbers"].get(amount)
        return _ago(number, groups["u"].lower(), published)
    if kind == "last_unit":
        return _unit(groups["w"].lower().split()[-1], groups["u"].lower(), published)
    return None, None, "unknown"


def _ago(number: int | None, unit: str, published: date) -> tuple[date | None, date | None, str]:
    if number is None:
        return None, None, "unknown"
    if unit == "day":
        day = published - timedelta(days=number)
        return day, day, "day"
    if unit == "week":
        day = published - timedelta(weeks=number)
        return day - timedelta(days=3), day + timedelta(days=3), "week"
    if unit == "month":
        months = published.year * 12 + published.month - 1 - number
        return (*_whole_month(months // 12, months % 12 + 1), "month")
    if unit == "year":
        return date(published.year - number, 1, 1), date(published.year - number, 12, 31), "year"
    return None, None, "unknown"


def _unit(word: str, unit: str, published: date) -> tuple[date | None, date | None, str]:
    back = word != "this"
    if unit in ("week", "weekend"):
        monday = published - timedelta(days=published.weekday() + (7 if back else 0))
        if unit == "weekend":
            monday = published - timedelta(days=published.weekday() + 7) if published.weekday() < 5 or back else monday
            return monday + timedelta(days=5), monday + timedelta(days=6), "week"
        return monday, monday + timedelta(days=6), "week"
    if unit == "month":
        months = published.year * 12 + published.month - 1 - back
        return (*_whole_month(months // 12, months % 12 + 1), "month")
    return date(published.year - back, 1, 1), date(published.year - back, 12, 31), "year"


def _month(month: int, year: int | None, published: date | None, word: str) -> tuple[date | None, date | None]:
    if year is None:
        if published is None:
            return None, None
        year = (
            published.year
            if month < published.month or (month == published.month and word != "last")
            else published.year - 1
        )
    return _whole_month(year, month)


def _whole_month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _dated(month: int, day: int, year: int | None, published: date | None) -> date | None:
    if year is not None:
        return _day(year, month, day)
    if published is None:
        return None
    this_year = _day(published.year, month, day)
    return this_year if this_year is not None and this_year <= published else _day(published.year - 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_weekday(weekday: int, published: date) -> date:
    return published - timedelta(days=(published.weekday() - weekday) % 7)
