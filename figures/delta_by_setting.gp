# What a stage's varied setting does: left the gain in PWMCC over random decoders and, dashed, its
# lower confidence bound; right the explained variance with its interval.
call 'figures/style.gp' 'candidates'

table = stages.'.candidates.tsv'
stats table using "setting" nooutput
if (STATS_min > 0) { set logscale x 2 }
last = STATS_records - 1
set xlabel symbol(setting)
set offsets graph 0.03, graph 0.03, graph 0.04, graph 0.04

set multiplot layout 1, 2 margins 0.075, 0.975, 0.17, 0.9 spacing 0.09
set label 1 'trained less random PWMCC'
set format y '%.3f'
set yrange [* < 0:*]
plot table using "setting":"delta":"delta_lcb" with filledcurves linestyle 22 notitle, \
     table using "setting":"delta":xticlabels(strcol("setting")) with linespoints linestyle 1 notitle, \
     table using "setting":"delta_lcb" with linespoints linestyle 1 dashtype 2 pointtype 6 notitle, \
     table using "setting":"delta":("gain") every ::last with labels right offset 0, 0.9 notitle, \
     table using "setting":"delta_lcb":("lower bound") every ::last with labels right offset 0, -0.9 notitle
set label 1 'explained variance'
set format y '%.2f'
set yrange [*:*]
plot table using "setting":(low("explained_variance")):(0):(extent("explained_variance")) \
         with vectors nohead linestyle 1 notitle, \
     table using "setting":"explained_variance":xticlabels(strcol("setting")) with linespoints linestyle 1 notitle
unset multiplot
