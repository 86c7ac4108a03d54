//! What goes into the device group of a cluster.

use super::context::{
    AddressCtx, AddressGroupCtx, Ctx, DeviceGroupCtx, SecurityRuleCtx, ServiceCtx, ServiceGroupCtx, TagCtx,
};
use super::template::described;
use crate::model::{
    Address, AddressGroup, AddressGroupKind, Cluster, Name, NameKind, Rule, RuleAction, Service,
    ServiceGroup, Tag,
};

/// The contexts of the device group.
pub(crate) fn contexts(cluster: &Cluster) -> Vec<Ctx> {
    let group = DeviceGroupCtx {
        description: described(cluster, cluster.device_group_description.as_deref(), None),
        devices: cluster.members.iter().map(|member| member.serial.to_string()).collect(),
        reference_templates: cluster.arrangement.stacks.iter().map(|stack| stack.name.to_string()).collect(),
    };
    let policy = &cluster.policy;
    let mut contexts = vec![Ctx::DeviceGroup(group)];
    contexts.extend(policy.tags.iter().map(tag));
    contexts.extend(policy.addresses.iter().map(address));
    contexts.extend(policy.address_groups.iter().map(address_group));
    contexts.extend(policy.services.iter().map(service));
    contexts.extend(policy.service_groups.iter().map(service_group));
    contexts.extend(policy.pre_rules.iter().map(|rule| security_rule("pre-rulebase", rule)));
    contexts.extend(policy.post_rules.iter().map(|rule| security_rule("post-rulebase", rule)));
    contexts
}

fn texts<K: NameKind>(names: &[Name<K>]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

fn tag(tag: &Tag) -> Ctx {
    Ctx::Tag(TagCtx { name: tag.name.to_string(), color: tag.color.clone(), comments: tag.comments.clone() })
}

fn address(address: &Address) -> Ctx {
    let (kind, value) = address.kind.as_leaf();
    Ctx::Address(AddressCtx {
        name: address.name.to_string(),
        kind: kind.to_owned(),
        value: value.to_owned(),
        description: address.description.clone(),
        tags: texts(&address.tags),
    })
}

fn address_group(group: &AddressGroup) -> Ctx {
    let (members, filter) = match &group.kind {
        AddressGroupKind::Static(members) => (texts(members), None),
        AddressGroupKind::Dynamic(filter) => (Vec::new(), Some(filter.clone())),
    };
    Ctx::AddressGroup(AddressGroupCtx {
        name: group.name.to_string(),
        members,
        filter,
        description: group.description.clone(),
        tags: texts(&group.tags),
    })
}

fn service(service: &Service) -> Ctx {
    Ctx::Service(ServiceCtx {
        name: service.name.to_string(),
        protocol: service.protocol.as_str().to_owned(),
        port: service.port.clone(),
        source_port: service.source_port.clone(),
        description: service.description.clone(),
        tags: texts(&service.tags),
    })
}

fn service_group(group: &ServiceGroup) -> Ctx {
    Ctx::ServiceGroup(ServiceGroupCtx {
        name: group.name.to_string(),
        members: texts(&group.members),
        tags: texts(&group.tags),
    })
}

fn security_rule(rulebase: &str, rule: &Rule) -> Ctx {
    let action = match rule.action {
        RuleAction::Allow => "allow",
        RuleAction::Deny => "deny",
        RuleAction::Drop => "drop",
        RuleAction::ResetClient => "reset-client",
        RuleAction::ResetServer => "reset-server",
        RuleAction::ResetBoth => "reset-both",
    };
    let yes_no = |is: bool| super::context::yes_no(is).to_owned();
    let if_set = |is: bool| is.then(|| "yes".to_owned());
    Ctx::SecurityRule(SecurityRuleCtx {
        rulebase: rulebase.to_owned(),
        name: rule.name.to_string(),
        description: rule.description.clone(),
        tags: texts(&rule.tags),
        from: rule.from.clone(),
        to: rule.to.clone(),
        source: rule.source.clone(),
        destination: rule.destination.clone(),
        negate_source: if_set(rule.negates_source),
        negate_destination: if_set(rule.negates_destination),
        source_user: rule.source_user.clone(),
        category: texts(&rule.category),
        application: texts(&rule.application),
        service: rule.service.clone(),
        action: action.to_owned(),
        log_start: rule.log_start.map(yes_no),
        log_end: rule.log_end.map(yes_no),
        log_setting: rule.log_setting.as_ref().map(ToString::to_string),
        profile_group: rule.profile_group.as_ref().map(ToString::to_string),
        disabled: if_set(rule.is_disabled),
    })
}
