// --- compare.js: another run's values.tsv or manifest.sha256, dropped on the page, against this report's; nothing
// leaves the page
const MOST_ROWS = 200;
const outcome = element('div', {role: 'status'});
const chosen = element('input', {type: 'file', 'aria-label': 'values.tsv or manifest.sha256 of another run'});
const comparing = element('dialog', {'aria-label': 'Compare with my run'}, element('h2', {}, 'Compare with my run'),
  element('p', {}, 'Choose, or drop anywhere on this page, a values.tsv of results/ or the file ',
    'results/manifest.sha256 of another run. It is read here and sent nowhere.'),
  chosen, outcome, element('p', {}, element('button', {onclick: () => comparing.close()}, 'close')));
document.body.append(comparing);

// What both runs have, as maps by id or path: {kind, own, theirs, isSame, told}. A line that is none ends in an error.
const HEAD = ['id', 'value', 'printed', 'formula', 'where'];
function readValues(lines) {
  const theirs = new Map();
  lines.slice(1).forEach((line, i) => {
    const cells = line.split('\t'), [id, value, printed] = cells;
    if (cells.length !== HEAD.length) {
      throw new Error(`line ${i + 2}: ${cells.length} columns, expected ${HEAD.length}: ${HEAD.join(', ')}`);
    }
    theirs.set(id, {value, printed});
  });
  const experimentOf = id => id.split('.', 1)[0], experiments = new Set([...theirs.keys()].map(experimentOf));
  const own = new Map([...values()].filter(([id]) => experiments.has(experimentOf(id))));
  const told = ({value, printed}) => `${printed} (${value})`;
  return {kind: 'values', own, theirs, isSame: (a, b) => a.value === b.value, told};
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
  if (lines[0] === HEAD.join('\t')) return readValues(lines);
  if (/^[0-9a-f]{64} /.test(lines[0])) return readHashes(lines);
  throw new Error(`line 1: expected the head of a values.tsv (${HEAD.join(', ')}) or a line of manifest.sha256`);
}

function differenceRow(key, {own, theirs, told}) {
  const name = placesOf(key).length ? element('a', {href: addressOf(key), onclick: () => comparing.close()}, key) : key;
  return element('tr', {}, element('th', {scope: 'row'}, name),
    ...[own, theirs].map(run => element('td', {}, told(run.get(key)))));
}
function tellRun(name, run) {
  const {kind, own, theirs, isSame} = run, shared = [...theirs.keys()].filter(key => own.has(key));
  const different = shared.filter(key => !isSame(own.get(key), theirs.get(key)));
  const missing = own.size - shared.length, added = theirs.size - shared.length;
  const verdict = different.length ? `${different.length} of ${shared.length} ${kind} differ` :
    shared.length ? `all ${shared.length} ${kind} are the same` : `no ${kind} in common`;
  const also = (missing ? `; ${missing} of this report are not in it` : '') +
    (added ? `; ${added} of it are not in this report` : '');
  const heads = [kind === 'values' ? 'value' : 'file', 'this report', 'that run'];
  outcome.replaceChildren(element('p', {class: 'said'}, element('strong', {}, verdict), ` (${name})${also}.`));
  if (!different.length) return;
  outcome.append(element('table', {class: 'differences'},
    element('thead', {}, element('tr', {}, ...heads.map(head => element('th', {scope: 'col'}, head)))),
    element('tbody', {}, ...different.slice(0, MOST_ROWS).map(key => differenceRow(key, run)))));
  if (different.length > MOST_ROWS) outcome.append(element('p', {}, `The first ${MOST_ROWS} are listed.`));
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
addEventListener('dragover', event => {
  event.preventDefault();
  document.body.classList.add('dropping');
});
addEventListener('dragleave', event => { if (!event.relatedTarget) document.body.classList.remove('dropping'); });
addEventListener('drop', event => {
  event.preventDefault();
  document.body.classList.remove('dropping');
  const [file] = event.dataTransfer?.files ?? [];
  if (file) compare(file);
});
