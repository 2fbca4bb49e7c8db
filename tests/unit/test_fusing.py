"""From mentions to events: which value of many stands in the row, by the rule of each column."""

from datetime import date

import polars as pl
import pytest
from coded_frames import DECIDED_AT, Newsroom, nothing

from pipelines.resolving.fusing import Before, Ledger, resolve_events
from warehouse.schema import polars_schema

MONDAY, TUESDAY, WEDNESDAY = date(2024, 4, 1), date(2024, 4, 2), date(2024, 4, 3)


def _strike(*reports: dict[str, object], publishers: tuple[str, ...] = ("Herald", "Courier", "Gazette")) -> dict:
    """The one strike that reports in papers of following days give."""
    room = Newsroom()
    for number, report in enumerate(reports):
        room.article(f"a{number}", publishers[number], date(2024, 4, 1 + number))
        room.strike(f"a{number}", **({"started_on": MONDAY} | report))
    strikes = room.resolve().strikes
    assert strikes.height == 1
    return strikes.row(0, named=True)


def _figures(strike: dict, quantity: str = "killed") -> tuple:
    return strike[f"{quantity}_low"], strike[f"{quantity}_best"], strike[f"{quantity}_high"]


def _exactly(number: int) -> dict[str, object]:
    return {"killed_low": number, "killed_best": number, "killed_high": number}


def test_no_input_gives_empty_tables_of_the_contract():
    ledger = resolve_events(nothing(), Before(), DECIDED_AT)
    for name, frame in ledger.tables().items():
        assert frame.is_empty()
        assert frame.schema == polars_schema(name), name


def test_every_table_has_the_columns_of_the_contract():
    ledger = _dispute()
    for name, frame in ledger.tables().items():
        assert frame.schema == polars_schema(name), name
    assert ledger.strikes.null_count().select("claim_status", "method", "outcome", "coder_version").row(0) == (0,) * 4


def test_copy_is_no_source():
    room = Newsroom()
    room.article("a0", "Herald", MONDAY)
    room.article("a1", "Mirror of the Herald", TUESDAY, duplicate_of="a0")
    room.article("a2", "Courier", TUESDAY)
    for article in ("a0", "a1", "a2"):
        room.strike(article, started_on=MONDAY)
    assert room.resolve().strikes.select("source_count", "article_count", "mention_count").row(0) == (2, 3, 3)


def test_two_articles_of_one_paper_are_one_source():
    assert _strike({}, {}, publishers=("Herald", "Herald"))["source_count"] == 1


def test_more_sources_make_it_surer():
    alone = _strike({"confidence_score": 0.6})["confidence_score"]
    assert alone == pytest.approx(0.6)
    assert _strike({"confidence_score": 0.6}, {"confidence_score": 0.5})["confidence_score"] == pytest.approx(0.8)


def test_two_reports_of_one_source_make_it_no_surer_than_its_surest():
    reports = ({"confidence_score": 0.6}, {"confidence_score": 0.5})
    assert _strike(*reports, publishers=("Herald", "Herald"))["confidence_score"] == pytest.approx(0.6)


def test_two_mentions_in_one_article_are_no_independent_evidence():
    room = Newsroom()
    room.article("a0", "Herald", MONDAY)
    first = room.strike("a0", started_on=MONDAY, confidence_score=0.6)
    room.strike("a0", 100, started_on=MONDAY, confidence_score=0.5, same_as_mention_id=first)
    (strike,) = room.resolve().strikes.rows(named=True)
    assert (strike["mention_count"], strike["confidence_score"]) == (2, pytest.approx(0.6))


def test_no_number_of_sources_makes_it_certain():
    reports = [{"confidence_score": 0.9}] * 4
    assert _strike(*reports, publishers=tuple("ABCD"))["confidence_score"] == pytest.approx(0.99)


def test_figures_of_sources_span_and_the_latest_is_best():
    assert _figures(_strike(_exactly(12), _exactly(9), _exactly(10))) == (9, 10, 12)


def test_one_source_counts_with_its_latest_figure():
    assert _figures(_strike(_exactly(5), _exactly(12), publishers=("Herald", "Herald"))) == (12, 12, 12)


