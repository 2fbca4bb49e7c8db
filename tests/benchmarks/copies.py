"""How well copies are found: precision and recall on realistic edits of the texts of the public corpora.

Usage: python -m tests.benchmarks.copies SHARED_FOLDER

Every text of the corpora comes in first, as an article of its own; then two edited copies of each (one kind of edit in
turn, and several at once), under other addresses and a day later. A copy is right if it points to the text that it was
made from. All else that is marked is a pair found: real duplicates inside the corpora (`REAL`, found and read by us) are
right, everything else is wrong. A copy of a text under 60 words is not asked for: see `pipelines/text/duplicates.py`.
"""

import hashlib
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipelines.text.duplicates import SHORT_WORDS
from pipelines.text.ingest import store_articles
from warehouse.store import Store

FILES = {
    "wikinews": "wikinews/articles.jsonl",
    "muc4": "muc4/dev.jsonl",
    "muc4 tst1": "muc4/tst1.jsonl",
    "muc4 tst2": "muc4/tst2.jsonl",
    "isaf": "isaf/dev.jsonl",
    "centcom": "centcom/dev.jsonl",
    "re3d": "re3d/dev.jsonl",
    "geovirus": "geoparsing/geovirus.dev.jsonl",
}
NOW = datetime(2026, 1, 1, tzinfo=UTC)
# Broadcasts that the corpus holds twice.
REAL = [
    ("DEV-MUC3-0089", "DEV-MUC3-0158"), ("DEV-MUC3-0096", "DEV-MUC3-0161"), ("DEV-MUC3-0097", "DEV-MUC3-0160"),
    ("DEV-MUC3-0584", "DEV-MUC3-0585"), ("DEV-MUC3-0789", "DEV-MUC3-0792"), ("DEV-MUC3-0843", "DEV-MUC3-0902"),
]  # fmt: skip
WANTED = {"precision": 0.98, "recall": 0.95}

# Light re-wording, as sub-editors do it; about one word in twenty-five is changed.
SYNONYMS = {
    "said": "stated", "killed": "slain", "attack": "assault", "attacks": "assaults", "people": "persons", "also": "too",
    "but": "however", "near": "close to", "about": "around", "after": "following", "police": "officers", "many": "numerous",
    "began": "started", "reported": "announced", "several": "some", "large": "big", "official": "functionary", "least": "minimum",
    "troops": "soldiers", "soldiers": "troops", "city": "town", "destroyed": "wrecked", "while": "as", "because": "since",
    "two": "a couple of", "before": "ahead of", "during": "in the course of", "killing": "slaying", "strike": "hit",
}  # fmt: skip
HEADLINES = [
    "What we know so far",
    "Officials confirm new details",
    "Region on edge as toll mounts",
    "Latest developments",
]
AGENCIES = ["GENEVA (Reuters) - ", "(AP) -- ", "LONDON, (AFP) – ", "By our correspondents and agencies\n\n"]
TAILS = [
    "\n\n(Reporting by our bureau; writing by A. Editor; editing by B. Editor)",
    "\n\n© 2024 The Associated Press. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
    "\n\nSign up for our daily newsletter to get the best of our reporting delivered to your inbox every morning.",
    "\n\nRead more: Five things to know today. Follow us on social media for the latest. Additional reporting by agencies.",
]
BYLINES = [
    "By Jane Doe, Foreign Correspondent\nUpdated 09:41 GMT\n\n",
    "Staff writer | 2 minutes read\n\n",
    "From our own correspondent\nShare this article\n\n",
]


def headline(text: str, dice: random.Random) -> str:
    """Another headline stands above the text."""
    return f"{dice.choice(HEADLINES)}\n\n{text}"


def cut(text: str, dice: random.Random) -> str:
    """The first 40 to 100 % of the sentences, 60 words at least: wires are cut from the end."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    wanted = max(SHORT_WORDS, dice.uniform(0.4, 1) * len(re.findall(r"\w+", text)))
    kept, words = [], 0
    for sentence in sentences:
        if words >= wanted:
            break
        kept.append(sentence)
        words += len(re.findall(r"\w+", sentence))
    return " ".join(kept)


def middle(text: str, dice: random.Random) -> str:
    """A stretch of up to a fifth of the text is left out, anywhere."""
    words = text.split(" ")
    gone = min(dice.randint(5, max(5, len(words) // 5)), max(0, len(words) - SHORT_WORDS))
    start = dice.randint(0, len(words) - gone)
    return " ".join(words[:start] + words[start + gone :])


def agency(text: str, dice: random.Random) -> str:
    """An agency's line before the text."""
    return dice.choice(AGENCIES) + text


def boilerplate(text: str, dice: random.Random) -> str:
    """A byline above, and what outlets add below."""
    return dice.choice(BYLINES) + text + dice.choice(TAILS)


