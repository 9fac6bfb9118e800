m4_divert(-1)
# The table of settings: one line for each word that a block of a protocol may have. It gives the grammar, the paths of
# artifacts, the C struct of a record's settings, the metadata of a unit and the audit's check of them.
#
# _setting(word, kind, place, [blocks], default, [meaning])
#   kind     what a value must be, and its type in C: see the kinds in grammar.m4 and src/protocol/settings.h
#   place    what is written before the value in paths of artifacts; with `/` before it the setting begins a folder;
#            `-` keeps the setting out of paths, and text after `-` is only for the names of candidates. In a path
#            settings have the order of this table.
#   blocks   the blocks that take it; `!` after a block: the block needs it
#   default  its value if it is not given; it is then in no path; empty: there is no default. (A value `none` is in no
#            path even where it is given.)
#   meaning  how the report's tables of settings explain it (LaTeX)

# _block(name, [what it declares]): a declaration `name(id, clauses)`
_block([task],         [what a transformer learns])
_block([transformer],  [a transformer, and how it is trained])
_block([activations],  [rows that autoencoders are trained on])
_block([autoencoder],  [settings that stages take over])
_block([statistics],   [settings of intervals that stages take over])
_block([stage],        [models: every candidate with every seed])
_block([decoders],     [models that others trained, from files])
_block([choose],       [one candidate of a stage, by a criterion])
_block([compare],      [a metric of two candidates])
_block([compare_each], [a metric of two stages, candidate by candidate])
_block([matched],      [a metric of two stages, at equal values of another])
_block([coverage],     [how often the intervals of stages cover])
_block([probe],        [what a transformer predicts where a number of its input is replaced])
_block([claim],        [a sentence that the numbers pick])
_block([figure],       [a drawing of stages])
_block([repeat],       [experiments, on other activations])
_block([table],        [values of stages])
_block([publication],  [what another publication than the report printed, beside what the run gives])
_block([nearest],      [which of several repeats the published values are nearest to])
_block([deviation],    [what differs from the published study on purpose])

# _architecture(name, [what it keeps of a row]): it is the struct of that name in src/autoencoder/
_architecture([topk], [the k largest pre-activations, signed])

# every block
_setting([like],               [names],    [-],
    [task transformer activations autoencoder statistics stage decoders choose compare compare_each matched coverage
     probe repeat], [], [like])
_setting([vary],               [names],    [-],         [stage repeat],    [], [varied])

# the task and the transformer that learns it
_setting([modulus],            [count],    [mod],       [task!],           [], [modulus $p$ of the addition])
_setting([train_fraction],     [fraction], [train],     [task!],           [], [share of all pairs used for training])
_setting([split_seed],         [whole],    [split],     [task!],           [], [seed of the split])
_setting([learns],             [name],     [-],         [transformer!],    [], [task])
_setting([layers],             [count],    [layers],    [transformer!],    [], [layers])
_setting([d_model],            [count],    [width],     [transformer!],    [], [width of the residual stream])
_setting([heads],              [count],    [heads],     [transformer!],    [], [attention heads per layer])
_setting([d_mlp],              [count],    [mlp],       [transformer!],    [], [width of the MLP])
_setting([layernorm_epsilon],  [positive], [ln],        [transformer!],    [], [$\epsilon$ of LayerNorm])
_setting([initial_scale],      [positive], [init],      [transformer!],    [],
    [standard deviation of the initial weights, times $\sqrt{d_\mathrm{model}}$])
_setting([answers_at],         [whole],    [answers],   [transformer],     [5],
    [answers at token position (counted from 0)])

# the autoencoder; what trains either
_setting([architecture],       [architecture], [],      [autoencoder stage!], [], [architecture])
_setting([on],                 [names],    [-],         [autoencoder stage! repeat!], [], [trained on the activations])
_setting([d_sae],              [count],    [m],         [autoencoder stage!], [], [latents $d_\mathrm{sae}$])
_setting([k],                  [count],    [k],         [autoencoder stage!], [], [latents kept per row, $k$])
_setting([lambda],             [number],   [lambda],    [autoencoder stage!], [],
    [weight of the alignment penalty, $\lambda$])
_setting([batch],              [count],    [batch],     [transformer! autoencoder stage!], [], [batch size])
_setting([learning_rate],      [positive], [lr],        [transformer! autoencoder stage!], [], [learning rate])
_setting([beta1],              [fraction], [beta],      [transformer! autoencoder stage!], [], [$\beta_1$ of Adam])
_setting([beta2],              [fraction], [],          [transformer! autoencoder stage!], [], [$\beta_2$ of Adam])
_setting([epsilon],            [positive], [eps],       [transformer! autoencoder stage!], [], [$\epsilon$ of Adam])
_setting([weight_decay],       [number],   [decay],     [transformer!],    [], [weight decay])
_setting([normalise],          [normalisation], [norm], [autoencoder stage], [none], [rows normalised])
_setting([epochs],             [count],    [/epoch],    [transformer! stage!], [], [epochs])
_setting([seed],               [whole],    [seed],      [transformer! coverage! probe! activations], [], [seed])
_setting([keep],               [kept],     [keep],      [transformer!],    [],
    [epoch whose weights are kept: best or last])

