"""Texts in capitals are shown to the reader in ordinary case: common words, names, acronyms, and all at its place."""

import pytest

from pipelines.reading.casing import acronyms_in, is_in_capitals, with_case


def cased(text: str) -> str:
    words = text.split()
    return " ".join(with_case(words, acronyms_in(words)))


@pytest.mark.parametrize(
    ("text", "ordinary"),
    [
        ("THE MAYOR OF TORVALLE WAS WOUNDED .", "The mayor of Torvalle was wounded ."),
        ("ON MONDAY PEDRO BELMONTE SPOKE .", "On Monday Pedro Belmonte spoke ."),
        ("THE REBELS FLED . THEY LEFT A BOMB .", "The rebels fled . They left a bomb ."),
        ("A SHINING PATH COLUMN CAME .", "A Shining Path column came ."),
        ("THE UNITED WORKERS FRONT ( UWF ) CLAIMED IT .", "The United Workers Front ( UWF ) claimed it ."),
        ("THE UWF [ UNITED WORKERS FRONT ] CLAIMED IT .", "The UWF [ United Workers Front ] claimed it ."),
        ("THE NLFX [ NATIONAL LIBERATION FRONT ] LEFT . THE NLFX CAME .",
         "The NLFX [ National Liberation Front ] left . The NLFX came ."),
    ],
)  # fmt: skip
def test_capitals_become_ordinary_case(text, ordinary):
    assert cased(text) == ordinary


def test_words_keep_their_length():
    words = ["THE", "REBELS", "LEFT", "TORVALLE'S", "AIR-FIELD", "AT", "0330", "."]
    assert [len(word) for word in with_case(words)] == [len(word) for word in words]


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("REBELS ATTACKED A POST NEAR TORVALLE .", True),
        ("The UN and the EU met NATO in Torvalle .", False),
        ("NATO , EU", False),
    ],
)
def test_only_stretches_in_capitals_are_changed(text, capitals):
    assert is_in_capitals(text.split()) is capitals


def test_the_text_stays_as_it_is(nlp):
    text = "GUNMEN KILLED MAYOR PEDRO BELMONTE IN TORVALLE ON MONDAY."
    doc = nlp(text)
    assert doc.text == text
    assert [e.text for e in doc.ents if e.label_ == "PER"] == ["PEDRO BELMONTE"]
