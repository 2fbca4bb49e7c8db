"""Of the attackers and places whose words were found: how many became the right actor and the right place.

Usage: python -m tests.benchmarks.resolution SHARED_FOLDER PUBLISHED_FILE

The cases are the strikes of the gold articles that `score.py` of the shared folder pairs with a strike of the ledger.

*attacker*: the gold names an attacker, and a mention of the strike has an `attacker_text`, be it a name, a description
or a pronoun. Right: one of its `attacker_ids` has a name or an alias, its own or of its root actor, that means what the
gold names. The words themselves do not count, unless an unlisted actor got its name from them.

*place*: the gold has a place, and the `place_text` of a mention of the strike means the same by name. Right: the place
given to such words lies in a country of the gold's (where the gold has one), and its name, or that of the admin1 that
holds it, is one of the gold's places.

*unlisted*: of the right ones, those whose only fitting actor is one that no list knows, named from the words themselves.

`score.py` pairs no strike whose attacker is wrong, unless the words alone name what the gold names: a wrong actor for
"it", "the group" or "government forces" is no case of *attacker*, which is near 1 by its making. Therefore also

*blind attacker*: the same question of strikes that are paired without a look at the attacker, by the place in the text
(spans that overlap the gold's evidence by 0.3 or more), then by target and place. It counts what the coders read wrongly
too: who struck, where two sides strike in one sentence.

Wanted: 0.85 of each. The commonest wrong ones are listed for the fold "tune" only: the fold "check" is there to be
measured, never to be looked at.
"""

import importlib.util
import sys
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import ModuleType

WANTED = 0.85
UNLISTED = "unk:"  # how the ids of actors that no list knows begin
FOLDS = (("tune",), ("check",), ("tune", "check"))
KINDS = ("attacker", "blind attacker", "place")
SAME_PLACE = 0.3  # overlap of spans from which score.py takes two reports for one


@dataclass(frozen=True)
class Case:
    """One attacker or place whose words were found: what was given for it, and whether that is right."""

    kind: str
    words: str
    given: str
    gold: str
    doc_id: str
    is_right: bool
    is_unlisted: bool = False


