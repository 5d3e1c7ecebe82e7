//! What must hold of every attack.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;
use sprcheck::report::sanitize::is_hidden;

use super::attack::{Attack, Expect};
use super::child::{self, Cost, Ended};
use super::stage::Stage;

/// How long an attack may take. Code that is not optimised is up to twenty times slower.
const SOON: Duration = if cfg!(debug_assertions) { Duration::from_secs(10) } else { Duration::from_secs(1) };

/// How much memory it may take, in KiB: six times what an audit without it takes.
const LITTLE: u64 = 256 * 1024;

/// What became of an attack.
#[derive(Default)]
pub(crate) struct Held {
    /// What it did that it may not; empty if it was held.
    pub(crate) faults: Vec<String>,
    pub(crate) cost: Cost,
}

/// What an audit without any stranger's rule set says.
pub(crate) struct Baseline {
    duties: BTreeMap<String, Value>,
    assurance: Value,
}

impl Baseline {
    /// The one that all share.
    pub(crate) fn get() -> &'static Self {
        static TAKEN: OnceLock<Baseline> = OnceLock::new();
        TAKEN.get_or_init(Self::take)
    }

    fn take() -> Self {
        let ended = child::run(Path::new("."), &with(&["--format", "json"], &profile()));
        assert_eq!(ended.code, Some(0), "{}", ended.complaint);
        let report: Value = serde_json::from_str(&ended.output).unwrap();
        let baseline = Self { duties: built_in(&report), assurance: assurance(&report) };
        let satisfied = baseline.duties.values().filter(|duty| duty["standing"] == "satisfied").count();
        let gaps = baseline.duties.values().filter(|duty| duty["standing"] == "gap").count();
        assert!(satisfied > 1 && gaps > 0, "the profile shows too little: {satisfied} satisfied, {gaps} gaps");
        baseline
    }
}

fn profile() -> String {
    let path: PathBuf = Path::new("tests/hostile/profile").canonicalize().unwrap();
    path.to_str().unwrap().to_owned()
}

fn with<'a>(more: &[&'a str], profile: &'a str) -> Vec<&'a str> {
    [&["audit", profile, "--as-of", "2021-01-31"], more].concat()
}

/// Runs an attack of the corpus, in each form of the report that it asks for.
pub(crate) fn judge(attack: &Attack, baseline: &Baseline) -> Held {
    staged(attack, &Stage::of(attack), baseline)
}

/// Runs an attack whose rule set stands ready.
pub(crate) fn staged(attack: &Attack, stage: &Stage, baseline: &Baseline) -> Held {
    given(attack, stage.around(), stage.name(), baseline)
}

/// Runs an attack whose rule set is a folder or an archive in some folder.
pub(crate) fn given(attack: &Attack, around: &Path, name: &str, baseline: &Baseline) -> Held {
    let profile = profile();
    let mut held = Held::default();
    let mut all = String::new();
    for format in ["json"].into_iter().chain(attack.formats.iter().map(String::as_str)) {
        let more = ["--rules", name, "--format", format];
        let ended = child::run(around, &with(&more, &profile));
        held.cost.took = held.cost.took.max(ended.cost.took);
        held.cost.peak = held.cost.peak.max(ended.cost.peak);
        ending(attack, &ended, &mut held.faults);
        if format == "json" && ended.code != Some(2) {
            match serde_json::from_str(&ended.output) {
                Ok(report) => compare(attack, &report, &ended, baseline, &mut held.faults),
                Err(error) => held.faults.push(format!("the report is no JSON: {error}")),
            }
        }
        clean(attack, format, &ended, &mut held.faults);
        all.push_str(&ended.output);
        all.push_str(&ended.complaint);
    }
    for text in attack.says.iter().filter(|text| !all.contains(text.as_str())) {
        held.faults
            .push(format!("nothing says `{text}`; standard error:\n{}", all.chars().take(2000).collect::<String>()));
    }
    held
}

fn ending(attack: &Attack, ended: &Ended, faults: &mut Vec<String>) {
    let complaint: String = ended.complaint.chars().take(1500).collect();
    if ended.code != Some(attack.expect.code()) {
        faults.push(format!("it ends with {:?}, not with {}: {complaint}", ended.code, attack.expect.code()));
    }
    if ended.cost.took > SOON {
        faults.push(format!("it took {:?}; the bound is {SOON:?}", ended.cost.took));
    }
    if ended.cost.peak > LITTLE {
        faults.push(format!("it held {} MiB; the bound is {}", ended.cost.peak / 1024, LITTLE / 1024));
    }
    if ended.complaint.contains("panicked") {
        faults.push(format!("the program panicked: {complaint}"));
    }
    if ended.code == Some(2) && !(ended.complaint.starts_with("error") && ended.output.is_empty()) {
        faults.push(format!("nothing says why nothing was assessed: {complaint}"));
    }
}

