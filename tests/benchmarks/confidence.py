"""`make confidence`: fits the model of `confidence_score` anew, and measures how well it is calibrated.

    python -m tests.benchmarks.confidence SHARED_FOLDER [--warehouses FOLDER] [--keep]
    python -m tests.benchmarks.confidence SHARED_FOLDER --measure PUBLISHED_FILE    (gold only, the scores as they are)

To be run after every change of the coders that moves what they find; it takes about four minutes on two cores. It

1. runs the pipeline on the gold articles, on the judged articles (Wikinews, re3d), and on parts of MUC-4 dev, ISAF and CENTCOM
   (into FOLDER, where they stay and are only brought up to date the next time, else into a folder that is thrown away);
2. labels their rows as right or wrong (`confidence_labels.py`);
3. fits one logistic model for strikes, one for statements, one for reactions (`calibration.py`), on the gold's fold
   `tune`, the judged rows and, for strikes, the corpora; the fold `check` is never fitted on;
4. writes `pipelines/coding/confidence.yaml` (with ``--keep`` it is left as it is and only measured) and
   `tests/benchmarks/reliability.svg`;
5. prints Brier score, log loss and expected calibration error: cross-validated by article for what was fitted on, plain
   for `check`.

How often a row of unseen text is right cannot be learned from `tune` alone, on which the rules were written: nearly all
its rows are right. So `tune` weighs no more than the judged rows (articles that the rules know, and general news and
statements on a war that they do not), and each corpus, of other times and kinds of text, weighs as much as `WEIGHT_OF_CORPUS` rows. And what one reader holds right a second one holds right in
`AGREEMENT` of the cases only (the F1 of the gold's second annotator), which is the most that a score can promise.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import yaml

from pipelines.coding.confidence import FILE, KINDS, SURE
from tests.benchmarks.calibration import Calibration, calibration, cross_validated, fit, predict
from tests.benchmarks.confidence_labels import (
    JUDGED,
    Labelled,
    Ledger,
    centcom_rows,
    gold_rows,
    isaf_rows,
    judged_rows,
    load_scorers,
    muc4_rows,
    read_docs,
)
from tests.benchmarks.reliability import diagram

ROOT = Path(__file__).resolve().parents[2]
FIGURE = Path(__file__).with_name("reliability.svg")
COMMAND = "make confidence"
# Every so many-th article of a corpus is run: enough rows for a dozen coefficients, in a minute.
PARTS = {"muc4": 5, "isaf": 3, "centcom": 6}
UNSEEN = ("wikinews/articles.jsonl", "re3d/dev.jsonl")  # where the judged articles are from
WEIGHT_OF_CORPUS = 60.0  # of all rows of a corpus together, in rows of news
AGREEMENT = {"strikes": 0.91, "statements": 0.92, "reactions": 0.78}
NEWS = ("gold tune", "judged")
DRAWN = ("news, cross-validated", "gold check")
RISING = {
    "strikes": ("attacker", "target", "place", "day", "told again"),
    "statements": ("named speaker",),
    "reactions": ("named reactor",),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit and measure confidence_score.")
    parser.add_argument("shared", type=Path, help="the folder with gold, corpora and scorers")
    parser.add_argument(
        "--warehouses", type=Path, help="keep the warehouses in this folder, and use those that are there"
    )
    parser.add_argument("--keep", action="store_true", help="measure the model as it is")
    parser.add_argument(
        "--measure", type=Path, help="only measure the scores in this published file of the gold articles"
    )
    arguments = parser.parse_args()
    shared = arguments.shared.resolve()
    if not (shared / "gold" / "news_dev.jsonl").is_file():
        print(f"{shared}: no gold articles there, so nothing is fitted. Name the folder: {COMMAND} SHARED=...")
        return
    if arguments.measure:
        rows = list(gold_rows(Ledger(load_scorers(shared), arguments.measure), shared / "gold" / "news_dev.jsonl"))
        print(table(as_scored(rows)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = (arguments.warehouses or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        rows = collect(shared, folder)
    models = yaml.safe_load(FILE.read_text(encoding="utf-8"))["models"] if arguments.keep else fit_all(rows)
    if not arguments.keep:
        FILE.write_text(as_yaml(models, rows), encoding="utf-8")
    found = measure(models, rows)
    print(table(found))
    FIGURE.write_text(
        diagram({kind: {name: c for (k, name), c in found.items() if k == kind and name in DRAWN} for kind in KINDS}),
        encoding="utf-8",
    )


# --- rows -------------------------------------------------------------------------------------------------------------


def collect(shared: Path, folder: Path) -> list[Labelled]:
    """Run the pipeline on all data sets and label what it found."""
    scorer, corpora = load_scorers(shared), shared / "corpora"
    judged = {json.loads(line)["doc_id"] for line in JUDGED.read_text(encoding="utf-8").splitlines()}
    news = shared / "gold" / "news_dev.jsonl"
    rows = list(gold_rows(_ledger(scorer, folder / "news", news), news))
    unseen = [a for path in UNSEEN for a in read_docs(corpora / path) if a.get("id", a.get("doc_id")) in judged]
    if unseen:
        rows += judged_rows(_ledger(scorer, folder / "judged", _written(folder / "judged.jsonl", unseen)))
    for name, labelled in (("muc4", muc4_rows), ("isaf", isaf_rows), ("centcom", centcom_rows)):
        docs = read_docs(corpora / name / "dev.jsonl")[:: PARTS[name]]
        if docs:
            rows += labelled(_ledger(scorer, folder / name, _written(folder / f"{name}.jsonl", docs)), docs)
    return rows


def _written(path: Path, docs: Sequence[dict]) -> Path:
    path.write_text("".join(json.dumps(doc, ensure_ascii=False) + "\n" for doc in docs), encoding="utf-8")
    return path


def _ledger(scorer, warehouse: Path, articles: Path) -> Ledger:
    command = [sys.executable, "-m", "pipelines.cli", "run", "--articles", str(articles), "--warehouse", str(warehouse)]
    print(f"running {warehouse.name} ...", file=sys.stderr, flush=True)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        sys.exit(f"the run failed:\n{done.stdout}{done.stderr}")
    return Ledger(scorer, warehouse / "strikeledger.duckdb")


# --- model ------------------------------------------------------------------------------------------------------------


def fitted_on(kind: str, rows: Sequence[Labelled]) -> list[Labelled]:
    return [row for row in rows if row.kind == kind and row.data != "gold check"]


def weights_of(rows: Sequence[Labelled]) -> dict[str, float]:
    """Weight of one row by data set: tune and judged rows weigh the same together, each corpus what is set."""
    counts = Counter(row.data for row in rows)
    news = [data for data in NEWS if counts[data]]
    half = sum(counts[data] for data in news) / max(len(news), 1)
    return {data: (half if data in news else min(WEIGHT_OF_CORPUS, n)) / n for data, n in counts.items()}


def agreement_of(kind: str) -> dict[str, float]:
    return dict.fromkeys(NEWS, AGREEMENT[kind])


def fit_all(rows: Sequence[Labelled]) -> dict[str, dict[str, float]]:
    """The coefficients of each kind of row."""
    models: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        own = fitted_on(kind, with_sure_strikes(rows, models))
        models[kind] = fit(own, KINDS[kind], weights_of(own), RISING[kind], agreement_of(kind))
    return models


def with_sure_strikes(rows: Sequence[Labelled], models: dict[str, dict[str, float]]) -> list[Labelled]:
    """The rows, with the fact "sure strike" of reactions as the new model of strikes has it."""
    if "strikes" not in models:
        return list(rows)
    reactions = [row for row in rows if row.kind == "reactions"]
    strikes = [replace(row, facts=row.strike_facts) for row in reactions]
    sure = iter(predict(models["strikes"], strikes) >= SURE)
    return [
        replace(row, facts=row.facts - {"sure strike"} | ({"sure strike"} if next(sure) else set()))
        if row.kind == "reactions"
        else row
        for row in rows
    ]


def as_yaml(models: dict[str, dict[str, float]], rows: Sequence[Labelled]) -> str:
    """The file of coefficients, with where they come from."""
    lines = [
        "# The model of confidence_score: a logistic regression over the facts that pipelines/coding/confidence.py names.",
        "# The probability that a row is right is 1 / (1 + exp(-(intercept + the coefficients of the facts that hold))).",
        f"# Written by `{COMMAND}`: do not change it by hand.",
        "origin:",
        f"  command: {COMMAND}",
        f"  fitted_on: {datetime.now(UTC).date()}",
        "  rows: # data set: rows, and how many of them are right",
    ]
    for kind in KINDS:
        lines.append(f"    {kind}:")
        counts: dict[str, list[int]] = {}
        for row in fitted_on(kind, rows):
            count = counts.setdefault(row.data, [0, 0])
            count[0], count[1] = count[0] + 1, count[1] + row.right
        lines += [f"      {data}: [{count}, {right}]" for data, (count, right) in counts.items()]
    lines.append("models:")
    for kind, model in models.items():
        lines.append(f"  {kind}:")
        lines += [f"    {name}: {value}" for name, value in model.items()]
    return "\n".join([*lines, ""])


# --- measures ---------------------------------------------------------------------------------------------------------


def measure(models: dict[str, dict[str, float]], rows: Sequence[Labelled]) -> dict[tuple[str, str], Calibration]:
    """Calibration by kind and data set: cross-validated for what was fitted on, plain for the fold check."""
    found = {}
    rows = with_sure_strikes(rows, models)
    for kind in KINDS:
        own = fitted_on(kind, rows)
        if own:
            said = cross_validated(own, KINDS[kind], weights_of(own), RISING[kind], agreement_of(kind))
            sets = {data: [data] for data in dict.fromkeys(row.data for row in own)}
            sets = {
                "news, cross-validated": list(NEWS),
                **{f"{d}, cross-validated": v for d, v in sets.items()},
            }
            for name, data in sets.items():
                chosen = [i for i, row in enumerate(own) if row.data in data]
                if chosen:
                    found[kind, name] = calibration([own[i] for i in chosen], said[chosen])
        check = [row for row in rows if row.kind == kind and row.data == "gold check"]
        if check:
            found[kind, "gold check"] = calibration(check, predict(models[kind], check))
    return found


def as_scored(rows: Sequence[Labelled]) -> dict[tuple[str, str], Calibration]:
    """Calibration of the scores that the rows have, by kind and data set."""
    groups: dict[tuple[str, str], list[Labelled]] = {}
    for row in rows:
        groups.setdefault((row.kind, row.data), []).append(row)
    return {group: calibration(own, [row.score for row in own]) for group, own in groups.items()}


def table(found: dict[tuple[str, str], Calibration]) -> str:
    head = f"{'kind':12}{'data':30}{'rows':>6}{'right':>8}{'said':>8}{'Brier':>8}{'log loss':>10}{'ECE':>8}"
    lines = [
        f"{kind:12}{name:30}{c.count:>6}{c.right:>8.3f}{c.said:>8.3f}{c.brier:>8.3f}{c.log_loss:>10.3f}{c.error:>8.3f}"
        for (kind, name), c in found.items()
    ]
    return "\n".join([head, *lines])


if __name__ == "__main__":
    main()
