//! Paths: from the facts, the sets and the parameters to what stands at their end.

use std::collections::BTreeSet;

use rhai::{ASTFlags, BinaryExpr, Expr, Position};

use crate::model::dictionary::{TermId, TermKind};
use crate::model::ids::SetId;
use crate::model::law::{Attribute, ParameterValue};
use crate::model::nearest::nearest;
use crate::model::place::Place;

use super::super::value::Kind;
use super::SlipKind;
use super::given::{Given, Known, Shape, Words, words_of};
use super::walk::{Names, Walker};

/// How a link of a chain is written: whether in brackets, the engine's flags, and where.
type Link = (bool, ASTFlags, Position);

impl Walker<'_> {
    /// Follows a chain such as `.a[b].c` from its head.
    pub(super) fn chain(
        &mut self,
        head: Given,
        binary: &BinaryExpr,
        (is_index, flags, at): Link,
        names: &Names,
    ) -> Given {
        let (step, further): (&Expr, Option<(&BinaryExpr, Link)>) = match &binary.rhs {
            rest if flags.contains(ASTFlags::BREAK) => (rest, None),
            Expr::Dot(inner, flags, at) => (&inner.lhs, Some((inner, (false, *flags, *at)))),
            Expr::Index(inner, flags, at) => (&inner.lhs, Some((inner, (true, *flags, *at)))),
            rest => (rest, None),
        };
        let next = match step {
            step if is_index => self.entry(&head, step, self.place(at), names),
            Expr::Property(property, at) => self.property(&head, &property.2, self.place(*at)),
            Expr::MethodCall(call, at) => self.method(head, &call.name, &call.args, *at, names),
            _ => Given::anything(self.place(at)),
        };
        match further {
            Some((inner, link)) => self.chain(next, inner, link, names),
            None => next,
        }
    }

    /// Notes that a fact, list or collection is read.
    pub(super) fn reads(&mut self, term: TermId, place: Place) {
        self.out.reads.entry(term).or_insert(place);
    }

    fn property(&mut self, head: &Given, name: &str, place: Place) -> Given {
        let spelt = format!("{}.{name}", head.spelt);
        let width = name.chars().count();
        match &head.shape {
            Shape::Term(term) => self.fact(head, *term, name, place),
            Shape::Params => {
                self.out.parameters.insert(name.to_owned());
                let Some(parameter) = self.duty.parameters.get(name) else { return Given::anything(place) };
                let (kind, known) = match &parameter.value {
                    ParameterValue::Whole(whole) if *whole >= 0 => (Kind::Count, None),
                    ParameterValue::Whole(_) => (Kind::Number, None),
                    ParameterValue::Period(period) => (Kind::Span, Some(Known::Span(*period))),
                    ParameterValue::Text(_) => (Kind::Text, None),
                };
                Given { known, ..Given::of(Shape::Plain(kind), spelt) }
            }
            Shape::Force => {
                let given = Given { varies: true, ..Given::of(Shape::Plain(Kind::Text), spelt) };
                if !["id", "name"].contains(&name) {
                    self.slip(SlipKind::Types, place, width, format!("the force has no `{name}`"), None);
                }
                given
            }
            Shape::Sets => {
                self.out.sets.insert(name.to_owned());
                if !self.law.sets.contains_key(name) {
                    let near = nearest(name, self.law.sets.keys().map(SetId::as_str)).map(str::to_owned);
                    self.slip(SlipKind::Types, place, width, format!("no rule set defines the set `{name}`"), near);
                    return Given::anything(place);
                }
                Given::made(Shape::Set(SetId::from(name)), spelt, place, [head])
            }
            Shape::Set(set) => Given::made(Shape::Member(set.clone()), spelt, place, [head]),
            Shape::Member(set) => {
                let shape = self.attribute(&set.clone(), name, place);
                Given::made(shape, spelt, place, [head])
            }
            Shape::Duty if name == "met" => Given::made(Shape::Plain(Kind::YesNo), spelt, place, [head]).resting(),
            Shape::Plain(kind) => {
                self.slip(SlipKind::Types, place, width, format!("{} has no `{name}`", kind.title()), None);
                Given::anything(place)
            }
            Shape::Absent => Given::made(Shape::Absent, spelt, place, [head]),
            Shape::Any | Shape::List(_) | Shape::Duties | Shape::Duty => {
                self.out.loose.insert(name.to_owned());
                Given::made(Shape::Any, spelt, place, [head]).resting()
            }
        }
    }

    /// The fact of that name in a group of facts.
    fn fact(&mut self, head: &Given, term: TermId, name: &str, place: Place) -> Given {
        let held = self.dictionary.term(term);
        let child = match &held.kind {
            TermKind::Record(children) => children.get(name).copied(),
            // An entry of a collection may be named with a dot too.
            TermKind::Collection { entry, keyed_by, .. } => {
                let (entry, keyed_by) = (*entry, keyed_by.clone());
                self.reads(term, place);
                let message = format!("`{name}` is an entry of `{}` and is named as if it were a fact", held.path);
                self.slip(SlipKind::Dotted, place, name.chars().count(), message, None);
                if let Some(set) = keyed_by {
                    let words = self.members(&set).map(|words| Words { of: format!("`{set}`"), words });
                    let named = Words { of: String::new(), words: [name.to_owned()].into() };
                    let named = Given { words: Some(named), ..Given::of(Shape::Plain(Kind::Text), "") };
                    self.word_fits(&named, words.as_ref(), place);
                }
                let spelt = format!("{}[{name:?}]", head.spelt);
                return Given::made(Shape::at(self.dictionary, entry), spelt, place, [head]).resting();
            }
            _ => None,
        };
        let Some(child) = child else {
            let near = match &held.kind {
                TermKind::Record(children) => nearest(name, children.keys().map(|name| &**name)).map(str::to_owned),
                _ => None,
            };
            let message = match held.kind {
                TermKind::List(_) => format!("`{}` is a list and has no `{name}`", held.path),
                _ => format!("no dictionary knows a fact `{name}` in `{}`", held.path),
            };
            self.slip(SlipKind::UnknownFact, place, name.chars().count(), message, near);
            return Given::anything(place);
        };
        let mut given = Given::made(Shape::at(self.dictionary, child), format!("{}.{name}", head.spelt), place, [head]);
        let found = self.dictionary.term(child);
        if !matches!(found.kind, TermKind::Record(_)) {
            self.reads(child, place);
            given = given.resting();
        }
        if let TermKind::Value(value_type) | TermKind::List(value_type) = &found.kind {
            given.words = words_of(value_type, &found.path, |set| self.members(set));
        }
        if let TermKind::Value(_) = &found.kind {
            given.fact = Some(child);
        }
        given
    }

    pub(super) fn members(&self, set: &SetId) -> Option<BTreeSet<String>> {
        self.law.sets.get(set).map(|set| set.members.keys().map(ToString::to_string).collect())
    }

    /// The shape of a datum that members of a set have.
    fn attribute(&mut self, set: &SetId, name: &str, place: Place) -> Shape {
        let Some(found) = self.law.sets.get(set) else { return Shape::Any };
        if name == "title" {
            return Shape::Plain(Kind::Text);
        }
        let mut values = found.members.values().filter_map(|member| member.attributes.get(name));
        match values.next() {
            Some(Attribute::Dates(_)) => Shape::Plain(Kind::Date),
            Some(Attribute::Whole(whole)) => Shape::Plain(if *whole >= 0 { Kind::Count } else { Kind::Number }),
            Some(Attribute::Text(_)) => Shape::Plain(Kind::Text),
            None => {
                let names: BTreeSet<&str> =
                    found.members.values().flat_map(|member| member.attributes.keys().map(String::as_str)).collect();
                let near = nearest(name, names).map(str::to_owned);
                let message = format!("no member of `{set}` has a `{name}`");
                self.slip(SlipKind::Types, place, name.chars().count(), message, near);
                Shape::Any
            }
        }
    }

    /// The entry of a collection, a set or `duties` under a key.
    fn entry(&mut self, head: &Given, key: &Expr, place: Place, names: &Names) -> Given {
        let at = self.place(key.start_position());
        let named = self.eval(key, names);
        let spelt = format!("{}[{}]", head.spelt, named.spelt);
        if !named.shape.kind().agrees(Kind::Text) {
            let message = format!("an entry is named by text, not by {}", named.shape.kind().title());
            self.slip(SlipKind::Types, at, 1, message, None);
        }
        match &head.shape {
            Shape::Term(term) => match &self.dictionary.term(*term).kind {
                TermKind::Collection { entry, keyed_by, .. } => {
                    let (entry, keyed_by) = (*entry, keyed_by.clone());
                    if let Some(set) = keyed_by {
                        let words = self.members(&set).map(|words| Words { of: format!("`{set}`"), words });
                        self.word_fits(&named, words.as_ref(), at);
                    }
                    self.reads(*term, place);
                    // Which entry it is may rest on the subject; that there are facts rests on the profile.
                    Given::made(Shape::at(self.dictionary, entry), spelt, place, [head, &named]).resting()
                }
                _ => {
                    let message = format!("`{}` has no entries", self.dictionary.term(*term).path);
                    self.slip(SlipKind::Types, place, 1, message, None);
                    Given::anything(place)
                }
            },
            Shape::Set(set) => {
                let set = set.clone();
                let words = self.members(&set).map(|words| Words { of: format!("`{set}`"), words });
                self.word_fits(&named, words.as_ref(), at);
                Given::made(Shape::Member(set), spelt, place, [head, &named])
            }
            Shape::Duties => Given::made(Shape::Duty, spelt, place, [head, &named]).resting(),
            Shape::Plain(kind) => {
                self.slip(SlipKind::Types, place, 1, format!("{} has no entries", kind.title()), None);
                Given::anything(place)
            }
            _ => Given::made(Shape::Any, spelt, place, [head, &named]).resting(),
        }
    }

    /// Reports a word that is written out and can never be one of those that may stand there.
    pub(super) fn word_fits(&mut self, given: &Given, words: Option<&Words>, place: Place) {
        let (Some(Words { of: from, words: said }), Some(words)) = (&given.words, words) else { return };
        if !from.is_empty() || words.of.is_empty() {
            return;
        }
        for word in said.iter().filter(|word| !words.words.contains(*word)) {
            let near = nearest(word, words.words.iter().map(String::as_str)).map(str::to_owned);
            let message = format!("`{word}` is never a word of {}", words.of);
            self.slip(SlipKind::Word, place, word.chars().count() + 2, message, near);
        }
    }
}
