//! A server over a folder: compiled, deployed, answered for, drained.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use compiler::Workspace;
use report::Severity;
use runtime::access::Users;
use runtime::settings::{Redirect, Settings, Sync};
use runtime::web::hosts::Exposure;
use runtime::web::{self, Context, Server};
use runtime::{Engine, Refusal};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::compiler::Compiler;
use crate::configuration::Configuration;
use crate::environment;
use crate::exit::{Complaint, Exit};
use crate::files;
use crate::formats::{self, Findings};
use crate::held::Held;
use crate::logs;
use crate::pages;
use crate::plans::Plans;
use crate::project::Project;
use crate::reload::Reload;
use crate::served::kept::Memory;
use crate::served::{File, Served};
use crate::state;
use crate::telemetry;
use crate::terminal::{self, tell};

/// What is asked for on the command line.
pub(crate) struct Request {
    pub(crate) folder: PathBuf,
    pub(crate) listen: SocketAddr,
    pub(crate) management: Option<SocketAddr>,
    pub(crate) data: PathBuf,
    pub(crate) redirects: Vec<Redirect>,
    pub(crate) exposure: Exposure,
    pub(crate) log_format: logs::Format,
    pub(crate) log_level: String,
}

/// What a process ends with that is interrupted the hard way, as shells expect it.
const INTERRUPTED: i32 = 130;

/// Serves until it is told to stop.
pub(crate) fn serve(request: Request) -> Result<Exit, Complaint> {
    let mut project = Project::read(std::slice::from_ref(&request.folder))?;
    if !project.loaded.findings.is_empty() {
        project.loaded.print();
        return Ok(Exit::Usage);
    }
    let alone = request.exposure == Exposure::ThisMachine && project.loaded.configuration.serving.users.is_empty();
    if alone && !request.listen.ip().is_loopback() {
        let message = format!("`{}` lets other machines in, and nobody has to log in here", request.listen);
        let help = "listen on 127.0.0.1, name `users` in lanner.yaml, or add --insecure if that is what you want";
        return Err(Complaint::usage(message).help(help));
    }
    logs::begin(request.log_format, &request.log_level);
    let configuration = std::mem::take(&mut project.loaded.configuration);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Complaint::failure(format!("cannot start: {error}")))?;
    runtime.block_on(run(&request, &configuration, project))
}

async fn run(request: &Request, configuration: &Configuration, mut project: Project) -> Result<Exit, Complaint> {
    for message in std::mem::take(&mut project.unreadable) {
        Complaint::failure(message).print();
    }
    let mut plans = Plans::read(&project.compiled)?;
    let gathered = project.gather(configuration.settings.clone());
    let memory = Memory::of(&gathered, &request.data);
    let mut served = Served::of(&gathered, &memory);
    if served.files.is_empty() && plans.is_empty() {
        let message = format!("`{}` holds neither flows nor apps", files::shown(&request.folder));
        return Err(Complaint::failure(message).help("`lanner init` writes first ones"));
    }
    for left in plans.yield_to(&served.workspace) {
        Complaint::failure(left).print();
    }
    plans.remember(&mut served.workspace);
    let server = Server::bind(request.listen).map_err(|error| Complaint::failure(error.to_string()))?;
    let operators = request.management.map(Server::bind).transpose();
    let operators = operators.map_err(|error| Complaint::failure(error.to_string()))?.map(Server::for_operators);
    let url = configuration.url.clone().unwrap_or_else(|| format!("http://{}", server.address()));
    let engine = open(request, configuration, &served.workspace, &url).await?;
    served.deploy(&engine, &gathered, &memory).await?;
    deploy_compiled(&engine, &plans).await?;
    let settings = web::Settings {
        url: Some(url),
        users: Users::new(configuration.serving.users.clone()),
        exposure: request.exposure,
        trusted_proxies: configuration.serving.trusted_proxies.clone(),
        limits: configuration.serving.web_limits(),
    };
    let context = Context::new(engine.clone(), settings)
        .map_err(|error| Complaint::failure(format!("cannot write to the data folder: {error}")))?;
    let signals = Signals::new()?;
    engine.fire_triggers();
    if let Some(age) = configuration.retention {
        engine.forget_after(age);
    }
    tell(request, &server, &served, &plans);
    if let Some(operators) = &operators {
        say(&format!("http://{}  (health and metrics)\n", operators.address()));
    }
    if let Err(complaint) = Reload::new(request.folder.clone(), engine.clone(), &served).begin() {
        complaint.help("changed files are served after the next start").print();
    }
    drop((served, gathered, plans));
    pages::give_back();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    // It says how the server is until that has answered its last request.
    let watched = operators.map(|operators| {
        let context = Arc::clone(&context);
        tokio::spawn(operators.serve(context, async { drop(stopped.await) }))
    });
    server.serve(context, signals.stopped()).await;
    drop(stop);
    if let Some(watched) = watched {
        // A task that panicked has said so.
        let _ = watched.await;
    }
    engine.drain(engine.settings().limits.tasks_drain).await;
    tell!("stopped");
    Ok(Exit::Success)
}

