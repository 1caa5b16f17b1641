//! Addresses of files as the protocol writes them: `file:///home/ada/my%20flow.yaml`.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;
use percent_encoding::percent_decode_str;
use report::source::reference;

/// The path of a `file` address; `None` for other schemes, as of a buffer without a name.
pub(crate) fn to_path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    let path = &rest[rest.find('/')?..];
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    Some(PathBuf::from(without_drive_slash(&decoded)))
}

/// The address of a path.
pub(crate) fn from_path(path: &Path) -> Uri {
    let path = path.to_string_lossy().replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    // The colon of a drive stays as it is.
    let (drive, rest) = path.split_at(if path.as_bytes().get(1) == Some(&b':') { 2 } else { 0 });
    Uri(format!("file://{slash}{drive}{}", reference(rest)))
}

/// `/c:/flows` as `c:/flows`, which is what Windows calls it.
fn without_drive_slash(path: &str) -> &str {
    let bytes = path.as_bytes();
    let is_drive = bytes.len() > 2 && bytes[1].is_ascii_alphabetic() && bytes[2] == b':';
    if is_drive { &path[1..] } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses_agree() {
        for (path, uri) in [
            ("/a/b.yaml", "file:///a/b.yaml"),
            ("/my flows/ü.yaml", "file:///my%20flows/%C3%BC.yaml"),
            ("c:/flows/a.yaml", "file:///c:/flows/a.yaml"),
        ] {
            assert_eq!(from_path(Path::new(path)).0, uri);
            assert_eq!(to_path(&Uri(uri.to_owned())), Some(PathBuf::from(path)));
        }
    }

    #[test]
    fn other_addresses_have_no_path() {
        for uri in ["untitled:Untitled-1", "file://", "file:///%ff"] {
            assert_eq!(to_path(&Uri(uri.to_owned())), None, "{uri}");
        }
    }
}
