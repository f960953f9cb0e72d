//! F11 to F13: where a unit stands between the worst and the best.

use super::{ABSENT, case, wrong};

#[test]
fn f11_efficacy() {
    let usual = case("功效系数", "100", "");
    assert_eq!(usual.run(&["400", "300", "200"]), ["100", "80", "60"]);
    assert_eq!(usual.run(&["6", "8", "7"]), ["60", "100", "80"]);
    assert_eq!(usual.run(&["6", "-", "7"]), ["60", ABSENT, "100"]);
    assert_eq!(usual.run(&["-1", "-3", "-2"]), ["100", "60", "80"]);
    let equal = "100 同类各单位数值相同，均得满分";
    assert_eq!(usual.run(&["5", "5", "-"]), [equal, equal, ABSENT]);
    assert_eq!(usual.run(&["5", "-"]), ["100 同类只有一个单位", ABSENT]);
    assert_eq!(usual.run(&["-"]), [ABSENT]);
    assert_eq!(usual.branches("5"), ["5 = 5"]);
    assert_eq!(usual.lower().run(&["400", "300", "200"]), ["60", "80", "100"]);
    assert_eq!(case("功效系数", "10", "基础: 0").run(&["1", "2", "3"]), ["0", "5", "10"]);
    assert_eq!(wrong("功效系数", "基础: 100%"), ["基础: “基础”为100%时分不出高低"]);
    assert_eq!(wrong("功效系数", "基础: -1%"), ["基础: “基础”应在0与100%之间"]);
}
