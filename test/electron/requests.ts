import type { ChannelName, RequestOf } from '../../electron/ipc/contract.ts';

/** One good request of each channel. */
export const goodRequests: { readonly [Name in ChannelName]: RequestOf<Name> } = {
  'journal.append': { siteId: 'melbourne-mec', lines: ['{"revision":1}', ''] },
  'journal.read': { siteId: 'a' },
  'journal.replace': { siteId: 'site_2', lines: [] },
  'journal.list': {},
  'sentinel.read': {},
  'sentinel.write': { text: '{"sites":1}' },
  'snapshot.write': { siteId: 'melbourne-mec', name: 'r-000087', text: '{}' },
  'snapshot.list': { siteId: 'melbourne-mec' },
  'snapshot.read': { siteId: 'melbourne-mec', name: 'r-000087' },
  'snapshot.remove': { siteId: 'melbourne-mec', name: 'r-000087' },
  'file.open': { kind: 'site' },
  'file.save': { suggestedName: 'Werk Süd 工厂.edgewright.json', bytes: new Uint8Array([123, 125]) },
  'report.printPdf': { html: '<h1>Report</h1>', suggestedName: 'report.pdf' },
  'menu.set': {
    sections: [
      {
        label: 'Edit',
        items: [
          { kind: 'action', id: 'edit.undo', label: 'Undo', accelerator: 'CmdOrCtrl+Z', enabled: true, checked: null },
          { kind: 'separator' },
          { kind: 'role', role: 'copy', label: '复制' },
        ],
      },
    ],
  },
};
