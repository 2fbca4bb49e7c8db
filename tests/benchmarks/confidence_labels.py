"""Rows of the ledger with the facts that `pipelines/coding/confidence.py` knows of them, and whether they are right.

What is right is decided as the scorers of the shared folder decide it:

gold        a strike is right where `score.py` pairs it with a gold strike, a statement where source and content are those
            of a gold statement and its act is acceptable, a reaction where reactor, type and strike are a gold reaction's.
judged      rows of articles that no rule was written on (Wikinews, CC BY 2.5; re3d without its non-commercial part), each
            judged right or wrong after the codebook by one reader, a language model, with the article before it
            (`judged_rows.jsonl`). A row that has changed since (other words, other act) has no label and is left out.
muc4        a strike is right where one of its attackers, targets, victims or weapons fills a slot of an attack of the
            key. MUC-4 leaves out attacks on soldiers, so that its share of right strikes is too low.
isaf        a strike is right where the release is coded with people killed or an airstrike, wrong where it is coded
            as one without a shot.
centcom     a strike is right where it stands on a line of the release.
"""

import importlib.util
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from pipelines.coding.confidence import facts_of_rule

JUDGED = Path(__file__).with_name("judged_rows.jsonl")
SAME_SPAN = 0.5
FORCE = {"ATTACK", "BOMBING", "ARSON"}
FILLERS = {
    "attacker_text": ("perpetrator_individual", "perpetrator_org"),
    "target_text": ("physical_target", "human_target_name", "human_target_description"),
    "victim_text": ("physical_target", "human_target_name", "human_target_description"),
    "weapon_text": ("weapon",),
}
FACTS = (
    "SELECT e.mention_id, e.rule_id FROM evidence e WHERE e.article_id = ? AND e.column_name = 'confidence_score'"
    " ORDER BY e.mention_id"
)


@dataclass(frozen=True)
class Labelled:
    """One row: its kind ("strikes", ...), data set, article, the facts that hold of it, its score, is it right? And, of
    a reaction, the facts of its strike."""

    kind: str
    data: str
    article: str
    facts: frozenset[str]
    score: float
    right: bool
    strike_facts: frozenset[str] = frozenset()


def load_scorers(shared: Path) -> ModuleType:
    """`score.py` of the shared folder as a module."""
    folder = str(shared / "eval")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Ledger:
    """The rows of one published file, article by article, with their facts."""

    def __init__(self, scorer: ModuleType, published: Path):
        self.scorer = scorer
        self.warehouse = scorer.Warehouse(published)

    def article(self, doc_id: str) -> str | None:
        return self.warehouse.article_id(doc_id)

    def facts(self, article: str) -> dict[str, frozenset[str]]:
        """Facts by mention."""
        return {r["mention_id"]: frozenset(facts_of_rule(r["rule_id"])[1]) for r in self.warehouse.rows(FACTS, article)}

    def strikes(self, article: str) -> list[dict[str, Any]]:
        """As the scorer sees them, with the rows of their mentions and the facts of the surest one."""
        facts = self.facts(article)
        rows = self.warehouse.rows(
            "SELECT * FROM strike_mentions WHERE article_id = ? ORDER BY confidence_score DESC, text_start", article
        )
        found = []
        for strike in self.warehouse.strikes(article):
            own = [r for r in rows if r["strike_id"] == strike["id"]]
            found.append(
                {**strike, "rows": own, "facts": facts[own[0]["mention_id"]], "score": own[0]["confidence_score"]}
            )
        return found

    def statements(self, article: str) -> list[dict[str, Any]]:
        facts = self.facts(article)
        rows = self.warehouse.rows(
            "SELECT * FROM statement_mentions WHERE article_id = ? AND content_start IS NOT NULL ORDER BY content_start",
            article,
        )
        return [
            {
                "speaker": self.warehouse.names(r["speaker_ids"], r["speaker_text"]), "act": r["act"],
                "span": (r["content_start"], r["content_end"]), "rows": [r],
                "facts": facts[r["mention_id"]], "score": r["confidence_score"],
            }
            for r in rows
        ]  # fmt: skip

    def reactions(self, article: str) -> list[dict[str, Any]]:
        facts = self.facts(article)
        strikes = {strike["id"]: strike["facts"] for strike in self.strikes(article)}
        rows = self.warehouse.rows("SELECT * FROM reaction_mentions WHERE article_id = ? ORDER BY text_start", article)
        found: dict[tuple, dict[str, Any]] = {}
        for r in rows:
            key = (r["reactor_id"] or r["reactor_text"], r["reaction_type"], r["strike_id"])
            reaction = found.setdefault(
                key,
                {
                    "reactor": set(), "type": r["reaction_type"], "strike": r["strike_id"], "rows": [],
                    "strike_facts": strikes.get(r["strike_id"], frozenset()),
                    "facts": facts[r["mention_id"]], "score": r["confidence_score"],
                },
            )  # fmt: skip
            reaction["reactor"] |= self.warehouse.names(r["reactor_id"], r["reactor_text"])
            reaction["rows"].append(r)
        return list(found.values())


