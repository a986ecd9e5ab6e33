use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::course::format::{Loaded, Reader};
use crate::course::haystack::{Query, Sought};
use crate::course::items::Again;
use crate::course::library::Course;
use crate::course::library::shelf::Shelf;
use crate::course::topic::Topic;

const TOPIC: &str = "id = 't'\nsection = 1\ntitle = { zh = '题', en = 'a topic' }\n
[[statements]]\nid = 't.s'\nzh = '甲'\nen = 'plum'\n
[[cards]]\nid = 't.c1'\nkind = 'cloze'\ntests = ['t.s']\ntext = { zh = '{{甲}}乙{{丙}}', en = '{{a}} b {{c}}' }\n
[[questions]]\nid = 't.q1'\nkind = 'true-false'\ntests = ['t.s']\nanswer = true
stem = { zh = '甲', en = 'plum' }\nwhy = { zh = '乙', en = 'two' }\n";

/// A course of its own with these files, and a folder for images.
fn course(files: &[(&str, &str)]) -> (TempDir, TempDir) {
    let (course, images) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(course.path().join("course.toml"), "id = 'own'\ntitle = { zh = '课', en = 'A course' }\n").unwrap();
    for (path, text) in files {
        let path = course.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    (course, images)
}

/// The course as a run of the program has it.
fn at_hand(folder: &Path, images: &Path) -> Course {
    Course::open(Some(folder)).unwrap().trusting_the_bundle().at_hand(images)
}

/// All that stands in its topics.
fn said(course: &Course) -> String {
    format!("{:?}", course.topics())
}

fn image(folder: &Path, images: &Path) -> PathBuf {
    place(images, Some(&fs::canonicalize(folder).unwrap()))
}

/// Whether the course is the same with its image as it is parsed, and the image then holds it all.
fn assert_alike(folder: &Path, images: &Path) {
    let parsed = said(&Course::open(Some(folder)).unwrap());
    assert_eq!(said(&at_hand(folder, images)), parsed);
    assert_eq!(said(&at_hand(folder, images)), parsed);
}

#[test]
fn what_is_compiled_is_read_back_as_it_was() {
    let images = tempfile::tempdir().unwrap();
    let path = images.path().join("all.image");
    let bundled = Course::open(None).unwrap();
    let none = Image::default();
    let mut draft = Draft::over(&none);
    let files = bundled.files_in("topics");
    for file in &files {
        let parsed = bundled.topic_file(file).value.unwrap();
        draft.add(Key::topic(&bundled.file(file).unwrap()), topic(&parsed).unwrap());
    }
    draft.put(&path);
    let image = Image::open(&path);
    for file in &files {
        let (parsed, text) = (bundled.topic_file(file).value.unwrap(), bundled.file(file).unwrap());
        let read = image.topic(Key::topic(&text), || Again::new(|| None)).unwrap();
        let counts = |topic: &Topic| (topic.statements.len(), topic.cards.len(), topic.questions.len());
        assert_eq!(counts(&read), counts(&parsed), "{file}");
        // A search of a topic that was compiled reads none of its statements.
        for query in
            ["梯度", "td", "the gradient", "rnn lstm", "cnn.", "zzzz", "的 de", ""].map(|words| Query::new(words, &[]))
        {
            assert_eq!(
                read.statements.matching(&query, Sought::Anywhere),
                parsed.statements.matching(&query, Sought::Anywhere),
                "{file} {query:?}"
            );
        }
        // A question compares by its hash: what it says is seen in full.
        assert_eq!(format!("{read:?}"), format!("{parsed:?}"), "{file}");
        assert!(read.cards.names().eq(parsed.cards.names()) && read.questions.names().eq(parsed.questions.names()));
    }
}

#[test]
fn a_compiled_calculation_is_read_back_as_it_was() {
    let images = tempfile::tempdir().unwrap();
    let (parsed, bundled) = (Course::open(None).unwrap(), Course::open(None).unwrap().compiling(images.path()));
    for id in parsed.calculation_ids() {
        let spec = parsed.calculation(&id).value.unwrap();
        assert_eq!(bundled.calculation(&id).value.as_ref(), Some(&spec), "{id}");
        let image = Image::open(&place_of(&id, images.path(), None));
        let text = bundled.file(&format!("calculations/{id}.toml")).unwrap();
        assert_eq!(image.calculation(Key::calculation(&text)).as_ref(), Some(&spec), "{id}");
        assert_eq!(bundled.calculation(&id).value, Some(spec), "{id}");
    }
}

#[test]
fn a_calculation_that_was_edited_or_whose_image_is_odd_is_read_again() {
    let conv = crate::course::bundle::file("calculations/conv.toml").unwrap();
    let (folder, images) = course(&[("calculations/conv.toml", conv)]);
    let read = || {
        let course = Course::open(Some(folder.path())).unwrap().compiling(images.path());
        course.calculation("conv")
    };
    let title = |loaded: Loaded<Spec>| loaded.value.map(|spec| spec.title.en);
    let before = title(read());
    let image = place_of("conv", images.path(), Some(&fs::canonicalize(folder.path()).unwrap()));
    assert!(image.exists());
    let mut bytes = fs::read(&image).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&image, bytes).unwrap();
    assert_eq!(title(read()), before);
    let line = conv.lines().find(|line| line.starts_with("title.en")).unwrap();
    fs::write(folder.path().join("calculations/conv.toml"), conv.replace(line, "title.en = 'Edited'")).unwrap();
    assert_eq!(title(read()).as_deref(), Some("Edited"));
    // What is wrong is told each time.
    fs::write(folder.path().join("calculations/conv.toml"), conv.replace("let ", "lett ")).unwrap();
    assert!(!read().problems.is_empty() && !read().problems.is_empty());
}

