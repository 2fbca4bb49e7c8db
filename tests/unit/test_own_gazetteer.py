"""The user's own gazetteer: what it adds, what it overrides, and what is refused, each with its line."""

import re
from pathlib import Path

import polars as pl
import pytest
from naming import Article, actor_of, place_of, resolved, row_of

from pipelines.resolving.gazetteer import Gazetteer, GazetteerError, load_gazetteer, own_fingerprint
from pipelines.resolving.gazetteer.schema import check, load_schema, messages
from pipelines.resolving.gazetteer.sheets import read_sheet
from pipelines.resolving.gazetteer.tables import DATA
from pipelines.settings import Settings

BUILT_IN = [name for name in load_schema() if not name.startswith("own_")]


def gazetteer_of(folder: Path, **files: str) -> Gazetteer:
    for name, text in files.items():
        table, _, kind = name.rpartition("_")
        (folder / f"{table}.{kind}").write_text(text, encoding="utf-8")
    return load_gazetteer(folder)


def errors_of(folder: Path, **files: str) -> list[str]:
    """The errors, without the folder."""
    with pytest.raises(GazetteerError) as caught:
        gazetteer_of(folder, **files)
    return [error.replace(f"{folder}/", "") for error in caught.value.errors]


def actor(gazetteer: Gazetteer, actor_id: str) -> dict:
    return gazetteer.actors.filter(pl.col("actor_id") == actor_id).row(0, named=True)


def place(gazetteer: Gazetteer, place_id: str) -> dict:
    return gazetteer.places.filter(pl.col("place_id") == place_id).row(0, named=True)


# --- what is added --------------------------------------------------------------------------------------------


def test_an_actor_is_added_with_its_spellings_and_its_parent(tmp_path):
    text = """
- name: Blue Dawn Brigade
  aliases: [Blue Dawn, BDB]
  kind: armed_group
  country_iso3: SYR
  parent: Blue Dawn Council
  active_from: 2019-05
  ucdp_actor_id: 77001
  wikidata_id: Q42
- name: Blue Dawn Council
"""
    found = gazetteer_of(tmp_path, actors_yaml=text)
    row = actor(found, "own:blue-dawn-brigade")
    assert row["kind"] == "armed_group"
    assert row["parent_actor_id"] == "own:blue-dawn-council"
    assert (row["country_iso3"], row["active_from"], int(row["ucdp_actor_id"])) == ("SYR", "2019-05", 77001)
    assert row["is_known"]
    assert row["aliases"] == ["BDB", "Blue Dawn"]
    assert actor(found, "own:blue-dawn-council")["kind"] == "other"
    article = Article()
    mentions = [article.add(name, "ORG", is_actor=True) for name in ("Blue Dawn", "BDB", "the Blue Dawn Brigade")]
    names = resolved(article, gazetteer=found)
    assert {actor_of(names, mention) for mention in mentions} == {"own:blue-dawn-brigade"}
    assert row_of(names, "own:blue-dawn-brigade")["root_actor_id"] == "own:blue-dawn-council"


def test_the_same_rows_as_tsv(tmp_path):
    text = "name\taliases\tkind\tparent\n# a remark\n\nBlue Dawn Brigade\tBlue Dawn|BDB\tarmed_group\tIRN\n"
    row = actor(gazetteer_of(tmp_path, actors_tsv=text), "own:blue-dawn-brigade")
    assert (row["aliases"], row["parent_actor_id"]) == (["BDB", "Blue Dawn"], "IRN")


def test_a_place_is_added_with_what_its_kind_and_province_say(tmp_path):
    text = """
- name: Tel Nowhere
  kind: city
  latitude: 35.9
  longitude: 36.5
  country_iso3: SYR
  admin1_name: Idlib
"""
    found = gazetteer_of(tmp_path, places_yaml=text)
    row = place(found, "own:tel-nowhere")
    assert (row["place_precision"], row["radius_km"], row["admin1_code"]) == ("city", 5.0, "SY-ID")
    article = Article()
    mention = article.add("Tel Nowhere", "LOC")
    assert place_of(resolved(article, gazetteer=found), mention)["place_id"] == "own:tel-nowhere"


