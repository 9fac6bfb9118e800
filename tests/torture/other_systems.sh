#!/usr/bin/env bash
# Other systems give the same bytes. A chroot of each is made in build/systems by debootstrap, from the mirror that apt
# has here. There the README's two commands run, and the audit. Every artifact, choice, table and figure has the bytes
# that it has here; every page before the section Provenance, which tells versions, is the same picture. If SHORT, only
# chroots that are there already are taken, with REPLICATES=0. A system that cannot be had is skipped in a line that says
# why.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"
shopt -s extglob dotglob

if ! command -v debootstrap > /dev/null; then
    echo "other_systems: skipped, debootstrap is not installed"
    exit 0
fi
# What is mounted and what runs in a chroot is so in here only, and ends with this script, however it ends.
apart=(unshare --mount --pid --fork --kill-child --mount-proc)
if [ "${1:-}" != inside ]; then
    if ! "${apart[@]}" true 2> /dev/null; then
        echo "other_systems: skipped, expected the right to mount (root)"
        exit 0
    fi
    exec "${apart[@]}" "$0" inside
fi

asked=${SHORT:+REPLICATES=0}

# mirror_of DISTRIBUTION: where apt has its packages from here
mirror_of() {
    # shellcheck disable=SC2016 # apt puts in what these names mean
    apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' |
        awk -v name="$1" '$1 == name && $2 == name { mirror = $3 } END { print mirror }'
}

# missing SUITE DISTRIBUTION: what a chroot of it would need, and is not here
missing() {
    local script=/usr/share/debootstrap/scripts/$1 keyring
    [ -e "$script" ] || { echo "debootstrap knows no $1" && return; }
    keyring=$(awk '$1 == "keyring" { print $2 }' "$script")
    [ -e "$keyring" ] || { echo "no $keyring" && return; }
    [ "$(mirror_of "$2")" ] || { echo "apt has no mirror of $2" && return; }
    [ -z "${SHORT:-}" ] || [ -e "$root/complete" ] || echo "SHORT makes no chroot"
}

# make_root SUITE DISTRIBUTION COMPONENTS: the chroot, unless it is there and may be taken
make_root() {
    [ -z "${SHORT:-}" ] || [ ! -e "$root/complete" ] || return 0
    rm -rf --one-file-system "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase --force-check-gpg --include=git,make --components="$3" "$1" "$root" "$(mirror_of "$2")" &&
        touch "$root/complete"
}

# copy FOLDER: the project as it stands, without history and what was made
copy() {
    rm -rf --one-file-system "$1"
    mkdir "$1"
    (cd "$checkout" && cp -a !(.git|build|results|COMMIT) "$1")
    echo "${COMMIT:-unknown unknown}" > "$1/COMMIT"
}

# there command: in the chroot, as somebody who has just logged in there
there() {
    chroot "$root" env -i PATH="$PATH" HOME=/root ${http_proxy:+http_proxy="$http_proxy"} bash -c "cd /study && $1"
}

# sums folder: of every result and figure; results/code names the compiler
sums() {
    (cd "$1" && find results build/figures -type f ! -name journal.tsv ! -name code -exec sha256sum {} + | sort -k 2)
}

# pictures folder name: of the pages before the section Provenance
pictures() {
    local versions
    versions=$(sed -n 's/.*{section}.*Provenance}{\([0-9]*\)}.*/\1/p' "$1/build/tex/report.toc")
    mkdir "$torture/$2.pages"
    pdftoppm -r 100 -l $((versions - 1)) "$1/build/report.pdf" "$torture/$2.pages/page"
}

# make_here: the report of this system, once
make_here() {
    [ ! -e "$torture/here.sums" ] || return 0
    copy "$torture/here"
    make -C "$torture/here" report ${asked:+"$asked"} > "$torture/here.log" 2>&1 ||
        fail "'make report $asked' failed: $torture/here.log"
    pictures "$torture/here" here
    sums "$torture/here" > "$torture/here.sums"
}

# compare SUITE: what was made in its chroot with what was made here
compare() {
    sums "$root/study" > "$torture/$1.sums"
    diff "$torture/here.sums" "$torture/$1.sums" || fail "$1 gives other bytes"
    pictures "$root/study" "$1"
    diff -rq "$torture/here.pages" "$torture/$1.pages" || fail "$1 gives other pages"
}

# check_system SUITE DISTRIBUTION COMPONENTS NAME
check_system() {
    local log=$torture/$1.log why
    root=$checkout/build/systems/$1
    why=$(missing "$1" "$2")
    if [ "$why" ] || ! make_root "$@" > "$log" 2>&1; then
        echo "other_systems: $4 skipped, ${why:-$(tail -n 1 "$log")}"
        return
    fi
    make_here
    copy "$root/study"
    mount -t proc proc "$root/proc"
    for command in "deps report $asked" "audit $asked" "deps test"; do
        there "make $command" >> "$log" 2>&1 || fail "$4: 'make $command' failed: $log"
    done
    there "apt-get install -sq $fuzz_packages" >> "$log" 2>&1 || fail "$4 lacks one of: $fuzz_packages"
    umount "$root/proc"
    compare "$1"
    echo "other_systems: $4: $(wc -l < "$torture/here.sums") results and figures, the same bytes;" \
        "$(find "$torture/here.pages" -type f | wc -l) pages, the same pictures"
}

# what `make fuzz` says that it needs
fuzz_packages=$(sed -n 's/.*expected the packages \(.*\)" >&2.*/\1/p' tests/tests.mk | sed 's/ and / /g')

own=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
[ "$own" = bookworm ] || check_system bookworm Debian main 'Debian 12'
[ "$own" = trixie ] || check_system trixie Debian main 'Debian 13'
[ "$own" = noble ] || check_system noble Ubuntu main,universe 'Ubuntu 24.04'
