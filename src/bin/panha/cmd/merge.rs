//! `panha merge`

use crate::args::MergeArgs;
use crate::change::Change;
use crate::out_file::OutFile;

pub(crate) fn run(args: &MergeArgs) -> anyhow::Result<()> {
    let mut change = Change::read(&args.change, false)?;
    let file = OutFile::open(&args.output, change.files())?;
    let (planned, _) = change.tell()?;
    file.write(planned.wanted.document.text())
}
