"""When an article was published: an instant in UTC where the source gives a time, and the publisher's local date."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil import parser

# The earliest local day begins 14 hours before the UTC day does.
AHEAD_OF_UTC = timedelta(hours=14)


def parse_published(value: str | None, timezone: str | None) -> tuple[datetime | None, date | None]:
    """(instant in UTC, local date) of what a source calls the time of publication.

    A bare date gives no instant: it is no midnight. A time without an offset is taken in the source's time zone,
    where that is known, else it gives only the date.

    Raises:
        ValueError: the value is no date.
    """
    if value is None:
        return None, None
    text = value.strip()
    try:
        return None, date.fromisoformat(text)
    except ValueError:
        pass
    try:
        # The two defaults differ in every part, so that a part the text does not give is seen.
        parsed = parser.parse(text, default=datetime(2000, 1, 1))  # noqa: DTZ001
        other = parser.parse(text, default=datetime(2001, 2, 2, 1, 1))  # noqa: DTZ001
    except (parser.ParserError, OverflowError) as error:
        raise ValueError(f"{value!r} is no date: write it as 2024-01-16 or 2024-01-16T09:30:00+03:00") from error
    if parsed.date() != other.date():
        raise ValueError(f"{value!r} is no whole date: write it as 2024-01-16 or 2024-01-16T09:30:00+03:00")
    has_time = parsed.time() == other.time()
    if not has_time:
        return None, parsed.date()
    if parsed.tzinfo is None:
        if timezone is None:
            return None, parsed.date()
        parsed = parsed.replace(tzinfo=ZoneInfo(timezone))
    local = parsed.astimezone(ZoneInfo(timezone)) if timezone else parsed
    return parsed.astimezone(UTC), local.date()


def is_future(published_on: date | None, now: datetime) -> bool:
    """True for a date that is tomorrow or later everywhere on earth."""
    return published_on is not None and published_on > (now + AHEAD_OF_UTC).date()
