//! Names of executions and task runs: 128 bits, written as 22 characters of base 62.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const WIDTH: usize = 22;

/// The name of an execution; sorts by the time it was made at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExecutionId(u128);

/// The name of one run of a task.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TaskRunId(u128);

impl ExecutionId {
    /// An id for an execution made now: 48 bits of milliseconds, then the given randomness.
    pub fn new(now: Timestamp, randomness: u128) -> Self {
        let millisecond = u128::from(now.as_millisecond().max(0).unsigned_abs());
        Self(millisecond << 80 | randomness & ((1 << 80) - 1))
    }

    /// An id for an execution made now, with randomness from the operating system.
    pub fn random(now: Timestamp) -> Self {
        Self::new(now, randomness())
    }

    /// The id of the execution that a task run calls: the same each time it is asked for.
    pub fn called(by: TaskRunId, now: Timestamp, call: u64) -> Self {
        Self::new(now, mix(by.0 ^ u128::from(call).wrapping_mul(GOLDEN)))
    }

    /// As stored: big-endian, so that bytes sort like ids.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// From the stored form.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }
}

impl TaskRunId {
    /// The id of the `ordinal`-th task run of an execution: the same each time it is asked for.
    pub fn nth(execution: ExecutionId, ordinal: u32) -> Self {
        Self(mix(execution.0 ^ u128::from(ordinal + 1).wrapping_mul(GOLDEN)))
    }

    /// A number that looks random and is always the same.
    pub(crate) const fn seed(self) -> u64 {
        (self.0 >> 64) as u64
    }
}

const GOLDEN: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;

/// Spreads the bits, so that neighbours look nothing alike; a bijection, so that no two collide.
fn mix(mut bits: u128) -> u128 {
    for _ in 0..3 {
        bits ^= bits >> 67;
        bits = bits.wrapping_mul(0xda94_2042_e4dd_58b5_94d0_49bb_1331_11eb);
        bits ^= bits >> 59;
    }
    bits
}

/// 128 bits nobody can guess.
pub(crate) fn randomness() -> u128 {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness once it runs");
    u128::from_le_bytes(bytes)
}

fn write(bits: u128, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut digits = [b'0'; WIDTH];
    let mut rest = bits;
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(rest % 62) as usize];
        rest /= 62;
    }
    out.write_str(std::str::from_utf8(&digits).expect("all digits are ASCII"))
}

fn read(text: &str) -> Result<u128, NotAnId> {
    if text.len() != WIDTH {
        return Err(NotAnId);
    }
    text.bytes().try_fold(0_u128, |bits, byte| {
        let digit = DIGITS.iter().position(|&digit| digit == byte).ok_or(NotAnId)?;
        bits.checked_mul(62).and_then(|bits| bits.checked_add(digit as u128)).ok_or(NotAnId)
    })
}

/// The text is no id: not 22 characters of `0-9A-Za-z`, or beyond 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an id has 22 letters and digits")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! as_text {
    ($id:ty) => {
        impl fmt::Display for $id {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(self.0, out)
            }
        }

        impl fmt::Debug for $id {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write(self.0, out)
            }
        }

        impl FromStr for $id {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                read(text).map(Self)
            }
        }
    };
}

as_text!(ExecutionId);
as_text!(TaskRunId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        for bits in [0, 1, 61, 62, u128::MAX, 0x1234_5678_9abc_def0_1234_5678_9abc_def0] {
            let id = ExecutionId(bits);
            assert_eq!(id.to_string().len(), WIDTH);
            assert_eq!(id.to_string().parse(), Ok(id));
            assert_eq!(ExecutionId::from_bytes(id.to_bytes()), id);
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        assert_eq!("short".parse::<ExecutionId>(), Err(NotAnId));
        assert_eq!("!".repeat(WIDTH).parse::<ExecutionId>(), Err(NotAnId));
        assert_eq!("z".repeat(WIDTH).parse::<ExecutionId>(), Err(NotAnId));
    }

    #[test]
    fn later_executions_sort_behind_earlier_ones() {
        let early = ExecutionId::new(Timestamp::from_millisecond(1_000).expect("in range"), u128::MAX);
        let late = ExecutionId::new(Timestamp::from_millisecond(1_001).expect("in range"), 0);
        assert!(early < late);
        assert!(early.to_string() < late.to_string());
    }

    #[test]
    fn task_runs_of_an_execution_differ() {
        let execution = ExecutionId(7);
        let ids: std::collections::HashSet<_> = (0..10_000).map(|n| TaskRunId::nth(execution, n)).collect();
        assert_eq!(ids.len(), 10_000);
    }
}
