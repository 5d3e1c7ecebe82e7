//! The rest of the assessment: evidence, departures, what was not assessed, the counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Links, Node, Relation};
use crate::model::assessment::{
    Assessment, DepartureResult, DutyResult, EvidenceResult, ForceInfo, Input, InstrumentInfo, LeftOutInfo,
    NotAssessed, RuleSetInfo, RuleSetProblem, SCHEMA_VERSION, StatedOn, Summary, TailoredFrom, Tool,
};
use crate::model::dates::Day;
use crate::model::facts::Content;
use crate::model::ids::{DutyId, EvidenceId};
use crate::model::overlay::Overlaid;
use crate::model::place::Origin;
use crate::model::problem::Problem;
use crate::model::profile::{Departure, Evidence, HeldAt, Profile};
use crate::model::words::{Outcome, Standing, Verdict};

use super::assemble::Assembler;
use super::coverage::coverage;
use super::evidence::State;
use super::places::at;
use super::{Question, assurance, counted, departures, reasons};

impl Assembler<'_> {
    pub(super) fn assessment(&self, mut duties: Vec<DutyResult>, links: &Links) -> Assessment {
        reasons::tell_standings(&mut duties);
        let Question { law, profile, sources, as_of, broken, .. } = *self.question;
        let threats = self.threats();
        let assurance = law
            .rule_sets
            .values()
            .filter(|set| !set.vocabulary_only)
            .map(|set| assurance::roll_up(&set.name, &duties, law, &threats))
            .collect();
        let uses = Uses::of(&duties);
        let evidence: Vec<EvidenceResult> =
            profile.evidence.values().map(|evidence| self.evidence(evidence, &uses, links)).collect();
        let departures = profile.departures.values().map(|departure| self.departure(departure, &duties)).collect();
        let not_assessed = self.not_assessed(&duties);
        let summary = self.summary(&duties, &evidence);
        let rule_sets = law
            .rule_sets
            .values()
            .map(|set| RuleSetInfo {
                name: set.name.clone(),
                version: set.version.clone(),
                owner: set.owner.clone(),
                digest: set.digest.clone(),
                extends: set.extends.iter().map(|base| base.rule_set.clone()).collect(),
                left_out: set
                    .left_out
                    .iter()
                    .map(|out| LeftOutInfo {
                        duty: out.duty.clone(),
                        because: out.because.clone(),
                        at: at(sources, out.place),
                    })
                    .collect(),
                problems: broken
                    .get(&set.name)
                    .map(Vec::as_slice)
                    .unwrap_or_default()
                    .iter()
                    .map(|problem| self.problem(problem))
                    .collect(),
            })
            .collect();
        let inputs = sources
            .iter()
            .map(|(_, file)| Input {
                root: match &file.origin {
                    Origin::Profile => "profile".into(),
                    Origin::RuleSet(name) => name.to_string(),
                },
                path: file.path.clone(),
                digest: file.digest.clone(),
            })
            .chain(held_files(profile))
            .collect();
        Assessment {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: "sprcheck", version: env!("CARGO_PKG_VERSION") },
            as_of,
            stated_on: StatedOn { value: profile.stated_on, inferred: profile.stated_on_inferred.clone() },
            force: ForceInfo {
                id: profile.force.id.clone(),
                name: profile.force.name.clone(),
                holders: self.holders.clone(),
            },
            marking: profile.marking,
            partial: None,
            rule_sets,
            inputs,
            instruments: law
                .instruments
                .values()
                .map(|instrument| InstrumentInfo {
                    id: instrument.id.clone(),
                    rule_set: instrument.rule_set.clone(),
                    title: instrument.title.clone(),
                    kind: instrument.kind.clone(),
                    in_force: instrument.in_force,
                    applied: instrument.in_force.covers_day(as_of),
                    source: instrument.source.clone(),
                })
                .collect(),
            assurance,
            duties,
            evidence,
            departures,
            not_assessed,
            summary,
        }
    }

    /// What an overlay made of a duty, with the place of each change.
    pub(super) fn tailored(&self, overlaid: &Overlaid) -> TailoredFrom {
        TailoredFrom::of(overlaid, self.question.sources)
    }

    fn problem(&self, problem: &Problem) -> RuleSetProblem {
        RuleSetProblem {
            code: problem.code.to_string(),
            message: problem.message.clone(),
            at: problem.place.map(|place| at(self.question.sources, place)),
        }
    }

    fn evidence(&self, evidence: &Evidence, uses: &Uses<'_>, links: &Links) -> EvidenceResult {
        let Question { law, as_of, sources, .. } = *self.question;
        let state = match self.register.state(evidence) {
            State::Current => self.as_cited(evidence, links),
            other => other,
        };
        let review_lapsed = state == State::Current && self.register.review_lapsed(evidence);
        let kind = law.kinds.get(&evidence.kind);
        let node = Node::Evidence(evidence.id.to_string());
        let citing = links.into(&node, Relation::Cites);
        let cited_by: BTreeSet<&str> =
            citing.iter().filter(|node| matches!(node, Node::Fact(_))).map(|node| node.name()).collect();
        let reading: BTreeSet<&DutyId> =
            cited_by.iter().filter_map(|path| uses.reading.get(path)).flatten().copied().collect();
        EvidenceResult {
            id: evidence.id.clone(),
            title: evidence.title.clone(),
            kind: evidence.kind.clone(),
            kind_title: kind.map_or_else(|| evidence.kind.to_string(), |kind| kind.title.clone()),
            narrative: kind.is_some_and(|kind| kind.narrative),
            dated: evidence.dated,
            age_days: evidence.dated.map(|dated| dated.first().days_until(as_of)),
            owner: evidence.owner.clone(),
            held_at: evidence.held_at.as_ref().map(held_at),
            valid_until: evidence.valid_until,
            review_every: self.register.review_every(evidence),
            current: state == State::Current,
            state: if review_lapsed {
                "current; past its review, so it no longer shows a state".into()
            } else {
                format!("{}{}", state.in_words(), self.not_held(evidence, &state, links))
            },
            marking: evidence.marking,
            duties: reading.into_iter().cloned().collect(),
            supports: uses.supported.get(&evidence.id).into_iter().flatten().map(|id| (*id).clone()).collect(),
            cited_by: cited_by.into_iter().map(str::to_owned).collect(),
            at: at(sources, evidence.place),
        }
    }

    fn departure(&self, departure: &Departure, duties: &[DutyResult]) -> DepartureResult {
        let Question { law, profile, as_of, sources, .. } = *self.question;
        let result = duties.iter().find(|duty| duty.id == departure.duty);
        let fault = match (law.duty(departure.duty.as_str()), result) {
            (Some(duty), Some(result)) => departures::fault(departure, duty, &result.held_by, &profile.facts, as_of),
            _ => Some(format!("the duty `{}` is not among those that were judged", departure.duty)),
        };
        let sets_aside = result.map_or(0, |duty| {
            duty.requirements.iter().filter(|pair| pair.set_aside_by.as_ref() == Some(&departure.id)).count()
        });
        let in_effect = fault.is_none() && sets_aside > 0;
        DepartureResult {
            id: departure.id.clone(),
            duty: departure.duty.clone(),
            requirements: departure.requirements.clone(),
            subjects: departure.subjects.clone(),
            decided_by: departure.decided_by.clone(),
            decided_on: departure.decided_on,
            reason: departure.reason.clone(),
            until: departure.until,
            cites: departure.cites.iter().map(ToString::to_string).collect(),
            in_effect,
            state: match fault {
                Some(fault) => fault,
                None if in_effect => "in force".into(),
                None => "not needed: it names nothing that is not met".into(),
            },
            sets_aside,
            at: at(sources, departure.place),
        }
    }

    fn not_assessed(&self, duties: &[DutyResult]) -> Vec<NotAssessed> {
        let Question { profile, sources, broken, .. } = *self.question;
        let mut found = Vec::new();
        for (name, problems) in broken {
            let first = problems.iter().find_map(|problem| problem.place);
            let reason =
                format!("it has {}, so its duties are in error", counted(problems.len(), "problem", "problems"));
            found.push(NotAssessed {
                what: "rule-set",
                id: name.to_string(),
                reason,
                at: first.map(|place| at(sources, place)),
            });
            // What cannot even stand among the duties is named here, so that no total shrinks in silence.
            for (id, place) in self.question.law.rule_sets.get(name).into_iter().flat_map(|set| &set.unreadable) {
                let reason = format!("error: its entry in the rule set `{name}` cannot be read");
                found.push(NotAssessed { what: "duty", id: id.to_string(), reason, at: Some(at(sources, *place)) });
            }
        }
        for duty in duties {
            if duty.standing == Standing::Unassessed {
                let id = duty.id.to_string();
                found.push(NotAssessed { what: "duty", id, reason: duty.reason.clone(), at: Some(duty.at.clone()) });
            }
            for pair in &duty.requirements {
                if pair.history || !matches!(pair.outcome, Outcome::Unknown | Outcome::Error) {
                    continue;
                }
                let id = match &pair.subject {
                    Some(subject) => format!("{}/{}/{subject}", duty.id, pair.id),
                    None => format!("{}/{}", duty.id, pair.id),
                };
                found.push(NotAssessed { what: "pair", id, reason: pair.reason.clone(), at: Some(pair.at.clone()) });
            }
        }
        for fact in &profile.unread {
            let reason = format!("it is for the rule set `{}`, which is not loaded", fact.rule_set);
            found.push(NotAssessed { what: "fact", id: fact.path.clone(), reason, at: Some(at(sources, fact.place)) });
        }
        found
    }

    fn summary(&self, duties: &[DutyResult], evidence: &[EvidenceResult]) -> Summary {
        let profile = self.question.profile;
        let sets = self.question.broken.keys().filter_map(|name| self.question.law.rule_sets.get(name));
        let mut summary = counts(duties, evidence, self.question.as_of, sets.map(|set| set.unreadable.len()).sum());
        let read: BTreeSet<&str> = duties
            .iter()
            .flat_map(|duty| &duty.requirements)
            .flat_map(|pair| pair.facts.iter().map(|fact| &fact.path).chain(&pair.missing))
            .map(String::as_str)
            .collect();
        for (_, fact) in profile.facts.iter() {
            if matches!(fact.content, Content::Value(_) | Content::Absence)
                && fact.place.is_some()
                && !fact.path.starts_with("departures.")
            {
                summary.facts_stated += 1;
                if !read.contains(fact.path.as_str()) {
                    summary.facts_unread += 1;
                    summary.unread_facts.push(fact.path.clone());
                }
            }
        }
        summary
    }
}

