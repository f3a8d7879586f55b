#!/usr/bin/env bash
# Asks every service whether it is well: one line each, status 1 where one is not.
# HOST_URL: where they are, such as https://ledger.example; SERVICES: which, with their ports.
set -u
H=${HOST_URL:-http://localhost}
result=0
for service in ${SERVICES:-gateway:3001 orchestrator:3002 dte:3003 finops:3004 evidence:3005 ledger:8000 metrics:9090}; do
  name=${service%%:*}
  port=${service##*:}
  # 000 stands for no answer at all.
  status=$(curl --silent --output /dev/null --max-time "${TIMEOUT_SECONDS:-10}" --write-out '%{http_code}' "$H:$port/health") || true
  if [ "$status" = 200 ]; then
    echo "$name: healthy"
  else
    echo "$name: unhealthy (HTTP $status)"
    result=1
  fi
done
exit $result
