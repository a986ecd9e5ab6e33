//! What people type, made into what the parser reads.

use unicode_normalization::UnicodeNormalization as _;

use super::{Expr, ExprKind, Span, latex, parse};
use crate::number;

/// Full-width forms as ASCII, Chinese commas as commas, ½ as (1/2), LaTeX as what it stands for. Superscripts stay: they
/// are powers.
pub(super) fn folded(source: &str) -> String {
    let plain = Some(source).filter(|source| latex::is_latex(source)).and_then(latex::plain);
    let mut folded = String::with_capacity(source.len());
    for c in plain.as_deref().unwrap_or(source).chars() {
        match c {
            '，' | '、' => folded.push(','),
            c if c.is_ascii() || number::plain(c).is_some() => folded.push(c),
            c if is_fraction(c) => {
                let whole = folded.ends_with(|before: char| before.is_ascii_digit());
                folded.push_str(if whole { "+(" } else { "(" });
                folded.extend(std::iter::once(c).nfkc());
                folded.push(')');
            }
            c => folded.extend(std::iter::once(c).nfkc()),
        }
    }
    folded
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
