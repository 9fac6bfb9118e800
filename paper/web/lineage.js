// --- lineage.js: from a number its ancestors light up, from a box what was made of it ---------------------------------------
const drawing = document.querySelector('.lineage');
const boxes = drawing ? [...drawing.querySelectorAll('.node')] : [], arrows = drawing ? [...drawing.querySelectorAll('.edge')] : [];

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
  const found = reached(start, isForwards);
  drawing.classList.add('explored');
  for (const box of boxes) {
    box.classList.toggle('on', found.has(+box.dataset.node));
    box.classList.toggle('here', +box.dataset.node === start);
  }
  for (const arrow of arrows) arrow.classList.toggle('on', found.has(+arrow.dataset.from) && found.has(+arrow.dataset.to));
}
function rest() {
  drawing?.classList.remove('explored');
  for (const box of boxes) box.classList.remove('here', 'on');
  exploring = false;
}
let exploring = false;
for (const box of boxes) {
  const start = +box.dataset.node;
  for (const kind of ['mouseenter', 'focus']) box.addEventListener(kind, () => explore(start, true));
  for (const kind of ['mouseleave', 'blur']) box.addEventListener(kind, () => exploring || rest());
}

// The box of a value: that of its stage, choice or comparison, or that of all values of its experiment.
function boxOf(id) {
  const nodes = Object.entries(data('lineage').nodes).map(([number, [column, experiment, name]]) => ({number: +number, column, experiment, key: name && experiment + '.' + name}));
  if (/^(published|verdict)\./.test(id) || data('values').compared[id]?.publication === id.split('.', 1)[0])
    return nodes.find(node => node.column === (id.startsWith('verdict.') ? 'Verdict' : 'Published'))?.number;
  const named = beginningOf(id, part => nodes.some(node => node.key === part && node.column !== 'Figures'));
  return (nodes.find(node => node.key === named && named) ?? nodes.find(node => node.column === 'Values' && node.experiment === id.split('.', 1)[0]))?.number;
}
onAddress.set('lineage', id => {
  const start = boxOf(id);
  if (start === undefined) return;
  explore(start, false);
  exploring = true;
  boxes.find(box => +box.dataset.node === start)?.scrollIntoView({block: 'center', inline: 'center'});
});
document.addEventListener('keydown', event => { if (event.key === 'Escape') rest(); });
document.addEventListener('click', event => { if (exploring && !event.target.closest('.lineage, #card')) rest(); });
