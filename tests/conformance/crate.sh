#!/usr/bin/env bash
# crate.sh: hold build/ro-crate-metadata.json against its profile, all that the profile recommends included, by the
# validator in build/validator.
set -euo pipefail

# This is recommended too, but no run knows it: addresses of its own programs, a publisher, who ran it, and when.
unknown=process-run-crate-0.5_3.2,process-run-crate-0.5_5.1,process-run-crate-0.5_8.4,process-run-crate-0.5_8.6
unknown+=,ro-crate-1.1_22.3,ro-crate-1.1_31.2

build/validator/bin/rocrate-validator --no-interactive --disable-color validate --offline \
    --cache-path build/validator/cache --profile-identifier process-run-crate-0.5 \
    --requirement-severity recommended --skip-checks $unknown --no-paging --verbose build \
    > build/validator/terminal.txt || {
    cat build/validator/terminal.txt >&2
    exit 1
}
echo "build/ro-crate-metadata.json: a Process Run Crate 0.5"