def test_open_figure_stays_open_at_the_top():
    at_least = {"killed_low": 12, "killed_best": 12}
    assert _figures(_strike(at_least)) == (12, 12, None)
    assert _figures(_strike(_exactly(10), at_least)) == (10, 12, None)
    assert _figures(_strike(_exactly(15), at_least)) == (12, 12, 15)


def test_vague_figure_has_no_best_and_takes_none_away():
    dozens = {"killed_low": 24, "killed_high": 99}
    assert _figures(_strike(dozens)) == (24, None, 99)
    assert _figures(_strike(_exactly(30), dozens)) == (24, 30, 99)


def test_nothing_said_is_null_and_none_killed_is_zero():
    assert _figures(_strike({})) == (None, None, None)
    strike = _strike(_exactly(0) | {"injured_low": 3})
    assert _figures(strike) == (0, 0, 0)
    assert _figures(strike, "injured") == (3, None, None)


def test_figure_belongs_to_the_speaker_whose_words_hold_it():
    room = Newsroom()
    room.article("a0", "Herald", MONDAY)
    mention = room.strike("a0", 0, started_on=MONDAY, **_exactly(4), injured_low=7, injured_best=7)
    room.evidence(mention, "killed", 20, 24)
    room.evidence(mention, "injured", 300, 305)
    room.statement("a0", "RUS", "inform", "x" * 200, 0, strike_mention_ids=[mention])
    room.statement("a0", "org:ukraine-rescue", "inform", "y" * 30, 10, strike_mention_ids=[mention])
    claims = room.resolve().strike_claims.sort("quantity")
    assert claims.select("quantity", "claimant_id", "claimant_name", "best").rows() == [
        ("injured", None, None, 7),
        ("killed", "org:ukraine-rescue", "Ukrainian rescue service", 4),
    ]
    assert claims["said_on"].to_list() == [MONDAY, None]


def test_two_voices_in_one_article_are_two_sources_of_figures():
    room = Newsroom()
    room.article("a0", "Herald", MONDAY)
    first = room.strike("a0", 0, started_on=MONDAY, **_exactly(4))
    second = room.strike("a0", 100, started_on=MONDAY, same_as_mention_id=first, **_exactly(7))
    room.statement("a0", "org:ukraine-rescue", "inform", "x" * 50, 100, strike_mention_ids=[second])
    assert _figures(room.resolve().strikes.row(0, named=True))[::2] == (4, 7)


def test_finest_date_and_place_win():
    strike = _strike(
        {"place": "gn:odesa-oblast"},
        {"place": "gn:odesa-oblast", "date_precision": "week", "started_on": MONDAY, "ended_on": date(2024, 4, 7)},
        {"place": "gn:odesa"},
    )
    assert (strike["started_on"], strike["ended_on"], strike["date_precision"]) == (MONDAY, MONDAY, "day")
    assert (strike["place_id"], strike["place_name"], strike["place_precision"]) == ("gn:odesa", "Odesa", "city")
    assert (strike["country_iso3"], strike["latitude"], strike["radius_km"]) == ("UKR", 46.48, 10.0)


def test_methods_stand_in_the_order_of_the_codebook():
    strike = _strike({"methods": ["drone", "missile"]}, {"methods": ["unknown"]})
    assert (strike["method"], strike["methods_text"], strike["cameo_code"]) == ("missile", "missile|drone", "194")
    assert _strike({"methods": ["unknown"]})["methods_text"] == "unknown"


@pytest.mark.parametrize(
    ("methods", "code"),
    [(["missile", "airstrike"], "195"), (["explosive", "vehicle"], "1832"), (["explosive"], "183")],
)
def test_methods_that_have_a_code_together(methods: list[str], code: str):
    assert _strike({"methods": methods})["cameo_code"] == code


def test_hit_wins_and_known_kind_wins():
    strike = _strike({"outcome": "intercepted", "target_kind": "unknown"}, {"outcome": "intercepted"}, {})
    assert (strike["outcome"], strike["target_kind"]) == ("hit", "energy")


