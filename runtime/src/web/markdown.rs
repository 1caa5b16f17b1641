//! Markdown as authors of apps write it, to HTML that cannot do anything but be read.
//!
//! Raw HTML is shown as the text it is, and addresses have schemes from a short list.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// Renders Markdown (CommonMark with tables, strikethrough, task lists and footnotes).
pub fn render(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut rendered = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut rendered, Parser::new_ext(markdown, options).map(harmless));
    rendered
}

/// Renders Markdown that stands within a line: one paragraph loses its tags.
pub fn render_inline(markdown: &str) -> String {
    let rendered = render(markdown);
    let inner = rendered.trim().strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    match inner {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => rendered,
    }
}

fn harmless(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        // Blocks of raw HTML become paragraphs of text.
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url: safe(dest_url), title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url: safe(dest_url), title, id })
        }
        // A line break in the source is one on the page, as Kestra renders it.
        Event::SoftBreak => Event::HardBreak,
        other => other,
    }
}

fn safe(address: CowStr<'_>) -> CowStr<'_> {
    match safe_address(&address) {
        true => address,
        false => CowStr::Borrowed("#"),
    }
}

/// Whether an address may stand in a page: relative, or of a scheme that runs nothing.
pub fn safe_address(address: &str) -> bool {
    // Browsers drop these characters before they read the scheme.
    let clean: String = address.chars().filter(|c| !c.is_ascii_control() && !c.is_whitespace()).collect();
    match clean.find([':', '/', '?', '#']) {
        Some(at) if clean.as_bytes()[at] == b':' => {
            matches!(clean[..at].to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel")
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_what_authors_write() {
        assert_eq!(render("## Request data\nSelect *it*."), "<h2>Request data</h2>\n<p>Select <em>it</em>.</p>\n");
        assert!(render("|a|b|\n|-|-|\n|1|2|").contains("<table>"));
        assert_eq!(render("one\ntwo"), "<p>one<br />\ntwo</p>\n");
        assert_eq!(render_inline("a **b**"), "a <strong>b</strong>");
    }

    #[test]
    fn nothing_in_it_runs() {
        let attacks = [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "text <b onclick=alert(1)>x</b>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](java\tscript:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](vbscript:x)",
            "![x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x]: javascript:alert(1)\n\n[x]",
            "<javascript:alert(1)>",
            "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
            "[x](https://e.org \"\\\" onmouseover=alert(1)\")",
        ];
        for attack in attacks {
            let page = render(attack).to_lowercase();
            for forbidden in [
                "<script",
                "<img src=x",
                "<b ",
                "<iframe",
                "href=\"javascript",
                "href=\"vbscript",
                "src=\"data",
                "\" onmouseover",
            ] {
                assert!(!page.contains(forbidden), "{attack} gave {page}");
            }
        }
    }

    #[test]
    fn addresses() {
        for address in ["https://a.b/c:d", "/relative", "page?x=a:b", "#part", "mailto:a@b.c", "//host/path", ""] {
            assert!(safe_address(address), "{address}");
        }
        for address in ["javascript:alert(1)", " javascript:x", "java\nscript:x", "data:text/html,x", "file:///etc"] {
            assert!(!safe_address(address), "{address}");
        }
    }
}
