// --- contents.js: the contents follow the reading; buttons for what else can be done --------------------------------
document.body.prepend(element('div', {id: 'bar'},
  element('button', {onclick: openSearch, 'aria-keyshortcuts': '/', title: 'search: key /'}, 'Search'),
  element('button', {onclick: () => comparing.showModal(), title: 'compare with my run'}, 'Compare')));

const contents = document.getElementById('contents');
const isBeside = () => getComputedStyle(contents).position === 'fixed';
// On a narrow screen, where they stand before the text, they are closed.
if (!isBeside()) contents.querySelector('details').open = false;

const links = [...contents.querySelectorAll('a')].map(link =>
  ({link, section: document.getElementById(link.getAttribute('href').slice(1))}));
let current;
function follow() {
  const now = links.filter(({section}) => section.getBoundingClientRect().top < innerHeight / 3).at(-1)?.link;
  if (now === current) return;
  current?.classList.remove('now');
  current?.removeAttribute('aria-current');
  now?.classList.add('now');
  now?.setAttribute('aria-current', 'true');
  current = now;
  if (now && isBeside()) contents.scrollTop = now.offsetTop - contents.clientHeight / 2;
}
let waiting = false;
addEventListener('scroll', () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    follow();
  });
}, {passive: true});
follow();
