//! The files of a folder that is served: compiled at this start, or at an earlier one when nothing has changed since.

pub(crate) mod kept;

use std::sync::Arc;

use compiler::{FileReport, Unit, Workspace};
use runtime::Engine;

use crate::exit::Complaint;
use crate::held::Held;
use crate::project::Gathered;
use crate::serve::refused;
use kept::Memory;

/// The files of a folder, with what is known of each.
pub(crate) struct Served {
    /// Every text.
    pub(crate) workspace: Workspace,
    /// Those that hold a flow or an app, or cannot be told; by name.
    pub(crate) files: Vec<File>,
    origin: Origin,
}

/// A file of the folder.
pub(crate) struct File {
    /// What was found in it. It holds what the file was compiled to only where that was at this start.
    pub(crate) report: Arc<FileReport>,
    /// What it was compiled to, here or then; `None` where it holds mistakes.
    pub(crate) held: Option<Held>,
}

/// Where from it is known what the files hold.
enum Origin {
    /// They were compiled.
    Compiled,
    /// Nothing they are compiled from has changed since an earlier start; the content addresses of what they held.
    Recalled(Vec<Option<String>>),
}

impl Served {
    /// What is known of files: what an earlier start has kept of them where it still holds, or what they compile to.
    pub(crate) fn of(gathered: &Gathered, memory: &Memory) -> Self {
        let Some(kept) = memory.recall() else { return Self::compile(gathered) };
        tracing::info!("nothing has changed since the last start: what was compiled then is served");
        let mut files = Vec::with_capacity(kept.len());
        let mut addresses = Vec::with_capacity(kept.len());
        for (report, held, address) in kept.into_iter().map(kept::Kept::open) {
            files.push(File { report: Arc::new(report), held });
            addresses.push(address);
        }
        Self { workspace: gathered.workspace.clone(), files, origin: Origin::Recalled(addresses) }
    }

    fn compile(gathered: &Gathered) -> Self {
        let checked = gathered.clone().compile();
        let file = |report: Arc<FileReport>| File { held: Held::by(&report), report };
        let files = checked.reports.into_iter().map(file).collect();
        Self { workspace: checked.workspace, files, origin: Origin::Compiled }
    }

    /// Has an engine run what the files hold, and remembers what that is for the next start.
    ///
    /// What is recalled lies in the store; where that holds something else by now, the files are compiled after all.
    pub(crate) async fn deploy(
        &mut self,
        engine: &Engine,
        gathered: &Gathered,
        memory: &Memory,
    ) -> Result<(), Complaint> {
        if let Origin::Recalled(addresses) = &self.origin {
            let stands = |(file, address): (&File, &Option<String>)| match &file.held {
                Some(held) => held.deployed(engine) == *address,
                None => true,
            };
            if self.files.iter().zip(addresses).all(stands) {
                return Ok(());
            }
            *self = Self::compile(gathered);
        }
        let mut flows = Vec::new();
        for File { report, .. } in &self.files {
            match &report.unit {
                Some(Unit::Flow(plan)) => flows.push(Arc::clone(plan)),
                Some(Unit::App(app)) => {
                    let deployed = engine.deploy_app((**app).clone()).await;
                    deployed.map_err(|refusal| refused(&report.path, &refusal))?;
                }
                None => {}
            }
        }
        engine
            .deploy_all(flows)
            .await
            .map_err(|refusal| Complaint::failure(format!("the flows cannot be deployed: {refusal}")))?;
        let address = |file: &File| file.held.as_ref().and_then(|held| held.deployed(engine));
        memory.keep(self.files.iter().map(|file| kept::Kept::new(&file.report, file.held.clone(), address(file))));
        Ok(())
    }

    /// What was found in all of them.
    pub(crate) fn reports(&self) -> Vec<Arc<FileReport>> {
        self.files.iter().map(|file| Arc::clone(&file.report)).collect()
    }
}
