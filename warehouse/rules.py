"""Every rule of a table, derived from its contract: what holds, at which level, and what to do where it does not.

A *row* rule that fails moves the row to the quarantine; a *table* rule that fails blocks publication. `sql` is a
boolean SQL expression that is true where the rule holds (null counts as true). Rules that look at one row alone
(`is_check`) are CHECK constraints of the published file as well. Great Expectations asserts some kinds natively on the
column (`not_null`, `allowed`, `range`, `pattern`, `key`, `columns`) and the others on a computed `<rule>_ok` column.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from warehouse.schema import Column, DeclaredRule, Span, Table, gated_tables, get_table, load_vocabularies

Level = Literal["row", "table"]
Kind = Literal["columns", "key", "not_null", "allowed", "range", "pattern", "computed"]
NATIVE_KINDS = ("columns", "key", "not_null", "allowed", "range", "pattern")
# A table that a rule looks at with a subquery.
OTHER_TABLE = re.compile(r"\bFROM (?:main\.)?([a-z_]+)\b")
# How such a subquery is tied to the row: m.strike_id = t.strike_id, or t.strike_id NOT IN (SELECT s.strike_id …).
_TIED = (
    re.compile(r"\b(?P<alias>\w+)\.(?P<other>\w+) = t\.(?P<own>\w+)\b"),
    re.compile(r"\bt\.(?P<own>\w+) (?:NOT )?IN \(SELECT (?P<alias>\w+)\.(?P<other>\w+) FROM\b"),
)
DEPENDENT = "depends_on_quarantined"
QUARANTINE_SHARE = "few_rows_in_quarantine"
QUARANTINE_LIMIT = 0.02
# A share says little about a handful of rows: up to this many of them never block, so that one bad row of a table
# with twelve is held back and the other eleven are published.
QUARANTINE_ALWAYS_ALLOWED = 5


@dataclass(frozen=True)
class Rule:
    """One rule of a table. `columns` are those that it looks at; `joins` maps an alias to (table, its column, ours)."""

    table: str
    name: str
    level: Level
    kind: Kind
    columns: tuple[str, ...]
    sql: str
    mend: str
    is_check: bool = False
    joins: dict[str, tuple[str, str, str]] = field(default_factory=dict, hash=False)

    @property
    def ok_column(self) -> str:
        return f"{self.name}_ok"


def quote_literal(value: str) -> str:
    """A SQL string literal."""
    return "'" + value.replace("'", "''") + "'"


def _literals(values: tuple[str, ...]) -> str:
    return ", ".join(quote_literal(value) for value in values)


@cache
def rules_of(name: str) -> tuple[Rule, ...]:
    """All rules of a table in the order in which they are reported."""
    table = get_table(name)
    found = [
        Rule(
            name,
            "columns_as_declared",
            "table",
            "columns",
            (),
            "true",
            "The table differs from its contract; opening it with this version of strikeledger brings it up to date.",
        ),
        Rule(
            name,
            "key_is_unique",
            "table",
            "key",
            table.key,
            "true",
            f"Two rows have the same {' + '.join(table.key)}; the layer that writes {name} must give one row per key.",
        ),
    ]
    for column in table.columns:
        found += _column_rules(table, column)
    for order in table.orders:
        found.append(_order_rule(table, order))
    for span in table.spans:
        found += _span_rules(table, span)
    found += [_verbatim_rule(table, column) for column in table.verbatim]
    vocabularies = {key: _literals(tuple(vocabulary.values)) for key, vocabulary in load_vocabularies().items()}
    found += [_declared_rule(table, rule, "row", vocabularies) for rule in table.row_rules]
    found += [_declared_rule(table, rule, "table", vocabularies) for rule in table.table_rules]
    found += [_reference_rule(table, reference.column) for reference in table.references]
    names = [rule.name for rule in found]
    if repeated := {rule for rule in names if names.count(rule) > 1}:
        raise ValueError(f"{name}.yaml: the rule names {sorted(repeated)} are used twice")
    return tuple(found)


def rule_of(table: str, name: str) -> Rule:
    """One rule by its name."""
    return next(rule for rule in rules_of(table) if rule.name == name)


def describe_suite(name: str) -> list[dict[str, str]]:
    """The Great Expectations suite of a table in plain words: rule, level, expectation, columns and mend."""
    expectations = {
        "columns": "expect_table_columns_to_match_set",
        "key": "expect_compound_columns_to_be_unique"
        if len(get_table(name).key) > 1
        else "expect_column_values_to_be_unique",
        "not_null": "expect_column_values_to_not_be_null",
        "allowed": "expect_column_values_to_be_in_set",
        "range": "expect_column_values_to_be_between",
        "pattern": "expect_column_values_to_match_regex",
        "computed": "expect_column_values_to_be_in_set",
    }
    return [
        {
            "rule": rule.name,
            "level": rule.level,
            "expectation": expectations[rule.kind],
            "columns": ", ".join(rule.columns) or "all",
            "mend": rule.mend,
        }
        for rule in rules_of(name)
    ]


def reads_from(name: str) -> list[str]:
    """Other tables that the rules of this table look at: a change there can break a rule here."""
    found = {joined[0] for rule in rules_of(name) for joined in rule.joins.values()}
    found |= {target for reference in get_table(name).references for target, _ in reference.targets}
    found |= {other for rule in rules_of(name) for other in OTHER_TABLE.findall(rule.sql)}
    return sorted(found - {name})


@dataclass(frozen=True)
class Link:
    """A rule of the table looks at the rows of `other` whose `other_column` has the value (or one) of its `column`.

    With `only_lost` it asks only whether there is such a row, so that none but a value that went can break it.
    """

    column: str
    other: str
    other_column: str
    only_lost: bool = False


@cache
def links_of(name: str) -> tuple[Link, ...]:
    """All that decides whether a row keeps its rules: first the row itself, by the first column of the key."""
    table = get_table(name)
    found = [Link(table.key[0], name, table.key[0])]
    for rule in rules_of(name):
        found += [Link(column, other, other_column) for other, other_column, column in rule.joins.values()]
        if rule.name not in {f"{reference.column}_refers_to_a_row" for reference in table.references}:
            found += _subquery_links(rule)
    for reference in table.references:
        found += [Link(reference.column, *target, only_lost=True) for target in reference.targets]
    return tuple(dict.fromkeys(found))


@cache
def watchers_of(name: str) -> tuple[str, ...]:
    """The checked tables whose rules look at this one, itself among them."""
    return tuple(watcher for watcher in gated_tables() if name in {link.other for link in links_of(watcher)})


def _subquery_links(rule: Rule) -> list[Link]:
    others = OTHER_TABLE.findall(rule.sql)
    aliases = {match[2]: match[1] for match in re.finditer(OTHER_TABLE.pattern + r" (\w+)\b", rule.sql)}
    ties = [match for pattern in _TIED for match in pattern.finditer(rule.sql) if match["alias"] in aliases]
    if len(ties) != len(others):
        raise ValueError(
            f"{rule.table}.yaml: {rule.name}: tie each subquery to the row, as in EXISTS (SELECT 1 FROM b m WHERE m.x = t.x)"
        )
    return [Link(match["own"], aliases[match["alias"]], match["other"]) for match in ties]


def _declared_rule(table: Table, rule: DeclaredRule, level: Level, vocabularies: Mapping[str, str]) -> Rule:
    sql = re.sub(r"\{(\w+)\}", lambda match: vocabularies[match.group(1)], rule.holds)
    joins = {alias: _joined(table, column) for alias, column in rule.joins.items()}
    used = tuple(column for column in table.column_names if re.search(rf"\b{column}\b", rule.holds))
    is_check = level == "row" and not joins and not OTHER_TABLE.search(sql)
    return Rule(table.name, rule.name, level, "computed", used, sql, rule.mend, is_check=is_check, joins=joins)


def _joined(table: Table, column: str) -> tuple[str, str, str]:
    reference = table.reference(column)
    if reference is None or len(reference.targets) != 1:
        raise ValueError(f"{table.name}.yaml: a rule joins over {column}, which refers to no single table")
    target, target_column = reference.targets[0]
    return target, target_column, column


def _column_rules(table: Table, column: Column) -> list[Rule]:
    name, found = column.name, []

    def row(rule: str, kind: Kind, sql: str, mend: str) -> None:
        found.append(Rule(table.name, rule, "row", kind, (name,), sql, mend, is_check=True))

    if not column.nullable:
        row(f"{name}_is_given", "not_null", f"{name} IS NOT NULL", f"{name} is null; every row needs it.")
    if column.is_list and column.type == "VARCHAR[]":
        # list_distinct leaves nulls out, so that one comparison finds both faults
        row(
            f"{name}_has_no_gaps",
            "computed",
            f"len(list_distinct({name})) = len({name})",
            f"{name} has an empty entry, or the same one twice.",
        )
    if column.allowed and column.is_list:
        row(
            f"{name}_are_allowed",
            "computed",
            f"list_has_all([{_literals(column.allowed)}], {name})",
            f"{name} has a value that the list {column.vocabulary} of the codebook does not have.",
        )
    elif column.allowed:
        row(
            f"{name}_is_allowed",
            "allowed",
            f"{name} IN ({_literals(column.allowed)})",
            f"{name} has a value that the list {column.vocabulary} of the codebook does not have.",
        )
    if column.minimum is not None or column.maximum is not None:
        bounds = [
            f"{name} {sign} {limit:g}"
            for sign, limit in ((">=", column.minimum), ("<=", column.maximum))
            if limit is not None
        ]
        row(f"{name}_is_in_range", "range", " AND ".join(bounds), f"It must hold that {' and '.join(bounds)}.")
    if column.pattern:
        row(
            f"{name}_has_its_form",
            "pattern",
            f"regexp_full_match({name}, {quote_literal(column.pattern)})",
            f"{name} must match {column.pattern}.",
        )
    return found


def _order_rule(table: Table, order: tuple[str, ...]) -> Rule:
    pairs = [(a, b) for i, a in enumerate(order) for b in order[i + 1 :]]  # nulls between must not hide a pair
    sql = " AND ".join(f"({a} <= {b} OR {a} IS NULL OR {b} IS NULL)" for a, b in pairs)
    return Rule(
        table.name,
        f"{order[0]}_to_{order[-1]}_in_order",
        "row",
        "computed",
        order,
        sql,
        f"It must hold that {' <= '.join(order)}.",
        is_check=True,
    )


def _span_rules(table: Table, span: Span) -> list[Rule]:
    joins = {"article": _joined(table, "article_id")}
    start, end = span.start, span.end
    label = start.removesuffix("_start")
    found = [
        Rule(
            table.name,
            f"{start}_before_end",
            "row",
            "computed",
            (start, end),
            f"{start} < {end}",
            f"{start} must be less than {end}.",
            is_check=True,
        ),
        Rule(
            table.name,
            f"{label}_lies_in_article",
            "row",
            "computed",
            (start, end),
            f"t.{end} <= length(article.text)",
            f"{end} lies behind the end of the article: offsets count characters of articles.text.",
            joins=joins,
        ),
    ]
    words = f"substr(article.text, t.{start} + 1, t.{end} - t.{start})"
    if span.text:
        values = [f"t.{column}" for column in (span.text, start, end)]
        sql = (
            f"CASE WHEN {' AND '.join(f'{v} IS NULL' for v in values)} THEN true"
            f" WHEN {' OR '.join(f'{v} IS NULL' for v in values)} THEN false ELSE {words} = t.{span.text} END"
        )
        found.append(
            Rule(
                table.name,
                f"{span.text}_stands_at_its_offsets",
                "row",
                "computed",
                (span.text, start, end),
                sql,
                f"{span.text} must be articles.text[{start}:{end}].",
                joins=joins,
            )
        )
    if span.sentence:
        sql = f"contains(article.text, t.{span.sentence}) AND contains(t.{span.sentence}, {words})"
        found.append(
            Rule(
                table.name,
                f"{label}_lies_in_{span.sentence}",
                "row",
                "computed",
                (span.sentence, start, end),
                sql,
                f"{span.sentence} must be words of the article, with articles.text[{start}:{end}] in it.",
                joins=joins,
            )
        )
    return found


def _verbatim_rule(table: Table, column: str) -> Rule:
    return Rule(
        table.name,
        f"{column}_stands_in_article",
        "row",
        "computed",
        (column,),
        f"contains(article.text, t.{column})",
        f"{column} must be words of the article as they stand there.",
        joins={"article": _joined(table, "article_id")},
    )


def _reference_rule(table: Table, column: str) -> Rule:
    reference = table.reference(column)
    assert reference is not None
    union = " UNION ALL ".join(
        f"SELECT {target_column} AS v FROM {get_table(target).qualified} WHERE {target_column} IS NOT NULL"
        for target, target_column in reference.targets
    )
    if table.column(column).is_list:
        sql = (
            f"NOT EXISTS (SELECT 1 FROM (SELECT unnest(t.{column}) AS v) listed"
            f" WHERE v IS NOT NULL AND v NOT IN ({union}))"
        )
    else:
        sql = f"t.{column} IS NULL OR t.{column} IN ({union})"
    targets = " or ".join(target for target, _ in reference.targets)
    return Rule(
        table.name,
        f"{column}_refers_to_a_row",
        "table",
        "computed",
        (column,),
        sql,
        f"{column} names a row that {targets} does not have; the layers are out of step, run again.",
    )
