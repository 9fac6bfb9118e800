# How training went: the mean loss of each epoch, every seed in a light line, their mean in a bold one
# that ends in its stage's name, lower down where names would touch.
call 'figures/style.gp' 'losses'

losses(i) = word(stages, i).'.losses.tsv'
of_seed(seed) = strcol("seed") eq seed ? column("loss") : NaN
array height[words(stages)]
seeds = ''
highest = 0
longest = 0
do for [i = 1:words(stages)] {
    stats losses(i) using (seeds = with_word(seeds, strcol("seed")), column("epoch")):"loss" nooutput
    last_epoch = STATS_max_x
    highest = STATS_max_y > highest ? STATS_max_y : highest
    stats losses(i) using (column("epoch") == last_epoch ? column("loss") : NaN) nooutput
    height[i] = STATS_mean
    do for [j = 1:i - 1] {
        if (abs(height[i] - height[j]) < 0.1 * highest) { height[i] = height[j] - 0.1 * highest }
    }
    set label i + 2 word(names, i) at last_epoch, height[i] offset 0.8, 0
    longest = strlen(word(names, i)) > longest ? strlen(word(names, i)) : longest
}

set label 1 'training loss'
set label 2 'epoch'
set format y '$%.1f$'
set xrange [0:*]
set yrange [0:*]
set rmargin longest + 2
plot for [i = 1:words(stages)] for [seed in seeds] losses(i) using "epoch":(of_seed(seed)) \
         with lines linestyle 10 + i notitle, \
     for [i = 1:words(stages)] losses(i) using "epoch":"loss" smooth unique with lines linestyle i notitle
load 'figures/close.gp'
