// --- cards.js: a value tells where it comes from: on hover and focus while they last, on a tap or an address until the
// card is closed
const card = element('aside', {id: 'card', hidden: true, 'aria-live': 'polite', 'aria-label': 'About this number',
  tabindex: '-1'});
document.body.append(card);
let kept = false, lit = [];

const isThere = content => content !== undefined && content !== '';
const row = (name, ...content) => content.some(isThere) ? [element('dt', {}, name), element('dd', {}, ...content)] : [];
const list = items => element('ul', {}, ...items.map(item => element('li', {}, item)));
const addressOf = id => '#value:' + encodeURIComponent(id);

function copied(text) {
  const tell = event => navigator.clipboard?.writeText(text).then(() => { event.target.textContent = 'copied'; });
  return element('span', {}, element('code', {}, text), ' ', element('button', {onclick: tell}, 'copy'));
}
const lineLink = where => /^protocol\/.*:\d+$/.test(where) ? element('a', {href: '#source:' + where}, where) : where;

// What publications print of a value, or of the value that they are held against, and how the run compares.
function publishedRows(id) {
  const told = Object.entries(data('values').compared).filter(([published, one]) => published === id || one.id === id);
  return told.flatMap(([published, {publication, where, rebuilt, difference, verdict}]) =>
    row(publication === 'published' ? 'published' : 'published, ' + publication,
      `${values().get(published)?.printed} (${where}); rebuilt ${rebuilt}, difference ${difference}: `,
      element('strong', {}, verdict === 'equal' ? 'equal as printed' : verdict)));
}

function claimsRow(id) {
  const claims = data('records').claims.filter(claim => claim.rests_on.includes(id));
  if (!claims.length) return [];
  const isTold = claim => document.getElementById('claim:' + claim.id);
  return row('claims', list(claims.map(claim => element('span', {},
    isTold(claim) ? element('a', {href: '#claim:' + claim.id}, claim.id) : claim.id,
    ': ' + claim.verdict.replace('_', ' ')))));
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
  const stages = stagesOf(id), {units} = data('records');
  if (!stages.length) return [];
  const line = ([path, hash]) => element('span', {class: 'hash'}, `${hash}  ${path}`);
  return row('units', list(stages.map(stage => element('details', {},
    element('summary', {}, `${stage}: ${units[stage].length} units`),
    list(units[stage].map(place => line(files()[place])))))));
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
  card.replaceChildren(element('button', {class: 'close', 'aria-label': 'Close', onclick: hide}, '×'),
    element('h2', {}, title), ...children);
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
  const lineage = document.querySelector('.lineage') ? element('a', {href: '#lineage:' + id}, 'the lineage') : '';
  show(id, element('dl', {}, ...row('value', value.value), ...row('printed', value.printed),
    ...row('formula', value.formula), ...row('said at', lineLink(value.where)), ...publishedRows(id), ...claimsRow(id),
    ...unitsRow(id), ...placesRow(id), ...row('comes from', lineage), ...row('ask', copied('make why VALUE=' + id))));
}
function hide() {
  card.hidden = true;
  kept = false;
  light([]);
}
function keep(id) {
  tell(id);
  kept = true;
  history.replaceState(null, '', addressOf(id));
}

const valueAt = target => target.closest?.('.value'), pairAt = target => target.closest?.('.pair');
const leaves = event => !kept && !card.contains(event.relatedTarget);
document.addEventListener('mouseover', event => {
  const value = valueAt(event.target), pair = pairAt(event.target);
  if (kept) return;
  if (value) tell(idOf(value));
  else if (pair) show(pair.dataset.told);
});
document.addEventListener('mouseout', event => {
  if (leaves(event) && (valueAt(event.target) || pairAt(event.target))) hide();
});
card.addEventListener('mouseenter', () => { kept = true; });
document.addEventListener('focusin', event => {
  const value = valueAt(event.target);
  if (value && !kept) tell(idOf(value));
});
document.addEventListener('focusout', event => {
  if (leaves(event) && valueAt(event.target)) hide();
});
document.addEventListener('click', event => {
  const value = valueAt(event.target), pair = pairAt(event.target);
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
});
onAddress.set('value', id => {
  const [place] = placesOf(id);
  if (place) reveal(place);
  tell(id);
  kept = true;
});
