//! From Java's regular expressions to those of the engine: what is spelled alike and means something else.

mod class;

use super::Mistake;
use class::{Escaped, escaped};

/// How faithfully word boundaries and the end of the text are translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exactness {
    /// Right for ASCII texts that do not end with a line break, and fast.
    Usual,
    /// Right for all texts.
    Exact,
}

/// A translated expression.
#[derive(Clone, Debug)]
pub(super) struct Translation {
    pub(super) text: String,
    /// Whether another exactness would give something else.
    pub(super) is_approximate: bool,
    /// The groups in order, with their names.
    pub(super) groups: Vec<Option<String>>,
}

impl Translation {
    /// The number of a named group.
    pub(super) fn group(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.as_deref() == Some(name)).map(|index| index + 1)
    }
}

/// Translates an expression.
pub(super) fn translate(source: &str, exactness: Exactness) -> Result<Translation, Mistake> {
    let mut translator = Translator {
        source,
        at: 0,
        exactness,
        flags: Flags::default(),
        total_groups: count_groups(source),
        translation: Translation {
            text: String::with_capacity(source.len() + 16),
            is_approximate: false,
            groups: Vec::new(),
        },
    };
    translator.alternatives(0)?;
    if translator.at < source.len() {
        return Err(translator.mistake(1, "unmatched closing `)`"));
    }
    Ok(translator.translation)
}

/// What inline flags have switched on.
#[derive(Clone, Copy, Default)]
struct Flags {
    /// `(?s)`
    dot_all: Switch,
    /// `(?m)`
    multiline: Switch,
    /// `(?x)`
    comments: Switch,
    /// `(?d)`
    unix_lines: Switch,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Switch {
    On,
    #[default]
    Off,
}

/// Whether something may be repeated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repeatable {
    Yes,
    No,
}

/// How deep groups and classes may be nested.
const DEEPEST: usize = 250;

const LINE_BREAK: &str = r"\n\r\x{85}\x{2028}\x{2029}";
const VERTICAL: &str = r"\n\x0B\f\r\x{85}\x{2028}\x{2029}";
const WORD: &str = "a-zA-Z0-9_";

struct Translator<'a> {
    source: &'a str,
    at: usize,
    exactness: Exactness,
    flags: Flags,
    total_groups: usize,
    translation: Translation,
}