def test_a_person_is_found_also_where_the_reader_takes_him_for_an_organization(tmp_path):
    found = gazetteer_of(tmp_path, actors_yaml="- {name: Abu Nowhere, kind: person, country_iso3: SYR}")
    for label in ("PER", "ORG"):
        article = Article()
        mention = article.add("Abu Nowhere", label, is_actor=True)
        assert actor_of(resolved(article, gazetteer=found), mention) == "own:abu-nowhere"


# --- what is overridden ---------------------------------------------------------------------------------------


def test_a_built_in_actor_keeps_what_is_not_given(tmp_path):
    before = actor(load_gazetteer(), "grp:hamas")
    found = gazetteer_of(tmp_path, actors_yaml="- {name: Hamas, country_iso3: LBN, aliases: [Green Bands]}")
    after = actor(found, "grp:hamas")
    assert after["country_iso3"] == "LBN"
    assert (after["kind"], after["active_from"]) == (before["kind"], before["active_from"])
    assert set(after["aliases"]) == {*before["aliases"], "Green Bands"}
    assert found.actors.height == load_gazetteer().actors.height


def test_a_built_in_actor_gets_another_name_by_its_id(tmp_path):
    after = actor(gazetteer_of(tmp_path, actors_yaml="- {actor_id: grp:hamas, name: Hamas Movement}"), "grp:hamas")
    assert after["name"] == "Hamas Movement"
    assert "Hamas" in after["aliases"]


@pytest.mark.parametrize(
    "how",
    ["name: Moslawi, geonames_id: 99072", "name: Mosul, kind: city, country_iso3: IRQ", "place_id: gn:99072"],
)
def test_a_built_in_place_is_found_by_each_of_its_keys(tmp_path, how):
    found = gazetteer_of(tmp_path, places_yaml=f"- {{{how}, radius_km: 12}}")
    row = place(found, "gn:99072")
    assert (row["radius_km"], row["admin1_name"]) == (12.0, "Nineveh")
    assert found.places.height == load_gazetteer().places.height


def test_of_several_built_in_places_of_a_name_none_is_overridden(tmp_path):
    found = gazetteer_of(tmp_path, places_yaml="- {name: Springfield, country_iso3: USA, kind: city}")
    assert found.places.height == load_gazetteer().places.height + 1
    assert place(found, "own:springfield")["latitude"] is None


def test_the_frames_keep_their_columns_and_types(tmp_path):
    found = gazetteer_of(tmp_path, actors_yaml="- {name: Somebody New}", places_yaml="- {name: Somewhere New}")
    for table in ("actors", "actor_aliases", "places", "place_aliases"):
        assert getattr(found, table).schema == getattr(load_gazetteer(), table).schema


# --- whose spelling it is -------------------------------------------------------------------------------------


def test_an_own_spelling_beats_what_the_built_in_actors_mean_by_it(tmp_path):
    found = gazetteer_of(tmp_path, actors_yaml="- {name: Our Front, kind: armed_group, aliases: [Hamas, ISIS]}")
    article = Article()
    # The whole article is on the country of the built-in reading.
    for name in ("Gaza", "Palestine", "Gaza Strip"):
        article.add(name, "LOC")
    mentions = [article.add(name, "ORG", is_actor=True) for name in ("Hamas", "ISIS")]
    assert {actor_of(resolved(article, gazetteer=found), m) for m in mentions} == {"own:our-front"}
    assert actor_of(resolved(article), mentions[0]) == "grp:hamas"


def test_an_own_spelling_beats_what_the_built_in_places_mean_by_it(tmp_path):
    text = "- {name: Tel Nowhere, aliases: [Paris], kind: city, latitude: 35.9, longitude: 36.5, country_iso3: SYR}"
    found = gazetteer_of(tmp_path, places_yaml=text)
    article = Article()
    container = article.add("France", "LOC")
    mention = article.add("Paris", "LOC", container=container)
    assert place_of(resolved(article, gazetteer=found), mention)["place_id"] == "own:tel-nowhere"
    assert place_of(resolved(article), mention)["country_iso3"] == "FRA"


