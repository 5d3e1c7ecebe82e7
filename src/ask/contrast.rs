//! Two rule sets side by side over one profile: which duties they judge otherwise, and on which terms.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::Case;
use crate::evaluate::{Clock, Judge, Pair};
use crate::model::assessment::{Assessment, At, DutyResult, PairResult};
use crate::model::contrast::{Both, CONTRAST_SCHEMA_VERSION, Contrast, DutyContrast, PairContrast, SideInfo, Term};
use crate::model::dates::Day;
use crate::model::ids::{DutyId, RequirementId, RuleSetName, SubjectId};
use crate::model::law::{Duty, Law};
use crate::model::place::Place;
use crate::model::words::{Standing, Verdict};

use super::parting::parting;

/// A rule set that a profile is held against.
pub struct Side<'c> {
    /// The profile, held against this rule set.
    pub case: &'c Case<'c>,
    /// The rule set that is meant, of those that are loaded.
    pub rule_set: RuleSetName,
}

/// What one side made of the profile.
pub(super) struct Judged<'c> {
    pub(super) case: &'c Case<'c>,
    pub(super) assessment: Assessment,
    pub(super) judge: Judge<'c>,
}

impl Judged<'_> {
    pub(super) fn law(&self) -> &Law {
        self.case.rules().law()
    }

    pub(super) fn at(&self, place: Place) -> At {
        At { file: self.case.sources().path(place).to_owned(), line: place.line, column: place.column }
    }

    /// The duties of the side by the duty that each was made from in the end.
    fn duties(&self, rule_set: &RuleSetName) -> BTreeMap<DutyId, &DutyResult> {
        let own = self.assessment.duties.iter().filter(|duty| duty.rule_set == *rule_set);
        own.map(|duty| (origin(self.law(), &duty.id), duty)).collect()
    }
}

/// Judges a profile under two rule sets and tells where they part.
#[must_use]
pub fn contrast(a: &Side<'_>, b: &Side<'_>, as_of: Day) -> Contrast {
    let sides = Both { a: judged(a.case, as_of), b: judged(b.case, as_of) };
    let duties = Both { a: sides.a.duties(&a.rule_set), b: sides.b.duties(&b.rule_set) };
    let mut found = Vec::new();
    let mut alike = 0;
    for (origin, duty) in &duties.a {
        let Some(other) = duties.b.get(origin) else { continue };
        match duty_contrast(&sides, Both { a: duty, b: other }) {
            Some(contrast) => found.push(contrast),
            None => alike += 1,
        }
    }
    found.sort_by(|one: &DutyContrast, other| one.id.a.cmp(&other.id.a));
    let only = |own: &BTreeMap<DutyId, &DutyResult>, other: &BTreeMap<DutyId, &DutyResult>| {
        let mut ids: Vec<DutyId> =
            own.iter().filter(|(origin, _)| !other.contains_key(*origin)).map(|(_, duty)| duty.id.clone()).collect();
        ids.sort();
        ids
    };
    Contrast {
        schema_version: CONTRAST_SCHEMA_VERSION,
        force: sides.a.assessment.force.name.clone(),
        as_of,
        rule_sets: Both { a: info(&sides.a, &a.rule_set), b: info(&sides.b, &b.rule_set) },
        duties: found,
        alike,
        only: Both { a: only(&duties.a, &duties.b), b: only(&duties.b, &duties.a) },
    }
}

fn judged<'c>(case: &'c Case<'c>, as_of: Day) -> Judged<'c> {
    let assessment = case.audit(as_of).assessment;
    let rules = case.rules();
    let judge = rules.engine().judge(rules.law(), case.profile(), Clock::on(as_of));
    for duty in &assessment.duties {
        let met = match (duty.standing, duty.verdict) {
            (Standing::Satisfied, _) => Some(true),
            (_, Verdict::NotMet | Verdict::PartlyMet) => Some(false),
            _ => None,
        };
        judge.settle(&duty.id, met);
    }
    Judged { case, assessment, judge }
}

fn info(side: &Judged<'_>, name: &RuleSetName) -> SideInfo {
    let set = side.law().rule_sets.get(name);
    SideInfo {
        name: name.to_string(),
        version: set.map(|set| set.version.clone()).unwrap_or_default(),
        digest: set.map(|set| set.digest.clone()).unwrap_or_default(),
    }
}

/// The duty that a duty was made from in the end, whatever overlays lie between.
fn origin(law: &Law, id: &DutyId) -> DutyId {
    let mut id = id.clone();
    // What extends itself is refused, so this ends.
    while let Some(overlaid) =
        law.rule_sets.values().find_map(|set| set.duties.get(&id)).and_then(|duty| duty.overlaid.as_ref())
    {
        id = overlaid.duty.clone();
    }
    id
}

