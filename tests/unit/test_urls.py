"""One article has one address, and two articles never share one."""

import pytest

from pipelines.text.urls import canonical_url

STORY = "https://example.org/world/story"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.Example.org/world/story/?utm_source=x&fbclid=1",
        "HTTPS://example.org:443/world/story#top",
        "example.org/world//story",
        "https://m.example.org/world/story",
        "https://mobile.example.org/world/story?ref=newsletter",
        "https://amp.example.org/world/story",
        "https://example.org/world/story/amp/",
        "https://example.org/amp/world/story",
        "https://example.org/world/story?amp",
        "https://example.org/world/story?outputType=amp",
        "https://example.org/world/story.amp",
        "https://example.org/world/story/index.html",
        "https://example.org/world/%73tor%79",
        "https://example-org.cdn.ampproject.org/c/s/www.example.org/world/story?usqp=mq331",
        "https://cdn.ampproject.org/v/s/example.org/world/story",
        "https://www.google.com/amp/s/amp.example.org/world/story",
        " https://reader@example.org./world/story ",
    ],
)
def test_one_article_has_one_address(url):
    assert canonical_url(url) == STORY


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://example.org/story.amp.html", "https://example.org/story.html"),
        ("https://example.org/?b=2&a=1&utm_medium=z", "https://example.org/?a=1&b=2"),
        ("https://example.org/%d0%b0 b", "https://example.org/%D0%B0%20b"),
        ("https://example.org/а?q=é", "https://example.org/%D0%B0?q=%C3%A9"),
        ("https://Bücher.example/a", "https://xn--bcher-kva.example/a"),
        ("https://example.org:8080/a", "https://example.org:8080/a"),
        ("https://m.news.example.co.uk/a", "https://news.example.co.uk/a"),
        ("https://amp.com.au/a", "https://amp.com.au/a"),
        ("https://m.co/a", "https://m.co/a"),
        ("not an address", "not an address"),
        ("http://[broken/a", "http://[broken/a"),
        ("https://example.org:port/a", "https://example.org:port/a"),
    ],
)
def test_the_canonical_form(url, same):
    assert canonical_url(url) == same
    assert canonical_url(same) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?id=5", "https://example.org/?id=6"),
        ("https://example.org/?p=5", "https://example.org/?p=6"),
        ("https://example.org/a?story=5&utm_source=x", "https://example.org/a?story=6&utm_source=x"),
        ("https://example.org/release?ref=5", "https://example.org/release?ref=6"),
        ("https://example.org/release?2024-01", "https://example.org/release?2024-02"),
        ("https://example.org/#!/5", "https://example.org/#!/6"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/a?q=%E9", "https://example.org/a?q=%E8"),
        ("https://example.org/Story", "https://example.org/story"),
        ("https://example.org/1/index.html", "https://example.org/2/index.html"),
        ("https://a.example.org/1", "https://b.example.org/1"),
        ("https://x.cdn.ampproject.org/c/s/a.org/1", "https://x.cdn.ampproject.org/c/s/b.org/1"),
    ],
)
def test_two_articles_never_share_one(one, other):
    assert canonical_url(one) != canonical_url(other)
