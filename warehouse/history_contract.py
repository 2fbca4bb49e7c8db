"""The contract of a history table, made from that of the table whose rows it keeps, so that the two cannot drift apart."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

TEMPLATE = Path(__file__).with_name("history.yaml")
# What holds of a row when it is written may not hold of it for ever: a later contract may know other values.
_KEPT = ("type", "unit", "description")
_NO_VALUE = "the row was written before the table had this column"


def history_contract(table: Mapping[str, Any]) -> dict[str, Any]:
    """Key, columns, rules and warnings of the history of a table.

    `table` is the content of its YAML file, with a key of one column. The columns are those of the table, without their
    rules, and `valid_from` and `valid_to`; the rest stands in history.yaml.
    """
    (key,) = table["key"]
    text = TEMPLATE.read_text(encoding="utf-8").replace("{table}", table["name"]).replace("{key}", key)
    common = yaml.safe_load(text)
    columns = {
        name: {part: spec[part] for part in _KEPT if part in spec}
        | ({} if name == key else {"null_means": spec.get("null_means") or _NO_VALUE})
        for name, spec in table["columns"].items()
    }
    return common | {"key": [key, "valid_from"], "columns": columns | common["columns"]}
