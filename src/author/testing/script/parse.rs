//! From words and signs to the tree of a rule.

use std::ops::Range;

use crate::model::ids::RequirementId;

use super::lex::{Kind, Token, lex};
use super::tree::{Expr, Node, Operator, Requirement, Script, Statement};

/// How deep expressions may stand within each other; the engine takes no deeper ones.
const DEEPEST: u32 = 200;
/// How many operators, or properties, may follow each other: each makes the tree a level deeper.
const LONGEST: usize = 400;

/// Reads a rule; `None` if it is not of the language as it is read here.
pub(in crate::author::testing) fn parse(text: &str) -> Option<Script> {
    let tokens = lex(text)?;
    let mut parser = Parser { text, tokens: &tokens, at: 0, expressions: 0, depth: 0 };
    let mut statements = Vec::new();
    while parser.more() {
        statements.push(parser.statement()?);
    }
    Some(Script { statements, expressions: parser.expressions })
}

struct Parser<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
    expressions: usize,
    depth: u32,
}

impl<'t> Parser<'t> {
    fn token(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    /// What the next word or sign says.
    fn peek(&self) -> Option<&'t str> {
        self.token().and_then(|token| self.text.get(token.span.clone()))
    }

    fn take(&mut self) -> Option<(&'t str, &'t Token)> {
        let found = (self.peek()?, self.token()?);
        self.at += 1;
        Some(found)
    }

    /// Whether anything but empty statements follows.
    fn more(&mut self) -> bool {
        while self.have(";") {}
        self.peek().is_some()
    }

    /// Takes a word or sign if it comes next.
    fn have(&mut self, wanted: &str) -> bool {
        let is_next = self.peek() == Some(wanted) && self.token().is_some_and(|token| token.kind != Kind::Text);
        self.at += usize::from(is_next);
        is_next
    }

    fn need(&mut self, wanted: &str) -> Option<()> {
        self.have(wanted).then_some(())
    }

    fn word(&mut self) -> Option<(&'t str, Range<usize>)> {
        let (word, token) = self.take()?;
        (token.kind == Kind::Word).then(|| (word, token.span.clone()))
    }

    /// Where the next token begins, and where the last one ended.
    fn start(&self) -> usize {
        self.token().map_or(self.text.len(), |token| token.span.start)
    }

