// --- tables.js: wide tables say that they scroll; tables of published values can be filtered and sorted -----------------
function tellScrolling(wide) {
  const scrolls = wide.scrollWidth > wide.clientWidth + 1, note = wide.previousElementSibling?.matches('.scroll-note') && wide.previousElementSibling;
  if (scrolls) wide.tabIndex = 0;
  else wide.removeAttribute('tabindex');
  if (!wide.matches('.wide')) return;
  wide.classList.toggle('scrolls', scrolls);
  if (scrolls && !note) wide.before(element('p', {class: 'scroll-note'}, 'scrolls sideways →'));
  if (!scrolls && note) note.remove();
}
const resized = new ResizeObserver(entries => { for (const {target} of entries) tellScrolling(target); });
for (const wide of document.querySelectorAll('.wide, .equation, main > section:not(#sources) pre')) resized.observe(wide);

// A choice of one of some words, in every place where it can be made; `change` is called when it was.
function chooser(label, words, change) {
  const made = [];
  return () => {
    const select = element('select', {onchange: () => {
      for (const other of made) other.value = select.value;
      change(select.value);
    }}, ...words.map(([value, text]) => element('option', {value}, text)));
    made.push(select);
    return element('label', {}, label, select);
  };
}

const reported = [...document.querySelectorAll('table[data-made=ReportedTable]')].map(table => {
  const rows = [...table.tBodies[0].rows];
  return {table, rows, note: element('span', {role: 'status'})};
});
const comparedOf = line => {
  const id = [...line.querySelectorAll('.value')].map(value => idOf(value)).find(id => data('values').compared[id]);
  return id && data('values').compared[id];
};
const asked = {verdict: '', publication: '', order: ''};
function sortedRows({rows}) {
  if (!asked.order) return rows;
  const size = line => Math.abs(parseFloat(comparedOf(line)?.difference)) || 0;
  return rows.filter(comparedOf).sort((a, b) => size(b) - size(a)).concat(rows.filter(line => !comparedOf(line)));
}
function showReported() {
  for (const one of reported) {
    let shown = 0, all = 0;
    one.table.tBodies[0].append(...sortedRows(one));
    for (const line of one.rows) {
      const compared = comparedOf(line);
      if (!compared) { line.hidden = asked.order || asked.verdict || asked.publication; continue; }
      all++;
      line.hidden = asked.verdict && compared.verdict !== asked.verdict || asked.publication && compared.publication !== asked.publication;
      shown += !line.hidden;
      line.querySelector('.raw').title = compared.id;
    }
    one.note.textContent = shown === all ? '' : `${shown} of ${all} rows`;
  }
}
if (reported.length) {
  const compared = Object.values(data('values').compared), different = key => [...new Set(compared.map(one => one[key]))].sort().map(word => [word, word]);
  const choosers = [chooser('verdict', [['', 'all'], ...different('verdict')], value => { asked.verdict = value; showReported(); }),
    chooser('publication', [['', 'all'], ...different('publication').map(([word]) => [word, word === 'published' ? 'the report' : word])],
      value => { asked.publication = value; showReported(); }),
    chooser('order', [['', 'of the report'], ['difference', 'largest difference first']], value => { asked.order = value; showReported(); })];
  for (const {table, note} of reported) table.closest('.wide').before(element('div', {class: 'tools'}, ...choosers.map(choose => choose()), note));
}
