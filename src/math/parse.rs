//! Tokens → expression tree, by precedence climbing.
//!
//! Loosest first: `or`, `and`, `not`, comparisons (one at a time), `+ -`, `* / @`, unary `-`, `^`
//! (right-associative, so −x^2 = −(x²)), then indexing, fields and calls. A number or brackets may stand right before what
//! they multiply (`2x`, `(1-9)(-6)`), and a function of one number right before it (`ln 0.4`).

mod latex;
mod spelling;
#[cfg(test)]
mod tests;
mod typed;

use std::sync::Arc;

use super::error::{Expected, MathError, MathErrorKind};
use super::expr::{BinaryOp, Binding, Expr, ExprKind, UnaryOp, constant};
use super::lex::{Bracket, Token, tokens};
use super::limits::{Bound, CHAIN, NESTING};
use super::span::Span;

/// Reads an expression.
///
/// # Errors
/// What stands where it should not, with its place; a bound that is exceeded.
pub fn parse(source: &str) -> Result<Expr, MathError> {
    let mut parser = Parser::new(source)?;
    let expr = parser.expression(0)?;
    parser.finish()?;
    Ok(expr)
}

/// Reads a named step: `N_1 = …` or `h[t] = …`.
///
/// # Errors
/// The first place that does not fit the grammar, also where nothing is named.
pub fn parse_binding(source: &str) -> Result<Binding, MathError> {
    let mut parser = Parser::new(source)?;
    let (token, span) = parser.next();
    let Token::Name(name) = token else { return Err(unexpected(&token, span, Expected::Name)) };
    let index = if parser.eat(&Token::Open(Bracket::Square)) {
        let index = parser.expression(0)?;
        parser.expect(&Token::Close(Bracket::Square), Expected::Sign("]"))?;
        Some(index)
    } else {
        None
    };
    parser.expect(&Token::Assign, Expected::Sign("="))?;
    let body = parser.expression(0)?;
    parser.finish()?;
    Ok(Binding { name, index, body })
}

/// Reads a chain of equations such as `dW = 2*x = 4` (each side an expression), as prose writes them.
///
/// # Errors
/// The first place that does not fit the grammar.
pub fn parse_chain(source: &str) -> Result<Vec<Expr>, MathError> {
    let mut parser = Parser::new(source)?;
    let mut sides = vec![parser.expression(0)?];
    while parser.eat(&Token::Assign) {
        sides.push(parser.expression(0)?);
    }
    parser.finish()?;
    Ok(sides)
}

/// Reads a formula as people type it: full-width forms and fractions such as ½ are folded, `max(x, y)` and `min(x, y)`
/// take numbers, and what is named before the last of several statements (`q = x + y; q*z`) stands in it.
///
/// # Errors
/// The first place that does not fit the grammar, in the statement where it stands.
pub fn parse_typed(source: &str) -> Result<Expr, MathError> {
    let folded = typed::folded(source);
    let mut statements = folded.split(';').filter(|statement| !statement.trim().is_empty()).peekable();
    let mut named: Vec<Binding> = Vec::new();
    while let Some(statement) = statements.next() {
        let known = |expr: Expr| {
            expr.replace(&mut |part| match &part.kind {
                ExprKind::Name(name) => named.iter().rev().find(|b| b.name == *name).map(|b| b.body.clone()),
                _ => None,
            })
        };
        if statements.peek().is_none() {
            return parse(statement).map(|expr| typed::of_numbers(&known(expr)));
        }
        let Binding { name, index, body } = parse_binding(statement)?;
        let body = known(body);
        named.push(Binding { name, index, body });
    }
    parse(&folded)
}

/// Reads what a student types, as [`parse_typed`] does; `55x55x96`, `1,2;3,4`, `(1, 2)` and `1 2` are lists.
///
/// # Errors
/// The first place that is neither a formula nor a list.
pub fn parse_answer(source: &str) -> Result<Expr, MathError> {
    let folded = typed::folded(source);
    if let Some(sides) = typed::sides(&folded) {
        return Ok(sides);
    }
    let folded = typed::crossed(&typed::joined(&folded));
    let read = typed_rows(&folded).or_else(|error| {
        let others = typed::lists(&folded);
        others.iter().find_map(|other| typed_rows(other).ok()).ok_or(error)
    });
    read.map(|expr| typed::of_numbers(&expr))
}

