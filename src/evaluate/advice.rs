//! What somebody who does not program writes in a rule, and what it is to be instead: the engine's own words for it are no help.

use rhai::Position;

use crate::model::dictionary::{Dictionary, TermKind};
use crate::model::law::Duty;
use crate::model::nearest::nearest;

use super::sandbox::{CONSTANTS, FUNCTIONS};

/// What is wrong, where if not where the engine says, and the way out.
pub(super) struct Advice {
    /// Instead of the engine's words.
    pub(super) message: Option<String>,
    /// Instead of the engine's place, with how many characters are at fault.
    pub(super) at: Option<(Position, usize)>,
    pub(super) help: String,
}

impl Advice {
    fn help(help: impl Into<String>) -> Self {
        Self { message: None, at: None, help: help.into() }
    }

    fn on(token: &Token<'_>, width: usize, message: impl Into<String>, help: impl Into<String>) -> Self {
        let at = Some((Position::new(token.line, token.column), width));
        Self { message: Some(message.into()), at, help: help.into() }
    }
}

/// The way out of what the engine says about a script that does not compile.
pub(super) fn advice(
    text: &str,
    position: Position,
    cause: &str,
    duty: &Duty,
    dictionary: &Dictionary,
) -> Option<Advice> {
    if let Some(name) = cause.strip_prefix("Undefined variable: ") {
        return undefined(name, duty, dictionary).map(Advice::help);
    }
    let tokens = tokens(text);
    let here = (position.line()?, position.position()?);
    let at = tokens.iter().position(|token| token.place() >= here).unwrap_or(tokens.len());
    if let Some(help) = tokens.get(at).and_then(|token| symbol(token.text)) {
        return Some(Advice::help(help));
    }
    if cause.starts_with("Invalid character") || cause.starts_with("Open string") {
        return Some(Advice::help("text stands between straight double quotes, both on one line: `\"2020-01-01\"`"));
    }
    let before = tokens.get(..at).unwrap_or_default();
    let start = before.iter().rposition(|token| token.text == ";").map_or(0, |found| found + 1);
    let rest = tokens.get(at..).unwrap_or_default();
    let end = rest.iter().position(|token| token.text == ";").map_or(tokens.len(), |found| at + found);
    let statement = tokens.get(start..end).unwrap_or_default();
    (0..statement.len())
        .find_map(|index| slip(statement, index))
        .or_else(|| {
            let open = unclosed(before)?;
            let closing = closing(open.text)?;
            let help = format!("write `{closing}` where what it opens ends");
            (!cause.contains("';'")).then(|| Advice::on(open, 1, format!("`{}` is not closed", open.text), help))
        })
        .or_else(|| {
            let last = before.last().filter(|last| cause.contains("';'") && usize::from(last.line) < here.0)?;
            let message = "a `;` is missing after this";
            Some(Advice::on(last, last.text.chars().count(), message, "each `let` and each `require` ends with `;`"))
        })
}

/// How a date that stands without quotes is to be written; `position` is that of the call.
pub(super) fn bare_date(text: &str, position: Position) -> Option<String> {
    let here = (position.line()?, position.position()?);
    let line = text.lines().nth(here.0.checked_sub(1)?)?;
    let call: String = line.chars().skip(here.1.checked_sub(1)?).collect();
    let inside = call.strip_prefix("date")?.trim_start().strip_prefix('(')?.split(')').next()?;
    let date: String = inside.chars().filter(|one| !one.is_whitespace()).collect();
    let is_date = !date.is_empty() && date.chars().all(|one| one.is_ascii_digit() || one == '-');
    is_date.then(|| format!("write `date(\"{date}\")`"))
}

fn undefined(name: &str, duty: &Duty, dictionary: &Dictionary) -> Option<String> {
    let known = match name {
        "today" | "now" | "current_date" | "date_today" => "`as_of` is the day asked for".into(),
        "yes" | "Yes" | "True" | "TRUE" => "write `true`".into(),
        "no" | "No" | "False" | "FALSE" => "write `false`".into(),
        "day" | "week" | "month" | "year" => format!("write `{name}s`, as in `1 * {name}s`"),
        name if duty.parameters.contains_key(name) => format!("a parameter is read as `params.{name}`"),
        name => match &dictionary.term(Dictionary::ROOT).kind {
            TermKind::Record(children) if children.contains_key(name) => format!("a fact is read as `facts.{name}`"),
            _ => {
                let near = nearest(name, CONSTANTS.iter().chain(FUNCTIONS).copied());
                near.map_or_else(
                    || "text stands in double quotes; a fact is read as `facts.…`, a name is given by `let`".into(),
                    |near| format!("did you mean `{near}`?"),
                )
            }
        },
    };
    Some(known)
}

