//! People who were never born: rosters of any size, the same every time.

/// Not the code of any county.
const AREA: &str = "411099";
const SURNAMES: &str = include_str!("../../../demonstration/data/surnames.csv");
const GIVEN_NAMES: &str = include_str!("../../../demonstration/data/given_names.csv");
const VILLAGES: &str = include_str!("../../../demonstration/data/villages.csv");
const PEOPLE_A_HOUSEHOLD: usize = 4;

/// The header of [`roster`].
pub const TITLES: [&str; 9] =
    ["户号", "村", "村民小组", "姓名", "身份证号", "性别", "与户主关系", "人员类别", "联系电话"];

/// An identity number of somebody born on a day (`YYYYMMDD`), with its check character.
pub fn id_number(birth: &str, serial: usize) -> String {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = format!("{AREA}{birth}{serial:03}");
    let sum: usize = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    format!("{digits}{}", &"10X98765432"[sum % 11..=sum % 11])
}

/// Rows of a roster of so many people, in households of four under the office's own numbers.
pub fn roster(people: usize) -> Vec<Vec<String>> {
    let column = |csv: &'static str| csv.lines().skip(1).filter_map(|line| line.split(',').next()).collect::<Vec<_>>();
    let (surnames, given, villages) = (column(SURNAMES), column(GIVEN_NAMES), column(VILLAGES));
    let relations = ["户主", "妻", "长子", "女儿"];
    let row = |at: usize| {
        let (household, place) = (at / PEOPLE_A_HOUSEHOLD, at % PEOPLE_A_HOUSEHOLD);
        let year = if place < 2 { 1950 + household % 40 } else { 1985 + household % 40 };
        // Birthdays come back after 1680 households; the serials that follow are others.
        let birth = format!("{year}{:02}{:02}", 1 + household % 12, 1 + household / 12 % 28);
        let serial = 2 * (household / 1680 * PEOPLE_A_HOUSEHOLD + place) + usize::from(place.is_multiple_of(2));
        let name =
            format!("{}{}{}", surnames[household % 40], given[at * 7 % given.len()], given[at * 13 % given.len()]);
        let category = if household.is_multiple_of(25) { "低保" } else { "一般" };
        let phone = if place == 0 { format!("139{household:08}") } else { String::new() };
        let sex = if place.is_multiple_of(2) { "男" } else { "女" };
        let village = villages[household / 200 % villages.len()];
        vec![
            format!("{}", household + 1),
            village.to_owned(),
            format!("{}", household % 6 + 1),
            name,
            id_number(&birth, serial),
            sex.to_owned(),
            relations[place].to_owned(),
            category.to_owned(),
            phone,
        ]
    };
    (0..people).map(row).collect()
}

/// A roster as a CSV file.
pub fn csv(rows: &[Vec<String>]) -> String {
    let lines = rows.iter().map(|row| row.join(","));
    std::iter::once(TITLES.join(",")).chain(lines).map(|line| line + "\r\n").collect()
}
