/** The page: src/playground/view.ts says what it consists of. */
import { openShell } from './shell.ts';
import { VIEWS } from './views.ts';

openShell(VIEWS);
