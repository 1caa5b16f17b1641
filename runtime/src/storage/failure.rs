//! Why a store of objects did not do what it was asked, as an error of input and output.

use std::error::Error;
use std::io;

/// The innermost reason with the kind that callers look at: what wraps it names places of the server.
pub(super) fn plain(error: object_store::Error) -> io::Error {
    let kind = match &error {
        object_store::Error::NotFound { .. } => io::ErrorKind::NotFound,
        object_store::Error::AlreadyExists { .. } => io::ErrorKind::AlreadyExists,
        object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. } => {
            io::ErrorKind::PermissionDenied
        }
        object_store::Error::InvalidPath { .. } => io::ErrorKind::InvalidInput,
        _ => io::ErrorKind::Other,
    };
    let mut innermost: &(dyn Error + 'static) = &error;
    let mut found = kind;
    while let Some(source) = innermost.source() {
        innermost = source;
        if let Some(cause) = innermost.downcast_ref::<io::Error>()
            && kind == io::ErrorKind::Other
        {
            found = cause.kind();
        }
    }
    // A path that goes on below a file leads to nothing.
    if found == io::ErrorKind::NotADirectory {
        found = io::ErrorKind::NotFound;
    }
    io::Error::new(found, innermost.to_string())
}
