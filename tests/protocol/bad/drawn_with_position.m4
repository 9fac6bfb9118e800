experiment(drawn_with_position, [Rows drawn from others, and taken from a position])

%{
expected: drawn_with_position.m4:8: position: no word of activations(gaussian): they are those of the activations that it is drawn from
%}

activations(gaussian,
  drawn_like(answer) seed(7) position(4))
