//! Rules made up from the script language: every type, operator and function, nested, well typed and at times not.

use sprcheck::load::{InputFile, InputTree};
use sprcheck::model::ids::RuleSetName;
use sprcheck::model::place::Origin;

use super::chance::Chance;

const DICTIONARY: &str = "
collections:
  items: { each: an item, event: day, means: the items, held_by: an office, holds_for: 12 months }
  things: { each: a thing, means: the things, held_by: an office, holds_for: 12 months }
  things.*.parts: { each: a part, means: the parts of a thing, held_by: an office }
  zones: { each: a zone, means: the zones, held_by: an office }
  keyed: { each: what a zone has, keyed_by: zones, means: what each zone has, held_by: an office }
facts:
  flag: { type: yes-no, means: m, held_by: h, holds_for: 12 months }
  other: { type: yes-no, means: m, held_by: h }
  n: { type: count, unit: u, means: m, held_by: h, holds_for: 12 months }
  m: { type: count, unit: u, means: m, held_by: h }
  q: { type: number, unit: u, means: m, held_by: h }
  word: { type: text, means: m, held_by: h }
  pick: { type: choice, choices: [red, blue], means: m, held_by: h }
  zone: { type: text, means: m, held_by: h }
  day: { type: event, means: m, held_by: h }
  end: { type: limit, means: m, held_by: h }
  tags: { type: list, of: text, means: m, held_by: h }
  picks: { type: list, of: choice, choices: [red, blue], means: m, held_by: h }
  days_held: { type: list, of: event, means: m, held_by: h, holds_for: 3 months }
  nums: { type: list, of: count, means: m, held_by: h }
  zone_list: { type: list, of: zones, means: m, held_by: h }
  rec.flag: { type: yes-no, means: m, held_by: h }
  rec.n: { type: count, unit: u, means: m, held_by: h }
  rec.day: { type: event, means: m, held_by: h }
  rec.tags: { type: list, of: text, means: m, held_by: h }
  rec.deep.flag: { type: yes-no, means: m, held_by: h }
  zones.*.n: { type: count, unit: u, means: m, held_by: h }
  items.*.flag: { type: yes-no, means: m, held_by: h }
  items.*.n: { type: count, unit: u, means: m, held_by: h }
  items.*.day: { type: event, means: m, held_by: h }
  items.*.word: { type: text, means: m, held_by: h }
  items.*.tags: { type: list, of: text, means: m, held_by: h }
  things.*.flag: { type: yes-no, means: m, held_by: h }
  things.*.n: { type: count, unit: u, means: m, held_by: h }
  things.*.q: { type: number, unit: u, means: m, held_by: h }
  things.*.day: { type: event, means: m, held_by: h }
  things.*.deep.flag: { type: yes-no, means: m, held_by: h }
  things.*.parts.*.flag: { type: yes-no, means: m, held_by: h }
  things.*.parts.*.n: { type: count, unit: u, means: m, held_by: h }
  keyed.*.flag: { type: yes-no, means: m, held_by: h }
  keyed.*.n: { type: count, unit: u, means: m, held_by: h }
";

const SETS: &str = "
sets:
  zones:
    title: zone
    members: { east: { title: East, size: 3, opened: 2015 }, hill: { title: Hill, size: 1, opened: 2020-02 } }
    closed: [{ force: west-midlands, from: 2012-01, members: [east, hill] }]
  changes:
    title: change
    event: issued
    members: { early: { title: Early, issued: 2015-03 }, late: { title: Late, issued: 2020-06-01 } }
    closed: [{ from: 2012-01, members: [early, late] }]
";

const KINDS: &str = "
kinds:
  minutes: { title: minutes }
  register: { title: register, review_every: 12 months }
  board-paper: { title: paper, narrative: true }
";

/// Part of a script, so that it can be written with its operands the other way round.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Text(String),
    All(Vec<Part>),
    /// An operator between two operands.
    Between(&'static str, Box<Part>, Box<Part>),
}

impl Part {
    fn write(&self, turned: bool, text: &mut String) {
        match self {
            Self::Text(words) => text.push_str(words),
            Self::All(parts) => parts.iter().for_each(|part| part.write(turned, text)),
            Self::Between(operator, left, right) => {
                let turns = turned && matches!(*operator, "&&" | "||" | "==" | "!=" | "+" | "*" | "and" | "or");
                let (left, right) = if turns { (right, left) } else { (left, right) };
                text.push('(');
                left.write(turned, text);
                text.push_str(&format!(" {operator} "));
                right.write(turned, text);
                text.push(')');
            }
        }
    }
}

