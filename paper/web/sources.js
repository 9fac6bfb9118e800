// --- sources.js: a line of a protocol leads to the numbers that it decided ------------------------------------------
let decidedAt;
function decidedBy(where) {
  if (!decidedAt) {
    decidedAt = new Map();
    for (const [id, value] of values()) {
      if (!decidedAt.has(value.where)) decidedAt.set(value.where, []);
      decidedAt.get(value.where).push(id);
    }
  }
  return decidedAt.get(where) ?? [];
}

const valueLink = id => element('a', {href: addressOf(id)}, `${id} = ${values().get(id).printed}`);
function tellLine(where) {
  const ids = decidedBy(where), others = ids.filter(id => !placesOf(id).length);
  const rest = element('details', {}, element('summary', {}, `${others.length} of them stand nowhere in the text`),
    list(others.map(valueLink)));
  show(where, element('p', {}, `${ids.length} values come from this line.`),
    list(ids.filter(id => placesOf(id).length).map(valueLink)), others.length ? rest : '');
  kept = true;
}

// When a source is opened, its lines that decided something get a button.
function mark(source) {
  if (!source.open || source.dataset.marked) return;
  source.dataset.marked = 'yes';
  for (const line of source.querySelectorAll('span[id]')) {
    const where = line.id.slice('source:'.length), {length} = decidedBy(where);
    if (length) line.append(element('button', {class: 'decides', 'aria-label': `${length} values from line ${where}`,
      onclick: () => tellLine(where)}, length));
  }
}
for (const source of document.querySelectorAll('.source')) source.addEventListener('toggle', () => mark(source));
onAddress.set('source', (place, address) => {
  const target = document.getElementById(address);
  if (target) reveal(target);
});
