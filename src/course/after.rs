//! What a free text denies by what it says of it afterwards: `ReLU 不行`, `dropout does not work`, 震荡没有减小.

use super::removal;

/// Characters of a noun that may follow a sign.
const NOUN: usize = 2;

/// What denies what it follows, at the end of a clause.
const AFTER: [&str; 68] = [
    "不属于",
    "不在内",
    "没有受影响",
    "没受影响",
    "没有减小",
    "没有减少",
    "没有减轻",
    "没有降低",
    "没有改善",
    "没有缓解",
    "没有增加",
    "没有提高",
    "不变",
    "不足",
    "不够",
    "不容易",
    "相同",
    "nothing",
    "staysthesame",
    "无关",
    "没关系",
    "没有关系",
    "不相关",
    "不行",
    "不对",
    "不是",
    "不可以",
    "不算",
    "不成立",
    "不存在",
    "不需要",
    "没有",
    "没用",
    "没有用",
    "无效",
    "错",
    "错误",
    "不高",
    "不大",
    "不快",
    "不好",
    "不多",
    "不强",
    "不简单",
    "isnot",
    "arenot",
    "doesnot",
    "donot",
    "doesnothelp",
    "donothelp",
    "doesnotwork",
    "donotwork",
    "iswrong",
    "arewrong",
    "isnotone",
    "ismissing",
    "不受影响",
    "没有影响",
    "未受影响",
    "没有变化",
    "没变化",
    "isunaffected",
    "areunaffected",
    "isnotaffected",
    "arenotaffected",
    "doesnotsuffer",
    "donotsuffer",
    "doesnotoccur",
];

/// Whether a clause that goes on like this says no more than that what it speaks of is not so.
pub(super) fn denies(clause: &str) -> bool {
    let rest = clause.trim_start_matches(['门', '层', '的', '了']).trim_end_matches(['的', '了']);
    let noun = |noun: &str| noun.trim_end_matches(['都', '也']).chars().count() <= NOUN;
    let rest = ["gates", "gate", "layers", "layer", "s"].iter().find_map(|w| rest.strip_prefix(w)).unwrap_or(rest);
    // A sign may be how a noun begins: 批量大小.
    AFTER.iter().filter_map(|denial| rest.strip_suffix(denial)).any(noun) || removal::after(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_that_is_a_denial_denies_what_it_speaks_of() {
        for clause in
            ["不行", "门没有", "没有减小", "都不属于", "不变", "doesnotwork", "layersarenotaffected", "nothing"]
        {
            assert!(denies(clause), "{clause}");
        }
        assert!(!["不会饱和", "没有饱和", "doesnotsaturate", ""].into_iter().any(denies));
    }
}
