#!/usr/bin/env python3
"""browse.py PAGE PLACES AXE [NAME ...]: the web page in a real browser.

PAGE is report.html, PLACES is build/tex/places.tsv of the same report, AXE is axe.min.js. Each test says what it saw
where it fails; NAMEs choose tests.
"""
import collections
import csv
import html.parser
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

PAGE, PLACES, AXE = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
RESULTS = PAGE.parent.parent.parent / 'results'
BUILD = PAGE.parent.parent
browser = None


def start():
    options = webdriver.ChromeOptions()
    options.binary_location = '/usr/bin/chromium'
    for argument in ('--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--allow-file-access-from-files'):
        options.add_argument(argument)
    options.set_capability('goog:loggingPrefs', {'browser': 'ALL', 'performance': 'ALL'})
    return webdriver.Chrome(options=options, service=Service('/usr/bin/chromedriver'))


def wide(width, height=1000, scheme='light'):
    browser.execute_cdp_cmd('Emulation.setDeviceMetricsOverride',
                            {'width': width, 'height': height, 'deviceScaleFactor': 1, 'mobile': width < 500})
    browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'features': [
        {'name': 'prefers-color-scheme', 'value': scheme}, {'name': 'prefers-reduced-motion', 'value': 'reduce'}]})


def visit(address='', width=1400, scheme='light'):
    wide(width, scheme=scheme)
    browser.get('about:blank')
    browser.get(PAGE.as_uri() + address)


def js(code, *arguments):
    return browser.execute_script(code, *arguments)


def card():
    found = browser.find_element(By.ID, 'card')
    return found.text if found.is_displayed() else None


def rows(path):
    with open(path, newline='') as file:
        return list(csv.reader(file, delimiter='\t', quoting=csv.QUOTE_NONE))


def printed_values():
    """Of each id the texts that may stand for it: as printed, and in prose rounded or as a percentage."""
    texts = collections.defaultdict(set)
    for path in sorted(RESULTS.glob('*/values.tsv')):
        for row in rows(path)[1:]:
            texts[row[0]].add(row[2])
    for path in sorted((RESULTS.parent / 'data').glob('reported*.tsv')):
        publication = path.stem.removeprefix('reported').lstrip('-') or 'published'
        for row in rows(path):
            if len(row) > 2 and not row[0].startswith('#'):
                texts[f'{publication}.{row[0]}'].add(row[1])
    for path in sorted(RESULTS.glob('verdict/reported*.tsv')):  # with as many decimals as the publication has
        for row in rows(path)[1:]:
            texts[row[0]].add(row[2])
    for line in (BUILD / 'tex/values.tex').read_text().splitlines():
        if line.startswith('\\SetRounded'):
            _, name, rounded, percent = line.replace('\\%', '%').replace('$-$', '-').replace('}', '').split('{')
            texts[name] |= {rounded, percent}
    return texts


def plain(text):
    return ''.join(text.split()).replace('−', '-').replace('–', '-').replace('--', '-').replace('\u200b', '')


class Told(html.parser.HTMLParser):
    """The texts of the page's paragraphs, cells and captions, of those that hold no formula and are not hidden at first."""

    def __init__(self):
        super().__init__()
        self.texts, self.text, self.closed, self.has_formula = [], None, 0, False

    def handle_starttag(self, tag, attributes):
        if tag == 'details' and 'open' not in dict(attributes):
            self.closed += 1
        if tag in ('p', 'td', 'th', 'figcaption', 'h2', 'h3'):
            self.text, self.has_formula = '', False
        self.has_formula |= tag in ('math', 'svg')

    def handle_endtag(self, tag):
        if tag == 'details':
            self.closed = max(0, self.closed - 1)
        if tag in ('p', 'td', 'th', 'figcaption', 'h2', 'h3') and self.text is not None:
            if self.text.strip() and not self.closed and not self.has_formula:
                self.texts.append(self.text)
            self.text = None

    def handle_data(self, text):
        if self.text is not None:
            self.text += text


