"""What a source brings: an article as it came, or a record that could not be one."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class RawItem:
    """One article as the source gave it.

    ``published`` keeps the words of the source; ``origin`` says where it stood ("news.jsonl, line 7").
    """

    external_id: str
    body: str
    content_type: str  # text or html
    origin: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    rights: str | None = None

    @property
    def key(self) -> str:
        """32 hex digits that change with anything the source says of the article, but not with where it stood."""
        values = (self.external_id, self.title, self.body, self.url, self.publisher, self.author, self.published,
                  self.language, self.content_type)  # fmt: skip
        return hashlib.sha256("\x1f".join(value or "" for value in values).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Rejected:
    """A record that is left out: where it stood, why, what mends it, and its bytes, so that nothing is lost."""

    origin: str
    rule: str
    reason: str
    payload: bytes

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.origin}\x1f{self.rule}\x1f".encode() + self.payload).hexdigest()[:32]

    def __str__(self) -> str:
        return f"{self.origin}: {self.reason}"


class Connector(Protocol):
    """One kind of source."""

    def check(self) -> None:
        """Look whether the source is there, without reading it.

        Raises:
            SourceError: it is not.
        """
        ...

    def fetch(self) -> Iterable[RawItem | Rejected]:
        """Everything that the source holds now, in its own order.

        Raises:
            SourceError: the source as a whole cannot be read.
        """
        ...


class SourceError(Exception):
    """A source that cannot be read at all; the message names it and says what to do."""
