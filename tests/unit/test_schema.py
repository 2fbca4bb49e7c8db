"""Table files: what is read from them, what is derived, and how a wrong one is reported."""

import duckdb
import polars as pl
import pytest
import yaml

from warehouse import ddl, schema
from warehouse.rules import describe_suite, reads_from, rule_of, rules_of
from warehouse.schema import ContractError

SMALL = {
    "name": "boats",
    "schema": "main",
    "description": "Boats.",
    "grain": "one row per boat",
    "key": ["boat_id"],
    "columns": {
        "boat_id": {"type": "VARCHAR", "description": "Id."},
        "length_km": {
            "type": "DOUBLE",
            "unit": "km",
            "description": "Length.",
            "null_means": "not known",
            "minimum": 0,
        },
        "outcome": {"type": "VARCHAR", "description": "Fate.", "nullable": False, "allowed": "outcome"},
    },
}


def read(tmp_path, **changes):
    content = SMALL | changes
    path = tmp_path / "boats.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return schema.read_table(path, schema.load_vocabularies())


def test_a_table_file_is_read_with_its_columns_in_order(tmp_path):
    table = read(tmp_path)
    assert table.qualified == "main.boats"
    assert table.column_names == ["boat_id", "length_km", "outcome"]
    assert not table.column("boat_id").nullable
    assert table.column("outcome").allowed == ("hit", "intercepted", "missed", "unknown")
    assert table.column("length_km").comment == "Length. Unit: km. Null: not known."


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"key": ["boat_id", "ship_id"]}, "key names the column 'ship_id'"),
        ({"colour": "red"}, "boats.yaml: colour"),
        (
            {"columns": SMALL["columns"] | {"speed": {"type": "FLOAT", "description": "x."}}},
            "boats.yaml: columns.speed.type",
        ),
        (
            {"columns": SMALL["columns"] | {"speed": {"type": "DOUBLE", "description": "x."}}},
            "boats.yaml: columns.speed: say what null means",
        ),
        ({"columns": SMALL["columns"] | {"speed": None}}, "columns.speed: it needs at least a type"),
        (
            {"columns": {"boat_id": {"type": "VARCHAR", "description": "x.", "allowed": "colours"}}},
            "columns.boat_id.allowed: vocabulary.yaml has no list 'colours'",
        ),
        ({"name": "ships"}, "boats.yaml: name: it says 'ships'"),
        ({"orders": [["length_km", "width_km"]]}, "orders names the column 'width_km'"),
    ],
)
def test_a_wrong_table_file_is_named_with_the_key(tmp_path, changes, where):
    with pytest.raises(ContractError) as error:
        read(tmp_path, **changes)
    assert "boats.yaml" in str(error.value)
    assert where in str(error.value)


def test_a_file_that_is_no_yaml_is_named(tmp_path):
    path = tmp_path / "boats.yaml"
    path.write_text("columns: [", encoding="utf-8")
    with pytest.raises(ContractError, match=r"boats\.yaml is no YAML"):
        schema.read_table(path, {})


def test_a_reference_to_nowhere_is_named(tmp_path):
    read(tmp_path, references={"outcome": "harbours.harbour_id"})
    with pytest.raises(ContractError, match=r"references\.outcome: no column harbours\.harbour_id"):
        schema.read_tables(tmp_path, schema.load_vocabularies())


def test_an_unknown_table_is_reported_with_its_file():
    with pytest.raises(ContractError, match=r"tables/boats\.yaml"):
        schema.get_table("boats")


def test_vocabularies_keep_the_order_and_codes_of_the_codebook():
    assert schema.allowed_values("method")[:3] == ("missile", "rocket", "drone")
    assert schema.codes("act", "cameo")["condemn"] == "111"
    assert "inform" not in schema.codes("act", "plover")


def test_polars_schema_gives_lists_utc_times_and_bytes():
    mentions, quarantine = schema.polars_schema("strike_mentions"), schema.polars_schema("quarantine")
    assert mentions["methods"] == pl.List(pl.String)
    assert mentions["started_on"] == pl.Date
    assert quarantine["payload"] == pl.Binary
    assert quarantine["seen_at"] == pl.Datetime("us", "UTC")
    assert schema.empty_frame("quarantine").height == 0


