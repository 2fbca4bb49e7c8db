"""The ground truth of the sample articles in the format of the gold articles, for the same scorer."""

import json
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = ROOT / "tests" / "fixtures" / "expected_samples.yaml"
FIGURES = ("killed", "injured", "civilians_killed")


def names(value: object) -> list[str] | None:
    """Acceptable names, which stand with bars between them; "null" means that the article does not say."""
    return None if value in (None, "null") else str(value).split("|")


def gold_strike(strike: dict, article: str) -> dict:
    """One strike as one article reports it. Evidence is not annotated: who, whom and where have to tell it."""
    attackers = [name for value in strike.get("attackers", []) for name in names(value) or []]
    dated = strike.get("date_precision", "day") == "day" and article not in strike.get("undated", [])
    gold = {
        "id": strike["key"],
        "attacker": attackers or None,
        "target": names(strike.get("target")),
        "target_kind": names(strike.get("target_kind")),
        "methods": strike.get("methods"),
        "place": names(strike.get("place")),
        "country": None,
        "date": str(strike["started_on"]) if dated and strike.get("started_on") else None,
        "is_series": strike.get("is_series", False),
        "claim_status": names(strike.get("claim_status")),
        "outcome": strike.get("outcome"),
        "evidence": [],
    }
    for figure in FIGURES:
        values = strike.get(f"{figure}_by_article", {}).get(article, strike.get(figure))
        gold[figure] = values and [values[0], values[2]]
    return gold


def write_sample_gold(texts: dict[str, str], path: Path) -> Path:
    """Write one JSON line for each article; ``texts`` are the texts of the articles by external id."""
    expected = yaml.safe_load(EXPECTED.read_text(encoding="utf-8"))
    lines = []
    for article, text in texts.items():
        strikes = [gold_strike(s, article) for s in expected["strikes"] if article in s["articles"]]
        lines.append(
            json.dumps({"doc_id": article, "text": text, "strikes": strikes, "statements": [], "reactions": []})
        )
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
