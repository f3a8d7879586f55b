/**
 * What git gets of the environment of this process. It may run programs that the settings or attributes of a clone name, and the keys,
 * tokens and passwords among the variables are none of their business. So it is said what git needs, and not what is secret.
 */

/** Of the system, of where the user's own settings are, and of whom they trust. */
const NEEDED: readonly RegExp[] = [
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TEMP|TMP|TZ|LANG|LANGUAGE|LC_\w+)$/,
  /^(?:XDG_CONFIG_HOME|XDG_CONFIG_DIRS)$/,
  /^(?:LD_LIBRARY_PATH|DYLD_(?:FALLBACK_)?LIBRARY_PATH)$/,
  // Windows, where names are the same in every case.
  /^(?:PATHEXT|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|USERPROFILE|USERNAME|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES(?:\(X86\))?|MSYSTEM|MSYS)$/i,
  /^GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)$/,
  /^GIT_(?:CEILING_DIRECTORIES|EXEC_PATH|TEMPLATE_DIR)$/,
];

/** Answers whether git, asked about a repository that may be hostile, gets a variable. Pure. */
export function isForGit(name: string): boolean {
  return NEEDED.some((pattern) => pattern.test(name));
}

/**
 * Answers whether a variable is a key, or an input of the Action, of which even a git that the user runs, and which has all others, has no
 * use. Pure.
 */
export function isOwnSecret(name: string): boolean {
  return /^(?:INPUT_|SIGNING_KEY|PGPASSWORD$|DATABASE_URL$)/i.test(name);
}
