//! Making the mutants of a rule: the text is changed at the place of the operator, and the rest of it stays as it was written.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::evaluate::{GONE, LATER};
use crate::model::dates::Period;
use crate::model::ids::RequirementId;
use crate::model::law::{Duty, ParameterValue};

use super::super::coverage::one_line;
use super::super::script::{Expr, Kind, Node, Operator, Statement};
use super::super::watch::Text;
use super::{Family, How, Mutant};

/// Every mutant of a duty's rule, in the order of the text; those of its parameters come last.
pub(super) fn mutants(text: &Text<'_>, duty: &Duty) -> Vec<Mutant> {
    let mut maker = Maker { text, requirement: None, made: Vec::new(), parameters: BTreeSet::new() };
    for statement in &text.script.statements {
        maker.statement(statement);
    }
    maker.made.sort_by_key(|mutant| (mutant.place.line, mutant.place.column));
    maker.parameters(duty);
    let mut seen = BTreeSet::new();
    maker.made.retain(|mutant| match &mutant.how {
        How::Text(text) => seen.insert(text.clone()),
        How::Parameter(..) => true,
    });
    maker.made
}

struct Maker<'m, 't> {
    text: &'m Text<'t>,
    requirement: Option<RequirementId>,
    made: Vec<Mutant>,
    parameters: BTreeSet<(usize, String)>,
}

impl Maker<'_, '_> {
    fn statement(&mut self, statement: &Statement) {
        let Statement::Require(requirement) = statement else {
            self.requirement = None;
            for expr in statement.expressions() {
                self.visit(expr, None);
            }
            return;
        };
        self.requirement = Some(requirement.id.clone());
        for (family, clause) in [(Family::When, &requirement.when), (Family::By, &requirement.by)] {
            if let Some((span, expr)) = clause {
                let old = one_line(self.text.slice(span.clone()));
                self.change(family, span.start, span.clone(), "", format!("without {old}"));
                if family == Family::By {
                    self.shift(expr, "by ", "");
                }
            }
        }
        for expr in statement.expressions() {
            self.visit(expr, None);
        }
    }

    fn spelt(&self, expr: &Expr) -> String {
        one_line(self.text.slice(expr.span.clone()))
    }

    /// Adds the mutant that has something else in place of a span.
    fn change(&mut self, family: Family, at: usize, span: Range<usize>, new: &str, text: String) {
        let whole = self.text.text;
        let before = whole.get(..span.start).unwrap_or_default();
        let after = whole.get(span.end..).unwrap_or_default();
        self.made.push(Mutant {
            family,
            requirement: self.requirement.clone(),
            place: self.text.place(at),
            text,
            how: How::Text(format!("{before}{new}{after}")),
        });
    }

    /// The date a day later and a day earlier; `before` and `after` are what a reader is told stands around it.
    fn shift(&mut self, date: &Expr, before: &str, after: &str) {
        let old = self.spelt(date);
        for (sign, days) in [("+", "1"), ("-", "-1")] {
            let new = format!("{LATER}({}, {days})", self.text.slice(date.span.clone()));
            let told = format!("{before}{old}{after} => {before}{old} {sign} 1 day{after}");
            self.change(Family::Limit, date.span.start, date.span.clone(), &new, told);
        }
    }

    fn visit(&mut self, expr: &Expr, parent: Option<&Expr>) {
        match &expr.node {
            Node::Binary(operator, span, left, right) if operator.is_logic() => {
                self.logic(expr, parent, *operator, span, (left, right));
            }
            Node::Binary(operator, span, left, right) if operator.compares() => {
                self.comparison(*operator, span, (left, right));
            }
            Node::Not(inner) => {
                let text = format!("{} => {}", self.spelt(expr), self.spelt(inner));
                self.change(Family::Negation, expr.span.start, expr.span.start..inner.span.start, "", text);
            }
            Node::Whole(whole) => self.whole(expr, *whole, parent),
            Node::List(items) if !items.is_empty() => {
                let text = format!("{} => []", self.spelt(expr));
                self.change(Family::List, expr.span.start, expr.span.clone(), "[]", text);
            }
            Node::Call(name, span, _) | Node::Method(_, name, span, _) => self.call(expr, name, span),
            Node::Property(..) | Node::Index(..) | Node::Name(_) => self.read(expr, parent),
            _ => {}
        }
        if let Node::Property(base, name) = &expr.node
            && matches!(&base.node, Node::Name(root) if root == "params")
        {
            self.parameters.insert((expr.span.start, name.clone()));
        }
        for part in expr.parts() {
            self.visit(part, Some(expr));
        }
    }

