//! What is found besides the duties: departures, evidence, rules that erred, entries of the baseline.

use crate::ask::inquiry::Inquiry;
use crate::model::assessment::{At, DepartureResult, EvidenceResult};
use crate::model::baseline::Entry;
use crate::model::diff::{Diff, Edit, EditKind};
use crate::model::gate::{Caused, FailsOn, Finding, FindingKind, InRepository, State, WhoseRules};
use crate::model::ids::DutyId;
use crate::model::words::{Outcome, Verdict};

use super::{Finder, fingerprint, plain, words};

impl<'c> Finder<'_, 'c> {
    /// Departures that appeared, changed or went; evidence that went.
    pub(super) fn edits(&mut self, before: &Inquiry<'c>, after: &Inquiry<'c>, otherwise: &Diff) {
        for edited in &otherwise.edits {
            let edit = &edited.edit;
            let kind = match edit.kind {
                EditKind::DepartureAdded => FindingKind::DepartureAdded,
                EditKind::DepartureChanged => FindingKind::DepartureChanged,
                EditKind::DepartureRemoved => FindingKind::DepartureRemoved,
                EditKind::EvidenceRemoved => FindingKind::EvidenceRemoved,
                _ => continue,
            };
            let departs = departed(after, edit).or_else(|| departed(before, edit));
            let duty = if kind == FindingKind::EvidenceRemoved { None } else { departs };
            let rests = rested(before, edit);
            let message = match &duty {
                Some(duty) => format!("{}; it departs from `{duty}`", words::edit(edit)),
                None => format!("{}; {rests}", words::edit(edit)),
            };
            let weight =
                duty.as_ref().and_then(|id| after.duty(id).or(before.duty(id))).map_or(0, |duty| duty.weight.value);
            let at = self.places(after).edit(edit);
            let title = if kind == FindingKind::EvidenceRemoved { &edit.title } else { &edit.name };
            let mut finding = Finding {
                duty,
                weight,
                causes: vec![Caused { says: words::edit(edit), at: at.clone() }],
                at,
                state: if kind == FindingKind::DepartureChanged { State::Updated } else { State::New },
                ..plain(kind, WhoseRules::Base, title, message)
            };
            finding.fingerprint = fingerprint(&finding, vec![edit.name.clone()]);
            self.found.push(finding);
        }
    }

    /// Departures and evidence of both sides that hold no more, or held no more in the base either because their time was over.
    pub(super) fn lapsed(&mut self, before: &Inquiry<'c>, after: &Inquiry<'c>) {
        let (old, new) = (before.assessment(), after.assessment());
        for is in &new.departures {
            let Some(was) = old.departures.iter().find(|was| was.id == is.id) else { continue };
            let over = is.until.is_some_and(|until| until.last() < after.as_of());
            let fell = was.in_effect && !is.in_effect && !is.state.starts_with("not needed");
            if !over && !fell {
                continue;
            }
            let state = if was.in_effect { State::New } else { State::Unchanged };
            let weight = after.duty(&is.duty).map_or(0, |duty| duty.weight.value);
            let message = departure_message(is);
            self.lapse(FindingKind::DepartureLapsed, (is.id.as_str(), is.id.as_str()), &is.at, (state, message), after);
            if let Some(finding) = self.found.last_mut() {
                finding.duty = Some(is.duty.clone());
                finding.weight = weight;
            }
        }
        for is in &new.evidence {
            let Some(was) = old.evidence.iter().find(|was| was.id == is.id) else { continue };
            let fell = holds(was) && !holds(is);
            let over = !holds(is) && !is.narrative && !is.duties.is_empty() && !holds(was);
            if !fell && !over {
                continue;
            }
            let state = if fell { State::New } else { State::Unchanged };
            let message = format!(
                "the evidence `{}` does not support all that cites it: {}; {}",
                is.id,
                is.state,
                cited(is.duties.len())
            );
            self.lapse(FindingKind::EvidenceLapsed, (is.id.as_str(), &is.title), &is.at, (state, message), after);
        }
    }

    fn lapse(
        &mut self,
        kind: FindingKind,
        (name, title): (&str, &str),
        at: &At,
        (state, message): (State, String),
        after: &Inquiry<'c>,
    ) {
        let at = self.places(after).profile(at);
        let mut finding = Finding { at, state, ..plain(kind, WhoseRules::Base, title, message) };
        finding.fingerprint = fingerprint(&finding, vec![name.to_owned()]);
        self.found.push(finding);
    }

    /// Rules that erred over the head, and mistakes in rule sets because of which their duties were not judged.
    pub(super) fn errors(&mut self) {
        let (head, by) = match (self.judged.anew, self.judged.base) {
            (Some(anew), _) => (anew.head, WhoseRules::Head),
            (None, Some(_)) => (self.judged.head, WhoseRules::Base),
            (None, None) => (self.judged.head, WhoseRules::Head),
        };
        let fails = self.fails(FailsOn::Error);
        for set in &head.assessment().rule_sets {
            for problem in &set.problems {
                let at = problem.at.as_ref().and_then(|at| self.places(head).rules(at, &set.name));
                let message =
                    format!("{} {}; the duties of the rule set are not judged", problem.code, problem.message);
                let mut finding = Finding { at, fails, ..plain(FindingKind::Erred, by, set.name.as_str(), message) };
                finding.fingerprint =
                    fingerprint(&finding, vec![set.name.to_string(), problem.code.clone(), problem.message.clone()]);
                self.found.push(finding);
            }
        }
        let broken = |set| head.assessment().rule_sets.iter().any(|one| one.name == set && !one.problems.is_empty());
        for duty in &head.assessment().duties {
            if (duty.outcomes.error == 0 && duty.verdict != Verdict::Error) || broken(duty.rule_set.clone()) {
                continue;
            }
            let pair = duty.requirements.iter().find(|pair| pair.outcome == Outcome::Error);
            let rule = pair.and_then(|pair| pair.rule.as_ref()).unwrap_or(&duty.at);
            let mut finding = Finding {
                duty: Some(duty.id.clone()),
                pair: pair.map(|pair| (pair.id.clone(), pair.subject.clone())),
                weight: duty.weight.value,
                fails,
                at: self.places(head).rules(rule, &duty.rule_set),
                state: if self.erred_before(&duty.id) { State::Unchanged } else { State::New },
                ..plain(FindingKind::Erred, by, &duty.title, pair.map_or(&duty.reason, |pair| &pair.reason).clone())
            };
            finding.fingerprint = fingerprint(&finding, Vec::new());
            self.found.push(finding);
        }
    }

    fn erred_before(&self, id: &DutyId) -> bool {
        self.judged
            .base
            .and_then(|base| base.duty(id))
            .is_some_and(|duty| duty.outcomes.error > 0 || duty.verdict == Verdict::Error)
    }

    /// Entries of the baseline that match nothing, or whose time is over.
    pub(super) fn baseline(&mut self) {
        let mut heads = vec![self.judged.head];
        heads.extend(self.judged.anew.map(|anew| anew.head));
        let as_of = self.judged.head.as_of();
        for entry in self.asked.baseline {
            let (kind, message) = if entry.until < as_of {
                let message =
                    format!("the acceptance of `{}` ended on {}: mend it, or decide again", entry.name(), entry.until);
                (FindingKind::BaselineEnded, message)
            } else if !super::accepting::matches(entry, &heads) {
                let message = format!(
                    "nothing of `{}` stands as `{}` any more, or is so called: take the entry out",
                    entry.name(),
                    words::standing(entry.standing)
                );
                (FindingKind::BaselineUnmatched, message)
            } else {
                continue;
            };
            let duty = heads.iter().find_map(|head| head.duty(&entry.duty));
            let mut finding = Finding {
                duty: duty.map(|duty| duty.id.clone()),
                weight: duty.map_or(0, |duty| duty.weight.value),
                fails: self.fails(FailsOn::Worse),
                at: Some(self.baseline_place(entry)),
                ..plain(kind, WhoseRules::Base, &entry.name(), message)
            };
            finding.fingerprint = fingerprint(&finding, vec![entry.name()]);
            self.found.push(finding);
        }
    }

    /// Where the baseline has an entry.
    pub(super) fn baseline_place(&self, entry: &Entry) -> InRepository {
        InRepository { file: self.asked.baseline_file.to_owned(), line: entry.place.line, column: entry.place.column }
    }
}

/// The duty from which a departure departs.
fn departed(side: &Inquiry<'_>, edit: &Edit) -> Option<DutyId> {
    let departures = &side.case().profile().departures;
    departures.values().find(|departure| departure.id.as_str() == edit.name).map(|departure| departure.duty.clone())
}

/// How many duties a piece of evidence supported.
fn rested(side: &Inquiry<'_>, edit: &Edit) -> String {
    let there = side.assessment().evidence.iter().find(|evidence| evidence.id.as_str() == edit.name);
    match there.map_or(0, |evidence| evidence.supports.len()) {
        0 => "it supported no duty".into(),
        1 => "it supported one duty".into(),
        many => format!("it supported {many} duties"),
    }
}

fn cited(duties: usize) -> String {
    match duties {
        0 => "no duty rests on it".into(),
        1 => "one duty reads what cites it".into(),
        many => format!("{many} duties read what cites it"),
    }
}

/// Whether evidence shows all that it could.
fn holds(evidence: &EvidenceResult) -> bool {
    evidence.current && evidence.state == "current"
}

fn departure_message(departure: &DepartureResult) -> String {
    format!("the departure `{}` from `{}` holds no more: {}", departure.id, departure.duty, departure.state)
}
