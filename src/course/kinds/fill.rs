//! Blanks to fill.

use serde::{Deserialize, Serialize};

use super::around::Around;
pub use super::blank::{Blank, Miss};
use super::blank::{bracketed, is_sound};
use super::mark::right_is;
use super::{Again, Asking, Body, Kind, Mark, Note, Prompt, State, Task, Unposed, Unreadable};
use crate::course::format::{AtLeast, Fields, table};
use crate::course::lang::{Bilingual, Lang};
use crate::course::messages::say;
use crate::course::prose::prose;
use crate::text::fold;

/// The kind.
pub static KIND: Kind =
    Kind::of::<Fill>("fill", ["填空", "fill in"], ["填空；多个空用 | 分开", "the text; several blanks apart by |"]);

/// One, or more.
type SomeBlanks = AtLeast<1, Blank>;

table! {
    /// What a fill-in question has. Its stem has a `____` for each blank.
    #[derive(Serialize, Deserialize)]
    pub struct Fill {
        /// The blanks, in the order of the stem, where each stands as four underscores: `____`.
        blanks: Vec<Blank> = "blanks": SomeBlanks,
        /// Whether the blanks may be filled in any order.
        any_order: bool = "any-order",
    }
}

/// What stands between brackets around the whole of a list: `4,6` of `(4,6)`.
fn inside(text: &str) -> &str {
    let text = text.trim();
    let pairs = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('（', ')'), ('(', '）')];
    let within = |(open, close): &(char, char)| text.strip_prefix(*open)?.strip_suffix(*close);
    pairs.iter().find_map(within).filter(|list| !list.contains(['(', ')', '（', '）', '[', ']'])).unwrap_or(text)
}

impl Body for Fill {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn parts(&self) -> usize {
        let missed = |blank: &Blank| blank.misses.iter().map(|miss| miss.given.len()).sum::<usize>();
        let texts = |blank: &Blank| blank.accept.len() + blank.reject.len() + missed(blank);
        self.blanks.len() + self.blanks.iter().map(texts).sum::<usize>()
    }

    fn check(&self, stem: &Bilingual, fields: &Fields<'_, '_>) {
        for stem in [&stem.zh, &stem.en] {
            let marks = stem.matches("____").count();
            if marks != self.blanks.len() || self.blanks.is_empty() {
                let args = [("stem", marks.to_string()), ("blanks", self.blanks.len().to_string())];
                fields.reader().problem("E015", fields.place("stem"), &args);
            }
        }
        // Each of its texts is looked at beside the others: only now is it known that they are few.
        let places = fields.tables("blanks");
        if places.len() == self.blanks.len() {
            self.blanks.iter().zip(&places).for_each(|(blank, fields)| is_sound(blank, fields));
        }
    }

    fn ask(&self, asking: &mut Asking<'_>) -> Result<Box<dyn Task>, Unposed> {
        let around = Around::all(&asking.stem);
        let blanks = self.blanks.iter().cloned().zip(around.into_iter().chain(std::iter::repeat(Around::default())));
        Ok(Box::new(Blanks { blanks: blanks.collect(), any_order: self.any_order, lang: asking.lang }))
    }
}

/// The blanks as a session asks for them.
#[derive(Debug)]
struct Blanks {
    /// Each with what stands around it.
    blanks: Vec<(Blank, Around)>,
    any_order: bool,
    lang: Lang,
}

impl Task for Blanks {
    fn prompt(&self) -> Prompt {
        Prompt::Blanks { blanks: self.blanks.len() }
    }

    /// Takes the texts of the blanks, apart by `|`: each blank earns the same.
    fn mark(&self, line: &str, _: Option<&str>) -> Result<Mark, Unreadable> {
        let parts = self.parts(line)?;
        let hits = if self.any_order {
            self.best_assignment(&parts)
        } else {
            self.blanks.iter().zip(&parts).filter(|((b, around), p)| b.takes_in(p, around)).count()
        };
        Ok(Mark {
            given: parts.join(" | "),
            share: hits as f64 / self.blanks.len().max(1) as f64,
            earned: (self.blanks.len() > 1).then(|| self.earned(&parts, hits)),
            notes: self.notes(&parts),
            ..Mark::default()
        })
    }

