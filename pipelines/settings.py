"""Every knob of strikeledger, in one place. Each is an environment variable with the prefix STRIKELEDGER_."""

import os
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent
IS_CHECKOUT = (PROJECT / "pyproject.toml").is_file()
BUILT_IN_SOURCES = PROJECT / "assets" / "sources"


class Settings(BaseSettings):
    """Settings of one run; the environment overrides the defaults, the command line overrides the environment."""

    model_config = SettingsConfigDict(env_prefix="STRIKELEDGER_", frozen=True, validate_default=True)

    warehouse: Path = Field(
        default=PROJECT / "warehouse" / "data" if IS_CHECKOUT else Path("strikeledger-data"),
        description="Folder of the private work file, the spooled raw articles and the published file.",
    )
    sources: Path = Field(default=BUILT_IN_SOURCES, description="Folder with one <name>/defs.yaml for each source.")
    reader: str = Field(default="strikeledger", description="The built-in reader, or the name of a spaCy pipeline.")
    lexicons: Path | None = Field(default=None, description="Folder of your own lexicons, added to the built-in ones.")
    gazetteer: Path | None = Field(
        default=None,
        description="Folder of your own actors and places; without it, gazetteer/ in the warehouse folder.",
    )
    workers: int = Field(
        default=os.cpu_count() or 1, ge=1, description="Processes that read articles; 1 reads in the process itself."
    )
    batch_size: int = Field(default=32, ge=1, description="Articles coded between two commits.")
    max_article_bytes: int = Field(default=5_000_000, ge=1, description="A longer article is refused.")

    @field_validator("warehouse", "sources", "lexicons", "gazetteer")
    @classmethod
    def _is_absolute(cls, path: Path | None) -> Path | None:
        """Paths count from the folder in which the command was given, wherever the work is done."""
        return path and path.expanduser().resolve()

    @property
    def folder(self) -> Path:
        """The warehouse folder."""
        return self.warehouse

    @property
    def own_gazetteer(self) -> Path | None:
        """The folder of the user's own actors and places: as set, else the usual one where it is there."""
        usual = self.folder / "gazetteer"
        return self.gazetteer or (usual if usual.is_dir() else None)

    @property
    def work_file(self) -> Path:
        """The private DuckDB file with one writer; no reader opens it."""
        return self.folder / "work.duckdb"

    @property
    def published_file(self) -> Path:
        """The file that analysts and BI tools open."""
        return self.folder / "strikeledger.duckdb"

    @property
    def spool_folder(self) -> Path:
        """Raw articles as they came, in immutable files."""
        return self.folder / "raw"

    @property
    def data_docs_folder(self) -> Path:
        """The validation report of Great Expectations, as HTML."""
        return self.folder / "data_docs"
