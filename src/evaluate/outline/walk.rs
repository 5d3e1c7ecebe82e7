//! The walk over a rule: statements, names, and each kind of expression. Paths are left to [`super::reads`], calls to [`super::calls`].

use std::collections::BTreeMap;

use rhai::{AST, ASTNode, Dynamic, Expr, Position, Stmt};

use crate::model::dates::{Period, Unit};
use crate::model::dictionary::Dictionary;
use crate::model::ids::RequirementId;
use crate::model::law::{Duty, Law, Script};
use crate::model::place::Place;

use super::super::compile::place;
use super::super::operators::truth;
use super::super::require;
use super::super::value::{Kind, missing};
use super::given::{Given, Known, Shape, Words, at_odds};
use super::{Clause, Figure, Name, Outline, Ruling, Slip, SlipKind};

/// How many expressions are looked at; a rule that calls itself over and over is left alone after that.
const STEPS: usize = 20_000;

/// How deep calls of helpers are followed.
const DEPTH: usize = 16;

/// What a rule shows.
pub(super) fn outline(ast: &AST, law: &Law, duty: &Duty, script: &Script) -> Outline {
    let mut walker = Walker {
        law,
        dictionary: &law.dictionary,
        duty,
        script,
        bodies: bodies(ast),
        out: Outline::default(),
        functions: BTreeMap::new(),
        steps: 0,
        depth: 0,
    };
    walker.name_functions();
    let mut names = walker.given_by_host();
    for statement in ast.statements() {
        walker.statement(statement, &mut names);
    }
    walker.out
}

/// A function of the script, helper or closure.
#[derive(Clone)]
pub(super) struct Body {
    pub(super) parameters: Vec<String>,
    statements: Vec<Stmt>,
}

/// The bodies of all functions; the engine gives them away only function by function.
fn bodies(ast: &AST) -> BTreeMap<String, Body> {
    let mut found = BTreeMap::new();
    for function in ast.iter_functions() {
        // The engine's filter on cloning lets all of them through into an empty tree.
        let mut alone = ast.clone_functions_only();
        alone.retain_functions(|_, _, name, _| name == function.name);
        let mut statements = Vec::new();
        alone.walk(&mut |path: &[ASTNode<'_>]| {
            if let [ASTNode::Stmt(statement)] = path {
                statements.push((*statement).clone());
            }
            true
        });
        let parameters = function.params.iter().map(|name| (*name).to_owned()).collect();
        found.insert(function.name.to_owned(), Body { parameters, statements });
    }
    found
}

/// A name that can be used, what it stands for, and its number among those that the rule gives.
#[derive(Clone)]
pub(super) struct Binding {
    name: String,
    given: Given,
    number: Option<usize>,
}

pub(super) struct Walker<'a> {
    pub(super) law: &'a Law,
    pub(super) dictionary: &'a Dictionary,
    pub(super) duty: &'a Duty,
    script: &'a Script,
    pub(super) bodies: BTreeMap<String, Body>,
    pub(super) out: Outline,
    /// The numbers of the helpers among the names that the rule gives.
    functions: BTreeMap<String, usize>,
    steps: usize,
    depth: usize,
}

/// The names that can be used where an expression stands.
pub(super) type Names = Vec<Binding>;

