"""From raw items to articles: body, date, language, identity and version of each, or why it is left out."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime

from pipelines.text.body import body_of
from pipelines.text.language import detect_language
from pipelines.text.published import is_future, parse_published
from pipelines.text.urls import canonical_url

READ_LANGUAGE = "en"


class Refused(Exception):
    """Why a raw item became no article; the message says what mends it."""

    def __init__(self, rule: str, reason: str):
        super().__init__(reason)
        self.rule, self.reason = rule, reason


def article_id_of(source_id: str, external_id: str, url: str | None) -> str:
    """The id of an article: from its canonical URL where it has one, else from source and external id."""
    basis = canonical_url(url) if url else f"{source_id}\x1f{external_id}"
    return "a" + hashlib.sha256(basis.encode()).hexdigest()[:12]


def make_article(raw: Mapping, source: Mapping, now: datetime) -> dict:
    """The article of one raw item, without version, copies and coding.

    Args:
        raw: a row of raw_articles.
        source: defaults of its source: publisher, timezone, language, rights (each may be None).
        now: the present, in UTC; later dates of publication are refused.

    Raises:
        Refused: no text, a date that is none or lies in the future, or a language that is not read.
    """
    body = body_of(raw["body"], raw["content_type"], raw["url"])
    if body is None:
        what = "no article was found in the page" if raw["content_type"] == "html" else "the text is empty"
        raise Refused("no_text", f"{what}: give the article's text, or take the record out of the source")
    published = raw["published"] or body.published
    try:
        published_at, published_on = parse_published(published, source.get("timezone"))
    except ValueError as error:
        raise Refused("invalid_date", str(error)) from error
    if is_future(published_on, now):
        raise Refused("date_in_the_future", f"published on {published_on}, which is in the future: mend the date")
    language = (raw["language"] or detect_language(body.text)).lower().split("-")[0][:2]
    if language != READ_LANGUAGE:
        raise Refused(
            "language_not_read", f"the language is {language!r}: only English (en) is read; give a translation"
        )
    url = raw["url"] or body.url
    values = {
        "title": raw["title"] or body.title,
        "publisher": raw["publisher"] or body.publisher or source.get("publisher"),
        "author": raw["author"] or body.author,
    }
    return {
        "article_id": article_id_of(raw["source_id"], raw["external_id"], url),
        "external_id": raw["external_id"],
        "raw_id": raw["raw_id"],
        "source_id": raw["source_id"],
        "url": url and canonical_url(url),
        **values,
        "published_at": published_at,
        "published_on": published_on,
        "fetched_at": raw["fetched_at"],
        "language": language,
        "text": body.text,
        "word_count": len(re.findall(r"\w+", body.text)),
        "content_hash": hashlib.sha256(body.text.encode()).hexdigest()[:32],
        "rights": raw["rights"] or source.get("rights"),
        "is_screened_out": False,
    }
