// --- sources.js: a line of a protocol leads to the numbers that it decided -----------------------------------------
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

const valueLink = id => element('a', {href: '#value:' + encodeURIComponent(id)}, `${id} = ${values().get(id).printed}`);
function tellLine(where) {
  const ids = decidedBy(where), printed = ids.filter(id => placesOf(id).length), others = ids.filter(id => !placesOf(id).length);
  show(where, element('p', {}, `${ids.length} values come from this line.`), list(printed.map(valueLink)),
    others.length ? element('details', {}, element('summary', {}, `${others.length} of them stand nowhere in the text`), list(others.map(valueLink))) : '');
  kept = true;
}

// When a source is opened, its lines that decided something get a button.
for (const source of document.querySelectorAll('.source')) {
  source.addEventListener('toggle', () => {
    if (!source.open || source.dataset.told) return;
    source.dataset.told = 'yes';
    for (const line of source.querySelectorAll('span[id]')) {
      const where = line.id.slice('source:'.length), ids = decidedBy(where);
      if (ids.length) line.append(element('button', {class: 'decides', 'aria-label': `${ids.length} values from line ${where}`, onclick: () => tellLine(where)}, ids.length));
    }
  });
}
onAddress.set('source', (place, address) => {
  const target = document.getElementById(address);
  if (target) {
    if (target.localName === 'details') target.open = true;
    reveal(target);
  }
});
