// --- search.js: over ids, claims, sections and protocols; / opens it ------------------------------------------------
const found = element('ol'), told = element('p', {class: 'said', role: 'status'});
const searched = element('input', {type: 'search', 'aria-label': 'Search ids, claims, sections and protocols',
  placeholder: 'id, claim, section or words of a protocol'});
const searching = element('dialog', {'aria-label': 'Search'}, searched, told, found);
document.body.append(searching);

let entries;
function searchable() {
  if (entries) return entries;
  const said = (text, kind, href) => entries.push({text: text.trim(), kind, href, low: text.toLowerCase()});
  entries = [];
  for (const title of document.querySelectorAll('section[id] > :is(h2, h3, h4)')) {
    said(title.textContent, 'section', '#' + title.parentElement.id);
  }
  for (const {id, verdict} of data('records').claims) said(id, 'claim: ' + verdict.replace('_', ' '), '#claim:' + id);
  for (const [id, {printed}] of values()) if (placesOf(id).length) said(id, 'value: ' + printed, addressOf(id));
  for (const source of document.querySelectorAll('.source')) {
    said(source.querySelector('summary').textContent, 'source', '#' + source.id);
  }
  for (const line of document.querySelectorAll('.source span[id]')) {
    const text = line.firstChild.textContent;
    if (text.trim()) said(text, line.id.slice('source:'.length), '#' + line.id);
  }
  return entries;
}
const MOST = 60;
function search() {
  const words = searched.value.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = words.length ? searchable().filter(({low}) => words.every(word => low.includes(word))) : [];
  found.replaceChildren(...hits.slice(0, MOST).map(({text, kind, href}) => element('li', {},
    element('a', {href, onclick: () => searching.close()}, text, element('small', {}, kind)))));
  const count = `${hits.length || 'nothing'} found` + (hits.length > MOST ? `, the first ${MOST} below` : '');
  told.textContent = words.length ? count : '';
}
searched.addEventListener('input', search);
searched.addEventListener('keydown', event => {
  const first = found.querySelector('a');
  if (event.key === 'Enter' && first) first.click();
  if (event.key === 'ArrowDown' && first) {
    event.preventDefault();
    first.focus();
  }
});
found.addEventListener('keydown', event => {
  const step = {ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling'}[event.key];
  if (!step) return;
  event.preventDefault();
  (event.target.closest('li')[step]?.querySelector('a') ?? searched).focus();
});
function openSearch() {
  searching.showModal();
  searched.select();
}
document.addEventListener('keydown', event => {
  const isWriting = event.target.matches('input, select, textarea') || document.querySelector('dialog[open]');
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isWriting) return;
  event.preventDefault();
  openSearch();
});
