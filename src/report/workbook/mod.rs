//! The action plan as a workbook and as a sheet of comma-separated values.

mod plan;
mod sheet;
mod sheets;
mod write;

use crate::model::brief::Brief;

use super::csv;

/// The workbook (Office Open XML): the summary, the action plan, every duty, the evidence, the departures, what was not assessed, the sources.
/// No cell is a formula. The same brief gives the same bytes.
///
/// # Errors
/// What the writer says, where a limit of the format is passed, such as 1,048,576 rows.
pub fn xlsx(brief: &Brief) -> Result<Vec<u8>, String> {
    let it = &brief.assessment;
    let sheets = [
        sheets::summary(brief),
        plan::sheet(brief),
        sheets::duties(it),
        sheets::evidence(it),
        sheets::departures(it),
        sheets::not_assessed(it),
        sheets::sources(it),
    ];
    write::workbook(&sheets, it)
}

/// The action plan alone (RFC 4180, UTF-8 with a byte order mark, which spreadsheets need to tell the encoding).
#[must_use]
pub fn csv(brief: &Brief) -> String {
    let plan = plan::sheet(brief);
    let heading = plan.columns.iter().map(|column| column.heading.to_owned()).collect();
    let rows = plan.rows.iter().map(|row| row.iter().map(sheet::Cell::in_words).collect());
    let lines: String = std::iter::once(heading).chain(rows).map(csv::line).collect();
    format!("\u{feff}{lines}")
}
