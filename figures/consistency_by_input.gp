# How alike decoders are by what they were trained on: the mean PWMCC of each stage on each of the activations that it
# varies, with its interval. Every stage has the same ones. The mean PWMCC of random decoders is a line.
# (Bars in both directions, of no width: gnuplot 5 hides bars of one direction behind a white disc around each point.)
call 'figures/style.gp' 'candidates'

table(i) = word(stages, i).'.candidates.tsv'
stats table(1) using "random_pwmcc" nooutput
lowest = STATS_mean
place(row, i) = row + 0.12 * (i - (words(stages) + 1) / 2.0)

set label 1 'PWMCC'
set label 2 'trained on'
set format y '$%.2f$'
set yrange [* < lowest:*]
set offsets 0.4, 0.4, graph 0.05, graph 0.05
set rmargin at screen 0.75
set key at graph 1.01, 1 left top
plot for [i = 1:words(stages)] table(i) using (place($0, i)):"trained_pwmcc":(place($0, i)):(place($0, i)): \
         (low("trained_pwmcc")):(high("trained_pwmcc")) with xyerrorbars linestyle i dashtype 1 title word(names, i), \
     table(1) using 0:"random_pwmcc":xticlabels(strcol("candidate")) with lines linestyle 23 title 'random decoders'
load 'figures/close.gp'
