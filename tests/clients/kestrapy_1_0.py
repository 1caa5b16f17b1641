"""kestrapy 1.0: generated, with strict models; it has no methods for logs and namespace files."""

import json

from kestrapy import Configuration, KestraClient, Label, QueryFilter, QueryFilterField, QueryFilterOp
from kestrapy.exceptions import ApiException

import story
from story import NAMESPACE, Cannot

TENANT = "main"


def is_(field, value):
    return QueryFilter(field=field, operation=QueryFilterOp.EQUALS, value={"value": value})


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
        return self.api.flows.create_flow(TENANT, text).to_dict()

    def update_flow(self, flow, text):
        return self.api.flows.update_flow(NAMESPACE, flow, TENANT, text).to_dict()

    def flow_source(self, flow):
        return self.api.flows.flow(NAMESPACE, flow, True, False, TENANT).source

    def flows_of(self, namespace):
        return [flow.id for flow in self.api.flows.list_flows_by_namespace(namespace, TENANT)]

    def delete_flow(self, flow):
        self.api.flows.delete_flow(NAMESPACE, flow, TENANT)

    def validate(self, text):
        return [row.to_dict() for row in self.api.flows.validate_flows(TENANT, text)]

    def create(self, flow, inputs=None, files=None, labels=None, wait=False):
        return self.api.executions.create_execution(
            NAMESPACE,
            flow,
            bool(wait),
            TENANT,
            labels=labels,
            additional_form_datas=form(inputs),
            additional_files=files,
        ).to_dict()

    def execution(self, id):
        return self.api.executions.execution(id, TENANT).to_dict()

    def outputs(self, execution):
        return execution["outputs"]

    def follow(self, id):
        return self.api.executions.follow_execution(id, TENANT)

    def pause(self, id):
        self.api.executions.pause_execution(id, TENANT)

    def resume(self, id, inputs=None):
        self.api.executions.resume_execution(id, TENANT, additional_form_datas=form(inputs))

    def kill(self, id):
        self.api.executions.kill_execution(id, True, TENANT)

    def restart(self, id):
        return self.api.executions.restart_execution(id, TENANT).to_dict()

    def replay(self, id):
        return self.api.executions.replay_execution(id, TENANT).to_dict()

    def label(self, id, labels):
        labels = [Label(key=key, value=value) for key, value in labels.items()]
        self.api.executions.set_labels_on_terminated_execution(id, TENANT, labels)

    def delete(self, id):
        self.api.executions.delete_execution(id, TENANT)

    def download(self, id, uri):
        return bytes(self.api.executions.download_file_from_execution(id, uri, TENANT))

    def size(self, id, uri):
        return self.api.executions.file_metadatas_from_execution(id, uri, TENANT).size

    def put_key(self, key, text):
        self.api.kv.set_key_value(NAMESPACE, key, TENANT, text)

    def key(self, key):
        entry = self.api.kv.key_value(NAMESPACE, key, TENANT).to_dict()
        return entry["type"], entry["value"]

    def keys(self):
        return [entry.key for entry in self.api.kv.list_keys(NAMESPACE, TENANT)]

    def delete_key(self, key):
        return self.api.kv.delete_key_value(NAMESPACE, key, TENANT)

    def search_executions(self, flow, state, size):
        filters = [is_(QueryFilterField.FLOW_ID, flow), is_(QueryFilterField.STATE, state)]
        found = self.api.executions.search_executions(1, size, TENANT, sort=["state.startDate:desc"], filters=filters)
        return found.total, found.to_dict()["results"]

    def executions_of(self, flow, size):
        found = self.api.executions.search_executions_by_flow_id(NAMESPACE, flow, 1, size, TENANT)
        return found.total, found.to_dict()["results"]

    def search_flows(self, text):
        found = self.api.flows.search_flows(1, 10, TENANT, filters=[is_(QueryFilterField.QUERY, text)])
        return found.total, found.to_dict()["results"]

    def search_namespaces(self, text):
        found = self.api.namespaces.search_namespaces(1, 100, False, TENANT, q=text)
        return found.total, found.to_dict()["results"]

    def namespace(self, id):
        return self.api.namespaces.namespace(id, TENANT).to_dict()

    def absent(self, *_, **__):
        raise Cannot

    logs = log_text = follow_logs = search_logs = absent
    put_file = file = find_files = folder = delete_file = absent


def form(inputs):
    """Values as the client sends them on: it writes each with `str`."""
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in (inputs or {}).items()}


story.tell(Client(story.server()))
