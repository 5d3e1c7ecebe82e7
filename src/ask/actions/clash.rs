//! Two duties that want different entries of one collection: why one gives way.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::actions::Place;
use crate::model::facts::Content;
use crate::model::ids::DutyId;

use super::needs::{Need, Needs};
use super::place::key_of;

/// The new entries that steps need, by the path of their collection.
type Entries = BTreeMap<String, BTreeSet<String>>;

/// In a sentence, another duty that needs new entries where this one does, and other ones; `None` if there is none such.
pub(super) fn clash(needs: &Needs<'_, '_>, planned: &BTreeMap<DutyId, Need>, id: &DutyId) -> Option<String> {
    let own = entries(needs, planned.get(id)?);
    planned.iter().filter(|(other, _)| *other != id).find_map(|(other, need)| {
        let theirs = entries(needs, need);
        let both = own.iter().find(|(path, keys)| theirs.get(*path).is_some_and(|others| others != *keys));
        both.map(|(path, _)| format!("it and `{other}` want different entries of `{path}`"))
    })
}

fn entries(needs: &Needs<'_, '_>, need: &Need) -> Entries {
    let law = needs.trial.inquiry.case().rules().law();
    let (profile, trial) = (needs.trial.inquiry.case().profile(), &needs.trial.profile);
    let mut found = Entries::new();
    for step in need.steps().into_iter().filter_map(|number| needs.steps.get(number)) {
        let Place::Record(path) = key_of(step, trial, law).place else { continue };
        let collection = trial.facts.find(&path).and_then(|id| trial.facts.get(id));
        if !collection.is_some_and(|fact| matches!(fact.content, Content::Entries { .. })) {
            continue;
        }
        let beneath = step.path.strip_prefix(path.as_str()).and_then(|rest| rest.strip_prefix('.'));
        let Some(key) = beneath.and_then(|rest| rest.split('.').next()) else { continue };
        let stated = profile.facts.find(&format!("{path}.{key}")).and_then(|id| profile.facts.get(id));
        if key != "complete" && stated.is_none_or(|entry| entry.place.is_none()) {
            found.entry(path).or_default().insert(key.to_owned());
        }
    }
    found
}
