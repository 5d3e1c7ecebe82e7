//! What other rules make of the first profile on the first date: duty by duty, with the terms and the place at which they part.

use std::collections::{BTreeMap, BTreeSet};

use crate::ask::contrast::{Side, contrast};
use crate::ask::inquiry::Inquiry;
use crate::model::assessment::DutyResult;
use crate::model::contrast::DutyContrast;
use crate::model::diff::{PairParting, RulesChange};
use crate::model::ids::{DutyId, RuleSetName};

/// The duties that the rules judge otherwise, by id in the second.
pub(super) struct Parted<'i, 'c> {
    before: &'i Inquiry<'c>,
    after: &'i Inquiry<'c>,
    contrasts: BTreeMap<DutyId, DutyContrast>,
}

impl<'i, 'c> Parted<'i, 'c> {
    /// Sets the rules of two inquiries about one profile and date side by side, as far as they concern these duties.
    pub(super) fn of(before: &'i Inquiry<'c>, after: &'i Inquiry<'c>, duties: &BTreeSet<DutyId>) -> Self {
        let set_of = |inquiry: &Inquiry<'_>, id: &DutyId| inquiry.duty(id).map(|duty| duty.rule_set.clone());
        let sets: BTreeSet<RuleSetName> = duties
            .iter()
            .filter_map(|id| set_of(before, id).filter(|set| set_of(after, id).as_ref() == Some(set)))
            .collect();
        let mut contrasts = BTreeMap::new();
        for rule_set in sets {
            let side = |inquiry: &Inquiry<'c>| Side { case: inquiry.case(), rule_set: rule_set.clone() };
            let found = contrast(&side(before), &side(after), before.as_of());
            let own = found.duties.into_iter().filter(|duty| duty.id.agree());
            contrasts.extend(own.map(|duty| (duty.id.b.clone(), duty)));
        }
        Self { before, after, contrasts }
    }

    /// What the rules make otherwise of a duty.
    pub(super) fn change(&self, id: &DutyId) -> Option<RulesChange> {
        let (from, to) = (self.before.duty(id), self.after.duty(id));
        let either = to.or(from)?;
        let contrast = self.contrasts.get(id);
        let parting = |pair: &crate::model::contrast::PairContrast| PairParting {
            requirement: pair.requirement.clone(),
            subject: pair.subject.clone(),
            parting: pair.parting.clone(),
            rule: pair.rule.b.clone(),
        };
        Some(RulesChange {
            duty: id.clone(),
            from: from.map(|duty| named(self.before, duty)),
            to: to.map(|duty| named(self.after, duty)),
            terms: contrast.map(|contrast| contrast.terms.clone()).unwrap_or_default(),
            partings: contrast.into_iter().flat_map(|contrast| &contrast.pairs).map(parting).collect(),
            was_at: from.map(|duty| duty.at.clone()),
            at: either.at.clone(),
        })
    }
}

/// The rule set of a duty, with its version.
fn named(inquiry: &Inquiry<'_>, duty: &DutyResult) -> String {
    let set = inquiry.case().rules().law().rule_sets.get(&duty.rule_set);
    let version = set.map(|set| format!(" {}", set.version)).unwrap_or_default();
    format!("{}{version}", duty.rule_set)
}
