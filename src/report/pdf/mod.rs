//! A paper as a tagged PDF, for those who need one that a screen reader can read and an archive can keep.
//!
//! ```text
//!  paper ──data──▶ JSON ──world: paper.typ, fonts──▶ pages ──▶ PDF/UA-1, PDF/A-2a
//! ```
//!
//! What sets the pages is large, so it comes in with the feature `pdf` only.

#[cfg(feature = "pdf")]
mod data;
#[cfg(feature = "pdf")]
mod fonts;
#[cfg(feature = "pdf")]
mod text;
#[cfg(feature = "pdf")]
mod world;

use super::paper::part::Paper;

/// Whether this build can write a PDF.
pub const IS_BUILT_IN: bool = cfg!(feature = "pdf");

/// What a build without the feature says.
pub const NOT_BUILT_IN: &str = "this build writes no PDF; build it with `--features pdf`, or print the page of `--format html`, or save \
                                the Word document of `--format docx` as PDF";

/// The paper as a PDF.
///
/// # Errors
/// This build writes none, or typst refuses to write one that keeps to the standards, and why.
#[cfg(feature = "pdf")]
pub(super) fn write(paper: &Paper) -> Result<Vec<u8>, String> {
    let fonts = fonts::fonts()?;
    let data = data::json(paper, &fonts.drawn);
    world::print(data, fonts)
}

#[cfg(not(feature = "pdf"))]
pub(super) fn write(_paper: &Paper) -> Result<Vec<u8>, String> {
    Err(NOT_BUILT_IN.to_owned())
}