def numbers(text: str, dice: random.Random) -> str:
    """One to three figures are updated, wherever they stand."""
    found = sorted(set(re.findall(r"(?<![\d.,:-])\d{1,3}(?![\d.,:-])", text)))
    for number in dice.sample(found, min(len(found), dice.randint(1, 3))):
        text = re.sub(rf"(?<![\d.,:-]){number}(?![\d.,:-])", str(int(number) + dice.randint(1, 9)), text)
    return text


def words(text: str, dice: random.Random) -> str:
    """About one word in twenty-five is replaced by a synonym, where the list has one."""
    parts = text.split(" ")
    places = [i for i, part in enumerate(parts) if part.lower() in SYNONYMS]
    for i in dice.sample(places, min(len(places), max(1, len(parts) // 25))):
        parts[i] = SYNONYMS[parts[i].lower()]
    return " ".join(parts)


EDITS: list[Callable[[str, random.Random], str]] = [headline, cut, middle, agency, boilerplate, numbers, words]


def several(text: str, dice: random.Random) -> str:
    """Two to four edits at once."""
    for edit in dice.sample(EDITS, dice.randint(2, 4)):
        text = edit(text, dice)
    return text


def corpus_texts(shared: Path) -> list[tuple[str, str, date | None, str]]:
    """(corpus, document, day of publication, text) of all texts."""
    found = []
    for name, file in FILES.items():
        for line in (shared / "corpora" / file).read_text(encoding="utf-8").split("\n"):
            if not line:
                continue
            record = json.loads(line)
            day = record.get("published") or record.get("published_at")
            found.append(
                (name, record.get("doc_id") or record["id"], day and date.fromisoformat(day[:10]), record["text"])
            )
    return found


def article(number: int, day: date | None, text: str) -> dict:
    """An article of this number, as `make_article` gives it."""
    return {
        "article_id": f"a{number:012x}", "source_id": "bench", "external_id": str(number), "text": text, "version": 1,
        "published_on": day, "fetched_at": NOW, "word_count": len(text.split()), "is_screened_out": False,
        "content_hash": hashlib.sha256(text.encode()).hexdigest()[:32],
    }  # fmt: skip


def marked(articles: list[dict]) -> dict[str, str]:
    """duplicate_of of each article that is a copy, when they come in this order."""
    with Store(":memory:") as store:
        for start in range(0, len(articles), 500):
            store_articles(store, articles[start : start + 500])
        return dict(store.execute("SELECT article_id, duplicate_of FROM articles WHERE duplicate_of IS NOT NULL"))


def main() -> None:
    shared = Path(sys.argv[1]).resolve()
    dice = random.Random(5)
    originals = corpus_texts(shared)
    rows, made = [article(i, day, text) for i, (_, _, day, text) in enumerate(originals)], []
    for i, (_, _, day, text) in enumerate(originals):
        for edit in (EDITS[i % len(EDITS)], several):
            changed = edit(text, dice)
            if len(re.findall(r"\w+", text)) >= SHORT_WORDS:
                made.append((i, len(rows), edit.__name__))
                rows.append(article(len(rows), day and day + timedelta(days=1), changed))
    for name, order in (("copies come later", rows), ("copies come first", rows[::-1])):
        roots = marked(order)
        report(name, originals, rows, made, roots)


def report(
    name: str, originals: list, rows: list[dict], made: list[tuple[int, int, str]], roots: dict[str, str]
) -> None:
    """Print what was found of the copies that were made, and the pairs that are none of them."""
    source = {f"a{copy:012x}": i for i, copy, _ in made} | {f"a{i:012x}": i for i in range(len(originals))}
    real = {frozenset(pair) for pair in REAL}
    names = [document for _, document, _, _ in originals]

    def is_one(one: str, other: str) -> bool:
        i, j = source[one], source[other]
        return i == j or frozenset((names[i], names[j])) in real or originals[i][3] == originals[j][3]

    right = sum(is_one(*pair) for pair in roots.items())
    found = Counter(edit for i, copy, edit in made if _together(roots, rows[i]["article_id"], rows[copy]["article_id"]))
    asked = Counter(edit for _, _, edit in made)
    print(f"{name}: precision {right / len(roots):.4f} ({right} of {len(roots)}),"
          f" recall {found.total() / asked.total():.4f} ({found.total()} of {asked.total()})")  # fmt: skip
    print("  " + ", ".join(f"{edit} {found[edit] / asked[edit]:.3f}" for edit in asked))
    for corpus in FILES:
        of = [(i, copy) for i, copy, _ in made if originals[i][0] == corpus]
        hit = sum(_together(roots, rows[i]["article_id"], rows[copy]["article_id"]) for i, copy in of)
        print(f"  {corpus}: recall {hit / len(of):.3f} of {len(of)}")
    wrong = Counter(tuple(sorted((names[source[a]], names[source[b]]))) for a, b in roots.items() if not is_one(a, b))
    for pair, times in wrong.most_common():
        print(f"  wrong {times}: {pair[0]} = {pair[1]}")


def _together(roots: dict[str, str], one: str, other: str) -> bool:
    return roots.get(one, one) == roots.get(other, other)


if __name__ == "__main__":
    main()
