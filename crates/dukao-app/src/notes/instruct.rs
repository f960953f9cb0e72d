//! Leaving an instruction, and signing for it.

use std::collections::BTreeSet;

use dukao_core::rights::Right;
use dukao_store::{Micros, Region};
use jiff::civil::Date;
use serde::Serialize;

use super::about::{About, AboutPage, Placed};
use super::record::By;
use super::{Instruction, Note, Notes, Receipt, kind, next};
use crate::people::{FieldProblem, refuse, wrong};
use crate::shelf::Snapshot;
use crate::view::Asked;
use crate::{App, AppError};

/// Most characters of an instruction, and of what is said to it; most units of one.
const LONGEST: usize = 1000;
const LONGEST_NOTE: usize = 200;
const MOST: usize = 50;

/// An instruction to be left.
#[derive(Debug, Clone, Default)]
pub struct NewInstruction {
    /// The view it is about: region, year, month, unit.
    pub asked: Asked,
    /// Which page it is.
    pub page: AboutPage,
    /// Code or name of the indicator, where it is about one.
    pub indicator: Option<String>,
    /// Key of the figure, where it is about one.
    pub figure: Option<String>,
    /// What it says.
    pub text: String,
    /// The units it is addressed to: codes or names.
    pub to: Vec<String>,
}

impl NewInstruction {
    /// What must be named for a page of its kind and is not.
    fn lacks(&self) -> Vec<FieldProblem> {
        let of_one = matches!(self.page, AboutPage::Indicator | AboutPage::Peer | AboutPage::Trace);
        let mut found = Vec::new();
        if of_one && self.indicator.is_none() {
            found.push(wrong("indicator", format!("对{}的批示，写明是哪个指标", self.page.label())));
        }
        if self.page == AboutPage::Trace && self.figure.is_none() {
            found.push(wrong("figure", "对一个数的批示，写明是哪个数，例如 shortfall".to_owned()));
        }
        found
    }
}

/// What an instruction would be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstructionSubject {
    /// The figure or page.
    pub about: About,
    /// The same in words.
    pub title: String,
    /// Codes of the units that it would usually be addressed to: who leads the indicator, whose tasks they are.
    pub usual: Vec<String>,
}

/// That a unit was signed for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acknowledgement {
    /// Number of the instruction.
    pub id: String,
    /// Code of the unit.
    pub unit: String,
    /// When: microseconds since 1970.
    pub at: i64,
}

impl App {
    /// Leaves an instruction on a figure or a page that the caller sees; its number.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `批示` over every unit it is addressed to, or when the figure may not be seen;
    /// [`AppError::People`] with everything wrong; what the view refuses; or the store fails.
    pub async fn leave_instruction(&self, new: &NewInstruction) -> Result<String, AppError> {
        self.may_instruct(new.asked.region.as_deref()).await?;
        refuse(new.lacks())?;
        let of = (new.indicator.as_deref(), new.figure.as_deref());
        let Placed { about, title, settled } = self.place(&new.asked, new.page, of).await?;
        let (region, snapshot) = (&settled.moment.region, &settled.moment.snapshot);
        let (to, mut problems) = units(snapshot, self.today_of(snapshot), &new.to);
        // Somebody without the right is told so before anything else.
        let asked_for = if to.is_empty() { vec![about.unit.clone()] } else { to.clone() };
        for unit in &asked_for {
            self.permit_unit(Right::Instruct, region, snapshot, (unit, Some(about.year)))?;
        }
        let text = new.text.replace("\r\n", "\n");
        let text = text.trim();
        problems.extend(text_problem(text, LONGEST).map(|message| wrong("text", message)));
        if text.is_empty() {
            problems.push(wrong("text", "写批示的内容".to_owned()));
        }
        refuse(problems)?;
        let instruction = Instruction {
            region: region.code.clone(),
            about,
            title,
            text: text.to_owned(),
            to,
            by: self.by(self.now()),
        };
        self.note_down(|notes| {
            let id = next(&notes.instructions).to_string();
            Note::new("instruction.leave", kind::INSTRUCTION, id.clone(), &instruction, id)
        })
        .await
    }

    /// What an instruction would be about, and who would usually get it.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `批示`, or when the figure may not be seen; what the view refuses.
    pub async fn instruction_subject(&self, new: &NewInstruction) -> Result<InstructionSubject, AppError> {
        self.may_instruct(new.asked.region.as_deref()).await?;
        let of = (new.indicator.as_deref(), new.figure.as_deref());
        let Placed { about, title, settled } = self.place(&new.asked, new.page, of).await?;
        let indicator = about.indicator.as_deref().and_then(|code| settled.framework().ok()?.get(code));
        let lead = indicator.and_then(|indicator| indicator.lead_unit.clone());
        let own = (about.page == AboutPage::Unit || about.unit != settled.own).then(|| about.unit.clone());
        Ok(InstructionSubject { usual: lead.into_iter().chain(own).collect(), about, title })
    }

