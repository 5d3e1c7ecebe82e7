//! Sheets as a file of Office Open XML: the only code that knows the writer.

use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, DataValidation, DataValidationRule, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Table, TableColumn, TableStyle, Workbook, Worksheet, XlsxError,
};

use crate::model::assessment::Assessment;
use crate::model::dates::Day;
use crate::report::sanitize::sanitize;

use super::sheet::{Cell, Column, Entry, Sheet};

/// Sizes of paper, by their numbers in the format.
const A4: u8 = 9;
const A3: u8 = 8;
/// How many characters across a page of A4 can still be read.
const ACROSS_A4: u16 = 170;
/// A line of text and the tallest row, in points.
const LINE: f64 = 13.5;
const TALLEST: f64 = 409.0;
/// The row with the headings: after what the sheet is, and a row apart.
const HEADINGS: u32 = 2;
/// Texts that are given a colour and a weight beside their words: contrast of at least 7 to 1, and bold for those who see no colour.
const TELLING: [(&str, u32, u32); 6] = [
    ("overdue", 0x5C_0000, 0xFF_DAD6),
    ("within ", 0x4A_3200, 0xFF_EFC2),
    ("✗", 0x5C_0000, 0xFF_DAD6),
    ("✓", 0x00_3D1F, 0xD8_F5E3),
    ("done", 0x00_3D1F, 0xD8_F5E3),
    ("in hand", 0x4A_3200, 0xFF_EFC2),
];
/// The columns in which they are.
const TELL: [&str; 5] = ["Urgency", "Stands", "Standing", "Status", "Effect"];

/// The file.
pub(super) fn workbook(sheets: &[Sheet], assessment: &Assessment) -> Result<Vec<u8>, String> {
    write(sheets, assessment).map_err(|error| error.to_string())
}

fn write(sheets: &[Sheet], assessment: &Assessment) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = format!("{}: duties under the Strategic Policing Requirement", sanitize(&assessment.force.name));
    let mut properties = DocProperties::new()
        .set_title(title)
        .set_subject(format!("As of {}", assessment.as_of))
        .set_author("sprcheck")
        .set_comment(format!("Marking: {}", assessment.marking));
    // The day of the question, so that the same answer gives the same bytes.
    if let Some(day) = date(assessment.as_of) {
        properties = properties.set_creation_datetime(&day);
    }
    book.set_properties(&properties);
    for sheet in sheets {
        self::sheet(book.add_worksheet(), sheet, assessment)?;
    }
    book.save_to_buffer()
}

fn sheet(page: &mut Worksheet, sheet: &Sheet, assessment: &Assessment) -> Result<(), XlsxError> {
    page.set_name(sheet.name)?;
    let title = Format::new().set_bold().set_font_size(13);
    let about = sanitize(&sheet.about);
    page.write_string_with_format(0, 0, &about, &title)?;
    let wrapped = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Left)
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Hair);
    let dated = wrapped.clone().set_num_format("yyyy-mm-dd");
    for (row, cells) in (HEADINGS + 1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => page.write_string_with_format(row, column, text, &wrapped)?,
                Cell::Number(number) => {
                    page.write_number_with_format(row, column, i32::try_from(*number).unwrap_or(i32::MAX), &wrapped)?
                }
                Cell::Date(day) => match date(*day) {
                    Some(date) => page.write_datetime_with_format(row, column, &date, &dated)?,
                    None => page.write_string_with_format(row, column, day.to_string(), &wrapped)?,
                },
                Cell::Open => page.write_blank(row, column, &wrapped)?,
            };
        }
        // A row is as tall as what is printed of it; the rest can be unfolded on the screen.
        let printed = cells.iter().zip(&sheet.columns).take(usize::from(sheet.printed));
        let lines = printed.map(|(cell, column)| cell.lines(column.width)).max().unwrap_or(1);
        page.set_row_height(row, (f64::from(u32::try_from(lines).unwrap_or(u32::MAX)) * LINE).min(TALLEST))?;
    }
    let last = HEADINGS + u32::try_from(sheet.rows.len().max(1)).unwrap_or(u32::MAX);
    if sheet.rows.is_empty() {
        page.write_string_with_format(HEADINGS + 1, 0, "nothing", &wrapped)?;
    }
    for (column, own) in (0..).zip(&sheet.columns) {
        page.set_column_width(column, own.width)?;
        entry(page, (HEADINGS + 1, last, column), own)?;
    }
    let heading = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let columns: Vec<TableColumn> = sheet
        .columns
        .iter()
        .map(|column| TableColumn::new().set_header(column.heading).set_header_format(&heading))
        .collect();
    let width = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let table = Table::new()
        .set_name(sheet.name.replace(' ', "_"))
        .set_columns(&columns)
        .set_style(TableStyle::Light1)
        .set_alt_text_title(sheet.name)
        .set_alt_text(&about);
    page.add_table(HEADINGS, 0, last, width, &table)?;
    page.set_freeze_panes(HEADINGS + 1, 1)?;
    page.set_repeat_rows(HEADINGS, HEADINGS)?;
    let across: u16 = sheet.columns.iter().take(usize::from(sheet.printed)).map(|column| column.width).sum();
    let paper = if across > ACROSS_A4 { A3 } else { A4 };
    page.set_landscape().set_paper_size(paper).set_print_fit_to_pages(1, 0);
    page.set_print_area(0, 0, last, sheet.printed.saturating_sub(1))?;
    let force = escaped(&assessment.force.name);
    let partial = if assessment.partial.is_some() { " PARTIAL" } else { "" };
    page.set_header(format!("&L{}{partial}&C{force}&R&A", assessment.marking));
    page.set_footer(format!("&L{}{partial}&Cas of {}&Rpage &P of &N", assessment.marking, assessment.as_of));
    Ok(())
}

/// What may be entered in a column, and what of it is told by colour and weight beside its words.
fn entry(page: &mut Worksheet, (first, last, column): (u32, u32, u16), own: &Column) -> Result<(), XlsxError> {
    match own.entry {
        Entry::Told | Entry::Any => {}
        Entry::OneOf(words) => {
            let rule = DataValidation::new()
                .allow_list_strings(words)?
                .set_error_title("Not one of the words")?
                .set_error_message(format!("Choose one of: {}.", words.join(", ")))?;
            page.add_data_validation(first, column, last, column, &rule)?;
        }
        Entry::Date => {
            let rule = DataValidation::new()
                .allow_date(DataValidationRule::GreaterThan(ExcelDateTime::from_ymd(2000, 1, 1)?))
                .set_error_title("Not a date")?
                .set_error_message("Enter a date, such as 2021-06-30.")?;
            page.add_data_validation(first, column, last, column, &rule)?;
        }
    }
    if TELL.contains(&own.heading) {
        for (word, ink, ground) in TELLING {
            let format =
                Format::new().set_bold().set_font_color(Color::RGB(ink)).set_background_color(Color::RGB(ground));
            let rule = ConditionalFormatText::new()
                .set_rule(ConditionalFormatTextRule::BeginsWith(word.to_owned()))
                .set_format(format);
            page.add_conditional_format(first, column, last, column, &rule)?;
        }
    }
    Ok(())
}

/// A header in which `&` begins no code.
fn escaped(text: &str) -> String {
    sanitize(text).chars().take(120).collect::<String>().replace('&', "&&")
}

/// The day as a spreadsheet has it; none before 1900, which it cannot tell.
fn date(day: Day) -> Option<ExcelDateTime> {
    let text = day.to_string();
    let mut parts = text.split('-').map(str::parse::<u16>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    if year < 1900 {
        return None;
    }
    ExcelDateTime::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}
