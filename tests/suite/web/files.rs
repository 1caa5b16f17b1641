//! Files of namespaces and of executions over the API: what is written comes back, and nothing leads elsewhere.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};
use tests::command::run;
use tests::folder::Folder;
use tests::server::{Answered, Server};
use tests::site::{Part, Site};

const BASE: &str = "/api/v1/main/namespaces/company.team/files";

const TAKES_A_FILE: &str = "\
id: takes
namespace: company.team
inputs:
  - {id: file, type: FILE}
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
";

fn document(answered: &Answered) -> Value {
    serde_json::from_slice(&answered.body).unwrap_or_else(|error| panic!("{error}: {}", answered.text()))
}

fn upload(site: &Site, path: &str, file: &str, content: &[u8]) -> Answered {
    let parts = [Part { name: "fileContent", file: Some(file), content }];
    site.post_parts(&format!("{BASE}?path={path}"), &parts)
}

fn delete(site: &Site, path: &str) -> u16 {
    site.send("DELETE", &format!("{BASE}?path={path}"), &[], b"").status
}

fn names(rows: &Value) -> Vec<&str> {
    rows.as_array().expect("a list").iter().filter_map(|row| row["fileName"].as_str()).collect()
}

#[test]
fn a_file_is_written_read_moved_and_taken_away() {
    let site = Site::start(&[]);
    for (path, content) in [("/queries/orders.sql", "select 1"), ("readme.md", "# Read"), ("queries/old/a.sql", "x")] {
        let written = upload(&site, path, "whatever", content.as_bytes());
        assert_eq!((written.status, written.body.len()), (200, 0), "{}", written.text());
    }
    let read = site.get(&format!("{BASE}?path=queries/orders.sql"));
    assert_eq!((read.status, read.text().as_str()), (200, "select 1"));
    let header = |name: &str| read.headers.iter().find(|header| header.0 == name).map(|header| header.1.as_str());
    assert_eq!(header("content-type"), Some("application/octet-stream"));
    assert_eq!(header("content-disposition"), Some("attachment; filename=\"orders.sql\""));

    let listed = document(&site.get(&format!("{BASE}/directory")));
    assert_eq!(names(&listed), ["queries", "readme.md"]);
    assert_eq!(
        (&listed[0]["type"], &listed[1]["type"], &listed[1]["size"]),
        (&json!("Directory"), &json!("File"), &json!(6))
    );
    assert_eq!(names(&document(&site.get(&format!("{BASE}/directory?path=/queries/")))), ["old", "orders.sql"]);
    assert_eq!(
        document(&site.get(&format!("{BASE}/search?q=.SQL"))),
        json!(["/queries/old/a.sql", "/queries/orders.sql"])
    );
    assert_eq!(document(&site.get(&format!("{BASE}/stats?path=queries")))["type"], "Directory");
    assert_eq!(site.get(&format!("{BASE}/stats?path=absent")).status, 404);

    let moved = site.send("PUT", &format!("{BASE}?from=/queries&to=/sql/all"), &[], b"");
    assert_eq!((moved.status, moved.body.len()), (200, 0), "{}", moved.text());
    assert_eq!(
        document(&site.get(&format!("{BASE}/search?q=sql"))),
        json!(["/sql/all/old/a.sql", "/sql/all/orders.sql"])
    );
    assert_eq!(site.get(&format!("{BASE}?path=/sql/all/orders.sql")).text(), "select 1");
    assert_eq!(site.send("PUT", &format!("{BASE}?from=/absent&to=/b"), &[], b"").status, 404);
    assert_eq!(site.send("PUT", &format!("{BASE}?from=/sql&to=/readme.md"), &[], b"").status, 409);
    assert_eq!(site.send("PUT", &format!("{BASE}?from=/sql&to=/sql/all/in"), &[], b"").status, 422);

    assert_eq!(site.send("POST", &format!("{BASE}/directory?path=empty/one"), &[], b"").status, 200);
    assert_eq!(names(&document(&site.get(&format!("{BASE}/directory?path=empty")))), ["one"]);
    assert_eq!(upload(&site, "empty", "x", b"x").status, 422);
    assert_eq!(upload(&site, "readme.md/below", "x", b"x").status, 422);
    assert_eq!((delete(&site, "sql"), delete(&site, "sql")), (200, 404));
    assert_eq!(document(&site.get(&format!("{BASE}/search?q="))), json!(["/readme.md"]));
    assert_eq!(site.get(BASE).status, 400);
    assert_eq!(site.post_parts(&format!("{BASE}?path=a"), &[]).status, 400);
}

