//! What would help where the state of a server cannot be used.

use std::path::Path;

use runtime::store::{DAMAGED, IN_USE};

use crate::exit::Complaint;
use crate::files;

/// Why the state in a folder cannot be used, and the way out.
pub(crate) fn unusable(why: impl ToString, data: &Path) -> Complaint {
    let complaint = Complaint::failure(why.to_string());
    let data = files::shown(data);
    if complaint.message.contains(IN_USE) {
        return complaint.help("stop the server first, or name another folder with `--data`");
    }
    if complaint.message.contains(DAMAGED) {
        return complaint.help(format!(
            "nothing was written over: move it away, then begin anew, or put a backup in its place with \
             `lanner store restore FILE --data {data}`"
        ));
    }
    complaint
}
