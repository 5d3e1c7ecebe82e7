//! From a script's text to something that can be run, with every mistake that shows without running it.

use std::collections::{BTreeMap, BTreeSet};

use rhai::{AST, ASTNode, Engine, Expr, Position, Scope, Stmt};

use crate::model::dates::Dates;
use crate::model::dictionary::{Dictionary, TermId, TermKind};
use crate::model::ids::{DutyId, RequirementId};
use crate::model::law::{Duty, Script};
use crate::model::nearest::nearest;
use crate::model::place::Place;
use crate::model::problem::{Code, Problem};

use super::advice::{advice, bare_date};
use super::engine::SUGGESTED;
use super::observe::{GONE, LATER, SEEN};
use super::require;
use super::sandbox::{CONSTANTS, FUNCTIONS, OPERATORS, SCRIPT_BYTES};

/// A rule that can be run.
pub(super) struct Rule {
    pub(super) ast: AST,
    /// Where each requirement is judged.
    pub(super) places: BTreeMap<RequirementId, Place>,
    /// The duties that the rule reads, each with the place where it does.
    pub(super) rests_on: Vec<(DutyId, Place)>,
}

/// Compiles the rule of a duty; `None` if it cannot be run at all.
pub(super) fn compile(
    engine: &Engine,
    scope: &Scope<'_>,
    duty: &Duty,
    script: &Script,
    dictionary: &Dictionary,
    problems: &mut Vec<Problem>,
) -> Option<Rule> {
    let start = Place { file: script.file, line: 1, column: 1 };
    if script.text.len() > SCRIPT_BYTES {
        problems.push(Problem::at(
            Code::FileTooLarge,
            start,
            format!("the script has {} bytes; at most {SCRIPT_BYTES} are read", script.text.len()),
        ));
        return None;
    }
    let ast = match engine.compile_with_scope(scope, &*script.text) {
        Ok(ast) => ast,
        Err(error) => {
            problems.push(refused(script, error.position(), &error.err_type().to_string(), duty, dictionary));
            return None;
        }
    };
    let mut reader = Reader {
        script,
        duty,
        dictionary,
        problems,
        judged: BTreeMap::new(),
        misplaced: BTreeSet::new(),
        rests_on: Vec::new(),
        rests: BTreeSet::new(),
        own: own_functions(&ast),
    };
    reader.read(&ast);
    let (judged, rests_on, misplaced) = (reader.judged, reader.rests_on, reader.misplaced);
    let mut places = BTreeMap::new();
    for requirement in &duty.requirements {
        match judged.get(&requirement.id) {
            None if misplaced.contains(&requirement.id) => {}
            None => problems.push(
                Problem::at(
                    Code::RequirementNotInScript,
                    requirement.place,
                    format!("requirement `{}` is never judged by the script", requirement.id),
                )
                .related(start, "the script"),
            ),
            Some((place, has_by)) => {
                places.insert(requirement.id.clone(), *place);
                if *has_by != requirement.look_back.is_some() {
                    let (message, help) = if *has_by {
                        (
                            "has a deadline in the script and no `look_back`",
                            "say how far back a missed deadline still matters, who set that and why",
                        )
                    } else {
                        (
                            "has a `look_back` and no deadline in the script",
                            "take `look_back` out, or judge the requirement with `by`",
                        )
                    };
                    problems.push(
                        Problem::at(
                            Code::LookBackMismatch,
                            requirement.place,
                            format!("requirement `{}` {message}", requirement.id),
                        )
                        .help(help)
                        .related(*place, "judged here"),
                    );
                }
            }
        }
    }
    Some(Rule { ast, places, rests_on })
}

pub(super) fn place(script: &Script, position: Position) -> Place {
    let number = |at: Option<usize>| at.and_then(|at| u32::try_from(at).ok()).unwrap_or(1).max(1);
    Place { file: script.file, line: number(position.line()), column: number(position.position()) }
}

