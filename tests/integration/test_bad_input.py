"""Bad input: one clear line names file, line and mend; the others go on; nothing is lost; the exit code says so."""

import json
import re
import shutil

import pytest
from conftest import ROOT, Run, run, strikeledger

BAD = ROOT / "tests" / "fixtures" / "bad_input"
LEFT_OUT = 3
# file → (where, rule) of each refused record
REFUSED = {
    "invalid_json_line7.jsonl": [("line 7", "invalid_json")],
    "not_utf8_latin1.txt": [("line", "not_utf8")],
    "not_utf8_cp1251.txt": [("line", "not_utf8")],
    "empty.txt": [("empty.txt", "empty_file")],
    "empty.jsonl": [("empty.jsonl", "empty_file")],
    "french.txt": [("french.txt", "language_not_read")],
    "russian.txt": [("russian.txt", "language_not_read")],
    "future_date.json": [("future_date.json", "date_in_the_future")],
    "duplicate_id.jsonl": [("line 3", "duplicate_id")],
    "no_text.jsonl": [("line 2", "no_text")],
    "text_is_number.jsonl": [("line 2", "wrong_type")],
    "no_article_body.html": [("no_article_body.html", "no_text")],
    "long.txt": [("long.txt", "too_long")],
}


@pytest.fixture(scope="module")
def bad(tmp_path_factory) -> Run:
    """One run over all bad files at once, the good records among them included."""
    folder = tmp_path_factory.mktemp("bad") / "input"
    shutil.copytree(BAD, folder)
    (folder / "long.txt").write_bytes(b"Troops shelled the town. " * 2_000_000)  # 50 MB
    return run(folder.parent / "warehouse", folder)


def test_the_exit_code_says_that_something_was_left_out(bad):
    assert bad.returncode == LEFT_OUT, bad.stdout + bad.stderr


@pytest.mark.parametrize("name", REFUSED)
def test_each_refused_record_has_one_line_and_its_bytes(bad, name):
    for where, rule in REFUSED[name]:
        rows = bad.rows(
            f"SELECT row_id, reason, payload FROM quarantine WHERE rule = '{rule}' AND row_id LIKE '%{name}%'"
        )
        assert len(rows) == 1, (name, rows)
        row_id, reason, payload = rows[0]
        assert where in row_id
        lines = [line for line in bad.stderr.splitlines() if row_id in line and reason in line]
        assert len(lines) == 1
        assert re.search(r": [a-z]", reason) or rule == "date_in_the_future", f"no mend: {reason}"
        if not name.startswith("empty"):
            assert payload, name


def test_the_bytes_are_those_of_the_input(bad):
    payload = bad.value("SELECT payload FROM quarantine WHERE row_id LIKE '%cp1251%'")
    assert bytes(payload) == (BAD / "not_utf8_cp1251.txt").read_bytes()
    line = (BAD / "invalid_json_line7.jsonl").read_bytes().splitlines()[6]
    assert bytes(bad.value("SELECT payload FROM quarantine WHERE rule = 'invalid_json'")) == line
    assert bad.value("SELECT octet_length(payload) FROM quarantine WHERE rule = 'too_long'") == 50_000_000


def test_the_other_records_are_taken_in(bad):
    """An article is one address, or one id where it has none; some of the good records stand in several files."""
    refused = {
        (path, int(where.split()[1])) for path, found in REFUSED.items() for where, _ in found if "line " in where
    }
    good = set()
    for path in BAD.glob("*.jsonl"):
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            if (path.name, number) not in refused:
                record = json.loads(line)
                good.add(record.get("url") or (path.name, record["id"]))
    assert len(good) > 5
    assert bad.value("SELECT count(*) FROM articles") == len(good)


def test_a_run_again_still_says_that_they_are_left_out(bad):
    again = run(bad.warehouse, bad.warehouse.parent / "input")
    assert again.returncode == LEFT_OUT
    assert "Nothing new" in again.stdout


def test_a_mended_record_is_taken_in(tmp_path):
    path = tmp_path / "news.json"
    record = {
        "id": "n1",
        "text": "Shells hit the town of Bakhmut on Monday, killing two people.",
        "published": "2099-01-01",
    }
    path.write_text(json.dumps(record), encoding="utf-8")
    assert run(tmp_path / "warehouse", path).returncode == LEFT_OUT
    path.write_text(json.dumps({**record, "published": "2023-02-07"}), encoding="utf-8")
    mended = run(tmp_path / "warehouse", path)
    assert mended.returncode == 0, mended.stderr
    assert mended.value("SELECT count(*) FROM articles") == 1


@pytest.mark.parametrize("path", ["missing.txt", "empty-folder", "no*match"])
def test_a_path_with_nothing_to_read_is_refused_at_once(tmp_path, path):
    (tmp_path / "empty-folder").mkdir()
    done = strikeledger("run", "--articles", str(tmp_path / path), "--warehouse", str(tmp_path / "warehouse"))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert path in done.stderr
    assert not (tmp_path / "warehouse").exists()


def test_a_wrong_source_yaml_is_named_with_its_key(tmp_path):
    folder = tmp_path / "sources" / "mine"
    folder.mkdir(parents=True)
    (folder / "defs.yaml").write_text("type: pipelines.components.ArticleSource\nattributes: {kind: files, pth: x}\n")
    done = strikeledger(
        "run", "--warehouse", str(tmp_path / "warehouse"), STRIKELEDGER_SOURCES=str(tmp_path / "sources")
    )
    assert done.returncode == 2
    assert "defs.yaml" in done.stderr
    assert "pth" in done.stderr
