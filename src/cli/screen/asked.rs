//! The desk as the full screen sees it: what the rest of the program knows, made ready to be drawn.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::ZonedDateTime;

use crate::cli::begin;
use crate::cli::calc::form;
use crate::cli::config::{self, write};
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::mistakes;
use crate::cli::plot;
use crate::cli::sources;
use crate::cli::standing::Standing;
use crate::cli::{learner, paper};
use crate::course::messages::say;
use crate::course::plots::Plots;
use crate::course::{Bilingual, Course, Id, KindTitle, Lang, Topic, prose};
use crate::learner::plan::Plan;
use crate::learner::{Advice, Misconception, Notebook, Source};
use crate::math::curve::{self, Frame, Row};
use crate::schedule::{day_of, days_between};
use crate::study::{self, Event, Journal, Kept, MarkedItem, Mistakes, Session, Sitting};
use crate::tui::choice::{Choice, CurveOf};
use crate::tui::dates;
use crate::tui::desk::Desk as Asked;
use crate::tui::keys::Keys;
use crate::tui::look::Look;
use crate::tui::theme::{Background, Theme};
use crate::tui::told::{Form, HandedIn, Learnt, Mistake, Origin, Overview, Planned, Setting, Told, Worked};

/// Answers, and items of a course, beyond which the first frame does not wait for what they come to.
const LONG: u64 = 20_000;

/// Columns that the axis of a picture takes.
const AXIS: usize = 12;

impl Asked for Desk {
    fn now(&self) -> ZonedDateTime {
        self.clock.now()
    }

    fn journal(&mut self) -> &mut dyn Journal {
        &mut self.record
    }

    fn titles(&self) -> Vec<(Id, Bilingual)> {
        self.course.titles()
    }

    fn session(&mut self, choice: &Choice, lang: Lang) -> Result<Box<dyn Session>, String> {
        self.globals.lang = lang;
        self.course = self.course.looked_at_again();
        begin::choice(self, choice).map_err(said)
    }

    fn learnt(&self) -> Learnt {
        // Marks beside a link are a help; without them the reader reads on.
        let (scores, due) = (self.record.last_scores(), self.record.due());
        Learnt {
            scores: scores.unwrap_or_default(),
            due: due.unwrap_or_default(),
            today: Some(day_of(&self.clock.now())),
        }
    }

    fn overview(&mut self) -> Overview {
        let today = day_of(&self.clock.now());
        // What is wrong with the record is told by what is asked of it next.
        let answers: u64 = self.record.days().unwrap_or_default().iter().map(|day| day.answers).sum();
        let long = answers > LONG || {
            let items: usize = self.topics().iter().map(|topic| topic.cards.len() + topic.questions.len()).sum();
            items as u64 > LONG
        };
        let exam = self.globals.config.exam;
        Overview {
            course: self.course.syllabus().value.map(|syllabus| syllabus.title).unwrap_or_default(),
            due: (!long).then(|| self.due()),
            days: exam.map(|exam| days_between(today, exam)),
            topics: self.course.titles(),
            long,
        }
    }

    fn due(&mut self) -> usize {
        let today = day_of(&self.clock.now());
        let (due, apart) = (self.record.due().unwrap_or_default(), self.set_apart().unwrap_or_default());
        due.iter().filter(|(id, day)| **day <= today && !apart.contains(*id)).count()
    }

    fn told(&mut self) -> Result<Told, String> {
        let standing = Standing::of(self).map_err(said)?;
        let today = standing.today;
        let config = &self.globals.config;
        let agenda = standing.agenda(config.exam, config.minutes(), config.new_per_day());
        let paper_waits = standing.paper_waits();
        let stats = standing.stats();
        let advice = Advice::of(&stats, &agenda, paper_waits, config.exam, today);
        Ok(Told { today, stats, agenda, advice })
    }

    fn plan(&mut self) -> Result<Option<Planned>, String> {
        let standing = Standing::of(self).map_err(said)?;
        let (today, minutes) = (standing.today, self.globals.config.minutes());
        let exam = self.globals.config.exam.filter(|exam| *exam >= today);
        Ok(exam.map(|exam| Planned {
            today,
            minutes,
            plan: Plan::of(&standing.learner(), today, exam, minutes, standing.spent),
        }))
    }

