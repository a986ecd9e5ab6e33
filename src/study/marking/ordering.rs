//! Items to put in order, where only some must come before others.

use super::letters::numbers;
use super::{Mark, Unreadable, balanced};
use crate::course::{Item, Lang};
use crate::study::event::OptionLine;
use crate::study::random::Dice;
use crate::study::words::prose;
use crate::text::fold;

/// How often a shuffle is tried again because it happens to be a right order.
const SHUFFLES: usize = 20;

/// Items as shown, with what must come before each.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordering {
    texts: Vec<String>,
    /// `before[i][j]`: item `i` must come before item `j`, directly or through others. Indices as shown.
    before: Vec<Vec<bool>>,
    /// The order in which the content has them, which is a right one. Indices as shown.
    right: Vec<usize>,
}

impl Ordering {
    /// The items in the session's language, shown in an order that is not a right one.
    #[must_use]
    pub fn new(items: &[Item], lang: Lang, dice: &mut Dice) -> Self {
        let count = items.len();
        let mut written = vec![vec![false; count]; count];
        for (item, place) in items.iter().zip(0..) {
            for earlier in item.after.iter().filter(|e| **e < count) {
                written[*earlier][place] = true;
            }
        }
        for via in 0..count {
            for from in 0..count {
                if written[from][via] {
                    for to in 0..count {
                        written[from][to] |= written[via][to];
                    }
                }
            }
        }
        let mut order: Vec<usize> = (0..count).collect();
        for _ in 0..SHUFFLES {
            dice.shuffle(&mut order);
            if !is_right(&order, &written) {
                break;
            }
        }
        let place = |item: usize| order.iter().position(|o| *o == item).unwrap_or_default();
        Self {
            texts: order.iter().filter_map(|i| items.get(*i)).map(|i| prose(i.text.get(lang))).collect(),
            before: order.iter().map(|a| order.iter().map(|b| written[*a][*b]).collect()).collect(),
            right: (0..count).map(place).collect(),
        }
    }

    /// The items with their numbers.
    #[must_use]
    pub fn lines(&self) -> Vec<OptionLine> {
        let numbered = self.texts.iter().zip(1..);
        numbered.map(|(text, number): (_, usize)| OptionLine { key: number.to_string(), text: text.clone() }).collect()
    }

    /// A right order: `3,1,2`.
    #[must_use]
    pub fn answer(&self) -> String {
        spelled(&self.right)
    }

    /// The words of an item that may come first, for a hint: its number may have changed where items are moved.
    #[must_use]
    pub fn first(&self) -> Option<&str> {
        self.texts.get(*self.right.first()?).map(|words| words.trim_end_matches(['。', '.']))
    }

    /// Marks `3,1,2`. Every order that keeps what is forced is right; otherwise each forced pair that stands the right
    /// way round earns, each that stands the wrong way round costs as much.
    pub fn mark(&self, line: &str) -> Result<Mark, Unreadable> {
        if fold(line).is_empty() {
            return Err(Unreadable::Empty);
        }
        let last = self.texts.len();
        let order = numbers(line, last).ok_or(Unreadable::Order { last })?;
        let order: Vec<usize> = order.into_iter().map(|n| n - 1).collect();
        if order.len() != last || (0..last).any(|i| !order.contains(&i)) {
            return Err(Unreadable::Order { last });
        }
        let (right, wrong) = pairs(&order, &self.before);
        let share = if wrong == 0 { 1.0 } else { balanced(right, wrong, right + wrong) };
        Ok(Mark { given: spelled(&order), share, mistake: None, notes: Vec::new() })
    }
}

/// How many forced pairs stand the right way round in `order`, and how many the wrong way.
fn pairs(order: &[usize], before: &[Vec<bool>]) -> (usize, usize) {
    let (mut right, mut wrong) = (0, 0);
    for (place, earlier) in order.iter().enumerate() {
        for later in &order[place + 1..] {
            right += usize::from(before[*earlier][*later]);
            wrong += usize::from(before[*later][*earlier]);
        }
    }
    (right, wrong)
}

fn is_right(order: &[usize], before: &[Vec<bool>]) -> bool {
    pairs(order, before).1 == 0
}

/// `3,1,2`
fn spelled(order: &[usize]) -> String {
    order.iter().map(|i| (i + 1).to_string()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Bilingual;

    fn items(after: &[&[usize]]) -> Vec<Item> {
        let name = |i: usize| Bilingual { zh: format!("{i}"), en: format!("{i}") };
        after.iter().enumerate().map(|(i, a)| Item { text: name(i), after: a.to_vec() }).collect()
    }

    /// The shown numbers of the items written at `places`.
    fn line(ordering: &Ordering, places: &[usize]) -> String {
        let number = |p: &usize| ordering.lines().into_iter().find(|l| l.text == p.to_string()).unwrap().key;
        places.iter().map(number).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn every_order_that_keeps_what_is_forced_is_right() {
        let ordering = Ordering::new(&items(&[&[], &[0], &[0], &[1, 2]]), Lang::Zh, &mut Dice::new(5, "t"));
        for places in [[0, 1, 2, 3], [0, 2, 1, 3]] {
            assert_eq!(ordering.mark(&line(&ordering, &places)).unwrap().share, 1.0, "{places:?}");
        }
        assert_eq!(ordering.mark(&ordering.answer()).unwrap().share, 1.0);
        // 1 before 0: four of the five forced pairs stand the right way round.
        let share = ordering.mark(&line(&ordering, &[1, 0, 2, 3])).unwrap().share;
        assert!((share - 3.0 / 5.0).abs() < 1e-12, "{share}");
        assert_eq!(ordering.mark(&line(&ordering, &[3, 2, 1, 0])).unwrap().share, 0.0);
    }

    #[test]
    fn the_items_are_not_shown_in_a_right_order() {
        for seed in 0..50 {
            let ordering = Ordering::new(&items(&[&[], &[0], &[1]]), Lang::Zh, &mut Dice::new(seed, "t"));
            assert_ne!(ordering.answer(), "1,2,3");
        }
    }

    #[test]
    fn each_number_must_stand_once() {
        let ordering = Ordering::new(&items(&[&[], &[0], &[1]]), Lang::Zh, &mut Dice::new(5, "t"));
        for line in ["", "1,2", "1,2,2", "1,2,4", "a,b,c"] {
            assert!(ordering.mark(line).is_err(), "{line}");
        }
    }
}
