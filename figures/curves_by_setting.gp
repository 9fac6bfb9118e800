# Stages side by side, each a curve over the setting that all of them vary: left the gain in PWMCC over random decoders,
# with the interval of trained PWMCC; in the middle explained variance; right the mean cosine of a direction with its
# start. The setting stands on a scale of logarithms.
call 'figures/style.gp' 'candidates'

table(i) = word(stages, i).'.candidates.tsv'
gain(value) = column(value) - column("random_pwmcc")
set logscale x 2
set xtics 2, 4
unset mxtics
set label 2 symbol(setting)
set offsets graph 0.03, graph 0.03, graph 0.04, graph 0.04
set key at screen 0.838, 0.9 left top samplen 2

set multiplot layout 1, 3 margins 0.085, 0.83, 0.17, 0.9 spacing 0.08
set label 1 'PWMCC less random'
set format y '$%.3f$'
set yrange [* < 0:*]
plot for [i = 1:words(stages)] table(i) using "setting":(low("trained_pwmcc") - column("random_pwmcc")):(0) \
         :(extent("trained_pwmcc")) with vectors nohead linestyle i dashtype 1 notitle, \
     for [i = 1:words(stages)] table(i) using "setting":(gain("trained_pwmcc")) \
         with linespoints linestyle i notitle
set yrange [*:*]
set format y '$%.2f$'
set label 1 'explained variance'
plot for [i = 1:words(stages)] table(i) using "setting":"explained_variance" \
         with linespoints linestyle i title word(names, i)
set label 1 'cosine with the start'
plot for [i = 1:words(stages)] table(i) using "setting":"cosine_with_start" with linespoints linestyle i notitle
unset multiplot
load 'figures/close.gp'
