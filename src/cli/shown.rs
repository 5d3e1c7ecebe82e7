//! What of an audit a marking lets be shown: all of it, or what was judged without whatever is marked higher.

use crate::ask::brief::brief;
use crate::ask::inquiry::Inquiry;
use crate::ask::partial;
use crate::audit::Told;
use crate::graph::Links;
use crate::model::assessment::Assessment;
use crate::model::brief::{Brief, Recorded};
use crate::model::words::Marking;

/// What is shown of an audit.
pub(super) struct Shown<'a, 'c> {
    inquiry: &'a Inquiry<'c>,
    assessment: Assessment,
    links: Option<Links>,
}

impl<'a, 'c> Shown<'a, 'c> {
    /// All of it, under a marking that is no lower than what is in it.
    pub(super) fn whole(inquiry: &'a Inquiry<'c>, marking: Option<Marking>) -> Self {
        let mut assessment = inquiry.assessment().clone();
        assessment.marking = marking.map_or(assessment.marking, |marking| marking.max(assessment.marking));
        Self { inquiry, assessment, links: None }
    }

    /// What is told of it. `inquiry` is into what is told.
    pub(super) fn partial(inquiry: &'a Inquiry<'c>, told: &Told<'_>) -> Self {
        let assessment = partial::assessment(inquiry, told);
        let links = partial::links(inquiry, told, &assessment);
        Self { inquiry, assessment, links: Some(links) }
    }

    pub(super) fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    pub(super) fn links(&self) -> &Links {
        self.links.as_ref().unwrap_or(&self.inquiry.answer().links)
    }

    /// The brief; of a partial assessment without earlier audits, which were recorded whole.
    pub(super) fn brief(&self, history: Vec<Recorded>, to_do: bool) -> Brief {
        let assessment = self.assessment.clone();
        if self.assessment.partial.is_some() {
            return partial::brief(self.inquiry, assessment, to_do);
        }
        Brief { assessment, ..brief(self.inquiry, history, to_do) }
    }
}
