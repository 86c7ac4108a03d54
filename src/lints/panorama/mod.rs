//! Templates, stacks, device groups and managed firewalls.

/// An export of device groups and their parents, which no command can set: Panorama keeps them in `readonly`.
macro_rules! device_groups {
    ($($name:literal below $parent:literal),* $(,)?) => {
        concat!(
            r#"<config version="11.1.0">
  <mgt-config/>
  <devices>
    <entry name="localhost.localdomain">
      <device-group>
"#,
            $("        <entry name=\"", $name, "\"/>\n",)*
            r#"      </device-group>
    </entry>
  </devices>
  <readonly>
    <devices>
      <entry name="localhost.localdomain">
        <device-group>
"#,
            $("          <entry name=\"", $name, "\">", $parent, "</entry>\n",)*
            r#"        </device-group>
      </entry>
    </devices>
  </readonly>
</config>
"#
        )
    };
}

pub(super) mod dangling_reference;
pub(super) mod default_vsys_missing;
pub(super) mod device_group_cycle;
pub(super) mod device_group_parent_missing;
pub(super) mod device_group_too_deep;
pub(super) mod device_in_two_device_groups;
pub(super) mod device_in_two_stacks;
pub(super) mod device_unassigned;
pub(super) mod duplicate_entry;
pub(super) mod firewall_in_two_exports;
pub(super) mod name_too_long;
mod reference;
pub(super) mod stack_template_missing;
pub(super) mod stack_too_many_templates;
pub(super) mod template_stack_name_equal;
