//! Every step of a replacement fails, dies, or is the last before the power goes: all files change or none.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;

/// What happens at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Incident {
    /// It fails, and the process goes on.
    Fails,
    /// The process dies in the middle of it.
    Dies,
    /// The machine dies in the middle of it, and what was not waited for may be lost.
    PowerCut,
}

const INCIDENTS: [Incident; 3] = [Incident::Fails, Incident::Dies, Incident::PowerCut];

/// A file system in memory that knows what a real disk would have.
#[derive(Clone, Default)]
struct Machine {
    now: BTreeMap<PathBuf, Vec<u8>>,
    disk: BTreeMap<PathBuf, Vec<u8>>,
    /// What happens after so many steps.
    ahead: Option<(usize, Incident)>,
    dead: bool,
    steps: usize,
    chance: u64,
}

impl Machine {
    fn with(files: &[(&str, &str)]) -> Self {
        let files: BTreeMap<PathBuf, Vec<u8>> =
            files.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect();
        Self { now: files.clone(), disk: files, ..Self::default() }
    }

    /// Takes a step; what happens at it, if anything.
    fn step(&mut self) -> io::Result<Option<Incident>> {
        if self.dead {
            return Err(io::Error::other("dead"));
        }
        self.steps += 1;
        match self.ahead {
            Some((at, incident)) if at == self.steps => {
                self.dead = incident != Incident::Fails;
                Ok(Some(incident))
            }
            _ => Ok(None),
        }
    }

    /// A number below a bound that looks like chance.
    fn below(&mut self, bound: usize) -> usize {
        self.chance = self.chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.chance >> 33) as usize % bound
    }

    /// The next process finds what the last one, or the power cut, has left.
    fn start_again(&mut self) {
        if self.ahead.is_some_and(|(_, incident)| incident == Incident::PowerCut) && self.dead {
            let paths: Vec<PathBuf> = self.now.keys().chain(self.disk.keys()).cloned().collect();
            for path in paths {
                let (now, disk) = (self.now.get(&path).cloned(), self.disk.get(&path).cloned());
                let left = match (self.below(3), now, disk) {
                    (0, now, _) => now,
                    (1, Some(now), Some(disk)) => {
                        let at = self.below(now.len().min(disk.len()) + 1);
                        Some(now.iter().take(at).chain(disk.iter().skip(at)).copied().collect())
                    }
                    (_, _, disk) => disk,
                };
                match left {
                    Some(left) => drop(self.now.insert(path, left)),
                    None => drop(self.now.remove(&path)),
                }
            }
        }
        (self.dead, self.ahead, self.steps) = (false, None, 0);
        self.disk = self.now.clone();
    }

    fn texts(&self) -> Vec<(&str, &str)> {
        self.now.iter().map(|(path, text)| (path.to_str().unwrap(), std::str::from_utf8(text).unwrap())).collect()
    }
}

fn failed() -> io::Error {
    io::Error::other("it fails")
}

impl Disk for Machine {
    fn read(&mut self, path: &Path) -> io::Result<Vec<u8>> {
        match self.step()? {
            None => self.now.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into()),
            Some(_) => Err(failed()),
        }
    }

    fn read_to_write(&mut self, path: &Path) -> io::Result<Vec<u8>> {
        self.read(path)
    }

    fn write(&mut self, path: &Path, text: &[u8]) -> io::Result<()> {
        let incident = self.step()?;
        let old = self.now.get(path).cloned().unwrap_or_default();
        let written = match incident {
            None => text.len(),
            Some(_) => self.below(text.len() + 1),
        };
        let mut new = text[..written].to_vec();
        if incident.is_some() {
            new.extend(old.iter().skip(written));
        }
        self.now.insert(path.to_owned(), new);
        incident.map_or(Ok(()), |_| Err(failed()))
    }

    fn sync(&mut self, paths: &[&Path]) -> io::Result<()> {
        let incident = self.step()?;
        let done = if incident.is_some() { self.below(paths.len() + 1) } else { paths.len() };
        for path in &paths[..done] {
            let text = self.now[*path].clone();
            self.disk.insert((*path).to_owned(), text);
        }
        incident.map_or(Ok(()), |_| Err(failed()))
    }

    fn sync_names(&mut self, folder: &Path) -> io::Result<()> {
        if self.step()?.is_some() {
            return Err(failed());
        }
        let names = [JOURNAL, PREPARING].map(|name| folder.join(name));
        for name in names {
            match self.now.get(&name) {
                Some(text) => drop(self.disk.insert(name, text.clone())),
                None => drop(self.disk.remove(&name)),
            }
        }
        Ok(())
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let incident = self.step()?;
        if incident.is_none() || self.below(2) == 0 {
            let text = self.now.remove(from).ok_or_else(failed)?;
            self.now.insert(to.to_owned(), text);
        }
        incident.map_or(Ok(()), |_| Err(failed()))
    }

    fn remove(&mut self, path: &Path) -> io::Result<()> {
        let incident = self.step()?;
        if incident.is_none() || self.below(2) == 0 {
            self.now.remove(path).ok_or(io::ErrorKind::NotFound)?;
        }
        incident.map_or(Ok(()), |_| Err(failed()))
    }
}

