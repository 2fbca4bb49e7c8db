"""One article that the coders fail on does not take the others along, and is not lost."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from pipelines.coding import run as coding_run
from pipelines.coding.run import code_articles, coder_version
from pipelines.settings import Settings
from pipelines.summary import OPEN_REFUSALS
from warehouse.schema import polars_schema
from warehouse.store import Store

NOW = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    """Two articles that are not yet coded."""
    with Store(tmp_path / "work.duckdb") as store:
        rows = [
            {"article_id": f"a{i:012d}", "external_id": f"n{i}", "source_id": "s", "fetched_at": NOW, "text": text,
             "published_on": date(2024, 4, 30), "word_count": 9, "content_hash": str(i), "version": 1, "is_screened_out": False}
            for i, text in enumerate(["Rebels shelled Goma on Monday.", "Poison."])
        ]  # fmt: skip
        schema = polars_schema("articles")
        store.upsert(
            "articles", pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
        )
        yield store


def test_an_article_that_fails_goes_to_the_quarantine_and_comes_back_when_the_coders_are_mended(
    store, monkeypatch, nlp
):
    from pipelines.coding.coder import code_article

    def fragile(doc, article):
        if "Poison" in doc.text:
            raise ValueError("poisoned")
        return code_article(doc, article)

    settings = Settings(workers=1)
    monkeypatch.setattr(coding_run, "_tools", lambda reader: (nlp, fragile))
    counts = code_articles(store, settings, NOW, "run-1")
    assert (counts.coded, counts.failed) == (1, 1)
    (row,) = store.read("quarantine").to_dicts()
    assert (row["row_id"], row["stage"], row["rule"]) == ("a000000000001", "code", "coder_failed")
    assert "n1" in row["reason"]
    assert "poisoned" in row["reason"]
    assert b"Poison." in row["payload"]
    assert store.execute(OPEN_REFUSALS, {"sources": ["s"]}) == [(1,)]
    assert code_articles(store, settings, NOW, "run-2").failed == 0  # not tried again by the same version

    monkeypatch.setattr(coding_run, "_tools", lambda reader: (nlp, code_article))
    monkeypatch.setattr(coding_run, "coder_version", lambda settings: "mended")
    assert code_articles(store, settings, NOW, "run-3").coded == 2
    assert store.count("quarantine") == 0
    assert store.execute(OPEN_REFUSALS, {"sources": ["s"]}) == [(0,)]


def test_a_lexicon_of_ones_own_makes_a_new_version_and_a_wrong_one_is_named(tmp_path):
    plain = coder_version(Settings())
    (tmp_path / "weapons.yaml").write_text("{}")
    assert coder_version(Settings(lexicons=tmp_path)) != plain
    (tmp_path / "weapon.yaml").write_text("{}")
    with pytest.raises(ValueError, match=r"weapon\.yaml: there is no lexicon of that name"):
        coder_version(Settings(lexicons=tmp_path))
    (tmp_path / "weapon.yaml").unlink()
    (tmp_path / "weapons.yaml").write_text("a: [")
    with pytest.raises(ValueError, match=r"weapons\.yaml, line 1: not valid YAML"):
        coder_version(Settings(lexicons=tmp_path))
    with pytest.raises(ValueError, match="no such folder"):
        coder_version(Settings(lexicons=tmp_path / "missing"))


class Reader:
    """The reader, counting what it reads."""

    def __init__(self, nlp):
        self.vocab, self._nlp, self.texts = nlp.vocab, nlp, []

    def __call__(self, text):
        self.texts.append(text)
        return self._nlp(text)


def test_changed_coders_code_anew_without_reading_again(store, monkeypatch, nlp):
    from pipelines.coding.coder import code_article

    reader = Reader(nlp)
    monkeypatch.setattr(coding_run, "_tools", lambda name: (reader, code_article))
    settings = Settings(workers=1)
    assert code_articles(store, settings, NOW, "run-1").coded == 2
    assert len(reader.texts) == 2
    first = {
        name: store.read(table).sort("mention_id")
        for name, table in (("names", "coded_names"), ("strikes", "coded_strikes"))
    }
    monkeypatch.setattr(coding_run, "coder_version", lambda settings: "other coders")
    assert code_articles(store, settings, NOW, "run-2").coded == 2
    assert len(reader.texts) == 2, "the documents of the first run are taken again"
    assert store.read("coded_names").sort("mention_id").equals(first["names"])
    assert store.read("coded_strikes").sort("mention_id").equals(first["strikes"])

    store.execute(
        "UPDATE articles SET text = 'Rebels shelled Kidal.', content_hash = 'new', coder_version = NULL WHERE content_hash = '0'"
    )
    assert code_articles(store, settings, NOW, "run-3").coded == 1
    assert reader.texts[2:] == ["Rebels shelled Kidal."], "another text is read"
    monkeypatch.setattr(coding_run, "reader_version", lambda settings: "other reader")
    monkeypatch.setattr(coding_run, "coder_version", lambda settings: "other again")
    assert code_articles(store, settings, NOW, "run-4").coded == 2
    assert len(reader.texts) == 5, "another reader reads everything"
    assert store.count("read_documents") == 2
    store.execute("DELETE FROM articles WHERE content_hash = 'new'")
    coding_run.forget_lost_articles(store)
    assert store.count("read_documents") == 1
