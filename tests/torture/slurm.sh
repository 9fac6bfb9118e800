#!/usr/bin/env bash
# `make report LAUNCH='srun ...'` of the tiny study on a cluster of two nodes, each a slurmd on this machine, with a
# munged and a slurmctld of its own: each artifact is a job; one node is killed while jobs run there; the other one goes
# on; with both again each artifact is a step of one allocation. Every byte is that of a run without LAUNCH. Nothing of
# the system's own Slurm is touched: keys, sockets, folders and ports are private, and only what is started here is ended.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/project.sh"
unset "${!SLURM_@}"

tools=(munged slurmctld slurmd srun salloc sinfo scontrol)
PATH=$PATH:/usr/sbin
have_tools() { [ "$(command -v "${tools[@]}" | wc -l)" = ${#tools[@]} ]; }
if ! have_tools && [ "$(id -u)" = 0 ]; then
    src/install.sh slurm-wlm munge > "$torture/terminal.txt" 2>&1 || true
fi
if ! have_tools; then
    echo "slurm: skipped, expected the packages slurm-wlm and munge, or root and the network to install them"
    exit 0
fi

# --- the cluster -----------------------------------------------------------------------------------

cluster=$(mktemp -d /tmp/slurm.XXXXXX) # a short path, as a socket must have
chmod 711 "$cluster"
export SLURM_CONF=$cluster/slurm.conf
declare -A daemon=()

# What is running, by the numbers of its processes: the make at hand, steps of jobs, daemons.
steps_alive() { # [NODE]: the process that holds each step, and the step's own
    awk -v node="${1:-}" 'node == "" || $1 == node { print $2, $3 }' "$cluster/steps" | while read -r step holder; do
        [ "$(cat "/proc/$holder/comm" 2> /dev/null)" != slurmstepd ] || echo "$holder $step"
    done
}
end_all() {
    local name
    touch "$cluster/steps"
    # shellcheck disable=SC2046,SC2086
    kill -TERM ${run:-} $(steps_alive) 2> /dev/null || true
    for name in node1 node2 slurmctld munged; do
        [ -z "${daemon[$name]:-}" ] || kill -TERM "${daemon[$name]}" 2> /dev/null || true
        wait "${daemon[$name]:-}" 2> /dev/null || true
    done
    cp "$cluster"/*.log "$torture" 2> /dev/null || true
    rm -rf "$cluster"
}
trap end_all EXIT
trap 'exit 1' INT TERM

# free_port: one that nobody listens at
free_port() {
    local port
    while port=$((20000 + RANDOM % 20000)) && { : > "/dev/tcp/127.0.0.1/$port"; } 2> /dev/null; do
        continue
    done
    echo "$port"
}

# start NAME COMMAND...: a daemon
start() {
    local name=$1
    shift
    "$@" > "$cluster/$name.terminal.log" 2>&1 &
    daemon[$name]=$!
}
start_node() { start "$1" slurmd -D -N "$1"; }

# until_so SECONDS WHAT COMMAND...: wait until the command succeeds
until_so() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" > /dev/null 2>&1; do
        [ $SECONDS -lt $end ] || fail "$what: not so after all that time: $(tail -n 1 "$cluster"/slurm*.log | tr '\n' ' ')"
        sleep 0.1
    done
}
both_idle() { [ "$(sinfo -h -N -o '%N %t')" = $'node1 idle\nnode2 idle' ]; }

head -c 128 /dev/urandom > "$cluster/munge.key" && chmod 400 "$cluster/munge.key" && mkdir "$cluster/state"
cat > "$SLURM_CONF" <<END
ClusterName=torture
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$cluster/munge.socket
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/%n
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/%n.pid
SlurmctldLogFile=$cluster/slurmctld.log
SlurmdLogFile=$cluster/slurmd.%n.log
PlugStackConfig=/dev/null
ProctrackType=proctrack/linuxproc
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU,CR_LLN
SlurmdParameters=config_overrides
SlurmdTimeout=5
KillWait=1
ReturnToService=2
NodeName=node1 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$(free_port) CPUs=8
NodeName=node2 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$(free_port) CPUs=8
PartitionName=all Nodes=ALL Default=YES
END
[[ $(slurmd -V) =~ \ (1|20|21|22\.) ]] || echo CgroupPlugin=disabled > "$cluster/cgroup.conf" # (22.05 has no such word)
start munged munged -F --socket="$cluster/munge.socket" --key-file="$cluster/munge.key" \
    --pid-file="$cluster/munged.pid" --log-file="$cluster/munged.log" --seed-file="$cluster/munged.seed"
until_so 20 'munged listens' test -S "$cluster/munge.socket"
start slurmctld slurmctld -D -c
start_node node1
start_node node2
sleep 1
if ! kill -0 "${daemon[node1]}" 2> /dev/null; then
    why=$(cat "$cluster"/*node1*.log | grep -m 1 cgroup) || fail "slurmd does not run: $(tail -n 1 "$cluster"/*node1*.log)"
    echo "slurm: skipped, slurmd cannot run here: $why"
    exit 0
fi
until_so 60 'both nodes are idle' both_idle

# --- the runs --------------------------------------------------------------------------------------

# longer_project NAME: its trainings take long enough to be killed
longer_project() {
    project "$1"
    sed -i -E 's/epochs\(([0-9]+)\)/epochs(\150)/; s/modulus\(11\)/modulus(31)/' protocol/*.m4
    make lock > /dev/null
}
whole_results() { sums_of_results | grep -v '\.tmp$'; } # (one that is killed may leave a .tmp)
sums() { whole_results && sha256sum build/report.pdf; }

# report_on JOBS LAUNCH: the report of this run; what each node starts stands in steps, and a held node gets no further
report_on() {
    : > "$cluster/steps"
    make -j"$1" report LAUNCH="$2 $cluster/noted" > terminal.txt 2>&1
}
cat > "$cluster/noted" <<END
#!/bin/sh
echo "\$SLURMD_NODENAME \$\$ \$PPID" >> $cluster/steps
[ ! -e $cluster/\$SLURMD_NODENAME.held ] || exec sleep 600
exec "\$@"
END
chmod +x "$cluster/noted"
nodes_used() { cut -d' ' -f1 "$cluster/steps" | sort -u | tr '\n' ' '; }

# same_bytes RUN NODES: that run's, on these nodes
same_bytes() {
    sums | cmp "$torture/local.sums" - || fail "$PWD: $1: other bytes than without LAUNCH"
    [ "$(nodes_used)" = "$2 " ] || fail "$PWD: $1: ran on $(nodes_used), expected $2"
}

longer_project local
make report > terminal.txt 2>&1 || fail "$PWD: make report failed: $(tail -n 1 terminal.txt)"
sums > "$torture/local.sums"

longer_project cluster
as_jobs='srun -QX -N1 -n1 -c1'
report_on 4 "$as_jobs" || fail "$PWD: as jobs: $(tail -n 1 terminal.txt)"
same_bytes 'as jobs' 'node1 node2'
artifacts=$(wc -l < "$cluster/steps")

# a node is killed, with what it runs
kill_node() {
    # shellcheck disable=SC2046
    kill -KILL "${daemon[$1]}" $(steps_alive "$1") 2> /dev/null || true # (some may have ended by now)
    wait "${daemon[$1]}" 2> /dev/null || true
    unset "daemon[$1]"
}
is_midway() { [ "$(find results -name '*.safetensors' | wc -l)" -ge 5 ]; }
# (grep reads to the end: with -q it would break the pipe where two steps are held, and that counts as a failure)
holds_a_step() { steps_alive "$1" | while read -r _ step; do cat "/proc/$step/comm"; done | grep -x sleep > /dev/null; }
rm -r results
report_on 4 "$as_jobs" &
run=$!
until_so 60 'the first artifacts are made' is_midway
touch "$cluster/node1.held"
until_so 60 'node1 runs a step' holds_a_step node1
kill_node node1
rm "$cluster/node1.held"
[ -z "${SHORT:-}" ] || scontrol update nodename=node1 state=down reason=killed # else Slurm finds out, in half a minute
wait $run && fail "$PWD: a node was killed, and make succeeded"
run=''
grep -q '^results/.*: not made' terminal.txt || fail "$PWD: no line says what was not made: $(tail -n 1 terminal.txt)"
half=$(whole_results | grep -vxFf "$torture/local.sums" || true)
[ -z "$half" ] || fail "$PWD: a node was killed, and this is half-written: $half"
made=$(find results -name '*.safetensors' | wc -l)

report_on 4 "$as_jobs" || fail "$PWD: resumed: $(tail -n 1 terminal.txt)"
same_bytes resumed node2
[ "$(($(wc -l < "$cluster/steps") + made))" -le "$artifacts" ] || fail "$PWD: resumed: made again what was there"

# the node returns; all in one allocation
start_node node1
until_so 60 'both nodes are idle' both_idle
rm -r results
export -f report_on
export cluster
salloc -Q -k -N2 -n8 bash -c "report_on 4 'srun -QX --exact -N1 -n1 -c1'" || fail "$PWD: as steps: $(tail -n 1 terminal.txt)"
same_bytes 'as steps' 'node1 node2'
echo "slurm: $artifacts artifacts of the tiny study as jobs of two nodes, again after one was killed with $made made, and" \
    "as steps of one allocation: the same bytes ($(wc -l < "$torture/local.sums") files)"
