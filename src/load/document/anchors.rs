//! The anchors of headings, as GitHub makes them.

use std::collections::BTreeMap;

use unicode_general_category::{GeneralCategory, get_general_category};

/// The anchors that a document has so far.
#[derive(Default)]
pub(super) struct Anchors {
    /// By anchor, the number that was last put behind it.
    taken: BTreeMap<String, u32>,
}

impl Anchors {
    /// The anchor of the next heading: the same text again has `-1`, `-2` behind it.
    pub(super) fn next(&mut self, heading: &str) -> String {
        let plain = slug(heading);
        let mut anchor = plain.clone();
        let mut number = self.taken.get(&plain).copied().unwrap_or(0);
        while self.taken.contains_key(&anchor) {
            number += 1;
            anchor = format!("{plain}-{number}");
        }
        self.taken.insert(plain, number);
        self.taken.entry(anchor.clone()).or_insert(0);
        anchor
    }
}

/// Lower case, without punctuation and symbols, each space a hyphen.
fn slug(heading: &str) -> String {
    let lower = heading.to_lowercase();
    lower.chars().filter(|letter| is_kept(*letter)).map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

fn is_kept(letter: char) -> bool {
    use GeneralCategory::{ConnectorPunctuation, DecimalNumber, EnclosingMark, NonspacingMark, SpacingMark};
    matches!(letter, ' ' | '-')
        || letter.is_alphabetic()
        || matches!(
            get_general_category(letter),
            ConnectorPunctuation | DecimalNumber | EnclosingMark | NonspacingMark | SpacingMark
        )
}
