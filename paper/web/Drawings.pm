# Figures: gnuplot's SVG within the page, its text as text, with words that say what it shows, and in the margin the
# script and the tables that it was drawn from.
package Drawings;
use strict;
use warnings;
use XML::LibXML;
use Structure;

sub set {
    my ($main, $values, $sources, $build) = @_;
    my $n = 0;
    for my $drawing (Structure::of_class($main, 'drawing')) {
        my $name = $drawing->textContent;
        next if $name eq 'lineage';
        my ($figure) = $drawing->findnodes('ancestor::figure[1]');
        my $svg = svg_of("$build/page/figures/$name.svg", $main->ownerDocument, 'f' . ++$n);
        my ($record, @tables) = tables_of($name, $values);
        name_pairs($svg, $record, @tables);
        my ($caption) = $figure->findnodes('./figcaption');
        describe($svg, $caption ? $caption->textContent : $name, numbers_of($record, @tables));
        my $paragraph = $drawing->parentNode;
        ($paragraph->nodeName eq 'p' ? $paragraph : $drawing)->replaceNode($svg);
        my @links = $record ? ($sources->script_link('figures/' . Values::setting($record, 'draws') . '.gp')) : ();
        push @links,
            map { Sources::data_link($main->ownerDocument, $_->{name}, "$name-$_->{name}.tsv", $_->{text}, $build) }
            @tables;
        push @links, Sources::commit_link($main->ownerDocument);
        $figure->appendChild(Sources::margin($main->ownerDocument, @links));
    }
}

# --- what gnuplot drew ---------------------------------------------------------------------------------------------

# gnuplot's drawing, less what shows nothing. Its ids begin with `prefix`, since ids are those of the whole page.
sub svg_of {
    my ($path, $document, $prefix) = @_;
    open(my $file, '<:encoding(UTF-8)', $path) or die "$path: cannot read\n";
    local $/;
    my $text = <$file> =~ s/ encoding="[^"]*"//r =~ s/ xmlns(:xlink)?="[^"]*"//gr =~ s/xlink:href/href/gr;
    my $svg  = $document->importNode(XML::LibXML->load_xml(string => $text, no_network => 1)->documentElement);
    $_->unbindNode for $svg->findnodes('.//title | .//desc | .//filter | .//rect[@fill="none"]');
    set_text($_)   for $svg->findnodes('.//text');
    clean($_)      for $svg, $svg->findnodes('.//*');
    prune($svg);
    for my $node ($svg->findnodes('.//*[@id]')) { $node->setAttribute(id => "$prefix-" . $node->getAttribute('id')) }

    for my $node ($svg->findnodes('.//*[@href]')) {
        $node->setAttribute(href => "#$prefix-" . substr($node->getAttribute('href'), 1));
    }

    # text may be a little wider than gnuplot reckons
    $svg->setAttribute(viewBox => join(' ', 0, 0, $svg->getAttribute('width') + 16, $svg->getAttribute('height')));
    $svg->removeAttribute($_) for qw(width height);
    return $svg;
}

# The little of LaTeX's that figures say: numbers between dollars, an italic letter, a Greek one.
sub set_text {
    my ($node)    = @_;
    my $text      = $node->textContent;
    my $is_italic = $text =~ s/\\textit\{(.*?)\}/$1/g;
    $text =~ s/\\lambda/\x{03bb}/g;
    $text =~ s/\\Delta/\x{0394}/g;
    $text =~ s/\\Decimal\{([^}]*)\}/0 + $1/ge;
    $text =~ s/\\_/_/g;
    $text =~ s/~/\x{a0}/g;
    $text =~ s/(^|\$)-(?=[\d.])/$1\x{2212}/g;
    $text =~ s/\$//g;
    $node->removeChildNodes;
    $node->appendText($text);
    $node->setAttribute('font-style' => 'italic') if $is_italic;
}

# black is the page's ink; what every element says need not be said
sub clean {
    my ($node) = @_;
    for my $attribute (grep { $_->nodeType == XML_ATTRIBUTE_NODE } $node->attributes) {
        my ($name, $value) = ($attribute->nodeName, $attribute->value);
        $value = 'currentColor' if $value eq 'black';
        if ($value =~ /^rgb\(\s*(\d+),\s*(\d+),\s*(\d+)\)$/) { $value = sprintf('#%02x%02x%02x', $1, $2, $3) }
        $value =~ s/^\s+|\s+$//g;
        $node->setAttribute($name => $value);
        $node->removeAttribute($name)
            if $name =~ /^(font-family|stroke-linecap|stroke-linejoin|shape-rendering)$/
            || $name eq 'color' && $value =~ /^(currentColor|white)$/
            || $name eq 'id'    && $value =~ /^gnuplot_/
            || $name eq 'class';
    }
}

