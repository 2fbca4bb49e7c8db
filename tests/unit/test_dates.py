"""Expressions of time are resolved against the date of publication, or stay null."""

from datetime import date

import pytest
import spacy

from pipelines.coding.dates import dates_in

PUBLISHED = date(2023, 5, 17)  # a Wednesday
BLANK = spacy.blank("en")


def one(text: str, published_on: date | None = PUBLISHED):
    (when,) = dates_in(BLANK(text), published_on)
    assert text[when.start : when.end] == when.text
    return when.started_on, when.ended_on, when.precision


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The raid on Monday", date(2023, 5, 15)),
        ("The raid on Wednesday", date(2023, 5, 17)),
        ("The raid last Wednesday", date(2023, 5, 10)),
        ("Thursday's raid", date(2023, 5, 11)),
        ("Yesterday, rebels attacked", date(2023, 5, 16)),
        ("It was shelled overnight", date(2023, 5, 17)),
        ("The town was hit last night", date(2023, 5, 16)),
        ("three days ago", date(2023, 5, 14)),
        ("the raid on March 3", date(2023, 3, 3)),
        ("the raid on Dec. 30", date(2022, 12, 30)),
        ("the raid of 4 May 2021", date(2021, 5, 4)),
        ("on 2020-02-29", date(2020, 2, 29)),
    ],
)
def test_a_day(text, day):
    assert one(text) == (day, day, "day")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("in August 2018", (date(2018, 8, 1), date(2018, 8, 31), "month")),
        ("in March", (date(2023, 3, 1), date(2023, 3, 31), "month")),
        ("last week", (date(2023, 5, 8), date(2023, 5, 14), "week")),
        ("last month", (date(2023, 4, 1), date(2023, 4, 30), "month")),
        ("In 2006", (date(2006, 1, 1), date(2006, 12, 31), "year")),
        ("two years ago", (date(2021, 1, 1), date(2021, 12, 31), "year")),
        ("earlier this month", (date(2023, 5, 1), date(2023, 5, 17), "month")),
        ("between 1 May and 7 May, militants", (date(2023, 5, 1), date(2023, 5, 7), "week")),
        ("from Friday to Tuesday, jets bombed", (date(2023, 5, 12), date(2023, 5, 16), "week")),
    ],
)
def test_a_stretch(text, span):
    assert one(text) == span


@pytest.mark.parametrize("text", ["on Monday", "yesterday", "on March 3", "in March", "last week", "three days ago"])
def test_without_a_date_of_publication_it_stays_open(text):
    assert one(text, None) == (None, None, "unknown")


def test_a_year_of_its_own_needs_no_publication():
    assert one("on March 3, 2022", None) == (date(2022, 3, 3), date(2022, 3, 3), "day")


@pytest.mark.parametrize("text", ["in recent months", "over the last several weeks", "since August"])
def test_stretches_of_a_series(text):
    (when,) = dates_in(BLANK(text), PUBLISHED)
    assert when.series
    assert when.started_on is None


@pytest.mark.parametrize("text", ["troops may march on", "the next Friday"])
def test_what_is_no_past_date(text):
    assert all(when.started_on is None for when in dates_in(BLANK(text), PUBLISHED))


def test_no_date_lies_after_publication():
    assert one("on May 30, 2023") == (None, None, "unknown")