    fn end(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.span.end)
    }

    fn statement(&mut self) -> Option<Statement> {
        while self.have(";") {}
        let start = self.start();
        Some(match self.peek()? {
            "let" => {
                self.at += 1;
                let name = self.word()?.0.to_owned();
                self.need("=")?;
                let value = self.expression(0)?;
                self.have(";");
                Statement::Let { name, value, span: start..self.end() }
            }
            "fn" => {
                self.at += 1;
                let name = self.word()?.0.to_owned();
                self.need("(")?;
                let mut parameters = Vec::new();
                while !self.have(")") {
                    parameters.push(self.word()?.0.to_owned());
                    self.have(",");
                }
                let body = self.block()?;
                Statement::Fn { name, parameters, body, span: start..self.end() }
            }
            "require" => {
                self.at += 1;
                Statement::Require(Box::new(self.require(start)?))
            }
            _ => {
                let expression = self.expression(0)?;
                self.have(";");
                Statement::Expr(expression)
            }
        })
    }

    fn require(&mut self, start: usize) -> Option<Requirement> {
        let (id, name) = self.word()?;
        let mut clauses = [None, None];
        for (word, clause) in ["when", "by"].into_iter().zip(&mut clauses) {
            let start = self.start();
            if self.have(word) {
                let expression = self.expression(0)?;
                *clause = Some((start..self.end(), expression));
            }
        }
        let [when, by] = clauses;
        self.need(":")?;
        let says = self.expression(0)?;
        let span = start..self.end();
        self.have(";");
        Some(Requirement { id: RequirementId::from(id), name, when, by, says, span })
    }

    fn block(&mut self) -> Option<Vec<Statement>> {
        self.need("{")?;
        let mut statements = Vec::new();
        while !self.have("}") {
            statements.push(self.statement()?);
            while self.have(";") {}
        }
        Some(statements)
    }

    fn made(&mut self, start: usize, anchor: usize, node: Node) -> Expr {
        let id = self.expressions;
        self.expressions += 1;
        Expr { id, span: start..self.end(), anchor, node }
    }

    /// An expression of operators that bind more strongly than that.
    fn expression(&mut self, floor: u8) -> Option<Expr> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let start = self.start();
        let mut left = self.operand()?;
        let mut length = 0;
        while let Some((operator, words)) = self.operator().filter(|(operator, _)| operator.strength() > floor) {
            let span = self.start()..self.tokens.get(self.at + words - 1)?.span.end;
            self.at += words;
            length += 1;
            if length > LONGEST {
                return None;
            }
            let right = self.expression(operator.strength())?;
            let anchor = span.start;
            left = self.made(start, anchor, Node::Binary(operator, span, Box::new(left), Box::new(right)));
        }
        self.depth -= 1;
        Some(left)
    }

    /// The operator that comes next, and how many words or signs it takes.
    fn operator(&self) -> Option<(Operator, usize)> {
        if self.token()?.kind == Kind::Text {
            return None;
        }
        let one = |operator| Some((operator, 1));
        match self.peek()? {
            "||" | "or" => one(Operator::Or),
            "&&" | "and" => one(Operator::And),
            "==" => one(Operator::Equal),
            "!=" => one(Operator::Unequal),
            "in" => one(Operator::In),
            "!" if self.tokens.get(self.at + 1).and_then(|next| self.text.get(next.span.clone())) == Some("in") => {
                Some((Operator::NotIn, 2))
            }
            "<" => one(Operator::Less),
            "<=" => one(Operator::LessOrEqual),
            ">" => one(Operator::Greater),
            ">=" => one(Operator::GreaterOrEqual),
            "+" => one(Operator::Plus),
            "-" => one(Operator::Minus),
            "*" => one(Operator::Times),
            "/" => one(Operator::Over),
            "%" => one(Operator::Rest),
            _ => None,
        }
    }

    /// An operand with what stands before and behind it.
    fn operand(&mut self) -> Option<Expr> {
        let start = self.start();
        let is_sign = self.token()?.kind == Kind::Sign;
        for (sign, make) in [("!", Node::Not as fn(Box<Expr>) -> Node), ("-", Node::Negative)] {
            if is_sign && self.have(sign) {
                self.depth += 1;
                let inner = (self.depth <= DEEPEST).then(|| self.operand())??;
                self.depth -= 1;
                return Some(self.made(start, start, make(Box::new(inner))));
            }
        }
        let mut found = self.primary()?;
        for _ in 0..LONGEST {
            if self.have(".") {
                let (name, span) = self.word()?;
                found = if self.have("(") {
                    let arguments = self.list(")")?;
                    let anchor = span.start;
                    self.made(start, anchor, Node::Method(Box::new(found), name.into(), span, arguments))
                } else {
                    self.made(start, start, Node::Property(Box::new(found), name.into()))
                };
            } else if self.have("[") {
                let key = self.expression(0)?;
                self.need("]")?;
                found = self.made(start, start, Node::Index(Box::new(found), Box::new(key)));
            } else {
                return Some(found);
            }
        }
        None
    }

    fn primary(&mut self) -> Option<Expr> {
        let start = self.start();
        let (text, token) = self.take()?;
        let node = match (token.kind, text) {
            (Kind::Whole, digits) => Node::Whole(digits.replace('_', "").parse().ok()?),
            (Kind::Text, _) => Node::Text,
            (_, "true" | "false") => Node::YesNo,
            (_, "if") => return self.choice(start),
            (Kind::Word, name) if self.have("(") => Node::Call(name.into(), token.span.clone(), self.list(")")?),
            (Kind::Word, name) => Node::Name(name.into()),
            (_, "(") => {
                let inner = self.expression(0)?;
                self.need(")")?;
                Node::Group(Box::new(inner))
            }
            (_, "[") => Node::List(self.list("]")?),
            (_, "{") => {
                self.at -= 1;
                Node::Block(self.block()?)
            }
            (_, "|") => {
                let mut parameters = Vec::new();
                while !self.have("|") {
                    parameters.push(self.word()?.0.to_owned());
                    self.have(",");
                }
                Node::Closure(parameters, Box::new(self.expression(0)?))
            }
            (_, "||") => Node::Closure(Vec::new(), Box::new(self.expression(0)?)),
            _ => return None,
        };
        Some(self.made(start, start, node))
    }

    fn choice(&mut self, start: usize) -> Option<Expr> {
        let condition = self.expression(0)?;
        let then = self.block()?;
        let otherwise = match self.have("else") {
            false => Vec::new(),
            true if self.peek() == Some("if") => vec![Statement::Expr(self.expression(0)?)],
            true => self.block()?,
        };
        Some(self.made(start, start, Node::If(Box::new(condition), then, otherwise)))
    }

    fn list(&mut self, end: &str) -> Option<Vec<Expr>> {
        let mut found = Vec::new();
        while !self.have(end) {
            found.push(self.expression(0)?);
            if !self.have(",") {
                self.need(end)?;
                break;
            }
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in brackets.
    fn shown(text: &str, expr: &Expr) -> String {
        match &expr.node {
            Node::Binary(_, span, left, right) => {
                format!("({} {} {})", shown(text, left), &text[span.clone()], shown(text, right))
            }
            Node::Group(inner) => shown(text, inner),
            Node::Not(inner) => format!("(! {})", shown(text, inner)),
            _ => text[expr.span.clone()].to_owned(),
        }
    }

    fn says(text: &str) -> String {
        let script = parse(&format!("require a: {text};")).unwrap();
        let requirement = script.requirements().next().unwrap();
        shown(&format!("require a: {text};"), &requirement.says)
    }

    #[test]
    fn operators_bind_as_they_do_in_the_engine() {
        assert_eq!(says("a || b && c == d + e * f"), "(a || (b && (c == (d + (e * f)))))");
        assert_eq!(says("a - b - c < d && !e"), "(((a - b) - c) < d) && (! e)".replace("(((", "((((") + ")");
        assert_eq!(says("\"x\" in a.b and !(c or d)"), "((\"x\" in a.b) and (! (c or d)))");
    }

    #[test]
    fn the_parts_of_a_requirement_are_told_apart() {
        let text =
            "// because\nrequire done when a.b /* here */ by c + 2 * days: x.any(|y| y.z[\"k\"] in [\"a\", \"b\"]);";
        let script = parse(text).unwrap();
        let requirement = script.requirements().next().unwrap();
        let of = |part: &Option<(Range<usize>, Expr)>| text[part.as_ref().unwrap().0.clone()].to_owned();
        assert_eq!((of(&requirement.when), of(&requirement.by)), ("when a.b".into(), "by c + 2 * days".into()));
        assert_eq!(&text[requirement.says.span.clone()], "x.any(|y| y.z[\"k\"] in [\"a\", \"b\"])");
    }

    #[test]
    fn every_built_in_rule_is_read() {
        let tree = crate::load::builtin();
        let rules: Vec<_> = tree.files.iter().filter(|file| file.path.ends_with(".rhai")).collect();
        assert!(rules.len() > 100, "only {} rules were found", rules.len());
        for file in rules {
            assert!(parse(std::str::from_utf8(&file.bytes).unwrap()).is_some(), "{}", file.path);
        }
    }

    #[test]
    fn no_text_makes_a_tree_too_deep_to_walk() {
        for text in [
            "a + ".repeat(20_000) + "a",
            format!("a{}", ".b".repeat(20_000)),
            "!".repeat(20_000) + "a",
            "(".repeat(20_000),
        ] {
            assert!(parse(&format!("require a: {text};")).is_none());
        }
    }

    #[test]
    fn what_is_not_of_the_language_is_left_alone() {
        for text in ["require a: (b;", "let = 3;", "require a: 'x';", "let x = #{};", "require a: \"open;"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
