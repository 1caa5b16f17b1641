//! `http`.

use crate::evaluate::{Arguments, Error, Evaluation, HttpRequest, HttpResponse};
use crate::function::{Example, Form, Function, Parameter, Purity, Returns};
use crate::types::{Kind, Type};
use crate::{Value, java, json, percent, yaml};

/// `http('https://…')`.
pub(super) static FUNCTION: Function = Function {
    doc: "JSON in the answer is read, everything else is text. An answer that is no success fails. `Content-Type` among the headers gives way to `contentType`.",
    parameters: &[
        Parameter::required("uri", Kind::TEXT, "Where to."),
        Parameter::optional("method", Kind::TEXT, "'GET'", "`GET`, `POST`, …"),
        Parameter::optional("query", Kind::MAP, "{}", "What is added behind `?`."),
        Parameter::optional("body", Kind::ANY, "", "What is sent, written as `contentType` says."),
        Parameter::optional("contentType", Kind::TEXT, "'application/json'", "The type of the body."),
        Parameter::optional("headers", &[Kind::Map, Kind::Null], "{}", "Texts or lists of texts by name."),
        Parameter::optional("options", &[Kind::Map, Kind::Null], "", "Further options of the client."),
        Parameter::optional("accept", Kind::TEXT, "'application/json'", "The type of answer that is wanted."),
    ],
    returns: Returns::Computed(returns),
    examples: &[Example {
        template: "{% if false %}{{ http('https://example.org/items', query={'page': 1}) }}{% endif %}",
        result: "",
    }],
    purity: Purity::World,
    ..Function::new(Form::Function, "http", "Sends a request and gives the body of the answer.", call)
};

fn returns(_: Option<&Type>, _: &[Option<Type>]) -> Type {
    Type::Unknown
}

fn call(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let text = |parameter: usize, otherwise: &str| match arguments.get(parameter) {
        None => otherwise.to_owned(),
        Some(value) => java::to_text(value),
    };
    let uri = with_query(&java::to_text(arguments.required(0)?), arguments.get(2));
    let content_type = text(4, "application/json");
    let mut headers = headers(arguments)?;
    headers.push(("Accept".to_owned(), text(7, "application/json")));
    let body = match arguments.get(3) {
        None | Some(Value::Null) => None,
        Some(body) => {
            headers.push(("Content-Type".to_owned(), content_type.clone()));
            Some(written(body, &content_type, evaluation).into_bytes().into())
        }
    };
    let options = arguments.get(6).cloned().unwrap_or_default();
    let request = HttpRequest { uri, method: text(1, "GET").to_uppercase(), headers, body, options };
    let response = evaluation.world().http(&request)?;
    evaluation.spend(response.body.len() / 64)?;
    if !(200..300).contains(&response.status) {
        return Err(Error::new(format!("`{}` answered with status {}", request.uri, response.status)));
    }
    body_of(&response)
}

fn with_query(uri: &str, query: Option<&Value>) -> String {
    let Some(Value::Map(entries)) = query else { return uri.to_owned() };
    let mut all = uri.to_owned();
    for (name, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
        all.push(if all.contains('?') { '&' } else { '?' });
        all.push_str(&percent::encode(name));
        all.push('=');
        all.push_str(&percent::encode(&java::to_text(value)));
    }
    all
}

fn headers(arguments: &Arguments<'_>) -> Result<Vec<(String, String)>, Error> {
    let mut headers = Vec::new();
    match arguments.get(5) {
        None | Some(Value::Null) => {}
        Some(Value::Map(entries)) => {
            for (name, value) in entries
                .iter()
                .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type") && !name.eq_ignore_ascii_case("accept"))
            {
                match value.elements() {
                    Some(values) => headers.extend(values.iter().map(|value| (name.to_string(), java::to_text(value)))),
                    None => headers.push((name.to_string(), java::to_text(value))),
                }
            }
        }
        Some(other) => return Err(arguments.wrong_kind(5, other)),
    }
    Ok(headers)
}

fn written(body: &Value, content_type: &str, evaluation: &Evaluation<'_>) -> String {
    match body {
        Value::Text(text) => text.to_string(),
        Value::Map(entries) if content_type.starts_with("application/x-www-form-urlencoded") => {
            let pair = |(name, value): (&crate::Text, &Value)| {
                format!("{}={}", percent::encode(name), percent::encode(&java::to_text(value)))
            };
            entries.iter().map(pair).collect::<Vec<_>>().join("&")
        }
        other if content_type.contains("yaml") => yaml::to_text(other),
        other if content_type.starts_with("text/") => java::to_text(other),
        other => json::to_text(other, evaluation.dialect(), evaluation.zone()),
    }
}

fn body_of(response: &HttpResponse) -> Result<Value, Error> {
    let text = String::from_utf8_lossy(&response.body);
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let content_type = response.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    match content_type {
        Some((_, content_type)) if content_type.contains("json") => json::read(&text)
            .map(|(value, _)| value)
            .map_err(|mistake| Error::new(format!("the answer is no JSON: {mistake}"))),
        _ => Ok(Value::text(text)),
    }
}