def gold_rows(ledger: Ledger, gold_file: Path) -> Iterator[Labelled]:
    """All rows of the gold articles; the data set is "gold tune" or "gold check"."""
    score = ledger.scorer
    for gold in score.read_gold([gold_file]):
        article = ledger.article(gold["doc_id"])
        if article is None:
            continue
        data = f"gold {gold.get('fold', 'tune')}"
        strikes = ledger.strikes(article)
        pairs = score.best_pairs(gold["strikes"], strikes, score.strike_similarity)
        yield from _labelled("strikes", data, gold["doc_id"], strikes, {j for _, j in pairs})

        def saying(g: dict, p: dict) -> float:
            overlap = score.overlap_f1(g["content"], p["span"])
            return overlap if overlap >= SAME_SPAN and score.same_name(g["speaker"], p["speaker"]) else 0

        statements = ledger.statements(article)
        said = score.best_pairs(gold["statements"], statements, saying)
        right = {j for i, j in said if statements[j]["act"] in gold["statements"][i]["act"]}
        yield from _labelled("statements", data, gold["doc_id"], statements, right)
        strike_of = {gold["strikes"][i]["id"]: strikes[j]["id"] for i, j in pairs}

        def reacting(g: dict, p: dict, strike_of: dict = strike_of) -> int:
            same = p["strike"] in {strike_of.get(s) for s in g["strike"]} - {None}
            return int(same and p["type"] in g["type"] and score.same_name(g["reactor"], p["reactor"]))

        reactions = ledger.reactions(article)
        expected = [dict(g, strike=[s]) for g in gold["reactions"] for s in g["strike"]]
        reacted = score.best_pairs(expected, reactions, reacting)
        yield from _labelled("reactions", data, gold["doc_id"], reactions, {j for _, j in reacted})


def judged_rows(ledger: Ledger, judged_file: Path = JUDGED) -> Iterator[Labelled]:
    """Rows that were judged one by one, as far as the coders still give them."""
    verdicts: dict[str, list[dict]] = {}
    for verdict in ledger.scorer.read_gold([judged_file]):
        verdicts.setdefault(verdict["doc_id"], []).append(verdict)
    columns = {
        "strikes": (ledger.strikes, "attacker_text", "target_text", "text_start", "text_end"),
        "statements": (ledger.statements, "speaker_text", "act", "content_start", "content_end"),
        "reactions": (ledger.reactions, "reactor_text", "reaction_type", "text_start", "text_end"),
    }
    for doc_id, of_article in verdicts.items():
        article = ledger.article(doc_id)
        if article is None:
            continue
        for kind, (rows_of, who, what, start, end) in columns.items():
            for row in rows_of(article):
                values = [sorted({r[c] for r in row["rows"] if r[c]}) for c in (who, what)]
                spans = [(r[start], r[end]) for r in row["rows"]]
                found = [
                    v["right"]
                    for v in of_article
                    if v["kind"] == kind
                    and [v["who"], v["what"]] == values
                    and any(ledger.scorer.overlap_f1(a, b) >= SAME_SPAN for a in v["spans"] for b in spans)
                ]
                if found:
                    yield Labelled(kind, "judged", doc_id, row["facts"], row["score"], found[0], _strike_facts(row))


def muc4_rows(ledger: Ledger, docs: list[dict]) -> Iterator[Labelled]:
    same_name = ledger.scorer.same_name
    for doc, article in _loaded(ledger, docs):
        incidents = [i for i in doc["incidents"] if set(i["type"]) & FORCE]
        strikes = ledger.strikes(article)
        right = set()
        for j, strike in enumerate(strikes):
            for column, slots in FILLERS.items():
                keys = [f["alternates"] for i in incidents for slot in slots for f in i.get(slot) or ()]
                words = {r[column] for r in strike["rows"] if r[column]}
                if any(same_name(key, words) for key in keys):
                    right.add(j)
        yield from _labelled("strikes", "muc4", doc["doc_id"], strikes, right)


def isaf_rows(ledger: Ledger, docs: list[dict]) -> Iterator[Labelled]:
    for doc, article in _loaded(ledger, docs):
        strikes = ledger.strikes(article)
        if any(i["min_killed"] or i["airstrike"] for i in doc["incidents"]):
            yield from _labelled("strikes", "isaf", doc["doc_id"], strikes, set(range(len(strikes))))
        elif all(i.get("noshotsfired") for i in doc["incidents"]):
            yield from _labelled("strikes", "isaf", doc["doc_id"], strikes, set())


def centcom_rows(ledger: Ledger, docs: list[dict]) -> Iterator[Labelled]:
    overlap = ledger.scorer.overlap_f1
    for doc, article in _loaded(ledger, docs):
        strikes = ledger.strikes(article)
        offset, used = 0, set()
        for gold in doc["strikes"]:
            start = doc["text"].index(gold["line"], offset)
            offset = start + len(gold["line"])
            overlaps = {
                j: max(overlap((start, offset), span) for span in s["spans"])
                for j, s in enumerate(strikes)
                if j not in used
            }
            best = max(overlaps, key=lambda j: overlaps[j], default=None)
            if best is not None and overlaps[best] > 0:
                used.add(best)
        yield from _labelled("strikes", "centcom", doc["doc_id"], strikes, used)


def read_docs(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def _loaded(ledger: Ledger, docs: list[dict]) -> Iterator[tuple[dict, str]]:
    for doc in docs:
        if (article := ledger.article(doc["doc_id"])) is not None:
            yield doc, article


def _labelled(kind: str, data: str, doc_id: str, rows: list[dict], right: set[int]) -> Iterator[Labelled]:
    plain = Labelled(kind, data, doc_id, frozenset(), 0.0, False)
    for j, row in enumerate(rows):
        yield replace(plain, facts=row["facts"], score=row["score"], right=j in right, strike_facts=_strike_facts(row))


def _strike_facts(row: dict) -> frozenset[str]:
    return row.get("strike_facts", frozenset())
