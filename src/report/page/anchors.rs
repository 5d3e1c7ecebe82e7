//! What stands where on the page, so that a name can lead to it.

use std::collections::BTreeSet;

use super::super::drawing::slug;
use super::super::view::View;

/// The names that have a place on the page.
#[derive(Clone, Debug)]
pub(super) struct Anchors<'a> {
    duties: BTreeSet<&'a str>,
    evidence: BTreeSet<&'a str>,
    departures: BTreeSet<&'a str>,
}

impl<'a> Anchors<'a> {
    /// What a view shows.
    pub(super) fn new(view: View<'a>) -> Self {
        Self {
            duties: view.duties().into_iter().map(|duty| duty.id.as_str()).collect(),
            evidence: view.evidence().into_iter().map(|evidence| evidence.id.as_str()).collect(),
            departures: view.departures().into_iter().map(|departure| departure.id.as_str()).collect(),
        }
    }

    /// The anchor of a duty, if the page shows it.
    pub(super) fn duty(&self, id: &str) -> Option<String> {
        self.duties.contains(id).then(|| slug("duty", id))
    }

    /// The anchor of what has that name: a duty, a piece of evidence or a place in one, a departure.
    pub(super) fn of(&self, name: &str) -> Option<String> {
        let evidence = name.split_once('#').map_or(name, |(evidence, _)| evidence);
        self.duty(name)
            .or_else(|| self.evidence.contains(evidence).then(|| slug("evidence", evidence)))
            .or_else(|| self.departures.contains(name).then(|| slug("departure", name)))
    }
}
