"""`make bench-large`: what adding ten articles to a large ledger costs, against adding them to an empty one.

Usage: python -m tests.benchmarks.large_ledger SHARED_FOLDER [--articles 100000] [--folder CACHE]

The large ledger is generated (`ledger_generator.py`) from real texts that are read once, and kept in the folder. A run
without new articles resolves, checks and publishes all that this version of the code has not; then ten articles that
nobody has seen are added. Seconds are wall clock of the whole process, those of the step `published` taken off.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.bench import ROOT, STRIKELEDGER, tree_memory
from tests.benchmarks.ledger_generator import generate, renew

WANTED = 1.5
# How many texts of each corpus are read for the generator; what is added comes from a part of muc4 that it leaves out.
TAKEN = {"wikinews/articles": 294, "muc4/dev": 550, "isaf/dev": 250, "centcom/dev": 250, "re3d/dev": 49}
SPARE = "muc4/tst1"
ADDED = 10


def records(shared: Path, corpus: str, count: int) -> list[dict]:
    """The first texts of a corpus, as records that `strikeledger run --articles` takes."""
    lines = (shared / "corpora" / f"{corpus}.jsonl").read_text(encoding="utf-8").split("\n")[:count]
    found = [json.loads(line) for line in lines if line]
    return [
        {
            "id": record.get("doc_id") or record["id"],
            "text": record["text"],
            "title": record.get("title"),
            "publisher": record.get("publisher") or corpus.split("/")[0],
            "published": record.get("published") or record.get("published_at") or "2012-06-01",
            "language": "en",
        }
        for record in found
    ]


def write(path: Path, rows: list[dict]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Measured:
    """One run: seconds of the whole process and of each step, seconds of processors, and peak memory in bytes."""

    seconds: float
    steps: dict[str, float]
    processor: float
    memory: int

    @property
    def net(self) -> float:
        """Seconds without publication."""
        return self.seconds - self.steps.get("published", 0)


def run(articles: Path, warehouse: Path) -> Measured:
    """Run strikeledger once.

    Raises:
        subprocess.CalledProcessError: the run failed.
    """
    start, used, peak = time.perf_counter(), processor_seconds(), 0
    command = [*STRIKELEDGER, "run", "--articles", str(articles), "--warehouse", str(warehouse)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, tree_memory(process.pid))
        time.sleep(0.2)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Measured(seconds, step_seconds(warehouse), processor_seconds() - used, peak)


def processor_seconds() -> float:
    """Seconds of processors that the finished child processes have used."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def step_seconds(warehouse: Path) -> dict[str, float]:
    """Seconds of each step of the last run, as Dagster recorded them."""
    from dagster import DagsterInstance

    with DagsterInstance.from_config(str(warehouse / ".dagster")) as instance:
        last = instance.get_runs(limit=1)[0]
        stats = instance.get_run_step_stats(last.run_id)
    return {step.step_key: step.end_time - step.start_time for step in stats if step.start_time and step.end_time}


def report(name: str, measured: Measured) -> Measured:
    """Print one run, with the steps that take longest."""
    print(
        f"{name}: {measured.seconds:.1f} s, {measured.net:.1f} s without publication,"
        f" {measured.processor:.1f} s of processors, {measured.memory / 2**20:.0f} MB",
        flush=True,
    )
    for step, taken in sorted(measured.steps.items(), key=lambda item: -item[1]):
        if taken >= 0.05:
            print(f"    {step:28}{taken:8.2f} s", flush=True)
    return measured


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("shared", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path.home() / ".cache" / "strikeledger-bench")
    given = parser.parse_args()
    folder, shared = given.folder.resolve(), given.shared.resolve()
    base, large, empty = folder / "base", folder / f"large-{given.articles}", folder / "empty"
    new = records(shared, SPARE, ADDED + 1)
    one, ten = write(folder / "one.jsonl", new[:1]), write(folder / "ten.jsonl", new[1:])
    if not (base / "strikeledger.duckdb").exists():
        texts = [row for corpus, count in TAKEN.items() for row in records(shared, corpus, count)]
        report(f"reading {len(texts)} texts", run(write(folder / "base.jsonl", texts), base))
    if not (large / "work.duckdb").exists():
        start, half = time.perf_counter(), folder / "half" / "work.duckdb"
        shutil.rmtree(half.parent, ignore_errors=True)
        generate(base / "work.duckdb", half, given.articles)
        half.parent.rename(large)
        print(f"generating {given.articles} articles: {time.perf_counter() - start:.1f} s", flush=True)
    else:
        renew(large / "work.duckdb")
    report("a run that resolves, checks and publishes what is there", run(one, large))
    # The measured runs work on copies, so that they can be measured again.
    trial = folder / "trial"
    shutil.rmtree(trial, ignore_errors=True)
    shutil.copytree(large, trial)
    shutil.rmtree(empty, ignore_errors=True)
    small = report(f"{ADDED} articles to an empty ledger", run(ten, empty))
    big = report(f"{ADDED} articles to {given.articles}", run(ten, trial))
    print(f"ratio without publication {big.net / small.net:.2f}, wanted at most {WANTED}")


if __name__ == "__main__":
    sys.exit(main())
