# What backup.sh and restore.sh share.

# In the environment and not among the arguments, where others on the machine could read a password.
export LEDGER_PATH=${DATABASE_URL:-${LEDGER_PATH:-data/ledger.jsonl}}
evidence=${EVIDENCE_PATH:-.jsonatomic/evidence}

logline() {
  node "$here/../../dist/cli/logline.js" "$@"
}

# Each content is a file that is named by its SHA-256.
is_content() {
  [[ $1 =~ ^[0-9a-f]{64}$ ]]
}

# copy_contents FROM TO: those that are not there yet, each whole or not at all.
copy_contents() {
  local from=$1 to=$2 file name copied=0
  for file in "$from"/*; do
    name=${file##*/}
    if ! is_content "$name" || [ -e "$to/$name" ]; then continue; fi
    cp "$file" "$to/.$name"
    mv "$to/.$name" "$to/$name"
    copied=$((copied + 1))
  done
  echo "copied_contents  $copied"
}

# check_contents FOLDER: each content is what its name says.
check_contents() {
  local folder=$1 file name list=''
  for file in "$folder"/*; do
    name=${file##*/}
    if is_content "$name"; then list+="$name  $name"$'\n'; fi
  done
  if [ -z "$list" ]; then return 0; fi
  (cd "$folder" && printf %s "$list" | sha256sum --check --quiet --strict)
}

# check_backup FOLDER
check_backup() {
  check_contents "$1/evidence"
  logline verify --ledger "$1/ledger.jsonl" --check-prev-chain
}
