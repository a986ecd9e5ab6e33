//! Formulas put in for names, in the text of a formula.

use std::borrow::Cow;

use super::lex::{Bracket, Token, tokens};
use super::limits::SOURCE;

/// The text of a formula with other formulas put in for the names that `of` knows, in round brackets where they would
/// not stand together otherwise. A text that is none of the language's, or becomes longer than a formula may be, stays
/// as it is; so does the name of a function that is called.
///
/// ```
/// use dlrev_math::put_in;
///
/// let formula = put_in("w * (d_1 + shape)", &mut |name| (name == "shape").then(|| "a or b".to_owned()));
/// assert_eq!(formula, "w * (d_1 + (a or b))");
/// ```
#[must_use]
pub fn put_in<'s>(source: &'s str, of: &mut dyn FnMut(&str) -> Option<String>) -> Cow<'s, str> {
    let Ok(tokens) = tokens(source) else { return Cow::Borrowed(source) };
    let mut out = String::new();
    let mut from = 0;
    for (at, (token, span)) in tokens.iter().enumerate() {
        let Token::Name(name) = token else { continue };
        let (before, after) = (at.checked_sub(1).map(|at| &tokens[at].0), tokens.get(at + 1).map(|(token, _)| token));
        // What is raised is several tokens at one place.
        let whole = span.start >= from && !tokens.iter().skip(at + 1).take(1).any(|(_, next)| next == span);
        if after == Some(&Token::Open(Bracket::Round)) || before == Some(&Token::Dot) || !whole {
            continue;
        }
        let Some(formula) = of(name) else { continue };
        out.push_str(&source[from..span.start]);
        from = span.end;
        if begins(before) && ends(after) || stands_alone(&formula) {
            out.push_str(&formula);
        } else {
            out.extend(["(", &formula, ")"]);
        }
        if out.len() > SOURCE {
            return Cow::Borrowed(source);
        }
    }
    if from == 0 {
        return Cow::Borrowed(source);
    }
    out.push_str(&source[from..]);
    if out.len() > SOURCE { Cow::Borrowed(source) } else { Cow::Owned(out) }
}

/// Whether a formula behind this token needs no bracket on its left.
const fn begins(before: Option<&Token>) -> bool {
    matches!(before, None | Some(Token::Open(_) | Token::Comma | Token::Assign))
}

/// Whether a formula before this token needs no bracket on its right.
const fn ends(after: Option<&Token>) -> bool {
    matches!(after, None | Some(Token::End | Token::Close(_) | Token::Comma))
}

/// Whether a formula is one thing wherever it stands: a name or a number, perhaps indexed, a call, something in brackets.
fn stands_alone(formula: &str) -> bool {
    let Ok(tokens) = tokens(formula) else { return false };
    let mut depth = 0_usize;
    let mut apart = 0;
    for (at, (token, _)) in tokens.iter().enumerate() {
        match token {
            Token::Open(_) => {
                // An index or the brackets of a call belong to what stands before them.
                let joined = at > 0 && matches!(tokens[at - 1].0, Token::Name(_) | Token::Close(_));
                apart += usize::from(depth == 0 && !joined);
                depth += 1;
            }
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::End => {}
            Token::Name(_) | Token::Number(..) | Token::Text(_) if depth == 0 => apart += 1,
            _ if depth == 0 => return false,
            _ => {}
        }
    }
    apart == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn put(source: &str) -> String {
        let known = [("d", "s"), ("both", "a or b"), ("f", "g(x, y)"), ("n", "-1"), ("z", "W[l, 1]")];
        put_in(source, &mut |name| known.iter().find(|(k, _)| *k == name).map(|(_, v)| (*v).to_owned())).into_owned()
    }

    #[test]
    fn a_formula_is_put_in_where_its_name_stands() {
        assert_eq!(put("d[t] = T(d) @ d_1 + \"d\""), "s[t] = T(s) @ d_1 + \"d\"");
        assert_eq!(put("f * f[1]"), "g(x, y) * g(x, y)[1]");
        assert_eq!(put("cell.d + W_{d}"), "cell.d + W_{d}");
        assert_eq!(put("z^2"), "W[l, 1]^2");
    }

    #[test]
    fn brackets_stand_where_they_are_needed() {
        assert_eq!(put("both"), "a or b");
        assert_eq!(put("not both and x"), "not (a or b) and x");
        assert_eq!(put("g(both, [n, n])"), "g(a or b, [-1, -1])");
        assert_eq!(put("n^2"), "(-1)^2");
        assert_eq!(parse(&put("2 - n")), parse("2 - (-1)"));
        assert_eq!(put("n + 1"), "(-1) + 1");
        assert_eq!(put("1 + n"), "1 + (-1)");
        let alone = |formula: &str| put_in("2*f", &mut |_| Some(formula.to_owned())).into_owned();
        assert_eq!(alone("(x)*(y)"), "2*((x)*(y))");
        assert_eq!(alone("x y"), "2*(x y)");
        assert_eq!(alone("[1, 2]"), "2*[1, 2]");
        assert_eq!(alone("(x + y)"), "2*(x + y)");
        assert_eq!(alone("g(x)[1][2]"), "2*g(x)[1][2]");
    }

    #[test]
    fn the_name_of_a_function_and_what_cannot_be_read_stay() {
        assert_eq!(put("d(x) + d"), "d(x) + s");
        assert_eq!(put("d + \"open"), "d + \"open");
        let long = "d+".repeat(SOURCE / 2 - 1) + "d";
        assert_eq!(put_in(&long, &mut |_| Some("ten_letter".to_owned())), long);
    }

    #[test]
    fn a_formula_may_become_as_long_as_one_may_be_and_no_longer() {
        let grown = |length: usize, behind: &str| {
            let source = format!("n{behind}");
            put_in(&source, &mut |_| Some("x".repeat(length - behind.len()))).len()
        };
        for behind in ["", " + 1"] {
            assert_eq!([grown(SOURCE, behind), grown(SOURCE + 1, behind)], [SOURCE, 1 + behind.len()]);
        }
    }
}