#[test]
fn a_calculation_is_read_again_where_what_it_takes_from_was_edited() {
    let like = |key: &str| format!("format = 1\n{key} = 'fgsm'\nid = 'own'\n");
    let fgsm = crate::course::bundle::file("calculations/fgsm.toml").unwrap();
    let title = fgsm.lines().find(|line| line.starts_with("title.en")).unwrap();
    // A key may stand in quotation marks, and anywhere in its line.
    for key in ["like", "\"like\"", "  like", "'like'"] {
        let (folder, images) = course(&[("calculations/own.toml", &like(key)), ("calculations/fgsm.toml", fgsm)]);
        let read = || {
            let course = Course::open(Some(folder.path())).unwrap().compiling(images.path());
            course.calculation("own").value.map(|spec| spec.title.en)
        };
        let before = read();
        assert!(before.is_some() && before == read(), "{key}");
        let edited = fgsm.replace(title, "title.en = 'Edited'");
        fs::write(folder.path().join("calculations/fgsm.toml"), edited).unwrap();
        assert_eq!(read().as_deref(), Some("Edited"), "{key}");
        // Then the bundled one stands for it.
        fs::remove_file(folder.path().join("calculations/fgsm.toml")).unwrap();
        assert_eq!(read(), before, "{key}");
    }
}

#[test]
fn an_overlay_lies_over_the_bundled_topics_with_an_image_as_without() {
    let (folder, images) = course(&[("topics/21-more.toml", &TOPIC.replace("id = 't'", "id = 'cnn'"))]);
    fs::remove_file(folder.path().join("course.toml")).unwrap();
    assert_alike(folder.path(), images.path());
    let cnn = at_hand(folder.path(), images.path()).topic("cnn").unwrap();
    assert!(cnn.cards.find("t.c1").is_some() && cnn.cards.find("cnn.c1").is_some());
}

#[test]
fn a_topic_of_several_files_is_one_with_an_image_as_without() {
    let head = "format = 1\nid = 't'\nsection = 2\ntitle = { zh = '题', en = 'Topic' }\n";
    let rest = TOPIC.split_once("[[").unwrap().1;
    let untitled = format!("format = 1\nid = 't'\n[[{rest}");
    let (folder, images) = course(&[("topics/t.toml", head), ("topics/t/all.toml", &untitled)]);
    assert_alike(folder.path(), images.path());
    let topic = at_hand(folder.path(), images.path()).topic("t").unwrap();
    assert_eq!((&*topic.title().en, topic.section), ("Topic", 2));
    assert!(topic.cards.find("t.c1").is_some());
    fs::remove_file(folder.path().join("topics/t.toml")).unwrap();
    let course = at_hand(folder.path(), images.path());
    assert!(course.topic("t").is_none());
    let told: Vec<_> = course.own_errors().into_iter().map(|problem| (problem.code, problem.path)).collect();
    assert_eq!(told, [("E004", "topics/t/all.toml".to_owned())]);
}

#[test]
fn what_was_compiled_is_used() {
    let (folder, images) = course(&[("topics/t.toml", TOPIC)]);
    let none = Image::default();
    let mut draft = Draft::over(&none);
    let other = Reader::new("t.toml", &TOPIC.replace("'甲'", "'丁'")).load().value.unwrap();
    draft.add(Key::topic(TOPIC), topic(&other).unwrap());
    draft.put(&image(folder.path(), images.path()));
    assert!(said(&at_hand(folder.path(), images.path())).contains('丁'));
}

