//! `panha inventory`

use panha::diag::Sink;
use panha::{effective, report};

use crate::args::{InventoryArgs, InventoryFormat};
use crate::exports::Exports;
use crate::tell::{self, Invalid};

pub(crate) fn run(args: &InventoryArgs) -> anyhow::Result<()> {
    let mut sink = Sink::default();
    let exports = Exports::read(&args.exports, &mut sink);
    // Standard output has the inventory alone, in every format.
    exports.tell(sink);
    if exports.used().next().is_none() {
        return Err(Invalid.into());
    }
    let firewalls = effective::inventory(exports.used());
    tell::result(&match args.format {
        InventoryFormat::Table => report::inventory_table(&firewalls),
        InventoryFormat::Csv => report::inventory_csv(&firewalls),
        InventoryFormat::Json => report::inventory_json(&firewalls),
    })?;
    Ok(())
}
