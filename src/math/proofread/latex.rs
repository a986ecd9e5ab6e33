//! LaTeX → tokens, of the commands that are written and no others.

use super::token::Token;
use super::{Malformed, Unread};

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Unread> {
    let mut reader = Reader { rest: text };
    let found = reader.group(&[])?;
    if reader.rest.is_empty() { Ok(found) } else { Err(reader.wrong()) }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn wrong(&self) -> Unread {
        Malformed::Unexpected(self.rest.split_whitespace().next().map(str::to_owned)).into()
    }

    fn eat(&mut self, start: &str) -> bool {
        let found = self.rest.strip_prefix(start);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn take(&mut self, holds: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !holds(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Tokens up to one of these ends, which is not taken, or to the end of the text.
    fn group(&mut self, ends: &[&str]) -> Result<Vec<Token>, Unread> {
        let mut found = Vec::new();
        loop {
            self.take(char::is_whitespace);
            if self.rest.is_empty() || ends.iter().any(|end| self.rest.starts_with(end)) {
                return Ok(found);
            }
            self.token(&mut found)?;
        }
    }

    /// What stands in braces.
    fn braces(&mut self) -> Result<Vec<Token>, Unread> {
        if !self.eat("{") {
            return Err(self.wrong());
        }
        let inside = self.group(&["}"])?;
        if self.eat("}") { Ok(inside) } else { Err(self.wrong()) }
    }

    /// The letters in braces.
    fn word(&mut self) -> Result<String, Unread> {
        if !self.eat("{") {
            return Err(self.wrong());
        }
        let word = self.take(|c| c != '}').replace('\\', "");
        if self.eat("}") { Ok(word) } else { Err(self.wrong()) }
    }

    fn token(&mut self, found: &mut Vec<Token>) -> Result<(), Unread> {
        let Some(c) = self.rest.chars().next() else { return Ok(()) };
        let sign = |found: &mut Vec<Token>, c| found.push(Token::Sign(c));
        match c {
            '\\' => return self.command(found),
            '^' => {
                self.eat("^");
                if matches!(found.last(), Some(Token::Raised(_))) {
                    return Err(Malformed::DoubleScript.into());
                }
                let raised = if self.eat("{\\top}") { vec![Token::Word("T".to_owned())] } else { self.braces()? };
                found.push(Token::Raised(raised));
            }
            '_' => {
                self.eat("_");
                self.braces()?;
                found.push(Token::Lowered);
            }
            '\'' => {
                self.eat("'");
                sign(found, '′');
            }
            '-' => {
                self.eat("-");
                sign(found, '−');
            }
            c if c.is_ascii_digit() => {
                let digits = self.take(|c| c.is_ascii_digit() || c == '.');
                found.push(Token::Number(digits.parse().map_err(|_| Malformed::Unexpected(Some(digits.to_owned())))?));
            }
            c if c.is_alphabetic() => {
                // Letters beside each other are a product of names.
                self.rest = &self.rest[c.len_utf8()..];
                found.push(Token::Word(c.to_string()));
            }
            '—' => return Err(Unread::Elided),
            c if "+/=<>,;()[]|".contains(c) => {
                self.rest = &self.rest[1..];
                sign(found, c);
            }
            _ => return Err(self.wrong()),
        }
        Ok(())
    }

    fn command(&mut self, found: &mut Vec<Token>) -> Result<(), Unread> {
        const SIGNS: [(&str, char); 20] = [
            ("\\left\\lfloor", '⌊'),
            ("\\right\\rfloor", '⌋'),
            ("\\left\\lceil", '⌈'),
            ("\\right\\rceil", '⌉'),
            ("\\left\\|", '‖'),
            ("\\right\\|", '‖'),
            ("\\left|", '|'),
            ("\\right|", '|'),
            ("\\left(", '('),
            ("\\right)", ')'),
            ("\\left[", '['),
            ("\\right]", ']'),
            ("\\cdot ", '·'),
            ("\\times ", '×'),
            ("\\odot ", '⊙'),
            ("\\le ", '≤'),
            ("\\ge ", '≥'),
            ("\\ne ", '≠'),
            ("\\land ", '∧'),
            ("\\lor ", '∨'),
        ];
        for (command, sign) in SIGNS {
            if self.eat(command) {
                found.push(Token::Sign(sign));
                return Ok(());
            }
        }
        for elided in ["\\cdots", "\\vdots", "\\dots"] {
            if self.eat(elided) {
                return Err(Unread::Elided);
            }
        }
        if self.eat("\\lnot ") {
            found.push(Token::Sign('¬'));
        } else if self.eat("\\, ") || self.eat("\\ ") {
            // A matrix product has no sign.
        } else if self.eat("\\sum ") {
            found.push(Token::Sign('Σ'));
        } else if self.eat("\\frac") {
            found.push(Token::Fraction(self.braces()?, self.braces()?));
        } else if self.eat("\\sqrt") {
            found.push(Token::Root(self.braces()?));
        } else if self.eat("\\begin{pmatrix}") {
            let rows = self.rows("\\end{pmatrix}")?;
            found.push(Token::Matrix(rows));
        } else if self.eat("\\begin{cases}") {
            let rows = self.rows("\\end{cases}")?;
            let pair = |row: Vec<Vec<Token>>| <[Vec<Token>; 2]>::try_from(row).ok().map(|[value, when]| (value, when));
            let cases: Option<Vec<_>> = rows.into_iter().map(pair).collect();
            found.push(Token::Cases(cases.ok_or(Malformed::NoCase)?));
        } else if self.eat("\\operatorname") || self.eat("\\mathrm") || self.eat("\\text") {
            let word = self.word()?;
            found.push(Token::Word(word));
        } else if self.eat("\\hat") || self.eat("\\bar") {
            self.braces()?;
            found.push(Token::Word("x".to_owned()));
        } else {
            const WORDS: [&str; 24] = [
                "exp", "ln", "max", "min", "sin", "cos", "tanh", "tan", "sigma", "alpha", "beta", "gamma", "delta",
                "epsilon", "eta", "theta", "lambda", "mu", "rho", "tau", "phi", "pi", "nabla", "partial",
            ];
            self.eat("\\");
            let name = self.take(|c| c.is_ascii_alphabetic());
            if !WORDS.contains(&name) {
                return Err(Malformed::Unexpected(Some(format!("\\{name}"))).into());
            }
            found.push(Token::Word(if name == "sigma" { "σ".to_owned() } else { name.to_owned() }));
        }
        Ok(())
    }

    /// Rows apart by `\\`, cells apart by `&`, up to this end, which is taken.
    fn rows(&mut self, end: &str) -> Result<Vec<Vec<Vec<Token>>>, Unread> {
        let mut rows = vec![Vec::new()];
        loop {
            let cell = self.group(&["&", "\\\\", end])?;
            if let Some(row) = rows.last_mut() {
                row.push(cell);
            }
            if self.eat(end) {
                return Ok(rows);
            } else if self.eat("\\\\") {
                rows.push(Vec::new());
            } else if !self.eat("&") {
                return Err(self.wrong());
            }
        }
    }
}
