//! The parts of a rule's text.

use std::ops::Range;

use crate::model::ids::RequirementId;

/// A rule.
#[derive(Clone, Debug)]
pub(in crate::author::testing) struct Script {
    /// What stands in it, in order.
    pub(in crate::author::testing) statements: Vec<Statement>,
    /// How many expressions there are: each has a number below this.
    pub(in crate::author::testing) expressions: usize,
}

/// A statement.
#[derive(Clone, Debug)]
pub(in crate::author::testing) enum Statement {
    /// `let name = value;`
    Let { name: String, value: Expr, span: Range<usize> },
    /// `fn name(a, b) { … }`
    Fn { name: String, parameters: Vec<String>, body: Vec<Statement>, span: Range<usize> },
    /// `require id when … by …: …;`
    Require(Box<Requirement>),
    /// An expression by itself: what a block comes to.
    Expr(Expr),
}

/// A requirement as the script judges it.
#[derive(Clone, Debug)]
pub(in crate::author::testing) struct Requirement {
    pub(in crate::author::testing) id: RequirementId,
    /// Where its name stands.
    pub(in crate::author::testing) name: Range<usize>,
    /// From the word `when` to the end of the condition.
    pub(in crate::author::testing) when: Option<(Range<usize>, Expr)>,
    /// From the word `by` to the end of the date.
    pub(in crate::author::testing) by: Option<(Range<usize>, Expr)>,
    pub(in crate::author::testing) says: Expr,
    pub(in crate::author::testing) span: Range<usize>,
}

/// An expression.
#[derive(Clone, Debug)]
pub(in crate::author::testing) struct Expr {
    /// Its number within the script.
    pub(in crate::author::testing) id: usize,
    /// Where it stands, in bytes.
    pub(in crate::author::testing) span: Range<usize>,
    /// The byte that a reader takes for its place: its operator, or the name of what is called; else its first.
    pub(in crate::author::testing) anchor: usize,
    pub(in crate::author::testing) node: Node,
}

/// The shapes of an expression.
#[derive(Clone, Debug)]
pub(in crate::author::testing) enum Node {
    Whole(i64),
    Text,
    YesNo,
    Name(String),
    /// `base.name`
    Property(Box<Expr>, String),
    /// `base[key]`
    Index(Box<Expr>, Box<Expr>),
    /// `name(…)`, and where the name stands
    Call(String, Range<usize>, Vec<Expr>),
    /// `base.name(…)`, and where the name stands
    Method(Box<Expr>, String, Range<usize>, Vec<Expr>),
    /// `!x` or `-x`
    Not(Box<Expr>),
    Negative(Box<Expr>),
    /// `left operator right`, and where the operator stands
    Binary(Operator, Range<usize>, Box<Expr>, Box<Expr>),
    /// `if c { … } else { … }`
    If(Box<Expr>, Vec<Statement>, Vec<Statement>),
    /// `|a| …`
    Closure(Vec<String>, Box<Expr>),
    Block(Vec<Statement>),
    /// `[…]`
    List(Vec<Expr>),
    /// `(…)`
    Group(Box<Expr>),
}

/// The operators between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::author::testing) enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    In,
    NotIn,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
    Minus,
    Times,
    Over,
    Rest,
}

impl Operator {
    /// How strongly it binds; operators of the same strength go from left to right.
    pub(super) fn strength(self) -> u8 {
        match self {
            Self::Or => 30,
            Self::And => 60,
            Self::Equal | Self::Unequal => 90,
            Self::In | Self::NotIn => 110,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => 130,
            Self::Plus | Self::Minus => 150,
            Self::Times | Self::Over | Self::Rest => 180,
        }
    }

    pub(in crate::author::testing) fn is_logic(self) -> bool {
        matches!(self, Self::Or | Self::And)
    }

    /// Whether it compares two values.
    pub(in crate::author::testing) fn compares(self) -> bool {
        matches!(
            self,
            Self::Equal | Self::Unequal | Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual
        )
    }
}

impl Expr {
    /// The expressions directly within it.
    pub(in crate::author::testing) fn parts(&self) -> Vec<&Self> {
        match &self.node {
            Node::Whole(_) | Node::Text | Node::YesNo | Node::Name(_) => Vec::new(),
            Node::Property(base, _) => vec![base],
            Node::Index(base, key) => vec![base, key],
            Node::Call(_, _, arguments) | Node::List(arguments) => arguments.iter().collect(),
            Node::Method(base, _, _, arguments) => std::iter::once(&**base).chain(arguments).collect(),
            Node::Not(inner) | Node::Negative(inner) | Node::Group(inner) | Node::Closure(_, inner) => vec![inner],
            Node::Binary(_, _, left, right) => vec![left, right],
            Node::If(condition, then, otherwise) => {
                let blocks = [then, otherwise].into_iter().flatten().flat_map(Statement::expressions);
                std::iter::once(&**condition).chain(blocks).collect()
            }
            Node::Block(statements) => statements.iter().flat_map(Statement::expressions).collect(),
        }
    }

    /// Goes through it and all within it, the outer before the inner.
    pub(in crate::author::testing) fn walk<'e>(&'e self, see: &mut dyn FnMut(&'e Self)) {
        see(self);
        for part in self.parts() {
            part.walk(see);
        }
    }

    /// The same without the parentheses around it.
    pub(in crate::author::testing) fn bare(&self) -> &Self {
        match &self.node {
            Node::Group(inner) => inner.bare(),
            _ => self,
        }
    }

    /// Whether it is a name followed by nothing but properties and entries.
    pub(in crate::author::testing) fn is_chain(&self) -> bool {
        match &self.node {
            Node::Property(base, _) | Node::Index(base, _) => matches!(base.node, Node::Name(_)) || base.is_chain(),
            _ => false,
        }
    }
}

impl Statement {
    /// The expressions that stand directly in it.
    pub(in crate::author::testing) fn expressions(&self) -> Vec<&Expr> {
        match self {
            Self::Let { value, .. } => vec![value],
            Self::Fn { body, .. } => body.iter().flat_map(Self::expressions).collect(),
            Self::Require(requirement) => {
                let clauses = [&requirement.when, &requirement.by].into_iter().flatten().map(|(_, expr)| expr);
                clauses.chain([&requirement.says]).collect()
            }
            Self::Expr(expr) => vec![expr],
        }
    }
}

impl Script {
    /// The requirements.
    pub(in crate::author::testing) fn requirements(&self) -> impl Iterator<Item = &Requirement> {
        self.statements.iter().filter_map(|statement| match statement {
            Statement::Require(requirement) => Some(&**requirement),
            _ => None,
        })
    }

    /// A helper function by its name.
    pub(in crate::author::testing) fn function(&self, wanted: &str) -> Option<(&[String], &[Statement])> {
        self.statements.iter().find_map(|statement| match statement {
            Statement::Fn { name, parameters, body, .. } if name == wanted => {
                Some((parameters.as_slice(), body.as_slice()))
            }
            _ => None,
        })
    }
}
