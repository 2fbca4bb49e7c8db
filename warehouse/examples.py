"""Example queries: real questions with their SQL, in `sql/examples`."""

from dataclasses import dataclass
from pathlib import Path

from warehouse.schema import FOLDER

EXAMPLES_FOLDER = FOLDER / "sql" / "examples"


@dataclass(frozen=True)
class Example:
    """A question, from the first line of its file, and the query that answers it."""

    question: str
    sql: str


def read_examples(folder: Path = EXAMPLES_FOLDER) -> dict[str, Example]:
    """The examples by name."""
    found = {}
    for path in sorted(folder.glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        first = sql.partition("\n")[0]
        if not (first.startswith("-- ") and first.endswith("?")):
            raise ValueError(f"{path.name}: its first line must be a comment that asks the question")
        found[path.stem] = Example(first.removeprefix("-- "), sql)
    return found
