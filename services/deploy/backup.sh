#!/usr/bin/env bash
# Backs up the ledger and the contents of evidence into a folder, beside running services: backup.sh FOLDER
# Into a folder that holds an earlier backup it adds what came since. The result is verified: status 1 where it does not verify.
# DATABASE_URL or LEDGER_PATH, and EVIDENCE_PATH: as the services have them; PUBLIC_KEY_HEX: keys that are trusted.
# Private keys are not in it: keep those elsewhere.
set -euo pipefail
folder=${1:?usage: backup.sh FOLDER}
here=$(dirname "$(readlink -f "$0")")
source "$here/backup-parts.sh"
umask 077
mkdir -p "$folder/evidence"

logline export "$folder/ledger.jsonl"
# After the ledger: a content is there before the ledger names it.
copy_contents "$evidence" "$folder/evidence"
check_backup "$folder"
