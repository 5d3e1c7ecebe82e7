//! The scripting engine, shut in: no file, no network, no clock, no output; bounded in steps, depth and memory; and one list of what a
//! script may call.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use rhai::{Dynamic, Engine, EvalAltResult, FnPtr, ImmutableString, NativeCallContext, OptimizationLevel, Token};

use crate::model::dates::Dates;

use super::lists;
use super::observe::{self, Sight};
use super::operators::{self, Answer, Arithmetic, Comparison, fault};
use super::properties;
use super::require::{self, Judging};
use super::run::Run;
use super::value::{Missing, Value, When, absent, missing, when};

/// How many steps one run may take, callbacks included. An ordinary rule takes about sixty.
pub(super) const STEPS: u64 = 200_000;

/// How many steps all runs of one duty may take together, those that weigh its support among them.
pub(super) const DUTY_STEPS: u64 = 2_000_000;

/// How many steps all duties of one rule set may take together: a hundred duties that each keep within their bound are not to take a
/// hundred times as long.
pub(super) const RULE_SET_STEPS: u64 = 5_000_000;

/// What it costs in steps to judge a pair at all: the run has to be set up, and its outcome is listed.
pub(super) const PAIR_STEPS: u64 = 100;

/// How many bytes of text that a pair repeats cost a step.
pub(super) const STEP_BYTES: u64 = 8;

/// The longest script that is compiled, in bytes.
pub(crate) const SCRIPT_BYTES: usize = 64 * 1024;

