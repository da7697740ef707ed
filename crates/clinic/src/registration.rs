//! Registering households and members.

use crate::changes::{Builder, leave_households, move_in, open_household, relation};
use crate::checks::{half_width, known_person};
use crate::views::{
    Choice, HouseholdInput, HouseholdView, MemberInput, RegistrationForm, RelationInput, VillageSpelled,
};
use crate::{Clinic, ClinicError, ClinicResult, Now, id, random, stamp};
use chrono::NaiveDate;
use nonghe_domain::adjudicate::DatedCategory;
use nonghe_domain::identity::{IdNumber, TemporaryNumber, TemporaryNumberFault};
use nonghe_domain::names::PersonName;
use nonghe_domain::pack::Rules;
use nonghe_domain::person::{Relation, Sex};
use nonghe_domain::pinyin::{place_keys, place_spelled};
use nonghe_domain::{HouseholdId, PersonId, Text, dates};
use nonghe_protocol::body::{Body, Household, HouseholdRegistered, Member, MembersAdded};
use nonghe_protocol::change::{HouseholdFormed, Joined, PeopleMoved, Presence};
use nonghe_protocol::{OperatorRecord, Role};
use nonghe_store::{NewEntry, PersonRecord, Store};
use std::collections::HashSet;

/// Households larger than this are a mistake of the form.
const MEMBERS_MAX: usize = 30;
/// Whoever is in no other category.
const GENERAL: &str = "general";

impl Clinic {
    /// What the registration form needs.
    pub fn registration_form(&self, now: Now) -> ClinicResult<RegistrationForm> {
        let operator = self.operator(None)?;
        let pack = self.pack(self.year_of(now.today())).ok();
        let temporary_days = pack.as_ref().map(|pack| pack.rules.temporary_number_days);
        let season_year = self.season_year(now.today());
        let store = self.store();
        let last = store.newest_household()?;
        let villages = villages(&store)?;
        let mut categories = vec![Choice { code: GENERAL.into(), name: Text::new("一般", "General") }];
        if let Some(pack) = pack {
            let codes = pack.rules.categories.iter();
            categories.extend(codes.map(|rule| Choice { code: rule.code.clone(), name: rule.name.clone() }));
        }
        Ok(RegistrationForm {
            villages,
            last_group: last.map(|last| last.group).unwrap_or_default(),
            next_household_number: household_number(store.last_number("H")? + 1),
            relations: Relation::ALL
                .map(|relation| Choice { code: relation_code(relation), name: relation_name(relation) })
                .into(),
            categories,
            office: operator.roles.contains(&Role::Office),
            temporary_days,
            season_year,
        })
    }

    /// Villages by characters, initials or full pinyin, the last used first; all for an empty query.
    pub fn villages_find(&self, query: &str) -> ClinicResult<Vec<String>> {
        self.operator(None)?;
        let query: String = query.trim().chars().map(half_width).collect::<String>().to_lowercase();
        let mut found = villages(&self.store())?;
        found.retain(|village| {
            let keys = place_keys(village);
            village.to_lowercase().contains(&query)
                || keys.initials.iter().chain(&keys.full).any(|key| key.starts_with(&query))
        });
        Ok(found)
    }

    /// How the villages known here are read, for the English interface.
    pub fn villages_spelled(&self) -> ClinicResult<Vec<VillageSpelled>> {
        self.operator(None)?;
        let spelled = |name: String| VillageSpelled { pinyin: place_spelled(&name), name };
        Ok(self.store().villages()?.into_iter().map(spelled).collect())
    }

