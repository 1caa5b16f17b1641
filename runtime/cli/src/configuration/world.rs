//! What `lanner.yaml` decides for flows that run: the world they see, and where their secrets come from.

use std::collections::BTreeMap;
use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use grammar::yaml::Node;
use jiff::tz::TimeZone;
use plan::Value;
use plan::value::Map;
use runtime::settings::EncryptionKey;

use super::reader::Reader;
use crate::document;

/// The decisions; what is absent is not decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct World {
    /// What expressions see as `envs`, beside the variables of the process.
    pub(crate) envs: BTreeMap<String, String>,
    /// What expressions see as `globals`.
    pub(crate) globals: Map,
    /// What expressions see as `namespace`, by namespace.
    pub(crate) variables: BTreeMap<String, Map>,
    /// The zone of schedules and dates.
    pub(crate) zone: Option<TimeZone>,
    /// The key of secret inputs and outputs.
    pub(crate) encryption_key: Option<EncryptionKey>,
    /// How variables of the process hold secrets.
    pub(crate) secret_encoding: Option<SecretEncoding>,
    /// A file of secrets.
    pub(crate) secret_file: Option<PathBuf>,
    /// A folder with a file for each secret.
    pub(crate) secret_folder: Option<PathBuf>,
    /// The bucket that files lie in, where they do not lie in the data folder.
    pub(crate) bucket: Option<Bucket>,
}

/// How variables hold secrets.
pub(crate) const SECRET_ENCODINGS: [&str; 2] = ["base64", "plain"];

/// A bucket of an S3-compatible store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    pub(crate) endpoint: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) prefix: String,
}

/// The keys of `storage`, with what each decides.
pub(crate) const STORAGE_KEYS: [(&str, &str); 5] = [
    ("bucket", "the bucket"),
    ("endpoint", "where the store is; Amazon's of the region where nothing is said"),
    ("prefix", "the folder in the bucket"),
    ("region", "the region that requests are signed for, `us-east-1` where nothing is said"),
    ("type", "`local` or `s3`"),
];

/// How a variable of the process holds a secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SecretEncoding {
    /// In base64, as Kestra reads them.
    #[default]
    Base64,
    /// As it is.
    Plain,
}

impl World {
    /// Adds what another file decides; where both decide, the other wins.
    pub(super) fn then(mut self, other: Self) -> Self {
        self.envs.extend(other.envs);
        self.globals.extend(other.globals);
        for (namespace, variables) in other.variables {
            self.variables.entry(namespace).or_default().extend(variables);
        }
        Self {
            zone: other.zone.or(self.zone),
            encryption_key: other.encryption_key.or(self.encryption_key),
            secret_encoding: other.secret_encoding.or(self.secret_encoding),
            secret_file: other.secret_file.or(self.secret_file),
            secret_folder: other.secret_folder.or(self.secret_folder),
            bucket: other.bucket.or(self.bucket),
            ..self
        }
    }

    pub(super) fn read_envs(&mut self, reader: &mut Reader<'_>, node: &Node) {
        for (name, entry) in reader.within("envs").entries(node) {
            if let Some(text) = reader.within(name).text(&entry.value) {
                self.envs.insert(name.to_lowercase(), text);
            }
        }
    }

    pub(super) fn read_globals(&mut self, reader: &mut Reader<'_>, node: &Node) {
        self.globals = map(reader.within("globals"), node);
    }

    pub(super) fn read_variables(&mut self, reader: &mut Reader<'_>, node: &Node) {
        for (namespace, entry) in reader.within("variables").entries(node) {
            self.variables.insert(namespace.to_owned(), map(reader.within(namespace), &entry.value));
        }
    }

    pub(super) fn read_zone(&mut self, reader: &mut Reader<'_>, node: &Node) {
        let Some(name) = reader.within("time-zone").text(node) else { return };
        match TimeZone::get(&name) {
            Ok(zone) => self.zone = Some(zone),
            Err(_) => reader.wrong(node, format!("`{name}` is no time zone such as `Europe/Berlin`")),
        }
    }

    /// The message does not repeat the key.
    pub(super) fn read_encryption_key(&mut self, reader: &mut Reader<'_>, node: &Node) {
        let Some(text) = reader.within("encryption-key").text(node) else { return };
        let bytes = BASE64_STANDARD.decode(text.trim()).ok();
        self.encryption_key = bytes.and_then(EncryptionKey::new);
        if self.encryption_key.is_none() {
            reader.wrong(node, "`encryption-key` takes 16 or 32 bytes in base64");
        }
    }

    pub(super) fn read_storage(&mut self, reader: &mut Reader<'_>, node: &Node) {
        let (mut kind, mut bucket) = (None, Bucket::default());
        for (name, entry) in reader.within("storage").entries(node) {
            let value = &entry.value;
            match name {
                "bucket" => bucket.name = reader.within(name).text(value).unwrap_or_default(),
                "endpoint" => bucket.endpoint = reader.within(name).text(value),
                "prefix" => bucket.prefix = reader.within(name).text(value).unwrap_or_default(),
                "region" => bucket.region = reader.within(name).text(value),
                "type" => kind = reader.within(name).text(value),
                _ => reader.unknown(&entry.key, name, STORAGE_KEYS.into_iter().map(|(name, _)| name)),
            }
        }
        match kind.as_deref() {
            Some("local") => self.bucket = None,
            Some("s3") if bucket.name.is_empty() => reader.wrong(node, "`storage` of the type `s3` needs a `bucket`"),
            Some("s3") => self.bucket = Some(bucket),
            Some(other) => reader.wrong(node, format!("`{other}` is no type of `storage`: it is `local` or `s3`")),
            None if node.is_missing() => {}
            None => reader.wrong(node, "`storage` needs a `type`: `local` or `s3`"),
        }
    }

    pub(super) fn read_secret_encoding(&mut self, reader: &mut Reader<'_>, node: &Node) {
        self.secret_encoding = match reader.within("secret-encoding").word(node, &SECRET_ENCODINGS) {
            Some("plain") => Some(SecretEncoding::Plain),
            word => word.map(|_| SecretEncoding::Base64),
        };
    }
}

/// A map of any values.
fn map(reader: &mut Reader<'_>, node: &Node) -> Map {
    // Whatever is no map is told here.
    reader.entries(node);
    match document::value(node) {
        Value::Map(map) => map.as_ref().clone(),
        _ => Map::default(),
    }
}