def test_leading_attacker_is_the_one_that_most_sources_name():
    room = Newsroom()
    for number, attackers in enumerate((["org:russia-army", "RUS"], ["RUS"], ["unk:gunmen"])):
        room.article(f"a{number}", f"paper {number}", TUESDAY)
        room.strike(f"a{number}", started_on=MONDAY, attackers=attackers)
    ledger = room.resolve()
    ranked = ledger.strike_actors.filter(pl.col("role") == "attacker").sort("rank")
    assert ranked["actor_id"].to_list() == ["RUS", "org:russia-army", "unk:gunmen"]
    assert ledger.strikes.select("attacker_id", "attacker_name", "attacker_country_iso3").row(0) == (
        "RUS",
        "Russia",
        "RUS",
    )


def test_words_stand_for_a_target_without_a_name():
    assert _strike({"targets": [], "target_text": "a fuel depot"})["target_name"] == "a fuel depot"


def _dispute(act: str = "deny", speaker: str = "RUS") -> Ledger:
    room = Newsroom()
    room.article("a0", "Herald", MONDAY)
    room.article("a1", "Courier", TUESDAY)
    room.strike("a0", started_on=MONDAY, claim_status="claimed")
    second = room.strike("a1", started_on=MONDAY)
    said = room.statement("a1", speaker, act, "Nobody fired there.", 60, strike_mention_ids=[second], said_on=TUESDAY)
    room.reaction("a1", speaker, "deny", second, statement_mention_id=said, stance="neutral")
    return room.resolve()


def test_claim_and_denial_make_a_dispute():
    ledger = _dispute()
    assert ledger.strikes.select("claim_status", "is_disputed").rows() == [("disputed", True)]
    blame = ledger.strike_claims.filter(pl.col("quantity") == "responsibility")
    assert blame.select("claimant_id", "said_on", "best").rows() == [("RUS", TUESDAY, None)]


def test_denial_by_a_bystander_is_no_dispute():
    assert _dispute(speaker="FRA").strikes.select("claim_status", "is_disputed").rows() == [("claimed", False)]


def test_claim_of_responsibility_makes_it_claimed():
    room = Newsroom()
    room.article("a0", "Herald", MONDAY)
    mention = room.strike("a0", started_on=MONDAY)
    room.statement("a0", "org:russia-army", "claim_responsibility", "It hit.", 60, strike_mention_ids=[mention])
    assert room.resolve().strikes["claim_status"].to_list() == ["claimed"]


def test_one_statement_in_two_papers():
    room = Newsroom()
    strikes = []
    for number, words in enumerate(
        ("We strongly condemn this barbaric attack", "we strongly condemn this barbaric assault")
    ):
        room.article(f"a{number}", f"paper {number}", TUESDAY)
        strikes.append(room.strike(f"a{number}", started_on=MONDAY))
        room.statement(f"a{number}", "FRA", "condemn", words, 60, strike_mention_ids=[strikes[-1]])
    room.statement(
        "a0", "FRA", "condemn", "We strongly condemn this barbaric attack", 200, strike_mention_ids=[strikes[0]]
    )
    room.statement(
        "a0", "FRA", "appeal", "We strongly condemn this barbaric attack", 300, strike_mention_ids=[strikes[0]]
    )
    room.statement(
        "a1", "UKR", "condemn", "We strongly condemn this barbaric attack", 300, strike_mention_ids=[strikes[1]]
    )
    ledger = room.resolve()
    condemned = ledger.statements.filter((pl.col("speaker_id") == "FRA") & (pl.col("act") == "condemn"))
    assert sorted(condemned["mention_count"]) == [1, 2]
    row = condemned.sort("mention_count").row(1, named=True)
    assert (row["source_count"], row["cameo_code"], row["plover_code"]) == (2, "111", "ACCUSE")
    assert row["strike_id"] == ledger.strikes["strike_id"][0]
    assert ledger.statements.height == 4


def test_statements_of_two_days_are_two():
    room = Newsroom()
    for number, day in enumerate((MONDAY, TUESDAY)):
        room.article(f"a{number}", f"paper {number}", TUESDAY)
        room.statement(f"a{number}", "FRA", "appeal", "All sides must show restraint now", 0, said_on=day)
    assert room.resolve().statements["said_on"].sort().to_list() == [MONDAY, TUESDAY]


def test_other_figure_makes_another_statement():
    room = Newsroom()
    for number, toll in enumerate((12, 15)):
        room.article(f"a{number}", f"paper {number}", TUESDAY)
        room.statement(f"a{number}", "UKR", "inform", f"rescuers found {toll} bodies beneath the collapsed house", 0)
    assert room.resolve().statements.height == 2


