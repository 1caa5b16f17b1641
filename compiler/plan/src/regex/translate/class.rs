//! Sets of characters: classes in brackets, families like `\p{L}`, and what a backslash stands for.

use super::{DEEPEST, Mistake, Translator, VERTICAL, WORD};

const HORIZONTAL: &str = r" \t\x{A0}\x{1680}\x{180E}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}";
const SPACE: &str = r" \t\n\x0B\f\r";

impl Translator<'_> {
    /// What a backslash means inside and outside of classes; the letter is next.
    pub(super) fn escaped_class(&mut self, start: usize) -> Result<Escaped, Mistake> {
        let letter = self.bump().unwrap_or('\\');
        let character = match letter {
            'd' => return Ok(Escaped::Set("[0-9]".to_owned())),
            'D' => return Ok(Escaped::Set("[^0-9]".to_owned())),
            'w' => return Ok(Escaped::Set(format!("[{WORD}]"))),
            'W' => return Ok(Escaped::Set(format!("[^{WORD}]"))),
            's' => return Ok(Escaped::Set(format!("[{SPACE}]"))),
            'S' => return Ok(Escaped::Set(format!("[^{SPACE}]"))),
            'h' => return Ok(Escaped::Set(format!("[{HORIZONTAL}]"))),
            'H' => return Ok(Escaped::Set(format!("[^{HORIZONTAL}]"))),
            'v' => return Ok(Escaped::Set(format!("[{VERTICAL}]"))),
            'V' => return Ok(Escaped::Set(format!("[^{VERTICAL}]"))),
            'p' | 'P' => return self.property(start, letter == 'P').map(Escaped::Set),
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\u{c}',
            'a' => '\u{7}',
            'e' => '\u{1b}',
            'c' => {
                let control = self.bump().filter(char::is_ascii);
                let control = control.map(|control| char::from(control as u8 ^ 64));
                control.ok_or_else(|| self.mistake(1, "illegal control escape"))?
            }
            '0' => {
                let digits: String =
                    self.rest().chars().take(3).take_while(|next| ('0'..='7').contains(next)).collect();
                let length = if digits.len() == 3 && digits.as_bytes()[0] > b'3' { 2 } else { digits.len() };
                let code = u32::from_str_radix(&digits[..length], 8).ok().and_then(char::from_u32);
                let code = code.ok_or_else(|| self.mistake(1, "illegal octal escape"))?;
                self.at += length;
                code
            }
            'x' if self.rest().starts_with('{') => {
                let digits: String = self.rest()[1..].chars().take_while(char::is_ascii_hexdigit).collect();
                let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                self.at += digits.len() + 1;
                let code = code.ok_or_else(|| self.mistake(1, "illegal hexadecimal escape"))?;
                if self.bump() != Some('}') {
                    return Err(self.mistake(0, "unclosed hexadecimal escape"));
                }
                code
            }
            'x' | 'u' => {
                let length = if letter == 'x' { 2 } else { 4 };
                let unit = |text: &str| {
                    let digits =
                        text.get(..length).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
                    digits.and_then(|digits| u16::from_str_radix(digits, 16).ok())
                };
                let illegal = || {
                    self.mistake(1, if letter == 'x' { "illegal hexadecimal escape" } else { "illegal Unicode escape" })
                };
                let high = unit(self.rest()).ok_or_else(illegal)?;
                let low = self.rest()[length..].strip_prefix("\\u").and_then(unit);
                let pair =
                    low.and_then(|low| char::decode_utf16([high, low]).next()?.ok()).filter(|pair| *pair > '\u{ffff}');
                self.at += length + if pair.is_some() { length + 2 } else { 0 };
                pair.or_else(|| char::from_u32(u32::from(high))).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            letter if letter.is_ascii_alphabetic() => {
                self.at = start;
                return Err(self.mistake(2, &format!("illegal escape `\\{letter}`")));
            }
            other => other,
        };
        Ok(Escaped::Character(character))
    }

    fn property(&mut self, start: usize, negated: bool) -> Result<String, Mistake> {
        let name = if self.rest().starts_with('{') {
            let Some(end) = self.rest().find('}') else {
                return Err(self.mistake(0, "unclosed character family"));
            };
            let name = self.rest()[1..end].to_owned();
            self.at += end + 1;
            name
        } else {
            self.bump().map(String::from).unwrap_or_default()
        };
        let not = if negated { "^" } else { "" };
        let set = match name.as_str() {
            "Lower" => "a-z",
            "Upper" => "A-Z",
            "ASCII" => r"\x00-\x7F",
            "Alpha" => "a-zA-Z",
            "Digit" => "0-9",
            "Alnum" => "a-zA-Z0-9",
            "Punct" => r"!-/:-@\[-`{-\~",
            "Graph" => r"!-\~",
            "Print" => r" -\~",
            "Blank" => r" \t",
            "Cntrl" => r"\x00-\x1F\x7F",
            "XDigit" => "0-9a-fA-F",
            "Space" => SPACE,
            "javaLowerCase" | "IsLowercase" => r"\p{Lowercase}",
            "javaUpperCase" | "IsUppercase" => r"\p{Uppercase}",
            "javaAlphabetic" | "IsAlphabetic" => r"\p{Alphabetic}",
            "javaLetter" | "IsLetter" => r"\p{L}",
            "javaDigit" | "IsDigit" => r"\p{Nd}",
            "javaLetterOrDigit" => r"\p{L}\p{Nd}",
            "javaWhitespace" | "IsWhite_Space" => r"\p{White_Space}",
            "IsPunctuation" => r"\p{P}",
            "L1" => r"\x00-\x{FF}",
            "all" => r"\x00-\x{10FFFF}",
            _ => {
                let plain = name.strip_prefix("Is").unwrap_or(&name);
                let value = plain.split_once('=').map_or(plain, |(_, value)| value);
                let family = format!("{}{{{value}}}", if negated { r"\P" } else { r"\p" });
                let known = !value.is_empty() && !name.starts_with("In") && fancy_regex::Regex::new(&family).is_ok();
                if known {
                    return Ok(family);
                }
                self.at = start;
                return Err(self.mistake(2, &format!("unknown character family `{name}`")));
            }
        };
        Ok(format!("[{not}{set}]"))
    }

    /// A class in brackets; the opening one is behind.
    pub(super) fn class(&mut self, start: usize, depth: usize) -> Result<String, Mistake> {
        if depth > DEEPEST {
            return Err(self.mistake(1, "character classes are nested too deeply"));
        }
        let mut out = String::from("[");
        if self.rest().starts_with('^') {
            self.at += 1;
            out.push('^');
        }
        let mut empty = true;
        let mut range_from: Option<char> = None;
        loop {
            self.skip_comments();
            let before = self.at;
            let Some(next) = self.bump() else {
                self.at = start;
                return Err(self.mistake(1, "unclosed character class"));
            };
            let mut single = None;
            match next {
                ']' if !empty => break,
                '[' => out.push_str(&self.class(before, depth + 1)?),
                '&' if self.rest().starts_with('&') => {
                    self.at += 1;
                    while self.rest().starts_with('&') {
                        self.at += 1;
                    }
                    if !empty && !self.rest().starts_with(']') {
                        out.push_str("&&");
                    }
                }
                '-' if range_from.is_some() && !self.rest().starts_with([']', '[']) => {
                    let end = match self.bump() {
                        Some('\\') => match self.escaped_class(self.at - 1)? {
                            Escaped::Character(end) => end,
                            Escaped::Set(_) => {
                                self.at = before;
                                return Err(self.mistake(2, "illegal character range"));
                            }
                        },
                        Some(end) => end,
                        None => continue,
                    };
                    if range_from.is_some_and(|from| from > end) {
                        self.at = before;
                        return Err(self.mistake(2, "illegal character range"));
                    }
                    out.push('-');
                    out.push_str(&escaped(end));
                }
                '\\' if self.rest().starts_with('Q') => {
                    self.at += 1;
                    let end = self.rest().find("\\E");
                    let quoted = self.rest()[..end.unwrap_or(self.rest().len())].to_owned();
                    self.at += quoted.len() + if end.is_some() { 2 } else { 0 };
                    quoted.chars().for_each(|character| out.push_str(&escaped(character)));
                }
                '\\' => match self.escaped_class(before)? {
                    Escaped::Set(set) => out.push_str(&set),
                    Escaped::Character(character) => {
                        out.push_str(&escaped(character));
                        single = Some(character);
                    }
                },
                literal => {
                    out.push_str(&escaped(literal));
                    if literal == ':' && out.starts_with("[\\x{3A}") && empty {
                        // Twice, so that the engine does not take it for a class of POSIX.
                        out.push_str(&escaped(literal));
                    }
                    single = Some(literal);
                }
            }
            range_from = single;
            empty = false;
        }
        out.push(']');
        Ok(out)
    }
}

/// What an escape stands for.
pub(super) enum Escaped {
    Character(char),
    /// A class, or a family of characters.
    Set(String),
}

/// A character as itself, inside and outside of classes.
pub(super) fn escaped(character: char) -> String {
    if character.is_alphanumeric() || character == '_' {
        return character.to_string();
    }
    format!("\\x{{{:X}}}", character as u32)
}
