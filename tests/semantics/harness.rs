//! Rule sets and profiles from strings, audited in memory.

use std::collections::BTreeMap;

use sprcheck::assess::Answer;
use sprcheck::audit::Rules;
use sprcheck::load::{InputFile, InputTree};
use sprcheck::model::assessment::{AssuranceRow, DepartureResult, DutyResult, PairResult};
use sprcheck::model::dates::{Dates, Day};
use sprcheck::model::place::Origin;

/// The kinds, sets, instruments and dictionary that every test is held against.
const KINDS: &str = "\
kinds:
  minutes: { title: minutes of a meeting }
  register: { title: a register, review_every: 12 months }
  board-paper: { title: paper to a board, narrative: true }
";

const SETS: &str = "\
sets:
  threats:
    title: national threat
    members: { terrorism: { title: terrorism }, flooding: { title: flooding }, cyber: { title: cyber } }
    closed:
      - { from: 2012-01-01, until: 2019-12-31, members: [terrorism, cyber] }
      - { from: 2020-01-01, members: [terrorism, flooding] }
  councils:
    title: council
    members: { north: { title: North Council, size: 7 }, south: { title: South Council, size: 9 } }
    closed: [{ force: midshire, members: [north, south] }]
  boards:
    title: board
    members: { one: { title: Board One } }
    closed: [{ members: [] }]
  changes:
    title: change
    event: issued
    members: { early: { title: early, issued: 2010-05 }, late: { title: late, issued: 2018-05 }, vague: { title: vague, issued: 2015 } }
    closed: [{ members: [early, late, vague] }]
  teams:
    title: team
    members: { red: { title: Red }, blue: { title: Blue } }
";

const INSTRUMENTS: &str = "\
instruments:
  act: { title: The Act, kind: act, source: { at: section 1, verified: primary } }
  old-act: { title: The Old Act, kind: act, in_force: { from: 2000-01-01, until: 2015-06-30 }, source: { at: section 1, verified: primary } }
  new-act: { title: The New Act, kind: act, in_force: { from: 2022-01-01 }, source: { at: section 1, verified: primary } }
";

const DICTIONARY: &str = "\
collections:
  inspections: { each: an inspection report, event: published, means: the reports, held_by: audit, holds_for: 12 months }
  things: { each: a thing, means: the things, held_by: audit }
  plans: { each: a plan, keyed_by: threats, means: the plans, held_by: planning }
  teams: { each: a team, means: the teams, held_by: planning }
facts:
  n: { type: count, unit: people, means: m, held_by: h }
  m: { type: count, unit: people, means: m, held_by: h }
  x: { type: number, unit: pounds, means: m, held_by: h }
  y: { type: number, unit: pounds, means: m, held_by: h }
  yes: { type: yes-no, means: m, held_by: h }
  no: { type: yes-no, means: m, held_by: h }
  t: { type: text, means: m, held_by: h }
  u: { type: text, means: m, held_by: h }
  c: { type: choice, choices: [local, national], means: m, held_by: h }
  d: { type: event, means: m, held_by: h }
  e: { type: event, means: m, held_by: h }
  last: { type: event, means: m, held_by: h, latest_for: 6 months }
  l: { type: limit, means: m, held_by: h }
  due: { type: limit, means: m, held_by: h }
  state: { type: count, unit: people, means: m, held_by: h, holds_for: 12 months }
  r.n: { type: count, unit: people, means: m, held_by: h }
  r.d: { type: event, means: m, held_by: h }
  r.inner.n: { type: count, unit: people, means: m, held_by: h }
  words: { type: list, of: text, means: m, held_by: h }
  counts: { type: list, of: count, means: m, held_by: h }
  events: { type: list, of: event, means: m, held_by: h }
  inspections.*.published: { type: event, means: m, held_by: h }
  inspections.*.recommendations: { type: count, unit: recommendations, means: m, held_by: h }
  inspections.*.answered: { type: event, means: m, held_by: h }
  things.*.n: { type: count, unit: people, means: m, held_by: h }
  things.*.yes: { type: yes-no, means: m, held_by: h }
  things.*.t: { type: text, means: m, held_by: h }
  plans.*.agreed: { type: event, means: m, held_by: h }
  teams.*.n: { type: count, unit: people, means: m, held_by: h }
";

const MANIFEST: &str = "name: sprcheck\nversion: 1.0.0\nowner: the sprcheck maintainers\nlicence: MIT\n";

/// What `doc` is unless a test says otherwise: minutes, current, held.
const EVIDENCE: &str = "\
doc: { title: Minutes, kind: minutes, dated: 2020-01-01, owner: the secretary, held_at: { custodian: the secretary, reference: M1 } }
paper: { title: Paper, kind: board-paper, dated: 2020-01-01, owner: the secretary, held_at: { custodian: the secretary, reference: P1 } }
";

