"""Promises of the codes that analysts join on: known ones are right, every state has them, none is made up."""

import re

import polars as pl
import pytest
import yaml
from naming import Article, actor_of, place_of, resolved, row_of

from pipelines.resolving.gazetteer import KINDS, load_gazetteer
from pipelines.resolving.gazetteer.actor_rows import ACTOR_COLUMNS, actor_rows
from pipelines.resolving.gazetteer.codes import country_codes, with_cameo, with_state_numbers
from pipelines.resolving.gazetteer.tables import DATA, read_table
from warehouse.schema import get_table, load_vocabularies

ROLES = read_table("cameo_roles.tsv")
ACTORS = load_gazetteer().actors


def cameo(actor_id: str) -> str | None:
    return ACTORS.filter(pl.col("actor_id") == actor_id)["cameo_code"].item()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Iran", ("IRN", "IR", 630, 630, "IRN")),
        ("UK", ("GBR", "GB", 200, 200, "GBR")),
        ("Germany", ("DEU", "DE", 255, 260, "DEU")),
        ("Yemen", ("YEM", "YE", 679, 678, "YEM")),
        ("Romania", ("ROU", "RO", 360, 360, "ROM")),
        ("Kosovo", ("XKX", "XK", 347, 347, "XKX")),
        ("Greenland", ("GRL", "GL", None, None, "GRL")),
    ],
)
def test_a_state_has_its_codes_in_every_system(text, codes):
    article = Article()
    mention = article.add(text, "LOC", is_actor=True)
    found = resolved(article)
    row = row_of(found, actor_of(found, mention))
    assert tuple(row[name] for name in ("country_iso3", "country_iso2", "cow_code", "gw_code", "cameo_code")) == codes


@pytest.mark.parametrize(
    ("actor_id", "code"),
    [
        ("org:israel-defense-forces", "ISRMIL"),
        ("org:mossad", "ISRSPY"),
        ("org:afghan-national-police", "AFGCOP"),
        ("org:us-department-of-defense", "USAGOVMIL"),
        ("org:iranian-foreign-ministry", "IRNGOV"),
        ("org:pak-legislature", "PAKLEG"),
        ("org:pak-court", "PAKJUD"),
        ("org:basij", "IRNMIL"),
        ("org:irib", "IRNGOVMED"),
        ("org:reuters", "GBRMED"),
        ("grp:hamas", "PSEREB"),
        ("grp:houthis", "YEMREB"),
        ("grp:al-qaeda", "IMGMOSALQ"),
        ("grp:islamic-state", "IMG"),
        ("org:united-nations", "IGOUNO"),
        ("org:un-interim-force-in-lebanon", "IGOUNO"),
        ("org:north-atlantic-treaty-organization", "IGONAT"),
        ("org:african-union", "IGO"),
        ("org:amnesty-international", "NGOAMN"),
        ("org:airwars", "NGOGBR"),
        ("per:joe-biden", "USAGOV"),
        ("per:yahya-saree", "YEMREB"),
        ("per:antonio-guterres", "IGOUNO"),
        ("per:akbar-bugti", None),
    ],
)
def test_cameo_codes_of_known_actors(actor_id, code):
    assert cameo(actor_id) == code


def test_every_state_has_a_country_code_and_every_code_is_made_of_three_letters():
    states = ACTORS.filter(pl.col("kind") == "state")
    assert states.height == 250
    assert states.filter(~pl.col("cameo_code").str.contains(r"^[A-Z]{3}$").fill_null(False)).is_empty()
    assert states["cameo_code"].is_unique().all()
    pattern = f"^(?:{get_table('actors').column('cameo_code').pattern})$"
    assert ACTORS.filter(~pl.col("cameo_code").str.contains(pattern)).is_empty()
    assert set(ACTORS.filter(pl.col("cameo_code").is_null())["kind"]) == {"person"}


