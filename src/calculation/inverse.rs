//! Inverse questions: the student chooses values so that the answers come out as wanted. Any choice that fits is right.

use super::answer::{Unreadable, assignments, count, form};
use super::derive::otherwise::{Answers, Otherwise};
use super::derive::{Detail, derive};
use super::exercise::{Arises, Ask, Exercise, Grade, Slip, Verdict};
use super::given::{self, Given};
use super::same::Reply;
use super::sentence::sentences_by_key as sentences;
use super::slips::{named, settled};
use crate::course::messages::say;
use crate::course::spec::Spec;
use crate::course::typed::written;
use crate::course::{Bilingual, Lang};
use crate::math::Value;
use crate::math::render::{Target, prose};

/// Grades a choice of values by what comes of them.
pub(super) fn grade(spec: &Spec, exercise: &Exercise, line: &str) -> Result<Grade, Unreadable> {
    let given = chosen(spec, exercise, line)?;
    let verdict = judge(spec, exercise, &given);
    let score = f64::from(u8::from(verdict.credited()));
    Ok(Grade { verdicts: vec![verdict], score, read_as: None, replies: Vec::new() })
}

/// The exercise's values with the student's in place of its own.
fn chosen(spec: &Spec, exercise: &Exercise, line: &str) -> Result<Given, Unreadable> {
    let known = |key: &str| exercise.ask.iter().position(|ask| ask.is_called(key));
    let pieces = assignments(line.trim(), &|key| known(key).is_some());
    let named = pieces.iter().any(|(key, _)| key.is_some());
    let pieces: Vec<(Option<String>, String)> = if named {
        pieces
    } else if exercise.ask.len() == 1 {
        vec![(None, line.trim().to_owned())]
    } else {
        line.split([',', '，', ';', '；']).map(|part| (None, part.trim().to_owned())).collect()
    };
    if pieces.iter().all(|(_, text)| text.is_empty()) {
        return Err(Unreadable::Empty);
    }
    if pieces.len() != exercise.ask.len() {
        return Err(count(exercise));
    }
    let mut given = exercise.given.clone();
    let mut met = vec![false; exercise.ask.len()];
    for (place, (key, text)) in pieces.iter().enumerate() {
        let at = match key {
            Some(key) => known(key).ok_or_else(|| Unreadable::Key { key: key.clone(), form: form(exercise) })?,
            None if named => return Err(count(exercise)),
            None => place,
        };
        let flag = &*exercise.ask[at].key;
        let param = spec.param(flag).ok_or(Unreadable::Empty)?;
        let value =
            given::one(param, text).map_err(|error| Unreadable::Value { what: sentences(spec, &error) }.of(flag))?;
        given.insert(flag.to_owned(), value);
        met[at] = true;
    }
    if met.contains(&false) { Err(count(exercise)) } else { Ok(given) }
}

/// Whether the values come to what is wanted: as they are, under another convention, or only by a mistake.
fn judge(spec: &Spec, exercise: &Exercise, given: &Given) -> Verdict {
    let answers = match derive(spec, given, Detail::Answers) {
        Ok(derivation) => derivation.answers,
        Err(error) => return Verdict::Unmet { say: sentences(spec, &error) },
    };
    // What comes of a choice was rounded by nobody.
    let meets = |got: &Value, goal: &Ask| Reply::new(got.clone(), true).is(&goal.value, goal.digits);
    let fits = |answers: &Answers| {
        exercise.goal.iter().all(|goal| answers.get(&*goal.key).is_some_and(|got| meets(got, goal)))
    };
    if fits(&answers) {
        return Verdict::Right;
    }
    let otherwise = Otherwise::of(spec, given, &exercise.keys());
    let conventions = otherwise.conventions.iter().filter(|(_, answers)| fits(answers)).map(|(c, _)| &**c);
    if let Some(convention) = conventions.clone().find(|convention| exercise.open.contains(&convention.id)) {
        return Verdict::Convention { say: convention.say.clone() };
    }
    let slips = named(&otherwise, fits)
        .into_iter()
        .map(|made| Slip::of(made, Arises::default()))
        .chain(conventions.map(settled))
        .collect();
    if let Some(verdict) = Verdict::of_slips(slips) {
        return verdict;
    }
    let missed = exercise.goal.iter().find_map(|goal| {
        let got = answers.get(&*goal.key)?;
        (!meets(got, goal)).then_some((goal, got))
    });
    let Some((goal, got)) = missed else { return Verdict::Missing };
    let (got, wanted) = (written(got, goal.digits), written(&goal.value, goal.digits));
    let told = |lang: Lang| {
        let what = prose(goal.title.get(lang), Target::Line);
        say(lang, "calc.comes-to", &[("what", &what), ("got", &got), ("wanted", &wanted)])
    };
    Verdict::Unmet { say: Bilingual { zh: told(Lang::Zh), en: told(Lang::En) } }
}

