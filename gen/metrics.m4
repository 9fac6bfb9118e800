m4_divert(-1)
# The table of metrics: one line for each thing that is measured. It gives the words that choose, compare, table and
# claim know, the columns of tables, the seeds that a bootstrap needs, and the list that src/metrics works through in C:
# the metric `trained_pwmcc` of a pair is the function pair_trained_pwmcc.
#
# _metric(name, of, [heading], printed, [formula], needs, line of, resampled, [columns], [meaning])
#   of         what it is measured on: transformer, activations, model, pair, candidate, comparison, comparisons (of
#              two stages, candidate by candidate), matched, coverage, mean_coverage (a coverage that has mean_of),
#              probe, replicates (of one published value), or population (replicates held against a publication). For a
#              model or a pair the value is the mean over a candidate.
#   heading    the heading of its columns in tables, in LaTeX
#   printed    plain, signed, scaled, share, whole, coarse (src/values/values.h), or published: as that value is
#              (of a mean_coverage: as the metric of mean_of is)
#   formula    in words; <word> stands for a setting as the protocol spells it
#   needs      the setting without which it is not measured
#   line of    the setting whose line is given as the place of the value; empty: the line of the declaration
#   resampled  bootstrap: its mean has an interval, .ci_low to .ci_high, drawn with the seed of bootstrap(name = seed)
#   columns    `table place`, the tables that show it by default: stage (in the report; `alone`: without interval),
#              and the files that figures are drawn from: candidates, pairs, units. Every other metric of a pair or a
#              model comes after these in pairs or units, if it is measured.
#   meaning    what it is, in a sentence

_metric([best_epoch],          [transformer], [], [whole], [of the artifact], [], [], [], [],
    [the epoch after which the weights were kept])
_metric([validation_accuracy], [transformer], [], [share], [of the artifact], [], [], [], [],
    [share of validation examples that it answers rightly])
_metric([rows],                [activations], [], [whole], [of the artifact], [], [], [], [],
    [number of rows])
_metric([d_model],             [activations], [], [whole], [of the artifact], [], [], [], [],
    [width of a row])
_metric([effective_rank], [activations], [effective rank], [plain],
    [exp of the entropy of p, p_i = eigenvalue i of the covariance of the rows / their sum], [], [], [], [],
    [how many directions the rows spread over: d_model if evenly over all, 1 if over one])

_metric([trained_pwmcc], [pair], [trained PWMCC], [plain],
    [mean over pairs of pwmcc(decoder, decoder)],
    [], [], [bootstrap], [stage 1, candidates 1, pairs 1],
    [how alike the decoders of two seeds are: the pairwise mean of maximal cosines])
_metric([random_pwmcc], [pair], [random PWMCC], [plain],
    [mean over pairs of pwmcc(random, random)],
    [random_seed_offset], [], [bootstrap], [stage 2, candidates 2, pairs 2],
    [the same of random decoders of the same shapes])
_metric([covariance_pwmcc], [pair], [PWMCC drawn from the covariance], [plain],
    [mean over pairs of pwmcc(directions, directions), normal with the covariance of the rows],
    [covariance_seed_offset], [], [bootstrap], [],
    [the same of directions that are drawn from the covariance of the activations])
_metric([rows_pwmcc], [pair], [PWMCC of rows], [plain],
    [mean over pairs of pwmcc(rows, rows), drawn without replacement, less their mean],
    [rows_seed_offset], [], [bootstrap], [],
    [the same of rows of the activations, less their mean])
_metric([explained_variance], [model], [EV], [plain],
    [mean over models of 1 - var(x - x^)/var(x)],
    [epochs], [], [bootstrap], [stage 5, candidates 3, units 1],
    [explained variance of the rows that the model was trained on])
_metric([mean_squared_error], [model], [MSE], [scaled],
    [mean over models of mean((x^ - x)^2)],
    [epochs], [], [bootstrap], [stage 6 alone, candidates 4, units 2],
    [mean squared error on the rows that the model was trained on])
_metric([held_out_explained_variance], [model], [held-out EV], [plain],
    [mean over models of 1 - var(x - x^)/var(x) of the rows held out],
    [held_out], [], [bootstrap], [],
    [explained variance of the rows held out])
