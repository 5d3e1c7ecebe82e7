//! The tables of a body: fixed widths, a heading row that repeats, a caption for those who cannot see them.

use super::super::paper::part::{Grid, Line, Run};
use super::body::{Body, Look};
use super::xml::Xml;

/// The shade of heading cells.
const SHADE: &str = "E7E6E6";

/// How a table is set.
struct Setting {
    widths: Vec<u32>,
    /// The size of its text, in half points.
    size: &'static str,
    /// What stands left and right in a cell, in twentieths of a point, where it is not the template's own.
    margin: Option<&'static str>,
    /// Whether every row stays with the next.
    together: bool,
}

impl Setting {
    fn of(grid: &Grid, whole: u32) -> Self {
        let narrow = grid.columns.len() > 5;
        Self {
            widths: widths(grid, whole),
            size: if narrow { "16" } else { "18" },
            margin: narrow.then_some("50"),
            together: grid.together,
        }
    }
}

impl Body<'_> {
    /// A table; with `references`, the number in the first cell of a row is where references lead.
    pub(super) fn table(&mut self, grid: &Grid, references: bool) {
        if self.after_table {
            // Two tables would run into one.
            self.paragraph(Look::default(), |_| {});
        }
        let setting = Setting::of(grid, self.frame.width);
        let mut rows = self.row(&setting, true, |body, column| {
            let heading = grid.columns.get(column).map_or("", |(heading, _)| heading.as_str());
            body.cell_line(&Line::strong(heading), &setting, true);
        });
        for (index, cells) in grid.rows.iter().enumerate() {
            let keep = setting.together && index + 1 < grid.rows.len();
            rows.push_str(&self.row(&setting, false, |body, column| {
                for line in cells.get(column).into_iter().flatten() {
                    match line.0.as_slice() {
                        [Run::Reference(number)] if references && column == 0 => body.target(*number, &setting),
                        _ => body.cell_line(line, &setting, keep),
                    }
                }
            }));
        }
        let style = self.frame.styles.table_grid.clone();
        self.xml.within("w:tbl", &[], |xml| {
            properties(xml, &style, grid, &setting);
            xml.within("w:tblGrid", &[], |xml| {
                for width in &setting.widths {
                    xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
                }
            });
            xml.raw(&rows);
        });
        self.after_table = true;
    }

    fn row(&mut self, setting: &Setting, is_head: bool, mut cell: impl FnMut(&mut Self, usize)) -> String {
        let before = std::mem::take(&mut self.xml);
        let mut cells = Vec::new();
        for column in 0..setting.widths.len() {
            cell(self, column);
            cells.push(std::mem::take(&mut self.xml));
        }
        self.xml = before;
        let mut xml = Xml::default();
        xml.within("w:tr", &[], |xml| {
            xml.within("w:trPr", &[], |xml| {
                xml.empty("w:cantSplit", &[]);
                if is_head {
                    xml.empty("w:tblHeader", &[]);
                }
            });
            for (inner, width) in cells.into_iter().zip(&setting.widths) {
                xml.within("w:tc", &[], |xml| {
                    xml.within("w:tcPr", &[], |xml| {
                        xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
                        if is_head {
                            xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", SHADE)]);
                        }
                    });
                    xml.append(inner);
                });
            }
        });
        xml.finish()
    }

    fn cell_line(&mut self, line: &Line, setting: &Setting, keep_next: bool) {
        self.paragraph(Look::in_table(keep_next), |body| body.styled_runs(line, Some(setting.size)));
    }

    /// The number of a piece of evidence, where references to it lead.
    fn target(&mut self, number: usize, setting: &Setting) {
        let name = self.reference_name(number);
        self.paragraph(Look::in_table(false), |body| {
            body.bookmarked(&name, |body| body.run(&format!("[{number}]"), false, Some(setting.size)));
        });
    }
}

fn properties(xml: &mut Xml, style: &str, grid: &Grid, setting: &Setting) {
    let total = setting.widths.iter().sum::<u32>().to_string();
    xml.within("w:tblPr", &[], |xml| {
        xml.val("w:tblStyle", style);
        xml.empty("w:tblW", &[("w:w", &total), ("w:type", "dxa")]);
        xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        if let Some(margin) = setting.margin {
            xml.within("w:tblCellMar", &[], |xml| {
                xml.empty("w:left", &[("w:w", margin), ("w:type", "dxa")]);
                xml.empty("w:right", &[("w:w", margin), ("w:type", "dxa")]);
            });
        }
        let look = [("w:val", "0620"), ("w:firstRow", "1"), ("w:lastRow", "0"), ("w:firstColumn", "0")];
        let rest = [("w:lastColumn", "0"), ("w:noHBand", "1"), ("w:noVBand", "1")];
        xml.empty("w:tblLook", &[look.as_slice(), rest.as_slice()].concat());
        xml.val("w:tblCaption", &grid.caption);
        xml.val("w:tblDescription", &grid.caption);
    });
}

/// The widths of columns by their shares, which come to the whole.
fn widths(grid: &Grid, whole: u32) -> Vec<u32> {
    let shares: u32 = grid.columns.iter().map(|(_, share)| *share).sum::<u32>().max(1);
    let mut widths: Vec<u32> = grid.columns.iter().map(|(_, share)| whole * share / shares).collect();
    let rest = whole - widths.iter().sum::<u32>();
    if let Some(last) = widths.last_mut() {
        *last += rest;
    }
    widths
}