/// The operators of a script; `in` is `contains`.
pub(crate) const OPERATORS: &[&str] =
    &["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "!", "&&", "and", "||", "or"];

/// What a script may call by name.
pub(crate) const FUNCTIONS: &[&str] =
    &["any", "all", "filter", "map", "len", "sum", "contains", "min", "max", "date", "last_day_of"];

/// What the host puts in the scope of every run.
pub(crate) const CONSTANTS: &[&str] = &[
    "facts",
    "force",
    "as_of",
    "subject",
    "sets",
    "params",
    "duties",
    "departures",
    "days",
    "weeks",
    "months",
    "years",
    "none",
];

/// Words of the scripting language that rules do without.
const WITHOUT: &[&str] = &[
    "eval",
    "print",
    "debug",
    "import",
    "export",
    "as",
    "global",
    "throw",
    "try",
    "catch",
    "while",
    "loop",
    "do",
    "for",
    "switch",
    "return",
    "break",
    "continue",
    "private",
    "const",
    "this",
    "Fn",
    "call",
    "curry",
    "is_shared",
    "type_of",
    "is_def_var",
    "is_def_fn",
    "sleep",
    "timestamp",
    "blob",
    "&&",
    "||",
    "??",
    "?.",
    "?[",
    "**",
    "<<",
    ">>",
    "&",
    "^",
    "+=",
    "-=",
    "*=",
    "/=",
    "%=",
    "**=",
    "<<=",
    ">>=",
    "&=",
    "|=",
    "^=",
    "=>",
    "..",
    "..=",
    "#{",
];

/// Where the run in progress is found by the functions that a script calls.
#[derive(Default)]
pub(super) struct Slot {
    current: RefCell<Option<(Rc<Run>, Rc<Judging>)>>,
    /// What parts of the rule came to, while somebody watches.
    sights: RefCell<Option<Vec<Sight>>>,
}

impl Slot {
    pub(super) fn put(&self, current: Option<(Rc<Run>, Rc<Judging>)>) {
        *self.current.borrow_mut() = current;
    }

    pub(super) fn run(&self) -> Result<Rc<Run>, Box<EvalAltResult>> {
        self.both().map(|(run, _)| run)
    }

    pub(super) fn both(&self) -> Result<(Rc<Run>, Rc<Judging>), Box<EvalAltResult>> {
        self.current.borrow().clone().ok_or_else(|| fault("no run is in progress"))
    }

    /// From now on, what parts of a rule come to is kept.
    pub(super) fn watch(&self) {
        *self.sights.borrow_mut() = Some(Vec::new());
    }

    /// What was kept; from now on nothing is.
    pub(super) fn watched(&self) -> Vec<Sight> {
        self.sights.take().unwrap_or_default()
    }

    pub(super) fn see(&self, part: i64, value: &Dynamic) -> Result<(), Box<EvalAltResult>> {
        if self.sights.borrow().is_none() {
            return Ok(());
        }
        let run = self.run()?;
        if run.is_for_itself() {
            let told = observe::tell(&run, value);
            if let Some(sights) = self.sights.borrow_mut().as_mut() {
                sights.push(Sight { part, told });
            }
        }
        Ok(())
    }
}

/// Builds an engine that knows these names of facts.
pub(super) fn build(slot: &Rc<Slot>, properties: &BTreeSet<&str>) -> Engine {
    let mut engine = Engine::new_raw();
    limits(&mut engine, slot);
    engine
        .register_type_with_name::<Missing>("what is missing")
        .register_type_with_name::<Value>("a value of this kind");
    comparisons(&mut engine, slot);
    arithmetic(&mut engine, slot);
    logic(&mut engine);
    questions(&mut engine, slot);
    functions(&mut engine, slot);
    reads(&mut engine, slot, properties);
    require::register(&mut engine, slot);
    observe::register(&mut engine, slot);
    engine
}

#[expect(deprecated, reason = "the engine marks this hook as volatile, not as going away")]
fn limits(engine: &mut Engine, slot: &Rc<Slot>) {
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_strict_variables(true)
        .set_fast_operators(false)
        .set_allow_anonymous_fn(true)
        .set_allow_looping(false)
        .set_allow_shadowing(true)
        .set_fail_on_invalid_map_property(true)
        // Room for three names of every property: the engine goes through all that it holds for each that is one too many.
        .set_max_strings_interned(16 * 1024)
        .set_max_string_size(16 * 1024)
        .set_max_array_size(4096)
        .set_max_map_size(1024)
        .set_max_variables(256)
        .set_max_functions(64)
        .set_max_call_levels(16)
        .set_max_expr_depths(64, 48);
    // The engine's own counter does not see the bodies of callbacks; this one does.
    let slot = Rc::clone(slot);
    engine.on_progress(move |_| match slot.run() {
        Ok(run) if !run.takes(1) => Some(Dynamic::from("too many steps")),
        _ => None,
    });
    for word in WITHOUT {
        engine.disable_symbol(*word);
    }
    // Loops are gone, and with them the one use of this word; departures have a fact of that name.
    // The tokenizer takes what follows a word of the language for a sign, so that has to be undone too.
    let after_until = Cell::new(false);
    engine.on_parse_token(move |token, _, _| {
        let after = after_until.replace(matches!(token, Token::Until));
        match token {
            Token::Until => Token::Identifier(Box::new("until".into())),
            Token::UnaryPlus if after => Token::Plus,
            Token::UnaryMinus if after => Token::Minus,
            token => token,
        }
    });
}

fn comparisons(engine: &mut Engine, slot: &Rc<Slot>) {
    for (name, how) in [
        ("==", Comparison::Equal),
        ("!=", Comparison::Unequal),
        ("<", Comparison::Less),
        ("<=", Comparison::LessOrEqual),
        (">", Comparison::Greater),
        (">=", Comparison::GreaterOrEqual),
    ] {
        let slot = Rc::clone(slot);
        engine.register_fn(name, move |left: Dynamic, right: Dynamic| -> Answer {
            operators::compare(&*slot.run()?, how, &left, &right)
        });
    }
}

fn arithmetic(engine: &mut Engine, slot: &Rc<Slot>) {
    for (name, how) in [
        ("+", Arithmetic::Plus),
        ("-", Arithmetic::Minus),
        ("*", Arithmetic::Times),
        ("/", Arithmetic::Over),
        ("%", Arithmetic::Rest),
    ] {
        let slot = Rc::clone(slot);
        engine.register_fn(name, move |left: Dynamic, right: Dynamic| -> Answer {
            operators::reckon(Some(&*slot.run()?), how, &left, &right)
        });
    }
    engine.register_fn("-", |value: Dynamic| operators::negate(&value));
}

fn logic(engine: &mut Engine) {
    // Both spellings are eager, so that the order of operands changes neither the outcome nor the trace.
    for (names, precedence) in [(["&&", "and"], 60), (["||", "or"], 30)] {
        for name in names {
            if engine.register_custom_operator(name, precedence).is_err() {
                // The symbol was disabled above, so the name is free.
                continue;
            }
            if precedence == 60 {
                engine.register_fn(name, |left: Dynamic, right: Dynamic| operators::and(&left, &right));
            } else {
                engine.register_fn(name, |left: Dynamic, right: Dynamic| operators::or(&left, &right));
            }
        }
    }
    engine.register_fn("!", |value: Dynamic| operators::not(&value));
}

fn questions(engine: &mut Engine, slot: &Rc<Slot>) {
    for (name, every) in [("any", false), ("all", true)] {
        let slot = Rc::clone(slot);
        engine.register_fn(name, move |context: NativeCallContext<'_>, list: Dynamic, question: FnPtr| -> Answer {
            lists::quantify(&slot.run()?, &context, every, &list, &question)
        });
    }
    let own = Rc::clone(slot);
    engine.register_fn("filter", move |context: NativeCallContext<'_>, list: Dynamic, question: FnPtr| -> Answer {
        lists::filter(&own.run()?, &context, &list, &question)
    });
    let own = Rc::clone(slot);
    engine.register_fn("map", move |context: NativeCallContext<'_>, list: Dynamic, function: FnPtr| -> Answer {
        lists::map(&own.run()?, &context, &list, &function)
    });
    let own = Rc::clone(slot);
    engine.register_fn("len", move |list: Dynamic| -> Answer { lists::len(&own.run()?, &list) });
    let own = Rc::clone(slot);
    engine.register_fn("sum", move |list: Dynamic| -> Answer { lists::sum(&own.run()?, &list) });
    let own = Rc::clone(slot);
    engine.register_fn("contains", move |list: Dynamic, value: Dynamic| -> Answer {
        lists::contains(&own.run()?, &list, &value)
    });
}

