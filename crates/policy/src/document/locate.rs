//! From a path to a place in the text. The text is known to be JSON: it was parsed before.

use super::path::{Path, Position, Step};

/// Where the value at the path begins; for a member, where its key does (the last one, if it comes twice).
pub(crate) fn locate(text: &str, path: &Path) -> Option<Position> {
    let mut scanner = Scanner { rest: text };
    if let Some((last, before)) = path.steps().split_last() {
        for step in before {
            scanner.enter(step, false)?;
        }
        scanner.enter(last, true)?;
    }
    scanner.space();
    position(text, text.len().checked_sub(scanner.rest.len())?)
}

/// The line and column of a byte.
fn position(text: &str, offset: usize) -> Option<Position> {
    let before = text.get(..offset)?;
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Some(Position {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..)?.chars().count() + 1,
    })
}

struct Scanner<'text> {
    rest: &'text str,
}

impl Scanner<'_> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    fn eat(&mut self, character: char) -> Option<()> {
        self.space();
        self.rest = self.rest.strip_prefix(character)?;
        Some(())
    }

    fn peek(&mut self) -> Option<char> {
        self.space();
        self.rest.chars().next()
    }

    /// Moves to the member or item; with `at_key`, to a member's key.
    fn enter(&mut self, step: &Step, at_key: bool) -> Option<()> {
        match step {
            Step::Index(wanted) => {
                self.eat('[')?;
                for _ in 0..*wanted {
                    self.skip_value()?;
                    self.eat(',')?;
                }
                Some(())
            }
            Step::Key(wanted) => {
                self.eat('{')?;
                let mut found = None;
                while self.peek()? == '"' {
                    let at = self.rest;
                    let key = self.string()?;
                    self.eat(':')?;
                    if key == *wanted {
                        found = Some(if at_key { at } else { self.rest });
                        if !at_key {
                            break;
                        }
                    }
                    self.skip_value()?;
                    if self.eat(',').is_none() {
                        break;
                    }
                }
                self.rest = found?;
                Some(())
            }
        }
    }

    /// Reads a string.
    fn string(&mut self) -> Option<String> {
        self.space();
        let mut escaped = false;
        let mut characters = self.rest.char_indices();
        characters.next()?;
        let (end, _) = characters.find(|(_, character)| {
            let closes = *character == '"' && !escaped;
            escaped = *character == '\\' && !escaped;
            closes
        })?;
        let (literal, rest) = self.rest.split_at_checked(end + 1)?;
        self.rest = rest;
        serde_json::from_str(literal).ok()
    }

    /// Skips a value, counting brackets outside strings.
    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                '"' => {
                    self.string()?;
                }
                opening @ ('{' | '[') => {
                    self.eat(opening)?;
                    depth += 1;
                }
                closing @ ('}' | ']') => {
                    self.eat(closing)?;
                    depth = depth.checked_sub(1)?;
                }
                separator @ (',' | ':') => self.eat(separator)?,
                _ => {
                    let end = self.rest.find([',', ':', '}', ']', ' ', '\t', '\r', '\n']);
                    self.rest = self.rest.get(end.unwrap_or(self.rest.len())..)?;
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }
}
