//! The table of all routes: the router, the route tests and the list for operators are built from it.

use axum::routing::{MethodRouter, get, post};

use crate::{Site, assets, pages};

/// A route of the site.
#[derive(Debug, Clone, Copy)]
pub struct RouteInfo {
    /// GET or POST.
    pub method: &'static str,
    /// Path pattern.
    pub path: &'static str,
    /// An address of the demonstration data that answers, for tests and tours.
    pub sample: &'static str,
    /// What it shows.
    pub title: &'static str,
    handler: fn() -> MethodRouter<Site>,
}

impl RouteInfo {
    pub(crate) fn handler(&self) -> MethodRouter<Site> {
        (self.handler)()
    }
}

macro_rules! routes {
    ($($method:ident $path:literal $sample:literal $title:literal $handler:path;)*) => {
        /// All routes.
        pub const ROUTES: &[RouteInfo] = &[$(RouteInfo {
            method: routes!(@name $method),
            path: $path,
            sample: $sample,
            title: $title,
            handler: || $method($handler),
        },)*];
    };
    (@name get) => { "GET" };
    (@name post) => { "POST" };
}

routes! {
    get "/" "/" "总览" pages::front::show;
    get "/ledger" "/ledger" "指标台账" pages::ledger::show;
    post "/ledger/filters" "/ledger/filters" "常用筛选" pages::filters::save;
    post "/ledger/filters/remove" "/ledger/filters/remove" "删除常用筛选" pages::filters::remove;
    get "/indicators/{code}" "/indicators/P01" "指标" pages::indicator::show;
    get "/units" "/units" "单位" pages::units::show;
    get "/units/{code}" "/units/S01" "单位任务" pages::unit::show;
    get "/organisation" "/organisation" "机构变更" pages::organisation::show;
    get "/organisation/change" "/organisation/change" "机构变更" pages::organisation_change::show;
    post "/organisation/change" "/organisation/change" "机构变更" pages::organisation_change::submit;
    get "/annex/1" "/annex/1" "附表1" pages::annex1::show;
    get "/annex/2" "/annex/2" "附表2" pages::annex2::show;
    get "/peers" "/peers" "位次" pages::peers::show;
    get "/peers/{code}" "/peers/P01" "指标位次" pages::peer::show;
    get "/findings" "/findings" "核对" pages::findings::show;
    get "/findings/one" "/findings/one" "核对说明" pages::finding::show;
    post "/findings/one" "/findings/one" "核对说明" pages::finding::submit;
    get "/findings/rules" "/findings/rules" "在用规则" pages::rules::show;
    get "/findings/rules/edit" "/findings/rules/edit" "修改规则" pages::rules_edit::show;
    post "/findings/rules/edit" "/findings/rules/edit" "修改规则" pages::rules_edit::submit;
    get "/files" "/files" "文件" pages::files::show;
    get "/files/{id}/{sheet}/{cell}" "/files/1/1/A1" "出处" pages::source::show;
    get "/trace" "/trace?indicator=P01&unit=Q00&figure=shortfall&year=2018&month=7" "数字出处" pages::trace::show;
    get "/import" "/import" "导入" pages::import::form;
    post "/import" "/import" "导入" pages::import::submit;
    get "/import/check" "/import/check" "核对差异" pages::check::show;
    post "/import/check" "/import/check" "核对差异" pages::check::submit;
    get "/import/template" "/import/template" "填报模板" pages::template::show;
    post "/import/guess" "/import/guess" "认表" pages::guess::submit;
    post "/import/apply" "/import/apply" "导入" pages::check::apply;
    get "/undo" "/undo" "撤销" pages::undo::show;
    post "/undo" "/undo" "撤销" pages::undo::submit;
    get "/import/done" "/import/done?version=2" "导入结果" pages::imported::show;
    get "/instructions" "/instructions" "批示" pages::instructions::show;
    get "/instructions/new" "/instructions/new?page=indicator&indicator=P01" "写批示" pages::instruct::show;
    post "/instructions" "/instructions" "批示" pages::instruct::submit;
    post "/instructions/acknowledge" "/instructions/acknowledge" "签收批示" pages::instructions::acknowledge;
    get "/interference" "/interference" "干预记录" pages::interference::show;
    post "/interference" "/interference" "登记干预" pages::interference::submit;
    get "/login" "/login" "登录" pages::login::show;
    post "/login" "/login" "登录" pages::login::submit;
    get "/login/oidc" "/login/oidc" "统一身份认证" pages::provider::begin;
    get "/login/oidc/return" "/login/oidc/return" "统一身份认证" pages::provider::finish;
    post "/logout" "/logout" "退出" pages::login::leave;
    post "/enter" "/enter" "选择身份" pages::login::enter;
    get "/link/{secret}" "/link/0" "设置密码" pages::link::show;
    post "/link/{secret}" "/link/0" "设置密码" pages::link::submit;
    get "/me" "/me" "我的账号" pages::me::show;
    post "/me/sessions/end" "/me/sessions/end" "注销会话" pages::me::end_session;
    get "/me/password" "/me/password" "修改密码" pages::me::password;
    post "/me/password" "/me/password" "修改密码" pages::me::change_password;
    get "/me/code" "/me/code" "动态口令" pages::me_code::show;
    post "/me/code" "/me/code" "动态口令" pages::me_code::submit;
    get "/me/tokens" "/me/tokens" "接口令牌" pages::me_tokens::show;
    post "/me/tokens" "/me/tokens" "新增令牌" pages::me_tokens::make;
    post "/me/tokens/revoke" "/me/tokens/revoke" "注销令牌" pages::me_tokens::revoke;
    get "/me/lend" "/me/lend" "委托" pages::me_lend::show;
    post "/me/lend" "/me/lend" "委托" pages::me_lend::submit;
    get "/people/roster" "/people/roster" "从表格导入用户" pages::roster::show;
    post "/people/roster" "/people/roster" "从表格导入用户" pages::roster::submit;
    post "/people/roster/apply" "/people/roster/apply" "从表格导入用户" pages::roster::apply;
    get "/people/roster/template" "/people/roster/template" "用户表模板" pages::roster::template;
    get "/people/{id}/account" "/people/1/account" "修改用户" pages::person_account::show;
    post "/people/{id}/account" "/people/1/account" "修改用户" pages::person_account::submit;
    get "/people/{id}/sponsors" "/people/1/sponsors" "包抓" pages::sponsors::show;
    post "/people/{id}/sponsors" "/people/1/sponsors" "包抓" pages::sponsors::submit;
    get "/people" "/people" "用户" pages::people::show;
    post "/people" "/people" "新增用户" pages::people::add;
    get "/people/{id}" "/people/1" "用户" pages::person::show;
    post "/people/{id}" "/people/1" "管理用户" pages::person::act;
    post "/people/{id}/posts" "/people/1/posts" "授予职务" pages::person::grant;
    get "/regions" "/regions" "地区" pages::regions::show;
    post "/regions" "/regions" "新建地区" pages::regions::add;
    get "/policy" "/policy" "安全策略" pages::policy::show;
    post "/policy" "/policy" "安全策略" pages::policy::submit;
    get "/audit" "/audit" "审计" pages::audit::show;
    get "/audit/figure" "/audit/figure" "谁看过这个数" pages::audit::figure;
    get "/audit/check" "/audit/check" "核对审计" pages::audit_check::show;
    post "/audit/check" "/audit/check" "核对审计" pages::audit_check::submit;
    post "/audit/head" "/audit/head" "导出链头" pages::audit_check::head;
    get "/rights" "/rights" "权限表" pages::rights::show;
    post "/theme" "/theme" "外观" crate::theme::switch;
    get "/healthz" "/healthz" "运行状态" pages::health::show;
    get "/metrics" "/metrics" "运行数据" pages::metrics::show;
    get "/assets/{hash}/{*path}" "/assets/0/dukao.css" "样式和脚本" assets::serve;
}
