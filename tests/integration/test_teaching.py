"""A name is taught with one YAML file: the next run knows it, without reading again; a wrong row stops the run."""

from conftest import run, strikeledger

TEXT = "Fighters of the Blue Dawn Brigade shelled the village of Tel Nowhere on Monday, killing three people."
ACTORS = """
- name: Blue Dawn Brigade
  aliases: [Blue Dawn]
  kind: armed_group
  country_iso3: SYR
"""
PLACES = "name\tkind\tlatitude\tlongitude\tcountry_iso3\nTel Nowhere\tcity\t{latitude}\t36.5\tSYR\n"
BRIGADE = "SELECT actor_id, is_known, country_iso3 FROM actors WHERE name = 'Blue Dawn Brigade'"
PLACE = "SELECT place_id, latitude, country_iso3 FROM places WHERE name = 'Tel Nowhere'"


def coded_at(warehouse):
    import duckdb

    with duckdb.connect(str(warehouse / "work.duckdb"), read_only=True) as connection:
        return connection.execute("SELECT article_id, coded_at FROM articles").fetchall()


def test_a_name_is_taught_between_two_runs(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    warehouse, folder = tmp_path / "ledger", tmp_path / "ledger" / "gazetteer"
    first = run(warehouse, tmp_path / "a.txt")
    assert first.returncode == 0, first.stderr
    ((unknown, is_known, _),) = first.rows(BRIGADE)
    assert (unknown, is_known) == ("unk:blue-dawn-brigade", False)
    assert first.rows(PLACE) == []
    coded = coded_at(warehouse)

    folder.mkdir()
    (folder / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    (folder / "places.tsv").write_text(PLACES.format(latitude="35.9"), encoding="utf-8")
    second = run(warehouse, tmp_path / "a.txt")
    assert second.returncode == 0, second.stderr
    assert second.rows(BRIGADE) == [("own:blue-dawn-brigade", True, "SYR")]
    assert second.rows(PLACE) == [("own:tel-nowhere", 35.9, "SYR")]
    assert second.value("SELECT attacker_name FROM strikes") == "Blue Dawn Brigade"
    assert second.value("SELECT place_name FROM strikes") == "Tel Nowhere"
    assert coded_at(warehouse) == coded, "no article is read again"

    published = second.published.read_bytes()
    third = run(warehouse, tmp_path / "a.txt")
    assert third.returncode == 0, third.stderr
    assert "Nothing new" in third.stdout
    assert third.published.read_bytes() == published

    (folder / "places.tsv").write_text(PLACES.format(latitude="95"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT.replace("Monday", "Friday"), encoding="utf-8")
    for refused in (
        run(warehouse, tmp_path / "b.txt"),
        strikeledger("gazetteer", "check", "--warehouse", str(warehouse)),
    ):
        assert refused.returncode == 2
        (line,) = refused.stderr.strip().splitlines()
        assert line.startswith(f"{folder / 'places.tsv'}, line 2: latitude: '95' is not between -90 and 90: write")
    assert third.published.read_bytes() == published
    assert coded_at(warehouse) == coded, "nothing is computed"


def test_a_folder_that_is_set_and_missing_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = run(tmp_path / "ledger", tmp_path / "a.txt", STRIKELEDGER_GAZETTEER=str(tmp_path / "none"))
    assert done.returncode == 2
    assert "STRIKELEDGER_GAZETTEER" in done.stderr
    assert not (tmp_path / "ledger").exists()
