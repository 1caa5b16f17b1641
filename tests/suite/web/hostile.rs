//! Requests that are made to do harm: none hangs, none costs memory, and none is answered with a fault of ours.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use runtime::web::{Limits, Settings};
use tests::server::request;
use tests::site::{Part, Site, Wishes};

const FLOW: &str = "\
id: hello
namespace: demo
inputs:
  - {id: file, type: FILE, required: false}
  - {id: data, type: JSON, required: false}
tasks:
  - {id: say, type: io.kestra.plugin.core.log.Log, message: Hello}
";

/// Nothing of this takes so long.
const PATIENCE: Duration = Duration::from_secs(60);

fn site(limits: Limits) -> Site {
    let web = Settings { limits, ..Settings::default() };
    Site::start_with(&[("flow.yaml", FLOW)], Wishes { web, ..Wishes::default() })
}

/// How much memory this process has used at the most, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

fn part(name: &str, file: &str, content: &[u8]) -> Vec<u8> {
    let mut part =
        format!("--B\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n").into_bytes();
    part.extend_from_slice(content);
    part.extend_from_slice(b"\r\n");
    part
}

#[test]
fn bombs_in_uploads_stay_packed() {
    let site = site(Limits::default());
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0; 1 << 20];
    for _ in 0..512 {
        encoder.write_all(&zeros).unwrap();
    }
    // Half a gigabyte in half a megabyte.
    let bomb = encoder.finish().unwrap();
    let before = peak();
    let mut form = part("file", "bomb.gz", &bomb);
    form.extend_from_slice(b"--B--\r\n");
    let headers = [("content-type", "multipart/form-data; boundary=B")];
    let taken = site.send("POST", "/api/v1/main/executions/demo/hello?wait=true", &headers, &form);
    assert_eq!(taken.status, 200, "{}", taken.text());
    for (path, media_type) in [
        ("/api/v1/main/flows", "application/x-yaml"),
        ("/api/v1/main/flows/validate", "application/x-yaml"),
        ("/api/v1/main/executions/demo/hello", "multipart/form-data; boundary=B"),
        ("/apps/demo/hello", "application/x-www-form-urlencoded"),
    ] {
        let headers = [("content-type", media_type), ("content-encoding", "gzip")];
        let status = site.send("POST", path, &headers, &bomb).status;
        assert!(status < 500, "{path}: {status}");
    }
    assert!(peak() - before < 200_000_000, "{} more", peak() - before);
}

