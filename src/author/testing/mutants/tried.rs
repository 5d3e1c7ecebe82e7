//! Trying the mutants of a duty: each is run against the cases that can notice it until one does, those that noticed others first.

use crate::evaluate::Engine;
use crate::load::Equivalent;
use crate::model::law::Duty;

use super::super::coverage::one_line;
use super::super::run::Ready;
use super::super::test::Scope;
use super::super::watch::Text;
use super::make::mutants;
use super::{How, Mutant, Tried, Unmatched};

/// Tries every mutant of rules against cases that come out as they say without it; of a rule whose text is another's, only those of the
/// parameters that are named.
pub(in crate::author::testing) fn trial(
    engine: &Engine,
    duty: &Duty,
    texts: &[(Text<'_>, Scope)],
    ready: &[Ready<'_>],
    equivalents: &[Equivalent],
) -> Tried {
    let mut order: Vec<usize> = (0..ready.len()).collect();
    let mut tried = Tried::default();
    let mut used = vec![false; equivalents.len()];
    let made = texts.iter().flat_map(|(text, scope)| {
        let made = mutants(text, duty).into_iter().filter(move |mutant| match (scope, &mutant.how) {
            (Scope::Whole, _) => true,
            (Scope::Parameters(names), How::Parameter(name, _)) => names.contains_key(name),
            (Scope::Parameters(_), How::Text(_)) => false,
        });
        made.map(move |mutant| (text, mutant))
    });
    for (text, mutant) in made {
        let Some(killed) = is_noticed(engine, text, &mutant, ready, &mut order) else { continue };
        tried.made += 1;
        if killed {
            continue;
        }
        let own = equivalents.iter().position(|known| one_line(&known.at) == mutant.text);
        match own.and_then(|index| Some((index, equivalents.get(index)?))) {
            Some((index, known)) => {
                if let Some(used) = used.get_mut(index) {
                    *used = true;
                }
                tried.explained.push((mutant, known.because.clone()));
            }
            None => tried.survivors.push(mutant),
        }
    }
    let unmatched = equivalents.iter().zip(&used).filter(|(_, used)| !**used);
    tried.unmatched = unmatched.map(|(known, _)| Unmatched { place: known.place, at: known.at.clone() }).collect();
    tried
}

/// Whether a case fails under a mutant; `None` if the engine does not take it.
fn is_noticed(
    engine: &Engine,
    text: &Text<'_>,
    mutant: &Mutant,
    ready: &[Ready<'_>],
    order: &mut [usize],
) -> Option<bool> {
    let variant = match &mutant.how {
        How::Text(new) => Some(engine.variant(new, text.added)?),
        How::Parameter(..) => None,
    };
    for at in 0..order.len() {
        let Some(case) = order.get(at).and_then(|index| ready.get(*index)) else { continue };
        if mutant.requirement.as_ref().is_some_and(|requirement| !case.concerns(requirement)) {
            continue;
        }
        let pairs = match &mutant.how {
            How::Text(_) => case.judged(variant.as_ref()),
            How::Parameter(name, value) => case.judged_with(name, value),
        };
        if !case.failures(&pairs).is_empty() {
            // What noticed this one is likely to notice its neighbours.
            order.get_mut(..=at)?.rotate_right(1);
            return Some(true);
        }
    }
    Some(false)
}
