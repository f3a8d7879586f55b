#!/usr/bin/env bash
# Restores what backup.sh made, into an empty ledger or into one that is a beginning of it: restore.sh FOLDER
# End the services first. Nothing is overwritten: a ledger that holds anything else is refused, and stays as it is.
# DATABASE_URL or LEDGER_PATH, EVIDENCE_PATH, PUBLIC_KEY_HEX: as for backup.sh. A new database needs `npm run migrate` before.
set -euo pipefail
folder=${1:?usage: restore.sh FOLDER}
here=$(dirname "$(readlink -f "$0")")
source "$here/backup-parts.sh"
umask 077

# What does not verify is not brought back.
check_backup "$folder"
logline import "$folder/ledger.jsonl"
mkdir -p "$evidence"
copy_contents "$folder/evidence" "$evidence"
check_contents "$evidence"
logline verify --check-prev-chain