    /// `a | b`
    fn answer(&self) -> String {
        self.blanks.iter().map(|(b, _)| self.shown(b)).collect::<Vec<_>>().join(" | ")
    }

    fn rule(&self) -> Option<String> {
        (self.blanks.len() > 1).then(|| say(self.lang, "study.rule-fill", &[]))
    }

    /// The first character of each answer and how long it is; none of one that has no other.
    fn hints(&self) -> Vec<String> {
        let hint = |((blank, _), number): (&(Blank, Around), usize)| {
            let mut answer = self.shown(blank).chars();
            let first = answer.next()?;
            answer.next()?;
            let args: [(&str, &dyn std::fmt::Display); 3] =
                [("blank", &number), ("first", &first), ("count", &self.shown(blank).chars().count())];
            Some(say(self.lang, "study.hint-beginning", &args))
        };
        self.blanks.iter().zip(1..).filter_map(hint).collect()
    }

    fn again(&self, given: &str) -> Vec<Again> {
        let parts = self.parts(given).unwrap_or_default();
        if self.blanks.len() < 2 || self.any_order || parts.len() != self.blanks.len() {
            return Vec::new();
        }
        let blanks = self.blanks.iter().zip(parts).zip(1..);
        blanks
            .map(|(((blank, around), part), number): (_, usize)| {
                let right = blank.takes_in(part, around);
                Again {
                    key: number.to_string(),
                    text: part.to_owned().into(),
                    state: State::of(right || part.is_empty(), !part.is_empty()),
                    aside: (!right).then(|| right_is(self.shown(blank), self.lang)),
                }
            })
            .collect()
    }
}

impl Blanks {
    /// How many blanks are right, and which are not.
    fn earned(&self, parts: &[&str], hits: usize) -> String {
        let of = self.blanks.len();
        let wrong = self.wrong(parts).map(|(number, ..)| number.to_string()).collect::<Vec<_>>().join(", ");
        if self.any_order || wrong.is_empty() {
            return say(self.lang, "study.earned-blanks", &[("right", &hits), ("of", &of)]);
        }
        say(self.lang, "study.earned-blanks-but", &[("right", &hits), ("of", &of), ("wrong", &wrong)])
    }

    /// What is wrong about near misses.
    fn notes(&self, parts: &[&str]) -> Vec<Note> {
        if self.any_order {
            return Vec::new();
        }
        let missed = self.wrong(parts).filter_map(|(number, (blank, around), part)| {
            let why = prose(blank.miss(part, around)?.text.get(self.lang));
            let args: [(&str, &dyn std::fmt::Display); 2] = [("blank", &number), ("why", &why)];
            Some(if self.blanks.len() > 1 { say(self.lang, "study.of-blank", &args) } else { why })
        });
        missed.flat_map(|why| Note::lines(&why)).collect()
    }

