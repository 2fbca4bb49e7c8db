"""DDL of the contract: CREATE TABLE with keys and checks, and COMMENT ON for every table and column."""

import hashlib

from warehouse.rules import quote_literal, rules_of
from warehouse.schema import Table, get_table


def create_table(table: Table, *, strict: bool, name: str | None = None) -> str:
    """CREATE TABLE for one table.

    `strict` adds NOT NULL and CHECK, as the published file has them. In the work file checked tables have only their
    key: there a bad row must be able to arrive, so that the gate can name it and quarantine it.
    """
    checks = [rule for rule in rules_of(table.name) if rule.is_check and rule.kind != "not_null"] if strict else []
    parts = [
        f"{column.name} {column.type}" + (" NOT NULL" if strict and not column.nullable else "")
        for column in table.columns
    ]
    parts.append(f"PRIMARY KEY ({', '.join(table.key)})")
    parts += [f"CONSTRAINT {rule.name} CHECK ({rule.sql})" for rule in checks]
    return f"CREATE TABLE {name or table.qualified} (\n  " + ",\n  ".join(parts) + "\n)"


def comments(table: Table, name: str | None = None) -> list[str]:
    """COMMENT ON statements for the table and each of its columns."""
    target = name or table.qualified
    return [f"COMMENT ON TABLE {target} IS {quote_literal(table.comment)}"] + [
        f"COMMENT ON COLUMN {target}.{column.name} IS {quote_literal(column.comment)}" for column in table.columns
    ]


def work_table(table: Table, name: str | None = None) -> str:
    """CREATE TABLE as the private work file has it."""
    return create_table(table, strict=table.gate == "constraints", name=name)


def fingerprint(name: str) -> str:
    """Hash of all that is promised of a table: columns, descriptions and rules. It changes when the contract does."""
    table = get_table(name)
    parts = [
        create_table(table, strict=True),
        *comments(table),
        *(f"{r.level} {r.name} {r.sql} {r.joins}" for r in rules_of(name)),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
