import type { CustomScheme, Protocol } from 'electron';
import { appScheme, isAppUrl } from './security/origin.ts';
import type { AppFiles } from './security/app-files.ts';
import { appHeaders, refusalHeaders } from './security/headers.ts';

/** A scheme of our own instead of file:// : it has an origin, takes headers, and reaches nothing but the list below. */
export const appSchemePrivileges: CustomScheme = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Answers app://edgewright/ from the built renderer. */
export function handleAppProtocol(
  protocol: Pick<Protocol, 'handle'>,
  files: AppFiles,
  readFile: (path: string) => Promise<Uint8Array>,
): void {
  protocol.handle(appScheme, (request) => answerAppRequest(request, files, readFile));
}

export async function answerAppRequest(
  request: Pick<Request, 'url' | 'method'>,
  files: AppFiles,
  readFile: (path: string) => Promise<Uint8Array>,
): Promise<Response> {
  if (!isAppUrl(request.url)) return refuse(403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  const file = files.get(new URL(request.url).pathname);
  if (file === undefined) return refuse(404);
  const content = await readFile(file.path).catch(() => null);
  if (content === null) return refuse(404);
  const body = request.method === 'HEAD' ? null : Uint8Array.from(content);
  return new Response(body, { status: 200, headers: appHeaders(file.contentType) });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: refusalHeaders() });
}