_metric([alignment], [model], [alignment], [plain],
    [mean over models of mean_i max_j |cos(D_i, R_j)|],
    [align_to], [], [bootstrap], [stage 7, candidates 7, units 3],
    [mean over latents of the cosine with the nearest latent of the reference])
_metric([delta], [candidate], [$\Delta$], [signed],
    [trained_pwmcc - random_pwmcc],
    [random_seed_offset], [], [], [stage 3, candidates 5],
    [trained PWMCC less random PWMCC])
_metric([delta_lcb], [candidate], [LCB of $\Delta$], [signed],
    [trained_pwmcc.ci_low - random_pwmcc.ci_high],
    [random_seed_offset], [], [], [stage 4, candidates 6],
    [low end of the trained interval less high end of the random one])
_metric([covariance_delta], [candidate], [$\Delta$ over the covariance], [signed],
    [trained_pwmcc - covariance_pwmcc],
    [covariance_seed_offset], [], [], [],
    [trained PWMCC less that of directions drawn from the covariance of the activations])
_metric([rows_delta], [candidate], [$\Delta$ over rows], [signed],
    [trained_pwmcc - rows_pwmcc],
    [rows_seed_offset], [], [], [],
    [trained PWMCC less that of rows of the activations])
_metric([jackknife_low], [candidate], [jackknife, low end], [plain],
    [leave-one-seed-out jackknife of trained_pwmcc], [], [], [], [],
    [low end of the interval that leaves out one seed at a time])
_metric([jackknife_high], [candidate], [jackknife, high end], [plain],
    [leave-one-seed-out jackknife of trained_pwmcc], [], [], [], [],
    [high end of that interval])
_metric([expected_random_pwmcc], [candidate], [expected random PWMCC], [plain],
    [integral over t in [0, 1] of 1 - I_{t^2}(1/2, (d_model - 1)/2)^d_sae], [], [], [], [],
    [what PWMCC is expected to be for random decoders of as many latents])
_metric([random_deviation], [candidate], [random PWMCC less expected], [signed],
    [random_pwmcc - expected_random_pwmcc],
    [random_seed_offset], [], [], [],
    [how far the random baseline lies from its expectation])
_metric([expected_delta], [candidate], [$\Delta$ over the expected], [signed],
    [trained_pwmcc - expected_random_pwmcc], [], [], [], [],
    [trained PWMCC less the expected random one])
_metric([normalised_gain], [candidate], [normalised gain], [plain],
    [(trained_pwmcc - expected_random_pwmcc) / (1 - expected_random_pwmcc)], [], [], [], [],
    [trained PWMCC on a scale from chance, 0, to identical decoders, 1])
_metric([rarely_firing], [model], [latents that rarely fire], [share],
    [mean over models of the share of latents kept on less than a share of <live_from> of the rows],
    [live_from], [live_from], [], [],
    [share of latents that hardly any row keeps])
_metric([live_pwmcc], [pair], [PWMCC of live latents], [plain],
    [mean over pairs of pwmcc(decoder, decoder), of the latents that do not fire rarely],
    [live_from], [live_from], [], [],
    [PWMCC of the latents that do not fire rarely])
_metric([live_delta], [candidate], [$\Delta$ of live latents over the expected], [signed],
    [live_pwmcc - expected pwmcc of random decoders with as many latents],
    [live_from], [live_from], [], [],
    [the same less what is expected of as many random latents])
