//! The words and signs of a rule's text, each with where it stands; comments and spaces are left out.

use std::ops::Range;

/// A word or sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// In bytes.
    pub(super) span: Range<usize>,
}

/// The kinds of words and signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Whole,
    Text,
    Sign,
}

/// The signs that are longer than a character; the longer first.
const SIGNS: &[&str] = &["==", "!=", "<=", ">=", "&&", "||"];

/// The words and signs of a text; `None` if there is something in it that the language has not.
pub(super) fn lex(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next()?;
        if first.is_whitespace() {
            at += first.len_utf8();
        } else if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            at += comment(rest)?;
        } else {
            let (kind, length) = token(rest, first)?;
            tokens.push(Token { kind, span: at..at + length });
            at += length;
        }
    }
    Some(tokens)
}

fn token(rest: &str, first: char) -> Option<(Kind, usize)> {
    let while_it = |fits: fn(char) -> bool| rest.find(|letter: char| !fits(letter)).unwrap_or(rest.len());
    if first.is_ascii_alphabetic() || first == '_' {
        return Some((Kind::Word, while_it(|letter| letter.is_ascii_alphanumeric() || letter == '_')));
    }
    if first.is_ascii_digit() {
        return Some((Kind::Whole, while_it(|letter| letter.is_ascii_digit() || letter == '_')));
    }
    if first == '"' || first == '`' {
        return Some((Kind::Text, text_literal(rest, first)?));
    }
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return Some((Kind::Sign, sign.len()));
    }
    "+-*/%!<>=.,;:()[]{}|".contains(first).then_some((Kind::Sign, 1))
}

fn text_literal(rest: &str, quote: char) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            return Some(at + quote.len_utf8());
        }
        if letter == '\\' && quote == '"' {
            letters.next();
        }
    }
    None
}

/// The length of a comment, in which others may stand.
fn comment(rest: &str) -> Option<usize> {
    let mut depth = 0_u32;
    let mut at = 0;
    loop {
        let here = rest.get(at..).filter(|here| !here.is_empty())?;
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += here.chars().next()?.len_utf8();
        }
    }
}
