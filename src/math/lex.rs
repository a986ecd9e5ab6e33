//! Source text → tokens with spans.

use std::sync::Arc;

use super::error::{Expected, MathError, MathErrorKind};
use super::expr::BinaryOp;
use super::limits::{Bound, SOURCE};
use super::number;
use super::span::Span;

/// A token of the language.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64, Arc<str>),
    Text(Arc<str>),
    Name(Arc<str>),
    Operator(BinaryOp),
    Not,
    Assign,
    Comma,
    Semicolon,
    Dot,
    Open(Bracket),
    Close(Bracket),
    /// `|`, on either side of what it is the size of.
    Bar,
    /// `√`, of the atom after it.
    Radical,
    /// `%`, behind a number.
    Percent,
    /// `ᵀ`, behind a matrix.
    Transposed,
    End,
}

/// Round or square; those of ⌊x⌋ and ⌈x⌉.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    Round,
    Square,
    Floor,
    Ceil,
}

impl Bracket {
    /// How the two are written.
    const fn signs(self) -> (char, char) {
        match self {
            Self::Round => ('(', ')'),
            Self::Square => ('[', ']'),
            Self::Floor => ('⌊', '⌋'),
            Self::Ceil => ('⌈', '⌉'),
        }
    }
}

impl Token {
    /// How a message calls it.
    pub(super) fn describe(&self) -> Option<String> {
        Some(match self {
            Self::Number(_, text) | Self::Name(text) => text.to_string(),
            Self::Text(text) => format!("\"{text}\""),
            Self::Operator(op) => op.to_string(),
            Self::Not => "not".to_owned(),
            Self::Assign => "=".to_owned(),
            Self::Comma => ",".to_owned(),
            Self::Semicolon => ";".to_owned(),
            Self::Dot => ".".to_owned(),
            Self::Open(bracket) => bracket.signs().0.to_string(),
            Self::Close(bracket) => bracket.signs().1.to_string(),
            Self::Bar => "|".to_owned(),
            Self::Radical => "√".to_owned(),
            Self::Percent => "%".to_owned(),
            Self::Transposed => "ᵀ".to_owned(),
            Self::End => return None,
        })
    }
}

/// All tokens of `source`, the last of which is [`Token::End`].
pub(super) fn tokens(source: &str) -> Result<Vec<(Token, Span)>, MathError> {
    if source.len() > SOURCE {
        return Err(MathErrorKind::Limit(Bound::Source).at(Span::new(SOURCE, source.len())));
    }
    let mut lexer = Lexer { source, at: 0 };
    let mut found = Vec::new();
    loop {
        lexer.skip(char::is_whitespace);
        let start = lexer.at;
        if let Some(power) = lexer.raised() {
            let span = Span::new(start, lexer.at);
            if power == "T" {
                found.push((Token::Transposed, span));
                continue;
            }
            let inside = tokens(&power).map_err(|error| error.kind.at(span))?;
            let opened = [Token::Operator(BinaryOp::Pow), Token::Open(Bracket::Round)];
            let whole = inside.into_iter().map(|(token, _)| token).filter(|token| *token != Token::End);
            let whole = opened.into_iter().chain(whole).chain([Token::Close(Bracket::Round)]);
            found.extend(whole.map(|token| (token, span)));
            continue;
        }
        let token = lexer.token()?;
        let end = token == Token::End;
        found.push((token, Span::new(start, lexer.at)));
        if end {
            return Ok(found);
        }
    }
}