/// A parser's message as ours are written: lower case, no full stop, input in backticks.
fn plain(message: &str) -> String {
    let message = message.trim_end_matches('.').replace('\'', "`");
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The problem of a script that does not compile.
fn refused(script: &Script, position: Position, cause: &str, duty: &Duty, dictionary: &Dictionary) -> Problem {
    let said = plain(cause);
    let message = match said.strip_suffix(" is a reserved keyword").or(said.strip_suffix(" is a reserved symbol")) {
        Some(word) => format!("{word} may not stand in a rule"),
        None => format!("the script does not compile: {said}"),
    };
    let Some(advice) = advice(&script.text, position, cause, duty, dictionary) else {
        return Problem::at(Code::ScriptDoesNotCompile, place(script, position), message);
    };
    let (at, width) = advice.at.unwrap_or((position, 1));
    let message = advice.message.unwrap_or(message);
    Problem::at(Code::ScriptDoesNotCompile, place(script, at), message).wide(width).help(advice.help)
}

fn own_functions(ast: &AST) -> BTreeSet<String> {
    ast.iter_functions().map(|function| function.name.to_owned()).collect()
}

/// Reads a compiled script for what may not stand in it.
struct Reader<'a> {
    script: &'a Script,
    duty: &'a Duty,
    dictionary: &'a Dictionary,
    problems: &'a mut Vec<Problem>,
    judged: BTreeMap<RequirementId, (Place, bool)>,
    /// Requirements that are judged where none may be.
    misplaced: BTreeSet<RequirementId>,
    rests_on: Vec<(DutyId, Place)>,
    /// The duties among them, each once.
    rests: BTreeSet<String>,
    own: BTreeSet<String>,
}