    /// Registers a household.
    pub fn household_register(&self, op: &str, input: &HouseholdInput, now: Now) -> ClinicResult<HouseholdView> {
        let operator = self.operator(Some(Role::Registration))?;
        let op = id(op)?;
        let year = self.season_year(now.today()).unwrap_or_else(|| self.year_of(now.today()));
        let rules = self.pack(year).ok();
        let mut store = self.store();
        if let Some(entry) = store.entry_of_operation(op)? {
            let body = entry.decoded().map_err(nonghe_store::StoreError::from)?;
            let made = body.as_ref().and_then(|body| match body {
                Body::HouseholdRegistered(body) => Some(body.household.household),
                other => other.change().and_then(|change| change.made.as_ref()).map(|made| made.household),
            });
            if let Some(made) = made {
                return self.household_of(&store, made, year, now);
            }
        }
        let village = village(&input.village)?;
        let household = Household {
            household: HouseholdId::from_random(random()?),
            number: household_number(store.last_number("H")? + 1),
            village,
            group: tidy(&input.group),
            door: tidy(&input.door),
            phone: phone("phone", &input.phone)?,
        };
        let rules = rules.as_deref().map(|pack| &*pack.rules);
        let Entered { mut members, moved, relations } = self.members(&store, &input.members, rules, &operator, now)?;
        let head_is = |code: &RelationInput| code.relation == "head";
        if !members.iter().any(|member| member.relation == Relation::Head) && !relations.iter().any(head_is) {
            let text = Text::new("一户须有一位户主", "A household needs a head");
            return Err(ClinicError::field("members.0.relation", text));
        }
        members.sort_by_key(|member| member.relation != Relation::Head);
        let head_phone = household.phone.clone();
        for member in members.iter_mut().filter(|member| member.phone.is_empty()) {
            member.phone.clone_from(&head_phone);
        }
        let created = household.household;
        let body: Body = if moved.is_empty() {
            HouseholdRegistered { by: operator.id, household, members }.into()
        } else {
            // Somebody of it is known here: the household is formed of people who move, and of new ones.
            let mut builder = Builder::new(&store, operator.id, now.today(), "");
            move_in(&store, &mut builder, &moved, created, &relations)?;
            leave_households(&mut builder, &moved, Some(&created.to_string()), None, now.today())?;
            builder.change.made = Some(household);
            builder.change.joined = joined(created, members);
            HouseholdFormed(builder.finish()).into()
        };
        let stamp = stamp(&store, now)?;
        store.append(NewEntry::new(op, body), stamp)?;
        self.household_of(&store, created, year, now)
    }

    /// Adds members to a household.
    pub fn members_add(
        &self,
        op: &str,
        household: &str,
        input: &[MemberInput],
        now: Now,
    ) -> ClinicResult<HouseholdView> {
        let operator = self.operator(Some(Role::Registration))?;
        let (op, household) = (id(op)?, id::<HouseholdId>(household)?);
        let year = self.season_year(now.today()).unwrap_or_else(|| self.year_of(now.today()));
        let rules = self.pack(year).ok();
        let mut store = self.store();
        if let Some(entry) = store.entry_of_operation(op)?
            && matches!(&*entry.envelope.kind, "members.added" | "people.moved")
        {
            return self.household_of(&store, household, year, now);
        }
        open_household(&store, household, "household")?;
        let present = store.members(household)?;
        let rules = rules.as_deref().map(|pack| &*pack.rules);
        let Entered { members, moved, relations } = self.members(&store, input, rules, &operator, now)?;
        let second = input.iter().position(|member| member.relation == "head");
        if let (Some(place), Some(head)) = (second, present.iter().find(|member| member.relation == Relation::Head)) {
            return Err(ClinicError::field(format!("members.{place}.relation"), two_heads(&head.name)));
        }
        let body: Body = if moved.is_empty() {
            MembersAdded { by: operator.id, household, members }.into()
        } else {
            let mut builder = Builder::new(&store, operator.id, now.today(), "");
            move_in(&store, &mut builder, &moved, household, &relations)?;
            leave_households(&mut builder, &moved, Some(&household.to_string()), None, now.today())?;
            builder.change.joined = joined(household, members);
            PeopleMoved(builder.finish()).into()
        };
        let stamp = stamp(&store, now)?;
        store.append(NewEntry::new(op, body), stamp)?;
        self.household_of(&store, household, year, now)
    }

