#!/usr/bin/env bash
# archive.sh COMMIT ENTRY...: pack the entries and the file COMMIT into build/execution-report.tar. Neither the time,
# nor the user, nor the umask changes a byte of it.
set -euo pipefail

commit=$1 archive=build/execution-report.tar
mkdir -p build/archive
echo "$commit" > build/archive/COMMIT
tar --sort=name --mtime=@"$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
    --exclude=__pycache__ --transform='s,^,execution-report/,' -cf $archive.tmp "${@:2}" -C build/archive COMMIT
mv $archive.tmp $archive
echo "$archive: $commit, SHA-256 $(sha256sum $archive | cut -c1-16)..."
