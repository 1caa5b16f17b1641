//! What a server sends as `text/event-stream`, read as it arrives (WHATWG HTML, section 9.2.6).

use std::time::Duration;

use plan::{Value, java, json};

/// What a server sends at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Event {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) data: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) retry: Option<Duration>,
}

/// Reads events from bytes that arrive in parts.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// What has arrived of a line.
    line: Vec<u8>,
    /// Whether a line break has to follow that belongs to the one before.
    returned: bool,
    event: Event,
}

impl Reader {
    /// Takes a part; gives the events that are whole with it.
    pub(super) fn take(&mut self, part: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for &byte in part {
            match byte {
                b'\n' if self.returned => {}
                b'\n' | b'\r' => events.extend(self.end_line()),
                byte => self.line.push(byte),
            }
            self.returned = byte == b'\r';
        }
        events
    }

    /// The event that the end of the stream leaves, where it has data.
    pub(super) fn end(mut self) -> Option<Event> {
        if !self.line.is_empty() {
            self.end_line();
        }
        self.event.data.is_some().then_some(self.event)
    }

    fn end_line(&mut self) -> Option<Event> {
        let line = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&line);
        let line = line.strip_prefix('\u{feff}').unwrap_or(&line);
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            return (event != Event::default()).then_some(event);
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        let event = &mut self.event;
        match field {
            "" => add_line(&mut event.comment, value),
            "data" => add_line(&mut event.data, value),
            "event" => event.name = Some(value.to_owned()),
            "id" if !value.contains('\0') => event.id = Some(value.to_owned()),
            "retry" => event.retry = value.parse().ok().map(Duration::from_millis).or(event.retry),
            _ => {}
        }
        None
    }
}

fn add_line(text: &mut Option<String>, line: &str) {
    match text {
        Some(text) => {
            text.push('\n');
            text.push_str(line);
        }
        None => *text = Some(line.to_owned()),
    }
}

impl Event {
    /// As it is given out: data that is JSON as what it says, else as text.
    pub(super) fn value(&self) -> Value {
        let text = |text: &Option<String>| text.as_ref().map_or(Value::Null, |text| Value::text(text.as_str()));
        let data = self.data.as_ref().map_or(Value::Null, |data| match json::read(data.trim()) {
            Ok((value, end)) if data.trim()[end..].is_empty() => value,
            _ => Value::text(data.as_str()),
        });
        let retry = self.retry.and_then(|retry| retry.try_into().ok()).map_or(Value::Null, Value::Duration);
        let known = [
            ("id", text(&self.id)),
            ("name", text(&self.name)),
            ("data", data),
            ("comment", text(&self.comment)),
            ("retry", retry),
        ];
        Value::map(known.into_iter().filter(|(_, value)| !value.is_null()))
    }
}

/// What of a result of jq is joined; nothing of lists, maps and null.
pub(super) fn joined(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::List(_) | Value::Map(_) => None,
        other => Some(java::to_text(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parts: &[&str]) -> Vec<Event> {
        let mut reader = Reader::default();
        let mut events: Vec<Event> = parts.iter().flat_map(|part| reader.take(part.as_bytes())).collect();
        events.extend(reader.end());
        events
    }

    #[test]
    fn events_are_whole_at_an_empty_line() {
        let data = |data: &str| Event { data: Some(data.to_owned()), ..Event::default() };
        assert_eq!(read(&["data: a\n\nda", "ta: b\r", "\ndata:c\r\r"]), [data("a"), data("b\nc")]);
        assert_eq!(read(&["data: a\n\ndata: b"]), [data("a"), data("b")]);
        assert_eq!(read(&["\n\n"]), []);
    }

    #[test]
    fn fields_are_told_apart() {
        let events = read(&["id: 7\nevent: word\nretry: 1500\n: not for you\ndata: {\"a\": [1]}\nother: x\n\n"]);
        let shown = serde_json::Value::from(&events[0].value()).to_string();
        let expected = r#"{"id":"7","name":"word","data":{"a":[1]},"comment":"not for you","retry":1.5}"#;
        assert_eq!(shown, expected);
    }
}
