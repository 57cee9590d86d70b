import { problem } from '../../../core/base/problem.ts';
import { failed, ok } from '../../../core/base/result.ts';
import type { FilePort } from './file-port.ts';

interface PickerWindow {
  readonly showSaveFilePicker?: (options: { readonly suggestedName: string }) => Promise<FileSystemFileHandle>;
}

/** Files of a plain browser: its own dialog where it has one that can write, else a file field and a download. */
export function browserFiles(): FilePort {
  return {
    async open(kind) {
      const files = await pick(kind === 'data');
      return ok(files.length === 0 ? null : { files, target: null });
    },
    async save(suggestedName, content, target) {
      try {
        const picker = (window as PickerWindow).showSaveFilePicker;
        // A browser that a program drives has no one to answer its dialog: there a download is the way.
        if (picker === undefined || navigator.webdriver) {
          const made = await content(suggestedName);
          if (made === null) return ok(null);
          download(suggestedName, made);
          return ok({ name: suggestedName, target: null });
        }
        const handle = target?.kind === 'handle' ? target.handle : await picker.call(window, { suggestedName });
        const made = await content(handle.name);
        if (made === null) return ok(null);
        const stream = await handle.createWritable();
        await stream.write(made);
        await stream.close();
        return ok({ name: handle.name, target: { kind: 'handle', handle } });
      } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') return ok(null);
        return failed(
          problem(
            'file.not-written',
            `The file could not be written: ${error instanceof Error ? error.message : String(error)}.`,
            'Choose another folder or free some space.',
            { file: suggestedName },
            { reason: error instanceof Error ? error.message : String(error) },
          ),
        );
      }
    },
  };
}

function pick(several: boolean): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const field = document.createElement('input');
    field.type = 'file';
    field.multiple = several;
    field.onchange = () => resolve([...(field.files ?? [])]);
    field.oncancel = () => resolve([]);
    field.click();
  });
}

function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has taken hold of the content by the next turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
