"""Articles in files: a file, a folder or a glob of .txt, .md, .html, .json and .jsonl files."""

import glob
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.sources.items import RawItem, Rejected, SourceError
from pipelines.sources.records import parse_record

TEXT, HTML, JSON, LINES = {".txt", ".md"}, {".html", ".htm"}, {".json"}, {".jsonl", ".ndjson"}
READABLE = TEXT | HTML | JSON | LINES


@dataclass(frozen=True)
class Files:
    """Every readable file at a path.

    Args:
        path: a file, a folder (read with its subfolders) or a glob.
        lines: read every file as JSON lines, whatever its name ends in.
        max_bytes: a longer article is refused; a longer file of many records is read line by line all the same.
    """

    path: Path
    lines: bool = False
    max_bytes: int = 5_000_000

    def fetch(self) -> Iterator[RawItem | Rejected]:
        seen: dict[str, str] = {}
        for file in self.files():
            for item, raw in self._read(file):
                if (
                    isinstance(item, RawItem)
                    and (first := seen.setdefault(item.external_id, item.origin)) != item.origin
                ):
                    reason = f"the id {item.external_id!r} was already given by {first}: give each record its own id"
                    yield Rejected(item.origin, "duplicate_id", reason, raw)
                else:
                    yield item

    def check(self) -> None:
        self.files()

    def files(self) -> list[Path]:
        """The files, in the order of their names.

        Raises:
            SourceError: the path does not exist, or nothing readable lies there.
        """
        path = self.path.expanduser()
        if path.is_file():
            return [path]
        if path.is_dir():
            found = [file for file in sorted(path.rglob("*")) if file.is_file() and file.suffix.lower() in READABLE]
            if not found:
                raise SourceError(f"{path}: no readable article in this folder: {_ENDINGS}")
            return found
        found = [Path(name) for name in sorted(glob.glob(str(path), recursive=True)) if Path(name).is_file()]
        if not found:
            raise SourceError(f"{path}: no such file or folder: check the path; a glob stands between quotation marks")
        return found

    def _read(self, file: Path) -> Iterator[tuple[RawItem | Rejected, bytes]]:
        """The records of one file, each with its bytes."""
        ending = file.suffix.lower()
        if self.lines or ending in LINES:
            yield from self._read_lines(file)
            return
        raw = file.read_bytes()
        if ending not in READABLE:
            yield Rejected(str(file), "unknown_ending", f"{ending or 'no ending'}: {_ENDINGS}", raw), raw
        elif len(raw) > self.max_bytes:
            yield self._too_long(str(file), raw), raw
        elif not raw.strip():
            yield (
                Rejected(str(file), "empty_file", "the file is empty: write the article into it or delete it", raw),
                raw,
            )
        elif ending in JSON:
            yield from self._read_json(file, raw)
        else:
            yield self._read_text(file, raw, "html" if ending in HTML else "text"), raw

    def _read_text(self, file: Path, raw: bytes, content_type: str) -> RawItem | Rejected:
        try:
            text = raw.decode("utf-8")  # line ends stay as they are: offsets count in the given text
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            return Rejected(f"{file}, line {line}", "not_utf8", "a byte is no UTF-8: save the file as UTF-8", raw)
        text = text.removeprefix("\ufeff")
        title = _headline(text) if content_type == "text" else None
        return RawItem(file.stem, text, content_type, str(file), title=title)

    def _read_json(self, file: Path, raw: bytes) -> Iterator[tuple[RawItem | Rejected, bytes]]:
        try:
            content = json.loads(raw.decode("utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError):
            content = None
        if not isinstance(content, list):
            yield parse_record(raw, str(file), file.stem), raw
            return
        for number, record in enumerate(content, 1):
            payload = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
            yield parse_record(payload, f"{file}, record {number}"), payload

    def _read_lines(self, file: Path) -> Iterator[tuple[RawItem | Rejected, bytes]]:
        found = False
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                found = True
                raw, origin = line.rstrip(b"\r\n"), f"{file}, line {number}"
                yield self._too_long(origin, raw) if len(raw) > self.max_bytes else parse_record(raw, origin), raw
        if not found:
            yield (
                Rejected(str(file), "empty_file", "the file is empty: write the records into it or delete it", b""),
                b"",
            )

    def _too_long(self, origin: str, raw: bytes) -> Rejected:
        reason = (
            f"{len(raw):,} bytes, more than the {self.max_bytes:,} that an article may have: "
            "split it, or raise STRIKELEDGER_MAX_ARTICLE_BYTES"
        )
        return Rejected(origin, "too_long", reason, raw)


_ENDINGS = f"files that end in {', '.join(sorted(READABLE))} are read"
LONGEST_HEADLINE = 200


def _headline(text: str) -> str | None:
    """The first line of a text, where it reads like a headline: short, and no sentence with a full stop."""
    first = text.lstrip().split("\n", 1)[0].strip().lstrip("# ")
    return first if first and len(first) <= LONGEST_HEADLINE and not first.endswith((".", ":", ",")) else None