    /// Signs for an instruction in the name of a unit it is addressed to, with or without a word.
    ///
    /// # Errors
    /// [`AppError::UnknownRecord`] when there is none that the caller may see, [`AppError::Denied`] without the right
    /// `签收批示` over the unit, [`AppError::People`] when it was signed for before, or the store fails.
    pub async fn acknowledge(&self, id: &str, unit: &str, note: &str) -> Result<Acknowledgement, AppError> {
        self.may_somewhere(Right::Acknowledge)?;
        let number = id.parse::<u32>().map_err(|_| unknown(id))?;
        let notes = self.notes.head(&self.store).await?;
        let found = notes.instructions.get(&number).ok_or_else(|| unknown(id))?;
        // Whoever may not know the region is not told that there is such an instruction.
        let region = self.region(Some(&found.region)).await.map_err(|_| unknown(id))?;
        let snapshot = self.shelf.head(&self.store, region.id).await?;
        let unit = snapshot.book.organisation.find(unit).map_or_else(|| unit.to_owned(), |unit| unit.code.clone());
        if !found.to.contains(&unit) {
            return Err(unknown(id));
        }
        let may = self.permit_unit(Right::Acknowledge, &region, &snapshot, (&unit, Some(found.about.year)));
        if let Err(denied) = may
            && !crate::fault::on("acknowledge")
        {
            // Whoever may not read it is not told that it is there.
            let moment = self.moment(Some(&region.code), None).await.map_err(|_| unknown(id))?;
            return Err(if self.reads(&moment.sight, found) { denied } else { unknown(id) });
        }
        let (note, by) = (note.trim(), self.by(self.now()));
        refuse(text_problem(note, LONGEST_NOTE).map(|message| wrong("note", message)).into_iter().collect())?;
        self.note_down(|notes: &Notes| {
            if let Some(there) = notes.receipts.get(&(number, unit.clone())) {
                let message = format!("{}已在{}签收", there.by.name, crate::moment_in_words(Micros(there.by.at)));
                return Err(AppError::People(vec![wrong("note", message)]));
            }
            let receipt = Receipt { by: by.clone(), note: note.to_owned() };
            let told = Acknowledgement { id: id.to_owned(), unit: unit.clone(), at: by.at };
            Note::new("instruction.acknowledge", kind::RECEIPT, format!("{number}/{unit}"), &receipt, told)
        })
        .await
    }

    /// Whether the caller may leave instructions at all: asked before anything is told of what he would write about.
    async fn may_instruct(&self, region: Option<&str>) -> Result<Region, AppError> {
        let region = self.region_with(Right::Instruct, region).await?;
        self.may_somewhere(Right::Instruct)?;
        Ok(region)
    }

    /// Who notes something.
    pub(super) fn by(&self, at: Micros) -> By {
        By { account: self.caller.account.clone(), name: self.caller.name.clone(), at: at.0 }
    }

    /// The units of a region to which the caller may address an instruction: code and name.
    ///
    /// # Errors
    /// [`AppError::Denied`] without the right `批示`, or the store fails.
    pub async fn addressees(&self, region: Option<&str>, year: i16) -> Result<Vec<(String, String)>, AppError> {
        let region = self.may_instruct(region).await?;
        let snapshot = self.shelf.head(&self.store, region.id).await?;
        let today = self.today_of(&snapshot);
        let (mut found, own) = (Vec::new(), addressable(&snapshot, today));
        for unit in snapshot.book.organisation.all_on(today).filter(|unit| own.contains(&unit.code)) {
            if self.permit_unit(Right::Instruct, &region, &snapshot, (&unit.code, Some(year))).is_ok() {
                found.push((unit.code.clone(), unit.label().to_owned()));
            }
        }
        Ok(found)
    }
}

/// The units of the region itself on a day: not the neighbours it is compared with.
fn addressable(snapshot: &Snapshot, today: Date) -> BTreeSet<String> {
    let organisation = &snapshot.book.organisation;
    organisation.own().map(|own| organisation.subtree(&own.code, today)).unwrap_or_default()
}

/// The codes of the units named, each once, and what is wrong with them.
fn units(snapshot: &Snapshot, today: Date, named: &[String]) -> (Vec<String>, Vec<FieldProblem>) {
    let (mut codes, mut problems) = (Vec::new(), Vec::new());
    let own = addressable(snapshot, today);
    for text in named.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        let there = snapshot.book.organisation.find(text).filter(|unit| own.contains(&unit.code));
        match there {
            Some(unit) if !codes.contains(&unit.code) => codes.push(unit.code.clone()),
            Some(_) => {}
            None => problems.push(wrong("to", format!("本地区没有单位“{text}”，写单位的代码、全称或简称"))),
        }
    }
    if codes.is_empty() && problems.is_empty() {
        problems.push(wrong("to", "选批给哪个单位".to_owned()));
    }
    if codes.len() > MOST {
        problems.push(wrong("to", format!("一次最多批给{MOST}个单位，现在有{}个", codes.len())));
    }
    (codes, problems)
}

/// What is wrong with a text, beside that it is empty.
pub(super) fn text_problem(text: &str, longest: usize) -> Option<String> {
    let length = text.chars().count();
    if length > longest {
        return Some(format!("有{length}个字，最多{longest}个字"));
    }
    let odd = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    text.chars().any(odd).then(|| "里面有控制字符，重新写一遍".to_owned())
}

fn unknown(id: &str) -> AppError {
    AppError::UnknownRecord { what: "批示", id: id.to_owned() }
}
