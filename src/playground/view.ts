/**
 * What a view of the playground is, and what it stands on. Read this first; src/playground/views.ts is the table of all views.
 *
 * A view is a module that exports one function, `xxxView(context): View`, and has one row in the table. The shell calls it when the address
 * names the view (`#/name`, and all below it), puts `view.element` into the page, moves the focus to its heading, and tells it by `update`
 * when the address changes below it: a link to one atomic or finding is such an address. When another view is opened, `context.signal`
 * is aborted: what the view began ends there, and what it followed is followed no more.
 *
 * - Elements are made by `element()` (element.ts), never from markup: text out of a ledger is shown by `inert()` (inert.ts).
 * - No style attribute and no inline script or style: the policy of the page forbids them. Rules go into style.css, and colours there are
 *   custom properties (`--text`, `--muted`, `--surface`, `--line`, `--accent`, `--good`, `--bad`, `--warn`), which both themes set.
 * - What is long is done in a worker (worker/), with progress; what changes without being looked at is told by `context.announce`.
 * - What views share is in the context: the ledger that was opened, the keys that were made, the service that is connected. Nothing of it
 *   outlives the page.
 */
import type { Draft } from '../atomic/index.ts';
import type { ServiceClient } from '../client/index.ts';
import type { PageKey } from './keys/page-keys.ts';
import type { Observed } from './observed.ts';
import type { OpenedLedger } from './opened/opened-ledger.ts';
import type { Route } from './route.ts';

/** A view as it is shown. */
export interface View {
  /** Begins with an `h1`. */
  readonly element: HTMLElement;
  /** Told of each address below the view's own, the first one included. */
  readonly update?: (route: Route) => void;
}

/** A row in the table of views. */
export interface ViewEntry {
  /** First step of its addresses: lower-case letters. */
  readonly name: string;
  /** What the navigation calls it. */
  readonly title: string;
  /** Whether it is of use only with a service connected; the navigation says so. @default false */
  readonly needsService?: boolean;
  readonly open: (context: Context) => View;
}

/** What the shell hands to views. */
export interface Context {
  /** What was dropped or opened; `undefined` before. */
  readonly opened: Observed<OpenedLedger | undefined>;
  /** Keys that were made or imported: in the page only. */
  readonly keys: Observed<readonly PageKey[]>;
  /** The service that is connected; `undefined` while there is none. */
  readonly service: Observed<ConnectedService | undefined>;
  /** Goes to an address, such as `#/ledger/atomic/7`. */
  readonly go: (address: string) => void;
  /** Tells those who cannot see the page. */
  readonly announce: (text: string) => void;
  readonly now: () => Date;
  /** Aborted when the view is left. */
  readonly signal: AbortSignal;
}

/** What views use of a service. Its own views know more of it. */
export interface ConnectedService {
  /** Where it is, for people. */
  readonly name: string;
  /** All that it can be asked. */
  readonly client: ServiceClient;
  /** Appends a draft, which the service signs in the name of the caller's key. @throws {LoglineError} what the service answers */
  readonly append: (draft: Draft) => Promise<{ readonly hash: string }>;
}
