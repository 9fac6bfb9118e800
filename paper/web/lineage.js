// --- lineage.js: from a number its ancestors light up, from a box what was made of it -------------------------------
const drawing = document.querySelector('.lineage');
const boxes = drawing ? [...drawing.querySelectorAll('.node')] : [];
const arrows = drawing ? [...drawing.querySelectorAll('.edge')] : [];
let exploring = false;

// all boxes that can be reached from `start` along arrows, forwards or backwards, with itself
function reached(start, isForwards) {
  const found = new Set([start]);
  for (const box of found) {
    for (const [from, to] of data('lineage').edges) {
      if (isForwards && from === box) found.add(to);
      if (!isForwards && to === box) found.add(from);
    }
  }
  return found;
}
function explore(start, isForwards) {
  const found = reached(start, isForwards), isOn = number => found.has(Number(number));
  drawing.classList.add('explored');
  for (const box of boxes) {
    box.classList.toggle('on', isOn(box.dataset.node));
    box.classList.toggle('here', Number(box.dataset.node) === start);
  }
  for (const {classList, dataset} of arrows) classList.toggle('on', isOn(dataset.from) && isOn(dataset.to));
}
function rest() {
  drawing?.classList.remove('explored');
  for (const shape of [...boxes, ...arrows]) shape.classList.remove('here', 'on');
  exploring = false;
}
for (const box of boxes) {
  for (const kind of ['mouseenter', 'focus']) box.addEventListener(kind, () => explore(Number(box.dataset.node), true));
  for (const kind of ['mouseleave', 'blur']) box.addEventListener(kind, () => exploring || rest());
}

// The box of a value: that of its stage, choice or comparison, or that of all values of its experiment.
function boxOf(id) {
  const nodes = Object.entries(data('lineage').nodes).map(([number, [column, experiment, name]]) =>
    ({number: Number(number), column, experiment, key: name && column !== 'Figures' ? experiment + '.' + name : ''}));
  const [first] = id.split('.', 1), is = test => nodes.find(test)?.number;
  if (first === 'verdict') return is(node => node.column === 'Verdict');
  if (data('values').compared[id]?.publication === first) return is(node => node.column === 'Published');
  const named = beginningOf(id, part => nodes.some(node => node.key === part));
  return named ? is(node => node.key === named) : is(node => node.column === 'Values' && node.experiment === first);
}
onAddress.set('lineage', id => {
  const start = boxOf(id);
  if (start === undefined) return;
  explore(start, false);
  exploring = true;
  boxes.find(box => Number(box.dataset.node) === start)?.scrollIntoView({block: 'center', inline: 'center'});
});
document.addEventListener('keydown', event => { if (event.key === 'Escape') rest(); });
document.addEventListener('click', event => { if (exploring && !event.target.closest('.lineage, #card')) rest(); });
