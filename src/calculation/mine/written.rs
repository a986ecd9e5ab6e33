//! Signs that stand in a working on paper, as the formula language has them: a hat is a name of its own, an arrow gives a
//! value, double bars are a norm, `∂L/∂x` is what `dx` is.

use unicode_normalization::UnicodeNormalization as _;

/// Marks above a letter, and what a name with one ends in.
const ABOVE: [(char, &str); 3] = [('\u{302}', "_hat"), ('\u{304}', "_bar"), ('\u{303}', "_tilde")];

/// The line in the signs that are read.
pub(super) fn plain(line: &str) -> String {
    let arrows = line.replace(":=", "=").replace(['←', '⟵', '⇐', '≜', '≔', '⇒', '→'], "=");
    let bars = arrows.replace(['‖', '∥'], "|").replace("||", "|");
    products(&turned(&derivatives(&marked(&bars))))
}

/// `K^T` as `Kᵀ`.
fn turned(line: &str) -> String {
    let line = line.replace("^{T}", "ᵀ").replace("^⊤", "ᵀ").replace('⊤', "ᵀ");
    let mut out = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while let Some(at) = rest.find("^T") {
        let (before, sign) = rest.split_at(at);
        let alone = !sign[2..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        out.push_str(before);
        out.push_str(if alone { "ᵀ" } else { "^T" });
        rest = &sign[2..];
    }
    out + rest
}

/// `m̂` as `m_hat`.
fn marked(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        let parts: Vec<char> = std::iter::once(c).nfd().collect();
        let above = |mark: char| ABOVE.iter().find(|(known, _)| *known == mark).map(|(_, end)| *end);
        match parts.as_slice() {
            [mark] if above(*mark).is_some() => out.push_str(above(*mark).unwrap_or_default()),
            [letter, mark] if letter.is_alphabetic() && above(*mark).is_some() => {
                out.push(*letter);
                out.push_str(above(*mark).unwrap_or_default());
            }
            _ => out.push(c),
        }
    }
    out
}

/// `∂L/∂x` as `dx`.
fn derivatives(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('∂') {
        let (before, sign) = rest.split_at(at);
        out.push_str(before);
        let of = &sign['∂'.len_utf8()..];
        let above = of.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        let below = above.trim_start().strip_prefix('/').map(str::trim_start).and_then(|rest| rest.strip_prefix('∂'));
        out.push('d');
        rest = below.unwrap_or(of);
    }
    out + rest
}

/// A point between two matrices of which one is turned, as their product: `Q·Kᵀ`.
fn products(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let name = |c: &char| c.is_alphanumeric() && *c != 'ᵀ' || matches!(c, '_' | '{' | '}');
    let turned = |at: usize| chars.get(at) == Some(&'ᵀ');
    let meant = |at: usize| {
        let ahead = at + 1 + chars[at + 1..].iter().take_while(|c| **c == ' ').count();
        let end = ahead + chars[ahead..].iter().take_while(|c| name(c)).count();
        let back = chars[..at].iter().rposition(|c| *c != ' ');
        let before = back.is_some_and(turned);
        end > ahead && turned(end) || before
    };
    let each = chars.iter().enumerate();
    each.map(|(at, c)| if matches!(c, '·' | '⋅' | '×') && meant(at) { '@' } else { *c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_paper_are_read_as_those_of_formulas() {
        for (written, read) in [
            ("m̂ = 1", "m_hat = 1"),
            ("ŷ = 0.5", "y_hat = 0.5"),
            ("‖g‖ = 5", "|g| = 5"),
            ("θ ← θ − 0.1·m̂/√v̂", "θ = θ − 0.1·m_hat/√v_hat"),
            ("∂L/∂x = 3", "dx = 3"),
            ("∂w1 = 2", "dw1 = 2"),
            ("S = Q·Kᵀ", "S = Q@Kᵀ"),
            ("S = Q × K^T/2", "S = Q @ Kᵀ/2"),
            ("n^Total", "n^Total"),
            ("Xᵀ·d", "Xᵀ@d"),
            ("3·5 + a·b", "3·5 + a·b"),
        ] {
            assert_eq!(plain(written), read, "{written}");
        }
    }
}