# Groups that hold nothing, paths without a length, texts without a letter, and symbols that no point uses.
sub prune {
    my ($svg) = @_;
    my %used  = map { (substr($_->value, 1) => 1) } $svg->findnodes('.//use/@href');
    $_->unbindNode for grep { !$used{ $_->getAttribute('id') // '' } } $svg->findnodes('.//defs/*');
    $_->unbindNode for grep { $_->getAttribute('d') =~ /^M[-\d.,]+\s*$/ } $svg->findnodes('.//path[@d]');
    $_->unbindNode for grep { $_->textContent       !~ /\S/ } $svg->findnodes('.//text');
    while (my @empty = $svg->findnodes('.//g[not(*)]')) { $_->unbindNode for @empty }
}

# --- what it was drawn from ----------------------------------------------------------------------------------------

# The figure's record in its protocol, and each table that its script reads: {name, names, rows, text}
sub tables_of {
    my ($name, $values) = @_;
    my ($id) = grep { (s/[.]/-/gr) eq $name && Values::setting($values->{record}{$_}, 'block') eq 'figure' }
        sort keys %{ $values->{record} };
    return unless $id;
    my $record       = $values->{record}{$id};
    my ($experiment) = $id =~ /^([^.]*)/;
    my $script       = join "\n", Sources::lines_of('figures/' . Values::setting($record, 'draws') . '.gp');
    my ($read)       = $script =~ /style[.]gp' '([^']*)'/;
    my @tables;

    for my $stage (split /,/, Values::setting($record, 'of')) {
        my ($own, $stem) = $stage =~ /[.]/ ? split(/[.]/, $stage, 2) : ($experiment, $stage);
        for my $kind (split ' ', $read // '') {
            my $path = "results/$own/$stem.$kind.tsv";
            my ($head, @lines) = Sources::lines_of($path);
            next unless defined $head;
            my @columns = split /\t/, $head;
            my @shown   = grep { $script =~ /"\Q$_\E"/ } @columns;
            push @tables, {
                name => "$stem.$kind", kind => $kind, stage => $stem, columns => \@columns, shown => \@shown,
                rows => [map { my %row; @row{@columns} = split /\t/, $_, -1; \%row } @lines],
                text => join("\n", $head, @lines) . "\n"
            };
        }
    }
    return ($record, @tables);
}

# The numbers in words: those of a few rows one by one, of many their smallest and largest.
sub numbers_of {
    my ($record, @tables) = @_;
    my @told;
    for my $table (@tables) {
        my @rows    = @{ $table->{rows} };
        my ($first) = @{ $table->{columns} };
        my @columns = grep {
            my $column = $_;
            $column ne $first && grep { is_number($_->{$column}) } @rows
        } @{ $table->{shown} };
        next unless @rows && @columns;
        if (@rows <= 8) {
            for my $row (@rows) {
                my $label = $row->{$first} eq '' ? $table->{stage} : "$table->{stage} $row->{$first}";
                push @told,
                    "$label: "
                    . join(', ',
                    map { said($_) . ' ' . rounded($row->{$_}) } grep { is_number($row->{$_}) } @columns);
            }
        } else {
            push @told, "$table->{name}, " . scalar(@rows) . ' rows: ' . join(
                ', ',
                map {
                    my $column = $_;
                    my @sorted = sort { $a <=> $b } grep { is_number($_) } map { $_->{$column} } @rows;
                    said($column) . ' from ' . rounded($sorted[0]) . ' to ' . rounded($sorted[-1]);
                } @columns
            );
        }
    }
    return @told;
}
sub is_number { return ($_[0] // '')               =~ /^[-+]?\d+([.]\d+)?(e[-+]?\d+)?$/i; }
sub rounded   { my $number = $_[0]; return $number =~ /[.e]/i ? sprintf('%.4g', $number) : $number; }
sub said      { return $_[0]                       =~ tr/_/ /r; }

# describe(svg, caption, numbers): what the picture says to those who do not see it
sub describe {
    my ($svg, $caption, @numbers) = @_;
    $caption =~ s/\s+/ /g;
    $svg->setAttribute(role         => 'img');
    $svg->setAttribute('aria-label' => join(' ', $caption, @numbers ? 'Numbers: ' . join('; ', @numbers) . '.' : ()));
}

# A matrix of pairs: each cell says its seeds and its value. gnuplot draws cells in the order of the rows.
sub name_pairs {
    my ($svg, $record, @tables) = @_;
    my @pairs = grep { $_->{kind} eq 'pairs' } @tables;
    my @cells = $svg->findnodes('.//polygon');
    return unless @pairs && @cells;
    my @told = map {
        my $table = $_;
        my @rows  = map { [$table->{stage}, @$_{qw(seed_a seed_b trained_pwmcc)}] } @{ $table->{rows} };
        @rows
    } @pairs;
    return unless @told == @cells;
    for my $cell (@cells) {
        my ($stage, $a, $b, $value) = @{ shift @told };
        my $text = "$stage, seeds $a and $b: " . sprintf('%.5f', $value);
        $cell->setAttribute(class       => 'pair');
        $cell->setAttribute('data-told' => $text);
        my $title = $cell->ownerDocument->createElement('title');
        $title->appendText($text);
        $cell->appendChild($title);
    }
}

1;
