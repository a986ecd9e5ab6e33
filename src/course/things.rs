//! A list of things, over all of which a negation before it reaches (`没有重置门、更新门`), told from one of statements
//! (`没有细胞状态、有更新门`), each of which stands by itself.

/// Negations that a list of things may follow.
const OF_THINGS: [&str; 18] = [
    "没有",
    "没",
    "并无",
    "均无",
    "都无",
    "无",
    "不含",
    "不包含",
    "不包括",
    "不用",
    "不再用",
    "不使用",
    "不再使用",
    "不要",
    "不是",
    "不需要",
    "不采用",
    "既没有",
];

/// Such things that have it in their names.
const THINGS: [&str; 12] =
    ["更新", "大小", "学习率", "非线性", "多头", "功能", "性能", "小批量", "多层", "可学习", "加权", "有效"];

/// What such a thing does not have in it: a verb, or how something is.
const STATES: [&str; 51] = [
    "有", "会", "是", "能", "可", "要", "更", "易", "不", "没", "无", "非", "大", "小", "高", "低", "快", "慢", "多",
    "少", "好", "差", "强", "弱", "深", "浅", "变", "得", "稀疏", "饱和", "稳", "连贯", "简", "复杂", "贵", "便宜",
    "防", "避", "阻", "减", "增", "加", "学", "用", "取自", "来自", "去", "只", "算", "一遍", "一次",
];

/// The same before a list that ends in `和`: 不影响尺寸、感受野和速度.
const BEFORE_A_CLOSED_LIST: [&str; 3] = ["不", "没", "无"];

/// What makes another word of the last of these: 无法, 不需.
const VERBS: [char; 3] = ['法', '需', '须'];

/// Whether the members of a list up to the last are things, which a negation in one before them denies. A word that is
/// one by itself (`is_own`) denies nothing.
pub(super) fn is_denied(items: &[&str], is_closed: bool, is_own: impl Fn(&str) -> bool) -> bool {
    let Some(first) = items.iter().rposition(|item| !is_thing(item)) else { return false };
    let item = items[first];
    let closed = BEFORE_A_CLOSED_LIST.iter().filter(|_| is_closed);
    let places = OF_THINGS.iter().chain(closed).filter_map(|no| item.rfind(no).map(|at| (at, at + no.len())));
    let negation = places.min_by_key(|place| place.0).filter(|(_, to)| !item[*to..].starts_with(VERBS));
    let denies = negation.is_some_and(|(from, to)| {
        let named = OF_THINGS.iter().find_map(|no| item[to..].strip_prefix(no)).unwrap_or(&item[to..]);
        !is_own(&item[from..]) && is_thing(named)
    });
    denies && first + 1 < items.len()
}

/// Whether it names something, and says nothing of it.
fn is_thing(item: &str) -> bool {
    let item = THINGS.iter().fold(item.to_owned(), |item, thing| item.replace(thing, ""));
    !STATES.iter().any(|state| item.contains(state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negation_reaches_over_things_and_not_over_statements() {
        let denies = |items: &[&str], is_closed| is_denied(items, is_closed, |_| false);
        assert!(denies(&["没有重置门", "更新门"], false));
        assert!(denies(&["没有重置门", "更新门", "细胞状态"], false));
        assert!(denies(&["不影响尺寸", "感受野和速度"], true));
        for items in [
            &["没有细胞状态", "有更新门"][..],
            &["没有细胞状态", "有重置门", "更新门"],
            &["非零中心化", "易饱和"],
            &["无法收敛", "更新过大"],
            &["不依赖未来", "因果"],
        ] {
            assert!(!denies(items, false), "{items:?}");
        }
    }
}
