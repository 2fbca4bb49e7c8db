"""The layout that newcomers rely on: what lies where, and which way imports go."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    "pyproject.toml", "pipelines", "assets", "warehouse", "tests", "dagster.yaml", "README.md", "Makefile", "uv.lock",
    "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "CITATION.cff", "docs", "mkdocs.yml",
}  # fmt: skip
PACKAGES = ("pipelines", "assets", "warehouse")
MAY_IMPORT_ASSETS = {"definitions.py", "jobs.py", "components.py", "cli.py"}
WITHOUT_DAGSTER = ("coding", "reading", "resolving", "text", "sources")
ROW_LOOPS = re.compile(r"\.(iter_rows|to_dicts|map_elements)\(")
LONGEST_FILE = 400


def python_files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def imported_modules(path: Path) -> set[str]:
    """Full names of the modules that a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def packages(path: Path) -> set[str]:
    return {module.split(".")[0] for module in imported_modules(path)}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_nothing_stands_at_the_top_level_beside_the_agreed_files():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    found = {name.split("/")[0] for name in listed if name}
    assert {name for name in found if not name.startswith(".")} <= TOP_LEVEL


def test_the_warehouse_imports_neither_of_the_others():
    assert [relative(p) for p in python_files("warehouse") if packages(p) & {"pipelines", "assets"}] == []


def test_pipelines_import_no_assets_but_for_four_files():
    importing = {p.name for p in python_files("pipelines") if "assets" in packages(p)}
    assert importing <= MAY_IMPORT_ASSETS
    assert all(p.parent == ROOT / "pipelines" for p in python_files("pipelines") if "assets" in packages(p))


@pytest.mark.parametrize("folder", WITHOUT_DAGSTER)
def test_what_is_computed_does_not_know_dagster(folder):
    assert [relative(p) for p in python_files(f"pipelines/{folder}") if "dagster" in packages(p)] == []


def test_great_expectations_is_only_imported_inside_functions():
    """Its import takes seconds, which every start of the command line would pay."""
    for path in python_files(*PACKAGES):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            names = (
                [a.name for a in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", None) or ""]
            )
            assert not any(name.startswith("great_expectations") for name in names), relative(path)


def test_resolving_and_assets_hold_no_row_loops():
    """Normalizing is polars joins and expressions."""
    guilty = [
        f"{relative(path)}:{number}"
        for path in python_files("pipelines/resolving", "assets")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ROW_LOOPS.search(line)
    ]
    assert guilty == []


def test_no_file_is_so_long_that_it_holds_two_purposes():
    long = {
        relative(p): n for p in python_files(*PACKAGES) if (n := len(p.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_every_module_says_what_it_is_for():
    silent = [relative(p) for p in python_files(*PACKAGES) if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert silent == []


def test_no_path_of_one_machine_and_no_gold_article_is_named():
    for path in python_files(*PACKAGES):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"dev-0\d\d|/home/|/root/|/work/", text), relative(path)
