"""Versions of the code that computed something, so that a change of code or lexicon computes it anew."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PIPELINES = Path(__file__).parent
CODE = {".py", ".yaml", ".onnx", ".tsv", ".gz", ".parquet"}


@cache
def package_version() -> str:
    """The version of strikeledger."""
    try:
        return version("strikeledger")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0+unknown"


@cache
def fingerprint(*places: str) -> str:
    """12 hex digits that change with any code, lexicon or data file in these folders and files of ``pipelines``."""
    digest = hashlib.sha256()
    for place in places:
        root = PIPELINES / place
        for path in [root] if root.is_file() else sorted(root.rglob("*")):
            if path.suffix in CODE and path.is_file():
                digest.update(path.relative_to(PIPELINES).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