# --- what is refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("name: A B, country_iso3: IRK", "country_iso3: 'IRK' is not one of the values"),
        ("name: A B, kind: warlord", "kind: 'warlord' is not one of the values: use one of state, "),
        ("name: A B, colour: blue", "there is no column 'colour': use actor_id, name, "),
        ("kind: armed_group", "name is missing"),
        ("actor_id: 'own:x'", "name is missing: no built-in row has the actor_id 'own:x'"),
        ("name: A B, parent: Nobody at All", "parent: no actor is called 'Nobody at All'"),
        ("name: A B, parent: A B", "parent: the chain of parents leads back to itself"),
        ("name: A B, active_from: 2019-13", "active_from: '2019-13' is no date"),
        ("name: A B, active_to: May 2019", "active_to: 'May 2019' is no date"),
        ("name: A B, active_from: 2020, active_to: 2019-05", "active_from 2020 is after active_to 2019-05"),
        ("name: A B, actor_id: 'unk:a-b'", "actor_id: 'unk:a-b' cannot be used"),
        ("name: A B, actor_id: ABC", "actor_id: no country has the code 'ABC'"),
        ("name: A B, ucdp_actor_id: many", "ucdp_actor_id: 'many' is no integer"),
        ("name: A B, wikidata_id: 42", "wikidata_id: '42' is not written as it should be"),
        ("name: First", "name: 'First' stands already in line 1: keep one"),
        ("name: the first", "'the first' is the same actor_id as line 1"),
        ("name: Вагнер", "name: 'Вагнер' gives no id"),
        ("name: A B, aliases: {a: b}", "aliases: the value is no text and no list of texts"),
    ],
)
def test_a_wrong_actor_is_refused_with_its_line(tmp_path, row, told):
    (error,) = errors_of(tmp_path, actors_yaml=f"- name: First\n  kind: other\n- {{{row}}}\n")
    assert error.startswith(f"actors.yaml, line 3: {told}")
    assert error.count(": ") >= 2, "no mend"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("A B\t95\t40\t", "latitude: '95' is not between -90 and 90"),
        ("A B\t35\t181\t", "longitude: '181' is not between -180 and 180"),
        ("A B\t35,5\t40\t", "latitude: '35,5' is no number"),
        ("A B\tNaN\t40\t", "latitude: 'NaN' is no number"),
        ("A B\t35\t\t", "latitude and longitude: one is missing"),
        ("A B\t35\t40\tmoon", "kind: 'moon' is not one of the values"),
        ("A B\t35\t40\tcity\textra", "5 cells under 4 columns"),
        ("\t35\t40\tcity", "name is missing"),
    ],
)
def test_a_wrong_place_is_refused_with_its_line(tmp_path, row, told):
    (error,) = errors_of(tmp_path, places_tsv=f"name\tlatitude\tlongitude\tkind\n\n{row}\n")
    assert error.startswith(f"places.tsv, line 3: {told}")


def test_all_errors_of_both_files_come_at_once_in_order(tmp_path):
    actors = "- {name: A B, kind: warlord, country_iso3: XX}\n- {name: C D, parent: Nobody}\n- 7\n"
    found = errors_of(tmp_path, actors_yaml=actors, places_tsv="name\tlatitude\tlongitude\nA\t95\t200\n")
    where = [error.split(": ")[0] + ": " + error.split(": ")[1].split(" ")[0] for error in found]
    assert where == [
        "actors.yaml, line 1: kind", "actors.yaml, line 1: country_iso3", "actors.yaml, line 2: parent",
        "actors.yaml, line 3: the", "places.tsv, line 2: latitude", "places.tsv, line 2: longitude",
    ]  # fmt: skip


