//! The world that recordings were made in: flows compiled once, and an engine for each entry.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use compiler::settings::{Level, LevelOf};
use compiler::{Settings as Rules, Workspace};
use plan::dialect::Version;
use plan::{FlowName, Plan, Shape};
use runtime::Engine;
use runtime::settings::{EncryptionKey, Firing, Settings};
use serde_json::Value;

/// The key that `{{ secret('WEBHOOK_KEY') }}` gives.
pub(super) const WEBHOOK_KEY: &str = "a key that nobody wrote down";

/// The flows of a folder, compiled for one version of Kestra.
pub(super) struct World {
    plans: BTreeMap<FlowName, Arc<Plan>>,
    /// The flow in a file, or why it is refused.
    files: BTreeMap<String, Result<FlowName, String>>,
    workspace: Workspace,
}

impl World {
    /// Compiles texts, each with its path.
    pub(super) fn of(texts: impl IntoIterator<Item = (String, String)>, version: Version) -> Self {
        Self::under(texts, Rules { target: Some(version), ..Rules::default() })
    }

    /// Compiles texts that were made to fail: what we find at compile time is only warned of.
    pub(super) fn of_failing(texts: Vec<(String, String)>, version: Version) -> Self {
        let rules = Rules { target: Some(version), ..Rules::default() };
        let mut strict = Workspace::new(rules.clone());
        for (path, text) in &texts {
            strict.set(path.clone(), text.clone());
        }
        let checked = strict.check();
        let found = checked.files.iter().flat_map(|file| &file.diagnostics);
        let codes: std::collections::BTreeSet<&str> =
            found.filter(|found| found.severity == report::Severity::Error).map(|found| found.code.name).collect();
        let lowered =
            codes.into_iter().map(|code| LevelOf { of: code.to_owned(), level: Level::At(report::Severity::Warning) });
        Self::under(texts, Rules { levels: lowered.collect(), ..rules })
    }

    fn under(texts: impl IntoIterator<Item = (String, String)>, rules: Rules) -> Self {
        let mut workspace = Workspace::new(rules);
        let paths: Vec<String> = texts
            .into_iter()
            .map(|(path, text)| {
                workspace.set(path.clone(), text);
                path
            })
            .collect();
        let checked = workspace.check();
        let plans: BTreeMap<FlowName, Arc<Plan>> =
            checked.plans().map(|plan| (plan.flow.clone(), Arc::clone(plan))).collect();
        let files = paths.into_iter().map(|path| {
            let report = checked.files.iter().find(|report| *report.path == *path);
            let errors = report.into_iter().flat_map(|report| &report.diagnostics);
            let errors = errors.filter(|found| found.severity == report::Severity::Error);
            let refusal = errors.map(|found| found.message.clone()).collect::<Vec<_>>().join("; ");
            let flow = plans.values().find(|plan| *plan.source.path == *path).map(|plan| plan.flow.clone());
            (path, flow.ok_or(refusal))
        });
        let files = files.collect();
        Self { plans, files, workspace }
    }

    /// Reads the files of a folder.
    pub(super) fn texts(folder: &Path) -> Vec<(String, String)> {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let texts = files.filter_map(|file| {
            let text = std::fs::read_to_string(file.path()).ok()?;
            Some((file.file_name().to_string_lossy().into_owned(), text))
        });
        texts.collect()
    }

    /// The flow in a file, or why it is refused.
    pub(super) fn flow(&self, file: &str) -> Result<FlowName, String> {
        self.files.get(file).cloned().unwrap_or_else(|| Err("there is no such file".to_owned()))
    }

    /// An engine with these flows and whatever they call.
    pub(super) async fn engine(&self, flows: &[FlowName], data: &Path, entry: &Value) -> Result<Engine, String> {
        let mut settings = Settings {
            encryption_key: EncryptionKey::new(vec![7; 32]),
            firing: Firing::On,
            ..Settings::in_memory(data)
        };
        settings.secrets.insert("WEBHOOK_KEY".to_owned(), WEBHOOK_KEY.to_owned());
        for (name, value) in entry["env"].as_object().into_iter().flatten() {
            if let (Some(secret), Some(value)) = (name.strip_prefix("SECRET_"), value.as_str()) {
                let clear = match value.strip_prefix("base64(").and_then(|value| value.strip_suffix(')')) {
                    Some(clear) => clear.to_owned(),
                    None => {
                        let packed: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
                        let bytes = base64::engine::general_purpose::STANDARD.decode(packed);
                        String::from_utf8(bytes.map_err(|error| error.to_string())?).map_err(|it| it.to_string())?
                    }
                };
                settings.secrets.insert(secret.to_owned(), clear);
            }
        }
        let globals = entry["globals"].as_object().into_iter().flatten();
        settings.globals = globals.map(|(name, value)| (name.as_str().into(), value.clone().into())).collect();
        let compiler = Arc::new(cli::Compiler::new(self.workspace.clone()));
        let engine = Engine::open(settings, compiler).await.map_err(|error| error.to_string())?;
        let mut wanted = flows.to_vec();
        let mut index = 0;
        while let Some(name) = wanted.get(index).cloned() {
            index += 1;
            let Some(plan) = self.plans.get(&name) else { continue };
            for step in &plan.steps {
                if let Shape::Call(call) | Shape::CallEach { call, .. } = &step.shape {
                    // What is not known before it runs may be any flow of the namespace.
                    let called: Vec<FlowName> = match &call.flow {
                        Some(flow) => vec![flow.clone()],
                        None => self.plans.keys().filter(|it| it.namespace == name.namespace).cloned().collect(),
                    };
                    wanted.extend(called.into_iter().filter(|it| !flows.contains(it)).filter(|it| it != &name));
                }
            }
            wanted.truncate(400);
            engine.deploy((**plan).clone()).await.map_err(|refusal| refusal.to_string())?;
        }
        for (name, value) in entry["kv"].as_object().into_iter().flatten() {
            let namespace = entry["namespace"].as_str().unwrap_or_default();
            let set =
                engine.key_values().set(namespace, name, runtime::kv::Setting::of(plan::Value::from(value.clone())));
            set.await.map_err(|error| error.to_string())?;
        }
        Ok(engine)
    }
}
