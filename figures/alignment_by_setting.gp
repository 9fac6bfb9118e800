# What the alignment penalty does, weight by weight: left the gain in PWMCC over random decoders with
# its interval, the pairs that contain the reference and the others apart; right the alignment to the
# reference with its interval. Weights stand equally spaced, for one of them is zero.
call 'figures/style.gp' 'candidates'

table = stages.'.candidates.tsv'
gain(value) = column(value) - column("random_pwmcc")
set label 2 'weight of the alignment penalty, '.symbol('lambda')
set format y '$%.3f$'
set key top left

set multiplot layout 1, 2 margins 0.075, 0.975, 0.17, 0.9 spacing 0.09
set label 1 'trained less random PWMCC'
set offsets 0.3, 0.3, graph 0.42, graph 0.05
plot table using 0:(low("trained_pwmcc") - column("random_pwmcc")):(0):(extent("trained_pwmcc")) \
         with vectors nohead linestyle 1 notitle, \
     table using 0:(gain("trained_pwmcc")):xticlabels(sprintf("%g", column("setting"))) \
         with linespoints linestyle 1 title 'all pairs', \
     table using ($0 + 0.16):(gain("with_reference")) with linespoints linestyle 2 title 'with the reference', \
     table using ($0 - 0.16):(gain("without_reference")) with linespoints linestyle 3 title 'without it'
set label 1 'alignment to the reference'
set offsets 0.3, 0.3, graph 0.05, graph 0.05
plot table using 0:(low("alignment")):(0):(extent("alignment")) with vectors nohead linestyle 1 notitle, \
     table using 0:"alignment":xticlabels(sprintf("%g", column("setting"))) with linespoints linestyle 1 notitle
unset multiplot
load 'figures/close.gp'