async fn open(
    request: &Request,
    configuration: &Configuration,
    workspace: &Workspace,
    url: &str,
) -> Result<Engine, Complaint> {
    let said = configuration.redirects.iter().filter_map(|text| Redirect::parse(text).ok());
    let settings = Settings {
        redirects: request.redirects.iter().cloned().chain(said).collect(),
        url: Some(url.to_owned()),
        budget: configuration.budget(),
        limits: configuration.serving.engine_limits(),
        traces: telemetry::destination(&configuration.serving.telemetry, |name| std::env::var(name).ok())?,
        sync: configuration.sync.unwrap_or(Sync::Always),
        files: environment::files(configuration)?,
        ..Settings::on_disk(&request.data)
    };
    let settings = environment::settings(configuration, settings)?;
    let parse = Arc::new(Compiler::new(workspace.clone()));
    Engine::open(settings, parse).await.map_err(|error| state::unusable(error, &request.data))
}

async fn deploy_compiled(engine: &Engine, plans: &Plans) -> Result<(), Complaint> {
    for (name, plan) in &plans.flows {
        engine.deploy(Arc::clone(plan)).await.map_err(|refusal| refused(name, &refusal))?;
    }
    for (name, app) in &plans.apps {
        engine.deploy_app((**app).clone()).await.map_err(|refusal| refused(name, &refusal))?;
    }
    Ok(())
}

pub(crate) fn refused(what: &str, refusal: &Refusal) -> Complaint {
    Complaint::failure(format!("`{what}` cannot be deployed: {refusal}"))
}

/// Says what was found, what is served, and where.
fn tell(request: &Request, server: &Server, served: &Served, plans: &Plans) {
    let reports = served.reports();
    let findings = Findings::new(&served.workspace, &reports, terminal::look_of_errors());
    terminal::draw(&formats::full(&findings));
    let (bold, red) = (Style::new().bold(), AnsiColor::Red.on_default().bold());
    for File { report, .. } in served.files.iter().filter(|file| file.held.is_none()) {
        let errors = report.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).count();
        let plural = if errors == 1 { "" } else { "s" };
        tell!("{red}not served{red:#}: {} ({errors} error{plural})", report.path);
    }
    let (mut flows, mut apps) = (plans.flows.len(), plans.apps.len());
    for held in served.files.iter().filter_map(|file| file.held.as_ref()) {
        match held {
            Held::Flow(_) => flows += 1,
            Held::App(_) => apps += 1,
        }
    }
    let data = files::shown(&request.data);
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let (flows, apps) = (plural(flows, "flow"), plural(apps, "app"));
    let address = server.address();
    say(&format!(
        "Lanner serves {flows} and {apps}, its state lies in {data}\n{bold}http://{address}{bold:#}  (Ctrl-C stops)\n"
    ));
}

/// Writes to standard output; a server goes on where that cannot be done.
fn say(text: &str) {
    if let Err(complaint) = terminal::print(text) {
        complaint.print();
    }
}

/// The signals that ask a process to stop.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// From here on they no longer end the process by themselves.
    fn new() -> Result<Self, Complaint> {
        let listen =
            |kind| signal(kind).map_err(|error| Complaint::failure(format!("cannot wait for signals: {error}")));
        Ok(Self { interrupt: listen(SignalKind::interrupt())?, terminate: listen(SignalKind::terminate())? })
    }

    /// Ready at the first of them; a second one ends the process at once.
    async fn stopped(mut self) {
        self.next().await;
        tell!("\nstopping: finishing what was begun (Ctrl-C again stops at once)");
        tokio::spawn(async move {
            self.next().await;
            std::process::exit(INTERRUPTED);
        });
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
