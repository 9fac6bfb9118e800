#!/usr/bin/env bash
# study.sh AXE: the page of a tiny study, made twice, in a browser. Its title, prose, publication and comments hold what
# could end an element of HTML; a second page is made of results whose ids and paths do.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../project.sh"

axe=$(realpath "$1")
checkout=$PWD
folder=$checkout/build/page-test
rm -rf "$folder" && mkdir -p "$folder/build" "$folder/protocol" && cd "$folder"
ln -s "$checkout"/{Makefile,gen,src,figures,paper} .
cp -r "$checkout/data" .
cp "$checkout"/tests/tiny/{setup,adaptive,follow_up,nulls,other_replicates}.m4 protocol
take_objects "$checkout"

hostile='<script>window.hostile = 1</script><img src=x onerror="window.hostile = 1"> "quoted" '"'single'"
sed -i "s|^experiment(adaptive, .*|experiment(adaptive, [Title $hostile \\\\\\& more])|
    s|\[Loss by epoch\.\]|[Loss $hostile by epoch.]|
    0,/^%{/s|^%{|%{\n% ]]> </script> $hostile\nProse $hostile \\\\\\& ]]>.\n|" protocol/adaptive.m4
printf 'adaptive.control.explained_variance\t0.9999\tnowhere %s & ]]>\n' "$hostile" >> data/reported.tsv

quietly() { env -i PATH="$PATH" make "$@" > build/said 2>&1 || { cat build/said >&2 && fail "make $* failed"; }; }
quietly lock page
browse() { /usr/bin/python3 "$checkout/tests/page/browse.py" "$@"; }

# two pages are the same bytes
sum=$(cd build/page && sha256sum report.html data/*)
rm -r build/page
quietly page
[ "$sum" = "$(cd build/page && sha256sum report.html data/*)" ] || fail 'a second page has other bytes'

browse build/page/report.html build/tex/places.tsv "$axe"
/usr/bin/python3 "$checkout/tests/page/hostile.py" build/page/report.html

# ids of values and names of files that hold markup: no protocol could have them, but whoever reads results may meet them
printf '<script>window.hostile = 1</script>&"]]>\t1\t1\t</script>&\t<img src=x onerror="window.hostile = 1">\n' >> results/adaptive/values.tsv
printf '%064d  results/units/<script>window.hostile = 1</script>&"]]>.safetensors\n' 0 >> results/manifest.sha256
read -ra experiments < build/experiments
perl paper/web/page.pl build "${experiments[@]}"
/usr/bin/python3 "$checkout/tests/page/hostile.py" build/page/report.html '<script>window.hostile = 1</script>&"]]>'
echo "test-page: the tiny study passed"
