//! Flows and worlds for tests: a flow is built by hand, and a scripted world answers what it asks.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use plan::flow::{FlowName, Output, Sections, SourceText};
use plan::step::{
    Call, Children, ChooseStyle, Common, EachStyle, Effects, OnChildFailure, OnFailure, PauseBehavior, RestartBehavior,
};
use plan::{Argument, Dialect, Failure, Plan, Shape, Step, StepId, Template, Text, Value};

use super::event::{CallState, Round};
use super::{Answer, Birth, Command, Event, Execution, Kind, Outcome, Program, Question, State};
use crate::ids::ExecutionId;

/// A task on its way into a plan.
pub(super) struct Task {
    name: &'static str,
    shape: Made,
    common: Common,
}

#[expect(clippy::large_enum_variant, reason = "a few of them live in tests")]
enum Made {
    Leaf(Shape),
    Body(Vec<Task>, Vec<Task>, Vec<Task>, Box<dyn FnOnce(Children) -> Shape>),
    Choice(Vec<(&'static str, Vec<Task>)>, Option<Vec<Task>>, ChooseStyle),
}

fn of(name: &'static str, shape: Made) -> Task {
    Task { name, shape, common: Common::default() }
}

fn body(name: &'static str, tasks: Vec<Task>, shape: impl FnOnce(Children) -> Shape + 'static) -> Task {
    of(name, Made::Body(tasks, Vec::new(), Vec::new(), Box::new(shape)))
}

pub(super) fn run(name: &'static str) -> Task {
    of(name, Made::Leaf(Shape::Run))
}

pub(super) fn sequential(name: &'static str, tasks: Vec<Task>) -> Task {
    body(name, tasks, |children| Shape::Sequence { children, on_failure: OnFailure::Fail })
}

pub(super) fn allow_failure(name: &'static str, tasks: Vec<Task>) -> Task {
    body(name, tasks, |children| Shape::Sequence { children, on_failure: OnFailure::Warn })
}

pub(super) fn parallel(name: &'static str, on_child_failure: OnChildFailure, tasks: Vec<Task>) -> Task {
    body(name, tasks, move |children| Shape::Parallel { children, at_most: None, on_child_failure })
}

pub(super) fn each(name: &'static str, style: EachStyle, tasks: Vec<Task>) -> Task {
    let over = Argument::Fixed(Value::Null);
    body(name, tasks, move |children| Shape::Each { children, over, at_most: None, style })
}

pub(super) fn repeat(name: &'static str, tasks: Vec<Task>) -> Task {
    body(name, tasks, |children| Shape::Repeat {
        children,
        until: template("until"),
        interval: None,
        max_iterations: None,
        max_duration: None,
        fail_on_max_reached: false,
    })
}

pub(super) fn pause(name: &'static str, behavior: PauseBehavior, tasks: Vec<Task>) -> Task {
    body(name, tasks, move |children| Shape::Await {
        children,
        delay: Some(Argument::Fixed(Value::Null)),
        timeout: None,
        behavior,
        on_resume: Vec::new(),
        on_pause: None,
    })
}

pub(super) fn switch(
    name: &'static str,
    branches: Vec<(&'static str, Vec<Task>)>,
    otherwise: Option<Vec<Task>>,
) -> Task {
    of(name, Made::Choice(branches, otherwise, ChooseStyle::Switch))
}

pub(super) fn call(name: &'static str) -> Task {
    let nothing = || Argument::Fixed(Value::Null);
    of(
        name,
        Made::Leaf(Shape::Call(Box::new(Call {
            flow: None,
            namespace: nothing(),
            flow_id: nothing(),
            revision: None,
            inputs: Vec::new(),
            labels: Vec::new(),
            wait: true,
            transmit_failed: true,
            inherit_labels: false,
            outputs: Vec::new(),
            restart: RestartBehavior::RetryFailed,
            schedule_date: None,
        }))),
    )
}

impl Task {
    pub(super) fn errors(mut self, tasks: Vec<Task>) -> Self {
        if let Made::Body(_, errors, _, _) = &mut self.shape {
            *errors = tasks;
        }
        self
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Common)) -> Self {
        change(&mut self.common);
        self
    }
}

pub(super) fn template(source: &str) -> Template {
    Template::verbatim(source, report::Span::default(), Dialect::V1)
}

/// A flow on its way into a program.
#[derive(Default)]
pub(super) struct Flow {
    pub(super) tasks: Vec<Task>,
    pub(super) errors: Vec<Task>,
    pub(super) finally: Vec<Task>,
    pub(super) after: Vec<Task>,
    pub(super) outputs: bool,
    pub(super) dialect: Dialect,
}

impl Flow {
    pub(super) fn program(self) -> Arc<Program> {
        let mut steps = Vec::new();
        let sections = Sections {
            tasks: place(self.tasks, None, &mut steps),
            errors: place(self.errors, None, &mut steps),
            finally: place(self.finally, None, &mut steps),
            after_execution: place(self.after, None, &mut steps),
            listeners: Vec::new(),
        };
        let output = Output {
            id: "out".into(),
            kind: None,
            value: Argument::Fixed(Value::Null),
            display_name: None,
            description: None,
            required: true,
        };
        let plan = Plan {
            flow: FlowName { namespace: "company.team".into(), id: "flow".into() },
            dialect: self.dialect,
            description: None,
            disabled: false,
            labels: Vec::new(),
            inputs: Vec::new(),
            variables: Vec::new(),
            steps,
            sections,
            outputs: if self.outputs { vec![output] } else { Vec::new() },
            triggers: Vec::new(),
            concurrency: None,
            retry: None,
            sla: Vec::new(),
            checks: Vec::new(),
            source: SourceText::default(),
        };
        Arc::new(Program::new(Arc::new(plan), 1))
    }
}

fn place(tasks: Vec<Task>, parent: Option<StepId>, steps: &mut Vec<Step>) -> Vec<StepId> {
    tasks.into_iter().map(|task| place_one(task, parent, steps)).collect()
}

fn place_one(task: Task, parent: Option<StepId>, steps: &mut Vec<Step>) -> StepId {
    let id = StepId(steps.len() as u32);
    steps.push(Step {
        name: task.name.into(),
        task_type: "test".into(),
        parent,
        common: task.common,
        shape: Shape::Run,
        properties: Vec::new(),
        effects: Effects::World,
        place: report::Span::default(),
    });
    let shape = match task.shape {
        Made::Leaf(shape) => shape,
        Made::Body(tasks, errors, finally, shape) => shape(Children {
            tasks: place(tasks, Some(id), steps),
            errors: place(errors, Some(id), steps),
            finally: place(finally, Some(id), steps),
        }),
        Made::Choice(branches, otherwise, style) => Shape::Choose {
            on: template("on"),
            branches: branches
                .into_iter()
                .map(|(value, tasks)| plan::step::Branch { value: value.into(), tasks: place(tasks, Some(id), steps) })
                .collect(),
            otherwise: otherwise.map(|tasks| place(tasks, Some(id), steps)),
            style,
            errors: Vec::new(),
            finally: Vec::new(),
        },
    };
    steps[id.index()].shape = shape;
    id
}

/// What a scripted world does with a task, by its name: the first line that fits is taken, and used up where
/// it says so.
type Behaviour = Box<dyn FnMut(&Execution, &str, u32) -> Option<Outcome>>;

/// A world that answers what an execution asks.
pub(super) struct World {
    pub(super) execution: Execution,
    pub(super) now: Timestamp,
    /// Asked for, and not answered yet.
    pub(super) open: VecDeque<Command>,
    pub(super) logs: Vec<String>,
    behaviour: Behaviour,
    /// Loop values, by task.
    pub(super) values: Vec<(&'static str, Vec<&'static str>, u32)>,
    /// What decisions are made on, by task.
    pub(super) texts: Vec<(&'static str, &'static str)>,
    /// Rounds before a repetition ends, by task.
    pub(super) rounds: u32,
    pub(super) interval: SignedDuration,
    pub(super) delay: Option<SignedDuration>,
    pub(super) outputs: Result<Value, &'static str>,
    /// How a called execution ends.
    pub(super) called: State,
    /// What it gives out.
    pub(super) given: Option<Arc<plan::value::Map>>,
    /// Tasks that are not answered.
    pub(super) busy: Vec<&'static str>,
}

impl World {
    pub(super) fn new(flow: Flow) -> Self {
        let now = Timestamp::from_second(1_700_000_000).expect("in range");
        let birth = Birth {
            id: ExecutionId::new(now, 7),
            kind: Kind::Normal,
            labels: Vec::new(),
            inputs: Arc::default(),
            trigger: None,
            lineage: None,
            schedule_date: None,
            hold: None,
        };
        Self {
            execution: Execution::new(flow.program(), birth, now),
            now,
            open: VecDeque::new(),
            logs: Vec::new(),
            behaviour: Box::new(|_, _, _| None),
            values: Vec::new(),
            texts: Vec::new(),
            rounds: 1,
            interval: SignedDuration::ZERO,
            delay: None,
            outputs: Ok(Value::Null),
            called: State::Success,
            given: None,
            busy: Vec::new(),
        }
    }

    /// Says how tasks end; success where it says nothing.
    pub(super) fn tasks(mut self, behaviour: impl FnMut(&Execution, &str, u32) -> Option<Outcome> + 'static) -> Self {
        self.behaviour = Box::new(behaviour);
        self
    }

    /// Tasks of this name fail.
    pub(super) fn failing(self, names: &'static [&'static str]) -> Self {
        self.tasks(move |_, name, _| names.contains(&name).then(|| Outcome::failed(Failure::new("Task failure"))))
    }

    pub(super) fn apply(&mut self, event: Event) {
        let commands = self.execution.apply(event, self.now);
        self.open.extend(commands);
    }

    /// Begins and goes on until nothing can be answered any more.
    pub(super) fn run(mut self) -> Self {
        self.apply(Event::Begun);
        self.settle();
        self
    }

    /// Goes on until nothing can be answered any more.
    pub(super) fn settle(&mut self) {
        let mut kept = VecDeque::new();
        while let Some(command) = self.open.pop_front() {
            match self.answer(&command) {
                Some(event) => self.apply(event),
                None => kept.push_back(command),
            }
        }
        self.open = kept;
    }

    /// Answers one thing that was asked for; whether there was one.
    pub(super) fn step(&mut self) -> bool {
        for _ in 0..self.open.len() {
            let Some(command) = self.open.pop_front() else { break };
            if let Some(event) = self.answer(&command) {
                self.apply(event);
                return true;
            }
        }
        false
    }

    /// Time goes on to the next deadline, and nothing is answered.
    pub(super) fn wait_once(&mut self) {
        if let Some(at) = self.execution.deadline() {
            self.now = at;
        }
        self.apply(Event::Elapsed);
    }

    /// Time goes on to the next deadline.
    pub(super) fn wait(&mut self) {
        if let Some(at) = self.execution.deadline() {
            self.now = at;
        }
        self.apply(Event::Elapsed);
        self.settle();
    }

    fn name(&self, key: super::RunKey) -> Text {
        self.execution.task_name(self.execution.run(key).expect("a run that is asked for")).clone()
    }

    fn answer(&mut self, command: &Command) -> Option<Event> {
        match command {
            Command::Evaluate(question) => Some(Event::Answered(*question, self.evaluate(*question))),
            Command::Run { run, attempt } => {
                let name = self.name(*run);
                if self.busy.contains(&&*name) {
                    return None;
                }
                let outcome = (self.behaviour)(&self.execution, &name, *attempt);
                let outcome = outcome.unwrap_or_else(|| Outcome::success(None));
                Some(Event::Ended { run: *run, attempt: *attempt, outcome })
            }
            Command::Call { run, child, .. } => {
                let state = State::Created;
                let result = Ok(CallState { state, outputs: None, failure: None });
                self.apply(Event::Called { run: *run, child: *child, result });
                let ended = CallState { state: self.called, outputs: self.given.clone(), failure: None };
                Some(Event::CallEnded { run: *run, child: *child, ended })
            }
            Command::OpenFolder { run } | Command::CloseFolder { run } => {
                Some(Event::Answered(Question::Folder(*run), Ok(Answer::Folder(None))))
            }
            Command::Admit => Some(Event::Admitted(super::Admission::Granted)),
            Command::Continue => Some(Event::Continued),
            Command::Failed { failure, .. } => {
                self.logs.push(format!("Error {}", failure.message));
                None
            }
            Command::Log { level, message, .. } => {
                self.logs.push(format!("{level:?} {message}"));
                None
            }
            Command::Abort { .. }
            | Command::KillCalled { .. }
            | Command::RestartCalled { .. }
            | Command::Repeat { .. } => None,
        }
    }

    pub(super) fn evaluate(&mut self, question: Question) -> Result<Answer, Failure> {
        match question {
            Question::RunIf(key) | Question::Branch(key) => {
                let name = self.name(key);
                let text = self.texts.iter().find(|text| text.0 == &*name).map_or("", |text| text.1);
                Ok(Answer::Text(text.to_owned()))
            }
            Question::Values(key) => {
                let name = self.name(key);
                let (values, at_most) = self
                    .values
                    .iter()
                    .find(|values| values.0 == &*name)
                    .map(|values| (values.1.clone(), values.2))
                    .ok_or_else(|| Failure::new("no values"))?;
                let values = values.into_iter().map(Into::into).collect();
                Ok(Answer::Values { values, keys: None, from_file: false, at_most })
            }
            Question::AtMost(_) => Ok(Answer::AtMost(0)),
            Question::Times(_) => Ok(Answer::Times { delay: self.delay, timeout: None }),
            Question::Round(_) => {
                self.rounds = self.rounds.saturating_sub(1);
                let until = if self.rounds == 0 { "true" } else { "false" }.to_owned();
                Ok(Answer::Round(Round { until, interval: self.interval, max_iterations: None, max_duration: None }))
            }
            Question::Outputs => match &self.outputs {
                Ok(value) => Ok(Answer::Map(Arc::new([(Text::from("out"), value.clone())].into_iter().collect()))),
                Err(message) => Err(Failure::new(message)),
            },
            Question::Agreement(_) => Ok(Answer::Text("true".into())),
            Question::Listener(_) => Ok(Answer::Holds(true)),
            Question::Update(_) | Question::Folder(_) => Err(Failure::new("not scripted")),
        }
    }

    /// The states of the execution, then a line for each task run.
    pub(super) fn story(&self) -> String {
        let execution = &self.execution;
        let mut story = states(execution.history());
        for run in execution.task_runs() {
            let depth = execution.ancestors(run).count();
            story.push('\n');
            story.push_str(&"  ".repeat(depth + 1));
            story.push_str(execution.task_name(run));
            if let Some(value) = run.value() {
                story.push_str(&format!("[{value}]"));
            }
            story.push(' ');
            story.push_str(&states(run.history()));
            if run.attempts().len() != 1 {
                story.push_str(&format!(" x{}", run.attempts().len()));
            }
        }
        story
    }
}

fn states(history: &super::History) -> String {
    let names: Vec<&str> = history.entries().iter().map(|entry| entry.state.name()).collect();
    names.join(" ")
}
