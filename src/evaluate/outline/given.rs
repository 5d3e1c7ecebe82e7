//! What an expression gives, as far as that shows without running it.

use std::collections::BTreeSet;

use crate::model::dates::Period;
use crate::model::dictionary::{Dictionary, TermId, TermKind, ValueType};
use crate::model::ids::SetId;
use crate::model::place::Place;

use super::super::value::Kind;
use super::Bound;

/// The longest spelling that is kept; what is longer is told apart by its place.
const LONGEST: usize = 2000;

/// What an expression gives.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) shape: Shape,
    /// What it says, with every name that the rule gives written out.
    pub(super) spelt: String,
    /// Whether it can differ from profile to profile, date to date or subject to subject.
    pub(super) varies: bool,
    /// Whether it rests on a fact or a duty.
    pub(super) rests: bool,
    /// Where it reads `subject`.
    pub(super) subject: Option<Place>,
    /// What it is in every profile.
    pub(super) known: Option<Known>,
    /// The words that it can be.
    pub(super) words: Option<Words>,
    /// The single fact of which it is the value.
    pub(super) fact: Option<TermId>,
    /// Of a conjunction: what is true if it is.
    pub(super) atoms: Vec<Atom>,
    pub(super) bounds: Vec<Bound>,
}

/// The type of what an expression gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// It cannot be told.
    Any,
    Plain(Kind),
    /// A place in the dictionary that leads to facts.
    Term(TermId),
    /// A list whose elements are of a shape.
    List(Box<Shape>),
    /// `none`.
    Absent,
    /// `sets`, one of them, a member of it.
    Sets,
    Set(SetId),
    Member(SetId),
    Params,
    Force,
    Duties,
    Duty,
}

/// What an expression is in every profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Known {
    YesNo(bool),
    Whole(i64),
    Text(String),
    /// A period.
    Span(Period),
    /// The as-of date, or a day a period away from it.
    AsOf(Option<Period>),
}

/// The words that a text can be, and what they are the words of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) of: String,
    pub(super) words: BTreeSet<String>,
}

/// A part of a conjunction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    /// Something is so, or is not.
    So(String, bool),
    /// Two things compare so; of an equality whether the right one is a plain word or number.
    Compares { left: String, how: &'static str, right: String, plain: bool },
}

impl Given {
    pub(super) fn of(shape: Shape, spelt: impl Into<String>) -> Self {
        Self {
            shape,
            spelt: spelt.into(),
            varies: false,
            rests: false,
            subject: None,
            known: None,
            words: None,
            fact: None,
            atoms: Vec::new(),
            bounds: Vec::new(),
        }
    }

    /// Something of which nothing can be told, and which may differ.
    pub(super) fn anything(place: Place) -> Self {
        Self { varies: true, rests: true, ..Self::of(Shape::Any, format!("?{}:{}", place.line, place.column)) }
    }

    /// Something that is made of others.
    pub(super) fn made<'g>(
        shape: Shape,
        spelt: String,
        place: Place,
        parts: impl IntoIterator<Item = &'g Self>,
    ) -> Self {
        let spelt = if spelt.len() > LONGEST { format!("…{}:{}", place.line, place.column) } else { spelt };
        let mut made = Self::of(shape, spelt);
        for part in parts {
            made.varies |= part.varies;
            made.rests |= part.rests;
            made.subject = made.subject.or(part.subject);
            for bound in &part.bounds {
                if !made.bounds.contains(bound) {
                    made.bounds.push(bound.clone());
                }
            }
        }
        made
    }

    /// The same, resting on the profile.
    pub(super) fn resting(self) -> Self {
        Self { varies: true, rests: true, ..self }
    }

    pub(super) fn known(mut self, known: Known) -> Self {
        self.known = Some(known);
        self
    }

    pub(super) fn is_plain(&self) -> bool {
        matches!(self.known, Some(Known::YesNo(_) | Known::Whole(_) | Known::Text(_)))
    }

    pub(super) fn yes_no(&self) -> Option<bool> {
        match self.known {
            Some(Known::YesNo(yes)) => Some(yes),
            _ => None,
        }
    }
}

