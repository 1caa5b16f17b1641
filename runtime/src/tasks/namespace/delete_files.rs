//! `namespace.DeleteFiles`: takes files out of a namespace.

use plan::Failure;

use super::{chosen, file};
use crate::metrics::Metric;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.namespace.DeleteFiles", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(delete(properties, host))
}

async fn delete(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let namespace = properties.require("namespace", Properties::text)?;
    let mut deleted = 0.0;
    for (path, place) in chosen(&properties, &host, &namespace).await? {
        let cannot = |error: std::io::Error| Failure::new(format!("cannot delete `{path}`: {error}"));
        if host.storage.delete(&file(&namespace, &path)).await.map_err(cannot)? {
            deleted += 1.0;
        }
        if properties.flag("deleteParentFolder")? == Some(true)
            && let Some(parent) = place.parent()
        {
            // A folder that is not empty stays.
            let _ = tokio::fs::remove_dir(parent).await;
        }
    }
    host.metric(Metric::counter("deleted", deleted));
    Ok(Outcome::of([]))
}
