"""Promises about the choice among namesakes: what speaks for a place, and that the runners-up are kept."""

from datetime import date

import polars as pl
import pytest
from naming import SCHEMA, Article, place_of, resolved

from pipelines.resolving.names import resolve_names

PARTS = ["standing_points", "context_points", "hierarchy_points", "nearness_points"]


def only_place(text: str, *context: str) -> dict | None:
    article = Article()
    for name in context:
        article.add(name, "LOC")
    mention = article.add(text, "LOC")
    return place_of(resolved(article), mention)


def candidates_of(article: Article, mention_id: str) -> pl.DataFrame:
    return resolved(article).place_candidates.filter(pl.col("mention_id") == mention_id).sort("rank")


def test_the_runners_up_are_kept_with_what_speaks_for_each():
    article = Article()
    article.add("Lebanon", "LOC")
    tripoli = article.add("Tripoli", "LOC")
    found = resolved(article)
    rows = candidates_of(article, tripoli).join(found.places, on="place_id", maintain_order="left")
    assert rows["rank"].to_list() == list(range(1, rows.height + 1))
    assert rows["country_iso3"].to_list()[:2] == ["LBN", "LBY"]
    assert rows["is_chosen"].to_list()[:2] == [True, False]
    first, second = rows.row(0, named=True), rows.row(1, named=True)
    assert first["context_points"] > second["context_points"] == 0  # Lebanon is spoken of, Libya is not
    assert second["standing_points"] > first["standing_points"]  # the capital of Libya is better known
    totals = rows.select(pl.sum_horizontal(PARTS)).to_series()
    assert totals.is_sorted(descending=True)


def test_a_name_that_is_left_unknown_keeps_what_it_may_have_meant():
    article = Article()
    springfield = article.add("Springfield", "LOC")
    rows = candidates_of(article, springfield)
    assert rows.height >= 2
    assert not rows["is_chosen"].any()
    assert place_of(resolved(article), springfield) is None


def test_a_name_without_a_namesake_has_no_candidates():
    article = Article()
    sea = article.add("Strait of Hormuz", "LOC")
    assert candidates_of(article, sea).height == 0


@pytest.mark.parametrize(
    ("text", "context", "name", "country"),
    [
        ("Philadelphia", [], "Philadelphia", "USA"),  # once a name of Amman
        ("Salisbury", ["England"], "Salisbury", "GBR"),  # once a name of Harare
        ("Kiev", [], "Kyiv", "UKR"),
        ("Victoria", ["Australia"], "Victoria", "AUS"),
        ("Victoria", ["Canada"], "Victoria", "CAN"),
        ("Victoria", ["Seychelles"], "Victoria", "SYC"),
        ("Tripoli", [], "Tripoli", "LBY"),
        ("Tripoli", ["Beirut"], "Tripoli", "LBN"),
        ("Hama", [], "Hama", "SYR"),
        ("Niger", ["Nigeria"], "Niger", "NER"),
        ("Hyderabad", ["Karachi"], "Hyderabad", "PAK"),  # no country is named: the other town tells
        ("Norfolk", ["Suffolk", "England"], "Norfolk", "GBR"),
        ("New York", ["United States"], "New York City", "USA"),
    ],
)
def test_namesakes(text, context, name, country):
    place = only_place(text, *context)
    assert (place["name"], place["country_iso3"]) == (name, country)


def test_a_town_is_in_the_state_that_the_text_puts_it_in():
    article = Article()
    texas = article.add("Texas", "LOC")
    paris = article.add("Paris", "LOC", container=texas)
    assert place_of(resolved(article), paris)["admin1_code"] == "US-TX"


@pytest.mark.parametrize(("beside", "region"), [("Boston", "US-MA"), ("London", "GB-ENG")])
def test_other_places_nearby_speak_for_a_namesake(beside, region):
    article = Article()
    article.add("England", "LOC")
    article.add("United States", "LOC")
    article.add(beside, "LOC")
    cambridge = article.add("Cambridge", "LOC")
    assert place_of(resolved(article), cambridge)["admin1_code"] == region
    points = candidates_of(article, cambridge)
    assert points.row(0, named=True)["nearness_points"] > 0


@pytest.mark.parametrize(("inner", "outer"), [("China", "Japan"), ("Colorado", "California")])
def test_a_list_is_no_hierarchy(inner, outer):
    """ "Colorado, California and Minnesota" may be parsed as if one lay in the other."""
    article = Article()
    holder = article.add(outer, "LOC")
    mention = article.add(inner, "LOC", container=holder)
    place = place_of(resolved(article), mention)
    assert (place["name"], place["kind"]) == (inner, "country" if inner == "China" else "admin1")


def test_a_county_is_no_town_of_that_name_elsewhere():
    assert only_place("Clark County") is None


def test_where_the_publisher_sits_speaks_for_a_namesake():
    def country(publisher: str | None, home: str | None) -> str | None:
        article = Article()
        mention = article.add("Guildford", "LOC")
        names = pl.DataFrame(article.rows, schema=SCHEMA, orient="row")
        articles = pl.DataFrame(
            [(article.article_id, date(2024, 5, 1), publisher, home)],
            schema={"article_id": pl.String, "published_on": pl.Date, "publisher": pl.String, "publisher_country": pl.String},
            orient="row",
        )  # fmt: skip
        place = place_of(resolve_names(names, articles), mention)
        return place and place["country_iso3"]

    assert country(None, "CAN") == "CAN"
    assert country("BBC", None) == "GBR"
