//! `read`, `fileURI`, `fileSize`, `fileExists` and `isFileEmpty`.

use crate::Value;
use crate::dialect::Version;
use crate::evaluate::{Arguments, Error, Evaluation, FileRequest};
use crate::function::{Example, Form, Function, Parameter, Purity, Returns};
use crate::types::{Kind, Type};

const PATH: Parameter = Parameter::required(
    "path",
    Kind::TEXT,
    "The address of a file in internal storage, or a path among the files of the namespace.",
);
const NAMESPACE: Parameter = Parameter::optional(
    "namespace",
    &[Kind::Text, Kind::Null],
    "the flow's",
    "Whose file it is, where `path` is no address.",
);
const REVISION: Parameter =
    Parameter::optional("revision", &[Kind::Int, Kind::Null], "the newest", "A fixed revision of a namespace file.");
const VERSION: Parameter =
    Parameter::optional("version", &[Kind::Int, Kind::Null], "the newest", "A fixed version of a namespace file.");

const DOC: &str =
    "A file of internal storage must belong to this execution, to the one that started it, or to an allowed namespace.";

/// `read('query.sql')`.
pub(super) static READ_V2: Function = Function {
    doc: DOC,
    parameters: &[PATH, NAMESPACE, REVISION],
    returns: Returns::Kinds(&[Kind::Text, Kind::Bytes]),
    since: Version::new(2, 0),
    examples: &[Example { template: "{% if false %}{{ read('scripts/main.py') }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "read", "The content of a file.", read)
};

/// `read('query.sql')` of 1.x.
pub(super) static READ_V1: Function = Function {
    doc: DOC,
    parameters: &[PATH, NAMESPACE, VERSION],
    returns: Returns::Kinds(&[Kind::Text, Kind::Bytes]),
    until: Some(Version::new(2, 0)),
    examples: &[Example { template: "{% if false %}{{ read('scripts/main.py') }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "read", "The content of a file.", read)
};

/// `fileURI('query.sql')`.
pub(super) static FILE_URI_V2: Function = Function {
    parameters: &[PATH, NAMESPACE, REVISION],
    returns: Returns::Computed(uri_type),
    since: Version::new(2, 0),
    examples: &[Example {
        template: "{{ fileURI('a.csv', namespace='company.team') }}",
        result: "kestra:///company/team/_files/a.csv",
    }],
    purity: Purity::World,
    ..Function::new(Form::Function, "fileURI", "The address of a namespace file.", file_uri)
};

/// `fileURI('query.sql')` of 1.x.
pub(super) static FILE_URI_V1: Function = Function {
    parameters: &[PATH, NAMESPACE, VERSION],
    returns: Returns::Computed(uri_type),
    until: Some(Version::new(2, 0)),
    examples: &[Example {
        template: "{{ fileURI('a.csv', namespace='company.team') }}",
        result: "kestra:///company/team/_files/a.csv",
    }],
    purity: Purity::World,
    ..Function::new(Form::Function, "fileURI", "The address of a namespace file.", file_uri)
};

/// `fileSize(outputs.x.uri)`.
pub(super) static FILE_SIZE: Function = Function {
    doc: DOC,
    parameters: &[PATH, NAMESPACE],
    returns: Returns::Kinds(Kind::INT),
    examples: &[Example { template: "{% if false %}{{ fileSize('a.csv') }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "fileSize", "How many bytes a file has.", file_size)
};

/// `fileExists(outputs.x.uri)`.
pub(super) static FILE_EXISTS: Function = Function {
    doc: DOC,
    parameters: &[PATH, NAMESPACE],
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{% if false %}{{ fileExists('a.csv') }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "fileExists", "Whether there is a file.", file_exists)
};

/// `isFileEmpty(outputs.x.uri)`.
pub(super) static IS_FILE_EMPTY: Function = Function {
    doc: DOC,
    parameters: &[PATH, NAMESPACE],
    returns: Returns::Kinds(Kind::BOOL),
    examples: &[Example { template: "{% if false %}{{ isFileEmpty('a.csv') }}{% endif %}", result: "" }],
    purity: Purity::World,
    ..Function::new(Form::Function, "isFileEmpty", "Whether a file has no content.", is_file_empty)
};

fn uri_type(_: Option<&Type>, _: &[Option<Type>]) -> Type {
    Type::FileUri
}

fn request<'a>(arguments: &Arguments<'a>) -> Result<FileRequest<'a>, Error> {
    let namespace = match arguments.get(1) {
        None | Some(Value::Null) => None,
        Some(_) => Some(arguments.text(1)?),
    };
    let revision = match arguments.get(2) {
        None | Some(Value::Null) => None,
        Some(value) => Some(value.as_i64().ok_or_else(|| arguments.wrong_kind(2, value))?),
    };
    Ok(FileRequest { path: arguments.text(0)?, namespace, revision })
}

fn missing(path: &str) -> Error {
    Error::new(format!("there is no file `{path}`"))
}

fn read(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let request = request(arguments)?;
    let bytes = evaluation.world().read(&request)?.ok_or_else(|| missing(request.path))?;
    evaluation.spend(bytes.len() / 64)?;
    Ok(std::str::from_utf8(&bytes).map_or_else(|_| Value::Bytes(bytes.clone()), Value::text))
}

fn file_uri(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let request = request(arguments)?;
    let path = request.path.strip_prefix('/').unwrap_or(request.path);
    if path.contains("../") {
        return Err(Error::new(format!("the path of a namespace file must not contain `../`: `{path}`")));
    }
    let own = evaluation.root("flow").and_then(|flow| flow.get("namespace")).and_then(Value::as_str);
    let namespace = request.namespace.or(own).ok_or_else(|| Error::new("`fileURI` needs the namespace of a flow"))?;
    Ok(Value::from(format!("kestra:///{}/_files/{path}", namespace.replace('.', "/"))))
}

fn file_size(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let request = request(arguments)?;
    let size = evaluation.world().file_size(&request)?.ok_or_else(|| missing(request.path))?;
    Ok(Value::Long(i64::try_from(size).unwrap_or(i64::MAX)))
}

fn file_exists(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    Ok(Value::Bool(evaluation.world().file_size(&request(arguments)?)?.is_some()))
}

fn is_file_empty(arguments: &Arguments<'_>, evaluation: &mut Evaluation<'_>) -> Result<Value, Error> {
    let request = request(arguments)?;
    let size = evaluation.world().file_size(&request)?.ok_or_else(|| missing(request.path))?;
    Ok(Value::Bool(size == 0))
}