impl Shape {
    /// The kind of value, for the operators.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Any | Self::Absent => Kind::Any,
            Self::Plain(kind) => *kind,
            Self::Term(term) => Kind::Shape(*term),
            Self::List(_)
            | Self::Sets
            | Self::Set(_)
            | Self::Member(_)
            | Self::Params
            | Self::Force
            | Self::Duties
            | Self::Duty => Kind::List,
        }
    }

    /// The shape of a kind that an operator gave.
    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Any => Self::Any,
            Kind::Shape(term) => Self::Term(term),
            Kind::List => Self::List(Box::new(Self::Any)),
            kind => Self::Plain(kind),
        }
    }

    /// The shape of what stands at a term.
    pub(super) fn at(dictionary: &Dictionary, term: TermId) -> Self {
        match &dictionary.term(term).kind {
            TermKind::Value(value_type) => Self::Plain(Kind::of_type(value_type)),
            _ => Self::Term(term),
        }
    }

    /// The shape of an element, where this is what questions to lists may be put to.
    pub(super) fn element(&self, dictionary: &Dictionary) -> Result<Self, &'static str> {
        match self {
            Self::Any | Self::Absent => Ok(Self::Any),
            Self::List(element) => Ok((**element).clone()),
            Self::Term(term) => match &dictionary.term(*term).kind {
                TermKind::List(value_type) => Ok(Self::Plain(Kind::of_type(value_type))),
                TermKind::Collection { entry, .. } => Ok(Self::Term(*entry)),
                _ => Err("a group of facts"),
            },
            Self::Plain(kind) => Err(kind.title()),
            Self::Sets | Self::Set(_) | Self::Member(_) | Self::Params | Self::Force => Err("data of the law"),
            Self::Duties | Self::Duty => Err("a duty"),
        }
    }
}

/// The words of a type, where there are only some.
pub(super) fn words_of(
    value_type: &ValueType,
    path: &str,
    members: impl Fn(&SetId) -> Option<BTreeSet<String>>,
) -> Option<Words> {
    match value_type {
        ValueType::Choice(choices) => Some(Words { of: format!("`{path}`"), words: choices.iter().cloned().collect() }),
        ValueType::Member(set) => Some(Words { of: format!("`{set}`"), words: members(set)? }),
        _ => None,
    }
}

/// Whether parts of a conjunction exclude each other.
pub(super) fn at_odds(atoms: &[Atom]) -> bool {
    atoms.iter().enumerate().any(|(index, one)| atoms.iter().skip(index + 1).any(|other| excludes(one, other)))
}

fn excludes(one: &Atom, other: &Atom) -> bool {
    match (one, other) {
        (Atom::So(a, yes), Atom::So(b, other)) => a == b && yes != other,
        (
            Atom::Compares { left: a, how, right: b, plain },
            Atom::Compares { left: c, how: other, right: d, plain: other_plain },
        ) => {
            let turned = turned(other);
            (a == c && b == d && opposed(how, other))
                || (a == d && b == c && opposed(how, turned))
                || (a == c && b != d && *how == "==" && *other == "==" && *plain && *other_plain)
        }
        _ => false,
    }
}

/// The comparison that says the same with its sides exchanged.
fn turned(how: &str) -> &str {
    match how {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        same => same,
    }
}

/// Whether two comparisons of the same things cannot both be true.
fn opposed(how: &str, other: &str) -> bool {
    matches!(
        (how, other),
        ("==", "!=" | "<" | ">")
            | ("!=" | "<" | ">", "==")
            | ("<", ">" | ">=")
            | (">" | ">=", "<")
            | ("<=", ">")
            | (">", "<=")
    )
}