fn functions(engine: &mut Engine, slot: &Rc<Slot>) {
    engine.register_fn("min", |left: Dynamic, right: Dynamic| operators::extreme(false, &left, &right));
    engine.register_fn("max", |left: Dynamic, right: Dynamic| operators::extreme(true, &left, &right));
    let slot = Rc::clone(slot);
    engine.register_fn("last_day_of", move |period: Dynamic, start: Dynamic| -> Answer {
        operators::last_day_of(Some(&*slot.run()?), &period, &start)
    });
    engine.register_fn("date", |text: ImmutableString| -> Answer {
        Dates::parse(&text)
            .map(|dates| when(When::on(dates)))
            .map_err(|fault_of_date| fault(format!("`{text}` {fault_of_date}")))
    });
}

fn reads(engine: &mut Engine, slot: &Rc<Slot>, properties: &BTreeSet<&str>) {
    for name in properties {
        let name: Rc<str> = Rc::from(*name);
        let own = Rc::clone(&name);
        let at = Rc::clone(slot);
        engine.register_get(&*name, move |value: &mut Value| -> Answer {
            match value {
                Value::Absent(kind) => properties::property_of_nothing(&*at.run()?, *kind, &own).map(absent),
                value => properties::property(value, &own),
            }
        });
        let own = Rc::clone(&name);
        let at = Rc::clone(slot);
        engine.register_get(&*name, move |value: &mut Missing| -> Answer {
            properties::property_of_nothing(&*at.run()?, value.0, &own).map(missing)
        });
    }
    let own = Rc::clone(slot);
    engine.register_indexer_get(move |value: &mut Value, key: Dynamic| -> Answer {
        properties::entry(&*own.run()?, &Dynamic::from(value.clone()), &key)
    });
    let own = Rc::clone(slot);
    engine.register_indexer_get(move |value: &mut Missing, key: Dynamic| -> Answer {
        properties::entry(&*own.run()?, &Dynamic::from(*value), &key)
    });
}

