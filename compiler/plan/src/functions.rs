//! Every filter, function and test, each in one file below: one file and one line here to add one.

mod abbreviate;
mod abs;
mod app_link;
mod base64;
mod calendar;
mod capitalize;
mod chunk;
mod class_name;
mod date;
mod default;
mod distinct;
mod encryption;
mod ends;
mod escape_char;
mod execution;
mod extremes;
mod files;
mod flatten;
mod format;
mod hashes;
mod holiday;
mod http;
mod indent;
mod input;
mod ion;
mod is_defined;
mod is_empty;
mod is_even;
mod is_iterable;
mod is_json;
mod join;
mod jq;
mod json;
mod keys;
mod length;
mod lower;
mod merge;
mod nl2br;
mod number;
mod number_format;
mod random;
mod range;
mod regular_expressions;
mod render;
mod replace;
mod slice;
mod slugify;
mod sort;
mod split;
mod starts_with;
mod store;
mod string;
mod subflow;
mod substring;
mod timestamp;
mod trim;
mod unavailable;
mod upper;
mod url;
mod yaml;

pub use holiday::is_public_holiday;

use crate::function::Function;

/// All of them, by name within each form.
pub static ALL: &[&Function] = &[
    &abbreviate::FILTER,
    &abs::FILTER,
    &base64::DECODE,
    &base64::ENCODE,
    &capitalize::CAPITALIZE,
    &chunk::FILTER,
    &class_name::FILTER,
    &date::DATE,
    &date::DATE_ADD,
    &default::FILTER,
    &distinct::FILTER,
    &starts_with::ENDS,
    &escape_char::FILTER,
    &ends::FIRST,
    &flatten::FILTER,
    &format::FILTER,
    &indent::INDENT,
    &join::FILTER,
    &jq::FILTER,
    &json::JSON_FILTER,
    &keys::KEYS,
    &ends::LAST,
    &length::FILTER,
    &lower::FILTER,
    &hashes::MD5,
    &merge::FILTER,
    &indent::NINDENT,
    &nl2br::FILTER,
    &number::FILTER,
    &number_format::FILTER,
    &regular_expressions::EXTRACT,
    &regular_expressions::MATCH,
    &regular_expressions::REPLACE,
    &replace::FILTER,
    &sort::REVERSE,
    &sort::RSORT,
    &hashes::SHA1,
    &hashes::SHA256,
    &hashes::SHA512,
    &slice::FILTER,
    &slugify::FILTER,
    &sort::SORT,
    &split::FILTER,
    &starts_with::STARTS,
    &string::FILTER,
    &substring::AFTER,
    &substring::AFTER_LAST,
    &substring::BEFORE,
    &substring::BEFORE_LAST,
    &timestamp::SECONDS,
    &timestamp::MICROS,
    &timestamp::MILLIS,
    &timestamp::NANOS,
    &capitalize::TITLE,
    &ion::TO_ION,
    &json::TO_JSON,
    &trim::FILTER,
    &upper::FILTER,
    &url::DECODE,
    &url::ENCODE,
    &keys::VALUES,
    &yaml::FILTER,
    &app_link::FUNCTION,
    &execution::CURRENT_EACH_OUTPUT,
    &calendar::DAY_OF_MONTH,
    &calendar::DAY_OF_WEEK,
    &encryption::DECRYPT,
    &encryption::ENCRYPT,
    &execution::ENV,
    &execution::ERROR_LOGS,
    &execution::FETCH_CONTEXT,
    &files::FILE_EXISTS,
    &files::FILE_SIZE,
    &files::FILE_URI_V1,
    &files::FILE_URI_V2,
    &ion::FROM_ION,
    &json::FROM_JSON,
    &calendar::HOUR_OF_DAY,
    &http::FUNCTION,
    &unavailable::I18N,
    &random::ID,
    &calendar::IS_DAY_WEEK_IN_MONTH,
    &files::IS_FILE_EMPTY,
    &calendar::IS_LAST_WORKING_DAY,
    &holiday::FUNCTION,
    &calendar::IS_WEEKEND,
    &json::JSON_FUNCTION,
    &random::KSUID,
    &store::KV,
    &execution::LOOP_OUTPUTS,
    &extremes::MAX,
    &extremes::MIN,
    &calendar::MONTH_OF_YEAR,
    &random::NANO_ID_V1,
    &random::NANO_ID_V2,
    &date::NOW,
    &unavailable::PARENT,
    &execution::PRINT_CONTEXT,
    &random::RANDOM_INT,
    &random::RANDOM_PORT,
    &range::FUNCTION,
    &files::READ_V1,
    &files::READ_V2,
    &render::RENDER,
    &render::RENDER_ONCE,
    &store::SECRET,
    &subflow::FUNCTION,
    &execution::TASKS_WITH_STATE,
    &random::UUID,
    &yaml::FUNCTION,
    &is_defined::DEFINED,
    &is_empty::TEST,
    &is_even::EVEN,
    &is_iterable::ITERABLE,
    &is_json::TEST,
    &is_iterable::MAP,
    &is_defined::NULL,
    &is_even::ODD,
];
