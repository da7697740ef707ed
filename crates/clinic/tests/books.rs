//! Receipt books: each receipt has the next form, no form is used twice, and nothing is taken without one.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use nonghe_clinic::views::{
    BookInput, BookReturnInput, BookState, BooksView, EntryState, FormsLeft, GiveBackInput, HouseholdInput,
    HouseholdView, MemberInput, PremiumInput, PremiumQuote, ReceiptView, SkipInput, SpoilInput,
};
use nonghe_clinic::{ClinicError, ClinicResult};
use nonghe_domain::Text;
use nonghe_protocol::FeedItem;
use nonghe_protocol::feed::Verdict;
use support::township::id_number;
use support::{CASHIER, Desk, OFFICE, PIN, small_file};

fn desk() -> Desk {
    let rules = small_file("yearly.toml").replace("[premium]", "[premium]\nreceipt_numbers = \"book\"");
    assert!(rules.contains("receipt_numbers"), "the small pack has a premium");
    let desk = Desk::with_rules(&[rules]);
    desk.sign_in(OFFICE);
    desk
}

fn household(desk: &Desk, serial: usize) -> HouseholdView {
    let member = MemberInput {
        id_number: id_number("19800412", serial),
        name: "王建国".into(),
        sex: None,
        birth_date: None,
        relation: "head".into(),
        categories: Vec::new(),
        phone: String::new(),
        person: None,
    };
    let input = HouseholdInput {
        village: "槐树村".into(),
        group: "3".into(),
        door: "12".into(),
        phone: String::new(),
        members: vec![member],
    };
    desk.clinic.household_register(&desk.op(), &input, desk.now()).unwrap()
}

fn quote(desk: &Desk, household: &HouseholdView) -> PremiumQuote {
    desk.clinic.premium_quote(&household.id, 2026, None, None, desk.now()).unwrap()
}

fn input(desk: &Desk, household: &HouseholdView, number: Option<&str>) -> PremiumInput {
    PremiumInput {
        fiscal_number: number.map(str::to_owned),
        op: desk.op(),
        household: household.id.clone(),
        year: 2026,
        persons: vec![household.members[0].person.clone()],
        method: "scan".into(),
        tendered: String::new(),
        expected_due: quote(desk, household).due.plain,
        special: None,
    }
}

fn pay(desk: &Desk, household: &HouseholdView, number: Option<&str>) -> ClinicResult<ReceiptView> {
    desk.clinic.premium_collect(&input(desk, household, number), desk.now())
}

fn issue(desk: &Desk, first: &str, last: &str) -> ClinicResult<BooksView> {
    let input = BookInput { op: desk.op(), first: first.into(), last: last.into(), note: String::new() };
    desk.clinic.book_issue(&input, desk.now())
}

fn skip(desk: &Desk, number: &str, reason: &str) -> SkipInput {
    SkipInput { op: desk.op(), number: number.into(), reason: reason.into(), note: String::new() }
}

fn refused<T: std::fmt::Debug>(result: ClinicResult<T>) -> (String, Option<String>) {
    let said: ClinicError = result.unwrap_err();
    let said = said.for_people();
    (said.code, said.field)
}

#[test]
fn without_a_form_nothing_is_taken_and_the_household_is_saved_all_the_same() {
    let desk = desk();
    let home = household(&desk, 951);
    let shown = quote(&desk, &home);
    assert!(shown.form.is_none() && shown.blocked.unwrap().zh.contains("没有可用票据号"));
    assert_eq!(desk.clinic.frame_view(desk.now()).unwrap().next_number, "—");
    assert_eq!(refused(pay(&desk, &home, None)).0, "E-3015");
    assert_eq!(quote(&desk, &home).paid, 0);
}

#[test]
fn receipts_take_the_lowest_form_of_the_books_in_their_order_and_the_first_is_confirmed_once() {
    let desk = desk();
    issue(&desk, "0002318", "0002319").unwrap();
    issue(&desk, "0000100", "0000100").unwrap();
    let homes: Vec<_> = (951..955).map(|serial| household(&desk, serial)).collect();
    let shown = quote(&desk, &homes[0]);
    assert_eq!((shown.next_number.as_str(), shown.form.unwrap().confirm), ("0002318", true));
    assert_eq!(desk.clinic.frame_view(desk.now()).unwrap().next_number, "0002318");
    assert_eq!(refused(pay(&desk, &homes[0], None)).0, "E-3016", "nobody looked at the new paper");
    assert_eq!(refused(pay(&desk, &homes[0], Some("0002319"))).0, "E-3016", "another paper");
    let press = input(&desk, &homes[0], Some("0002318"));
    let first = desk.clinic.premium_collect(&press, desk.now()).unwrap();
    let again = desk.clinic.premium_collect(&press, desk.now()).unwrap();
    assert_eq!((first.fiscal_number.as_deref(), &first.number), (Some("0002318"), &again.number));
    assert!(!quote(&desk, &homes[1]).form.unwrap().confirm, "once for each book");
    assert_eq!(pay(&desk, &homes[1], None).unwrap().fiscal_number.as_deref(), Some("0002319"));
    assert_eq!(pay(&desk, &homes[2], Some("0000100")).unwrap().fiscal_number.as_deref(), Some("0000100"));
    assert_eq!(refused(pay(&desk, &homes[3], None)).0, "E-3015", "all forms are used");
    let states: Vec<_> = desk.clinic.book_list().unwrap().books.iter().map(|book| (book.state, book.used)).collect();
    assert_eq!(states, [(BookState::Full, 2), (BookState::Full, 1)]);
    assert!(desk.store(nonghe_store::Store::verify).unwrap().is_sound());
}

