//! The words, numbers and characters of a text that is looked through.

use super::stem::is_form;
use crate::text::Words;

/// A word, a character of another script, or a mark, of a text that is looked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// The word as it stands.
    pub word: String,
    /// Where it begins in the folded text.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

impl Token {
    pub fn is_ascii_word(&self) -> bool {
        self.word.starts_with(|c: char| c.is_ascii_alphanumeric())
    }

    /// Whether a text's word is this one of a sign: a form of it, how it begins, or itself with a slip.
    pub fn is(&self, typed: &Self) -> bool {
        let begins = self.word.len() > 4 && self.is_ascii_word() && typed.word.starts_with(&self.word);
        begins || is_form(&typed.word, &self.word)
    }
}

/// The words, numbers and characters of a text: 0.25 and 1/4 are one each.
pub(super) fn tokens(words: &Words) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    for piece in words.before(words.folded().len()) {
        if piece.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            found.push(Token { word: piece.to_owned(), from: at, to: at + piece.len() });
        } else {
            found.extend(piece.char_indices().map(|(inside, c)| {
                let from = at + inside;
                Token { word: c.to_string(), from, to: from + c.len_utf8() }
            }));
        }
        at += piece.len();
    }
    let digits = |token: &Token| token.word.bytes().all(|byte| byte.is_ascii_digit());
    let mut at = 0;
    while let Some([whole, mark, part]) = found.get(at..at + 3) {
        if digits(whole) && matches!(&*mark.word, "." | "/") && digits(part) {
            let number = Token { word: [&*whole.word, &mark.word, &part.word].concat(), from: whole.from, to: part.to };
            found.splice(at..at + 3, [number]);
        }
        at += 1;
    }
    found
}
