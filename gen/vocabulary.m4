m4_divert(-1)
# The words of the protocol language: settings, metrics and blocks. Neutral: no reading is named here.
# To add a setting or a metric, add its line; grammar.m4 checks it, and every reading shows it.

# _setting(word, kind, tag, [meaning]): a clause `word(value)`.
#   kind     what a value must be: see the patterns of kinds in grammar.m4
#   tag      what stands before the value in paths and ids, `-` where it is not part of a unit's path
#   meaning  how the report's protocol tables explain it (LaTeX)
_setting([modulus],            [count],    [mod],        [modulus $p$ of the addition])
_setting([train_fraction],     [fraction], [train],      [share of all pairs that train])
_setting([split_seed],         [whole],    [split],      [seed of the split])
_setting([learns],             [name],     [-],          [task])
_setting([layers],             [count],    [layers],     [layers])
_setting([d_model],            [count],    [width],      [width of the residual stream])
_setting([heads],              [count],    [heads],      [attention heads a layer])
_setting([d_mlp],              [count],    [mlp],        [width of the MLP])
_setting([layernorm_epsilon],  [positive], [ln],         [$\epsilon$ of LayerNorm])
_setting([initial_scale],      [positive], [init],       [standard deviation of the initial weights, times $\sqrt{d_\mathrm{model}}$])
_setting([weight_decay],       [number],   [decay],      [weight decay])
_setting([seed],               [whole],    [seed],       [seed])
_setting([from],               [name],     [-],          [taken from])
_setting([file],               [path],     [-],          [read from the file])
_setting([layer],              [whole],    [layer],      [after layer (counted from 0)])
_setting([position],           [whole],    [position],   [at token position (counted from 0)])
_setting([on],                 [name],     [-],          [trained on the activations])
_setting([architecture],       [architecture], [],       [architecture])
_setting([d_sae],              [count],    [m],          [latents $d_\mathrm{sae}$])
_setting([k],                  [count],    [k],          [latents kept a row, $k$])
_setting([lambda],             [number],   [lambda],     [weight of the alignment penalty, $\lambda$])
_setting([batch],              [count],    [batch],      [rows a batch])
_setting([learning_rate],      [positive], [lr],         [learning rate])
_setting([beta1],              [fraction], [beta],       [$\beta_1$ of Adam])
_setting([beta2],              [fraction], [],           [$\beta_2$ of Adam])
_setting([epsilon],            [positive], [eps],        [$\epsilon$ of Adam])
_setting([epochs],             [count],    [epochs],     [epochs])
_setting([keep],               [kept],     [keep],       [weights kept: of the best epoch or the last])
_setting([seeds],              [seeds],    [-],          [seeds])
_setting([align_to],           [name],     [-],          [decoder aligned to])
_setting([held_out],           [fraction], [heldout],    [share of rows held out, the last ones])
_setting([with_units_of],      [name],     [-],          [counted together with the models of])
_setting([resamples],          [count],    [-],          [bootstrap resamples])
_setting([confidence],         [fraction], [-],          [confidence of intervals])
_setting([random_seed_offset], [whole],    [-],          [seed of a random decoder, less the seed it is matched to])
_setting([live_from],          [fraction], [-],          [least share of rows that a live latent is kept on])
_setting([simulations],        [count],    [-],          [simulations])
_setting([of],                 [name],     [-],          [of])
_setting([scaled_by],          [name],     [-],          [measured by the spread over])
_setting([shows],              [name],     [-],          [shows])
_setting([draws],              [name],     [-],          [drawn as])
_setting([caption],            [text],     [-],          [caption])
_setting([here],               [text],     [-],          [here])
_setting([because],            [text],     [-],          [because])

