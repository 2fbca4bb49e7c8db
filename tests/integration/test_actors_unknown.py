"""`strikeledger actors unknown` on the ledger of the samples: a list for people, and rows for a gazetteer."""

import re

import yaml
from conftest import run, strikeledger

from warehouse.schema import load_vocabularies

TEXT = (
    "Fighters of the Blue Dawn Brigade shelled the village of Goma on Monday, killing three people, the army said.\n\n"
    "Colonel Orlo Vantessen condemned the attack. Gunmen also fired at a convoy."
)
COUNTS = re.compile(r"(\d+) mentions? in (\d+) articles?")


def test_unknown_actors_are_listed_by_frequency_with_an_example(samples):
    done = strikeledger("actors", "unknown", "--all", "--warehouse", str(samples.warehouse))
    assert done.returncode == 0, done.stderr
    counts = [tuple(map(int, found)) for found in COUNTS.findall(done.stdout)]
    assert 0 < len(counts) <= 20
    assert counts == sorted(counts, reverse=True)
    most = samples.rows(
        "SELECT a.name, count(*) FROM entity_mentions JOIN actors AS a USING (actor_id) WHERE NOT a.is_known"
        " GROUP BY ALL ORDER BY 2 DESC, count(DISTINCT article_id) DESC LIMIT 1"
    )
    assert counts[0][0] == most[0][1]
    assert len(re.findall(r"“.+” \(\S+\)", done.stdout)) == len(counts)


def test_the_rows_for_a_gazetteer_are_valid_and_whole(samples, tmp_path):
    done = strikeledger(
        "actors", "unknown", "--all", "--yaml", "--limit", "100000", "--warehouse", str(samples.warehouse)
    )
    assert done.returncode == 0, done.stderr
    rows = yaml.safe_load(done.stdout)
    used = samples.rows(
        "SELECT DISTINCT a.actor_id, a.name FROM actors AS a JOIN entity_mentions USING (actor_id) WHERE NOT a.is_known"
    )
    assert sorted(row["name"] for row in rows) == sorted(name for _, name in used)
    assert {row["kind"] for row in rows} <= set(load_vocabularies()["actor_kind"].values)
    assert all(set(row) <= {"actor_id", "name", "kind", "country_iso3"} for row in rows)
    own = tmp_path / "gazetteer"
    own.mkdir()
    own.joinpath("actors.yaml").write_text(done.stdout, encoding="utf-8")
    checked = strikeledger("gazetteer", "check", "--warehouse", str(tmp_path))
    assert checked.returncode == 0, checked.stderr


def test_an_example_holds_the_words_of_the_first_mention(samples):
    done = strikeledger("actors", "unknown", "--yaml", "--limit", "5", "--warehouse", str(samples.warehouse))
    rows = yaml.safe_load(done.stdout)
    examples = [line for line in done.stdout.splitlines() if line.startswith("#")]
    assert len(rows) == len(examples) == 5
    for row, example in zip(rows, examples, strict=True):
        name = row["name"].replace("'", "''")
        words = samples.rows(
            f"SELECT m.text FROM entity_mentions AS m JOIN actors AS a USING (actor_id) WHERE a.name = '{name}'"
        )
        assert any(" ".join(text.split()) in example for (text,) in words)


def test_names_come_without_the_descriptions(samples):
    done = strikeledger("actors", "unknown", "--yaml", "--limit", "100000", "--warehouse", str(samples.warehouse))
    names = {row["name"] for row in yaml.safe_load(done.stdout)}
    assert "Investigative Committee" in names
    assert not {"building", "camp", "gunmen", "officers"} & names


def test_the_rows_that_are_printed_are_known_in_the_next_run(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    warehouse = tmp_path / "ledger"
    first = run(warehouse, tmp_path / "a.txt")
    assert first.returncode == 0, first.stderr
    counted = "SELECT actor_id, count(*) FROM entity_mentions GROUP BY ALL"
    before = first.rows(counted)
    printed = strikeledger("actors", "unknown", "--yaml", "--warehouse", str(warehouse)).stdout
    taught = sorted(row["actor_id"] for row in yaml.safe_load(printed))
    assert taught == ["own:blue-dawn-brigade", "own:orlo-vantessen"]
    (warehouse / "gazetteer").mkdir()
    (warehouse / "gazetteer" / "actors.yaml").write_text(printed, encoding="utf-8")
    second = run(warehouse, tmp_path / "a.txt")
    assert second.returncode == 0, second.stderr
    known = second.rows("SELECT actor_id FROM actors WHERE actor_id LIKE 'own:%' AND is_known ORDER BY ALL")
    assert [actor_id for (actor_id,) in known] == taught
    # Each mention that stood for unk:… stands for own:… with the same rest, and nothing else has moved.
    renamed = {f"unk:{actor_id.removeprefix('own:')}": actor_id for actor_id in taught}
    assert sorted(second.rows(counted), key=str) == sorted(((renamed.get(i, i), n) for i, n in before), key=str)


def test_without_a_ledger_it_says_what_to_do(tmp_path):
    done = strikeledger("actors", "unknown", "--warehouse", str(tmp_path))
    assert done.returncode == 2
    assert "strikeledger run" in done.stderr


def test_published_actors_and_places_have_their_codes(samples):
    states = samples.rows("SELECT actor_id, country_iso2, cameo_code FROM actors WHERE kind = 'state'")
    assert states
    assert all(len(iso2) == 2 and len(cameo) == 3 for _, iso2, cameo in states)
    assert samples.rows("SELECT country_iso2, cow_code, gw_code, cameo_code FROM actors WHERE actor_id = 'IRN'") == [
        ("IR", 630, 630, "IRN")
    ]
    assert (
        samples.value(
            "SELECT count(*) FROM places WHERE (country_iso3 IS NULL) IS DISTINCT FROM (country_iso2 IS NULL)"
        )
        == 0
    )
    assert samples.value("SELECT count(*) FROM actors WHERE kind <> 'state' AND cow_code IS NOT NULL") == 0
