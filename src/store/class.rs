//! The segments of many records, read one record after the other: what a whole class answered.
//!
//! Nothing is kept of a record once it is read, and of one that is being read no more than its last day and the papers
//! that it has not handed in: an answer is taken back on the day on which it was given, and counts with its paper.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use jiff::civil::Date;

use super::error::StoreError;
use super::history::Past;
use super::log::{Answer, Entry, PaperEvent};
use super::sync::{NotRead, Segment, Unread};
use crate::schedule::{day_of, read_time};

/// What is heard of a class.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// An answer that counts, of the record that is being read.
    Answer(Past),
    /// All of a record is read: the name under which it wrote.
    Record(String),
}

/// Reads the segments in these folders, record by record, each in the order of its log, and calls `hear`; what stands in
/// several folders is read once. A record whose segments the system does not let be read is none. Gives the segments that were not read.
pub fn each_record(
    folders: &[PathBuf],
    hear: &mut dyn FnMut(Heard) -> Result<(), StoreError>,
) -> Result<NotRead, StoreError> {
    let mut records: BTreeMap<String, Vec<Segment>> = BTreeMap::new();
    for folder in folders {
        for (record, segments) in Segment::in_folder(folder)? {
            records.entry(record).or_default().extend(segments);
        }
    }
    let mut not_read = NotRead::default();
    for (record, mut segments) in records {
        segments.sort_by_key(|segment| (segment.first, segment.last));
        let (mut reading, mut is_there) = (Reading::default(), false);
        for segment in &segments {
            let mut heard = Ok(());
            let read = segment.each(&mut |entry| {
                if heard.is_ok() {
                    heard = reading.take(entry, hear);
                }
            });
            heard?;
            is_there |= !matches!(read, Err(Unread::Io(_)));
            if let Err(why) = read {
                not_read.note(&segment.path, &why);
            }
        }
        reading.end(hear)?;
        if is_there {
            hear(Heard::Record(record))?;
        }
    }
    Ok(not_read)
}

/// A record that is being read.
#[derive(Debug, Default)]
struct Reading {
    /// The last row.
    last: u64,
    day: Option<Date>,
    /// The answers of that day, by their places: they may be taken back.
    today: BTreeMap<u64, Answer>,
    /// Those on papers that were not handed in yet.
    papers: HashMap<String, BTreeMap<u64, Answer>>,
}

impl Reading {
    fn take(&mut self, entry: Entry, hear: &mut dyn FnMut(Heard) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let Some((seq, at)) = entry.place().filter(|(seq, _)| *seq > self.last) else { return Ok(()) };
        self.last = seq;
        let day = read_time(at).map(|at| day_of(&at));
        if self.day != day {
            self.end(hear)?;
            self.day = day;
        }
        match entry {
            Entry::Answer(answer) => {
                let list = match &answer.paper {
                    Some(paper) => self.papers.entry(paper.clone()).or_default(),
                    None => &mut self.today,
                };
                list.insert(seq, answer);
            }
            // What takes back a row of another record is not looked for.
            Entry::Undo { undoes, from: None, .. } => {
                self.today.remove(&undoes);
                for answers in self.papers.values_mut() {
                    answers.remove(&undoes);
                }
            }
            Entry::Paper { code, event: PaperEvent::HandedIn, .. } => {
                self.today.extend(self.papers.remove(&code).unwrap_or_default());
            }
            _ => {}
        }
        Ok(())
    }

    /// Tells the answers that nothing can take back any more.
    fn end(&mut self, hear: &mut dyn FnMut(Heard) -> Result<(), StoreError>) -> Result<(), StoreError> {
        std::mem::take(&mut self.today)
            .into_values()
            .filter_map(Past::of)
            .try_for_each(|past| hear(Heard::Answer(past)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{answer, at, record};
    use crate::store::{Answered, PaperRow};

    /// An answer, on a paper or on none.
    fn answered(id: &str, hours: i64, paper: Option<&str>) -> Answered {
        Answered { at: at(hours), paper: paper.map(str::to_owned), ..answer(id, 1.0) }
    }

    /// The answers of each record in these folders, and how many segments wait.
    fn heard(folders: &[PathBuf]) -> (Vec<Vec<String>>, usize) {
        let (mut records, mut answers) = (Vec::new(), Vec::new());
        let not_read = each_record(folders, &mut |heard| {
            match heard {
                Heard::Answer(past) => answers.push(past.id),
                Heard::Record(_) => records.push(std::mem::take(&mut answers)),
            }
            Ok(())
        });
        records.sort();
        (records, not_read.unwrap().count())
    }

    #[test]
    fn every_record_is_heard_once_in_whichever_folders_it_lies() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut a, mut b) = (record(), record());
        a.answer(&answered("a1", 0, None)).unwrap();
        b.answer(&answered("b1", 0, None)).unwrap();
        a.sync(one.path()).unwrap();
        b.sync(one.path()).unwrap();
        a.answer(&answered("a2", 30, None)).unwrap();
        a.sync(one.path()).unwrap();
        a.sync(two.path()).unwrap();
        let folders = [one.path().to_owned(), two.path().to_owned()];
        assert_eq!(heard(&folders), (vec![vec!["a1".to_owned(), "a2".to_owned()], vec!["b1".to_owned()]], 0));
    }

    #[test]
    fn what_is_taken_back_or_on_a_paper_that_was_not_handed_in_is_not_heard() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = record();
        for (code, event) in [("p", PaperEvent::Begun), ("q", PaperEvent::Begun)] {
            record.paper(&PaperRow { at: at(0), code: code.to_owned(), event, plan: None }).unwrap();
        }
        for (id, paper) in [("gone", None), ("kept", None), ("on p", Some("p")), ("on q", Some("q"))] {
            record.answer(&answered(id, 0, paper)).unwrap();
        }
        record.undo(3, &at(1)).unwrap();
        record.sync(folder.path()).unwrap();
        let row = PaperRow { at: at(50), code: "p".to_owned(), event: PaperEvent::HandedIn, plan: None };
        record.paper(&row).unwrap();
        record.sync(folder.path()).unwrap();
        assert_eq!(heard(&[folder.path().to_owned()]), (vec![vec!["kept".to_owned(), "on p".to_owned()]], 0));
    }

    #[test]
    fn a_segment_that_is_cut_off_waits() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = record();
        record.answer(&answered("a1", 0, None)).unwrap();
        record.sync(folder.path()).unwrap();
        let segment = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
        let text = std::fs::read(&segment).unwrap();
        std::fs::write(&segment, &text[..text.len() - 9]).unwrap();
        assert_eq!(heard(&[folder.path().to_owned()]), (vec![vec![]], 1));
    }
}
