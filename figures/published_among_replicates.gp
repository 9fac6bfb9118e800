# Each published value among those of the replicates, less their mean and in units of their spread: a
# light bar where one more replicate is expected, dots for the replicates, a cross for what was published.
call 'figures/style.gp' 'replicates'

table = stages.'.replicates.tsv'
ids = ''
stats table using (ids = with_word(ids, strcol("id")), 0) nooutput
longest = 0
do for [id in ids] { longest = strlen(id) > longest ? strlen(id) : longest }
place(id) = words(ids[1:strstrt(ids.' ', ' '.id.' ')]) + 1

height = 0.42 * words(ids) + 1.6
size = size_of(16, height)
set terminal @terminal size @size
set lmargin at screen (0.3 + 0.113 * longest) / 16
set offsets 0.4, 0.4, 0, 0
set tmargin at screen 1 - 0.5 / height
set bmargin at screen 1.25 / height
unset label 1
set yrange [words(ids) + 0.7:0.3] noextend
set ytics () scale 0
smaller_type = smaller(6.46)
set for [i = 1:words(ids)] ytics add (word(ids, i) i) font smaller_type
set label 2 'less the mean over transformers, in units of their spread'
unset key
plot table using (-column("prediction_scaled")):(place(strcol("id"))):(2 * column("prediction_scaled")):(0) \
         with vectors nohead linewidth 7 linecolor rgb '#e3ebf4' notitle, \
     table using "scaled":(place(strcol("id"))) with points linestyle 11 pointtype 7 pointsize 0.5 notitle, \
     table using "published_scaled":(place(strcol("id"))) with points linestyle 2 pointtype 2 pointsize 0.7 notitle
load 'figures/close.gp'