# _metric(name, [LaTeX], [meaning]): what is measured of a stage's models.
_metric([trained_pwmcc],      [trained PWMCC], [mean over pairs of seeds of the pairwise mean of maximal cosines])
_metric([random_pwmcc],       [random PWMCC],  [the same of random decoders with the same seeds])
_metric([explained_variance], [EV],            [explained variance, mean over seeds])
_metric([mean_squared_error], [MSE],           [mean squared error, mean over seeds])
_metric([held_out_explained_variance], [held-out EV], [explained variance of the rows held out, mean over seeds])
_metric([alignment],          [alignment],     [mean over latents of the cosine with the nearest latent of the reference])
_metric([delta],              [$\Delta$],      [trained PWMCC less random PWMCC])
_metric([delta_lcb],          [LCB of $\Delta$], [low end of the trained interval less high end of the random one])

# _result(name, [LaTeX]): what else is told of a stage or a comparison
_result([jackknife_low],     [jackknife, low end])
_result([jackknife_high],    [jackknife, high end])
_result([with_reference],    [pairs with the reference])
_result([without_reference], [pairs without the reference])
_result([expected_random_pwmcc], [expected random PWMCC])
_result([random_deviation],  [random PWMCC less expected])
_result([expected_delta],    [$\Delta$ over the expected])
_result([rarely_firing],     [latents that rarely fire])
_result([live_pwmcc],        [PWMCC of live latents])
_result([live_delta],        [$\Delta$ of live latents over the expected])
_result([cosine_with_start], [cosine with the start])
_result([difference],        [difference])
_result([mean],              [mean])
_result([spread],            [spread])
_result([prediction_low],    [prediction, low end])
_result([prediction_high],   [prediction, high end])
_result([ci_low],            [low end])
_result([ci_high],           [high end])
_result([bootstrap],         [coverage of the bootstrap over pairs])
_result([bootstrap_error],   [standard error of that])
_result([jackknife],         [coverage of the jackknife over seeds])
_result([jackknife_error],   [standard error of that])
_result([from_seeds],        [share of a pair's variance that its seeds give])

# _block(name, [words it takes], [words it needs]): a declaration `name(id, clauses)`.
_block([task],         [like modulus train_fraction split_seed], [modulus train_fraction split_seed])
_block([transformer],  [like learns layers d_model heads d_mlp layernorm_epsilon initial_scale
                        batch epochs keep learning_rate beta1 beta2 epsilon weight_decay seed],
                       [learns layers d_model heads d_mlp layernorm_epsilon initial_scale
                        batch epochs keep learning_rate beta1 beta2 epsilon weight_decay seed])
_block([activations],  [like from layer position file], [])
_block([autoencoder],  [like architecture on d_sae k lambda batch learning_rate beta1 beta2 epsilon], [])
_block([statistics],   [like resamples confidence random_seed_offset live_from], [])
_block([stage],        [like vary architecture on d_sae k lambda batch learning_rate beta1 beta2 epsilon
                        epochs seeds held_out align_to with_units_of
                        resamples confidence random_seed_offset live_from bootstrap],
                       [architecture on d_sae k lambda batch learning_rate beta1 beta2 epsilon epochs seeds])
_block([choose],       [from maximise subject_to otherwise], [from maximise otherwise])
_block([compare],      [like of between resamples confidence bootstrap], [of between resamples confidence bootstrap])
_block([coverage],     [like of simulations resamples confidence seed], [of simulations resamples confidence seed])
_block([claim],        [published when otherwise], [otherwise])
_block([figure],       [draws of caption], [draws of caption])
_block([repeat],       [like of vary on only confidence scaled_by], [of on])
_block([table],        [of shows caption], [of shows caption])
_block([deviation],    [published here because], [published here because])

# _identity(block, [words]): the settings that make its artifact what it is, in the order of its path.
_identity([task],        [modulus train_fraction split_seed])
_identity([transformer], [layers d_model heads d_mlp layernorm_epsilon initial_scale batch
                          learning_rate beta1 beta2 epsilon weight_decay seed keep])
_identity([activations], [layer position])
# A stage need not have them all.
_identity([stage],       [architecture d_sae k lambda batch learning_rate beta1 beta2 epsilon held_out])

# The words are there, and the protocol follows.
_begin_reading[]m4_dnl