pub(crate) const LOOK_BACK: &str = "look_back: { period: 3 years, set_by: the tests, because: they say so }";

/// One requirement of a duty, shown by minutes and registers.
pub(crate) fn requirement(id: &str, more: &str) -> String {
    let comma = if more.is_empty() { "" } else { ", " };
    format!(
        "{id}: {{ states: \"{id} {{subject}}\", remedy: \"mend {id}\", shown_by: [minutes, register]{comma}{more} }}\n"
    )
}

/// A duty to be written out as YAML.
#[derive(Clone)]
pub(crate) struct Duty {
    pub(crate) id: &'static str,
    pub(crate) binding: &'static str,
    pub(crate) owed_by: &'static str,
    pub(crate) source: &'static str,
    /// Further keys of the duty, one a line.
    pub(crate) more: &'static str,
    pub(crate) requirements: String,
    pub(crate) script: String,
}

impl Duty {
    pub(crate) fn new(id: &'static str, requirements: &str, script: &str) -> Self {
        Self {
            id,
            binding: "standard",
            owed_by: "chief-officer",
            source: "{ instrument: act, at: section 2, verified: primary }",
            more: "",
            requirements: requirements.into(),
            script: script.into(),
        }
    }

    /// A duty with one requirement, `a`, of no set.
    pub(crate) fn plain(id: &'static str, script: &str) -> Self {
        Self::new(id, &requirement("a", ""), script)
    }

    fn yaml(&self) -> String {
        let Self { id, binding, owed_by, source, more, requirements, .. } = self;
        let head = format!(
            "title: {id}\nsays: it says so\nsource: {source}\nowed_by: [{owed_by}]\nbinding: {binding}\nweight: {{ value: 3, because: so }}\n"
        );
        let requirements = if requirements.is_empty() {
            String::new()
        } else {
            format!("requirements:\n{}", indented(requirements, 2))
        };
        format!("  {id}:\n{}", indented(&format!("{head}{more}\n{requirements}"), 4))
    }

    fn path(&self) -> String {
        format!("rules/{}.rhai", self.id.replace('.', "/"))
    }
}

pub(crate) fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{}{line}\n", " ".repeat(by))).collect()
}

/// A rule set, a profile and a date.
#[derive(Clone)]
pub(crate) struct Audit {
    pub(crate) duties: Vec<Duty>,
    pub(crate) strangers: Vec<(String, Vec<Duty>, String)>,
    /// Files that replace or join those of the built-in rule set.
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) force: String,
    pub(crate) facts: String,
    pub(crate) evidence: String,
    pub(crate) departures: String,
    pub(crate) stated_on: String,
    pub(crate) as_of: String,
    pub(crate) digests: BTreeMap<String, String>,
}

/// An audit of one duty `t.d` with one requirement `a`.
pub(crate) fn rule(script: &str) -> Audit {
    audit(vec![Duty::plain("t.d", script)])
}

/// An audit of one duty `t.d`.
pub(crate) fn rules(requirements: &str, script: &str) -> Audit {
    audit(vec![Duty::new("t.d", requirements, script)])
}

/// What each of these expressions comes to as a requirement of its own, with the same facts.
pub(crate) fn came_each(expressions: &[String], facts: &str) -> Vec<String> {
    let mut came = Vec::new();
    let mut rest = expressions;
    while !rest.is_empty() {
        // A script may define 64 functions, and a closure is one.
        let mut closures = 0;
        let fits = |expression: &&String| {
            closures += expression.matches('|').count() / 2;
            closures < 64
        };
        let (part, further) = rest.split_at(rest.iter().take(200).take_while(fits).count());
        rest = further;
        let ids: Vec<String> = (0..part.len()).map(|index| format!("a{index}")).collect();
        let requirements: String = ids.iter().map(|id| requirement(id, "")).collect();
        let script: String =
            ids.iter().zip(part).map(|(id, expression)| format!("require {id}: {expression};\n")).collect();
        let found = rules(&requirements, &script).bare(facts).found();
        came.extend(ids.iter().map(|id| found.outcome(id)));
    }
    came
}

pub(crate) fn audit(duties: Vec<Duty>) -> Audit {
    Audit {
        duties,
        strangers: Vec::new(),
        files: BTreeMap::new(),
        force: "{ id: midshire, name: Midshire, policing_bodies: [{ kind: pcc, from: 2012-11-22 }] }".into(),
        facts: String::new(),
        evidence: EVIDENCE.into(),
        departures: String::new(),
        stated_on: "2021-01-31".into(),
        as_of: "2021-01-31".into(),
        digests: BTreeMap::new(),
    }
}

impl Audit {
    /// The facts, as flow or block YAML, all in one record that cites `doc`.
    pub(crate) fn facts(mut self, facts: &str) -> Self {
        self.facts = format!("cites: [doc]\n{facts}");
        self
    }

