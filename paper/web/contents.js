// --- contents.js: the contents follow the reading; buttons for what else can be done ------------------------------------------
document.body.prepend(element('div', {id: 'bar'}, element('button', {onclick: openSearch, 'aria-keyshortcuts': '/', title: 'ids, claims, sections and protocols ( / )'}, 'Search'),
  element('button', {onclick: () => comparing.showModal(), title: 'compare with my run'}, 'Compare')));

const contentsLinks = new Map([...document.querySelectorAll('#contents a')].map(link => [link.getAttribute('href').slice(1), link]));
const sections = [...contentsLinks.keys()].map(id => document.getElementById(id)).filter(Boolean);
// On a narrow screen, where they stand before the text, they are closed.
if (getComputedStyle(document.getElementById('contents')).position !== 'fixed') document.querySelector('#contents details').open = false;
let current;
function follow() {
  const now = sections.filter(section => section.getBoundingClientRect().top < innerHeight / 3).at(-1);
  const link = now && contentsLinks.get(now.id);
  if (link === current) return;
  current?.classList.remove('now');
  current?.removeAttribute('aria-current');
  link?.classList.add('now');
  link?.setAttribute('aria-current', 'true');
  current = link;
  const box = document.getElementById('contents');
  if (link && getComputedStyle(box).position === 'fixed') box.scrollTop = link.offsetTop - box.clientHeight / 2;
}
let waiting = false;
addEventListener('scroll', () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; follow(); });
}, {passive: true});
follow();