def test_copies_of_a_statement_join_and_its_id_lasts():
    room = Newsroom()
    room.article("a0", "Herald", TUESDAY)
    room.statement("a0", None, "inform", "Two died", 0, speaker_text="A witness")
    before = room.resolve()
    room.article("a1", "Mirror", WEDNESDAY, duplicate_of="a0")
    room.statement("a1", None, "inform", "Two died", 9, speaker_text="a witness")
    after = room.resolve(before)
    assert after.statements["statement_id"].to_list() == before.statements["statement_id"].to_list()
    assert after.statements.select("source_count", "mention_count", "speaker_name").row(0) == (1, 2, "A witness")


def test_speakers_and_addressee_are_listed():
    room = Newsroom()
    room.article("a0", "Herald", TUESDAY)
    mention = room.statement("a0", "FRA", "demand", "Stop", 0)
    room.rows["coded_statements"][0]["addressee_mention_id"] = "a0:name:9-10"
    room.rows["entity_mentions"].append({"mention_id": "a0:name:9-10", "article_id": "a0", "actor_id": "RUS"})
    ledger = room.resolve()
    assert ledger.statement_actors.sort("role").select("actor_id", "role", "rank").rows() == [
        ("RUS", "addressee", 1),
        ("FRA", "speaker", 1),
    ]
    assert ledger.statements["addressee_name"].to_list() == ["Russia"]
    assert ledger.statement_mentions["mention_id"].to_list() == [mention]


def test_lag_is_the_days_from_strike_to_reaction():
    ledger = _dispute()
    reaction = ledger.reactions.row(0, named=True)
    assert (reaction["reacted_on"], reaction["date_precision"], reaction["lag_days"]) == (TUESDAY, "day", 1)
    assert reaction["statement_id"] == ledger.statements["statement_id"][0]
    assert (reaction["reactor_name"], reaction["cameo_code"]) == ("Russia", "016")


def test_reaction_without_a_date_has_no_lag():
    room = Newsroom()
    room.article("a0", "Herald", TUESDAY)
    room.reaction("a0", "FRA", "condemn", room.strike("a0", started_on=MONDAY))
    assert room.resolve().reactions.select("reacted_on", "date_precision", "lag_days").row(0) == (None, "unknown", None)


def test_repeated_reaction_goes_to_the_day_that_is_known():
    room = Newsroom()
    for number in range(3):
        room.article(f"a{number}", f"paper {number}", date(2024, 4, 2 + number))
        strike = room.strike(f"a{number}", started_on=MONDAY)
        dated = {"said_on": TUESDAY} if number == 1 else {}
        words = f"Different words {number} every single time"
        said = room.statement(f"a{number}", "FRA", "condemn", words, 60, strike_mention_ids=[strike], **dated)
        room.reaction(f"a{number}", "FRA", "condemn", strike, statement_mention_id=said)
    room.reaction("a0", "UKR", "condemn", "a0:strike:0-50")
    reactions = room.resolve().reactions
    assert reactions.sort("reactor_id").select("reactor_id", "mention_count", "source_count", "lag_days").rows() == [
        ("FRA", 3, 3, 1),
        ("UKR", 1, 1, None),
    ]


def test_retaliation_points_to_the_answering_strike():
    room = Newsroom()
    room.article("a0", "Herald", WEDNESDAY)
    first = room.strike("a0", 0, started_on=MONDAY)
    answer = room.strike("a0", 100, started_on=WEDNESDAY, attackers=["UKR"], targets=["RUS"], place=None)
    room.reaction("a0", "UKR", "retaliate", first, kind="armed", response_strike_mention_id=answer)
    ledger = room.resolve()
    ids = dict(ledger.strike_mentions.select("mention_id", "strike_id").rows())
    assert ledger.reactions.select("strike_id", "response_strike_id", "lag_days", "kind").row(0) == (
        ids[first],
        ids[answer],
        2,
        "armed",
    )


def test_statement_mentions_lead_to_strikes_by_join():
    ledger = _dispute()
    assert ledger.statement_mentions["strike_ids"].to_list() == [ledger.strikes["strike_id"].to_list()]
    assert ledger.reaction_mentions["strike_id"].to_list() == ledger.strikes["strike_id"].to_list()
