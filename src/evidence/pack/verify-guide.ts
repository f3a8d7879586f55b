/** `VERIFY.md` of a pack: how somebody who has nothing else can see what it proves. */
import type { PackProof } from '../generated/types.ts';

/** Answers the text. Pure. */
export function verifyGuide(mission: string, { ledger, lines, withheld }: PackProof, hasVerifier: boolean): string {
  const command = 'atomic evidence verify pack.zip --keyring keyring.json';
  const alone = hasVerifier
    ? [
        '',
        'With Node 20 or newer and nothing else. Take `verify.mjs` from the pack only if you trust who gave it to you: who can change a pack can',
        'change the verifier in it, too. The one of `npm install logline-core` is the same to the byte.',
        '',
        '    node verify.mjs pack.zip --keyring keyring.json',
      ]
    : [];
  return [
    `# Audit pack of mission ${mission}`,
    '',
    `${String(lines.length)} lines of a ledger of ${String(ledger.lines)}, ${String(withheld.length)} more withheld. Head of the ledger: \`${ledger.head}\`.`,
    '',
    '## Verify it',
    '',
    `    ${command}`,
    ...alone,
    '',
    'The keyring says whose keys you trust. Have it from somewhere else than this pack: the `keyring.json` in here is the one of who made it.',
    'Without a keyring the answer is about integrity, and not about who signed.',
    '',
    'The digests alone, with common tools: `unzip pack.zip -d pack && cd pack && sha256sum -c SHA256SUMS`.',
    '',
    '## What it proves',
    '',
    '- Every byte of the archive is what the signers of `manifest.dsse.json` signed.',
    '- Every line of `ledger/lines.jsonl` is signed, and stands at its place of the ledger that `ledger/proof.json` names by its root.',
    '- `mission.json`, `graph.json`, `index.html`, the changes and the statements follow from these lines and from the keyring: they are made again',
    '  and compared.',
    '',
    '## What it does not prove',
    '',
    '- That no line was left out. Only the ledger can tell: `atomic evidence verify pack.zip --ledger ledger.jsonl`.',
    '- That the ledger is the one you think of. Compare its head with one that you know, such as the trailer `Ledger-Head` of a commit.',
    '- What stands in withheld lines and contents. Their digests are here.',
    '- When something happened. Times are what the signers say.',
    '',
  ].join('\n');
}
