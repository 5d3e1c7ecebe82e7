//! Tells the story: makes each revision, gates it, and holds what was found against what is told.

use std::collections::BTreeSet;
use std::process::Command;

use super::repository::{Repository, SOUND, Said, gate};

const TEXT: &str = "# Safer Exampleshire\n\n## Cover\n\nIssued.\n\n## Contents\n\nSix parts.\n\n## Objective 5\n\n\
    Terrorism, serious and organised crime, public disorder, civil emergencies, child sexual abuse\nand a national cyber \
    security incident.\n\n## Foreword\n\nWelcome.\n";
const DEVELOPED: &str = "require in_time: facts.prevent.strategic_lead.cpd.last_activity >= as_of - params.within;\n";

/// What is found: as `kind duty` with `!` where it fails, and in which file at which text.
type Found = (&'static str, &'static str, &'static str);

/// One revision, and what is to come of it.
pub(super) struct Revision {
    what: &'static str,
    edit: fn(&Repository),
    /// Whether the revision before is gated once more.
    again: bool,
    base: &'static str,
    profile: &'static str,
    arguments: Vec<&'static str>,
    code: i32,
    found: Vec<Found>,
    /// Whether everything that stands badly must have the fingerprint that it had.
    nothing: bool,
    /// What standard error says, with the file and the text whose line it names.
    says: Option<[&'static str; 4]>,
}

impl Revision {
    pub(super) fn of(what: &'static str, edit: fn(&Repository)) -> Self {
        let (base, profile) = ("HEAD~1", "plan/profile.yaml");
        let (arguments, found) = (Vec::new(), Vec::new());
        Self { what, edit, again: false, base, profile, arguments, code: 0, found, nothing: false, says: None }
    }

    pub(super) fn passes(self, found: &[Found]) -> Self {
        Self { code: 0, found: found.to_vec(), ..self }
    }

    pub(super) fn fails(self, found: &[Found]) -> Self {
        Self { code: 1, found: found.to_vec(), ..self }
    }

    pub(super) fn does_nothing(self) -> Self {
        Self { nothing: true, ..self }
    }

    /// Ends with 2, naming a side, the line of a text, and the nearest anchor.
    pub(super) fn cannot_be_judged(
        self,
        side: &'static str,
        file: &'static str,
        at: &'static str,
        nearest: &'static str,
    ) -> Self {
        Self { code: 2, says: Some([side, file, at, nearest]), ..self }
    }

    pub(super) fn against(self, base: &'static str) -> Self {
        Self { base, ..self }
    }

    pub(super) fn called(self, profile: &'static str) -> Self {
        Self { profile, ..self }
    }

    pub(super) fn with(self, arguments: &[&'static str]) -> Self {
        Self { arguments: arguments.to_vec(), ..self }
    }

    /// The revision before, gated in another way.
    pub(super) fn again(self, arguments: &[&'static str]) -> Self {
        Self { again: true, ..self.with(arguments) }
    }

    fn gate(&self, repository: &Repository, more: &[&str]) -> Said {
        let fixed = ["--base", self.base, self.profile, "--rules", "pilot"];
        gate(repository.path(), &[&fixed[..], &self.arguments, more].concat())
    }
}

/// A repository in which the plan lies beside the profile and is reviewed, and a duty of the pilot has a threshold.
pub(super) fn begin() -> Repository {
    let repository = Repository::new();
    let held = "held_at: { custodian: Office of the PCC, reference: OPCC/PLAN/2017 }";
    repository.replace("plan/profile.yaml", held, "held_at: { path: plan.md }");
    repository.write("plan/plan.md", TEXT);
    review(&repository, "2021-06-01");
    let policy = "pilot/policies/pilot.yaml";
    let text = repository.read(policy);
    let (first, last) = text.rsplit_once("    requirements:\n").unwrap();
    let within = "      within: { value: 6 months, set_by: the inspectorate, because: it is a pilot }\n";
    repository.write(policy, &format!("{first}    parameters:\n{within}    requirements:\n{last}"));
    let rule = format!("{}\n{DEVELOPED}", SOUND.split('\n').next().unwrap());
    repository.write("pilot/rules/pilot/lead_prepared.rhai", &rule);
    repository.commit();
    repository
}

/// Records that an office accepts the plan as it is.
pub(super) fn review(repository: &Repository, day: &str) {
    let output = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
        .current_dir(repository.path())
        .args(["review", "plan/profile.yaml", "plan-2017", "--rules", "pilot", "--accept", "--by", "the office"])
        .args(["--because", "it is as agreed", "--on", day])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The line at which a text begins that stands in a file just once.
fn line_of(repository: &Repository, file: &str, text: &str) -> usize {
    let whole = repository.read(file);
    assert_eq!(whole.matches(text).count(), 1, "`{text}` in {file}");
    let start = whole.find(text).unwrap() + (text.len() - text.trim_start_matches('\n').len());
    whole[..start].matches('\n').count() + 1
}

/// Makes each revision and holds what is found against what is told.
pub(super) fn tell(repository: &Repository, revisions: &[Revision]) {
    let mut profile = revisions[0].profile;
    for revision in revisions {
        if !revision.again {
            (revision.edit)(repository);
            repository.commit();
        }
        let what = revision.what;
        let said = revision.gate(repository, &[]);
        let place = |(kind, file, text): &Found| format!("{kind} {file}:{}", line_of(repository, file, text));
        let (told, expected): (BTreeSet<String>, BTreeSet<String>) =
            (said.told().into_iter().collect(), revision.found.iter().map(place).collect());
        assert_eq!((said.code, &told), (revision.code, &expected), "{what}\n{}", said.error);
        assert_eq!(said.told().len(), expected.len(), "{what}: something is told twice");
        if let Some([side, file, text, nearest]) = revision.says {
            let place = format!("{file}:{}:", line_of(repository, file, text));
            for says in [side, &place, nearest] {
                assert!(said.error.contains(says), "{what}: `{says}` is not in\n{}", said.error);
            }
        }
        if revision.nothing {
            let all = "gap,unproven,unassessed";
            let strict = ["--fail-on", all, "--rules", "pilot"];
            let before =
                gate(repository.path(), &[&["--base", "HEAD~1", "--head", "HEAD~1", profile], &strict[..]].concat());
            let after = revision.gate(repository, &["--fail-on", all]);
            assert_eq!((before.code, after.code), (1, 1), "{what}: {}{}", before.error, after.error);
            assert_eq!(before.fingerprints(), after.fingerprints(), "{what}");
        }
        profile = revision.profile;
    }
}