    /// The facts, citing nothing but what they cite themselves.
    pub(crate) fn bare(mut self, facts: &str) -> Self {
        self.facts = facts.into();
        self
    }

    pub(crate) fn on(mut self, as_of: &str) -> Self {
        self.as_of = as_of.into();
        self
    }

    pub(crate) fn stated(mut self, stated_on: &str) -> Self {
        self.stated_on = stated_on.into();
        self
    }

    pub(crate) fn evidence(mut self, evidence: &str) -> Self {
        self.evidence = format!("{EVIDENCE}{evidence}\n");
        self
    }

    pub(crate) fn departures(mut self, departures: &str) -> Self {
        self.departures = departures.into();
        self
    }

    pub(crate) fn force(mut self, force: &str) -> Self {
        self.force = force.into();
        self
    }

    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }

    /// Changes the only duty.
    pub(crate) fn duty(mut self, change: impl Fn(&mut Duty)) -> Self {
        self.duties.iter_mut().for_each(change);
        self
    }

    /// Adds a rule set that is not the built-in one.
    pub(crate) fn stranger(mut self, name: &str, duties: Vec<Duty>, dictionary: &str) -> Self {
        self.strangers.push((name.into(), duties, dictionary.into()));
        self
    }

    fn profile(&self) -> InputTree {
        let Self { force, facts, evidence, departures, stated_on, .. } = self;
        let uses: Vec<&str> =
            std::iter::once("sprcheck").chain(self.strangers.iter().map(|(name, ..)| name.as_str())).collect();
        let part = |name: &str, text: &str| {
            if text.trim().is_empty() { String::new() } else { format!("{name}:\n{}", indented(text, 2)) }
        };
        let text = format!(
            "uses: [{}]\nforce: {force}\nstated_on: {stated_on}\n{}{}{}",
            uses.join(", "),
            part("facts", facts),
            part("evidence", evidence),
            part("departures", departures)
        );
        tree(Origin::Profile, "", BTreeMap::from([("profile.yaml".to_owned(), text)]))
    }

    fn rule_sets(&self) -> Vec<InputTree> {
        let mut files = files_of(&self.duties, MANIFEST, DICTIONARY);
        files.insert("policies/evidence-kinds.yaml".into(), KINDS.into());
        files.insert("policies/subjects/sets.yaml".into(), SETS.into());
        files.insert("policies/instruments.yaml".into(), INSTRUMENTS.into());
        files.extend(self.files.clone());
        let mut trees = vec![tree(Origin::RuleSet("sprcheck".into()), "builtin:", files)];
        for (name, duties, dictionary) in &self.strangers {
            let manifest = format!("name: {name}\nversion: 1.0.0\nowner: a stranger\n");
            let folder = format!("{name}-folder/");
            trees.push(tree(Origin::RuleSet(folder.as_str().into()), &folder, files_of(duties, &manifest, dictionary)));
        }
        trees
    }

    /// The answer, or the codes, lines and messages of what is wrong.
    pub(crate) fn ask(&self) -> Result<Found, Vec<Refused>> {
        let rules = Rules::load(&self.rule_sets(), true);
        let case = rules.hold(&self.profile(), &self.digests).map_err(|refusal| {
            let refused = |problem: &sprcheck::model::problem::Problem| Refused {
                code: problem.code.as_str(),
                file: problem.place.map(|place| refusal.sources.path(place).to_owned()).unwrap_or_default(),
                line: problem.place.map_or(0, |place| place.line),
                message: problem.message.clone(),
                related: problem.related.len(),
            };
            refusal.problems.iter().map(refused).collect::<Vec<_>>()
        })?;
        Ok(Found(case.audit(day(&self.as_of))))
    }

    pub(crate) fn found(&self) -> Found {
        match self.ask() {
            Ok(found) => found,
            Err(problems) => panic!(
                "refused: {problems:#?}\n{}",
                self.duties.iter().map(|duty| duty.script.as_str()).collect::<Vec<_>>().join("\n")
            ),
        }
    }

    /// The codes of what is wrong; each problem stands somewhere.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        let problems = self.ask().err().unwrap_or_default();
        let told =
            |problem: &Refused| problem.line > 0 && !problem.message.is_empty() && !problem.message.ends_with('.');
        assert!(problems.iter().all(told), "{problems:?}");
        problems.iter().map(|problem| problem.code).collect()
    }

    /// The outcome of `t.d/a`.
    pub(crate) fn outcome(&self) -> String {
        self.found().outcome("a")
    }

    /// The outcome of `t.d/a`, or `refused` if there is a problem in its script.
    pub(crate) fn came(&self) -> String {
        match self.ask() {
            Ok(found) => found.outcome("a"),
            Err(problems) => {
                let located = problems.iter().all(|problem| problem.file.starts_with("rules/") && problem.line > 0);
                assert!(located, "{problems:?}");
                "refused".into()
            }
        }
    }
}

