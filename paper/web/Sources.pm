# What a number, a table or a figure comes from, to be read in the page: protocols line by line, scripts of figures,
# macros of tables; and links in the margin.
package Sources;
use strict;
use warnings;
use Structure;

sub new {
    my ($document) = @_;
    return bless { document => $document, path => {}, macro => {} }, __PACKAGE__;
}

sub lines_of {
    my ($path) = @_;
    open(my $file, '<:encoding(UTF-8)', $path) or return;
    my @lines = <$file>;
    chomp @lines;
    return @lines;
}

# --- links in the margin -----------------------------------------------------------------------------------------

sub margin {
    my ($document, @links) = @_;
    return Structure::element($document, 'ul', { class => 'made' },
        map { Structure::element($document, 'li', {}, $_) } @links);
}

sub script_link {
    my ($self, $path) = @_;
    $self->{path}{$path} = 1;
    return Structure::element($self->{document}, 'a', { href => "#source:$path" }, $path);
}

# A macro of paper/report.tex: the page shows its lines.
sub macro_link {
    my ($self, $macro) = @_;
    $self->{macro}{$macro} = 1;
    return Structure::element($self->{document}, 'a', { href => "#source:paper/report.tex:$macro" },
        "$macro in paper/report.tex");
}

# Data in the link itself, so that the page is whole without any file; the same beside the page, in a file of that name.
sub data_link {
    my ($document, $label, $name, $text, $build) = @_;
    mkdir "$build/page/data";
    open(my $file, '>:encoding(UTF-8)', "$build/page/data/$name") or die "$build/page/data/$name: cannot write\n";
    print $file $text;
    close $file or die "$build/page/data/$name: cannot write\n";
    utf8::encode($text);
    $text =~ s/([^A-Za-z0-9._+=:<>@,-])/sprintf '%%%02X', ord $1/ge;
    return Structure::element(
        $document, 'a', { download => $name, href => "data:text/tab-separated-values;charset=utf-8,$text" },
        $label . ' (TSV)'
    );
}

sub commit_link {
    my ($document) = @_;
    my $commit = '';
    for (lines_of('build/tex/commit.tex')) { $commit = $1 if /\\Fact\{commit\}\{(.*)\}/ }
    return Structure::element($document, 'a', { href => '#section:provenance' }, "commit $commit");
}

# --- the sources themselves ---------------------------------------------------------------------------------------

sub listing {
    my ($self, $values) = @_;
    my $section = Structure::element(
        $self->{document}, 'section', { id => 'sources' },
        Structure::element($self->{document}, 'h2', {}, 'Sources'),
        Structure::element(
            $self->{document}, 'p', {},
            'The protocols that this report was made from, the scripts of its figures and the macros of its tables.'
        )
    );
    for my $experiment (@{ $values->{experiments} }) {
        $section->appendChild($self->lines("protocol/$experiment.m4"));
    }
    for my $path (sort keys %{ $self->{path} }) { $section->appendChild($self->lines($path)) }
    $section->appendChild($self->macro($_)) for sort keys %{ $self->{macro} };
    return $section;
}

# A file, each line of it an element that an address can name.
sub lines {
    my ($self, $path) = @_;
    my $n = 0;
    return $self->source("source:$path", $path, map { $n++; ["source:$path:$n", $_] } lines_of($path));
}

# The definition of a macro, up to the next empty line.
sub macro {
    my ($self, $macro) = @_;
    my ($n, $begin, @found) = (0);
    for my $line (lines_of('paper/report.tex')) {
        $n++;
        $begin //= $n if $line =~ /\\new(environment|command)\{?\\?\Q$macro\E[\}\[]/;
        next unless $begin;
        last if $line =~ /^\s*$/;
        push @found, [undef, $line];
    }
    return $self->source("source:paper/report.tex:$macro", 'paper/report.tex, line ' . ($begin // '?') . ": $macro",
        @found);
}

sub source {
    my ($self, $id, $title, @lines) = @_;
    my $pre = Structure::element($self->{document}, 'pre');
    for my $line (@lines) {
        my ($name, $text) = @$line;
        $pre->appendChild(Structure::element($self->{document}, 'span', { $name ? (id => $name) : () }, "$text\n"));
    }
    return Structure::element(
        $self->{document},                                            'details', { id => $id, class => 'source' },
        Structure::element($self->{document}, 'summary', {}, $title), $pre
    );
}

1;
