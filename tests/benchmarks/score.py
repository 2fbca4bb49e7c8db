"""`make score`: real runs on the gold articles and the public corpora, scored by the scorers that the developers share.

Usage: python tests/benchmarks/score.py SHARED_FOLDER

The sample articles are scored against tests/fixtures/expected_samples.yaml: strikes only, found by who, whom and where.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
from sample_gold import write_sample_gold

STRIKELEDGER = [sys.executable, "-m", "pipelines.cli"]
ROOT = Path(__file__).resolve().parents[2]
CORPORA = [  # title, measure of score_corpora.py, files
    ("Strikes in daily press releases (centcom dev)", "centcom", ["centcom/dev.jsonl"]),
    ("Strikes and dead in press releases (isaf dev)", "isaf", ["isaf/dev.jsonl"]),
    ("Attacks in broadcasts in capitals (muc4 tst1 and tst2)", "muc4", ["muc4/tst1.jsonl", "muc4/tst2.jsonl"]),
    ("Places on GeoVirus", "places", ["geoparsing/geovirus.dev.jsonl"]),
]


def run(articles: Path | None, warehouse: Path) -> Path:
    """Run the pipeline on some articles, or on the sample sources; the published file."""
    chosen = [] if articles is None else ["--articles", str(articles)]
    command = [*STRIKELEDGER, "run", *chosen, "--warehouse", str(warehouse)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        sys.exit(f"the run failed:\n{done.stdout}{done.stderr}")
    return warehouse / "strikeledger.duckdb"


def score(shared: Path, published: Path, gold: Path, *options: str) -> None:
    command = [sys.executable, str(shared / "eval" / "score.py"), str(published), str(gold), *options]
    subprocess.run(command, check=True)


def main() -> None:
    shared = Path(sys.argv[1]).resolve()
    if not (shared / "gold" / "news_dev.jsonl").is_file():
        print(f"{shared}: no gold articles there, so nothing is scored. Name the folder: make score SHARED=...")
        return
    with tempfile.TemporaryDirectory() as folder:
        seed = run(shared / "gold" / "seed.txt", Path(folder) / "seed")
        news = run(shared / "gold" / "news_dev.jsonl", Path(folder) / "news")
        print("\nThe seed article", flush=True)
        score(shared, seed, shared / "gold" / "seed.json")
        for fold in ("tune", "check"):
            print(f"\nnews_dev.jsonl, fold {fold}", flush=True)
            score(shared, news, shared / "gold" / "news_dev.jsonl", "--fold", fold)
        print("\nnews_dev.jsonl, all", flush=True)
        score(shared, news, shared / "gold" / "news_dev.jsonl")
        print("\nActors and places of the strikes found", flush=True)
        command = [sys.executable, "-m", "tests.benchmarks.resolution", str(shared), str(news)]
        subprocess.run(command, cwd=ROOT, check=True)
        print("\nConfidence: how often rows are right, and what their scores say", flush=True)
        command = [sys.executable, "-m", "tests.benchmarks.confidence", str(shared), "--measure", str(news)]
        subprocess.run(command, cwd=ROOT, check=True)
        for title, measure, corpus in CORPORA:
            articles = Path(folder) / f"{measure}.jsonl"
            articles.write_text(
                "".join((shared / "corpora" / part).read_text(encoding="utf-8") for part in corpus), encoding="utf-8"
            )
            published = run(articles, Path(folder) / measure)
            print(f"\n{title}", flush=True)
            command = [
                sys.executable,
                str(shared / "eval" / "score_corpora.py"),
                measure,
                str(published),
                str(articles),
            ]
            subprocess.run(command, check=True)
        print("\nNames of places without any context", flush=True)
        subprocess.run([sys.executable, "-m", "tests.benchmarks.toponyms", str(shared)], cwd=ROOT, check=True)
        samples = run(None, Path(folder) / "samples")
        with duckdb.connect(str(samples), read_only=True) as connection:
            texts = dict(connection.execute("SELECT external_id, text FROM articles").fetchall())
        print("\nThe sample articles, strikes only", flush=True)
        score(shared, samples, write_sample_gold(texts, Path(folder) / "samples.jsonl"))


if __name__ == "__main__":
    main()