fn files_of(duties: &[Duty], manifest: &str, dictionary: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([("policies/ruleset.yaml".to_owned(), manifest.to_owned())]);
    if !dictionary.is_empty() {
        files.insert("policies/facts/facts.yaml".into(), dictionary.into());
    }
    if !duties.is_empty() {
        let text: String = duties.iter().map(Duty::yaml).collect();
        files.insert("policies/duties.yaml".into(), format!("duties:\n{text}"));
    }
    for duty in duties.iter().filter(|duty| !duty.script.is_empty()) {
        files.insert(duty.path(), duty.script.clone());
    }
    files
}

fn tree(origin: Origin, root: &str, files: BTreeMap<String, String>) -> InputTree {
    let files = files
        .into_iter()
        .map(|(path, text)| InputFile { shown: format!("{root}{path}"), path, bytes: text.into_bytes() })
        .collect();
    InputTree { origin, files, faults: Vec::new() }
}

pub(crate) fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

/// A problem, as far as tests look at it.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    pub(crate) code: &'static str,
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) message: String,
    pub(crate) related: usize,
}

/// An answer, asked by name.
pub(crate) struct Found(pub(crate) Answer);

impl Found {
    pub(crate) fn duty(&self, id: &str) -> &DutyResult {
        self.0.assessment.duties.iter().find(|duty| duty.id.as_str() == id).unwrap_or_else(|| panic!("no duty {id}"))
    }

    /// The pair of `t.d` with that name: `a`, or `a/north`.
    pub(crate) fn pair(&self, name: &str) -> &PairResult {
        self.pair_of("t.d", name)
    }

    pub(crate) fn pair_of(&self, duty: &str, name: &str) -> &PairResult {
        let of = |pair: &PairResult| match &pair.subject {
            Some(subject) => format!("{}/{subject}", pair.id),
            None => pair.id.to_string(),
        };
        let duty = self.duty(duty);
        let names: Vec<String> = duty.requirements.iter().map(of).collect();
        duty.requirements
            .iter()
            .find(|pair| of(pair) == name)
            .unwrap_or_else(|| panic!("no pair {name} among {names:?}"))
    }

    pub(crate) fn outcome(&self, name: &str) -> String {
        let pair = self.pair(name);
        if pair.history { "history".into() } else { pair.outcome.to_string() }
    }

    pub(crate) fn reason(&self, name: &str) -> &str {
        &self.pair(name).reason
    }

    /// `name=outcome` of every pair of `t.d`, in order.
    pub(crate) fn outcomes(&self) -> Vec<String> {
        self.outcomes_of("t.d")
    }

    pub(crate) fn outcomes_of(&self, duty: &str) -> Vec<String> {
        let of = |pair: &PairResult| {
            let outcome = if pair.history { "history".to_owned() } else { pair.outcome.to_string() };
            match &pair.subject {
                Some(subject) => format!("{}/{subject}={outcome}", pair.id),
                None => format!("{}={outcome}", pair.id),
            }
        };
        self.duty(duty).requirements.iter().map(of).collect()
    }

    pub(crate) fn support(&self, name: &str) -> String {
        self.pair(name).support.map_or_else(|| "-".into(), |support| support.to_string())
    }

    pub(crate) fn duty_support(&self) -> String {
        self.duty("t.d").support.map_or_else(|| "-".into(), |support| support.to_string())
    }

    pub(crate) fn verdict(&self) -> String {
        self.duty("t.d").verdict.to_string()
    }

    pub(crate) fn standing(&self) -> String {
        self.standing_of("t.d")
    }

    pub(crate) fn standing_of(&self, duty: &str) -> String {
        self.duty(duty).standing.to_string()
    }

    pub(crate) fn departure(&self, id: &str) -> &DepartureResult {
        self.0.assessment.departures.iter().find(|departure| departure.id.as_str() == id).unwrap()
    }

    pub(crate) fn rows(&self, rule_set: &str, by: &str) -> &[AssuranceRow] {
        let set = self.0.assessment.assurance.iter().find(|set| set.rule_set.as_str() == rule_set).unwrap();
        match by {
            "holder" => &set.by_holder,
            "threat" => &set.by_threat,
            _ => &set.by_instrument,
        }
    }

    pub(crate) fn row(&self, by: &str, id: &str) -> Option<&AssuranceRow> {
        self.rows("sprcheck", by).iter().find(|row| row.id == id)
    }

    pub(crate) fn assurance(&self, by: &str, id: &str) -> String {
        self.row(by, id).map_or_else(|| "-".into(), |row| row.assurance.to_string())
    }
}