def test_every_kind_of_actor_of_the_tables_has_a_role():
    words = yaml.safe_load((DATA / "actor_words.yaml").read_text(encoding="utf-8"))
    wanted = {f"actor:{kind}" for kind in load_vocabularies()["actor_kind"].values}
    wanted |= {f"organization:{kind}" for kind in KINDS}
    wanted |= {f"group:{kind}" for kind in read_table("armed_groups.tsv")["kind"].unique()}
    wanted |= {f"body:{body}" for body in words["bodies"]}
    assert wanted - set(ROLES["sort"]) == set()
    assert ROLES["sort"].is_unique().all()
    assert set(ROLES["form"]) == {"domestic", "international", "global", "office", "none"}


def test_every_code_of_its_own_belongs_to_a_listed_actor():
    special = read_table("cameo_codes.tsv")
    assert set(special["name"]) <= set(ACTORS["name"]) | set(country_codes()["country_iso3"])
    assert special["source"].null_count() == 0


def test_country_codes_are_whole():
    codes = country_codes()
    assert codes["country_iso3"].is_unique().all()
    assert codes["country_iso2"].drop_nulls().is_unique().all()
    assert codes["country_iso2"].null_count() == 0
    assert codes["cow_code"].drop_nulls().is_unique().all()
    assert codes["gw_code"].drop_nulls().is_unique().all()


def test_numbers_of_states_are_for_states_only():
    army = actor_rows(
        pl.DataFrame({"id": ["org:x", "FRA"], "kind": ["military", "state"]}),
        actor_id="id",
        name="id",
        kind="kind",
        country_iso3=pl.lit("FRA"),
    )
    assert with_state_numbers(army)["cow_code"].to_list() == [None, 220]


def test_a_code_that_is_given_is_kept_and_one_that_is_not_follows_from_the_kind():
    given = {
        "grp:own": ("armed_group", "SDN", "SDNREB"),
        "org:own": ("military", "SDN", None),
        "org:sea": ("company", None, None),
        "unk:x": ("other", "SDN", None),
        "unk:villagers": ("population", None, None),
    }
    kinds, countries, codes = zip(*given.values(), strict=True)
    frame = pl.DataFrame({"id": list(given), "kind": kinds, "country": countries, "code": codes})
    rows = actor_rows(frame, actor_id="id", name="id", kind="kind", country_iso3="country", cameo_code="code")
    assert rows.columns == ACTOR_COLUMNS
    assert with_cameo(rows)["cameo_code"].to_list() == ["SDNREB", "SDNMIL", "MNC", None, "CVL"]


def test_an_unknown_actor_has_the_code_of_its_kind():
    article = Article()
    state = article.add("Afghan", "NORP")
    official = article.add("Gul Ahmadzai", "PER", is_actor=True, role="Afghan governor", affiliation=state)
    gunmen = article.add("two gunmen", "NP", is_actor=True, head="gunman")
    found = resolved(article)
    row = row_of(found, actor_of(found, official))
    assert (row["country_iso2"], row["cameo_code"], row["cow_code"]) == ("AF", "AFGGOV", None)
    assert row_of(found, actor_of(found, gunmen))["cameo_code"] == "UAF"


def test_places_have_the_alpha_2_code_and_an_empty_id_to_fill():
    article = Article()
    town = article.add("Mosul", "LOC")
    sea = article.add("Red Sea", "LOC")
    found = resolved(article)
    assert place_of(found, town)["country_iso2"] == "IQ"
    assert place_of(found, sea)["country_iso2"] is None
    assert found.places["wikidata_id"].null_count() == found.places.height
    assert found.actors["wikidata_id"].null_count() == found.actors.height


def test_the_source_of_the_codes_is_named_in_the_comment():
    assert "CAMEO Codebook 1.1b3, Schrodt 2012" in get_table("actors").column("cameo_code").comment
    assert re.fullmatch(get_table("places").column("wikidata_id").pattern, "Q794")
