//! A line of a rule with the values of its parts hung beneath them.

use crate::author::testing::TracedLine;
use crate::report::sanitize::sanitize;

/// The most characters of one value that are shown.
const WIDEST: usize = 60;

/// The line, and beneath it as many lines as the values take; none of them has a line break in it.
pub(super) fn hung(line: &TracedLine) -> Vec<String> {
    // A tab is one column here as it is in the places.
    let text: String = line.text.chars().map(|letter| if letter == '\t' { ' ' } else { letter }).collect();
    let mut lines = vec![sanitize(&text)];
    let mut left: Vec<(usize, String)> = line.values.iter().map(|(column, values)| (*column, told(values))).collect();
    if left.is_empty() {
        return lines;
    }
    let bars = |anchors: &[(usize, String)]| {
        let mut row = String::new();
        for (column, _) in anchors {
            reach(&mut row, *column);
            row.push('|');
        }
        row
    };
    lines.push(bars(&left));
    // From the right: a value stands in the row if it ends before the next one begins, else it waits for a row of its own.
    while !left.is_empty() {
        let mut next = usize::MAX;
        let mut placed = Vec::new();
        let mut waiting = Vec::new();
        for (column, value) in left.iter().rev() {
            if column + value.chars().count() < next {
                placed.push((*column, value.clone(), true));
                next = *column;
            } else {
                placed.push((*column, "|".into(), false));
                waiting.push((*column, value.clone()));
                next = *column;
            }
        }
        let mut row = String::new();
        for (column, value, _) in placed.iter().rev() {
            reach(&mut row, *column);
            row.push_str(value);
        }
        lines.push(row);
        waiting.reverse();
        left = waiting;
    }
    lines
}

fn reach(row: &mut String, column: usize) {
    let used = row.chars().count();
    row.extend(std::iter::repeat_n(' ', column.saturating_sub(used)));
}

fn told(values: &[String]) -> String {
    let text = sanitize(&values.join(", "));
    if text.chars().count() <= WIDEST {
        return text;
    }
    text.chars().take(WIDEST).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::place::{Place, SourceFile, Sources};

    fn line(text: &str, values: &[(usize, &[&str])]) -> TracedLine {
        let file = Sources::default().add(SourceFile {
            origin: crate::model::place::Origin::Profile,
            path: String::new(),
            shown: String::new(),
            text: "".into(),
            digest: String::new(),
        });
        let values = values
            .iter()
            .map(|(column, values)| (*column, values.iter().map(|value| (*value).to_owned()).collect()))
            .collect();
        TracedLine { place: Place { file, line: 1, column: 1 }, text: text.into(), values }
    }

    #[test]
    fn each_value_hangs_beneath_its_part() {
        let shown = hung(&line(
            "require a: x <= y && z;",
            &[(11, &["2020-01-01"]), (13, &["false"]), (16, &["2019"]), (18, &["false"]), (21, &["missing"])],
        ));
        let expected = [
            "require a: x <= y && z;",
            "           | |  | |  |",
            "           | |  | |  missing",
            "           | |  | false",
            "           | |  2019",
            "           | false",
            "           2020-01-01",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn values_that_do_not_touch_share_a_row() {
        let shown = hung(&line("a          b", &[(0, &["1", "2"]), (11, &["3"])]));
        assert_eq!(shown, ["a          b", "|          |", "1, 2       3"]);
    }

    #[test]
    fn what_a_rule_says_cannot_write_to_the_terminal() {
        let shown = hung(&line("\u{1b}[2J", &[(0, &["\u{1b}]0;x\n"])])).join("\n");
        assert!(!shown.contains('\u{1b}') && shown.lines().count() == 3, "{shown}");
    }
}
