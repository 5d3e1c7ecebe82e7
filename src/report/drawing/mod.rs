//! Drawings for the page, each a finished and safe piece of HTML: a figure with a picture in SVG, and the same content as a table. They have
//! headings from the third level down, no script, and no style of their own but the classes `d-…` whose rules are in [`CSS`].
//!
//! A picture tells everything by words and shapes; colour comes last and only if the page sets one. Without any it is drawn in the colour
//! of the text around it, so it is as readable as that, in the dark, on paper and in a reader's own colours.

mod frame;
pub mod graph;
mod lettering;
mod svg;
pub mod timeline;
pub mod trend;

use std::fmt::Write as _;

/// The rules for what all drawings have in common. Each drawing has more of its own.
///
/// The page may set the custom properties `--d-paper` (behind words), `--d-good`, `--d-warn` and `--d-bad` (strokes, each of at least 3:1 to the
/// paper); what it does not set follows its text.
pub const CSS: &str = include_str!("drawing.css");

/// The anchor of something on the page: `duty-prevent-strategic-lead` for the duty `prevent.strategic_lead`. It has no signs but `a` to `z`, `0` to `9`
/// and `-`, and no two names have the same.
///
/// `kind` is a word of small letters. Names of the common form (`family.name_of_it` for duties, `name-of-it` for all else) keep their words; any
/// other has an ending, after `--`, that tells which signs the hyphens stand for.
#[must_use]
pub fn slug(kind: &'static str, name: &str) -> String {
    let (mut words, mut signs) = (format!("{kind}-"), String::new());
    let (mut is_common, mut after_sign) = (true, false);
    for character in name.chars() {
        let is_plain = matches!(character, 'a'..='z' | '0'..='9');
        if is_plain {
            words.push(character);
            after_sign = false;
            continue;
        }
        let expected = match (kind, signs.is_empty()) {
            ("duty", true) => '.',
            ("duty", false) => '_',
            _ => '-',
        };
        is_common &= character == expected && !after_sign;
        after_sign = true;
        words.push('-');
        match character {
            '.' => signs.push('d'),
            '_' => signs.push('u'),
            '-' => signs.push('h'),
            ' ' => signs.push('s'),
            // Nothing fails when a `String` is written to.
            other => _ = write!(signs, "x{:x}z", u32::from(other)),
        }
    }
    if is_common { words } else { format!("{words}--{signs}") }
}

/// The address of an anchor within the page.
fn link(kind: &'static str, name: &str) -> String {
    format!("#{}", slug(kind, name))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::slug;

    #[test]
    fn common_names_keep_their_words() {
        assert_eq!(slug("duty", "prevent.strategic_lead"), "duty-prevent-strategic-lead");
        assert_eq!(slug("evidence", "board-paper-2021"), "evidence-board-paper-2021");
        assert_eq!(slug("instrument", "spr-2015"), "instrument-spr-2015");
    }

    #[test]
    fn no_two_names_have_the_same_anchor() {
        let letters = ["a", "1", ".", "_", "-", " ", "Z", "é", "d", "u", "x2dz", "--"];
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for kind in ["duty", "evidence"] {
            for one in letters {
                for two in letters.iter().chain(&[""]) {
                    for three in letters.iter().chain(&[""]) {
                        for four in letters.iter().chain(&[""]) {
                            let name = format!("{one}{two}{three}{four}");
                            let anchor = slug(kind, &name);
                            assert!(anchor.chars().all(|sign| matches!(sign, 'a'..='z' | '0'..='9' | '-')), "{anchor}");
                            let before = known.insert(anchor.clone(), format!("{kind} {name}"));
                            assert!(before.is_none_or(|before| before == format!("{kind} {name}")), "{anchor}: {name}");
                        }
                    }
                }
            }
        }
    }
}
