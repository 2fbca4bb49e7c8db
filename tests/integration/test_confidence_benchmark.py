"""`make confidence` on a handful of articles: rows are labelled, a model is fitted, file and figure are written."""

import json

import pytest
import yaml

from pipelines.coding.confidence import KINDS
from tests.benchmarks import confidence as benchmark

TEXT = "Rebels shelled an army base in Goma on Monday, killing three soldiers. Norway condemned the attack."
# Scorers by the letter: the real ones are not part of the repository.
SCORERS = """
import json
import duckdb

class Warehouse:
    def __init__(self, path):
        self.db = duckdb.connect(str(path), read_only=True)
    def rows(self, sql, *values):
        cursor = self.db.execute(sql, values)
        return [dict(zip([d[0] for d in cursor.description], row)) for row in cursor.fetchall()]
    def article_id(self, external_id):
        found = self.rows("SELECT article_id FROM articles WHERE external_id = ?", external_id)
        return found[0]["article_id"] if found else None
    def names(self, ids, text):
        return {text} if text else set()
    def strikes(self, article):
        ids = self.rows("SELECT DISTINCT strike_id FROM strike_mentions WHERE article_id = ? ORDER BY 1", article)
        rows = lambda i: self.rows("SELECT * FROM strike_mentions WHERE article_id = ? AND strike_id = ?", article, i)
        return [{"id": i["strike_id"], "attacker": {r["attacker_text"] for r in rows(i["strike_id"])},
                 "spans": [(r["text_start"], r["text_end"]) for r in rows(i["strike_id"])]} for i in ids]

def read_gold(paths):
    for path in paths:
        yield from map(json.loads, open(path, encoding="utf-8"))

def overlap_f1(a, b):
    return 2 * max(0, min(a[1], b[1]) - max(a[0], b[0])) / (a[1] - a[0] + b[1] - b[0])

def same_name(gold, found):
    return bool({g.lower() for g in gold} & {f.lower() for f in found if f})

def strike_similarity(gold, found):
    return same_name(gold["attacker"], found["attacker"])

def best_pairs(gold, found, similarity):
    return [(i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if similarity(g, f)]
"""


@pytest.fixture
def shared(tmp_path):
    said = {
        "speaker": ["Norway"],
        "act": ["condemn"],
        "content": [TEXT.index("the attack"), len(TEXT) - 1],
        "about": ["s1"],
    }
    strike = {"id": "s1", "attacker": ["rebels"]}
    reaction = {"reactor": ["Norway"], "type": ["condemn"], "strike": ["s1"]}
    gold = [
        {
            "doc_id": "g1",
            "fold": "tune",
            "text": TEXT,
            "strikes": [strike],
            "statements": [said],
            "reactions": [reaction],
        },
        {
            "doc_id": "g2",
            "fold": "check",
            "text": TEXT.replace("Goma", "Homs"),
            "strikes": [],
            "statements": [],
            "reactions": [],
        },
    ]
    attack = {"type": ["ATTACK"], "human_target_name": [{"alternates": ["three soldiers"]}]}
    muc4 = [{"doc_id": "m1", "text": TEXT.replace("Goma", "Kidal"), "incidents": [attack]}]
    files = {"gold/news_dev": gold, "corpora/muc4/dev": muc4, "corpora/isaf/dev": [], "corpora/centcom/dev": [],
             "corpora/wikinews/articles": [], "corpora/re3d/dev": []}  # fmt: skip
    for name, docs in files.items():
        path = tmp_path / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(doc) + "\n" for doc in docs), encoding="utf-8")
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "score.py").write_text(SCORERS, encoding="utf-8")
    return tmp_path


def test_the_command_fits_writes_and_measures(shared, tmp_path, monkeypatch, capsys):
    coefficients, figure = tmp_path / "confidence.yaml", tmp_path / "reliability.svg"
    monkeypatch.setattr(benchmark, "FILE", coefficients)
    monkeypatch.setattr(benchmark, "FIGURE", figure)
    monkeypatch.setattr("sys.argv", ["confidence", str(shared)])
    benchmark.main()
    written = yaml.safe_load(coefficients.read_text(encoding="utf-8"))
    assert {kind: set(model) for kind, model in written["models"].items()} == {
        kind: {"intercept", *facts} for kind, facts in KINDS.items()
    }
    assert written["origin"]["rows"]["strikes"] == {"gold tune": [1, 1], "muc4": [1, 1]}
    assert written["origin"]["rows"]["statements"] == {"gold tune": [1, 1]}
    assert written["origin"]["rows"]["reactions"] == {"gold tune": [1, 1]}
    assert figure.read_text(encoding="utf-8").startswith("<svg ")
    shown = capsys.readouterr().out
    assert "gold check" in shown
    assert "Brier" in shown

    coefficients.write_text(coefficients.read_text(encoding="utf-8") + "# as it is\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["confidence", str(tmp_path / "missing")])
    benchmark.main()
    assert "nothing is fitted" in capsys.readouterr().out
    assert coefficients.read_text(encoding="utf-8").endswith("# as it is\n")
