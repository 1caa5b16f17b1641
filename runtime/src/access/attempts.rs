//! How often somebody may be wrong about a password or a token before they have to wait.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Counts what was wrong, by where it came from. Right answers cost nothing.
#[derive(Debug)]
pub struct Attempts {
    most: u32,
    window: Duration,
    wrong: Mutex<HashMap<String, Wrong>>,
}

/// What is left of somebody's wrong tries, which fade evenly.
#[derive(Clone, Copy, Debug)]
struct Wrong {
    weight: f64,
    at: Instant,
}

/// As many sources are remembered.
const REMEMBERED: usize = 10_000;

impl Attempts {
    /// So many wrong tries within a window; one more for each part of it that passes.
    pub fn new(most: u32, window: Duration) -> Self {
        Self { most: most.max(1), window, wrong: Mutex::default() }
    }

    /// Whether somebody may try.
    ///
    /// # Errors
    ///
    /// How long they have to wait.
    pub fn check(&self, source: &str, now: Instant) -> Result<(), Duration> {
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let weight = wrong.get(source).map_or(0.0, |wrong| self.faded(*wrong, now));
        let over = weight - f64::from(self.most - 1);
        if over <= 0.0 {
            return Ok(());
        }
        Err(self.window.mul_f64(over / f64::from(self.most)).max(Duration::from_secs(1)))
    }

    /// Somebody was wrong.
    pub fn wrong(&self, source: &str, now: Instant) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if wrong.len() >= REMEMBERED && !wrong.contains_key(source) {
            wrong.retain(|_, wrong| self.faded(*wrong, now) > 0.0);
            // So many at once are one attacker with many addresses: whoever was wrong longest ago may try again.
            if wrong.len() >= REMEMBERED
                && let Some(oldest) = wrong.iter().min_by_key(|(_, wrong)| wrong.at).map(|(source, _)| source.clone())
            {
                wrong.remove(&oldest);
            }
        }
        let before = wrong.get(source).map_or(0.0, |wrong| self.faded(*wrong, now));
        wrong.insert(source.to_owned(), Wrong { weight: before + 1.0, at: now });
    }

    fn faded(&self, wrong: Wrong, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(wrong.at).as_secs_f64();
        let window = self.window.as_secs_f64().max(f64::EPSILON);
        (wrong.weight - passed / window * f64::from(self.most)).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_wrong_too_often_waits() {
        let attempts = Attempts::new(3, Duration::from_secs(30));
        let start = Instant::now();
        for _ in 0..3 {
            assert_eq!(attempts.check("10.0.0.1", start), Ok(()));
            attempts.wrong("10.0.0.1", start);
        }
        assert_eq!(attempts.check("10.0.0.1", start), Err(Duration::from_secs(10)));
        assert_eq!(attempts.check("10.0.0.2", start), Ok(()));
        let later = start + Duration::from_secs(10);
        assert_eq!(attempts.check("10.0.0.1", later), Ok(()));
        attempts.wrong("10.0.0.1", later);
        assert!(attempts.check("10.0.0.1", later).is_err());
    }

    #[test]
    fn many_sources_take_no_more_memory() {
        let attempts = Attempts::new(3, Duration::from_secs(30));
        let now = Instant::now();
        for number in 0..REMEMBERED + 100 {
            attempts.wrong(&number.to_string(), now);
        }
        assert_eq!(attempts.wrong.lock().unwrap().len(), REMEMBERED);
    }
}