impl Reader<'_> {
    fn read(&mut self, ast: &AST) {
        for function in ast.iter_functions().filter(|function| !function.name.starts_with("anon$")) {
            if [FUNCTIONS, CONSTANTS, &[SEEN, GONE, LATER]].iter().any(|given| given.contains(&function.name)) {
                self.shadowed(function.name, self.definition(function.name));
            }
        }
        let mut found: Vec<(Found, Position)> = Vec::new();
        ast.walk(&mut |path: &[ASTNode<'_>]| {
            look(path, ast.statements(), &mut found);
            true
        });
        // What a closure takes from around it stands before its own parameters.
        let mut captured: BTreeMap<String, (usize, Position)> = BTreeMap::new();
        for (found, position) in found {
            match found {
                Found::Closure { name, captures } => {
                    let known = captured.entry(name).or_insert((captures, position));
                    known.0 = known.0.max(captures);
                }
                other => self.take(other, position),
            }
        }
        for function in ast.iter_functions() {
            let (captures, position) = captured.get(function.name).copied().unwrap_or((0, Position::NONE));
            for name in function
                .params
                .iter()
                .skip(captures)
                .filter(|name| CONSTANTS.contains(name) || FUNCTIONS.contains(name))
            {
                self.shadowed(name, position);
            }
        }
    }

    fn nearest<'n>(&self, wrong: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
        if self.problems.len() < SUGGESTED { nearest(wrong, known) } else { None }
    }

    fn report(&mut self, code: Code, position: Position, message: String, help: Option<String>) {
        // A message that names something opens with it or with what it is; the place is that of the name.
        let width = message.split('`').nth(1).map_or(1, |name| name.chars().count());
        let named = matches!(code, Code::Shadowed | Code::UnknownProperty);
        let problem = Problem::at(code, place(self.script, position), message).wide(if named { width } else { 1 });
        self.problems.push(match help {
            Some(help) => problem.help(help),
            None => problem,
        });
    }

    /// Where a script defines a function: the engine does not keep it.
    fn definition(&self, name: &str) -> Position {
        let found = self.script.text.lines().enumerate().find_map(|(line, text)| {
            let start = text.find(&format!("fn {name}"))?;
            let column = text.get(..start)?.chars().count() + 4;
            Some((u16::try_from(line + 1).ok()?, u16::try_from(column).ok()?))
        });
        found.map_or(Position::NONE, |(line, column)| Position::new(line, column))
    }

    fn shadowed(&mut self, name: &str, position: Position) {
        let message = format!("`{name}` is given by the host and cannot be defined again");
        self.report(Code::Shadowed, position, message, Some("choose another name".into()));
    }

    fn take(&mut self, found: Found, position: Position) {
        match found {
            Found::Require { id, has_by, at_top } => self.require(&id, has_by, at_top, position),
            Found::Defines(name) => {
                if CONSTANTS.contains(&name.as_str()) || FUNCTIONS.contains(&name.as_str()) {
                    self.shadowed(&name, position);
                }
            }
            Found::Calls(name) => {
                if OPERATORS.contains(&name.as_str()) || FUNCTIONS.contains(&name.as_str()) || self.own.contains(&name)
                {
                    return;
                }
                let help = match nearest(&name, FUNCTIONS.iter().copied()) {
                    _ if name == "not" => "write `!`".into(),
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("a rule may call {}", FUNCTIONS.join(", ")),
                };
                self.report(Code::ScriptDoesNotCompile, position, format!("there is no function `{name}`"), Some(help));
            }
            Found::Duty(Some(id)) => {
                let meant = self.duty.means(&id);
                if self.duty.id == meant {
                    self.report(Code::CycleOfDuties, position, format!("duty `{id}` rests on itself"), None);
                } else if self.rests.insert(id.clone()) {
                    self.rests_on.push((meant, place(self.script, position)));
                }
            }
            Found::Duty(None) => {
                let message = "a duty is named by its id as plain text".into();
                self.report(
                    Code::ScriptDoesNotCompile,
                    position,
                    message,
                    Some("write `duties[\"family.name\"].met`".into()),
                );
            }
            Found::Date(text) => {
                if let Some(Err(fault)) = text.as_deref().map(Dates::parse) {
                    self.report(Code::BadDate, position, format!("`{}` {fault}", text.unwrap_or_default()), None);
                } else if text.is_none() {
                    let help = bare_date(&self.script.text, position)
                        .unwrap_or_else(|| "write the date in quotes, like `date(\"2020-01-31\")`".into());
                    let message = "`date` takes a date as plain text".into();
                    self.report(Code::ScriptDoesNotCompile, position, message, Some(help));
                }
            }
            Found::Path(steps) => self.path(&steps, position),
            Found::Parameter(name) => {
                if !self.duty.parameters.contains_key(&name) {
                    let near = self.nearest(&name, self.duty.parameters.keys().map(String::as_str));
                    let near = near.map(|near| format!("did you mean `{near}`?"));
                    let message = format!("`{name}` is no parameter of duty `{}`", self.duty.id);
                    self.report(Code::UnknownProperty, position, message, near);
                }
            }
            Found::Closure { .. } => {}
            Found::Barred(what) => {
                let message = format!("{what} may not stand in a rule");
                self.report(Code::ScriptDoesNotCompile, position, message, None);
            }
        }
    }

    fn require(&mut self, id: &str, has_by: bool, at_top: bool, position: Position) {
        if !at_top {
            let message = format!("`require {id}` stands inside another statement");
            let help = "a requirement stands by itself; put what it depends on into `when`";
            self.misplaced.insert(RequirementId::from(id));
            self.report(Code::RequireMisplaced, position, message, Some(help.into()));
            return;
        }
        let place = place(self.script, position);
        let id = RequirementId::from(id);
        if !self.duty.requirements.iter().any(|requirement| requirement.id == id) {
            let names = self.duty.requirements.iter().map(|requirement| requirement.id.as_str());
            let near = self.nearest(id.as_str(), names).map(|near| format!("did you mean `{near}`?"));
            let problem = Problem::at(
                Code::RequirementNotInDuty,
                place,
                format!("duty `{}` has no requirement `{id}`", self.duty.id),
            )
            .wide(id.as_str().chars().count())
            .related(self.duty.place, "the duty");
            self.problems.push(match near {
                Some(near) => problem.help(near),
                None => problem,
            });
        } else if let Some((first, _)) = self.judged.get(&id) {
            self.problems.push(
                Problem::at(Code::JudgedTwice, place, format!("requirement `{id}` is judged twice"))
                    .wide(id.as_str().chars().count())
                    .related(*first, "first here"),
            );
        } else {
            self.judged.insert(id, (place, has_by));
        }
    }

    /// Follows a path of plain property names from the root of the facts as far as the dictionary goes.
    fn path(&mut self, steps: &[(String, Position)], _position: Position) {
        let mut term = Dictionary::ROOT;
        for (step, position) in steps {
            let held = self.dictionary.term(term);
            if step == "[]" && !matches!(held.kind, TermKind::Collection { .. }) {
                let path = if held.path.is_empty() { "facts" } else { &held.path };
                let message = format!("`{path}` has no entries");
                let help = "only a collection has; what stands beneath a fact is read with a dot";
                let problem = Problem::at(Code::UnknownProperty, place(self.script, *position), message);
                self.problems.push(problem.help(help));
                return;
            }
            match self.step(term, step) {
                Ok(Some(next)) => term = next,
                Ok(None) => return,
                Err((path, near)) => {
                    let message = if path.is_empty() {
                        format!("no dictionary knows a fact `{step}`")
                    } else {
                        format!("no dictionary knows a fact `{step}` in `{path}`")
                    };
                    let help = near.map_or_else(
                        || "`sprcheck rules facts` lists every fact".into(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.report(Code::UnknownProperty, *position, message, Some(help));
                    return;
                }
            }
        }
    }

    fn step(&self, term: TermId, step: &str) -> Result<Option<TermId>, (String, Option<String>)> {
        let held = self.dictionary.term(term);
        match &held.kind {
            TermKind::Collection { entry, .. } if step == "[]" => Ok(Some(*entry)),
            TermKind::Record(children) if step != "[]" => match children.get(step) {
                Some(child) => Ok(Some(*child)),
                None => {
                    let near = self.nearest(step, children.keys().map(|name| &**name)).map(str::to_owned);
                    Err((held.path.clone(), near))
                }
            },
            _ => Ok(None),
        }
    }
}

/// Something in a script that matters.
enum Found {
    Require {
        id: String,
        has_by: bool,
        at_top: bool,
    },
    Defines(String),
    Calls(String),
    Duty(Option<String>),
    Date(Option<String>),
    Path(Vec<(String, Position)>),
    Parameter(String),
    /// A function made in place, and how many names it takes from around it.
    Closure {
        name: String,
        captures: usize,
    },
    Barred(&'static str),
}

fn look(path: &[ASTNode<'_>], top: &[Stmt], found: &mut Vec<(Found, Position)>) {
    match path.last() {
        Some(ASTNode::Stmt(statement)) => look_at_statement(statement, found),
        Some(ASTNode::Expr(expression)) => look_at_expression(path, top, expression, found),
        _ => {}
    }
}

fn look_at_statement(statement: &Stmt, found: &mut Vec<(Found, Position)>) {
    let position = statement.position();
    match statement {
        Stmt::Var(inner, ..) => found.push((Found::Defines(inner.0.name.to_string()), inner.0.pos)),
        Stmt::FnCall(call, position) => look_at_call(&call.name, &call.args, *position, found),
        Stmt::Noop(_) | Stmt::If(..) | Stmt::Block(_) | Stmt::Expr(_) | Stmt::Share(_) => {}
        Stmt::Assignment(_) => found.push((Found::Barred("changing a name that is already given"), position)),
        Stmt::Return(..) => found.push((Found::Barred("leaving early"), position)),
        Stmt::TryCatch(..) => found.push((Found::Barred("catching an error"), position)),
        _ => found.push((Found::Barred("this statement"), position)),
    }
}

fn look_at_expression(path: &[ASTNode<'_>], top: &[Stmt], expression: &Expr, found: &mut Vec<(Found, Position)>) {
    let position = expression.position();
    match expression {
        Expr::Custom(custom, _) => {
            let name = custom.inputs.first();
            let id = name.and_then(|name| rhai::Expression::from(name).get_string_value().map(str::to_owned));
            let at = name.map_or(position, Expr::position);
            let (_, has_by) = require::parts(&custom.state);
            // At the top of the script: nothing around it but the statement that it is, which stands in no function.
            let at_top = match path {
                [ASTNode::Stmt(own @ Stmt::Expr(_)), _] => top.iter().any(|statement| std::ptr::eq(statement, *own)),
                _ => false,
            };
            found.push((Found::Require { id: id.unwrap_or_default(), has_by, at_top }, at));
        }
        Expr::FnCall(call, position) | Expr::MethodCall(call, position) => {
            look_at_call(&call.name, &call.args, *position, found);
        }
        Expr::Dot(..) | Expr::Index(..) => look_at_chain(expression, found),
        // Under another name, what is read of it would leave no edge.
        Expr::Variable(name, ..) if *name.1 == *"duties" && !keeps_its_name(path, expression) => {
            found.push((Found::Duty(None), position))
        }
        Expr::DynamicConstant(value, position) => {
            if let Some(name) = function_name(value) {
                found.push((Found::Closure { name, captures: 0 }, *position));
            }
        }
        Expr::InterpolatedString(..) => found.push((Found::Barred("text made of values"), position)),
        Expr::Map(..) => found.push((Found::Barred("a map"), position)),
        Expr::Unit(_) => found.push((Found::Barred("`()`"), position)),
        Expr::CharConstant(..) => {
            found.push((Found::Barred("a single character; text stands in double quotes and"), position))
        }
        Expr::And(..) | Expr::Or(..) | Expr::Coalesce(..) => found.push((Found::Barred("this operator"), position)),
        Expr::ThisPtr(_) => found.push((Found::Barred("`this`"), position)),
        _ => {}
    }
}

/// Whether a name stands where it is indexed, or is only handed to a closure, in which it stands again.
fn keeps_its_name(path: &[ASTNode<'_>], name: &Expr) -> bool {
    match path.len().checked_sub(2).and_then(|around| path.get(around)) {
        Some(ASTNode::Expr(Expr::Index(binary, ..))) => std::ptr::eq(&raw const binary.lhs, name),
        Some(ASTNode::Expr(Expr::FnCall(call, _))) => call.name == "curry",
        _ => false,
    }
}

fn function_name(value: &rhai::Dynamic) -> Option<String> {
    value.read_lock::<rhai::FnPtr>().map(|function| function.fn_name().to_owned())
}

fn look_at_call(name: &str, arguments: &[Expr], position: Position, found: &mut Vec<(Found, Position)>) {
    // The engine's own word for a closure that takes names from around it; no script can write it.
    if name == "curry" {
        if let Some((Expr::DynamicConstant(value, _), captures)) = arguments.split_first()
            && let Some(name) = function_name(value)
        {
            found.push((Found::Closure { name, captures: captures.len() }, position));
        }
        return;
    }
    if arguments.len() > 8 {
        // To look for a function of many arguments costs the engine time that its counter does not see.
        found.push((Found::Barred("a call with more than eight arguments"), position));
    }
    if name == "date" {
        let text = match arguments {
            [Expr::StringConstant(text, _)] => Some(text.to_string()),
            _ => None,
        };
        found.push((Found::Date(text), position));
    }
    found.push((Found::Calls(name.to_owned()), position));
}

/// A chain such as `facts.a.b["c"].d`, seen at its outermost link only.
fn look_at_chain(expression: &Expr, found: &mut Vec<(Found, Position)>) {
    let (binary, is_index, position) = match expression {
        Expr::Dot(binary, _, position) => (binary, false, *position),
        Expr::Index(binary, _, position) => (binary, true, *position),
        _ => return,
    };
    let Expr::Variable(name, ..) = &binary.lhs else { return };
    match &*name.1 {
        "params" => {
            let first = match &binary.rhs {
                Expr::Dot(inner, ..) | Expr::Index(inner, ..) => &inner.lhs,
                other => other,
            };
            if let (Expr::Property(property, at), false) = (first, is_index) {
                found.push((Found::Parameter(property.2.to_string()), *at));
            }
        }
        "facts" => {
            let mut steps = Vec::new();
            follow(&binary.rhs, is_index, position, &mut steps);
            found.push((Found::Path(steps), position));
        }
        "duties" => {
            let key = match (&binary.rhs, is_index) {
                (Expr::Dot(inner, ..) | Expr::Index(inner, ..), true) => literal(&inner.lhs),
                (other, true) => literal(other),
                _ => None,
            };
            found.push((Found::Duty(key), position));
        }
        _ => {}
    }
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::StringConstant(text, _) => Some(text.to_string()),
        _ => None,
    }
}

fn follow(rest: &Expr, is_index: bool, position: Position, steps: &mut Vec<(String, Position)>) {
    let (here, further, next_is_index) = match rest {
        Expr::Dot(binary, ..) => (&binary.lhs, Some(&binary.rhs), false),
        Expr::Index(binary, ..) => (&binary.lhs, Some(&binary.rhs), true),
        other => (other, None, false),
    };
    if is_index {
        steps.push(("[]".into(), position));
    } else if let Expr::Property(property, at) = here {
        steps.push((property.2.to_string(), *at));
    } else {
        return;
    }
    if let Some(further) = further {
        follow(further, next_is_index, position, steps);
    }
}
