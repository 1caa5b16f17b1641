//! What a team does not want in its files, though the language allows it.

use report::Report;

use super::Base;
use crate::ast::Object;
use crate::diagnostics::forbidden_property::ForbiddenProperty;
use crate::diagnostics::forbidden_type::ForbiddenType;

/// Looks at an object and at everything in it.
pub(crate) fn check(base: Base<'_>, object: &Object, report: &mut Report) {
    let settings = base.settings;
    if settings.forbidden_types.is_empty() && settings.forbidden_properties.is_empty() {
        return;
    }
    let name = object.type_name();
    if let Some(name) = name {
        // An old name stands for the type all the same.
        let canonical = object.declaration().map_or(&*name.text, |declaration| declaration.name);
        let forbids =
            |prefix: &&String| name.text.starts_with(prefix.as_str()) || canonical.starts_with(prefix.as_str());
        if let Some(listed) = settings.forbidden_types.iter().find(forbids) {
            let (name, place) = (name.text.to_string(), base.place(name.content()));
            report.add(ForbiddenType { name, place, listed: listed.clone() });
        }
    }
    for property in &object.properties {
        let forbids = |listed: &&String| match listed.split_once('#') {
            Some((prefix, key)) => key == property.name() && name.is_some_and(|name| name.text.starts_with(prefix)),
            None => *listed == property.name() || **listed == *property.key.text,
        };
        if let Some(listed) = settings.forbidden_properties.iter().find(forbids) {
            let (name, place) = (property.key.text.to_string(), base.place(property.key.span));
            report.add(ForbiddenProperty { name, place, listed: listed.clone() });
        }
        property.value.objects(&mut |inner| check(base, inner, report));
    }
}
