//! Items to put in order.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::choices::{Seen, Two, all_new};
use super::letters::numbers;
use super::mark::balanced;
use super::{Again, Asking, Body, Kind, Mark, OptionLine, Prompt, State, Task, Unposed, Unreadable};
use crate::course::format::{Fields, Keys, Table, table};
use crate::course::messages::say;
use crate::course::prose::prose;
use crate::course::{Bilingual, Lang};
use crate::text::fold;

/// The kind.
pub static KIND: Kind =
    Kind::of::<Ordering>("ordering", ["排序", "ordering"], ["排序，如 3,1,2", "the order, such as 3,1,2"]);

/// How often a shuffle is tried again because it happens to be a right order.
const SHUFFLES: usize = 20;

/// Two of them, or more.
type Items = Two<WrittenItem>;

table! {
    /// What an ordering question has.
    pub struct Written {
        /// The items in a right order. Each follows the one before; where any has `after`, only what is written so is
        /// forced.
        items: Vec<WrittenItem> = "items": Items,
    }
}

table! {
    /// An item of an ordering question.
    pub struct WrittenItem {
        text: Bilingual = flat,
        /// The numbers, from 1, of the items that must come before it.
        after: Option<Vec<usize>> = "after",
    }
}

/// Items with the indices of those that must come before each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ordering {
    /// The items, in a right order.
    pub items: Vec<Item>,
}

/// An item of an ordering question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its words.
    pub text: Bilingual,
    /// Indices of items that must come before it.
    pub after: Vec<usize>,
}

impl Table for Ordering {
    fn read_from(fields: &Fields<'_, '_>) -> Option<Self> {
        let written = Written::read_from(fields)?.items;
        let partial = written.iter().any(|item| item.after.is_some());
        let items = written.into_iter().enumerate().map(|(at, item)| {
            let after = match (partial, at) {
                (true, _) => item.after.unwrap_or_default().into_iter().map(|n| n.wrapping_sub(1)).collect(),
                (false, 0) => Vec::new(),
                (false, at) => vec![at - 1],
            };
            Item { text: item.text, after }
        });
        Some(Self { items: items.collect() })
    }

    fn properties(generator: &mut schemars::SchemaGenerator, keys: &mut Keys) {
        Written::properties(generator, keys);
    }
}

impl Body for Ordering {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn parts(&self) -> usize {
        self.items.len() + self.items.iter().map(|item| item.after.len()).sum::<usize>()
    }

    fn check(&self, _: &Bilingual, fields: &Fields<'_, '_>) {
        if !acyclic(&self.items) {
            fields.reader().problem("E018", fields.place("items"), &[]);
        }
        all_new(self.items.iter().map(|item| &item.text), "items", "E025", &mut Seen::default(), fields);
        if self.items.len() > 1 && self.items.iter().all(|item| item.after.is_empty()) {
            fields.reader().problem("E067", fields.place("items"), &[]);
        }
    }

    fn ask(&self, asking: &mut Asking<'_>) -> Result<Box<dyn Task>, Unposed> {
        Ok(Box::new(Shown::new(&self.items, asking)))
    }

    fn words(&self) -> Vec<&str> {
        self.items.iter().map(|item| item.text.zh.as_str()).collect()
    }
}

/// Whether the items can be put in an order at all.
fn acyclic(items: &[Item]) -> bool {
    let mut placed = vec![false; items.len()];
    for _ in items {
        let ready = (0..items.len()).find(|at| {
            !placed[*at] && items[*at].after.iter().all(|before| placed.get(*before).copied().unwrap_or(false))
        });
        match ready {
            Some(at) => placed[at] = true,
            None => return false,
        }
    }
    !items.is_empty()
}

/// Items as shown, with what must come before each.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    lang: Lang,
    texts: Vec<String>,
    /// `before[i][j]`: item `i` must come before item `j`, directly or through others. Indices as shown.
    before: Vec<Vec<bool>>,
    /// The order in which the content has them, which is a right one. Indices as shown.
    right: Vec<usize>,
}

