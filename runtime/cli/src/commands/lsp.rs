//! `lanner lsp`: the language server, over standard input and output.

use std::path::Path;

use clap::ArgMatches;
use compiler::Settings;
use lsp::{Opened, Project};

use crate::command::{Command, Outcome};
use crate::configuration::load;
use crate::exit::{Complaint, Exit};
use crate::files;
use crate::project;

pub(crate) const COMMAND: Command = Command { name: "lsp", declare, perform };

fn declare(command: clap::Command) -> clap::Command {
    command.about("Serves an editor over standard input and output")
}

fn perform(_: &ArgMatches) -> Outcome {
    match lsp::run_stdio(&Disk) {
        Ok(()) => Ok(Exit::Success),
        Err(stopped) => Err(Complaint::failure(stopped.to_string())),
    }
}

/// The files and settings of editors' folders.
struct Disk;

impl Project for Disk {
    fn open(&self, folder: &Path) -> Opened {
        // Settings name paths relative to the working directory, and the editor's names are relative to its folder. One
        // that is gone has nothing to be named.
        let _ = std::env::set_current_dir(folder);
        match project::Project::read(&[folder.to_owned()]) {
            Ok(project) => {
                let mut complaints = project.loaded.complaints();
                complaints.extend(project.unreadable);
                let settings = project.loaded.configuration.settings;
                let files = project.files.into_iter().map(|text| (files::absolute(Path::new(&text.name)), text.text));
                Opened { settings, complaints, files: files.collect() }
            }
            Err(complaint) => {
                let paths = [folder.to_owned()];
                let settings = load::load(&paths, &Default::default()).map(|loaded| loaded.configuration.settings);
                let settings: Settings = settings.unwrap_or_default();
                Opened { settings, complaints: vec![complaint.message], files: Vec::new() }
            }
        }
    }

    fn read(&self, path: &Path) -> Option<String> {
        files::read(path).ok()
    }
}
