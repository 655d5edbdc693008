#!/usr/bin/env bash
# Writes the documents that are made from the code: docs/configuration.md and docs/errors.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
WRITE_DOCS=1 dotnet test tests --filter 'FullyQualifiedName~Tests.Docs.DocsTests' --logger 'console;verbosity=minimal'
git --no-pager diff --stat -- docs
