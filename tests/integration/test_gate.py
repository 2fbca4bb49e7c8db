"""The gate in Dagster: a red check keeps the published file as it was, however publication is asked for."""

import shutil

import dagster as dg
import duckdb
import pytest

from pipelines.definitions import build_definitions
from pipelines.jobs import LEDGER
from pipelines.settings import Settings
from pipelines.sources.config import load_sources
from warehouse.store import Store


@pytest.fixture
def settings(samples, tmp_path) -> Settings:
    """A copy of the warehouse of the samples, to be spoiled."""
    warehouse = tmp_path / "warehouse"
    shutil.copytree(samples.warehouse, warehouse, ignore=shutil.ignore_patterns(".dagster"))
    return Settings(warehouse=warehouse)


def spoil(settings: Settings) -> None:
    """A strike mention of a strike that does not exist, written by another program: a reference leads to nowhere."""
    with duckdb.connect(str(settings.work_file)) as connection:
        connection.execute(
            "UPDATE strike_mentions SET strike_id = 'str_ffffffffffff'"
            " WHERE mention_id = (SELECT min(mention_id) FROM strike_mentions)"
        )


def execute(settings: Settings, selection: list[str] | None = None) -> dg.ExecuteInProcessResult:
    definitions = build_definitions(load_sources(settings.sources), settings)
    with dg.DagsterInstance.ephemeral() as instance:
        if selection is None:
            job = definitions.resolve_job_def(LEDGER)
            return job.execute_in_process(instance=instance, raise_on_error=False)
        job = definitions.resolve_implicit_global_asset_job_def()
        keys = [dg.AssetKey([name]) for name in selection]
        return job.execute_in_process(instance=instance, asset_selection=keys, raise_on_error=False)


def test_published_alone_cannot_go_round_the_checks(settings):
    before = settings.published_file.read_bytes()
    spoil(settings)
    result = execute(settings, ["published"])
    assert not result.success
    assert settings.published_file.read_bytes() == before


def test_a_red_check_blocks_and_stays_red_on_the_next_empty_run(settings):
    before = settings.published_file.read_bytes()
    spoil(settings)
    for _ in range(2):
        result = execute(settings)
        red = {
            evaluation.asset_key.to_user_string()
            for evaluation in result.get_asset_check_evaluations()
            if not evaluation.passed
        }
        assert "strike_mentions" in red
        assert not result.success
        assert settings.published_file.read_bytes() == before


def test_one_bad_row_is_held_back_and_the_rest_is_published(settings):
    """A row rule: words that do not stand at their offsets."""
    with Store(settings.work_file) as store:
        mention_id = store.execute("SELECT min(mention_id) FROM strike_mentions")[0][0]
        store.execute("UPDATE strike_mentions SET killed_low = 9, killed_best = 3 WHERE mention_id = ?", [mention_id])
    execute(settings)
    with Store(settings.work_file) as store:
        held = store.read("SELECT row_id, rule FROM quarantine WHERE table_name = 'strike_mentions'")
    assert mention_id in held["row_id"].to_list()
    assert any("killed" in rule for rule in held["rule"].to_list())
