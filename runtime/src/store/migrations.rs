//! Stores of earlier versions, brought to the present one: each step in its own file of changes, all of them in
//! the transaction in which the store is opened.

use redb::WriteTransaction;

/// Brings a store to the next version.
pub(super) type Migration = fn(&WriteTransaction) -> Result<(), redb::Error>;

/// Every step: the first goes from the oldest version that is read to the one after it.
pub(super) const ALL: &[Migration] = &[];

/// The version that a store has after so many steps.
pub(super) const fn version_after(oldest: u32, steps: &[Migration]) -> u32 {
    // There is never a step for each number that fits.
    oldest + steps.len() as u32
}

/// Takes the steps that a store with so many behind it has not taken yet.
pub(super) fn run(write: &WriteTransaction, behind: usize, steps: &[Migration]) -> Result<(), redb::Error> {
    for step in steps.iter().skip(behind) {
        step(write)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use redb::backends::InMemoryBackend;
    use redb::{Database, ReadableDatabase, TableDefinition};

    use super::*;

    const STEPS: TableDefinition<'static, u32, u32> = TableDefinition::new("steps");

    fn second(write: &WriteTransaction) -> Result<(), redb::Error> {
        write.open_table(STEPS)?.insert(2, 0)?;
        Ok(())
    }

    fn third(write: &WriteTransaction) -> Result<(), redb::Error> {
        write.open_table(STEPS)?.insert(3, 0)?;
        Ok(())
    }

    #[test]
    fn only_the_steps_that_are_missing_are_taken() {
        let database = Database::builder().create_with_backend(InMemoryBackend::new()).expect("memory is there");
        let write = database.begin_write().expect("nobody else writes");
        write.open_table(STEPS).expect("it is created");
        run(&write, 1, &[second, third]).expect("the steps succeed");
        write.commit().expect("memory takes it");
        let read = database.begin_read().expect("it is readable");
        let steps = read.open_table(STEPS).expect("it is there");
        assert!(steps.get(2).expect("it is readable").is_none());
        assert!(steps.get(3).expect("it is readable").is_some());
        assert_eq!(version_after(1, &[second, third]), 3);
    }
}
