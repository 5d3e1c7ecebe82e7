//! A picture of some duties: their instruments on the left, what is cited for them on the right.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::drawing::frame::{self, Picture, letters};
use crate::report::drawing::link;
use crate::report::drawing::svg::{Attribute, Length, Writer};
use crate::report::phrases::{count, stands};

use super::layout::{Places, Plan, lay_out};
use super::net::{Drawn, Ground, Net, Tie};
use super::node::{self, Column, Plate};
use super::themes::{self, Theme};

const INSTRUMENTS: Column = Column { left: Length::units(4), width: Length::units(206), status: Length::units(0) };
const DUTIES: Column = Column { left: Length::units(250), width: Length::units(390), status: Length::units(98) };
const GROUNDS: Column = Column { left: Length::units(740), width: Length::units(356), status: Length::units(92) };
const WIDTH: Length = Length::units(1100);
/// Where the boxes begin, below the heads of the columns.
pub(super) const HEAD: Length = Length::units(28);
const FOOT: Length = Length::units(6);

/// The figure.
pub(super) fn figure(to: &mut Writer, net: &Net<'_>, theme: &Theme<'_, '_>) {
    let grounds: Vec<Ground<'_>> =
        theme.duties.iter().flat_map(|drawn| drawn.ties.keys().copied()).collect::<BTreeSet<_>>().into_iter().collect();
    let number: BTreeMap<Ground<'_>, usize> = grounds.iter().copied().zip(0..).collect();
    let instruments = themes::instruments(net, &theme.duties);
    let mut rows = 0..;
    let plan = Plan {
        groups: instruments.iter().map(|group| rows.by_ref().take(group.len()).collect()).collect(),
        ties: theme
            .duties
            .iter()
            .map(|one| one.ties.keys().filter_map(|key| number.get(key).copied()).collect())
            .collect(),
        grounds: grounds.len(),
    };
    let drawing = Drawing { net, theme, instruments, grounds, places: lay_out(&plan) };
    let tells = format!(
        "{} of {}, and {} cited for them.",
        count(theme.duties.len(), "duty", "duties"),
        count(drawing.instruments.len(), "instrument", "instruments"),
        count(drawing.grounds.len(), "piece of evidence or departure is", "pieces of evidence or departures are")
    );
    let name = format!("Evidence graph, {}", theme.title);
    let height = HEAD + drawing.places.height + FOOT;
    let picture = Picture { anchor: &theme.anchor, name: &name, tells: &tells, width: WIDTH, height };
    frame::figure(
        to,
        &theme.anchor,
        std::slice::from_ref(&tells),
        Some((&picture, &|svg| drawing.draw(svg))),
        |table| drawing.table(table, &name),
    );
}

struct Drawing<'d, 'n, 'a> {
    net: &'d Net<'a>,
    theme: &'d Theme<'n, 'a>,
    instruments: Vec<Vec<&'n Drawn<'a>>>,
    grounds: Vec<Ground<'a>>,
    places: Places,
}

