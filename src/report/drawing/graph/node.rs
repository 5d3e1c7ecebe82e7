//! A node of the graph: a box with a status in a shape and a word, then a name; whole in its title, and a link to its place on the page.

use crate::model::assessment::{DepartureResult, EvidenceResult};
use crate::model::words::{Standing, Verdict};
use crate::report::drawing::frame::{LETTERS, letters};
use crate::report::drawing::lettering::{fit, two_lines};
use crate::report::drawing::link;
use crate::report::drawing::svg::{Attribute, Length, Writer};
use crate::report::phrases::{self, count};

use super::net::{Drawn, Ground, Net, Tie};

/// How high a box is.
const HEIGHT: Length = Length::units(20);
/// How high a box with two lines is.
const DOUBLE: Length = Length::units(34);
/// How far letters stand from the border.
const INSET: Length = Length::units(7);

/// A column of boxes.
#[derive(Clone, Copy)]
pub(super) struct Column {
    /// Its left border.
    pub(super) left: Length,
    /// Its width.
    pub(super) width: Length,
    /// How much of that the status takes.
    pub(super) status: Length,
}

impl Column {
    /// Its right border.
    pub(super) fn right(self) -> Length {
        self.left + self.width
    }

    fn room(self) -> Length {
        self.width - self.status - INSET - INSET
    }
}

/// A node.
pub(super) struct Plate {
    /// Where it leads.
    pub(super) link: Option<String>,
    /// What tells its border.
    pub(super) class: String,
    /// Its status, with a shape.
    pub(super) status: String,
    /// Its name.
    pub(super) name: String,
    /// All that it says.
    pub(super) title: String,
}

impl Plate {
    /// A duty.
    pub(super) fn duty(drawn: &Drawn<'_>) -> Self {
        let duty = drawn.duty;
        let class = match duty.verdict {
            Verdict::Unpublished | Verdict::Unread => "unread",
            _ => duty.standing.as_str(),
        };
        let status = phrases::stands(duty);
        let title = format!(
            "{status}: {} ({}); {}, owed by {}; {}",
            duty.title,
            duty.id,
            phrases::word(duty.binding.as_str()),
            phrases::holders(&duty.owed_by),
            facts(drawn)
        );
        Self {
            link: Some(link("duty", duty.id.as_str())),
            class: format!("d-{class}"),
            status,
            name: duty.title.clone(),
            title,
        }
    }

    /// What is cited for duties; `None` for what the assessment does not tell of.
    pub(super) fn ground(net: &Net<'_>, ground: Ground<'_>) -> Option<Self> {
        match ground {
            Ground::Evidence(id) => net.piece(id).map(Self::evidence),
            Ground::Departure(id) => net.departure(id).map(Self::departure),
        }
    }

    fn evidence(evidence: &EvidenceResult) -> Self {
        let (class, status) = evidence_status(evidence);
        Self {
            link: Some(link("evidence", evidence.id.as_str())),
            class: format!("d-{class}"),
            status: status.into(),
            name: evidence.title.clone(),
            title: format!("{status}: {}", evidence_words(evidence)),
        }
    }

    fn departure(departure: &DepartureResult) -> Self {
        let status = if departure.in_effect { "→ departure" } else { "✗ no effect" };
        Self {
            link: Some(link("departure", departure.id.as_str())),
            class: "d-departure".into(),
            status: status.into(),
            name: departure.id.to_string(),
            title: format!("{status}: {}", departure_words(departure)),
        }
    }

    /// Draws it, with its middle at a height.
    pub(super) fn draw(&self, to: &mut Writer, column: Column, middle: Length) {
        let title_at = column.left + INSET + column.status;
        self.within(to, |node| {
            boxed(node, column, middle, HEIGHT);
            let foot = middle + Length(42);
            letters(node, "d-strong", column.left + INSET, foot, &fit(&self.status, column.status, LETTERS));
            letters(node, "", title_at, foot, &fit(&self.name, column.room(), LETTERS));
        });
        to.line();
    }

    /// Draws it with its name on two lines and no status.
    pub(super) fn draw_double(&self, to: &mut Writer, column: Column, middle: Length) {
        self.within(to, |node| {
            boxed(node, column, middle, DOUBLE);
            let left = column.left + INSET;
            match two_lines(&self.name, column.room(), LETTERS) {
                (only, None) => letters(node, "", left, middle + Length(42), &only),
                (first, Some(second)) => {
                    letters(node, "", left, middle - Length(25), &first);
                    letters(node, "", left, middle + Length(115), &second);
                }
            }
        });
        to.line();
    }

    fn within(&self, to: &mut Writer, draw: impl FnOnce(&mut Writer)) {
        let all = |node: &mut Writer| {
            node.words("title", &[], &self.title);
            draw(node);
        };
        match &self.link {
            Some(link) => to.element("a", &[("class", &self.class), ("href", link)], all),
            None => to.element("g", &[("class", &self.class)], all),
        }
    }
}

fn boxed(to: &mut Writer, column: Column, middle: Length, height: Length) {
    let top = Length(middle.0 - height.0 / 2);
    let attributes: [Attribute<'_>; 6] = [
        ("class", &"d-box"),
        ("x", &column.left),
        ("y", &top),
        ("width", &column.width),
        ("height", &height),
        ("rx", &"3"),
    ];
    to.shape("rect", &attributes);
}

/// What evidence is, in a word that tells its border too, and in a word with a shape.
pub(super) fn evidence_status(evidence: &EvidenceResult) -> (&'static str, &'static str) {
    if evidence.narrative {
        ("own-account", "◐ own account")
    } else if evidence.current {
        ("current", "✓ current")
    } else {
        ("not-current", "✗ not current")
    }
}

/// A piece of evidence in words.
pub(super) fn evidence_words(evidence: &EvidenceResult) -> String {
    let state = phrases::state(evidence);
    format!("{} ({}); {}; {state}; {}", evidence.title, evidence.id, evidence.kind_title, owner(&evidence.owner))
}

/// A departure in words.
pub(super) fn departure_words(departure: &DepartureResult) -> String {
    format!("departure {}; {}", departure.id, departure.state)
}

/// Who answers for evidence; that nobody is named where nobody is.
pub(super) fn owner(owner: &str) -> &str {
    if owner.trim().is_empty() { "nobody is named" } else { owner }
}

/// Whether nothing of a duty is told.
pub(super) fn is_withheld(drawn: &Drawn<'_>) -> bool {
    drawn.duty.verdict == Verdict::Withheld || drawn.duty.standing == Standing::Withheld
}

/// How many facts a duty's rule read and sought, in words.
pub(super) fn facts(drawn: &Drawn<'_>) -> String {
    if is_withheld(drawn) {
        return "what it reads is not told".into();
    }
    format!("{} read, {} not stated", count(drawn.read, "fact", "facts"), drawn.sought)
}

/// What a line between a duty and what is cited for it says.
pub(super) fn tie(tie: Tie) -> String {
    let facts = |is: &str| format!("{} it{is}", count(tie.facts, "fact cites", "facts cite"));
    match (tie.supports, tie.departs, tie.facts) {
        (true, false, _) => facts(", and it supports the duty"),
        (true, true, _) => facts(", and it supports the duty; it records a departure"),
        (false, true, 0) => "a departure from the duty".into(),
        (false, true, _) => facts("; it records a departure"),
        (false, false, _) => facts(", and it supports none of them"),
    }
}
