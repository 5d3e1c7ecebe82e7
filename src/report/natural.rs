//! The order in which a reader looks for names: `standard_8` before `standard_10`.

/// What to sort a name by: its words and numbers in turn, then the name itself.
pub(crate) fn natural(name: &str) -> (Vec<(&str, u128)>, &str) {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let (word, after) = split(rest, |character| !character.is_ascii_digit());
        let (digits, after) = split(after, |character| character.is_ascii_digit());
        parts.push((word, digits.parse().unwrap_or(if digits.is_empty() { 0 } else { u128::MAX })));
        rest = after;
    }
    (parts, name)
}

fn split(text: &str, is_of_it: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|character| !is_of_it(character)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_ordered_as_numbers() {
        let mut names =
            ["b_2", "standard_10", "standard_8", "standard_9", "standard", "a", "d-2021-10", "d-2021-9", "08", "8"];
        names.sort_by(|a, b| natural(a).cmp(&natural(b)));
        assert_eq!(
            names,
            ["08", "8", "a", "b_2", "d-2021-9", "d-2021-10", "standard", "standard_8", "standard_9", "standard_10"]
        );
    }
}
