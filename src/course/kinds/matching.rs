//! Pairs to match.

use serde::{Deserialize, Serialize};

use super::choices::{Seen, Two, all_new};
use super::letters::letter;
use super::mark::right_is;
use super::{Again, Asking, Body, Kind, Mark, OptionLine, Prompt, State, Task, Unposed, Unreadable};
use crate::course::format::{Fields, table};
use crate::course::messages::say;
use crate::course::prose::prose;
use crate::course::{Bilingual, Lang};
use crate::text::fold;

/// The kind.
pub static KIND: Kind =
    Kind::of::<Matching>("matching", ["配对", "matching"], ["配对，如 1-C,2-A,3-B", "pairs, such as 1-C,2-A,3-B"]);

/// Two of them, or more.
type Pairs = Two<Pair>;

table! {
    /// What a matching question has.
    #[derive(Serialize, Deserialize)]
    pub struct Matching {
        /// The pairs.
        pairs: Vec<Pair> = "pairs": Pairs,
        /// Right sides without a partner.
        extra: Vec<Bilingual> = "extra",
    }
}

table! {
    /// A pair of a matching question.
    #[derive(Serialize, Deserialize)]
    pub struct Pair {
        /// Its left side.
        left: Bilingual = "left",
        /// Its right side.
        right: Bilingual = "right",
    }
}

impl Body for Matching {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn parts(&self) -> usize {
        self.pairs.len() + self.extra.len()
    }

    /// There is one perfect matching: no two right sides are the same.
    fn check(&self, _: &Bilingual, fields: &Fields<'_, '_>) {
        all_new(self.pairs.iter().map(|pair| &pair.left), "pairs", "E025", &mut Seen::default(), fields);
        let mut rights = Seen::default();
        all_new(self.pairs.iter().map(|pair| &pair.right), "pairs", "E017", &mut rights, fields);
        all_new(&self.extra, "extra", "E017", &mut rights, fields);
    }

    fn ask(&self, asking: &mut Asking<'_>) -> Result<Box<dyn Task>, Unposed> {
        Ok(Box::new(Sides::new(self, asking)))
    }

    fn words(&self) -> Vec<&str> {
        self.pairs.iter().map(|pair| pair.left.zh.as_str()).collect()
    }
}

/// Left sides in their order, right sides in one of their own.
#[derive(Clone, Debug, PartialEq)]
struct Sides {
    lang: Lang,
    lefts: Vec<String>,
    rights: Vec<String>,
    /// For each left side, where its partner stands.
    partners: Vec<usize>,
}

impl Sides {
    fn new(matching: &Matching, asking: &mut Asking<'_>) -> Self {
        let lang = asking.lang;
        let rights: Vec<&Bilingual> = matching.pairs.iter().map(|pair| &pair.right).chain(&matching.extra).collect();
        let mut order: Vec<usize> = (0..rights.len()).collect();
        asking.dice.shuffle(&mut order);
        let place = |pair: usize| order.iter().position(|o| *o == pair).unwrap_or_default();
        Self {
            lang,
            lefts: matching.pairs.iter().map(|pair| prose(pair.left.get(lang))).collect(),
            rights: order.iter().filter_map(|i| rights.get(*i)).map(|right| prose(right.get(lang))).collect(),
            partners: (0..matching.pairs.len()).map(place).collect(),
        }
    }

    /// The left sides with their numbers.
    fn left_lines(&self) -> Vec<OptionLine> {
        let numbered = self.lefts.iter().zip(1..);
        numbered.map(|(text, number): (_, usize)| OptionLine { key: number.to_string(), text: text.clone() }).collect()
    }

