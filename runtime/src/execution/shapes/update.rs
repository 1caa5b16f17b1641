//! Changes of the execution itself.

use std::sync::Arc;

use plan::Dialect;
use plan::step::{LogLevel, Shape, Update};

use super::super::turn::Turn;
use super::super::{Answer, Execution, RunKey, State};

impl Execution {
    /// What is to be changed was evaluated.
    pub(super) fn update_answered(&mut self, key: RunKey, answer: Answer, turn: &mut Turn) {
        let plan = Arc::clone(&self.program.plan);
        let Shape::Update(update) = &plan.step(self.at(key).step).shape else { return };
        let result = match (update, answer) {
            (Update::Labels(_), Answer::Labels(labels)) => {
                self.labelled(labels);
                Ok(())
            }
            (Update::SetVariables { overwrite, .. }, Answer::Map(variables)) => {
                let existing: Vec<&str> = variables
                    .keys()
                    .filter(|name| {
                        let written = plan.variables.iter().any(|variable| variable.0 == **name);
                        written || self.head.variables.contains_key(*name)
                    })
                    .map(|name| &**name)
                    .collect();
                if !overwrite && !existing.is_empty() {
                    Err(format!(
                        "`overwrite` is set to false and the following variables already exist: {}",
                        existing.join(",")
                    ))
                } else {
                    let all = Arc::make_mut(&mut self.head.variables);
                    all.extend(variables.iter().map(|(name, value)| (name.clone(), value.clone())));
                    Ok(())
                }
            }
            (Update::UnsetVariables { ignore_missing, .. }, Answer::Names(names)) => {
                let all = Arc::make_mut(&mut self.head.variables);
                let missing = names.iter().find(|name| all.shift_remove(*name).is_none());
                match missing {
                    Some(name) if !ignore_missing && plan.dialect == Dialect::V2 => {
                        Err(format!("Variable '{name}' not found and `ignoreMissing` is false"))
                    }
                    _ => Ok(()),
                }
            }
            (Update::Exit(_), Answer::State(state)) => {
                self.exit(key, state, turn);
                return;
            }
            _ => Err("the answer does not fit the question".to_owned()),
        };
        self.changes.head = true;
        match result {
            Ok(()) => self.end_control(key, State::Success, turn),
            Err(message) => {
                turn.log(None, LogLevel::Error, message.as_str());
                if plan.dialect == Dialect::V2 {
                    turn.log(Some(key), LogLevel::Error, format!("Failed to process task: {message}"));
                }
                self.fail_quietly(key, None, turn);
            }
        }
    }

    /// The execution ends here: what is around the task ends with it, everything else is stopped.
    fn exit(&mut self, key: RunKey, state: State, turn: &mut Turn) {
        self.end_run(key, state, state, turn);
        let around: Vec<RunKey> = self.ancestors(self.at(key)).map(|run| run.key).collect();
        for ancestor in around {
            self.end_run(ancestor, state, state, turn);
        }
        self.terminate(state, turn);
    }
}
