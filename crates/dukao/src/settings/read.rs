//! Text to settings: every mistake in one pass.

use dukao_app::text::{self, Keys, Node, Problems, Read};
use dukao_web::Limits;

use super::values::{Address, Headers, HostName, Kept, Level, Often, Place, Range, Seconds, Whole};
use super::{LogFormat, ProviderSettings, Settings};

/// A group of keys.
pub(super) struct Section<'n, 'p> {
    keys: Option<Keys<'n>>,
    pub(super) problems: &'p mut Problems,
}

impl<'n> Section<'n, '_> {
    /// A value; nothing when the key is missing, empty or wrong.
    pub(super) fn get<T: Read>(&mut self, name: &'static str) -> Option<T> {
        let node = self.keys.as_mut()?.node(name).filter(|node| !node.is_blank())?;
        T::read(node, self.problems)
    }

    /// The node of a key, where it is said.
    pub(super) fn node(&mut self, name: &'static str) -> Option<&'n Node> {
        self.keys.as_mut()?.node(name).filter(|node| !node.is_blank())
    }
}

/// The root, one section after the other.
struct Root<'n> {
    keys: Keys<'n>,
    problems: Problems,
}

impl<'n> Root<'n> {
    fn section(&mut self, name: &'static str, read: impl FnOnce(&mut Section<'n, '_>)) {
        let node = self.keys.node(name).filter(|node| !node.is_blank());
        let keys = node.and_then(|node| Keys::of(node, name, &mut self.problems));
        let mut section = Section { keys, problems: &mut self.problems };
        read(&mut section);
        if let Some(keys) = section.keys {
            keys.done(&mut self.problems);
        }
    }
}

fn or<T>(to: &mut T, said: Option<T>) {
    if let Some(said) = said {
        *to = said;
    }
}