/// What an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    Bool,
    Num,
    Date,
    Text,
    Span,
    Nums,
    Dates,
    Texts,
    Bools,
    Many(Of),
    One(Of),
}

/// Entries of which collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Things,
    Items,
    Keyed,
    Departures,
}

/// A made-up rule set.
#[derive(Clone, Debug)]
pub(crate) struct RuleSet {
    policies: String,
    scripts: Vec<(&'static str, Vec<Part>)>,
}

impl RuleSet {
    /// Its files; with the operands of every operator for which that changes nothing the other way round if `turned`.
    pub(crate) fn tree(&self, turned: bool) -> InputTree {
        let file = |path: &str, text: &str| InputFile {
            path: path.into(),
            shown: path.into(),
            bytes: text.as_bytes().to_vec(),
        };
        let manifest = "name: sprcheck\nversion: 1.0.0\nowner: nobody\nlicence: none\n";
        let mut files = vec![
            file("policies/duties.yaml", &self.policies),
            file("policies/evidence-kinds.yaml", KINDS),
            file("policies/facts/facts.yaml", DICTIONARY),
            file("policies/ruleset.yaml", manifest),
            file("policies/subjects/sets.yaml", SETS),
        ];
        files.extend(self.scripts.iter().map(|(path, _)| file(path, &self.script(path, turned))));
        InputTree { origin: Origin::RuleSet(RuleSetName::from("sprcheck")), files, faults: Vec::new() }
    }

    fn script(&self, path: &str, turned: bool) -> String {
        let mut text = String::new();
        let parts = self.scripts.iter().find(|(known, _)| *known == path).map(|(_, parts)| parts.as_slice());
        parts.unwrap_or_default().iter().for_each(|part| part.write(turned, &mut text));
        text
    }

    /// What a reader needs to see of it.
    pub(crate) fn shown(&self) -> String {
        let scripts = self.scripts.iter().map(|(path, _)| format!("# {path}\n{}", self.script(path, false)));
        format!("{}\n{}", self.policies, scripts.collect::<Vec<_>>().join("\n"))
    }

    /// One duty with these requirements and this script.
    pub(crate) fn of(requirements: &str, script: &str) -> Self {
        let duty = duty("test.one", "standard");
        Self {
            policies: format!("{INSTRUMENT}{duty}      {requirements}\n"),
            scripts: vec![("rules/test/one.rhai", vec![text(script)])],
        }
    }

    pub(crate) fn make(chance: &mut Chance<'_>) -> Self {
        let mut policies = String::from(INSTRUMENT);
        let mut scripts = Vec::new();
        let duties = [("test.one", "rules/test/one.rhai"), ("test.two", "rules/test/two.rhai")];
        for (index, (id, path)) in duties.into_iter().enumerate().take(1 + chance.below(2)) {
            let binding = *chance.pick(&["standard", "must", "expected"]);
            policies.push_str(&duty(id, binding));
            let each = *chance.pick(&["", "", "things", "zones", "items", "changes", "keyed", "departures"]);
            let mut maker = Maker { chance, names: Vec::new(), each, second: index == 1, made: 0 };
            let mut parts = Vec::new();
            for id in ["first", "second", "third"].into_iter().take(1 + maker.chance.below(3)) {
                for _ in 0..maker.chance.below(3) {
                    parts.push(maker.binding());
                }
                let (part, has_by) = maker.require(id);
                parts.push(part);
                let each = if each.is_empty() { String::new() } else { format!("for_each: {each}, ") };
                let look_back =
                    if has_by { "look_back: { period: 2 years, set_by: nobody, because: it is }, " } else { "" };
                policies.push_str(&format!(
                    "      {id}: {{ {each}{look_back}states: it is so, remedy: make it so, shown_by: [minutes, register] }}\n"
                ));
            }
            scripts.push((path, parts));
        }
        Self { policies, scripts }
    }
}

const INSTRUMENT: &str = "
instruments:
  act: { title: An act, kind: act, in_force: { from: 2013-01 }, source: { at: page 1, verified: primary } }
duties:
";

/// A duty up to its requirements.
fn duty(id: &str, binding: &str) -> String {
    format!(
        "  {id}:
    title: A duty
    says: it says
    source: {{ instrument: act, at: page 2, verified: primary }}
    owed_by: [chief-officer]
    binding: {binding}
    weight: {{ value: 3, because: it is }}
    parameters:
      limit: {{ value: 2, set_by: nobody, because: it is }}
      period: {{ value: 6 months, set_by: nobody, because: it is }}
    requirements:
"
    )
}

struct Maker<'c, 't> {
    chance: &'c mut Chance<'t>,
    /// Names that stand for something here.
    names: Vec<(String, Is)>,
    each: &'static str,
    /// Whether the rule may rest on the other.
    second: bool,
    made: usize,
}

fn text(words: impl Into<String>) -> Part {
    Part::Text(words.into())
}

fn join(parts: Vec<Part>) -> Part {
    Part::All(parts)
}

const ALL: &[Is] = &[
    Is::Bool,
    Is::Num,
    Is::Date,
    Is::Text,
    Is::Span,
    Is::Nums,
    Is::Dates,
    Is::Texts,
    Is::Bools,
    Is::Many(Of::Things),
    Is::Many(Of::Items),
    Is::Many(Of::Keyed),
    Is::Many(Of::Departures),
    Is::One(Of::Things),
];

impl Maker<'_, '_> {
    fn name(&mut self) -> String {
        self.made += 1;
        format!("v{}", self.made)
    }

