"""The same figures by what an office would use instead: pandas, polars, SQL views.

substitutes.py FOLDER WIDE STANDARD BEHIND TASK… prints {task: {name: [milliseconds …]}}. Each substitute computes
completion, gap to pace, shortfall, monthly requirement, monthly shortfall, remaining and remaining per month
of every county, indicator and month, in doubles, and must count BEHIND cells behind pace.
"""
import json
import os
import sqlite3
import sys
import time

import numpy
import openpyxl
import pandas
import polars

RUNS = 5
COUNTIES, INDICATORS = 2844, 100

VIEW = """
SELECT f.county, f.indicator, f.month,
       f.done * 100.0 / t.target AS completion,
       f.month * 100.0 / 12 - f.done * 100.0 / t.target AS behind_pace,
       t.target * f.month / 12.0 - f.done AS shortfall,
       t.target / 12.0 AS requirement,
       t.target / 12.0 - (f.done - COALESCE(b.done, 0)) AS monthly_shortfall,
       t.target - f.done AS remaining,
       CASE WHEN f.month < 12 THEN (t.target - f.done) * 1.0 / (12 - f.month) END AS remaining_monthly
FROM figure f
JOIN target t ON t.county = f.county AND t.indicator = f.indicator
LEFT JOIN figure b ON b.county = f.county AND b.indicator = f.indicator AND b.month = f.month - 1
"""
COLUMNS = ["completion", "behind_pace", "shortfall", "requirement", "monthly_shortfall", "remaining",
           "remaining_monthly"]
ALL = "SELECT SUM(CASE WHEN behind_pace > 1e-9 THEN 1 ELSE 0 END), " + ", ".join(f"SUM({c})" for c in COLUMNS)


def timed(work, runs=RUNS):
    work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return times


def figures():
    """The same line of arithmetic as nation.rs."""
    county, indicator, month = numpy.meshgrid(
        numpy.arange(COUNTIES), numpy.arange(INDICATORS), numpy.arange(1, 13), indexing="ij")
    step = (county * 7919 + indicator * 104729 + month * 15485863) % 900 + 50
    target = 12 * ((county * 31 + indicator * 17) % 900 + 50)
    flat = {"county": county, "indicator": indicator, "month": month, "step": step,
            "done": step.cumsum(axis=2), "target": target}
    return {name: values.reshape(-1) for name, values in flat.items()}


def check(count, expected):
    if expected is not None and count != expected:
        raise SystemExit(f"{count} cells behind pace instead of {expected}")


def by_pandas(data, expected):
    frame = pandas.DataFrame(data)

    def work():
        out = pandas.DataFrame()
        out["completion"] = frame["done"] * 100.0 / frame["target"]
        out["behind_pace"] = frame["month"] * 100.0 / 12 - out["completion"]
        out["shortfall"] = frame["target"] * frame["month"] / 12.0 - frame["done"]
        out["requirement"] = frame["target"] / 12.0
        out["monthly_shortfall"] = out["requirement"] - frame["step"]
        out["remaining"] = frame["target"] - frame["done"]
        out["remaining_monthly"] = out["remaining"] / (12 - frame["month"])
        check(int((out["behind_pace"] > 1e-9).sum()), expected)
    return timed(work)


def by_polars(data, expected):
    frame = polars.DataFrame(data)
    done, target, month, step = (polars.col(name) for name in ("done", "target", "month", "step"))

    def work():
        out = frame.select(
            completion=done * 100.0 / target,
            behind_pace=month * 100.0 / 12 - done * 100.0 / target,
            shortfall=target * month / 12.0 - done,
            requirement=target / 12.0,
            monthly_shortfall=target / 12.0 - step,
            remaining=target - done,
            remaining_monthly=(target - done) / (12 - month))
        check(int((out["behind_pace"] > 1e-9).sum()), expected)
    return timed(work)


def rows(data):
    return zip(*(data[name].tolist() for name in ("county", "indicator", "month", "done")))


