#!/usr/bin/env bash
# results/ and build/ may be links to another disk, and so may the folders in results/: a report is made, what is
# damaged there is healed, the audit holds, the crate's links lead somewhere, a second run is the same.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

# heals FOLDER: a damaged unit is named and comes back with the same bytes
heals() {
    local unit said
    unit=$(find -L results/units -name '*.safetensors' | sort | sed -n 1p)
    sha256sum "$unit" > ../sum
    truncate -s -50 "$unit"
    said=$(make values 2>&1) || fail "$1 is a link: make values: $said"
    [[ $said == *"$unit: changed: "* ]] || fail "$1 is a link: no line says that a unit is damaged: $said"
    sha256sum --check --quiet ../sum || fail "$1 is a link: the unit came back with other bytes"
}

# audited FOLDER [ARGUMENT]: no fault is found
audited() {
    local said
    said=$(make audit "${@:2}" 2>&1) || fail "$1 is a link: make audit ${*:2}: $said"
    [[ $said == *'no fault'* ]] || fail "$1 is a link: make audit ${*:2}: $said"
}

project study
for folder in results build; do
    mkdir -p "../another disk/deep/$folder"
    [ ! -e $folder ] || mv $folder/* "../another disk/deep/$folder"
    rm -rf $folder
    ln -s "../another disk/deep/$folder" $folder
done
make lock report > ../said 2>&1 || fail "results and build are links: make report: $(tail -n 3 ../said)"
[ -z "$(find -H build -mindepth 1 -maxdepth 1 -xtype l)" ] || fail "build is a link: $(find -H build -mindepth 1 -maxdepth 1 -xtype l) leads nowhere"
[ build/results -ef results ] || fail 'build is a link: build/results is not results'
heals results
make report > /dev/null
sha256sum results/manifest.sha256 build/report.pdf > ../sums
audited results
sha256sum --check --quiet ../sums || fail 'results is a link: the audit changed it'
make verify > ../said 2>&1 || fail "results and build are links: make verify: $(tail -n 3 ../said)"
touch -d '+1 hour' "$(find -H results/units -name '*.safetensors' | sort | sed -n 1p)"
said=$(make lint 2>&1) && fail 'results is a link: a file from the future is not seen'
[[ $said == results/*'from the future'* ]] || fail "results is a link: make lint: $said"
find -H results -name '*.safetensors' -exec touch {} +

# a folder in results/
rm results && mv '../another disk/deep/results' . && mv results/units '../another disk' && ln -s '../../another disk/units' results/units
make report > ../said 2>&1 || fail "results/units is a link: make report: $(tail -n 3 ../said)"
heals results/units
make report > /dev/null
audited results/units SPOT=99
[ -n "$(find -L results/units -name '*.safetensors')" ] || fail 'results/units is a link: the audit removed units'

make clean > /dev/null
[[ -L build && -z $(ls -A build/) ]] || fail 'make clean: build is no longer an empty folder elsewhere'
