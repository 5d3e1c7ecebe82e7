//! Operators, functions, helpers and closures.

use rhai::{Dynamic, Expr, FnPtr, Position, Stmt};

use crate::model::dates::{Period, Unit};
use crate::model::place::Place;

use super::super::operators::{self, Arithmetic, Comparison};
use super::super::value::{Kind, Missing, missing};
use super::given::{Atom, Given, Known, Shape};
use super::walk::{Names, Walker, plain};
use super::{Bound, SlipKind};

impl Walker<'_> {
    /// A method is the function of that name, with what stands before the dot as its first argument.
    pub(super) fn method(&mut self, head: Given, name: &str, arguments: &[Expr], at: Position, names: &Names) -> Given {
        self.function(name, Some(head), arguments, at, names)
    }

    pub(super) fn call(&mut self, name: &str, arguments: &[Expr], at: Position, names: &Names) -> Given {
        let place = self.place(at);
        match (name, arguments) {
            ("==" | "!=" | "<" | "<=" | ">" | ">=", [left, right]) => self.compares(name, left, right, place, names),
            ("&&" | "and" | "||" | "or", [left, right]) => self.joins(name, left, right, place, names),
            ("+" | "-" | "*" | "/" | "%", [left, right]) => self.reckons(name, left, right, place, names),
            ("!", [operand]) => self.negates(operand, place, names),
            ("-", [operand]) => {
                let given = self.eval(operand, names);
                let shape = self.checked(operators::negate(&missing(given.shape.kind())), place);
                let known = match &given.known {
                    Some(Known::Whole(whole)) => whole.checked_neg().map(Known::Whole),
                    Some(Known::Span(period)) => Some(Known::Span(period.back())),
                    _ => None,
                };
                Given { known, ..Given::made(shape, format!("-{}", given.spelt), place, [&given]) }
            }
            _ => self.function(name, None, arguments, at, names),
        }
    }

    /// The shape of what an operator gives for values of these types; a fault of the types is reported.
    fn checked(&mut self, answer: operators::Answer, place: Place) -> Shape {
        match answer {
            Ok(value) => Shape::of(kind_of(&value)),
            Err(error) => {
                self.slip(SlipKind::Types, place, 1, plain(&error), None);
                Shape::Any
            }
        }
    }

    fn compares(&mut self, name: &str, left: &Expr, right: &Expr, place: Place, names: &Names) -> Given {
        let places = (self.place(left.start_position()), self.place(right.start_position()));
        let (a, b) = (self.eval(left, names), self.eval(right, names));
        let (how, text) = comparison(name);
        let with_none = a.shape == Shape::Absent || b.shape == Shape::Absent;
        if let Err(error) = operators::comparable(how, a.shape.kind(), b.shape.kind(), with_none) {
            self.slip(SlipKind::Types, place, text.len(), plain(&error), None);
        } else if a.spelt == b.spelt {
            let message = format!("`{text}` has the same on both sides");
            self.slip(SlipKind::Same, place, text.len(), message, None);
        }
        self.word_fits(&a, b.words.as_ref(), places.0);
        self.word_fits(&b, a.words.as_ref(), places.1);
        self.reads_group(&a, place);
        self.reads_group(&b, place);
        let spelt = format!("({} {text} {})", a.spelt, b.spelt);
        let mut made = Given::made(Shape::Plain(Kind::YesNo), spelt, place, [&a, &b]);
        made.known = decided(how, &a, &b).map(Known::YesNo);
        let is_plain = |given: &Given| given.is_plain() || given.shape == Shape::Absent;
        let (left, right, turned) = if is_plain(&a) {
            (b.spelt.clone(), a.spelt.clone(), true)
        } else {
            (a.spelt.clone(), b.spelt.clone(), false)
        };
        let how = if turned && !matches!(text, "==" | "!=") { turn(text) } else { text };
        made.atoms = vec![Atom::Compares { left, how, right, plain: is_plain(&a) || is_plain(&b) }];
        made.bounds.extend(bound(text, &a, &b, place));
        made
    }

    /// A group of facts that is held against `none` is read as a whole.
    fn reads_group(&mut self, given: &Given, place: Place) {
        if let Shape::Term(term) = given.shape {
            self.reads(term, place);
            if matches!(self.dictionary.term(term).kind, crate::model::dictionary::TermKind::Record(_)) {
                self.out.wholes.insert(term);
            }
        }
    }

    fn joins(&mut self, name: &str, left: &Expr, right: &Expr, place: Place, names: &Names) -> Given {
        let (a, b) = (self.condition(left, names), self.condition(right, names));
        let is_and = matches!(name, "&&" | "and");
        if a.spelt == b.spelt {
            self.slip(SlipKind::Same, place, name.len(), format!("`{name}` has the same on both sides"), None);
        }
        let spelt = format!("({} {} {})", a.spelt, if is_and { "&&" } else { "||" }, b.spelt);
        let mut made = Given::made(Shape::Plain(Kind::YesNo), spelt, place, [&a, &b]);
        made.known = match (a.yes_no(), b.yes_no()) {
            (Some(yes), _) | (_, Some(yes)) if yes != is_and => Some(Known::YesNo(yes)),
            (Some(_), Some(_)) => Some(Known::YesNo(is_and)),
            _ => None,
        };
        if is_and {
            made.atoms = a.atoms.iter().chain(&b.atoms).cloned().collect();
        }
        made
    }

    fn negates(&mut self, operand: &Expr, place: Place, names: &Names) -> Given {
        let given = self.condition(operand, names);
        let mut made = Given::made(Shape::Plain(Kind::YesNo), format!("!{}", given.spelt), place, [&given]);
        made.known = given.yes_no().map(|yes| Known::YesNo(!yes));
        made.atoms = vec![Atom::So(given.spelt, false)];
        made
    }

    fn reckons(&mut self, name: &str, left: &Expr, right: &Expr, place: Place, names: &Names) -> Given {
        let (a, b) = (self.eval(left, names), self.eval(right, names));
        let how = match name {
            "+" => Arithmetic::Plus,
            "-" => Arithmetic::Minus,
            "*" => Arithmetic::Times,
            "/" => Arithmetic::Over,
            _ => Arithmetic::Rest,
        };
        let shape =
            self.checked(operators::reckon(None, how, &missing(a.shape.kind()), &missing(b.shape.kind())), place);
        if matches!(how, Arithmetic::Times | Arithmetic::Over) && shape.kind() != Kind::Span {
            for operand in [left, right] {
                let at = self.place(operand.start_position());
                if let Some(figure) = self.out.figures.iter_mut().find(|figure| figure.place == at) {
                    figure.is_factor = true;
                }
            }
        }
        let known = reckoned(how, a.known.as_ref(), b.known.as_ref());
        Given { known, ..Given::made(shape, format!("({} {name} {})", a.spelt, b.spelt), place, [&a, &b]) }
    }

    /// A function that the host gives, or one of the rule's own.
    fn function(&mut self, name: &str, head: Option<Given>, arguments: &[Expr], at: Position, names: &Names) -> Given {
        let place = self.place(at);
        let list = match (&head, arguments.first()) {
            (Some(head), _) => Some(head.clone()),
            (None, Some(first)) if is_question(name) => Some(self.eval(first, names)),
            _ => None,
        };
        let rest = if head.is_some() { arguments } else { arguments.get(1..).unwrap_or_default() };
        match (name, list, rest) {
            ("any" | "all" | "filter" | "map", Some(list), [question]) => {
                self.question(name, &list, question, place, names)
            }
            ("len" | "sum", Some(list), []) => self.total(name, &list, place),
            ("contains", Some(list), [value]) => {
                let at = self.place(value.start_position());
                let value = self.eval(value, names);
                self.contains(&list, &value, at, place)
            }
            ("date", None, _) => {
                if let [Expr::StringConstant(text, at)] = arguments {
                    self.figure(self.place(*at), text.to_string());
                    return Given::of(Shape::Plain(Kind::Date), format!("date({text})"));
                }
                Given::anything(place)
            }
            (name, _, _) => {
                let mut given: Vec<Given> = head.into_iter().collect();
                given.extend(arguments.iter().map(|argument| self.eval(argument, names)));
                self.plain_function(name, given, place)
            }
        }
    }

    fn plain_function(&mut self, name: &str, given: Vec<Given>, place: Place) -> Given {
        let spelt = given.iter().map(|one| one.spelt.as_str()).collect::<Vec<_>>().join(", ");
        let spelt = format!("{name}({spelt})");
        match (name, given.as_slice()) {
            ("min" | "max", [a, b]) => {
                let answer = operators::extreme(name == "max", &missing(a.shape.kind()), &missing(b.shape.kind()));
                let shape = self.checked(answer, place);
                Given::made(shape, spelt, place, [a, b])
            }
            ("last_day_of", [a, b]) => {
                let answer = operators::last_day_of(None, &missing(a.shape.kind()), &missing(b.shape.kind()));
                let shape = self.checked(answer, place);
                Given::made(shape, spelt, place, [a, b])
            }
            _ if self.bodies.contains_key(name) => {
                self.uses(name);
                self.apply(name, given, place)
            }
            _ => Given::made(Shape::Any, spelt, place, &given).resting(),
        }
    }

    /// A question to every element of a list.
    fn question(&mut self, name: &str, list: &Given, question: &Expr, place: Place, names: &Names) -> Given {
        let element = self.element(name, list, place);
        // What an element says cannot be told from what another says, so it is spelt by its list alone.
        let one = Given { shape: element, ..Given::made(Shape::Any, format!("each({})", list.spelt), place, [list]) };
        let one = Given { words: list.words.clone().filter(|words| !words.of.is_empty()), ..one };
        let answer = self.closure(question, one, names);
        if name != "map" {
            self.is_condition(&answer, self.place(question.start_position()));
        }
        let shape = match name {
            "any" | "all" => Shape::Plain(Kind::YesNo),
            "map" => Shape::List(Box::new(answer.shape.clone())),
            _ => list.shape.clone(),
        };
        let spelt = format!("{name}({}, {})", list.spelt, answer.spelt);
        let mut made = Given::made(shape, spelt, place, [list, &answer]);
        if name == "filter" {
            made.words.clone_from(&list.words);
        }
        made
    }

    fn element(&mut self, name: &str, list: &Given, place: Place) -> Shape {
        self.reads_group(list, place);
        list.shape.element(self.dictionary).unwrap_or_else(|title| {
            let message = format!("`{name}` is asked of a list or a collection, not of {title}");
            self.slip(SlipKind::Types, place, name.len(), message, None);
            Shape::Any
        })
    }

    /// What a closure, or the name of a function, gives for an element.
    fn closure(&mut self, question: &Expr, element: Given, names: &Names) -> Given {
        let place = self.place(question.start_position());
        let (function, mut arguments) = match taken(question) {
            Taken::Closure(function, captured) => {
                (Some(function), captured.iter().map(|argument| self.eval(argument, names)).collect())
            }
            Taken::Other => (None, Vec::new()),
        };
        arguments.push(element);
        function.map_or_else(|| Given::anything(place), |function| self.apply(&function, arguments, place))
    }

    fn total(&mut self, name: &str, list: &Given, place: Place) -> Given {
        let element = self.element(name, list, place);
        let shape = if name == "sum" {
            if !element.kind().agrees(Kind::Number) {
                let message = format!("`sum` adds numbers, not {}", element.kind().title());
                self.slip(SlipKind::Types, place, name.len(), message, None);
            }
            Shape::Plain(Kind::Number)
        } else {
            Shape::Plain(Kind::Count)
        };
        Given::made(shape, format!("{name}({})", list.spelt), place, [list])
    }

    fn contains(&mut self, list: &Given, value: &Given, at: Place, place: Place) -> Given {
        let element = self.element("contains", list, place);
        if let Err(error) = operators::comparable(Comparison::Equal, element.kind(), value.shape.kind(), false) {
            self.slip(SlipKind::Types, place, 1, plain(&error), None);
        }
        self.word_fits(value, list.words.as_ref(), at);
        self.word_fits(list, value.words.as_ref(), place);
        let spelt = format!("contains({}, {})", list.spelt, value.spelt);
        Given::made(Shape::Plain(Kind::YesNo), spelt, place, [list, value])
    }
}

