//! Compiled files: a plan or an app as bytes, under a head that says which form they have.
//!
//! | bytes | what they are |
//! |---|---|
//! | 8 | `\0lanner\0` |
//! | 16 | the form, in hexadecimal |
//! | 1, then as many | the version of Lanner that wrote it |
//! | 32 | the SHA-256 of all that follows |
//! | 1 | `F` for a flow, `A` for an app |
//! | the rest | the plan, with the source it was compiled from and where each part stands in it |
//!
//! Equal plans give equal bytes.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::{App, Plan};

/// What every compiled file begins with.
const MAGIC: &[u8; 8] = b"\0lanner\0";

/// The form this program writes and reads.
const FORM: &str = env!("LANNER_PLAN_FORM");

/// The version of Lanner.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A compiled file.
#[derive(Clone, Debug, PartialEq)]
pub enum Compiled {
    /// A flow.
    Flow(Box<Plan>),
    /// An app.
    App(Box<App>),
}

/// Why bytes are no compiled file that can be read; prints as the end of a sentence about the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// They are something else.
    NoPlan,
    /// Another version of Lanner wrote them in another form.
    OtherForm {
        /// Which version.
        version: String,
    },
    /// They are not what was written.
    Damaged,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoPlan => out.write_str("is no compiled plan"),
            Self::OtherForm { version } => {
                write!(out, "was compiled by Lanner {version} in a form that this Lanner {VERSION} does not read")
            }
            Self::Damaged => out.write_str("is damaged: its bytes are not those that were written"),
        }
    }
}

impl std::error::Error for Refused {}

/// Whether bytes begin as a compiled file does.
pub fn is_compiled(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// A flow as bytes.
///
/// # Errors
///
/// When it cannot be written, which no plan is known for.
pub fn encode_flow(plan: &Plan) -> Result<Vec<u8>, postcard::Error> {
    encode(b'F', plan)
}

/// An app as bytes.
///
/// # Errors
///
/// As [`encode_flow`].
pub fn encode_app(app: &App) -> Result<Vec<u8>, postcard::Error> {
    encode(b'A', app)
}

fn encode<T: Serialize>(kind: u8, value: &T) -> Result<Vec<u8>, postcard::Error> {
    let content = postcard::to_extend(value, vec![kind])?;
    let mut bytes = Vec::with_capacity(content.len() + 80);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(FORM.as_bytes());
    bytes.extend(u8::try_from(VERSION.len()));
    bytes.extend_from_slice(VERSION.as_bytes());
    bytes.extend_from_slice(&Sha256::digest(&content));
    bytes.extend_from_slice(&content);
    Ok(bytes)
}

/// The flow or app in bytes.
///
/// # Errors
///
/// Why they cannot be read.
pub fn decode(bytes: &[u8]) -> Result<Compiled, Refused> {
    let head = Head::read(bytes)?;
    if head.form != FORM.as_bytes() {
        return Err(Refused::OtherForm { version: String::from_utf8_lossy(head.version).into_owned() });
    }
    if Sha256::digest(head.content)[..] != *head.hash {
        return Err(Refused::Damaged);
    }
    match head.content.split_first() {
        Some((b'F', plan)) => read(plan).map(Compiled::Flow),
        Some((b'A', app)) => read(app).map(Compiled::App),
        _ => Err(Refused::Damaged),
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<Box<T>, Refused> {
    postcard::from_bytes(bytes).map(Box::new).map_err(|_| Refused::Damaged)
}

/// The hash of what bytes hold, in hexadecimal: equal plans have equal ones.
///
/// # Errors
///
/// When they are no compiled file.
pub fn hash(bytes: &[u8]) -> Result<String, Refused> {
    Ok(Head::read(bytes)?.hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The parts of a compiled file.
struct Head<'b> {
    form: &'b [u8],
    version: &'b [u8],
    hash: &'b [u8],
    content: &'b [u8],
}

impl<'b> Head<'b> {
    fn read(bytes: &'b [u8]) -> Result<Self, Refused> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(Refused::NoPlan)?;
        let (form, rest) = rest.split_at_checked(FORM.len()).ok_or(Refused::Damaged)?;
        let (length, rest) = rest.split_first().ok_or(Refused::Damaged)?;
        let (version, rest) = rest.split_at_checked(usize::from(*length)).ok_or(Refused::Damaged)?;
        let (hash, content) = rest.split_at_checked(32).ok_or(Refused::Damaged)?;
        Ok(Self { form, version, hash, content })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{FlowName, Sections, SourceText};

    fn plan() -> Plan {
        Plan {
            flow: FlowName { namespace: "demo".into(), id: "a".into() },
            dialect: crate::Dialect::V2,
            description: None,
            disabled: false,
            labels: Vec::new(),
            inputs: Vec::new(),
            variables: vec![("x".into(), crate::Value::map([("k", crate::Value::Double(0.5))]))],
            steps: Vec::new(),
            sections: Sections::default(),
            outputs: Vec::new(),
            triggers: Vec::new(),
            concurrency: None,
            retry: None,
            sla: Vec::new(),
            checks: Vec::new(),
            source: SourceText { path: "a.yaml".into(), text: "id: a\n".into() },
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = encode_flow(&plan()).expect("it is written");
        assert_eq!(decode(&bytes), Ok(Compiled::Flow(Box::new(plan()))));
        assert_eq!(encode_flow(&plan()), Ok(bytes.clone()));
        assert_eq!(hash(&bytes).map(|hash| hash.len()), Ok(64));
    }

    #[test]
    fn other_bytes_are_refused_with_the_reason() {
        let bytes = encode_flow(&plan()).expect("it is written");
        assert_eq!(decode(b"id: a\n"), Err(Refused::NoPlan));
        for length in [8, 20, 30, 60, bytes.len() - 1] {
            assert_eq!(decode(&bytes[..length]), Err(Refused::Damaged), "{length} bytes");
        }
        let mut other = bytes.clone();
        *other.last_mut().expect("it has bytes") ^= 1;
        assert_eq!(decode(&other), Err(Refused::Damaged));
        let mut old = bytes;
        old[8] = if old[8] == b'0' { b'1' } else { b'0' };
        let refused = decode(&old).expect_err("its form is another");
        assert_eq!(refused, Refused::OtherForm { version: VERSION.to_owned() });
        assert!(refused.to_string().contains("in a form that this Lanner"));
    }
}
