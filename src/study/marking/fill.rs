//! Blanks to fill.

use super::{Mark, Unreadable};
use crate::course::{Blank, Lang};
use crate::text::{answer_form, fold};

/// The blanks of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Fill {
    blanks: Vec<Blank>,
    any_order: bool,
    lang: Lang,
}

impl Fill {
    /// The blanks as the session's language shows them.
    #[must_use]
    pub fn new(blanks: &[Blank], any_order: bool, lang: Lang) -> Self {
        Self { blanks: blanks.to_vec(), any_order, lang }
    }

    /// How many blanks there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.blanks.len()
    }

    /// The answer that is shown: `a | b`.
    #[must_use]
    pub fn answer(&self) -> String {
        self.blanks.iter().map(|b| self.shown(b)).collect::<Vec<_>>().join(" | ")
    }

    /// The first character of each answer and how long it is, for a hint.
    #[must_use]
    pub fn beginnings(&self) -> Vec<(char, usize)> {
        self.blanks
            .iter()
            .filter_map(|b| Some((self.shown(b).chars().next()?, self.shown(b).chars().count())))
            .collect()
    }

    /// Marks the texts of the blanks, apart by `|`: each blank earns the same.
    pub fn mark(&self, line: &str) -> Result<Mark, Unreadable> {
        let parts = self.parts(line)?;
        let hits = if self.any_order {
            self.best_assignment(&parts)
        } else {
            self.blanks.iter().zip(&parts).filter(|(b, p)| accepts(b, p)).count()
        };
        Ok(Mark {
            given: parts.join(" | "),
            share: hits as f64 / self.blanks.len().max(1) as f64,
            mistake: None,
            notes: Vec::new(),
        })
    }

    fn shown<'a>(&self, blank: &'a Blank) -> &'a str {
        let english = blank.shown_en.as_deref().filter(|_| self.lang == Lang::En);
        english.or(blank.accept.first().map(String::as_str)).unwrap_or_default()
    }

    /// One text for each blank.
    fn parts<'a>(&self, line: &'a str) -> Result<Vec<&'a str>, Unreadable> {
        if fold(line).trim_matches('|').is_empty() {
            return Err(Unreadable::Empty);
        }
        let wanted = self.blanks.len();
        if wanted <= 1 {
            return Ok(vec![line.trim()]);
        }
        let apart = |marks: &[char]| line.split(|c| marks.contains(&c)).map(str::trim).collect::<Vec<_>>();
        let parts = apart(&['|', '｜']);
        if parts.len() == wanted {
            return Ok(parts);
        }
        let given = parts.len();
        let lists: [&[char]; 2] = [&[';', '；'], &[',', '，', '、']];
        let list = lists.into_iter().filter(|_| given == 1).map(apart).find(|parts| parts.len() == wanted);
        list.ok_or(Unreadable::Blanks { wanted, given })
    }

    /// The largest number of blanks that can be met when each text may go to any blank.
    fn best_assignment(&self, parts: &[&str]) -> usize {
        let fits: Vec<Vec<bool>> =
            parts.iter().map(|part| self.blanks.iter().map(|blank| accepts(blank, part)).collect()).collect();
        let mut holder: Vec<Option<usize>> = vec![None; self.blanks.len()];
        (0..parts.len()).filter(|part| place(*part, &fits, &mut holder, &mut vec![false; self.blanks.len()])).count()
    }
}

/// Whether a blank takes this text.
#[must_use]
fn accepts(blank: &Blank, text: &str) -> bool {
    let given = answer_form(text);
    !given.is_empty() && blank.accept.iter().any(|a| answer_form(a) == given)
}

/// Finds a blank for `part`, moving others to further blanks where that helps (an augmenting path).
fn place(part: usize, fits: &[Vec<bool>], holder: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    for blank in 0..holder.len() {
        if !fits.get(part).and_then(|f| f.get(blank)).copied().unwrap_or(false) || tried[blank] {
            continue;
        }
        tried[blank] = true;
        if holder[blank].is_none_or(|other| place(other, fits, holder, tried)) {
            holder[blank] = Some(part);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank(accept: &[&str]) -> Blank {
        Blank { accept: accept.iter().map(|&a| a.to_owned()).collect(), ..Blank::default() }
    }

    #[test]
    fn width_case_space_and_marks_do_not_matter() {
        let fill = Fill::new(&[blank(&["下采样", "fine-tuning", "x^2"])], false, Lang::Zh);
        for line in ["下采样", "“下采样”。", "Fine Tuning", "ＦＩＮＥ-ＴＵＮＩＮＧ", "x²", "X ^ 2"]
        {
            assert_eq!(fill.mark(line).unwrap().share, 1.0, "{line}");
        }
        assert_eq!(fill.mark("上采样").unwrap().share, 0.0);
        assert_eq!(fill.mark("  "), Err(Unreadable::Empty));
    }

    #[test]
    fn a_minus_is_no_hyphen() {
        let fill = Fill::new(&[blank(&["1-y", "-1"])], false, Lang::Zh);
        assert_eq!(fill.mark("1 − y").unwrap().share, 1.0);
        assert_eq!(fill.mark("1y").unwrap().share, 0.0);
        assert_eq!(fill.mark("1").unwrap().share, 0.0);
    }

    #[test]
    fn blanks_of_a_list_are_assigned_as_well_as_can_be() {
        let blanks = [blank(&["a", "b"]), blank(&["a"]), blank(&["c"])];
        let share = |any_order: bool, line: &str| Fill::new(&blanks, any_order, Lang::Zh).mark(line).unwrap().share;
        assert_eq!(share(true, "a | b | c"), 1.0);
        assert_eq!(share(true, "c | a | b"), 1.0);
        assert!((share(true, "a | a | a") - 2.0 / 3.0).abs() < 1e-12);
        assert!((share(false, "b | c | a") - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn another_number_of_blanks_is_sent_back() {
        let fill = Fill::new(&[blank(&["a"]), blank(&["b"])], false, Lang::Zh);
        assert_eq!(fill.mark("a"), Err(Unreadable::Blanks { wanted: 2, given: 1 }));
        assert_eq!(fill.mark("a | b | c"), Err(Unreadable::Blanks { wanted: 2, given: 3 }));
        assert_eq!(fill.mark("a、b").unwrap().share, 1.0);
        assert_eq!(fill.mark("a |").unwrap().share, 0.5);
    }
}
