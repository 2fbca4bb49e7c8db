"""One JSON record to one article: the field names that are understood, and what is refused."""

import json

from pipelines.sources.items import RawItem, Rejected

# The first name that is there counts.
FIELDS = {
    "external_id": ("id", "doc_id", "external_id"),
    "title": ("title", "headline"),
    "url": ("url", "link"),
    "publisher": ("publisher", "source_name"),
    "author": ("author", "byline"),
    "published": ("published_at", "published", "date"),
    "language": ("language", "lang"),
    "rights": ("rights", "licence", "license"),
}


def parse_record(raw: bytes, origin: str, external_id: str | None = None) -> RawItem | Rejected:
    """The article of one JSON object.

    Args:
        raw: its bytes, kept whole where it is refused.
        origin: where it stands, for messages: "news.jsonl, line 7".
        external_id: the id of a record that names none (a file's name); without it such a record is refused.
    """
    try:
        record = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Rejected(origin, "not_utf8", f"byte {error.start + 1} is no UTF-8: save the file as UTF-8", raw)
    except json.JSONDecodeError as error:
        return Rejected(
            origin, "invalid_json", f"not valid JSON at column {error.colno} ({error.msg}): mend the line", raw
        )
    if not isinstance(record, dict):
        return Rejected(origin, "not_a_record", "a JSON object with the fields id and text is wanted here", raw)
    return _article_of(record, raw, origin, external_id)


def _article_of(record: dict, raw: bytes, origin: str, external_id: str | None = None) -> RawItem | Rejected:
    values: dict[str, str | None] = {}
    for name, keys in FIELDS.items():
        value = next((record[key] for key in keys if record.get(key) is not None), None)
        if value is not None and not isinstance(value, str | int):
            return Rejected(origin, "wrong_type", f"the field {name} is no text: write it between quotation marks", raw)
        values[name] = str(value).strip() or None if value is not None else None
    identity = values.pop("external_id") or external_id or values["url"]
    if identity is None:
        return Rejected(origin, "no_id", "the record names no id: add the field id, doc_id or url", raw)
    text, html = record.get("text"), record.get("html")
    for name, value in (("text", text), ("html", html)):
        if value is not None and not isinstance(value, str):
            return Rejected(origin, "wrong_type", f"the field {name} is no text: write it between quotation marks", raw)
    body = text if text is not None else html
    if body is None:
        return Rejected(origin, "no_text", "the record has neither text nor html: add one of them", raw)
    if any("\ud800" <= character <= "\udfff" for character in body):
        return Rejected(origin, "not_utf8", "the text holds half a character (\\ud800 to \\udfff): take it out", raw)
    return RawItem(
        external_id=identity, body=body, content_type="html" if text is None else "text", origin=origin, **values
    )
