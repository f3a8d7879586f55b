/** By which names modules are imported before and after a move. */
import type { MovePlan } from '../../move/move-plan.ts';
import { baseOf, folderOf, isWithin } from '../../move/tree-path.ts';
import type { ModuleAnswer, ModuleTable, TreeModule } from '../modules.ts';

/** Answers the path that stands for a module: its file, or a folder without one. Pure. */
export const idOf = ({ path, folder }: TreeModule): string => path ?? folder ?? '';

/** Answers the path of a module without what makes it a file: `shop/cart`, or the folder of a package. Pure. */
export const placeOf = (id: string): string => id.replace(/(?:^|\/)__init__\.pyi?$/, '').replace(/\.pyi?$/, '');

/** Names of modules after a move. */
export class ModuleNames {
  readonly #plan: MovePlan;
  readonly #before: ModuleTable;
  readonly #after: ModuleTable;

  /** @param before - the modules as they are now @param after - as they are then */
  constructor(plan: MovePlan, before: ModuleTable, after: ModuleTable) {
    this.#plan = plan;
    this.#before = before;
    this.#after = after;
  }

  /** Answers where the file or folder of a module is then. */
  idAfter(module: TreeModule): string {
    return this.#plan.after(idOf(module));
  }

  /** Whether a module has another place then. */
  isMoving(module: ModuleAnswer): module is TreeModule {
    return typeof module === 'object' && this.idAfter(module) !== idOf(module);
  }

  /** Answers the full name of a module then. @param before - how it is called now: what it is seen from stays the same */
  absolute(module: TreeModule, before: string): string {
    const [now, then] = [placeOf(idOf(module)), placeOf(this.idAfter(module))];
    const own = before.replaceAll('.', '/');
    const root = now === own ? '' : now.slice(0, Math.max(0, now.length - own.length - 1));
    return isWithin(root, then) ? below(root, then) : this.fullName(module);
  }

  /** Answers the full name of a module now and then, from the folder that its outermost package lies in: the same one if it can be. */
  fullNames(id: string): readonly [now: string, then: string] {
    const [now, then] = [id, this.#plan.after(id)];
    const root = this.#before.outerRootOf(fileOf(now));
    const later = isWithin(root, then) ? root : this.#after.outerRootOf(fileOf(then));
    return [below(root, placeOf(now)), below(later, placeOf(then))];
  }

  /** Answers the full name of a module then. */
  fullName(module: TreeModule): string {
    return this.fullNames(idOf(module))[1];
  }

  /** Answers how a file names a module by dots, or `undefined` where the dots would lead out of its package. */
  relative(from: string, module: TreeModule): string | undefined {
    const file = this.#plan.after(from);
    const base = folderOf(file).split('/');
    const place = placeOf(this.idAfter(module)).split('/');
    const apart = base.findIndex((step, index) => step !== place[index]);
    const shared = apart < 0 ? base.length : apart;
    const dots = base.length - shared + 1;
    const name = this.fullNames(from)[1];
    const depth = name === '' ? 0 : name.split('.').length - (baseOf(file).startsWith('__init__.') ? 0 : 1);
    return dots > depth ? undefined : '.'.repeat(dots) + place.slice(shared).join('.');
  }
}

/** A path in the folder of a module, for a folder that has no file of its own as well. */
const fileOf = (id: string): string => (/\.pyi?$/.test(id) ? id : `${id}.py`);

const below = (root: string, place: string): string =>
  (root === '' ? place : place.slice(root.length + 1)).replaceAll('/', '.');
