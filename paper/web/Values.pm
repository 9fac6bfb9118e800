# What the run made, as its own files tell it: values, claims, records of protocols, units and hashes.
package Values;
use strict;
use warnings;
use JSON::PP;

# rows_of(path): the rows of a table with a line of names, as hashes; none if there is no such file
sub rows_of {
    my ($path) = @_;
    open(my $file, '<:encoding(UTF-8)', $path) or return;
    my @lines = <$file>;
    chomp @lines;
    my @names = split /\t/, shift(@lines) // '', -1;
    return map { my %row; @row{@names} = split /\t/, $_, -1; \%row } @lines;
}

sub read {
    my ($build, @experiments) = @_;
    my $self = bless { experiments => \@experiments, build => $build, value => {}, order => [], record => {} },
        __PACKAGE__;
    $self->add_values($_) for @experiments, 'verdict';
    $self->add_published;
    $self->add_records($_) for @experiments;
    $self->add_claims($_)  for @experiments;
    $self->add_hashes;
    $self->add_units($_) for @experiments;
    return $self;
}

sub add {
    my ($self, $row) = @_;
    return if $self->{value}{ $row->{id} };
    $self->{value}{ $row->{id} } = $row;
    push @{ $self->{order} }, $row->{id};
}

sub add_values {
    my ($self, $experiment) = @_;
    $self->add($_) for rows_of("results/$experiment/values.tsv");
}

# What was published, as values of their own: published.ID, and NAME.ID of data/reported-NAME.tsv; and how what the run
# has compares with it.
sub add_published {
    my ($self) = @_;
    for my $path (sort glob('data/reported*.tsv')) {
        my ($name) = $path =~ /reported-(.*)[.]tsv$/;
        my $publication = $name // 'published';
        open(my $file, '<:encoding(UTF-8)', $path) or die "$path: cannot read\n";
        while (my $line = <$file>) {
            chomp $line;
            next if $line =~ /^#/ || $line !~ /\t/;
            my ($id, $printed, $where) = split /\t/, $line;
            $self->add({
                id           => "$publication.$id", value => $printed, printed => $printed, formula => 'as published',
                where        => $path,
                published_at => $where
            });
        }
        my $compared = 'results/verdict/reported' . ($name ? "-$name" : '') . '.tsv';
        for my $row (rows_of($compared)) {
            $self->{compared}{"$publication.$row->{id}"} = { %$row, publication => $publication };
        }
    }
}

sub add_records {
    my ($self, $experiment) = @_;
    my $path = "$self->{build}/$experiment.json";
    open(my $file, '<', $path) or die "$path: cannot read\n";
    local $/;
    my $protocol = decode_json(<$file>);
    for my $id (grep { /^\Q$experiment\E[.]/ } sort keys %{ $protocol->{records} }) {
        $self->{record}{$id} = $protocol->{records}{$id};
    }
}

# setting(record, word): its value, or nothing
sub setting {
    my ($record, $word) = @_;
    my $setting = $record->{$word};
    return ref $setting ? $setting->{value} : $setting;
}

