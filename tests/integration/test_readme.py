"""Everything that the README shows works: commands, SQL, Python, YAML, tables, settings and links."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, strikeledger

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for kind, text in BLOCKS if kind == language]


CONSOLE = [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_the_readme_shows_something_of_each_kind():
    assert len(blocks("sql")) >= 3
    assert blocks("python")
    assert blocks("yaml")
    assert "make run" in CONSOLE
    assert "make test" in CONSOLE


@pytest.mark.parametrize("sql", blocks("sql"))
def test_each_query_runs_and_finds_rows(samples, sql):
    assert samples.rows(sql)


def test_the_python_runs(samples):
    code = blocks("python")[0].replace("warehouse/data/strikeledger.duckdb", str(samples.published))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "strike_count" in done.stdout


@pytest.mark.parametrize("line", CONSOLE)
def test_each_command_works(samples, tmp_path, line):
    words = shlex.split(line)
    if words[0] == "make":
        assert words[1] in TARGETS
        return
    assert words[0] == "strikeledger"
    if words[1] == "run":  # with articles of one's own
        (tmp_path / "news").mkdir()
        (tmp_path / "news" / "a.txt").write_text(
            "Rebels shelled the town of Goma on Monday, killing three people, the army said."
        )
        done = strikeledger(*words[1:], cwd=tmp_path)
        assert (tmp_path / "ledger" / "strikeledger.duckdb").is_file(), done.stderr
    else:
        done = strikeledger(*words[1:], STRIKELEDGER_WAREHOUSE=str(samples.warehouse))
    assert done.returncode == 0, done.stderr


def test_the_other_commands_that_are_named_exist():
    for name in set(re.findall(r"`strikeledger (\w+)", README)):
        assert strikeledger(name, "--help").returncode == 0, name


def test_every_command_has_help():
    listed = strikeledger("--help").stdout
    commands = re.findall(r"^│ (\w+) +[A-Z]", listed, re.MULTILINE)
    assert {"run", "explain", "query", "sources", "actors", "dictionary"} <= set(commands)


def test_the_source_of_the_readme_is_valid(tmp_path):
    from pipelines.sources.config import load_source

    path = tmp_path / "my_news" / "defs.yaml"
    path.parent.mkdir()
    path.write_text(blocks("yaml")[0], encoding="utf-8")
    assert load_source(path).attributes.publisher == "My Agency"


def test_a_source_of_ones_own_is_read(tmp_path):
    """The ten minutes of a newcomer: one folder, one YAML, one command."""
    path = tmp_path / "sources" / "my_news" / "defs.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(blocks("yaml")[0], encoding="utf-8")
    record = '{"id": "1", "text": "Rebels shelled Goma on Monday, killing three people, the army said.", "published": "2024-01-16"}\n'
    (path.parent / "articles.jsonl").write_text(record, encoding="utf-8")
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "weapons.yaml").write_text("{}", encoding="utf-8")
    environment = {"cwd": tmp_path, "STRIKELEDGER_SOURCES": "sources", "STRIKELEDGER_WAREHOUSE": "ledger"}
    done = strikeledger("run", STRIKELEDGER_LEXICONS="lexicons", **environment)  # paths count from the current folder
    assert done.returncode == 0, done.stderr
    shown = strikeledger("query", "SELECT publisher, source_id FROM articles", **environment)
    assert "My Agency" in shown.stdout
    assert "my_news" in shown.stdout
    assert "my_news" in strikeledger("sources", **environment).stdout


@pytest.mark.parametrize("table", ["actors", "places"])
def test_the_names_of_the_readme_are_taught(tmp_path, table):
    from pipelines.resolving.gazetteer import load_gazetteer

    (block,) = [text for text in blocks("yaml") if f"gazetteer/{table}.yaml" in text]
    (tmp_path / f"{table}.yaml").write_text(block, encoding="utf-8")
    taught, known = getattr(load_gazetteer(tmp_path), table), getattr(load_gazetteer(), table)
    assert taught.height == known.height + 1  # the other one is built in
    assert {"own:blue-dawn-brigade", "own:tel-nowhere"} & set(taught[f"{table[:-1]}_id"].to_list())


def test_the_words_of_the_readme_are_taught(tmp_path):
    taught = [text for text in blocks("yaml") if text.startswith("# lexicons/")]
    assert len(taught) == 3
    for block in taught:
        name = re.match(r"# lexicons/(\w+\.yaml)", block)[1]
        (tmp_path / name).write_text(block, encoding="utf-8")
    checked = strikeledger("lexicons", "check", STRIKELEDGER_LEXICONS=str(tmp_path))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_all_published_tables_and_marts_are_named():
    from warehouse.publish import read_macros, read_marts
    from warehouse.schema import published_tables

    assert [name for name in published_tables() if f"`{name}`" not in README] == []
    assert [name for name in [*read_marts(), *read_macros()] if f"`marts.{name}`" not in README] == []


def test_all_settings_are_named():
    from pipelines.settings import Settings

    assert [name for name in Settings.model_fields if f"`STRIKELEDGER_{name.upper()}`" not in README] == []


def test_links_and_paths_lead_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
    for path in re.findall(r"`((?:assets|pipelines|tests|warehouse/(?!data))[\w./]*)`", README):
        assert (ROOT / path).exists(), path


def test_contributing_leads_somewhere():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for path in re.findall(r"`((?:assets|pipelines|tests|warehouse)/[\w./]*\w)`", text):
        assert Path(ROOT / path).exists(), path
    for target in re.findall(r"`make (\w+)`", text):
        assert target in TARGETS
