experiment(answer_leak, [Without the leak])
uses(adaptive_l0)

transformer(adder_at_equals,
  like(adder)
  answers_at(4))

activations(at_equals,
  like(answer)
  from(adder_at_equals) position(4))

stage(retrain_at_equals,
  like(adaptive_l0.retrain)
  on(at_equals))

stage(control_at_equals,
  like(adaptive_l0.control)
  on(at_equals))
