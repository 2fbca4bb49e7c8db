"""The wheel outside a checkout: installed into an environment of its own, run from a folder that has its own `assets/`."""

import os
import subprocess
import sysconfig
import venv
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT

ARTICLE = "A Russian drone hit a fuel depot in Odesa on Monday, killing two people, the governor said."


@pytest.fixture(scope="module")
def command(tmp_path_factory) -> Path:
    """`strikeledger` of an environment that holds the wheel alone; it sees the libraries of this one."""
    folder = tmp_path_factory.mktemp("install")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", str(ROOT)], check=True)
    # A plain path entry: libraries are found there, but the editable install of the checkout is not.
    site = next((folder / "env" / "lib").glob("python*/site-packages"))
    (site / "libraries.pth").write_text(sysconfig.get_paths()["purelib"])
    return folder / "env" / "bin" / "strikeledger"


@pytest.fixture
def foreign(tmp_path) -> Path:
    """A folder with packages of the same names, which must not get in the way."""
    for name in ("assets", "pipelines", "warehouse"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('the wrong package')")
    (tmp_path / "news.txt").write_text(ARTICLE)
    return tmp_path


def execute(command: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "DAGSTER_HOME")}
    return subprocess.run([command, *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False)


def files_below(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*") if "__pycache__" not in str(path)}


def test_the_wheel_runs_from_a_foreign_folder_and_writes_only_its_warehouse(command, foreign):
    site = next((command.parent.parent / "lib").glob("python*/site-packages"))
    before, own = files_below(site), files_below(foreign)
    done = execute(command, foreign, "run", "--articles", "news.txt", "--warehouse", "ledger")
    assert done.returncode == 0, done.stderr
    assert files_below(site) == before
    assert {Path(path).relative_to(foreign).parts[0] for path in files_below(foreign) - own} == {"ledger"}
    with duckdb.connect(str(foreign / "ledger" / "strikeledger.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT external_id, text FROM articles").fetchall() == [("news", ARTICLE)]
        assert connection.execute("SELECT attacker_name, country_iso3, killed_best FROM strikes").fetchall() == [
            ("Russia", "UKR", 2)
        ]


def test_the_wheel_brings_its_sample_sources(command, foreign):
    assert "sample_wire" in execute(command, foreign, "sources").stdout


def test_the_wheel_holds_what_git_lists(command):
    site = next((command.parent.parent / "lib").glob("python*/site-packages"))
    listed = subprocess.run(
        ["git", "ls-files", "pipelines", "assets", "warehouse"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert [name for name in listed if not (site / name).is_file()] == []


def test_the_wheel_reads_a_gazetteer_of_ones_own(command, foreign):
    folder = foreign / "ledger" / "gazetteer"
    folder.mkdir(parents=True)
    (folder / "actors.yaml").write_text("- {name: Blue Dawn Brigade, kind: armed_group}\n")
    done = execute(command, foreign, "gazetteer", "check", "--warehouse", "ledger")
    assert done.returncode == 0, done.stderr
    assert "nothing is wrong" in done.stdout
