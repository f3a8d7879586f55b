/** The playground at `/`: the files of a page, which hold nothing of the ledger. The page asks for that like any other caller. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { LoglineError } from 'logline-core';
import type { Answer, Route } from '../http/route.ts';

const folder = join(dirname(createRequire(import.meta.url).resolve('logline-core/package.json')), 'dist/playground');

/** What the page may: its own files, its own workers and this service. Nothing inline, nothing from elsewhere, and in no frame. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types logline-worker',
].join('; ');

/**
 * A worker has a policy of its own: it reaches nothing and loads nothing, and may compile the module that checks signatures, which is a part of
 * its own file. Without that, verifying takes many times as long. The page may not.
 */
const WORKER_POLICY = "default-src 'none'; script-src 'wasm-unsafe-eval'";

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** By their addresses. */
const FILES: Readonly<Record<string, string>> = {
  '/': 'index.html',
  '/style.css': 'style.css',
  '/icon.svg': 'icon.svg',
  '/main.js': 'main.js',
  '/ledger-worker.js': 'ledger-worker.js',
  '/pack-worker.js': 'pack-worker.js',
};

/** Answers a route for each file. Anybody may have them. */
export function playgroundRoutes(): Route[] {
  return Object.entries(FILES).map(([path, name]) => ({
    method: 'GET',
    path,
    summary: 'A file of the playground.',
    may: 'everybody',
    isPublic: true,
    answers: {},
    run: async () => fileAnswer(name),
  }));
}

/** @throws {LoglineError} NOT_FOUND - it is not built */
function fileAnswer(name: string): Answer {
  const file = join(folder, name);
  if (!existsSync(file)) throw new LoglineError('NOT_FOUND', 'The playground is not built: npm run playground');
  const policy = name.endsWith('-worker.js') ? WORKER_POLICY : PAGE_POLICY;
  return {
    body: readFileSync(file),
    type: TYPES[extname(name)]!,
    headers: { 'content-security-policy': policy, 'cache-control': 'no-cache' },
  };
}
