//! `storage.PurgeStorage`: deletes files of executions by their age.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plan::{Failure, Value};

use crate::creation::slug;
use crate::ids::ExecutionId;
use crate::metrics::Metric;
use crate::query;
use crate::storage::{FileUri, Listed};
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

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
    let mut folders: BTreeMap<FileUri, Vec<Listed>> = BTreeMap::new();
    for file in host.storage.list_all().await.map_err(cannot)? {
        if let Some(folder) = scope.folder_of(&file.uri) {
            folders.entry(folder).or_default().push(file);
        }
    }
    let (mut scanned, mut purged, mut deleted) = (0, 0, 0);
    for files in folders.into_values() {
        scanned += 1;
        let old: Vec<Listed> = files.into_iter().filter(|file| scope.is_in_time(file.modified)).collect();
        purged += i64::from(!old.is_empty());
        if !dry {
            for file in old {
                deleted += i64::from(host.storage.delete(&file.uri).await.map_err(cannot)?);
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
    /// The folder of the execution that a file belongs to, where its flow is one that is asked for.
    fn folder_of(&self, file: &FileUri) -> Option<FileUri> {
        let parts: Vec<&str> = file.path().split('/').skip(1).collect();
        // The namespace, the flow, `executions`, the execution, the file.
        let at = parts.windows(2).position(|pair| pair[0] == "executions" && pair[1].parse::<ExecutionId>().is_ok())?;
        let (flow, namespace) = parts.get(..at)?.split_last()?;
        let wanted = self.namespace.as_ref().is_none_or(|outer| query::within(&namespace.join("."), outer))
            && self.flow.as_ref().is_none_or(|wanted| wanted == flow);
        wanted.then(|| FileUri::new(parts[..at + 2].iter().copied()))
    }

    fn is_in_time(&self, written: Timestamp) -> bool {
        written <= self.to && self.from.is_none_or(|from| written >= from)
    }
}
