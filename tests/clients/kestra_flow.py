"""The package `kestra` (PyPI): its class `Flow` starts flows by the paths without a tenant, and polls."""

import io
import os
import urllib.request

import story
from story import NAMESPACE, source

os.environ["KESTRA_HOSTNAME"] = story.server()

from kestra import Flow  # noqa: E402  (it reads its environment when it is made)


def deploy(flow):
    request = urllib.request.Request(
        f"{story.server()}/api/v1/flows",
        data=source(flow).encode(),
        headers={"Content-Type": "application/x-yaml"},
    )
    urllib.request.urlopen(request).close()


def run(flow, inputs=None, **wishes):
    return Flow(poll_interval=0.02, **wishes).execute(NAMESPACE, flow, inputs)


def executes():
    for tenant in (None, "main"):
        ended = run("plain", tenant=tenant)
        assert (ended.status, ended.error) == ("SUCCESS", None), ended
        assert "Hello from plain" in ended.log, ended


def executes_with_inputs():
    sent = {"word": "a word", "share": 0.5, "document": '{"more": 1}', "list": [1, 2]}
    ended = run("typed", sent)
    assert ended.status == "SUCCESS" and "a word and 3" in ended.log, ended


def executes_with_labels():
    ended = run("typed", {"word": "one", "share": 1, "document": '{"more":1}', "list": "[]"}, labels_from_inputs=True)
    assert ended.status == "SUCCESS", ended


def executes_with_a_file():
    letter = ("letter", io.BytesIO(b"as documented"), "text/plain")
    assert run("reads", {"files": letter}).status == "SUCCESS"
    letter = ("any-name.txt", io.BytesIO(b"named after the input"), "text/plain")
    assert run("reads", {"letter": letter}).status == "SUCCESS"


def leaves():
    begun = run("sleeps", wait_for_completion=False)
    assert (begun.status, begun.log) == ("STARTED", None), begun
    assert Flow().check_status(begun.execution_id).json()["state"]["current"] in ("CREATED", "RUNNING")


def tells_of_failures():
    ended = run("fails")
    assert ended.status == "FAILED" and "this goes well" in ended.log, ended


for each in ("plain", "typed", "reads", "sleeps", "fails"):
    deploy(each)
for chapter in (executes, executes_with_inputs, executes_with_labels, executes_with_a_file, leaves, tells_of_failures):
    chapter()
    print("done", chapter.__name__, flush=True)
