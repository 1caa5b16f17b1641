//! What every expression of a server sees, whatever the execution.

use std::collections::BTreeMap;
use std::sync::Arc;

use plan::Value;
use plan::value::Map;

use crate::encryption::Cipher;
use crate::execution::Program;
use crate::settings::Settings;

/// `envs`, `globals`, `namespace`, `kestra`, and the key of secret inputs.
#[derive(Clone, Debug)]
pub(crate) struct Surroundings {
    pub(super) environment: Value,
    pub(super) globals: Value,
    variables: Arc<BTreeMap<String, Map>>,
    pub(super) kestra: Value,
    pub(super) cipher: Option<Cipher>,
}

impl Surroundings {
    /// What an operator has set.
    pub(crate) fn new(settings: &Settings) -> Self {
        let environment = settings.environment.iter().map(|(name, value)| (name, Value::text(value)));
        let url = settings.url.iter().map(|url| ("url", Value::text(url)));
        Self {
            environment: Value::map(environment),
            globals: Value::Map(Arc::new(settings.globals.clone())),
            variables: Arc::new(settings.variables.clone()),
            kestra: Value::map(url),
            cipher: settings.encryption_key.as_ref().map(Cipher::new),
        }
    }

    /// The same for what people see: secret inputs stay encrypted.
    pub(crate) fn without_key(self) -> Self {
        Self { cipher: None, ..self }
    }

    /// The key of secret inputs and outputs.
    pub(crate) fn cipher(&self) -> Option<&Cipher> {
        self.cipher.as_ref()
    }

    /// The variables of a namespace and of those around it, where there are any.
    pub(crate) fn namespace(&self, namespace: &str) -> Option<Value> {
        let mut all = Map::default();
        for name in std::iter::once(namespace).chain(crate::kv::around(namespace)) {
            for (key, value) in self.variables.get(name).into_iter().flatten() {
                if !all.contains_key(key) {
                    all.insert(key.clone(), value.clone());
                }
            }
        }
        (!all.is_empty()).then(|| Value::Map(Arc::new(all)))
    }

    /// What is seen where there is no execution yet: the flow, and inputs as far as they are known.
    pub(crate) fn of_flow(&self, program: &Program, inputs: &Map) -> Map {
        let plan = &program.plan;
        let mut variables = Map::default();
        variables.insert("envs".into(), self.environment.clone());
        variables.insert("globals".into(), self.globals.clone());
        variables.insert("kestra".into(), self.kestra.clone());
        variables.extend(self.namespace(&plan.flow.namespace).map(|of_namespace| ("namespace".into(), of_namespace)));
        variables.insert("flow".into(), super::flow_value(&plan.flow, program.revision));
        if !plan.variables.is_empty() {
            variables.insert("vars".into(), Value::Map(Arc::new(plan.variables.iter().cloned().collect())));
        }
        if !plan.labels.is_empty() {
            let labels = plan.labels.iter().map(|(key, value)| (key.clone(), Value::Text(value.clone())));
            variables.insert("labels".into(), Value::Map(Arc::new(labels.collect())));
        }
        variables.insert("inputs".into(), Value::Map(Arc::new(inputs.clone())));
        variables
    }
}
