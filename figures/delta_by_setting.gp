# What a stage's varied setting does: left the gain in PWMCC over random decoders and, dashed, its
# lower confidence bound; right the explained variance with its interval. Settings stand on a scale of
# logarithms, or equally spaced where one of them is zero.
call 'figures/style.gp' 'candidates'

table = stages.'.candidates.tsv'
stats table using "setting" nooutput
positive = STATS_min > 0
if (positive) { set logscale x 2 }
place(row) = positive ? column("setting") : row
at_end(row, name) = row == STATS_records - 1 ? name : ''
set label 2 symbol(setting)
set offsets graph 0.03, graph 0.03, graph 0.04, graph 0.04

set multiplot layout 1, 2 margins 0.075, 0.975, 0.17, 0.9 spacing 0.09
set label 1 'trained less random PWMCC'
set format y '$%.3f$'
set yrange [* < 0:*]
plot table using (place($0)):"delta":(end("delta", "_lcb")) with filledcurves linestyle 22 notitle, \
     table using (place($0)):"delta":xticlabels(strcol("setting")) with linespoints linestyle 1 notitle, \
     table using (place($0)):(end("delta", "_lcb")) with linespoints linestyle 1 dashtype 2 pointtype 6 notitle, \
     table using (place($0)):"delta":(at_end($0, "gain")) with labels right offset 0, 0.9 notitle, \
     table using (place($0)):(end("delta", "_lcb")):(at_end($0, "lower bound")) \
         with labels right offset 0, -0.9 notitle
set label 1 'explained variance'
set format y '$%.2f$'
set yrange [*:*]
plot table using (place($0)):(low("explained_variance")):(0):(extent("explained_variance")) \
         with vectors nohead linestyle 1 notitle, \
     table using (place($0)):"explained_variance":xticlabels(strcol("setting")) \
         with linespoints linestyle 1 notitle
unset multiplot
load 'figures/close.gp'
