"""`make bench-large`: what adding ten articles to a large ledger costs, against adding them to an empty one.

Usage: python -m tests.benchmarks.large_ledger SHARED_FOLDER [--articles 100000] [--folder CACHE]

The large ledger is generated (`ledger_generator.py`) from real texts that are read once, and kept in the folder, so that
a second call measures at once. Its first run resolves, checks and publishes it all; then ten articles that nobody has
seen are added. Seconds are wall clock of the whole process, those of the step `published` taken off.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.bench import ROOT, STRIKELEDGER, tree_memory
from tests.benchmarks.ledger_generator import generate

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


def run(articles: Path, warehouse: Path) -> tuple[float, dict[str, float], float]:
    """Run strikeledger once: seconds of the whole process, seconds of each step, and peak memory in bytes.

    Raises:
        subprocess.CalledProcessError: the run failed.
    """
    start, peak = time.perf_counter(), 0
    command = [*STRIKELEDGER, "run", "--articles", str(articles), "--warehouse", str(warehouse)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, tree_memory(process.pid))
        time.sleep(0.2)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, step_seconds(warehouse), peak


def step_seconds(warehouse: Path) -> dict[str, float]:
    """Seconds of each step of the last run, as Dagster recorded them."""
    from dagster import DagsterInstance

    with DagsterInstance.from_config(str(warehouse / ".dagster")) as instance:
        last = instance.get_runs(limit=1)[0]
        stats = instance.get_run_step_stats(last.run_id)
    return {step.step_key: step.end_time - step.start_time for step in stats if step.start_time and step.end_time}


def report(name: str, measured: tuple[float, dict[str, float], float]) -> float:
    """Print one run; its seconds without publication."""
    seconds, steps, peak = measured
    net = seconds - steps.get("published", 0)
    print(f"{name}: {seconds:.1f} s, {net:.1f} s without publication, {peak / 2**20:.0f} MB", flush=True)
    for step, taken in sorted(steps.items(), key=lambda item: -item[1]):
        if taken >= 0.05:
            print(f"    {step:28}{taken:8.2f} s", flush=True)
    return net


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
    if not (large / "strikeledger.duckdb").exists():
        shutil.rmtree(large, ignore_errors=True)
        start = time.perf_counter()
        generate(base / "work.duckdb", large / "work.duckdb", given.articles)
        print(f"generating {given.articles} articles: {time.perf_counter() - start:.1f} s", flush=True)
        report("first run, which resolves, checks and publishes all", run(one, large))
    # The measured runs work on copies, so that they can be measured again.
    trial = folder / "trial"
    shutil.rmtree(trial, ignore_errors=True)
    shutil.copytree(large, trial)
    shutil.rmtree(empty, ignore_errors=True)
    small_seconds = report(f"{ADDED} articles to an empty ledger", run(ten, empty))
    large_seconds = report(f"{ADDED} articles to {given.articles}", run(ten, trial))
    print(f"ratio {large_seconds / small_seconds:.2f}, wanted at most {WANTED}")


if __name__ == "__main__":
    sys.exit(main())
