// --- claims.js: claims by their verdict, on page one and in the appendix --------------------------------------------
const verdictOf = new Map(data('records').claims.map(claim => [claim.id, claim.verdict]));
function claimIn(line) {
  const link = line.querySelector('a[href^="#claim:"]');
  return link && decodeURIComponent(link.getAttribute('href').slice('#claim:'.length));
}
const claimLists = [];
for (const table of document.querySelectorAll('table:not([data-made])')) {
  const rows = [...table.tBodies[0].rows], lines = rows.filter(line => verdictOf.has(claimIn(line)));
  const others = rows.filter(line => !lines.includes(line));
  if (lines.length) claimLists.push({before: table.closest('.wide'), lines, others});
}
const bases = [...document.querySelectorAll('.basis')];
if (bases.length) claimLists.push({before: bases[0], lines: bases, others: []});

function showClaims(verdict) {
  for (const {lines, others, note} of claimLists) {
    for (const line of lines) line.hidden = verdict !== '' && verdictOf.get(claimIn(line)) !== verdict;
    for (const line of others) line.hidden = verdict !== '';
    const shown = lines.filter(line => !line.hidden).length;
    note.textContent = shown === lines.length ? '' : `${shown} of ${lines.length} claims`;
  }
}
const verdicts = [...new Set(verdictOf.values())].sort().map(verdict => [verdict, verdict.replace('_', ' ')]);
const chooseVerdict = chooser('verdict', [['', 'all'], ...verdicts], showClaims);
for (const one of claimLists) {
  one.note = element('span', {role: 'status'});
  one.before.before(element('div', {class: 'tools'}, chooseVerdict(), one.note));
}