/// The counts over duties and evidence; so many more duties cannot even stand among them. Those over facts are nought.
pub(super) fn counts(
    duties: &[DutyResult],
    evidence: &[EvidenceResult],
    as_of: Day,
    unreadable_duties: usize,
) -> Summary {
    let unreadable = |duty: &&DutyResult| matches!(duty.verdict, Verdict::Unpublished | Verdict::Unread);
    let mut summary = Summary {
        duties: duties.len(),
        could_not_be_read: duties.iter().filter(unreadable).count(),
        context: duties.iter().filter(|duty| duty.context).count(),
        apparent_breaches: duties.iter().filter(|duty| duty.apparent_breach).count(),
        errors: unreadable_duties + duties.iter().filter(is_in_error).count(),
        evidence: evidence.len(),
        evidence_usable: evidence.iter().filter(|evidence| evidence.current).count(),
        coverage: coverage(duties, evidence, as_of),
        ..Summary::default()
    };
    for duty in duties {
        *summary.verdicts.entry(duty.verdict).or_default() += 1;
        if !duty.context && !unreadable(&duty) {
            summary.standings.add(duty.standing);
        }
    }
    summary
}

/// How many duties are so broken that only their name could be read.
pub(super) fn unreadable_duties(assessment: &Assessment) -> usize {
    assessment.summary.errors.saturating_sub(assessment.duties.iter().filter(is_in_error).count())
}

