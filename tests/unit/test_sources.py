"""Sources: what files give, what the YAML may say, and the spool that loses nothing."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.sources.config import command_line_source, load_sources
from pipelines.sources.files import Files
from pipelines.sources.items import RawItem, Rejected, SourceError
from pipelines.sources.spool import Spool, read_spool_file, spool_files

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)


def fetch(path, **options) -> list:
    return list(Files(path, **options).fetch())


def test_every_kind_of_file_in_a_folder_is_read(tmp_path):
    (tmp_path / "a.txt").write_text("Headline\nBody.")
    (tmp_path / "b.md").write_text("# Title\n\nBody.")
    (tmp_path / "c.html").write_text("<p>Body</p>")
    (tmp_path / "d.json").write_text('{"doc_id": "d1", "text": "Body."}')
    (tmp_path / "e.jsonl").write_text('{"id": 5, "text": "Body."}\n\n{"id": "6", "html": "<p>x</p>"}\n')
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")
    items = fetch(tmp_path)
    assert [(i.external_id, i.content_type) for i in items] == [
        ("a", "text"), ("b", "text"), ("c", "html"), ("d1", "text"), ("5", "text"), ("6", "html"),
    ]  # fmt: skip
    assert items[0].title == "Headline"
    assert items[0].published is None  # never the time of the file


def test_a_glob_and_a_single_file(tmp_path):
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / "b.txt").write_text("B.")
    assert [i.external_id for i in fetch(tmp_path / "*.txt")] == ["a", "b"]
    assert [i.external_id for i in fetch(tmp_path / "b.txt")] == ["b"]


def test_text_is_kept_to_the_character(tmp_path):
    text = "Line one\r\n  Line “two” \t\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert fetch(tmp_path / "a.txt")[0].body == text


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (b'{"id": 1, "text": "x"', "invalid_json"),
        (b"[1]", "not_a_record"),
        (b'{"text": "x"}', "no_id"),
        (b'{"id": 1}', "no_text"),
        (b'{"id": 1, "text": 5}', "wrong_type"),
        (b'{"id": 1, "text": "x", "title": ["y"]}', "wrong_type"),
        (b'{"id": 1, "text": "\xff"}', "not_utf8"),
        (b'{"id": 1, "text": "\\ud83d"}', "not_utf8"),
    ],
)
def test_a_bad_record_names_its_line_and_keeps_its_bytes(tmp_path, line, rule):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"id": 0, "text": "Good."}\n' + line + b"\n")
    good, bad = fetch(path)
    assert isinstance(good, RawItem)
    assert isinstance(bad, Rejected)
    assert (bad.rule, bad.payload) == (rule, line)
    assert str(bad).startswith(f"{path}, line 2: ")


def test_the_spool_keeps_each_item_once(tmp_path):
    items = [
        RawItem("1", "One", "text", "a"),
        RawItem("2", "Two", "text", "b"),
        Rejected("c", "no_text", "why: mend", b"\xff"),
    ]
    spool = Spool(tmp_path, "s")
    assert spool.add(items, NOW).new == 3
    again = spool.add([*items, RawItem("3", "Three", "text", "d")], NOW + timedelta(seconds=1))
    assert (again.seen, again.new, len(again.rejected)) == (4, 1, 1)
    records = [record for name in spool_files(tmp_path) for record in read_spool_file(tmp_path / name)]
    assert [r.get("external_id") for r in records] == ["1", "2", None, "3"]
    assert records[2]["payload"] == b"\xff"


def test_a_spool_file_without_its_keys_still_counts(tmp_path):
    """A crash between the two files of a batch: the items are known from the packed file."""
    spool = Spool(tmp_path, "s")
    spool.add([RawItem("1", "One", "text", "a")], NOW)
    for path in tmp_path.rglob("*.keys"):
        path.unlink()
    assert spool.add([RawItem("1", "One", "text", "a")], NOW).new == 0


def write_source(folder, name: str, text: str):
    (folder / name).mkdir(parents=True)
    (folder / name / "defs.yaml").write_text(text)


def test_sources_are_read_from_their_yaml(tmp_path):
    write_source(
        tmp_path, "mine", "type: pipelines.components.ArticleSource\nattributes:\n  kind: files\n  path: news\n"
    )
    (source,) = load_sources(tmp_path)
    assert (source.source_id, source.attributes.kind) == ("mine", "files")
    assert source.connector(10).path == tmp_path / "mine" / "news"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("mine", "type: [", "not valid YAML"),
        ("mine", "attributes: {}", "type: pipelines.components.ArticleSource"),
        ("mine", "type: pipelines.components.ArticleSource\nattributes: {kind: feed, path: x}", "kind"),
        ("mine", "type: pipelines.components.ArticleSource\nattributes: {kind: files}", "path"),
        (
            "mine",
            "type: pipelines.components.ArticleSource\nattributes: {kind: files, path: x, timezone: Mars}",
            "Mars",
        ),
        ("My Source", "type: pipelines.components.ArticleSource\nattributes: {kind: files, path: x}", "lower-case"),
    ],
)
def test_a_wrong_yaml_names_file_and_key(tmp_path, name, text, message):
    write_source(tmp_path, name, text)
    with pytest.raises(SourceError, match=r"defs\.yaml") as error:
        load_sources(tmp_path)
    assert message in str(error.value)


def test_the_same_path_is_the_same_source(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    here, there = (
        command_line_source(tmp_path / "My news.txt"),
        command_line_source((tmp_path / "x").parent / "My news.txt"),
    )
    assert here == there
    assert here.source_id.startswith("cli_my_news_")


def test_the_shipped_records_are_valid_json():
    from pipelines.settings import BUILT_IN_SOURCES

    for path in BUILT_IN_SOURCES.rglob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert json.loads(line)["text"]
