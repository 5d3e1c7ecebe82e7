//! The shapes of what is recorded and what is asked of it: a handful, as often as a large rule set wants them.

use sprcheck::model::dates::{Day, Period, Unit};

use super::chance::Chance;

/// A value, as seen from the day on which it is looked at.
pub(crate) enum Make {
    /// A day so many days ago.
    Ago(i64, i64),
    /// A day so many days ahead.
    Ahead(i64, i64),
    Number(i64, i64),
    /// As it stands, whenever it is looked at.
    Fixed(&'static str),
}

impl Make {
    pub(crate) fn on(&self, day: Day, chance: &mut Chance) -> String {
        match *self {
            Self::Ago(least, most) => moved(day, -chance.between(least, most)),
            Self::Ahead(least, most) => moved(day, chance.between(least, most)),
            Self::Number(least, most) => chance.between(least, most).to_string(),
            Self::Fixed(value) => value.to_owned(),
        }
    }
}

/// A day so many days later.
pub(crate) fn moved(day: Day, days: i64) -> String {
    day.plus(Period { count: days, unit: Unit::Days }).unwrap_or(day).to_string()
}

/// One fact of a shape.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    /// How the dictionary types it.
    pub(crate) kind: &'static str,
    /// Whether it is a state, which is relied on for a time only.
    pub(crate) holds: bool,
    /// What lets each question about it be met, and what does not.
    pub(crate) good: Make,
    pub(crate) bad: Make,
}

const fn event(name: &'static str, good: Make, bad: Make) -> Field {
    Field { name, kind: "event", holds: false, good, bad }
}

const fn state(name: &'static str, kind: &'static str, good: Make, bad: Make) -> Field {
    Field { name, kind, holds: true, good, bad }
}

/// One question that can be asked of a shape.
pub(crate) struct Question {
    pub(crate) id: &'static str,
    pub(crate) states: &'static str,
    pub(crate) remedy: &'static str,
    /// The fields that its rule reads.
    pub(crate) reads: &'static [&'static str],
    /// The rule: `{id}` is the requirement, `{of}` the record.
    pub(crate) rule: &'static str,
    /// The name and the value of the threshold that it takes from the policy, if any.
    pub(crate) parameter: Option<(&'static str, &'static str)>,
    /// Whether it has a deadline.
    pub(crate) due: bool,
}

/// What is recorded together, of what it is shown by, and what can be asked of it.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
    pub(crate) questions: &'static [Question],
    pub(crate) shown_by: &'static [&'static str],
}

pub(crate) const SHAPES: &[Shape] = &[POST, PLAN, STAFF, EXCHANGE, ARRANGEMENT];

const POST: Shape = Shape {
    name: "post",
    shown_by: &["appointment-record", "training-record", "certificate"],
    fields: &[
        event("appointed", Make::Ago(200, 1500), Make::Fixed("none")),
        state("rank", "text", Make::Fixed("Inspector"), Make::Fixed("none")),
        event("trained_on", Make::Ago(20, 340), Make::Ago(400, 900)),
        Field { name: "vetted_until", kind: "limit", holds: false, good: Make::Ahead(20, 900), bad: Make::Ago(5, 300) },
    ],
    questions: &[
        Question {
            id: "in_post",
            states: "somebody is in post",
            remedy: "appoint somebody and record the day",
            reads: &["appointed", "rank"],
            rule: "require {id}: {of}.appointed <= as_of && {of}.rank != none;",
            parameter: None,
            due: false,
        },
        Question {
            id: "trained",
            states: "whoever is in post was trained in the last {trained_within}",
            remedy: "train whoever is in post and record the day",
            reads: &["appointed", "trained_on"],
            rule: "require {id} when {of}.appointed <= as_of - 3 * months:\n    as_of - params.trained_within <= {of}.trained_on && {of}.trained_on <= as_of;",
            parameter: Some(("trained_within", "12 months")),
            due: false,
        },
        Question {
            id: "vetted",
            states: "whoever is in post is vetted",
            remedy: "renew the vetting",
            reads: &["vetted_until"],
            rule: "require {id}: as_of <= {of}.vetted_until;",
            parameter: None,
            due: false,
        },
    ],
};

