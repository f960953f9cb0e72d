//! The table of the errors: code, HTTP status, what it says, what to do. `docs/errors.md` is the same table.

/// What an error is called and what is to be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorInfo {
    /// The stable code.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What it says; … stands for what differs from one time to the next.
    pub text: &'static str,
    /// What to do.
    pub todo: &'static str,
}

macro_rules! errors {
    ($($code:literal $status:literal $text:literal $todo:literal;)*) => {
        /// All errors: first those of the application in the order of [`crate::AppError`], then those of pages and API.
        pub const ERRORS: &[ErrorInfo] = &[
            $(ErrorInfo { code: $code, status: $status, text: $text, todo: $todo },)*
        ];
    };
}

errors! {
    "refused" 422
        "文件有…处错误，没有导入任何内容"
        "逐条照提示改：每条都写明文件、工作表、单元格、错在哪里、应当怎样写。一次已报全，改完重新导入；列的写法见导入格式。";
    "no_region" 404
        "数据库里还没有地区，请先导入单位表或运行 dukao demo"
        "先导入“单位”表（见导入格式），或运行 dukao demo 看示范数据。已经导入过的，检查 --db 指的是不是同一个数据库。";
    "nothing_yet" 404
        "这个地区还没有指标体系，请先导入指标表和数据"
        "依次导入“指标”“目标”“数据”表；用了 --as-of 的，换一个较晚的版本或日期。";
    "many_regions" 400
        "数据库里有多个地区，请用 --region 指明：…"
        "加 --region 代码，代码从提示里选。";
    "denied" 403
        "没有“…”的权限…"
        "由安全管理员授予相应职务；权限表见网页“权限”。";
    "unknown_region" 404
        "没有代码为“…”的地区"
        "核对 --region 的代码；只有一个地区时可以不写。";
    "unknown_indicator" 404
        "…年没有指标“…”"
        "用 dukao indicators 查代码和名称；提示里会给出相近的指标。年度不对的，用 --year 改。";
    "unknown_unit" 404
        "没有单位“…”"
        "写单位的代码、全称或简称；代码见“单位”表。";
    "unknown_figure" 404
        "没有“…”这个数"
        "写数的英文键名，如 shortfall、completion；键名见 --format json 的输出。";
    "unknown_partition" 404
        "这个数没有名为“…”的合计关系；有：…"
        "用提示里列出的名字，或不写 --partition，按第一种。";
    "unknown_basis" 404
        "不能按“…”排位次；可以按：…"
        "从提示里列出的依据中选，或不写 --by，按这个指标惯用的。";
    "no_place" 404
        "“…”不是位次，也不是与别的位次的距离，没有排名依据"
        "--by 只用于位次、距前一位这类数；别的数不写。";
    "other_measure" 404
        "计量单位是…，不能写成“…”"
        "换成同一类的计量单位（亿元、万元、元可以互换），或不写，按指标自己的计量单位显示。";
    "unknown_year" 404
        "没有…年的指标体系"
        "先导入这一年的“指标”表，或用 --year 换成有指标的年度。";
    "unknown_version" 404
        "数据版本只到v…，没有v…"
        "--as-of 写不大于最新版本的号，或写日期。";
    "moved" 409
        "核对差异之后数据又变了（当时v12，现在v13），没有导入；请重新核对差异"
        "重新看一遍差异再导入：别人刚写入的数可能改变了哪些是新的、哪些是修订。";
    "unknown_upload" 404
        "这次上传已经导入过，或者放了一天以上，不在了"
        "到“文件”页看是否已经导入；没有就重新上传。";
    "nothing_to_undo" 409
        "v12没有可以撤销的改动"
        "到“文件”里看这一版做了什么；后来的版本又改过的数不会被撤销。";
    "still_used" 409
        "不能撤销：“P01”在v14里用到了，请先撤销v14"
        "从后往前撤销：先撤销用到它的那一版。";
    "unknown_finding" 404
        "没有“growth:P03:Q00:2018-07:cumulative_growth”这一处核对结果，数可能已经改正，请重新核对"
        "重新运行 dukao check 或打开“核对”页，从列表里取键名。";
    "explanation" 422
        "写明这几个数为什么对不上"
        "照提示改：已说明、不予处理要写理由，责任单位要是单位表里有的，“已改正”由系统判断，不能自己填。";
    "organisation" 422
        "没有单位“S99”"
        "一次已报全，照提示改：日期要晚于单位的上一次变更，合并、拆分以后的单位用没有用过的代码，下属单位写明归谁。";
    "look_again" 409
        "看过以后数据、单位或职务又变了，没有办理；请重新看一遍再办"
        "重新看一遍会动到什么，再办。";
    "unknown_filter" 404
        "没有叫“…”的常用筛选；…"
        "从提示里列出的名字里选；名字要写全。";
    "filter_name" 422
        "已有叫“…”的常用筛选：换个名字，或选“替换同名的”"
        "照提示改：名字1到20个字，一行；同名的要么换个名字，要么选替换。";
    "unknown_place" 404
        "没有这个文件或单元格"
        "从溯源页的链接进入；自己写地址的，核对文件号、工作表号和单元格。";
    "not_written" 422
        "工作表“…”F17 的文字超过 32767 字，xlsx 放不下；请改用 csv"
        "去处写成文件夹（csv），或把那段文字改短。";
    "people" 422
        "要写姓名；工号…已经是…的"
        "照提示改：一次已报全，每条写明是哪一项、应当怎样写。密码的规则由安全管理员在安全策略里定。";
    "unknown_person" 404
        "没有用户“…”"
        "写登录名或编号；用 dukao user list 查。";
    "unknown_record" 404
        "没有编号为“…”的…"
        "编号从列表里取；别人的要由有权的人来做。";
    "bad_link" 404
        "链接不对，或者用过、过期了"
        "请系统管理员重新开一个；三员的由本机操作员用 dukao user link 开。";
    "signed_out" 401
        "请登录：…"
        "重新登录；提示说明为什么：退出、太久没有操作、密码改过、被注销、账号停用。";
    "no_random" 500
        "系统给不出随机数，没有保存"
        "检查操作系统；这种情况极少见，重启机器后再试。";
    "crowded" 503
        "同时写入的人太多，没有保存，请再试一次"
        "稍等再试。反复出现的，看是否有程序在不停导入。";
    "write_failed" 500
        "见下“数据库的提示”"
        "见下表；除注明的以外，没有保存任何内容，原有数据不受影响。";
    "store_failed" 500
        "见下“数据库的提示”"
        "见下表。";
    "interrupted" 500
        "读取文件的工作中断了，没有导入任何内容，请再试一次"
        "再导入一次；同一个文件总是这样的，先另存为 csv 再试。";
    "backup_failed" 500
        "没有备份：…"
        "见下“备份和恢复的提示”。数据库和以前的备份都没有变化。";
    "restore_failed" 500
        "没有恢复：…"
        "见下“备份和恢复的提示”。没有建立数据库，备份没有变化。";
    "audit_key" 500
        "审计密钥文件 …：…"
        "照提示办：密钥文件要在数据库旁边（数据库文件名加 .key）或由 DUKAO_AUDIT_KEY_FILE 指明，能读，没有改动过；见审计。";
    "audit_head" 422
        "不是导出的链头：第…行应当是“…”"
        "用 dukao audit head 写的原文件；手工录入的，照提示的行号核对。";
    "folder" 500
        "写不进 …：没有权限"
        "看文件夹在不在、运行的用户能不能写、磁盘满没满。";
    "damaged" 500
        "数据库中的记录无法读取：…"
        "不要继续写入。先备份数据库文件，再用最近的备份恢复；把提示原文和备份交给维护人员。";
    "calendar" 500
        "放假安排无法读取：…"
        "程序文件不完整，重新安装同一版本。";
    "bad_request" 400
        "请求里有…处写错"
        "照 errors 里的每一条改：place 是哪一处，text 是错在哪里、应当怎样写。网页上的，从链接重新进入。";
    "bad_query" 400
        "地址有误"
        "从页面上的链接重新进入。";
    "no_page" 404
        "没有这个页面"
        "地址可能写错，或者页面已经改名。";
    "no_operation" 404
        "没有这个接口"
        "核对地址；全部接口见 /api/v1/openapi.json。";
    "wrong_method" 405
        "这个地址不接受这种请求"
        "换成 Allow 头里列出的方法。";
    "cross_site" 403
        "这个请求来自别的网站，没有执行"
        "从本系统的网页上操作。";
    "too_large" 413
        "内容太大，没有执行"
        "分成几次；一次最多 64 MiB。";
    "wrong_kind" 415
        "内容的格式不对：要…"
        "用 Content-Type 写明格式：改数据用 application/json，传文件用 multipart/form-data。";
    "foreign_host" 421
        "这台服务器不用这个名称"
        "用管理员给的地址；没有写明名称的，只用 127.0.0.1 或 localhost。";
    "too_many" 429
        "请求太频繁，没有执行"
        "过 Retry-After 头里的秒数再试；限度见配置。";
    "page_moved" 409
        "翻页期间数据变了（当时v…，现在v…）"
        "从第一页重新取；要取一个固定版本的，加 as-of=v版本号。";
    "key_missing" 400
        "要有 Idempotency-Key 头"
        "每件事写一个新的键（1到64个可见的英文字符，例如 UUID）；重发同一件事用同一个键。";
    "key_other" 422
        "这个 Idempotency-Key 用在另一个请求上了"
        "换一个新的键。";
    "key_running" 409
        "同一个 Idempotency-Key 的请求还没有结果"
        "稍后用同一个键再发；一直这样的，是服务中断过：先查看是否已经做了，再决定是否换一个键重来。";
    "key_secret" 409
        "这件事已经做过，答案里有密文，没有保存"
        "需要新的密文时，换一个键再做一次。";
    "busy" 503
        "处理时间过长，没有等到结果"
        "查看的，稍后再试；写入的，用同一个 Idempotency-Key 再发一次，网页上的先到“文件”页核对。";
    "internal" 500
        "处理时出错"
        "把编号告诉管理员，编号在日志里；写入的，先查看是否已经做了。";
}

/// The error of this code.
pub fn error_info(code: &str) -> Option<&'static ErrorInfo> {
    ERRORS.iter().find(|info| info.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_there_once() {
        for (place, info) in ERRORS.iter().enumerate() {
            assert_eq!(ERRORS.iter().position(|other| other.code == info.code), Some(place), "{}", info.code);
            assert!((400..600).contains(&info.status) && !info.text.is_empty() && !info.todo.is_empty());
        }
    }
}
