"""The spool: what the sources brought, in immutable compressed files, before anything else is done with it.

``raw/<source>/<day>/<batch>.jsonl.zst`` holds one JSON object a line; ``<batch>.keys`` beside it the keys of its items,
so that the next fetch knows without unpacking what is new. A file is written under a temporary name, synced and renamed:
a crash leaves a whole file or none. No database is open while a source is fetched.
"""

import base64
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import zstandard

from pipelines.sources.items import RawItem, Rejected

ITEMS_PER_FILE = 5_000
PACKED, KEYS = ".jsonl.zst", ".keys"


@dataclass(frozen=True)
class SpoolCounts:
    """What one fetch brought: items seen, items that were new, records that were refused."""

    seen: int
    new: int
    rejected: list[Rejected]


class Spool:
    """The spool folder of one source."""

    def __init__(self, folder: Path, source_id: str):
        self._root = folder
        self._folder = folder / source_id
        self._source_id = source_id

    def add(self, items: Iterable[RawItem | Rejected], fetched_at: datetime) -> SpoolCounts:
        """Write what is new, in files of at most 5,000 items, each complete before the next is begun."""
        known = self.keys()
        seen, new, parts, rejected, batch = 0, 0, 0, [], []
        for item in items:
            seen += 1
            if isinstance(item, Rejected):
                rejected.append(item)
            if item.key in known:
                continue
            known.add(item.key)
            new += 1
            batch.append(item)
            if len(batch) == ITEMS_PER_FILE:
                self._write(batch, fetched_at, parts)
                parts, batch = parts + 1, []
        if batch:
            self._write(batch, fetched_at, parts)
        return SpoolCounts(seen, new, rejected)

    def keys(self) -> set[str]:
        """The keys of all items that the spool holds."""
        found: set[str] = set()
        for packed in sorted(self._folder.glob(f"*/*{PACKED}")):
            beside = packed.with_name(packed.name.removesuffix(PACKED) + KEYS)
            if beside.is_file():
                found.update(beside.read_text(encoding="ascii").split())
            else:
                found.update(line["key"] for line in read_spool_file(packed))
        return found

    def _write(self, batch: list[RawItem | Rejected], fetched_at: datetime, part: int) -> None:
        folder = self._folder / fetched_at.date().isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        # Time and number keep the order in which the items came; the key keeps two runs of one second apart.
        name = f"{fetched_at:%H%M%S%f}-{part:04d}-{batch[0].key[:12]}"
        rows = [{"number": number, **self._line(item, fetched_at)} for number, item in enumerate(batch, 1)]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        packed = zstandard.ZstdCompressor(level=6).compress(lines.encode())
        # The packed file comes first: without its keys it is still found and read, the other way round it would be lost.
        _write_whole(folder / f"{name}{PACKED}", packed)
        _write_whole(folder / f"{name}{KEYS}", "\n".join(item.key for item in batch).encode("ascii"))

    def _line(self, item: RawItem | Rejected, fetched_at: datetime) -> dict:
        if isinstance(item, Rejected):
            record = {**asdict(item), "payload": base64.b64encode(item.payload).decode("ascii")}
        else:
            record = asdict(item)
        kind = "rejected" if isinstance(item, Rejected) else "item"
        return {
            "kind": kind,
            "key": item.key,
            "source_id": self._source_id,
            "fetched_at": fetched_at.isoformat(),
            **record,
        }


def spool_files(folder: Path) -> list[str]:
    """Every finished spool file below the spool folder, as relative POSIX paths, oldest first."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(f"*/*/*{PACKED}"))


def read_spool_file(path: Path) -> Iterator[dict]:
    """The records of one spool file; ``payload`` of a rejected record is bytes again."""
    text = zstandard.ZstdDecompressor().stream_reader(path.open("rb")).read().decode()
    for line in text.split("\n"):
        if line:
            record = json.loads(line)
            if record["kind"] == "rejected":
                record["payload"] = base64.b64decode(record["payload"])
            yield record


def _write_whole(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
