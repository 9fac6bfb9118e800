experiment(answers_out_of_range, [An answer behind the last token])

%{
expected: answers_out_of_range.m4:9: answers_at: 7 is out of range, expected 0 to 6
%}

transformer(late,
  like(adder)
  answers_at(7))
