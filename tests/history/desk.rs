//! A folder with a small profile and a paper, and the program run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) const PROFILE: &str = "\
uses: [sprcheck]
force: { id: made-up, name: Made-up Police, policing_bodies: [{ kind: pcc, from: 2012-11 }] }
stated_on: 2021-01-31
facts:
  prevent:
    strategic_lead:
      appointed: 2020-03-02
      rank: Chief Superintendent
      cpd: { access_given: 2020-04-01, last_activity: 2020-12-01 }
      cites: [chart]
evidence:
  chart: { title: Chart, kind: organisation-chart, dated: 2021-01-04, owner: people services, held_at: { path: papers/chart.md } }
";

pub(crate) const PAPER: &str = "# Chart\n\nThe lead is the head of Prevent.\n";

/// The desk; the profile lies in `plan/`.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What the program said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        desk.write("plan/profile.yaml", PROFILE);
        desk.write("plan/papers/chart.md", PAPER);
        desk
    }

    pub(crate) fn path(&self, inner: &str) -> PathBuf {
        self.folder.path().join(inner)
    }

    pub(crate) fn write(&self, inner: &str, text: &str) {
        let file = self.path(inner);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub(crate) fn read(&self, inner: &str) -> String {
        fs::read_to_string(self.path(inner)).unwrap()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
            .current_dir(self.folder.path())
            .args(arguments)
            .output()
            .unwrap();
        Said {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            error: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Records the profile as of a date and gives the name of the file.
    pub(crate) fn record(&self, as_of: &str) -> String {
        let before = self.records();
        let said = self.run(&["record", "plan", "--as-of", as_of]);
        assert_eq!(said.code, 0, "{}{}", said.out, said.error);
        let new: Vec<String> = self.records().into_iter().filter(|name| !before.contains(name)).collect();
        assert_eq!(new.len(), 1, "{}", said.out);
        new[0].clone()
    }

    /// The names in the history.
    pub(crate) fn records(&self) -> Vec<String> {
        names(&self.path("plan/history"))
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let own = ["-c", "user.name=tests", "-c", "user.email=tests@localhost", "-c", "commit.gpgsign=false"];
        let output: Output =
            Command::new("git").current_dir(self.folder.path()).args(own).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    pub(crate) fn commit(&self) -> String {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "a revision"]);
        self.git(&["rev-parse", "HEAD"])
    }
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