impl Settings {
    /// What a text says; all that is wrong with it otherwise.
    pub(super) fn of(source: &str) -> Result<Self, Problems> {
        let mut settings = Self::default();
        if source.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
            return Ok(settings);
        }
        let mut problems = Problems::new();
        let Some(node) = text::parse(source, &mut problems) else { return Err(problems) };
        let Some(keys) = Keys::of(&node, "配置文件", &mut problems) else { return Err(problems) };
        let mut root = Root { keys, problems };
        settings.machine(&mut root);
        settings.network(&mut root);
        settings.upkeep(&mut root);
        let Root { keys, mut problems } = root;
        keys.done(&mut problems);
        if problems.is_empty() { Ok(settings) } else { Err(problems) }
    }

    fn machine(&mut self, root: &mut Root<'_>) {
        root.section("监听", |section| {
            or(&mut self.listen, section.get("地址").map(|Address(address)| address));
            let port = section.get("端口").map(|Whole::<0, 65_535>(port)| port);
            or(&mut self.port, port.and_then(|port| u16::try_from(port).ok()));
            let connections = section.get("最多连接").map(|Whole::<1, 100_000>(most)| most);
            or(&mut self.connections, connections.and_then(|most| usize::try_from(most).ok()));
            or(&mut self.head, section.get("请求头秒数").map(|Seconds(time)| time));
            or(&mut self.answer, section.get("处理秒数").map(|Seconds(time)| time));
        });
        root.section("数据库", |section| {
            self.database = section.get("位置");
            self.key_file = section.get("密钥文件").map(|Place(path)| path);
            let cache = section.get("内存").map(|Whole::<1, 1_000_000>(mebibytes)| mebibytes);
            self.cache_mb = cache.and_then(|mebibytes| usize::try_from(mebibytes).ok());
        });
        root.section("证书", |section| {
            let (chain, key) = (section.node("证书文件"), section.node("私钥文件"));
            if let (Some(node), None) | (None, Some(node)) = (chain, key) {
                let missing = if chain.is_some() { "私钥文件" } else { "证书文件" };
                section.problems.push(node.span.clone(), "证书和私钥要一起写").hint(format!("补上“{missing}: …”"));
            }
            let read = |node: Option<&Node>, problems: &mut Problems| Place::read(node?, problems);
            let (chain, key) = (read(chain, section.problems), read(key, section.problems));
            self.certificate = chain.zip(key).map(|(Place(chain), Place(key))| (chain, key));
        });
    }

    fn network(&mut self, root: &mut Root<'_>) {
        let networks = |all: Vec<Range>| all.into_iter().map(|Range(network)| network).collect();
        root.section("网络", |section| {
            let hosts = section.get::<Vec<HostName>>("域名");
            or(&mut self.hosts, hosts.map(|all| all.into_iter().map(|HostName(name)| name).collect()));
            or(&mut self.proxies, section.get("代理").map(networks));
            or(&mut self.headers, section.get("代理头").map(|Headers(headers)| headers));
        });
        root.section("限流", |section| {
            let Limits { all, login, account, import } = &mut self.limits;
            for (limit, name) in [(all, "每个地址"), (login, "登录"), (account, "每个登录名"), (import, "上传")]
            {
                or(limit, section.get(name).map(|Often(rate)| rate));
            }
        });
        root.section("统一身份认证", |section| self.provider = ProviderSettings::of(section));
        root.section("监视", |section| or(&mut self.watchers, section.get("来自").map(networks)));
    }

    fn upkeep(&mut self, root: &mut Root<'_>) {
        root.section("日志", |section| {
            or(&mut self.log, section.get("级别").map(|Level(level)| level));
            or(&mut self.log_format, section.get::<LogFormat>("格式"));
        });
        root.section("备份", |section| {
            self.backup_to = section.get("文件夹").map(|Place(path)| path);
            or(&mut self.keep, section.get("留下").map(|Kept(keep)| keep));
        });
        root.section("链头", |section| self.heads_to = section.get("文件夹").map(|Place(path)| path));
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::SAMPLE;
    use super::*;

    /// The keys of a text: each line that begins one, without its indent.
    fn keys(text: &str) -> Vec<&str> {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        lines.filter_map(|line| Some(line.trim().split_once(':')?.0)).collect()
    }

    fn wrong(source: &str) -> String {
        text::render("dukao.yaml", source, &Settings::of(source).unwrap_err())
    }

    #[test]
    fn the_sample_says_the_defaults_and_every_key_of_it_is_read() {
        let settings = Settings::of(SAMPLE).unwrap();
        assert_eq!(settings, Settings { cache_mb: Some(256), ..Settings::default() });
        for (number, line) in SAMPLE.lines().enumerate() {
            let Some((key, rest)) = line.split_once(':').filter(|_| !line.trim_start().starts_with('#')) else {
                continue;
            };
            let spoilt = SAMPLE
                .lines()
                .enumerate()
                .map(|(own, line)| if own == number { format!("{key}错:{rest}\n") } else { format!("{line}\n") });
            let spoilt: String = spoilt.collect();
            assert!(Settings::of(&spoilt).is_err(), "{key} is not read");
        }
    }

    #[test]
    fn every_key_that_is_read_stands_in_the_sample() {
        let sample = keys(SAMPLE);
        let sections = SAMPLE.lines().filter(|line| line.ends_with(':') && !line.starts_with([' ', '#']));
        let mut unknown = "壹贰叁肆伍陆柒捌玖: 1\n".to_owned();
        for section in sections {
            unknown.extend([section, "\n  壹贰叁肆伍陆柒捌玖: 1\n"]);
        }
        for problem in Settings::of(&unknown).unwrap_err().sorted() {
            let known = problem.hint.strip_prefix("可用的键：").unwrap_or_else(|| panic!("{problem:?}"));
            for key in known.split('、') {
                assert!(sample.contains(&key), "{key} is read and not in the sample");
            }
        }
    }

    #[test]
    fn all_mistakes_are_said_in_one_pass_at_their_lines() {
        let text = wrong(
            "监听:\n  地址: 本机\n  端口: 70000\n网络:\n  域名: [https://dukao.example, dukao.example:8443]\n  代理: [10.0.0.0/40]\n\
             限流:\n  登陆: 3\n证书:\n  证书文件: a.pem\n日志:\n  级别: 很多\n  格式: xml\n备份:\n  留下: 一些\n数据裤:\n  位置: x\n",
        );
        for said in [
            "dukao.yaml:2:",
            "应当是 IP 地址",
            "dukao.yaml:3:",
            "0—65535",
            "dukao.yaml:5:",
            "不带 https://、端口和路径",
            "dukao.yaml:6:",
            "网段",
            "dukao.yaml:8:",
            "是不是“登录”",
            "dukao.yaml:10:",
            "补上“私钥文件",
            "dukao.yaml:12:",
            "dukao.yaml:13:",
            "文本 或 JSON",
            "dukao.yaml:15:",
            "7,4,12",
            "dukao.yaml:16:",
            "是不是“数据库”",
        ] {
            assert!(text.contains(said), "{said} in\n{text}");
        }
        assert_eq!(text.matches("错误").count(), 11, "{text}");
        assert!(wrong("监听：\n  端口: 1\n").contains("全角冒号"));
        assert!(wrong("端口: 1\n").contains("没有“端口”这个键"));
    }

    #[test]
    fn what_is_said_counts() {
        let settings = Settings::of(
            "监听: {地址: 0.0.0.0, 端口: 443}\n证书: {证书文件: /a/c.pem, 私钥文件: /a/k.pem}\n网络:\n  域名: [dukao.example, 10.1.2.3]\n\
             \x20 代理: 10.0.0.1\n  代理头: forwarded\n限流: {登录: 0}\n日志: {级别: 'warn,dukao_web=debug', 格式: json}\n链头: {文件夹: /b}\n",
        );
        let settings = settings.unwrap();
        assert_eq!((settings.listen.to_string(), settings.port), ("0.0.0.0".to_owned(), 443));
        assert_eq!(settings.certificate, Some((PathBuf::from("/a/c.pem"), PathBuf::from("/a/k.pem"))));
        assert_eq!((settings.hosts.len(), settings.proxies.len()), (2, 1));
        assert_eq!((settings.limits.login, settings.log_format), (None, LogFormat::Json));
        assert!(settings.must_be_safe().is_ok());
        let open = Settings { certificate: None, proxies: Vec::new(), ..settings.clone() };
        assert!(open.must_be_safe().unwrap_err().to_string().contains("密码不能明文传"));
        let nameless = Settings { hosts: Vec::new(), ..settings };
        assert!(nameless.must_be_safe().unwrap_err().to_string().contains("域名"));
        assert_eq!(Settings::of("# 空的\n").unwrap(), Settings::default());
    }
}
