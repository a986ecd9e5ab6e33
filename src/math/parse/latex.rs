//! LaTeX as people type it, made into what the parser reads: `\frac{1}{2}`, `3 \times 10^{-6}`, a `pmatrix`.

use std::fmt::Write as _;

use crate::limits::NESTING;

/// A text without its LaTeX; `None` where a command is not known or braces do not close.
pub(super) fn plain(text: &str) -> Option<String> {
    let mut reader = Reader { rest: text, depth: 0 };
    let plain = reader.until(&[])?;
    reader.rest.is_empty().then_some(plain)
}

/// Whether there is any LaTeX in a text; the braces of a subscript (`W_{xh}`) are part of a name.
pub(super) fn is_latex(text: &str) -> bool {
    text.contains(['\\', '$']) || text.contains("^{") || text.contains("{,}")
}

/// Commands that say how large something stands, or nothing at all.
const SPACING: [&str; 6] = ["left", "right", "displaystyle", "textstyle", "quad", "qquad"];

/// Commands with a sign or a name of the formula language for them.
const SIGNS: [(&str, &str); 29] = [
    ("times", "×"),
    ("cdot", "·"),
    ("ast", "*"),
    ("odot", "⊙"),
    ("div", "/"),
    ("lfloor", "⌊"),
    ("rfloor", "⌋"),
    ("lceil", "⌈"),
    ("rceil", "⌉"),
    ("lvert", "|"),
    ("rvert", "|"),
    ("approx", "≈"),
    ("le", "<="),
    ("leq", "<="),
    ("ge", ">="),
    ("geq", ">="),
    ("ne", "!="),
    ("sigma", "σ"),
    ("pi", "π"),
    ("top", "T"),
    ("ln", "ln"),
    ("log", "log"),
    ("lg", "lg"),
    ("exp", "exp"),
    ("tanh", "tanh"),
    ("sin", "sin"),
    ("cos", "cos"),
    ("max", "max"),
    ("min", "min"),
];

struct Reader<'a> {
    rest: &'a str,
    /// Braces around what is read.
    depth: usize,
}

impl<'a> Reader<'a> {
    fn eat(&mut self, start: &str) -> bool {
        let found = self.rest.strip_prefix(start);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// What stands before one of these ends, which is not taken, or before the end of the text.
    fn until(&mut self, ends: &[&str]) -> Option<String> {
        let mut plain = String::new();
        while let Some(c) = self.rest.chars().next() {
            if ends.iter().any(|end| self.rest.starts_with(end)) {
                break;
            }
            match c {
                '\\' => {
                    let listed = plain.trim_end().ends_with(['[', ',']);
                    plain += &self.command(listed)?;
                }
                '_' if self.rest.starts_with("_{") => {
                    self.eat("_");
                    let _ = write!(plain, "_{{{}}}", self.braces()?);
                }
                // Of `1{,}000` and `{2}` what is inside.
                '{' => plain += &self.braces()?,
                '}' => return None,
                '^' if self.rest.starts_with("^{") => {
                    self.eat("^");
                    let raised = self.braces()?;
                    if raised == "T" {
                        plain.push('ᵀ');
                    } else {
                        let _ = write!(plain, "^({raised})");
                    }
                }
                '$' => drop(self.take(1)),
                c => plain += self.take(c.len_utf8()),
            }
        }
        Some(plain)
    }

    fn braces(&mut self) -> Option<String> {
        if !self.eat("{") || self.depth >= NESTING {
            return None;
        }
        self.depth += 1;
        let inside = self.until(&["}"])?;
        self.depth -= 1;
        self.eat("}").then(|| inside.trim().to_owned())
    }

    /// What a command is of: braces, or one digit (`\frac12`).
    fn operand(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        if self.rest.starts_with(|c: char| c.is_ascii_digit()) { Some(self.take(1).to_owned()) } else { self.braces() }
    }

    /// A command; `listed` says whether it is an item of a list.
    fn command(&mut self, listed: bool) -> Option<String> {
        self.eat("\\");
        let letters = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        if letters == 0 {
            // A thin space, or a sign that needs its backslash.
            let c = self.rest.chars().next()?;
            self.take(c.len_utf8());
            return match c {
                ',' | ';' | ':' | '!' | ' ' => Some(" ".to_owned()),
                '%' | '|' => Some(c.to_string()),
                '{' => Some("[".to_owned()),
                '}' => Some("]".to_owned()),
                // Around a formula in a text.
                '(' | ')' | '[' | ']' => Some(String::new()),
                _ => None,
            };
        }
        let name = self.take(letters);
        if SPACING.contains(&name) {
            return Some(String::new());
        }
        if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == name) {
            // A word keeps apart from what follows: `\ln 2`.
            let ahead = |c: char| c.is_alphanumeric() || c == '{' || c == '\\';
            let word = sign.chars().all(char::is_alphanumeric) && self.rest.starts_with(ahead);
            return Some(if word { format!("{sign} ") } else { (*sign).to_owned() });
        }
        match name {
            "frac" | "dfrac" | "tfrac" => {
                let (above, below) = (self.operand()?, self.operand()?);
                Some(format!("(({above})/({below}))"))
            }
            "sqrt" => Some(format!("sqrt({})", self.operand()?)),
            "operatorname" | "mathrm" | "mathbf" | "text" | "boxed" => self.braces(),
            "begin" => self.matrix(listed),
            _ => None,
        }
    }

