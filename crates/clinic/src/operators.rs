//! The operators, as the office sees them: what each may do, and whom wrong PINs keep out.

use crate::views::{OperatorRow, OperatorUnlock, RoleView};
use crate::{Clinic, ClinicError, ClinicResult, Now, local_time};
use nonghe_domain::Text;
use nonghe_protocol::{OperatorRecord, Role};

impl Clinic {
    /// Everybody who may sign in here.
    pub fn operators_view(&self, now: Now) -> ClinicResult<Vec<OperatorRow>> {
        self.operator(None)?;
        self.granted()?.operators.iter().map(|operator| self.operator_row(operator, now)).collect()
    }

    /// Lets an operator try again at once. The office does it, with the office's own PIN.
    pub fn operator_unlock(&self, input: &OperatorUnlock, now: Now) -> ClinicResult<Vec<OperatorRow>> {
        let office = self.operator(Some(Role::Office))?;
        self.authorise(&office.initials, &input.pin, now).map_err(|error| match error {
            ClinicError::WrongPin { .. } => error.at("pin"),
            other => other,
        })?;
        let operators = &self.granted()?.operators;
        if let Some(locked) = operators.iter().find(|operator| operator.id.to_string() == input.operator) {
            self.forget_wrong_pins(locked)?;
        }
        self.operators_view(now)
    }

    fn operator_row(&self, operator: &OperatorRecord, now: Now) -> ClinicResult<OperatorRow> {
        let left_ms = self.locked_for(operator, now)?.map(|left| i64::try_from(left).unwrap_or(0));
        Ok(OperatorRow {
            id: operator.id.to_string(),
            initials: operator.initials.clone(),
            name: operator.name.clone(),
            roles: operator.roles.iter().copied().map(role_view).collect(),
            locked_until: left_ms.map(|left| local_time(now.wall_ms + left).format("%H:%M").to_string()),
        })
    }
}

fn role_view(role: Role) -> RoleView {
    let (name, example) = match role {
        Role::Registration => (
            Text::new("登记员", "Registration clerk"),
            Text::new("如登记家庭、变更成员", "registers households and changes members"),
        ),
        Role::Cashier => {
            (Text::new("收费员", "Cashier"), Text::new("如收保费、出院结算", "takes premiums and settles stays"))
        }
        Role::Office => (
            Text::new("医保办", "Insurance office"),
            Text::new("如复核红冲、发放收据本", "approves reversals and issues receipt books"),
        ),
    };
    RoleView { name, example }
}
