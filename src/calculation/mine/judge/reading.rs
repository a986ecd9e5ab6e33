//! Reading a line: what it is about, and its sides.

use super::meant::BETWEEN;
use super::names::{is_a_term, is_name, is_of_each, of_its_own, without_connective, words_before};
use super::side_of::number;
use super::{Judge, Read, Reading, Strange};
use crate::calculation::mine::Mark;
use crate::calculation::mine::line::{Line, outside};
use crate::calculation::mine::side::Side;
use crate::course::messages::say;
use crate::course::{Bilingual, formula_error};
use crate::math::{MathError, MathErrorKind};

impl Judge<'_> {
    /// Reads a line; a word or a formula that is asked for is judged at once.
    pub(super) fn read(&self, text: &str) -> Result<Reading, Bilingual> {
        let mut line = Line::of(text);
        if line.sides.len() > 1 {
            line.sides = line.sides.iter().map(|side| self.without_comparison(side)).collect();
        }
        // A step's bare name repeats what is asked.
        let is_asked = |side: &String| self.called(side).is_some_and(|at| self.targets[at[0]].step.is_some());
        if line.is_open || matches!(line.sides.as_slice(), [only] if is_asked(only)) {
            return Err(Bilingual::of(|lang| say(lang, "mine.nothing", &[])));
        }
        if let Some(first) = line.sides.first_mut() {
            *first = without_connective(first).to_owned();
        }
        self.lead_off(&mut line);
        let mut sides: &[String] = &line.sides;
        let mut name = line.words.as_ref().and_then(|words| Some((words.clone(), self.called(words)?)));
        let mut strange = None;
        if let [first, rest @ ..] = sides
            && !rest.is_empty()
        {
            let places = self.called(first).or_else(|| self.power(first)).or_else(|| self.of_argument(first));
            if let Some(places) = places {
                (name, sides) = (Some((first.clone(), places)), rest);
            } else if is_name(first) && (self.is_own(first) || self.side(first, None).is_err()) {
                (strange, sides) = (Some(first.clone()), rest);
            }
        }
        if name.is_none() && strange.is_none() {
            let before = || sides.first().filter(|_| sides.len() == 1).and_then(|only| words_before(only));
            strange = line.words.clone().or_else(before).filter(|words| !of_its_own(words).is_empty());
        }
        if let (Some((_, places)), Some(said)) = (&name, sides.last())
            && let Some(judged) = places.iter().find_map(|at| self.word(*at, said).or_else(|| self.formula(*at, sides)))
        {
            return Ok(judged);
        }
        // A formula in the words of none of the steps, where it is the one that is asked for.
        let shown = |at: &usize| self.targets[*at].shown;
        let formulas = || (0..self.targets.len()).filter(shown).find_map(|at| self.formula(at, sides));
        if let Some(judged) = strange.as_ref().and_then(|_| formulas())
            && matches!(judged, Reading::Judged { mark: Mark::Right, .. })
        {
            return Ok(judged);
        }
        let scalar = name
            .as_ref()
            .is_some_and(|(_, places)| places.iter().all(|at| self.targets[*at].value.as_scalar().is_some()));
        let own = name.as_ref().map(|(_, places)| places.as_slice());
        let read = sides.iter().map(|side| match side {
            side if scalar => number(side).map_or_else(|| self.side(side, own), Ok),
            side => self.side(side, own),
        });
        let read: Vec<Result<Side, MathError>> = read.collect();
        let several = |(side, read): (&String, &Result<_, _>)| read.is_err() && !outside(side, &BETWEEN).is_empty();
        let are_several = sides.iter().zip(&read).any(several);
        let sides = self.readable(read, own, are_several)?;
        let mut sides = self.as_products(sides, own);
        name = name.filter(|(_, places)| !self.is_another(places, &sides));
        let own = name.as_ref().map(|(_, places)| places.as_slice());
        self.take_norms(&mut sides, own);
        let strange = strange.filter(|_| name.is_none()).map(|name| {
            let of_each = is_of_each(&name);
            // A word is no letter that somebody chose.
            let is_term = is_a_term(&name) || of_each;
            Strange { likely: self.likely(&name), entry: self.entry_named(&name), is_term, of_each, name }
        });
        let is_number = sides.last().is_some_and(|side| side.value.as_scalar().is_some());
        let name = name.map(|(written, places)| (self.set(&written, &places), places));
        let name = name.map(|(written, places)| {
            let of_number = self.of_number(&places).filter(|_| is_number);
            (written, of_number.unwrap_or(places))
        });
        Ok(Reading::Sides(Read { name, sides, strange }))
    }

    /// The sides that can be read. What stands in letters before a value, `p − y` in `dz = p − y = −0.8`, is passed over
    /// where it cannot be: under a name of the calculation, or where the value fits; not where it is of another equation.
    fn readable(
        &self,
        read: Vec<Result<Side, MathError>>,
        own: Option<&[usize]>,
        are_several: bool,
    ) -> Result<Vec<Side>, Bilingual> {
        let first_error = read.iter().find_map(|side| side.as_ref().err()).map(why);
        let last = read.last().and_then(|side| side.as_ref().ok()).cloned();
        let sides: Vec<Side> = read.into_iter().filter_map(Result::ok).collect();
        let Some(error) = first_error else { return Ok(sides) };
        let told = |last: &Side| own.is_some() || self.fitting(last, |at| self.targets[at].shown).is_some();
        if last.is_some_and(|last| !are_several && told(&last)) { Ok(sides) } else { Err(error) }
    }
}

/// Why a line cannot be read.
fn why(error: &MathError) -> Bilingual {
    match &error.kind {
        MathErrorKind::UnknownName { name, .. } => Bilingual::of(|lang| say(lang, "mine.unknown", &[("name", name)])),
        kind => {
            let what = formula_error::sentences(kind);
            Bilingual::of(|lang| say(lang, "answer.formula", &[("what", &what.get(lang))]))
        }
    }
}
