//! `GET /rights`: the whole table of rights, as the application uses it.

use askama::Template;
use dukao_app::rights::{Reach, Right, Role, TABLE};

use super::{Page, render};
use crate::door::Web;
use crate::frame::{Frame, Place};
use crate::query::Visit;

#[derive(Template)]
#[template(path = "rights.html")]
struct RightsPage {
    f: Frame,
    roles: Vec<(&'static str, bool)>,
    rows: Vec<(&'static str, Vec<Cell>)>,
}

/// How far a right reaches for a role.
struct Cell {
    word: &'static str,
    sign: &'static str,
    own: bool,
}

pub(crate) async fn show(web: Web, visit: Visit) -> Page {
    let own = |role: Role| web.app.caller().is(role);
    let row = |(right, reaches): &(Right, [Option<Reach>; 12])| {
        let cells = Role::ALL.iter().zip(reaches).map(|(role, reach)| cell(*reach, own(*role)));
        (right.label(), cells.collect())
    };
    render(&RightsPage {
        f: Frame::bare(visit, Place::Rights, "权限表"),
        roles: Role::ALL.iter().map(|role| (role.label(), own(*role))).collect(),
        rows: TABLE.iter().map(row).collect(),
    })
}

const fn cell(reach: Option<Reach>, own: bool) -> Cell {
    let (word, sign) = match reach {
        None => ("没有", "—"),
        Some(reach) => (reach.label(), sign(reach)),
    };
    Cell { word, sign, own }
}

const fn sign(reach: Reach) -> &'static str {
    match reach {
        Reach::Unit => "单位",
        Reach::Region => "地区",
        Reach::House => "系统",
    }
}