    fn members(
        &self,
        store: &Store,
        input: &[MemberInput],
        rules: Option<&Rules>,
        operator: &OperatorRecord,
        now: Now,
    ) -> ClinicResult<Entered> {
        if input.is_empty() {
            return Err(ClinicError::field(
                "members.0.id_number",
                Text::new("请至少登记一人", "Register at least one person"),
            ));
        }
        if input.len() > MEMBERS_MAX {
            let text = Text::new(
                format!("一户最多 {MEMBERS_MAX} 人"),
                format!("A household has at most {MEMBERS_MAX} people"),
            );
            return Err(ClinicError::field(format!("members.{MEMBERS_MAX}.id_number"), text));
        }
        let mut seen = HashSet::new();
        let mut head: Option<&str> = None;
        let mut serial = store.last_number("T")?;
        let mut members = Vec::with_capacity(input.len());
        let (mut moved, mut relations): (Vec<PersonRecord>, _) = (Vec::new(), Vec::new());
        let office = operator.roles.contains(&Role::Office);
        for (place, typed) in input.iter().enumerate() {
            if !office && typed.categories.iter().any(|code| code != GENERAL) {
                let text = Text::new(
                    "类别由医保办登记，窗口不能改；请先按「一般」登记",
                    "The office states categories; register the person as general here",
                );
                return Err(ClinicError::field(format!("members.{place}.categories"), text));
            }
            if let Some(known) = &typed.person {
                let field = format!("members.{place}.relation");
                let person = store.person(id(known)?)?.ok_or(ClinicError::NotFound)?;
                if relation(&field, &typed.relation)? == Relation::Head
                    && let Some(first) = head.replace(&typed.name)
                {
                    return Err(ClinicError::field(field, two_heads(first)));
                }
                if person.stands.presence == Presence::Dead || moved.iter().any(|other| other.id == person.id) {
                    let text = Text::new(
                        "此人不能转入（已登记死亡或重复）",
                        "This person cannot be moved: dead, or named twice",
                    );
                    return Err(ClinicError::field(format!("members.{place}.id_number"), text));
                }
                relations.push(RelationInput { person: known.clone(), relation: typed.relation.clone() });
                moved.push(person);
                continue;
            }
            let member = self.member(store, place, typed, rules, &mut serial, now)?;
            if let Some(number) = &member.id_number
                && !seen.insert(number.to_string())
            {
                let text = Text::new("本户中身份证号重复", "This number stands twice in the household");
                return Err(ClinicError::field(format!("members.{place}.id_number"), text));
            }
            if member.relation == Relation::Head
                && let Some(first) = head.replace(&typed.name)
            {
                return Err(ClinicError::field(format!("members.{place}.relation"), two_heads(first)));
            }
            members.push(member);
        }
        Ok(Entered { members, moved, relations })
    }

    fn member(
        &self,
        store: &Store,
        place: usize,
        typed: &MemberInput,
        rules: Option<&Rules>,
        serial: &mut u64,
        now: Now,
    ) -> ClinicResult<Member> {
        let today = now.today();
        let field = |name: &str| format!("members.{place}.{name}");
        let name = PersonName::parse(&typed.name).map_err(|fault| ClinicError::field(field("name"), fault.text()))?;
        let (id_number, temporary_number, sex, birth_date) = if typed.id_number.trim().is_empty() {
            *serial += 1;
            let number = self.temporary_number(*serial)?;
            let (sex, birth_date) = without_number(typed, &field, today)?;
            (None, Some(number), sex, birth_date)
        } else {
            let number = IdNumber::parse(&typed.id_number)
                .and_then(|number| number.check_against(today).map(|()| number))
                .map_err(|fault| ClinicError::field(field("id_number"), fault.text()))?;
            if let Some(person) = store.person_by_id_number(&number)? {
                let known = known_person(store, &person)?;
                return Err(ClinicError::KnownPerson { field: field("id_number"), place: known.place });
            }
            let (sex, birth_date) = (number.sex(), number.birth_date());
            (Some(number), None, sex, birth_date)
        };
        let relation = relation(&field("relation"), &typed.relation)?;
        Ok(Member {
            person: PersonId::from_random(random()?),
            name: name.as_str().to_owned(),
            id_number,
            temporary_number,
            sex,
            birth_date,
            relation,
            categories: categories(&typed.categories, &field("categories"), rules, self.categories_from(today))?,
            phone: phone(&field("phone"), &typed.phone)?,
        })
    }

    fn temporary_number(&self, serial: u64) -> ClinicResult<String> {
        let granted = self.granted()?;
        let serial = u32::try_from(serial).unwrap_or(u32::MAX);
        temporary_number(&granted.centre.code, granted.device_number, serial)
            .map_err(|fault| ClinicError::field("members.0.id_number", fault.text()))
    }
}

/// Members as entered: new ones, and people who are known and move.
struct Entered {
    members: Vec<Member>,
    moved: Vec<PersonRecord>,
    relations: Vec<RelationInput>,
}

fn joined(household: HouseholdId, members: Vec<Member>) -> Option<Joined> {
    (!members.is_empty()).then_some(Joined { household, members })
}

/// The number of somebody without an identity number: `T4101D2000001` is the first one of device 2 of centre 4101.
/// The device is part of it, so that two devices of a centre never give out the same one.
pub(crate) fn temporary_number(centre: &str, device: u32, serial: u32) -> Result<String, TemporaryNumberFault> {
    TemporaryNumber::new(&format!("{centre}D{device}"), serial).map(|number| number.to_string())
}