impl Shown {
    /// The items in the session's language, shown in an order that is not a right one.
    fn new(items: &[Item], asking: &mut Asking<'_>) -> Self {
        let lang = asking.lang;
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
            asking.dice.shuffle(&mut order);
            if !is_right(&order, &written) {
                break;
            }
        }
        let place = |item: usize| order.iter().position(|o| *o == item).unwrap_or_default();
        Self {
            lang,
            texts: order.iter().filter_map(|i| items.get(*i)).map(|i| prose(i.text.get(lang))).collect(),
            before: order.iter().map(|a| order.iter().map(|b| written[*a][*b]).collect()).collect(),
            right: (0..count).map(place).collect(),
        }
    }

    /// The items with their numbers.
    fn lines(&self) -> Vec<OptionLine> {
        let numbered = self.texts.iter().zip(1..);
        numbered.map(|(text, number): (_, usize)| OptionLine { key: number.to_string(), text: text.clone() }).collect()
    }

    /// The order in a line, as indices.
    fn read(&self, line: &str) -> Result<Vec<usize>, Unreadable> {
        if fold(line).is_empty() {
            return Err(Unreadable::Empty);
        }
        let last = self.texts.len();
        let order = numbers(line, last).ok_or(Unreadable::Order { last })?;
        let order: Vec<usize> = order.into_iter().map(|n| n - 1).collect();
        if order.len() != last || (0..last).any(|i| !order.contains(&i)) {
            return Err(Unreadable::Order { last });
        }
        Ok(order)
    }
}

impl Task for Shown {
    fn prompt(&self) -> Prompt {
        Prompt::Order { items: self.lines() }
    }

    /// Takes `3,1,2`. Every order that keeps what is forced is right; otherwise each forced pair that stands the right
    /// way round earns, each that stands the wrong way round costs as much.
    fn mark(&self, line: &str, _: Option<&str>) -> Result<Mark, Unreadable> {
        let order = self.read(line)?;
        let (right, wrong) = pairs(&order, &self.before);
        let share = if wrong == 0 { 1.0 } else { balanced(right, wrong, right + wrong) };
        let counts: [(&str, &dyn Display); 3] = [("right", &right), ("wrong", &wrong), ("of", &(right + wrong))];
        let earned = Some(say(self.lang, "study.earned-order", &counts));
        Ok(Mark { given: spelled(&order), share, earned, ..Mark::default() })
    }

    fn answer(&self) -> String {
        spelled(&self.right)
    }

    fn rule(&self) -> Option<String> {
        Some(say(self.lang, "study.rule-ordering", &[]))
    }

    fn hints(&self) -> Vec<String> {
        let first = self.right.first().and_then(|at| self.texts.get(*at));
        let first = first.map(|words| words.trim_end_matches(['。', '.']));
        first.map(|first| say(self.lang, "study.hint-first", &[("first", &first)])).into_iter().collect()
    }

