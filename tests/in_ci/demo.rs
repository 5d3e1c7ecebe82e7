//! The demonstration repository, and what else the tests here need of git.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The day as of which the walk through asks.
pub(crate) const DAY: &str = "2021-06-30";

/// A demonstration repository in a folder of its own, with a branch checked out.
pub(crate) struct Demo {
    folder: TempDir,
}

impl Demo {
    pub(crate) fn new(branch: &str) -> Self {
        let demo = Self { folder: tempfile::tempdir().unwrap() };
        let made = script(&demo.path());
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        git(&demo.path(), &["checkout", "--quiet", branch]);
        demo
    }

    /// A shallow clone of a branch, which holds one commit and not that of `main`.
    pub(crate) fn shallow(&self, branch: &str) -> PathBuf {
        let clone = self.folder.path().join("clone");
        let from = format!("file://{}", self.path().display());
        let clone_to = clone.to_str().unwrap();
        git(self.folder.path(), &["clone", "--quiet", "--depth=1", "--branch", branch, &from, clone_to]);
        clone
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("demo")
    }

    /// A folder outside the repository, for what a build server keeps.
    pub(crate) fn aside(&self) -> PathBuf {
        let aside = self.folder.path().join("aside");
        fs::create_dir_all(&aside).unwrap();
        aside
    }

    pub(crate) fn commit(&self, name: &str) -> String {
        git(&self.path(), &["rev-parse", name]).trim().to_owned()
    }
}

/// Makes the demonstration repository there.
pub(crate) fn script(at: &Path) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/demo-repository.sh");
    Command::new("sh").arg(script).arg(at).output().unwrap()
}

/// What git prints.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git").current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A command in a folder that finds this build of the program as `sprcheck`, and nothing of a build server in its environment.
pub(crate) fn shell(program: &str, folder: &Path) -> Command {
    let built = Path::new(env!("CARGO_BIN_EXE_sprcheck")).parent().unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new(program);
    command.current_dir(folder).env_clear();
    command.env("PATH", format!("{}:{path}", built.display())).env("HOME", folder);
    command
}
