"""Opening the work file, which one process holds at a time, and seeing whether another program wrote into it."""

import re
import time
from pathlib import Path

import duckdb


class StoreError(Exception):
    """The store cannot do what was asked; the message says why and what to do."""


class StoreLockedError(StoreError):
    """Another process holds the work file."""


def connect(path: Path | str, wait_seconds: float) -> duckdb.DuckDBPyConnection:
    """Open the file; one that another process holds is tried again until `wait_seconds` are over."""
    deadline = time.monotonic() + wait_seconds
    pause = 0.05
    while True:
        try:
            return duckdb.connect(str(path))
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise StoreError(f"{path} cannot be opened: {error}") from error
            if time.monotonic() + pause > deadline:
                raise StoreLockedError(_locked_message(path, wait_seconds, str(error))) from error
            time.sleep(pause)
            pause = min(pause * 2, 1.0)


def _locked_message(path: Path | str, waited: float, cause: str) -> str:
    holder = re.search(r"\(PID (\d+)\)", cause)
    who = f"process {holder.group(1)}" if holder else "another process"
    return (
        f"{path} is in use by {who} (waited {waited:g} s). Wait until that run ends, or stop it, and try again;"
        f" to read while a run goes on, open the published strikeledger.duckdb instead."
    )


def seal(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write down how the file is left, just before it is closed: its size and time of change, all in it.

    Where the file is found otherwise, or has a log of writes beside it (a crash), others may have written into it.
    """
    try:
        connection.execute("CHECKPOINT")
    except duckdb.Error:  # an open transaction, which goes with the connection: the next opening looks at everything
        return
    if (left := _mark(path)) is not None and not is_sealed(path):
        _seal_file(path).write_text(left, encoding="utf-8")


def is_sealed(path: Path) -> bool:
    """True where nobody has written into the file since `seal`."""
    try:
        return _seal_file(path).read_text(encoding="utf-8") == _mark(path)
    except OSError:
        return False


def _seal_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.seal")


def _mark(path: Path) -> str | None:
    if path.with_name(f"{path.name}.wal").exists():
        return None
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"
