"""Is a lexicon written as the coders need it? What is wrong is told in plain words, with file, line and what is allowed.

The shape of each lexicon is a JSON Schema in ``lexicon_schemas``. A schema names only what is more than a list of words;
the lists that a lexicon can have are those that the built-in one has. A lexicon of the user's own may leave out any.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from pipelines.coding.lexicon import BUILT_IN, read_lexicon
from warehouse.schema import allowed_values

SCHEMAS = Path(__file__).parent / "lexicon_schemas"
VOCABULARIES = {"method": "method", "act": "act", "target_kind": "kind of target", "stance": "stance",
                "reaction_type": "type of reaction", "rejection_reason": "reason"}  # fmt: skip
YES_OR_NO, TEXT = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:str"


class LexiconError(ValueError):
    """Lexicons of the user's own are wrong; ``errors`` has a line for each mistake, with file, line and mend."""

    def __init__(self, errors: Sequence[str]):
        super().__init__("\n".join(errors))
        self.errors = list(errors)


def own_lexicons(folder: Path | None) -> list[Path]:
    """The user's lexicons, each named and written like a built-in one.

    Raises:
        LexiconError: the folder is missing, a file in it has the name of no lexicon, or one is wrong.
    """
    if folder is None:
        return []
    if not folder.is_dir():
        raise LexiconError([f"{folder}: no such folder: make it, or take STRIKELEDGER_LEXICONS away"])
    found, errors = sorted(folder.glob("*.yaml")), []
    for path in found:
        if (BUILT_IN / path.name).is_file():
            errors.extend(mistakes(path))
        else:
            names = ", ".join(sorted(built_in.name for built_in in BUILT_IN.glob("*.yaml")))
            errors.append(f"{path}: there is no lexicon of that name: use one of {names}")
    if errors:
        raise LexiconError(errors)
    return found


def mistakes(path: Path) -> list[str]:
    """What is wrong with a lexicon file, in the order of its lines; nothing where all is right."""
    try:
        content = read_lexicon(path)
    except ValueError as error:
        return [str(error)]
    tree = yaml.compose(path.read_text(encoding="utf-8"))
    if tree is None:  # an empty file adds nothing
        return []
    told = list(_twice(tree))
    checker = jsonschema.Draft202012Validator(
        lexicon_schema(path.stem), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    told += [_told(error, tree) for error in checker.iter_errors(content)]
    return [f"{path}, line {line}: {text}" for line, text in sorted(set(told))]


@cache
def lexicon_schema(name: str) -> dict:
    """The JSON Schema of a lexicon, with the shared shapes and the values of the vocabulary."""
    schema = read_lexicon(SCHEMAS / f"{name}.yaml")
    values = {key: {"title": title, "enum": list(allowed_values(key))} for key, title in VOCABULARIES.items()}
    lists = list(read_lexicon(BUILT_IN / f"{name}.yaml"))
    return {
        "type": "object",
        "properties": {**{key: {"$ref": "#/$defs/words"} for key in lists}, **schema["properties"]},
        "propertyNames": {"title": "list of this lexicon", "enum": lists},
        "$defs": {**read_lexicon(SCHEMAS / "shared.yaml"), **values, **schema.get("$defs", {})},
    }


def _told(error: jsonschema.ValidationError, tree: yaml.Node) -> tuple[int, str]:
    """(line, what is wrong and what is allowed) of one error of the schema."""
    path = list(error.absolute_path)
    is_key = "propertyNames" in error.absolute_schema_path
    node = _node(tree, [*path, error.instance] if is_key else path, key=is_key)
    entry = ".".join(str(part) for part in path if not isinstance(part, int))
    where = f"{entry}: " if entry else ""
    line = node.start_mark.line + 1
    written = node.value if isinstance(node, yaml.ScalarNode) else _short(error.instance)
    schema: Any = error.schema
    asked: Any = error.validator_value
    given: Any = error.instance
    title = schema.get("title", "value")
    if node.tag == YES_OR_NO and error.validator in ("type", "pattern", "enum"):
        return line, f"{where}'{written}' means yes or no in YAML: put it in quotation marks, \"{written}\""
    if error.validator == "enum":
        allowed = [str(value) for value in asked]
        near = difflib.get_close_matches(str(written), allowed, 1)
        meant = f"; '{near[0]}' is meant?" if near else ""
        return line, f"{where}'{written}' is no {title}: use one of {', '.join(allowed)}{meant}"
    if error.validator == "pattern" and title == "word":
        small = re.sub(r"\s+", " ", str(written)).strip().lower()
        return line, f"{where}'{written}' is not in small letters: write {small}"
    if error.validator == "additionalProperties":
        known = list(schema.get("properties", ()))
        unknown = [key for key in given if key not in known]
        line = _node(tree, [*path, unknown[0]], key=True).start_mark.line + 1
        return line, f"{where}nothing is called '{unknown[0]}' here: use one of {', '.join(known)}"
    if error.validator == "required":
        missing = [key for key in asked if key not in given]
        return line, f"{where}{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing: give {title}"
    if error.validator == "format":
        return line, f"{where}'{written}' is no {title}: {error.cause}"
    quoted = "" if node.tag == TEXT or title not in ("word", "name") else f': put it in quotation marks, "{written}"'
    return line, f"{where}{written!r} should be a {title}{quoted}"


def _short(value: Any) -> Any:
    text = str(value)
    return value if len(text) <= 60 else f"{text[:57]}..."


def _node(tree: yaml.Node, path: Sequence[Any], *, key: bool = False) -> yaml.Node:
    """The part of the file that a path of the content leads to; with ``key`` the last step's key itself."""
    for number, step in enumerate(path):
        if isinstance(tree, yaml.SequenceNode) and isinstance(step, int):
            tree = tree.value[step]
        elif isinstance(tree, yaml.MappingNode):
            found = next((pair for pair in tree.value if yaml.safe_load(yaml.serialize(pair[0])) == step), None)
            if found is None:
                return tree
            tree = found[0] if key and number == len(path) - 1 else found[1]
    return tree


def _twice(node: yaml.Node, *above: str) -> Iterator[tuple[int, str]]:
    """Keys that stand twice in one mapping: YAML would silently forget the first."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _twice(item, *above)
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in seen:
                entry = ".".join((*above, str(key.value)))
                yield line, f"{entry}: stands in line {seen[key.value]} already: put both into one"
            seen.setdefault(key.value, line)
            yield from _twice(value, *above, str(key.value))
