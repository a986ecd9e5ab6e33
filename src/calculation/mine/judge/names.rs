//! What a name means: a symbol, a key or a title as the calculation has it, or one of the ways in which books write it.

use unicode_normalization::UnicodeNormalization as _;

use super::Judge;
use crate::calculation::mine::side::{Side, same};
use crate::calculation::mine::target::{Target, is_telling};
use crate::calculation::same::same as same_value;
use crate::course::Lang;
use crate::course::messages::say;
use crate::math::{Expr, ExprKind, Value, parse_answer, render};
use crate::text::fold;

/// Behind the name of what comes next, and of what was there before.
const NEW: [&str; 5] = ["'", "_t", "_{t}", "_new", "_{new}"];
const OLD: [&str; 4] = ["_{t-1}", "_{t−1}", "_old", "_{old}"];

/// Letters of a name that stands for one thing: beyond that it is a word.
const LETTERS: usize = 3;

impl Judge<'_> {
    /// The targets that a name means: exactly, else whatever the case and by titles, else as books write it; steps before
    /// what was given.
    pub(super) fn called(&self, name: &str) -> Option<Vec<usize>> {
        self.named(name).map(|places| self.steps_first(places)).or_else(|| self.noted(name))
    }

    /// All targets of a name.
    fn named(&self, name: &str) -> Option<Vec<usize>> {
        let by = |is: &dyn Fn(&Target<'_>) -> bool| {
            let places: Vec<usize> = (0..self.targets.len()).filter(|at| is(&self.targets[*at])).collect();
            (!places.is_empty()).then_some(places)
        };
        by(&|target| target.is_named(name)).or_else(|| by(&|target| target.is_called(name)))
    }

    fn steps_first(&self, places: Vec<usize>) -> Vec<usize> {
        let steps: Vec<usize> = places.iter().copied().filter(|at| self.targets[*at].step.is_some()).collect();
        if steps.is_empty() { places } else { steps }
    }

    /// Of `h'` and `h_t` the step that gives `h` anew, of `h_{t-1}` the `h` that was given.
    fn noted(&self, name: &str) -> Option<Vec<usize>> {
        let name = name.trim();
        let of = |ends: &[&str], is_step: bool| {
            let base = ends.iter().find_map(|end| name.strip_suffix(end)).filter(|base| !base.is_empty())?;
            let mut places = self.named(base)?;
            places.retain(|at| self.targets[*at].step.is_some() == is_step);
            (!places.is_empty()).then_some(places)
        };
        of(&OLD, false).or_else(|| of(&NEW, true))
    }

    /// The targets that a name with what it is of means: `f'(x)`, `J(θ)`; of `f'(3)` the number that is `f'` there.
    pub(super) fn of_argument(&self, written: &str) -> Option<Vec<usize>> {
        let (base, argument) = written.trim().strip_suffix(')')?.split_once('(')?;
        let places = self.called(base.trim())?;
        let is_formula = places.iter().all(|at| matches!(self.targets[*at].value, Value::Formula(_)));
        let of_name = matches!(parse_answer(argument), Ok(Expr { kind: ExprKind::Name(_), .. }));
        let Some(side) = self.side(written, None).ok().filter(|_| !of_name) else {
            return (of_name || self.side(argument, None).is_err()).then_some(places);
        };
        let takes_over = |at: &usize| {
            let Some((step, _)) = &self.targets[*at].step else { return false };
            let body = &self.spec.steps[*step].binding.body;
            let of = |place: &usize| matches!(&body.kind, ExprKind::Name(name) if self.targets[*place].is_named(name));
            places.iter().any(of) && same_value(&side.value, &self.targets[*at].value, None)
        };
        let found: Vec<usize> = (0..self.targets.len()).filter(|_| is_formula).filter(takes_over).collect();
        (!found.is_empty()).then_some(found)
    }

    /// The target that a power is, written where a name is expected: of `s^2` the step that binds `s_2`, unless there
    /// is an `s` whose square is something else.
    pub(super) fn power(&self, written: &str) -> Option<Vec<usize>> {
        let (base, exponent) = written.split_once('^')?;
        let places = self.called(&format!("{}{}", base.trim(), exponent.trim()))?;
        let value = self.side(written, None).ok().map(|side| side.value);
        let is = |at: &usize| {
            let target = &self.targets[*at];
            target.step.is_some() && value.as_ref().is_none_or(|value| same_value(value, &target.value, None))
        };
        places.iter().all(is).then_some(places)
    }

    /// Whether an earlier line has given a value to a name of its own.
    pub(super) fn is_own(&self, name: &str) -> bool {
        matches!(parse_answer(name), Ok(Expr { kind: ExprKind::Name(name), .. }) if self.own.contains_key(&*name))
    }

    /// A name as it is written in a solution, where it is a symbol.
    pub(super) fn set(&self, written: &str, places: &[usize]) -> String {
        let symbol = places.first().map(|at| render::line(&self.targets[*at].symbol));
        let bare = |text: &str| text.replace(['_', '{', '}'], "").to_lowercase();
        let typed = places.first().map(|at| render::source(&self.targets[*at].symbol));
        match (symbol, typed) {
            (Some(symbol), Some(typed)) if bare(&typed.replace(['[', ']'], "")) == bare(written) => symbol,
            _ => written.to_owned(),
        }
    }

    /// The targets that a name may mean that is none of the calculation's: the letter without its number (`δ` of `δ₁`), a
    /// title that has its words (参数 of 参数量).
    pub(super) fn likely(&self, name: &str) -> Vec<usize> {
        let word = of_its_own(name);
        let is_letter = name.chars().count() <= LETTERS;
        let meant = |at: &usize| {
            let target = &self.targets[*at];
            target.shown && (is_letter && target.is_of_letter(name) || target.resembles(&word))
        };
        let found: Vec<usize> = (0..self.targets.len()).filter(meant).collect();
        // What the whole calculation is called may be any of its answers.
        let titled = |lang: &Lang| fold(self.spec.title.get(*lang)).contains(&word);
        if !found.is_empty() || !is_telling(&word) || ![Lang::Zh, Lang::En].iter().any(titled) {
            return found;
        }
        (0..self.targets.len()).filter(|at| self.targets[*at].shown && self.targets[*at].key.is_some()).collect()
    }

    /// The lists of which a name with an index means an entry, and the index: `p_0`, `w12`.
    pub(super) fn entry_named(&self, name: &str) -> Option<(Vec<usize>, Vec<usize>)> {
        let mark = |c: char| matches!(c, '_' | '{' | '}' | '[' | ']' | '(' | ')' | ' ');
        let plain: String = name.nfkc().filter(|c| !mark(*c)).collect();
        let digits = plain.trim_start_matches(|c: char| !c.is_ascii_digit());
        let base = &plain[..plain.len() - digits.len()];
        let index: Vec<usize> = digits
            .split(',')
            .flat_map(str::chars)
            .map(|c| c.to_digit(10).map(|d| d as usize))
            .collect::<Option<_>>()?;
        let mut places = self.named(base).filter(|_| !index.is_empty() && index.len() <= 2)?;
        places.retain(|at| matches!(&self.targets[*at].value, Value::Tensor(list) if list.ndim() > 0));
        (!places.is_empty()).then_some((places, index))
    }

    /// Whether a side is that entry of one of these lists, whether they are counted from 1 or from 0; none where no list
    /// has it.
    pub(super) fn is_that_entry(&self, places: &[usize], index: &[usize], side: &Side) -> Option<bool> {
        let values = places.iter().flat_map(|at| self.values_of(*at));
        let entries: Vec<Value> = values.flat_map(|value| entries(&value, index)).collect();
        let fits = entries.iter().any(|entry| same(side, entry));
        (!entries.is_empty()).then_some(fits)
    }
}

