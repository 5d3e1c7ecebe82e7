//! A paper as a Word document, in the built-in template or in an office's own.
//!
//! ```text
//!  paper ──body──▶ paragraphs, tables ──template──▶ before the last section of a template ──package──▶ .docx
//! ```

mod body;
mod fault;
mod fields;
mod marking;
mod numbering;
mod package;
mod part;
mod stated;
mod styles;
mod table;
mod template;
mod xml;

use super::paper::part::Paper;

pub use fault::TemplateFault;
pub use package::MOST_BYTES;

/// The parts of the built-in template, in the order in which Word writes them.
const BUILT_IN: &[(&str, &str)] = &[
    ("[Content_Types].xml", include_str!("template/content_types.xml")),
    ("_rels/.rels", include_str!("template/package_rels.xml")),
    ("word/document.xml", include_str!("template/document.xml")),
    ("word/_rels/document.xml.rels", include_str!("template/document_rels.xml")),
    ("word/styles.xml", include_str!("template/styles.xml")),
    ("word/numbering.xml", include_str!("template/numbering.xml")),
    ("word/settings.xml", include_str!("template/settings.xml")),
    ("word/theme/theme1.xml", include_str!("template/theme.xml")),
    ("word/fontTable.xml", include_str!("template/font_table.xml")),
    ("word/header1.xml", include_str!("template/header.xml")),
    ("word/footer1.xml", include_str!("template/footer.xml")),
    ("docProps/core.xml", include_str!("template/core.xml")),
    ("docProps/app.xml", include_str!("template/app.xml")),
];

/// The built-in template as a Word document: what an office may begin its own with.
///
/// # Errors
/// Never, but for a fault in this program.
pub fn built_in() -> Result<Vec<u8>, TemplateFault> {
    package::pack(BUILT_IN)
}

/// The paper in a template; in the built-in one where none is given.
///
/// # Errors
/// The template cannot be used, and why.
pub(super) fn write(paper: &Paper, template: Option<&[u8]>) -> Result<Vec<u8>, TemplateFault> {
    match template {
        Some(template) => template::fill(template, paper),
        None => template::fill(&built_in()?, paper),
    }
}
