//! An execution is repeated as a new one, from the beginning or from one of its task runs.

use std::sync::Arc;

use jiff::Timestamp;
use plan::step::Shape;
use plan::value::Map;
use plan::{StepId, Text};
use rustc_hash::FxHashMap;

use super::delta::Stored;
use super::program::Program;
use super::task_run::Progress;
use super::turn::Turn;
use super::{Birth, Changes, Command, Execution, Known, Label, Lineage, RunKey, Stage, State, TaskRun};
use crate::ids::{ExecutionId, TaskRunId};

impl Execution {
    /// A new execution with the same inputs, or others, from the beginning; not before a time where one is given.
    pub fn repeated(
        &self,
        id: ExecutionId,
        program: Arc<Program>,
        inputs: Option<Arc<Map>>,
        attempt: u32,
        hold: Option<Timestamp>,
        now: Timestamp,
    ) -> Self {
        let birth = Birth {
            id,
            kind: self.head.kind,
            labels: self.labels_of_repetition(),
            inputs: inputs.unwrap_or_else(|| Arc::clone(&self.head.inputs)),
            trigger: self.head.trigger.clone(),
            lineage: Some(Lineage { parent: Some(self.head.id), attempt, ..self.head.lineage.clone() }),
            schedule_date: None,
            hold,
        };
        Self::new(program, birth, now)
    }

    fn labels_of_repetition(&self) -> Vec<Label> {
        let mut labels: Vec<Label> =
            self.head.labels.iter().filter(|label| &*label.0 != "system.restarted").cloned().collect();
        if self.label("system.replay").is_none() {
            labels.push(("system.replay".into(), "true".into()));
        }
        labels
    }

    /// A new execution that begins again at a task run: what came before it is kept, what follows is not. `None`
    /// where the revision of the program has no such task.
    pub fn replayed(
        &self,
        id: ExecutionId,
        program: Arc<Program>,
        from: RunKey,
        now: Timestamp,
    ) -> Option<(Self, Vec<Command>)> {
        let dropped = self.successors(from);
        let mut runs = self.runs_under(&program, id);
        runs.retain(|run| !dropped.contains(&run.key));
        // Whatever it called belongs to the execution that is repeated.
        runs.iter_mut().find(|run| run.key == from)?.progress = Progress::Undecided;
        let mut head = self.head.clone();
        head.id = id;
        head.revision = program.revision;
        head.labels = self.labels_of_repetition();
        head.lineage.parent = Some(self.head.id);
        head.stage = Stage::Main;
        head.broken.clear();
        let (known, changes, stored) = (Known::default(), Changes::of_new(&runs), Stored::default());
        let mut new = Self { program, head, around: None, runs, known, changes, stored };
        new.derive();
        let mut turn = Turn::new(now);
        new.begin_at(from, &mut turn);
        Some((new, turn.commands))
    }

    /// The task runs as those of another execution, under another revision of the flow: tasks are known by their
    /// ids; what it has no longer is left out with all below.
    fn runs_under(&self, program: &Program, id: ExecutionId) -> Vec<TaskRun> {
        let same = *program.plan == *self.program.plan;
        let places: FxHashMap<&Text, StepId> =
            program.plan.steps.iter().zip(0..).map(|(step, place)| (&step.name, StepId(place))).collect();
        let mut kept: Vec<TaskRun> = Vec::with_capacity(self.runs.len());
        for run in &self.runs {
            let step = if same { Some(run.step) } else { places.get(self.task_name(run)).copied() };
            let around = run.parent.map(|parent| kept.iter().find(|run| run.key == parent).map(|run| run.step));
            let is_there = |step: StepId| match around {
                None => program.plan.step(step).parent.is_none(),
                Some(around) => around.is_some() && program.plan.step(step).parent == around,
            };
            if let Some(step) = step.filter(|&step| same || is_there(step)) {
                kept.push(TaskRun { id: TaskRunId::nth(id, run.key.0), step, ..run.clone() });
            }
        }
        kept
    }

    /// A restart under another revision of the flow is a new execution with the task runs of the old one.
    pub fn restarted_as(&self, id: ExecutionId, program: Arc<Program>, now: Timestamp) -> (Self, Vec<Command>) {
        let mut runs = self.runs_under(&program, id);
        for run in runs.iter_mut().filter(|run| run.state() == State::Failed) {
            if let Progress::Called(_) = run.progress {
                // Whatever it called belongs to the execution that is repeated.
                run.progress = Progress::Undecided;
            }
        }
        let mut head = self.head.clone();
        head.id = id;
        head.revision = program.revision;
        head.lineage.parent = Some(self.head.id);
        let (known, changes, stored) = (Known::default(), Changes::of_new(&runs), Stored::default());
        let mut new = Self { program, head, around: None, runs, known, changes, stored };
        new.derive();
        let mut turn = Turn::new(now);
        new.restarted(&mut turn);
        (new, turn.commands)
    }

    fn begin_at(&mut self, from: RunKey, turn: &mut Turn) {
        let around: Vec<RunKey> = self.ancestors(self.at(from)).map(|run| run.key).collect();
        let is_control = !matches!(self.shape(from), Shape::Run | Shape::Call(_) | Shape::CallEach { .. });
        let state = if is_control { State::Running } else { State::Restarted };
        self.enter(from, state, turn);
        if is_control {
            self.at_mut(from).progress = Progress::Undecided;
        }
        for key in around {
            self.enter(key, State::Running, turn);
        }
        self.begin_again(turn);
    }

    /// What is below a run, and what comes after it or after something around it.
    fn successors(&self, from: RunKey) -> Vec<RunKey> {
        let mut dropped: Vec<RunKey> = self.frame(Some(from)).all().collect();
        let mut run = self.at(from);
        loop {
            let frame = self.frame(run.parent);
            dropped.extend(frame.body.iter().copied().filter(|&key| self.follows(run, self.at(key))));
            dropped.extend(frame.errors.iter().chain(&frame.finally).chain(&frame.after).chain(&frame.listeners));
            match run.parent {
                Some(parent) => run = self.at(parent),
                None => break,
            }
        }
        dropped.retain(|&key| key != from);
        let mut index = 0;
        while let Some(&key) = dropped.get(index) {
            dropped.extend(self.frame(Some(key)).all());
            index += 1;
        }
        dropped
    }

    /// Whether a sibling waits for another.
    fn follows(&self, first: &TaskRun, second: &TaskRun) -> bool {
        if first.key == second.key {
            return false;
        }
        let later_task = second.key > first.key;
        match first.parent.map(|parent| (parent, self.shape(parent))) {
            Some((_, Shape::Parallel { .. })) => false,
            Some((_, Shape::Graph { children, needs, .. })) => depends(second.step, first.step, &children.tasks, needs),
            Some((parent, Shape::Each { .. })) => {
                let one_by_one = match &self.at(parent).progress {
                    Progress::Values(values) => values.at_most == 1,
                    _ => false,
                };
                let later = second.iteration > first.iteration;
                (second.iteration == first.iteration && later_task) || (one_by_one && later)
            }
            _ => later_task,
        }
    }
}

/// Whether a step waits for another, directly or by way of others.
fn depends(step: StepId, on: StepId, tasks: &[StepId], needs: &[Vec<StepId>]) -> bool {
    let Some(place) = tasks.iter().position(|task| *task == step) else { return false };
    needs[place].iter().any(|&need| need == on || depends(need, on, tasks, needs))
}
