//! A line of Unicode → tokens.

use super::token::Token;
use super::{Malformed, Unread};
use crate::number;

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Unread> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    // All characters from here on of which this holds.
    let run = |at: &mut usize, holds: &dyn Fn(char) -> bool| -> String {
        let from = *at;
        while characters.get(*at).copied().is_some_and(holds) {
            *at += 1;
        }
        characters[from..*at].iter().collect()
    };
    while let Some(&c) = characters.get(at) {
        match c {
            '…' => return Err(Unread::Elided),
            ' ' => at += 1,
            c if is_raised(c) => {
                let raised: String = run(&mut at, &is_raised).chars().map(flat).collect();
                found.push(match raised.as_str() {
                    "T" => Token::Raised(vec![Token::Word("T".to_owned())]),
                    raised => Token::Raised(tokens(raised)?),
                });
            }
            c if is_lowered(c) => {
                run(&mut at, &is_lowered);
                found.push(Token::Lowered);
            }
            c if c.is_ascii_digit() => {
                let digits = run(&mut at, &|c| c.is_ascii_digit() || c == '.');
                found.push(Token::Number(digits.parse().map_err(|_| Malformed::Unexpected(Some(digits)))?));
            }
            c if c.is_alphabetic() && c != '′' => {
                // `log2`, `leaky-relu`; a combining accent belongs to its letter.
                let mut word = run(&mut at, &|c| is_letter(c) || c.is_ascii_digit() || c == '_');
                while characters.get(at) == Some(&'-') && characters.get(at + 1).is_some_and(|c| c.is_alphabetic()) {
                    at += 1;
                    word = word + "-" + &run(&mut at, &|c| is_letter(c));
                }
                found.push(Token::Word(word));
            }
            c => {
                at += 1;
                found.push(Token::Sign(c));
            }
        }
    }
    Ok(found)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_raised(c) && !is_lowered(c) || ('\u{300}'..'\u{36f}').contains(&c)
}

fn is_raised(c: char) -> bool {
    c == 'ᵀ' || "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱˣᵗᵏᶻ".contains(c)
}

fn is_lowered(c: char) -> bool {
    !is_raised(c) && !c.is_ascii() && number::plain(c).is_some()
}

/// A raised character as it stands on the line.
fn flat(c: char) -> char {
    match number::plain(c) {
        Some('-') => '−',
        Some(c) => c,
        None => c,
    }
}