impl Walker<'_> {
    pub(super) fn place(&self, position: Position) -> Place {
        place(self.script, position)
    }

    pub(super) fn slip(&mut self, kind: SlipKind, place: Place, width: usize, message: String, near: Option<String>) {
        let slip = Slip { kind, place, width, message, near };
        if !self.out.slips.contains(&slip) {
            self.out.slips.push(slip);
        }
    }

    fn given_by_host(&self) -> Names {
        let start = Place { file: self.script.file, line: 1, column: 1 };
        let data = |shape: Shape, name: &str| Given::of(shape, name);
        let span = |unit| Given::of(Shape::Plain(Kind::Span), "1").known(Known::Span(Period { count: 1, unit }));
        let departures = self.dictionary.find("departures").map_or(Shape::Any, Shape::Term);
        let mut subject =
            Given { varies: true, subject: Some(start), ..Given::of(Shape::Plain(Kind::Text), "subject") };
        subject.words = self.words_of_subject();
        let all = [
            ("facts", data(Shape::Term(Dictionary::ROOT), "facts")),
            ("force", data(Shape::Force, "force")),
            ("as_of", Given { varies: true, ..data(Shape::Plain(Kind::Date), "as_of") }.known(Known::AsOf(None))),
            ("subject", subject),
            ("sets", data(Shape::Sets, "sets")),
            ("params", data(Shape::Params, "params")),
            ("duties", data(Shape::Duties, "duties")),
            ("departures", data(departures, "departures")),
            ("none", data(Shape::Absent, "none")),
            ("days", Given { spelt: "days".into(), ..span(Unit::Days) }),
            ("weeks", Given { spelt: "weeks".into(), ..span(Unit::Weeks) }),
            ("months", Given { spelt: "months".into(), ..span(Unit::Months) }),
            ("years", Given { spelt: "years".into(), ..span(Unit::Years) }),
        ];
        all.map(|(name, given)| Binding { name: name.into(), given, number: None }).into()
    }

    /// The members that a subject can be, where every requirement that has subjects has them from the same set.
    fn words_of_subject(&self) -> Option<Words> {
        let mut sets = self.duty.requirements.iter().filter_map(|requirement| requirement.for_each.as_ref());
        let first = sets.next()?;
        let set = self.law.sets.get(first).filter(|_| sets.all(|set| set == first))?;
        let words = set.members.keys().map(ToString::to_string).collect();
        Some(Words { of: format!("`{first}`"), words })
    }

    fn name_functions(&mut self) {
        let helpers: Vec<String> = self.bodies.keys().filter(|name| !name.starts_with("anon$")).cloned().collect();
        for name in helpers {
            let place = self.definition(&name);
            self.functions.insert(name.clone(), self.out.names.len());
            self.out.names.push(Name { name, place, is_function: true, used: false });
        }
    }

    /// Where a helper is defined: the engine does not keep it.
    fn definition(&self, name: &str) -> Place {
        let opens = format!("fn {name}");
        for (line, text) in (1..).zip(self.script.text.lines()) {
            let Some((before, after)) = text.split_once(&opens) else { continue };
            if !before.contains("//") && after.trim_start().starts_with('(') {
                let column = u32::try_from(before.chars().count() + 4).unwrap_or(1);
                return Place { file: self.script.file, line, column };
            }
        }
        Place { file: self.script.file, line: 1, column: 1 }
    }

    fn statement(&mut self, statement: &Stmt, names: &mut Names) -> Given {
        let nothing = Given::of(Shape::Any, "");
        match statement {
            Stmt::Var(inner, ..) => {
                let given = self.eval(&inner.1, names);
                let place = self.place(inner.0.pos);
                let name = inner.0.name.to_string();
                let number = self.out.names.iter().position(|known| known.place == place).unwrap_or_else(|| {
                    self.out.names.push(Name { name: name.clone(), place, is_function: false, used: false });
                    self.out.names.len() - 1
                });
                names.push(Binding { name, given, number: Some(number) });
                nothing
            }
            Stmt::Expr(expression) => match &**expression {
                Expr::Custom(custom, position) => {
                    self.require(&custom.inputs, &custom.state, *position, names);
                    nothing
                }
                expression => self.eval(expression, names),
            },
            Stmt::FnCall(call, position) => self.call(&call.name, &call.args, *position, names),
            Stmt::Block(block) => self.block(block.statements(), names),
            Stmt::If(flow, position) => self.choice(flow, *position, names),
            _ => nothing,
        }
    }

    pub(super) fn block(&mut self, statements: &[Stmt], names: &Names) -> Given {
        let mut inner = names.clone();
        let mut last = Given::of(Shape::Any, "");
        for statement in statements {
            last = self.statement(statement, &mut inner);
        }
        last
    }

    fn choice(&mut self, flow: &rhai::FlowControl, position: Position, names: &Names) -> Given {
        let place = self.place(position);
        let condition = self.condition(&flow.expr, names);
        let (yes, no) = (self.block(flow.body.statements(), names), self.block(flow.branch.statements(), names));
        let shape = if yes.shape == no.shape { yes.shape.clone() } else { Shape::Any };
        let spelt = format!("(if {} {} else {})", condition.spelt, yes.spelt, no.spelt);
        let mut made = Given::made(shape, spelt, place, [&condition, &yes, &no]);
        made.known = match condition.yes_no() {
            Some(true) => yes.known,
            Some(false) => no.known,
            None => yes.known.filter(|known| Some(known) == no.known.as_ref()),
        };
        made
    }

    fn require(&mut self, inputs: &[Expr], state: &Dynamic, position: Position, names: &Names) {
        let (has_when, has_by) = require::parts(state);
        let Some(name) = inputs.first() else { return };
        let id = rhai::Expression::from(name).get_string_value().map(RequirementId::from);
        let Some(id) = id else { return };
        let mut rest = inputs.iter().skip(1);
        let mut part = |there: bool| if there { rest.next() } else { None };
        let (when, by, says) = (part(has_when), part(has_by), part(true));
        let when = when.map(|expression| (self.condition(expression, names), expression));
        let by = by.map(|expression| {
            let given = self.eval(expression, names);
            if !given.shape.kind().agrees(Kind::Date) {
                let message = format!("`by` takes a date, not {}", given.shape.kind().title());
                let place = self.place(expression.start_position());
                self.slip(SlipKind::Types, place, 1, message, None);
            }
            (given, expression)
        });
        let Some(says) = says.map(|expression| (self.condition(expression, names), expression)) else { return };
        let mut atoms = says.0.atoms.clone();
        let excluded = at_odds(&atoms);
        if let Some((when, _)) = &when {
            atoms.extend(when.atoms.iter().cloned());
        }
        let at_odds =
            !excluded && when.as_ref().is_none_or(|(when, _)| !self::at_odds(&when.atoms)) && self::at_odds(&atoms);
        let mut clause = |(given, expression): (Given, &Expr)| Clause {
            place: self.place(expression.start_position()),
            always: given.yes_no().or(self::at_odds(&given.atoms).then_some(false)),
            spelt: given.spelt,
            varies: given.varies,
            rests: given.rests,
            subject: given.subject,
            bounds: given.bounds,
        };
        let (when, by, says) = (when.map(&mut clause), by.map(&mut clause), clause(says));
        let place = self.place(if name.position().is_none() { position } else { name.position() });
        self.out.rulings.push(Ruling { id, place, when, by, says, at_odds });
    }

    /// An expression that must be a yes or no.
    pub(super) fn condition(&mut self, expression: &Expr, names: &Names) -> Given {
        let given = self.eval(expression, names);
        let place = self.place(expression.start_position());
        self.is_condition(&given, place);
        given
    }

    pub(super) fn is_condition(&mut self, given: &Given, place: Place) {
        if let Err(error) = truth(&missing(given.shape.kind())) {
            self.slip(SlipKind::Types, place, 1, plain(&error), None);
        }
    }

    /// What an expression gives.
    pub(super) fn eval(&mut self, expression: &Expr, names: &Names) -> Given {
        let place = self.place(expression.start_position());
        self.steps += 1;
        if self.steps > STEPS {
            return Given::anything(place);
        }
        match expression {
            Expr::BoolConstant(yes, _) => {
                Given::of(Shape::Plain(Kind::YesNo), yes.to_string()).known(Known::YesNo(*yes))
            }
            Expr::IntegerConstant(whole, _) => {
                self.figure(place, whole.to_string());
                let kind = if *whole >= 0 { Kind::Count } else { Kind::Number };
                Given::of(Shape::Plain(kind), whole.to_string()).known(Known::Whole(*whole))
            }
            Expr::StringConstant(text, _) => {
                let words = Words { of: String::new(), words: [text.to_string()].into() };
                let given = Given::of(Shape::Plain(Kind::Text), format!("{text:?}"));
                Given { words: Some(words), ..given }.known(Known::Text(text.to_string()))
            }
            Expr::Array(elements, _) => self.array(elements, place, names),
            Expr::Variable(name, _, position) => self.variable(&name.1, self.place(*position), names),
            Expr::FnCall(call, position) => self.call(&call.name, &call.args, *position, names),
            Expr::Dot(binary, flags, position) => {
                let head = self.eval(&binary.lhs, names);
                self.chain(head, binary, (false, *flags, *position), names)
            }
            Expr::Index(binary, flags, position) => {
                let head = self.eval(&binary.lhs, names);
                self.chain(head, binary, (true, *flags, *position), names)
            }
            Expr::Stmt(block) => self.block(block.statements(), names),
            // The engine folds a list of constants, and a closure that takes nothing from around it, into one.
            Expr::DynamicConstant(value, _) => self.constant(value, place),
            _ => Given::anything(place),
        }
    }

    pub(super) fn figure(&mut self, place: Place, text: String) {
        if !self.out.figures.iter().any(|figure| figure.place == place) {
            self.out.figures.push(Figure { place, text, is_factor: false });
        }
    }

    fn array(&mut self, elements: &[Expr], place: Place, names: &Names) -> Given {
        let given: Vec<Given> = elements.iter().map(|element| self.eval(element, names)).collect();
        let first = given.first().map_or(Shape::Any, |first| first.shape.clone());
        let shape = if given.iter().all(|one| one.shape == first) { first } else { Shape::Any };
        let spelt = given.iter().map(|one| one.spelt.as_str()).collect::<Vec<_>>().join(", ");
        let words: Option<Vec<&Words>> = given.iter().map(|one| one.words.as_ref()).collect();
        let words = words.map(|words| words.iter().flat_map(|one| one.words.iter().cloned()).collect());
        let made = Given::made(Shape::List(Box::new(shape)), format!("[{spelt}]"), place, &given);
        Given { words: words.map(|words| Words { of: String::new(), words }), ..made }
    }

    fn constant(&self, value: &Dynamic, place: Place) -> Given {
        let Some(array) = value.read_lock::<rhai::Array>() else { return Given::anything(place) };
        let words: Option<Vec<String>> = array.iter().map(|one| one.clone().into_string().ok()).collect();
        let element = if words.is_some() { Shape::Plain(Kind::Text) } else { Shape::Any };
        let given = Given::of(Shape::List(Box::new(element)), format!("{:?}", *array));
        Given { words: words.map(|words| Words { of: String::new(), words: words.into_iter().collect() }), ..given }
    }

    fn variable(&mut self, name: &str, place: Place, names: &Names) -> Given {
        let Some(known) = names.iter().rev().find(|known| known.name == name) else { return Given::anything(place) };
        if let Some(name) = known.number.and_then(|number| self.out.names.get_mut(number)) {
            name.used = true;
        }
        let mut given = known.given.clone();
        // The host's own constant stands nowhere yet.
        if name == "subject" && known.number.is_none() && given.spelt == "subject" {
            given.subject = Some(place);
        }
        given
    }

    /// Marks a helper as used.
    pub(super) fn uses(&mut self, function: &str) {
        if let Some(name) = self.functions.get(function).and_then(|number| self.out.names.get_mut(*number)) {
            name.used = true;
        }
    }

    /// What a function of the script gives for these arguments.
    pub(super) fn apply(&mut self, function: &str, arguments: Vec<Given>, place: Place) -> Given {
        let Some(body) = self.bodies.get(function).cloned() else { return Given::anything(place) };
        if self.depth >= DEPTH || body.parameters.len() != arguments.len() {
            return Given::anything(place);
        }
        self.depth += 1;
        let pairs = body.parameters.iter().zip(arguments);
        let names: Names = pairs.map(|(name, given)| Binding { name: name.clone(), given, number: None }).collect();
        let given = self.block(&body.statements, &names);
        self.depth -= 1;
        given
    }
}

/// An error of the engine's operators as a message.
pub(super) fn plain(error: &rhai::EvalAltResult) -> String {
    super::super::sandbox::describe(error)
}
