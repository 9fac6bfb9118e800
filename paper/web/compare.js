// --- compare.js: another run's values.tsv or manifest.sha256, dropped on the page, against this report's; nothing leaves the page
const MOST_ROWS = 200;
const outcome = element('div', {role: 'status'}), chosen = element('input', {type: 'file', 'aria-label': 'values.tsv or manifest.sha256 of another run'});
const comparing = element('dialog', {'aria-label': 'Compare with my run'}, element('h2', {}, 'Compare with my run'),
  element('p', {}, 'Choose, or drop anywhere on this page, a values.tsv of results/ or the file results/manifest.sha256 of another run. It is read here and sent nowhere.'),
  chosen, outcome, element('p', {}, element('button', {onclick: () => comparing.close()}, 'close')));
document.body.append(comparing);

// rows(text, name): {kind, own, theirs} as maps, or an error that names the line
function readValues(lines) {
  const theirs = new Map();
  lines.slice(1).forEach((line, i) => {
    const [id, value, printed, ...rest] = line.split('\t');
    if (rest.length !== 2) throw new Error(`line ${i + 2}: ${rest.length + 3} columns, expected 5: id, value, printed, formula, where`);
    theirs.set(id, [value, printed]);
  });
  const experiments = new Set([...theirs.keys()].map(id => id.split('.', 1)[0]));
  const own = new Map([...values()].filter(([id]) => experiments.has(id.split('.', 1)[0])).map(([id, {value, printed}]) => [id, [value, printed]]));
  return {kind: 'values', own, theirs, isSame: (a, b) => a[0] === b[0], told: ([value, printed]) => `${printed} (${value})`};
}
function readHashes(lines) {
  const theirs = new Map();
  lines.forEach((line, i) => {
    const [, hash, path] = line.match(/^([0-9a-f]{64}) [ *](.+)$/) ?? [];
    if (!hash) throw new Error(`line ${i + 1}: expected a SHA-256, two blanks and a path`);
    theirs.set(path, hash);
  });
  return {kind: 'files', own: new Map(files()), theirs, isSame: (a, b) => a === b, told: hash => hash};
}
function readRun(text) {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  if (lines[0].split('\t').join(' ') === 'id value printed formula where') return readValues(lines);
  if (/^[0-9a-f]{64} /.test(lines[0])) return readHashes(lines);
  throw new Error('line 1: expected the head of a values.tsv (id, value, printed, formula, where) or a line of manifest.sha256');
}

function tellRun(name, {kind, own, theirs, isSame, told}) {
  const shared = [...theirs.keys()].filter(key => own.has(key)), different = shared.filter(key => !isSame(own.get(key), theirs.get(key)));
  const missing = [...own.keys()].filter(key => !theirs.has(key)).length, added = theirs.size - shared.length;
  const also = [missing && `${missing} of this report are not in it`, added && `${added} of it are not in this report`].filter(Boolean).join('; ');
  const rows = different.slice(0, MOST_ROWS).map(key => element('tr', {}, element('th', {scope: 'row'}, placesOf(key).length ? element('a', {href: '#value:' + encodeURIComponent(key), onclick: () => comparing.close()}, key) : key),
    element('td', {}, told(own.get(key))), element('td', {}, told(theirs.get(key)))));
  outcome.replaceChildren(element('p', {class: 'said'}, element('strong', {}, different.length ? `${different.length} of ${shared.length} ${kind} differ` :
    shared.length ? `all ${shared.length} ${kind} are the same` : `no ${kind} in common`), ` (${name})${also ? '; ' + also : ''}.`),
    different.length ? element('table', {class: 'differences'}, element('thead', {}, element('tr', {}, ...[kind === 'values' ? 'value' : 'file', 'this report', 'that run'].map(head => element('th', {scope: 'col'}, head)))),
      element('tbody', {}, ...rows)) : '',
    different.length > MOST_ROWS ? element('p', {}, `The first ${MOST_ROWS} are listed.`) : '');
}
async function compare(file) {
  if (!comparing.open) comparing.showModal();
  try {
    tellRun(file.name, readRun(await file.text()));
  } catch (error) {
    outcome.replaceChildren(element('p', {class: 'said'}, `${file.name}: ${error.message}`));
  }
}
chosen.addEventListener('change', () => chosen.files[0] && compare(chosen.files[0]));
addEventListener('dragover', event => { event.preventDefault(); document.body.classList.add('dropping'); });
addEventListener('dragleave', event => { if (!event.relatedTarget) document.body.classList.remove('dropping'); });
addEventListener('drop', event => {
  event.preventDefault();
  document.body.classList.remove('dropping');
  const [file] = event.dataTransfer?.files ?? [];
  if (file) compare(file);
});