    fn comparison(&mut self, operator: Operator, span: &Range<usize>, (left, right): (&Expr, &Expr)) {
        let (new, nearer) = match operator {
            Operator::Less => ("<=", "-"),
            Operator::LessOrEqual => ("<", "+"),
            Operator::Greater => (">=", "+"),
            Operator::GreaterOrEqual => (">", "-"),
            Operator::Equal => ("!=", ""),
            _ => ("==", ""),
        };
        let (a, b, old) = (self.spelt(left), self.spelt(right), self.text.slice(span.clone()));
        self.change(Family::Comparison, span.start, span.clone(), new, format!("{a} {old} {b} => {a} {new} {b}"));
        let kinds = [self.text.meanings.kind(left), self.text.meanings.kind(right)];
        // The other way would be the comparison flipped.
        if kinds.contains(&Kind::Date) && !nearer.is_empty() {
            let shifted =
                format!("{LATER}({}, {})", self.text.slice(right.span.clone()), if nearer == "-" { "-1" } else { "1" });
            let told = format!("{a} {old} {b} => {a} {old} {b} {nearer} 1 day");
            self.change(Family::Limit, right.span.start, right.span.clone(), &shifted, told);
        }
    }

    fn logic(
        &mut self,
        expr: &Expr,
        parent: Option<&Expr>,
        operator: Operator,
        span: &Range<usize>,
        (left, right): (&Expr, &Expr),
    ) {
        let old = self.text.slice(span.clone());
        let new = if operator == Operator::And { "||" } else { "&&" };
        let (a, b) = (self.text.slice(left.span.clone()), self.text.slice(right.span.clone()));
        let told = format!("{old} {} => {new} {}", one_line(b), one_line(b));
        self.change(Family::Logic, span.start, expr.span.clone(), &format!("({a} {new} {b})"), told);
        let is_inner =
            parent.is_some_and(|parent| matches!(&parent.node, Node::Binary(outer, ..) if *outer == operator));
        if is_inner {
            return;
        }
        let mut operands = vec![right];
        let mut rest = left;
        while let Node::Binary(inner, _, left, right) = &rest.node
            && *inner == operator
        {
            operands.push(right);
            rest = left;
        }
        operands.push(rest);
        operands.reverse();
        for (index, operand) in operands.iter().enumerate() {
            let gap = match (index.checked_sub(1).and_then(|before| operands.get(before)), operands.get(index + 1)) {
                (Some(before), _) => before.span.end..operand.span.end,
                (None, Some(next)) => operand.span.start..next.span.start,
                (None, None) => continue,
            };
            let told = format!("without {old} {}", self.spelt(operand));
            self.change(Family::Operand, operand.span.start, gap, "", told);
        }
    }

    fn whole(&mut self, expr: &Expr, whole: i64, parent: Option<&Expr>) {
        let is_period = parent.is_some_and(|parent| match &parent.node {
            Node::Binary(Operator::Times, _, left, right) => {
                [left, right].iter().any(|side| self.text.meanings.kind(side) == Kind::Span)
            }
            _ => false,
        });
        let family = if is_period { Family::Duration } else { Family::Number };
        let around = parent.filter(|parent| matches!(parent.node, Node::Binary(..))).unwrap_or(expr);
        let old = self.spelt(around);
        let told_already = parent.and_then(|parent| same_as_flipped(parent, expr));
        for (step, new) in [(1, whole.saturating_add(1)), (-1, whole.saturating_sub(1))] {
            if told_already == Some(step) {
                continue;
            }
            let new = if new < 0 { format!("({new})") } else { new.to_string() };
            let before = one_line(self.text.slice(around.span.start..expr.span.start));
            let after = one_line(self.text.slice(expr.span.end..around.span.end));
            let told = format!("{old} => {}", [before.as_str(), &new, &after].join(" ").trim());
            self.change(family, expr.span.start, expr.span.clone(), &new, told);
        }
    }

