#!/usr/bin/env python3
"""hostile.py PAGE [ID]: text that looks like markup stands in the page as text, and nothing of it runs."""
import sys

sys.argv[2:] = ['/dev/null', '/dev/null', *sys.argv[2:]]
import browse  # noqa: E402

TEXT = '<script>window.hostile = 1</script>'

browse.browser = browse.start()
try:
    browse.visit()
    browse.js('for (const details of document.querySelectorAll("details")) details.open = true')
    seen = {
        'a heading': browse.js('return [...document.querySelectorAll("h2")].map(e => e.innerText).join(" ")'),
        'the contents': browse.js('return document.getElementById("contents").innerText'),
        'a paragraph': browse.js('return [...document.querySelectorAll("main section p")].map(e => e.textContent).join(" ")'),
        'a caption': browse.js('return [...document.querySelectorAll("figcaption")].map(e => e.textContent).join(" ")'),
        'what a drawing is called': browse.js('return [...document.querySelectorAll("main svg")].map(e => e.getAttribute("aria-label")).join(" ")'),
        'a protocol': browse.js('return document.getElementById("sources").innerText'),
    }
    for where, text in seen.items():
        assert TEXT in text.replace('“', '"').replace('”', '"'), f'{where} does not show {TEXT}: {text[:300]}'
    assert ']]> </script>' in seen['a protocol']
    browse.js('tell("published.adaptive.control.explained_variance")')
    assert TEXT in browse.card(), browse.card()
    for name in sys.argv[4:]:
        browse.visit('#value:' + browse.urllib.parse.quote(name))
        assert name in browse.card() and '</script>&' in browse.card(), browse.card()
        paths = browse.js('return files().map(([path]) => path)')
        assert f'results/units/{name}.safetensors' in paths
    assert browse.js('return window.hostile') is None, 'a script of the text ran'
    assert not [entry for entry in browse.browser.get_log('browser') if entry['level'] == 'SEVERE']
finally:
    browse.browser.quit()