/// Reads a size: nothing but numbers apart by crosses, as a list.
#[must_use]
pub fn parse_size(source: &str) -> Option<Expr> {
    typed::sides(&typed::folded(source))
}

/// With the larger and the smaller of numbers for `max(x, y)` and `min(x, y)`.
pub(crate) fn of_numbers(expr: &Expr) -> Expr {
    typed::of_numbers(expr)
}

fn typed_rows(folded: &str) -> Result<Expr, MathError> {
    let mut parser = Parser::new(folded)?;
    let mut rows = parser.rows(&Token::End)?;
    parser.finish()?;
    let span = Span::new(0, folded.len());
    match rows.as_mut_slice() {
        [row] if row.len() == 1 => Ok(row.swap_remove(0)),
        [row] if row.is_empty() => Err(unexpected(&Token::End, span, Expected::Value)),
        _ => Ok(Expr { kind: list_of(rows, span), span }),
    }
}

/// The free names of an expression, each once, in the order of their first appearance.
#[must_use]
pub fn names(expr: &Expr) -> Vec<Arc<str>> {
    let mut found = Vec::new();
    visit(expr, &mut |e| {
        if let ExprKind::Name(name) = &e.kind
            && !found.contains(name)
        {
            found.push(name.clone());
        }
    });
    found
}

/// The names in an expression that are no constants, each once.
#[must_use]
pub fn variables(expr: &Expr) -> Vec<Arc<str>> {
    names(expr).into_iter().filter(|name| constant(name).is_none()).collect()
}

/// Calls `see` on every part of an expression, outside in.
pub fn visit(expr: &Expr, see: &mut dyn FnMut(&Expr)) {
    see(expr);
    match &expr.kind {
        ExprKind::Number(..) | ExprKind::Text(_) | ExprKind::Name(_) | ExprKind::Value(_) => {}
        ExprKind::List(items) | ExprKind::Call(_, items) => items.iter().for_each(|e| visit(e, see)),
        ExprKind::Unary(_, inner) | ExprKind::Field(inner, _) => visit(inner, see),
        ExprKind::Binary(_, left, right) => {
            visit(left, see);
            visit(right, see);
        }
        ExprKind::Index(base, indices) => {
            visit(base, see);
            for index in indices {
                visit(index, see);
            }
        }
    }
}

/// How tightly an operator binds; `None` for one that cannot stand in the middle.
const fn strength(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Or => 1,
        BinaryOp::And => 2,
        BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => 4,
        BinaryOp::Add | BinaryOp::Sub => 5,
        BinaryOp::Mul | BinaryOp::Div | BinaryOp::Hadamard | BinaryOp::MatMul => 6,
        BinaryOp::Pow => 8,
    }
}
const NOT: u8 = 3;
const COMPARISON: u8 = 4;
const NEGATION: u8 = 7;

struct Parser {
    tokens: Vec<(Token, Span)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn new(source: &str) -> Result<Self, MathError> {
        Ok(Self { tokens: tokens(source)?, at: 0, depth: 0 })
    }

