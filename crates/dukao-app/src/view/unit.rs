//! A unit: its own tasks and what it answers for.

use dukao_core::organisation::{Unit, UnitKind};
use serde::Serialize;

use super::basis::Settled;

use super::counts::Counts;
use super::ledger::Row;
use super::{Asked, Basis, Choices};
use crate::trail::Page;
use crate::{App, AppError};

/// A unit as named on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UnitRef {
    /// Code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Name for tables.
    pub label: String,
    /// Kind in words.
    pub kind: &'static str,
}

/// A unit in the list of units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UnitRow {
    /// The unit.
    pub unit: UnitRef,
    /// Counts over its own tasks.
    pub tasks: Counts,
    /// Counts over the indicators it leads.
    pub leads: Counts,
}

/// The page of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitPage {
    /// What it rests on.
    pub basis: Basis,
    /// What one may switch to.
    #[serde(skip)]
    pub choices: Choices,
    /// The unit.
    pub unit: UnitRef,
    /// Facts as label and text: parent, groups, validity, principal, sponsors.
    pub facts: Vec<(&'static str, String)>,
    /// Its own tasks (targets or figures of the unit itself).
    pub tasks: Vec<Row>,
    /// Indicators of the region that it leads.
    pub leads: Vec<Row>,
    /// Indicators that it supports.
    pub supports: Vec<Row>,
    /// Its organisation changes, latest first.
    pub changes: Vec<crate::organisation::ChangeRow>,
    /// Members, when it is a park, key area or group: their tasks are listed, never added up.
    pub members: Vec<UnitRow>,
}

impl App {
    /// All units with their counts: departments by what they lead, streets by their own tasks.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn units(&self, asked: &Asked) -> Result<(Basis, Choices, Vec<UnitRow>), AppError> {
        let settled = self.settle(asked).await?;
        self.saw(Page::Units, &settled, None, None).await;
        let own = settled.rows(&settled.own)?;
        let units = settled.book().organisation.all_on(settled.day());
        let listed = units.filter(|unit| {
            let above = matches!(unit.kind, UnitKind::City | UnitKind::Province);
            unit.code != settled.own && !above && settled.sees_unit(&unit.code)
        });
        let rows = listed.map(|unit| settled.unit_row(unit, &own)).collect::<Result<Vec<_>, _>>()?;
        Ok((settled.basis(), settled.choices(), rows))
    }

    /// The page of a unit.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn unit_page(&self, asked: &Asked, unit: &str) -> Result<UnitPage, AppError> {
        self.usual_unit_page(&Asked { unit: Some(unit.to_owned()), ..asked.clone() }).await
    }

    /// The page of the unit asked for; where none is named of the region itself, or of the caller's own unit.
    ///
    /// # Errors
    /// When what was asked for does not exist or the store fails.
    pub async fn usual_unit_page(&self, asked: &Asked) -> Result<UnitPage, AppError> {
        let settled = self.settle(asked).await?;
        self.saw(Page::Unit, &settled, None, None).await;
        let own = settled.rows(&settled.own)?;
        let framework = settled.framework()?;
        let supported = |row: &&Row| {
            framework
                .get(&row.indicator.code)
                .is_some_and(|own| own.supporting_units.iter().any(|code| settled.stands_for(&settled.unit, code)))
        };
        let unknown = || AppError::UnknownUnit(asked.unit.clone().unwrap_or_else(|| settled.unit.clone()));
        let unit = settled.unit_then(&settled.unit).ok_or_else(unknown)?;
        let members = settled
            .book()
            .organisation
            .members(&unit.code, settled.day())
            .filter(|member| settled.sees_unit(&member.code));
        let tasks = if settled.unit == settled.own { Vec::new() } else { settled.rows(&settled.unit)? };
        Ok(UnitPage {
            basis: settled.basis(),
            choices: settled.choices(),
            unit: unit_ref(unit),
            facts: settled.unit_facts(unit),
            tasks,
            leads: settled.led_by(&unit.code, &own),
            changes: settled.changes_of(&unit.code),
            supports: own.iter().filter(supported).cloned().collect(),
            members: members.map(|member| settled.unit_row(member, &own)).collect::<Result<_, _>>()?,
        })
    }
}

impl Settled {
    /// The rows of indicators that a unit leads, itself or in the place of one that was merged or divided.
    fn led_by(&self, unit: &str, rows: &[Row]) -> Vec<Row> {
        let leads = |row: &&Row| {
            let framework = self.book().framework(self.year);
            let lead = framework.and_then(|framework| framework.get(&row.indicator.code)?.lead_unit.as_deref());
            lead.is_some_and(|lead| self.stands_for(unit, lead))
        };
        rows.iter().filter(leads).cloned().collect()
    }

    fn unit_row(&self, unit: &Unit, own: &[Row]) -> Result<UnitRow, AppError> {
        let leads = self.led_by(&unit.code, own);
        Ok(UnitRow { unit: unit_ref(unit), tasks: Counts::of(&self.rows(&unit.code)?), leads: Counts::of(&leads) })
    }

    fn unit_facts(&self, unit: &Unit) -> Vec<(&'static str, String)> {
        let names = |codes: &[String]| codes.iter().map(|code| self.unit_label(code)).collect::<Vec<_>>().join("、");
        let facts = [
            ("全称", Some(unit.name.clone())),
            ("类别", Some(kind_label(unit.kind).to_owned())),
            ("上级", unit.parent.as_deref().map(|code| self.unit_label(code))),
            ("所属片区分组", (!unit.groups.is_empty()).then(|| names(&unit.groups))),
            ("第一责任人", unit.principal.clone()),
            ("包抓领导", (!unit.sponsors.is_empty()).then(|| unit.sponsors.join("、"))),
            ("生效", Some(unit.valid_from.to_string())),
            ("失效", unit.valid_to.map(|date| date.to_string())),
            ("备注", unit.note.clone()),
        ];
        facts.into_iter().filter_map(|(label, text)| Some((label, text?))).collect()
    }
}

pub(crate) fn unit_ref(unit: &Unit) -> UnitRef {
    UnitRef {
        code: unit.code.clone(),
        name: unit.name.clone(),
        label: unit.label().to_owned(),
        kind: kind_label(unit.kind),
    }
}

fn kind_label(kind: UnitKind) -> &'static str {
    UnitKind::WORDS.iter().find(|(own, _)| *own == kind).map_or("", |(_, word)| word)
}
