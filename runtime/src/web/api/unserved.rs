//! Files of the served folder that do not compile: what is wrong with them, and what is served in their place.

use std::sync::Arc;

use plan::flow::SourceText;
use report::Diagnostic;
use serde_json::{Value, json};

use super::flows::validate::{identity, refuse, row};
use super::paging::{Paging, paged};
use crate::parse::Compiled;
use crate::registry::Unserved;
use crate::web::context::Context;
use crate::web::problem::Problem;
use crate::web::request::Request;
use crate::web::response::Answer;

/// `GET /unserved`: a row of Kestra's validation for each file, with its findings as `lanner compile` gives them.
pub async fn list(context: Arc<Context>, request: Request) -> Answer {
    let paging = Paging::read(&request.query)?;
    let found = visible(&context, &request);
    let total = found.len();
    let page = paging.of(found);
    let compiled = compile(&context, &page);
    let rows = page.iter().enumerate().map(|(index, file)| document(&context, &compiled, file, index));
    Ok(paged(&rows.collect::<Result<Vec<_>, _>>()?, total))
}

/// The files that somebody may see; those whose namespace cannot be told only who sees everything.
pub(in crate::web) fn visible(context: &Context, request: &Request) -> Vec<Arc<Unserved>> {
    let mut found = context.engine.registry().unserved();
    let bounds = request.caller.identity.bounds().is_some();
    found.retain(|file| !bounds || request.sees(&identity(context, &file.source.text).namespace));
    found
}

/// What the compiler says of some of them now, beside everything that is deployed.
pub(in crate::web) fn compile(context: &Context, files: &[Arc<Unserved>]) -> Compiled {
    let sources: Vec<SourceText> = files.iter().map(|file| file.source.clone()).collect();
    context.engine.parse().compile(&sources)
}

/// The findings in one file.
pub(in crate::web) fn findings<'c>(compiled: &'c Compiled, file: &Unserved) -> Vec<&'c Diagnostic> {
    let path = |diagnostic: &Diagnostic| compiled.sources.get(diagnostic.primary.place.file).map(|it| it.path.clone());
    compiled.diagnostics.iter().filter(|it| path(it).as_deref() == Some(&*file.source.path)).collect()
}

fn document(context: &Context, compiled: &Compiled, file: &Unserved, index: usize) -> Result<Value, Problem> {
    let found = findings(compiled, file);
    let mut row = row(context, &file.source.text, index, &compiled.sources, &found);
    let diagnostics: Vec<_> = found.iter().map(|it| report::json::finding(&compiled.sources, it)).collect();
    refuse(context, &mut row, &file.source.text);
    row["filename"] = json!(&*file.source.path);
    row["diagnostics"] = serde_json::to_value(diagnostics).map_err(|error| Problem::internal(&error))?;
    row["servedInstead"] = json!(file.instead);
    Ok(row)
}