impl Translator<'_> {
    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn put(&mut self, text: &str) {
        self.translation.text.push_str(text);
    }

    fn mistake(&self, length: usize, message: &str) -> Mistake {
        let end = (self.at + length).min(self.source.len());
        Mistake { at: self.at.min(end)..end, message: message.to_owned() }
    }

    /// A choice of either spelling, by exactness.
    fn put_either(&mut self, usual: &str, exact: &str) {
        self.translation.is_approximate = true;
        self.put(if self.exactness == Exactness::Usual { usual } else { exact });
    }

    /// Up to the end or the closing parenthesis of the group.
    fn alternatives(&mut self, depth: usize) -> Result<(), Mistake> {
        if depth > DEEPEST {
            return Err(self.mistake(1, "groups are nested too deeply"));
        }
        let outer = self.flags;
        loop {
            self.skip_comments();
            match self.peek() {
                None | Some(')') => break,
                Some('|') => {
                    self.at += 1;
                    self.put("|");
                }
                Some(_) => {
                    let before = self.translation.text.len();
                    let repeatable = self.atom(depth)?;
                    self.quantifier(before, repeatable)?;
                }
            }
        }
        self.flags = outer;
        Ok(())
    }

    /// With `(?x)`, spaces mean nothing and `#` begins a comment.
    fn skip_comments(&mut self) {
        while self.flags.comments == Switch::On {
            match self.peek() {
                Some(next) if next.is_ascii_whitespace() || next == '\u{b}' => self.at += 1,
                Some('#') => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                _ => break,
            }
        }
    }

    fn atom(&mut self, depth: usize) -> Result<Repeatable, Mistake> {
        let start = self.at;
        match self.bump() {
            Some('(') => self.group(start, depth),
            Some('[') => {
                let class = self.class(start, depth)?;
                self.put(&class);
                Ok(Repeatable::Yes)
            }
            Some('\\') => self.escape(start),
            Some('.') => {
                let dot = match (self.flags.dot_all, self.flags.unix_lines) {
                    (Switch::On, _) => r"(?s:.)".to_owned(),
                    (Switch::Off, Switch::On) => r"[^\n]".to_owned(),
                    (Switch::Off, Switch::Off) => format!("[^{LINE_BREAK}]"),
                };
                self.put(&dot);
                Ok(Repeatable::Yes)
            }
            Some('^') => {
                match (self.flags.multiline, self.flags.unix_lines) {
                    (Switch::Off, _) => self.put(r"\A"),
                    (Switch::On, Switch::On) => self.put(r"(?:(?:\A|(?<=\n))(?!\z))"),
                    (Switch::On, Switch::Off) => {
                        self.put(r"(?:(?:\A|(?<=[\n\x{85}\x{2028}\x{2029}])|(?<=\r)(?!\n))(?!\z))");
                    }
                }
                Ok(Repeatable::No)
            }
            Some('$') => {
                match (self.flags.multiline, self.flags.unix_lines) {
                    (Switch::Off, Switch::Off) => self.put_end(),
                    (Switch::Off, Switch::On) => self.put_either(r"\z", r"(?=\n?\z)"),
                    (Switch::On, Switch::On) => self.put(r"(?=\n|\z)"),
                    (Switch::On, Switch::Off) => self.put(r"(?:(?=[\r\x{85}\x{2028}\x{2029}]|\z)|(?<!\r)(?=\n))"),
                }
                Ok(Repeatable::No)
            }
            Some(sign @ ('*' | '+' | '?')) => {
                self.at = start;
                Err(self.mistake(1, &format!("dangling `{sign}`: there is nothing to repeat")))
            }
            Some('{') => {
                self.at = start;
                Err(self.mistake(1, "illegal repetition: write `\\{` for the brace itself"))
            }
            Some(literal) => {
                self.put_literal(literal);
                Ok(Repeatable::Yes)
            }
            None => Ok(Repeatable::No),
        }
    }

    /// The end, or before the last line break.
    fn put_end(&mut self) {
        self.put_either(r"\z", r"(?=(?:\r\n|[\r\x{85}\x{2028}\x{2029}])?\z|(?<!\r)\n\z)");
    }

    fn put_literal(&mut self, literal: char) {
        self.translation.text.push_str(&escaped(literal));
    }

    fn group(&mut self, start: usize, depth: usize) -> Result<Repeatable, Mistake> {
        let mut repeatable = Repeatable::Yes;
        let outer = self.flags;
        if !self.rest().starts_with('?') {
            self.translation.groups.push(None);
            self.put("(");
        } else {
            self.at += 1;
            let opening = ["<=", "<!", "=", "!", ">", ":"].into_iter().find(|opening| self.rest().starts_with(opening));
            if let Some(opening) = opening {
                self.at += opening.len();
                self.put("(?");
                self.put(opening);
                if !matches!(opening, ">" | ":") {
                    repeatable = Repeatable::No;
                }
            } else if self.rest().starts_with('<') {
                self.at += 1;
                let name = self.group_name(start)?;
                self.translation.groups.push(Some(name));
                self.put("(");
            } else {
                let closed = self.inline_flags(start)?;
                if closed {
                    return Ok(Repeatable::No);
                }
            }
        }
        self.alternatives(depth + 1)?;
        self.flags = outer;
        if self.bump() != Some(')') {
            self.at = start;
            return Err(self.mistake(1, "unclosed group"));
        }
        self.put(")");
        Ok(repeatable)
    }

    /// A name up to `>`.
    fn group_name(&mut self, start: usize) -> Result<String, Mistake> {
        let name: String = self.rest().chars().take_while(char::is_ascii_alphanumeric).collect();
        let begins_well = name.starts_with(|first: char| first.is_ascii_alphabetic());
        self.at += name.len();
        if !begins_well || self.peek() != Some('>') {
            return Err(self.mistake(1, "a group's name is letters and digits between `<` and `>`"));
        }
        self.at += 1;
        if self.translation.group(&name).is_some() {
            self.at = start;
            return Err(self.mistake(1, &format!("two groups are named `{name}`")));
        }
        Ok(name)
    }

    /// Flags of a group, or of all that follows: then the group is closed already.
    fn inline_flags(&mut self, start: usize) -> Result<bool, Mistake> {
        let mut switch = Switch::On;
        let (mut on, mut off) = (String::new(), String::new());
        loop {
            let before = self.at;
            match self.bump() {
                Some('-') if switch == Switch::On => switch = Switch::Off,
                Some('i') => if switch == Switch::On { &mut on } else { &mut off }.push('i'),
                Some('s') => self.flags.dot_all = switch,
                Some('m') => self.flags.multiline = switch,
                Some('x') => self.flags.comments = switch,
                Some('d') => self.flags.unix_lines = switch,
                Some('u' | 'U') => {}
                Some(end @ (':' | ')')) => {
                    let minus = if off.is_empty() { "" } else { "-" };
                    let nothing = on.is_empty() && off.is_empty();
                    match end {
                        ')' if nothing => {}
                        _ => self.put(&format!("(?{on}{minus}{off}{end}")),
                    }
                    return Ok(end == ')');
                }
                Some(_) => {
                    self.at = before;
                    return Err(self.mistake(1, "unknown inline modifier"));
                }
                None => {
                    self.at = start;
                    return Err(self.mistake(2, "unclosed group"));
                }
            }
        }
    }

    fn escape(&mut self, start: usize) -> Result<Repeatable, Mistake> {
        let Some(letter) = self.bump() else {
            self.at = start;
            return Err(self.mistake(1, "the expression ends with a backslash"));
        };
        match letter {
            'Q' => {
                let end = self.rest().find("\\E");
                let quoted = self.rest()[..end.unwrap_or(self.rest().len())].to_owned();
                self.at += quoted.len() + if end.is_some() { 2 } else { 0 };
                quoted.chars().for_each(|character| self.put_literal(character));
                return Ok(if quoted.is_empty() { Repeatable::No } else { Repeatable::Yes });
            }
            'b' => {
                if self.rest().starts_with("{g}") {
                    self.at = start;
                    return Err(self.mistake(5, "`\\b{g}` is not supported"));
                }
                self.put_either(r"\b", &format!("(?:(?<=[{WORD}])(?![{WORD}])|(?<![{WORD}])(?=[{WORD}]))"));
                return Ok(Repeatable::No);
            }
            'B' => {
                self.put_either(r"\B", &format!("(?:(?<=[{WORD}])(?=[{WORD}])|(?<![{WORD}])(?![{WORD}]))"));
                return Ok(Repeatable::No);
            }
            'A' => self.put(r"\A"),
            'z' => self.put(r"\z"),
            'Z' => self.put_end(),
            'G' => self.put(r"\G"),
            'R' => {
                self.put(&format!(r"(?>\r\n|[{VERTICAL}])"));
                return Ok(Repeatable::Yes);
            }
            'X' => {
                // What people take for one character: a letter with its marks.
                self.put(r"(?>\r\n|\P{M}\p{M}*|\p{M}+)");
                return Ok(Repeatable::Yes);
            }
            'k' => {
                let name: String =
                    self.rest().strip_prefix('<').unwrap_or("").chars().take_while(|next| *next != '>').collect();
                let Some(group) = self.translation.group(&name) else {
                    self.at = start;
                    return Err(self.mistake(2, &format!("there is no group named `{name}`")));
                };
                self.at += name.len() + 2;
                self.put(&format!(r"(?:\{group})"));
                return Ok(Repeatable::Yes);
            }
            '1'..='9' => {
                let mut group = letter as usize - '0' as usize;
                while let Some(next) = self.peek().and_then(|next| next.to_digit(10)) {
                    let longer = group * 10 + next as usize;
                    if longer > self.total_groups {
                        break;
                    }
                    group = longer;
                    self.at += 1;
                }
                // A group that is not there, or not yet, never matches.
                let known = group <= self.translation.groups.len();
                self.put(&if known { format!(r"(?:\{group})") } else { "(?!)".to_owned() });
                return Ok(if known { Repeatable::Yes } else { Repeatable::No });
            }
            _ => {
                self.at = start + 1;
                let class = self.escaped_class(start)?;
                match class {
                    Escaped::Set(set) => self.put(&set),
                    Escaped::Character(character) => self.put_literal(character),
                }
                return Ok(Repeatable::Yes);
            }
        }
        Ok(Repeatable::No)
    }

    /// A quantifier of what was written behind a place.
    fn quantifier(&mut self, before: usize, repeatable: Repeatable) -> Result<(), Mistake> {
        self.skip_comments();
        let start = self.at;
        let quantifier = match self.peek() {
            Some(sign @ ('*' | '+' | '?')) => {
                self.at += 1;
                sign.to_string()
            }
            Some('{') => self.counted(start)?,
            _ => return Ok(()),
        };
        let mode = self.peek().filter(|next| matches!(next, '?' | '+'));
        self.at += usize::from(mode.is_some());
        let optional = matches!(quantifier.as_str(), "*" | "?") || quantifier.starts_with("{0");
        match repeatable {
            Repeatable::Yes => {
                self.put(&quantifier);
                self.translation.text.extend(mode);
            }
            // What takes no room holds once or more if it holds; where it need not hold it changes nothing.
            Repeatable::No if optional => self.translation.text.truncate(before),
            Repeatable::No => {}
        }
        self.skip_comments();
        match self.peek() {
            Some(sign @ ('*' | '+' | '?')) => {
                Err(self.mistake(1, &format!("dangling `{sign}`: there is nothing to repeat")))
            }
            _ => Ok(()),
        }
    }

    /// `{2}`, `{2,}`, `{2,3}`.
    fn counted(&mut self, start: usize) -> Result<String, Mistake> {
        let illegal = || Mistake {
            at: start..start + 1,
            message: "illegal repetition: write `\\{` for the brace itself".to_owned(),
        };
        let end = self.rest().find('}').ok_or_else(illegal)?;
        let inside = self.rest()[1..end].to_owned();
        let (least, most) = inside.split_once(',').map_or((inside.as_str(), None), |(least, most)| (least, Some(most)));
        let number =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten();
        let least = number(least).ok_or_else(illegal)?;
        let most = match most {
            Some("") | None => None,
            Some(most) => Some(number(most).ok_or_else(illegal)?),
        };
        if most.is_some_and(|most| most < least) {
            return Err(Mistake { at: start..start + end + 1, message: "illegal repetition range".to_owned() });
        }
        self.at += end + 1;
        Ok(format!("{{{inside}}}"))
    }
}

