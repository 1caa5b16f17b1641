//! One execution of a flow on an engine in memory: compiled, started, followed, told.

mod answers;
mod below;
mod failures;
mod inputs;
mod outputs;
mod progress;
mod refused;
mod scratch;
mod wanted;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use compiler::Unit;
use plan::Plan;
use plan::dialect::Version;
use runtime::execution::State;
use runtime::query::Query;
use runtime::settings::{EncryptionKey, Redirect, Settings};
use runtime::{Creation, Engine, Execution, ExecutionId};

use crate::compiler::Compiler;
use crate::configuration::Configuration;
use crate::environment;
use crate::exit::{Complaint, Exit};
use crate::files;
use crate::formats::{self, Findings};
use crate::plans::Plans;
use crate::project::{Checked, Project};
use crate::terminal;
use crate::version;
use below::Below;
use progress::Progress;
use scratch::Scratch;

/// How often what goes on is drawn anew.
const TICK: Duration = Duration::from_millis(120);

/// What is asked for on the command line.
pub(crate) struct Request {
    pub(crate) flow: PathBuf,
    pub(crate) inputs: Vec<(String, String)>,
    pub(crate) inputs_file: Option<PathBuf>,
    pub(crate) labels: Vec<(String, String)>,
    pub(crate) redirects: Vec<Redirect>,
    pub(crate) workspace: Option<PathBuf>,
    pub(crate) save: Option<PathBuf>,
    pub(crate) target: Option<Version>,
    pub(crate) print: Print,
}

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Print {
    /// Progress and outputs, for people.
    Text,
    /// One document at the end.
    Json,
}

/// What is run: a flow, with what it may call around it.
struct Ready {
    plan: Arc<Plan>,
    around: Vec<Arc<Plan>>,
    compiler: Compiler,
}

/// Runs a flow to its end, or until it waits for somebody who is not there.
pub(crate) fn run(request: Request) -> Result<Exit, Complaint> {
    let mut project = if files::is_compiled(&request.flow) { read_compiled(&request)? } else { read(&request)? };
    if !project.loaded.findings.is_empty() {
        project.loaded.print();
        return Ok(Exit::Usage);
    }
    let mut configuration = std::mem::take(&mut project.loaded.configuration);
    let mut settings = std::mem::take(&mut configuration.settings);
    version::retarget(&mut settings, request.target);
    let mut plans = Plans::read(&std::mem::take(&mut project.compiled))?;
    let mut checked = project.check(settings);
    let plan = match plans.flows.iter().find(|(name, _)| *name == files::shown(&request.flow)) {
        Some((_, plan)) => Some(plan.clone()),
        None => plan(&request, &checked)?,
    };
    let Some(plan) = plan else { return Ok(Exit::Usage) };
    // What was compiled stands for itself, and for nothing that is there as text.
    drop(plans.yield_to(&checked.workspace));
    let mut around = checked.plans();
    around.extend(plans.flows.iter().map(|(_, plan)| plan.clone()));
    plans.remember(&mut checked.workspace);
    let ready = Ready { plan, around, compiler: Compiler::new(checked.workspace) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| Complaint::failure(format!("cannot start: {error}")))?;
    let scratch = Scratch::new().map_err(|error| Complaint::failure(format!("cannot keep files: {error}")))?;
    runtime.block_on(execute(&request, &configuration, ready, scratch))
}

/// The flow asked for, with the flows it may call around it.
fn read(request: &Request) -> Result<Project, Complaint> {
    let mut project = Project::read_one(&request.flow)?;
    let folder = match (&request.workspace, &project.loaded.root) {
        (Some(folder), _) => folder.clone(),
        (None, Some(_)) => return Ok(project),
        (None, None) => match request.flow.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        },
    };
    let around = Project::read(&[folder])?;
    let name = files::shown(&request.flow);
    project.context = around.files.into_iter().filter(|text| text.name != name).collect();
    Ok(project)
}

/// The compiled flow asked for, with what else is compiled beside it.
fn read_compiled(request: &Request) -> Result<Project, Complaint> {
    let mut project = Project::read(std::slice::from_ref(&request.flow))?;
    let parent = request.flow.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = request.workspace.as_deref().or(parent).unwrap_or(Path::new("."));
    let around = Project::read(&[folder.to_owned()])?;
    let asked = project.compiled.clone();
    project.compiled.extend(around.compiled.into_iter().filter(|found| !asked.contains(found)));
    project.context = Vec::new();
    Ok(project)
}

/// The plan of the flow, or its mistakes on standard error.
fn plan(request: &Request, checked: &Checked) -> Result<Option<Arc<Plan>>, Complaint> {
    let name = files::shown(&request.flow);
    let report = checked.reports.iter().find(|report| *report.path == *name);
    match report.map(|report| &report.unit) {
        Some(Some(Unit::Flow(plan))) => Ok(Some(plan.clone())),
        Some(Some(Unit::App(_))) => Err(Complaint::usage(format!("`{name}` is an app; run the flow behind it"))),
        Some(None) => {
            let findings = Findings::new(&checked.workspace, &checked.reports, terminal::look_of_errors());
            terminal::draw(&formats::full(&findings));
            Ok(None)
        }
        None => Err(Complaint::usage(format!("`{name}` is no flow"))),
    }
}

