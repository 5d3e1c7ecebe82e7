//! Makes a profile hostile: every free text in it begins with something that is markup, script or worse elsewhere.

use std::fs;
use std::path::Path;

/// What stands before each text.
const TEXT: &str = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'--></style></title></details>&amp;`<b>`[x](javascript:alert(1)) ";

/// The keys whose values are free text.
const KEYS: &[&str] = &["note", "title", "name", "owner", "held_at", "reason", "reasons", "because", "url", "inferred"];

/// Writes a hostile copy of a profile's folder; returns how many texts it made so.
pub(crate) fn profile(from: &Path, to: &Path) -> usize {
    let mut changed = 0;
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir_all(&target).unwrap();
            changed += profile(&path, &target);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&target, hostile(&text, &mut changed)).unwrap();
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
    changed
}

fn hostile(profile: &str, changed: &mut usize) -> String {
    let mut text = String::new();
    let mut folded = false;
    for line in profile.lines() {
        if folded {
            // The first line of a folded text: what stands in it needs no quotes.
            let indent = line.len() - line.trim_start().len();
            text.push_str(&format!("{}{TEXT}{}\n", &line[..indent], line.trim_start()));
            *changed += 1;
        } else {
            text.push_str(&of_line(line, changed));
            text.push('\n');
        }
        folded = !line.trim_start().starts_with('#') && KEYS.iter().any(|key| line.ends_with(&format!("{key}: >-")));
    }
    text
}

fn of_line(line: &str, changed: &mut usize) -> String {
    let mut line = line.to_owned();
    if line.trim_start().starts_with('#') {
        return line;
    }
    for key in KEYS {
        let label = format!("{key}: ");
        let Some(at) = line.find(&label) else { continue };
        let begins = at == 0 || matches!(line.as_bytes()[at - 1], b' ' | b'{');
        let start = at + label.len();
        let value = &line[start..];
        if !begins || !value.starts_with(|first: char| first.is_alphabetic() || first == '\'') {
            continue;
        }
        let in_braces = line[..at].contains('{');
        let end = if in_braces { end_of(value) } else { value.len() };
        let plain = unquoted(value[..end].trim()).replace('\\', "\\\\").replace('"', "\\\"");
        let quoted = format!("\"{}{plain}\"", TEXT.replace('"', "\\\""));
        line = format!("{}{quoted}{}", &line[..start], &value[end..]);
        *changed += 1;
    }
    line
}

fn unquoted(value: &str) -> String {
    let within = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    within.map_or_else(|| value.to_owned(), |within| within.replace("''", "'"))
}

/// Where a value within braces ends.
fn end_of(value: &str) -> usize {
    if let Some(rest) = value.strip_prefix('\'') {
        // A quote within such a text is written twice.
        let mut at = 0;
        while rest[at..].starts_with("''") || !rest[at..].starts_with('\'') {
            at += if rest[at..].starts_with("''") { 2 } else { rest[at..].chars().next().map_or(1, char::len_utf8) };
        }
        return at + 2;
    }
    let next_key = value.match_indices(", ").find(|(at, _)| {
        let word = value[at + 2..].split(':').next().unwrap_or("");
        value[at + 2..].contains(": ")
            && !word.is_empty()
            && word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
    });
    let brace = value.find(" }").or_else(|| value.find('}')).unwrap_or(value.len());
    next_key.map_or(brace, |(at, _)| at.min(brace))
}
