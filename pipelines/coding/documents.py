"""Articles as the reader gave them, kept in the work file: changed coders or lexicons code them without reading again.

Reading takes most of the time of a run. What it gives depends on the text and on the reader only, so a document is taken
again as long as both are the same.
"""

from importlib.metadata import version

import zstandard
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipelines.reading.casing import NAMES
from pipelines.settings import Settings
from pipelines.versions import PIPELINES, fingerprint, package_version

LEVEL = 6  # about 23 bytes a token


def reader_version(settings: Settings) -> str:
    """Version of the reader: the name of the pipeline, its code and model, and the library that packs documents."""
    read = fingerprint("reading", *(path.relative_to(PIPELINES).as_posix() for path in NAMES))
    return f"{package_version()}+{settings.reader}.{read}.spacy{version('spacy')}"


def packed(doc: Doc) -> bytes:
    """A document as bytes."""
    return zstandard.compress(doc.to_bytes(exclude=["tensor"]), LEVEL)


def unpacked(document: bytes, vocab: Vocab) -> Doc:
    """The document again, as if it had just been read."""
    return Doc(vocab).from_bytes(zstandard.decompress(document))
