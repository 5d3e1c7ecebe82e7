//! The files of a new duty: policy, dictionary, rule and cases, which hang together and pass as they stand.
//!
//! What only the author can say is marked so that the lint `placeholder` finds it. Writing the files is left to the shell.

use std::collections::BTreeSet;

use crate::model::law::Law;

/// A duty that is to be made.
#[derive(Clone, Debug)]
pub struct New<'n> {
    /// The name of the rule set.
    pub rule_set: &'n str,
    /// Whether the rule set has no manifest yet.
    pub without_manifest: bool,
    /// Whether the rule set may define facts anywhere: the built-in one.
    pub is_built_in: bool,
    /// `family/rule`.
    pub duty: &'n str,
}

/// One file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its path in the rule set.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Why no duty is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The name is not written `family/rule`; what it could be, if that can be guessed.
    Name(Option<String>),
    /// There is such a duty; the rule set that has it.
    Exists(String),
}

/// The files of a new duty, in the order of their paths.
///
/// # Errors
/// The name is none, or taken.
pub fn drafts(new: &New<'_>, law: &Law) -> Result<Vec<Draft>, Refusal> {
    let (family, rule) = named(new.duty)?;
    let id = format!("{family}.{rule}");
    if let Some(set) = law.rule_sets.values().find(|set| set.duties.contains_key(id.as_str())) {
        return Err(Refusal::Exists(set.name.to_string()));
    }
    let fact = fact(new, family, rule);
    let file = id.replace(['.', '_'], "-");
    let mut drafts = vec![
        Draft { path: format!("policies/{file}.yaml"), text: policy(new, law, family, rule) },
        Draft { path: format!("policies/facts/{file}.yaml"), text: dictionary(&fact) },
        Draft { path: format!("rules/{family}/{rule}.cases.yaml"), text: cases(&fact) },
        Draft { path: format!("rules/{family}/{rule}.rhai"), text: script(&fact) },
    ];
    if new.without_manifest {
        let text = format!(
            "name: {}\nversion: 0.1.0\nowner: TODO who answers for this rule set\nlicence: TODO the licence under which others may use it, such as MIT\n",
            new.rule_set
        );
        drafts.push(Draft { path: "policies/ruleset.yaml".into(), text });
    }
    drafts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(drafts)
}

/// The two names, if they are written as they must be.
fn named(duty: &str) -> Result<(&str, &str), Refusal> {
    let fits = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.len() <= 100
            && name.split('_').all(|word| {
                !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            })
    };
    let both = duty.split_once('/').filter(|(family, rule)| fits(family) && fits(rule));
    both.ok_or_else(|| {
        let guess = snake(duty.trim_end_matches(".rhai").trim_start_matches("rules/"));
        let fits = guess.split_once('/').is_some_and(|(family, rule)| fits(family) && fits(rule));
        Refusal::Name(fits.then_some(guess))
    })
}

