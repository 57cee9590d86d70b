import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { describe, expect, test } from 'vitest';
import { problem } from '../../core/base/problem.ts';
import type { ChannelName } from '../../electron/ipc/contract.ts';
import { channelNames } from '../../electron/ipc/names.ts';
import { ShellFailure } from '../../electron/main/failure.ts';
import { eventFrom, fake, fakePage, openDoor } from './fakes.ts';
import { goodRequests } from './requests.ts';

const appUrl = 'app://edgewright/';
const page = fakePage(appUrl);

const hostileSenders: readonly (readonly [string, IpcMainInvokeEvent])[] = [
  ['a frame that is gone', fake<IpcMainInvokeEvent>({ sender: page, senderFrame: null })],
  ['another window at our address', eventFrom(fakePage(appUrl))],
  ['a frame inside of our page', subFrame(page, appUrl)],
  ['an orphaned frame of our page', fake<IpcMainInvokeEvent>({ sender: page, senderFrame: { url: appUrl, parent: null } })],
  ...[
    'https://edgewright/',
    'app://edgewright.evil.example/',
    'app://evil/edgewright/',
    'app://edgewright:80/',
    'app://user@edgewright/',
    'app://report/1',
    'file:///app/edgewright/index.html',
    'data:text/html,app://edgewright/',
    'about:blank',
    'not a url',
  ].map((url) => [`our window moved to ${url}`, eventFrom(fakePage(url))] as const),
];

/** Payloads no channel may take, whatever its form. */
const hostilePayloads: readonly unknown[] = [
  undefined,
  null,
  0,
  'site',
  [],
  new Map(),
  new Date(0),
  JSON.parse('{"__proto__":{"siteId":"a"}}'),
  { siteId: '../../etc/passwd' },
  { siteId: 'a', lines: 'b' },
  { constructor: { prototype: {} } },
  { unknown: true },
];

/** Payloads that differ from a good one in one way. */
const spoiled: { readonly [Name in ChannelName]?: readonly object[] } = {
  'journal.append': [
    ...['', '.', '..', 'a/b', 'a\\b', 'A', 'ä', '-a', 'a\0', 'a\n', 'x'.repeat(65)].map((siteId) => ({ siteId })),
    { lines: ['a\nb'] },
    { lines: [1] },
    { lines: { length: 1, 0: 'a' } },
    { lines: Array.from({ length: 100_001 }, () => '') },
  ],
  'sentinel.write': [{ text: 'x'.repeat(65_537) }, { text: null }],
  'snapshot.write': [{ name: '../x' }, { name: 'CON' }, { text: 5 }],
  'snapshot.read': [{ name: 'a/../../b' }],
  'file.open': [{ kind: 'folder' }, { kind: '__proto__' }, { kind: 'site', path: '/etc/passwd' }],
  'file.save': [
    ...['../x.json', 'x.exe', 'x.json.exe', '.json', 'C:x.json', 'x\u202egpj.json', 'x\0.json', `${'x'.repeat(130)}.json`].map(
      (suggestedName) => ({ suggestedName }),
    ),
    { bytes: [1, 2] },
    { bytes: 'text' },
    { token: '/etc/passwd' },
    { token: null },
  ],
  'report.printPdf': [{ html: 1 }, { suggestedName: 'a/b.pdf' }],
  'menu.set': [
    { sections: [{ label: 'x', items: [{ kind: 'role', role: 'toggleDevTools', label: 'x' }] }] },
    {
      sections: [
        { label: 'x', items: [{ kind: 'action', id: 'a b', label: 'x', accelerator: null, enabled: true, checked: null }] },
      ],
    },
    {
      sections: [{ label: 'x', items: [{ kind: 'action', id: 'a', label: 'x', accelerator: null, enabled: 1, checked: null }] }],
    },
    { sections: [{ label: 'x', items: [{ kind: 'separator', click: 'x' }] }] },
    { sections: [{ label: 'x'.repeat(201), items: [] }] },
    { sections: Array.from({ length: 21 }, () => ({ label: 'x', items: [] })) },
  ],
};

describe.each(channelNames)('%s', (name) => {
  test('takes its good request from the app', async () => {
    const door = openDoor(page);
    expect(await door.call(name, eventFrom(page), goodRequests[name])).toEqual({ status: 'ok', value: null });
    expect(door.worked).toEqual([name]);
  });

  test.each(hostileSenders)('refuses %s', async (_title, event) => {
    const door = openDoor(isOurWindow(event) ? event.sender : page);
    const reply = await door.call(name, event, goodRequests[name]);
    expect(reply).toMatchObject({ status: 'failed', error: { code: 'sender-refused' } });
    expect(door.worked).toEqual([]);
  });

  test('refuses everyone when there is no window', async () => {
    const door = openDoor(null);
    expect(await door.call(name, eventFrom(page), goodRequests[name])).toMatchObject({ error: { code: 'sender-refused' } });
  });

  const payloads = [...hostilePayloads, ...(spoiled[name] ?? []).map((change) => ({ ...goodRequests[name], ...change }))];
  test.each(payloads.map((payload) => ({ payload })))('refuses payload %#', async ({ payload }) => {
    const door = openDoor(page);
    const reply = await door.call(name, eventFrom(page), payload);
    expect(reply).toMatchObject({ status: 'failed', error: { code: 'request-refused' } });
    expect(door.worked).toEqual([]);
  });

  test('refuses no argument, a second argument and a field too many', async () => {
    const door = openDoor(page);
    const good = goodRequests[name];
    for (const args of [[], [good, good], [{ ...good, extra: 1 }]]) {
      expect(await door.call(name, eventFrom(page), ...args)).toMatchObject({ error: { code: 'request-refused' } });
    }
    expect(door.worked).toEqual([]);
  });
});

describe('a failure crosses the wire as data', () => {
  test.each([
    ['ENOSPC', 'disk-full'],
    ['EACCES', 'no-access'],
    ['ENOENT', 'file-gone'],
    ['EIO', 'shell-failed'],
  ])('%s as %s, without the path in the system’s message', async (code, expected) => {
    const error = Object.assign(new Error(`${code}: cannot write '/home/anna/secret'`), { code });
    const door = openDoor(page, { 'journal.list': () => Promise.reject(error) });
    const reply = await door.call('journal.list', eventFrom(page), {});
    expect(reply).toMatchObject({ status: 'failed', error: { code: expected } });
    expect(JSON.stringify(reply)).not.toContain('anna');
    expect(door.reported).toEqual([error]);
  });

  test('words meant for the user arrive whole', async () => {
    const words = problem('file-too-large', 'The file has 9 bytes; the limit is 8.', 'Choose a smaller file.', {
      file: 'a.json',
    });
    const door = openDoor(page, { 'file.open': () => Promise.reject(new ShellFailure(words)) });
    expect(await door.call('file.open', eventFrom(page), goodRequests['file.open'])).toEqual({ status: 'failed', error: words });
  });
});

function subFrame(sender: WebContents, url: string): IpcMainInvokeEvent {
  return fake<IpcMainInvokeEvent>({ sender, senderFrame: { url, parent: sender.mainFrame } });
}

/** The window itself, at a wrong address: there the address alone must decide. */
function isOurWindow(event: IpcMainInvokeEvent): boolean {
  return event.senderFrame === event.sender.mainFrame && event.senderFrame?.url !== appUrl;
}