fn is_in_error(duty: &&DutyResult) -> bool {
    duty.outcomes.error > 0 || duty.verdict == Verdict::Error
}

/// Which duties read a fact, and which a piece of evidence supports.
#[derive(Default)]
struct Uses<'d> {
    reading: BTreeMap<&'d str, BTreeSet<&'d DutyId>>,
    supported: BTreeMap<&'d EvidenceId, BTreeSet<&'d DutyId>>,
}

impl<'d> Uses<'d> {
    fn of(duties: &'d [DutyResult]) -> Self {
        let mut uses = Self::default();
        for duty in duties {
            for fact in duty.requirements.iter().flat_map(|pair| &pair.facts) {
                uses.reading.entry(&fact.path).or_default().insert(&duty.id);
                for evidence in &fact.supported_by {
                    uses.supported.entry(evidence).or_default().insert(&duty.id);
                }
            }
        }
        uses
    }
}

/// The files beside the profile at which its evidence is held, as far as they are at hand: their text may decide.
fn held_files(profile: &Profile) -> Vec<Input> {
    let held = profile.evidence.values().filter_map(|evidence| match &evidence.held_at {
        Some(HeldAt::Path { path, digest_now: Some(digest) }) => Some((path, digest)),
        _ => None,
    });
    let held: BTreeMap<&String, &String> = held.collect();
    let input = |(path, digest): (&String, &String)| Input {
        root: "profile".into(),
        path: path.clone(),
        digest: digest.clone(),
    };
    held.into_iter().map(input).collect()
}

fn held_at(held_at: &HeldAt) -> String {
    match held_at {
        HeldAt::Path { path, .. } => path.clone(),
        HeldAt::Url(url) => url.clone(),
        HeldAt::Custodian { custodian, reference } => format!("{custodian}: {reference}"),
    }
}