sub add_claims {
    my ($self, $experiment) = @_;
    for my $row (rows_of("results/$experiment/claims.tsv")) {
        my @ids = map { s/=.*//r } grep { length } split /,/, $row->{rests_on} // '';
        push @{ $self->{claims} }, {
            id => $row->{id}, verdict => $row->{verdict}, where => $row->{where},
            is_published => length $row->{published} ? JSON::PP::true : JSON::PP::false, rests_on => \@ids
        };
    }
}

sub add_hashes {
    my ($self) = @_;
    my $path = 'results/manifest.sha256';
    open(my $file, '<', $path) or die "$path: cannot read\n";
    while (my $line = <$file>) {
        chomp $line;
        my ($hash, $name) = split / [ *]/, $line, 2;
        $self->{hash}{$name} = $hash;
    }
}

# The units of each stage and candidate, as places in the sorted list of files; a choice's candidate is that of its
# .mk file.
sub add_units {
    my ($self, $experiment) = @_;
    my $n = 0;
    $self->{place} //= { map { ($_ => $n++) } sort keys %{ $self->{hash} } };
    for my $path (sort glob("results/$experiment/*.units.tsv")) {
        my ($stage) = $path =~ m{([^/]*)[.]units[.]tsv$};
        for my $row (rows_of($path)) {
            my $place = $self->{place}{ $row->{path} } // next;
            my $id    = "$experiment.$stage";
            $id .= ".$row->{candidate}" if $self->{record}{"$id.$row->{candidate}"};
            push @{ $self->{units}{$id} }, $place;
        }
    }
    for my $path (sort glob("results/$experiment/*.mk")) {
        my ($choice) = $path =~ m{([^/]*)[.]mk$};
        open(my $file, '<', $path) or die "$path: cannot read\n";
        while (my $line = <$file>) {
            $self->{chosen}{"$experiment.$choice"} = "$1" if $line =~ /\Q$experiment.$choice\E\s*:=\s*(\S+)/;
        }
    }
}

# candidates_of(stage): those that have units, as ids; the stage itself if it varies nothing
sub candidates_of {
    my ($self, $stage) = @_;
    return $self->{units}{$stage} ? ($stage) : sort grep { /^\Q$stage\E[.]/ } keys %{ $self->{units} };
}

# stages_of(id): the stages, with candidate, that a comparison or a choice is made of
sub stages_of {
    my ($self, $id, $record) = @_;
    my ($experiment) = $id =~ /^([^.]*)/;
    my @stages;
    for my $named (split /,/, setting($record, 'between') // setting($record, 'from') // '') {
        my ($stage, $candidate) = split /@/, $named;
        my @candidates = $self->candidates_of($stage);
        @candidates = $self->candidates_of("$experiment.$stage") unless @candidates;
        if (length($candidate // '')) {
            my $chosen = $self->{chosen}{"$experiment.$candidate"} // $self->{chosen}{$candidate};
            my $end    = defined $chosen ? qr/[.][a-z_]+\Q$chosen\E$/ : qr/[.]\Q$candidate\E$/;
            @candidates = grep { /$end/ } @candidates;
        }
        push @stages, @candidates;
    }
    return \@stages;
}

# --- what the page's scripts read ------------------------------------------------------------------------------

# [how many characters of its id are those of the id before, the rest, value, printed, formula, where]; formulas and
# places stand once, in lists
sub table {
    my ($self) = @_;
    my (@rows, %number, %list, $before);
    my $known = sub {
        my ($kind, $text) = @_;
        $number{$kind}{$text} //= push(@{ $list{$kind} }, $text) - 1;
    };
    $before = '';
    for my $id (sort @{ $self->{order} }) {
        my $row    = $self->{value}{$id};
        my $shared = 0;
        $shared++
            while $shared < length $id
            && $shared < length $before
            && substr($id, $shared, 1) eq substr($before, $shared, 1);
        push @rows, [
            $shared, substr($id, $shared), $row->{value}, $row->{printed}, $known->('formula', $row->{formula}),
            $known->('where', $row->{where})
        ];
        $before = $id;
    }
    my %compared;
    for my $id (keys %{ $self->{compared} }) {
        my $row = $self->{compared}{$id};
        $compared{$id} = {
            id         => $row->{id}, publication => $row->{publication}, rebuilt => $row->{rebuilt},
            difference => $row->{difference},
            verdict    => $row->{verdict}, where => $row->{where}
        };
    }
    return { rows => \@rows, formulas => $list{formula}, places => $list{where}, compared => \%compared };
}

sub records {
    my ($self) = @_;
    my %records;
    for my $id (keys %{ $self->{record} }) {
        my $record = $self->{record}{$id};
        my $block  = setting($record, 'block');
        next if $block =~ /^(claim|figure|table|deviation|publication)$/;
        my %told = (block => $block, where => $record->{where});
        if ($block =~ /^(compare|compare_each|choose|matched)$/) { $told{stages} = $self->stages_of($id, $record) }
        $records{$id} = \%told;
    }
    return { records => \%records, units => $self->{units} // {}, claims => $self->{claims} // [] };
}

# [how many characters of its path are those of the path before, the rest, SHA-256]
sub hashes {
    my ($self) = @_;
    my ($before, @rows) = ('');
    for my $path (sort keys %{ $self->{hash} }) {
        my $shared = 0;
        $shared++
            while $shared < length $path
            && $shared < length $before
            && substr($path, $shared, 1) eq substr($before, $shared, 1);
        push @rows, [$shared, substr($path, $shared), $self->{hash}{$path}];
        $before = $path;
    }
    return \@rows;
}

1;