    /// The right sides with their letters.
    fn right_lines(&self) -> Vec<OptionLine> {
        let lettered = self.rights.iter().enumerate();
        lettered.map(|(i, text)| OptionLine { key: letter(i).into(), text: text.clone() }).collect()
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

impl Task for Sides {
    fn prompt(&self) -> Prompt {
        Prompt::Pairs { left: self.left_lines(), right: self.right_lines() }
    }

    /// Takes pairs such as `1-C,2-A`: each right pair earns the same; a left side without a partner earns nothing.
    fn mark(&self, line: &str, _: Option<&str>) -> Result<Mark, Unreadable> {
        let given = self.read(line)?;
        let hits = self.partners.iter().zip(&given).filter(|(partner, given)| Some(**partner) == **given).count();
        Ok(Mark {
            given: spelled(given.into_iter()),
            share: hits as f64 / self.partners.len().max(1) as f64,
            earned: Some(say(self.lang, "study.earned-pairs", &[("right", &hits), ("of", &self.partners.len())])),
            ..Mark::default()
        })
    }

    fn answer(&self) -> String {
        spelled(self.partners.iter().map(|p| Some(*p)))
    }

    fn rule(&self) -> Option<String> {
        Some(say(self.lang, "study.rule-matching", &[]))
    }

    fn hints(&self) -> Vec<String> {
        let pair = self.partners.first().map(|p| format!("1-{}", letter(*p)));
        pair.map(|pair| say(self.lang, "study.hint-pair", &[("pair", &pair)])).into_iter().collect()
    }

    fn again(&self, given: &str) -> Vec<Again> {
        let given = self.read(given).unwrap_or_else(|_| vec![None; self.lefts.len()]);
        let word = |at: usize| self.rights.get(at).cloned().unwrap_or_default();
        let lefts = self.lefts.iter().zip(&self.partners).zip(given).zip(1..);
        lefts
            .map(|(((left, partner), given), number): (_, usize)| {
                let right = given == Some(*partner);
                Again {
                    key: number.to_string(),
                    text: format!("{left} → {}", given.map_or_else(|| "—".to_owned(), word)).into(),
                    state: State::of(right || given.is_none(), given.is_some()),
                    aside: (!right).then(|| right_is(&word(*partner), self.lang)),
                }
            })
            .collect()
    }
}

/// `1-C,2-A`
fn spelled(rights: impl Iterator<Item = Option<usize>>) -> String {
    let pairs = rights.zip(1..).filter_map(|(right, left): (_, usize)| Some(format!("{left}-{}", letter(right?))));
    pairs.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::super::testing::asking;
    use super::*;

    fn matching() -> Sides {
        let both = |s: &str| Bilingual { zh: s.into(), en: s.into() };
        let pair = |left: &str, right: &str| Pair { left: both(left), right: both(right) };
        let pairs = vec![pair("l1", "r1"), pair("l2", "r2"), pair("l3", "r3")];
        let matching = Matching { pairs, extra: vec![both("extra")] };
        asking(Lang::Zh, 3, |asking| Sides::new(&matching, asking))
    }

    #[test]
    fn the_answer_leads_from_each_left_side_to_its_partner() {
        let matching = matching();
        assert_eq!(matching.mark(&matching.answer(), None).unwrap().share, 1.0);
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
            assert_eq!(matching.mark(line, None).unwrap().given, "1-A,2-B,3-C", "{line}");
        }
        assert_eq!(matching.mark("2-b", None).unwrap().given, "2-B");
    }

    #[test]
    fn shown_again_each_left_side_stands_beside_what_it_was_given_and_what_it_should_be() {
        let matching = matching();
        assert!(matching.again(&matching.answer()).iter().all(|a| a.state == State::Right && a.aside.is_none()));
        let again = matching.again("1-A");
        assert_eq!(
            (again[1].state, &*again[1].text, again[1].aside.as_deref()),
            (State::Missed, "l2 → —", Some("应为：r2"))
        );
    }

    #[test]
    fn what_is_no_pair_is_sent_back() {
        let matching = matching();
        for line in ["", "abc", "123", "1-E", "4-A", "0-A", "1-A,1-B", "1-A,2", "1,-A"] {
            assert!(matching.mark(line, None).is_err(), "{line}");
        }
    }
}
