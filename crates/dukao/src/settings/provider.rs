//! What the file says of an identity provider.

use std::path::PathBuf;

use dukao_app::text::{Node, Problems, Read};
use dukao_sso::{Provider, Registration, issuer_problem};

use super::read::Section;
use super::values::Place;
use crate::fault::Fault;

/// Longest text of the button.
const BUTTON: usize = 20;

/// What was agreed with an identity provider, its secret still in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProviderSettings {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) secret_file: PathBuf,
    pub(crate) claim: String,
    pub(crate) button: String,
    pub(crate) roots: Option<PathBuf>,
}

impl ProviderSettings {
    /// Reads the section; nothing when none of the three is said without which there is no provider.
    pub(super) fn of(section: &mut Section<'_, '_>) -> Option<Self> {
        let needed = ["地址", "客户端号", "客户端密钥文件"].map(|name| (name, section.node(name)));
        if let Some(said) = needed.iter().find_map(|(_, node)| *node) {
            for (name, _) in needed.iter().filter(|(_, node)| node.is_none()) {
                let problem = section.problems.push(said.span.clone(), "地址、客户端号和客户端密钥文件要一起写");
                problem.hint(format!("补上“{name}: …”"));
            }
        }
        let (issuer, client_id) = (section.get("地址"), section.get::<String>("客户端号"));
        let secret_file = section.get("客户端密钥文件");
        let (claim, button) = (section.get("登录名取自"), section.get("按钮"));
        let roots = section.get("根证书文件").map(|Place(path)| path);
        let (Issuer(issuer), Place(secret_file)) = (issuer?, secret_file?);
        let claim = claim.map_or_else(|| "preferred_username".to_owned(), |Claim(claim)| claim);
        let button = button.map_or_else(|| "统一身份认证登录".to_owned(), |Button(button)| button);
        Some(Self { issuer, client_id: client_id?, secret_file, claim, button, roots })
    }

    /// The provider, its secret and certificates read.
    pub(crate) fn open(&self) -> Result<Provider, Fault> {
        let path = &self.secret_file;
        let failed = |error: std::io::Error| Fault::io(&format!("读不了客户端密钥文件 {}", path.display()), &error);
        let secret = std::fs::read_to_string(path).map_err(failed)?.trim().to_owned();
        if secret.is_empty() {
            return Err(Fault::Said(format!("客户端密钥文件 {} 是空的", path.display())));
        }
        let agreed = Registration {
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            secret,
            claim: self.claim.clone(),
            button: self.button.clone(),
            roots: self.roots.clone(),
        };
        Provider::new(agreed).map_err(|fault| Fault::Said(fault.to_string()))
    }
}

/// The address of a provider.
struct Issuer(String);

impl Read for Issuer {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        let Some(why) = issuer_problem(&text) else { return Some(Self(text)) };
        problems.push(node.span.clone(), format!("“{text}”不对")).hint(why);
        None
    }
}

/// The name of a claim.
struct Claim(String);

impl Read for Claim {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:/".contains(&byte)) {
            return Some(Self(text));
        }
        problems
            .push(node.span.clone(), format!("“{text}”不对"))
            .hint("应当是身份令牌里一项的名称，例如 preferred_username");
        None
    }
}

/// What stands on the button.
struct Button(String);

impl Read for Button {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = String::read(node, problems)?;
        let length = text.chars().count();
        if length <= BUTTON {
            return Some(Self(text));
        }
        problems.push(node.span.clone(), format!("按钮上的字太多，有{length}个")).hint(format!("最多{BUTTON}个"));
        None
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use dukao_app::text;

    use super::super::Settings;

    fn wrong(source: &str) -> String {
        text::render("dukao.yaml", source, &Settings::of(source).unwrap_err())
    }

    #[test]
    fn all_mistakes_are_said_in_one_pass() {
        let told = wrong(
            "统一身份认证:\n  地址: http://sso.example\n  客户端号: a\n  登录名取自: 登录名\n  按钮: 壹贰叁肆伍陆柒捌玖拾壹贰叁肆伍陆柒捌玖拾壹\n  密钥: b\n",
        );
        for said in ["补上“客户端密钥文件: …”", "应当以 https:// 开头", "例如 preferred_username", "最多20个", "“密钥”"]
        {
            assert!(told.contains(said), "{said} in\n{told}");
        }
        assert_eq!(told.matches("错误").count(), 5, "{told}");
        assert!(wrong("统一身份认证: {客户端号: a}\n").contains("补上“地址: …”"));
    }

    #[test]
    fn what_is_said_counts() {
        let source = "统一身份认证: {地址: https://sso.example/a, 客户端号: b, 客户端密钥文件: /c, 登录名取自: sub, 按钮: 进入, 根证书文件: /d}\n";
        let provider = Settings::of(source).unwrap().provider.unwrap();
        assert_eq!((provider.issuer.as_str(), provider.client_id.as_str()), ("https://sso.example/a", "b"));
        assert_eq!((provider.claim.as_str(), provider.button.as_str()), ("sub", "进入"));
        assert_eq!((provider.secret_file, provider.roots), (PathBuf::from("/c"), Some(PathBuf::from("/d"))));
        let least = "统一身份认证: {地址: https://sso.example, 客户端号: b, 客户端密钥文件: /c}\n";
        let provider = Settings::of(least).unwrap().provider.unwrap();
        assert_eq!((provider.claim.as_str(), provider.button.as_str()), ("preferred_username", "统一身份认证登录"));
        assert_eq!(Settings::of("统一身份认证: {按钮: 进入}\n").unwrap().provider, None, "nobody to be asked");
    }
}
