"""A person's decision goes before the rules, from the next run on; and the ledger can be read as it was before."""

from conftest import run, strikeledger, write_records

RAID = "Israeli jets bombed a weapons depot in Tyre on Sunday, killing three people, the army said."
OTHER = "Russian drones struck a power station in Odesa on Sunday, killing two people, officials said."


def record(name: str, text: str) -> dict:
    return {"id": name, "text": text, "publisher": f"Paper {name}", "published": "2024-03-04"}


def test_a_merge_holds_also_when_reports_come_later_and_is_told_by_explain(tmp_path):
    warehouse = tmp_path / "ledger"
    articles = [record("one", RAID), record("two", OTHER)]
    first = run(warehouse, write_records(tmp_path / "a.jsonl", *articles))
    assert first.returncode == 0, first.stderr
    kept, gone = [row[0] for row in first.rows("SELECT strike_id FROM strikes ORDER BY started_on, place_name DESC")]
    at = ("--warehouse", str(warehouse))
    done = strikeledger("merge", kept, gone, "--reason", "one campaign", "--by", "Ada", *at)
    assert done.returncode == 0, done.stderr
    assert "next run" in done.stdout
    articles.append(record("three", OTHER.replace("officials", "the governor")))
    second = run(warehouse, write_records(tmp_path / "a.jsonl", *articles))
    assert second.returncode == 0, second.stderr
    ((strike, mentions),) = second.rows("SELECT strike_id, mention_count FROM strikes")
    assert mentions == 3
    (merged,) = {kept, gone} - {strike}
    assert second.rows("SELECT merged_strike_id, strike_id, reason, decided_by FROM merges") == [
        (merged, strike, "one campaign", "person")
    ]
    before = "SELECT count(*) FROM marts.strikes_as_of((SELECT max(started_at) FROM runs) - INTERVAL '1 second')"
    assert second.rows("SELECT count(*) FROM marts.strikes_as_of(now())") == [(1,)]
    assert second.rows(before) == [(2,)]
    told = strikeledger("explain", merged, *at).stdout
    assert f"merged into {strike}" in told
    assert "one campaign" in told
    listed = strikeledger("decisions", *at).stdout
    assert "one campaign (Ada" in listed
    assert "in force" in listed
