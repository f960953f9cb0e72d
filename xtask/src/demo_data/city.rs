//! Tables of the city: the figures, growth and printed ranks of the thirteen districts.

use anyhow::{Context as _, Result};

use super::{
    figures::{Figure, identity},
    known::DISTRICT,
    outline::{Outline, Peer},
    period::Month,
    table::Row,
};

/// Rows of all tables, in the order of the outline; the district's own rows carry its ranks only, as its
/// figures come with its own reports.
pub(crate) fn peer_figures(outline: &Outline) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for peer in &outline.peers {
        let place = || format!("{} in the table of {} for {}", peer.district_code, peer.indicator_code, peer.period);
        figures.extend(rows_of(outline, peer).with_context(place)?);
    }
    Ok(figures)
}

fn rows_of(outline: &Outline, peer: &Peer) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    let is_other = peer.district_code != DISTRICT;
    if is_other && peer.growth_code != peer.indicator_code {
        figures.push(figure(outline, peer, &peer.indicator_code, &[("累计", peer.cumulative_value.clone())])?);
    }
    let mut cells = if is_other { published_cells(outline, peer)? } else { own_remark(outline, peer)? };
    cells.push(("位次", peer.rank.clone()));
    cells.push(("上年位次", peer.last_year_rank.clone()));
    figures.push(figure(outline, peer, &peer.growth_code, &cells)?);
    Ok(figures)
}

/// Figures that stand in the row that is ranked.
fn published_cells(outline: &Outline, peer: &Peer) -> Result<Vec<(&'static str, String)>> {
    let value = peer.cumulative_value.clone();
    let growth = peer.growth.clone();
    if peer.growth_code != peer.indicator_code {
        return Ok(vec![("累计", growth)]);
    }
    if outline.indicator(&peer.indicator_code)?.value_kind == "growth" {
        let mut cells = own_remark(outline, peer)?;
        cells.push(("累计", growth));
        return Ok(cells);
    }
    Ok(match peer.growth_unit.as_str() {
        "%" => vec![("累计", value), ("累计增速", growth)],
        "个百分点" => vec![("完成率", value), ("备注", rate_remark(&growth))],
        _ => vec![("累计", value), ("增减额", growth)],
    })
}

/// What the indicator has no column for: income per head, change of a completion rate.
fn own_remark(outline: &Outline, peer: &Peer) -> Result<Vec<(&'static str, String)>> {
    if peer.growth_unit == "个百分点" {
        return Ok(vec![("备注", rate_remark(&peer.growth))]);
    }
    if outline.indicator(&peer.indicator_code)?.value_kind == "growth" {
        return Ok(vec![("备注", format!("人均可支配收入{}元", peer.cumulative_value))]);
    }
    Ok(Vec::new())
}

fn rate_remark(change: &str) -> String {
    format!("开工率比上年同期{change}个百分点")
}

fn figure(outline: &Outline, peer: &Peer, code: &str, cells: &[(&'static str, String)]) -> Result<Figure> {
    let end = Month::parse(&peer.period)?;
    let mut row: Row = identity(outline.indicator(code)?, end)?;
    let unit = outline.unit(&peer.district_code)?;
    row.insert("单位", unit.code.clone());
    row.insert("#单位名称", unit.name.clone());
    row.extend(cells.iter().cloned());
    Ok(Figure { code: code.to_owned(), end, row })
}