#[test]
fn every_revision_of_a_file_can_be_read() {
    let site = Site::start(&[]);
    for content in ["one", "two", "three"] {
        assert_eq!(upload(&site, "a.txt", "a.txt", content.as_bytes()).status, 200);
    }
    let revisions = document(&site.get(&format!("{BASE}/revisions?path=a.txt")));
    let numbers: Vec<u64> = revisions.as_array().unwrap().iter().filter_map(|row| row["revision"].as_u64()).collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(site.get(&format!("{BASE}?path=a.txt")).text(), "three");
    assert_eq!(site.get(&format!("{BASE}?path=a.txt&revision=1")).text(), "one");
    assert_eq!(site.get(&format!("{BASE}?path=a.txt&revision=4")).status, 404);
    assert_eq!(site.send("PUT", &format!("{BASE}?from=a.txt&to=b.txt"), &[], b"").status, 200);
    assert_eq!(site.get(&format!("{BASE}?path=b.txt&revision=2")).text(), "two");
    let kept = || walk(&site.engine.settings().data.join("storage"));
    assert_eq!(kept().len(), 3);
    assert_eq!(delete(&site, "b.txt"), 200);
    assert_eq!(site.get(&format!("{BASE}/revisions?path=b.txt")).status, 404);
    assert_eq!(kept(), Vec::<std::path::PathBuf>::new());
}

