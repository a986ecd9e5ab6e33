//! What a single question must be, whatever the rest of the course: checked as it is read, at its place.

use toml::Spanned;

use super::read::Fields;
use super::topic::{Body, Item, Question};
use crate::text::fold;

/// Reports what is wrong with a question's body.
pub(super) fn body(fields: &Fields<'_, '_>, question: &Question) {
    let reader = fields.reader();
    if reader.is_trusting() {
        return;
    }
    let place = |key: &'static str| fields.get(key).map_or(fields.span(), Spanned::span);
    match &question.body {
        Body::Single { options, .. } | Body::Multiple { options, .. } => {
            let right = options.iter().filter(|o| o.right).count();
            let single = matches!(question.body, Body::Single { .. });
            if right == 0 || (single && right != 1) {
                let expected = if single { "1" } else { "≥ 1" };
                let args = [("count", right.to_string()), ("expected", expected.to_owned())];
                reader.problem("E014", place("options"), &args);
            }
            for (at, option) in options.iter().enumerate() {
                let same = |a: &str, b: &str| fold(a) == fold(b);
                let twin =
                    |o: &super::topic::Choice| same(&o.text.zh, &option.text.zh) || same(&o.text.en, &option.text.en);
                if options[..at].iter().any(twin) {
                    reader.problem("E025", place("options"), &[("given", option.text.zh.clone())]);
                }
            }
        }
        Body::Fill { blanks, .. } => {
            for stem in [&question.stem.zh, &question.stem.en] {
                let marks = stem.matches("____").count();
                if marks != blanks.len() || blanks.is_empty() {
                    let args = [("stem", marks.to_string()), ("blanks", blanks.len().to_string())];
                    reader.problem("E015", place("stem"), &args);
                }
            }
            for blank in blanks {
                let both = blank.reject.iter().find(|r| blank.accept.iter().any(|a| fold(a) == fold(r)));
                if let Some(given) = both {
                    reader.problem("E016", place("blanks"), &[("given", given.clone())]);
                }
            }
        }
        Body::Matching { pairs, extra } => {
            let right: Vec<_> = pairs.iter().map(|(_, right)| right).chain(extra).collect();
            let twin = right.iter().enumerate().find(|(at, text)| {
                right[..*at].iter().any(|other| fold(&other.zh) == fold(&text.zh) || fold(&other.en) == fold(&text.en))
            });
            if let Some((_, text)) = twin {
                reader.problem("E017", place("pairs"), &[("given", text.zh.clone())]);
            }
        }
        Body::Ordering { items } => {
            if !acyclic(items) {
                reader.problem("E018", place("items"), &[]);
            }
        }
        Body::KeyPoints { asked, points } => {
            if *asked == 0 || *asked > points.len() {
                let args = [("asked", asked.to_string()), ("points", points.len().to_string())];
                reader.problem("E019", place("asked"), &args);
            }
        }
        Body::TrueFalse { .. } | Body::Computed(_) | Body::ComputedSingle(_) => {}
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