/// The name as it would be written: small letters, underscores, one slash.
fn snake(name: &str) -> String {
    let name = if name.contains('/') { name.to_owned() } else { name.replacen('.', "/", 1) };
    let mut words: Vec<String> = Vec::new();
    for part in name.split('/') {
        let lower: String = part
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' })
            .collect();
        words.push(lower.split('_').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_"));
    }
    words.join("/")
}

/// A name for a rule set that has none yet, after its folder.
#[must_use]
pub fn name_for(folder: &str) -> String {
    let kebab = snake(&folder.replace(['/', '.'], "_")).replace('_', "-");
    let begins = kebab.starts_with(|first: char| first.is_ascii_lowercase());
    if begins && kebab != "sprcheck" { kebab } else { "my-rules".into() }
}

/// The path of the new fact, without its last step.
fn fact(new: &New<'_>, family: &str, rule: &str) -> String {
    let namespace = new.rule_set.replace('-', "_");
    if new.is_built_in {
        format!("{family}.{rule}")
    } else if namespace == family {
        format!("{namespace}.{rule}")
    } else {
        format!("{namespace}.{family}.{rule}")
    }
}

fn policy(new: &New<'_>, law: &Law, family: &str, rule: &str) -> String {
    let own: BTreeSet<&str> = law
        .instruments
        .values()
        .filter(|instrument| instrument.rule_set.as_str() == new.rule_set && !new.is_built_in)
        .map(|instrument| instrument.id.as_str())
        .collect();
    let (instrument, instruments) = match own.first() {
        Some(first) => ((*first).to_owned(), String::new()),
        None => {
            let id = format!("{}-{}-source", family.replace('_', "-"), rule.replace('_', "-"));
            let text = format!(
                "instruments:\n  {id}:\n    title: TODO the title of the text that the duty stands in\n    kind: guidance                  # act | order | spr-edition | guidance | standards\n    in_force: {{ from: 2020-01-01 }}  # the first day; `until:` the last\n    source: {{ verified: false }}\n\n"
            );
            (id, text)
        }
    };
    format!(
        "{instruments}duties:
  {family}.{rule}:
    title: TODO a heading of a few words
    says: TODO one sentence of your own on what the source asks.
    source: {{ instrument: {instrument}, at: TODO section or paragraph, verified: false }}
    owed_by: [chief-officer]        # chief-officer | pcc | mayor | mopac | common-council; others are context
    binding: expected               # must | due-regard | have-regard | expected | standard | recommendation
    weight: {{ value: 3, because: TODO what a gap here would lead to }}
    requirements:
      decided:
        states: TODO what must be so, to go on from “not shown”
        remedy: TODO what to do where it is not so
        shown_by: [decision-record]   # `sprcheck rules kinds` lists the kinds
"
    )
}

fn dictionary(fact: &str) -> String {
    format!(
        "# A fact is what a reader can find in a document: a day, a number, who, which. Never “the duty is met”.
facts:
  {fact}.decided_on:
    type: event                     # `sprcheck rules facts` shows others; docs/writing-rules.md lists the types
    means: TODO the day on which what happened
    held_by: TODO the office that holds the document
"
    )
}

fn script(fact: &str) -> String {
    let (group, last) = fact.rsplit_once('.').unwrap_or(("", fact));
    let path = if group.is_empty() { last.to_owned() } else { format!("{group}.{last}") };
    format!("// Judged: TODO what is judged, in a sentence.\nrequire decided: facts.{path}.decided_on <= as_of;\n")
}

fn cases(fact: &str) -> String {
    let stated = |value: &str| {
        let opens: String = fact.split('.').map(|step| format!("{{ {step}: ")).collect();
        let closes = " }".repeat(fact.split('.').count() + 1);
        format!("{opens}{{ decided_on: {value}{closes}")
    };
    format!(
        "# Facts that do not matter are left out. Each requirement is tried met, not met and unknown, and on both sides of each bound.
cases:
  - name: met when it was decided the day before
    as_of: 2025-06-30
    facts: {before}
    expect: {{ decided: met }}
  - name: met when it was decided on the day
    as_of: 2025-06-30
    facts: {on}
    expect: {{ decided: met }}
  - name: not met when it is planned for the day after
    as_of: 2025-06-30
    facts: {after}
    expect: {{ decided: not-met }}
  - name: not met when a document shows that nothing was decided
    as_of: 2025-06-30
    facts: {never}
    expect: {{ decided: not-met }}
  - name: unknown when nothing is stated
    as_of: 2025-06-30
    facts: {{}}
    expect: {{ decided: unknown }}
    missing: {{ decided: [{fact}.decided_on] }}
",
        before = stated("2025-06-29"),
        on = stated("2025-06-30"),
        after = stated("2025-07-01"),
        never = stated("none"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_nearly_right_is_guessed() {
        for (wrong, right) in [
            ("Mutual-Aid/Agreement", "mutual_aid/agreement"),
            ("mutual_aid.agreement", "mutual_aid/agreement"),
            ("rules/mutual_aid/agreement.rhai", "mutual_aid/agreement"),
        ] {
            assert_eq!(named(wrong), Err(Refusal::Name(Some(right.into()))), "{wrong}");
        }
        for hopeless in ["", "agreement", "a/b/c", "../x/y", "1/2"] {
            assert_eq!(named(hopeless), Err(Refusal::Name(None)), "{hopeless}");
        }
        assert_eq!(named("mutual_aid/agreement"), Ok(("mutual_aid", "agreement")));
    }

    #[test]
    fn a_rule_set_is_named_after_its_folder() {
        assert_eq!(name_for("Mutual Aid"), "mutual-aid");
        assert_eq!(name_for("2026"), "my-rules");
        assert_eq!(name_for("sprcheck"), "my-rules");
        assert_eq!(name_for(""), "my-rules");
    }
}
