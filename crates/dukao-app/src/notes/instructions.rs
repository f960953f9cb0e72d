//! The instructions of a region as one caller may read them.

use dukao_core::rights::{CallerKind, Right, Sight};
use dukao_store::Micros;
use serde::Serialize;

use super::{About, Instruction, Notes};
use crate::shelf::Snapshot;
use crate::{App, AppError, fault, moment_in_words};

/// Which are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InstructionFilter {
    /// All.
    #[default]
    All,
    /// Those that some unit has not signed for.
    Open,
}

/// A unit that an instruction is addressed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Addressed {
    /// Its code.
    pub unit: String,
    /// Its name today.
    pub unit_name: String,
    /// Who signed for it; nothing while nobody has.
    pub by: Option<String>,
    /// When.
    pub at: Option<String>,
    /// What he said to it; may be empty.
    pub note: String,
    /// Whether the caller may sign for it now.
    pub yours: bool,
}

/// An instruction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct InstructionLine {
    /// Its number.
    pub id: String,
    /// What it is about, in words.
    pub title: String,
    /// The same as a place to go to.
    pub about: About,
    /// What it says.
    pub text: String,
    /// Who left it.
    pub by: String,
    /// When.
    pub at: String,
    /// To whom.
    pub to: Vec<Addressed>,
}

impl InstructionLine {
    /// Whether some unit has not signed for it.
    pub fn is_open(&self) -> bool {
        self.to.iter().any(|unit| unit.by.is_none())
    }

    /// How many units have.
    pub fn signed(&self) -> usize {
        self.to.iter().filter(|unit| unit.by.is_some()).count()
    }
}

/// The instructions of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Instructions {
    /// Code of the region.
    pub region: String,
    /// Its name.
    pub region_name: String,
    /// The instructions wanted, newest first.
    pub lines: Vec<InstructionLine>,
    /// How many the caller may read.
    pub all: usize,
    /// How many of them some unit has not signed for.
    pub open: usize,
}

/// A unit that has not signed for an instruction.
pub(crate) struct Unsigned {
    /// Number of the instruction.
    pub(crate) id: u32,
    /// What it is about, in words.
    pub(crate) title: String,
    /// Code of the unit.
    pub(crate) unit: String,
}

impl App {
    /// The instructions to some units of a region for which these have not signed; none for whoever may not read any.
    pub(crate) async fn unsigned_by(&self, region: &str, units: &[&str]) -> Result<Vec<Unsigned>, AppError> {
        if !self.caller.has(Right::SeeInstructions) {
            return Ok(Vec::new());
        }
        let notes = self.notes.head(&self.store).await?;
        let here = notes.instructions.iter().filter(|(_, one)| one.region == region);
        let addressed = here.flat_map(|(id, one)| one.to.iter().map(move |unit| (*id, one, unit)));
        let open = addressed.filter(|(id, _, unit)| {
            units.contains(&unit.as_str()) && !notes.receipts.contains_key(&(*id, (*unit).clone()))
        });
        let unsigned = open.map(|(id, one, unit)| Unsigned { id, title: one.title.clone(), unit: unit.clone() });
        Ok(unsigned.collect())
    }

    /// The instructions that the caller left, and those addressed to units that he answers for, newest first.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `查看批示`, [`AppError::UnknownRegion`], or the store fails.
    pub async fn instructions(
        &self,
        region: Option<&str>,
        filter: InstructionFilter,
    ) -> Result<Instructions, AppError> {
        let moment = self.moment_for(Right::SeeInstructions, region, None).await?;
        let notes = self.notes.head(&self.store).await?;
        let reader = Reader { app: self, notes: &notes, snapshot: &moment.snapshot, region: &moment.region };
        let own = notes.instructions.iter().rev().filter(|(_, one)| one.region == moment.region.code);
        let readable: Vec<InstructionLine> =
            own.filter(|(_, one)| self.reads(&moment.sight, one)).map(|(id, one)| reader.line(*id, one)).collect();
        let (all, open) = (readable.len(), readable.iter().filter(|line| line.is_open()).count());
        let wanted = |line: &InstructionLine| filter == InstructionFilter::All || line.is_open();
        Ok(Instructions {
            region: moment.region.code.clone(),
            region_name: moment.region.name.clone(),
            lines: readable.into_iter().filter(wanted).collect(),
            all,
            open,
        })
    }

    /// Whether the caller may read an instruction: his own, or one to a unit he answers for in its year.
    pub(super) fn reads(&self, sight: &Sight, one: &Instruction) -> bool {
        let own = self.caller.kind == CallerKind::Person && one.by.account == self.caller.account;
        let units = sight.units_in(one.about.year);
        fault::on("instruction")
            || own
            || sight.is_whole_in(one.about.year)
            || one.to.iter().any(|unit| units.contains(unit.as_str()))
    }
}

/// What a line is made of.
struct Reader<'a> {
    app: &'a App,
    notes: &'a Notes,
    snapshot: &'a Snapshot,
    region: &'a dukao_store::Region,
}

impl Reader<'_> {
    fn line(&self, id: u32, one: &Instruction) -> InstructionLine {
        InstructionLine {
            id: id.to_string(),
            title: one.title.clone(),
            about: one.about.clone(),
            text: one.text.clone(),
            by: one.by.name.clone(),
            at: moment_in_words(Micros(one.by.at)),
            to: one.to.iter().map(|unit| self.addressed(id, one, unit)).collect(),
        }
    }

    fn addressed(&self, id: u32, one: &Instruction, unit: &str) -> Addressed {
        let receipt = self.notes.receipts.get(&(id, unit.to_owned()));
        let named = self.snapshot.book.organisation.get(unit);
        let of = (unit, Some(one.about.year));
        let yours = || self.app.permit_unit(Right::Acknowledge, self.region, self.snapshot, of).is_ok();
        Addressed {
            unit: unit.to_owned(),
            unit_name: named.map_or_else(|| unit.to_owned(), |unit| unit.label().to_owned()),
            by: receipt.map(|receipt| receipt.by.name.clone()),
            at: receipt.map(|receipt| moment_in_words(Micros(receipt.by.at))),
            note: receipt.map(|receipt| receipt.note.clone()).unwrap_or_default(),
            yours: receipt.is_none() && yours(),
        }
    }
}