    /// The items in a right order, each with the place that it was given, also of one that may stay where it stands among
    /// the others; where none was given, only the order.
    fn again(&self, given: &str) -> Vec<Again> {
        let given = self.read(given).ok();
        let place = |item: usize| given.iter().flatten().position(|at| *at == item).unwrap_or_default();
        let moved = given.as_ref().map_or_else(Vec::new, |given| moved(given, &self.before));
        let items = self.right.iter().zip(1..);
        items
            .map(|(item, number): (&usize, usize)| {
                let (wrong, place) = (moved.contains(item), place(*item) + 1);
                Again {
                    key: number.to_string(),
                    text: self.texts[*item].clone().into(),
                    state: State::of(!wrong, given.is_some()),
                    aside: (given.is_some() && place != number)
                        .then(|| say(self.lang, "study.was-placed", &[("place", &place)]).into()),
                }
            })
            .collect()
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

/// The items that must move for the others to stand as is forced, few of them: again and again the one that stands on the
/// wrong side of most others. Where not one pair stands the right way round, nothing stands.
fn moved(order: &[usize], before: &[Vec<bool>]) -> Vec<usize> {
    let (right, wrong) = pairs(order, before);
    if right == 0 && wrong > 0 {
        let forced = |item: &usize| order.iter().any(|other| before[*item][*other] || before[*other][*item]);
        return order.iter().copied().filter(forced).collect();
    }
    let (mut stay, mut moved) = (order.to_vec(), Vec::new());
    loop {
        let wrongs = |place: usize| {
            let others = stay.iter().enumerate();
            let is_wrong = |(at, other): &(usize, &usize)| {
                if *at < place { before[stay[place]][**other] } else { before[**other][stay[place]] }
            };
            others.filter(is_wrong).count()
        };
        let worst = (0..stay.len()).map(|place| (wrongs(place), place)).filter(|(wrongs, _)| *wrongs > 0);
        let Some((_, place)) = worst.max_by_key(|(wrongs, _)| *wrongs) else { return moved };
        moved.push(stay.remove(place));
    }
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
    use super::super::testing::asking;
    use super::*;

    fn items(after: &[&[usize]]) -> Vec<Item> {
        let name = |i: usize| Bilingual { zh: format!("{i}"), en: format!("{i}") };
        after.iter().enumerate().map(|(i, a)| Item { text: name(i), after: a.to_vec() }).collect()
    }

    /// The shown numbers of the items written at `places`.
    fn shown(items: &[Item], seed: u64) -> Shown {
        asking(Lang::Zh, seed, |asking| Shown::new(items, asking))
    }

    fn line(ordering: &Shown, places: &[usize]) -> String {
        let number = |p: &usize| ordering.lines().into_iter().find(|l| l.text == p.to_string()).unwrap().key;
        places.iter().map(number).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn every_order_that_keeps_what_is_forced_is_right() {
        let ordering = shown(&items(&[&[], &[0], &[0], &[1, 2]]), 5);
        for places in [[0, 1, 2, 3], [0, 2, 1, 3]] {
            assert_eq!(ordering.mark(&line(&ordering, &places), None).unwrap().share, 1.0, "{places:?}");
        }
        assert_eq!(ordering.mark(&ordering.answer(), None).unwrap().share, 1.0);
        // 1 before 0: four of the five forced pairs stand the right way round.
        let share = ordering.mark(&line(&ordering, &[1, 0, 2, 3]), None).unwrap().share;
        assert!((share - 3.0 / 5.0).abs() < 1e-12, "{share}");
        assert_eq!(ordering.mark(&line(&ordering, &[3, 2, 1, 0]), None).unwrap().share, 0.0);
    }

    #[test]
    fn shown_again_the_items_stand_in_a_right_order_with_the_place_they_were_given() {
        let ordering = shown(&items(&[&[], &[0], &[1]]), 5);
        let again = ordering.again(&line(&ordering, &[1, 0, 2]));
        assert_eq!(again.iter().map(|a| &*a.text).collect::<Vec<_>>(), ["0", "1", "2"]);
        assert_eq!(again.iter().map(|a| a.state).collect::<Vec<_>>(), [State::Wrong, State::Right, State::Right]);
        assert!(again[0].aside.as_ref().is_some_and(|said| said.contains('2')));
        assert!(again[1].aside.as_ref().is_some_and(|said| said.contains('1')), "it is right, but stood elsewhere");
        assert_eq!(again[2].aside, None);
        let unanswered = ordering.again("");
        assert!(unanswered.iter().all(|again| again.state == State::Missed && again.aside.is_none()));
    }

    #[test]
    fn only_what_was_put_in_the_wrong_place_is_wrong_and_what_may_change_places_is_not() {
        let states = |after: &[&[usize]], places: &[usize]| -> Vec<State> {
            let ordering = shown(&items(after), 5);
            ordering.again(&line(&ordering, places)).iter().map(|again| again.state).collect()
        };
        // A chain whose first item was put last.
        let chain: [&[usize]; 5] = [&[], &[0], &[1], &[2], &[3]];
        let [wrong, right] = [State::Wrong, State::Right];
        assert_eq!(states(&chain, &[1, 2, 3, 4, 0]), [wrong, right, right, right, right]);
        // The gates may stand in any order; what they read came after two of them.
        assert_eq!(states(&[&[], &[0], &[0], &[0]], &[3, 1, 0, 2]), [wrong, right, right, right]);
        // The wrong way round as a whole.
        assert_eq!(states(&[&[], &[0], &[1]], &[2, 1, 0]), [wrong; 3]);
    }

    #[test]
    fn it_is_told_how_many_pairs_stand_the_right_way_round() {
        let ordering = shown(&items(&[&[], &[0], &[1]]), 5);
        let earned = |places: &[usize]| ordering.mark(&line(&ordering, places), None).unwrap().earned.unwrap();
        assert!(earned(&[2, 1, 0]).contains('3') && earned(&[1, 0, 2]).contains('2'), "{}", earned(&[2, 1, 0]));
    }

    #[test]
    fn the_items_are_not_shown_in_a_right_order() {
        for seed in 0..50 {
            let ordering = shown(&items(&[&[], &[0], &[1]]), seed);
            assert_ne!(ordering.answer(), "1,2,3");
        }
    }

    #[test]
    fn each_number_must_stand_once() {
        let ordering = shown(&items(&[&[], &[0], &[1]]), 5);
        for line in ["", "1,2", "1,2,2", "1,2,4", "a,b,c"] {
            assert!(ordering.mark(line, None).is_err(), "{line}");
        }
    }
}
