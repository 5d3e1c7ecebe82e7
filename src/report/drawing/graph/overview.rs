//! The whole in one picture: which instruments rest on whose evidence, with the duties folded into the lines.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::assessment::{Assessment, AssuranceRow};
use crate::report::drawing::frame::{self, Drawing, Picture};
use crate::report::drawing::svg::{Length, Writer};
use crate::report::drawing::{link, slug};
use crate::report::natural::natural;
use crate::report::phrases::{self, count};

use super::focus::{HEAD, column, edge, heads};
use super::layout::{Places, Plan, lay_out};
use super::net::{Ground, Net, Tie};
use super::node::{self, Column, Plate};
use super::themes::MOST;

const INSTRUMENTS: Column = Column { left: Length::units(4), width: Length::units(500), status: Length::units(110) };
const OWNERS: Column = Column { left: Length::units(644), width: Length::units(452), status: Length::units(74) };
const WIDTH: Length = Length::units(1100);
const FOOT: Length = Length::units(6);
/// Its anchor.
pub(super) const ANCHOR: &str = "graph-overview";
/// The heading above it.
pub(super) const TITLE: &str = "Which instruments rest on whose evidence";
const NAME: &str = "Evidence graph, overview";

/// What an instrument and an owner have between them.
#[derive(Default)]
struct Between<'a> {
    pieces: BTreeSet<&'a str>,
    duties: BTreeSet<&'a str>,
    supports: bool,
}

/// An instrument: its id and its title.
type Instrument<'a> = (&'a str, &'a str);

/// Instruments, owners, and what is between them.
pub(super) struct Overview<'a> {
    assessment: &'a Assessment,
    instruments: Vec<Instrument<'a>>,
    owners: Vec<&'a str>,
    between: BTreeMap<(Instrument<'a>, &'a str), Between<'a>>,
}

/// The figure with its heading.
pub(super) fn figure(to: &mut Writer, net: &Net<'_>, overview: &Overview<'_>) {
    to.words("h3", &[("class", &"d-head")], TITLE);
    let places = lay_out(&overview.plan());
    let tells = format!(
        "{}, and {} for evidence that is cited for a duty in them. A line is solid where some of it supports a duty, and the thicker, the more \
         pieces there are.",
        count(overview.instruments.len(), "instrument", "instruments"),
        count(overview.owners.len(), "owner who answers", "owners who answer")
    );
    let height = HEAD + places.height + FOOT;
    let picture = Picture { anchor: ANCHOR, name: NAME, tells: &tells, width: WIDTH, height };
    let draw = |svg: &mut Writer| overview.draw(svg, &places);
    let fits = overview.instruments.len() + overview.owners.len() <= MOST;
    let drawn: Option<Drawing<'_>> = if fits { Some((&picture, &draw)) } else { None };
    frame::figure(to, ANCHOR, std::slice::from_ref(&tells), drawn, |table| overview.table(table, net));
}

impl<'a> Overview<'a> {
    /// What is to be drawn; nothing where all evidence has the same owner.
    pub(super) fn of(net: &Net<'a>, assessment: &'a Assessment) -> Option<Self> {
        let mut between: BTreeMap<(Instrument<'_>, &str), Between<'_>> = BTreeMap::new();
        let mut instruments: BTreeSet<Instrument<'_>> = BTreeSet::new();
        for drawn in &net.duties {
            let instrument = net.instrument(drawn.duty);
            instruments.insert(instrument);
            for (ground, tie) in &drawn.ties {
                let Ground::Evidence(id) = ground else { continue };
                let Some(piece) = net.piece(id) else { continue };
                let both = between.entry((instrument, node::owner(&piece.owner))).or_default();
                both.pieces.insert(id);
                both.duties.insert(drawn.duty.id.as_str());
                both.supports |= tie.supports;
            }
        }
        let owners: BTreeSet<&str> = between.keys().map(|(_, owner)| *owner).collect();
        if owners.len() < 2 {
            return None;
        }
        let mut instruments: Vec<Instrument<'_>> = instruments.into_iter().collect();
        instruments.sort_by_key(|(id, _)| natural(id));
        Some(Self { assessment, instruments, owners: owners.into_iter().collect(), between })
    }

    fn plan(&self) -> Plan {
        let ties = |instrument: &Instrument<'a>| {
            let tied = |owner: &&str| self.between.contains_key(&(*instrument, *owner));
            self.owners.iter().enumerate().filter(|(_, owner)| tied(owner)).map(|(number, _)| number).collect()
        };
        Plan {
            groups: vec![(0..self.instruments.len()).collect()],
            ties: self.instruments.iter().map(ties).collect(),
            grounds: self.owners.len(),
        }
    }

