"""Real runs of the command line, shared by the integration tests: each starts a process, so the common ones run once."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
STRIKELEDGER = [sys.executable, "-m", "pipelines.cli"]


@dataclass(frozen=True)
class Run:
    """One finished `strikeledger run` and its warehouse."""

    warehouse: Path
    returncode: int
    stdout: str
    stderr: str

    @property
    def published(self) -> Path:
        return self.warehouse / "strikeledger.duckdb"

    def rows(self, sql: str) -> list[tuple]:
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def value(self, sql: str):
        return self.rows(sql)[0][0]


def strikeledger(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, without a terminal."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **environment}
    return subprocess.run([*STRIKELEDGER, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False)


def run(warehouse: Path, articles: Path | None = None, **environment: str) -> Run:
    chosen = [] if articles is None else ["--articles", str(articles)]
    done = strikeledger("run", *chosen, "--warehouse", str(warehouse), **environment)
    return Run(warehouse, done.returncode, done.stdout, done.stderr)


def write_records(path: Path, *records: dict) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> Run:
    """The sample articles that the project ships, run once."""
    return run(tmp_path_factory.mktemp("samples"))
