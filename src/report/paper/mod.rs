//! The paper for a board, without a format: purpose, summary, the duty, theme by theme, gaps, departures, next steps, the decision asked.
//!
//! It has the shape of the papers that boards are used to. It says what the assessment says and nothing more; what only the author can
//! know is a marked place.

mod appendix;
mod background;
mod closing;
mod lapses;
mod opening;
pub(in crate::report) mod part;
pub(in crate::report) mod references;
mod theme;
pub(in crate::report) mod themes;
pub(in crate::report) mod wording;

use crate::model::brief::Brief;

use super::view::View;
pub(in crate::report) use background::is_on_the_spr;
use part::Paper;
use references::References;

/// The whole paper.
pub(in crate::report) fn compose(brief: &Brief, view: View<'_>) -> Paper {
    let it = view.assessment;
    let references = References::of(it);
    let mut parts = opening::title(view);
    parts.extend(opening::purpose(view));
    parts.extend(opening::summary(brief, view, &references));
    parts.extend(background::background(view));
    for theme in themes::themes(view) {
        parts.extend(theme::theme(&theme, view, &references));
    }
    parts.extend(closing::gaps(view, &references));
    parts.extend(closing::departures(view, &references));
    parts.extend(closing::next_steps(brief));
    parts.extend(closing::decision(view));
    parts.extend(appendix::appendix(view, &references));
    Paper {
        title: format!("{}: the Strategic Policing Requirement", it.force.name),
        subject: format!("Compliance with the Strategic Policing Requirement as of {}", wording::day(it.as_of)),
        force: it.force.name.clone(),
        marking: it.marking.to_string(),
        as_of: it.as_of.to_string(),
        parts,
    }
}