    fn draw(&self, svg: &mut Writer, places: &Places) {
        heads(svg, &[(INSTRUMENTS, "Instrument, and the assurance on it"), (OWNERS, "Who answers for the evidence")]);
        svg.element("g", &[("class", &"d-edges"), ("aria-hidden", &"true")], |edges| {
            for (instrument, row) in self.instruments.iter().zip(&places.rows) {
                for (owner, middle) in self.owners.iter().zip(&places.grounds) {
                    let Some(both) = self.between.get(&(*instrument, *owner)) else { continue };
                    let tie = Tie { facts: both.pieces.len(), supports: both.supports, departs: false };
                    edge(edges, (INSTRUMENTS.right(), *row), (OWNERS.left, *middle), tie, &says(both));
                }
            }
        });
        column(svg, ANCHOR, "instruments", INSTRUMENTS, places.height, |boxes| {
            for row in places.order.iter().flat_map(|(_, rows)| rows) {
                let (Some(instrument), Some(middle)) = (self.instruments.get(*row), places.rows.get(*row)) else {
                    continue;
                };
                self.instrument(*instrument).draw(boxes, INSTRUMENTS, HEAD + *middle);
            }
        });
        column(svg, ANCHOR, "owners", OWNERS, places.height, |boxes| {
            for number in &places.grounds_order {
                let (Some(owner), Some(middle)) = (self.owners.get(*number), places.grounds.get(*number)) else {
                    continue;
                };
                self.owner(owner).draw(boxes, OWNERS, HEAD + *middle);
            }
        });
    }

    /// An instrument with the assurance of the first rule set that gives one on it.
    fn instrument(&self, (id, title): Instrument<'_>) -> Plate {
        let rows = self.assessment.assurance.iter().flat_map(|set| &set.by_instrument);
        let row: Option<&AssuranceRow> = rows.into_iter().find(|row| row.id == id);
        let status = row.map_or_else(|| "– none given".into(), |row| phrases::assurance(row.assurance));
        let reason = row.map_or("", |row| row.reason.as_str());
        Plate {
            link: (!id.is_empty()).then(|| link("instrument", id)),
            class: "d-instrument".into(),
            title: format!("{status}: {title}; {reason}"),
            status,
            name: title.to_owned(),
        }
    }

    fn owner(&self, owner: &str) -> Plate {
        let pieces = self.pieces(owner);
        Plate {
            link: Some(link("owner", owner)),
            class: "d-owner".into(),
            status: count(pieces.len(), "piece", "pieces"),
            name: owner.to_owned(),
            title: format!("{owner}: {}", count(pieces.len(), "piece of evidence", "pieces of evidence")),
        }
    }

    fn pieces(&self, owner: &str) -> BTreeSet<&'a str> {
        let of_owner = self.between.iter().filter(|((_, one), _)| *one == owner);
        of_owner.flat_map(|(_, both)| both.pieces.iter().copied()).collect()
    }

    fn table(&self, to: &mut Writer, net: &Net<'_>) {
        frame::table(to, NAME, &["Who answers", "Evidence", "For which instruments"], |rows| {
            for owner in &self.owners {
                rows.element("tr", &[("id", &slug("owner", owner))], |row| self.row(row, net, owner));
                rows.line();
            }
        });
    }

    fn row(&self, row: &mut Writer, net: &Net<'_>, owner: &str) {
        row.words("th", &[("scope", &"row")], owner);
        row.element("td", &[], |cell| {
            cell.element("ul", &[], |list| {
                for piece in self.pieces(owner).into_iter().filter_map(|id| net.piece(id)) {
                    list.element("li", &[], |item| {
                        item.words("a", &[("href", &link("evidence", piece.id.as_str()))], &piece.title);
                        item.text(&format!(": {}", node::evidence_status(piece).1));
                    });
                }
            });
        });
        row.element("td", &[], |cell| {
            cell.element("ul", &[], |list| {
                for (instrument, both) in
                    self.between.iter().filter(|((_, one), _)| *one == owner).map(|(key, both)| (key.0, both))
                {
                    list.words("li", &[], &format!("{}: {}", instrument.1, says(both)));
                }
            });
        });
    }
}

fn says(both: &Between<'_>) -> String {
    let pieces = count(both.pieces.len(), "piece", "pieces");
    let duties = count(both.duties.len(), "duty", "duties");
    let support = if both.supports { "" } else { "; none of it supports one" };
    format!("{pieces}, cited for {duties}{support}")
}
