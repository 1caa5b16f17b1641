//! Dates and times as Java's `java.time` reads, changes and prints them.

mod field;
mod locale;
mod named;
mod names;
mod parse;
mod pattern;
mod print;
mod resolve;
mod unit;
mod zone;

pub mod convert;
pub mod duration;
pub mod iso;

pub use locale::Locale;
pub use named::NAMES as FORMATS;
pub use pattern::{Pattern, PatternError};
pub(crate) use print::region_in_brackets;
pub use unit::{UNITS, Unit};
pub(crate) use zone::offset_id;
pub use zone::{Zone, regions, rules};

use jiff::civil;

/// A date and time of day seen from a zone: what patterns print.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The date there.
    pub date: civil::Date,
    /// The time of day there.
    pub time: civil::Time,
    /// How far clocks there are ahead of UTC.
    pub offset: jiff::tz::Offset,
    /// The zone.
    pub zone: Zone,
}

impl Moment {
    /// A point in time seen from a zone.
    pub fn at(instant: jiff::Timestamp, zone: &Zone) -> Self {
        let offset = zone.rules().to_offset(instant);
        let there = offset.to_datetime(instant);
        Self { date: there.date(), time: there.time(), offset, zone: zone.clone() }
    }

    /// A date and time of day in a zone, as Java settles what clocks leave open: a time that was skipped
    /// moves forward by the gap, one that came twice is the first.
    pub fn local(date: civil::Date, time: civil::Time, zone: &Zone) -> Result<Self, jiff::Error> {
        let instant = zone.rules().to_ambiguous_timestamp(date.to_datetime(time)).compatible()?;
        Ok(Self::at(instant, zone))
    }

    /// The point in time.
    ///
    /// # Errors
    ///
    /// At the very ends of the calendar.
    pub fn instant(&self) -> Result<jiff::Timestamp, jiff::Error> {
        self.offset.to_timestamp(self.date.to_datetime(self.time))
    }

    /// The same point in time seen from another zone.
    ///
    /// # Errors
    ///
    /// At the very ends of the calendar.
    pub fn seen_from(&self, zone: &Zone) -> Result<Self, jiff::Error> {
        Ok(Self::at(self.instant()?, zone))
    }
}
