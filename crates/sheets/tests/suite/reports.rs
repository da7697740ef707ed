//! Reports: opened by Excel, corrected, imported again.

use std::fs;

use nonghe_sheets::report::{self, ReportRow};
use nonghe_sheets::{Field, Limits};

use crate::support::{Desk, lines, taken};

fn titles() -> Vec<String> {
    ["户号", "姓名", "身份证号", "门牌号"].map(str::to_owned).into()
}

fn cells() -> Vec<Vec<String>> {
    vec![
        ["0012", "=HYPERLINK(\"http://x\")", "110101199003071234", "3-12"].map(str::to_owned).into(),
        ["H2", "张,\"三\"", "11010119900307123X", "+1"].map(str::to_owned).into(),
    ]
}

#[test]
fn a_report_as_csv_is_safe_and_complete() {
    let desk = Desk::new();
    let path = desk.path("report.csv");
    let cells = cells();
    let rows = (2..).zip(&cells).map(|(line, cells)| ReportRow { line, reason: "身份证号有误", cells });
    report::write_csv(&path, &titles(), rows).unwrap();
    let expected = "\u{FEFF}行号 line,原因 reason,户号,姓名,身份证号,门牌号\r\n\
        2,身份证号有误,\t0012,\"'=HYPERLINK(\"\"http://x\"\")\",\t110101199003071234,\t3-12\r\n\
        3,身份证号有误,H2,\"张,\"\"三\"\"\",11010119900307123X,'+1\r\n";
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    assert!(!desk.path("report.csv.part").exists());
}

#[test]
fn a_report_can_be_imported_again() {
    let desk = Desk::new();
    let cells = cells();
    let rows = || (2..).zip(&cells).map(|(line, cells)| ReportRow { line, reason: "=1", cells });
    let (csv, xlsx) = (desk.path("report.csv"), desk.path("report.xlsx"));
    report::write_csv(&csv, &titles(), rows()).unwrap();
    report::write_xlsx(&xlsx, &titles(), rows()).unwrap();
    for path in [csv, xlsx] {
        let list = lines(&mut nonghe_sheets::open(&path, &Limits::default()).unwrap());
        let fields = [Field::Household, Field::Name, Field::IdNumber, Field::Door];
        let read: Vec<_> = taken(&list, &fields).into_iter().map(|(_, texts)| texts).collect();
        assert_eq!(read, cells, "{}", path.display());
    }
}

#[test]
fn a_report_that_cannot_be_written_leaves_no_half() {
    let desk = Desk::new();
    let path = desk.path("no such folder").join("report.csv");
    assert!(report::write_csv(&path, &titles(), []).is_err());
    assert!(!path.exists());
}