def test_parents_in_a_ring_are_refused(tmp_path):
    found = errors_of(tmp_path, actors_yaml="- {name: A B, parent: C D}\n- {name: C D, parent: A B}\n")
    assert [error.split(":")[0] for error in found] == ["actors.yaml, line 1", "actors.yaml, line 2"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("actors.yaml", b"- name: A\n- name: [b\n", "actors.yaml, line 3: not valid YAML"),
        ("actors.yaml", b"- name: A\n- name: b\n  kind: x: y\n", "actors.yaml, line 3: not valid YAML"),
        ("actors.yaml", b"name: A\n", "actors.yaml, line 1: the file is no list"),
        ("places.tsv", b"name\tname\nA\tB\n", "places.tsv, line 1: the header has a doubled"),
        ("places.tsv", b"name\nOk\nCaf\xe9\n", "places.tsv, line 3: the file is not UTF-8"),
        ("actor.yaml", b"", "actor.yaml: no file of a gazetteer is called so: use one of actors.yaml"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    (error,) = errors_of(tmp_path)
    assert error.startswith(told)


def test_one_table_in_two_files_is_refused(tmp_path):
    (error,) = errors_of(tmp_path, actors_yaml="- name: A B", actors_tsv="name\nA B\n")
    assert error.startswith("actors.tsv: actors.yaml is there too")


def test_empty_files_and_an_empty_folder_change_nothing(tmp_path):
    assert load_gazetteer(tmp_path).actors.equals(load_gazetteer().actors)
    found = gazetteer_of(tmp_path, actors_yaml="# nothing yet\n", places_tsv="")
    assert found.places.height == load_gazetteer().places.height


# --- where it lies --------------------------------------------------------------------------------------------


def test_the_folder_is_the_one_that_is_set_or_lies_in_the_warehouse(tmp_path):
    assert Settings(warehouse=tmp_path).own_gazetteer is None
    (tmp_path / "gazetteer").mkdir()
    assert Settings(warehouse=tmp_path).own_gazetteer == tmp_path / "gazetteer"
    assert Settings(warehouse=tmp_path, gazetteer=tmp_path / "x").own_gazetteer == tmp_path / "x"
    with pytest.raises(GazetteerError, match="no such folder"):
        load_gazetteer(tmp_path / "x")


def test_the_fingerprint_changes_with_the_files_only(tmp_path):
    assert own_fingerprint(None) == own_fingerprint(tmp_path) == ""
    (tmp_path / "actors.yaml").write_text("- name: A B")
    first = own_fingerprint(tmp_path)
    (tmp_path / "notes.md").write_text("a file that is no table")
    assert own_fingerprint(tmp_path) == first
    (tmp_path / "actors.yaml").write_text("- name: A C")
    assert own_fingerprint(tmp_path) not in ("", first)


# --- the built-in files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_built_in_files_keep_the_schema(name):
    sheet = read_sheet(DATA / name)
    assert messages(DATA / name, check(sheet, name)) == []
    assert set(sheet.columns) == set(load_schema()[name]["columns"])


def test_every_built_in_file_has_origin_date_and_licence():
    readme = (DATA.parent / "README.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in readme.splitlines() if line.startswith("| `")]
    told = {name.strip("` ") for row in rows for name in row[0].split(",")}
    assert told == {path.name for path in DATA.iterdir()} - {"SHA256SUMS"}
    for row in rows:
        assert len(row) == 5, row
        assert all(row), row
        assert re.search(r"20\d\d", row[3]), row


def test_every_built_in_file_with_countries_coordinates_or_dates_has_a_schema():
    telling = {"country_a3", "countries_a3", "alpha_3", "lat", "latitude", "from", "active_from", "first_year"}
    tables = [path for path in DATA.iterdir() if path.name.endswith((".tsv", ".tsv.gz"))]
    wanted = {path.name for path in tables if telling & set(read_sheet(path).columns)}
    assert wanted == set(BUILT_IN)


def test_a_built_in_row_that_is_wrong_would_be_found(tmp_path):
    lines = (DATA / "armed_groups.tsv").read_text(encoding="utf-8").splitlines()
    lines[4] = "A Group\t\tIRQ|IRK\tmilitia\t\t2014-02-30\t\t\t\t"
    (tmp_path / "armed_groups.tsv").write_text("\n".join(lines), encoding="utf-8")
    found = messages(Path("armed_groups.tsv"), check(read_sheet(tmp_path / "armed_groups.tsv"), "armed_groups.tsv"))
    assert [text.split("'")[0] for text in found] == [
        "armed_groups.tsv, line 5: countries_a3: ",
        "armed_groups.tsv, line 5: active_from: ",
    ]
