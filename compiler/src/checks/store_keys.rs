//! Keys of the key-value store: letters, digits, `.`, `_` and `-`, as Kestra's `KVStore` checks when a value is set.

use report::Report;

use super::FlowCheck;
use crate::ast::is_template;
use crate::diagnostics::invalid_id::InvalidId;

pub(super) fn check(check: &FlowCheck<'_>, report: &mut Report) {
    for task in &check.flow.tasks {
        if !["Set", "Get", "Delete"].iter().any(|it| task.object.is(&format!("io.kestra.plugin.core.kv.{it}"))) {
            continue;
        }
        let Some(key) = task.object.scalar("key").filter(|key| !key.text.is_empty() && !is_template(&key.text)) else {
            continue;
        };
        let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-');
        if key.text.starts_with(|first: char| first.is_ascii_alphanumeric()) && key.text.chars().all(is_plain) {
            continue;
        }
        let slug: String = key.text.trim().chars().map(|it| if is_plain(it) { it } else { '_' }).collect();
        let slug = slug.trim_start_matches(|it: char| !it.is_ascii_alphanumeric()).to_owned();
        report.add(InvalidId {
            owner: "a key of the key-value store",
            name: key.text.to_string(),
            place: check.base.place(key.content()),
            rule: "keys begin with a letter or digit and go on with letters, digits, `.`, `_` and `-`",
            slug: Some(slug).filter(|slug| !slug.is_empty()),
        });
    }
}
