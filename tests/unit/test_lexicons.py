"""Lexicons: the built-in ones are written as their schemas say, a wrong one is told in plain words, and every value of
a row names the entry that gave it."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from pipelines.coding.coder import code_article
from pipelines.coding.lexicon import BUILT_IN
from pipelines.coding.lexicon_schema import SCHEMAS, LexiconError, mistakes, own_lexicons
from pipelines.coding.model import ArticleContext, Coding
from pipelines.coding.rules import reference, rejection

TEXT = (
    "Rebels shelled the town of Goma on Monday with Grad rockets, killing at least 12 people, the army said. The ministry"
    " condemned the attack. Norway recalled its ambassador. Iran threatened to strike ships in the Gulf. The mayor denied"
    " that a raid on Kidal took place. Clashes broke out in Homs."
)


@pytest.fixture(scope="module")
def coded(nlp) -> Coding:
    return code_article(nlp(TEXT), ArticleContext("a1", date(2024, 1, 16)))


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_built_in_lexicon_is_written_as_its_schema_says(path):
    assert mistakes(path) == []


def test_every_lexicon_has_a_schema():
    assert {path.stem for path in SCHEMAS.glob("*.yaml")} - {"shared"} == {
        path.stem for path in BUILT_IN.glob("*.yaml")
    }


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("weapons", "weapons:\n  missle: [blue comet]", r"line 2: weapons: 'missle' is no method: use one of missile, .*'missile' is meant\?"),
        ("weapons", "wepons: {}", r"line 1: 'wepons' is no list of this lexicon: use one of weapons, "),
        ("weapons", "weapons:\n  drone: [a, Red Wasp]", "line 2: weapons.drone: 'Red Wasp' is not in small letters: write red wasp"),
        ("weapons", "weapons:\n  drone: red wasp", "line 2: weapons.drone: 'red wasp' should be a list of words"),
        ("weapons", "weapons:\n  drone: [off]", "line 2: weapons.drone: 'off' means yes or no in YAML: put it in quotation marks"),
        ("weapons", "weapons:\n  drone: [131]", "line 2: weapons.drone: '131' should be a word: put it in quotation marks"),
        ("strikes", "verbs:\n  assault:\n    zap: [lasers]", "line 3: verbs.assault.zap: 'lasers' is no method"),
        ("strikes", "verbs:\n  asault: {}", "line 2: verbs: 'asault' is no class of verbs: use one of assault, kill, "),
        ("strikes", "verbs:\n  kill:\n    zap: []\n    zap: []", "line 4: verbs.kill.zap: stands in line 3 already"),
        ("strikes", "nouns:\n  zapping: {metods: []}", "line 2: nouns.zapping: nothing is called 'metods' here: use one of methods, "),
        ("quantities", "vague: {oodles: 3}", r"line 1: vague.oodles: '3' should be a list of three: \[low, best, high\]"),
        ("weapons", "weapons: [", r"line \d: not valid YAML"),
        ("weapons", "- drone", "a lexicon is a mapping of names"),
        ("weapon", "weapons: {}", "there is no lexicon of that name: use one of "),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_entry_and_what_is_allowed(tmp_path, name, content, told):
    path = tmp_path / f"{name}.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        own_lexicons(tmp_path)
    (line,) = error.value.errors
    assert line.startswith(str(path))
    assert re.search(told, line)


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path):
    (tmp_path / "weapons.yaml").write_text("weapons:\n  missle: [a]\n  dron: [b]", encoding="utf-8")
    (tmp_path / "places.yaml").write_text("locative: near", encoding="utf-8")
    with pytest.raises(LexiconError) as error:
        own_lexicons(tmp_path)
    assert len(error.value.errors) == 3


def test_what_is_rightly_written_or_empty_is_taken(tmp_path):
    (tmp_path / "weapons.yaml").write_text("weapons: {drone: [red wasp]}", encoding="utf-8")
    (tmp_path / "strikes.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert [path.name for path in own_lexicons(tmp_path)] == ["strikes.yaml", "weapons.yaml"]


def test_each_rule_names_a_file_that_is_there_and_an_entry_that_stands_in_it(coded):
    rules = {rule for row in [*coded.evidence, *coded.rejections] for rule in row["rule_id"].split("; ")}
    assert rules
    for rule in rules:
        name, _, entry = rule.partition(": ")
        path = BUILT_IN.parent / name.removeprefix("coding/")
        assert path.is_file(), rule
        if name.startswith("lexicons/"):
            assert _stands(yaml.safe_load(path.read_text(encoding="utf-8")), entry), rule


def _stands(content, entry: str) -> bool:
    if isinstance(content, dict) and entry:
        return any(
            _stands(below, entry[len(str(key)) + 1 :])
            for key, below in content.items()
            if entry == str(key) or entry.startswith(f"{key}.")
        )
    return not entry or any(entry == item or (isinstance(item, dict) and _is_in_line(item, entry)) for item in content)


def _is_in_line(line: dict, entry: str) -> bool:
    lists = [value for value in line.values() if isinstance(value, list)]
    return line.get("act") == entry or any(entry in value for value in lists)


@pytest.mark.parametrize(
    ("column", "words", "rule"),
    [
        ("attacker_text", "Rebels", "lexicons/strikes.yaml: verbs.assault.shell"),
        ("methods", "Grad rockets", "lexicons/weapons.yaml: weapons.rocket.grad rocket"),
        ("target_kind", "town", "lexicons/targets.yaml: kinds.civilian.town"),
        ("started_on", "Monday", "lexicons/dates.yaml: weekdays.monday"),
        ("cue_text", "condemned", "lexicons/statements.yaml: verbs.condemn.condemn"),
        ("reaction_type", "recalled", "lexicons/reactions.yaml: verbs.diplomatic.recall"),
    ],
)
def test_a_value_names_the_entry_that_gave_it(coded, column, words, rule):
    assert rule in {row["rule_id"] for row in coded.evidence if (row["column_name"], row["text"]) == (column, words)}


def test_a_rejected_mention_names_the_word_that_decided_and_the_word_of_force(coded):
    (row,) = [row for row in coded.rejections if row["reason"] == "threatened"]
    assert (
        row["rule_id"]
        == "lexicons/strikes.yaml: unreal.threatened.threaten; lexicons/strikes.yaml: verbs.assault.strike"
    )
    (proof,) = [e for e in coded.evidence if e["mention_id"] == row["mention_id"]]
    assert (proof["column_name"], proof["text"]) == ("reason", "threatened")


def test_a_rule_without_an_entry_names_its_module():
    assert reference("statement:clause") == "coding/sayings.py: clause"
    assert rejection("verbs.assault.hit:hit", "figurative").startswith("coding/force_senses.py: figurative; ")
    assert rejection("nouns.strike:setting.labour", "other_sense").startswith(
        "lexicons/settings.yaml: settings.labour; "
    )
    assert rejection("nouns.strike:particulars.historical", "historical").startswith(
        "coding/particulars.py: historical; "
    )
    for module in ("sayings", "force_senses", "particulars"):
        assert Path(BUILT_IN.parent / f"{module}.py").is_file()
