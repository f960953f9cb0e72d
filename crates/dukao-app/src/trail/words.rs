//! What acts and entries of the trail are called.

/// The trail's and the audit's words with what a reader sees.
const WORDS: &[(&str, &str)] = &[
    ("import", "导入"),
    ("undo", "撤销版本"),
    ("region.create", "新建地区"),
    ("setting", "设置"),
    ("finding.explain", "填写核对说明"),
    ("rules.save", "保存核对规则"),
    ("rules.remove", "改回出厂核对规则"),
    ("filter.save", "保存常用筛选"),
    ("filter.remove", "删除常用筛选"),
    ("unit.merge", "合并单位"),
    ("unit.split", "拆分单位"),
    ("unit.rename", "单位更名"),
    ("unit.move", "调整单位隶属"),
    ("unit.end", "终止单位"),
    ("unit.withdraw", "删去单位记录"),
    ("system.create", "建立系统账"),
    ("audit.key", "开始用密钥签章"),
    ("audit.rekey", "更换密钥"),
    ("audit.head", "导出链头"),
    ("audit.export", "导出审计"),
    ("account.add", "新增用户"),
    ("account.import", "批量新增用户"),
    ("account.change", "修改用户"),
    ("account.close", "停用用户"),
    ("account.reopen", "启用用户"),
    ("account.unlock", "解锁"),
    ("post.grant", "授予职务"),
    ("post.import", "批量授予职务"),
    ("post.end", "结束职务"),
    ("post.delegate", "委托职务"),
    ("post.delegate_end", "结束委托"),
    ("sponsor.add", "登记包抓领导"),
    ("sponsor.end", "结束包抓"),
    ("password.change", "修改密码"),
    ("password.rehash", "密码按新策略重存"),
    ("code.enrol", "设置动态口令"),
    ("code.confirm", "启用动态口令"),
    ("code.remove", "停用动态口令"),
    ("provider.bind", "绑定统一身份认证"),
    ("provider.unbind", "解除统一身份认证绑定"),
    ("link.make", "开出一次性链接"),
    ("link.use", "用链接设密码"),
    ("link.first", "开出管理员链接"),
    ("link.first_use", "成为管理员"),
    ("token.make", "新增令牌"),
    ("token.revoke", "注销令牌"),
    ("policy.set", "修改安全策略"),
    ("instruction.leave", "批示"),
    ("instruction.acknowledge", "签收批示"),
    ("interference.record", "登记干预"),
    ("session.end", "注销会话"),
    ("session.end_all", "注销全部会话"),
    ("login", "登录"),
    ("login.code", "等待动态口令"),
    ("login.refused", "登录失败"),
    ("login.locked", "登录被锁定"),
    ("login.provider", "统一身份认证登录"),
    ("login.provider_refused", "统一身份认证登录失败"),
    ("token.refused", "令牌不被接受"),
    ("logout", "退出"),
    ("denied", "没有权限"),
    ("command", "运行命令"),
    ("see.front", "看总览"),
    ("see.ledger", "看指标台账"),
    ("see.units", "看单位"),
    ("see.unit", "看单位任务"),
    ("see.indicator", "看指标"),
    ("see.trace", "看数字出处"),
    ("see.across", "看指标逐单位"),
    ("see.ranking", "看指标位次"),
    ("see.rankings", "看位次"),
    ("see.annex1", "看附表1"),
    ("see.annex2", "看附表2"),
    ("see.findings", "看核对"),
    ("see.finding", "看核对说明"),
    ("see.files", "看文件"),
    ("see.source", "看原始文件"),
];

/// What it is called; the word itself where a later program wrote it.
pub(super) fn told(act: &str) -> &str {
    WORDS.iter().find(|(own, _)| *own == act).map_or(act, |(_, word)| word)
}

/// Every word with its name, for a choice.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    WORDS.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_one_name() {
        for (place, (act, name)) in WORDS.iter().enumerate() {
            assert_eq!(WORDS.iter().position(|(own, told)| own == act || told == name), Some(place), "{act} {name}");
        }
        assert_eq!(told("from.the.future"), "from.the.future");
    }
}
