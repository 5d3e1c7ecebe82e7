//! What stands around every picture: a figure with its caption, a way past the picture for whoever goes by keyboard, a box that scrolls where
//! the picture is wider than the screen, and below it the same as a table.

use super::svg::{Length, Writer};

/// The size of the letters in a picture.
pub(super) const LETTERS: Length = Length::units(12);

/// A picture: what it is called and how large it is.
pub(super) struct Picture<'a> {
    /// The anchor of the figure; unique on the page.
    pub(super) anchor: &'a str,
    /// The name that is told of the picture, unique on the page.
    pub(super) name: &'a str,
    /// What can be seen in it, in a sentence.
    pub(super) tells: &'a str,
    /// Its width.
    pub(super) width: Length,
    /// Its height.
    pub(super) height: Length,
}

/// A picture with what draws it.
pub(super) type Drawing<'a> = (&'a Picture<'a>, &'a dyn Fn(&mut Writer));

/// A figure: paragraphs above it, the picture, and the table below it. Without a `picture` there are only words and the table.
pub(super) fn figure(
    to: &mut Writer,
    anchor: &str,
    caption: &[String],
    picture: Option<Drawing<'_>>,
    table: impl FnOnce(&mut Writer),
) {
    let table_anchor = format!("{anchor}-table");
    to.element("figure", &[("class", &"d-figure"), ("id", &anchor)], |figure| {
        figure.element("figcaption", &[], |within| {
            for paragraph in caption {
                within.words("p", &[], paragraph);
            }
        });
        if let Some((picture, draw)) = picture {
            figure.element("p", &[("class", &"d-past")], |past| {
                let text = format!("Go past the picture to the same as a table: {}", picture.name);
                past.words("a", &[("href", &format!("#{table_anchor}"))], &text);
            });
            drawn(figure, picture, draw);
        }
        figure.line();
        figure.element("details", &[("class", &"d-as-table"), ("id", &table_anchor)], |details| {
            details.words("summary", &[], "The same as a table");
            scroll(details, &format!("Table: {}", picture.map_or(anchor, |(picture, _)| picture.name)), table);
        });
    });
    to.line();
}

fn drawn(to: &mut Writer, picture: &Picture<'_>, draw: &dyn Fn(&mut Writer)) {
    let (title, tells) = (format!("{}-title", picture.anchor), format!("{}-tells", picture.anchor));
    let (width, height) = (picture.width, picture.height);
    scroll(to, &format!("Picture: {}", picture.name), |region| {
        let view = format!("0 0 {width} {height}");
        region.element(
            "svg",
            &[
                ("class", &"d-picture"),
                ("width", &width),
                ("height", &height),
                ("viewBox", &view),
                ("role", &"group"),
                ("aria-labelledby", &title),
                ("aria-describedby", &tells),
            ],
            |svg| {
                svg.words("title", &[("id", &title)], picture.name);
                svg.words("desc", &[("id", &tells)], picture.tells);
                svg.line();
                draw(svg);
            },
        );
    });
}

/// A box that scrolls sideways, and can be reached by keyboard for that.
fn scroll(to: &mut Writer, label: &str, within: impl FnOnce(&mut Writer)) {
    let attributes: [super::svg::Attribute<'_>; 4] =
        [("class", &"d-scroll"), ("tabindex", &"0"), ("role", &"region"), ("aria-label", &label)];
    to.element("div", &attributes, within);
}

/// A table with a caption and a head.
pub(super) fn table(to: &mut Writer, caption: &str, columns: &[&str], rows: impl FnOnce(&mut Writer)) {
    to.element("table", &[("class", &"d-table")], |table| {
        table.words("caption", &[], caption);
        table.element("thead", &[], |head| {
            head.element("tr", &[], |row| {
                for column in columns {
                    row.words("th", &[("scope", &"col")], column);
                }
            });
        });
        table.line();
        table.element("tbody", &[], rows);
    });
}

/// A line of text in a picture, whose foot stands at `y`.
pub(super) fn letters(to: &mut Writer, class: &str, x: Length, y: Length, text: &str) {
    if class.is_empty() {
        to.words("text", &[("x", &x), ("y", &y)], text);
    } else {
        to.words("text", &[("class", &class), ("x", &x), ("y", &y)], text);
    }
}