fn is_question(name: &str) -> bool {
    matches!(name, "any" | "all" | "filter" | "map" | "len" | "sum" | "contains")
}

/// What a question is asked with.
enum Taken<'e> {
    /// A function, and the names that it takes from around it.
    Closure(String, &'e [Expr]),
    Other,
}

fn taken(question: &Expr) -> Taken<'_> {
    match question {
        Expr::DynamicConstant(value, _) => name_of(value).map_or(Taken::Other, |name| Taken::Closure(name, &[])),
        Expr::FnCall(call, _) if call.name == "curry" => captured(&call.args),
        // The engine puts a statement before it that lets it share those names.
        Expr::Stmt(block) => match block.statements().last() {
            Some(Stmt::Expr(inner)) => taken(inner),
            Some(Stmt::FnCall(call, _)) if call.name == "curry" => captured(&call.args),
            _ => Taken::Other,
        },
        _ => Taken::Other,
    }
}

fn captured(arguments: &[Expr]) -> Taken<'_> {
    match arguments.split_first() {
        Some((Expr::DynamicConstant(value, _), rest)) => {
            name_of(value).map_or(Taken::Other, |name| Taken::Closure(name, rest))
        }
        _ => Taken::Other,
    }
}

fn name_of(value: &Dynamic) -> Option<String> {
    value.read_lock::<FnPtr>().map(|function| function.fn_name().to_owned())
}

