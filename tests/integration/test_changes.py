"""Articles that change, and runs that are broken off."""

import os
import signal
import subprocess
import sys
import time

from conftest import ROOT, STRIKELEDGER, run, write_records

from warehouse.store import Store

STORY = {
    "id": "n1",
    "url": "https://news.example.org/story?utm_source=feed",
    "title": "Drone hits depot in Odesa",
    "publisher": "Example Wire",
    "published_at": "2023-02-07T10:00:00Z",
    "text": "A Russian drone hit a fuel depot in Odesa on Monday, killing two people, officials said.",
}
CORRECTED = {**STORY, "text": STORY["text"].replace("killing two people", "killing four people")}
OTHER = {
    "id": "n2",
    "title": "Market shelled",
    "publisher": "Other Wire",
    "published_at": "2023-02-08",
    "text": "Three civilians were killed when Myanmar's army shelled a market in Sagaing on Tuesday, residents said.",
}
DIES_BEFORE_READING = (
    "import os, signal\n"
    "from assets import mentions\n"
    "from pipelines.cli import main\n"
    "mentions.code_articles = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
    "main()\n"
)


def test_a_corrected_article_replaces_what_the_old_text_gave(tmp_path):
    path = write_records(tmp_path / "news.jsonl", STORY, OTHER)
    first = run(tmp_path / "warehouse", path)
    assert first.returncode == 0, first.stderr
    strikes = set(first.rows("SELECT strike_id FROM strikes"))
    write_records(path, CORRECTED, OTHER)
    # A run that dies between the new text and its reading leaves what is published whole and old.
    arguments = ["run", "--articles", str(path), "--warehouse", str(tmp_path / "warehouse")]
    killed = subprocess.run([sys.executable, "-c", DIES_BEFORE_READING, *arguments], cwd=ROOT, capture_output=True)
    assert killed.returncode == -signal.SIGKILL
    with Store(tmp_path / "warehouse" / "work.duckdb") as store:
        assert store.execute("SELECT max(version) FROM articles") == [(2,)]
    old = "SELECT DISTINCT version, killed_best FROM articles JOIN strike_mentions USING (article_id) WHERE external_id = 'n1'"
    assert first.rows(old) == [(1, 2)]
    second = run(tmp_path / "warehouse", path)
    assert second.returncode == 0, second.stderr
    assert second.rows("SELECT external_id, version, url FROM articles ORDER BY ALL") == [
        ("n1", 2, "https://news.example.org/story"),
        ("n2", 1, None),
    ]
    killed = (
        "SELECT DISTINCT killed_best FROM strike_mentions JOIN articles USING (article_id) WHERE external_id = 'n1'"
    )
    assert second.rows(killed) == [(4,)]
    assert set(second.rows("SELECT strike_id FROM strikes")) == strikes  # ids last
    assert second.value("SELECT count(*) FROM evidence WHERE text = 'two'") == 0
    assert "1 articles read" in second.stdout  # the other one is not read again


def test_an_article_added_later_leaves_the_rest_alone(tmp_path):
    path = write_records(tmp_path / "news.jsonl", STORY)
    first = run(tmp_path / "warehouse", path)
    before = first.rows("SELECT * FROM strike_mentions")
    write_records(path, STORY, OTHER)
    second = run(tmp_path / "warehouse", path)
    assert "1 articles read" in second.stdout
    assert set(map(str, before)) <= set(map(str, second.rows("SELECT * FROM strike_mentions")))


def test_killing_a_run_at_any_moment_loses_nothing(tmp_path, samples):
    """kill -9 at several moments of one warehouse's life; then a run to the end gives the same ledger as one whole run."""
    warehouse = tmp_path / "warehouse"
    command = [*STRIKELEDGER, "run", "--warehouse", str(warehouse)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for seconds in (4.0, 6.0, 8.0):
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
    finished = run(warehouse)
    assert finished.returncode == 0, finished.stderr
    for table, columns in {
        "articles": "external_id, text, version, duplicate_of",
        "strikes": "strike_id, attacker_id, place_id, started_on, killed_best, source_count",
        "statements": "statement_id, speaker_id, act",
        "reactions": "reaction_id, reactor_id, reaction_type",
        "evidence": "mention_id, column_name, text_start, text_end",
    }.items():
        sql = f"SELECT {columns} FROM {table} ORDER BY ALL"
        assert finished.rows(sql) == samples.rows(sql), table
    assert not list(warehouse.glob("*.tmp*"))


def test_readers_see_no_error_while_runs_publish(tmp_path):
    """A second process reads the published file all the time, through a run that publishes anew."""
    path = write_records(tmp_path / "news.jsonl", STORY)
    first = run(tmp_path / "warehouse", path)
    assert first.returncode == 0, first.stderr
    reader = (
        "import duckdb, sys, time\n"
        "reads, seen, end = 0, set(), time.time() + 180\n"
        "while time.time() < end and len(seen) < 2:\n"
        "    with duckdb.connect(sys.argv[1], read_only=True) as c:\n"
        "        seen.add(c.execute('SELECT count(*) FROM articles').fetchone()[0])\n"
        "        c.execute('SELECT * FROM marts.timeline').fetchall()\n"
        "    reads += 1\n"
        "print(reads, sorted(seen))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", reader, str(first.published)], stdout=subprocess.PIPE, text=True)
    write_records(path, STORY, OTHER)
    second = run(tmp_path / "warehouse", path)
    assert second.returncode == 0, second.stderr
    output, _ = process.communicate(timeout=200)
    assert process.returncode == 0
    reads, seen = output.split(" ", 1)
    assert int(reads) > 10
    assert seen.strip() == "[1, 2]"
