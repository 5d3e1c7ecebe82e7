//! Another text of one duty's rule, compiled alone: a mutant, or one that tells what its parts came to. The engine stays as it is.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::model::ids::{RequirementId, SubjectId};
use crate::model::law::Duty;

use super::compile::Rule;
use super::engine::Engine;
use super::frame::Frame;
use super::judge::{Judge, Pair};
use super::observe::Sight;

/// A rule that stands in for a duty's own, or for that of a requirement which an overlay has added.
pub(crate) struct Variant {
    rule: Rule,
    of: Option<RequirementId>,
}

impl Variant {
    /// What stands in for the duty's own rule.
    pub(super) fn rule(&self) -> Option<&Rule> {
        self.of.is_none().then_some(&self.rule)
    }

    /// What stands in for the rule of a requirement that was added.
    pub(super) fn rule_of(&self, requirement: &RequirementId) -> Option<&Rule> {
        (self.of.as_ref() == Some(requirement)).then_some(&self.rule)
    }
}

impl Engine {
    /// Compiles a text in place of a duty's rule, or of that of a requirement which was added; `None` if the engine does not take it.
    ///
    /// What may stand in a rule is not looked at again: the text is made from one that was.
    pub(crate) fn variant(&self, text: &str, of: Option<&RequirementId>) -> Option<Variant> {
        let ast = self.engine.compile_with_scope(&Frame::outline().scope(), text).ok()?;
        Some(Variant { rule: Rule { ast, places: BTreeMap::new(), rests_on: Vec::new() }, of: of.cloned() })
    }
}

impl<'a> Judge<'a> {
    /// Judges what concerns one subject, or, for `None`, what concerns no member of a set; under a variant of the rule, if one is given.
    pub(crate) fn judge_one(
        &self,
        duty: &Duty,
        subject: Option<&'a SubjectId>,
        variant: Option<&'a Variant>,
    ) -> Vec<Pair> {
        Self { world: Rc::clone(&self.world), only: Some(subject), variant, ..*self }.judge(duty)
    }

    /// The same, and what the parts of the variant came to that say so.
    pub(crate) fn watch_one(
        &self,
        duty: &Duty,
        subject: Option<&'a SubjectId>,
        variant: &'a Variant,
    ) -> (Vec<Pair>, Vec<Sight>) {
        self.engine.slot.watch();
        let pairs = self.judge_one(duty, subject, Some(variant));
        (pairs, self.engine.slot.watched())
    }
}
