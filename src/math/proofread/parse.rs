//! Tokens → an expression, by the rules of notation that every reader knows: · × / and side by side bind alike and to
//! the left, a minus looser, a power tighter; two signs never stand beside each other.

use super::token::Token;
use super::{Malformed, Unread};
use crate::expr::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::ops::{self, Form, Notation, Operation};
use crate::trace;
use crate::value::Value;

/// Stands for what the notation does not tell.
pub(super) const UNKNOWN: &str = "unknown";

pub(super) fn parse(tokens: Vec<Token>) -> Result<Expr, Unread> {
    let mut parser = Parser { tokens: &tokens, at: 0 };
    let expr = parser.whole()?;
    if parser.at == tokens.len() { Ok(expr) } else { Err(parser.wrong()) }
}

/// What a text may mean where a notation stands for two things: the greater of two numbers and the greatest along an
/// axis are both called max, and a vector times a transposed one is every product of their entries.
pub(super) fn readings(expr: &Expr) -> Vec<Expr> {
    let along = expr.replace(&mut |part| match &part.kind {
        ExprKind::Call(name, x) => {
            let other = shared(name)?;
            Some(Expr::call(other, x.iter().map(|x| readings(x).remove(0)).collect()))
        }
        _ => None,
    });
    let outer = expr.replace(&mut |part| match &part.kind {
        ExprKind::Binary(BinaryOp::MatMul, x, y) => match &y.kind {
            ExprKind::Call(name, y) if &**name == "T" => {
                let each = [&**x, y.first()?].map(|operand| readings(operand).pop().unwrap_or_else(|| operand.clone()));
                Some(Expr::call("outer", each.to_vec()))
            }
            _ => None,
        },
        _ => None,
    });
    vec![expr.clone(), along, outer]
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn sign(&self) -> Option<char> {
        match self.peek() {
            Some(Token::Sign(c)) => Some(*c),
            _ => None,
        }
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.sign() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: char) -> Result<(), Unread> {
        if self.eat(wanted) { Ok(()) } else { Err(self.wrong()) }
    }

    fn wrong(&self) -> Unread {
        Malformed::Unexpected(self.peek().map(ToString::to_string)).into()
    }

    /// With the connectives of conditions.
    fn whole(&mut self) -> Result<Expr, Unread> {
        let mut left = self.comparison()?;
        loop {
            let op = match self.sign() {
                Some('∧') => BinaryOp::And,
                Some('∨') => BinaryOp::Or,
                _ => return Ok(left),
            };
            self.at += 1;
            left = left.with(op, self.comparison()?);
        }
    }

    fn comparison(&mut self) -> Result<Expr, Unread> {
        if self.eat('¬') {
            return Ok(Expr::new(ExprKind::Unary(UnaryOp::Not, Box::new(self.comparison()?))));
        }
        let left = self.sum()?;
        let op = match self.sign() {
            Some('<') => BinaryOp::Lt,
            Some('>') => BinaryOp::Gt,
            Some('≤') => BinaryOp::Le,
            Some('≥') => BinaryOp::Ge,
            Some('≠') => BinaryOp::Ne,
            Some('=') => BinaryOp::Eq,
            _ => return Ok(left),
        };
        self.at += 1;
        Ok(left.with(op, self.sum()?))
    }

    fn sum(&mut self) -> Result<Expr, Unread> {
        let negative = self.eat('−');
        let mut left = self.product()?;
        if negative {
            left = Expr::new(ExprKind::Unary(UnaryOp::Neg, Box::new(left)));
        }
        loop {
            let op = match self.sign() {
                Some('+') => BinaryOp::Add,
                Some('−') => BinaryOp::Sub,
                _ => return Ok(left),
            };
            self.at += 1;
            left = left.with(op, self.product()?);
        }
    }

    fn product(&mut self) -> Result<Expr, Unread> {
        let mut left = self.power()?;
        loop {
            let op = match self.sign() {
                Some('·' | '×') => BinaryOp::Mul,
                Some('⊙') => BinaryOp::Hadamard,
                Some('/') => BinaryOp::Div,
                _ if self.begins_atom() => {
                    // Side by side: of two tensors the matrix product, else a coefficient.
                    let number = matches!(left.kind, ExprKind::Number(..));
                    let op = if number { BinaryOp::Mul } else { BinaryOp::MatMul };
                    left = left.with(op, self.power()?);
                    continue;
                }
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.power()?;
            left = scientific(&left, op, &right).unwrap_or_else(|| left.with(op, right));
        }
    }

    /// Whether what comes next can be a factor without a sign before it.
    fn begins_atom(&self) -> bool {
        match self.peek() {
            Some(Token::Sign(c)) => "([⌊⌈√Σ{∂".contains(*c),
            Some(Token::Raised(_) | Token::Lowered) | None => false,
            Some(_) => true,
        }
    }

    fn power(&mut self) -> Result<Expr, Unread> {
        let norm = self.sign() == Some('‖');
        let mut base = self.atom()?;
        if norm && matches!(self.peek(), Some(Token::Lowered)) {
            // Along an axis.
            self.at += 1;
            base = Expr::name(UNKNOWN);
        }
        match self.peek() {
            Some(Token::Raised(raised)) => {
                self.at += 1;
                let powered = match raised.as_slice() {
                    [Token::Word(word)] if word == "T" => Expr::call("T", vec![base]),
                    raised => base.with(BinaryOp::Pow, parse(raised.to_vec())?),
                };
                if matches!(self.peek(), Some(Token::Raised(_))) {
                    return Err(Malformed::PowerOfPower.into());
                }
                Ok(powered)
            }
            Some(Token::Sign('^')) => {
                self.at += 1;
                let exponent = self.atom()?;
                if matches!(self.peek(), Some(Token::Raised(_) | Token::Sign('^'))) {
                    return Err(Malformed::PowerOfPower.into());
                }
                Ok(base.with(BinaryOp::Pow, exponent))
            }
            _ => Ok(base),
        }
    }

    fn atom(&mut self) -> Result<Expr, Unread> {
        let Some(token) = self.peek().cloned() else { return Err(self.wrong()) };
        self.at += 1;
        let between = |parser: &mut Self, close, name: &str| {
            let inner = parser.whole()?;
            parser.expect(close)?;
            Ok(Expr::call(name, vec![inner]))
        };
        match token {
            Token::Number(number) => Ok(Expr::new(ExprKind::Number(number, number.to_string().into()))),
            Token::Word(word) => self.word(word),
            Token::Fraction(above, below) => Ok(parse(above)?.with(BinaryOp::Div, parse(below)?)),
            Token::Root(inside) => Ok(Expr::call("sqrt", vec![parse(inside)?])),
            Token::Matrix(rows) => {
                let row = |row: Vec<Vec<Token>>| row.into_iter().map(parse).collect::<Result<Vec<_>, _>>().map(list);
                Ok(list(rows.into_iter().map(row).collect::<Result<_, _>>()?))
            }
            Token::Cases(cases) => {
                let cases = cases.into_iter().map(|(value, when)| Ok((parse(value)?, parse(when)?)));
                chosen(cases.collect::<Result<_, Unread>>()?)
            }
            Token::Sign('(') => {
                let mut items = vec![self.whole()?];
                while self.eat(',') {
                    items.push(self.whole()?);
                }
                self.expect(')')?;
                Ok(if items.len() == 1 { items.swap_remove(0) } else { list(items) })
            }
            Token::Sign('[') => {
                let mut items = Vec::new();
                while self.sign() != Some(']') {
                    items.push(self.whole()?);
                    if !(self.eat(',') || self.eat(';')) {
                        break;
                    }
                }
                self.expect(']')?;
                Ok(list(items))
            }
            Token::Sign('⌊') => between(self, '⌋', "floor"),
            Token::Sign('⌈') => between(self, '⌉', "ceil"),
            Token::Sign('|') => between(self, '|', "abs"),
            Token::Sign('‖') => between(self, '‖', "norm"),
            Token::Sign('√') => Ok(Expr::call("sqrt", vec![self.atom()?])),
            Token::Sign('Σ') if matches!(self.peek(), Some(Token::Lowered)) => {
                // Along an axis, which the letter alone does not tell.
                self.at += 1;
                self.product()?;
                Ok(Expr::name(UNKNOWN))
            }
            Token::Sign('Σ') => Ok(Expr::call("sum", vec![self.product()?])),
            Token::Sign('∂') => {
                self.atom()?;
                Ok(Expr::name(UNKNOWN))
            }
            Token::Sign('{') => {
                let mut cases = Vec::new();
                loop {
                    let value = self.whole()?;
                    self.expect(',')?;
                    cases.push((value, self.whole()?));
                    if !self.eat(';') {
                        break;
                    }
                }
                self.expect('}')?;
                chosen(cases)
            }
            _ => {
                self.at -= 1;
                Err(self.wrong())
            }
        }
    }

    /// A name, or a function and what it is of.
    fn word(&mut self, word: String) -> Result<Expr, Unread> {
        let mut name = word;
        // `log softmax(x)`, `∂L`
        while let (Some(Token::Word(next)), true) = (self.peek(), function(&name).is_none()) {
            if function(&format!("{name} {next}")).is_none() {
                break;
            }
            name = format!("{name} {next}");
            self.at += 1;
        }
        if name == "e"
            && let Some(Token::Raised(raised)) = self.peek()
            && raised.as_slice() != [Token::Word("T".to_owned())]
        {
            let raised = raised.clone();
            self.at += 1;
            return Ok(Expr::call("exp", vec![parse(raised)?]));
        }
        if name == "partial" {
            self.atom()?;
            return Ok(Expr::name(UNKNOWN));
        }
        let slope = self.eat('′');
        let named = matches!(self.peek(), Some(Token::Lowered));
        self.at += usize::from(named);
        if named || self.sign() != Some('(') {
            // An index, or a field.
            if self.sign() == Some('[') && !slope {
                self.atom()?;
                return Ok(Expr::name(UNKNOWN));
            }
            return Ok(Expr::name(if named { UNKNOWN } else { &name }));
        }
        let Some(function) = function(&name) else {
            self.atom()?;
            return Ok(Expr::name(UNKNOWN));
        };
        self.at += 1;
        let mut operands = Vec::new();
        while self.sign() != Some(')') {
            operands.push(self.whole()?);
            if !self.eat(',') {
                break;
            }
        }
        self.expect(')')?;
        if slope {
            let text = Expr::value(Value::Text(function.into()));
            return Ok(Expr::call("slope", std::iter::once(text).chain(operands).collect()));
        }
        // Two numbers and more, or one tensor.
        let of_two = written_as(function).find(|operation| operation.arity() == (2, 2)).filter(|_| operands.len() > 1);
        let folded = |name: &'static str| operands.iter().cloned().reduce(|a, b| Expr::call(name, vec![a, b]));
        let folded = of_two.and_then(|operation| folded(operation.name));
        Ok(folded.unwrap_or_else(|| Expr::call(function, operands)))
    }
}

/// `2.5×10⁻⁶`, which is that number and not a rounded product.
fn scientific(left: &Expr, op: BinaryOp, right: &Expr) -> Option<Expr> {
    let (BinaryOp::Mul, ExprKind::Number(_, digits), ExprKind::Binary(BinaryOp::Pow, ten, exponent)) =
        (op, &left.kind, &right.kind)
    else {
        return None;
    };
    let (ExprKind::Number(10.0, _), Some(exponent)) = (&ten.kind, trace::evaluate(exponent)?.as_scalar()) else {
        return None;
    };
    let text = format!("{digits}e{exponent}");
    Some(Expr::new(ExprKind::Number(text.parse().ok()?, text.into())))
}

fn list(items: Vec<Expr>) -> Expr {
    Expr::new(ExprKind::List(items))
}

/// The operation that is written so.
fn function(written: &str) -> Option<&'static str> {
    let sum = || ops::all().find(|operation| operation.notation == Notation::Sum).filter(|_| written == "Σ");
    let plain = ops::find(&written.replace([' ', '-'], "_"));
    let plain = plain.filter(|operation| !operation.form.is_some_and(Form::is_of_formulas));
    plain.or_else(|| written_as(written).next()).or_else(sum).map(|operation| operation.name)
}

/// The operations that are written under this name, whatever they are called.
fn written_as(written: &str) -> impl Iterator<Item = &'static Operation> {
    ops::all().filter(move |operation| matches!(operation.notation, Notation::Named(name) if name == written))
}

/// The operation whose name one of two operands is written under: the greatest along an axis, of the greater of two.
fn shared(name: &str) -> Option<&'static str> {
    let operation = ops::find(name).filter(|operation| operation.arity() == (2, 2))?;
    match operation.notation {
        Notation::Named(written) if written != name => ops::find(written).map(|operation| operation.name),
        _ => None,
    }
}

/// Nested cases: the first whose condition holds.
fn chosen(mut cases: Vec<(Expr, Expr)>) -> Result<Expr, Unread> {
    let Some((last, _)) = cases.pop() else { return Err(Malformed::NoCase.into()) };
    Ok(cases.into_iter().rev().fold(last, |other, (value, when)| Expr::cases(when, value, other)))
}