const PLAN: Shape = Shape {
    name: "plan",
    shown_by: &["strategy", "minutes", "decision-record"],
    fields: &[
        event("approved", Make::Ago(380, 1000), Make::Fixed("none")),
        event("reviewed", Make::Ago(20, 350), Make::Ago(380, 700)),
        Field { name: "runs_until", kind: "limit", holds: false, good: Make::Ahead(10, 700), bad: Make::Ago(5, 200) },
        state("aims", "count", Make::Number(3, 9), Make::Number(0, 2)),
        state("owned", "yes-no", Make::Fixed("true"), Make::Fixed("false")),
    ],
    questions: &[
        Question {
            id: "in_force",
            states: "a plan is in force",
            remedy: "approve a plan and publish its term",
            reads: &["approved", "runs_until"],
            rule: "require {id}: {of}.approved <= as_of && as_of <= {of}.runs_until;",
            parameter: None,
            due: false,
        },
        Question {
            id: "reviewed",
            states: "the plan was reviewed in the last 12 months",
            remedy: "review the plan and record the day",
            reads: &["approved", "reviewed"],
            rule: "require {id} when {of}.approved <= as_of - 12 * months:\n    as_of - 12 * months <= {of}.reviewed && {of}.reviewed <= as_of;",
            parameter: None,
            due: false,
        },
        Question {
            id: "has_aims",
            states: "the plan has {least_aims} aims and an owner",
            remedy: "add the aims that are wanting and name the owner",
            reads: &["aims", "owned"],
            rule: "require {id}: {of}.aims >= params.least_aims && {of}.owned;",
            parameter: Some(("least_aims", "3")),
            due: false,
        },
    ],
};

const STAFF: Shape = Shape {
    name: "staff",
    shown_by: &["staffing-record", "register"],
    fields: &[
        state("needed", "count", Make::Number(10, 40), Make::Number(90, 120)),
        state("people", "count", Make::Number(60, 70), Make::Number(2, 9)),
        state("trained", "count", Make::Number(57, 60), Make::Number(0, 1)),
        state("on_call", "yes-no", Make::Fixed("true"), Make::Fixed("false")),
    ],
    questions: &[
        Question {
            id: "staffed",
            states: "there are as many people as are needed",
            remedy: "fill the posts that are empty",
            reads: &["needed", "people"],
            rule: "require {id}: {of}.people >= {of}.needed;",
            parameter: None,
            due: false,
        },
        Question {
            id: "skilled",
            states: "eight of ten people are trained, and some are on call",
            remedy: "train the others and set up a rota",
            reads: &["people", "trained", "on_call"],
            rule: "let most_{id} = {of}.people * 8;\nrequire {id}: {of}.trained * 10 >= most_{id} && {of}.on_call;",
            parameter: None,
            due: false,
        },
    ],
};

const EXCHANGE: Shape = Shape {
    name: "exchange",
    shown_by: &["letter", "communications-log", "minutes"],
    fields: &[
        event("received", Make::Ago(120, 700), Make::Ago(20, 40)),
        event("answered", Make::Ago(20, 110), Make::Fixed("none")),
        event("decided_on", Make::Ago(20, 110), Make::Fixed("none")),
        state("reasons", "text", Make::Fixed("as the record of the decision says"), Make::Fixed("none")),
    ],
    questions: &[
        Question {
            id: "answered",
            states: "what was asked was answered within {answer_within}",
            remedy: "answer it and keep the answer",
            reads: &["received", "answered"],
            rule: "require {id} when {of}.received <= as_of by {of}.received + params.answer_within:\n    {of}.received <= {of}.answered && {of}.answered <= as_of;",
            parameter: Some(("answer_within", "56 days")),
            due: true,
        },
        Question {
            id: "decided",
            states: "it was decided on, with reasons",
            remedy: "decide and record why",
            reads: &["decided_on", "reasons"],
            rule: "require {id}: {of}.decided_on <= as_of && {of}.reasons != none;",
            parameter: None,
            due: false,
        },
    ],
};

