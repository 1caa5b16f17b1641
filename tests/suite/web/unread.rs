//! A store that cannot be read: nothing is said to be absent, and nothing to be all there is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use runtime::store::memory::MemoryStore;
use runtime::store::{Direction, Store, StoreError, Table, Visitor, Write};
use tests::site::{Site, Wishes};

const FLOW: &str = "\
id: hello
namespace: demo
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
";

/// A store in memory that cannot be read once it is told so.
#[derive(Default)]
struct Broken {
    store: MemoryStore,
    broken: AtomicBool,
}

impl Broken {
    fn look(&self) -> Result<(), StoreError> {
        match self.broken.load(Ordering::SeqCst) {
            true => Err(StoreError("the disk has a bad sector".to_owned())),
            false => Ok(()),
        }
    }
}

impl Store for Broken {
    fn commit(&self, writes: &[&[Write]]) -> Result<(), StoreError> {
        self.store.commit(writes)
    }

    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        self.look()?;
        self.store.get(table, key)
    }

    fn count(&self, table: Table) -> Result<u64, StoreError> {
        self.look()?;
        self.store.count(table)
    }

    fn scan(
        &self,
        table: Table,
        from: &[u8],
        to: Option<&[u8]>,
        direction: Direction,
        visitor: Visitor<'_>,
    ) -> Result<(), StoreError> {
        self.look()?;
        self.store.scan(table, from, to, direction, visitor)
    }

    fn compact(&self) -> Result<(), StoreError> {
        self.store.compact()
    }
}

#[test]
fn what_cannot_be_read_is_not_said_to_be_absent() {
    let store = Arc::new(Broken::default());
    let site = Site::start_with(
        &[("flow.yaml", FLOW)],
        Wishes { store: Some(Arc::clone(&store) as Arc<dyn Store>), ..Wishes::default() },
    );
    let begun = site.send("POST", "/api/v1/main/executions/demo/hello?wait=true", &[], b"").text();
    let begun: serde_json::Value = serde_json::from_str(&begun).unwrap();
    // One that the engine knows nothing of, as after a restart.
    let elsewhere = "0123456789abcdefghijkl";
    let paths = [
        format!("/api/v1/main/executions/{elsewhere}"),
        format!("/api/v1/main/executions/{elsewhere}/graph"),
        format!("/api/v1/main/outputs/executions/{elsewhere}"),
        "/api/v1/main/executions/search?filters[state][EQUALS]=SUCCESS&sort=flowId:asc".to_owned(),
        format!("/api/v1/main/logs/{}", begun["id"].as_str().unwrap()),
        "/api/v1/main/logs/search".to_owned(),
        "/api/v1/main/metrics/names/demo/hello".to_owned(),
        "/api/v1/main/namespaces/demo/kv".to_owned(),
        "/api/v1/main/namespaces/demo/files/directory".to_owned(),
        format!("/ui/executions/demo/hello/{elsewhere}"),
    ];
    for path in &paths {
        assert!(site.get(path).status < 500, "{path}");
    }
    store.broken.store(true, Ordering::SeqCst);
    for path in &paths {
        let answered = site.get(path);
        assert_eq!(answered.status, 503, "{path}: {}", answered.text());
        assert!(answered.text().contains("the disk has a bad sector"), "{path}: {}", answered.text());
        assert!(answered.headers.iter().any(|(name, _)| name == "retry-after"), "{path}");
    }
    store.broken.store(false, Ordering::SeqCst);
    assert_eq!(site.get(&paths[0]).status, 404);
}
