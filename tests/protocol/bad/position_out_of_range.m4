experiment(position_out_of_range, [The eighth of seven tokens])

%{
expected: position_out_of_range.m4:9: position: 7 is out of range, expected 0 to 6
%}

activations(later,
  like(answer)
  position(7))