    /// The blanks that these texts do not fill, each with its number.
    fn wrong<'a>(&'a self, parts: &'a [&str]) -> impl Iterator<Item = (usize, &'a (Blank, Around), &'a str)> {
        let filled = (1..).zip(self.blanks.iter().zip(parts)).map(|(number, (blank, part))| (number, blank, *part));
        filled.filter(|(_, (blank, around), part)| !blank.takes_in(part, around))
    }

    fn shown<'a>(&self, blank: &'a Blank) -> &'a str {
        let english = blank.shown_en.as_deref().filter(|_| self.lang == Lang::En);
        let number = blank.equals.as_deref();
        english.or(number).or(blank.accept.first().map(String::as_str)).unwrap_or_default()
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
        // `(4, 6)`: brackets around all of them.
        let inner = bracketed(line).filter(|(name, _)| name.is_empty()).map(|(_, inner)| inner);
        let line = inner.filter(|inner| inner.contains([',', '，', '、', ';', '；'])).unwrap_or(line);
        let apart = |marks: &[char]| line.split(|c| marks.contains(&c)).map(str::trim).collect::<Vec<_>>();
        let parts = apart(&['|', '｜']);
        if parts.len() == wanted {
            return Ok(parts);
        }
        let given = parts.len();
        let apart = |marks: &[char]| inside(line).split(|c| marks.contains(&c)).map(str::trim).collect::<Vec<_>>();
        let lists: [&[char]; 2] = [&[';', '；'], &[',', '，', '、']];
        let list = lists.into_iter().filter(|_| given == 1).map(apart).find(|parts| parts.len() == wanted);
        list.ok_or(Unreadable::Blanks { wanted, given })
    }

    /// The largest number of blanks that can be met when each text may go to any blank.
    fn best_assignment(&self, parts: &[&str]) -> usize {
        let fits: Vec<Vec<bool>> = parts
            .iter()
            .map(|part| self.blanks.iter().map(|(blank, around)| blank.takes_in(part, around)).collect())
            .collect();
        let mut holder: Vec<Option<usize>> = vec![None; self.blanks.len()];
        (0..parts.len()).filter(|part| place(*part, &fits, &mut holder, &mut vec![false; self.blanks.len()])).count()
    }
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
        let accept = accept.iter().map(|&a| a.to_owned()).collect();
        Blank { accept, equals: None, shown_en: None, reject: Vec::new(), misses: Vec::new() }
    }

    fn filled(blanks: &[Blank], any_order: bool) -> Blanks {
        let blanks = blanks.iter().map(|blank| (blank.clone(), Around::default())).collect();
        Blanks { blanks, any_order, lang: Lang::Zh }
    }

    #[test]
    fn width_case_space_and_marks_do_not_matter() {
        let fill = filled(&[blank(&["下采样", "fine-tuning", "x^2"])], false);
        for line in ["下采样", "“下采样”。", "Fine Tuning", "ＦＩＮＥ-ＴＵＮＩＮＧ", "x²", "X ^ 2"]
        {
            assert_eq!(fill.mark(line, None).unwrap().share, 1.0, "{line}");
        }
        assert_eq!(fill.mark("上采样", None).unwrap().share, 0.0);
        assert_eq!(fill.mark("  ", None), Err(Unreadable::Empty));
    }

    #[test]
    fn a_pair_of_brackets_may_stand_around_all_blanks_and_a_symbol_or_a_year_behind_a_name() {
        let two = filled(&[blank(&["4"]), blank(&["6"])], false);
        for line in ["(4,6)", "[4, 6]", "（4，6）", "4,6", "(4;6)"] {
            assert_eq!(two.mark(line, None).unwrap().share, 1.0, "{line}");
        }
        assert_eq!(two.mark("(6,4)", None).unwrap().share, 0.0);
        let name = blank(&["权重", "AlexNet"]);
        assert!(["权重（W）", "权重 (w)", "AlexNet（2012）"].into_iter().all(|text| name.takes(text)));
        assert!(!["权重（偏置）", "AlexNet (VGG)", "偏置（b）"].into_iter().any(|text| name.takes(text)));
        assert!(!blank(&["W"]).takes("W (b)"));
    }

    #[test]
    fn a_number_counts_however_it_is_written() {
        let fill = filled(&[Blank { equals: Some("0.5".to_owned()), ..blank(&[]) }], false);
        let right = ["0.5", ".5", "1/2", "½", "50%", "约0.5", "０．５", "2^-1", "2⁻¹"];
        for (line, share) in
            right.map(|line| (line, 1.0)).into_iter().chain(["0,5", "0.51", "2", "半"].map(|line| (line, 0.0)))
        {
            assert_eq!(fill.mark(line, None).unwrap().share, share, "{line}");
        }
        assert_eq!(fill.answer(), "0.5");
        let cells = Blank { equals: Some("2304".to_owned()), ..blank(&[]) };
        assert!(["12×12×16", "12*12*16", "2304 个"].iter().all(|text| cells.takes(text)));
        assert!(!cells.takes("12×12×15"));
    }

    #[test]
    fn brackets_around_an_answer_and_its_second_name_in_them_do_not_matter() {
        let range = blank(&["0,1"]);
        assert!(["0,1", "(0, 1)", "（0，1）", "[0,1]"].iter().all(|text| range.takes(text)));
        let query = blank(&["查询", "Query"]);
        assert!(["查询（Query）", "Query (查询)", "（Query）"].iter().all(|text| query.takes(text)));
        assert!(!["键（Query）", "查询（Key）", "查询（）", "（）"].iter().any(|text| query.takes(text)));
    }

    #[test]
    fn a_sign_or_a_year_in_brackets_behind_an_answer_says_no_other() {
        let weights = Blank { reject: vec!["b".to_owned()], ..blank(&["权重", "weights"]) };
        for (text, taken) in [
            ("权重（W）", true),
            ("weights (w)", true),
            ("权重（2012）", true),
            ("权重（b）", false),
            ("权重（学习率）", false),
            ("权重（lr）", true),
            ("偏置（W）", false),
        ] {
            assert_eq!(weights.takes(text), taken, "{text}");
        }
        assert!(blank(&["e"]).takes("e（第五个字母）"));
    }

    #[test]
    fn a_pair_in_brackets_fills_two_blanks() {
        let number = |number: &str| Blank { equals: Some(number.to_owned()), ..blank(&[]) };
        let fill = filled(&[number("4"), number("6")], false);
        for line in ["(4,6)", "[4, 6]", "（4，6）", "(4; 6)", "4,6"] {
            assert_eq!(fill.mark(line, None).unwrap().share, 1.0, "{line}");
        }
        assert_eq!(fill.mark("(6,4)", None).unwrap().share, 0.0);
        assert!(fill.mark("(4,6,1)", None).is_err());
    }

    #[test]
    fn it_is_told_which_blank_is_wrong_and_why_a_near_miss_is() {
        let why = Bilingual { zh: "还要乘以通道数".into(), en: "times the channels".into() };
        let side = Blank { misses: vec![Miss { text: why, given: vec!["144".to_owned()] }], ..blank(&["2304"]) };
        let fill = filled(&[blank(&["a"]), side.clone()], false);
        let mark = fill.mark("a | 144", None).unwrap();
        assert_eq!(
            (mark.earned.as_deref(), &*mark.notes),
            (Some("对 1 / 2 空，不对的是第 2 空"), &[Note::from("第 2 空：还要乘以通道数")][..])
        );
        assert_eq!(fill.mark("b | 2304", None).unwrap().notes, []);
        assert_eq!(filled(&[side], false).mark("12×12", None).unwrap().notes, [Note::from("还要乘以通道数")]);
    }

    #[test]
    fn a_hint_is_not_the_whole_answer() {
        assert_eq!(filled(&[blank(&["7"]), blank(&["16"])], false).hints(), ["第 2 空以“1”开头，共 2 个字"]);
    }

    #[test]
    fn a_minus_is_no_hyphen() {
        let fill = filled(&[blank(&["1-y", "-1"])], false);
        assert_eq!(fill.mark("1 − y", None).unwrap().share, 1.0);
        assert_eq!(fill.mark("1y", None).unwrap().share, 0.0);
        assert_eq!(fill.mark("1", None).unwrap().share, 0.0);
    }

    #[test]
    fn blanks_of_a_list_are_assigned_as_well_as_can_be() {
        let blanks = [blank(&["a", "b"]), blank(&["a"]), blank(&["c"])];
        let share = |any_order: bool, line: &str| filled(&blanks, any_order).mark(line, None).unwrap().share;
        assert_eq!(share(true, "a | b | c"), 1.0);
        assert_eq!(share(true, "c | a | b"), 1.0);
        assert!((share(true, "a | a | a") - 2.0 / 3.0).abs() < 1e-12);
        assert!((share(false, "b | c | a") - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn another_number_of_blanks_is_sent_back() {
        let fill = filled(&[blank(&["a"]), blank(&["b"])], false);
        assert_eq!(fill.mark("a", None), Err(Unreadable::Blanks { wanted: 2, given: 1 }));
        assert_eq!(fill.mark("a | b | c", None), Err(Unreadable::Blanks { wanted: 2, given: 3 }));
        assert_eq!(fill.mark("a、b", None).unwrap().share, 1.0);
        assert_eq!(fill.mark("a |", None).unwrap().share, 0.5);
    }
}
