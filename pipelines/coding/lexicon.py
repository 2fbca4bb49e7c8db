"""Reads the lexicons: YAML files that an analyst can read and change, in ``pipelines/coding/lexicons``.

A folder of the user's own (setting STRIKELEDGER_LEXICONS) may hold files of the same names; their lists are added to
the built-in ones.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

import yaml

BUILT_IN = Path(__file__).parent / "lexicons"


@cache
def load_lexicon(name: str) -> dict:
    """The lexicon ``<name>.yaml``, with the user's additions.

    Raises:
        ValueError: a file is no valid YAML, or its top level is no mapping; the message names the file and line.
    """
    return _merged(built_in_lexicon(name), own_lexicon(name))


@cache
def built_in_lexicon(name: str) -> dict:
    """The lexicon as strikeledger has it."""
    return read_lexicon(BUILT_IN / f"{name}.yaml")


@cache
def own_lexicon(name: str) -> dict:
    """What the user adds to the lexicon; nothing where there is no such file."""
    folder = os.environ.get("STRIKELEDGER_LEXICONS")
    own = Path(folder) / f"{name}.yaml" if folder else None
    return read_lexicon(own) if own is not None and own.is_file() else {}


def read_lexicon(path: Path) -> dict:
    """One lexicon file; an empty one is an empty lexicon.

    Raises:
        ValueError: it is no valid YAML, or its top level is no mapping; the message names the file and line.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or str(error)
        raise ValueError(f"{path}{line}: not valid YAML: {problem}. Mend the file and run again.") from error
    content = {} if content is None else content
    if not isinstance(content, dict):
        raise ValueError(f"{path}: a lexicon is a mapping of names to lists or mappings. Mend the file and run again.")
    return content


def _merged(ours: Any, theirs: Any) -> Any:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return {
            key: _merged(ours[key], theirs[key]) if key in ours and key in theirs else ours.get(key, theirs.get(key))
            for key in {**ours, **theirs}
        }
    if isinstance(ours, list) and isinstance(theirs, list):
        return [*ours, *theirs]
    return theirs
