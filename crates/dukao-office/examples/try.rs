fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.rsplit('/').next().unwrap();
        let book = dukao_office::grid::open(name, &bytes).unwrap();
        let known = dukao_office::batch::Nothing::default();
        let guess = dukao_office::guess::guess(&book, &known, &Default::default());
        println!("===== {path}: {} tables", guess.tables.len());
        for table in &guess.tables {
            println!("{}", table.mapping());
            for doubt in &table.doubts {
                println!("?? {} {} {:?}", doubt.at, doubt.question, doubt.answers);
            }
        }
    }
}
