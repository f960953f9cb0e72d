//! What an instruction is about, as the address of a page and back.

use dukao_app::notes::{About, AboutPage};

use crate::link::{address, encode};

/// Pages that an instruction can be about: the path, and the word in the address of the form.
const PAGES: [(&str, &str, AboutPage); 11] = [
    ("/", "front", AboutPage::Front),
    ("/ledger", "ledger", AboutPage::Ledger),
    ("/peers", "peers", AboutPage::Peers),
    ("/peers/", "peer", AboutPage::Peer),
    ("/units", "units", AboutPage::Units),
    ("/units/", "unit", AboutPage::Unit),
    ("/indicators/", "indicator", AboutPage::Indicator),
    ("/trace", "trace", AboutPage::Trace),
    ("/annex/1", "annex1", AboutPage::Annex1),
    ("/annex/2", "annex2", AboutPage::Annex2),
    ("/findings", "findings", AboutPage::Findings),
];

/// The words with their pages, for reading an address.
pub(crate) fn words() -> [(&'static str, AboutPage); 11] {
    PAGES.map(|(_, word, page)| (word, page))
}

/// The word of a page.
pub(crate) fn word(page: AboutPage) -> &'static str {
    PAGES.iter().find(|(_, _, own)| *own == page).map_or("", |(_, word, _)| word)
}

/// The form for an instruction about the page at `here`, with what the page asks for; nothing when it is no page that one
/// can be about.
pub(crate) fn form(here: &str) -> Option<String> {
    let (path, query) = here.split_once('?').unwrap_or((here, ""));
    let is = |own: &str| own == path || (own.len() > 1 && own.ends_with('/') && path.starts_with(own));
    let (own, word, page) = PAGES.iter().find(|(own, ..)| is(own))?;
    // The code at the end of a path is encoded as it stands there.
    let code = path.strip_prefix(own).unwrap_or_default();
    let name = match page {
        AboutPage::Unit => "unit",
        AboutPage::Indicator | AboutPage::Peer => "indicator",
        _ => "",
    };
    let of = if name.is_empty() { String::new() } else { format!("&{name}={code}") };
    let asked = query.split('&').filter(|pair| {
        let key = pair.split('=').next().unwrap_or_default();
        ["region", "year", "month", "indicator", "figure"].contains(&key) || (key == "unit" && name != "unit")
    });
    let form = format!("/instructions/new?page={word}{of}");
    Some(asked.fold(form, |form, pair| form + "&" + pair))
}

/// The page that an instruction is about, as its writer saw it.
pub(crate) fn page(about: &About, region: &str) -> String {
    let path = PAGES.iter().find(|(_, _, page)| *page == about.page).map_or("/", |(path, ..)| path);
    let indicator = about.indicator.as_deref().unwrap_or_default();
    let (path, unit, named) = match about.page {
        AboutPage::Unit => (format!("{path}{}", encode(&about.unit)), "", ""),
        AboutPage::Indicator | AboutPage::Peer => (format!("{path}{}", encode(indicator)), about.unit.as_str(), ""),
        _ => (path.to_owned(), about.unit.as_str(), indicator),
    };
    let (year, month, version) = (about.year.to_string(), about.month.to_string(), format!("v{}", about.version));
    let pairs = [
        ("indicator", named),
        ("unit", unit),
        ("figure", about.figure.as_deref().unwrap_or_default()),
        ("region", region),
        ("year", &year),
        ("month", &month),
        ("as-of", &version),
    ];
    address(&path, &pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_the_form_and_back() {
        let form = |here: &str| form(here).unwrap();
        assert_eq!(form("/"), "/instructions/new?page=front");
        assert_eq!(
            form("/indicators/P01?unit=S01&month=7"),
            "/instructions/new?page=indicator&indicator=P01&unit=S01&month=7"
        );
        assert_eq!(form("/units/S01?unit=S02&year=2018"), "/instructions/new?page=unit&unit=S01&year=2018");
        assert_eq!(
            form("/trace?indicator=P01&figure=pace&kept=saved"),
            "/instructions/new?page=trace&indicator=P01&figure=pace"
        );
        assert_eq!(super::form("/import"), None);
        assert_eq!(super::form("/findings/one?key=x"), None);
        let about = About {
            page: AboutPage::Unit,
            unit: "S 1".to_owned(),
            year: 2018,
            month: 7,
            version: 3,
            ..About::default()
        };
        assert_eq!(page(&about, "Q00"), "/units/S%201?region=Q00&year=2018&month=7&as-of=v3");
    }
}
