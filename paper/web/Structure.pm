# The text of the page, made of what LaTeXML wrote: its sections, headings, blocks and references, without what LaTeXML
# says of looks; and each value as an element with its id.
package Structure;
use strict;
use warnings;
use XML::LibXML;

sub has_class {
    my ($node, $class) = @_;
    return (' ' . ($node->getAttribute('class') // '') . ' ') =~ / \Q$class\E /;
}

# nodes with a class, below `node`
sub of_class {
    my ($node, $class) = @_;
    return $node->findnodes(".//*[contains(concat(' ', normalize-space(\@class), ' '), ' $class ')]");
}

sub element {
    my ($document, $name, $attributes, @children) = @_;
    my $node = $document->createElement($name);
    $node->setAttribute($_, $attributes->{$_}) for sort keys %{ $attributes // {} };
    $node->appendChild(ref $_ ? $_ : $document->createTextNode($_)) for @children;
    return $node;
}

sub unwrap {
    my ($node) = @_;
    $node->parentNode->insertBefore($_, $node) for $node->childNodes;
    $node->unbindNode;
}

# rename(node, name, attributes): the node, with its children, as another element with these attributes alone
sub renamed {
    my ($node, $name, $attributes) = @_;
    my $new = element($node->ownerDocument, $name, $attributes, $node->childNodes);
    $node->replaceNode($new);
    return $new;
}

# The element <main> of the page.
sub of_report {
    my ($document, $values) = @_;
    my ($found) = of_class($document->documentElement, 'ltx_document');
    die "text.xhtml: holds no document\n" unless $found;
    my $main = element($document, 'main', { id => 'text' }, $found->childNodes);
    $document->documentElement->appendChild($main);
    $_->unbindNode for map { of_class($main, $_) } qw(ltx_pagination ltx_TOC ltx_rdf);
    set_ids($main);
    set_values($main, $values);
    set_title($main);
    set_sections($main);
    set_floats($main);
    set_blocks($main);
    set_references($main);
    return $main;
}

# --- ids and links ----------------------------------------------------------------------------------------------

# An id that was made of a colon is one again. Sections are called by what the report calls them.
sub set_ids {
    my ($main) = @_;
    for my $node ($main->findnodes('.//*[@id]')) {
        my $id = $node->getAttribute('id');
        $node->setAttribute(id => $id) if $id =~ s/[.][.]/:/g;
    }
    for my $node ($main->findnodes('.//*[starts-with(@href, "#")]')) {
        my $to = $node->getAttribute('href');
        $node->setAttribute(href => $to) if $to =~ s/[.][.]/:/g;
    }
    for my $marker ($main->findnodes('.//span[starts-with(@id, "section:")]')) {
        my ($section) = $marker->findnodes(
            'ancestor::div[contains(@class, "ltx_section") or contains(@class, "ltx_appendix")][1]')
            or next;
        my ($old, $new) = ($section->getAttribute('id'), $marker->getAttribute('id'));
        $marker->unbindNode;
        $section->setAttribute(id => $new);
        $_->setAttribute(href => "#$new") for $main->findnodes(".//a[\@href = '#$old']");
    }
}

# drop_ids(main): what no link leads to needs no id, unless it is a section or a float
sub drop_ids {
    my %is_linked = map {
        map { (substr($_->value, 1) => 1) } $_->findnodes('.//@href[starts-with(., "#")] | .//@aria-labelledby')
    } @_;
    for my $node (map { $_->findnodes('.//*[@id]') } @_) {
        my $id = $node->getAttribute('id');
        next if $is_linked{$id} || $id =~ /:/ || $node->nodeName =~ /^(section|figure|main|details|nav)$/;
        $node->removeAttribute('id');
        unwrap($node) if $node->nodeName eq 'span' && !$node->attributes;
    }
}

# Each value: a link to its own card, #value:ID. A formula ends before it and begins again behind it.
sub set_values {
    my ($main, $values) = @_;
    my %seen;
    for my $node ($main->findnodes('.//*[starts-with(@href, "value:")]')) {
        my $id         = $node->getAttribute('href') =~ s/^value://r;
        my %attributes = (class => 'value');
        $attributes{class} .= ' b'     if has_class($node, 'ltx_font_bold');
        $attributes{class} .= ' small' if is_small($node);
        my $text = $node->textContent =~ s/^\s*-(?=[\d.])/\x{2212}/r;
        $node->removeChildNodes;
        $node->appendText($text);
        $attributes{id}   = "value:$id" unless $seen{$id}++;
        $attributes{href} = "#value:$id";
        if ($node->nodeName eq 'a') { renamed($node, 'a', \%attributes) }
        else                        { split_formula($node, \%attributes) }
    }
}

# A value in a formula becomes a link between two formulas. Within a fraction or an index, which cannot be split, it
# stays a number with its address.
sub split_formula {
    my ($number, $attributes) = @_;
    my ($math) = $number->findnodes('ancestor::math');
    my $row = $number->parentNode;
    return renamed($number, $number->nodeName, $attributes)
        if grep { $_->nodeName !~ /^(mrow|math)$/ } $number->findnodes('ancestor::*[ancestor-or-self::math]');
    my $document = $number->ownerDocument;
    my $after    = element($document, 'math', {});
    for (my $outer = $number; !$outer->isSameNode($math); $outer = $outer->parentNode) {
        $after->appendChild($_) for $outer->findnodes('following-sibling::*');
    }
    my $link = element($document, 'a', $attributes, $number->textContent);
    $number->unbindNode;
    $math->parentNode->insertAfter($link, $math);
    $math->parentNode->insertAfter($after, $link) if $after->hasChildNodes;
    $math->unbindNode if $math->textContent !~ /\S/;
}

# the ids of the values in a part of the page, in their order
sub ids_in {
    my ($part) = @_;
    return
        map { substr($_->value, length '#value:') }
        $part->findnodes('.//*[starts-with(concat(@class, " "), "value ")]/@href');
}

# --- headings ---------------------------------------------------------------------------------------------------

# The first paragraph is the report's title, below it what it is about and who wrote it.
sub set_title {
    my ($main)  = @_;
    my ($block) = of_class($main, 'ltx_align_center') or die "text.xhtml: has no title\n";
    my ($title, $about, @by) = $block->findnodes('./p');
    my $header = element($main->ownerDocument, 'header', {});
    $block->replaceNode($header);
    $header->appendChild(element($main->ownerDocument, 'h1', {},                   $title->textContent));
    $header->appendChild(element($main->ownerDocument, 'p',  { class => 'about' }, $about->textContent));
    for my $line (@by) {
        $header->appendChild(element($main->ownerDocument, 'p', { class => 'by' }, $line->childNodes));
    }
}

sub set_sections {
    my ($main) = @_;
    for my $kind (qw(ltx_section ltx_subsection ltx_subsubsection ltx_appendix ltx_bibliography ltx_paragraph)) {
        for my $node (of_class($main, $kind)) {
            next unless $node->nodeName eq 'div';
            renamed($node, 'section',
                { id => $node->getAttribute('id'), $kind eq 'ltx_paragraph' ? (class => 'short') : () });
        }
    }
    for my $title ($main->findnodes('.//*[contains(@class, "ltx_title")]')) {
        my $depth = $title->findnodes('ancestor::section')->size;
        $_->getParentNode && renamed($_, 'span', { class => 'number' }) for of_class($title, 'ltx_tag');
        renamed($title, 'h' . (1 + $depth), {}) if $title->nodeName =~ /^h\d$/;
    }
}

# The list of the sections, behind the title
sub set_contents {
    my ($main)   = @_;
    my $document = $main->ownerDocument;
    my $list     = element($document, 'ol');
    for my $section ($main->findnodes('./section')) {
        my $item = entry($section) // next;
        $list->appendChild($item);
        my @inner = grep { defined } map { entry($_) } $section->findnodes('./section[not(@class)]');
        $item->appendChild(element($document, 'ol', {}, @inner)) if @inner;
    }
    my $contents = element(
        $document, 'nav', { id => 'contents', 'aria-label' => 'Contents' },
        element($document, 'details', { open => 'open' }, element($document, 'summary', {}, 'Contents'), $list)
    );
    my ($header) = $main->findnodes('./header');
    $main->insertAfter($contents, $header);
}

sub entry {
    my ($section) = @_;
    my ($title)   = $section->findnodes('./*[self::h2 or self::h3 or self::h4]') or return;
    my $link      = element($section->ownerDocument, 'a', { href => '#' . $section->getAttribute('id') },
        map { $_->cloneNode(1) } $title->childNodes);
    return element($section->ownerDocument, 'li', {}, $link);
}

# --- figures, tables, blocks --------------------------------------------------------------------------------------

# A float is a <figure> with its caption; a figure on page one has its caption in the paragraph behind it.
sub set_floats {
    my ($main) = @_;
    my $document = $main->ownerDocument;
    for my $kind (qw(figure table)) {
        for my $float (of_class($main, "ltx_$kind")) {
            my $id = $float->getAttribute('id');
            my ($caption, @again) = of_class($float, 'ltx_caption');    # LaTeXML writes some captions twice
            $_->unbindNode for @again;
            if ($caption) {
                renamed($_,       'span',       { class => 'number' }) for of_class($caption, 'ltx_tag');
                renamed($caption, 'figcaption', { id    => "caption:$id" });
            }
            $float = renamed($float, 'figure', { id => $id, class => $kind });
            unwrap($_) for map { of_class($float, $_) } qw(ltx_flex_cell ltx_flex_figure);
        }
    }
    my $n = 0;
    for my $drawing (of_class($main, 'drawing')) {
        next if $drawing->findnodes('ancestor::figure');
        my ($paragraph) = $drawing->findnodes('ancestor::div[1]');
        my ($text)      = map { of_class($_, 'picture') } $paragraph->findnodes('following-sibling::div[1]');
        my $id          = 'picture' . ++$n;
        my $figure      = element($document, 'figure', { id => $id, class => 'figure' }, $drawing);
        $figure->appendChild(element($document, 'figcaption', { id => "caption:$id" }, $text->childNodes)) if $text;
        $paragraph->replaceNode($figure);
        $text->parentNode->unbindNode if $text && $text->parentNode;
    }
}

# A block: rows of a label and its words. Each was a table of two columns. A claim in the appendix has a paragraph.
sub set_blocks {
    my ($main) = @_;
    my $document = $main->ownerDocument;
    for my $block (of_class($main, 'block')) {
        my $new = element($document, 'div', { class => 'block' });
        for my $row ($block->findnodes('.//tr')) {
            my ($label, @words) = $row->findnodes('./td | ./th');
            $new->appendChild(element(
                $document, 'div', { class => 'row' },
                element($document, 'div', { class => 'label' }, $label->childNodes),
                element($document, 'div', { class => 'words' }, map { $_->childNodes } @words)
            ));
        }
        $block->replaceNode($new);
    }
    for my $basis (of_class($main, 'basis')) {
        my $new       = renamed($basis, 'div', { class => 'basis' });
        my $paragraph = $new->parentNode;
        $paragraph->parentNode->insertBefore($new, $paragraph) if $paragraph->nodeName eq 'p';
        $_->unbindNode for grep { $_->textContent !~ /\S/ && !$_->findnodes('.//*[@id]') } $paragraph;
    }
}

# The number of a source, as the text cites it.
sub set_references {
    my ($main) = @_;
    my $n = 0;
    for my $tag (of_class($main, 'ltx_tag_bibitem')) {
        renamed($tag, 'span', { class => 'number' },)
            ->replaceNode(element($main->ownerDocument, 'span', { class => 'number' }, '[' . ++$n . ']'));
    }
}

# --- what LaTeXML says of looks, and the style sheet says instead -------------------------------------------------

my %kept = map { $_ => 1 }
    qw(value b medium serif small quiet raw digest number sign verdict block row label words basis about by
    figure table wide made short equation rule interval right center source);

sub clean {
    my ($main) = @_;
    for my $node ($main->findnodes('.//*')) {
        next              if $node->nodeName eq 'svg' || $node->findnodes('ancestor::svg');
        clean_math($node) if $node->nodeName eq 'math';
        clean_node($node);
    }
    for my $node ($main->findnodes('.//span[not(@*)] | .//div[not(@*)]')) { unwrap($node) }
    for my $node ($main->findnodes('.//td/p | .//th/p | .//li/p')) {
        unwrap($node) unless $node->findnodes('following-sibling::p');
    }
    $_->unbindNode
        for grep { $_->textContent !~ /\S/ && !$_->findnodes('.//*') } $main->findnodes('.//p | .//span[not(@id)]');
}

sub is_small { return ($_[0]->getAttribute('style') // '') =~ /font-size:(\d+)/ && $1 < 80; }

sub clean_node {
    my ($node) = @_;
    my %was    = map { $_ => 1 } split ' ', $node->getAttribute('class') // '';
    my $style  = $node->getAttribute('style') // '';
    my $name   = $node->nodeName;
    $was{b}        = 1 if $was{ltx_font_bold} && $name !~ /^h\d/;
    $was{medium}   = 1 if $was{ltx_font_medium};
    $was{small}    = 1 if is_small($node);
    $was{serif}    = 1 if $was{ltx_font_serif};
    $was{quiet}    = 1 if $style =~ /color:#616161/i;
    $was{equation} = 1 if $was{ltx_equation};
    my $is_code = $was{ltx_font_typewriter};
    $node->removeAttribute($_) for qw(style class title);
    my @classes = grep { $kept{$_} && !($_ eq 'small' && $is_code) } sort keys %was;
    $node->setAttribute(class => "@classes") if @classes;
    $node->removeAttribute('id')
        if ($node->getAttribute('id') // '') =~ /[.](p|m|I)\d+/ || ($node->getAttribute('id') // '') =~ /^[pm]\d/;
    return unless $is_code;
    if    ($name eq 'span') { renamed($node, 'code', { attributes_of($node) }) }
    elsif ($name eq 'a') {
        my $code = element($node->ownerDocument, 'code', {}, $node->childNodes);
        $node->appendChild($code);
    }
}

sub attributes_of {
    my ($node) = @_;
    return map { ($_->nodeName => $_->value) } $node->attributes;
}

sub clean_math {
    my ($math) = @_;
    for my $node ($math, $math->findnodes('.//*')) {
        $node->removeAttribute($_) for qw(alttext mathsize mathcolor mathbackground);
        $node->removeAttribute('mathvariant')
            unless $node->nodeName eq 'mi' && ($node->getAttribute('mathvariant') // '') eq 'normal';
    }
    $math->removeAttribute('display') if ($math->getAttribute('display') // '') eq 'inline';
    if ($math->parentNode->nodeName eq 'span' && has_class($math->parentNode, 'sign')) {
        $math->replaceNode($math->ownerDocument->createTextNode($math->textContent));
    }
}

1;