/// Whether what failed had a missing operand: then the outcome is unknown, not an error.
pub(super) fn failed_on_missing(error: &EvalAltResult) -> bool {
    match error {
        // The engine's own checks name the type as Rust does.
        EvalAltResult::ErrorMismatchDataType(_, actual, _) => {
            actual.contains("what is missing") || actual == std::any::type_name::<Missing>()
        }
        EvalAltResult::ErrorFunctionNotFound(signature, _) => signature.contains("what is missing"),
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => failed_on_missing(inner),
        _ => false,
    }
}

/// Whether a failure ends the whole run: a bound was hit.
pub(super) fn is_final(error: &EvalAltResult) -> bool {
    match error {
        EvalAltResult::ErrorTerminated(..)
        | EvalAltResult::ErrorTooManyOperations(_)
        | EvalAltResult::ErrorDataTooLarge(..)
        | EvalAltResult::ErrorTooManyVariables(_)
        | EvalAltResult::ErrorStackOverflow(_) => true,
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => is_final(inner),
        _ => false,
    }
}

/// What went wrong, for a reader.
pub(super) fn describe(error: &EvalAltResult) -> String {
    let inner = error.unwrap_inner();
    match inner {
        EvalAltResult::ErrorTerminated(..) | EvalAltResult::ErrorTooManyOperations(_) => {
            format!(
                "it took too many steps: more than {STEPS} in one run, {DUTY_STEPS} for the duty, or {RULE_SET_STEPS} for its rule set"
            )
        }
        EvalAltResult::ErrorStackOverflow(_) => "its calls went too deep".into(),
        EvalAltResult::ErrorDataTooLarge(what, _) => format!("it made something too large: {what}"),
        EvalAltResult::ErrorRuntime(value, _) => value.to_string(),
        EvalAltResult::ErrorMismatchDataType(expected, actual, _) => {
            format!("`{expected}` was needed, not {}", type_title(actual))
        }
        EvalAltResult::ErrorDataRace(name, _) => {
            format!(
                "`{name}` is asked about itself; write the outer question as a function: `all(list, |x| …)`, not `list.all(|x| …)`"
            )
        }
        EvalAltResult::ErrorVariableNotFound(name, _) => {
            format!("`{name}` is not known here; a helper `fn` sees nothing but what it is given")
        }
        EvalAltResult::ErrorFunctionNotFound(signature, _) => format!("there is no function `{signature}`"),
        other => {
            let text = other.to_string();
            text.split(" (line ").next().unwrap_or(&text).to_owned()
        }
    }
}

/// A type as a reader knows it: the engine's own checks name it as Rust does.
fn type_title(name: &str) -> &str {
    if name == std::any::type_name::<Missing>() {
        "what is missing"
    } else if name == std::any::type_name::<Value>() {
        "a date, a bound, a period, `none` or a group of facts"
    } else {
        name
    }
}

/// Where in the script it went wrong, line and column from 1.
pub(super) fn position(error: &EvalAltResult) -> Option<(u32, u32)> {
    let position = error.unwrap_inner().position();
    let position = if position.is_none() { error.position() } else { position };
    let line = u32::try_from(position.line()?).ok()?;
    let column = u32::try_from(position.position()?).ok()?;
    Some((line, column.max(1)))
}
