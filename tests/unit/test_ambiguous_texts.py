"""Names that several actors bear: the right one in its article, or an honest unknown one (table: ambiguous_texts.yaml)."""

from pathlib import Path

import pytest
import yaml
from acted import actors_of, read

TABLE = yaml.safe_load(Path(__file__).with_name("ambiguous_texts.yaml").read_text("utf-8"))
CASES = [
    pytest.param(case["text"], words, actor, id=f"{name}-{number}-{words}")
    for name, cases in TABLE.items()
    for number, case in enumerate(cases, start=1)
    for words, actor in case["want"].items()
]


@pytest.fixture(scope="module")
def found(nlp):
    """All texts of the table, resolved together: the article of a text is told by its number."""
    texts = list(dict.fromkeys(case["text"] for cases in TABLE.values() for case in cases))
    return read(nlp, *texts), {text: f"a{number}" for number, text in enumerate(texts, start=1)}


@pytest.mark.parametrize(("text", "words", "actor"), CASES)
def test_the_article_decides_which_of_several_actors_a_name_means(found, text, words, actor):
    resolved, article_ids = found
    given = actors_of(resolved, words, article_ids[text])
    if actor is None:
        assert all(one.startswith("unk:") for one in given)
    else:
        assert given == {actor}


def test_an_unknown_actor_is_the_same_in_any_number_case_and_with_any_article(nlp):
    texts = [
        "A masked gunman shot dead two policemen in Quetta on Monday.",
        "Masked gunmen shot dead two policemen in Quetta on Monday.",
        "The masked gunmen attacked a bus in Quetta on Monday.",
        "Three masked gunmen attacked a bus in Quetta on Monday.",
    ]
    found = read(nlp, *texts)
    names = [
        actors_of(found, words) for words in ("masked gunman", "Masked gunmen", "masked gunmen", "Three masked gunmen")
    ]
    assert names == [{"unk:masked-gunman"}] * 4
    row = found.actors.filter(found.actors["actor_id"] == "unk:masked-gunman").row(0, named=True)
    assert not row["is_known"]
    assert row["kind"] == "armed_group"
    assert row["root_actor_id"] == "unk:masked-gunman"