def test_every_table_can_be_created_with_checks_and_comments():
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA staging")
        for table in schema.load_tables().values():
            connection.execute(ddl.create_table(table, strict=True))
            for statement in ddl.comments(table):
                connection.execute(statement)
        silent = connection.execute("SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND NOT internal")
        assert silent.fetchone() == (0,)


@pytest.mark.parametrize(
    "change",
    [
        "mention_id = NULL",
        "outcome = 'no such value'",
        "methods = ['no such value']",
        "methods = ['drone', 'drone']",
        "methods = ['drone', NULL]",
        "killed_low = 4, killed_best = 3",
        "killed_low = 4, killed_high = 3",
        "killed_low = -1",
        "confidence_score = 1.5",
        "text_start = 5, text_end = 5",
        "started_on = DATE '2024-03-02', ended_on = DATE '2024-03-01'",
        "started_on = NULL",
    ],
)
def test_published_constraints_refuse_a_bad_row(change):
    table = schema.get_table("strike_mentions")
    values = dict.fromkeys(table.column_names, "NULL") | {
        "mention_id": "'m'", "article_id": "'a'", "strike_id": "'s'", "text_start": "0", "text_end": "5",
        "sentence_text": "'words'", "attacker_ids": "[]", "target_actor_ids": "[]", "methods": "['drone']",
        "target_kind": "'unknown'", "outcome": "'hit'", "claim_status": "'unknown'", "date_precision": "'day'",
        "started_on": "DATE '2024-03-01'", "is_series": "false", "confidence_score": "0.5",
    }  # fmt: skip
    with duckdb.connect() as connection:
        connection.execute(ddl.create_table(table, strict=True))
        names, sql = ", ".join(values), ", ".join(values.values())
        connection.execute(f"INSERT INTO strike_mentions ({names}) VALUES ({sql})")
        with pytest.raises(duckdb.ConstraintException):
            connection.execute(f"UPDATE strike_mentions SET {change}")


def test_the_fingerprint_covers_rules_and_descriptions():
    prints = {ddl.fingerprint(name) for name in schema.load_tables()}
    assert len(prints) == len(schema.load_tables())


def test_rules_are_derived_from_what_a_column_declares():
    names = {rule.name for rule in rules_of("strike_mentions")}
    assert {
        "columns_as_declared",
        "key_is_unique",
        "outcome_is_given",
        "outcome_is_allowed",
        "methods_are_allowed",
        "killed_low_is_in_range",
        "killed_low_to_killed_high_in_order",
        "text_lies_in_article",
        "text_lies_in_sentence_text",
        "place_text_stands_in_article",
        "started_not_after_publication",
        "attacker_ids_refers_to_a_row",
    } <= names


def test_rules_tell_which_tables_they_look_at():
    assert reads_from("statement_actors") == ["actors", "statements"]
    assert "strike_mentions" in reads_from("strikes")
    assert reads_from("sources") == []


def test_a_rule_over_two_tables_is_no_check_constraint():
    assert rule_of("strike_mentions", "killed_low_to_killed_high_in_order").is_check
    assert not rule_of("strike_mentions", "started_not_after_publication").is_check
    assert not rule_of("strikes", "has_a_mention").is_check


def test_the_suite_can_be_described_without_great_expectations():
    suite = describe_suite("merges")
    assert {"rule", "level", "expectation", "columns", "mend"} == set(suite[0])
    assert "expect_column_values_to_be_unique" in {line["expectation"] for line in suite}


def test_column_schema_and_dictionary_say_what_the_contract_says():
    columns = {column["name"]: column for column in schema.column_schema("strikes")}
    assert columns["strike_id"]["is_key"]
    assert not columns["strike_id"]["is_nullable"]
    assert "one of hit, intercepted, missed, unknown" in columns["outcome"]["other_constraints"]
    rows = schema.dictionary_rows()
    assert {row["table"] for row in rows} == set(schema.published_tables())
    place = next(row for row in rows if row["table"] == "strikes" and row["column"] == "place_id")
    assert place["refers_to"] == "places.place_id"
