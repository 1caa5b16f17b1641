//! Types of inputs, one file each.

use crate::declaration::Declaration;
use crate::typed::Declared;

pub mod array;
pub mod bool;
pub mod boolean;
pub mod date;
pub mod date_time;
pub mod duration;
pub mod email;
pub mod r#enum;
pub mod file;
pub mod float;
pub mod form;
pub mod int;
pub mod ion;
pub mod json;
pub mod multi_select;
pub mod reusable_inputs;
pub mod secret;
pub mod select;
pub mod string;
pub mod time;
pub mod uri;
pub mod yaml;

/// All of them, by file.
pub(crate) static ALL: &[&Declaration] = &[
    array::ArrayInput::DECLARATION,
    bool::BoolInput::DECLARATION,
    boolean::BooleanInput::DECLARATION,
    date::DateInput::DECLARATION,
    date_time::DateTimeInput::DECLARATION,
    duration::DurationInput::DECLARATION,
    email::EmailInput::DECLARATION,
    r#enum::EnumInput::DECLARATION,
    file::FileInput::DECLARATION,
    float::FloatInput::DECLARATION,
    form::FormInput::DECLARATION,
    int::IntInput::DECLARATION,
    ion::IonInput::DECLARATION,
    json::JsonInput::DECLARATION,
    multi_select::MultiSelectInput::DECLARATION,
    reusable_inputs::ReusableInputsInput::DECLARATION,
    secret::SecretInput::DECLARATION,
    select::SelectInput::DECLARATION,
    string::StringInput::DECLARATION,
    time::TimeInput::DECLARATION,
    uri::UriInput::DECLARATION,
    yaml::YamlInput::DECLARATION,
];
