//! Compiled flows and apps, read from disk: what `run` and `serve` take without the YAML.

use std::path::Path;
use std::sync::Arc;

use compiler::Workspace;
use plan::compiled::{self, Compiled, Refused};
use plan::flow::SourceText;
use plan::{App, Plan};

use crate::exit::Complaint;
use crate::files::{self, Found};

/// Compiled flows and apps, each with the file it was read from.
#[derive(Default)]
pub(crate) struct Plans {
    /// The flows.
    pub(crate) flows: Vec<(String, Arc<Plan>)>,
    /// The apps.
    pub(crate) apps: Vec<(String, Arc<App>)>,
}

impl Plans {
    /// Reads files.
    pub(crate) fn read(found: &[Found]) -> Result<Self, Complaint> {
        let mut plans = Self::default();
        for file in found {
            match read(&file.path)? {
                Compiled::Flow(plan) => plans.flows.push((file.name.clone(), Arc::from(plan))),
                Compiled::App(app) => plans.apps.push((file.name.clone(), Arc::from(app))),
            }
        }
        Ok(plans)
    }

    /// Whether there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.flows.is_empty() && self.apps.is_empty()
    }

    /// Takes out what is there as text, which wins; what is said of each.
    pub(crate) fn yield_to(&mut self, workspace: &Workspace) -> Vec<String> {
        let mut said = Vec::new();
        if self.is_empty() {
            return said;
        }
        let index = workspace.index();
        let path = |file| workspace.source(file).map_or("", |source| &*source.path);
        self.flows.retain(|(name, plan)| {
            let Some((file, _)) = index.flow(&plan.flow) else { return true };
            said.push(format!("`{name}` is left alone: `{}` holds the flow `{}` as text", path(file), plan.flow));
            false
        });
        self.apps.retain(|(name, app)| {
            let Some(file) = index.first_app(&app.name) else { return true };
            said.push(format!("`{name}` is left alone: `{}` holds the app `{}` as text", path(file), app.name));
            false
        });
        said
    }

    /// Lets a workspace know the sources of what was compiled, so that later texts are checked together with them.
    pub(crate) fn remember(&self, workspace: &mut Workspace) {
        let flows = self.flows.iter().map(|(_, plan)| &plan.source);
        for SourceText { path, text } in flows.chain(self.apps.iter().map(|(_, app)| &app.source)) {
            if workspace.file(path).is_none() {
                workspace.set(path.clone(), text.clone());
            }
        }
    }
}

/// Reads one file.
pub(crate) fn read(path: &Path) -> Result<Compiled, Complaint> {
    compiled::decode(&files::read_bytes(path)?).map_err(|refused| complaint(path, &refused))
}

/// What is said of a file that cannot be taken, with what to do.
pub(crate) fn complaint(path: &Path, refused: &Refused) -> Complaint {
    let complaint = Complaint::usage(format!("`{}` {refused}", files::shown(path)));
    match refused {
        Refused::NoPlan => complaint,
        Refused::OtherForm { .. } | Refused::Damaged => {
            complaint.help("compile it again from its YAML: `lanner compile PATHS -o DIR`")
        }
    }
}
