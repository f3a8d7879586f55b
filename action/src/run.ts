/** The Action: inputs in, verdict out. Everything that it touches is handed in. */
import type { Inputs } from './inputs.ts';
import { judge } from './judge.ts';
import type { Repository } from './judge.ts';
import { publish } from './publish.ts';
import type { Channels } from './publish.ts';
import { exitOf } from './remark.ts';
import { signVerdict } from './sign/sign.ts';
import type { SigningPorts } from './sign/sign.ts';
import type { Subject } from './subject.ts';

/** What the Action works with. */
export interface Ports {
  readonly subject: Subject;
  readonly repository: Repository;
  readonly channels: Channels;
  /** None: nothing is signed. */
  readonly signing: SigningPorts | undefined;
}

/** Judges, signs, reports, and answers the exit status: 0 yes, 1 no, 3 undecided. @throws {LoglineError} CONFIG_INVALID and the like: status 2. */
export async function run(inputs: Inputs, { subject, repository, channels, signing }: Ports): Promise<0 | 1 | 3> {
  const judged = await judge(subject, inputs, repository);
  const verdict = signing === undefined ? judged : await signVerdict(judged, inputs, signing);
  await publish(verdict, inputs, channels);
  return exitOf(verdict.state);
}
