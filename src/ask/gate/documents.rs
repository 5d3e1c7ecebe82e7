//! What a revision does to the documents that a profile cites: sections that wait for a review, reviews of its own and reviews taken out,
//! threats left out.

use crate::ask::inquiry::Inquiry;
use crate::ask::plan::{InDocument, SelfAccepted, sections_changed, threats_not_mentioned};
use crate::model::gate::{Finding, FindingKind, InRepository, State, WhoseRules};

use super::{Finder, fingerprint, plain};

impl<'c> Finder<'_, 'c> {
    /// Sections that are cited, changed, and not reviewed since; reviews that were recorded with the text that they accept.
    pub(super) fn sections(&mut self, before: &Inquiry<'c>, after: &Inquiry<'c>, accepted: &[SelfAccepted]) {
        let (old, new) = (before.case().profile(), after.case().profile());
        for change in sections_changed(old, new).into_iter().filter(|change| change.awaits_review || change.unreviewed)
        {
            let line = change.innermost.as_ref().and_then(|line| self.document(after, line));
            let cited = change.cited.first().and_then(|place| self.places(after).place(*place));
            let gone = if change.now.is_none() { "is gone" } else { "was changed" };
            let then = if change.unreviewed {
                "; nothing of the document is reviewed, so nothing is suspect"
            } else {
                " and not reviewed since"
            };
            let message = format!("the section `{}` of `{}` {gone}{then}", change.section, change.evidence);
            let name = format!("{}#{}", change.evidence, change.section);
            let kind = if change.unreviewed { FindingKind::TextChanged } else { FindingKind::SectionChanged };
            self.document_finding(kind, &change.title, message, line.or(cited), &name, State::New);
        }
        for one in accepted {
            let section = one.section.as_ref().map_or_else(String::new, |section| format!("#{section}"));
            let name = format!("{}{section}", one.evidence);
            let by = if one.by.is_empty() { String::new() } else { format!(" by {}", one.by) };
            let message = format!("the review of `{name}`{by} was recorded with the text that it accepts");
            let at = self.places(after).place(one.place);
            self.document_finding(FindingKind::SelfAccepted, &one.title, message, at, &name, State::New);
        }
    }

    /// Reviews that the base records and the head does not.
    pub(super) fn reviews_removed(&mut self, after: &Inquiry<'c>) {
        for one in self.asked.review_removed {
            let message = format!(
                "what was reviewed of `{}` is recorded no more; the base promises to review it, so nothing of it counts as reviewed",
                one.evidence
            );
            let at = self.places(after).place(one.place);
            let name = one.evidence.as_str();
            self.document_finding(FindingKind::ReviewRemoved, &one.title, message, at, name, State::New);
        }
    }

    /// Threats that the plan does not mention.
    pub(super) fn threats(&mut self, before: Option<&Inquiry<'c>>, after: &Inquiry<'c>) {
        let missed = |side: &Inquiry<'c>| threats_not_mentioned(side.case(), side.as_of());
        let old = before.map(missed).unwrap_or_default();
        for one in missed(after) {
            let state = if old.iter().any(|own| own.threat == one.threat) { State::Unchanged } else { State::New };
            let line = one.heading.as_ref().and_then(|line| self.document(after, line));
            let at = line.or_else(|| self.places(after).profile(&one.at));
            let message = format!("the plan `{}` does not mention the threat `{}`", one.evidence, one.threat);
            self.document_finding(FindingKind::ThreatNotMentioned, &one.title, message, at, one.threat.as_str(), state);
        }
    }

    fn document_finding(
        &mut self,
        kind: FindingKind,
        title: &str,
        message: String,
        at: Option<InRepository>,
        name: &str,
        state: State,
    ) {
        let mut finding = Finding { at, state, ..plain(kind, WhoseRules::Base, title, message) };
        finding.fingerprint = fingerprint(&finding, vec![name.to_owned()]);
        self.found.push(finding);
    }

    /// A line of a document beside the profile.
    fn document(&self, side: &Inquiry<'c>, line: &InDocument) -> Option<InRepository> {
        self.places(side).beside(&line.file, line.line)
    }
}
