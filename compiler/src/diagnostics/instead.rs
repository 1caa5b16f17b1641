//! What to write instead of a name that does not exist or should not be used.

use report::{Details, Place};

/// What was probably meant.
#[derive(Clone, Debug)]
pub enum Instead {
    /// The same under another name.
    Rename(String),
    /// A name that looks like it.
    Nearest(String),
    /// Something that is written otherwise, in words.
    Words(String),
}

impl Instead {
    /// Offers the edit, where there is one.
    pub(crate) fn offer(instead: Option<&Self>, place: Place, out: &mut Details) {
        match instead {
            Some(Self::Rename(name)) => out.fix(format!("use `{name}`"), place, name),
            Some(Self::Nearest(name)) => out.suggest(format!("use `{name}`"), place, name),
            Some(Self::Words(_)) | None => out,
        };
    }
}

/// What follows the name in a message.
pub(crate) fn words_of(instead: Option<&Instead>) -> String {
    match instead {
        Some(Instead::Rename(name)) => format!("; here it is `{name}`"),
        Some(Instead::Nearest(name)) => format!("; did you mean `{name}`?"),
        Some(Instead::Words(words)) => format!("; {words}"),
        None => String::new(),
    }
}