const OLD: [(&str, &str); 3] = [("a", "id: old\n"), ("b", "tasks: []\nlonger: than before\n"), ("c", "x: 1\n")];
const NEW: [(&str, &str); 3] = [("a", "id: a newer text\n"), ("b", "tasks: []\n"), ("c", "y: 2\n")];

fn entries() -> Vec<Replacement<'static>> {
    let entry = |((path, before), (_, after)): ((&'static str, &'static str), (&str, &'static str))| Replacement {
        path: path.into(),
        before: before.into(),
        after: after.into(),
    };
    OLD.into_iter().zip(NEW).map(entry).collect()
}

fn start() -> Machine {
    Machine::with(&OLD)
}

/// How many steps a replacement takes.
fn steps_of(mut machine: Machine, work: impl Fn(&mut Machine)) -> usize {
    machine.steps = 0;
    work(&mut machine);
    machine.steps
}

#[test]
fn nothing_is_in_the_way() {
    let mut machine = start();
    replace(&mut machine, Path::new(""), &entries()).unwrap();
    assert_eq!(machine.texts(), NEW);
    // The name of the journal may come back after a power cut, and there is nothing left to be done for it then.
    machine.disk.remove(Path::new(JOURNAL));
    assert_eq!(machine.disk, machine.now);
}

#[test]
fn whatever_happens_at_any_step_all_files_change_or_none() {
    let steps = steps_of(start(), |machine| replace(machine, Path::new(""), &entries()).unwrap());
    assert!(steps > 10, "{steps}");
    let (mut all, mut none) = (0, 0);
    for (at, incident) in (1..=steps).flat_map(|at| INCIDENTS.map(|incident| (at, incident))) {
        for chance in 0..20 {
            let mut machine = Machine { ahead: Some((at, incident)), chance, ..start() };
            let done = replace(&mut machine, Path::new(""), &entries());
            if matches!(done, Err(Refusal::Untouched { .. } | Refusal::Journal { .. })) && incident == Incident::Fails {
                assert_eq!(machine.texts(), OLD, "step {at} {incident:?} {chance}");
            }
            machine.start_again();
            let rest = steps_of(machine.clone(), |machine| drop(finish(machine, Path::new("")).unwrap()));
            // What finishes it may be cut off in turn.
            for (again, second) in (1..=rest).flat_map(|at| INCIDENTS.map(|incident| (at, incident))) {
                let mut machine = Machine { ahead: Some((again, second)), ..machine.clone() };
                let _ = finish(&mut machine, Path::new(""));
                machine.start_again();
                let finished = finish(&mut machine, Path::new("")).unwrap();
                let story = format!("step {at} {incident:?}, then {again} {second:?}, {chance}");
                assert_eq!(finished.left, Vec::<String>::new(), "{story}");
                let texts = machine.texts();
                assert!(texts == OLD || texts == NEW, "{story}: {texts:?}");
                *(if texts == NEW { &mut all } else { &mut none }) += 1;
            }
        }
    }
    assert!(all > 1000 && none > 1000, "{all} {none}");
}

#[test]
fn a_disk_that_fails_while_writing_gets_its_old_texts_back() {
    let mut machine = start();
    let steps = steps_of(start(), |machine| replace(machine, Path::new(""), &entries()).unwrap());
    // The last but one step of the files: behind it stand the wait for the disk and the end of the journal.
    machine.ahead = Some((steps - 3, Incident::Fails));
    let refusal = replace(&mut machine, Path::new(""), &entries()).unwrap_err();
    assert!(matches!(refusal, Refusal::Untouched { ref path, .. } if path == "b"), "{refusal:?}");
    assert_eq!(machine.texts(), OLD);
}

#[test]
fn nothing_is_replaced_where_one_file_has_changed() {
    let mut machine = start();
    machine.now.insert("b".into(), b"mine".to_vec());
    let refusal = replace(&mut machine, Path::new(""), &entries()).unwrap_err();
    assert!(matches!(refusal, Refusal::Untouched { ref path, .. } if path == "b"), "{refusal:?}");
    assert_eq!(machine.texts(), [OLD[0], ("b", "mine"), OLD[2]]);
}

#[test]
fn what_somebody_wrote_meanwhile_is_kept() {
    let mut machine = start();
    let steps = steps_of(start(), |machine| replace(machine, Path::new(""), &entries()).unwrap());
    machine.ahead = Some((steps - 4, Incident::Dies));
    replace(&mut machine, Path::new(""), &entries()).unwrap_err();
    machine.start_again();
    machine.now.insert("c".into(), b"mine".to_vec());
    let finished = finish(&mut machine, Path::new("")).unwrap();
    assert_eq!(finished, Finished { count: 2, left: vec!["c".into()] });
    assert_eq!(machine.texts(), [NEW[0], NEW[1], ("c", "mine")]);
}
