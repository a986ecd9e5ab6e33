//! Pairs to match.

use super::letters::letter;
use super::{Mark, Unreadable};
use crate::course::{Bilingual, Lang};
use crate::study::event::OptionLine;
use crate::study::random::Dice;
use crate::study::words::prose;
use crate::text::fold;

/// Left sides in the order written, right sides in an order of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Matching {
    lefts: Vec<String>,
    rights: Vec<String>,
    /// For each left side, the place of its partner among the right ones.
    partners: Vec<usize>,
}

impl Matching {
    /// The pairs in the session's language; `extra` right sides have no partner.
    #[must_use]
    pub fn new(pairs: &[(Bilingual, Bilingual)], extra: &[Bilingual], lang: Lang, dice: &mut Dice) -> Self {
        let rights: Vec<&Bilingual> = pairs.iter().map(|(_, right)| right).chain(extra).collect();
        let mut order: Vec<usize> = (0..rights.len()).collect();
        dice.shuffle(&mut order);
        let place = |pair: usize| order.iter().position(|o| *o == pair).unwrap_or_default();
        Self {
            lefts: pairs.iter().map(|(left, _)| prose(left.get(lang))).collect(),
            rights: order.iter().filter_map(|i| rights.get(*i)).map(|right| prose(right.get(lang))).collect(),
            partners: (0..pairs.len()).map(place).collect(),
        }
    }

    /// The left sides with their numbers.
    #[must_use]
    pub fn left_lines(&self) -> Vec<OptionLine> {
        let numbered = self.lefts.iter().zip(1..);
        numbered.map(|(text, number): (_, usize)| OptionLine { key: number.to_string(), text: text.clone() }).collect()
    }

    /// The right sides with their letters.
    #[must_use]
    pub fn right_lines(&self) -> Vec<OptionLine> {
        let lettered = self.rights.iter().enumerate();
        lettered.map(|(i, text)| OptionLine { key: letter(i).into(), text: text.clone() }).collect()
    }

    /// `1-C,2-A,3-B`
    #[must_use]
    pub fn answer(&self) -> String {
        spelled(self.partners.iter().map(|p| Some(*p)))
    }

    /// The first pair, for a hint.
    #[must_use]
    pub fn first_pair(&self) -> Option<String> {
        self.partners.first().map(|p| format!("1-{}", letter(*p)))
    }

    /// Marks pairs such as `1-C,2-A`: each right pair earns the same; a left side without a partner earns nothing.
    pub fn mark(&self, line: &str) -> Result<Mark, Unreadable> {
        let given = self.read(line)?;
        let hits = self.partners.iter().zip(&given).filter(|(partner, given)| Some(**partner) == **given).count();
        Ok(Mark {
            given: spelled(given.into_iter()),
            share: hits as f64 / self.partners.len().max(1) as f64,
            mistake: None,
            notes: Vec::new(),
        })
    }

    /// For each left side, the right side it was given.
    fn read(&self, line: &str) -> Result<Vec<Option<usize>>, Unreadable> {
        let unreadable =
            || Unreadable::Pairs { lefts: self.lefts.len(), last: letter(self.rights.len().saturating_sub(1)) };
        let folded = fold(line);
        if folded.is_empty() {
            return Err(Unreadable::Empty);
        }
        let mut given = vec![None; self.lefts.len()];
        let mut number = String::new();
        for c in folded.chars() {
            match c {
                '0'..='9' => number.push(c),
                'a'..='z' => {
                    let left: usize = number.parse().map_err(|_| unreadable())?;
                    let right = c as usize - 'a' as usize;
                    let place = left.checked_sub(1).and_then(|l| given.get_mut(l)).ok_or_else(unreadable)?;
                    if right >= self.rights.len() {
                        return Err(unreadable());
                    }
                    if place.replace(right).is_some() {
                        return Err(Unreadable::TwicePaired { left });
                    }
                    number.clear();
                }
                ',' | ';' | '.' | '|' if number.is_empty() => {}
                '-' | '>' | '→' | ':' | '=' | '(' | ')' | '.' => {}
                _ => return Err(unreadable()),
            }
        }
        if number.is_empty() && given.iter().any(Option::is_some) { Ok(given) } else { Err(unreadable()) }
    }
}

/// `1-C,2-A`
fn spelled(rights: impl Iterator<Item = Option<usize>>) -> String {
    let pairs = rights.zip(1..).filter_map(|(right, left): (_, usize)| Some(format!("{left}-{}", letter(right?))));
    pairs.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching() -> Matching {
        let both = |s: &str| Bilingual { zh: s.into(), en: s.into() };
        let pairs = [(both("l1"), both("r1")), (both("l2"), both("r2")), (both("l3"), both("r3"))];
        Matching::new(&pairs, &[both("extra")], Lang::Zh, &mut Dice::new(3, "t"))
    }

    #[test]
    fn the_answer_leads_from_each_left_side_to_its_partner() {
        let matching = matching();
        assert_eq!(matching.mark(&matching.answer()).unwrap().share, 1.0);
        for (left, pair) in matching.left_lines().iter().zip(matching.answer().split(',')) {
            let key = pair.split('-').nth(1).unwrap();
            let right = matching.right_lines().into_iter().find(|r| r.key == key).unwrap();
            assert_eq!(left.text[1..], right.text[1..]);
        }
    }

    #[test]
    fn pairs_are_read_however_they_are_written() {
        let matching = matching();
        for line in ["1-a,2-b,3-c", "1A2B3C", "１－Ａ、２－Ｂ、３－Ｃ", "1→A 2→B 3→C", "3:c; 1:a; 2:b", "1=A,2=B,3=C"]
        {
            assert_eq!(matching.mark(line).unwrap().given, "1-A,2-B,3-C", "{line}");
        }
        assert_eq!(matching.mark("2-b").unwrap().given, "2-B");
    }

    #[test]
    fn what_is_no_pair_is_sent_back() {
        let matching = matching();
        for line in ["", "abc", "123", "1-E", "4-A", "0-A", "1-A,1-B", "1-A,2", "1,-A"] {
            assert!(matching.mark(line).is_err(), "{line}");
        }
    }
}
