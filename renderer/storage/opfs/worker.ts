import { generationFiles } from '../journal/generation-files.ts';
import { opfsFolder } from './opfs-folder.ts';
import { serveFiles, type FilePort } from './serve-files.ts';

serveFiles(generationFiles(opfsFolder()), globalThis as unknown as FilePort);
