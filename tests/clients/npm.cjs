// The SDK on npm, 0.24: callbacks on superagent. It has no way to send inputs or files, five of its model files were
// never published, and Node does not give it the content of downloads.

const Module = require("node:module");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const assert = require("node:assert/strict");

const [server, modules] = process.argv.slice(2);
const NAMESPACE = "company.clients";
const TENANT = "main";
const PATIENCE = 60_000;

const missing = /\/(SLALabels|LeftSidebarConfiguration|RightSidebarConfiguration|RightSidebarConfigurationCustomLink|MiscControllerEdition)$/;
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return missing.test(request) ? resolve.call(this, join(modules, "@kestra-io/kestra-sdk/dist/model/Label"), ...rest) : resolve.call(this, request, ...rest);
};
const KestraClient = require(join(modules, "@kestra-io/kestra-sdk/dist/KestraClient")).default;
const client = new KestraClient(server);

const source = (flow) => readFileSync(join(__dirname, "flows", `${flow}.yaml`), "utf8");

/** What a method answers: the document as it came, whatever the model made of it. */
const call = (api, method, ...words) =>
  new Promise((answer, refuse) =>
    client[api][method](...words, (error, data, response) => {
      if (error && error.status) refuse(error);
      else answer(response.body && Object.keys(response.body).length ? response.body : response.text || data);
    }),
  );
const executions = (method, ...words) => call("executionsApi", method, ...words);
const create = (flow, wait) => executions("createExecution", NAMESPACE, flow, wait, TENANT, {});
const execution = (id) => executions("getExecution", id, TENANT);
const state = (execution) => execution.state.current;

async function refusal(action) {
  try {
    await action();
  } catch (error) {
    return error.status;
  }
}

async function until(id, ...states) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const seen = await execution(id);
    if (states.includes(state(seen))) return seen;
    assert.ok(Date.now() < deadline, `${state(seen)} and not ${states}`);
    await new Promise((go) => setTimeout(go, 20));
  }
}

const chapters = {
  async deploys() {
    for (const flow of ["plain", "asks", "sleeps", "fails"]) {
      const created = await call("flowsApi", "createFlow", TENANT, source(flow));
      assert.equal(created.source, source(flow));
    }
    const changed = source("plain").replace("says hello", "says hello again");
    const updated = await call("flowsApi", "updateFlow", "plain", NAMESPACE, TENANT, changed);
    assert.equal(updated.revision, 2);
    const flow = await call("flowsApi", "getFlow", NAMESPACE, "plain", true, false, TENANT, {});
    assert.equal(flow.source, changed);
    assert.equal(await refusal(() => call("flowsApi", "createFlow", TENANT, changed)), 422);
  },
  async validates() {
    const wrong = source("plain").replace("log.Log", "log.Lgo");
    const rows = await call("flowsApi", "validateFlows", TENANT, `${source("plain")}---\n${wrong}`);
    assert.equal(rows[0].constraints, undefined);
    assert.match(rows[1].constraints, /log\.Lgo/);
  },
  async executes() {
    const ended = await create("plain", true);
    assert.equal(state(ended), "SUCCESS");
    assert.equal(await refusal(() => create("absent", false)), 404);
  },
  async logs() {
    const ended = await create("plain", true);
    const lines = await call("logsApi", "listLogsFromExecution", ended.id, TENANT, {});
    assert.deepEqual(lines.map((line) => line.message), ["Hello from plain"]);
  },
  async follows() {
    const ended = await create("plain", true);
    const text = await executions("followExecution", ended.id, TENANT);
    assert.match(text, /^id: start\ndata: .*\n\n/);
    assert.match(text, /\nid: end\ndata: .*"SUCCESS".*\n\n$/);
  },
  async pauses_and_resumes() {
    const begun = await create("asks", false);
    await until(begun.id, "PAUSED");
    await executions("resumeExecution", begun.id, TENANT);
    await until(begun.id, "SUCCESS");
    assert.equal(await refusal(() => executions("resumeExecution", begun.id, TENANT)), 409);
  },
  async kills() {
    const begun = await create("sleeps", false);
    await until(begun.id, "RUNNING");
    await executions("pauseExecution", begun.id, TENANT);
    await until(begun.id, "PAUSED");
    await executions("killExecution", begun.id, true, TENANT);
    await until(begun.id, "KILLED");
  },
  async restarts_and_replays() {
    const failed = await create("fails", true);
    assert.equal(state(failed), "FAILED");
    const again = await executions("restartExecution", failed.id, TENANT, {});
    assert.equal(again.id, failed.id);
    await until(failed.id, "SUCCESS");
    const first = await create("plain", true);
    const replayed = await executions("replayExecution", first.id, TENANT, {});
    assert.equal(replayed.parentId, first.id);
    await until(replayed.id, "SUCCESS");
  },
  async keys() {
    await call("kvApi", "setKeyValue", NAMESPACE, "mended", TENANT, "it is");
    const key = await call("kvApi", "getKeyValue", NAMESPACE, "mended", TENANT);
    assert.deepEqual([key.type, key.value], ["STRING", "it is"]);
    const keys = await call("kvApi", "listKeys", NAMESPACE, TENANT);
    assert.deepEqual(keys.map((entry) => entry.key), ["mended"]);
    await call("kvApi", "deleteKeyValue", NAMESPACE, "mended", TENANT);
    assert.equal(await refusal(() => call("kvApi", "getKeyValue", NAMESPACE, "mended", TENANT)), 404);
  },
  async files() {
    const file = Buffer.from("select 1;\n");
    await call("filesApi", "createNamespaceFile", NAMESPACE, "/queries/one.sql", TENANT, { fileContent: file });
    const found = await call("filesApi", "searchNamespaceFiles", NAMESPACE, "one", TENANT);
    assert.deepEqual(found, ["/queries/one.sql"]);
    await call("filesApi", "deleteFileDirectory", NAMESPACE, "/queries/one.sql", TENANT);
  },
  async searches() {
    const found = await executions("searchExecutions", 1, 2, TENANT, { flowId: "plain", state: ["SUCCESS"] });
    assert.ok(found.total > 2);
    assert.deepEqual(found.results.map((each) => each.flowId), ["plain", "plain"]);
    const flows = await call("flowsApi", "searchFlows", 1, 10, TENANT, { q: "plain" });
    assert.deepEqual(flows.results.map((flow) => flow.id), ["plain"]);
    const lines = await call("logsApi", "searchLogs", 1, 1, TENANT, { flowId: "plain" });
    assert.equal(lines.results[0].flowId, "plain");
    const namespaces = await call("namespacesApi", "searchNamespaces", 1, 10, TENANT, { q: "company" });
    assert.deepEqual(namespaces.results.map((namespace) => namespace.id), ["company", NAMESPACE]);
  },
  async deletes() {
    const ended = await create("plain", true);
    await executions("deleteExecution", ended.id, true, true, true, TENANT);
    assert.equal(await refusal(() => execution(ended.id)), 404);
    await call("flowsApi", "deleteFlow", NAMESPACE, "plain", TENANT);
  },
};

(async () => {
  for (const [name, chapter] of Object.entries(chapters)) {
    await chapter();
    console.log("done", name);
  }
})().catch((error) => {
  console.error(error, error.response && error.response.text);
  process.exit(1);
});