fn without_number(
    typed: &MemberInput,
    field: &impl Fn(&str) -> String,
    today: NaiveDate,
) -> ClinicResult<(Sex, NaiveDate)> {
    let sex = match typed.sex.as_deref() {
        Some("male") => Sex::Male,
        Some("female") => Sex::Female,
        _ => return Err(ClinicError::field(field("sex"), Text::new("请选择性别", "Choose the sex"))),
    };
    let birth = typed.birth_date.as_deref().unwrap_or_default();
    let birth =
        dates::parse_birth(birth, today).map_err(|fault| ClinicError::field(field("birth_date"), fault.text()))?;
    Ok((sex, birth))
}

fn categories(
    codes: &[String],
    field: &str,
    rules: Option<&Rules>,
    from: NaiveDate,
) -> ClinicResult<Vec<DatedCategory>> {
    codes
        .iter()
        .filter(|code| *code != GENERAL)
        .map(|code| match rules.and_then(|rules| rules.category(code)) {
            Some(rule) => Ok(DatedCategory {
                code: rule.code.clone(),
                from,
                until: None,
                source: "窗口登记，待县级名单核对".into(),
            }),
            None => Err(ClinicError::field(
                field,
                Text::new("政策包中没有这个类别", "The policy pack has no such category"),
            )),
        })
        .collect()
}

pub(crate) fn two_heads(first: &str) -> Text {
    Text::new(
        format!("一户只能有一位户主，{first} 已是户主"),
        format!("A household has one head; {first} is the head already"),
    )
}

/// A telephone number without blanks: eleven digits from 1, or empty.
pub(crate) fn phone(field: &str, text: &str) -> ClinicResult<String> {
    let digits: String = text.chars().map(half_width).filter(|c| !matches!(c, ' ' | '-' | '\u{3000}')).collect();
    let mobile = digits.len() == 11
        && digits.chars().all(|c| c.is_ascii_digit())
        && ('3'..='9').contains(&digits.chars().nth(1).unwrap_or('0'))
        && digits.starts_with('1');
    if digits.is_empty() || mobile {
        Ok(digits)
    } else {
        Err(ClinicError::field(
            field,
            Text::new("手机号应为 11 位数字，以 13–19 开头", "A mobile number has 11 digits and begins with 13–19"),
        ))
    }
}

/// Villages known here, that of the newest household first.
fn villages(store: &Store) -> ClinicResult<Vec<String>> {
    let mut villages = store.villages()?;
    if let Some(last) = store.newest_household()? {
        villages.retain(|village| *village != last.village);
        villages.insert(0, last.village);
    }
    Ok(villages)
}

/// The name of a village as typed. Letters alone are pinyin that was to find one, and never a name.
pub(crate) fn village(typed: &str) -> ClinicResult<String> {
    let village = required("village", typed, Text::new("请填写村名", "Enter the village"))?;
    if village.is_ascii() {
        let text = Text::new("村名请用汉字，字母只用来查找", "Write the village in characters; letters only find one");
        return Err(ClinicError::field("village", text));
    }
    Ok(village)
}

pub(crate) fn required(field: &str, text: &str, missing: Text) -> ClinicResult<String> {
    let text = tidy(text);
    if text.is_empty() || text.chars().count() > 50 { Err(ClinicError::field(field, missing)) } else { Ok(text) }
}

/// Without surrounding blanks and control characters, at most fifty characters.
pub(crate) fn tidy(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).map(half_width).take(50).collect()
}

pub(crate) fn household_number(counter: u64) -> String {
    format!("H{counter:06}")
}

pub(crate) fn relation_code(relation: Relation) -> String {
    match relation {
        Relation::Head => "head",
        Relation::Spouse => "spouse",
        Relation::Son => "son",
        Relation::Daughter => "daughter",
        Relation::Father => "father",
        Relation::Mother => "mother",
        Relation::Grandchild => "grandchild",
        Relation::ChildInLaw => "child_in_law",
        Relation::Other => "other",
    }
    .into()
}

pub(crate) fn relation_name(relation: Relation) -> Text {
    match relation {
        Relation::Head => Text::new("户主", "Head"),
        Relation::Spouse => Text::new("配偶", "Spouse"),
        Relation::Son => Text::new("子", "Son"),
        Relation::Daughter => Text::new("女", "Daughter"),
        Relation::Father => Text::new("父", "Father"),
        Relation::Mother => Text::new("母", "Mother"),
        Relation::Grandchild => Text::new("孙辈", "Grandchild"),
        Relation::ChildInLaw => Text::new("媳婿", "Child-in-law"),
        Relation::Other => Text::new("其他", "Other"),
    }
}
