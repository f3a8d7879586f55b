/** The last step of the demo: what is left of a mission for somebody who was not there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atomic, note, project, title, write } from './demo-stage.mjs';

/** Records a report, makes the pack of the mission M-1, verifies it, and changes one bit of it. */
export function evidenceStep() {
  title(
    '13',
    'An audit pack',
    'One file with the lines of the mission and all that follows from them. It verifies with a keyring alone, and no bit of it can be changed.',
  );
  write('junit.xml', '<testsuite name="limits"><testcase name="renames"/><testcase name="keeps"/></testsuite>\n');
  atomic('evidence record junit.xml --mission M-1 --kind test_report --batch batch-1', {
    shows: /^RECORDED [^]* tests +2\n/,
  });
  atomic('evidence graph --mission M-1', {
    shows: /"rel":"wasInvalidatedBy"/,
    prints: (output) => `${String(output.split('"rel":').length - 1)} relations`,
  });
  atomic('evidence export --mission M-1 -o pack.zip', { shows: /^EXPORTED +M-1 to pack\.zip: / });
  atomic('evidence verify pack.zip --ledger data/missions.jsonl', {
    shows: /^VERIFIED [^]*\napproved +plan by kim \(human\), finalize by kim \(human\)\ncost +0\.31 USD/,
  });
  note('One bit in the middle of it is turned over.');
  const file = join(project, 'pack.zip');
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(file, bytes);
  atomic('evidence verify pack.zip', { status: 1, shows: /^NOT VERIFIED/ });
}
