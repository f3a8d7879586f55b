/** Addresses on networks: e-mail (RFC 5321), IPv4 and IPv6. */
import type { OnSpan, ScanRange } from '../finding-span.ts';

const LOCAL = /[A-Za-z0-9._%+'-]/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}/;
const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 255;
/** What follows a last point and is the end of a file's name. */
const FILES = /\.(?:png|jpe?g|gif|svg|webp|ico|s?css|less|[mc]?[jt]sx?|json|map|lock|txt|html?|tgz|gz|zip|patch)$/i;

/** Finds e-mail addresses whose `@` stands in the range. */
export function findEmails({ text, from, to }: ScanRange, onSpan: OnSpan): void {
  for (let at = text.indexOf('@', from); at >= 0 && at < to; at = text.indexOf('@', at + 1)) {
    const start = startOfLocal(text, at);
    if (start === at) continue;
    const domain = DOMAIN.exec(text.slice(at + 1, at + 1 + LONGEST_DOMAIN))?.[0];
    if (domain === undefined || FILES.test(domain)) continue;
    const end = at + 1 + domain.length;
    if (isAddressOfProgram(text, start, at, end)) continue;
    onSpan({ start, end, rule: 'email', kind: 'personal' });
  }
}

function startOfLocal(text: string, at: number): number {
  let start = at;
  while (start > Math.max(0, at - LONGEST_LOCAL) && LOCAL.test(text.charAt(start - 1))) start--;
  while (start < at && /[.'%+-]/.test(text.charAt(start))) start++;
  return text.charAt(at - 1) === '.' ? at : start;
}

/** `git@host.org:path`, `user@host.org` in `ssh://user@host.org`, and calls such as `x@y.z(…)` are addresses of nobody. */
function isAddressOfProgram(text: string, start: number, at: number, end: number): boolean {
  if (/[\w(-]/.test(text.charAt(end))) return true;
  return text.slice(start, at) === 'git' || text.slice(Math.max(0, start - 3), start) === '://';
}

const IPV4 = /(?<![\w.:/-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
const IPV6 = /(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){2}[0-9A-Fa-f:]{1,34}(?![\w:])/g;

/** Finds addresses of machines on the public internet; those of private and documented networks belong to nobody. */
export function findIps(range: ScanRange, onSpan: OnSpan): void {
  const take = (pattern: RegExp, isPublic: (address: string) => boolean): void => {
    pattern.lastIndex = range.from;
    for (
      let match = pattern.exec(range.text);
      match !== null && match.index < range.to;
      match = pattern.exec(range.text)
    ) {
      const { index: start, 0: address } = match;
      pattern.lastIndex = start + 1;
      if (isPublic(address) && !isVersion(range.text, start))
        onSpan({ start, end: start + address.length, rule: 'ip-address', kind: 'personal' });
    }
  };
  take(IPV4, isPublicIpv4);
  take(IPV6, isPublicIpv6);
}

/** `version 1.2.3.4`, `v1.2.3.4`, `"version": "1.2.3.4"` */
const isVersion = (text: string, start: number): boolean =>
  /(?:\bv|\boid|version|release|build|assembly)\W{0,6}$/i.test(text.slice(Math.max(0, start - 16), start));

/** Networks that are not on the public internet (RFC 6890): private, shared, documented, loopback, multicast. */
const SPECIAL: readonly RegExp[] = [
  /^(?:0|10|127|22[4-9]|2[3-5]\d)\./,
  /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^169\.254\./,
  /^172\.(?:1[6-9]|2\d|3[01])\./,
  /^192\.(?:168|0\.[02])\./,
  /^198\.(?:18|19|51\.100)\./,
  /^203\.0\.113\./,
];

/** Four numbers below ten are a version, if anything. */
function isPublicIpv4(address: string): boolean {
  const parts = address.split('.').map(Number);
  if (parts.some((part) => part > 255) || parts.every((part) => part < 10) || /(?:^|\.)0\d/.test(address)) return false;
  return !SPECIAL.some((network) => network.test(address));
}

/** No loopback, private, link-local, multicast or documented address; shortened only where it is in use (2000::/3), since code has `::`, too. */
function isPublicIpv6(address: string): boolean {
  const groups = address.split(':');
  const isShort = address.includes('::');
  if (
    groups.length > 8 ||
    (groups.length < 8 && !isShort) ||
    address.includes(':::') ||
    address.indexOf('::') !== address.lastIndexOf('::')
  )
    return false;
  if (groups.some((group) => group.length > 4) || (address.endsWith(':') && !address.endsWith('::'))) return false;
  if (/^(?:0|f[c-f]|2001:0?db8:)/i.test(address)) return false;
  return isShort ? /^[23][0-9a-f]{3}:/i.test(address) : groups.filter((group) => group.length > 2).length > 3;
}
