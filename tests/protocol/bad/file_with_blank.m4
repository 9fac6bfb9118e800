experiment(file_with_blank, [Rows from a file that Make cannot name])

%{
expected: file_with_blank.m4:7: file: 'my rows.safetensors' is no path of letters, digits and . _ / + @ - alone
%}

activations(rows, file([my rows.safetensors]))
