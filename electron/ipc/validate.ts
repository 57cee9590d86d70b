import type { ChannelName, FileKind, MenuItem, MenuRole, MenuSection, RequestOf } from './contract.ts';
import {
  maxFileBytes,
  maxLabelLength,
  maxLines,
  maxMenuItems,
  maxNameLength,
  maxSentinelLength,
  maxTextLength,
} from './limits.ts';

type Check<Value> = (value: unknown) => value is Value;

/** Ids of sites and names of snapshots: they become parts of file names. */
const namePattern = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const tokenPattern = /^[0-9a-f-]{36}$/;
const actionPattern = /^[a-z][a-zA-Z0-9.:_-]{0,79}$/;
const acceleratorPattern = /^[A-Za-z0-9+,./;'[\]\\`=-]{1,40}$/;
/** A file name of any language without folders, control characters or what Windows forbids; its type is one we write. */
const fileNamePattern =
  /^[^\p{C}<>:"/\\|?*.][^\p{C}<>:"/\\|?*]*\.(json|json\.gz|html|csv|pdf|png|svg|xlsx|zip|yaml|graphml|txt)$/u;
const roles: readonly MenuRole[] = ['cut', 'copy', 'paste', 'selectAll', 'minimize', 'togglefullscreen', 'quit'];
const fileKinds: readonly FileKind[] = ['site', 'data'];

const isName = matches(namePattern);
const isLabel = textUpTo(maxLabelLength);
const isFileName: Check<string> = (value): value is string => textUpTo(maxNameLength)(value) && fileNamePattern.test(value);
const isBytes: Check<Uint8Array> = (value): value is Uint8Array =>
  value instanceof Uint8Array && value.byteLength <= maxFileBytes;
const isLine: Check<string> = (value): value is string => typeof value === 'string' && !value.includes('\n');

const isLines: Check<readonly string[]> = (value): value is readonly string[] =>
  Array.isArray(value) &&
  value.length <= maxLines &&
  value.every(isLine) &&
  value.reduce((sum: number, line: string) => sum + line.length, 0) <= maxTextLength;

const isMenuItem: Check<MenuItem> = (value): value is MenuItem =>
  record<MenuItem>({ kind: oneOf(['separator']) })(value) ||
  record<MenuItem>({ kind: oneOf(['role']), role: oneOf(roles), label: isLabel })(value) ||
  record<MenuItem>({
    kind: oneOf(['action']),
    id: matches(actionPattern),
    label: isLabel,
    accelerator: nullOr(matches(acceleratorPattern)),
    enabled: isBoolean,
    checked: nullOr(isBoolean),
  })(value);

const isSection: Check<MenuSection> = record<MenuSection>({ label: isLabel, items: listOf(isMenuItem, maxMenuItems) });
const isNothing = record<Record<string, never>>({});

/** What a request of each channel must be: exactly these fields, each within its bounds. */
export const requestChecks: { readonly [Name in ChannelName]: Check<RequestOf<Name>> } = {
  'journal.append': record({ siteId: isName, lines: isLines }),
  'journal.read': record({ siteId: isName }),
  'journal.replace': record({ siteId: isName, lines: isLines }),
  'journal.list': isNothing,
  'sentinel.read': isNothing,
  'sentinel.write': record({ text: textUpTo(maxSentinelLength) }),
  'snapshot.write': record({ siteId: isName, name: isName, text: textUpTo(maxTextLength) }),
  'snapshot.list': record({ siteId: isName }),
  'snapshot.read': record({ siteId: isName, name: isName }),
  'snapshot.remove': record({ siteId: isName, name: isName }),
  'file.open': record({ kind: oneOf(fileKinds) }),
  'file.save': record({ suggestedName: isFileName, bytes: isBytes }, { token: matches(tokenPattern) }),
  'report.printPdf': record({ html: textUpTo(maxTextLength), suggestedName: isFileName }),
  'menu.set': record({ sections: listOf(isSection, 20) }),
};

/** A plain object with all of `required`, perhaps `optional`, and nothing else. */
function record<Value>(required: Record<string, Check<unknown>>, optional: Record<string, Check<unknown>> = {}): Check<Value> {
  return (value): value is Value => {
    if (typeof value !== 'object' || value === null) return false;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return false;
    const names = Object.keys(value);
    const fields = value as Record<string, unknown>;
    const checkOf = (name: string) => ownCheck(required, name) ?? ownCheck(optional, name);
    return (
      Object.keys(required).every((name) => names.includes(name)) && names.every((name) => checkOf(name)?.(fields[name]) === true)
    );
  };
}

function ownCheck(checks: Record<string, Check<unknown>>, name: string): Check<unknown> | undefined {
  return Object.hasOwn(checks, name) ? checks[name] : undefined;
}

function listOf<Value>(check: Check<Value>, limit: number): Check<readonly Value[]> {
  return (value): value is readonly Value[] => Array.isArray(value) && value.length <= limit && value.every(check);
}

function oneOf<Value extends string>(values: readonly Value[]): Check<Value> {
  return (value): value is Value => values.some((each) => each === value);
}

function nullOr<Value>(check: Check<Value>): Check<Value | null> {
  return (value): value is Value | null => value === null || check(value);
}

function matches(pattern: RegExp): Check<string> {
  return (value): value is string => typeof value === 'string' && pattern.test(value);
}

function textUpTo(limit: number): Check<string> {
  return (value): value is string => typeof value === 'string' && value.length <= limit;
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
