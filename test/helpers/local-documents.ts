import type { DocumentReply, DocumentRequest } from '../../renderer/engine/document-protocol.ts';
import type { Documents } from '../../renderer/engine/document-client.ts';
import { createDocuments } from '../../renderer/engine/document-client.ts';
import { serveDocuments } from '../../renderer/engine/serve-documents.ts';

/** The real client and the real worker's code in one thread; every message is cloned as between two. */
export function localDocuments(): Documents {
  return createDocuments((listener) => {
    let isAlive = true;
    const serve = serveDocuments((reply: DocumentReply) => {
      if (isAlive) listener.replied(structuredClone(reply));
    });
    return {
      postMessage(request: DocumentRequest) {
        serve(structuredClone(request)).catch((error: unknown) => listener.lost(String(error)));
      },
      terminate() {
        isAlive = false;
      },
    };
  });
}
