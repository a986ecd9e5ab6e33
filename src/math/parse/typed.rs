//! What people type, made into what the parser reads.

use unicode_normalization::UnicodeNormalization as _;

use super::{Expr, ExprKind, Span, latex, parse, spelling};
use crate::number;

/// Full-width forms as ASCII, Chinese commas as commas, ½ as (1/2), LaTeX and other signs as what they stand for.
/// Superscripts stay: they are powers.
pub(super) fn folded(source: &str) -> String {
    let plain = Some(source).filter(|source| latex::is_latex(source)).and_then(latex::plain);
    let mut folded = String::with_capacity(source.len());
    for c in plain.as_deref().unwrap_or(source).chars() {
        match c {
            '，' | '、' => folded.push(','),
            // They stand between the thousands of a number.
            '\u{2009}' | '\u{202f}' | '’' => folded.push(c),
            c if c.is_ascii() || number::plain(c).is_some() => folded.push(c),
            c if is_fraction(c) => {
                let whole = folded.ends_with(|before: char| before.is_ascii_digit());
                folded.push_str(if whole { "+(" } else { "(" });
                folded.extend(std::iter::once(c).nfkc());
                folded.push(')');
            }
            c if is_unseen(c) => {}
            c => folded.extend(std::iter::once(c).nfkc()),
        }
    }
    spelling::spelled(&folded)
}

/// What is not seen and means nothing.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// ½, ⅓, ¾ and the like.
const fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '⅐'..='⅞')
}

/// `32x28`, `55×55×96`: nothing but numbers apart by crosses, as a list.
pub(super) fn sides(source: &str) -> Option<Expr> {
    let parts: Vec<&str> = source.split(['x', 'X', '×']).collect();
    if parts.len() < 2 {
        return None;
    }
    let plain = |part: &str| part.trim().chars().all(|c| c.is_ascii_digit() || c == '.');
    let side = |part: &str| parse(part).ok().filter(|_| plain(part));
    let sides = parts.into_iter().map(side).collect::<Option<Vec<_>>>()?;
    Some(Expr { kind: ExprKind::List(sides), span: Span::new(0, source.len()) })
}

/// With the letter x between numbers as a cross: `3x3x2+1`.
pub(super) fn crossed(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let beside = |at: usize, ahead: bool| {
        let mut towards: Box<dyn Iterator<Item = &char>> =
            if ahead { Box::new(chars[at + 1..].iter()) } else { Box::new(chars[..at].iter().rev()) };
        towards.find(|c| !c.is_whitespace()).copied()
    };
    let cross = |at: usize| {
        let before = beside(at, false).is_some_and(|c| c.is_ascii_digit() || c == ')');
        before && beside(at, true).is_some_and(|c| c.is_ascii_digit() || c == '(')
    };
    let each = chars.iter().enumerate().map(|(at, c)| if matches!(c, 'x' | 'X') && cross(at) { '*' } else { *c });
    each.collect()
}

/// With the larger and the smaller of numbers for `max(x, y)` and `min(x, y)`.
pub(super) fn of_numbers(expr: &Expr) -> Expr {
    expr.replace(&mut |part| {
        let ExprKind::Call(function, arguments) = &part.kind else { return None };
        let name = match &**function {
            "max" => "larger",
            "min" => "smaller",
            _ => return None,
        };
        let several = arguments.len() > 1;
        let chosen = arguments.iter().map(of_numbers).reduce(|a, b| Expr::call(name, vec![a, b]));
        chosen.filter(|_| several).map(|chosen| Expr { kind: chosen.kind, span: part.span })
    })
}

/// The ways in which a line of several values may be meant where it does not read as it stands: a pair of brackets around
/// it, spaces between its numbers, round brackets around its rows.
pub(super) fn lists(folded: &str) -> Vec<String> {
    let bare = folded.trim().strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(folded);
    let tuples = tuples(folded);
    [bare.to_owned(), apart(bare), apart(&tuples), tuples].into()
}

/// With commas for the spaces between values: `1 2; 3 4`, `[[1 2] [3 4]]`.
fn apart(text: &str) -> String {
    let mut apart = String::with_capacity(text.len());
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_whitespace() {
            apart.push(c);
            continue;
        }
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        let ends = !apart.ends_with([',', ';', '[', '(', ' ']);
        let begins = chars.peek().is_some_and(|c| !matches!(c, ',' | ';' | ']' | ')'));
        apart.push(if ends && begins { ',' } else { ' ' });
    }
    apart
}

/// With square brackets for the round ones that hold several values: `(1,2);(3,4)`, `((1,2),(3,4))`.
pub(super) fn tuples(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    // Where brackets opened, whether behind a name, and whether a comma stands in them.
    let mut open: Vec<(usize, bool, bool)> = Vec::new();
    for at in 0..chars.len() {
        match chars[at] {
            '(' => {
                let call = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
                open.push((at, call, false));
            }
            ',' | ';' => {
                if let Some(last) = open.last_mut() {
                    last.2 = true;
                }
            }
            ')' => {
                if let Some((from, false, true)) = open.pop() {
                    (chars[from], chars[at]) = ('[', ']');
                }
            }
            _ => {}
        }
    }
    chars.into_iter().collect()
}

/// With a comma between two lists beside each other, and the exponent of a number joined to it: `[1,2] [3,4]`, `1 e-3`.
pub(super) fn joined(folded: &str) -> String {
    let chars: Vec<char> = folded.chars().collect();
    let mut joined = String::with_capacity(folded.len());
    for (at, c) in chars.iter().enumerate() {
        let rest = || chars[at + 1..].iter().copied().skip_while(|c| *c == ' ');
        if *c == ' ' && joined.ends_with(|c: char| c.is_ascii_digit()) && is_exponent(rest()) {
            continue;
        }
        joined.push(*c);
        if *c == ']' && rest().next() == Some('[') {
            joined.push(',');
        }
    }
    joined
}

/// Whether a number goes on with an exponent: `e-3`, `E+03`.
fn is_exponent(mut rest: impl Iterator<Item = char>) -> bool {
    let e = matches!(rest.next(), Some('e' | 'E'));
    let sign = rest.next();
    let signed = matches!(sign, Some('+' | '-' | '−'));
    e && if signed { rest.next().is_some_and(|c| c.is_ascii_digit()) } else { sign.is_some_and(|c| c.is_ascii_digit()) }
}
