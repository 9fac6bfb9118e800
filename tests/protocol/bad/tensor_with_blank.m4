experiment(tensor_with_blank, [A matrix with a blank in its name])

%{
expected: tensor_with_blank.m4:7: tensor: 'a b' is no name of letters, digits and . _ / - alone
%}

activations(rows, file([rows.npy]) tensor([a b]))