# the rows that it is trained on
_setting([from],               [name],     [-],         [activations choose!], [], [taken from])
_setting([file],               [text],     [-],         [activations decoders!], [], [read from the file])
_setting([tensor],             [text],     [-],         [activations],     [], [the matrix named])
_setting([layer],              [whole],    [layer],     [activations],     [], [after layer (counted from 0)])
_setting([position],           [whole],    [position],  [activations],     [], [at token position (counted from 0)])
_setting([drawn_like],         [name],     [/gaussian], [activations],     [],
    [Gaussian rows with the mean and covariance of])
_setting([permuted_like],      [name],     [/permuted], [activations],     [], [each column permuted by itself, of])
_setting([rotated_like],       [name],     [/rotated],  [activations],     [], [rotated at random, the rows of])

# a stage's models, and how they are summed up
_setting([seeds],              [seeds],    [/seed],     [stage!],          [], [seeds])
_setting([held_out],           [fraction], [heldout],   [stage],           [], [share of rows held out, the last ones])
_setting([align_to],           [name],     [-],         [stage],           [], [decoders aligned to the model of stage])
_setting([with_units_of],      [name],     [-],         [stage],           [],
    [counted together with the models of stage])
_setting([reference_seed],     [whole],    [-reference], [stage],          [],
    [seed of the reference among those of the stage])
_setting([resamples],          [count],    [-],
    [statistics stage decoders compare! compare_each! coverage!], [], [bootstrap resamples])
_setting([confidence],         [fraction], [-],
    [statistics stage decoders compare! compare_each! matched! coverage! repeat], [],
    [confidence level of intervals])
_setting([random_seed_offset], [whole],    [-],         [statistics stage decoders], [],
    [offset from the seed of a model to that of its random decoder])
_setting([covariance_seed_offset], [whole], [-],        [statistics stage], [],
    [offset from the seed of a model to that of its directions drawn from the covariance of the rows])
_setting([rows_seed_offset],   [whole],    [-],         [statistics stage], [],
    [offset from the seed of a model to that of its directions drawn from the rows])
_setting([live_from],          [fraction], [-],         [statistics stage], [],
    [smallest share of rows on which a live latent is kept])
_setting([shared_from],        [fraction], [-],         [statistics stage decoders], [],
    [cosine above which matched latents are shared])
_setting([bootstrap],          [clauses],  [-],         [stage decoders compare! compare_each!], [], [bootstrap seed])

# choices, comparisons, coverages, claims
_setting([of],                 [names],    [-],
    [compare! compare_each! matched! coverage! probe! figure! repeat! nearest! table!], [], [of])
_setting([at],                 [name],     [-],         [matched!],        [], [at equal])
_setting([between],            [names],    [-],         [compare! compare_each! matched!], [], [between])
_setting([gain_over],          [name],     [-],         [compare],         [], [share of the gain over])
_setting([maximise],           [names],    [-],         [choose!],         [], [largest])
_setting([subject_to],         [clause],   [-],         [choose],          [], [subject to])
_setting([simulations],        [count],    [-],         [coverage!],       [], [simulations])
_setting([mean_of],            [name],     [-],         [coverage],        [], [intervals of the mean over models of])
_setting([replace],            [whole],    [-],         [probe!],          [],
    [number replaced at token position (counted from 0)])
_setting([only],               [clauses],  [-],         [repeat],          [], [kept])
_setting([scaled_by],          [name],     [-],         [repeat],          [], [distances in units of the spread over])
_setting([seed_step],          [count],    [-],         [repeat],          [],
    [seeds of each replicate above those of the one before])
_setting([held_against],       [names],    [-],         [repeat nearest!], [], [held against the values of])
_setting([published],          [clause],   [-],         [claim deviation!], [], [published])
_setting([when],               [clauses],  [-],         [claim],           [], [when])
_setting([otherwise],          [clause],   [-],         [choose! claim!],  [], [otherwise])
_setting([rests_on],           [names],    [-],         [],                [], [rests on])

# tables, figures, deviations
_setting([shows],              [names],    [-],         [table!],          [], [shows])
_setting([draws],              [name],     [-],         [figure!],         [], [drawn as])
_setting([caption],            [text],     [-],         [figure! table! publication!], [], [caption])
_setting([here],               [text],     [-],         [deviation!],      [], [here])
_setting([because],            [text],     [-],         [deviation!],      [], [because])
