//! Limits: each declared once, with its default and what it bounds; settings, their documentation and the program
//! read the same declaration.

use std::time::Duration;

/// A limit as settings name it, of limits that are kept in `L`.
pub struct Limit<L> {
    /// The name of the field.
    pub field: &'static str,
    /// What it bounds.
    pub about: &'static str,
    /// What holds where nothing is said.
    pub default: &'static str,
    /// Sets it from a text.
    pub set: fn(&mut L, &str) -> Result<(), String>,
}

impl<L> Limit<L> {
    /// The key in settings.
    pub fn key(&self) -> String {
        self.field.replace('_', "-")
    }
}

/// What a limit is measured in.
pub trait Measure: Sized {
    /// Reads a text of the settings.
    ///
    /// # Errors
    ///
    /// What would be right.
    fn read(text: &str) -> Result<Self, String>;
}

impl Measure for u64 {
    fn read(text: &str) -> Result<Self, String> {
        let text = text.trim().replace('_', "");
        let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
        let factor = match text[digits..].trim() {
            "" | "B" => Some(1),
            "KB" => Some(1_000),
            "MB" => Some(1_000_000),
            "GB" => Some(1_000_000_000),
            "KiB" => Some(1 << 10),
            "MiB" => Some(1 << 20),
            "GiB" => Some(1 << 30),
            _ => None,
        };
        let number = text[..digits].parse::<Self>().ok();
        let value = number.zip(factor).and_then(|(number, factor)| number.checked_mul(factor));
        value.ok_or_else(|| format!("`{text}` is no number such as `5000` or `10MB`"))
    }
}

impl Measure for usize {
    fn read(text: &str) -> Result<Self, String> {
        let value = u64::read(text)?;
        Self::try_from(value).map_err(|_| format!("`{value}` is too large"))
    }
}

impl Measure for u32 {
    fn read(text: &str) -> Result<Self, String> {
        let value = u64::read(text)?;
        Self::try_from(value).map_err(|_| format!("`{value}` is too large"))
    }
}

impl Measure for Duration {
    fn read(text: &str) -> Result<Self, String> {
        let read = crate::duration::parse(text).and_then(|length| Self::try_from(length).ok());
        read.ok_or_else(|| format!("`{text}` is no length of time such as `PT30S`"))
    }
}

/// Declares a struct of limits: each field has one line of documentation and a default as settings would say it.
macro_rules! limits {
    ($(#[doc = $about:literal])* pub struct $name:ident {
        $(#[doc = $doc:literal] $field:ident: $measure:ty = $default:literal,)*
    }) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name {
            $(#[doc = $doc] pub $field: $measure,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self {
                    $($field: $crate::limits::Measure::read($default).expect("a test reads every default"),)*
                }
            }
        }

        impl $name {
            /// Every limit, as settings name it.
            pub const ALL: &'static [$crate::limits::Limit<Self>] = &[$($crate::limits::Limit {
                field: stringify!($field),
                about: $doc,
                default: $default,
                set: |limits, text| {
                    limits.$field = $crate::limits::Measure::read(text)?;
                    Ok(())
                },
            },)*];
        }
    };
}

pub(crate) use limits;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_sizes_and_times_are_read() {
        assert_eq!(u64::read("10_000"), Ok(10_000));
        assert_eq!(u64::read("10 MB"), Ok(10_000_000));
        assert_eq!(usize::read("64KiB"), Ok(65_536));
        assert_eq!(Duration::read("PT1M"), Ok(Duration::from_secs(60)));
        for wrong in ["", "many", "-1", "10XB", "99999999999999999999", "99999999999 GB"] {
            assert!(u64::read(wrong).is_err(), "{wrong}");
        }
        assert!(u32::read("5GB").is_err());
        assert!(Duration::read("-PT1S").is_err() && Duration::read("soon").is_err());
    }

    #[test]
    fn every_default_is_read_and_every_name_is_one() {
        let (mut web, mut engine) = (crate::web::Limits::default(), crate::settings::Limits::default());
        let mut seen = BTreeSet::new();
        for limit in crate::web::Limits::ALL {
            assert_eq!((limit.set)(&mut web, limit.default), Ok(()), "{}", limit.field);
            assert!(seen.insert(limit.key()), "{}", limit.key());
        }
        for limit in crate::settings::Limits::ALL {
            assert_eq!((limit.set)(&mut engine, limit.default), Ok(()), "{}", limit.field);
            assert!(seen.insert(limit.key()), "{}", limit.key());
        }
    }
}
