// The page's script: verifies what was pasted, or what the link says behind its # (lines=…&keys=…), which no server sees.
import { LoglineError, parseAtomic, verifyAtomic } from 'logline-core/atomic';

const { document, location, URLSearchParams } = globalThis;
const byId = (id) => document.getElementById(id);

byId('form').addEventListener('submit', (event) => {
  event.preventDefault();
  verify();
});
const linked = new URLSearchParams(location.hash.slice(1));
if (linked.has('lines')) {
  byId('lines').value = linked.get('lines');
  byId('keys').value = linked.get('keys') ?? '';
  verify();
}

function verify() {
  const lines = byId('lines')
    .value.split('\n')
    .filter((line) => line.trim() !== '');
  const keys = byId('keys')
    .value.split(/[\s,]+/)
    .filter((key) => key !== '');
  try {
    const reports = lines.map((line) => verifyAtomic(line, keys.length > 0 ? { keys } : {}));
    byId('verdicts').tBodies[0].replaceChildren(...reports.map((report, i) => row(i + 1, lines[i], report)));
    byId('verdicts').hidden = false;
    const bad = reports.filter(({ ok }) => !ok).length;
    say(
      bad === 0,
      `${lines.length} verified, ${bad} not.${keys.length > 0 ? '' : ' No keys: this does not show who signed.'}`,
    );
  } catch (error) {
    // A key with a slip in it would trust nobody, and look like a forgery.
    if (!(error instanceof LoglineError)) throw error;
    byId('verdicts').hidden = true;
    say(false, error.message);
  }
}

function row(number, line, { ok, findings }) {
  const { about, signer } = factsOf(line);
  const verdict = ok ? 'verified' : findings.map(({ code }) => code).join(', ');
  const cells = [number, about, signer, verdict].map((text) => {
    const cell = document.createElement('td');
    cell.textContent = String(text); // never as HTML: whatever somebody signed is text
    return cell;
  });
  cells[3].className = ok ? 'good' : 'bad';
  const tr = document.createElement('tr');
  tr.append(...cells);
  return tr;
}

function factsOf(line) {
  try {
    const atomic = parseAtomic(line);
    return { about: atomic.this, signer: atomic.signature ? `${atomic.signature.public_key.slice(0, 16)}…` : 'nobody' };
  } catch {
    return { about: '', signer: '' };
  }
}

function say(isGood, text) {
  byId('summary').className = isGood ? 'good' : 'bad';
  byId('summary').textContent = text;
}
