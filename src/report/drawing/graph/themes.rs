//! Which duties stand in which picture: all in one if they and all that they are linked to can be read there, else one picture for each
//! threat, and what is still too much in parts, instrument by instrument.

use std::collections::BTreeSet;

use crate::model::assessment::Assessment;
use crate::report::drawing::slug;
use crate::report::natural::natural;
use crate::report::phrases;

use super::net::{Drawn, Ground, Net};

/// How many nodes a picture has at most; more only where a single duty has more.
pub(super) const MOST: usize = 150;
/// How many of them stand above each other at most, so that a picture can be read on one page of paper.
const MOST_IN_A_COLUMN: usize = 72;

/// The duties of a picture.
pub(super) struct Theme<'n, 'a> {
    /// What they have in common.
    pub(super) title: String,
    /// The anchor of the picture.
    pub(super) anchor: String,
    /// The duties, those of an instrument together.
    pub(super) duties: Vec<&'n Drawn<'a>>,
}

/// The pictures, in the order of the threats, that of the duties about no single threat last.
pub(super) fn of<'n, 'a>(net: &'n Net<'a>, assessment: &Assessment) -> Vec<Theme<'n, 'a>> {
    let all = by_instrument(net, |_| true);
    if all.is_empty() {
        return Vec::new();
    }
    if fits(net, &all) {
        return vec![theme("All duties".into(), "graph-all".into(), all)];
    }
    let mut themes = Vec::new();
    for threat in threats(net, assessment) {
        let duties = by_instrument(net, |drawn| drawn.duty.threats.iter().any(|one| one.as_str() == threat));
        let title = capitalised(&phrases::threat(&threat.into(), assessment));
        themes.extend(parts(net, theme(title, slug("graph", threat), duties)));
    }
    let rest = by_instrument(net, |drawn| drawn.duty.threats.is_empty());
    themes.extend(parts(net, theme("About no single threat".into(), "graph".into(), rest)));
    themes
}

fn theme<'n, 'a>(title: String, anchor: String, duties: Vec<&'n Drawn<'a>>) -> Theme<'n, 'a> {
    Theme { title, anchor, duties }
}

/// The threats as the roll-ups have them, then any others.
fn threats<'n>(net: &'n Net<'_>, assessment: &'n Assessment) -> Vec<&'n str> {
    let told = assessment.assurance.iter().flat_map(|set| &set.by_threat).map(|row| row.id.as_str());
    let drawn = net.duties.iter().flat_map(|drawn| &drawn.duty.threats).map(|threat| threat.as_str());
    let mut known = BTreeSet::new();
    told.chain(drawn.collect::<BTreeSet<_>>()).filter(|threat| known.insert(*threat)).collect()
}

/// The duties that are asked for, by the id of their instrument, then by their own, as readers look for names.
fn by_instrument<'n, 'a>(net: &'n Net<'a>, is_asked: impl Fn(&Drawn<'a>) -> bool) -> Vec<&'n Drawn<'a>> {
    let mut duties: Vec<&Drawn<'a>> = net.duties.iter().filter(|drawn| is_asked(drawn)).collect();
    duties.sort_by_key(|drawn| (natural(net.instrument(drawn.duty).0), natural(drawn.duty.id.as_str())));
    duties
}

/// The instruments, each with its duties.
pub(super) fn instruments<'n, 'a>(net: &Net<'a>, duties: &[&'n Drawn<'a>]) -> Vec<Vec<&'n Drawn<'a>>> {
    duties
        .chunk_by(|one, next| net.instrument(one.duty).0 == net.instrument(next.duty).0)
        .map(<[&Drawn<'_>]>::to_vec)
        .collect()
}

/// Whether a picture of some duties can be read.
fn fits(net: &Net<'_>, duties: &[&Drawn<'_>]) -> bool {
    let grounds: BTreeSet<Ground<'_>> = duties.iter().flat_map(|drawn| drawn.ties.keys().copied()).collect();
    let instruments: BTreeSet<&str> = duties.iter().map(|drawn| net.instrument(drawn.duty).0).collect();
    let nodes = instruments.len() + duties.len() + grounds.len();
    nodes <= MOST && duties.len().max(grounds.len()) <= MOST_IN_A_COLUMN
}

/// A theme in as many parts as can be read. An instrument stands in one part if it fits into one.
fn parts<'n, 'a>(net: &Net<'a>, whole: Theme<'n, 'a>) -> Vec<Theme<'n, 'a>> {
    if whole.duties.is_empty() {
        return Vec::new();
    }
    let mut parts: Vec<Vec<&'n Drawn<'a>>> = vec![Vec::new()];
    for group in instruments(net, &whole.duties) {
        let pieces = if fits(net, &group) { vec![group] } else { group.into_iter().map(|one| vec![one]).collect() };
        for piece in pieces {
            let open = parts.last().cloned().unwrap_or_default();
            let joined = [open.as_slice(), piece.as_slice()].concat();
            if open.is_empty() || fits(net, &joined) {
                parts.pop();
                parts.push(joined);
            } else {
                parts.push(piece);
            }
        }
    }
    let all = parts.len();
    if all == 1 {
        return vec![whole];
    }
    let part = |(place, duties)| {
        let number = place + 1;
        theme(format!("{}, part {number} of {all}", whole.title), format!("{}-part-{number}", whole.anchor), duties)
    };
    parts.into_iter().enumerate().map(part).collect()
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
