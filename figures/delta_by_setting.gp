# What a stage's varied setting does: left the gain in PWMCC over random decoders and, dashed, its
# lower confidence bound; right the explained variance with its interval.
call 'figures/style.gp' 'candidates'

table = stages.'.candidates.tsv'
stats table using "setting" nooutput
if (STATS_min > 0) { set logscale x 2 }
set xlabel axis_title(setting)
set offsets graph 0.03, graph 0.03, graph 0.04, graph 0.04

set multiplot layout 1, 2 margins 0.075, 0.975, 0.17, 0.9 spacing 0.09
set label 1 'trained less random PWMCC'
set yrange [* < 0:*]
plot table using "setting":"delta":"delta_lcb" with filledcurves linestyle 22 notitle, \
    '' using "setting":"delta":xticlabels(strcol("setting")) with linespoints linestyle 1 notitle, \
    '' using "setting":"delta_lcb" with linespoints linestyle 1 dashtype (4, 3) pointtype 6 notitle, \
    '' using "setting":"delta":("gain") every ::STATS_records - 1 with labels right offset 0, 0.9 notitle, \
    '' using "setting":"delta_lcb":("lower bound") every ::STATS_records - 1 with labels right offset 0, -0.9 notitle
set label 1 'explained variance'
set yrange [*:*]
plot table using "setting":"explained_variance":(bound("explained_variance", "ci_low")):(bound("explained_variance", "ci_high")) \
        with yerrorbars linestyle 1 pointsize 0 notitle, \
    '' using "setting":"explained_variance":xticlabels(strcol("setting")) with linespoints linestyle 1 pointsize 0.35 notitle
unset multiplot
