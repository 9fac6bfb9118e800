experiment(adaptive, [A search, a choice and a control])

%{
The search of two $k$ gives \Value{best_k}: Tables~\ref{table:adaptive.search} to~\ref{table:adaptive.sweep}, Figure~\ref{figure:adaptive.losses}, Table~\ref{settings:adaptive}\ifcsname r@table:reported.adaptive\endcsname, Table~\ref{table:reported.adaptive}\fi.
%}

stage(search,
  like(topk_sae, bootstrap_95)
  vary(k, 2, 4)
  seeds(1, 2)
  epochs(2)
  bootstrap(trained_pwmcc = 11, random_pwmcc = 23, explained_variance = 31, mean_squared_error = 37))

choose(best_k,
  from(search)
  maximise(explained_variance, delta_lcb)
  subject_to(explained_variance >= 0.9)
  otherwise(all))

stage(retrain,
  like(search)
  k(best_k)
  epochs(4))

stage(control,
  like(retrain)
  k(4))

stage(reference,
  like(topk_sae, bootstrap_95)
  k(4)
  seeds(3)
  epochs(3))

stage(sweep,
  like(reference)
  vary(lambda, 0, 1e-3)
  seeds(1, 2)
  align_to(reference)
  with_units_of(reference)
  bootstrap(trained_pwmcc = 13, random_pwmcc = 29, explained_variance = 31,
            mean_squared_error = 37, alignment = 43))

compare(lambda_gain,
  like(bootstrap_95)
  of(trained_pwmcc) between(sweep.lambda1e-3, sweep.lambda0)
  bootstrap(difference = 53))

claim(alignment_helps,
  published([Alignment helps $(k = 4)$.], [nowhere])
  when(lambda_gain.ci_low > 0, holds, [It does, by \Value{lambda_gain.difference}.])
  otherwise(not_resolved, [It may.]))

figure(losses,
  draws(training_loss) of(retrain, control)
  caption([Loss by epoch.]))
