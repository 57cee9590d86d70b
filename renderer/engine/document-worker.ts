import './zod-setting.ts';
import type { DocumentReply, DocumentRequest } from './document-protocol.ts';
import { serveDocuments } from './serve-documents.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const serve = serveDocuments((reply: DocumentReply) => scope.postMessage(reply));

scope.onmessage = (event: MessageEvent<DocumentRequest>) => {
  serve(event.data).catch((error: unknown) => {
    // To the page as an error of the worker, which its client hears of.
    setTimeout(() => {
      throw error;
    });
  });
};
