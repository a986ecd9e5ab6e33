//! Where a free text says that what it names is taken away or replaced: `去掉 BN`, `avoid ReLU`, `replaced by tanh`.

use super::stem::stem;

/// Characters between a verb and what it takes away.
const CHARACTERS: usize = 6;

/// Words between them.
const WORDS: usize = 4;

/// What takes away what follows.
const CHINESE: [&str; 24] = [
    "去掉", "去除", "除去", "移除", "删除", "删去", "删掉", "取消", "抛弃", "舍弃", "放弃", "弃用", "摒弃", "省略",
    "避免", "代替", "取代", "替代", "替换", "淘汰", "阻断", "切断", "阻挡", "截断",
];
const ENGLISH: [&str; 11] =
    ["remove", "drop", "avoid", "abandon", "discard", "omit", "eliminate", "rid", "replace", "delete", "instead"];

/// Where what comes in the place of another begins.
const BY: [&str; 2] = ["by", "with"];

/// What says of what it follows that another thing comes in its place.
const TURNED: [&str; 4] = ["换成", "改成", "改为", "换为"];
const IS: [&str; 6] = ["is", "are", "was", "were", "being", "getsridof"];

/// How often the end of a clause is said to be taken away.
pub(super) fn before(clause: &str) -> usize {
    let reaches = |at: usize, verb: &str| clause[at + verb.len()..].chars().count() <= CHARACTERS;
    let places = CHINESE.iter().flat_map(|verb| clause.match_indices(verb));
    places.filter(|(at, verb)| reaches(*at, verb)).count()
}

/// The same of words of a clause, the last first.
pub(super) fn before_in<'w>(words: impl Iterator<Item = &'w str>) -> usize {
    let mut count = 0;
    let mut is_new = false;
    for word in words.take(WORDS + 1) {
        is_new |= BY.contains(&word);
        let verb = ENGLISH.iter().find(|verb| stem(verb) == stem(word));
        count += usize::from(verb.is_some_and(|verb| *verb != "replace" || !is_new));
    }
    count
}

/// Whether a clause that goes on like this says that what it speaks of is taken away.
pub(super) fn after(clause: &str) -> bool {
    let rest = clause.trim_end_matches(['了', '掉']);
    let verb =
        |rest: &str| CHINESE.iter().any(|verb| rest.ends_with(verb) || rest.ends_with(verb.trim_end_matches('掉')));
    let taken = rest.starts_with('被') && verb(rest);
    let bare = CHINESE.iter().any(|verb| clause.trim_end_matches('了') == *verb);
    let passive = IS.iter().find_map(|is| clause.strip_prefix(is));
    let participle =
        |rest: &str| ENGLISH.iter().any(|verb| rest.starts_with(&format!("{}ed", verb.trim_end_matches('e'))));
    let doubled = |rest: &str| rest.starts_with("dropped") || rest.starts_with("omitted");
    taken
        || bare
        || TURNED.iter().any(|turned| clause.starts_with(turned))
        || passive.is_some_and(|r| participle(r) || doubled(r))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_away_stands_behind_the_verb_or_before_its_participle() {
        assert_eq!([before("不能去掉"), before("避免使用"), before("用sigmoid代替"), before("加上")], [1, 1, 1, 0]);
        let english = |text: &str| before_in(text.split(' ').rev());
        assert_eq!(
            [english("removing the"), english("replace"), english("replace sigmoid by"), english("add")],
            [1, 1, 0, 0]
        );
        for clause in ["被sigmoid取代", "去掉了", "换成tanh", "isremoved", "aredropped", "isreplacedbytanh"] {
            assert!(after(clause), "{clause}");
        }
        assert!(!["被使用", "isused", "代替sigmoid", "去掉全连接"].into_iter().any(after));
    }
}
