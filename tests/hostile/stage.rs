//! Puts a rule set into a folder: sound defaults, and what an attack puts in their place.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::attack::Attack;

const MANIFEST: &str = "name: evil\nversion: 1.0.0\nowner: a stranger\nlicence: MIT\n";

const INSTRUMENT: &str = "\
instruments:
  evil-standards:
    title: Standards of a stranger
    kind: standards
    in_force: { from: 2012-11 }
    source: { at: page 1, verified: false, checked: 2021-01-01 }
";

const FACTS: &str = "\
collections:
  evil.things: { each: a thing, means: the things that there are, held_by: the office }
facts:
  evil.n:            { type: count, means: a count, held_by: the office }
  evil.m:            { type: count, means: a count that nobody states, held_by: the office }
  evil.yes:          { type: yes-no, means: a yes or no, held_by: the office }
  evil.t:            { type: text, means: a text, held_by: the office }
  evil.d:            { type: event, means: a day, held_by: the office }
  evil.words:        { type: list, of: text, means: some words, held_by: the office }
  evil.things.*.n:   { type: count, means: a count, held_by: the office }
";

/// The sound policy of a duty `evil.<name>` with a requirement `a`.
pub(crate) fn duty(name: &str) -> String {
    format!(
        "\
duties:
  evil.{name}:
    title: A duty of a stranger
    says: The force does what a stranger asks.
    source: {{ instrument: evil-standards, at: page 2, verified: false, checked: 2021-01-01 }}
    owed_by: [chief-officer]
    binding: standard
    threats: [terrorism]
    weight: {{ value: 1, because: it is a trial }}
    requirements:
      a: {{ states: what is asked is done, remedy: do it, shown_by: [inspection-report] }}
"
    )
}

/// A rule set in a folder of its own, gone when it is dropped.
pub(crate) struct Stage {
    temporary: TempDir,
    name: String,
}

impl Stage {
    /// The sound rule set, in a folder of that name.
    pub(crate) fn named(name: &str) -> Self {
        let stage = Self { temporary: TempDir::new().unwrap(), name: name.into() };
        let sound = b"require a: facts.evil.n == 1;\n";
        stage.put("policies/ruleset.yaml", MANIFEST.as_bytes());
        stage.put("policies/instrument.yaml", INSTRUMENT.as_bytes());
        stage.put("policies/facts/evil.yaml", FACTS.as_bytes());
        for name in ["d", "e"] {
            stage.put(&format!("policies/{name}.yaml"), duty(name).as_bytes());
            stage.put(&format!("rules/evil/{name}.rhai"), sound);
        }
        stage
    }

    /// The rule set of an attack.
    pub(crate) fn of(attack: &Attack) -> Self {
        let stage = Self::named("set");
        for path in &attack.without {
            fs::remove_file(stage.path(path)).unwrap();
        }
        for (path, bytes) in &attack.files {
            stage.put(path, bytes);
        }
        stage
    }

    /// Writes a file, over what stands there.
    pub(crate) fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Where a file of the rule set is.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.temporary.path().join(&self.name).join(path)
    }

    /// The folder around the rule set: nothing in it belongs to the rule set.
    pub(crate) fn around(&self) -> &Path {
        self.temporary.path()
    }

    /// What `--rules` is given, relative to [`Self::around`].
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}