#[test]
fn an_edit_of_the_same_size_at_the_same_time_shows() {
    let (folder, images) = course(&[("topics/t.toml", TOPIC)]);
    let path = folder.path().join("topics/t.toml");
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let opened = at_hand(folder.path(), images.path());
    assert_eq!(opened.topics().len(), 1);
    assert!(said(&opened).contains("plum"));
    fs::write(&path, TOPIC.replace("plum", "pear")).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(before).unwrap();
    for course in [at_hand(folder.path(), images.path()), opened.looked_at_again()] {
        let said = said(&course);
        assert!(said.contains("pear") && !said.contains("plum"), "{said}");
    }
    // What is at hand stays as it was looked at.
    assert!(said(&opened).contains("plum"));
    fs::write(&path, TOPIC).unwrap();
    assert_alike(folder.path(), images.path());
}

#[test]
fn files_that_come_and_go_come_and_go() {
    let (folder, images) = course(&[("topics/t.toml", TOPIC)]);
    assert_alike(folder.path(), images.path());
    let second = TOPIC.replace("'t'", "'u'").replace("t.", "u.");
    fs::write(folder.path().join("topics/u.toml"), second).unwrap();
    assert_alike(folder.path(), images.path());
    assert_eq!(at_hand(folder.path(), images.path()).topics().len(), 2);
    fs::rename(folder.path().join("topics/u.toml"), folder.path().join("topics/a.toml")).unwrap();
    assert_alike(folder.path(), images.path());
    fs::remove_file(folder.path().join("topics/t.toml")).unwrap();
    assert_alike(folder.path(), images.path());
    assert_eq!(at_hand(folder.path(), images.path()).topics().len(), 1);
}

#[test]
fn an_image_that_is_odd_is_as_if_there_were_none() {
    let (folder, images) = course(&[("topics/t.toml", TOPIC)]);
    assert_alike(folder.path(), images.path());
    let path = image(folder.path(), images.path());
    let whole = fs::read(&path).unwrap();
    let mut odd: Vec<Vec<u8>> = (0..whole.len()).step_by(7).map(|end| whole[..end].to_vec()).collect();
    odd.extend((0..whole.len()).step_by(5).map(|at| {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        changed
    }));
    odd.push([&whole[..], b"more"].concat());
    odd.push(vec![0; 4096]);
    let parsed = Course::open(Some(folder.path())).unwrap();
    let found = |course: &Course| {
        let find = |query| {
            course.topics().iter().flat_map(|topic| topic.statements.matching(&query, Sought::Anywhere)).count()
        };
        ["plum", "jia", "j"].map(|words| Query::new(words, &[])).map(find)
    };
    for bytes in odd {
        fs::write(&path, &bytes).unwrap();
        let opened = at_hand(folder.path(), images.path());
        assert_eq!(found(&opened), found(&parsed));
        assert_eq!(said(&opened), said(&parsed), "{} bytes", bytes.len());
        // What was noticed before anything was read is mended by this run, what was noticed later by the next.
        assert_eq!(said(&at_hand(folder.path(), images.path())), said(&parsed));
        let kept = Image::open(&path).topic(Key::topic(TOPIC), || Again::new(|| None)).unwrap();
        assert_eq!(format!("{:?}", [kept]), said(&parsed), "it is made anew");
    }
}

#[test]
fn what_is_damaged_and_was_edited_meanwhile_is_not_mixed_up() {
    let (folder, images) = course(&[("topics/t.toml", TOPIC)]);
    assert_alike(folder.path(), images.path());
    let opened = at_hand(folder.path(), images.path());
    assert_eq!(opened.topics().len(), 1);
    let path = image(folder.path(), images.path());
    // In place, as a disk would.
    fs::write(&path, vec![0; fs::read(&path).unwrap().len()]).unwrap();
    fs::write(folder.path().join("topics/t.toml"), TOPIC.replace("plum", "pear")).unwrap();
    assert!(!said(&opened).contains("pear"));
    assert!(said(&at_hand(folder.path(), images.path())).contains("pear"));
}

