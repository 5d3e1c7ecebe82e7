//! The one comparison of a rule that a fact has to pass, as the rule has it.

/// The longest comparison that is shown.
const LONGEST: usize = 160;

/// The smallest part of a condition that names a fact, without the brackets around it; `None` where it names the fact in more than one, or
/// is too long to be read.
///
/// `spelt` is a clause as the outline of a rule spells it, with every operator in brackets; `path` is that of the term, with `*` for a key.
pub(super) fn comparison(spelt: &str, path: &str) -> Option<String> {
    let wanted = format!("facts.{path}");
    let places: Vec<usize> = named(spelt, &wanted);
    let (first, last) = (places.first()?, places.last()?);
    // The innermost brackets around all of them that hold a comparison.
    let mut best = spelt;
    for (open, _) in spelt.match_indices('(').filter(|(open, _)| open < first) {
        if let Some(part) = bracketed(spelt, open).filter(|part| open + part.len() > *last && compares(part)) {
            best = part;
        }
    }
    let plain =
        best.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).filter(|_| bracketed(best, 0) == Some(best));
    let plain = plain.unwrap_or(best);
    (plain.chars().count() <= LONGEST && !plain.contains('?') && !plain.contains('…') && !plain.contains("each("))
        .then(|| plain.to_owned())
}

/// Where a text names a path, whatever keys it has for `*`.
fn named(spelt: &str, wanted: &str) -> Vec<usize> {
    let places = spelt.match_indices("facts.").map(|(place, _)| place);
    places.filter(|place| spelt.get(*place..).is_some_and(|rest| path_of(rest) == wanted)).collect()
}

/// The path that a text begins with, with `*` for what stands in brackets.
fn path_of(text: &str) -> String {
    let mut path = String::new();
    let mut depth = 0;
    for letter in text.chars() {
        match letter {
            '[' => {
                if depth == 0 {
                    path.push_str(".*");
                }
                depth += 1;
            }
            ']' => depth -= 1,
            _ if depth > 0 => {}
            '.' | '_' => path.push(letter),
            _ if letter.is_alphanumeric() => path.push(letter),
            _ => break,
        }
    }
    path
}

/// The text from a bracket to the one that closes it.
fn bracketed(text: &str, open: usize) -> Option<&str> {
    let rest = text.get(open..)?;
    let mut depth = 0;
    for (place, letter) in rest.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return rest.get(..=place);
        }
    }
    None
}

/// Whether what stands in brackets is itself a comparison: no sum and no list of arguments.
fn compares(part: &str) -> bool {
    let mut depth = 0;
    let mut own = String::new();
    for letter in part.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 1 => own.push(letter),
            _ => {}
        }
    }
    own.split(' ').any(|word| matches!(word, "<" | "<=" | ">" | ">=" | "==" | "!="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comparison_is_the_smallest_that_names_the_fact() {
        let spelt = "(((as_of - params.within) <= facts.a.cpd.last) && (facts.a.cpd.last <= as_of))";
        assert_eq!(comparison(spelt, "a.cpd"), None);
        let spelt = "((facts.a.named <= as_of) && (facts.a.rank != none))";
        assert_eq!(comparison(spelt, "a.named").as_deref(), Some("facts.a.named <= as_of"));
        assert_eq!(comparison(spelt, "a.rank").as_deref(), Some("facts.a.rank != none"));
        let spelt = "((facts.a[subject].kept >= 1) && ((facts.a[subject].seen * 100) >= (facts.a[subject].kept * 90)))";
        assert_eq!(
            comparison(spelt, "a.*.seen").as_deref(),
            Some("(facts.a[subject].seen * 100) >= (facts.a[subject].kept * 90)")
        );
        assert_eq!(comparison(spelt, "a.*.kept").as_deref(), Some(&spelt[1..spelt.len() - 1]));
    }

    #[test]
    fn a_condition_that_is_no_comparison_is_shown_as_it_is() {
        assert_eq!(comparison("facts.a.done", "a.done").as_deref(), Some("facts.a.done"));
        assert_eq!(comparison("any(facts.a.list, each(facts.a.list))", "b"), None);
    }
}