/// Every file below a folder.
fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let entries = entries.filter_map(Result::ok).map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn no_path_leads_out_of_its_namespace() {
    let site = Site::start(&[]);
    assert_eq!(upload(&site, "a.txt", "a.txt", b"mine").status, 200);
    let outside = site.engine.settings().data.join("outside");
    std::fs::write(&outside, "secret").unwrap();
    for path in [
        "../../outside",
        "/../../outside",
        "..%2F..%2Foutside",
        "%2e%2e/%2e%2e/outside",
        "%252e%252e%252foutside",
        "a/../../../outside",
        "./a.txt",
        "..%5c..%5coutside",
        "a.txt%00",
        "a%0d%0ab",
        "nsfile:///../outside",
        "_flows/a.yaml",
    ] {
        assert_eq!(site.get(&format!("{BASE}?path={path}")).status, 422, "{path}");
        assert_eq!(upload(&site, path, "x", b"x").status, 422, "{path}");
        assert_eq!(delete(&site, path), 422, "{path}");
        assert_eq!(site.get(&format!("{BASE}/directory?path={path}")).status, 422, "{path}");
        assert_eq!(site.get(&format!("{BASE}/stats?path={path}")).status, 422, "{path}");
        assert_eq!(site.send("POST", &format!("{BASE}/directory?path={path}"), &[], b"").status, 422, "{path}");
        assert_eq!(site.send("PUT", &format!("{BASE}?from=a.txt&to={path}"), &[], b"").status, 422, "{path}");
    }
    // An absolute path is one from the root of the namespace.
    let absolute = outside.display().to_string();
    assert_eq!(site.get(&format!("{BASE}?path={absolute}")).status, 404);
    for namespace in ["..", "company.team%2F..%2Fother", "a%2Fb", "-a", "a..b"] {
        let path = format!("/api/v1/main/namespaces/{namespace}/files?path=x");
        let parts = [Part { name: "fileContent", file: Some("x"), content: b"x" }];
        assert!(matches!(site.post_parts(&path, &parts).status, 404 | 422), "{namespace}");
    }
    assert_eq!(std::fs::read_to_string(&outside).unwrap(), "secret");
    assert_eq!(document(&site.get(&format!("{BASE}/search?q="))), json!(["/a.txt"]));
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn an_archive_is_taken_apart_and_made() {
    let site = Site::start(&[]);
    let sent = archive(&[("a.txt", b"a"), ("sub/b.txt", b"bb")]);
    assert_eq!(upload(&site, "in", "files.zip", &sent).status, 200);
    assert_eq!(document(&site.get(&format!("{BASE}/search?q="))), json!(["/in/a.txt", "/in/sub/b.txt"]));
    let exported = site.get(&format!("{BASE}/export"));
    assert_eq!(exported.status, 200);
    let mut made = zip::ZipArchive::new(std::io::Cursor::new(exported.body)).expect("an archive");
    let mut found = Vec::new();
    for index in 0..made.len() {
        let mut entry = made.by_index(index).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        found.push((entry.name().unwrap().into_owned(), text));
    }
    assert_eq!(found, [("in/a.txt".to_owned(), "a".to_owned()), ("in/sub/b.txt".to_owned(), "bb".to_owned())]);

    for hostile in ["../../out.txt", "/../out.txt", "a/../../out.txt", "..\\out.txt"] {
        let sent = archive(&[("good.txt", b"g"), (hostile, b"x")]);
        assert_eq!(upload(&site, "in", "files.zip", &sent).status, 422, "{hostile}");
    }
    assert_eq!(upload(&site, "in", "files.zip", b"no archive").status, 422);
    // A gigabyte of zeros and more, in a megabyte.
    let zeros = vec![0; 100_000_000];
    let bomb: Vec<(String, &[u8])> = (0..11).map(|number| (format!("{number}"), zeros.as_slice())).collect();
    let bomb = archive(&bomb.iter().map(|(name, content)| (name.as_str(), *content)).collect::<Vec<_>>());
    assert!(bomb.len() < 2_000_000);
    assert_eq!(upload(&site, "in", "bomb.zip", &bomb).status, 413);
    assert_eq!(document(&site.get(&format!("{BASE}/search?q="))), json!(["/in/a.txt", "/in/sub/b.txt"]));
}

#[test]
fn flows_read_files_of_their_namespace() {
    const FLOW: &str = "\
id: reader
namespace: company.team
tasks:
  - {id: read, type: io.kestra.plugin.core.debug.Return, format: \"{{ read('queries/a.sql') }} {{ fileSize('queries/a.sql') }}\"}
  - id: folder
    type: io.kestra.plugin.core.flow.WorkingDirectory
    namespaceFiles: {enabled: true, include: ['queries/**'], exclude: ['**/b.sql']}
    outputFiles: ['**']
    tasks:
      - {id: nothing, type: io.kestra.plugin.core.debug.Return, format: x}
  - id: up
    type: io.kestra.plugin.core.namespace.UploadFiles
    namespace: company.team
    destination: copies
    filesMap: {a.sql: \"{{ outputs.folder.outputFiles['queries/a.sql'] }}\"}
  - {id: down, type: io.kestra.plugin.core.namespace.DownloadFiles, namespace: company.team, files: ['copies/**']}
  - {id: gone, type: io.kestra.plugin.core.namespace.DeleteFiles, namespace: company.team, files: ['queries/*']}
";
    let site = Site::start(&[("reader.yaml", FLOW)]);
    upload(&site, "queries/a.sql", "a", b"select 1");
    upload(&site, "queries/b.sql", "b", b"select 2");
    let ended = document(&site.send("POST", "/api/v1/main/executions/company.team/reader?wait=true", &[], b""));
    assert_eq!(ended["state"]["current"], "SUCCESS", "{ended}");
    let outputs = |task: &str| {
        let runs = ended["taskRunList"].as_array().unwrap();
        runs.iter().find(|run| run["taskId"] == task).map(|run| run["outputs"].clone()).unwrap_or_default()
    };
    assert_eq!(outputs("read")["value"], "select 1 8");
    let kept = outputs("folder")["outputFiles"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(kept, ["queries/a.sql"]);
    assert_eq!(outputs("down")["files"].as_object().unwrap().keys().next().unwrap(), "/copies/a.sql");
    assert_eq!(document(&site.get(&format!("{BASE}/search?q="))), json!(["/copies/a.sql"]));
}

#[test]
fn expressions_read_nothing_outside() {
    for path in ["../../../etc/passwd", "/../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "kestra:///../../etc/passwd"] {
        let flow = format!(
            "id: reader\nnamespace: company.team\ntasks:\n  - id: read\n    type: io.kestra.plugin.core.debug.Return\n    format: \"{{{{ read('{path}') }}}}\"\n"
        );
        let folder = Folder::with(&[("reader.yaml", &flow)]);
        let said = run(folder.path(), &["run", "reader.yaml"]);
        assert_ne!(said.code, 0, "{path}: {said:?}");
        assert!(!said.out.contains("root:") && !said.err.contains("root:"), "{said:?}");
    }
}

/// The most memory a process ever had, in kB.
#[test]
fn a_download_goes_on_where_it_broke_off() {
    let site = Site::start(&[("flow.yaml", TAKES_A_FILE)]);
    let content: Vec<u8> = (0..200_000_u32).map(|number| (number % 251) as u8).collect();
    upload(&site, "/large.bin", "large.bin", &content);
    let parts = [Part { name: "file", file: Some("large.bin"), content: &content }];
    let begun = document(&site.post_parts("/api/v1/main/executions/company.team/takes?wait=true", &parts));
    let (id, uri) = (begun["id"].as_str().unwrap(), begun["inputs"]["file"].as_str().unwrap());
    let of_execution = format!("/api/v1/main/executions/{id}/file?path={}", plan::percent::encode(uri));
    for path in [format!("{BASE}?path=/large.bin"), of_execution] {
        let ask = |headers: &[(&str, &str)]| site.send("GET", &path, headers, b"");
        let header = |answered: &Answered, name: &str| {
            answered.headers.iter().find(|header| header.0 == name).map(|header| header.1.clone())
        };
        let whole = ask(&[]);
        assert_eq!((whole.status, header(&whole, "accept-ranges").as_deref()), (200, Some("bytes")));
        assert!(whole.body == content);
        for (range, bytes) in [("bytes=0-0", 0..1), ("bytes=150000-", 150_000..200_000), ("bytes=-7", 199_993..200_000)]
        {
            let part = ask(&[("range", range)]);
            let expected = format!("bytes {}-{}/200000", bytes.start, bytes.end - 1);
            assert_eq!((part.status, header(&part, "content-range")), (206, Some(expected)), "{range}");
            assert_eq!(header(&part, "content-length"), Some(bytes.len().to_string()));
            assert!(part.body == content[bytes], "{range}");
        }
        let beyond = ask(&[("range", "bytes=200000-")]);
        assert_eq!((beyond.status, header(&beyond, "content-range")), (416, Some("bytes */200000".to_owned())));
        // Nobody can tell whether the file is still the one that a condition speaks of.
        assert_eq!(ask(&[("range", "bytes=0-4"), ("if-range", "\"mark\"")]).status, 200);
        let head = site.send("HEAD", &path, &[], b"");
        assert_eq!(
            (head.status, head.body.len(), header(&head, "content-length")),
            (200, 0, Some("200000".to_owned()))
        );
    }
}

fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("the process is there");
    let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("Linux says so");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

#[test]
fn a_file_of_two_hundred_megabytes_goes_through_little_memory() {
    const SIZE: usize = 200_000_000;
    let folder = Folder::with(&[(
        "a.yaml",
        "id: a\nnamespace: b\ntasks:\n  - {id: t, type: io.kestra.plugin.core.log.Log, message: x}\n",
    )]);
    let data = Folder::empty();
    let server = Server::start(folder.path(), data.path(), &[]);
    let before = peak(server.id());
    let head = "--B\r\ncontent-disposition: form-data; name=\"fileContent\"; filename=\"large\"\r\n\r\n";
    let tail = "\r\n--B--\r\n";
    let mut sending = TcpStream::connect(&server.address).expect("a connection");
    let start = format!(
        "POST /api/v1/namespaces/b/files?path=large HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-type: multipart/form-data; boundary=B\r\ncontent-length: {}\r\n\r\n{head}",
        server.address,
        head.len() + SIZE + tail.len()
    );
    sending.write_all(start.as_bytes()).unwrap();
    let piece: Vec<u8> = (0..1_000_000_u32).map(|at| (at % 251) as u8).collect();
    for _ in 0..SIZE / piece.len() {
        sending.write_all(&piece).unwrap();
    }
    sending.write_all(tail.as_bytes()).unwrap();
    let mut answer = String::new();
    sending.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let mut reading = TcpStream::connect(&server.address).expect("a connection");
    let ask = format!(
        "GET /api/v1/namespaces/b/files?path=large HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n",
        server.address
    );
    reading.write_all(ask.as_bytes()).unwrap();
    let mut buffer = vec![0; 1_000_000];
    let (mut received, mut sum) = (0, 0_u64);
    loop {
        match reading.read(&mut buffer).unwrap() {
            0 => break,
            length => {
                received += length;
                sum += buffer[..length].iter().map(|byte| u64::from(*byte)).sum::<u64>();
            }
        }
    }
    assert!((SIZE..SIZE + 1000).contains(&received), "{received}");
    let expected = piece.iter().map(|byte| u64::from(*byte)).sum::<u64>() * (SIZE / piece.len()) as u64;
    assert!((expected..expected + 100_000).contains(&sum));
    let more = peak(server.id()) - before;
    assert!(more < 64_000, "{more} kB more than before");
}
