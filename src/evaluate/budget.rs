//! How many steps the duties of a rule set may take, each and together.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::model::ids::RuleSetName;

use super::sandbox::{DUTY_STEPS, RULE_SET_STEPS};

/// What a duty may take even where its rule set has used up its steps: enough for an honest rule.
const ALWAYS: u64 = 10_000;

/// What was taken so far.
#[derive(Default)]
pub(super) struct Budget {
    /// The steps that all runs of the duty in hand have taken together.
    duty: Cell<u64>,
    /// How many they may take.
    bound: Cell<u64>,
    /// The rule set of the duty in hand.
    in_hand: RefCell<Option<RuleSetName>>,
    /// The steps that each rule set has taken with the duties before.
    spent: RefCell<BTreeMap<RuleSetName, u64>>,
}

impl Budget {
    /// Begins a duty: its steps count from nought, and those of the duty before count for its rule set.
    pub(super) fn begin(&self, rule_set: &RuleSetName) {
        let mut spent = self.spent.borrow_mut();
        if let Some(before) = self.in_hand.replace(Some(rule_set.clone())) {
            let steps = spent.entry(before).or_default();
            *steps = steps.saturating_add(self.duty.get());
        }
        let left = RULE_SET_STEPS.saturating_sub(spent.get(rule_set).copied().unwrap_or_default());
        self.bound.set(DUTY_STEPS.min(left.max(ALWAYS)));
        self.duty.set(0);
    }

    /// Begins a duty whose steps count for nothing else.
    pub(super) fn begin_apart(&self) {
        *self.in_hand.borrow_mut() = None;
        self.bound.set(DUTY_STEPS);
        self.duty.set(0);
    }

    /// Counts steps for the duty in hand; whether it is still within its bound.
    pub(super) fn takes(&self, steps: u64) -> bool {
        self.duty.set(self.duty.get().saturating_add(steps));
        self.duty.get() <= self.bound.get()
    }
}
