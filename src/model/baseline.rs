//! What is known not to be met and accepted for a time: by whom it was decided stands in its reason.

use super::dates::Day;
use super::ids::{DutyId, RequirementId, SubjectId};
use super::place::Place;
use super::words::Standing;

/// Something known that is accepted. It never changes where a duty stands: what it accepts is still told, and does not fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The duty.
    pub duty: DutyId,
    /// The requirement, where only that is accepted.
    pub requirement: Option<RequirementId>,
    /// The subject, where only that is accepted.
    pub subject: Option<SubjectId>,
    /// Where the duty stands; anywhere else, the entry matches nothing.
    pub standing: Standing,
    /// Why it is accepted.
    pub reason: String,
    /// The last day.
    pub until: Day,
    /// Where it stands.
    pub place: Place,
}

impl Entry {
    /// What it accepts, `duty/requirement/subject`.
    #[must_use]
    pub fn name(&self) -> String {
        let mut name = self.duty.to_string();
        for step in [self.requirement.as_ref().map(RequirementId::as_str), self.subject.as_ref().map(SubjectId::as_str)]
            .iter()
            .flatten()
        {
            name.push('/');
            name.push_str(step);
        }
        name
    }
}
