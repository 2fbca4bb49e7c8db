"""`make bench`: whole-process time and memory of the runs that the README gives figures for, and the reader's speed.

Usage: python -m tests.benchmarks.bench SHARED_FOLDER

Memory is the sum over the process and its workers, sampled ten times a second, so that it counts what a machine needs.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STRIKELEDGER = [sys.executable, "-m", "pipelines.cli"]


def tree_memory(pid: int) -> int:
    """Proportional memory of a process and its descendants, in bytes (shared pages are counted once)."""
    total, todo = 0, [pid]
    while todo:
        process = Path("/proc") / str(todo.pop())
        try:
            lines = (process / "smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
            for task in (process / "task").iterdir():
                todo.extend(int(child) for child in (task / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return total


def measure(name: str, *arguments: str) -> None:
    """Run strikeledger once and print its wall-clock seconds and peak memory."""
    start, peak = time.perf_counter(), 0
    process = subprocess.Popen(
        [*STRIKELEDGER, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None:
        peak = max(peak, tree_memory(process.pid))
        time.sleep(0.1)
    seconds = time.perf_counter() - start
    print(f"{name:40}{seconds:8.1f} s{peak / 2**20:8.0f} MB   exit {process.returncode}", flush=True)


def measure_reader(texts: list[str]) -> float:
    """Print the reader's speed; the seconds that it takes for one of the texts."""
    from pipelines.reading.reader import load_reader

    start = time.perf_counter()
    nlp = load_reader()
    loaded = time.perf_counter() - start
    nlp(texts[0])
    start = time.perf_counter()
    tokens = sum(len(nlp(text)) for text in texts)
    seconds = time.perf_counter() - start
    print(f"{'reader, one core':40}{tokens / seconds:8.0f} tokens/s, loaded in {loaded:.2f} s", flush=True)
    return seconds / len(texts)


def measure_resolving(work_file: Path, read_seconds: float) -> None:
    """Seconds to resolve the names of all articles of a warehouse, and their share of what reading them takes."""
    import duckdb

    from pipelines.resolving.names import resolve_names

    with duckdb.connect(str(work_file), read_only=True) as connection:
        names = connection.sql("SELECT * FROM staging.coded_names").pl()
        articles = connection.sql("SELECT article_id, published_on, publisher FROM articles").pl()
    resolve_names(names.head(1), articles)  # the gazetteer is measured by itself
    start = time.perf_counter()
    resolve_names(names, articles)
    seconds = time.perf_counter() - start
    share = seconds / (read_seconds * articles.height)
    print(f"{'resolving the names of 294 articles':40}{seconds:8.2f} s, {share:.1%} of reading them", flush=True)


def measure_gazetteer() -> None:
    """Seconds and memory that the gazetteer takes in a fresh process."""
    from tests.unit.test_gazetteer import LOAD

    done = subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, _, megabytes = map(float, done.stdout.split())
    print(f"{'gazetteer, loaded in a fresh process':40}{seconds:8.2f} s{megabytes:8.0f} MB", flush=True)


def main() -> None:
    shared = Path(sys.argv[1]).resolve()
    wikinews = shared / "corpora" / "wikinews" / "articles.jsonl"
    measure_gazetteer()
    with tempfile.TemporaryDirectory() as folder:
        measure("sample articles", "run", "--warehouse", f"{folder}/samples")
        measure("sample articles, nothing new", "run", "--warehouse", f"{folder}/samples")
        if not wikinews.is_file():
            print(f"{wikinews}: not there, so the large run is not measured. Name the folder: make bench SHARED=...")
            return
        measure("294 Wikinews articles", "run", "--articles", str(wikinews), "--warehouse", f"{folder}/wikinews")
        measure(
            "294 Wikinews articles, nothing new",
            "run",
            "--articles",
            str(wikinews),
            "--warehouse",
            f"{folder}/wikinews",
        )
        with wikinews.open(encoding="utf-8") as lines:
            read_seconds = measure_reader([json.loads(line)["text"] for line in lines][:100])
        measure_resolving(Path(folder) / "wikinews" / "work.duckdb", read_seconds)


if __name__ == "__main__":
    main()