const ARRANGEMENT: Shape = Shape {
    name: "arrangement",
    shown_by: &["agreement", "exercise-report", "decision-record"],
    fields: &[
        state("in_place", "yes-no", Make::Fixed("true"), Make::Fixed("false")),
        event("agreed_on", Make::Ago(60, 1000), Make::Fixed("none")),
        event("tested_on", Make::Ago(20, 700), Make::Ago(740, 1200)),
        state("partners", "list\n    of: text", Make::Fixed("[ambulance, fire, coastguard]"), Make::Fixed("none")),
    ],
    questions: &[
        Question {
            id: "in_place",
            states: "the arrangement is agreed and in place",
            remedy: "agree it and put it in place",
            reads: &["in_place", "agreed_on"],
            rule: "require {id}: {of}.in_place && {of}.agreed_on <= as_of;",
            parameter: None,
            due: false,
        },
        Question {
            id: "tested",
            states: "the arrangement was tested in the last {test_within}",
            remedy: "test it and keep the report",
            reads: &["tested_on"],
            rule: "require {id}: as_of - params.test_within <= {of}.tested_on && {of}.tested_on <= as_of;",
            parameter: Some(("test_within", "2 years")),
            due: false,
        },
        Question {
            id: "partners",
            states: "the ambulance service is one of the partners",
            remedy: "agree it with the ambulance service too",
            reads: &["partners"],
            rule: "require {id}: \"ambulance\" in {of}.partners;",
            parameter: None,
            due: false,
        },
    ],
};

/// What there are many of: an entry of a collection, and what is asked of each.
pub(crate) const UNIT: Shape = Shape {
    name: "units",
    shown_by: &["register", "certificate", "minutes"],
    fields: &[
        event("set_up", Make::Ago(400, 900), Make::Fixed("none")),
        event("checked_on", Make::Ago(20, 170), Make::Ago(380, 399)),
        state("ready", "yes-no", Make::Fixed("true"), Make::Fixed("false")),
    ],
    questions: &[
        Question {
            id: "each_checked",
            states: "{subject} was checked in the last {check_within}",
            remedy: "check {subject} and record the day",
            reads: &["set_up", "checked_on"],
            rule: "require {id} when {of}[subject].set_up <= as_of:\n    as_of - params.check_within <= {of}[subject].checked_on && {of}[subject].checked_on <= as_of;",
            parameter: Some(("check_within", "12 months")),
            due: false,
        },
        Question {
            id: "each_ready",
            states: "{subject} is ready",
            remedy: "make {subject} ready",
            reads: &["set_up", "ready"],
            rule: "require {id}: {of}[subject].set_up <= as_of && {of}[subject].ready;",
            parameter: None,
            due: false,
        },
    ],
};

/// What is asked of a whole collection.
pub(crate) const OF_ALL: &[Question] = &[
    Question {
        id: "some_checked",
        states: "one of them was checked in the last 6 months",
        remedy: "check one of them and record the day",
        reads: &["checked_on"],
        rule: "require {id}: {of}.any(|unit| as_of - 6 * months <= unit.checked_on && unit.checked_on <= as_of);",
        parameter: None,
        due: false,
    },
    Question {
        id: "all_ready",
        states: "all of them are ready",
        remedy: "make those ready that are not",
        reads: &["ready"],
        rule: "require {id}: {of}.all(|unit| unit.ready);",
        parameter: None,
        due: false,
    },
];

/// What is asked of an arrangement beside another duty, `{duty}`.
pub(crate) const RESTS: Question = Question {
    id: "rests",
    states: "what this rests on is in order, and the arrangement is in place",
    remedy: "see to the duty that this rests on, and put the arrangement in place",
    reads: &["in_place"],
    rule: "require {id}: duties[\"{duty}\"].met && {of}.in_place;",
    parameter: None,
    due: false,
};
