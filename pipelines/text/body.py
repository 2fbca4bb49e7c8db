"""The body of an article and what its page says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Body:
    """Text of an article, with what a web page declares in its metadata."""

    text: str
    title: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None


def body_of(content: str, content_type: str, url: str | None = None) -> Body | None:
    """The article in what a source gave.

    Plain text is kept as it is, to the character: offsets count in it. From HTML, trafilatura takes the body and the
    metadata; None where it finds no article in the page.
    """
    if content_type == "text":
        return Body(content) if content.strip() else None
    from trafilatura import bare_extraction  # loads lxml, which plain text does not need

    found = bare_extraction(
        content, url=url, with_metadata=True, include_comments=False, include_tables=False, favor_precision=True
    )
    if found is None:
        return None
    values = found if isinstance(found, dict) else found.as_dict()
    text = values.get("text") or ""
    if not text.strip():
        return None
    return Body(
        text, values.get("title"), values.get("author"), values.get("date"), values.get("sitename"), values.get("url")
    )