/// The entries, or rows, of a value that an index may mean, from 1 or from 0.
fn entries(value: &Value, index: &[usize]) -> Vec<Value> {
    let Some(list) = value.as_tensor() else { return Vec::new() };
    let from = |first: usize| {
        let mut part = list.view();
        for at in index {
            let at = at.checked_sub(first).filter(|at| part.ndim() > 0 && *at < part.shape()[0])?;
            part = part.index_axis_move(ndarray::Axis(0), at);
        }
        Some(if part.len() == 1 { Value::scalar(*part.first()?) } else { Value::from(part.to_owned()) })
    };
    [1, 0].into_iter().filter_map(from).collect()
}

/// The words of a message in both languages, the longest first.
fn words(key: &str) -> Vec<String> {
    let in_each = |lang: Lang| say(lang, key, &[]).split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut words: Vec<String> = [Lang::Zh, Lang::En].into_iter().flat_map(in_each).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// A name without words that say nothing of what it is: “so the result” has none of its own.
pub(super) fn of_its_own(name: &str) -> String {
    let folded = fold(name);
    let empty = words("mine.of-anything");
    let kept = folded.split(' ').filter(|word| !empty.iter().any(|known| known == word)).collect::<Vec<_>>().join(" ");
    let chinese = empty.iter().filter(|word| !word.is_ascii());
    chinese.fold(kept, |kept, word| kept.replace(word.as_str(), "")).trim().to_owned()
}

/// A name without words that say nothing around it, written as it was: 感受野 of 感受野为.
pub(super) fn own_part(name: &str) -> &str {
    let empty = words("mine.of-anything");
    let mut rest = without_connective(name);
    while let Some(shorter) = empty.iter().find_map(|word| without_last(rest, word)) {
        rest = shorter;
    }
    rest
}

/// A text without the words that lead over to it: “so”, 所以.
pub(super) fn without_connective(text: &str) -> &str {
    let empty = words("mine.of-anything");
    let mut rest = text.trim_start();
    while let Some(shorter) = empty.iter().find_map(|word| without_first(rest, word)) {
        rest = shorter;
    }
    rest
}

/// What stands before a word at the end of a text.
fn without_last<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let before = text.strip_suffix(word).filter(|before| !word.is_ascii() || before.ends_with(' '))?;
    Some(before.trim_end()).filter(|before| !before.is_empty())
}

