// --- tables.js: wide tables say that they scroll; tables of published values can be filtered and sorted -------------
function tellScrolling(wide) {
  const scrolls = wide.scrollWidth > wide.clientWidth + 1, before = wide.previousElementSibling;
  const note = before?.matches('.scroll-note') ? before : undefined;
  if (scrolls) wide.tabIndex = 0;
  else wide.removeAttribute('tabindex');
  if (!wide.matches('.wide')) return;
  wide.classList.toggle('scrolls', scrolls);
  if (scrolls && !note) wide.before(element('p', {class: 'scroll-note'}, 'scrolls sideways →'));
  if (!scrolls && note) note.remove();
}
const resized = new ResizeObserver(entries => { for (const {target} of entries) tellScrolling(target); });
for (const wide of document.querySelectorAll('.wide, .equation, main pre:not(.source pre)')) resized.observe(wide);

// A choice of one of some words, in every place where it can be made; `change` is called when it was.
function chooser(label, words, change) {
  const made = [];
  const choose = event => {
    for (const other of made) other.value = event.target.value;
    change(event.target.value);
  };
  return () => {
    const options = words.map(([value, text]) => element('option', {value}, text));
    const select = element('select', {onchange: choose}, ...options);
    made.push(select);
    return element('label', {}, label, select);
  };
}

const reported = [...document.querySelectorAll('table[data-made=ReportedTable]')].map(table =>
  ({table, rows: [...table.tBodies[0].rows], note: element('span', {role: 'status'})}));
function comparedOf(line) {
  const {compared} = data('values');
  return compared[[...line.querySelectorAll('.value')].map(idOf).find(id => compared[id])];
}
const asked = {verdict: '', publication: '', order: ''};
const isAsked = one => (!asked.verdict || one.verdict === asked.verdict) &&
  (!asked.publication || one.publication === asked.publication);
function sortedRows({rows}) {
  if (!asked.order) return rows;
  const size = line => Math.abs(parseFloat(comparedOf(line).difference)) || 0;
  return rows.filter(comparedOf).sort((a, b) => size(b) - size(a)).concat(rows.filter(line => !comparedOf(line)));
}
function showReported() {
  for (const one of reported) {
    one.table.tBodies[0].append(...sortedRows(one));
    const lines = one.rows.filter(comparedOf);
    for (const line of one.rows) line.hidden = Object.values(asked).some(Boolean);
    for (const line of lines) line.hidden = !isAsked(comparedOf(line));
    const shown = lines.filter(line => !line.hidden).length;
    one.note.textContent = shown === lines.length ? '' : `${shown} of ${lines.length} rows`;
  }
}
if (reported.length) {
  const words = key => [...new Set(Object.values(data('values').compared).map(one => one[key]))].sort();
  const named = word => [word, word === 'published' ? 'the report' : word];
  const ask = key => value => {
    asked[key] = value;
    showReported();
  };
  const choosers = [chooser('verdict', [['', 'all'], ...words('verdict').map(named)], ask('verdict')),
    chooser('publication', [['', 'all'], ...words('publication').map(named)], ask('publication')),
    chooser('order', [['', 'of the report'], ['difference', 'largest difference first']], ask('order'))];
  for (const {table, rows, note} of reported) {
    table.closest('.wide').before(element('div', {class: 'tools'}, ...choosers.map(choose => choose()), note));
    for (const line of rows.filter(comparedOf)) line.querySelector('.raw').title = comparedOf(line).id;
  }
}