/// How many groups there are at all: `\10` is a tenth group only where there is one.
fn count_groups(source: &str) -> usize {
    let mut count = 0;
    let mut rest = source.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '\\' => {
                rest.next();
            }
            '(' if rest.peek() != Some(&'?') => count += 1,
            '(' => {
                let ahead: String = rest.clone().take(3).collect();
                let named = ahead.starts_with("?<") && !ahead.ends_with(['=', '!']);
                count += usize::from(named);
            }
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_java_refuses_is_refused() {
        let cases = [
            ("[", 0, "unclosed character class"),
            ("(", 0, "unclosed group"),
            ("a)", 1, "unmatched closing `)`"),
            ("*a", 0, "dangling `*`: there is nothing to repeat"),
            ("a**", 2, "dangling `*`: there is nothing to repeat"),
            ("a{,3}", 1, "illegal repetition: write `\\{` for the brace itself"),
            ("{{x}}", 0, "illegal repetition: write `\\{` for the brace itself"),
            ("a{3,2}", 1, "illegal repetition range"),
            ("\\", 0, "the expression ends with a backslash"),
            ("\\y", 0, "illegal escape `\\y`"),
            ("[z-a]", 2, "illegal character range"),
            ("(?<1a>x)", 5, "a group's name is letters and digits between `<` and `>`"),
            ("(?<a>x)(?<a>y)", 7, "two groups are named `a`"),
            ("\\p{Foo}", 0, "unknown character family `Foo`"),
            ("(?z)", 2, "unknown inline modifier"),
            ("\\k<n>", 0, "there is no group named `n`"),
        ];
        for (source, at, message) in cases {
            let mistake = translate(source, Exactness::Usual).expect_err(source);
            assert_eq!((mistake.at.start, mistake.message.as_str()), (at, message), "{source}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(translate(&"(".repeat(10_000), Exactness::Usual).is_err());
        assert!(translate(&"[".repeat(10_000), Exactness::Usual).is_err());
    }
}
