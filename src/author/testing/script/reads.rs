//! What the parts of a rule stand for as far as its text tells: of which kind each is, and which facts of the dictionary it reads.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::dictionary::{Dictionary, TermId, TermKind, ValueType};
use crate::model::law::{Attribute, Duty, Law, ParameterValue};

use super::tree::{Expr, Node, Operator, Script, Statement};

/// How deep the calls of helper functions are followed.
const DEEPEST: u32 = 12;

/// What kind of value a part comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::author::testing) enum Kind {
    YesNo,
    Number,
    Text,
    Date,
    Span,
    /// Values, from the dictionary or made in the rule.
    List,
    /// Entries of the dictionary.
    Collection,
    /// A group of facts, or of other data.
    Record,
    Other,
}

/// What a part stands for.
#[derive(Clone, Debug)]
pub(in crate::author::testing) struct Meaning {
    pub(in crate::author::testing) kind: Kind,
    /// The terms of the dictionary that it may be.
    pub(in crate::author::testing) terms: BTreeSet<TermId>,
    /// What an element is, of a list made in the rule.
    element: Option<Box<Self>>,
}

/// What all parts of a rule stand for.
#[derive(Clone, Debug)]
pub(in crate::author::testing) struct Meanings {
    of: Vec<Option<Meaning>>,
    /// The facts with a value of their own that the rule can read, each with the byte at which it first does.
    pub(in crate::author::testing) reads: BTreeMap<TermId, usize>,
}

impl Meanings {
    /// What a part stands for; `None` if the rule never comes to it.
    pub(in crate::author::testing) fn of(&self, expr: &Expr) -> Option<&Meaning> {
        self.of.get(expr.id).and_then(Option::as_ref)
    }

    pub(in crate::author::testing) fn kind(&self, expr: &Expr) -> Kind {
        self.of(expr).map_or(Kind::Other, |meaning| meaning.kind)
    }
}

impl Meaning {
    fn plain(kind: Kind) -> Self {
        Self { kind, terms: BTreeSet::new(), element: None }
    }

    fn of_terms(dictionary: &Dictionary, terms: BTreeSet<TermId>) -> Self {
        let kind = terms.first().map_or(Kind::Other, |term| match &dictionary.term(*term).kind {
            TermKind::Record(_) => Kind::Record,
            TermKind::Collection { .. } => Kind::Collection,
            TermKind::Value(value) => kind_of(value),
            TermKind::List(_) => Kind::List,
        });
        Self { kind, terms, element: None }
    }

    fn or(mut self, other: Self) -> Self {
        if self.kind == Kind::Other {
            self.kind = other.kind;
        }
        self.terms.extend(other.terms);
        self.element = self.element.or(other.element);
        self
    }
}

fn kind_of(value: &ValueType) -> Kind {
    match value {
        ValueType::YesNo => Kind::YesNo,
        ValueType::Count | ValueType::Number => Kind::Number,
        ValueType::Text | ValueType::Choice(_) | ValueType::Member(_) => Kind::Text,
        ValueType::Event | ValueType::Limit => Kind::Date,
    }
}

/// Goes through a rule.
pub(in crate::author::testing) fn meanings(script: &Script, law: &Law, duty: &Duty) -> Meanings {
    let mut reader = Reader {
        script,
        law,
        duty,
        found: Meanings { of: vec![None; script.expressions], reads: BTreeMap::new() },
        names: Vec::new(),
        depth: 0,
    };
    for statement in &script.statements {
        reader.statement(statement);
    }
    reader.found
}

struct Reader<'a> {
    script: &'a Script,
    law: &'a Law,
    duty: &'a Duty,
    found: Meanings,
    names: Vec<(String, Meaning)>,
    depth: u32,
}

