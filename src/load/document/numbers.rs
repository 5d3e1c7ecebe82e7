//! The numbers of paragraphs: `37.`, `37.2`.

/// The most numbers within each other; deeper ones are no anchors.
const MAX_DEPTH: usize = 8;
/// The most digits of each; Markdown has the same bound.
const MAX_DIGITS: usize = 9;
/// The most characters that a number can take at the beginning of a paragraph, with the blank after it.
pub(super) const MAX_LEAD: usize = MAX_DEPTH * (MAX_DIGITS + 1) + 1;

/// The number with which a paragraph begins: `37.` and a blank, or `37.2` and a blank, with or without a full stop or bracket at its end.
pub(super) fn leading(paragraph: &str) -> Option<String> {
    let paragraph = paragraph.trim_start();
    let (word, _) = paragraph.split_once(char::is_whitespace).unwrap_or((paragraph, ""));
    let number = word.strip_suffix(['.', ')']);
    if number.is_none() && !word.contains('.') {
        return None;
    }
    let number = number.unwrap_or(word);
    let is_number =
        |part: &str| !part.is_empty() && part.len() <= MAX_DIGITS && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = number.len() < MAX_LEAD && number.split('.').all(is_number);
    (parts && depth(number) <= MAX_DEPTH).then(|| number.to_owned())
}

/// A number within another; `None` if it is too deep.
pub(super) fn within(outer: Option<&str>, number: u64) -> Option<String> {
    match outer {
        None => Some(number.to_string()),
        Some(outer) if depth(outer) < MAX_DEPTH => Some(format!("{outer}.{number}")),
        Some(_) => None,
    }
}

/// Whether a number lies below another: `37.2` below `37`.
pub(super) fn is_below(number: &str, outer: &str) -> bool {
    number.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
}

/// Whether a number is what comes right after another: `37.3`, `37.2.1` or `38` after `37.2`.
pub(super) fn follows(number: &str, last: &str) -> bool {
    if number.strip_prefix(last).is_some_and(|rest| rest == ".1") {
        return true;
    }
    let mut before = last;
    loop {
        let (outer, end) = before.rsplit_once('.').unwrap_or(("", before));
        let next = end.parse::<u64>().ok().and_then(|end| end.checked_add(1));
        let next = next.map(|next| if outer.is_empty() { next.to_string() } else { format!("{outer}.{next}") });
        if next.as_deref() == Some(number) {
            return true;
        }
        if outer.is_empty() {
            return false;
        }
        before = outer;
    }
}

fn depth(number: &str) -> usize {
    number.split('.').count()
}
