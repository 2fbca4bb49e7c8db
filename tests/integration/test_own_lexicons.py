"""A verb, a weapon and a cue are taught with YAML: the next run codes the same articles with them, `explain` names the
entries, and a mistake stops the run in plain words."""

import pytest
from conftest import run, strikeledger

TEXT = (
    "Rebels zapped a military base in Goma with a blue comet on Monday. The foreign ministry harrumphed at the"
    " attack. The army threatened to shell the camp."
)
WORDS = {
    "strikes.yaml": "verbs:\n  assault:\n    zap: []\n",
    "weapons.yaml": "weapons:\n  missile: [blue comet]\n",
    "statements.yaml": "verbs:\n  condemn:\n    harrumph: [at]\n",
}


@pytest.fixture(scope="module")
def taught(tmp_path_factory):
    """The warehouse before and after the words were taught."""
    folder = tmp_path_factory.mktemp("taught")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    first = run(folder / "ledger", folder / "a.txt")
    assert first.returncode == 0, first.stderr
    before = (
        first.value("SELECT count(*) FROM strikes"),
        first.value("SELECT count(*) FROM statements WHERE act = 'condemn'"),
    )
    lexicons = folder / "lexicons"
    lexicons.mkdir()
    for name, content in WORDS.items():
        (lexicons / name).write_text(content, encoding="utf-8")
    second = run(folder / "ledger", folder / "a.txt", STRIKELEDGER_LEXICONS=str(lexicons))
    assert second.returncode == 0, second.stderr
    return before, second, lexicons


def explained(ledger, wanted: str) -> str:
    done = strikeledger("explain", wanted, "--warehouse", str(ledger.warehouse))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_next_run_uses_the_words(taught):
    before, ledger, _ = taught
    assert before == (0, 0)
    first = "SELECT attacker_text, methods, weapon_text, place_text FROM strike_mentions ORDER BY text_start LIMIT 1"
    assert ledger.rows(first) == [("Rebels", ["missile"], "blue comet", "Goma")]
    assert ledger.rows("SELECT speaker_text, act FROM statement_mentions WHERE cue_text = 'harrumphed'") == [
        ("foreign ministry", "condemn")
    ]


def test_explain_names_the_users_own_entries(taught):
    _, ledger, _ = taught
    strike = explained(ledger, ledger.value("SELECT strike_id FROM strikes"))
    assert "own lexicons/strikes.yaml: verbs.assault.zap" in strike
    assert "own lexicons/weapons.yaml: weapons.missile.blue comet" in strike
    statement = explained(ledger, ledger.value("SELECT statement_id FROM statements WHERE act = 'condemn'"))
    assert "own lexicons/statements.yaml: verbs.condemn.harrumph" in statement
    reaction = explained(ledger, ledger.value("SELECT mention_id FROM reaction_mentions LIMIT 1"))
    assert "lexicons/reactions.yaml: verbal." in reaction


def test_explain_names_the_reason_of_a_rejected_mention(taught):
    _, ledger, _ = taught
    mention = ledger.value("SELECT mention_id FROM rejected_mentions WHERE reason = 'threatened'")
    shown = explained(ledger, mention)
    assert "threatened: “shell the camp”" in shown
    assert "lexicons/strikes.yaml: unreal.threatened.threaten; lexicons/strikes.yaml: verbs.assault.shell" in shown


def test_explain_lists_what_an_article_gave_and_what_was_left_out(taught):
    _, ledger, _ = taught
    shown = explained(ledger, "a")  # the id that the source gives: the name of the file
    assert shown == explained(ledger, ledger.value("SELECT article_id FROM articles"))
    for event in ledger.rows("SELECT strike_id FROM strikes UNION ALL SELECT statement_id FROM statements"):
        assert event[0] in shown
    assert "Force that is no strike" in shown
    assert ledger.value("SELECT mention_id FROM rejected_mentions WHERE reason = 'threatened'") in shown
    unknown = strikeledger("explain", "nothing", "--warehouse", str(ledger.warehouse))
    assert unknown.returncode == 2
    assert "nothing is called nothing" in unknown.stderr


def test_a_mistake_stops_the_run_in_plain_words(taught):
    _, ledger, lexicons = taught
    published = ledger.published.read_bytes()
    path = lexicons / "weapons.yaml"
    path.write_text("weapons:\n  missle: [blue comet]\n", encoding="utf-8")
    try:
        for refused in (
            run(ledger.warehouse, ledger.warehouse.parent / "a.txt", STRIKELEDGER_LEXICONS=str(lexicons)),
            strikeledger("lexicons", "check", STRIKELEDGER_LEXICONS=str(lexicons)),
        ):
            assert refused.returncode == 2
            (line,) = refused.stderr.strip().splitlines()
            assert line.startswith(f"{path}, line 2: weapons: 'missle' is no method: use one of missile, rocket, ")
        assert ledger.published.read_bytes() == published
    finally:
        path.write_text(WORDS["weapons.yaml"], encoding="utf-8")
    right = strikeledger("lexicons", "check", STRIKELEDGER_LEXICONS=str(lexicons))
    assert right.returncode == 0
    assert "nothing is wrong" in right.stdout
    assert strikeledger("lexicons", "check").returncode == 2