/// An archive of one file of so many zeros.
fn zip_of_zeros(name: &str, megabytes: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().large_file(true);
    archive.start_file(name, options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..megabytes {
        archive.write_all(&zeros).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn archives_grow_no_further_than_files_may() {
    let site = site(Limits { upload: 20_000_000, ..Limits::default() });
    let before = peak();
    let headers = [("content-type", "multipart/form-data; boundary=B")];
    let stored = || {
        let folder = site.engine.settings().data.join("storage");
        let mut folders = vec![folder];
        let mut bytes = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
                match entry.path().is_dir() {
                    true => folders.push(entry.path()),
                    false => bytes += entry.metadata().map_or(0, |it| it.len()),
                }
            }
        }
        bytes
    };
    for (path, part_name, file) in [
        ("/api/v1/main/namespaces/demo/files?path=in", "fileContent", "zeros.bin"),
        ("/api/v1/main/flows/import", "fileUpload", "zeros.yaml"),
    ] {
        let form = [part(part_name, "bomb.zip", &zip_of_zeros(file, 300)), b"--B--\r\n".to_vec()].concat();
        assert!(form.len() < 2_000_000, "{}", form.len());
        let answered = site.send("POST", path, &headers, &form);
        assert!((400..500).contains(&answered.status), "{path}: {} {}", answered.status, answered.text());
        // A name that leads out.
        let form = [part(part_name, "tricks.zip", &zip_of_zeros("../../outside", 0)), b"--B--\r\n".to_vec()].concat();
        let answered = site.send("POST", path, &headers, &form);
        assert!(answered.status < 500, "{path}: {}", answered.text());
        // What only says that it is an archive.
        let form = [part(part_name, "none.zip", b"PK\x03\x04 this is none"), b"--B--\r\n".to_vec()].concat();
        let answered = site.send("POST", path, &headers, &form);
        assert!((400..500).contains(&answered.status), "{path}: {}", answered.status);
    }
    assert!(stored() <= 20_000_000, "{} bytes are left", stored());
    assert!(!site.engine.settings().data.join("outside").exists());
    assert!(peak() - before < 250_000_000, "{} more", peak() - before);
}

#[test]
fn documents_that_grow_when_they_are_read_do_not() {
    let site = site(Limits::default());
    let before = (peak(), Instant::now());
    let mut laughs = String::from("id: hello\nnamespace: demo\na0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for level in 1..30 {
        let one = format!("*a{}", level - 1);
        laughs.push_str(&format!("a{level}: &a{level} [{}]\n", [one.as_str(); 10].join(", ")));
    }
    let brackets = "[".repeat(200_000);
    let braces = "{a: ".repeat(100_000);
    let json = "{\"a\":".repeat(100_000);
    for body in [&laughs, &brackets, &braces, &json] {
        for (method, path) in [
            ("POST", "/api/v1/main/flows"),
            ("POST", "/api/v1/main/flows/validate"),
            ("PUT", "/api/v1/main/triggers"),
            ("POST", "/api/v1/me/api-tokens"),
        ] {
            let status = site.send(method, path, &[("content-type", "application/x-yaml")], body.as_bytes()).status;
            assert!(status < 500, "{} at {method} {path}: {status}", &body[..20]);
        }
    }
    assert!(peak() - before.0 < 400_000_000, "{} more", peak() - before.0);
    assert!(before.1.elapsed() < PATIENCE, "{:?}", before.1.elapsed());
}

#[test]
fn forms_with_too_many_or_too_large_parts_are_refused() {
    let site = site(Limits { parts: 10, ..Limits::default() });
    let many = part("x", "", b"y").repeat(11);
    let long_name = part(&"n".repeat(20_000), "f", b"y");
    let text =
        [b"--B\r\ncontent-disposition: form-data; name=\"data\"\r\n\r\n".to_vec(), vec![b'1'; 12_000_000]].concat();
    let headers = [("content-type", "multipart/form-data; boundary=B")];
    for (form, expected) in [(many, 413), (long_name, 400), (text, 413)] {
        let form = [form, b"\r\n--B--\r\n".to_vec()].concat();
        let answered = site.send("POST", "/api/v1/main/executions/demo/hello", &headers, &form);
        assert_eq!(answered.status, expected, "{}", answered.text());
    }
}

#[test]
fn names_of_files_lead_nowhere_else() {
    let site = site(Limits::default());
    for name in ["../../../../etc/cron.d/x", "..\\..\\x", "/etc/passwd", "a\0b", "..", ""] {
        let form = [part("file", name, b"harm"), b"--B--\r\n".to_vec()].concat();
        let headers = [("content-type", "multipart/form-data; boundary=B")];
        let answered = site.send("POST", "/api/v1/main/executions/demo/hello?wait=true", &headers, &form);
        assert!(answered.status < 500, "{name:?}: {}", answered.text());
        assert!(!answered.text().contains("/etc/") && !answered.text().contains(".."), "{name:?}: {}", answered.text());
    }
    let begun = site.send("POST", "/api/v1/main/executions/demo/hello?wait=true", &[], b"").text();
    let id = serde_json::from_str::<serde_json::Value>(&begun).unwrap()["id"].as_str().unwrap().to_owned();
    for uri in
        ["kestra:///../../etc/passwd", "kestra:///demo/hello/../../../seal.key", "file:///etc/passwd", "%2e%2e%2f"]
    {
        let path = format!("/api/v1/main/executions/{id}/file?path={}", plan::percent::encode(uri));
        let answered = site.get(&path);
        assert!((400..500).contains(&answered.status), "{uri}: {}", answered.status);
        assert!(!answered.text().contains("root:"), "{}", answered.text());
    }
}

#[test]
fn a_file_of_another_execution_is_not_given_out() {
    let site = site(Limits::default());
    let begin = || {
        let parts = [Part { name: "file", file: Some("mine.txt"), content: b"for these eyes alone" }];
        let begun = site.post_parts("/api/v1/main/executions/demo/hello?wait=true", &parts).text();
        serde_json::from_str::<serde_json::Value>(&begun).unwrap()
    };
    let (mine, theirs) = (begin(), begin());
    let uri = plan::percent::encode(theirs["inputs"]["file"].as_str().unwrap());
    let (mine, theirs) = (mine["id"].as_str().unwrap(), theirs["id"].as_str().unwrap());
    for (path, refused) in [
        ("/api/v1/main/executions/ID/file", 422),
        ("/api/v1/main/executions/ID/file/metas", 422),
        ("/api/v1/main/executions/ID/file/preview", 422),
        ("/ui/executions/demo/hello/ID/file", 404),
        ("/ui/executions/demo/hello/ID/preview", 404),
    ] {
        let ask = |id: &str| site.get(&format!("{}?path={uri}", path.replace("ID", id)));
        assert_eq!(ask(theirs).status, 200, "{path}: {}", ask(theirs).text());
        let answered = ask(mine);
        assert_eq!(answered.status, refused, "{path}: {}", answered.text());
        assert!(!answered.text().contains("these eyes"), "{path}");
    }
}

#[test]
fn a_head_that_promises_a_form_may_come_alone() {
    let site = site(Limits::default());
    let head =
        "POST /api/v1/main/executions/demo/hello HTTP/1.1\r\nconnection: close\r\ncontent-type: multipart/form-data";
    let answered = request(&site.address, format!("{head}\r\nhost: {}\r\n\r\n", site.address).as_bytes());
    assert_eq!(answered.status, 200, "{}", answered.text());
}

#[test]
fn a_body_that_trickles_ends_with_its_time() {
    let moment = Duration::from_millis(200);
    let site = site(Limits { upload_time: moment, ..Limits::default() });
    let mut stream = TcpStream::connect(&site.address).unwrap();
    // Waiting for an answer is what sets the pace.
    stream.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
    let head = format!("POST /api/v1/main/flows HTTP/1.1\r\nhost: {}\r\ncontent-length: 1000000\r\n\r\n", site.address);
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = [0; 64];
    let began = Instant::now();
    loop {
        // A server that has answered may close its side.
        let _ = stream.write_all(b"x");
        match stream.read(&mut answer) {
            Ok(read) => {
                assert!(answer[..read].starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&answer));
                break;
            }
            Err(_) => assert!(began.elapsed() < PATIENCE, "it goes on for ever"),
        }
    }
}

