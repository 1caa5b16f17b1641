//! Flows that several benches run.

/// Two tasks without outside effects, as in Kestra's first benchmark.
pub(crate) const HOOK: &str = "\
id: hook
namespace: bench
tasks:
  - id: values
    type: io.kestra.plugin.core.output.OutputValues
    values:
      name: '{{ trigger.body.name }}'
  - id: say
    type: io.kestra.plugin.core.log.Log
    message: '{{ outputs.values.values.name }}'
triggers:
  - id: called
    type: io.kestra.plugin.core.trigger.Webhook
    key: a-key-of-the-bench
    wait: true
";

/// Where that flow is called.
pub(crate) const HOOK_PATH: &str = "/api/v1/main/executions/webhook/bench/hook/a-key-of-the-bench";

/// With what it is called.
pub(crate) const HOOK_BODY: &str = "{\"name\":\"world\"}";

/// A flow that waits for somebody.
pub(crate) const PAUSED: &str = "\
id: paused
namespace: bench
tasks:
  - id: wait
    type: io.kestra.plugin.core.flow.Pause
";
