experiment(dictionary_width, [Width of the dictionary], [extended])
uses(adaptive_l0)

%{
\paragraph{Question.} The published recommendation names a number and a width: $k$ near 4--8 for $d_{\mathrm{sae}} = 128$. Does the
best $k$ stay the same when the dictionary is wider or narrower, or does it grow in proportion?

\paragraph{What was done.} The search runs at four widths
with its own settings and criterion. Chance differs by width: a wider random decoder has a nearer latent for each
direction. Therefore every width is held against random decoders of its own shape. At width 128 $k = 1$ misses the floor
of explained variance; it is tried at every width, so that a choice of $k = 2$ does not lie on the edge.

\paragraph{What came out.} Tables~\ref{table:dictionary_width.width_64} to~\ref{table:dictionary_width.width_512} and
Figure~\ref{figure:dictionary_width.by_width} show each width, and Table~\ref{table:dictionary_width.gains} its chance level.
%}

stage(width_64,
  like(adaptive_l0.search)
  d_sae(64)
  vary(k, 1, 2, 4, 8, 16, 32))

stage(width_128, like(width_64) d_sae(128))
stage(width_256, like(width_64) d_sae(256))
stage(width_512, like(width_64) d_sae(512))

figure(by_width,
  draws(curves_by_setting) of(width_64, width_128, width_256, width_512)
  caption([The search at four widths. Left: the gain in PWMCC over random decoders of the same width. Middle: explained
    variance. Right: mean cosine of a direction with its start.]))

table(gains,
  of(width_64, width_128, width_256, width_512)
  shows(trained_pwmcc, expected_random_pwmcc, expected_delta, delta_lcb, explained_variance)
  caption([Each width beside the PWMCC that is expected of random decoders as wide.]))

choose(best_k_64,
  from(width_64)
  maximise(delta_lcb, delta, explained_variance)
  subject_to(explained_variance >= 0.20)
  otherwise(all))

choose(best_k_128, like(best_k_64) from(width_128))
choose(best_k_256, like(best_k_64) from(width_256))
choose(best_k_512, like(best_k_64) from(width_512))

claim(a_number,
  when(best_k_64 == 1 and best_k_128 == 1 and best_k_256 == 1 and best_k_512 == 1, not_resolved,
    [At every width the criterion picks the smallest $k$ there is: this tells no number from a ratio.])
  when(best_k_64 == best_k_128 and best_k_128 == best_k_256 and best_k_256 == best_k_512, holds,
    [The best $k$ is a number: the criterion picks $k = \Value{best_k_128}$ at every width from 64 to 512.])
  otherwise(contradicted,
    [The best $k$ is not one number: the criterion picks \Value{best_k_64}, \Value{best_k_128}, \Value{best_k_256} and
     \Value{best_k_512} at widths 64, 128, 256 and 512.]))

choose(best_k_64_without_floor,
  from(width_64)
  maximise(delta_lcb, delta, explained_variance)
  otherwise(all))

choose(best_k_128_without_floor, like(best_k_64_without_floor) from(width_128))
choose(best_k_256_without_floor, like(best_k_64_without_floor) from(width_256))
choose(best_k_512_without_floor, like(best_k_64_without_floor) from(width_512))

claim(floor_moves_the_choice,
  when(best_k_64 != best_k_64_without_floor or best_k_128 != best_k_128_without_floor
       or best_k_256 != best_k_256_without_floor or best_k_512 != best_k_512_without_floor, holds,
    [The floor of explained variance has a part in this: without it the criterion picks \Value{best_k_64_without_floor},
     \Value{best_k_128_without_floor}, \Value{best_k_256_without_floor} and \Value{best_k_512_without_floor}. It asks for reconstruction,
     not for consistency.])
  otherwise(contradicted,
    [The floor of explained variance has no part in this: without it the criterion picks the same.]))

claim(a_ratio,
  when(best_k_128 == 2 * best_k_64 and best_k_256 == 2 * best_k_128 and best_k_512 == 2 * best_k_256, holds,
    [The best $k$ is a ratio: it doubles with the width, from \Value{best_k_64} at 64 to \Value{best_k_512} at 512.])
  otherwise(contradicted,
    [The best $k$ is no fixed share of the width: the criterion picks \Value{best_k_64}, \Value{best_k_128},
     \Value{best_k_256} and \Value{best_k_512} at widths 64, 128, 256 and 512.]))

claim(four_above_32_at_every_width,
  when(width_64.k4.delta_lcb > width_64.k32.delta and width_128.k4.delta_lcb > width_128.k32.delta
       and width_256.k4.delta_lcb > width_256.k32.delta and width_512.k4.delta_lcb > width_512.k32.delta, holds,
    [At every width $k = 4$ gains more than $k = 32$: even its lower bound lies above the other's gain.])
  when(width_64.k4.delta < width_64.k32.delta_lcb or width_128.k4.delta < width_128.k32.delta_lcb
       or width_256.k4.delta < width_256.k32.delta_lcb or width_512.k4.delta < width_512.k32.delta_lcb, contradicted,
    [There is a width at which $k = 4$ gains less than $k = 32$. $\Delta$ at $k = 4$ and $k = 32$ is
     \Rounded{width_64.k4.delta} and \Rounded{width_64.k32.delta} at width 64, \Rounded{width_128.k4.delta} and
     \Rounded{width_128.k32.delta} at 128, \Rounded{width_256.k4.delta} and \Rounded{width_256.k32.delta} at 256,
     \Rounded{width_512.k4.delta} and \Rounded{width_512.k32.delta} at 512.])
  otherwise(not_resolved,
    [Not at every width $k = 4$ is told from $k = 32$. $\Delta$ at $k = 4$ and $k = 32$ is
     \Rounded{width_64.k4.delta} and \Rounded{width_64.k32.delta} at width 64, \Rounded{width_128.k4.delta} and
     \Rounded{width_128.k32.delta} at 128, \Rounded{width_256.k4.delta} and \Rounded{width_256.k32.delta} at 256,
     \Rounded{width_512.k4.delta} and \Rounded{width_512.k32.delta} at 512.]))

%{
\paragraph{What it changes.} The recommendation holds for one width: \Sentence{dictionary_width.a_number}
\Sentence{dictionary_width.a_ratio} Table~\ref{settings:dictionary_width} lists the settings.
%}
