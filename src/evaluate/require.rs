//! `require <id> [when <condition>] [by <date>]: <expression>;` — how it is parsed, and how one is judged.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rhai::{Dynamic, Engine, EvalAltResult, EvalContext, Expression, ImmutableString, LexError, ParseError};

use crate::model::dates::Dates;
use crate::model::ids::{RequirementId, SubjectId};
use crate::model::words::Outcome;

use super::attention::Turned;
use super::moved;
use super::operators::{fault, truth};
use super::run::{Doubt, Read, Run};
use super::sandbox::{Slot, describe, failed_on_missing, is_final};
use super::value::{Kind, Plain, Value};

/// What a run has judged so far, of the requirements that it is to judge.
#[derive(Default)]
pub(super) struct Judging {
    subject: Option<SubjectId>,
    wanted: BTreeSet<RequirementId>,
    judged: RefCell<BTreeMap<RequirementId, Judged>>,
    ambient: RefCell<Ambient>,
}

/// What was read outside any requirement so far: reads, doubts, and up to where the trace is accounted for.
type Ambient = (Vec<Read>, Vec<Doubt>, (usize, usize));

/// What came of one requirement in one run.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    pub(crate) outcome: Outcome,
    /// The deadline, where the requirement has one that can be told.
    pub(crate) by: Option<Dates>,
    /// Whether it has a deadline that cannot be told.
    pub(crate) undated: bool,
    pub(crate) reads: Vec<Read>,
    pub(crate) doubts: Vec<Doubt>,
    /// What went wrong, if something did.
    pub(crate) error: Option<String>,
    /// Whether the condition decided: it was false or missing.
    pub(crate) by_condition: bool,
}

impl Judged {
    /// What comes of a requirement whose rule failed before it was judged.
    pub(super) fn failed(outcome: Outcome, why: String) -> Self {
        let (reads, doubts) = (Vec::new(), Vec::new());
        Self { outcome, by: None, undated: false, reads, doubts, error: Some(why), by_condition: false }
    }
}

impl Judging {
    pub(super) fn of(subject: Option<&SubjectId>, wanted: BTreeSet<RequirementId>) -> Self {
        Self { subject: subject.cloned(), wanted, ..Self::default() }
    }

    pub(super) fn take(&self) -> BTreeMap<RequirementId, Judged> {
        self.judged.take()
    }

    /// Adds to the ambient trace what was read since the last requirement ended.
    fn account(&self, run: &Run) {
        let mut ambient = self.ambient.borrow_mut();
        let (reads, doubts) = run.since(ambient.2);
        ambient.0.extend(reads);
        ambient.1.extend(doubts);
        // It is told to each requirement that follows.
        dedup(&mut ambient.0);
        ambient.1.sort();
        ambient.1.dedup();
        ambient.2 = run.mark();
    }
}

const WHEN: i64 = 1;
const BY: i64 = 2;

/// Which parts of a `require` are there, from what the parser kept.
pub(super) fn parts(state: &Dynamic) -> (bool, bool) {
    let state = state.as_int().unwrap_or_default();
    (state & WHEN != 0, state & BY != 0)
}

pub(super) fn register(engine: &mut Engine, slot: &Rc<Slot>) {
    let slot = Rc::clone(slot);
    engine.register_custom_syntax_with_state_raw("require", next, false, move |context, inputs, state| {
        let (run, judging) = slot.both()?;
        judge(context, inputs, state, &run, &judging)?;
        Ok(Dynamic::UNIT)
    });
}

/// The next part of a `require`, by what has been parsed and what comes.
fn next(parsed: &[ImmutableString], ahead: &str, state: &mut Dynamic) -> Result<Option<ImmutableString>, ParseError> {
    let seen = state.as_int().unwrap_or_default();
    let last = parsed.last().map_or("", |part| part.as_str());
    Ok(match (parsed.len(), last) {
        (1, _) => Some("$ident$".into()),
        (_, "when" | "by" | ":") => Some("$expr$".into()),
        (_, "$expr$") if parsed.iter().rev().nth(1).is_some_and(|part| part == ":") => None,
        _ if ahead == "when" && seen == 0 => {
            *state = Dynamic::from(WHEN);
            Some("when".into())
        }
        _ if ahead == "by" && seen & BY == 0 => {
            *state = Dynamic::from(seen | BY);
            Some("by".into())
        }
        _ if ahead == ":" => Some(":".into()),
        _ => {
            let message = format!("`require` goes on with `when`, `by` or `:`, not with `{ahead}`");
            return Err(LexError::ImproperSymbol(ahead.into(), message).into_err(rhai::Position::NONE));
        }
    })
}