def targets(data):
    first = data["month"] == 1
    return zip(*(data[name][first].tolist() for name in ("county", "indicator", "target")))


def by_sqlite(folder, data, expected):
    path = os.path.join(folder, "view.db")
    fresh = not os.path.exists(path)
    db = sqlite3.connect(path)
    if fresh:
        db.execute("CREATE TABLE figure (county INT, indicator INT, month INT, done INT, "
                   "PRIMARY KEY (county, indicator, month)) WITHOUT ROWID")
        db.execute("CREATE TABLE target (county INT, indicator INT, target INT, "
                   "PRIMARY KEY (county, indicator)) WITHOUT ROWID")
        db.executemany("INSERT INTO figure VALUES (?, ?, ?, ?)", rows(data))
        db.executemany("INSERT INTO target VALUES (?, ?, ?)", targets(data))
        db.execute("CREATE VIEW rate AS " + VIEW)
        db.commit()
    nation = timed(lambda: check(db.execute(ALL + " FROM rate").fetchone()[0], expected))
    county = timed(lambda: db.execute(ALL + " FROM rate WHERE county = 7").fetchone(), 50)
    return nation, county


def by_postgres(url, data, expected):
    import psycopg
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("CREATE TEMP TABLE figure (county INT, indicator INT, month INT, done INT)")
        db.execute("CREATE TEMP TABLE target (county INT, indicator INT, target INT)")
        for table, values in (("figure", rows(data)), ("target", targets(data))):
            with db.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        db.execute("CREATE UNIQUE INDEX f ON figure (county, indicator, month)")
        db.execute("CREATE UNIQUE INDEX t ON target (county, indicator)")
        db.execute("ANALYZE figure")
        db.execute("ANALYZE target")
        db.execute("CREATE TEMP VIEW rate AS " + VIEW)
        nation = timed(lambda: check(db.execute(ALL + " FROM rate").fetchone()[0], expected))
        county = timed(lambda: db.execute(ALL + " FROM rate WHERE county = 7").fetchone(), 50)
        return nation, county


def imports(folder, workbook):
    """Read, unpivot, store; the codes are checked, nothing else."""
    units = {f"S{unit:04}" for unit in range(2000)}
    indicators = {f"I{indicator:03}" for indicator in range(50)}

    def store(records):
        path = os.path.join(folder, "substitute.db")
        if os.path.exists(path):
            os.remove(path)
        db = sqlite3.connect(path)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE figure (unit TEXT, indicator TEXT, month TEXT, value REAL)")
        db.executemany("INSERT INTO figure VALUES (?, ?, ?, ?)", records)
        db.commit()
        if db.execute("SELECT COUNT(*) FROM figure").fetchone()[0] != 800_000:
            raise SystemExit("not 800,000 values")
        db.close()

    def pandas_way():
        frame = pandas.read_excel(workbook)
        assert frame["单位"].isin(units).all() and frame["指标"].isin(indicators).all()
        long = frame.melt(id_vars=["单位", "指标"])
        store(long.itertuples(index=False, name=None))

    def polars_way():
        frame = polars.read_excel(workbook)
        assert frame["单位"].is_in(list(units)).all() and frame["指标"].is_in(list(indicators)).all()
        store(frame.unpivot(index=["单位", "指标"]).iter_rows())

    return {"pandas (openpyxl)": timed(pandas_way), "polars (calamine)": timed(polars_way)}