#[cfg(test)]
mod tests {
    use super::super::{Exercise, Verdict, Wanted, Workings, draw, hints};
    use crate::calculation::answer::Unreadable;
    use crate::course::Course;
    use crate::course::spec::Spec;

    /// 227 becomes 55 with a kernel of 11 at stride 4: the first layer of AlexNet.
    fn alexnet() -> (Spec, Exercise) {
        let spec = Course::open(None).unwrap().calculation("conv").value.unwrap();
        let texts = [("n", "227"), ("f", "11"), ("p", "0"), ("s", "4")].map(|(k, v)| (k.to_owned(), v.to_owned()));
        let given = super::given::read(&spec, &texts, &|path| Err(path.to_owned()), 0).unwrap();
        let choose = ["f", "p", "s"].map(String::from);
        let wanted = Wanted { keys: &["out_h".to_owned()], choose: &choose, ..Wanted::default() };
        let exercise = draw::posed(&spec, &given, wanted, false).unwrap();
        (spec, exercise)
    }

    #[test]
    fn any_choice_that_fits_is_right() {
        let (spec, exercise) = alexnet();
        for line in [
            "f=11; p=0; s=4",
            "ｆ＝１１；p：0，S=4",
            "11,0,4",
            "F=7, P=0, S=4",
            "s=1;f=173;p=0",
            "f=11¹; p=0; s=2²",
            "ｆ＝11；p=0；s＝２²",
        ] {
            let verdicts = Workings::of(&spec, &exercise).grade(line).map(|grade| grade.verdicts);
            let right = verdicts == Ok(vec![Verdict::Right]);
            assert_eq!(right, line != "F=7, P=0, S=4", "{line}: {verdicts:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let (spec, exercise) = alexnet();
        let verdict = |line: &str| Workings::of(&spec, &exercise).grade(line).unwrap().verdicts.remove(0);
        // With the padding counted once 227 + 6 − 17 = 216 = 54·4 comes to 55.
        assert!(matches!(verdict("17,6,4"), Verdict::Mistake { id, .. } if &*id == "padding-once"));
        assert!(
            matches!(verdict("3,1,1"), Verdict::Unmet { say } if say.en == "with these values Output side is 227, not 55")
        );
        assert!(matches!(verdict("300,0,1"), Verdict::Unmet { say } if say.en.contains("kernel")));
    }

    #[test]
    fn what_cannot_be_read_is_sent_back() {
        let (spec, exercise) = alexnet();
        let unreadable = |line: &str| Workings::of(&spec, &exercise).grade(line).unwrap_err();
        assert_eq!(unreadable("  "), Unreadable::Empty);
        assert!(matches!(unreadable("11,4"), Unreadable::Count { wanted: 3, .. }));
        assert!(matches!(unreadable("f=1; f=2; s=3"), Unreadable::Count { .. }));
        assert!(matches!(unreadable("f=1; q=2; s=3"), Unreadable::Key { .. }));
        assert!(unreadable("f=0; p=0; s=1").key() == Some("f"));
    }

    #[test]
    fn hints_do_not_give_the_choice_away_before_the_last() {
        let (spec, exercise) = alexnet();
        let texts: Vec<String> = Workings::of(&spec, &exercise).hints().into_iter().map(|hint| hint.text.en).collect();
        assert_eq!(texts[2], "⌊(227 + 2P − F)/S⌋ + 1 = 55");
        assert!(texts[3].starts_with("f=11; p=0; s=4"), "{}", texts[3]);
        assert_eq!(hints::answer(&exercise), "f=11; p=0; s=4");
        assert!(exercise.stem.en.contains("N₀ = 227") && !exercise.stem.en.contains("11"), "{}", exercise.stem.en);
    }
}
