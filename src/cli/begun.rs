//! A session, ready to start.

use super::failure::Failure;
use crate::course::Lang;
use crate::study::{Session, StudyError};

/// A session, or why there is none.
pub(super) type Begun = Result<Box<dyn Session>, Failure>;

/// The same of a session of one kind, told in the learner's language.
pub(super) fn begun<S: Session + 'static>(session: Result<S, StudyError>, lang: Lang) -> Begun {
    match session {
        Ok(session) => Ok(Box::new(session)),
        Err(error) => Err(Failure::Failed(error.sentence(lang))),
    }
}
