//! Whether what judging says it depended on is all that it depended on: every fact, and every day.

mod chance;
mod made_up;
mod touched;
mod turns;

use std::path::Path;

use super::*;
use crate::audit::Rules;
use crate::load::{self, Case as RuleCase, Loaded, builtin, case_file, files};
use crate::model::dates::{Dates, Day};
use crate::model::facts::FactId;
use crate::model::ids::DutyId;
use crate::model::law::{Duty, Law};
use crate::model::profile::Profile;

use chance::Chance;

fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().first()
}

fn built_in() -> Rules {
    Rules::load(&[builtin()], true)
}

fn seeds(rules: &Rules) -> Vec<Profile> {
    let hold = |name: &&str| {
        let tree = files::profile(&Path::new("seeds").join(name)).unwrap();
        let held = load::profile(&tree, rules.law(), &Default::default(), &Default::default(), &mut Loaded::default());
        held.unwrap_or_else(|| panic!("{name} does not load"))
    };
    ["west-midlands-2021", "example-force"].iter().map(hold).collect()
}

/// Cases of the built-in rules, one in so many: small profiles, rich in dates.
fn cases(rules: &Rules, one_in: usize) -> Vec<RuleCase> {
    let tree = builtin();
    let mut loaded = rules.loaded().clone();
    let read = tree.case_files().flat_map(|file| case_file(file, &tree.origin, rules.law(), &mut loaded).cases);
    read.step_by(one_in).collect()
}

/// What judging says of a duty: of each pair what it came to, also where a run sees less.
fn tell(judge: &Judge<'_>, duty: &Duty) -> Vec<String> {
    judge.judge(duty).iter().map(|pair| tell_pair(judge, duty, pair)).collect()
}

fn tell_pair(judge: &Judge<'_>, duty: &Duty, pair: &Pair) -> String {
    let some = |rest: usize| View::only(move |id: FactId| id.index() % 3 != rest);
    let mut views = vec![View::Everything, View::Nothing, some(0), some(1), some(2)];
    views.extend(["2012-06-30", "2020-03-01"].map(|text| View::AsIfBy(day(text))));
    views.push(View::WithoutNones(day("2020-12-01")));
    views.extend(pair.by.map(|by| View::AsIfBy(by.last())));
    let again: Vec<_> = views.into_iter().map(|view| judge.rejudge(duty, pair, view)).collect();
    let why = format!("{:?}", pair.why);
    let kind = why.split('(').next().unwrap();
    let subject = pair.subject.as_ref().map(|subject| subject.id.clone());
    format!(
        "{} {subject:?}: {:?} {kind} history {} by {:?} undated {} reads {:?} again {again:?}",
        pair.requirement, pair.outcome, pair.history, pair.by, pair.undated, pair.reads
    )
}

/// A profile and the rules, with what is settled of other duties.
struct Scene<'a> {
    law: &'a Law,
    engine: &'a Engine,
    profile: &'a Profile,
    settled: Vec<(DutyId, bool)>,
}

impl Scene<'_> {
    fn hear(&self, duty: &Duty, day: Day) -> (Vec<String>, Dependence) {
        let judge = self.engine.judge(self.law, self.profile, Clock::on(day));
        for (id, met) in &self.settled {
            judge.settle(id, Some(*met));
        }
        judge.attend();
        let told = tell(&judge, duty);
        (told, judge.attended())
    }
}
