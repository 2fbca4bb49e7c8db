"""The asset graph that people click through: a rename or a lost check is a decision, held by a snapshot.

To renew the snapshot after a decision: python tests/contract/test_definitions.py
"""

import sys
from pathlib import Path

import dagster as dg
import yaml

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOT = ROOT / "tests" / "contract" / "asset_graph.yaml"


def current_graph() -> dict:
    from pipelines.definitions import project_definitions

    definitions = project_definitions()
    graph = definitions.resolve_asset_graph()
    assets = {}
    for node in sorted(graph.asset_nodes, key=lambda n: n.key.to_user_string()):
        assets[node.key.to_user_string()] = {
            "group": node.group_name,
            "kinds": sorted(node.kinds),
            "deps": sorted(key.to_user_string() for key in node.parent_keys),
        }
    checks = sorted(f"{key.asset_key.to_user_string()}:{key.name}" for key in graph.asset_check_keys)
    jobs = sorted(job.name for job in definitions.resolve_all_job_defs() if not job.name.startswith("__"))
    return {"assets": assets, "checks": checks, "jobs": jobs}


def test_the_graph_is_as_agreed():
    assert current_graph() == yaml.safe_load(SNAPSHOT.read_text(encoding="utf-8"))


def test_every_published_table_is_an_asset_with_a_blocking_check():
    from pipelines.definitions import project_definitions
    from warehouse.schema import gated_tables

    graph = project_definitions().resolve_asset_graph()
    checked = {key.asset_key.to_user_string() for key in graph.asset_check_keys}
    assert set(gated_tables()) == checked
    for key in graph.asset_check_keys:
        assert graph.get(key).blocking, key


def test_every_asset_has_an_owner_a_group_kinds_and_a_description():
    from pipelines.definitions import project_definitions

    for node in project_definitions().resolve_asset_graph().asset_nodes:
        assert node.owners, node.key
        assert node.group_name != "default", node.key
        assert node.kinds, node.key
        assert node.description, node.key


def test_tables_have_their_columns_in_dagster():
    from pipelines.definitions import project_definitions
    from warehouse.schema import load_tables

    graph = project_definitions().resolve_asset_graph()
    for name, table in load_tables().items():
        key = dg.AssetKey([name])
        if graph.has(key):
            schema = graph.get(key).metadata["dagster/column_schema"]
            assert [column.name for column in schema.columns] == table.column_names, name


def test_downstream_assets_depend_on_all_sources_without_naming_them():
    graph = current_graph()
    sources = [name for name in graph["assets"] if name.startswith("sources/")]
    assert len(sources) >= 2
    assert graph["assets"]["raw_articles"]["deps"] == sources


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    SNAPSHOT.write_text(yaml.safe_dump(current_graph(), sort_keys=False), encoding="utf-8")
