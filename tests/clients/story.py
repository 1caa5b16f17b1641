"""What every client of Kestra is led through, written once.

Each client comes as an object whose methods do one thing each and answer with plain documents, as the API writes
them. What a client has no method for is a method that raises `Cannot`, and is told at the end, so that the test knows
what was seen with whom.
"""

import sys
import time
from pathlib import Path

NAMESPACE = "company.clients"
FLOWS = Path(__file__).parent / "flows"

# No server takes this long for any of it.
PATIENCE = 60


class Cannot(Exception):
    """The client has no method for this."""


def source(flow):
    return (FLOWS / f"{flow}.yaml").read_text(encoding="utf-8")


def state(execution):
    return execution["state"]["current"]


def until(client, execution, *states):
    """The execution, once it is in one of some states."""
    deadline = time.monotonic() + PATIENCE
    while True:
        seen = client.execution(execution)
        if state(seen) in states:
            return seen
        assert time.monotonic() < deadline, f"{state(seen)} and not {states}"
        time.sleep(0.02)


def deploys(client):
    created = client.create_flow(source("plain"))
    assert (created["namespace"], created["id"], created["revision"]) == (NAMESPACE, "plain", 1), created
    assert client.flow_source("plain") == source("plain")
    changed = source("plain").replace("says hello", "says hello again")
    assert client.update_flow("plain", changed)["revision"] == 2
    assert client.update_flow("plain", changed)["revision"] == 2
    assert client.flow_source("plain") == changed
    for flow in ("asks", "sleeps", "fails"):
        client.create_flow(source(flow))
    assert "plain" in client.flows_of(NAMESPACE)
    refused = client.refusal(lambda: client.create_flow(source("plain")))
    assert refused == 422, refused
    assert client.refusal(lambda: client.flow_source("absent")) == 404


def validates(client):
    wrong = source("plain").replace("log.Log", "log.Lgo")
    good, bad = client.validate(f"{source('plain')}---\n{wrong}")
    assert good.get("constraints") is None, good
    assert (good["index"], good["flow"]) == (0, "plain"), good
    assert bad["index"] == 1, bad
    assert "io.kestra.plugin.core.log.Lgo" in bad["constraints"], bad
    line = 1 + wrong.splitlines().index("    type: io.kestra.plugin.core.log.Lgo")
    assert bad["constraints"].startswith(f"{line}:11: "), bad


def executes(client):
    ended = client.create("plain", wait=True)
    assert state(ended) == "SUCCESS", ended
    assert [run["taskId"] for run in ended["taskRunList"]] == ["say"], ended
    assert client.execution(ended["id"])["id"] == ended["id"]
    assert client.refusal(lambda: client.create("absent")) == 404


def executes_with_inputs(client):
    client.create_flow(source("typed"))
    sent = {"word": "straße & more", "count": 4, "share": 0.5, "flag": True, "document": {"more": 38}, "list": [1, 2]}
    ended = client.create("typed", inputs=sent, labels=["who:story"], wait=True)
    assert state(ended) == "SUCCESS", ended
    assert ended["inputs"] == sent, ended["inputs"]
    outputs = client.outputs(ended)
    assert outputs == {"sum": 42}, outputs
    labels = {label["key"]: label["value"] for label in ended["labels"]}
    assert (labels["team"], labels["who"]) == ("data", "story"), labels
    assert client.refusal(lambda: client.create("typed", inputs={**sent, "count": "many"})) == 422
    assert client.refusal(lambda: client.create("typed", inputs={"count": 1})) == 422


def executes_with_a_file(client):
    client.create_flow(source("reads"))
    letter = "Dear server,\nthis is a file. ä\n".encode()
    ended = client.create("reads", files={"letter": ("letter.txt", letter)}, wait=True)
    assert state(ended) == "SUCCESS", ended
    outputs = client.outputs(ended)
    assert outputs == {"text": letter.decode()}, outputs
    uri = ended["inputs"]["letter"]
    assert uri.startswith("kestra:///company/clients/reads/executions/"), uri
    assert client.download(ended["id"], uri) == letter
    assert client.size(ended["id"], uri) == len(letter)
    other = client.create("plain", wait=True)
    assert client.refusal(lambda: client.download(other["id"], uri)) == 422


def follows(client):
    begun = client.create("asks")
    states, resumed = [], False
    for event in client.follow(begun["id"]):
        if event.get("state") is None:
            continue
        states.append(state(event))
        if states[-1] == "PAUSED" and not resumed:
            resumed = True
            client.resume(begun["id"])
    assert resumed and states[-1] == "SUCCESS", states
    assert states.count("SUCCESS") == 1, states


def logs(client):
    ended = client.create("plain", wait=True)
    lines = client.logs(ended["id"])
    assert [line["message"] for line in lines if line.get("taskId") == "say"] == ["Hello from plain"], lines
    assert client.logs(ended["id"], level="ERROR") == []
    assert "Hello from plain" in client.log_text(ended["id"])


def follows_logs(client):
    ended = client.create("plain", wait=True)
    for line in client.follow_logs(ended["id"]):
        if line.get("message") == "Hello from plain":
            return
    raise AssertionError("the stream ended without the line")