    fn binding(&mut self) -> Part {
        let is = *self.chance.pick(ALL);
        let value = self.make(is, 2);
        let name = self.name();
        let part = join(vec![text(format!("let {name} = ")), value, text(";\n")]);
        self.names.push((name, is));
        part
    }

    fn require(&mut self, id: &str) -> (Part, bool) {
        let mut parts = vec![text(format!("require {id}"))];
        if self.chance.percent(35) {
            parts.extend([text(" when "), self.make(Is::Bool, 2)]);
        }
        let has_by = self.chance.percent(30);
        if has_by {
            parts.extend([text(" by "), self.make(Is::Date, 2)]);
        }
        parts.extend([text(": "), self.make(Is::Bool, 4), text(";\n")]);
        (join(parts), has_by)
    }

    /// An expression that is meant to be of a kind; rarely it is of another.
    fn make(&mut self, is: Is, depth: usize) -> Part {
        let is = if self.chance.percent(2) { *self.chance.pick(ALL) } else { is };
        if depth == 0 || !self.chance.percent(72) {
            return self.leaf(is);
        }
        let deeper = depth - 1;
        if self.chance.percent(6) {
            return self.choice(is, deeper);
        }
        match is {
            Is::Bool => self.boolean(deeper),
            Is::Num => self.number(deeper),
            Is::Date => self.date(deeper),
            Is::Text | Is::One(_) => self.leaf(is),
            Is::Span => match self.chance.below(3) {
                0 => Part::Between("*", Box::new(self.make(Is::Num, deeper)), Box::new(text("days"))),
                1 => Part::Between("+", Box::new(self.make(Is::Span, deeper)), Box::new(self.make(Is::Span, deeper))),
                _ => self.leaf(is),
            },
            Is::Nums | Is::Dates | Is::Texts | Is::Bools => self.list(is, deeper),
            Is::Many(_) => {
                let list = self.make(is, deeper);
                self.ask("filter", list, element(is), Is::Bool, deeper)
            }
        }
    }

    fn choice(&mut self, is: Is, depth: usize) -> Part {
        let parts = vec![
            text("if "),
            self.make(Is::Bool, depth),
            text(" { "),
            self.make(is, depth),
            text(" } else { "),
            self.make(is, depth),
            text(" }"),
        ];
        // In brackets it may stand anywhere an expression may.
        join([vec![text("(")], parts, vec![text(")")]].concat())
    }

    fn boolean(&mut self, depth: usize) -> Part {
        let between = |operator, left, right| Part::Between(operator, Box::new(left), Box::new(right));
        match self.chance.below(13) {
            0..3 => {
                let operator = *self.chance.pick(&["&&", "||", "and", "or"]);
                between(operator, self.make(Is::Bool, depth), self.make(Is::Bool, depth))
            }
            3 => join(vec![text("!"), self.make(Is::Bool, depth)]),
            4..6 => {
                let is = *self.chance.pick(&[Is::Num, Is::Date]);
                let operator = *self.chance.pick(&["<=", "<", ">", ">=", "==", "!="]);
                between(operator, self.make(is, depth), self.make(is, depth))
            }
            6 => {
                let is = *self.chance.pick(&[Is::Text, Is::Bool]);
                let operator = *self.chance.pick(&["==", "!="]);
                between(operator, self.make(is, depth), self.make(is, depth))
            }
            7 => {
                let operator = *self.chance.pick(&["==", "!="]);
                let is = *self.chance.pick(ALL);
                between(operator, self.leaf(is), text("none"))
            }
            8..11 => {
                let is = self.any_list();
                let list = self.make(is, depth);
                let question = *self.chance.pick(&["any", "all"]);
                self.ask(question, list, element(is), Is::Bool, depth)
            }
            _ => {
                let is = *self.chance.pick(&[Is::Texts, Is::Nums, Is::Dates, Is::Bools]);
                let (list, value) = (self.make(is, depth), self.make(element(is), depth));
                match self.chance.below(2) {
                    0 => join(vec![text("("), value, text(" in "), list, text(")")]),
                    _ => join(vec![text("contains("), list, text(", "), value, text(")")]),
                }
            }
        }
    }

