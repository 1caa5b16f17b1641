"""Points the tests inside kestrapy's wheel, which stay as they are, at the server of this run.

They expect Kestra's enterprise edition on a fixed port, with a first user to be made and a token to be fetched. Here
nobody has to log in, and the port is any free one.
"""

import json
import os
import sys

import pytest

SERVER = os.environ["LANNER_URL"]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session):
    for module in list(sys.modules.values()):
        name = getattr(module, "__name__", "")
        if name.split(".")[-1] == "conftest" and hasattr(module, "_mint_api_token"):
            module.HOST = SERVER
            module._setup_super_admin = lambda: None
            module._mint_api_token = lambda username, password: None
        if hasattr(module, "TEST_DATA_PATH"):
            module.TEST_DATA_PATH = os.path.join(os.path.dirname(__file__), "data")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """One line for each test, for whoever started this."""
    report = yield
    if report.when == "call" or (report.when == "setup" and report.outcome != "passed"):
        said = {"test": f"{item.path.stem}::{item.nodeid.partition('::')[2]}", "outcome": report.outcome}
        if report.outcome == "failed":
            said["why"] = str(getattr(getattr(report.longrepr, "reprcrash", None), "message", report.longrepr))[:400]
        if report.outcome == "skipped" and isinstance(report.longrepr, tuple):
            said["why"] = report.longrepr[2][:400]
        with open(os.environ["LANNER_REPORT"], "a", encoding="utf-8") as out:
            out.write(json.dumps(said) + "\n")
    return report
