// --- page.js: the page's data, each parsed when it is first asked for, and how elements are made -------------------
const parsed = {};
function data(name) {
  return parsed[name] ??= JSON.parse(document.getElementById('data-' + name).textContent);
}

// element('a', {href: '#x'}, 'text', otherElement): text is always text
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter(child => child !== undefined && child !== ''));
  return made;
}

// Rows whose keys begin as the key before them: [how much of it, the rest, ...]
function* unfolded(rows) {
  let key = '';
  for (const [shared, rest, ...more] of rows) {
    key = key.slice(0, shared) + rest;
    yield [key, ...more];
  }
}

// All values by id: {value, printed, formula, where}
let valuesById;
function values() {
  if (!valuesById) {
    const {rows, formulas, places} = data('values');
    valuesById = new Map();
    for (const [id, value, printed, formula, where] of unfolded(rows)) {
      valuesById.set(id, {value, printed, formula: formulas[formula], where: places[where]});
    }
  }
  return valuesById;
}

// All files of the run with their SHA-256: [path, hash], in the order of their paths
let filesOfRun;
function files() {
  return filesOfRun ??= [...unfolded(data('hashes'))];
}

// The id of a value that stands in the page
const idOf = place => decodeURIComponent(place.getAttribute('href').slice('#value:'.length));

// The places of a value in the page, as elements; all of them by id.
let placesById;
function placesOf(id) {
  if (!placesById) {
    placesById = new Map();
    for (const place of document.querySelectorAll('.value')) {
      if (!placesById.has(idOf(place))) placesById.set(idOf(place), []);
      placesById.get(idOf(place)).push(place);
    }
  }
  return placesById.get(id) ?? [];
}

// The longest beginning of an id, up to a dot, for which `known` has something; undefined if there is none.
function beginningOf(id, known) {
  for (let part = id; part; part = part.slice(0, Math.max(0, part.lastIndexOf('.')))) if (known(part)) return part;
  return undefined;
}

// Where an address of the page leads to: its part behind #, decoded.
function addressed() {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ''; }
}

// An address may name what a closed <details> holds: it opens first.
function reveal(target) {
  for (let outer = target.closest('details'); outer; outer = outer.parentElement.closest('details')) outer.open = true;
  target.scrollIntoView({block: target.matches('section, figure') ? 'start' : 'center'});
}

// handlers(kind): what each script does with addresses that begin so, as #value:ID
const onAddress = new Map();
function visit() {
  const address = addressed();
  const kind = address.split(':', 1)[0];
  if (onAddress.has(kind) && address.includes(':')) onAddress.get(kind)(address.slice(kind.length + 1), address);
}
addEventListener('hashchange', visit);
addEventListener('DOMContentLoaded', visit);
