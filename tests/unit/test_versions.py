"""The same article with another text is a new version of it; the old text is kept, and nothing is done twice."""

from datetime import UTC, datetime

import pytest

from pipelines.sources.items import RawItem
from pipelines.sources.spool import Spool
from pipelines.text.ingest import index_spool, update_articles
from warehouse.store import Store

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
URL = "https://example.org/story"
FIRST = "A drone hit a fuel depot in Odesa on Monday, killing two people, officials said."
SECOND = FIRST.replace("two", "four")


class Warehouse:
    """A store with its spool: `take` is one run up to the articles."""

    def __init__(self, folder, store: Store):
        self.folder, self.store = folder, store
        self.runs = 0

    def take(self, *items: tuple[str | None, str]) -> tuple[int, int]:
        """Deliver texts with their URLs; how many articles were added and how many changed."""
        self.runs += 1
        now = NOW.replace(minute=self.runs)
        found = [RawItem(f"x{i}", text, "text", "here", url=url, language="en") for i, (url, text) in enumerate(items)]
        Spool(self.folder, "s").add(found, now)
        index_spool(self.store, self.folder, now, "run")
        counts = update_articles(self.store, [], now, "run")
        return counts.added, counts.changed

    def versions(self) -> list[tuple]:
        return self.store.execute(
            "SELECT version, status, text FROM staging.article_versions ORDER BY processed_at, version, status"
        )


@pytest.fixture
def warehouse(tmp_path):
    with Store(":memory:") as store:
        yield Warehouse(tmp_path, store)


def test_the_old_text_is_kept(warehouse):
    assert warehouse.take((URL, FIRST)) == (1, 0)
    assert warehouse.take((URL, SECOND)) == (0, 1)
    assert warehouse.versions() == [(1, "superseded", FIRST), (2, "current", SECOND)]
    assert warehouse.store.execute("SELECT version, text, coded_at FROM articles") == [(2, SECOND, None)]


def test_variants_of_the_address_are_one_article(warehouse):
    assert warehouse.take((URL, FIRST), ("http://m.example.org/story/amp?utm_source=x", SECOND)) == (1, 1)
    assert warehouse.versions() == [(1, "superseded", FIRST), (2, "current", SECOND)]


def test_a_text_that_comes_again_is_no_version(warehouse):
    warehouse.take((URL, FIRST))
    assert warehouse.take((URL, FIRST)) == (0, 0)  # the spool knows the item
    assert warehouse.take((f"{URL}?utm_source=x", FIRST)) == (0, 0)
    assert [status for _, status, _ in warehouse.versions()] == ["current", "repeated"]


def test_an_article_that_goes_back_to_an_earlier_text_has_a_third_version(warehouse):
    for url, text in ((URL, FIRST), (URL, SECOND), (f"{URL}#again", FIRST)):
        warehouse.take((url, text))
    assert [(version, status) for version, status, _ in warehouse.versions()] == [
        (1, "superseded"), (2, "superseded"), (3, "current"),
    ]  # fmt: skip


def test_two_articles_with_one_text_are_copies_until_one_is_corrected(warehouse):
    warehouse.take((URL, FIRST), ("https://example.org/other", FIRST))
    copies = "SELECT count(duplicate_of) FROM articles"
    assert warehouse.store.execute(copies) == [(1,)]
    warehouse.take((URL, "Something else is told here now, and no word of it is what was told before."))
    assert warehouse.store.execute(copies) == [(0,)]


def test_a_broken_batch_leaves_the_old_version(warehouse, monkeypatch):
    warehouse.take((URL, FIRST))
    monkeypatch.setattr("pipelines.text.ingest.mark_copies", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        warehouse.take((URL, SECOND))
    assert warehouse.versions() == [(1, "current", FIRST)]
    assert warehouse.store.execute("SELECT version, text FROM articles") == [(1, FIRST)]
    monkeypatch.undo()
    assert warehouse.take() == (0, 1)
    assert warehouse.versions() == [(1, "superseded", FIRST), (2, "current", SECOND)]
