"""kestrapy 0.24: generated, under another module name; it has no way to send inputs or files, and its models refuse
inputs, outputs and labels as every server writes them: where they occur, its methods without a model are called."""

import json

from kestra_api_client import Configuration, KestraClient, Label
from kestra_api_client.exceptions import ApiException
from kestra_api_client.models.level import Level

import story
from story import NAMESPACE, Cannot

TENANT = "main"


def document(response):
    """The document of an answer that no model has read."""
    body = response.read()
    if response.status >= 400:
        raise ApiException.from_response(http_resp=response, body=body.decode(), data=None)
    return json.loads(body) if body else None


def events(response):
    """The documents of a stream."""
    for line in response:
        if line.startswith(b"data:"):
            yield json.loads(line[5:])


class Client:
    def __init__(self, url):
        configuration = Configuration()
        configuration.host = url
        self.api = KestraClient(configuration)

    def refusal(self, action):
        try:
            action()
        except ApiException as refused:
            return refused.status
        return None

    def create_flow(self, text):
        return document(self.api.flows.create_flow_without_preload_content(TENANT, text))

    def update_flow(self, flow, text):
        return document(self.api.flows.update_flow_without_preload_content(flow, NAMESPACE, TENANT, text))

    def flow_source(self, flow):
        return self.api.flows.get_flow(NAMESPACE, flow, True, False, TENANT)["source"]

    def flows_of(self, namespace):
        listed = self.api.flows.list_flows_by_namespace_without_preload_content(namespace, TENANT)
        return [flow["id"] for flow in document(listed)]

    def delete_flow(self, flow):
        self.api.flows.delete_flow(NAMESPACE, flow, TENANT)

    def validate(self, text):
        return [row.to_dict() for row in self.api.flows.validate_flows(TENANT, text)]

    def create(self, flow, inputs=None, files=None, labels=None, wait=False):
        if inputs or files:
            raise Cannot
        created = self.api.executions.create_execution_without_preload_content(
            NAMESPACE, flow, bool(wait), TENANT, labels=labels
        )
        return document(created)

    def execution(self, id):
        try:
            return self.api.executions.get_execution(id, TENANT).to_dict()
        except ValueError:
            return document(self.api.executions.get_execution_without_preload_content(id, TENANT))

    def outputs(self, execution):
        return execution["outputs"]

    def follow(self, id):
        return events(self.api.executions.follow_execution_without_preload_content(id, TENANT))

    def pause(self, id):
        self.api.executions.pause_execution(id, TENANT)

    def resume(self, id, inputs=None):
        if inputs:
            raise Cannot
        self.api.executions.resume_execution(id, TENANT)

    def kill(self, id):
        self.api.executions.kill_execution(id, True, TENANT)

    def restart(self, id):
        return document(self.api.executions.restart_execution_without_preload_content(id, TENANT))

    def replay(self, id):
        return document(self.api.executions.replay_execution_without_preload_content(id, TENANT))

    def label(self, id, labels):
        labels = [Label(key=key, value=value) for key, value in labels.items()]
        self.api.executions.set_labels_on_terminated_execution(id, TENANT, labels)

    def delete(self, id):
        self.api.executions.delete_execution(id, True, True, True, TENANT)

    def logs(self, id, level=None):
        return [line.to_dict() for line in self.api.logs.list_logs_from_execution(id, TENANT, min_level=level and Level(level))]

    def log_text(self, id):
        return bytes(self.api.logs.download_logs_from_execution(id, TENANT)).decode()

    def follow_logs(self, id):
        return events(self.api.logs.follow_logs_from_execution_without_preload_content(id, TENANT))

    def put_key(self, key, text):
        value = json.loads(text)
        # It writes whatever it is given as one JSON text.
        if not isinstance(value, str):
            raise Cannot
        self.api.kv.set_key_value(NAMESPACE, key, TENANT, value)

    def key(self, key):
        entry = document(self.api.kv.get_key_value_without_preload_content(NAMESPACE, key, TENANT))
        return entry["type"], entry["value"]

    def keys(self):
        return [entry.key for entry in self.api.kv.list_keys(NAMESPACE, TENANT)]

    def delete_key(self, key):
        return self.api.kv.delete_key_value(NAMESPACE, key, TENANT)

    def put_file(self, path, content):
        self.api.files.create_namespace_file(NAMESPACE, path, TENANT, ("file", content))

    def file(self, path):
        return bytes(self.api.files.get_file_content(NAMESPACE, path, TENANT))

    def find_files(self, text):
        return self.api.files.search_namespace_files(NAMESPACE, text, TENANT)

    def folder(self, path):
        return [file.to_dict() for file in self.api.files.list_namespace_directory_files(NAMESPACE, TENANT, path)]

    def delete_file(self, path):
        self.api.files.delete_file_directory(NAMESPACE, path, TENANT)

    def search_executions(self, flow, state, size):
        found = document(
            self.api.executions.search_executions_without_preload_content(
                1, size, TENANT, sort=["state.startDate:desc"], flow_id=flow, state=[state]
            )
        )
        return found["total"], found["results"]

    def executions_of(self, flow, size):
        found = document(
            self.api.executions.search_executions_by_flow_id_without_preload_content(NAMESPACE, flow, 1, size, TENANT)
        )
        return found["total"], found["results"]

    def search_flows(self, text):
        found = self.api.flows.search_flows(1, 10, TENANT, q=text)
        return found.total, found.to_dict()["results"]

    def search_logs(self, flow, size):
        found = self.api.logs.search_logs(1, size, TENANT, flow_id=flow)
        return found.total, found.to_dict()["results"]

    def search_namespaces(self, text):
        found = self.api.namespaces.search_namespaces(1, 100, TENANT, q=text)
        return found.total, found.to_dict()["results"]

    def namespace(self, id):
        return self.api.namespaces.get_namespace(id, TENANT).to_dict()

    def absent(self, *_, **__):
        raise Cannot

    download = size = absent


story.tell(Client(story.server()))