impl Reader<'_> {
    fn statement(&mut self, statement: &Statement) -> Meaning {
        match statement {
            Statement::Let { name, value, .. } => {
                let meaning = self.expr(value);
                self.names.push((name.clone(), meaning));
            }
            // Read where it is called, with what it is given.
            Statement::Fn { .. } => {}
            Statement::Require(_) => {
                for expr in statement.expressions() {
                    self.expr(expr);
                }
            }
            Statement::Expr(expr) => return self.expr(expr),
        }
        Meaning::plain(Kind::Other)
    }

    fn block(&mut self, statements: &[Statement]) -> Meaning {
        let names = self.names.len();
        let mut last = Meaning::plain(Kind::Other);
        for statement in statements {
            last = self.statement(statement);
        }
        self.names.truncate(names);
        last
    }

    fn expr(&mut self, expr: &Expr) -> Meaning {
        let meaning = self.meaning(expr);
        if matches!(meaning.kind, Kind::YesNo | Kind::Number | Kind::Text | Kind::Date | Kind::List) && expr.is_chain()
        {
            for term in &meaning.terms {
                self.found.reads.entry(*term).or_insert(expr.span.start);
            }
        }
        if let Some(known) = self.found.of.get_mut(expr.id) {
            *known = Some(match known.take() {
                Some(known) => known.or(meaning.clone()),
                None => meaning.clone(),
            });
        }
        meaning
    }

    fn meaning(&mut self, expr: &Expr) -> Meaning {
        let plain = Meaning::plain;
        match &expr.node {
            Node::Whole(_) => plain(Kind::Number),
            Node::Text => plain(Kind::Text),
            Node::YesNo => plain(Kind::YesNo),
            Node::Name(name) => self.name(name),
            Node::Property(base, name) => self.property(base, name),
            Node::Index(base, key) => {
                self.expr(key);
                let base = self.expr(base);
                self.element(&base)
            }
            Node::Call(name, _, arguments) => self.call(name, &arguments.iter().collect::<Vec<_>>()),
            Node::Method(base, name, _, arguments) => {
                self.call(name, &std::iter::once(&**base).chain(arguments).collect::<Vec<_>>())
            }
            Node::Not(inner) => {
                self.expr(inner);
                plain(Kind::YesNo)
            }
            Node::Negative(inner) | Node::Group(inner) => self.expr(inner),
            Node::Binary(operator, _, left, right) => {
                let (left, right) = (self.expr(left).kind, self.expr(right).kind);
                plain(of_operator(*operator, left, right))
            }
            Node::If(condition, then, otherwise) => {
                self.expr(condition);
                let then = self.block(then);
                then.or(self.block(otherwise))
            }
            Node::Closure(parameters, body) => self.applied(parameters, body, plain(Kind::Other)),
            Node::Block(statements) => self.block(statements),
            Node::List(items) => {
                let element = items.iter().map(|item| self.expr(item)).last();
                Meaning { element: element.map(Box::new), ..plain(Kind::List) }
            }
        }
    }

    fn name(&self, name: &str) -> Meaning {
        if let Some((_, meaning)) = self.names.iter().rev().find(|(known, _)| known == name) {
            return meaning.clone();
        }
        let of = |term| Meaning::of_terms(&self.law.dictionary, BTreeSet::from([term]));
        match name {
            "facts" => of(Dictionary::ROOT),
            "departures" => self.law.dictionary.find("departures").map_or(Meaning::plain(Kind::Other), of),
            "as_of" => Meaning::plain(Kind::Date),
            "subject" => Meaning::plain(Kind::Text),
            "days" | "weeks" | "months" | "years" => Meaning::plain(Kind::Span),
            "sets" | "params" | "force" | "duties" => Meaning::plain(Kind::Record),
            _ => Meaning::plain(Kind::Other),
        }
    }

    fn property(&mut self, base: &Expr, name: &str) -> Meaning {
        let held = self.expr(base);
        if let Node::Name(root) = &base.node
            && root == "params"
        {
            return Meaning::plain(match self.duty.parameters.get(name).map(|parameter| &parameter.value) {
                Some(ParameterValue::Whole(_)) => Kind::Number,
                Some(ParameterValue::Period(_)) => Kind::Span,
                Some(ParameterValue::Text(_)) => Kind::Text,
                None => Kind::Other,
            });
        }
        let children: BTreeSet<TermId> = held
            .terms
            .iter()
            .filter_map(|term| match &self.law.dictionary.term(*term).kind {
                TermKind::Record(children) => children.get(name).copied(),
                _ => None,
            })
            .collect();
        if !children.is_empty() {
            return Meaning::of_terms(&self.law.dictionary, children);
        }
        // Data of the law: of which kind it is the members of the sets tell.
        let members = self.law.sets.values().flat_map(|set| set.members.values());
        Meaning::plain(match members.filter_map(|member| member.attributes.get(name)).next() {
            Some(Attribute::Dates(_)) => Kind::Date,
            Some(Attribute::Whole(_)) => Kind::Number,
            Some(Attribute::Text(_)) => Kind::Text,
            None if name == "met" => Kind::YesNo,
            None if self.law.sets.keys().any(|set| set.as_str() == name) => Kind::Record,
            None => Kind::Other,
        })
    }

    /// What an element of a list, or an entry of a collection, is.
    fn element(&self, list: &Meaning) -> Meaning {
        if let Some(element) = &list.element {
            return (**element).clone();
        }
        let mut entries = BTreeSet::new();
        for term in &list.terms {
            match &self.law.dictionary.term(*term).kind {
                TermKind::Collection { entry, .. } => {
                    entries.insert(*entry);
                }
                TermKind::List(value) => return Meaning::plain(kind_of(value)),
                _ => {}
            }
        }
        match entries.is_empty() {
            true => Meaning::plain(if list.kind == Kind::Record { Kind::Record } else { Kind::Other }),
            false => Meaning::of_terms(&self.law.dictionary, entries),
        }
    }

    fn applied(&mut self, parameters: &[String], body: &Expr, given: Meaning) -> Meaning {
        let names = self.names.len();
        self.names.extend(parameters.iter().map(|name| (name.clone(), given.clone())));
        let meaning = self.expr(body);
        self.names.truncate(names);
        meaning
    }

    fn call(&mut self, name: &str, arguments: &[&Expr]) -> Meaning {
        let script = self.script;
        if let Some((parameters, body)) = script.function(name) {
            let given: Vec<Meaning> = arguments.iter().map(|argument| self.expr(argument)).collect();
            if self.depth >= DEEPEST {
                return Meaning::plain(Kind::Other);
            }
            self.depth += 1;
            // A helper sees nothing but what it is given.
            let outer = std::mem::replace(&mut self.names, parameters.iter().cloned().zip(given).collect());
            let meaning = self.block(body);
            self.names = outer;
            self.depth -= 1;
            return meaning;
        }
        let first = arguments.first().map_or(Meaning::plain(Kind::Other), |first| self.expr(first));
        let mut of_elements = Meaning::plain(Kind::Other);
        for argument in arguments.iter().skip(1) {
            of_elements = match &argument.node {
                Node::Closure(parameters, body) => {
                    let meaning = self.applied(parameters, body, self.element(&first));
                    if let Some(known) = self.found.of.get_mut(argument.id) {
                        *known = Some(Meaning::plain(Kind::Other));
                    }
                    meaning
                }
                _ => self.expr(argument),
            };
        }
        match name {
            "any" | "all" | "contains" => Meaning::plain(Kind::YesNo),
            "filter" => Meaning { element: Some(Box::new(self.element(&first))), ..Meaning::plain(Kind::List) },
            "map" => Meaning { element: Some(Box::new(of_elements)), ..Meaning::plain(Kind::List) },
            "len" | "sum" => Meaning::plain(Kind::Number),
            "date" | "last_day_of" => Meaning::plain(Kind::Date),
            "min" | "max" => Meaning::plain(if first.kind == Kind::Other { of_elements.kind } else { first.kind }),
            _ => Meaning::plain(Kind::Other),
        }
    }
}

fn of_operator(operator: Operator, left: Kind, right: Kind) -> Kind {
    let either = |kind| left == kind || right == kind;
    match operator {
        Operator::Plus | Operator::Minus if either(Kind::Date) => Kind::Date,
        Operator::Plus | Operator::Minus | Operator::Times if either(Kind::Span) => Kind::Span,
        Operator::Plus | Operator::Minus | Operator::Times | Operator::Over | Operator::Rest => Kind::Number,
        _ => Kind::YesNo,
    }
}