    fn call(&mut self, expr: &Expr, name: &str, span: &Range<usize>) {
        let (family, other) = match name {
            "any" => (Family::Quantifier, "all"),
            "all" => (Family::Quantifier, "any"),
            "min" => (Family::Extreme, "max"),
            "max" => (Family::Extreme, "min"),
            _ => return,
        };
        let (whole, start) = (self.text.slice(expr.span.clone()), span.start - expr.span.start);
        let end = span.end - expr.span.start;
        let new = format!("{}{other}{}", whole.get(..start).unwrap_or_default(), whole.get(end..).unwrap_or_default());
        let told = format!("{} => {}", self.spelt(expr), one_line(&new));
        self.change(family, span.start, span.clone(), other, told);
    }

    /// A place where a fact is read: the outermost of a chain, or a name that stands for a list or collection that is asked.
    fn read(&mut self, expr: &Expr, parent: Option<&Expr>) {
        let leads_on = parent.is_some_and(|parent| match &parent.node {
            Node::Property(..) => true,
            Node::Index(base, _) => base.id == expr.id,
            _ => false,
        });
        let Some(meaning) = self.text.meanings.of(expr).filter(|_| !leads_on) else { return };
        let is_asked = parent.is_some_and(|parent| match &parent.node {
            Node::Call(..) | Node::Method(..) => true,
            Node::Binary(operator, _, _, list) => {
                matches!(operator, Operator::In | Operator::NotIn) && list.id == expr.id
            }
            _ => false,
        });
        let is_compared =
            parent.is_some_and(|parent| matches!(&parent.node, Node::Binary(operator, ..) if operator.compares()));
        let is_name = matches!(expr.node, Node::Name(_));
        let is_read = match meaning.kind {
            Kind::YesNo | Kind::Number | Kind::Text | Kind::Date => {
                !is_name && (!meaning.terms.is_empty() || self.is_of_a_duty(expr))
            }
            Kind::List => !meaning.terms.is_empty() && (is_asked || !is_name),
            Kind::Collection => !meaning.terms.is_empty() && is_asked,
            Kind::Record => !meaning.terms.is_empty() && is_compared,
            Kind::Span | Kind::Other => false,
        };
        if is_read {
            let old = self.spelt(expr);
            let new = format!("{GONE}({})", self.text.slice(expr.span.clone()));
            self.change(Family::Fact, expr.span.start, expr.span.clone(), &new, format!("{old} => missing"));
        }
    }

    fn is_of_a_duty(&self, expr: &Expr) -> bool {
        self.text.slice(expr.span.clone()).starts_with("duties")
    }

    fn parameters(&mut self, duty: &Duty) {
        let mut seen = BTreeSet::new();
        for (at, name) in std::mem::take(&mut self.parameters) {
            let Some(parameter) = duty.parameters.get(&name).filter(|_| seen.insert(name.clone())) else { continue };
            let (old, values) = match &parameter.value {
                ParameterValue::Whole(whole) => {
                    let values = [whole.saturating_add(1), whole.saturating_sub(1)].map(ParameterValue::Whole);
                    (whole.to_string(), values.to_vec())
                }
                ParameterValue::Period(period) => {
                    let values = [1, -1]
                        .map(|more| Period { count: period.count.saturating_add(more), unit: period.unit })
                        .map(ParameterValue::Period);
                    (period.to_string(), values.to_vec())
                }
                ParameterValue::Text(text) => {
                    (format!("\"{text}\""), vec![ParameterValue::Text(format!("not {text}"))])
                }
            };
            for value in values {
                let new = match &value {
                    ParameterValue::Whole(whole) => whole.to_string(),
                    ParameterValue::Period(period) => period.to_string(),
                    ParameterValue::Text(text) => format!("\"{text}\""),
                };
                self.made.push(Mutant {
                    family: Family::Parameter,
                    requirement: None,
                    place: self.text.place(at),
                    text: format!("params.{name}: {old} => {new}"),
                    how: How::Parameter(name.clone(), value),
                });
            }
        }
    }
}

/// The step of a number that a comparison holds something against, which does to whole numbers what flipping the comparison does: the case
/// that notices the one notices the other.
fn same_as_flipped(comparison: &Expr, number: &Expr) -> Option<i64> {
    let Node::Binary(operator, _, left, right) = &comparison.node else { return None };
    let step = match operator {
        Operator::GreaterOrEqual | Operator::Less => 1,
        Operator::Greater | Operator::LessOrEqual => -1,
        _ => return None,
    };
    if right.id == number.id {
        // `x >= 1` flipped is `x > 1`, which is `x >= 2`; `x < 1` flipped is `x <= 1`, which is `x < 2`.
        Some(step)
    } else {
        (left.id == number.id).then_some(-step)
    }
}
