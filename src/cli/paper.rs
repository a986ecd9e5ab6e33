//! Which paper an exam is: one that waits and is gone on with, or another.

use std::sync::Arc;

use super::begun::{Begun, begun};
use super::desk::Desk;
use super::failure::Failure;
use super::{learner, output};
use crate::course::messages::say;
use crate::course::{Course, Id, Lang, Topic};
use crate::ending;
use crate::store::Record;
use crate::study::{Exam, ExamPlan, PaperCode, PaperEvent, PaperRow, Session, Setting, Sitting, StudyError};

/// What is wanted of an exam.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// Not the paper that waits.
    pub(super) new: bool,
    /// This very paper.
    pub(super) code: Option<PaperCode>,
    /// Of these topics; of all where none is named.
    pub(super) topics: Vec<Id>,
    /// Of so many questions.
    pub(super) questions: Option<usize>,
    /// In so many minutes.
    pub(super) minutes: Option<usize>,
    /// Drawn with this seed.
    pub(super) seed: Option<u64>,
}

impl Wanted {
    /// The code of the paper that it describes, drawn with a seed that nobody chose where none is given.
    fn code(&self, blueprint: &ExamPlan) -> PaperCode {
        if let Some(code) = &self.code {
            return code.clone();
        }
        let mut plan = blueprint.clone().shortened(self.questions.unwrap_or(usize::MAX));
        plan.minutes = self.minutes.unwrap_or(plan.minutes);
        plan.topics.clone_from(&self.topics);
        let short = || learner::random_seed() & u64::from(u32::MAX);
        plan.code(self.seed.unwrap_or_else(short))
    }

    /// Whether it says which paper is meant, and not only what it is to be like.
    const fn is_one(&self) -> bool {
        self.code.is_some() || self.seed.is_some()
    }

    /// Whether a paper is like what is wanted.
    fn fits(&self, code: &PaperCode) -> bool {
        self.questions.is_none_or(|questions| questions == code.questions)
            && self.minutes.is_none_or(|minutes| minutes == code.minutes)
            && (self.topics.is_empty() || self.topics == code.topics)
    }
}

/// The exam that is wanted: a paper that waits is gone on with, unless another one is meant.
pub(super) fn begin(desk: &Desk, wanted: &Wanted) -> Begun {
    let lang = desk.globals.lang;
    let blueprint = blueprint(&desk.course, lang)?;
    let code = wanted.code(&blueprint);
    // One that is named goes by what its code comes to in this course; which other one waits is known without drawing any.
    let named = if wanted.is_one() { Some(drawn(desk, &blueprint, wanted, code.clone())?) } else { None };
    if let Some((sitting, code)) = waiting(desk, wanted, named.as_ref().map(|(code, _)| code.as_str()))? {
        match again(desk, blueprint.clone(), &sitting, &code)? {
            // It is of another course.
            Err(StudyError::Nothing) => {}
            exam => {
                if !wanted.fits(&code) {
                    output::message(&say(lang, "exam.goes-on", &[("code", &sitting.code)]));
                }
                return guarded(desk, sitting.code, exam);
            }
        }
    }
    let (code, exam) = named.map_or_else(|| drawn(desk, &blueprint, wanted, code), Ok)?;
    guarded(desk, code, exam)
}

/// The paper that is drawn with a code, with the code that it goes by: that of the questions there are. Where they are fewer
/// than were asked for, and nobody said how long it is to take, its time is theirs.
fn drawn(
    desk: &Desk,
    blueprint: &ExamPlan,
    wanted: &Wanted,
    mut code: PaperCode,
) -> Result<(String, Result<Exam, StudyError>), Failure> {
    let topics = topics(&desk.course, &code);
    let draw = |code: &PaperCode| -> Result<_, Failure> {
        Ok(blueprint.clone().of_code(code).exam(&topics, setting(desk, code)?))
    };
    let mut exam = draw(&code)?;
    let questions = exam
        .as_ref()
        .ok()
        .and_then(|exam| exam.cover(&desk.clock.now()))
        .map_or(code.questions, |cover| cover.questions());
    if questions < code.questions && wanted.code.is_none() && wanted.minutes.is_none() {
        code.minutes = blueprint.clone().shortened(questions).minutes;
        exam = draw(&code)?;
    }
    let goes_by = exam.as_ref().ok().and_then(Session::paper).map_or_else(|| code.to_string(), str::to_owned);
    Ok((goes_by, exam))
}

