//! Where a report that was run again first differs from what was recorded.

use crate::model::history::Difference;

/// How many characters of a line are told.
const SHOWN: usize = 160;

/// The first place at which two texts of JSON differ; `None` where they are the same.
#[must_use]
pub fn first_difference(recorded: &str, replayed: &str) -> Option<Difference> {
    if recorded == replayed {
        return None;
    }
    let same = recorded.chars().zip(replayed.chars()).take_while(|(one, other)| one == other);
    let offset: usize = same.map(|(letter, _)| letter.len_utf8()).sum();
    let before = recorded.get(..offset).unwrap_or(recorded);
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    let Way { path, duty } = way(recorded, offset);
    let told = |text: &str| text.lines().nth(line).unwrap_or_default().trim().chars().take(SHOWN).collect();
    Some(Difference { path, duty, line: line + 1, column: column + 1, was: told(recorded), is: told(replayed) })
}

/// The way to a value, and the duty that it leads through.
struct Way {
    path: String,
    duty: Option<String>,
}

/// What is open at a place of a text.
enum Open {
    Object { key: String, id: Option<String> },
    Array { index: usize },
}

/// The way to the value that stands at an offset.
fn way(text: &str, offset: usize) -> Way {
    let mut open: Vec<Open> = Vec::new();
    let mut last = String::new();
    let mut at = 0;
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()).filter(|_| at < offset) {
        match letter {
            '{' => open.push(Open::Object { key: String::new(), id: None }),
            '[' => open.push(Open::Array { index: 0 }),
            '}' | ']' => _ = open.pop(),
            ':' => {
                if let Some(Open::Object { key, .. }) = open.last_mut() {
                    *key = std::mem::take(&mut last);
                }
            }
            ',' => match open.last_mut() {
                Some(Open::Array { index }) => *index += 1,
                Some(Open::Object { key, .. }) => key.clear(),
                None => {}
            },
            '"' => {
                let rest = text.get(at + 1..).unwrap_or_default();
                let end = end_of_text(rest);
                last = rest.get(..end).unwrap_or_default().to_owned();
                if at + 1 + end >= offset {
                    // It differs within this text: a key tells where, a value has its key already.
                    if let Some(Open::Object { key, .. }) = open.last_mut()
                        && key.is_empty()
                    {
                        *key = last;
                    }
                    break;
                }
                if let Some(Open::Object { key, id }) = open.last_mut()
                    && key == "id"
                {
                    *id = Some(last.clone());
                }
                at += end + 1;
            }
            _ => {}
        }
        at += letter.len_utf8();
    }
    told(&open)
}

fn told(open: &[Open]) -> Way {
    let mut way = Way { path: String::new(), duty: None };
    for step in open {
        match step {
            Open::Object { key, id } => {
                if way.path.starts_with("duties[") && way.duty.is_none() {
                    way.duty.clone_from(id);
                }
                if !key.is_empty() {
                    let dot = if way.path.is_empty() { "" } else { "." };
                    way.path.push_str(&format!("{dot}{key}"));
                }
            }
            Open::Array { index } => way.path.push_str(&format!("[{index}]")),
        }
    }
    way
}

/// Where a text ends that has begun: the place of its closing mark.
fn end_of_text(rest: &str) -> usize {
    let mut escaped = false;
    for (place, byte) in rest.bytes().enumerate() {
        match byte {
            b'"' if !escaped => return place,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(one: &str, other: &str) -> String {
        first_difference(one, other).map(|difference| difference.path).unwrap_or_default()
    }

    #[test]
    fn texts_that_are_the_same_do_not_differ() {
        assert_eq!(first_difference("{}\n", "{}\n"), None);
    }

    #[test]
    fn the_way_leads_through_keys_and_places_to_the_value() {
        let one = "{\n  \"as_of\": \"2021-01-31\",\n  \"duties\": [\n    {\n      \"id\": \"a.b\",\n      \"facts\": [\n        1,\n        2\n      ]\n    }\n  ]\n}\n";
        assert_eq!(path(one, &one.replace("2021-01-31", "2021-02-28")), "as_of");
        let difference = first_difference(one, &one.replace("        2\n", "        3\n")).unwrap();
        assert_eq!((difference.path.as_str(), difference.duty.as_deref()), ("duties[0].facts[1]", Some("a.b")));
        assert_eq!(
            (difference.line, difference.column, difference.was.as_str(), difference.is.as_str()),
            (8, 9, "2", "3")
        );
        assert_eq!(path(one, &one.replace("\"facts\"", "\"other\"")), "duties[0].facts");
    }

    #[test]
    fn marks_within_a_text_lead_nowhere() {
        let one = "{ \"a\": \"x { [ , \\\" : y\", \"b\": 1 }";
        assert_eq!(path(one, &one.replace(": 1", ": 2")), "b");
        assert_eq!(path(one, &one.replace('y', "z")), "a");
    }

    #[test]
    fn a_text_that_ends_early_differs_where_it_ends() {
        let one = "{\n  \"a\": 1\n}\n";
        let difference = first_difference(one, one.trim_end()).unwrap();
        assert_eq!((difference.line, difference.path.as_str()), (3, ""));
        assert_eq!(first_difference("{", "{\n  \"a\": 1\n}\n").unwrap().is, "{");
    }
}