def shared_scorer(shared: Path) -> ModuleType:
    """The module `eval/score.py` of the shared folder, with `same_name` of its neighbour."""
    folder = shared / "eval"
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("shared_score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{folder / 'score.py'}: no scorer there. Name the folder that holds eval/score.py.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cases(scorer: ModuleType, published: Path, gold_file: Path, folds: tuple[str, ...]) -> list[Case]:
    """All attackers and places of these folds whose words were found."""
    warehouse = scorer.Warehouse(published)
    places = {row["place_id"]: row for row in warehouse.rows("SELECT * FROM places")}
    found: list[Case] = []
    for gold in scorer.read_gold([gold_file]):
        if gold.get("fold") not in folds:
            continue
        article_id = warehouse.article_id(gold["doc_id"])
        strikes = warehouse.strikes(article_id)
        mentions = warehouse.rows("SELECT * FROM strike_mentions WHERE article_id = ? ORDER BY text_start", article_id)
        for i, j in scorer.best_pairs(gold["strikes"], strikes, scorer.strike_similarity):
            rows = [row for row in mentions if row["strike_id"] == strikes[j]["id"]]
            found.extend(_attacker(scorer, warehouse, gold["strikes"][i], rows, gold["doc_id"]))
            found.extend(_place(scorer, places, gold["strikes"][i], rows, gold["doc_id"]))
        for i, j in scorer.best_pairs(gold["strikes"], strikes, partial(blind_similarity, scorer)):
            rows = [row for row in mentions if row["strike_id"] == strikes[j]["id"]]
            blind = _attacker(scorer, warehouse, gold["strikes"][i], rows, gold["doc_id"])
            found.extend(replace(case, kind="blind attacker") for case in blind)
    return found


def blind_similarity(scorer: ModuleType, gold: dict, predicted: dict) -> float:
    """How much two strikes are one by all but the attacker; 0 where no span is the same."""
    overlap = max((scorer.overlap_f1(e, s) for e in gold["evidence"] for s in predicted["spans"]), default=0)
    if overlap < SAME_PLACE:
        return 0
    slots = [slot for slot in ("target", "place", "country") if scorer.gold_filled(gold, slot)]
    slots = [slot for slot in slots if scorer.filled(predicted, slot)]
    return overlap + sum(scorer.slot_right(gold, predicted, slot) for slot in slots)


def _attacker(scorer: ModuleType, warehouse, gold: dict, rows: list[dict], doc_id: str) -> list[Case]:
    """The attacker of one pair, if the gold names one and the ledger has words for it."""
    wanted = scorer.gold_values(gold, "attacker")
    rows = [row for row in rows if row["attacker_text"]]
    if not wanted or not rows:
        return []
    ids = sorted({actor for row in rows for actor in row["attacker_ids"] or ()})
    words = " | ".join(dict.fromkeys(row["attacker_text"] for row in rows))
    fitting = [actor for actor in ids if scorer.same_name(wanted, warehouse.names(actor, None))]
    is_unlisted = bool(fitting) and all(actor.startswith(UNLISTED) for actor in fitting)
    given = ", ".join(ids) or "none"
    return [Case("attacker", words, given, " | ".join(wanted), doc_id, bool(fitting), is_unlisted)]


def _place(scorer: ModuleType, places: dict[str, dict], gold: dict, rows: list[dict], doc_id: str) -> list[Case]:
    """The place of one pair, if its words mean a place of the gold's."""
    wanted, countries = scorer.gold_values(gold, "place"), scorer.gold_values(gold, "country")
    rows = [row for row in rows if row["place_text"] and scorer.same_name(wanted, [row["place_text"]])]
    if not wanted or not rows:
        return []
    given = [places[row["place_id"]] for row in rows if row["place_id"] in places]
    is_right = any(
        scorer.same_name(wanted, [place["name"], place["admin1_name"]])
        and (not countries or place["country_iso3"] in countries)
        for place in given
    )
    words = " | ".join(dict.fromkeys(row["place_text"] for row in rows))
    shown = dict.fromkeys(f"{p['name']} ({p['country_iso3'] or '-'}, {p['kind']})" for p in given)
    expected = f"{' | '.join(wanted)} ({' '.join(countries)})"
    return [Case("place", words, ", ".join(shown) or "none", expected, doc_id, is_right)]


def share(found: list[Case], kind: str) -> tuple[int, int]:
    """(right, all) of the attackers or of the places."""
    chosen = [case for case in found if case.kind == kind]
    return sum(case.is_right for case in chosen), len(chosen)


def wrong_resolutions(found: list[Case]) -> list[str]:
    """Lines of a table of the wrong ones, the commonest first."""
    wrong = Counter((c.kind, c.words, c.given, c.gold, c.doc_id) for c in found if not c.is_right)
    lines = [f"{'times':>5}  {'what':16}{'article':9}words → given; gold"]
    for (kind, words, given, gold, doc_id), times in sorted(wrong.items(), key=lambda item: (-item[1], item[0])):
        lines.append(f"{times:5}  {kind:16}{doc_id:9}{words} → {given}; {gold}")
    return lines


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: python -m tests.benchmarks.resolution SHARED_FOLDER PUBLISHED_FILE")
    shared, published = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    scorer, gold = shared_scorer(shared), shared / "gold" / "news_dev.jsonl"
    print(f"{'words found, and resolved rightly':36}{'right':>7}{'found':>7}{'share':>8}{'wanted':>8}{'unlisted':>10}")
    for folds in FOLDS:
        found = cases(scorer, published, gold, folds)
        for kind in KINDS:
            right, count = share(found, kind)
            name = f"{kind}, {folds[0] if len(folds) == 1 else 'all'}"
            unlisted = sum(case.is_unlisted for case in found if case.kind == kind)
            print(f"{name:36}{right:7}{count:7}{right / max(count, 1):8.3f}{WANTED:8.2f}{unlisted:10}")
    print("\nWrong resolutions, fold tune")
    print("\n".join(wrong_resolutions(cases(scorer, published, gold, ("tune",)))))


if __name__ == "__main__":
    main()
