//! Which of the rule set's own thresholds a requirement is judged by: those that its statement in the rule reads, itself or through
//! the names that it uses.
//!
//! Looks at words only, so it may name one too many where two things share a name; it never leaves one out.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ids::RequirementId;
use crate::model::law::Duty;
use crate::model::place::FileId;

/// By requirement the names of the parameters by which it is judged, in order.
pub(super) fn of(duty: &Duty) -> BTreeMap<RequirementId, Vec<String>> {
    let mut scripts: BTreeMap<FileId, Statements<'_>> = BTreeMap::new();
    let requirements = duty.requirements.iter().filter(|_| !duty.parameters.is_empty());
    requirements
        .filter_map(|requirement| {
            let script = duty.script_of(&requirement.id)?;
            let statements = scripts.entry(script.file).or_insert_with(|| statements(&words(&script.text)));
            Some((requirement.id.clone(), read_by(statements, duty, &requirement.id)))
        })
        .collect()
}

fn read_by(statements: &Statements<'_>, duty: &Duty, requirement: &RequirementId) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open: Vec<(Kind, &str)> = vec![(Kind::Require, requirement.as_str())];
    while let Some(next) = open.pop() {
        let used = statements.get(&next).filter(|_| seen.insert(next));
        for uses in used.into_iter().flatten() {
            found.extend(uses.parameters.iter().copied());
            open.extend(uses.names.iter().map(|name| (Kind::Defines, *name)));
        }
    }
    duty.parameters.keys().filter(|name| found.contains(name.as_str()) || found.contains("")).cloned().collect()
}

/// What each statement of a script uses, by what it is for and its name.
type Statements<'t> = BTreeMap<(Kind, &'t str), Vec<Uses<'t>>>;

/// What a statement is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Defines,
    Require,
}

/// What a statement uses; the empty name among the parameters stands for all of them.
#[derive(Default)]
struct Uses<'t> {
    names: BTreeSet<&'t str>,
    parameters: BTreeSet<&'t str>,
}

fn statements<'t>(words: &[&'t str]) -> Statements<'t> {
    let mut found = Statements::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (index, word) in words.iter().enumerate() {
        match *word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_function = words.get(start) == Some(&"fn");
        if depth == 0 && (*word == ";" || (*word == "}" && is_function)) {
            let statement = words.get(start..=index).unwrap_or_default();
            start = index + 1;
            if let [kind @ ("let" | "const" | "fn" | "require"), name, rest @ ..] = statement {
                let kind = if *kind == "require" { Kind::Require } else { Kind::Defines };
                let mut uses = uses(rest);
                if is_function {
                    // What a function is given has nothing to do with what has that name outside.
                    let given = rest.iter().take_while(|word| **word != ")");
                    given.for_each(|name| _ = uses.names.remove(name));
                }
                found.entry((kind, name)).or_default().push(uses);
            }
        }
    }
    found
}

fn uses<'t>(words: &[&'t str]) -> Uses<'t> {
    let mut found = Uses::default();
    for (index, word) in words.iter().copied().enumerate() {
        let after = |by: usize| words.get(index + by).copied().unwrap_or_default();
        if word == "params" {
            found.parameters.insert(if after(1) == "." { after(2) } else { "" });
        } else if is_name(word) {
            found.names.insert(word);
        }
    }
    found
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// The names and signs of a script, without comments and texts.
fn words(script: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if matches!(first, '"' | '`') {
            text(rest, first)
        } else if first.is_alphanumeric() || first == '_' {
            rest.find(|next: char| !next.is_alphanumeric() && next != '_').unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let is_told =
            !(word.starts_with("//") || word.starts_with("/*") || first.is_whitespace() || matches!(first, '"' | '`'));
        if is_told {
            words.push(word);
        }
        rest = after;
    }
    words
}

/// How long the text is that begins here.
fn text(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (index, character) in rest.char_indices().skip(1) {
        match character {
            '\\' if !is_escaped => is_escaped = true,
            end if end == quote && !is_escaped => return index + end.len_utf8(),
            _ => is_escaped = false,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_by(script: &str, requirement: &str) -> Vec<String> {
        let words = words(script);
        let statements = statements(&words);
        assert!(statements.contains_key(&(Kind::Require, requirement)), "{script}");
        statements[&(Kind::Require, requirement)][0].parameters.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_statement_is_read_past_texts_and_comments() {
        let script = "// params.a;\nlet x = \"params.b; \\\" require c: \";\nrequire a: { /* ; params.c */ facts.n >= params.d };\n";
        assert_eq!(read_by(script, "a"), ["d"]);
    }

    #[test]
    fn a_parameter_whose_name_cannot_be_told_stands_for_all() {
        assert_eq!(read_by("require a: own(params);", "a"), [""]);
    }
}
