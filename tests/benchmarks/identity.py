"""`make identity`: how often articles on one strike share a row, and near misses stay apart.

Usage: python -m tests.benchmarks.identity SHARED_FOLDER

The groups of tests/fixtures/identity_groups.json, scored by the scorer that the developers share. Rules may be mended
after a look at the fold `tune`; `check` says what to expect on other articles.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GROUPS = ROOT / "tests" / "fixtures" / "identity_groups.json"
FIELDS = ("doc_id", "publisher", "published", "text")


def write_articles(groups: list[dict], path: Path) -> Path:
    """All articles of the groups as JSON lines that `strikeledger run --articles` reads."""
    records = [{name: article[name] for name in FIELDS} for group in groups for article in group["articles"]]
    path.write_text("".join(json.dumps(record | {"language": "en"}) + "\n" for record in records), encoding="utf-8")
    return path


def main() -> None:
    shared = Path(sys.argv[1]).resolve()
    groups = json.loads(GROUPS.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        articles = write_articles(groups, Path(folder) / "articles.jsonl")
        warehouse = Path(folder) / "warehouse"
        run = [sys.executable, "-m", "pipelines.cli", "run", "--articles", str(articles), "--warehouse", str(warehouse)]
        done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 3):
            sys.exit(f"the run failed:\n{done.stdout}{done.stderr}")
        for fold in ("tune", "check"):
            chosen = Path(folder) / f"{fold}.json"
            chosen.write_text(json.dumps([group for group in groups if group["fold"] == fold]), encoding="utf-8")
            print(f"\nOne strike in many articles, fold {fold}", flush=True)
            scorer = str(shared / "eval" / "score_corpora.py")
            published = str(warehouse / "strikeledger.duckdb")
            subprocess.run([sys.executable, scorer, "identity", published, str(chosen)], check=True)


if __name__ == "__main__":
    main()