/// The last paper that was handed in, or the one with this code, as it was marked.
pub(super) fn handed_in(desk: &Desk, wanted: Option<&str>) -> Result<Exam, Failure> {
    let lang = desk.globals.lang;
    let sittings = desk.record.sittings().map_err(|why| desk.failed(&why))?;
    let mut newest_first = sittings.into_iter().rev();
    let is_meant = |sitting: &Sitting| match wanted {
        Some(code) => sitting.code == code,
        None => sitting.handed_in.is_some(),
    };
    let failed = |key: &str, given: &str| Failure::Failed(say(lang, key, &[("code", &given)]));
    let sitting = newest_first.find(is_meant);
    let sitting = sitting.ok_or_else(|| match wanted {
        Some(code) => failed("exam.no-paper", code),
        None => failed("exam.no-papers", ""),
    })?;
    if sitting.handed_in.is_none() {
        return Err(failed("exam.not-handed-in", &sitting.code));
    }
    let code: PaperCode = sitting.code.parse().map_err(|_| failed("exam.no-code", &sitting.code))?;
    let exam = again(desk, blueprint(&desk.course, lang)?, &sitting, &code)?;
    exam.map_err(|why| Failure::Failed(why.sentence(lang)))
}

/// What the course's blueprint wants of a paper.
pub(super) fn blueprint(course: &Course, lang: Lang) -> Result<ExamPlan, Failure> {
    let plan = course.syllabus().value.as_ref().and_then(ExamPlan::new);
    plan.ok_or_else(|| Failure::Failed(say(lang, "exam.no-blueprint", &[])))
}

/// The paper that waits and is meant, with its code.
fn waiting(desk: &Desk, wanted: &Wanted, named: Option<&str>) -> Result<Option<(Sitting, PaperCode)>, Failure> {
    if wanted.new {
        return Ok(None);
    }
    let failed = |why| desk.failed(&why);
    let sitting = if let Some(code) = named {
        let sittings = desk.record.sittings().map_err(failed)?;
        let last = sittings.into_iter().rfind(|sitting| sitting.code == code);
        last.filter(|sitting| sitting.handed_in.is_none())
    } else {
        desk.record.unfinished().map_err(failed)?
    };
    Ok(sitting.and_then(|sitting| sitting.code.parse().ok().map(|code| (sitting, code))))
}

fn again(
    desk: &Desk,
    blueprint: ExamPlan,
    sitting: &Sitting,
    code: &PaperCode,
) -> Result<Result<Exam, StudyError>, Failure> {
    let topics = topics(&desk.course, code);
    Ok(blueprint.of_code(code).again(&topics, sitting, setting(desk, code)?))
}

fn setting(desk: &Desk, code: &PaperCode) -> Result<Setting, Failure> {
    desk.setting(Some(code.seed))
}

/// The topics of a paper, in the course's order.
fn topics(course: &Course, code: &PaperCode) -> Vec<Arc<Topic>> {
    course.topics_among(&code.topics)
}

/// An exam whose paper is paused should a signal end the program.
fn guarded(desk: &Desk, code: String, exam: Result<Exam, StudyError>) -> Begun {
    let (folder, scheduler) = (learner::folder(&desk.globals)?, learner::scheduler(&desk.globals));
    let clock = desk.clock.clone();
    ending::at_signal(move || {
        let Ok(mut record) = Record::open(&folder, scheduler) else { return };
        let last = record.sittings().ok().and_then(|all| all.into_iter().rfind(|sitting| sitting.code == code));
        if last.is_some_and(|sitting| sitting.handed_in.is_none() && sitting.running.is_some()) {
            // There is nobody left to tell if it fails: the clock runs on, and the paper is there.
            let _ = record.paper(&PaperRow { at: clock.now(), code, event: PaperEvent::Paused, plan: None });
        }
    });
    begun(exam, desk.globals.lang)
}
