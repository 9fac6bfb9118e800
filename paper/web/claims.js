// --- claims.js: claims by their verdict, on page one and in the appendix --------------------------------------------------
const verdictOf = new Map(data('records').claims.map(claim => [claim.id, claim.verdict]));
const claimIn = line => [...line.querySelectorAll('a[href^="#claim:"]')].map(link => decodeURIComponent(link.getAttribute('href').slice(7)))[0];
const claimLists = [];
for (const table of document.querySelectorAll('table')) {
  const lines = [...table.tBodies[0].rows].filter(line => verdictOf.has(claimIn(line)));
  if (lines.length > 2 && !table.dataset.made) claimLists.push({before: table.closest('.wide'), lines, others: [...table.tBodies[0].rows].filter(line => !lines.includes(line))});
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
const chooseVerdict = chooser('verdict', [['', 'all'], ...[...new Set(verdictOf.values())].sort().map(verdict => [verdict, verdict.replace('_', ' ')])], showClaims);
for (const one of claimLists) {
  one.note = element('span', {role: 'status'});
  one.before.before(element('div', {class: 'tools'}, chooseVerdict(), one.note));
}