    fn number(&mut self, depth: usize) -> Part {
        match self.chance.below(8) {
            0..2 => {
                let operator = *self.chance.pick(&["+", "-", "*", "/", "%"]);
                Part::Between(operator, Box::new(self.make(Is::Num, depth)), Box::new(self.make(Is::Num, depth)))
            }
            2 => join(vec![text("(-"), self.make(Is::Num, depth), text(")")]),
            3..5 => {
                let is = self.any_list();
                join(vec![text("len("), self.make(is, depth), text(")")])
            }
            5..7 => join(vec![text("sum("), self.make(Is::Nums, depth), text(")")]),
            _ => self.extreme(Is::Num, depth),
        }
    }

    fn extreme(&mut self, is: Is, depth: usize) -> Part {
        let name = *self.chance.pick(&["min(", "max("]);
        join(vec![text(name), self.make(is, depth), text(", "), self.make(is, depth), text(")")])
    }

    fn date(&mut self, depth: usize) -> Part {
        match self.chance.below(4) {
            0 => Part::Between("+", Box::new(self.make(Is::Date, depth)), Box::new(self.make(Is::Span, depth))),
            1 => Part::Between("-", Box::new(self.make(Is::Date, depth)), Box::new(self.make(Is::Span, depth))),
            2 => join(vec![
                text("last_day_of("),
                self.make(Is::Span, depth),
                text(", "),
                self.make(Is::Date, depth),
                text(")"),
            ]),
            _ => self.extreme(Is::Date, depth),
        }
    }

    fn any_list(&mut self) -> Is {
        *self.chance.pick(&[
            Is::Many(Of::Things),
            Is::Many(Of::Items),
            Is::Many(Of::Keyed),
            Is::Texts,
            Is::Nums,
            Is::Dates,
            Is::Bools,
            Is::Many(Of::Departures),
        ])
    }

    fn list(&mut self, is: Is, depth: usize) -> Part {
        match self.chance.below(4) {
            0 => {
                let list = self.make(is, depth);
                self.ask("filter", list, element(is), Is::Bool, depth)
            }
            1 | 2 => {
                let from = self.any_list();
                let list = self.make(from, depth);
                self.ask("map", list, element(from), element(is), depth)
            }
            _ => join(vec![
                text("["),
                self.make(element(is), depth),
                text(", "),
                self.make(element(is), depth),
                text("]"),
            ]),
        }
    }

    /// A question to a list, as a function or as a method, with a closure that sees the names around it.
    fn ask(&mut self, question: &str, list: Part, element: Is, answer: Is, depth: usize) -> Part {
        let name = self.name();
        self.names.push((name.clone(), element));
        let answer = self.make(answer, depth);
        self.names.pop();
        // A method cannot ask a name about itself: the engine lends it out once.
        let (mut asked, mut said) = (String::new(), String::new());
        list.write(false, &mut asked);
        answer.write(false, &mut said);
        let names = self.names.iter().map(|(name, _)| name.as_str()).chain(["facts", "departures", "sets"]);
        let twice = names.into_iter().any(|name| asked.contains(name) && said.contains(name));
        match if twice { 0 } else { self.chance.below(2) } {
            0 => join(vec![text(format!("{question}(")), list, text(format!(", |{name}| ")), answer, text(")")]),
            _ => join(vec![text("("), list, text(format!(").{question}(|{name}| ")), answer, text(")")]),
        }
    }