#[cfg(unix)]
#[test]
fn a_file_that_was_not_written_since_is_not_read_again() {
    let (folder, images) = course(&[("topics/t.toml", TOPIC)]);
    let (file, path) = (folder.path().join("topics/t.toml"), image(folder.path(), images.path()));
    let opened = Course::open(Some(folder.path())).unwrap();
    let later = SystemTime::now() + Duration::from_secs(60);
    let said = |now| format!("{:?}", Shelf::compiled(&opened, &path, now).topics);
    // What the image says of it shows that it is not read.
    let other = TOPIC.replace("'甲'", "'丁'");
    let none = Image::default();
    let mut draft = Draft::over(&none);
    draft.add(Key::topic(&other), topic(&Reader::new("t.toml", &other).load().value.unwrap()).unwrap());
    draft.note("topics/t.toml", opened.seen("topics/t.toml", later).unwrap(), Key::topic(&other));
    draft.put(&path);
    assert!(said(later).contains('丁'));
    // A clock may stand still between two writes: one just now tells nothing.
    assert!(opened.seen("topics/t.toml", SystemTime::now()).is_none() && !said(SystemTime::now()).contains('丁'));
    // An edit of the same size at what is said to be the same time.
    let before = fs::metadata(&file).unwrap().modified().unwrap();
    std::thread::sleep(Duration::from_millis(50));
    fs::write(&file, TOPIC.replace("plum", "pear")).unwrap();
    fs::File::options().write(true).open(&file).unwrap().set_modified(before).unwrap();
    assert!(said(later).contains("pear"));
    // Another file in its place.
    fs::write(folder.path().join("topics/new"), TOPIC.replace("plum", "peas")).unwrap();
    fs::rename(folder.path().join("topics/new"), &file).unwrap();
    assert!(said(later).contains("peas"));
    // Once nothing is written the image says so, and is then left alone.
    let made = fs::metadata(&path).unwrap().modified().unwrap();
    assert!(Image::open(&path).known("topics/t.toml", opened.seen("topics/t.toml", later).unwrap()).is_some());
    assert!(said(later).contains("peas"));
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), made);
}

#[test]
fn the_image_of_another_build_is_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("an.image");
    let is_read = |build: String| {
        let rest = postcard::to_stdvec(&Contents { build: &build, ..Contents::default() }).unwrap();
        let (sum, length) = (xxh3_64(&rest).to_le_bytes(), (rest.len() as u64).to_le_bytes());
        fs::write(&path, [&MAGIC[..], &sum, &length, &rest].concat()).unwrap();
        Image::read(&path).is_some()
    };
    assert!(is_read(build().unwrap()));
    assert!(!is_read(build().unwrap() + "1"));
}

#[test]
fn where_an_image_cannot_be_kept_the_course_is_there_all_the_same() {
    let (folder, images) = course(&[("topics/t.toml", TOPIC)]);
    let file = images.path().join("a-file");
    fs::write(&file, "").unwrap();
    assert_alike(folder.path(), &file.join("images"));
    // A folder stands where the image would.
    fs::create_dir(image(folder.path(), images.path())).unwrap();
    assert_alike(folder.path(), images.path());
}

#[test]
fn errors_are_told_each_time_and_nothing_with_an_error_is_kept() {
    let broken = TOPIC.replace("kind = 'cloze'", "kind = 'clozed'");
    let (folder, images) = course(&[("topics/t.toml", &broken), ("calculations/c.toml", "id = 3\n")]);
    let parsed = Course::open(Some(folder.path())).unwrap().own_errors();
    assert_eq!(parsed.len(), 2);
    for _ in 0..3 {
        let errors = at_hand(folder.path(), images.path()).own_errors();
        assert_eq!(format!("{errors:?}"), format!("{parsed:?}"));
        assert_alike(folder.path(), images.path());
    }
    fs::write(folder.path().join("topics/t.toml"), TOPIC).unwrap();
    assert_eq!(at_hand(folder.path(), images.path()).own_errors().len(), 1);
}

#[test]
fn the_images_of_courses_that_are_long_gone_go() {
    let images = tempfile::tempdir().unwrap();
    for _ in 0..KEPT + 3 {
        let (folder, _) = course(&[("topics/t.toml", TOPIC)]);
        assert_eq!(at_hand(folder.path(), images.path()).topics().len(), 1);
    }
    assert_eq!(fs::read_dir(images.path()).unwrap().count(), KEPT);
}

#[test]
fn the_bundled_course_has_an_image_once_it_is_read_as_a_whole() {
    let images = tempfile::tempdir().unwrap();
    let course = || Course::open(None).unwrap().trusting_the_bundle().at_hand(images.path());
    assert!(course().topic("cnn").is_some() && !course().contents().is_empty());
    assert_eq!(fs::read_dir(images.path()).unwrap().count(), 0, "nobody asked for all of it");
    let parsed = said(&Course::open(None).unwrap());
    assert_eq!(said(&course()), parsed);
    assert!(place(images.path(), None).exists());
    assert_eq!(said(&course()), parsed);
}
