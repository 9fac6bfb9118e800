# What consistency costs: every pair of a stage's models in a light symbol, its trained PWMCC against
# the mean explained variance of the two; the stage's means with their intervals in a large open one,
# which hides none; the mean PWMCC of random decoders as a line.
call 'figures/style.gp' 'candidates pairs'

table(i, name) = word(stages, i).'.'.name.'.tsv'
lowest = 1
do for [i = 1:words(stages)] {
    stats table(i, 'candidates') using "random_pwmcc" nooutput
    set arrow from graph 0, first STATS_mean to graph 1, first STATS_mean nohead linestyle 23
    lowest = STATS_mean < lowest ? STATS_mean : lowest
}

set label 1 'PWMCC'
set label 2 'explained variance, mean of the two models'
set format x '$%.2f$'
set format y '$%.2f$'
set yrange [* < lowest:*]
set offsets graph 0.05, graph 0.05, graph 0.05, graph 0.05
set rmargin at screen 0.75
set key at graph 1.01, 1 left top
open(i) = word('6 4 8 12', i) + 0
plot for [i = 1:words(stages)] table(i, 'pairs') using "explained_variance":"trained_pwmcc" \
         with points linestyle 10 + i pointtype open(i) + 1 pointsize 0.3 notitle, \
     for [i = 1:words(stages)] table(i, 'candidates') using "explained_variance":"trained_pwmcc" \
         :(low("explained_variance")):(high("explained_variance")):(low("trained_pwmcc")):(high("trained_pwmcc")) \
         with xyerrorbars linestyle i dashtype 1 linewidth 1.2 pointtype open(i) pointsize 1.3 notitle, \
     for [i = 1:words(stages)] keyentry with points linestyle i pointtype open(i) pointsize 1.3 title word(names, i), \
     keyentry with lines linestyle 23 title 'random decoders'
load 'figures/close.gp'