async fn execute(
    request: &Request,
    configuration: &Configuration,
    ready: Ready,
    mut scratch: Scratch,
) -> Result<Exit, Complaint> {
    let Ready { plan, around, compiler } = ready;
    let said = configuration.redirects.iter().filter_map(|text| Redirect::parse(text).ok());
    let redirects = request.redirects.iter().cloned().chain(said).collect();
    let base = Settings {
        redirects,
        budget: configuration.budget(),
        // Nothing of a run is there after it, so any key will do where none is decided.
        encryption_key: Some(EncryptionKey::random().map_err(Complaint::failure)?),
        ..Settings::in_memory(scratch.folder())
    };
    let settings = environment::settings(configuration, base)?;
    let engine =
        Engine::open(settings, Arc::new(compiler)).await.map_err(|error| Complaint::failure(error.to_string()))?;
    for plan in around.iter().filter(|other| other.flow != plan.flow).chain([&plan]) {
        engine.deploy((**plan).clone()).await.map_err(|refusal| Complaint::failure(refusal.to_string()))?;
    }
    let mut creation = Creation::of(plan.flow.clone());
    creation.labels = request.labels.iter().map(|(key, value)| (key.as_str().into(), value.as_str().into())).collect();
    inputs::give(request, &plan, &engine, &mut creation).await?;
    let resolved = engine.check_inputs(&plan.flow, None, &creation.inputs);
    let resolved = resolved.map_err(|refusal| Complaint::usage(refusal.to_string()))?;
    let refused = refused::draw(&plan, &resolved, &creation.inputs);
    if !refused.is_empty() {
        terminal::draw(&refused);
        return Ok(Exit::Usage);
    }
    let id = engine.create(creation).await.map_err(|refusal| Complaint::usage(refusal.to_string()))?;
    let mut progress = Progress::new(request.print, plan.flow.clone());
    let (end, exit) = follow(request, &engine, id, &mut progress).await?;
    progress.finish();
    match request.print {
        Print::Text => {
            if !matches!(end.state(), State::Success | State::Paused) {
                terminal::draw(&failures::draw(&engine).await);
            }
            outputs::print(&end, &engine, request.save.as_deref(), &mut scratch).await?;
        }
        Print::Json => outputs::print_document(&end, &engine).await?,
    }
    Ok(exit)
}

/// Follows an execution to its end, or to a pause that nobody answers.
async fn follow(
    request: &Request,
    engine: &Engine,
    id: ExecutionId,
    progress: &mut Progress,
) -> Result<(Arc<Execution>, Exit), Complaint> {
    let mut watch = engine.watch(id, None);
    let mut tick = tokio::time::interval(TICK);
    let mut below = Below::of(id);
    loop {
        let change = tokio::select! {
            change = watch.next() => change,
            _ = tick.tick() => {
                progress.tick();
                progress.say(&below.news(engine).await);
                match waiting(engine, id).await {
                    Some(paused) => {
                        if !answer(request, engine, &paused, progress).await? {
                            let gone = || Complaint::failure("the execution is gone");
                            let execution = engine.execution(id).await.map_err(|error| Complaint::failure(error.to_string()))?;
                            return Ok((execution.ok_or_else(gone)?, Exit::Paused));
                        }
                        continue;
                    }
                    None => continue,
                }
            }
            () = interrupted() => {
                progress.finish();
                return Err(Complaint::failure("interrupted"));
            }
        };
        let Some(change) = change else { return Err(Complaint::failure("the engine stopped")) };
        if change.execution.is_over() {
            progress.say(&below.news(engine).await);
        }
        progress.show(&change);
        let execution = change.execution;
        if execution.is_over() {
            let exit = exit(&execution);
            return Ok((execution, exit));
        }
        if execution.state() == State::Paused
            && execution.deadline().is_none()
            && execution.held_by().is_none()
            && !answer(request, engine, &execution, progress).await?
        {
            return Ok((execution, Exit::Paused));
        }
    }
}

/// Asks for what a paused execution waits for, and goes on with it; whether there was somebody to ask.
async fn answer(
    request: &Request,
    engine: &Engine,
    paused: &Execution,
    progress: &mut Progress,
) -> Result<bool, Complaint> {
    if !io::stdin().is_terminal() || request.print == Print::Json {
        return Ok(false);
    }
    progress.finish();
    let mut asked = answers::Asked::of(paused);
    loop {
        let answers = asked.ask()?;
        let resolved = engine.check_resume_inputs(paused.id(), &answers);
        if !asked.take(resolved.map_err(|refusal| Complaint::failure(refusal.to_string()))?) {
            continue;
        }
        let resumed = engine.resume(paused.id(), answers, None).await;
        resumed.map_err(|refusal| Complaint::failure(refusal.to_string()))?;
        return Ok(true);
    }
}

/// An execution called by this one that waits for somebody.
async fn waiting(engine: &Engine, id: ExecutionId) -> Option<Arc<Execution>> {
    let query = Query { states: vec![State::Paused], ..Query::default() };
    for summary in engine.list(&query).await.ok()?.items.into_iter().filter(|summary| summary.id != id) {
        // One that cannot be read now is looked for again with the next tick.
        let execution = engine.execution(summary.id).await.ok()??;
        if execution.state() == State::Paused && execution.deadline().is_none() && execution.held_by().is_none() {
            return Some(execution);
        }
    }
    None
}

async fn interrupted() {
    // Where no signal can be waited for, the process is simply ended by it.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn exit(execution: &Execution) -> Exit {
    match execution.state() {
        State::Success | State::Warning => Exit::Success,
        State::Paused => Exit::Paused,
        _ => Exit::Failure,
    }
}