/// The duties of the built-in rule set are as they are without the attack, its assurance too, and the attack's own are not met.
fn compare(attack: &Attack, report: &Value, ended: &Ended, baseline: &Baseline, faults: &mut Vec<String>) {
    let duties = built_in(report);
    for (id, duty) in &baseline.duties {
        match duties.get(id) {
            Some(found) if found == duty => {}
            Some(found) => {
                faults.push(format!("built-in duty {id} changed: {} {}", found["standing"], found["reason"]))
            }
            None => faults.push(format!("built-in duty {id} is gone")),
        }
    }
    if duties.len() != baseline.duties.len() {
        faults.push("the built-in rule set has other duties than before".into());
    }
    if assurance(report) != baseline.assurance {
        faults.push("the assurance of the built-in rule set changed".into());
    }
    let sets: Vec<&Value> = strangers(report, "rule_sets", "name");
    let broken = sets.iter().any(|set| set["problems"].as_array().is_some_and(|problems| !problems.is_empty()));
    if broken && !ended.complaint.starts_with("error[") {
        faults.push("the rule set is broken, and standard error does not say why".into());
    }
    for duty in strangers(report, "duties", "rule_set") {
        let (id, verdict, standing) = (&duty["id"], &duty["verdict"], &duty["standing"]);
        if id == "evil.e" && !broken {
            if !attack.changes_the_sound_duty() && standing != "satisfied" {
                faults.push(format!("the sound duty beside it is {standing}: {}", duty["reason"]));
            }
            continue;
        }
        if attack.expect != Expect::Inert && (verdict == "met" || standing == "satisfied" || standing == "departed") {
            faults.push(format!("{id} came to be {verdict}, {standing}"));
        }
        if verdict == "error" && duty["reason"].as_str().is_none_or(str::is_empty) {
            faults.push(format!("{id} does not say what went wrong"));
        }
    }
}

impl Attack {
    fn changes_the_sound_duty(&self) -> bool {
        let all = self.files.iter().map(|(path, _)| path).chain(&self.without);
        all.into_iter().any(|path| matches!(path.as_str(), "policies/e.yaml" | "rules/evil/e.rhai"))
    }
}

fn strangers<'r>(report: &'r Value, list: &str, name: &str) -> Vec<&'r Value> {
    let all = report[list].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter(|one| one[name] != "sprcheck").collect()
}

fn built_in(report: &Value) -> BTreeMap<String, Value> {
    let duties = report["duties"].as_array().unwrap().iter().filter(|duty| duty["rule_set"] == "sprcheck");
    duties.map(|duty| (duty["id"].as_str().unwrap().to_owned(), duty.clone())).collect()
}

fn assurance(report: &Value) -> Value {
    let sets = report["assurance"].as_array().unwrap();
    sets.iter().find(|set| set["rule_set"] == "sprcheck").cloned().unwrap_or_default()
}

/// No output holds what a terminal would act on, what hides or reorders, or what a viewer would take for markup.
fn clean(attack: &Attack, format: &str, ended: &Ended, faults: &mut Vec<String>) {
    for (what, text) in [("the report", &ended.output), ("standard error", &ended.complaint)] {
        if let Some(hidden) = text.chars().find(|character| *character != '\n' && is_hidden(*character)) {
            faults.push(format!("{what} ({format}) holds {}", hidden.escape_unicode()));
        }
        // A build server takes the one at the start of a line, after blanks, and the other anywhere. `:::` is how a further place of a
        // problem is drawn.
        let is_command = |line: &str| {
            line.trim_start().strip_prefix("::").is_some_and(|rest| !rest.starts_with(':'))
                || (format != "json" && what == "the report" && line.contains("##["))
        };
        if text.lines().any(is_command) {
            faults.push(format!("{what} ({format}) holds a workflow command"));
        }
        for hidden in attack.hides.iter().filter(|hidden| text.contains(hidden.as_str())) {
            // In JSON and for a terminal markup is text; in Markdown it would be markup.
            if format == "markdown" || hidden.chars().any(is_hidden) {
                faults.push(format!("{what} ({format}) holds `{}`", hidden.escape_debug()));
            }
        }
    }
}