#[test]
fn only_the_office_issues_and_takes_back_and_no_number_is_issued_twice() {
    let desk = desk();
    desk.sign_in(CASHIER);
    assert!(!desk.clinic.book_list().unwrap().may_issue);
    assert_eq!(refused(issue(&desk, "0001", "0100")).0, "E-1204");
    desk.sign_in(OFFICE);
    let press =
        BookInput { op: desk.op(), first: "０００１".into(), last: "0100".into(), note: " 第 1 盒 ".into() };
    let issued = desk.clinic.book_issue(&press, desk.now()).unwrap();
    assert_eq!(desk.clinic.book_issue(&press, desk.now()).unwrap().books.len(), 1, "a double press is one book");
    assert_eq!((issued.books[0].first.as_str(), issued.books[0].note.as_str()), ("0001", "第 1 盒"));
    for (first, last, field) in [
        ("0100", "0200", "first"),
        ("", "0200", "first"),
        ("020a", "0300", "first"),
        ("0200", "", "last"),
        ("0300", "0299", "last"),
        ("0300", "00301", "last"),
        ("000001", "200000", "last"),
    ] {
        assert_eq!(refused(issue(&desk, first, last)).1.as_deref(), Some(field), "{first} to {last}");
    }
    let give_back = |from: &str, reason: &str| BookReturnInput {
        op: desk.op(),
        book: issued.books[0].id.clone(),
        from: from.into(),
        reason: reason.into(),
    };
    desk.sign_in(CASHIER);
    assert_eq!(refused(desk.clinic.book_return(&give_back("0051", "年末"), desk.now())).0, "E-1204");
    desk.sign_in(OFFICE);
    for (from, reason, field) in [("0000", "年末", "from"), ("0101", "年末", "from"), ("0051", " ", "reason")] {
        let said = refused(desk.clinic.book_return(&give_back(from, reason), desk.now()));
        assert_eq!(said.1.as_deref(), Some(field), "{from} {reason:?}");
    }
    let back = give_back("0051", "年末");
    let view = desk.clinic.book_return(&back, desk.now()).unwrap();
    assert_eq!((view.books[0].left, view.books[0].returned_from.as_deref()), (50, Some("0051")));
    assert_eq!(desk.clinic.book_return(&back, desk.now()).unwrap().books[0].left, 50);
    assert_eq!(refused(desk.clinic.book_return(&give_back("0040", "年末"), desk.now())).1.as_deref(), Some("from"));
    assert_eq!(refused(issue(&desk, "0060", "0070")).1.as_deref(), Some("first"), "also what went back stays gone");
}

#[test]
fn a_higher_number_on_the_paper_spoils_those_between_before_the_money_is_taken() {
    let desk = desk();
    issue(&desk, "0001", "0100").unwrap();
    let home = household(&desk, 951);
    for (number, reason, field) in [
        ("0001", "missing", "number"),
        ("0101", "missing", "number"),
        ("004", "missing", "number"),
        ("0004", "", "reason"),
        ("0004", "other", "note"),
    ] {
        let said = refused(desk.clinic.form_skip(&skip(&desk, number, reason), desk.now()));
        assert_eq!(said.1.as_deref(), Some(field), "{number} {reason:?}");
    }
    desk.sign_in(CASHIER);
    let press = skip(&desk, "0004", "missing");
    let view = desk.clinic.form_skip(&press, desk.now()).unwrap();
    let again = desk.clinic.form_skip(&press, desk.now()).unwrap();
    assert_eq!((view.books[0].spoiled, again.books[0].spoiled, again.books[0].left), (3, 3, 97));
    assert_eq!((view.spoiled[0].from.as_str(), view.spoiled[0].until.as_str()), ("0001", "0003"));
    let form = quote(&desk, &home).form.unwrap();
    assert_eq!((form.number.as_str(), form.confirm), ("0004", false));
    assert_eq!(pay(&desk, &home, Some("0004")).unwrap().fiscal_number.as_deref(), Some("0004"));
}

