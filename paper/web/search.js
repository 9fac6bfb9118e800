// --- search.js: over ids, claims, sections and protocols; / opens it ----------------------------------------------------------
const found = element('ol'), searched = element('input', {type: 'search', 'aria-label': 'Search ids, claims, sections and protocols', placeholder: 'id, claim, section or words of a protocol'});
const searching = element('dialog', {'aria-label': 'Search'}, searched, element('p', {class: 'said', role: 'status'}), found);
document.body.append(searching);

let entries;
function searchable() {
  if (entries) return entries;
  const said = (text, kind, href) => ({text, kind, href, low: text.toLowerCase()});
  entries = [...document.querySelectorAll('section[id] > :is(h2, h3, h4)')].map(title => said(title.textContent.trim(), 'section', '#' + title.parentElement.id));
  for (const claim of data('records').claims) entries.push(said(claim.id, 'claim: ' + claim.verdict.replace('_', ' '), '#claim:' + claim.id));
  for (const [id, value] of values()) if (placesOf(id).length) entries.push(said(id, 'value: ' + value.printed, '#value:' + encodeURIComponent(id)));
  for (const source of document.querySelectorAll('.source')) entries.push(said(source.querySelector('summary').textContent, 'source', '#' + source.id));
  for (const line of document.querySelectorAll('.source span[id]')) {
    if (line.textContent.trim()) entries.push(said(line.firstChild.textContent.trim(), line.id.slice('source:'.length), '#' + line.id));
  }
  return entries;
}
const MOST = 60;
function search() {
  const words = searched.value.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = words.length ? searchable().filter(({low}) => words.every(word => low.includes(word))) : [];
  found.replaceChildren(...hits.slice(0, MOST).map(({text, kind, href}) => element('li', {},
    element('a', {href, onclick: () => searching.close()}, text, element('small', {}, kind)))));
  searching.querySelector('[role=status]').textContent = !words.length ? '' : hits.length > MOST ? `${hits.length} found, the first ${MOST} below` : hits.length ? `${hits.length} found` : 'nothing found';
}
searched.addEventListener('input', search);
searched.addEventListener('keydown', event => {
  const first = found.querySelector('a');
  if (event.key === 'Enter' && first) first.click();
  if (event.key === 'ArrowDown' && first) { event.preventDefault(); first.focus(); }
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
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, select, textarea') || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  openSearch();
});
