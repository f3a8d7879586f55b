/** A process that applies or reverts the scene and is killed at a step: `tree-writer.ts FOLDER apply|revert STEP`; step 0 lives. */
import { arm } from './faults.ts';

const [folder = '', what = '', step = '0'] = process.argv.slice(2);
const disarm = arm('kill', Number(step));
const { applyScene, revertScene } = await import('./scene.ts');
await (what === 'apply' ? applyScene(folder) : revertScene(folder));
console.log(disarm().length);