/// What a sign is to be instead that a word processor or another language makes.
fn symbol(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "\u{201c}" | "\u{201d}" | "\u{201e}" | "\u{2018}" | "\u{2019}" => "write straight quotes: `\"`",
        "\u{2013}" | "\u{2014}" | "\u{2212}" => "write a plain hyphen: `-`",
        "\u{2264}" => "write `<=`",
        "\u{2265}" => "write `>=`",
        "\u{2260}" => "write `!=`",
        "\u{d7}" => "write `*`",
        "\u{a0}" => "write an ordinary space",
        "#" => "a comment starts with `//`",
        _ => return None,
    })
}

/// A known slip that begins at a token of a statement.
fn slip(statement: &[Token<'_>], index: usize) -> Option<Advice> {
    let token = statement.get(index)?;
    let after = |steps: usize| statement.get(index + steps).map_or("", |token| token.text);
    let before =
        |steps: usize| index.checked_sub(steps).and_then(|at| statement.get(at)).map_or("", |token| token.text);
    let shown = |words: usize| (0..words).map(after).collect::<Vec<_>>().join(" ");
    let found = |words: usize, help: String| {
        let shown = shown(words);
        Some(Advice::on(token, shown.chars().count(), format!("`{shown}` may not stand in a rule"), help))
    };
    match token.text {
        number if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            let unit = after(1).to_ascii_lowercase();
            let unit = ["days", "weeks", "months", "years"]
                .into_iter()
                .find(|word| word.trim_end_matches('s') == unit.trim_end_matches('s'))?;
            found(2, format!("write `{number} * {unit}`"))
        }
        "is" => match after(1) {
            "before" => found(2, "write `<`".into()),
            "after" => found(2, "write `>`".into()),
            "not" => found(2, "write `!=`".into()),
            "on" if after(2) == "or" && after(3) == "before" => found(4, "write `<=`".into()),
            "on" if after(2) == "or" && after(3) == "after" => found(4, "write `>=`".into()),
            _ => found(1, "write `==`".into()),
        },
        "AND" | "And" => found(1, "write `&&`".into()),
        "OR" | "Or" => found(1, "write `||`".into()),
        "NOT" | "Not" => found(1, "write `!`".into()),
        "before" => found(1, "write `<`".into()),
        "after" => found(1, "write `>`".into()),
        "=" if !["let", "const"].contains(&before(2)) && before(1) != "=" => Some(Advice::on(
            token,
            1,
            "`=` may not stand here",
            "`==` compares; `=` gives a value to a name after `let`",
        )),
        _ => None,
    }
}

/// The innermost bracket that is still open at the end.
fn unclosed<'s, 't>(tokens: &'s [Token<'t>]) -> Option<&'s Token<'t>> {
    let mut open = Vec::new();
    for token in tokens {
        match token.text {
            "(" | "[" | "{" => open.push(token),
            ")" | "]" | "}" => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

fn closing(open: &str) -> Option<char> {
    Some(match open {
        "(" => ')',
        "[" => ']',
        "{" => '}',
        _ => return None,
    })
}

/// A word, a number, a text in quotes or a sign.
struct Token<'t> {
    text: &'t str,
    line: u16,
    column: u16,
}

impl Token<'_> {
    fn place(&self) -> (usize, usize) {
        (usize::from(self.line), usize::from(self.column))
    }
}

/// Signs of two characters that are one.
const PAIRS: &[&str] = &["==", "!=", "<=", ">=", "=>", "&&", "||", "..", "+=", "-=", "*=", "/="];

/// The tokens of a script, as far as they matter here; comments are left out.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut within = false;
    for (number, line) in text.lines().enumerate() {
        let Ok(number) = u16::try_from(number + 1) else { break };
        let (mut rest, mut column) = (line, 1_usize);
        while let Some(first) = rest.chars().next() {
            let length = if within {
                let end = rest.find("*/").map(|end| end + 2);
                within = end.is_none();
                end.unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                within = true;
                2
            } else if rest.starts_with("//") {
                rest.len()
            } else {
                let length = length(rest, first);
                if let (false, Some(token), Ok(column)) =
                    (first.is_whitespace() && first != '\u{a0}', rest.get(..length), u16::try_from(column))
                {
                    found.push(Token { text: token, line: number, column });
                }
                length
            };
            let (passed, left) = rest.split_at_checked(length).unwrap_or((rest, ""));
            column += passed.chars().count();
            rest = left;
        }
    }
    found
}

/// How many bytes the token takes that begins here.
fn length(rest: &str, first: char) -> usize {
    let word = |one: char| one.is_alphanumeric() || one == '_';
    if first == '"' {
        let mut escaped = false;
        let end = rest.char_indices().skip(1).find(|(_, one)| {
            let ends = *one == '"' && !escaped;
            escaped = *one == '\\' && !escaped;
            ends
        });
        return end.map_or(rest.len(), |(end, _)| end + 1);
    }
    if word(first) {
        return rest.find(|one| !word(one)).unwrap_or(rest.len());
    }
    PAIRS.iter().find(|pair| rest.starts_with(**pair)).map_or(first.len_utf8(), |pair| pair.len())
}
