//! Tables as text (RFC 4180).

use std::borrow::Cow;

/// Writes a header and rows.
pub fn table<const N: usize>(header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut out = line(header.iter().copied());
    for row in rows {
        out.push_str(&line(row.iter().map(String::as_str)));
    }
    out
}

fn line<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let cells: Vec<Cow<'_, str>> = cells.map(cell).collect();
    cells.join(",") + "\r\n"
}

/// A cell; what spreadsheets would take for a formula is kept from them by an apostrophe.
fn cell(text: &str) -> Cow<'_, str> {
    let text = match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    };
    match text.contains(['"', ',', '\n', '\r']) {
        true => Cow::Owned(format!("\"{}\"", text.replace('"', "\"\""))),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn cells_stay_cells() {
        let rows = [["a,b".to_owned(), "say \"x\"\ny".to_owned()], ["=1+1".to_owned(), String::new()]];
        assert_eq!(table(["one", "two"], rows), "one,two\r\n\"a,b\",\"say \"\"x\"\"\ny\"\r\n'=1+1,\r\n");
    }
}
