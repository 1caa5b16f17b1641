//! What a file that declares something needs.

pub(crate) use indexmap::IndexMap;
pub(crate) use jiff::SignedDuration;
pub(crate) use macros::{Choice, Condition, Control, Record, Task, Trigger};
pub(crate) use plan::step::OnFailure;
pub(crate) use plan::{Text, Type, Value};

pub(crate) use crate::form::{AtMost, EachForm, Form, UpdateForm};
pub(crate) use crate::outputs::Site;
pub(crate) use crate::typed::{
    self, AnyOrText, Asset, Condition, FlowLabels, Input, Labels, LabelsOrText, ListOrText, Loopable, MapOrText,
    Moment, ScheduleCondition, Task, TextOrList, TextOrTexts, Time, Trigger, Uri,
};