    fn mistakes(&mut self) -> Result<Vec<Mistake>, String> {
        let topics = self.topics();
        let calculations: HashMap<Id, Bilingual> =
            self.course.calculation_titles().into_iter().map(|kind| (kind.id, kind.title)).collect();
        let place = |entry: &Misconception| match &entry.source {
            Source::Calculation(kind) => calculations.get(&**kind).cloned(),
            Source::Question(id) => {
                let mut questions = topics.iter().flat_map(|topic| &topic.questions);
                questions.find(|question| **question.recorded() == **id).map(|question| question.stem.clone())
            }
        };
        let told = |entry: &Misconception, mistakes: &Mistakes<'_>| Mistake {
            say: Bilingual::of(|lang| mistakes.said(entry, lang)),
            place: place(entry).map_or_else(
                || Bilingual::of(|_| entry.source.id().to_owned()),
                |place| Bilingual::of(|lang| prose(place.get(lang))),
            ),
            practise: match &entry.source {
                Source::Calculation(kind) if mistakes.is_formula(kind, &entry.mistake) => {
                    Choice::Mistakes(Some((kind.clone(), entry.mistake.clone())))
                }
                Source::Calculation(kind) => Choice::Calculation(kind.clone()),
                Source::Question(id) => Choice::Questions(vec![id.clone()]),
            },
            entry: entry.clone(),
        };
        let told = |notebook: &Notebook, mistakes: &Mistakes<'_>| {
            let telling = notebook.entries.iter().filter(|entry| mistakes.is_telling(entry));
            telling.map(|entry| told(entry, mistakes)).collect()
        };
        mistakes::noted(self, told).map_err(said)
    }

    fn marked(&mut self, lang: Lang) -> Result<Vec<MarkedItem>, String> {
        let setting = study::Setting { lang, ..self.setting_as_marked(Some(0)).map_err(said)? };
        Ok(study::marked(&setting.flagged, &self.topics(), &setting))
    }

    fn settings(&self) -> Vec<Setting> {
        let told = |setting: sources::Setting| Setting {
            key: setting.key,
            value: setting.text(),
            origin: match setting.source {
                sources::Source::Flag | sources::Source::Environment => Origin::Elsewhere,
                sources::Source::File => Origin::Chosen,
                sources::Source::Default => Origin::Usual,
            },
        };
        sources::settings(&self.globals, None).into_iter().map(told).collect()
    }

    fn set(&mut self, key: &str, value: Option<&str>) -> Result<(), String> {
        let lang = self.globals.lang;
        let value = match (key, value) {
            ("exam", Some(text)) => {
                let today = day_of(&self.clock.now());
                let day = dates::of_exam(text, today);
                let day = day.map_err(|none| none.sentence(say(lang, "settings.day", &[]), lang))?;
                Some(day.to_string())
            }
            (_, value) => value.map(str::to_owned),
        };
        // What is wrong is said by the word of the screen, not by the key of the file.
        let by_word = |failure: Failure| match failure.sentence().strip_prefix(key) {
            // In Chinese a word stands without a space before the next.
            Some(rest) if lang == Lang::Zh => say(lang, &format!("settings.{key}"), &[]) + rest.trim_start(),
            Some(rest) => say(lang, &format!("settings.{key}"), &[]) + rest,
            None => failure.sentence().to_owned(),
        };
        write::set(config::path(), key, value.as_deref(), lang).map_err(by_word)?;
        self.globals.config = config::load().map_err(|error| error.sentence(lang))?;
        if key == "lang" {
            self.globals.lang = self.globals.config.lang.unwrap_or(lang);
        }
        crate::text::set_ambiguous_wide(self.globals.config.ambiguous_wide);
        self.record.reschedule(&learner::scheduler(&self.globals)).map_err(|why| why.sentence(lang))
    }

    fn look(&self, background: Option<Background>) -> Look {
        // That the keys can be used was seen when the program started.
        super::look(self, background).unwrap_or(Look {
            lang: self.globals.lang,
            theme: Theme::new(self.globals.config.theme, true, false, background),
            ascii: self.globals.config.ascii,
            mouse: true,
            keys: Keys::default(),
        })
    }

    fn can_ask(&self) -> bool {
        super::can_ask()
    }

    fn papers(&mut self) -> Result<Vec<HandedIn>, String> {
        let sittings = self.record.sittings().map_err(|why| why.sentence(self.globals.lang))?;
        let told = |sitting: &Sitting| {
            let date = day_of(sitting.handed_in.as_ref().unwrap_or(&sitting.begun));
            let waits = sitting.handed_in.is_none().then_some(sitting.answers.len());
            let points = (sitting.score() * 100.0).round() / 100.0;
            HandedIn {
                code: sitting.code.clone(),
                date,
                waits,
                points,
                of: Kept::read(sitting).map(|kept| kept.points),
            }
        };
        Ok(sittings.iter().rev().map(told).collect())
    }

    fn report(&mut self, code: &str, lang: Lang) -> Result<(Box<dyn Session>, Vec<Event>), String> {
        self.globals.lang = lang;
        let exam = paper::handed_in(self, Some(code)).map_err(said)?;
        let told = exam.told();
        Ok((Box::new(exam), told))
    }

    fn calculations(&self) -> Vec<(Id, Bilingual)> {
        self.course.calculation_titles().into_iter().map(|kind| (kind.id, kind.title)).collect()
    }

    fn calculations_by_topic(&self) -> Vec<(Bilingual, Vec<(Id, Bilingual)>)> {
        let mut left = self.course.calculation_titles();
        let topics = self.course.contents().into_iter().map(|topic| (Some(topic.id), topic.title));
        let other = (None, Bilingual::of(|lang| say(lang, "calc.other", &[])));
        let groups = topics.chain([other]).map(|(topic, title)| {
            let is_own = |kind: &KindTitle| topic.as_ref().is_none_or(|topic| kind.topic == *topic);
            let (own, rest) = std::mem::take(&mut left).into_iter().partition(is_own);
            left = rest;
            (title, Vec::into_iter(own).map(|kind| (kind.id, kind.title)).collect::<Vec<_>>())
        });
        groups.filter(|(_, kinds)| !kinds.is_empty()).collect()
    }

    fn form(&self, kind: &str) -> Result<Form, String> {
        form::form(&self.course, kind, self.globals.lang).map_err(said)
    }

    fn worked(&self, kind: &str, texts: &[(String, String)], columns: u16, look: Look) -> Result<Worked, String> {
        form::worked(&self.course, kind, texts, columns.into(), look).map_err(said)
    }

    fn curves(&self) -> Vec<(String, CurveOf)> {
        let of = |plots: &Plots| if plots.calculation.is_some() { CurveOf::Items } else { CurveOf::Function };
        let named = |plots: Plots| {
            let of = of(&plots);
            plots.names.into_iter().map(move |name| (name, of))
        };
        plot::plots(&self.course).into_iter().flat_map(named).collect()
    }

    fn picture(&self, names: &[&str], derivatives: bool, size: (u16, u16), look: Look) -> Result<Vec<Row>, String> {
        let plots = plot::plots(&self.course);
        let names = names.iter().copied();
        let curves = plot::curves(&plots, names, derivatives, &self.course, look.lang).map_err(said)?;
        // Beside the picture stand the numbers of its axis.
        let columns = usize::from(size.0).saturating_sub(AXIS).max(8);
        let letters = !look.theme.has_colours();
        Ok(curve::drawn(&curves, Frame { columns, rows: size.1.into(), ascii: look.ascii, letters }))
    }

    fn behind(&self, item: &str) -> Option<(Arc<Topic>, usize)> {
        study::behind(&self.topics(), item)
    }

    fn course(&self) -> Course {
        self.course.looked_at_again()
    }
}

fn said(failure: Failure) -> String {
    failure.sentence().to_owned()
}