struct Lexer<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    /// A run of superscripts, as plain text: what stands before them is raised to it.
    fn raised(&mut self) -> Option<String> {
        let start = self.at;
        self.skip(|c| number::plain_of_raised(c).is_some());
        (self.at > start).then(|| self.source[start..self.at].chars().filter_map(number::plain_of_raised).collect())
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.take();
        }
    }

    fn token(&mut self) -> Result<Token, MathError> {
        let start = self.at;
        let Some(c) = self.peek() else { return Ok(Token::End) };
        if c.is_ascii_digit() || (c == '.' && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit())) {
            return self.number();
        }
        // What is raised or lowered belongs to what stands before it.
        if c.is_alphabetic() && number::plain_of_raised(c).is_none() && number::plain_of_lowered(c).is_none() {
            return Ok(self.name());
        }
        self.take();
        Ok(match c {
            '+' => Token::Operator(BinaryOp::Add),
            '-' | '−' | '‐' | '‑' | '–' | '—' => Token::Operator(BinaryOp::Sub),
            '*' | '×' | '·' | '⋅' | '∙' | '•' | '∗' | '✕' => Token::Operator(BinaryOp::Mul),
            '/' | '÷' | '∕' | '⁄' => Token::Operator(BinaryOp::Div),
            '⊙' => Token::Operator(BinaryOp::Hadamard),
            '@' => Token::Operator(BinaryOp::MatMul),
            '^' => Token::Operator(BinaryOp::Pow),
            '≤' => Token::Operator(BinaryOp::Le),
            '≥' => Token::Operator(BinaryOp::Ge),
            '≠' => Token::Operator(BinaryOp::Ne),
            '<' if self.eat('=') => Token::Operator(BinaryOp::Le),
            '<' => Token::Operator(BinaryOp::Lt),
            '>' if self.eat('=') => Token::Operator(BinaryOp::Ge),
            '>' => Token::Operator(BinaryOp::Gt),
            '!' if self.eat('=') => Token::Operator(BinaryOp::Ne),
            '=' if self.eat('=') => Token::Operator(BinaryOp::Eq),
            '=' => Token::Assign,
            ',' => Token::Comma,
            ';' => Token::Semicolon,
            '.' => Token::Dot,
            '(' => Token::Open(Bracket::Round),
            ')' => Token::Close(Bracket::Round),
            '[' => Token::Open(Bracket::Square),
            ']' => Token::Close(Bracket::Square),
            '⌊' => Token::Open(Bracket::Floor),
            '⌋' => Token::Close(Bracket::Floor),
            '⌈' => Token::Open(Bracket::Ceil),
            '⌉' => Token::Close(Bracket::Ceil),
            '|' => Token::Bar,
            '√' => Token::Radical,
            '%' => Token::Percent,
            '"' => {
                let from = self.at;
                self.skip(|c| c != '"');
                let text = self.source[from..self.at].into();
                if !self.eat('"') {
                    let found = Token::End.describe();
                    return Err(MathErrorKind::Unexpected { found, expected: Expected::Sign("\"") }
                        .at(Span::new(start, self.at)));
                }
                Token::Text(text)
            }
            other => return Err(MathErrorKind::Character(other).at(Span::new(start, self.at))),
        })
    }

    /// Digits, perhaps a point and more digits, perhaps an exponent.
    fn number(&mut self) -> Result<Token, MathError> {
        let start = self.at;
        self.skip(|c| c.is_ascii_digit());
        if self.rest().starts_with('.') && self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) {
            self.take();
            self.skip(|c| c.is_ascii_digit());
        }
        let exponent = self.rest().strip_prefix(['e', 'E']).map(|r| r.strip_prefix(['+', '-', '−']).unwrap_or(r));
        if let Some(digits) = exponent
            && digits.starts_with(|c: char| c.is_ascii_digit())
        {
            self.at = self.source.len() - digits.len();
            self.skip(|c| c.is_ascii_digit());
        }
        let text = self.source[start..self.at].replace('−', "-");
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Token::Number(value, text.as_str().into())),
            _ => Err(MathErrorKind::Number(text).at(Span::new(start, self.at))),
        }
    }

    /// A letter, then letters, digits, primes and subscripts; a subscript may stand in braces.
    fn name(&mut self) -> Token {
        let start = self.at;
        loop {
            self.skip(|c| (c.is_alphanumeric() || c == '_' || c == '\'') && number::plain_of_raised(c).is_none());
            let braced = self.source[start..self.at].ends_with('_') && self.peek() == Some('{');
            let inside = self.rest().find('}').filter(|_| braced);
            match inside {
                Some(close) if subscript(&self.rest()[1..close]) => self.at += close + 1,
                _ => break,
            }
        }
        match &self.source[start..self.at] {
            "or" => Token::Operator(BinaryOp::Or),
            "and" => Token::Operator(BinaryOp::And),
            "not" => Token::Not,
            "π" => Token::Name("pi".into()),
            name => Token::Name(plain_subscripts(name).into()),
        }
    }
}

/// `N_0` for N₀, `W_{xh}` for Wₓₕ.
fn plain_subscripts(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let run: String = rest.chars().map_while(number::plain_of_lowered).collect();
        let length: usize = rest.chars().take(run.chars().count().max(1)).map(char::len_utf8).sum();
        match run.chars().count() {
            0 => plain.push(c),
            1 => plain.extend(["_", &run]),
            _ => plain.extend(["_{", &run, "}"]),
        }
        rest = &rest[length..];
    }
    plain
}

/// What may stand in the braces of a subscript: `W_{xh}`, `a_{t-1}`, `x_{1,2}`.
fn subscript(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || ",+- ".contains(c))
}