def rows_read(workbook):
    """Read the standard table; codes, months and figures are checked cell by cell or column by column."""
    units = {f"S{unit:04}" for unit in range(2000)}
    indicators = {f"I{indicator:03}" for indicator in range(50)}
    months = {f"2018-{month:02}" for month in range(1, 13)}

    def openpyxl_way():
        sheet = openpyxl.load_workbook(workbook, read_only=True, data_only=True).worksheets[0]
        lines = sheet.iter_rows(min_row=2, values_only=True)
        figures = 0
        for indicator, unit, period, *values in lines:
            assert indicator in indicators and unit in units and period in months
            assert all(isinstance(value, (int, float)) for value in values)
            figures += len(values)
        assert figures == 800_000

    def pandas_way():
        frame = pandas.read_excel(workbook)
        assert frame["指标"].isin(indicators).all() and frame["单位"].isin(units).all()
        assert frame["期间"].isin(months).all()
        values = frame.iloc[:, 3:]
        assert values.notna().all().all() and all(kind.kind in "if" for kind in values.dtypes)
        assert values.size == 800_000

    return {"openpyxl": timed(openpyxl_way), "pandas (openpyxl)": timed(pandas_way)}


def written(standard, folder):
    """The rows of the standard table, written as a workbook."""
    frame = pandas.read_excel(standard)
    heads, lines = list(frame.columns), frame.values.tolist()
    path = os.path.join(folder, "substitute.xlsx")

    def openpyxl_way():
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(heads)
        for line in lines:
            sheet.append(line)
        book.save(path)

    def pandas_way():
        frame.to_excel(path, index=False)

    return {"openpyxl": timed(openpyxl_way), "pandas (openpyxl)": timed(pandas_way)}


def returns(folder):
    """500 workbooks read one after another; the codes are checked, the figures stored."""
    home = os.path.join(folder, "returns")
    paths = [os.path.join(home, name) for name in sorted(os.listdir(home))]
    units = {f"S{unit:04}" for unit in range(500)}
    indicators = {f"I{indicator:03}" for indicator in range(200)}

    def store(records):
        path = os.path.join(folder, "substitute.db")
        if os.path.exists(path):
            os.remove(path)
        db = sqlite3.connect(path)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE figure (indicator TEXT, unit TEXT, period TEXT, month REAL, cumulative REAL)")
        db.executemany("INSERT INTO figure VALUES (?, ?, ?, ?, ?)", records)
        db.commit()
        if db.execute("SELECT COUNT(*) FROM figure").fetchone()[0] != 100_000:
            raise SystemExit("not 100,000 rows")
        db.close()

    def lines():
        for path in paths:
            sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
            for line in sheet.iter_rows(min_row=2, values_only=True):
                assert line[0] in indicators and line[1] in units and line[2] == "2018-07"
                assert all(isinstance(value, (int, float)) for value in line[3:])
                yield line

    def pandas_way():
        frame = pandas.concat([pandas.read_excel(path) for path in paths])
        assert frame["指标"].isin(indicators).all() and frame["单位"].isin(units).all()
        store(frame.itertuples(index=False, name=None))

    return {"openpyxl": timed(lambda: store(lines())), "pandas (openpyxl)": timed(pandas_way)}


def main():
    folder, wide, standard, behind, *tasks = sys.argv[1:]
    behind = int(behind)
    result = {task: {} for task in tasks}
    if "nation" in tasks or "county" in tasks:
        data = figures()
        county = {name: values[data["county"] == 7] for name, values in data.items()}
        nation_view, county_view = by_sqlite(folder, data, behind)
        result["nation"] = {"pandas": by_pandas(data, behind), "polars": by_polars(data, behind),
                            "SQLite view": nation_view}
        result["county"] = {"pandas": by_pandas(county, None), "polars": by_polars(county, None),
                            "SQLite view": county_view}
        url = os.environ.get("DUKAO_TEST_POSTGRES")
        if url:
            nation_view, county_view = by_postgres(url, data, behind)
            result["nation"]["PostgreSQL view"] = nation_view
            result["county"]["PostgreSQL view"] = county_view
    if "import" in tasks:
        result["import"] = imports(folder, wide)
        result["rows"] = rows_read(standard)
    if "export" in tasks:
        result["export"] = written(standard, folder)
    if "returns" in tasks:
        result["returns"] = returns(folder)
    json.dump(result, sys.stdout)


main()
