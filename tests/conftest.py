"""Shared by all tests: the reader, loaded once, and no telemetry."""

import os

os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "true")

import pytest


@pytest.fixture(scope="session")
def nlp():
    """The built-in English reader."""
    from pipelines.reading.reader import load_reader

    return load_reader()
