"""Checks a table of the gazetteer against `schema.yaml`: all errors of a file at once, each with its line and mend."""

from functools import cache
from pathlib import Path

import polars as pl
import yaml

from warehouse.schema import allowed_values

from .sheets import PROBLEM_SCHEMA, Sheet, problem_rows
from .tables import read_table

SCHEMA = Path(__file__).parent / "schema.yaml"
FULL_DATE = {4: "-01-01", 7: "-01", 10: ""}  # length of a date → what makes it a day


class GazetteerError(ValueError):
    """One or more rows of a gazetteer are wrong; `errors` holds a line for each, with file, line and mend."""

    def __init__(self, errors: list[str]):
        super().__init__("\n".join(errors))
        self.errors = errors


@cache
def load_schema() -> dict:
    """`schema.yaml`: file → its `columns`, and the rules over several columns."""
    return yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))


def columns_of(name: str) -> dict[str, dict]:
    """The columns of one file: name → its rules."""
    return {column: rules or {} for column, rules in load_schema()[name]["columns"].items()}


def check(sheet: Sheet, name: str) -> pl.DataFrame:
    """What is wrong with a file: `line, problem` in the order of the file; `problem` ends with the mend.

    name: the entry of `schema.yaml`.
    """
    columns, rules = columns_of(name), load_schema()[name]
    found = [sheet.problems]
    unknown = [column for column in sheet.columns if column not in columns]
    for column in unknown:
        line = sheet.frame.filter(pl.col(column).is_not_null())["line"].min()
        known = ", ".join(columns)
        found.append(problem_rows((line or 1, f"there is no column {column!r}: use {known}")))  # type: ignore[arg-type]
    frame = whole(sheet, name)
    for column, one in columns.items():
        found += [_failing(frame, bad, text) for bad, text in _column_checks(column, one, set(columns))]
    for key in rules.get("unique", []):
        found.append(_doubled(frame, key))
    for pair in rules.get("pairs", []):
        found.append(_failing(frame, _is_half(pair), pl.lit(f"{pair[0]} and {pair[1]}: one is missing: give both")))
    for first, last in rules.get("order", []):
        text = pl.format(f"{first} {{}} is after {last} {{}}: the earlier one comes first", first, last)
        found.append(_failing(frame, _is_after(pl.col(first), pl.col(last)), text))
    return pl.concat(found).unique(maintain_order=True).sort("line", nulls_last=False, maintain_order=True)


def whole(sheet: Sheet, name: str) -> pl.DataFrame:
    """The rows of a file with all columns of the schema, `line` first; what the file lacks is null."""
    columns = columns_of(name)
    missing = [pl.lit(None, pl.String).alias(column) for column in columns if column not in sheet.columns]
    return sheet.frame.with_columns(missing).select("line", *columns)


def messages(path: Path, problems: pl.DataFrame) -> list[str]:
    """One text for each problem: file, line, what is wrong, the mend."""
    where = pl.when(pl.col("line").is_null()).then(pl.lit("")).otherwise(pl.format(", line {}", "line"))
    return problems.select(pl.format("{}{}: {}", pl.lit(str(path)), where, "problem")).to_series().to_list()


def day(text: pl.Expr) -> pl.Expr:
    """The first day of "2014", "2014-05" or "2014-05-01"; null where that is no date."""
    rest = text.str.len_chars().replace_strict(FULL_DATE, default=None, return_dtype=pl.String)
    return (text + rest).str.to_date("%Y-%m-%d", strict=False)


def _failing(frame: pl.DataFrame, bad: pl.Expr, text: pl.Expr) -> pl.DataFrame:
    found = frame.filter(bad.fill_null(False)).select("line", problem=text)
    return found.cast(pl.Schema(PROBLEM_SCHEMA))


def _column_checks(column: str, rules: dict, columns: set[str]) -> list[tuple[pl.Expr, pl.Expr]]:
    """(is wrong, text of the problem) for each rule of a column; the cells are texts."""
    value, mend = pl.col(column), rules.get("mend")
    checks = []

    def add(bad: pl.Expr, wrong: str, default_mend: str) -> None:
        text = pl.lit(f"{column}: '") + value + pl.lit(f"' {wrong}: {mend or default_mend}")
        checks.append((bad, text))

    required = rules.get("required", False)
    if required:
        instead = pl.col(required).is_null() if required in columns else pl.lit(True)
        text = f"{column} is missing: {mend or 'give it'}"
        checks.append((value.is_null() & instead, pl.lit(text)))
    kind = rules.get("type", "text")
    if kind in ("number", "integer"):
        wanted = pl.Float64 if kind == "number" else pl.Int64
        number = value.cast(wanted, strict=False)
        number = pl.when(number.cast(pl.Float64).is_finite()).then(number)
        add(value.is_not_null() & number.is_null(), f"is no {kind}", "write digits, with a dot before decimals")
        low, high = rules.get("min"), rules.get("max")
        if low is not None or high is not None:
            outside = (number < low if low is not None else pl.lit(False)) | (
                number > high if high is not None else pl.lit(False)
            )
            span = f"between {low} and {high}" if None not in (low, high) else f"{low} or more"
            add(outside, f"is not {span}", "correct the number")
    if kind == "date":
        is_shaped = value.str.contains(r"^\d{4}(-\d{2}){0,2}$")
        bad = value.is_not_null() & (~is_shaped | day(value).is_null())
        add(bad, "is no date", "write it as 2014, 2014-05 or 2014-05-01")
    if "pattern" in rules:
        add(~value.str.contains(rules["pattern"]), "is not written as it should be", f"it fits {rules['pattern']}")
    if "not_pattern" in rules:
        add(value.str.contains(rules["not_pattern"]), "cannot be used", "choose another")
    if "allowed" in rules:
        allowed, default = _allowed(rules["allowed"])
        bad = ~value.is_in(allowed)
        if kind == "list":
            bad = value.str.split("|").list.eval(~pl.element().is_in(allowed)).list.any()
        add(bad, "is not one of the values", default)
    return checks


@cache
def _countries() -> list[str]:
    return read_table("countries.tsv")["alpha_3"].to_list()


def _allowed(rule: str | list[str]) -> tuple[list[str], str]:
    """The values that `allowed` stands for (`country`, a list of the codebook, or the values), and how to mend."""
    if rule == "country":
        return _countries(), "use the ISO 3166-1 alpha-3 code, as IRN, or XKX for Kosovo"
    values = list(allowed_values(rule)) if isinstance(rule, str) else [str(value) for value in rule]
    return values, f"use one of {', '.join(values)}"


def _doubled(frame: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Rows whose key an earlier row has; rows without the first column of the key are not compared."""
    rows = frame.filter(pl.col(key[0]).is_not_null()).with_columns(
        _number=pl.int_range(pl.len()).over(key), _first=pl.col("line").min().over(key)
    )
    text = pl.format(f"{key[0]}: '{{}}' stands already in line {{}}: keep one of the two", key[0], "_first")
    return _failing(rows, pl.col("_number") > 0, text)


def _is_after(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """By what both say: "2013-05" is not after "2013"."""
    shorter = pl.min_horizontal(first.str.len_chars(), last.str.len_chars())
    return first.str.slice(0, shorter) > last.str.slice(0, shorter)


def _is_half(pair: list[str]) -> pl.Expr:
    return pl.col(pair[0]).is_null() != pl.col(pair[1]).is_null()
