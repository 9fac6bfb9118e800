# Each published value among those of the replicates, less their mean and in units of their spread: a
# light bar where one more replicate is expected, dots for the replicates, and below them, so that it
# hides none, a cross for what was published.
call 'figures/style.gp' 'replicates'

table = stages.'.replicates.tsv'
ids = ''
stats table using (ids = with_word(ids, strcol("id")), 0) nooutput
place(id) = words(ids[1:strstrt(ids.' ', ' '.id.' ')]) + 1

height = 0.5 * words(ids) + 1.6
size = size_of(16, height)
set terminal @terminal size @size
set lmargin at screen 0.33
set offsets 0.4, 0.4, 0, 0
set tmargin at screen 1 - 0.5 / height
set bmargin at screen 1.25 / height
unset label 1
set yrange [words(ids) + 0.7:0.3] noextend
set ytics () scale 0
set for [i = 1:words(ids)] ytics add (label(word(ids, i)) i)
set label 2 'less the mean over transformers, in units of their spread'
unset key
plot table using (-column("prediction_scaled")):(place(strcol("id"))):(2 * column("prediction_scaled")):(0) \
         with vectors nohead linewidth 20 linecolor rgb '#e3ebf4' notitle, \
     table using "scaled":(place(strcol("id")) - 0.15) with points linestyle 1 pointtype 6 pointsize 0.5 notitle, \
     table using "published_scaled":(place(strcol("id")) + 0.2) with points linestyle 2 pointtype 2 pointsize 0.7 notitle
load 'figures/close.gp'