    fn leaf(&mut self, is: Is) -> Part {
        let mut leaves: Vec<String> = Vec::new();
        let fixed: &[&str] = match is {
            Is::Bool => &[
                "facts.flag",
                "facts.rec.flag",
                "facts.other",
                "facts.rec.deep.flag",
                "facts.things[\"north\"].flag",
                "facts.things[facts.word].flag",
                "facts.keyed[\"east\"].flag",
                "true",
                "false",
            ],
            Is::Num => &[
                "facts.n",
                "facts.m",
                "facts.q",
                "facts.rec.n",
                "1",
                "0",
                "3",
                "params.limit",
                "sets.zones[\"east\"].size",
                "sets.zones[facts.zone].size",
                "facts.things[\"north\"].q",
                "facts.keyed[facts.zone].n",
            ],
            Is::Date => &[
                "facts.day",
                "facts.end",
                "as_of",
                "facts.rec.day",
                "date(\"2020\")",
                "date(\"2019-06-30\")",
                "sets.changes[\"late\"].issued",
                "facts.things[\"south\"].day",
            ],
            Is::Text => &[
                "facts.word",
                "facts.pick",
                "\"red\"",
                "\"something\"",
                "\"north\"",
                "facts.zone",
                "force.id",
                "sets.zones[facts.zone].title",
            ],
            Is::Span => &["days", "params.period", "(3 * months)", "(40 * days)", "(2 * years)"],
            Is::Nums => &["facts.nums", "[facts.n, facts.q]", "[1, facts.m]"],
            Is::Dates => &["facts.days_held", "[facts.day, as_of]"],
            Is::Texts => &["facts.tags", "facts.picks", "facts.zone_list", "facts.rec.tags", "[\"red\", facts.word]"],
            Is::Bools => &["[facts.flag, facts.other]", "[facts.rec.flag]"],
            Is::Many(Of::Things) => &["facts.things"],
            Is::Many(Of::Items) => &["facts.items"],
            Is::Many(Of::Keyed) => &["facts.keyed"],
            Is::Many(Of::Departures) => &["departures"],
            Is::One(Of::Things) => &["facts.things[\"north\"]", "facts.things[facts.word]"],
            Is::One(Of::Items) => &["facts.items[\"north\"]"],
            Is::One(Of::Keyed) => &["facts.keyed[\"east\"]"],
            Is::One(Of::Departures) => &["departures[\"first\"]"],
        };
        leaves.extend(fixed.iter().map(|leaf| (*leaf).to_owned()));
        for (name, known) in &self.names {
            if *known == is {
                // What is near is used more.
                leaves.extend([name.clone(), name.clone()]);
            }
            if let Is::One(of) = known {
                leaves.extend(
                    properties(*of, is)
                        .iter()
                        .flat_map(|property| [format!("{name}.{property}"), format!("{name}.{property}")]),
                );
            }
        }
        if self.second && is == Is::Bool {
            leaves.push("duties[\"test.one\"].met".into());
        }
        let of_each = match self.each {
            "things" => Some(("facts.things", Of::Things)),
            "items" => Some(("facts.items", Of::Items)),
            "zones" | "keyed" => Some(("facts.keyed", Of::Keyed)),
            "departures" => Some(("departures", Of::Departures)),
            _ => None,
        };
        if let Some((set, of)) = of_each {
            leaves.extend(properties(of, is).iter().map(|property| format!("{set}[subject].{property}")));
        }
        match (self.each, is) {
            ("", _) => {}
            (_, Is::Text) => leaves.push("subject".into()),
            ("zones" | "keyed", Is::Num) => leaves.push("sets.zones[subject].size".into()),
            ("changes", Is::Date) => leaves.push("sets.changes[subject].issued".into()),
            _ => {}
        }
        text(self.chance.pick::<String>(&leaves).clone())
    }
}

/// What an element of a list is.
fn element(list: Is) -> Is {
    match list {
        Is::Nums => Is::Num,
        Is::Dates => Is::Date,
        Is::Texts => Is::Text,
        Is::Many(of) => Is::One(of),
        _ => Is::Bool,
    }
}

/// The properties of an entry that are of a kind.
fn properties(of: Of, is: Is) -> &'static [&'static str] {
    match (of, is) {
        (Of::Things, Is::Bool) => &["flag", "deep.flag"],
        (Of::Things, Is::Num) => &["n", "q"],
        (Of::Things | Of::Items, Is::Date) => &["day"],
        (Of::Items | Of::Keyed, Is::Bool) => &["flag"],
        (Of::Items | Of::Keyed, Is::Num) => &["n"],
        (Of::Items, Is::Text) => &["word"],
        (Of::Items, Is::Texts) => &["tags"],
        (Of::Departures, Is::Text) => &["duty", "reason"],
        (Of::Departures, Is::Texts) => &["requirements", "decided_by"],
        (Of::Departures, Is::Date) => &["decided_on", "until"],
        _ => &[],
    }
}