class Page(unittest.TestCase):
    maxDiff = 2000

    # --- what stands in the page -------------------------------------------------------------------

    def test_each_number_is_an_element_with_its_id(self):
        visit()
        found = js('return [...document.querySelectorAll("main .value")].map(e => [idOf(e), e.textContent])')
        places = collections.Counter(row[0] for row in rows(PLACES))
        ids = collections.Counter(name for name, _ in found)
        self.assertGreater(len(ids), 20)
        self.assertEqual({}, {name: (places[name], ids[name]) for name in places | ids if places[name] != ids[name]},
                         'id: (times in places.tsv, times in the page)')
        texts = printed_values()
        self.assertEqual([], [(name, text) for name, text in found if plain(text) not in map(plain, texts[name])][:9])

    def test_nothing_is_said_in_the_console_and_nothing_is_asked_for(self):
        browser.get('about:blank')
        browser.get_log('performance')
        browser.get_log('browser')
        visit()
        js('document.querySelector(".value").click(); for (const d of document.querySelectorAll("details")) d.open = true')
        self.assertEqual([], browser.get_log('browser'))
        asked = [json.loads(entry['message'])['message'] for entry in browser.get_log('performance')]
        addresses = {message['params']['request']['url'].split('#')[0] for message in asked
                     if message['method'] == 'Network.requestWillBeSent'}
        self.assertEqual(set(), {address for address in addresses if address.split(':')[0] not in ('data', 'about')} - {PAGE.as_uri()})

    def test_links_ids_formulas_and_images(self):
        visit()
        self.assertEqual([], js('''return [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href'))
            .filter(href => !document.getElementById(decodeURIComponent(href.slice(1))))'''), 'links that lead nowhere')
        others = js('return [...document.querySelectorAll("a")].map(a => a.getAttribute("href") ?? "").filter(h => !/^(#|https:|data:)/.test(h))')
        self.assertEqual([], others, 'links of no known kind')
        ids = collections.Counter(js('return [...document.querySelectorAll("[id]")].map(e => e.id)'))
        self.assertEqual([], [name for name, times in ids.items() if times > 1])
        self.assertNotIn('??', js('return document.querySelector("main").innerText'))
        self.assertEqual([], js('''const copy = document.querySelector("main").cloneNode(true);
            for (const part of copy.querySelectorAll("pre, code, #sources")) part.remove();
            return copy.textContent.match(/.{0,30}(\\\\[a-zA-Z]{2,}|LABEL:|ltx_).{0,30}/g) ?? []'''), 'what LaTeX should have read')
        self.assertEqual(0, js('return [...document.querySelectorAll("main math")].filter(m => m.getBoundingClientRect().height < 3).length'))
        self.assertEqual([], js('''return [...document.querySelectorAll("main svg")].filter(s => {
            const {width, height} = s.getBoundingClientRect();
            return width < 100 || height < 50 || (s.getAttribute("aria-label") ?? "").length < 20 || !s.querySelector("text");
        }).map(s => s.closest("figure").id)'''), 'drawings without size, name or text')
        self.assertGreater(js('return document.querySelectorAll("main svg").length'), 1)

    def test_tables_have_headings(self):
        visit()
        self.assertEqual([], js('return [...document.querySelectorAll("main table")].filter(t => !t.querySelector("th[scope]")).map(t => t.innerText.slice(0, 60))'))
        wrong = js('''return [...document.querySelectorAll("main table")].flatMap(table => {
            const widths = [...table.rows].map(row => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0)), most = Math.max(...widths);
            return widths.filter(width => width !== most).length ? [table.closest("figure")?.id + ": " + widths] : []; })''')
        self.assertEqual([], wrong, 'rows of other lengths')

    def test_html_is_valid(self):
        said = subprocess.run(['tidy', '-quiet', '-errors', '--drop-empty-elements', 'no', '--mute-id', 'yes', str(PAGE)],
                              capture_output=True, text=True).stderr
        # tidy does not know that SVG has links of its own
        wrong = [line for line in said.splitlines() if '<a> proprietary attribute' not in line]
        self.assertEqual([], wrong[:10])

    def test_the_page_is_light(self):
        self.assertLess(PAGE.stat().st_size, 3 * 1024 * 1024)
        text = PAGE.read_text()
        self.assertLess(text.index('</main>'), text.index('<script'), 'data and scripts stand behind the text')
        self.assertNotIn('<script src', text)

    # --- accessibility -----------------------------------------------------------------------------

    def axe(self, width, scheme):
        visit(width=width, scheme=scheme)
        js(AXE.read_text())
        browser.set_script_timeout(240)
        found = browser.execute_async_script('''const done = arguments[0];
            axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
              .then(r => done(r.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 160), v.nodes[0].failureSummary])))''')
        self.assertEqual([], found, 'what axe finds')

    def test_axe_light(self):
        self.axe(1400, 'light')

    def test_axe_dark(self):
        self.axe(1400, 'dark')

    def test_axe_phone(self):
        self.axe(390, 'light')

    # --- what a reader does --------------------------------------------------------------------------

    def some_value(self):
        """A number in the text that has a protocol line, and its id."""
        name = js('''return [...document.querySelectorAll("main a.value")].map(idOf)
            .find(id => /^protocol/.test(values().get(id)?.where ?? ""))''')
        return name, browser.find_element(By.CSS_SELECTOR, f'a.value[href="#value:{name}"]')

    def test_cards_by_hover_tab_and_tap(self):
        visit()
        name, value = self.some_value()
        js('arguments[0].scrollIntoView({block: "center"})', value)
        ActionChains(browser).move_to_element(value).perform()
        self.assertIn(name, card())
        expected = js('return values().get(arguments[0])', name)
        for part in (expected['value'], expected['printed'], expected['formula'], expected['where'], f'make why VALUE={name}'):
            self.assertIn(part, card())
        self.assertEqual(js('return document.querySelectorAll(`.value[href="#value:${arguments[0]}"]`).length', name),
                         js('return document.querySelectorAll(".same").length'), 'all its places light up')
        ActionChains(browser).move_to_element(browser.find_element(By.CSS_SELECTOR, '#bar button')).perform()
        self.assertIsNone(card(), 'the card is there only while the pointer is')
        js('arguments[0].focus()', value)
        self.assertIn(name, card())
        js('arguments[0].blur()', value)
        self.assertIsNone(card())
        value.click()
        js('arguments[0].blur()', value)
        self.assertIn(name, card(), 'a tap keeps the card')
        self.assertEqual(f'#value:{name}', js('return decodeURIComponent(location.hash)'))
        ActionChains(browser).send_keys(Keys.ESCAPE).perform()
        self.assertIsNone(card())
        self.assertEqual(0, js('return document.querySelectorAll(".same").length'))

    def test_numbers_in_formulas_can_be_reached_by_keys(self):
        visit()
        found = browser.find_elements(By.CSS_SELECTOR, 'math + a.value')
        self.assertTrue(found)
        self.assertEqual(0, js('return document.querySelectorAll("math .value").length'))
        name = js('return idOf(arguments[0])', found[0])
        js('arguments[0].focus()', found[0])
        self.assertIn(name, card())
        ActionChains(browser).send_keys(Keys.ENTER).perform()
        js('document.activeElement.blur()')
        self.assertIn(name, card())

    def test_units_in_the_card_are_those_of_the_manifest(self):
        visit()
        name = js('return [...document.querySelectorAll("a.value")].map(idOf).find(id => stagesOf(id).length)')
        visit('#value:' + name)
        js('for (const d of card.querySelectorAll("details")) d.open = true')
        told = {tuple(line.split()) for line in js('return [...card.querySelectorAll(".hash")].map(e => e.textContent)')}
        self.assertTrue(told)
        manifest = {tuple(line.split()) for line in (RESULTS / 'manifest.sha256').read_text().splitlines()}
        self.assertEqual(set(), told - manifest)

    def test_addresses(self):
        visit()
        name, _ = self.some_value()
        visit('#value:' + name)
        self.assertIn(name, card())
        self.assertTrue(js('const r = document.getElementById("value:" + arguments[0]).getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight', name))
        visit('#value:no.such.value')
        self.assertIn('no value of this id', card())

    def test_a_protocol_line_and_its_numbers(self):
        visit()
        name, value = self.some_value()
        value.click()
        link = browser.find_element(By.CSS_SELECTOR, '#card a[href^="#source:"]')
        where = link.text
        link.click()
        line = js('return document.getElementById("source:" + arguments[0])', where)
        self.assertTrue(js('return arguments[0].checkVisibility() && arguments[0].getBoundingClientRect().top < innerHeight', line))
        path, number = where.rsplit(':', 1)
        self.assertEqual((PAGE.parent.parent.parent / path).read_text().splitlines()[int(number) - 1],
                         js('return arguments[0].firstChild.textContent', line).rstrip('\n'))
        js('arguments[0].querySelector("button").click()', line)
        self.assertIn(name, card())

    def test_margin_links_and_data(self):
        visit()
        found = js('return [...document.querySelectorAll("main figure")].map(f => [f.id, [...f.querySelectorAll(".made a")].map(a => a.textContent)])')
        self.assertEqual([], [name for name, links in found if not any('commit' in link for link in links)])
        data = js('return [...document.querySelectorAll("a[download]")].map(a => [a.download, a.href])')
        self.assertTrue(data)
        for name, address in data:
            with urllib.request.urlopen(address) as file:
                inside = file.read()
            self.assertEqual((PAGE.parent / 'data' / name).read_bytes(), inside, name)
            self.assertGreater(len(inside.splitlines()), 1, name)

    def test_filters_of_published_values(self):
        visit()
        if not browser.find_elements(By.CSS_SELECTOR, 'table[data-made=ReportedTable]'):
            self.skipTest('no table of published values')
        shown = '''return [...document.querySelectorAll("table[data-made=ReportedTable] tbody tr")].filter(r => !r.hidden && comparedOf(r)).map(r => comparedOf(r).verdict)'''
        before = js(shown)
        verdict = before[0]
        choose = lambda n, value: js('''const s = document.querySelector("table[data-made=ReportedTable]").closest("figure").querySelectorAll(".tools select")[arguments[0]];
            s.value = arguments[1]; s.dispatchEvent(new Event("change"))''', n, value)
        choose(0, verdict)
        self.assertEqual(before.count(verdict), len(js(shown)))
        self.assertEqual({verdict}, set(js(shown)))
        choose(0, '')
        self.assertEqual(len(before), len(js(shown)))
        choose(1, 'published')
        self.assertEqual({'published'}, set(js('''return [...document.querySelectorAll("table[data-made=ReportedTable] tbody tr")].filter(r => !r.hidden).map(r => comparedOf(r).publication)''')))
        choose(1, '')
        choose(2, 'difference')
        for sizes in js('''return reported.map(({table}) => [...table.tBodies[0].rows].filter(comparedOf).map(r => Math.abs(parseFloat(comparedOf(r).difference)) || 0))'''):
            self.assertEqual(sorted(sizes, reverse=True), sizes)
        choose(2, '')
        self.assertEqual(before, js(shown), 'as it was')

    def test_filter_of_claims(self):
        visit()
        lines = js('return claimLists.map(l => l.lines.map(line => verdictOf.get(claimIn(line))))')
        self.assertTrue(lines)
        verdict = lines[-1][0]
        js('''const s = claimLists.at(-1).note.previousElementSibling.querySelector("select"); s.value = arguments[0]; s.dispatchEvent(new Event("change"))''', verdict)
        self.assertEqual([[v for v in some if v == verdict] for some in lines],
                         js('return claimLists.map(l => l.lines.filter(line => line.checkVisibility()).map(line => verdictOf.get(claimIn(line))))'))

    def test_search(self):
        visit()
        name, _ = self.some_value()
        ActionChains(browser).send_keys('/').perform()
        self.assertTrue(js('return searching.open'))
        ActionChains(browser).send_keys(name).perform()
        self.assertEqual(name, js('return found.querySelector("a").firstChild.textContent'))
        ActionChains(browser).send_keys(Keys.ENTER).perform()
        self.assertFalse(js('return searching.open'))
        self.assertIn(name, card())
        ActionChains(browser).send_keys(Keys.ESCAPE).send_keys('/').send_keys('no such words 123').perform()
        self.assertIn('nothing found', js('return searching.innerText'))
        js('searched.value = "experiment("; search()')
        self.assertIn('protocol/', js('return found.innerText'))

    def test_lineage(self):
        visit()
        name, _ = self.some_value()
        visit('#lineage:' + name)
        ancestors = js('return boxes.filter(b => b.classList.contains("on")).map(b => b.getAttribute("aria-label"))')
        self.assertTrue(ancestors)
        self.assertLess(len(ancestors), js('return boxes.length'))
        self.assertTrue(any('protocol' in label for label in ancestors), ancestors)
        self.assertIn('setup, protocol', ancestors)
        setup = js('return +boxes.find(b => b.getAttribute("aria-label").startsWith("setup, protocol")).dataset.node')
        ActionChains(browser).send_keys(Keys.ESCAPE).perform()
        self.assertEqual(0, js('return boxes.filter(b => b.classList.contains("on")).length'))
        self.assertEqual('#source:protocol/setup.m4', js('return boxes.find(b => +b.dataset.node === arguments[0]).getAttribute("href")', setup))
        js('boxes.find(b => +b.dataset.node === arguments[0]).focus()', setup)
        after = js('return boxes.filter(b => b.classList.contains("on")).map(b => b.getAttribute("aria-label"))')
        self.assertTrue(any('the report' in label for label in after), after)

    def test_pairs(self):
        visit()
        if not browser.find_elements(By.CSS_SELECTOR, 'a[href="#source:figures/pairwise_matrix.gp"]'):
            self.skipTest('no matrix of pairs')
        pair = browser.find_elements(By.CSS_SELECTOR, '.pair')
        js('arguments[0].scrollIntoView({block: "center"})', pair[0])
        ActionChains(browser).move_to_element(pair[0]).perform()
        self.assertRegex(card(), r'seeds \d+ and \d+: 0\.\d{5}')

    def dropped(self, text, name):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / name
            path.write_text(text)
            js('outcome.replaceChildren(); if (!comparing.open) comparing.showModal()')
            browser.find_element(By.CSS_SELECTOR, 'dialog input[type=file]').send_keys(str(path))
            for _ in range(100):
                said = js('return outcome.innerText')
                if said:
                    break
        return said

    def test_comparing_with_another_run(self):
        visit()
        path = sorted(RESULTS.glob('*/values.tsv'))[0]
        same = path.read_text()
        self.assertRegex(self.dropped(same, 'values.tsv'), r'all \d+ values are the same')
        lines = same.splitlines()
        cells = lines[1].split('\t')
        cells[1] = '123.25'
        other = '\n'.join([lines[0], '\t'.join(cells)] + lines[2:]) + '\n'
        said = self.dropped(other, 'values.tsv')
        self.assertRegex(said, r'1 of \d+ values differ')
        self.assertIn(cells[0], said)
        self.assertIn('123.25', said)
        self.assertIn('line 2: 3 columns, expected 5', self.dropped(lines[0] + '\na\tb\tc\n', 'values.tsv'))
        self.assertIn('line 1: expected the head', self.dropped('something else', 'values.tsv'))
        self.assertIn('line 1: expected the head', self.dropped('', 'values.tsv'))
        manifest = (RESULTS / 'manifest.sha256').read_text()
        self.assertRegex(self.dropped(manifest, 'manifest.sha256'), r'all \d+ files are the same')
        changed = ('0' * 64 if manifest[0] != '0' else '1' * 64) + manifest[64:]
        self.assertRegex(self.dropped(changed, 'manifest.sha256'), r'1 of \d+ files differ')
        self.assertIn('line 2: expected a SHA-256', self.dropped(manifest.splitlines()[0] + '\nbroken\n', 'manifest.sha256'))
        js('''comparing.close(); const t = new DataTransfer(); t.items.add(new File(["<script>window.hostile = 1</script>"], "<b>x</b>.tsv"));
            dispatchEvent(new DragEvent("drop", {dataTransfer: t, cancelable: true}))''')
        for _ in range(100):
            if '<b>x</b>.tsv' in js('return outcome.innerText'):
                break
        self.assertIn('<b>x</b>.tsv: line 1', js('return outcome.innerText'))

    def test_contents_follow_the_reading(self):
        visit()
        js('const all = document.querySelectorAll("main > section"); all[all.length - 1].scrollIntoView(); follow()')
        self.assertEqual(1, js('return document.querySelectorAll("#contents .now").length'))

    # --- looks ---------------------------------------------------------------------------------------

    def test_a_phone_shows_it_without_sideways_scrolling(self):
        for width in (390, 800, 1400):
            visit(width=width)
            self.assertLessEqual(js('return document.documentElement.scrollWidth'), width)
            self.assertEqual(js('return [...document.querySelectorAll(".wide")].filter(w => w.scrollWidth > w.clientWidth + 1).length'),
                             js('return document.querySelectorAll(".scroll-note").length'), 'what scrolls says so')
            self.assertEqual([], js('return [...document.querySelectorAll(".wide")].filter(w => getComputedStyle(w).overflowX !== "auto").map(w => w.outerHTML.slice(0, 80))'))
            clipped = js('''return [...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1
                && e.checkVisibility() && !e.closest(".wide, pre, math, .equation, svg")).map(e => e.outerHTML.slice(0, 90)).slice(0, 5)''')
            self.assertEqual([], clipped)

    def test_without_scripts(self):
        told = Told()
        told.feed(PAGE.read_text())
        self.assertGreater(len(told.texts), 50)
        browser.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
        try:
            visit()
            self.assertFalse(browser.find_elements(By.ID, 'card'), 'scripts are off')
            seen = plain(browser.find_element(By.TAG_NAME, 'main').text)
            drawings = [drawing.size for drawing in browser.find_elements(By.CSS_SELECTOR, 'main figure svg')]
        finally:
            browser.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': False})
        self.assertEqual([], [text for text in told.texts if plain(text) not in seen][:5], 'texts that do not show')
        self.assertTrue(all(size['width'] > 100 and size['height'] > 50 for size in drawings), drawings)

    def test_printing(self):
        visit()
        browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': 'print'})
        self.assertFalse(js('return document.getElementById("bar").checkVisibility()'))
        self.assertEqual('none', js('return getComputedStyle(document.querySelector("a.value")).textDecorationLine'))
        browser.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': ''})


if __name__ == '__main__':
    browser = start()
    try:
        outcome = unittest.main(argv=[sys.argv[0], *(f'Page.test_{name}' if not name.startswith('-') else name for name in sys.argv[4:])], exit=False)
    finally:
        browser.quit()
    sys.exit(not outcome.result.wasSuccessful())