fn judge(
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    inputs: &[Expression<'_>],
    state: &Dynamic,
    run: &Run,
    judging: &Judging,
) -> Result<(), Box<EvalAltResult>> {
    judging.account(run);
    let id = inputs.first().and_then(Expression::get_string_value).map(RequirementId::from);
    let id = id.ok_or_else(|| fault("`require` names no requirement"))?;
    if !judging.wanted.contains(&id) {
        return Ok(());
    }
    let mark = run.mark();
    let asked = (&id, judging.subject.as_ref());
    let result = weigh(context, inputs, parts(state), run, asked);
    let (own_reads, own_doubts) = run.since(mark);
    let (mut reads, mut doubts) = {
        let ambient = judging.ambient.borrow();
        (ambient.0.clone(), ambient.1.clone())
    };
    judging.ambient.borrow_mut().2 = run.mark();
    reads.extend(own_reads);
    doubts.extend(own_doubts);
    dedup(&mut reads);
    doubts.sort();
    doubts.dedup();
    let mut judged =
        Judged { outcome: Outcome::Unknown, by: None, undated: false, reads, doubts, error: None, by_condition: false };
    let finished = match result {
        Ok(weighed) => {
            judged.outcome = weighed.outcome;
            judged.by = weighed.by;
            judged.undated = weighed.undated;
            judged.by_condition = weighed.by_condition;
            Ok(())
        }
        Err(error) => {
            let missing = failed_on_missing(&error);
            judged.outcome = if missing { Outcome::Unknown } else { Outcome::Error };
            judged.error = Some(describe(&error));
            if is_final(&error) { Err(error) } else { Ok(()) }
        }
    };
    judging.judged.borrow_mut().insert(id, judged);
    finished
}

fn dedup(reads: &mut Vec<Read>) {
    let mut seen = BTreeSet::new();
    reads.retain(|read| seen.insert(read.clone()));
}

struct Weighed {
    outcome: Outcome,
    by: Option<Dates>,
    undated: bool,
    by_condition: bool,
}

impl Weighed {
    fn so(outcome: Outcome) -> Self {
        Self { outcome, by: None, undated: false, by_condition: false }
    }
}

fn weigh(
    context: &mut EvalContext<'_, '_, '_, '_, '_, '_>,
    inputs: &[Expression<'_>],
    (has_when, has_by): (bool, bool),
    run: &Run,
    (requirement, subject): (&RequirementId, Option<&SubjectId>),
) -> Result<Weighed, Box<EvalAltResult>> {
    let mut rest = inputs.iter().skip(1);
    let mut part = |there: bool| if there { rest.next() } else { None };
    let (when, by, expression) = (part(has_when), part(has_by), part(true));
    if let Some(when) = when {
        match truth(&context.eval_expression_tree(when)?)? {
            Some(true) => {}
            Some(false) => return Ok(Weighed { by_condition: true, ..Weighed::so(Outcome::NotApplicable) }),
            None => return Ok(Weighed { by_condition: true, ..Weighed::so(Outcome::Unknown) }),
        }
    }
    let expression = expression.ok_or_else(|| fault("`require` states nothing"))?;
    let answer = truth(&context.eval_expression_tree(expression)?)?;
    let Some(by) = by else {
        return Ok(Weighed::so(match answer {
            Some(true) => Outcome::Met,
            Some(false) => Outcome::NotMet,
            None => Outcome::Unknown,
        }));
    };
    let by = deadline(run, &context.eval_expression_tree(by)?)?;
    let weighed = |outcome| Weighed { by, undated: by.is_none(), ..Weighed::so(outcome) };
    let overdue = by.map(|by| run.as_of() > by.last());
    if let (Some(false), Some(last), Some(false)) = (answer, by.map(Dates::last), overdue)
        && let Some(day) = last.tomorrow()
    {
        run.turns(day, || Turned::Deadline { requirement: requirement.clone(), subject: subject.cloned(), last });
    }
    Ok(match (answer, by, overdue) {
        (Some(true), ..) => weighed(Outcome::Met),
        (None, ..) | (Some(false), None, _) | (_, _, None) => weighed(Outcome::Unknown),
        (Some(false), _, Some(false)) => weighed(Outcome::NotYetDue),
        (Some(false), Some(_), Some(true)) => weighed(Outcome::NotMet),
    })
}

/// The deadline that an expression gives; `None` if it cannot be told.
fn deadline(run: &Run, value: &Dynamic) -> Result<Option<Dates>, Box<EvalAltResult>> {
    let value = Plain::of(value);
    if !value.kind().agrees(Kind::Date) {
        return Err(fault(format!("`by` takes a date, not {}", value.kind().title())));
    }
    Ok(match value {
        Plain::Other(Value::When(when)) => match when.planned.filter(|planned| run.has_come(*planned, when.origin)) {
            Some(planned) => {
                run.doubt(Doubt::Planned(planned));
                None
            }
            None => {
                moved::attend_itself(run, &when);
                Some(when.dates)
            }
        },
        _ => None,
    })
}