    /// Rows apart by `\\`, cells apart by `&`: one row as a list, several, or an item of a list, as a matrix.
    fn matrix(&mut self, listed: bool) -> Option<String> {
        self.depth += 1;
        if self.depth > NESTING {
            return None;
        }
        let kind = self.braces()?;
        if !kind.ends_with("matrix") && kind != "array" {
            return None;
        }
        if kind == "array" {
            self.braces()?;
        }
        let end = format!("\\end{{{kind}}}");
        let mut rows = vec![Vec::new()];
        loop {
            let cell = self.until(&["&", "\\\\", &end])?;
            rows.last_mut()?.push(cell.trim().to_owned());
            if self.eat(&end) {
                break;
            } else if self.eat("\\\\") {
                rows.push(Vec::new());
            } else if !self.eat("&") {
                return None;
            }
        }
        self.depth -= 1;
        // A last row that is closed like the others.
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let rows: Vec<String> = rows.iter().map(|row| format!("[{}]", row.join(", "))).collect();
        Some(if let ([row], false) = (rows.as_slice(), listed) {
            row.clone()
        } else {
            format!("[{}]", rows.join("; "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latex_is_read_as_it_is_meant() {
        for (text, meant) in [
            (r"\frac{1}{2}", "((1)/(2))"),
            (r"\frac12", "((1)/(2))"),
            (r"$6.1 \times 10^{-6}$", "6.1 × 10^(-6)"),
            (r"\left\lfloor \dfrac{7}{2} \right\rfloor + 1", "⌊ ((7)/(2)) ⌋ + 1"),
            (r"\sqrt{2}\cdot3", "sqrt(2)·3"),
            (r"-\ln 0.4", "-ln 0.4"),
            (r"\ln{0.4}", "ln 0.4"),
            (r"1{,}000", "1,000"),
            (r"50\%", "50%"),
            (r"\begin{pmatrix} 1 & -2 \\ 3 & 4 \end{pmatrix}", "[[1, -2]; [3, 4]]"),
            (r"\begin{bmatrix} 0 \\ -1.99 \\ \end{bmatrix}", "[[0]; [-1.99]]"),
            (r"\begin{pmatrix} 1 & 2 \end{pmatrix}", "[1, 2]"),
            (r"\left[\begin{pmatrix} 1 \end{pmatrix}, \begin{pmatrix} 2 \end{pmatrix}\right]", "[[[1]], [[2]]]"),
            (r"\mathrm{overfit}", "overfit"),
            (r"\(0.5\)", "0.5"),
            (r"\[\{1, 2\}\]", "[1, 2]"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(meant), "{text}");
        }
    }

    #[test]
    fn what_is_no_latex_stays_unread() {
        for text in [r"\frac{1}{2", r"\unknown{1}", "1}", r"\begin{cases} 1 \end{cases}", r"\begin{pmatrix} 1", "\\"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    #[test]
    fn a_subscript_and_a_power_are_read_with_their_braces_and_without() {
        for (text, meant) in [
            (r"W_{xh} \cdot x_1", "W_{xh} · x_1"),
            ("x^2", "x^2"),
            ("x^{2}", "x^(2)"),
            (r"W^{T}", "Wᵀ"),
            (r"2\,x", "2 x"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(meant), "{text}");
        }
    }

    #[test]
    fn what_stands_beside_each_other_may_be_many_and_only_what_is_nested_has_a_bound() {
        let many = |text: &str| plain(&vec![text; 2 * NESTING].join("+")).is_some();
        assert!(many("{1}") && many(r"\begin{pmatrix} 1 & 2 \end{pmatrix}"));
        let nested = |depth: usize| plain(&format!("{}1{}", "{".repeat(depth), "}".repeat(depth))).is_some();
        assert_eq!([nested(NESTING), nested(NESTING + 1)], [true, false]);
    }
}
