//! Addresses of files as the protocol writes them: `file:///home/ada/my%20flow.yaml`.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

/// The path of a `file` address; `None` for other schemes, as of a buffer without a name.
pub(crate) fn to_path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    let path = &rest[rest.find('/')?..];
    let decoded = decode(path)?;
    Some(PathBuf::from(without_drive_slash(&decoded)))
}

/// The address of a path.
pub(crate) fn from_path(path: &Path) -> Uri {
    let path = path.to_string_lossy().replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    Uri(format!("file://{slash}{}", encode(&path)))
}

/// `/c:/flows` as `c:/flows`, which is what Windows calls it.
fn without_drive_slash(path: &str) -> &str {
    let bytes = path.as_bytes();
    let is_drive = bytes.len() > 2 && bytes[1].is_ascii_alphabetic() && bytes[2] == b':';
    if is_drive { &path[1..] } else { path }
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let (high, low) = (digit()?, digit()?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
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
        for uri in ["untitled:Untitled-1", "file://", "file:///%zz", "file:///%f"] {
            assert_eq!(to_path(&Uri(uri.to_owned())), None, "{uri}");
        }
    }
}
