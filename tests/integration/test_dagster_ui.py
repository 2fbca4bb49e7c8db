"""`dagster dev` and `dg` at the repository root open the definitions that `make run` executes."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import ROOT

BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def graphql(tmp_path_factory):
    """The GraphQL endpoint of a real `dagster dev` at the root, with an instance and a warehouse of its own."""
    home = tmp_path_factory.mktemp("dagster")
    (home / "dagster.yaml").write_text((ROOT / "dagster.yaml").read_text().replace(".dagster", f"{home}/instance"))
    port = free_port()
    env = {**os.environ, "DAGSTER_HOME": str(home), "STRIKELEDGER_WAREHOUSE": str(home / "warehouse")}
    process = subprocess.Popen(
        [BIN / "dagster", "dev", "-p", str(port)], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip

    def ask(query: str, **variables) -> dict:
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", body, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    try:
        for _ in range(120):
            try:
                ask("{version}")
                break
            except OSError:
                time.sleep(0.5)
        yield ask
    finally:
        os.killpg(process.pid, 15)
        process.wait(30)


def test_the_ui_shows_every_asset_and_check(graphql):
    from pipelines.definitions import project_definitions

    graph = project_definitions().resolve_asset_graph()
    shown = graphql("{assetNodes{assetKey{path} assetChecksOrError{... on AssetChecks{checks{name blocking}}}}}")
    nodes = {"/".join(node["assetKey"]["path"]): node for node in shown["assetNodes"]}
    assert set(nodes) == {key.to_user_string() for key in graph.get_all_asset_keys()}
    for key in graph.asset_check_keys:
        checks = nodes[key.asset_key.to_user_string()]["assetChecksOrError"]["checks"]
        assert checks == [{"name": key.name, "blocking": True}]


def test_a_person_can_materialize_everything(graphql):
    (repository,) = graphql("{repositoriesOrError{... on RepositoryConnection{nodes{name location{name}}}}}")[
        "repositoriesOrError"
    ]["nodes"]
    selector = {
        "repositoryName": repository["name"],
        "repositoryLocationName": repository["location"]["name"],
        "jobName": "ledger",
    }
    launch = "mutation($p: ExecutionParams!){launchRun(executionParams: $p){... on LaunchRunSuccess{run{runId}}}}"
    started = graphql(launch, p={"selector": selector, "mode": "default", "runConfigData": {}})
    run_id, status = started["launchRun"]["run"]["runId"], ""
    for _ in range(180):
        status = graphql("query($r: ID!){runOrError(runId: $r){... on Run{status}}}", r=run_id)["runOrError"]["status"]
        if status in ("SUCCESS", "FAILURE", "CANCELED"):
            break
        time.sleep(0.5)
    assert status == "SUCCESS"
    shown = graphql(
        '{assetNodeOrError(assetKey: {path: ["strikes"]}){... on AssetNode{assetMaterializations(limit: 1)'
        "{metadataEntries{label ... on IntMetadataEntry{intValue} ... on MarkdownMetadataEntry{mdStr}}}}}}"
    )
    entries = {e["label"]: e for e in shown["assetNodeOrError"]["assetMaterializations"][0]["metadataEntries"]}
    assert entries["dagster/row_count"]["intValue"] > 0
    assert "| strike_id |" in entries["preview"]["mdStr"]


@pytest.mark.parametrize("arguments", [("check", "yaml"), ("check", "defs"), ("list", "defs")])
def test_dg_reads_the_project(arguments):
    done = subprocess.run([BIN / "dg", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
