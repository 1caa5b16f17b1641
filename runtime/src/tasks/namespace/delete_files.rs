//! `namespace.DeleteFiles`: takes files out of a namespace.

use plan::Failure;

use super::{chosen, refused};
use crate::metrics::Metric;
use crate::namespace_files::FileRefusal;
use crate::tasks::{Act, Behaviour, Host, Outcome, Properties, Work};

pub(in crate::tasks) const BEHAVIOUR: Behaviour =
    Behaviour { task_type: "io.kestra.plugin.core.namespace.DeleteFiles", act: Act::Work(run) };

fn run(properties: Properties, host: Host) -> Work {
    Box::pin(delete(properties, host))
}

async fn delete(properties: Properties, host: Host) -> Result<Outcome, Failure> {
    let namespace = properties.require("namespace", Properties::text)?;
    let mut deleted = 0.0;
    let files = host.engine.namespace_files();
    let with_folders = properties.flag("deleteParentFolder")? == Some(true);
    for path in chosen(&properties, &host, &namespace)? {
        match files.delete(&namespace, &path).await {
            Ok(_) => deleted += 1.0,
            // Somebody else was faster.
            Err(FileRefusal::Missing(_)) => {}
            Err(refusal) => return Err(refused(refusal)),
        }
        if with_folders
            && let Some(parent) = path.folders().last()
            && files.list(&namespace, &parent).is_ok_and(|left| left.is_empty())
        {
            files.delete(&namespace, &parent).await.map_err(refused)?;
        }
    }
    host.metric(Metric::counter("deleted", deleted));
    Ok(Outcome::of([]))
}
