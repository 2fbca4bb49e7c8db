"""What the YAML of a source says, and the connector that it makes.

Each source is one folder with a ``defs.yaml``: its name is the ``source_id``. The files are Dagster components, so that
``dg`` lists and scaffolds them; they are read here, without Dagster, so that an installed wheel and a folder of the
user's own are read in just the same way.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipelines.sources.files import Files
from pipelines.sources.items import Connector, SourceError

COMPONENT_TYPE = "pipelines.components.ArticleSource"


class SourceAttributes(BaseModel):
    """The attributes of ``assets/sources/<source_id>/defs.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["files", "json_lines"] = Field(
        description="files: .txt, .md, .html, .json and .jsonl files; json_lines: every file is read as JSON lines."
    )
    path: str = Field(description="A file, a folder or a glob, relative to the folder of this YAML.")
    name: str | None = Field(default=None, description="Name of the source for people.")
    publisher: str | None = Field(default=None, description="Publisher of articles that name none.")
    country_iso3: str | None = Field(
        default=None, pattern="^[A-Z]{3}$", description="Country of the publisher, ISO 3166-1 alpha-3."
    )
    timezone: str | None = Field(default=None, description="IANA time zone of times without an offset.")
    language: str | None = Field(default=None, pattern="^[a-z]{2,3}$", description="Usual language, ISO 639-1.")
    rights: str | None = Field(default=None, description="Licence or terms of articles that state none.")
    schedule: str | None = Field(default=None, description="Cron expression: when to fetch. None: by hand.")
    owner: str | None = Field(default=None, description="Who looks after the source: an e-mail address or team:name.")

    @field_validator("timezone")
    @classmethod
    def _is_time_zone(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                ZoneInfo(value)
            except (KeyError, ValueError) as error:
                raise ValueError(f"{value!r} is no IANA time zone: write it as Europe/Kyiv") from error
        return value


@dataclass(frozen=True)
class Source:
    """A configured source: its id, the folder that its paths count from, and what its YAML says."""

    source_id: str
    folder: Path
    attributes: SourceAttributes

    def connector(self, max_bytes: int) -> Connector:
        """The connector that reads the source; a longer article than ``max_bytes`` is refused."""
        path = self.folder / Path(self.attributes.path).expanduser()
        return Files(path, lines=self.attributes.kind == "json_lines", max_bytes=max_bytes)


def load_sources(folder: Path) -> list[Source]:
    """The sources below a folder, in the order of their names.

    Raises:
        SourceError: the folder is missing, or a YAML cannot be read; the message names the file and the mend.
    """
    if not folder.is_dir():
        raise SourceError(f"{folder}: no such folder: make it, or name another one in STRIKELEDGER_SOURCES")
    return [load_source(path) for path in sorted(folder.glob("*/defs.yaml"))]


def load_source(path: Path) -> Source:
    """The source of one ``defs.yaml``.

    Raises:
        SourceError: the file cannot be read; the message names it, the key and the mend.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: not valid YAML: {error}") from error
    if not isinstance(content, dict) or content.get("type") != COMPONENT_TYPE:
        raise SourceError(f"{path}: the first line of a source is `type: {COMPONENT_TYPE}`")
    source_id = path.parent.name
    if not re.fullmatch(r"[a-z][a-z0-9_]*", source_id):
        raise SourceError(f"{path}: the folder's name is the id of the source: use lower-case letters, digits and _")
    try:
        attributes = SourceAttributes.model_validate(content.get("attributes") or {})
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise SourceError(f"{path}: attributes: {problems}") from error
    return Source(source_id, path.parent, attributes)


def command_line_source(path: Path) -> Source:
    """The source of ``--articles PATH``: its id comes from the path, so that the same path is the same source."""
    absolute = str(path.expanduser().absolute())
    slug = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_")
    source_id = f"cli_{slug or 'articles'}_{hashlib.sha256(absolute.encode()).hexdigest()[:6]}"
    attributes = SourceAttributes(kind="files", path=absolute, name=path.name)
    return Source(source_id, Path("/"), attributes)
