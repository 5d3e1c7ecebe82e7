//! Assessment → bytes. A report shows what the assessment says; it counts nothing, judges nothing, reads no clock.
//!
//! ```text
//!  assessment ──view──▶ what is shown, grouped ──compose──▶ blocks ──text, markdown──▶ a report
//!             └──json──▶ the published contract
//! ```
//!
//! A further format for readers is one more rendering of the same blocks.

pub mod actions;
mod block;
pub mod catalogue;
mod code;
mod compose;
pub mod contrast;
mod csv;
pub mod diff;
mod docx;
pub mod drawing;
mod explain;
pub mod filter;
pub mod forecast;
mod front;
pub mod gate;
pub mod graph;
pub mod impact;
mod json;
mod junit;
pub mod lint;
mod markdown;
mod natural;
pub mod page;
mod paper;
mod pdf;
mod phrases;
pub mod reference;
pub mod review;
pub mod sanitize;
pub mod testing;
pub mod workbook;
pub mod sarif;
pub mod show;
mod statement;
mod text;
pub mod trend;
pub mod verify;
mod view;

use crate::model::assessment::Assessment;
use crate::model::brief::Brief;
use crate::model::counterfactual::{Counterfactual, Explanation};
use crate::model::ids::DutyId;

pub use docx::{MOST_BYTES as MOST_TEMPLATE_BYTES, TemplateFault, built_in as built_in_template};
pub use filter::Filter;
pub use json::json;
pub use pdf::{IS_BUILT_IN as WRITES_PDF, NOT_BUILT_IN as WRITES_NO_PDF};

/// The report for a terminal: plain text without a colour code, wrapped at `width` characters (words that are longer stay whole).
///
/// With `verbose`, every requirement of every duty is told with all its facts.
#[must_use]
pub fn text(brief: &Brief, filter: &Filter, verbose: bool, width: usize) -> String {
    text::render(&compose::report(brief, view::View { assessment: &brief.assessment, filter, verbose }), width)
}

/// The same report as CommonMark with tables; nothing that a profile says can be anything but text in it.
#[must_use]
pub fn markdown(brief: &Brief, filter: &Filter, verbose: bool) -> String {
    markdown::render(&compose::report(brief, view::View { assessment: &brief.assessment, filter, verbose }))
}

/// The paper for a board as a Word document, in an office's template if one is given.
///
/// # Errors
/// The template cannot be used, and why.
pub fn board_paper(brief: &Brief, filter: &Filter, template: Option<&[u8]>) -> Result<Vec<u8>, TemplateFault> {
    let view = view::View { assessment: &brief.assessment, filter, verbose: false };
    docx::write(&paper::compose(brief, view), template)
}

/// The paper for a board as a tagged PDF, written to PDF/UA-1 and PDF/A-2a.
///
/// # Errors
/// This build writes none (see [`WRITES_PDF`]), or none could be written that keeps to the standards, and why.
pub fn board_paper_pdf(brief: &Brief, filter: &Filter) -> Result<Vec<u8>, String> {
    let view = view::View { assessment: &brief.assessment, filter, verbose: false };
    pdf::write(&paper::compose(brief, view))
}

/// The statement for an annual report on how regard was had to the SPR, as plain text; each paragraph is one line.
#[must_use]
pub fn statement(brief: &Brief, filter: &Filter) -> String {
    statement::render(&statement::compose(view::View { assessment: &brief.assessment, filter, verbose: false }))
}

/// The same as a Word document, in an office's template if one is given.
///
/// # Errors
/// The template cannot be used, and why.
pub fn statement_docx(brief: &Brief, filter: &Filter, template: Option<&[u8]>) -> Result<Vec<u8>, TemplateFault> {
    let view = view::View { assessment: &brief.assessment, filter, verbose: false };
    docx::write(&statement::compose(view), template)
}

/// One duty's whole story, from the law to the line, as text for a terminal; `None` if the assessment has no such duty. `least` is the
/// least that would make it met, if that was looked for.
#[must_use]
pub fn explain(assessment: &Assessment, duty: &DutyId, least: Option<&Counterfactual>, width: usize) -> Option<String> {
    Some(text::render(&explain::story(assessment, duty, least)?, width))
}

/// The same story as Markdown.
#[must_use]
pub fn explain_markdown(assessment: &Assessment, duty: &DutyId, least: Option<&Counterfactual>) -> Option<String> {
    Some(markdown::render(&explain::story(assessment, duty, least)?))
}

/// The same as JSON.
#[must_use]
pub fn explain_json(explanation: &Explanation) -> String {
    json::safe(explanation)
}
