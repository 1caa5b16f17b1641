//! `storage.PurgeStorage`: deletes files of executions by their age.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use plan::{Failure, Value};

use crate::creation::slug;
use crate::ids::ExecutionId;
use crate::metrics::Metric;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};
use crate::{folder, query};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.storage.PurgeStorage", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(purge(properties, host))
}

/// Which files are deleted.
struct Scope {
    namespace: Option<String>,
    /// As it stands in addresses.
    flow: Option<String>,
    from: Option<Timestamp>,
    to: Timestamp,
}

async fn purge(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let scope = Scope {
        namespace: properties.text("namespace")?,
        flow: properties.text("flowId")?.map(|flow| slug(&flow)),
        from: properties.moment("startDate")?,
        to: properties.require("endDate", Properties::moment)?,
    };
    if scope.flow.is_some() && scope.namespace.is_none() {
        return Err(Failure::new("'namespace' is required when 'flowId' is set."));
    }
    let dry = properties.flag("dryRun")? != Some(false);
    let cannot = |error| Failure::new(format!("the files of executions cannot be read: {error}"));
    let root = host.storage.root().to_owned();
    let (mut scanned, mut purged, mut deleted) = (0, 0, 0);
    for folder in folders(&root).map_err(cannot)?.into_iter().filter(|folder| scope.has(&root, folder)) {
        scanned += 1;
        let files = folder::all(&folder).await.map_err(cannot)?;
        let old: Vec<PathBuf> = files.into_iter().map(|file| file.1).filter(|file| scope.is_in_time(file)).collect();
        purged += i64::from(!old.is_empty());
        if !dry {
            for file in old {
                tokio::fs::remove_file(&file).await.map_err(cannot)?;
                deleted += 1;
            }
        }
    }
    for (name, count) in [("scanned", scanned), ("purged", purged), ("deleted.files", deleted)] {
        #[expect(clippy::cast_precision_loss, reason = "no disk holds enough files to tell")]
        host.metric(Metric::counter(name, count as f64));
    }
    Ok(Outcome::of([
        ("scannedCount", Value::integer(scanned)),
        ("purgedCount", Value::integer(purged)),
        ("deletedFilesCount", Value::integer(deleted)),
    ]))
}

impl Scope {
    /// Whether a folder of an execution belongs to the flows that are asked for.
    fn has(&self, root: &Path, folder: &Path) -> bool {
        let parts: Vec<_> =
            folder.strip_prefix(root).into_iter().flatten().map(|part| part.to_string_lossy()).collect();
        // The namespace, the flow, `executions`, the execution.
        let Some(names) = parts.len().checked_sub(2).map(|end| &parts[..end]) else { return false };
        let Some((flow, namespace)) = names.split_last() else { return false };
        self.namespace.as_ref().is_none_or(|outer| query::within(&namespace.join("."), outer))
            && self.flow.as_ref().is_none_or(|wanted| wanted == flow)
    }

    fn is_in_time(&self, file: &Path) -> bool {
        let written = std::fs::metadata(file).and_then(|it| it.modified()).ok();
        let written = written.and_then(|at| Timestamp::try_from(at).ok());
        written.is_some_and(|at| at <= self.to && self.from.is_none_or(|from| at >= from))
    }
}

/// The folder of every execution that has files.
fn folders(root: &Path) -> std::io::Result<Vec<PathBuf>> {
    let (mut found, mut left) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            if !entry.file_type()?.is_dir() {
                continue;
            }
            let is_execution = folder.ends_with("executions")
                && entry.file_name().to_str().is_some_and(|name| name.parse::<ExecutionId>().is_ok());
            if is_execution { found.push(entry.path()) } else { left.push(entry.path()) }
        }
    }
    found.sort();
    Ok(found)
}
