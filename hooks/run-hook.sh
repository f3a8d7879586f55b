# Finds the program and hands a hook over to it. Sourced by pre-commit, commit-msg and pre-push beside it.
#
# Graphical programs start git with a short PATH, so that node, where a version manager put it, has to be looked for.

run_hook() {
  [ "${LOGLINE_HOOKS:-1}" = 0 ] && return 0
  PATH="$PWD/node_modules/.bin:$PATH"
  command -v node >/dev/null 2>&1 || find_node
  if ! command -v node >/dev/null 2>&1; then
    echo "$1: node was not found in PATH, and so the ledger was not checked. LOGLINE_HOOKS=0 skips the check." >&2
    return 1
  fi
  command -v logline-cli >/dev/null 2>&1 || PATH="$PATH:$(git config --get logline.bin || echo /)"
  if ! command -v logline-cli >/dev/null 2>&1; then
    echo "$1: logline-cli is neither in node_modules nor in PATH, and so the ledger was not checked. Run npm install (once: npm install --save-dev logline-core). LOGLINE_HOOKS=0 skips the check." >&2
    return 1
  fi
  logline-cli hooks run "$@"
}

# Where nvm, fnm, volta, mise, asdf, Homebrew and installers put node; of several versions, one that was used last.
find_node() {
  for folder in \
    "${VOLTA_HOME:-$HOME/.volta}/bin" \
    "${XDG_DATA_HOME:-$HOME/.local/share}/mise/shims" \
    "${ASDF_DATA_DIR:-$HOME/.asdf}/shims" \
    "${FNM_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/fnm}/aliases/default/bin" \
    "$(ls -1td "${NVM_DIR:-$HOME/.nvm}"/versions/node/*/bin 2>/dev/null | head -n 1)" \
    /opt/homebrew/bin \
    /usr/local/bin; do
    if [ -n "$folder" ] && [ -x "$folder/node" ]; then
      PATH="$PATH:$folder"
      return 0
    fi
  done
}
