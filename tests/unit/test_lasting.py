"""A corrected article keeps the ids of what it reports."""

import polars as pl

from pipelines.resolving.lasting import carry_over


def before(*rows) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["mention_id", "article_id", "text_start", "strike_id"], orient="row")


def now(*rows) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["mention_id", "article_id", "text_start"], orient="row")


def carried(old: pl.DataFrame, new: pl.DataFrame) -> dict[str, str]:
    return dict(carry_over(old, new, "strike_id", "text_start").iter_rows())


def test_mentions_that_are_still_there_keep_their_strike():
    assert carried(before(("m1", "a", 0, "s1")), now(("m1", "a", 0), ("m2", "a", 90))) == {"m1": "s1"}


def test_a_mention_that_moved_hands_its_strike_to_the_nearest_new_one():
    old = before(("m1", "a", 0, "s1"), ("m2", "a", 200, "s2"))
    assert carried(old, now(("n1", "a", 4), ("n2", "a", 190))) == {"n1": "s1", "n2": "s2"}


def test_other_articles_and_far_places_inherit_nothing():
    assert carried(before(("m1", "a", 0, "s1")), now(("n1", "b", 0), ("n2", "a", 5000))) == {}