fn duty_contrast(sides: &Both<Judged<'_>>, results: Both<&DutyResult>) -> Option<DutyContrast> {
    let duties = Both { a: sides.a.law().duty(results.a.id.as_str())?, b: sides.b.law().duty(results.b.id.as_str())? };
    let terms = terms(&duties);
    let traces = Both { a: sides.a.judge.judge(duties.a), b: sides.b.judge.judge(duties.b) };
    let keys: BTreeSet<Key<'_>> = results.a.requirements.iter().chain(&results.b.requirements).map(key).collect();
    let order = |duty: &Duty, key: &Key<'_>| duty.requirements.iter().position(|requirement| requirement.id == *key.0);
    let mut keys: Vec<Key<'_>> = keys.into_iter().collect();
    keys.sort_by_key(|key| (order(duties.a, key).unwrap_or(usize::MAX), order(duties.b, key).unwrap_or(usize::MAX)));
    let pairs: Vec<PairContrast> = keys
        .into_iter()
        .filter_map(|key| {
            let pairs = results.map(|result| result.requirements.iter().find(|pair| self::key(pair) == key));
            let seen = Both { a: trace(&traces.a, duties.a, key), b: trace(&traces.b, duties.b, key) };
            let same = |pair: Option<&PairResult>| pair.map(|pair| (pair.outcome, pair.support, pair.history));
            if same(pairs.a) == same(pairs.b) {
                return None;
            }
            Some(PairContrast {
                requirement: key.0.clone(),
                subject: key.1.cloned(),
                outcome: pairs.map(|pair| pair.map(|pair| pair.outcome)),
                support: pairs.map(|pair| pair.and_then(|pair| pair.support)),
                reason: pairs.map(|pair| pair.map(|pair| pair.reason.clone())),
                rule: pairs.map(|pair| pair.and_then(|pair| pair.rule.clone())),
                parting: parting(sides, &duties, &pairs, &seen),
            })
        })
        .collect();
    let verdict = results.map(|result| result.verdict);
    let standing = results.map(|result| result.standing);
    if pairs.is_empty() && terms.is_empty() && verdict.agree() && standing.agree() {
        return None;
    }
    Some(DutyContrast {
        id: results.map(|result| result.id.clone()),
        title: results.map(|result| result.title.clone()),
        verdict,
        standing,
        at: results.map(|result| result.at.clone()),
        terms,
        pairs,
    })
}

type Key<'p> = (&'p RequirementId, Option<&'p SubjectId>);

fn key(pair: &PairResult) -> Key<'_> {
    (&pair.id, pair.subject.as_ref())
}

fn trace<'p>(pairs: &'p [Pair], duty: &Duty, (requirement, subject): Key<'_>) -> Option<&'p Pair> {
    pairs.iter().find(|pair| {
        let own = duty.requirements.get(pair.requirement).is_some_and(|known| known.id == *requirement);
        own && pair.subject.as_ref().map(|subject| &subject.id) == subject
    })
}

/// What the policies state otherwise, in the order in which a policy states it.
fn terms(duties: &Both<&Duty>) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut hold = |what: String, says: Both<Option<String>>| {
        if !says.agree() {
            terms.push(Term { what, says });
        }
    };
    hold("binding".into(), duties.map(|duty| Some(duty.binding.to_string())));
    hold("weight".into(), duties.map(|duty| Some(duty.weight.value.to_string())));
    hold("status".into(), duties.map(|duty| Some(duty.status.to_string())));
    hold("owed by".into(), duties.map(|duty| Some(joined(duty.owed_by.iter()))));
    hold("threats".into(), duties.map(|duty| Some(joined(duty.threats.iter()))));
    let from = duties.map(|duty| duty.in_force.from.map(|from| from.to_string()));
    hold("in force from".into(), from);
    let until = duties.map(|duty| duty.in_force.until.map(|until| until.to_string()));
    hold("in force until".into(), until);
    let instrument = duties.map(|duty| duty.source.instrument.as_ref().map(ToString::to_string));
    hold("instrument".into(), instrument);
    let names: BTreeSet<&String> = duties.a.parameters.keys().chain(duties.b.parameters.keys()).collect();
    for name in names {
        let value = duties.map(|duty| duty.parameters.get(name).map(|parameter| parameter.value.to_string()));
        hold(format!("parameter {name}"), value);
    }
    let ids: BTreeSet<&RequirementId> =
        duties.a.requirements.iter().chain(&duties.b.requirements).map(|requirement| &requirement.id).collect();
    for id in ids {
        let own = duties.map(|duty| duty.requirements.iter().find(|requirement| requirement.id == *id).cloned());
        if own.a.is_none() || own.b.is_none() {
            hold(format!("requirement {id}"), own.map(|own| own.as_ref().map(|own| own.states.clone())));
            continue;
        }
        let of = |what: &str| format!("{what} of {id}");
        let set = |of: &Option<crate::model::law::Requirement>| of.as_ref()?.for_each.as_ref().map(ToString::to_string);
        hold(of("for_each"), own.map(set));
        let shown = own.map(|own| own.as_ref().map(|own| joined(own.shown_by.iter())));
        hold(of("shown_by"), shown);
        let back = own.map(|own| own.as_ref()?.look_back.as_ref().map(|back| back.period.to_string()));
        hold(of("look_back"), back);
    }
    terms
}

fn joined<T: ToString>(names: impl Iterator<Item = T>) -> String {
    names.map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
}
