//! What a file that declares something needs.

pub(crate) use indexmap::IndexMap;
pub(crate) use jiff::SignedDuration;
pub(crate) use jiff::civil::Date;
pub(crate) use macros::{App, Block, Choice, Condition, Control, Input, Record, Task, Trigger};
pub(crate) use plan::step::OnFailure;
pub(crate) use plan::{Text, Type, Value};

pub(crate) use crate::form::{AtMost, EachForm, Form, UpdateForm};
pub(crate) use crate::outputs::Site;
pub(crate) use crate::typed::{
    self, AnyOrText, Asset, Block, Condition, FlowLabels, Input, Labels, LabelsOrText, ListOrText, Loopable, MapOrText,
    Moment, ScheduleCondition, TableData, Task, TextOrList, TextOrTexts, Time, Trigger, Uri,
};