#[test]
fn heads_that_are_no_requests_are_refused() {
    let site = site(Limits { headers: 20, header_bytes: 4096, ..Limits::default() });
    let host = format!("host: {}\r\n", site.address);
    let many = (0..30).map(|number| format!("x-{number}: y\r\n")).collect::<String>();
    for (head, expected) in [
        (format!("GET /health HTTP/1.1\r\n{host}{many}"), 431),
        (format!("GET /health HTTP/1.1\r\n{host}x: {}\r\n", "y".repeat(10_000)), 431),
        (format!("GET /{} HTTP/1.1\r\n{host}", "p".repeat(70_000)), 414),
        (format!("GET /health HTTP/9.9\r\n{host}"), 400),
        (format!("\u{1}\u{2} /health HTTP/1.1\r\n{host}"), 400),
        (format!("GET /api/v1/main/flows/search HTTP/1.1\r\n{host}host: evil.example\r\n"), 400),
    ] {
        let answered = request(&site.address, format!("{head}connection: close\r\n\r\n").as_bytes());
        assert!((400..500).contains(&answered.status), "{}: {}", &head[..30], answered.status);
        assert!(answered.status == expected || answered.status == 431 || answered.status == 400, "{}", answered.status);
    }
    assert_eq!(site.get("/health").status, 200);
}
