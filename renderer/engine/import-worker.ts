import './zod-setting.ts';
import { readText } from '../../core/formats/guard/read-text.ts';
import { parseSiteFile } from '../../core/site/file.ts';
import { problem } from '../../core/base/problem.ts';
import { failed, ok } from '../../core/base/result.ts';
import type { ImportReply, ImportRequest } from './import-protocol.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

scope.onmessage = (event: MessageEvent<ImportRequest>) => {
  void read(event.data).then((reply) => scope.postMessage(reply));
};

async function read({ files }: ImportRequest): Promise<ImportReply> {
  const [file] = files;
  if (file === undefined) return failed([problem('import.no-file', 'No file was given.', 'Choose a file.')]);
  const source = {
    name: file.name,
    size: file.size,
    slice: async (start: number, end: number) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  };
  const text = await readText(source, 'site');
  if (text.status === 'failed') return failed([text.error]);
  const parsed = parseSiteFile(text.value, file.name);
  if (parsed.status === 'failed') return parsed;
  return ok({ site: parsed.value.site, notes: [] });
}
