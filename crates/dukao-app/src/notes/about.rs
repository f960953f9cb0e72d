//! What an instruction is about: a figure or a page, as it stood at a version.

use dukao_core::progress::FigureKind;
use serde::{Deserialize, Serialize};

use crate::view::Asked;
use crate::view::basis::Settled;
use crate::{App, AppError, AsOf};

/// A page that an instruction can be about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AboutPage {
    /// 总览
    #[default]
    Front,
    /// 指标台账
    Ledger,
    /// 位次
    Peers,
    /// The ranking of an indicator.
    Peer,
    /// 单位
    Units,
    /// The tasks of a unit.
    Unit,
    /// An indicator.
    Indicator,
    /// A figure opened.
    Trace,
    /// 附表1
    Annex1,
    /// 附表2
    Annex2,
    /// 核对
    Findings,
}

impl AboutPage {
    /// The word shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Front => "总览",
            Self::Ledger => "指标台账",
            Self::Peers | Self::Peer => "位次",
            Self::Units => "单位",
            Self::Unit => "单位任务",
            Self::Indicator => "指标",
            Self::Trace => "数",
            Self::Annex1 => "附表1",
            Self::Annex2 => "附表2",
            Self::Findings => "核对",
        }
    }
}

/// A figure or a page, at a month and a version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct About {
    /// Which page.
    pub page: AboutPage,
    /// Code of the unit whose figures it shows.
    pub unit: String,
    /// Code of the indicator, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
    /// Key of the figure, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// Assessment year.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Version of the data that its writer saw.
    pub version: i64,
}

/// What is to be written about, found; what was left open is settled as on the page itself.
pub(super) struct Placed {
    pub(super) about: About,
    /// In words.
    pub(super) title: String,
    pub(super) settled: Settled,
}

impl App {
    /// Finds what an instruction is to be about, as the caller sees it, with its name in words.
    pub(super) async fn place(
        &self,
        asked: &Asked,
        page: AboutPage,
        of: (Option<&str>, Option<&str>),
    ) -> Result<Placed, AppError> {
        let (indicator, figure) = of;
        let settled = self.settle(asked).await?;
        let stretch = format!("{}年{}", settled.year, settled.basis().period);
        let unit = settled.unit_label(&settled.unit);
        let found = indicator.map(|indicator| settled.find_indicator(indicator)).transpose()?;
        if let Some(indicator) = found {
            settled.permit_indicator(&indicator.code)?;
        }
        let kind = figure.map(|key| FigureKind::from_key(key).ok_or_else(|| AppError::UnknownFigure(key.to_owned())));
        let title = match (found, kind.transpose()?) {
            (Some(indicator), Some(kind)) => format!("{}{}，{unit}，{stretch}", indicator.name, kind.label()),
            (Some(indicator), None) if page == AboutPage::Peer => format!("{}位次，{stretch}", indicator.name),
            (Some(indicator), None) => format!("{}，{unit}，{stretch}", indicator.name),
            (None, _) if page == AboutPage::Unit => format!("{unit}任务，{stretch}"),
            (None, _) => format!("{}，{stretch}", page.label()),
        };
        let about = About {
            page,
            unit: settled.unit.clone(),
            indicator: found.map(|indicator| indicator.code.clone()),
            figure: figure.map(str::to_owned),
            year: settled.year,
            month: settled.month.number(),
            version: settled.book().version.0,
        };
        Ok(Placed { about, title, settled })
    }
}

impl About {
    /// The view it was written about.
    pub fn asked(&self, region: &str) -> Asked {
        Asked {
            region: Some(region.to_owned()),
            year: Some(self.year),
            month: Some(self.month),
            unit: Some(self.unit.clone()),
            as_of: Some(AsOf::Version(self.version)),
            ..Asked::default()
        }
    }
}
