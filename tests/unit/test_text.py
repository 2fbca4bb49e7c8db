"""From what a source gave to an article: dates, languages, ids."""

from datetime import UTC, date, datetime

import pytest

from pipelines.text.articles import Refused, article_id_of, make_article
from pipelines.text.language import detect_language
from pipelines.text.published import parse_published

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "timezone", "instant", "local"),
    [
        (None, None, None, None),
        ("2024-01-16", "Asia/Tehran", None, date(2024, 1, 16)),  # a bare date is no midnight
        ("2024-01-16T23:30:00+03:30", None, datetime(2024, 1, 16, 20, tzinfo=UTC), date(2024, 1, 16)),
        ("2024-01-16T22:30:00Z", "Asia/Tehran", datetime(2024, 1, 16, 22, 30, tzinfo=UTC), date(2024, 1, 17)),
        ("2024-01-16 09:30", "Europe/Kyiv", datetime(2024, 1, 16, 7, 30, tzinfo=UTC), date(2024, 1, 16)),
        ("2024-01-16 09:30", None, None, date(2024, 1, 16)),
        ("Tue, 16 Jan 2024 09:30:00 GMT", None, datetime(2024, 1, 16, 9, 30, tzinfo=UTC), date(2024, 1, 16)),
    ],
)
def test_publication_times(value, timezone, instant, local):
    assert parse_published(value, timezone) == (instant, local)


@pytest.mark.parametrize("value", ["soon", "January 2024", "31 February 2024"])
def test_what_is_no_date_is_said(value):
    with pytest.raises(ValueError, match="write it as 2024-01-16"):
        parse_published(value, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The army said that the shelling of the town killed two people and wounded five of their neighbours.", "en"),
        ("GUERRILLAS ATTACKED THE GARRISON AND WERE REPELLED BY THE TROOPS, THE RADIO SAID.", "en"),
        ("L'armée a déclaré que le bombardement de la ville avait fait deux morts et cinq blessés.", "fr"),
        ("Армия сообщила, что в результате обстрела города погибли два человека.", "ru"),
        ("Iran strikes Pakistan", "en"),
    ],
)
def test_languages(text, language):
    assert detect_language(text) == language


def raw(**values) -> dict:
    empty = dict.fromkeys(["url", "title", "publisher", "author", "published", "language", "rights"])
    return {**empty, "raw_id": "r", "source_id": "s", "external_id": "x", "body": "Shells fell on the town.",
            "content_type": "text", "fetched_at": NOW, **values}  # fmt: skip


def test_the_source_stands_in_for_what_the_record_leaves_out():
    article = make_article(raw(published="2024-04-30 23:00"), {"publisher": "P", "timezone": "Asia/Tokyo"}, NOW)
    assert (article["publisher"], article["published_on"]) == ("P", date(2024, 4, 30))
    assert article["published_at"] == datetime(2024, 4, 30, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"body": " \n"}, "no_text"),
        ({"published": "2024-05-03"}, "date_in_the_future"),
        ({"published": "yesterday-ish"}, "invalid_date"),
        ({"language": "fr"}, "language_not_read"),
    ],
)
def test_what_cannot_be_an_article_says_why(values, rule):
    with pytest.raises(Refused) as refused:
        make_article(raw(**values), {}, NOW)
    assert refused.value.rule == rule
    assert ":" in refused.value.reason


def test_ids_come_from_the_address_else_from_source_and_id():
    assert article_id_of("s", "1", "http://a.org/x") == article_id_of("t", "2", "https://www.a.org/x?utm_source=q")
    assert article_id_of("s", "1", None) != article_id_of("t", "1", None)
