"""Reads a table of the gazetteer for checking: every cell as text, every row with the line that it starts on."""

import gzip
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import yaml

PROBLEM_SCHEMA = {"line": pl.Int64, "problem": pl.String}


@dataclass(frozen=True)
class Sheet:
    """One file. `frame`: a text column for each column of the file, and `line`; lists are separated by a bar.

    `problems`: `line, problem` of what could not be read at all; `line` is null where it is the whole file.
    """

    path: Path
    frame: pl.DataFrame
    problems: pl.DataFrame

    @property
    def columns(self) -> list[str]:
        """The columns of the file."""
        return [name for name in self.frame.columns if name != "line"]


def problem_rows(*rows: tuple[int | None, str]) -> pl.DataFrame:
    """A frame of problems: `line, problem`."""
    return pl.DataFrame(list(rows), schema=PROBLEM_SCHEMA, orient="row")


def read_sheet(path: Path) -> Sheet:
    """The rows of a .yaml, .tsv or .tsv.gz file; what cannot be read comes back as problems, nothing is raised.

    Empty cells are null, empty lines and lines of a TSV that start with # are left out.
    """
    content = path.read_bytes()
    try:
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return _unreadable(path, line, "the file is not UTF-8: save it as UTF-8")
    return _read_yaml(path, text) if path.suffix == ".yaml" else _read_tsv(path, text)


def _unreadable(path: Path, line: int | None, problem: str) -> Sheet:
    return Sheet(path, pl.DataFrame(schema={"line": pl.Int64}), problem_rows((line, problem)))


def _read_tsv(path: Path, text: str) -> Sheet:
    lines = pl.DataFrame({"text": text.split("\n")}).with_columns(pl.col("text").str.strip_chars_end("\r"))
    lines = lines.with_row_index("line", offset=1).with_columns(pl.col("line").cast(pl.Int64))
    lines = lines.filter((pl.col("text").str.strip_chars() != "") & ~pl.col("text").str.starts_with("#"))
    if lines.is_empty():
        return Sheet(path, pl.DataFrame(schema={"line": pl.Int64}), problem_rows())
    header = [name.strip() for name in lines["text"][0].split("\t")]
    if len(set(header)) < len(header) or "" in header:
        mend = "name each column once, separated by tabs"
        return _unreadable(path, lines["line"][0], f"the header has a doubled or an empty column: {mend}")
    cells = lines.slice(1).with_columns(cells=pl.col("text").str.split("\t"))
    width = pl.col("cells").list.len()
    long = cells.filter(width > len(header)).select(
        "line",
        problem=pl.format("{} cells under {} columns: take the tabs out that are too many", width, pl.lit(len(header))),
    )
    cell = [
        pl.col("cells").list.get(i, null_on_oob=True).str.strip_chars().replace("", None).alias(name)
        for i, name in enumerate(header)
    ]
    return Sheet(path, cells.select("line", *cell), long.cast(pl.Schema(PROBLEM_SCHEMA)))


def _read_yaml(path: Path, text: str) -> Sheet:
    """A list of mappings. The nodes are walked one by one, because only they know on which line they stand."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return _unreadable(path, line, f"not valid YAML ({error.problem}): mend the line, or quote the text in it")
    except yaml.YAMLError as error:
        return _unreadable(path, None, f"not valid YAML ({error}): mend the file")
    if root is None:
        return Sheet(path, pl.DataFrame(schema={"line": pl.Int64}), problem_rows())
    if not isinstance(root, yaml.SequenceNode):
        return _unreadable(path, root.start_mark.line + 1, "the file is no list: start each entry with `- name: ...`")
    rows, problems = [], []
    for node in root.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            problems.append((line, "the entry is no mapping: write `- name: ...`, and a line for each other column"))
            continue
        row: dict = {"line": line}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name in row:
                problems.append((line, f"{name}: the column stands twice in one entry: keep one"))
            try:
                row[name] = _cell(value)
            except ValueError as error:
                row[name] = None
                problems.append((line, f"{name}: {error}"))
        rows.append(row)
    names = list(dict.fromkeys(["line", *(name for row in rows for name in row)]))
    frame = pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in names},
        schema={name: pl.Int64 if name == "line" else pl.String for name in names},
    )
    return Sheet(path, frame, problem_rows(*problems))


def _cell(node: yaml.Node) -> str | None:
    """The text of a value as it stands in the file ("2014" and "2014-05-01" are no numbers or dates).

    Raises:
        ValueError: it is neither a text nor a list of texts.
    """
    if isinstance(node, yaml.ScalarNode):
        is_null = node.tag == "tag:yaml.org,2002:null"
        return None if is_null else node.value.strip() or None
    if isinstance(node, yaml.SequenceNode):
        cells = [_cell(item) for item in node.value if isinstance(item, yaml.ScalarNode)]
        if len(cells) == len(node.value):
            return "|".join(cell for cell in cells if cell) or None
    raise ValueError("the value is no text and no list of texts: write it plainly, or as [one, another]")
