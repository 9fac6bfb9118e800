// --- cards.js: a value tells where it comes from: on hover and focus while they last, on a tap or an address until closed
const card = element('aside', {id: 'card', hidden: true, 'aria-live': 'polite', 'aria-label': 'About this number', tabindex: '-1'});
document.body.append(card);
let kept = false, lit = [];

const row = (name, ...content) => content.some(part => part !== undefined && part !== '') ?
  [element('dt', {}, name), element('dd', {}, ...content)] : [];
const list = items => element('ul', {}, ...items.map(item => element('li', {}, item)));
const copied = text => element('span', {}, element('code', {}, text), ' ',
  element('button', {onclick: event => navigator.clipboard?.writeText(text).then(() => { event.target.textContent = 'copied'; })}, 'copy'));
const lineLink = where => /^protocol\/.*:\d+$/.test(where) ? element('a', {href: '#source:' + where}, where) : where;

// A value that was published, or that publications have too: what they print, and how the run compares.
function publishedRow(id) {
  return Object.entries(data('values').compared).filter(([published, one]) => published === id || one.id === id).flatMap(([published, one]) =>
    row(published.split('.', 1)[0] === 'published' ? 'published' : 'published, ' + one.publication,
      `${values().get(published)?.printed} (${one.where}); rebuilt ${one.rebuilt}, difference ${one.difference}: `,
      element('strong', {}, one.verdict === 'equal' ? 'equal as printed' : one.verdict)));
}

function claimsRow(id) {
  const claims = data('records').claims.filter(claim => claim.rests_on.includes(id));
  return row('claims', claims.length && list(claims.map(claim => element('span', {},
    document.getElementById('claim:' + claim.id) ? element('a', {href: '#claim:' + claim.id}, claim.id) : claim.id,
    ': ' + claim.verdict.replace('_', ' ')))) || '');
}

// The stages that a value is made of, and their units with their SHA-256
function stagesOf(id) {
  const {records, units} = data('records');
  const own = beginningOf(id, part => units[part]);
  if (own) return [own];
  const made = beginningOf(id, part => records[part]?.stages);
  return made ? records[made].stages : [];
}
function unitsRow(id) {
  const stages = stagesOf(id), units = data('records').units;
  return row('units', stages.length && list(stages.map(stage => element('details', {},
    element('summary', {}, `${stage}: ${units[stage].length} units`),
    list(units[stage].map(place => element('span', {class: 'hash'}, `${files()[place][1]}  ${files()[place][0]}`)))))) || '');
}

function placesRow(id) {
  const places = placesOf(id);
  const next = () => {
    const now = places.findIndex(place => place.classList.contains('now'));
    for (const place of places) place.classList.remove('now');
    const place = places[(now + 1) % places.length];
    place.classList.add('now');
    place.scrollIntoView({block: 'center'});
  };
  return row('in the page', `${places.length} ${places.length === 1 ? 'place' : 'places'} `,
    places.length ? element('button', {onclick: next}, 'next') : '');
}

// show(title, children): the card, until `hide`
function show(title, ...children) {
  card.replaceChildren(element('button', {class: 'close', 'aria-label': 'Close', onclick: hide}, '×'), element('h2', {}, title), ...children);
  card.hidden = false;
  card.scrollTop = 0;
}
function light(places) {
  for (const place of lit) place.classList.remove('same', 'now');
  for (const place of lit = places) place.classList.add('same');
}
function tell(id) {
  const value = values().get(id);
  light(placesOf(id));
  if (!value) return show(id, element('p', {}, 'This report has no value of this id.'));
  show(id, element('dl', {}, ...row('value', value.value), ...row('printed', value.printed), ...row('formula', value.formula),
    ...row('said at', lineLink(value.where)), ...publishedRow(id), ...claimsRow(id), ...unitsRow(id), ...placesRow(id),
    ...row('comes from', document.querySelector('.lineage') ? element('a', {href: '#lineage:' + id}, 'the lineage') : ''),
    ...row('ask', copied('make why VALUE=' + id))));
}
function hide() {
  card.hidden = true;
  kept = false;
  light([]);
}
function keep(id) {
  tell(id);
  kept = true;
  history.replaceState(null, '', '#value:' + encodeURIComponent(id));
}

const valueAt = target => target.closest?.('.value');
document.addEventListener('mouseover', event => {
  const value = valueAt(event.target), pair = event.target.closest?.('.pair');
  if (kept) return;
  if (value) tell(idOf(value));
  else if (pair) show(pair.dataset.told);
});
document.addEventListener('mouseout', event => {
  if (!kept && (valueAt(event.target) || event.target.closest?.('.pair')) && !card.contains(event.relatedTarget)) hide();
});
card.addEventListener('mouseenter', () => { kept = true; });
document.addEventListener('focusin', event => {
  const value = valueAt(event.target);
  if (value && !kept) tell(idOf(value));
});
document.addEventListener('focusout', event => { if (!kept && valueAt(event.target) && !card.contains(event.relatedTarget)) hide(); });
document.addEventListener('click', event => {
  const value = valueAt(event.target), pair = event.target.closest?.('.pair');
  if (value) {
    event.preventDefault();
    keep(idOf(value));
  } else if (pair) {
    show(pair.dataset.told);
    kept = true;
  } else if (!card.contains(event.target) && !event.target.closest('dialog, #bar, .decides')) hide();
});
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') hide();
  if (event.key === 'Enter' && valueAt(event.target) && event.target.localName !== 'a') keep(idOf(event.target));
});
onAddress.set('value', id => {
  const [place] = placesOf(id);
  if (place) reveal(place);
  tell(id);
  kept = true;
});
