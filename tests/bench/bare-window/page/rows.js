// As many lines as a screen shows, so that something stands in its middle.
const rows = document.getElementById('rows');
for (let row = 1; row <= 40; row += 1) {
  const line = document.createElement('li');
  line.textContent = `Row ${row} of a page that has nothing to say and nobody to ask.`;
  rows.append(line);
}
