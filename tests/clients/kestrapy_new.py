"""kestrapy 1.3 and 2.0: written by hand on `requests`, with the same methods but for what they answer."""

import kestrapy
from kestrapy.exceptions import ApiException
from kestrapy import KestraClient, Label, QueryFilter, QueryFilterField, QueryFilterOp

import story
from story import NAMESPACE

TENANT = "main"


def plain(model):
    """A model as the document it was read from."""
    return model if isinstance(model, dict) else model.model_dump(by_alias=True, mode="json")


def is_(field, value):
    return QueryFilter(var_field=field, operation=QueryFilterOp.EQUALS, value={"value": value})


class Client:
    def __init__(self, url):
        self.api = KestraClient(host=url)

    def refusal(self, action):
        try:
            action()
        except ApiException as refused:
            return refused.status
        return None

    def create_flow(self, text):
        return plain(self.api.flows.create_flow(TENANT, text))

    def update_flow(self, flow, text):
        return plain(self.api.flows.update_flow(NAMESPACE, flow, TENANT, text))

    def flow_source(self, flow):
        return plain(self.api.flows.flow(NAMESPACE, flow, TENANT, source=True))["source"]

    def flows_of(self, namespace):
        return [flow.id for flow in self.api.flows.list_flows_by_namespace(namespace, TENANT)]

    def delete_flow(self, flow):
        self.api.flows.delete_flow(NAMESPACE, flow, TENANT)

    def validate(self, text):
        return [plain(row) for row in self.api.flows.validate_flows(TENANT, text)]

    def create(self, flow, inputs=None, files=None, labels=None, wait=None):
        sent = {**(inputs or {}), **(files or {})}
        return plain(
            self.api.executions.create_execution(TENANT, NAMESPACE, flow, labels=labels, wait=wait, inputs=sent)
        )

    def execution(self, id):
        return plain(self.api.executions.execution(id, TENANT))

    def outputs(self, execution):
        if kestrapy.__version__.startswith("1."):
            return execution["outputs"]
        return self.api.outputs.execution_outputs(execution["id"], TENANT)

    def follow(self, id):
        return map(plain, self.api.executions.follow_execution(id, TENANT))

    def pause(self, id):
        self.api.executions.pause_execution(id, TENANT)

    def resume(self, id, inputs=None):
        self.api.executions.resume_execution(id, TENANT, inputs=inputs)

    def kill(self, id):
        self.api.executions.kill_execution(id, TENANT)

    def restart(self, id):
        return plain(self.api.executions.restart_execution(id, TENANT))

    def replay(self, id):
        return plain(self.api.executions.replay_execution(id, TENANT))

    def label(self, id, labels):
        labels = [Label(key=key, value=value) for key, value in labels.items()]
        self.api.executions.set_labels_on_terminated_execution(id, TENANT, labels)

    def delete(self, id):
        self.api.executions.delete_execution(id, TENANT)

    def download(self, id, uri):
        return self.api.executions.download_file_from_execution(id, uri, TENANT)

    def size(self, id, uri):
        return self.api.executions.file_metadatas_from_execution(id, uri, TENANT).size

    def logs(self, id, level=None):
        return [plain(line) for line in self.api.logs.list_logs_from_execution(id, TENANT, min_level=level)]

    def log_text(self, id):
        return self.api.logs.download_logs_from_execution(id, TENANT)

    def follow_logs(self, id):
        return map(plain, self.api.logs.follow_logs_from_execution(id, TENANT))

    def put_key(self, key, text):
        self.api.kv.set_key_value(NAMESPACE, key, TENANT, text)

    def key(self, key):
        entry = plain(self.api.kv.key_value(NAMESPACE, key, TENANT))
        return entry["type"], entry["value"]

    def keys(self):
        filters = [is_(QueryFilterField.NAMESPACE, NAMESPACE)]
        return [entry.key for entry in self.api.kv.list_all_keys(TENANT, 1, 100, filters=filters).results]

    def delete_key(self, key):
        return self.api.kv.delete_key_value(NAMESPACE, key, TENANT)

    def put_file(self, path, content):
        self.api.files.create_namespace_file(NAMESPACE, path, TENANT, content)

    def file(self, path):
        return self.api.files.file_content(NAMESPACE, path, TENANT)

    def find_files(self, text):
        return self.api.files.search_namespace_files(NAMESPACE, text, TENANT)

    def folder(self, path):
        return [plain(file) for file in self.api.files.list_namespace_directory_files(NAMESPACE, TENANT, path)]

    def delete_file(self, path):
        self.api.files.delete_file_directory(NAMESPACE, path, TENANT)

    def search_executions(self, flow, state, size):
        filters = [is_(QueryFilterField.FLOW_ID, flow), is_(QueryFilterField.STATE, state)]
        found = self.api.executions.search_executions(TENANT, 1, size, ["state.startDate:desc"], filters)
        found = found if isinstance(found, dict) else plain(found)
        return found["total"], found["results"]

    def executions_of(self, flow, size):
        found = self.api.executions.search_executions_by_flow_id(TENANT, NAMESPACE, flow, 1, size)
        found = found if isinstance(found, dict) else plain(found)
        return found["total"], found["results"]

    def search_flows(self, text):
        filters = [is_(QueryFilterField.QUERY, text)]
        found = self.api.flows.search_flows(TENANT, 1, 10, filters=filters)
        return found.total, [plain(flow) for flow in found.results]

    def search_logs(self, flow, size):
        found = self.api.logs.search_logs(TENANT, 1, size, filters=[is_(QueryFilterField.FLOW_ID, flow)])
        return found.total, [plain(line) for line in found.results]

    def search_namespaces(self, text):
        if kestrapy.__version__.startswith("1."):
            found = self.api.namespaces.search_namespaces(TENANT, q=text, page=1, size=100)
        else:
            filters = [is_(QueryFilterField.QUERY, text)]
            found = self.api.namespaces.search_namespaces(TENANT, 1, 100, filters=filters)
        return found.total, [plain(namespace) for namespace in found.results]

    def namespace(self, id):
        return plain(self.api.namespaces.namespace(id, TENANT))


story.tell(Client(story.server()))