    fn peek(&self) -> &(Token, Span) {
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn next(&mut self) -> (Token, Span) {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    fn eat(&mut self, wanted: &Token) -> bool {
        let found = self.peek().0 == *wanted;
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: &Token, expected: Expected) -> Result<Span, MathError> {
        let (token, span) = self.next();
        if token == *wanted { Ok(span) } else { Err(unexpected(&token, span, expected)) }
    }

    fn finish(&mut self) -> Result<(), MathError> {
        self.expect(&Token::End, Expected::OperatorOrEnd).map(drop)
    }

    /// An expression whose operators all bind at least as tightly as `least`.
    fn expression(&mut self, least: u8) -> Result<Expr, MathError> {
        self.depth += 1;
        if self.depth > NESTING {
            return Err(MathErrorKind::Limit(Bound::Nesting).at(self.peek().1));
        }
        let mut left = self.prefix()?;
        let mut chain = 0;
        while let Some((op, span)) = self.operator() {
            let strength = strength(op);
            if strength < least {
                break;
            }
            chain += 1;
            if chain > CHAIN {
                return Err(MathErrorKind::Limit(Bound::Chain).at(span));
            }
            if !self.is_implied() {
                self.at += 1;
            }
            let right = self.expression(if op == BinaryOp::Pow { strength } else { strength + 1 })?;
            if strength == COMPARISON
                && let (Token::Operator(again), span) = self.peek()
                && self::strength(*again) == COMPARISON
            {
                return Err(unexpected(&self.peek().0, *span, Expected::AndOrEnd));
            }
            let span = left.span.to(right.span);
            left = Expr { kind: ExprKind::Binary(op, Box::new(left), Box::new(right)), span };
        }
        self.depth -= 1;
        Ok(left)
    }

    /// The operator that comes next, with its place; a product where a number or brackets stand right before what
    /// they multiply.
    fn operator(&self) -> Option<(BinaryOp, Span)> {
        match *self.peek() {
            (Token::Operator(op), span) => Some((op, span)),
            (_, span) => self.is_implied().then_some((BinaryOp::Mul, span)),
        }
    }

    /// Whether what comes next is multiplied without a sign: `2x`, `2(1−9)(−6)`, `½(2−9)²`.
    fn is_implied(&self) -> bool {
        let multiplied = match self.at.checked_sub(1).map(|before| &self.tokens[before].0) {
            Some(Token::Number(..) | Token::Percent) => true,
            Some(Token::Close(bracket)) => *bracket != Bracket::Square,
            _ => false,
        };
        let next = &self.peek().0;
        multiplied
            && matches!(
                next,
                Token::Name(_) | Token::Radical | Token::Open(Bracket::Round | Bracket::Floor | Bracket::Ceil)
            )
    }

    fn prefix(&mut self) -> Result<Expr, MathError> {
        let (token, span) = self.peek().clone();
        let (op, strength) = match token {
            Token::Operator(BinaryOp::Add) => {
                self.at += 1;
                return self.expression(NEGATION);
            }
            Token::Operator(BinaryOp::Sub) => (UnaryOp::Neg, NEGATION),
            Token::Not => (UnaryOp::Not, NOT),
            _ => return self.postfix(),
        };
        self.at += 1;
        let inner = self.expression(strength)?;
        let span = span.to(inner.span);
        Ok(Expr { kind: ExprKind::Unary(op, Box::new(inner)), span })
    }

    fn postfix(&mut self) -> Result<Expr, MathError> {
        let mut expr = self.atom()?;
        let mut chain = 0;
        loop {
            chain += 1;
            if chain > NESTING {
                return Err(MathErrorKind::Limit(Bound::Nesting).at(self.peek().1));
            }
            if self.eat(&Token::Open(Bracket::Square)) {
                let indices = self.list(&Token::Close(Bracket::Square))?;
                let close = self.expect(&Token::Close(Bracket::Square), Expected::Sign("]"))?;
                if indices.is_empty() {
                    return Err(unexpected(&Token::Close(Bracket::Square), close, Expected::Index));
                }
                let span = expr.span.to(close);
                expr = Expr { kind: ExprKind::Index(Box::new(expr), indices), span };
            } else if self.eat(&Token::Dot) {
                let (token, span) = self.next();
                let Token::Name(field) = token else { return Err(unexpected(&token, span, Expected::Name)) };
                let span = expr.span.to(span);
                expr = Expr { kind: ExprKind::Field(Box::new(expr), field), span };
            } else if self.peek().0 == Token::Percent {
                let (_, close) = self.next();
                let hundred = Expr { kind: ExprKind::Number(100.0, "100".into()), span: close };
                let span = expr.span.to(close);
                expr = Expr { kind: ExprKind::Binary(BinaryOp::Div, Box::new(expr), Box::new(hundred)), span };
            } else if self.peek().0 == Token::Transposed {
                let (_, close) = self.next();
                let span = expr.span.to(close);
                expr = Expr { kind: ExprKind::Call("T".into(), vec![expr]), span };
            } else {
                return Ok(expr);
            }
        }
    }

    fn atom(&mut self) -> Result<Expr, MathError> {
        let (token, span) = self.next();
        let kind = match token {
            Token::Number(value, text) => ExprKind::Number(value, text),
            Token::Text(text) => ExprKind::Text(text),
            Token::Name(name) => {
                if self.eat(&Token::Open(Bracket::Round)) {
                    let arguments = self.list(&Token::Close(Bracket::Round))?;
                    let close = self.expect(&Token::Close(Bracket::Round), Expected::Sign(")"))?;
                    return Ok(Expr { kind: ExprKind::Call(function(name), arguments), span: span.to(close) });
                }
                if OF_ONE.contains(&&*name) && self.starts_operand() {
                    let operand = self.expression(self::strength(BinaryOp::Pow))?;
                    let span = span.to(operand.span);
                    return Ok(Expr { kind: ExprKind::Call(function(name), vec![operand]), span });
                }
                return Ok(Expr { kind: ExprKind::Name(name), span });
            }
            Token::Open(bracket @ (Bracket::Floor | Bracket::Ceil)) => {
                let inner = self.expression(0)?;
                let close = self.expect(&Token::Close(bracket), Expected::Sign("⌋ ⌉"))?;
                let name = if bracket == Bracket::Floor { "floor" } else { "ceil" };
                return Ok(Expr { kind: ExprKind::Call(name.into(), vec![inner]), span: span.to(close) });
            }
            Token::Bar => {
                let inner = self.expression(0)?;
                let close = self.expect(&Token::Bar, Expected::Sign("|"))?;
                return Ok(Expr { kind: ExprKind::Call("abs".into(), vec![inner]), span: span.to(close) });
            }
            Token::Radical => {
                let inner = self.postfix()?;
                let span = span.to(inner.span);
                return Ok(Expr { kind: ExprKind::Call("sqrt".into(), vec![inner]), span });
            }
            Token::Open(Bracket::Round) => {
                let inner = self.expression(0)?;
                self.expect(&Token::Close(Bracket::Round), Expected::Sign(")"))?;
                return Ok(inner);
            }
            Token::Open(Bracket::Square) => {
                let rows = self.rows(&Token::Close(Bracket::Square))?;
                let close = self.expect(&Token::Close(Bracket::Square), Expected::Sign("]"))?;
                let span = span.to(close);
                return Ok(Expr { kind: list_of(rows, span), span });
            }
            other => return Err(unexpected(&other, span, Expected::Value)),
        };
        Ok(Expr { kind, span })
    }

    /// Whether what comes next may be the operand of a function without brackets.
    fn starts_operand(&self) -> bool {
        let next = &self.peek().0;
        matches!(next, Token::Number(..) | Token::Name(_) | Token::Radical | Token::Bar)
    }

    /// Expressions apart by commas, up to `close` (which is not taken).
    fn list(&mut self, close: &Token) -> Result<Vec<Expr>, MathError> {
        let mut items = Vec::new();
        while self.peek().0 != *close {
            items.push(self.expression(0)?);
            if !self.eat(&Token::Comma) {
                break;
            }
        }
        Ok(items)
    }

    /// Rows apart by semicolons, items apart by commas, up to `close` (which is not taken).
    fn rows(&mut self, close: &Token) -> Result<Vec<Vec<Expr>>, MathError> {
        let mut rows = vec![self.list(close)?];
        while self.eat(&Token::Semicolon) {
            rows.push(self.list(close)?);
        }
        Ok(rows)
    }
}

/// One row as its items, several as a list of rows; a row may stand in brackets of its own, as it is displayed.
fn list_of(mut rows: Vec<Vec<Expr>>, span: Span) -> ExprKind {
    if rows.len() == 1 {
        return ExprKind::List(rows.swap_remove(0));
    }
    let row = |mut items: Vec<Expr>| match items.as_slice() {
        [Expr { kind: ExprKind::List(_), .. }] => items.swap_remove(0),
        _ => Expr { kind: ExprKind::List(items), span },
    };
    ExprKind::List(rows.into_iter().map(row).collect())
}

/// Functions that may stand before a number without brackets.
const OF_ONE: [&str; 11] = ["ln", "log", "lg", "log2", "log10", "exp", "sqrt", "sin", "cos", "tan", "tanh"];

/// The function behind a name in common use: `log` is the natural logarithm, `lg` the one to base 10.
fn function(name: Arc<str>) -> Arc<str> {
    match &*name {
        "log" => "ln".into(),
        "lg" => "log10".into(),
        "σ" => "sigmoid".into(),
        _ => name,
    }
}

fn unexpected(found: &Token, span: Span, expected: Expected) -> MathError {
    MathErrorKind::Unexpected { found: found.describe(), expected }.at(span)
}
