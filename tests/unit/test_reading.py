"""The reader: offsets are those of the text, trees are whole, sentences do not cross lines, names are found."""

import numpy as np
import pytest

from pipelines.reading.names import NameDecoder
from pipelines.reading.paragraphs import paragraphs
from pipelines.reading.trees import decode_tree, find_cycle

TEXT = "Two dead in Lviv\n\nA missile struck Lviv on Monday.  Rescuers\tfound two bodies, Mayor Andriy Sadovyi said.\n"


def test_tokens_stand_where_the_text_has_them(nlp):
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert all(TEXT[token.idx : token.idx + len(token.text)] == token.text for token in doc)


def test_every_sentence_has_one_root_and_nothing_hangs_across(nlp):
    doc = nlp(TEXT)
    for sentence in doc.sents:
        assert sum(token.head.i == token.i for token in sentence) == 1
        assert all(sentence.start <= token.head.i < sentence.end for token in sentence)


def test_a_headline_is_a_sentence_of_its_own(nlp):
    assert next(nlp(TEXT).sents).text.strip() == "Two dead in Lviv"


def test_names_lemmas_and_passives_are_read(nlp):
    doc = nlp("The city of Kharkiv was shelled by Russian forces, Oleh Syniehubov said.")
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Kharkiv", "LOC"),
        ("Russian", "NORP"),
        ("Oleh Syniehubov", "PER"),
    ]
    verb = next(token for token in doc if token.text == "shelled")
    assert (verb.lemma_, verb.pos_) == ("shell", "VERB")
    assert {child.dep_ for child in verb.children} >= {"nsubj:pass", "obl:agent"}


def test_the_same_text_is_always_read_the_same(nlp):
    first, _, again = nlp(TEXT), nlp("Another text stands between."), nlp(TEXT)
    assert [(t.head.i, t.dep_, t.pos_) for t in first] == [(t.head.i, t.dep_, t.pos_) for t in again]


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "!", "a" * 5000, "word " * 600, "🚀 \u200b text"])
def test_odd_texts_are_read(nlp, text):
    assert nlp(text).text == text


def test_another_pipeline_can_be_named_and_a_missing_one_says_so():
    from pipelines.reading.reader import load_reader

    with pytest.raises(OSError, match="no_such_pipeline"):
        load_reader("no_such_pipeline")


def test_line_breaks_end_paragraphs_unless_the_text_is_wrapped():
    headed = "Strike in Odesa\nBy A Reporter\nA drone hit a port."
    assert [headed[a:b] for a, b in paragraphs(headed)] == headed.split("\n")
    wrapped = (
        "A drone hit a port in\nOdesa on Monday and two\npeople were killed. The\nfire was put out.\nMore followed."
    )
    assert [wrapped[a:b] for a, b in paragraphs(wrapped)][-1] == "More followed."
    assert len(paragraphs(wrapped)) == 2


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("CAIRO - Artillery fire killed two.", ["CAIRO - ", "Artillery fire killed two."]),
        ("KYIV, Ukraine (Agency) — Drones came.", ["KYIV, Ukraine (Agency) — ", "Drones came."]),
        ("SANAA, March 6 (Agency) -- A missile hit.", ["SANAA, March 6 (Agency) -- ", "A missile hit."]),
        ("LIMA, 2 MAY 90 (EFE) -- [TEXT] A BOMB HIT.", ["LIMA, 2 MAY 90 (EFE) -- [TEXT] ", "A BOMB HIT."]),
        ("No end\u2028\u2028CAIRO (May 3) – Jets hit.", ["No end", "CAIRO (May 3) – ", "Jets hit."]),
        ("NATO - the alliance - met.", ["NATO - the alliance - met."]),
        ("US-led forces struck - hard.", ["US-led forces struck - hard."]),
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(text, parts):
    assert [text[a:b] for a, b in paragraphs(text)] == parts


def test_the_tree_has_one_root_where_the_best_heads_are_a_cycle():
    arcs = np.array([[0.0, -9.0, 5.0, 0.0], [0.1, 5.0, -9.0, 0.0], [0.2, 1.0, 2.0, -9.0]])
    heads = decode_tree(arcs)
    assert (heads == 0).sum() == 1
    assert find_cycle(np.concatenate(([0], heads))) is None


def test_names_never_begin_in_the_middle():
    decoder = NameDecoder(["O", "B-PER", "I-PER", "B-LOC", "I-LOC"])
    scores = np.array([[1.0, 0.5, 3.0, 0, 0], [0, 0, 3.0, 0, 2.0], [3.0, 0, 0, 0, 0]])
    assert decoder.spans(scores) == [(0, 2, "PER")]
