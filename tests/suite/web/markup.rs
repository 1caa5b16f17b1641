//! Looking at HTML without a browser: elements by what they are and carry.

/// The start tags of a page that contain all of some texts.
pub(super) fn tags<'p>(page: &'p str, texts: &[&str]) -> Vec<&'p str> {
    page.split('<')
        .filter_map(|rest| rest.find('>').map(|end| &rest[..end]))
        .filter(|tag| !tag.starts_with('/') && texts.iter().all(|text| tag.contains(text)))
        .collect()
}

/// The one start tag that contains all of some texts.
///
/// # Panics
///
/// With the page, where there is not exactly one.
pub(super) fn tag<'p>(page: &'p str, texts: &[&str]) -> &'p str {
    match tags(page, texts).as_slice() {
        [tag] => tag,
        other => panic!("{} tags with {texts:?} in {page}", other.len()),
    }
}

/// The value of an attribute of a start tag.
pub(super) fn attribute<'p>(tag: &'p str, name: &str) -> Option<&'p str> {
    let behind = tag.split_once(&format!(" {name}=\""))?.1;
    behind.split_once('"').map(|(value, _)| value)
}

/// The text of a page, without tags, with single spaces.
pub(super) fn text(page: &str) -> String {
    let texts: Vec<&str> = page.split('<').filter_map(|rest| rest.split_once('>')).map(|(_, text)| text).collect();
    texts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}
