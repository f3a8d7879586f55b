/**
 * Rules for credentials that newer services write, as data.
 *
 * Source: the npm package @secretlint/secretlint-rule-preset-recommend 12.0.0, module/index.js, read on 2026-11-26. Copyright (c) 2020 azu,
 * MIT License. The patterns are written for RE2 here: what may stand around a value is left to src/gateway/token-rules.ts.
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
 * "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
 * distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
 * the following conditions: The above copyright notice and this permission notice shall be included in all copies or substantial portions
 * of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
 * WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS
 * BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
 * CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
 */
import type { TokenRule } from './shapes.ts';

/** Values that tell by themselves what they are. */
export const SECRETLINT_TOKENS: readonly TokenRule[] = [
  ['anthropic-api-key', ['sk-ant-api0'], 'sk-ant-api0\\d-[A-Za-z0-9_-]{90,128}AA'],
  ['databricks-token', ['dapi'], 'dapi[A-Fa-f0-9]{32}(?:-[0-9])?'],
  ['docker-pat', ['dckr_pat_'], 'dckr_pat_[a-zA-Z0-9_-]{27}'],
  ['figma-pat', ['figd_'], 'figd_[A-Za-z0-9_-]{40,200}'],
  ['github-refresh-token', ['ghr_'], 'ghr_[A-Za-z0-9_]{36}'],
  ['groq-api-key', ['gsk_'], 'gsk_[a-zA-Z0-9]{52}'],
  ['hugging-face-token', ['hf_'], 'hf_[a-zA-Z]{34}'],
  ['linear-token', ['lin_api_'], 'lin_api_[a-zA-Z0-9_]{32,128}'],
  ['notion-token', ['ntn_'], 'ntn_[0-9]{11}[A-Za-z0-9]{35}'],
  ['1password-service-account', ['ops_ey'], 'ops_ey[A-Za-z0-9+/_-]{100,1000}={0,3}'],
  ['cloudflare-token', ['cfat_', 'cfut_', 'cfk_'], 'cf(?:at|ut|k)_[A-Za-z0-9]{40}[0-9a-f]{8}'],
  ['sendgrid-token', ['SG.'], 'SG\\.\\w{16,128}\\.[\\w-]{16,128}'],
  [
    'slack-token',
    ['xoxb-', 'xoxp-', 'xapp-', 'xoxa-', 'xoxo-', 'xoxr-'],
    'x(?:ox[bpaor]|app)-(?:\\d-)?(?:[a-zA-Z0-9]{1,40}-)+[a-zA-Z0-9]{8,40}',
  ],
  [
    'slack-webhook',
    ['hooks.slack.com/services/'],
    'hooks\\.slack\\.com/services/T[a-zA-Z0-9]{1,40}/B[a-zA-Z0-9]{1,40}/[a-zA-Z0-9]{1,40}',
  ],
  ['vault-recovery-token', ['hvr.'], 'hvr\\.[A-Za-z0-9_-]{90,120}'],
  ['vercel-token', ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'], 'vc[piark]_[A-Za-z0-9]{20,60}'],
];