def pauses_and_resumes(client):
    begun = client.create("sleeps")
    until(client, begun["id"], "RUNNING")
    client.pause(begun["id"])
    until(client, begun["id"], "PAUSED")
    client.resume(begun["id"])
    until(client, begun["id"], "RUNNING")
    client.kill(begun["id"])
    until(client, begun["id"], "KILLED")
    assert client.refusal(lambda: client.resume(begun["id"])) == 409


def resumes_with_inputs(client):
    begun = client.create("asks")
    until(client, begun["id"], "PAUSED")
    client.resume(begun["id"], inputs={"reason": "a story"})
    ended = until(client, begun["id"], "SUCCESS")
    outputs = client.outputs(ended)
    assert outputs == {"reason": "a story"}, outputs


def kills(client):
    begun = client.create("sleeps")
    until(client, begun["id"], "RUNNING")
    client.kill(begun["id"])
    ended = until(client, begun["id"], "KILLED")
    assert [entry["state"] for entry in ended["state"]["histories"]][-2:] == ["KILLING", "KILLED"], ended


def restarts(client):
    failed = client.create("fails", wait=True)
    assert state(failed) == "FAILED", failed
    again = client.restart(failed["id"])
    assert again["id"] == failed["id"], again
    ended = until(client, failed["id"], "SUCCESS")
    runs = {run["taskId"]: run for run in ended["taskRunList"]}
    assert len(runs["begin"]["attempts"]) == 1, runs
    assert len(runs["look"]["attempts"]) == 2, runs


def replays(client):
    first = client.create("plain", wait=True)
    replayed = client.replay(first["id"])
    assert replayed["id"] != first["id"] and replayed["parentId"] == first["id"], replayed
    until(client, replayed["id"], "SUCCESS")


def labels(client):
    ended = client.create("plain", wait=True)
    client.label(ended["id"], {"seen": "yes"})
    set_now = {label["key"]: label["value"] for label in client.execution(ended["id"])["labels"]}
    assert set_now["seen"] == "yes", set_now


def deletes(client):
    ended = client.create("plain", wait=True)
    client.delete(ended["id"])
    assert client.refusal(lambda: client.execution(ended["id"])) == 404


def keys(client):
    for key, written, kind, value in [
        ("text", '"a text"', "STRING", "a text"),
        ("number", "42", "NUMBER", 42),
        ("flag", "true", "BOOLEAN", True),
        ("document", '{"a": [1, 2]}', "JSON", {"a": [1, 2]}),
    ]:
        client.put_key(key, written)
        assert client.key(key) == (kind, value), (key, client.key(key))
    assert {"text", "number", "flag", "document"} <= set(client.keys())
    assert client.delete_key("text") is True
    assert client.delete_key("text") is False
    assert client.refusal(lambda: client.key("text")) == 404


def files(client):
    content = b"select 1;\n\x00\xff"
    client.put_file("/queries/one.sql", content)
    assert client.file("/queries/one.sql") == content
    assert client.find_files("one") == ["/queries/one.sql"]
    listed = client.folder("/queries")
    assert [(file["fileName"], file["type"], file["size"]) for file in listed] == [("one.sql", "File", 12)], listed
    client.delete_file("/queries/one.sql")
    assert client.refusal(lambda: client.file("/queries/one.sql")) == 404


def searches(client):
    ended = client.create("plain", wait=True)
    total, found = client.search_executions(flow="plain", state="SUCCESS", size=2)
    assert total > 2 and len(found) == 2, (total, found)
    assert found[0]["id"] == ended["id"], found
    assert all((each["flowId"], state(each)) == ("plain", "SUCCESS") for each in found), found
    total, found = client.executions_of("plain", size=1)
    assert total > 2 and len(found) == 1, (total, found)
    total, found = client.search_flows("plain")
    assert total == 1 and found[0]["id"] == "plain", found


def searches_logs(client):
    client.create("plain", wait=True)
    total, found = client.search_logs(flow="plain", size=1)
    assert total >= 1 and found[0]["flowId"] == "plain", found


def namespaces(client):
    total, found = client.search_namespaces("company")
    assert {"company", NAMESPACE} <= {namespace["id"] for namespace in found}, found
    assert client.namespace(NAMESPACE)["id"] == NAMESPACE


def undeploys(client):
    client.delete_flow("plain")
    assert client.refusal(lambda: client.flow_source("plain")) == 404


CHAPTERS = [
    deploys,
    validates,
    executes,
    executes_with_inputs,
    executes_with_a_file,
    follows,
    logs,
    follows_logs,
    pauses_and_resumes,
    resumes_with_inputs,
    kills,
    restarts,
    replays,
    labels,
    deletes,
    keys,
    files,
    searches,
    searches_logs,
    namespaces,
    undeploys,
]


def tell(client):
    """Leads a client through all chapters; one line for each, `done` or `cannot`."""
    for chapter in CHAPTERS:
        try:
            chapter(client)
            print("done", chapter.__name__, flush=True)
        except Cannot:
            print("cannot", chapter.__name__, flush=True)


def server():
    return sys.argv[1]
