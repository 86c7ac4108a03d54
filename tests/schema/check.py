"""Validates files against the schemas of SARIF and JUnit: check.py SARIF-SCHEMA JUNIT-XSD FILE…"""

import json
import pathlib
import sys

import jsonschema
import xmlschema


def main(sarif_schema, junit_schema, *files):
    schema = json.loads(pathlib.Path(sarif_schema).read_text(encoding="utf-8"))
    sarif = jsonschema.validators.validator_for(schema)(
        schema, format_checker=jsonschema.FormatChecker()
    )
    junit = xmlschema.XMLSchema(junit_schema)
    # A validator that accepts everything would say nothing.
    assert not sarif.is_valid({"version": "2.1.0", "runs": [{"tool": {}}]})
    assert not junit.is_valid("<testsuites><testcase/></testsuites>")
    faults = 0
    for file in map(pathlib.Path, files):
        if file.suffix == ".sarif":
            log = json.loads(file.read_text(encoding="utf-8"))
            errors = [f"{e.json_path}: {e.message}" for e in sarif.iter_errors(log)]
        else:
            errors = [str(e) for e in junit.iter_errors(str(file))]
        faults += len(errors)
        for error in errors:
            print(f"{file}: {error}")
    print(f"{len(files)} files, {faults} faults")
    return 1 if faults else 0


sys.exit(main(*sys.argv[1:]))
