experiment(prose_within_a_line, [Prose that does not stand alone])

%{
expected: prose_within_a_line.m4:13: %{ and %} must stand alone on their lines
%}

stage(search,
  like(topk_sae)
  k(4)
  seeds(42, 123)
  epochs(2))

%{ Here it goes on. %}
