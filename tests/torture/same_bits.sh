#!/usr/bin/env bash
# The tiny study, from protocols to values, has the same bytes however it is run: jobs, threads, compiler, processor,
# memory that was used before. Unless SHORT, so has the whole study with either compiler. The provenance names clang.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"

# held_against first name command...: run it in a project; its results are those of the first
ways=()
held_against() {
    local first=$1 name=$2
    shift 2
    project "$name"
    "$@" > terminal.txt 2>&1 || fail "$PWD: '$*' failed: $(tail -n 1 terminal.txt)"
    sums_of_results > "$torture/$name.sums"
    cmp "$torture/$first.sums" "$torture/$name.sums" || fail "$PWD: '$*' gave other bytes"
    ways+=("$name")
}

# every driver on a Haswell as qemu has it, which has AVX2 and no AVX-512; it warns of what is not needed
haswell() {
    make LAUNCH='2> /dev/null qemu-x86_64 -cpu Haswell' values &&
        for driver in build/bin/{setup,adaptive,follow_up}; do
            qemu-x86_64 -cpu Haswell "$driver" values || return
        done &&
        qemu-x86_64 -cpu Haswell build/bin/adaptive choose adaptive.best_k
}

# studied compiler: the study itself
studied() {
    rm protocol/* && cp "$checkout"/protocol/*.m4 protocol && make CC="$1" REPLICATES=0 values
}

project one_job
make -j1 values > terminal.txt
sums_of_results > "$torture/one_job.sums"

held_against one_job five_jobs make -j5 values
held_against one_job three_threads make THREADS=3 values
held_against one_job openblas_threads_around env OPENBLAS_NUM_THREADS=2 make values
held_against one_job openblas_threads_asked make OPENBLAS_NUM_THREADS=7 values
held_against one_job used_memory env MALLOC_PERTURB_=165 make values
if [ "$(uname -m)" = x86_64 ]; then
    held_against one_job avx2 env KERNELS=v3 make values
fi
if grep -q avx512cd /proc/cpuinfo; then
    held_against one_job avx512 env KERNELS=v4 make values
fi
if [ "$(uname -m)" = x86_64 ] && command -v qemu-x86_64 > /dev/null; then
    held_against one_job haswell haswell
fi
if command -v clang > /dev/null; then
    held_against one_job clang make CC=clang values
    make -s CC=clang BUILDING=yes build/provenance.tsv
    grep -q $'^tool\tclang\t' build/provenance.tsv || fail "compiled by clang, and no row of the provenance says so"
    if [ -z "${SHORT:-}" ]; then
        project study
        studied gcc > terminal.txt
        sums_of_results > "$torture/study.sums"
        held_against study study_clang studied clang
    fi
fi
echo "same_bits: $(wc -l < "$torture/one_job.sums") files of the tiny study with one job, the same bytes: ${ways[*]}"