/// What stands behind a word at the beginning of a text.
fn without_first<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, behind) = text.split_at_checked(word.len()).filter(|(start, _)| start.eq_ignore_ascii_case(word))?;
    // A single character may begin another word.
    let apart = behind.starts_with([' ', ',', '，']) || !start.is_ascii() && start.chars().count() > 1;
    let behind = behind.trim_start_matches([' ', ',', '，']);
    (apart && !behind.is_empty()).then_some(behind)
}

/// Whether a name is of one among several: 每个核, “one layer”.
pub(super) fn is_of_each(name: &str) -> bool {
    let folded = fold(name);
    let says = |word: &String| {
        if word.is_ascii() { folded.split(' ').any(|own| own == word) } else { folded.contains(word.as_str()) }
    };
    words("mine.of-each").iter().any(says)
}

/// Whether a name means one thing wherever it stands: an abbreviation in capitals, a word.
pub(super) fn is_a_term(name: &str) -> bool {
    let capitals = name.chars().filter(char::is_ascii_uppercase).count();
    capitals > 1 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) || !name.is_ascii()
}

/// Whether a side is a name or words and no formula: `f'(x)`, `σ²`, “the side”.
pub(super) fn is_name(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '|' | '√' | '∑'));
    let within = |c: char| {
        let marks = matches!(c, '_' | ' ' | '-' | '\'' | '(' | ')' | '{' | '}' | '[' | ']' | '|' | '^' | '√' | '∑');
        c.is_alphanumeric() || marks
    };
    let is_indexed = |(at, c)| c == ',' && text[..at].contains(['[', '(', '{']);
    begins && text.char_indices().all(|(at, c)| within(c) || is_indexed((at, c)))
}

/// The words that a value begins with: 导数 of 导数 0.25.
pub(super) fn words_before(side: &str) -> Option<String> {
    let at = side.find(|c: char| c.is_ascii_digit() || matches!(c, '-' | '−' | '[' | '('))?;
    let words = side[..at].trim();
    // `so N1` ends with a name.
    let apart = !words.ends_with(|c: char| c.is_ascii()) || side[..at].ends_with(' ');
    let are_words = words.chars().all(|c| c.is_alphabetic() || c == ' ') && !words.is_empty() && apart;
    (are_words && (!words.is_ascii() || words.contains(' '))).then(|| words.to_owned())
}
