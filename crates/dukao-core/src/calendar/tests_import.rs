use jiff::civil::date;
use proptest::prelude::*;

use super::{Calendar, CalendarError, DaysLeft};

fn builtin() -> &'static Calendar {
    Calendar::builtin().expect("the shipped tables are good")
}

/// A calendar of one invented year, in the format an administrator imports.
const NEXT_YEAR: &str = "日期,类别,节日,通知年度\n\
    2026-12-31,休,元旦,2027\n2027-01-01,休,元旦,2027\n2027/1/3,班,元旦,2027\n\
    2027-02-08,休,春节,2027\n2027-04-05,休,清明节,2027\n2027-05-01,休,劳动节,2027\n\
    2027-06-09,休,端午节,2027\n2027-10-01,休,\"国庆节、中秋节\",2027\n";

#[test]
fn the_next_year_comes_in_by_import() {
    let notices = "年度,标题,文号,成文日期,网址\n2027,某通知,,,\n";
    let next = Calendar::from_csv(NEXT_YEAR).unwrap().with_notices(notices).unwrap();
    let calendar = builtin().extended_by(&next);
    assert_eq!(calendar.days_left(date(2026, 12, 30), date(2027, 1, 4)).unwrap(), DaysLeft { calendar: 5, working: 2 });
    assert_eq!(builtin().is_working_day(date(2026, 12, 31)), Ok(true));
    assert_eq!(calendar.is_working_day(date(2026, 12, 31)), Ok(false));
    assert!(calendar.is_final(2026));
    assert_eq!(calendar.notice(2027).unwrap().title, "某通知");
    assert_eq!(calendar.notice(2027).unwrap().document_number, None);
    assert_eq!(calendar.notice(2026), builtin().notice(2026));
    assert_eq!(calendar.extended_by(&next), calendar, "importing twice changes nothing");
}

#[test]
fn an_imported_year_replaces_the_known_one_whole() {
    let old = Calendar::from_csv(NEXT_YEAR).unwrap();
    let amended = NEXT_YEAR.replace("2027-02-08,休", "2027-02-09,休");
    let calendar = builtin().extended_by(&old).extended_by(&Calendar::from_csv(&amended).unwrap());
    assert_eq!(calendar.is_working_day(date(2027, 2, 8)), Ok(true));
    assert_eq!(calendar.is_working_day(date(2027, 2, 9)), Ok(false));
}

#[test]
fn import_tolerates_what_spreadsheets_write() {
    let text = format!("\u{feff}{}", NEXT_YEAR.replace('\n', "\r\n").replace("2027-05-01", " 2027年5月1日 "));
    let text = format!("{text},,,\r\n\r\n");
    assert_eq!(Calendar::from_csv(&text), Calendar::from_csv(NEXT_YEAR));
}

fn mistakes(text: &str) -> String {
    match Calendar::from_csv(text) {
        Err(CalendarError::Table(problems)) => problems.to_string(),
        other => panic!("expected a faulty table, got {other:?}"),
    }
}

#[test]
fn import_reports_every_mistake_with_its_line() {
    let text = "日期,类别,节日,通知年度\n\
        2027-02-30,休,元旦,2027\n\
        2027-01-02,补班,元旦,2027\n\
        2027-01-06,班,元旦,2027\n\
        2027-02-08,休,春节,27\n\
        2027-02-09,休,,2027\n\
        2027-04-05,休,清明节\n\
        2027-05-01,休,劳动节,2027\n\
        2027-05-01,休,劳动节,2027\n\
        2026-06-09,休,端午节,2027\n\
        2027-10-01,休,\"国庆节,2027\n\
        二月八日,歇,,今年\n";
    let expected = "第2行：“2027-02-30”不是有效日期，应写成2027-01-01或2027/1/1\n\
        第3行：类别“补班”不认识，放假写“休”，调休上班写“班”\n\
        第4行：2027-01-06是星期三，本来就上班，不应登记为“班”；调休上班只会在周六、周日，请核对日期\n\
        第5行：“27”不是年度，应为四位数字，如2027\n\
        第6行：“节日”不能空\n\
        第7行：有3列，应有4列；内容里有逗号时请用英文双引号括起来\n\
        第9行：2027-05-01重复，第8行已有，请只留一行\n\
        第10行：2026-06-09不会出现在2027年的放假安排里，应在2026年12月1日至2027年12月31日之间\n\
        第11行：双引号没有成对，单元格内也不能换行\n\
        第12行：“二月八日”不是有效日期，应写成2027-01-01或2027/1/1\n\
        第12行：类别“歇”不认识，放假写“休”，调休上班写“班”\n\
        第12行：“节日”不能空\n\
        第12行：“今年”不是年度，应为四位数字，如2027\n\
        全表：2027年的放假安排里没有“春节”，请补全后再导入\n\
        全表：2027年的放假安排里没有“国庆节”，请补全后再导入\n\
        全表：2027年的放假安排里没有“清明”，请补全后再导入\n\
        全表：2027年的放假安排里没有“中秋”，请补全后再导入";
    assert_eq!(mistakes(text), expected);
}

#[test]
fn import_refuses_an_incomplete_year() {
    let without = |name: &str| {
        let lines: Vec<&str> = NEXT_YEAR.lines().filter(|line| !line.contains(name)).collect();
        mistakes(&lines.join("\n"))
    };
    assert_eq!(
        without("国庆节"),
        "全表：2027年的放假安排里没有“国庆节”，请补全后再导入\n\
         全表：2027年的放假安排里没有“中秋”，请补全后再导入\n\
         全表：2027-10-01是法定节假日，表里没有登记为“休”，请补上"
    );
    assert_eq!(without("清明"), "全表：2027年的放假安排里没有“清明”，请补全后再导入");
    assert_eq!(mistakes("日期,类别,节日,通知年度\n"), "全表：表里没有数据行");
    assert_eq!(mistakes(""), "第1行：表头是“”，应为“日期,类别,节日,通知年度”");
}

#[test]
fn a_table_of_notices_reports_its_mistakes() {
    let text = "年度,标题,文号,成文日期,网址\n2028,某通知,,,\n二七,,,昨天,\n";
    let Err(error) = Calendar::from_csv(NEXT_YEAR).unwrap().with_notices(text) else {
        panic!("the table is faulty");
    };
    assert_eq!(
        error.to_string(),
        "放假安排表有误：\n\
         第2行：有2028年的通知，但没有2028年的放假安排\n\
         第3行：“二七”不是年度，应为四位数字，如2027\n\
         第3行：“标题”不能空\n\
         第3行：“昨天”不是有效日期，应写成2027-01-01或2027/1/1"
    );
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "(.|\n){0,200}") {
        let _ = Calendar::from_csv(&text);
        let _ = builtin().clone().with_notices(&text);
    }

    #[test]
    fn no_row_makes_the_reader_panic(
        rows in "([0-9年/\"-]{0,10},(休|班|歇|),(元旦|春节|),(2027|[0-9-]{0,6})\n){1,8}"
    ) {
        let days = Calendar::from_csv(&format!("日期,类别,节日,通知年度\n{rows}"));
        prop_assert!(days.is_err(), "no such table is complete");
        let notices = format!("年度,标题,文号,成文日期,网址\n{}", rows.replace('\n', ",\n"));
        let _ = builtin().clone().with_notices(&notices);
    }
}
