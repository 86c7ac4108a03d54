//! What goes into each template stack of a cluster.

use super::context::{Ctx, DeviceCtx, DeviceVariableCtx, StackCtx};
use super::template::described;
use super::values::Variable;
use crate::model::{Cluster, StackPlan};
use crate::panos::TEMPLATE_VSYS;

/// The contexts of a stack. `variables` are those of the cluster's templates.
pub(crate) fn contexts(cluster: &Cluster, plan: &StackPlan, variables: &[Variable]) -> Vec<Ctx> {
    let members = plan.from.map(|_| plan.members.as_slice());
    let description = described(cluster, cluster.template_stack_description.as_deref(), members);
    let stack =
        StackCtx { description, default_vsys: TEMPLATE_VSYS.to_owned(), templates: plan.templates.clone() };
    let devices = plan.members.iter().map(|member| {
        let mut of_member: Vec<DeviceVariableCtx> = Vec::new();
        for variable in variables {
            let Some(value) = variable.values.get(member) else { continue };
            // Two templates of a stack may declare one variable: it has one value per firewall.
            if of_member.iter().all(|other| other.name != variable.name.as_str()) {
                of_member.push(DeviceVariableCtx {
                    name: variable.name.to_string(),
                    kind: variable.kind.element().to_owned(),
                    value: value.clone(),
                });
            }
        }
        Ctx::Device(DeviceCtx { serial: cluster.members[*member].serial.to_string(), variables: of_member })
    });
    std::iter::once(Ctx::Stack(stack)).chain(devices).collect()
}
