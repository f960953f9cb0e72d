//! Opens one file as an import does and says what became of it, with the peak of memory: the hostile-file tests
//! run it as a process of its own. What opens is guessed at, too.
//!
//! `open-file PATH` prints one line of JSON: `opened`, `message` (of the refusal), `sheets`, `rows`, `problems`
//! (of reading it as standard tables), `peak_kib`.

use std::io::{Read, Write};
use std::path::Path;

use dukao_app::import::largest_file;
use dukao_office::batch::Nothing;
use dukao_office::{grid, guess, workbook};
use serde_json::{Value, json};

fn main() -> anyhow::Result<()> {
    let Some(path) = std::env::args().nth(1) else { anyhow::bail!("open-file PATH") };
    let path = Path::new(&path);
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(largest_file() + 1).read_to_end(&mut bytes)?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut said = opened(&name, &bytes);
    if let Some(said) = said.as_object_mut() {
        said.insert("peak_kib".to_owned(), peak()?.into());
        said.insert("milliseconds".to_owned(), processor_time()?.into());
    }
    writeln!(std::io::stdout(), "{said}")?;
    Ok(())
}

fn opened(name: &str, bytes: &[u8]) -> Value {
    match grid::open(name, bytes) {
        Err(problem) => json!({ "opened": false, "message": problem.to_string() }),
        Ok(book) => {
            let rows: usize = book.sheets.iter().map(grid::Sheet::height).sum();
            let books = [book];
            let outcome = workbook::read(&books, &Nothing::default());
            let tables = |book| guess::guess(book, &Nothing::default(), &guess::Hints::default()).tables.len();
            json!({
                "opened": true,
                "notes": books.iter().flat_map(|book| &book.notes).map(ToString::to_string).collect::<Vec<_>>(),
                "sheets": books.iter().map(|book| book.sheets.len()).sum::<usize>(),
                "rows": rows,
                "problems": outcome.problems.len(),
                "tables": books.iter().map(tables).sum::<usize>(),
            })
        }
    }
}

/// How long this process kept a processor busy, in milliseconds.
fn processor_time() -> anyhow::Result<u64> {
    let schedule = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: u64 = schedule.split_whitespace().next().unwrap_or_default().parse()?;
    Ok(nanoseconds / 1_000_000)
}

/// The most memory this process ever held, in KiB.
fn peak() -> anyhow::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let digits = line.map(|line| line.trim().trim_end_matches(" kB").to_owned());
    Ok(digits.unwrap_or_default().parse()?)
}
