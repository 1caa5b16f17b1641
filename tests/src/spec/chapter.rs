//! A Markdown file as sections with fenced blocks; everything else is prose.

use std::ops::Range;

/// A Markdown file.
#[derive(Debug)]
pub struct Chapter<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its sections that have blocks.
    pub sections: Vec<Section<'a>>,
}

/// A heading and the blocks below it.
#[derive(Debug)]
pub struct Section<'a> {
    /// The heading.
    pub title: &'a str,
    /// The blocks in order.
    pub blocks: Vec<Block<'a>>,
}

/// A fenced block.
#[derive(Clone, Debug)]
pub struct Block<'a> {
    /// The first word behind the fence.
    pub language: &'a str,
    /// The rest behind the fence.
    pub argument: &'a str,
    /// The bytes between the fences.
    pub range: Range<usize>,
    /// What stands there.
    pub text: &'a str,
    /// The line of the opening fence, from 1.
    pub line: usize,
}

/// A text that takes the place of what a block holds.
#[derive(Debug)]
pub struct Output {
    /// The bytes between the fences.
    pub range: Range<usize>,
    /// The line of the opening fence, from 1.
    pub line: usize,
    /// What came out, with a newline at its end.
    pub text: String,
}

impl<'a> Chapter<'a> {
    /// Finds sections and blocks; a block whose fence is never closed goes to the end.
    pub fn parse(text: &'a str) -> Self {
        let mut sections = vec![Section { title: "", blocks: Vec::new() }];
        let mut open: Option<(Block<'a>, &str)> = None;
        let mut start = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let (begin, end) = (start, start + line.len());
            start = end;
            let trimmed = line.trim_end();
            match &mut open {
                Some((block, fence)) if trimmed == *fence => {
                    block.range.end = begin;
                    block.text = &text[block.range.clone()];
                    let block = block.clone();
                    sections.last_mut().expect("there is a first").blocks.push(block);
                    open = None;
                }
                Some(_) => {}
                None if trimmed.starts_with("```") => {
                    let fence = &trimmed[..trimmed.len() - trimmed.trim_start_matches('`').len()];
                    let information = trimmed[fence.len()..].trim();
                    let (language, argument) = information.split_once(' ').unwrap_or((information, ""));
                    let argument = argument.trim();
                    open = Some((Block { language, argument, range: end..end, text: "", line: index + 1 }, fence));
                }
                None if trimmed.starts_with('#') => {
                    let title = trimmed.trim_start_matches('#').trim();
                    sections.push(Section { title, blocks: Vec::new() });
                }
                None => {}
            }
        }
        sections.retain(|section| !section.blocks.is_empty());
        Self { text, sections }
    }

    /// The text with outputs in the place of what their blocks held.
    pub fn with(&self, mut outputs: Vec<Output>) -> String {
        outputs.sort_by_key(|output| output.range.start);
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for output in outputs {
            text.push_str(&self.text[done..output.range.start]);
            text.push_str(&output.text);
            done = output.range.end;
        }
        text.push_str(&self.text[done..]);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# A\n\n```yaml\nid: a\n```\n\n## B\nprose\n````plan x.yaml\n```\n````\n";

    #[test]
    fn blocks_belong_to_the_heading_above_them() {
        let chapter = Chapter::parse(TEXT);
        let found: Vec<_> = chapter
            .sections
            .iter()
            .flat_map(|section| section.blocks.iter().map(|b| (section.title, b.language, b.argument, b.text, b.line)))
            .collect();
        assert_eq!(found, [("A", "yaml", "", "id: a\n", 3), ("B", "plan", "x.yaml", "```\n", 9)]);
    }

    #[test]
    fn outputs_replace_what_blocks_held() {
        let chapter = Chapter::parse(TEXT);
        let block = &chapter.sections[1].blocks[0];
        let output = Output { range: block.range.clone(), line: block.line, text: "new\n".to_owned() };
        assert_eq!(chapter.with(vec![output]), TEXT.replace("````plan x.yaml\n```\n", "````plan x.yaml\nnew\n"));
    }
}
