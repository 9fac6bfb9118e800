# How alike decoders are by what they were trained on: the mean PWMCC of each stage on each of the activations that it
# varies, with its interval. Every stage has the same ones. The mean PWMCC of random decoders is a line.
# (Bars in both directions, of no width: gnuplot 5 hides bars of one direction behind a white disc around each point.)
call 'figures/style.gp' 'candidates'

table(i) = word(stages, i).'.candidates.tsv'
stats table(1) using "random_pwmcc" nooutput
lowest = STATS_mean
place(row, i) = row + 0.2 * (i - (words(stages) + 1) / 2.0)

set label 1 'PWMCC'
set label 2 'trained on'
set format y '$%.2f$'
set yrange [* < lowest:*]
set xrange [-0.5:words(candidates) - 0.5] noextend
set xtics () scale 0
set for [c = 1:words(candidates)] xtics add (word(candidates, c) c - 1)
set offsets 0, 0, graph 0.05, graph 0.05
set arrow from graph 0, first lowest to graph 1, first lowest nohead linestyle 23
set key at graph 1, 1.11 right top horizontal maxrows 1
plot for [i = 1:words(stages)] table(i) using (place($0, i)):"trained_pwmcc":(place($0, i)):(place($0, i)): \
         (low("trained_pwmcc")):(high("trained_pwmcc")) \
         with xyerrorbars linestyle i dashtype 1 pointsize 0.4 notitle, \
     for [i = 1:words(stages)] keyentry with points linestyle i pointsize 0.4 title word(names, i), \
     keyentry with lines linestyle 23 title 'random decoders'
load 'figures/close.gp'
