"""Numbers and words of quantity become low, best and high as the codebook counts them."""

import pytest

from pipelines.coding.quantities import number_of, quantity_of


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("1,200", 1200), ("seven", 7), ("twenty-two", 22), ("Forty", 40), ("ten-one", None), ("many", None)],
)
def test_written_numbers(text, value):
    assert number_of(text) == value


@pytest.mark.parametrize(
    ("text", "noun", "bounds"),
    [
        ("The blast killed 12 people.", "people", (12, 12, 12)),
        ("The blast killed at least 12 people.", "people", (12, 12, None)),
        ("The blast killed more than 30 soldiers.", "soldiers", (30, 30, None)),
        ("The blast killed up to 15 rebels.", "rebels", (None, 15, 15)),
        ("The blast killed dozens of villagers.", "dozens", (24, None, 99)),
        ("The blast hurt several children.", "children", (3, None, None)),
        ("The blast killed two children.", "children", (2, 2, 2)),
        ("The blast killed between 10 and 15 guards.", "guards", (10, None, 15)),
        ("The blast killed two dozen guards.", "guards", (24, 24, 24)),
        ("The blast killed a teacher.", "teacher", (1, 1, 1)),
        ("There were no casualties.", "casualties", (0, 0, 0)),
    ],
)
def test_quantity_of_a_noun(nlp, text, noun, bounds):
    quantity = quantity_of(next(t for t in nlp(text) if t.text == noun))
    assert quantity is not None
    assert (quantity.low, quantity.best, quantity.high) == bounds


def test_no_figure_is_invented(nlp):
    assert quantity_of(next(t for t in nlp("The blast killed villagers.") if t.text == "villagers")) is None