#[test]
fn a_spoiled_form_gives_the_payment_the_next_number_and_stays_on_record() {
    let desk = desk();
    issue(&desk, "0001", "0002").unwrap();
    let home = household(&desk, 951);
    let receipt = pay(&desk, &home, Some("0001")).unwrap();
    let spoil = |reason: &str| SpoilInput {
        op: desk.op(),
        payment: receipt.id.clone(),
        reason: reason.into(),
        note: String::new(),
    };
    let press = spoil("misprinted");
    let now = desk.clinic.form_spoil(&press, desk.now()).unwrap();
    let again = desk.clinic.form_spoil(&press, desk.now()).unwrap();
    assert_eq!((now.fiscal_number.as_deref(), again.fiscal_number.as_deref()), (Some("0002"), Some("0002")));
    assert_eq!((&now.number, now.due.plain.as_str()), (&receipt.number, receipt.due.plain.as_str()));
    let forms = desk.clinic.spoiled_forms(&receipt.id).unwrap();
    assert_eq!((forms[0].from.as_str(), forms[0].instead.as_deref(), forms.len()), ("0001", Some("0002"), 1));
    assert_eq!(forms[0].receipt.as_deref(), Some(receipt.number.as_str()));
    // Whoever brings a paper, the spoiled one too, is found by the number that stands on it.
    for (on_paper, found) in [("0001", 1), ("0002", 1), ("0003", 0), ("00002", 0)] {
        let hits = desk.clinic.search(on_paper, 2026, desk.now()).unwrap().documents;
        assert_eq!(hits.len(), found, "{on_paper}");
        assert!(hits.iter().all(|hit| hit.id == receipt.id));
    }
    assert_eq!(refused(desk.clinic.form_spoil(&spoil("misprinted"), desk.now())).0, "E-3015", "no form is left");
    assert!(desk.store(nonghe_store::Store::verify).unwrap().is_sound());
}

#[test]
fn the_desk_warns_at_fifty_forms_or_half_a_book_and_at_five() {
    let desk = desk();
    let is = |left, level| {
        let next = desk.clinic.book_list().unwrap().next.unwrap();
        assert_eq!((next.left, next.level), (left, level));
        let foot = desk.clinic.frame_view(desk.now()).unwrap().forms_left.unwrap();
        assert_eq!((foot.left, foot.level), (left, level), "the footer says it too");
    };
    let until = |number: &str| desk.clinic.form_skip(&skip(&desk, number, "missing"), desk.now()).map(drop).unwrap();
    issue(&desk, "0001", "0050").unwrap();
    is(50, FormsLeft::Plenty);
    until("0025");
    is(26, FormsLeft::Plenty);
    until("0026");
    is(25, FormsLeft::Low);
    until("0046");
    is(5, FormsLeft::Last);
    issue(&desk, "1001", "1200").unwrap();
    is(205, FormsLeft::Plenty);
    until("0047");
    is(204, FormsLeft::Plenty);
}

#[test]
fn the_form_of_a_voided_receipt_is_listed_with_its_slip() {
    let desk = desk();
    issue(&desk, "0001", "0050").unwrap();
    let receipt = pay(&desk, &household(&desk, 951), Some("0001")).unwrap();
    let void = GiveBackInput {
        op: desk.op(),
        payment: receipt.id.clone(),
        reason: "duplicate".into(),
        note: String::new(),
        persons: Vec::new(),
        expected: receipt.due.plain.clone(),
        method: String::new(),
        second_initials: CASHIER.into(),
        second_pin: PIN.into(),
    };
    let voided = desk.clinic.premium_void(&void, desk.now()).unwrap();
    let view = desk.clinic.book_list().unwrap();
    let listed = &view.spoiled[0];
    assert_eq!((listed.from.as_str(), listed.receipt.as_deref()), ("0001", Some(receipt.number.as_str())));
    assert!(listed.reason.zh.contains(&voided.slips[0].number), "{listed:?}");
    assert_eq!(view.books[0].used, 1, "a voided form is used, not free again");
}

#[test]
fn a_book_that_the_county_refuses_is_not_used_any_more_and_what_it_says_is_shown() {
    let desk = desk();
    issue(&desk, "0001", "0100").unwrap();
    let seq = desk.store(nonghe_store::Store::last_seq).unwrap();
    let reason = Text::new("重号", "Numbers twice");
    desk.hear(&[FeedItem::Disposition { from_seq: seq, to_seq: seq, verdict: Verdict::Refused { reason } }]);
    let view = desk.clinic.book_list().unwrap();
    assert!(view.next.is_none());
    assert_eq!((view.books[0].state, view.books[0].entry), (BookState::Refused, EntryState::NeedsAction));
    assert_eq!(view.books[0].county_says.as_ref().unwrap().zh, "重号");
}
