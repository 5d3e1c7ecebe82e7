//! A repository of git in a folder of its own, and the gate run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The day of every question here.
pub(super) const DAY: &str = "2021-06-30";

/// A repository with the profile of the fictional force in `plan/` and a rule set of its own in `pilot/`.
pub(super) struct Repository {
    folder: tempfile::TempDir,
}

/// What the gate said.
pub(super) struct Said {
    pub(super) code: i32,
    pub(super) findings: Vec<Value>,
    pub(super) error: String,
}

impl Repository {
    pub(super) fn new() -> Self {
        let repository = Self { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "-q", "-b", "main", "."]);
        let profile = fs::read_to_string("seeds/example-force/profile.yaml").unwrap();
        let profile = profile.replace("uses: [sprcheck]", "uses: [sprcheck, example-pilot]");
        repository.write("plan/profile.yaml", &profile);
        let paper = "papers/strategic-contest-board-2021-05-11.md";
        repository
            .write(&format!("plan/{paper}"), &fs::read_to_string(format!("seeds/example-force/{paper}")).unwrap());
        for file in ["policies/ruleset.yaml", "policies/pilot.yaml", "rules/pilot/lead_named.rhai"] {
            let text = fs::read_to_string(format!("tests/rulesets/example-pilot/{file}")).unwrap();
            repository.write(&format!("pilot/{file}"), &text);
        }
        // The second rule of the pilot errs; here it is sound, until a revision says otherwise.
        repository.write("pilot/rules/pilot/lead_prepared.rhai", SOUND);
        repository.commit();
        repository
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn file(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let file = self.file(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub(super) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.file(path)).unwrap()
    }

    /// Replaces what stands in a file once, and says on which line it begins.
    pub(super) fn replace(&self, path: &str, old: &str, new: &str) -> u64 {
        let text = self.read(path);
        assert_eq!(text.matches(old).count(), 1, "`{old}` stands in {path} {} times", text.matches(old).count());
        self.write(path, &text.replacen(old, new, 1));
        text.split(old).next().unwrap().matches('\n').count() as u64 + 1
    }

    pub(super) fn git(&self, arguments: &[&str]) -> String {
        git(self.path(), arguments)
    }

    pub(super) fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "a revision"]);
    }

    /// The gate over the last commit, with further arguments.
    pub(super) fn gate(&self, arguments: &[&str]) -> Said {
        let mut all = vec!["--base", "HEAD~1", "plan/profile.yaml", "--rules", "pilot"];
        all.extend(arguments);
        gate(self.path(), &all)
    }
}

/// A rule that is sound.
pub(super) const SOUND: &str = "// Judged: the lead had access to a programme of development no later than 1 January 2020.\n\
    require in_time: facts.prevent.strategic_lead.cpd.access_given <= date(\"2020-01-01\");\n";

pub(super) fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    for who in ["GIT_AUTHOR", "GIT_COMMITTER"] {
        command.env(format!("{who}_NAME"), "an office").env(format!("{who}_EMAIL"), "office@example.org");
        command.env(format!("{who}_DATE"), "2021-06-30T12:00:00Z");
    }
    let output = command.current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The gate, in a folder.
pub(super) fn gate(folder: &Path, arguments: &[&str]) -> Said {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
        .current_dir(folder)
        .args(["gate", "--as-of", DAY, "--format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let findings = answer["findings"].as_array().cloned().unwrap_or_default();
    Said { code: output.status.code().unwrap(), findings, error }
}

impl Said {
    /// Every finding as `kind duty file:line`, those that fail with `!`.
    pub(super) fn told(&self) -> Vec<String> {
        let of = |finding: &Value| {
            let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            let fails = if finding["fails"].is_null() { "" } else { "!" };
            let at = &finding["at"];
            let place = if at.is_null() { "-".into() } else { format!("{}:{}", text(&at["file"]), at["line"]) };
            format!("{fails}{} {} {place}", text(&finding["kind"]), text(&finding["duty"]))
        };
        self.findings.iter().map(of).collect()
    }

    pub(super) fn fingerprints(&self) -> Vec<String> {
        self.findings.iter().map(|finding| finding["fingerprint"].as_str().unwrap().to_owned()).collect()
    }

    /// The finding of a kind.
    pub(super) fn has(&self, finding: &str) {
        assert!(
            self.told().iter().any(|told| told == finding),
            "`{finding}` is not told:\n{:#?}\n{}",
            self.told(),
            self.error
        );
    }
}
