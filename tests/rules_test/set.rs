//! A small rule set in a folder of its own, and the program run on it.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

pub(crate) const FACTS: &str = "
facts:
  probe.needed: { type: yes-no, means: whether a reply is needed, held_by: the office, holds_for: 5 years }
  probe.asked: { type: event, means: the day of the question, held_by: the office }
  probe.sent: { type: event, means: the day of the reply, held_by: the office }
  probe.count: { type: count, unit: replies, means: how many, held_by: the office, holds_for: 5 years }
  probe.words: { type: list, of: text, means: words, held_by: the office, holds_for: 5 years }
  probe.word: { type: text, means: a word, held_by: the office, holds_for: 5 years }
";

const POLICY: &str = "instruments:
  probe-order: { title: An order, kind: order, in_force: { from: 2010 }, source: { verified: false } }
duties:
  probe.reply:
    title: A reply
    says: A reply is sent within a month.
    source: { instrument: probe-order, at: paragraph 1, verified: false }
    owed_by: [chief-officer]
    binding: must
    weight: { value: 3, because: made up for a test }
";

const REPLY_POLICY: &str = "    parameters:
      within: { value: 1 month, set_by: the tests, because: made up for a test }
    requirements:
      sent:
        states: a reply is sent
        remedy: send a reply
        shown_by: [minutes]
        look_back: { period: 10 years, set_by: the tests, because: made up for a test }
";

/// A rule with a condition, a deadline, a parameter and two operands.
const REPLY_RULE: &str = "// Judged: the reply came in time.
let asked = facts.probe.asked;
let due = asked + params.within;

require sent when facts.probe.needed by due:
    facts.probe.sent <= due && facts.probe.sent <= as_of;
";

/// Cases that try all of it.
pub(crate) const REPLY: &str = "
  - name: the reply comes in time
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10 } }
    boundary: { fact: probe.sent, from: probe.asked, plus: 1 month, also: month-ends, expect: { sent: [met, met, not-met] } }
  - name: there is time until the last day
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10, sent: none } }
    boundary: { as_of: true, on: 2021-04-10, expect: { sent: [not-yet-due, not-yet-due, not-met] } }
  - name: a reply that is only planned is none
    as_of: 2021-03-20
    facts: { probe: { needed: true, asked: 2021-03-10 } }
    boundary: { fact: probe.sent, on: 2021-03-20, expect: { sent: [met, met, not-yet-due] } }
  - name: it is told only what is stated
    as_of: 2021-06-30
    facts: { probe: { needed: true, asked: 2021-03-10, sent: 2021-04-01 } }
    rows:
      - { name: nobody says whether a reply is needed, set: { probe.needed: ~ }, expect: { sent: unknown }, missing: { sent: [probe.needed] } }
      - { name: no reply is needed, set: { probe.needed: false }, expect: { sent: not-applicable } }
      - { name: nobody says whether there was one, set: { probe.sent: ~ }, expect: { sent: unknown }, reads: { sent: [probe.asked] } }
      - { name: nobody says when the question came, set: { probe.asked: ~ }, expect: { sent: unknown } }
      - { name: a longer time, params: { within: 2 months }, set: { probe.sent: 2021-05-10 }, expect: { sent: met } }
";

/// A rule set that is removed with the value.
pub(crate) struct Set {
    folder: TempDir,
}

/// How the program ended.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn all(&self) -> String {
        format!("{}\n{}", self.out, self.err)
    }
}

impl Set {
    /// The duty to reply, with these entries of `cases`.
    pub(crate) fn reply(cases: &str) -> Self {
        Self::of(REPLY_POLICY, REPLY_RULE, cases)
    }

    /// A duty whose requirements, rule and cases are given.
    pub(crate) fn of(requirements: &str, rule: &str, cases: &str) -> Self {
        let set = Self { folder: TempDir::new().unwrap() };
        set.write("policies/ruleset.yaml", "name: probe\nversion: 1.0.0\nowner: the tests\nlicence: MIT\n");
        set.write("policies/facts/probe.yaml", FACTS);
        set.write("policies/probe.yaml", &format!("{POLICY}{requirements}"));
        set.write("rules/probe/reply.rhai", rule);
        set.write(
            "rules/probe/reply.cases.yaml",
            &if cases.is_empty() { "cases: []\n".into() } else { format!("cases:{cases}") },
        );
        set
    }

    /// A rule set with no files yet.
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// `sprcheck rules` with these words and then the folder.
    pub(crate) fn rules(&self, words: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sprcheck"));
        told(command.arg("rules").args(words).arg(self.folder.path()))
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.folder.path().join(path)).unwrap();
    }

    pub(crate) fn test(&self, more: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sprcheck"));
        told(command.args(["rules", "test"]).arg(self.folder.path()).args(more))
    }
}

fn told(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Run { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}