impl<'n, 'a> Drawing<'_, 'n, 'a> {
    fn draw(&self, svg: &mut Writer) {
        let anchor = &self.theme.anchor;
        heads(svg, &[(INSTRUMENTS, "Instrument"), (DUTIES, "Duty, and where it stands"), (GROUNDS, "Cited for it")]);
        svg.element("g", &[("class", &"d-edges"), ("aria-hidden", &"true")], |edges| self.edges(edges));
        column(svg, anchor, "instruments", INSTRUMENTS, self.places.height, |boxes| {
            for (group, _) in &self.places.order {
                let (Some(duties), Some(middle)) = (self.instruments.get(*group), self.places.groups.get(*group))
                else {
                    continue;
                };
                if let Some(first) = duties.first() {
                    instrument(self.net, first, duties.len()).draw_double(boxes, INSTRUMENTS, HEAD + *middle);
                }
            }
        });
        column(svg, anchor, "duties", DUTIES, self.places.height, |boxes| {
            for (_, _, drawn, middle) in self.rows() {
                Plate::duty(drawn).draw(boxes, DUTIES, HEAD + middle);
            }
        });
        column(svg, anchor, "grounds", GROUNDS, self.places.height, |boxes| {
            for ground in &self.places.grounds_order {
                let (Some(id), Some(middle)) = (self.grounds.get(*ground), self.places.grounds.get(*ground)) else {
                    continue;
                };
                if let Some(node) = Plate::ground(self.net, *id) {
                    node.draw(boxes, GROUNDS, HEAD + *middle);
                }
            }
        });
    }

    /// The duties from the top, each with the number of its group, its own, and its height.
    fn rows(&self) -> impl Iterator<Item = (usize, usize, &'n Drawn<'a>, Length)> {
        let rows = self.places.order.iter().flat_map(|(group, rows)| rows.iter().map(move |row| (*group, *row)));
        rows.filter_map(|(group, row)| Some((group, row, *self.theme.duties.get(row)?, *self.places.rows.get(row)?)))
    }

    fn edges(&self, edges: &mut Writer) {
        let number: BTreeMap<Ground<'_>, usize> = self.grounds.iter().copied().zip(0..).collect();
        for (group, _, drawn, row) in self.rows() {
            if let Some(middle) = self.places.groups.get(group) {
                let (from, to) = ((INSTRUMENTS.right(), *middle), (DUTIES.left, row));
                edges.shape("path", &[("class", &"d-lays-down"), ("d", &curve(from, to))]);
            }
            for (ground, tie) in &drawn.ties {
                let place = number.get(ground).and_then(|number| self.places.grounds.get(*number));
                let Some(middle) = place else { continue };
                edge(edges, (DUTIES.right(), row), (GROUNDS.left, *middle), *tie, &node::tie(*tie));
            }
            edges.line();
        }
    }

    fn table(&self, to: &mut Writer, name: &str) {
        let columns = ["Instrument", "Duty", "Where it stands", "Facts", "Cited for it"];
        frame::table(to, name, &columns, |rows| {
            for (_, _, drawn, _) in self.rows() {
                rows.element("tr", &[], |row| self.row(row, drawn));
                rows.line();
            }
        });
    }

    fn row(&self, row: &mut Writer, drawn: &Drawn<'_>) {
        let duty = drawn.duty;
        row.words("td", &[], instrument(self.net, drawn, 1).name.as_str());
        row.element("th", &[("scope", &"row")], |cell| {
            cell.words("a", &[("href", &link("duty", duty.id.as_str()))], &duty.title);
        });
        row.words("td", &[], &stands(duty));
        row.words("td", &[], &node::facts(drawn));
        row.element("td", &[], |cell| {
            if drawn.ties.is_empty() {
                cell.text(if node::is_withheld(drawn) { "not told" } else { "nothing" });
                return;
            }
            cell.element("ul", &[], |list| {
                for (ground, tie) in &drawn.ties {
                    let Some(node) = Plate::ground(self.net, *ground) else { continue };
                    list.element("li", &[], |item| {
                        let link = node.link.unwrap_or_default();
                        item.words("a", &[("href", &link)], &node.name);
                        item.text(&format!(": {}; {}", node.status, node::tie(*tie)));
                    });
                }
            });
        });
    }
}

/// An instrument with so many duties.
fn instrument(net: &Net<'_>, drawn: &Drawn<'_>, duties: usize) -> Plate {
    let (id, title) = net.instrument(drawn.duty);
    Plate {
        link: (!id.is_empty()).then(|| link("instrument", id)),
        class: "d-instrument".into(),
        status: String::new(),
        name: title.to_owned(),
        title: format!("{title}; {}", count(duties, "duty here", "duties here")),
    }
}

/// The heads of the columns.
pub(super) fn heads(svg: &mut Writer, columns: &[(Column, &str)]) {
    for (column, head) in columns {
        letters(svg, "d-strong", column.left, Length::units(14), head);
    }
    svg.line();
}

/// A column of boxes; no letter leaves it, however wide it is.
pub(super) fn column(
    svg: &mut Writer,
    anchor: &str,
    name: &str,
    column: Column,
    height: Length,
    boxes: impl FnOnce(&mut Writer),
) {
    const AROUND: Length = Length::units(4);
    let id = format!("{anchor}-{name}");
    svg.element("clipPath", &[("id", &id)], |clip| {
        let (left, width, height) = (column.left - AROUND, column.width + AROUND + AROUND, HEAD + height + FOOT);
        let area: [Attribute<'_>; 4] = [("x", &left), ("y", &"0"), ("width", &width), ("height", &height)];
        clip.shape("rect", &area);
    });
    svg.element("g", &[("clip-path", &format!("url(#{id})"))], boxes);
    svg.line();
}

/// A line from what is on the left to what is cited for it; the thicker, the more facts cite it.
pub(super) fn edge(to: &mut Writer, from: (Length, Length), end: (Length, Length), tie: Tie, says: &str) {
    let class = match (tie.supports, tie.departs) {
        (true, _) => "d-shows",
        (false, true) => "d-departs",
        (false, false) => "d-cites",
    };
    let thickness = match tie.facts {
        0 | 1 => "1",
        2 | 3 => "1.7",
        4..=7 => "2.4",
        _ => "3.2",
    };
    let path = curve(from, end);
    let attributes: [Attribute<'_>; 3] = [("class", &class), ("stroke-width", &thickness), ("d", &path)];
    to.element("path", &attributes, |path| path.words("title", &[], says));
}

/// A curve that leaves and arrives level.
fn curve((from_x, from_y): (Length, Length), (to_x, to_y): (Length, Length)) -> String {
    let middle = Length(i64::midpoint(from_x.0, to_x.0));
    let (from_y, to_y) = (HEAD + from_y, HEAD + to_y);
    format!("M{from_x} {from_y}C{middle} {from_y} {middle} {to_y} {to_x} {to_y}")
}
