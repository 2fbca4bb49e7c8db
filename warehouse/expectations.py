"""Great Expectations: one suite per table from its rules, validation of a frame, and the Data Docs.

`import great_expectations` takes seconds, so it happens inside `_library` alone, when a table really is validated.
"""

import json
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.rules import Rule, rules_of
from warehouse.schema import get_table

ROW_ID = "_row_id"
_RESULTS_FOLDER = "results"
_NAMING = {"result_format": "COMPLETE", "unexpected_index_column_names": [ROW_ID], "include_unexpected_rows": False}
_last_results: dict[str, Any] = {}


@dataclass(frozen=True)
class RuleOutcome:
    """What Great Expectations found for one rule: the ids of the rows that break it."""

    rule: Rule
    passed: bool
    failing_count: int
    failing_ids: tuple[str, ...]
    details: str | None = None


@dataclass(frozen=True)
class _Library:
    gx: Any
    expectations: Any
    batch_definition: Any


@cache
def _library() -> _Library:
    """Great Expectations with one ephemeral context for the process; loading it takes 6 to 15 s."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    import great_expectations.expectations as expectations

    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    # One asset serves all tables, the suite has the name of the table: adding an asset costs as much as two rules.
    asset = context.data_sources.add_pandas("strikeledger").add_dataframe_asset("tables")
    return _Library(gx, expectations, asset.add_batch_definition_whole_dataframe("whole"))


def validate(table: str, frame: pl.DataFrame, rules: Sequence[Rule] | None = None) -> list[RuleOutcome]:
    """Assert the rules of a table over its checked frame (`judging.checked_frame`).

    Every rule becomes one expectation that carries its name; the rows that break it come back by `_row_id`.
    """
    library = _library()
    rules = rules_of(table) if rules is None else rules
    batch = library.batch_definition.get_batch({"dataframe": frame.to_pandas()})

    def run(chosen: Sequence[Rule], result_format: dict[str, Any]) -> Any:
        expectations = [_expectation(library, rule) for rule in chosen]
        return batch.validate(
            library.gx.ExpectationSuite(name=table, expectations=expectations), result_format=result_format
        )

    # Naming the failing rows costs twice as much as knowing that there are some: only rules that fail are asked.
    result = run(rules, {"result_format": "BASIC"})
    failed = {item.expectation_config.meta["rule"] for item in result.results if not item.success}
    if failed:
        named = run([rule for rule in rules if rule.name in failed], _NAMING)
        result.results = [item for item in result.results if item.success] + list(named.results)
    _last_results[table] = result
    by_rule = {item.expectation_config.meta["rule"]: item for item in result.results}
    return [_outcome(rule, by_rule[rule.name]) for rule in rules]


def _expectation(library: _Library, rule: Rule) -> Any:
    meta = {"rule": rule.name, "level": rule.level}
    description = f"{rule.name}: {rule.mend}"
    options = {"meta": meta, "description": description}
    kinds = library.expectations
    table = get_table(rule.table)
    if rule.kind == "columns":
        return kinds.ExpectTableColumnsToMatchSet(column_set=table.column_names, exact_match=False, **options)
    if rule.kind == "key" and table.key[1:]:
        return kinds.ExpectCompoundColumnsToBeUnique(column_list=list(table.key), **options)
    if rule.kind == "key":
        return kinds.ExpectColumnValuesToBeUnique(column=table.key[0], **options)
    if rule.kind == "computed":
        return kinds.ExpectColumnValuesToBeInSet(column=rule.ok_column, value_set=[True], **options)
    column = table.column(rule.columns[0])
    if rule.kind == "not_null":
        return kinds.ExpectColumnValuesToNotBeNull(column=column.name, **options)
    if rule.kind == "allowed":
        return kinds.ExpectColumnValuesToBeInSet(column=column.name, value_set=list(column.allowed or ()), **options)
    if rule.kind == "range":
        return kinds.ExpectColumnValuesToBeBetween(
            column=column.name, min_value=column.minimum, max_value=column.maximum, **options
        )
    return kinds.ExpectColumnValuesToMatchRegex(column=column.name, regex=rf"^(?:{column.pattern})\Z", **options)


def _outcome(rule: Rule, item: Any) -> RuleOutcome:
    result = item.result or {}
    ids = tuple(str(entry[ROW_ID]) for entry in result.get("unexpected_index_list") or ())
    details = None
    if not item.success and not ids:
        details = _exception_text(item.exception_info) or _mismatch_text(result.get("details"))
    return RuleOutcome(rule, bool(item.success), len(ids) or int(not item.success), ids, details)


def _mismatch_text(details: Any) -> str | None:
    missing = ((details or {}).get("mismatched") or {}).get("missing")
    return f"missing, or of another type than declared: {', '.join(missing)}" if missing else None


def _exception_text(info: Any) -> str | None:
    """First message in the exception info of Great Expectations, which is flat or nested by metric."""
    if not isinstance(info, dict):
        return None
    if info.get("exception_message"):
        return str(info["exception_message"])
    for value in info.values():
        text = value if isinstance(value, str) else json.dumps(value, default=str)
        if found := re.search(r'"exception_message": "((?:[^"\\]|\\.)*)"', text):
            return found.group(1)
    return None


def write_data_docs(folder: Path, checked_at: datetime) -> Path | None:
    """Write the Data Docs of the last validation of every table into `folder`; returns the start page.

    Tables that were not validated in this process keep the result that was written before. Returns None, and loads
    nothing, where this process has validated nothing.
    """
    if not _last_results:
        return None
    library = _library()
    from great_expectations.core.expectation_validation_result import expectationSuiteValidationResultSchema
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )

    results = folder / _RESULTS_FOLDER
    results.mkdir(parents=True, exist_ok=True)
    for table, result in _last_results.items():
        (results / f"{table}.json").write_text(json.dumps(result.to_json_dict()), encoding="utf-8")
    for stale in ("validations", "expectations"):
        shutil.rmtree(folder / stale, ignore_errors=True)
    context: Any = library.gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    for path in sorted(results.glob("*.json")):
        result = expectationSuiteValidationResultSchema.load(json.loads(path.read_text(encoding="utf-8")))
        key = ValidationResultIdentifier(
            expectation_suite_identifier=ExpectationSuiteIdentifier(name=path.stem),
            run_id=RunIdentifier(run_name="last", run_time=checked_at),
            batch_identifier=path.stem,
        )
        context.validation_results_store.set(key, result)
    for site in context.get_docs_sites_urls():
        context.delete_data_docs_site(site["site_name"])
    context.add_data_docs_site(
        "strikeledger",
        {
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
            "show_how_to_buttons": False,
        },
    )
    context.build_data_docs()
    return folder / "index.html"