fn kind_of(value: &Dynamic) -> Kind {
    value.read_lock::<Missing>().map_or(Kind::Any, |missing| missing.0)
}

fn comparison(name: &str) -> (Comparison, &'static str) {
    match name {
        "==" => (Comparison::Equal, "=="),
        "!=" => (Comparison::Unequal, "!="),
        "<" => (Comparison::Less, "<"),
        "<=" => (Comparison::LessOrEqual, "<="),
        ">" => (Comparison::Greater, ">"),
        _ => (Comparison::GreaterOrEqual, ">="),
    }
}

fn turn(how: &str) -> &'static str {
    match how {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        "!=" => "!=",
        _ => "==",
    }
}

/// What a comparison of plain values comes to, in every profile.
fn decided(how: Comparison, a: &Given, b: &Given) -> Option<bool> {
    let order = match (a.known.as_ref()?, b.known.as_ref()?) {
        (Known::Whole(a), Known::Whole(b)) => a.cmp(b),
        (Known::Text(a), Known::Text(b)) => a.cmp(b),
        (Known::YesNo(a), Known::YesNo(b)) => a.cmp(b),
        _ => return None,
    };
    Some(match how {
        Comparison::Equal => order.is_eq(),
        Comparison::Unequal => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    })
}

/// What an operation on what is known comes to.
fn reckoned(how: Arithmetic, a: Option<&Known>, b: Option<&Known>) -> Option<Known> {
    match (a?, b?, how) {
        (Known::Whole(a), Known::Whole(b), Arithmetic::Plus) => a.checked_add(*b).map(Known::Whole),
        (Known::Whole(a), Known::Whole(b), Arithmetic::Minus) => a.checked_sub(*b).map(Known::Whole),
        (Known::Whole(a), Known::Whole(b), Arithmetic::Times) => a.checked_mul(*b).map(Known::Whole),
        (Known::Whole(count), Known::Span(period), Arithmetic::Times)
        | (Known::Span(period), Known::Whole(count), Arithmetic::Times) => {
            let count = period.count.checked_mul(*count)?;
            Some(Known::Span(Period { count, unit: period.unit }))
        }
        (Known::AsOf(None), Known::Span(period), Arithmetic::Plus) => Some(Known::AsOf(Some(*period))),
        (Known::AsOf(None), Known::Span(period), Arithmetic::Minus) => Some(Known::AsOf(Some(period.back()))),
        _ => None,
    }
}

/// The bound that a comparison of a fact with the as-of date is.
fn bound(how: &str, a: &Given, b: &Given, place: Place) -> Option<Bound> {
    let (fact, known, how) = match (a.fact, &b.known, b.fact, &a.known) {
        (Some(fact), Some(Known::AsOf(offset)), ..) => (fact, offset, how),
        (_, _, Some(fact), Some(Known::AsOf(offset))) => (fact, offset, turn(how)),
        _ => return None,
    };
    let (later, strict) = match how {
        "<" => (false, true),
        "<=" => (false, false),
        ">" => (true, true),
        ">=" => (true, false),
        _ => return None,
    };
    let day = Period { count: 0, unit: Unit::Days };
    let offset = known.filter(|period| *period != day);
    Some(Bound { place, term: fact, offset, later, strict })
}