_metric([matched_cosine], [pair], [matched cosine], [plain],
    [mean over pairs of the mean cosine of decoders' latents that are matched one to one],
    [shared_from], [], [], [],
    [mean cosine of latents matched one to one (Paulo and Belrose)])
_metric([random_matched_cosine], [pair], [random matched cosine], [plain],
    [mean over pairs of the mean cosine of random decoders' latents that are matched one to one],
    [shared_from], [], [], [],
    [the same of random decoders of the same shapes])
_metric([matched_absolute_cosine], [pair], [matched $|\cos|$], [plain],
    [mean over pairs of the mean abs(cosine) of decoders' latents that are matched one to one],
    [shared_from], [], [], [],
    [mean |cos| of latents matched one to one by it (PW-MCC of Song et al.)])
_metric([random_matched_absolute_cosine], [pair], [random matched $|\cos|$], [plain],
    [mean over pairs of the mean abs(cosine) of random decoders' latents that are matched one to one],
    [shared_from], [], [], [],
    [the same of random decoders of the same shapes])
_metric([mean_maximal_cosine], [pair], [MMCS], [plain],
    [mean over pairs of (mean_i max_j cos(A_i, B_j) + mean_j max_i cos(A_i, B_j)) / 2],
    [shared_from], [], [], [],
    [mean of the maximal cosines, with their signs])
_metric([random_mean_maximal_cosine], [pair], [random MMCS], [plain],
    [mean over pairs of the same of random decoders],
    [shared_from], [], [], [],
    [the same of random decoders of the same shapes])
_metric([median_maximal_cosine], [pair], [median of maxima], [plain],
    [mean over pairs of (median_i max_j |cos(A_i, B_j)| + median_j max_i |cos(A_i, B_j)|) / 2],
    [shared_from], [], [], [],
    [median of the maximal |cos|, of which PWMCC is the mean])
_metric([random_median_maximal_cosine], [pair], [random median of maxima], [plain],
    [mean over pairs of the same of random decoders],
    [shared_from], [], [], [],
    [the same of random decoders of the same shapes])
_metric([shared_fraction], [pair], [shared fraction], [share],
    [mean over pairs of the share of latents that the matchings of encoders and of decoders both give one partner,
     with a cosine above <shared_from> in both],
    [shared_from], [shared_from], [], [],
    [share of latents found again in the other model (Paulo and Belrose)])
_metric([random_shared_fraction], [pair], [random shared fraction], [share],
    [mean over pairs of the same of random decoders that are their own encoders],
    [shared_from], [shared_from], [], [],
    [the same of random directions that are encoder and decoder at once])
_metric([cosine_with_start], [model], [cosine with the start], [share],
    [mean over models and latents of cos(D_i, D_i at the start)], [epochs], [], [], [candidates 10],
    [mean cosine of a direction with the one that its training started from])
_metric([with_reference], [candidate], [pairs with the reference], [plain],
    [trained_pwmcc, mean over the pairs that contain the reference],
    [with_units_of], [], [], [candidates 8],
    [trained PWMCC of the pairs that contain the reference])
_metric([without_reference], [candidate], [pairs without the reference], [plain],
    [trained_pwmcc, mean over the pairs that do not contain the reference],
    [with_units_of], [], [], [candidates 9],
    [trained PWMCC of the other pairs])

_metric([difference], [comparison], [difference], [signed],
    [<of> of <first> less that of <second>], [], [], [], [],
    [mean of the first less mean of the second])
_metric([ci_low], [comparison], [low end], [signed],
    [bootstrap of the difference, seed <difference>], [], [], [], [],
    [low end of the bootstrap interval of the difference])
_metric([ci_high], [comparison], [high end], [signed],
    [bootstrap of the difference, seed <difference>], [], [], [], [],
    [high end of that interval])
_metric([jackknife_low], [comparison], [jackknife, low end], [signed],
    [leave-one-seed-out jackknife of the pairs' differences], [], [], [], [],
    [low end of the interval that leaves out one seed of both at a time])
_metric([jackknife_high], [comparison], [jackknife, high end], [signed],
    [leave-one-seed-out jackknife of the pairs' differences], [], [], [], [],
    [high end of that interval])
_metric([with_reference], [comparison], [pairs with the reference], [signed],
    [mean difference over the pairs that contain the reference], [], [], [], [],
    [the difference of the pairs that contain the reference])
_metric([without_reference], [comparison], [pairs without the reference], [signed],
    [mean difference over the pairs that do not contain the reference], [], [], [], [],
    [the difference of the other pairs])
_metric([with_reference_low], [comparison], [pairs with the reference, low end], [signed],
    [leave-one-seed-out jackknife of the pairs that contain the reference, which is given], [], [], [], [],
    [low end of the interval of the difference of the pairs that contain the reference])
_metric([with_reference_high], [comparison], [pairs with the reference, high end], [signed],
    [leave-one-seed-out jackknife of the pairs that contain the reference, which is given], [], [], [], [],
    [high end of that interval])
_metric([without_reference_low], [comparison], [pairs without the reference, low end], [signed],
    [leave-one-seed-out jackknife of the pairs that do not contain the reference], [], [], [], [],
    [low end of the interval of the difference of the other pairs])
_metric([without_reference_high], [comparison], [pairs without the reference, high end], [signed],
    [leave-one-seed-out jackknife of the pairs that do not contain the reference], [], [], [], [],
    [high end of that interval])
_metric([with_reference_largest], [comparison], [largest with the reference], [signed],
    [largest difference of a pair that contains the reference], [], [], [], [],
    [the largest difference among the pairs that contain the reference])
_metric([with_reference_largest_seed], [comparison], [its seed], [whole],
    [seed of the other model of that pair], [], [], [], [],
    [seed of the model that gains most with the reference])

_metric([difference], [comparisons], [difference], [signed],
    [mean over the candidates of <of> of <first> less that of <second>], [], [], [], [],
    [mean over the candidates of the difference of each])
_metric([difference_low], [comparisons], [difference, low end], [signed],
    [Student's interval of the mean over the candidates; a guide where they share models], [], [], [], [],
    [low end of the interval of that mean])
_metric([difference_high], [comparisons], [difference, high end], [signed],
    [Student's interval of the mean over the candidates; a guide where they share models], [], [], [], [],
    [high end of that interval])
_metric([with_reference], [comparisons], [pairs with the reference], [signed],
    [mean over the candidates of the difference over the pairs that contain the reference], [], [], [], [],
    [the same of the pairs that contain the reference])
_metric([with_reference_low], [comparisons], [pairs with the reference, low end], [signed],
    [Student's interval of the mean over the candidates; a guide where they share models], [], [], [], [],
    [low end of the interval of that mean])
_metric([with_reference_high], [comparisons], [pairs with the reference, high end], [signed],
    [Student's interval of the mean over the candidates; a guide where they share models], [], [], [], [],
    [high end of that interval])
_metric([without_reference], [comparisons], [pairs without the reference], [signed],
    [mean over the candidates of the difference over the pairs that do not contain the reference], [], [], [], [],
    [the same of the other pairs])
_metric([without_reference_low], [comparisons], [pairs without the reference, low end], [signed],
    [Student's interval of the mean over the candidates; a guide where they share models], [], [], [], [],
    [low end of the interval of that mean])
_metric([without_reference_high], [comparisons], [pairs without the reference, high end], [signed],
    [Student's interval of the mean over the candidates; a guide where they share models], [], [], [], [],
    [high end of that interval])

_metric([gap], [matched], [mean gap], [signed],
    [mean of <of> of <first> less that of <second> at equal <at>, over the range that both reach], [], [], [], [],
    [mean of the first less the second at equal values of the other metric])
_metric([gap_low], [matched], [least gap], [signed],
    [least <of> of <first> less that of <second> at equal <at>], [], [], [], [],
    [the least gap along the range])
_metric([gap_high], [matched], [greatest gap], [signed],
    [greatest <of> of <first> less that of <second> at equal <at>], [], [], [], [],
    [the greatest gap along the range])
_metric([range_low], [matched], [range, low end], [plain],
    [larger of the least <at> of <first> and of <second>], [], [], [], [],
    [low end of the range that both stages reach])
_metric([range_high], [matched], [range, high end], [plain],
    [smaller of the greatest <at> of <first> and of <second>], [], [], [], [],
    [high end of that range])
_metric([jackknife_low], [matched], [jackknife, low end], [signed],
    [leave-one-seed-out jackknife of the mean gap], [], [], [], [],
    [low end of the interval that leaves out one seed of both at a time])
_metric([jackknife_high], [matched], [jackknife, high end], [signed],
    [leave-one-seed-out jackknife of the mean gap], [], [], [], [],
    [high end of that interval])

_metric([share], [comparison], [share of the gain], [share],
    [(<of> less <gain_over>) of <second> over the same of <first>],
    [gain_over], [], [], [],
    [how much of the gain of the first the second has, over a baseline that both have])
_metric([share_low], [comparison], [share, low end], [share],
    [leave-one-seed-out jackknife of that ratio of means, linearised],
    [gain_over], [], [], [],
    [low end of the interval that leaves out one seed of both at a time])
_metric([share_high], [comparison], [share, high end], [share],
    [leave-one-seed-out jackknife of that ratio of means, linearised],
    [gain_over], [], [], [],
    [high end of that interval])

_metric([bootstrap], [coverage], [coverage of the bootstrap], [share],
    [share of simulations whose bootstrap over pairs covers the mean], [], [], [], [],
    [how often the bootstrap over pairs covers])
_metric([bootstrap_error], [coverage], [standard error of that], [share],
    [sqrt(p (1 - p) / simulations)], [], [], [], [],
    [standard error of that share])
_metric([jackknife], [coverage], [coverage of the jackknife over seeds], [share],
    [share of simulations whose leave-one-seed-out jackknife covers the mean], [], [], [], [],
    [how often the jackknife over seeds covers])
_metric([jackknife_error], [coverage], [standard error of that], [share],
    [sqrt(p (1 - p) / simulations)], [], [], [], [],
    [standard error of that share])
_metric([from_seeds], [coverage], [share of a pair's variance that its seeds give], [share],
    [2 of_model / (2 of_model + of_pair), by the method of moments], [], [], [], [],
    [share of a pair's variance that its two seeds give])

_metric([bootstrap], [mean_coverage], [coverage of the bootstrap], [share],
    [share of simulations whose bootstrap over models covers the mean of <mean_of>], [], [], [], [],
    [how often the bootstrap over models covers, for the metric that mean_of names])
_metric([bootstrap_error], [mean_coverage], [standard error of that], [share],
    [sqrt(p (1 - p) / simulations)], [], [], [], [],
    [standard error of that share])
_metric([jackknife], [mean_coverage], [coverage of the jackknife over seeds], [share],
    [share of simulations whose jackknife over models covers the mean of <mean_of>], [], [], [], [],
    [how often the jackknife over models covers])
_metric([jackknife_error], [mean_coverage], [standard error of that], [share],
    [sqrt(p (1 - p) / simulations)], [], [], [], [],
    [standard error of that share])
_metric([jackknife_low], [mean_coverage], [jackknife, low end], [published],
    [leave-one-model-out jackknife of the mean of <mean_of>, which is Student's interval], [], [], [], [],
    [low end of the interval of that mean that leaves out one model at a time])
_metric([jackknife_high], [mean_coverage], [jackknife, high end], [published],
    [leave-one-model-out jackknife of the mean of <mean_of>, which is Student's interval], [], [], [], [],
    [high end of that interval])

_metric([copied_share], [probe], [number put in], [share],
    [share of validation examples whose prediction is the number put at position <replace>], [], [], [], [],
    [share of validation examples for which the transformer predicts the number that was put in])
_metric([kept_share], [probe], [answer], [share],
    [share of validation examples whose prediction is the answer, with another number at position <replace>],
    [], [], [], [],
    [share of validation examples for which it predicts the answer all the same])

_metric([mean], [replicates], [mean], [published],
    [mean over the replicates], [], [], [], [],
    [mean of a published value over the replicates])
_metric([spread], [replicates], [spread], [plain],
    [standard deviation over the replicates], [], [], [], [],
    [their standard deviation])
_metric([prediction_low], [replicates], [prediction, low end], [published],
    [mean - t_{n-1} spread sqrt(1 + 1/n)], [confidence], [], [], [],
    [low end of the interval in which one more replicate is expected])
_metric([prediction_high], [replicates], [prediction, high end], [published],
    [mean + t_{n-1} spread sqrt(1 + 1/n)], [confidence], [], [], [],
    [high end of that interval])

_metric([varying], [population], [values that vary], [whole],
    [number of published values that vary among the replicates], [], [], [], [],
    [how many of the published values vary among the replicates])
_metric([within], [population], [within], [whole],
    [number of published values in mean -+ t_{n-1} spread sqrt(1 + 1/n)], [], [], [], [],
    [how many published values lie where one more replicate is expected, to the last digit printed])
_metric([outside], [population], [outside], [whole],
    [number of published values outside of it], [], [], [], [],
    [how many of them lie outside])
_metric([distance], [population], [distance], [coarse],
    [root mean square of (published - mean) / (spread sqrt(1 + 1/n)) over the values that vary], [], [], [], [],
    [how far the published values are from the mean of the replicates])
_metric([spread], [population], [typical spread], [plain],
    [geometric mean of the spreads of the values that vary], [], [], [], [],
    [how much the values that vary do so, a number to compare populations by])
_metric([p_value], [population], [rank of the distance], [share],
    [share of the n replicates and the published values whose distance from all others is as large as the published],
    [], [], [], [],
    [how often one of them is as far from all others as the published values are])
